package access

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/fault"
)

// recoveryCodes is how many codes a person gets for the day on which the phone is lost. Each
// has 120 random bits and works once.
const (
	recoveryCodes  = 8
	recoveryLength = 24
)

// setPassword checks and sets a new password.
func (o *Office) setPassword(ctx context.Context, a *Account, password string) error {
	alone, err := o.alone(ctx, a)
	if err != nil {
		return err
	}
	if err := o.checkPassword(ctx, a, password, alone); err != nil {
		return err
	}
	return o.givePassword(ctx, a, password)
}

// alone reports whether a password is all that the account proves itself with.
func (o *Office) alone(ctx context.Context, a *Account) (bool, error) {
	roles, _, err := o.roles(ctx, a.ID)
	return !a.HasSecond() && !o.Policy.NeedsSecond(roles), err
}

// LeastPassword is how many characters a new password of the account must have.
func (o *Office) LeastPassword(ctx context.Context, a *Account) (int, error) {
	alone, err := o.alone(ctx, a)
	if alone {
		return o.Policy.Password.LeastAlone, err
	}
	return o.Policy.Password.Least, err
}

// givePassword sets a password that has been checked for an account as was read: if another
// one was set meanwhile, or it was closed, what was proved then no longer counts.
func (o *Office) givePassword(ctx context.Context, was *Account, password string) error {
	hash, err := o.hash(ctx, password)
	if err != nil {
		return err
	}
	changed, err := o.change(ctx, was.ID, func(a *Account) error {
		if a.Epoch != was.Epoch || a.Standing == Disabled {
			return fault.New(fault.Conflict, "access.password_meanwhile")
		}
		a.Epoch++
		if n := o.Policy.Password.Remembered; n > 0 && a.Hash != "" {
			a.Past = append([]string{a.Hash}, a.Past...)
			a.Past = a.Past[:min(n, len(a.Past))]
		}
		a.Hash, a.HashedAt = hash, o.Now()
		if a.Standing == Invited {
			a.Standing = Active
		}
		return nil
	})
	if err == nil {
		*was = *changed
	}
	return err
}

// rehash keeps the password of a hash under the parameters that now hold. One that was changed
// meanwhile stays changed.
func (o *Office) rehash(ctx context.Context, account, was, password string) error {
	hash, err := o.hash(ctx, password)
	if err != nil {
		return err
	}
	_, err = o.change(ctx, account, func(a *Account) error {
		if a.Hash == was {
			a.Hash = hash
		}
		return nil
	})
	return err
}

// ChangePassword changes the own password and ends the person's other sessions; except is the
// one that asks.
func (o *Office) ChangePassword(ctx context.Context, account, old, password, except string, place Place) error {
	a, err := o.Account(ctx, account)
	if err != nil {
		return err
	}
	if a.Hash != "" {
		if err := o.checkOwn(ctx, a, old, place); err != nil {
			return err
		}
		if composed(old) == composed(password) {
			return fault.New(fault.Invalid, "access.password_same")
		}
	}
	if err := o.setPassword(ctx, a, password); err != nil {
		return err
	}
	return o.EndAll(ctx, account, except)
}

// checkOwn asks for the own password, with the lock of wrong tries.
func (o *Office) checkOwn(ctx context.Context, a *Account, password string, place Place) error {
	name := a.Login + "/own"
	if err := o.take(ctx, name, place); err != nil {
		return err
	}
	ok, _, err := o.fits(ctx, a.Hash, password)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Invalid, "access.password_wrong")
	}
	return o.forgive(ctx, name, place)
}

// useCode takes a code of the authenticator or a recovery code, once.
func (o *Office) useCode(ctx context.Context, a *Account, code string, place Place) error {
	name := a.Login + "/code"
	if err := o.take(ctx, name, place); err != nil {
		return err
	}
	_, err := o.change(ctx, a.ID, func(a *Account) error {
		plain := strings.ToUpper(digits(strings.TrimSpace(code)))
		if len(plain) == recoveryLength {
			i := slices.Index(a.Recovery, sum(plain))
			if i < 0 {
				return fault.New(fault.Invalid, "access.code_wrong")
			}
			a.Recovery = slices.Delete(a.Recovery, i, i+1)
			return nil
		}
		if a.TOTP == nil {
			return fault.New(fault.Invalid, "access.code_wrong")
		}
		secret, _, err := o.totpSecret(a)
		if err != nil {
			return err
		}
		return a.TOTP.use(secret, plain, o.Now())
	})
	if err != nil {
		return err
	}
	return o.forgive(ctx, name, place)
}

// Prove renews the proof of presence (step-up) and gives the session a new token. An account
// that has a second factor gives it, and the password too where the policy asks for both; one
// that has none gives its password.
func (o *Office) Prove(ctx context.Context, token, password, code string, place Place) (string, error) {
	s, err := o.Session(ctx, token)
	if err != nil {
		return "", err
	}
	a, err := o.Account(ctx, s.Person.ID)
	if err != nil {
		return "", err
	}
	asks := o.Asks(a)
	if asks.Password {
		if err := o.checkOwn(ctx, a, password, place); err != nil {
			return "", err
		}
	}
	if asks.Code {
		if strings.TrimSpace(code) == "" {
			return "", fault.New(fault.Invalid, "access.code_needed")
		}
		if err := o.useCode(ctx, a, code, place); err != nil {
			return "", err
		}
	}
	return o.Proved(ctx, token, asks.Code)
}

