package access

import (
	"context"
	"fmt"
	"slices"

	"github.com/motcua/motcua/internal/fault"
)

// Seals encrypts what the notes must hold and must not tell; seal.Ring does. about says whose
// secret it is: it opens for nobody else.
type Seals interface {
	Seal(about string, plain []byte) ([]byte, error)
	// Open decrypts. current is false for what an earlier key sealed.
	Open(about string, sealed []byte) (plain []byte, current bool, err error)
}

func (o *Office) about(account string) string { return "totp/" + o.Unit + "/" + account }

// sealTOTP keeps the secret of an authenticator sealed. Without a key nothing is kept.
func (o *Office) sealTOTP(t *TOTP, account string, raw []byte) error {
	if o.Seals == nil {
		return fault.New(fault.Unavailable, "access.no_key")
	}
	sealed, err := o.Seals.Seal(o.about(account), raw)
	t.Sealed, t.Secret = string(sealed), ""
	return err
}

// totpSecret is the secret of an account's authenticator. fresh is false for one that is in
// clear (of an earlier version) or sealed by an earlier key.
func (o *Office) totpSecret(a *Account) (raw []byte, fresh bool, err error) {
	if a.TOTP.Sealed == "" {
		if raw, err = base32Plain.DecodeString(a.TOTP.Secret); err != nil {
			err = fmt.Errorf("access: secret of %s: %w", a.ID, err)
		}
		return raw, false, err
	}
	if o.Seals == nil {
		return nil, false, fault.New(fault.Unavailable, "access.no_key")
	}
	return o.Seals.Open(o.about(a.ID), []byte(a.TOTP.Sealed))
}

// HasSealed reports whether a secret is sealed: then a key must be there already.
func (o *Office) HasSealed(ctx context.Context) (bool, error) {
	all, err := o.Accounts(ctx)
	return slices.ContainsFunc(all, func(a *Account) bool { return a.TOTP != nil && a.TOTP.Sealed != "" }), err
}

// Reseal seals every secret that is in clear or was sealed by an earlier key, and reports how
// many. It stops at one that does not open: its key is missing.
func (o *Office) Reseal(ctx context.Context) (n int, err error) {
	all, err := o.Accounts(ctx)
	if err != nil {
		return 0, err
	}
	for _, a := range all {
		did := false
		if a.TOTP == nil {
			continue
		}
		if _, fresh, err := o.totpSecret(a); err != nil {
			return n, err
		} else if fresh {
			continue
		}
		_, err := o.change(ctx, a.ID, func(a *Account) error {
			if did = a.TOTP != nil; !did {
				return nil
			}
			raw, _, err := o.totpSecret(a)
			if err != nil {
				return err
			}
			return o.sealTOTP(a.TOTP, a.ID, raw)
		})
		if err != nil {
			return n, err
		}
		if did {
			n++
		}
	}
	return n, nil
}

// DropLost removes the authenticators whose secret does not open any more, each told in the
// ledger, and reports of whom. Passkeys, recovery codes and passwords stay: they need no key.
func (o *Office) DropLost(ctx context.Context, order Order, reason string) (lost []*Account, err error) {
	if order.By.Role != System {
		return nil, fault.New(fault.Forbidden, "access.not_admin")
	}
	all, err := o.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.TOTP == nil {
			continue
		}
		if _, _, err := o.totpSecret(a); err == nil {
			continue
		}
		one := order
		one.Key += ":" + a.ID
		if err := o.Rights.Tell(ctx, one, Act{What: "factor", Account: a.ID, Reason: reason}); err != nil {
			return lost, err
		}
		if _, err := o.change(ctx, a.ID, func(a *Account) error { a.TOTP = nil; return nil }); err != nil {
			return lost, err
		}
		lost = append(lost, a)
	}
	return lost, nil
}
