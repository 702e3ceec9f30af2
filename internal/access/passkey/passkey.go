// Package passkey proves somebody by WebAuthn: a key in the machine or the phone that is bound
// to the name of this server and asks for finger, face or PIN, so that it is both factors and
// cannot be given to a page elsewhere.
//
// It promises that an answer counts once, for the challenge and the name it was asked for, with
// the person verified. It keeps nothing: what it hands out is kept by access.Office.
package passkey

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
)

// Door is the name under which the server is reached: Host without port, and the whole origin
// as the browser says it, "https://motcua.phuong2.vn".
type Door struct{ Host, Origin string }

// Asked is a challenge: Options go to the browser, State is kept until its answer comes.
type Asked struct{ Options, State []byte }

// longestAnswer bounds what a browser sends.
const longestAnswer = 64 << 10

func (d Door) party() (*webauthn.WebAuthn, error) {
	w, err := webauthn.New(&webauthn.Config{RPID: d.Host, RPDisplayName: "Một cửa", RPOrigins: []string{d.Origin},
		AttestationPreference:  protocol.PreferNoAttestation,
		AuthenticatorSelection: webauthn.SelectAuthenticator("", protocol.ResidentKeyRequired(), string(protocol.VerificationRequired))})
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "access.passkey_host")
	}
	return w, nil
}

// user is an account as the library sees it.
type user struct {
	account *access.Account
	keys    []webauthn.Credential
}

func (u *user) WebAuthnID() []byte                         { return []byte(u.account.ID) }
func (u *user) WebAuthnName() string                       { return u.account.Login }
func (u *user) WebAuthnDisplayName() string                { return u.account.Name }
func (u *user) WebAuthnCredentials() []webauthn.Credential { return u.keys }

func (d Door) user(a *access.Account) (*user, error) {
	u := &user{account: a}
	for _, p := range a.Passkeys {
		var c webauthn.Credential
		if err := json.Unmarshal(p.Data, &c); err != nil {
			return nil, fmt.Errorf("passkey %s: %w", p.ID, err)
		}
		if p.Host == d.Host {
			u.keys = append(u.keys, c)
		}
	}
	return u, nil
}

func asked(options any, state *webauthn.SessionData) (Asked, error) {
	o, err := json.Marshal(options)
	if err != nil {
		return Asked{}, err
	}
	s, err := json.Marshal(state)
	return Asked{o, s}, err
}

// Register asks the browser to make a passkey for an account.
func (d Door) Register(a *access.Account) (Asked, error) {
	w, err := d.party()
	if err != nil {
		return Asked{}, err
	}
	u, err := d.user(a)
	if err != nil {
		return Asked{}, err
	}
	var have []protocol.CredentialDescriptor
	for _, c := range u.keys {
		have = append(have, c.Descriptor())
	}
	options, state, err := w.BeginRegistration(u, webauthn.WithExclusions(have))
	if err != nil {
		return Asked{}, fmt.Errorf("passkey: register: %w", err)
	}
	return asked(options, state)
}

// Registered is the passkey that a browser has made, once its answer holds.
func (d Door) Registered(a *access.Account, state, answer []byte, name string, now time.Time) (access.Passkey, error) {
	w, s, err := d.begun(state, answer)
	if err != nil {
		return access.Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return access.Passkey{}, refused(err)
	}
	u, err := d.user(a)
	if err != nil {
		return access.Passkey{}, err
	}
	c, err := w.CreateCredential(u, s, parsed)
	if err != nil {
		return access.Passkey{}, refused(err)
	}
	return d.kept(c, name, now)
}

func (d Door) kept(c *webauthn.Credential, name string, now time.Time) (access.Passkey, error) {
	b, err := json.Marshal(c)
	return access.Passkey{ID: base64.RawURLEncoding.EncodeToString(c.ID), Name: name, At: now, Host: d.Host, Data: b, Count: c.Authenticator.SignCount}, err
}

// Ask asks the browser for a passkey: of an account, or (nil) of whoever is there.
func (d Door) Ask(a *access.Account) (Asked, error) {
	w, err := d.party()
	if err != nil {
		return Asked{}, err
	}
	var allowed []protocol.CredentialDescriptor
	if a != nil {
		u, err := d.user(a)
		if err != nil {
			return Asked{}, err
		}
		for _, c := range u.keys {
			allowed = append(allowed, c.Descriptor())
		}
	}
	options, state, err := w.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired), webauthn.WithAllowedCredentials(allowed))
	if err != nil {
		return Asked{}, fmt.Errorf("passkey: ask: %w", err)
	}
	return asked(options, state)
}

// Answered is the account that a passkey proves, and the passkey as it is to be kept from now on.
func (d Door) Answered(ctx context.Context, find func(context.Context, string) (*access.Account, error), state, answer []byte) (*access.Account, access.Passkey, error) {
	w, s, err := d.begun(state, answer)
	if err != nil {
		return nil, access.Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return nil, access.Passkey{}, refused(err)
	}
	var who *user
	_, c, err := w.ValidatePasskeyLogin(func(_, handle []byte) (webauthn.User, error) {
		a, err := find(ctx, string(handle))
		if err != nil {
			return nil, err
		}
		who, err = d.user(a)
		return who, err
	}, s, parsed)
	if err != nil {
		return nil, access.Passkey{}, refused(err)
	}
	if c.Authenticator.CloneWarning {
		return nil, access.Passkey{}, refused(nil)
	}
	p, err := d.kept(c, "", time.Time{})
	return who.account, p, err
}

func (d Door) begun(state, answer []byte) (*webauthn.WebAuthn, webauthn.SessionData, error) {
	var s webauthn.SessionData
	if len(answer) > longestAnswer {
		return nil, s, refused(nil)
	}
	w, err := d.party()
	if err == nil {
		err = json.Unmarshal(state, &s)
	}
	return w, s, err
}

// refused is the one answer to whatever does not hold.
func refused(err error) error { return fault.Wrap(err, fault.Forbidden, "access.passkey_refused") }