// Asks is what a proof of presence asks of an account: a password, a code of the second factor,
// or both. A passkey answers either.
type Asks struct{ Password, Code bool }

// Asks says what a proof of presence asks of an account. It never asks for nothing.
func (o *Office) Asks(a *Account) Asks {
	if !a.HasSecond() {
		return Asks{Password: true}
	}
	return Asks{Code: true, Password: o.Policy.StepUp.Needs == NeedsBoth && a.Hash != ""}
}

// Proved renews the proof of presence of a session whose person has just given one, and gives
// it a new token.
func (o *Office) Proved(ctx context.Context, token string, second bool) (string, error) {
	k, err := o.keptSession(ctx, sum(token))
	if err != nil {
		return "", err
	}
	now, old := o.Now(), k.id
	k.Seen, k.Strong = now, now
	if second {
		k.Second = now
	}
	fresh, err := o.begin(ctx, k)
	if err != nil {
		return "", err
	}
	// Whoever ended the old session meanwhile has not seen the new one: then it ends here.
	if _, err := o.keptSession(ctx, old); err != nil {
		return "", errors.Join(err, o.Notes.Drop(ctx, o.Unit, kindSession, k.id))
	}
	return fresh, o.Notes.Drop(ctx, o.Unit, kindSession, old)
}

// NewSecret is a secret for an authenticator; it counts from AddTOTP on.
func (o *Office) NewSecret() (string, error) { return o.newSecret() }

// AddTOTP sets up an authenticator: its first code proves that it works. It returns the
// recovery codes, which are nowhere in clear but there.
func (o *Office) AddTOTP(ctx context.Context, account, secret, code string) ([]string, error) {
	return o.addTOTP(ctx, account, secret, code, func(*Account) error { return nil })
}

// addTOTP is AddTOTP where check, asked as it is written, has nothing against it.
func (o *Office) addTOTP(ctx context.Context, account, secret, code string, check func(*Account) error) ([]string, error) {
	t, raw, err := o.newTOTP(secret, code)
	if err != nil {
		return nil, err
	}
	if err := o.sealTOTP(t, account, raw); err != nil {
		return nil, err
	}
	codes, hashes := newRecovery()
	_, err = o.change(ctx, account, func(a *Account) error {
		if err := check(a); err != nil {
			return err
		}
		a.TOTP, a.Recovery = t, hashes
		return nil
	})
	return codes, err
}

// newTOTP is an authenticator whose first code is right; its secret is not in it yet.
func (o *Office) newTOTP(secret, code string) (*TOTP, []byte, error) {
	raw, err := base32Plain.DecodeString(secret)
	if err != nil || len(raw) != totpBytes {
		return nil, nil, fault.New(fault.Invalid, "access.secret_malformed")
	}
	t := &TOTP{At: o.Now()}
	return t, raw, t.use(raw, code, o.Now())
}

func newRecovery() (codes, hashes []string) {
	for range recoveryCodes {
		c := rand.Text()[:recoveryLength]
		codes, hashes = append(codes, strings.ReplaceAll(grouped(c), " ", "-")), append(hashes, sum(c))
	}
	return codes, hashes
}

// NewRecovery replaces the recovery codes.
func (o *Office) NewRecovery(ctx context.Context, account string) ([]string, error) {
	codes, hashes := newRecovery()
	_, err := o.change(ctx, account, func(a *Account) error {
		if !a.HasSecond() {
			return fault.New(fault.Conflict, "access.no_second")
		}
		a.Recovery = hashes
		return nil
	})
	return codes, err
}

// AddPasskey adds a passkey that has been verified.
func (o *Office) AddPasskey(ctx context.Context, account string, p Passkey) error {
	_, err := o.change(ctx, account, func(a *Account) error {
		if len(a.Passkeys) >= 10 {
			return fault.New(fault.Conflict, "access.passkeys_many", "most", 10)
		}
		if slices.ContainsFunc(a.Passkeys, func(q Passkey) bool { return q.ID == p.ID }) {
			return fault.New(fault.Conflict, "access.passkey_there")
		}
		a.Passkeys = append(a.Passkeys, p)
		return nil
	})
	return err
}

// UsedPasskey keeps what a passkey's use changed. A counter that does not grow is that of a
// copy: refused.
func (o *Office) UsedPasskey(ctx context.Context, account string, p Passkey) error {
	_, err := o.change(ctx, account, func(a *Account) error {
		i := slices.IndexFunc(a.Passkeys, func(q Passkey) bool { return q.ID == p.ID })
		if i < 0 || p.Count <= a.Passkeys[i].Count && p.Count+a.Passkeys[i].Count > 0 {
			return refused()
		}
		a.Passkeys[i].Data, a.Passkeys[i].Count = p.Data, p.Count
		return nil
	})
	return err
}

// DropSecond removes the authenticator ("") or a passkey. Who must have a second factor keeps
// the last one.
func (o *Office) DropSecond(ctx context.Context, account, passkey string) error {
	roles, _, err := o.roles(ctx, account)
	if err != nil {
		return err
	}
	_, err = o.change(ctx, account, func(a *Account) error {
		if passkey == "" {
			a.TOTP = nil
		} else {
			a.Passkeys = slices.DeleteFunc(a.Passkeys, func(p Passkey) bool { return p.ID == passkey })
		}
		if a.HasSecond() {
			return nil
		}
		if a.Recovery = nil; o.Policy.NeedsSecond(roles) {
			return fault.New(fault.Conflict, "access.second_needed")
		}
		return nil
	})
	return err
}
