package access

import (
	"context"
	cryptorand "crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
)

// Office proves who is there: accounts, what they prove themselves with, and sessions, kept as
// notes; rights, read from the ledger. It is safe for use by many goroutines and, over one
// database, by several servers. Its fields are set before use.
//
// It promises that no password, code or token is kept in clear, and the shared secret of an
// authenticator only sealed; that a refusal tells an outsider nothing about who has an
// account; that a code works once; that what an administrator takes away is gone within a
// second at every server. It refuses acts of who is no administrator.
type Office struct {
	Notes     note.Keeper
	Rights    Rights
	Seals     Seals // nil: nobody can set up or use an authenticator
	Policy    *Policy
	Unit      string   // e-identifier
	UnitNames []string // that a password may not consist of
	Now       func() time.Time
	Rand      io.Reader // nil: the system's

	hasher  hasher
	sources sources
}

func (o *Office) random() io.Reader {
	if o.Rand != nil {
		return o.Rand
	}
	return cryptorand.Reader
}

// tokenBytes is 128 bits (ASVS 7.2.3).
const tokenBytes = 16

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// token makes a secret that nobody can guess, and the hash under which it is kept.
func (o *Office) token() (token, kept string, err error) {
	var b [tokenBytes]byte
	if _, err := io.ReadFull(o.random(), b[:]); err != nil {
		return "", "", fmt.Errorf("access: token: %w", err)
	}
	token = base32Plain.EncodeToString(b[:])
	return token, sum(token), nil
}

// tokenLength is that of a token in base 32.
var tokenLength = base32Plain.EncodedLen(tokenBytes)

// sum is the hash under which a secret of full strength is kept, and by which a login is found.
func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// mayGovern refuses who is neither an administrator nor the machine itself.
func mayGovern(by Actor) error {
	if by.ID == "" || by.Role != Admin && by.Role != System {
		return fault.New(fault.Forbidden, "access.not_admin")
	}
	return nil
}

// roles are what an account may do today, in the order of Staff.
func (o *Office) roles(ctx context.Context, account string) ([]Role, map[Role][]string, error) {
	grants, err := o.Rights.On(ctx, calendar.DateOf(o.Now()))
	if err != nil {
		return nil, nil, err
	}
	roles, scope := RolesOf(grants, account)
	return roles, scope, nil
}

// Today is a person with the rights of today, whoever asks. Who has no account, or may no
// longer sign in, has no role.
func (o *Office) Today(ctx context.Context, id string) (Person, error) {
	a, err := o.Account(ctx, id)
	if fault.Is(err, fault.NotFound) || err == nil && a.Standing == Disabled {
		return Person{ID: id, Unit: o.Unit}, nil
	}
	if err != nil {
		return Person{}, err
	}
	return o.person(ctx, a)
}

// person is an account with its rights of today.
func (o *Office) person(ctx context.Context, a *Account) (Person, error) {
	roles, scope, err := o.roles(ctx, a.ID)
	return Person{ID: a.ID, Unit: o.Unit, Login: a.Login, Name: a.Name, Post: a.Post, Roles: roles, Scope: scope}, err
}

// administrators are the grants of today by which an active account administers.
func (o *Office) administrators(ctx context.Context, except string) ([]Grant, error) {
	grants, err := o.Rights.On(ctx, calendar.DateOf(o.Now()))
	if err != nil {
		return nil, err
	}
	var out []Grant
	for _, g := range grants {
		if g.Role != Admin || g.Account == except {
			continue
		}
		a, err := o.Account(ctx, g.Account)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if a.Standing != Disabled {
			out = append(out, g)
		}
	}
	return out, nil
}

// Disable closes an account and ends its sessions. The last administrator cannot be closed.
func (o *Office) Disable(ctx context.Context, order Order, account, reason string) error {
	if err := mayGovern(order.By); err != nil {
		return err
	}
	act := Act{What: "disabled", Account: account, Reason: reason}
	roles, _, err := o.roles(ctx, account)
	if err != nil {
		return err
	}
	if !slices.Contains(roles, Admin) {
		return o.stand(ctx, order, act, Disabled)
	}
	return o.inTurn(ctx, func() error {
		if last, err := o.lastAdministrator(ctx, account); err != nil {
			return err
		} else if last {
			return fault.New(fault.Conflict, "access.last_admin")
		}
		return o.stand(ctx, order, act, Disabled)
	})
}

// Enable opens a closed account again.
func (o *Office) Enable(ctx context.Context, order Order, account, reason string) error {
	if err := mayGovern(order.By); err != nil {
		return err
	}
	return o.stand(ctx, order, Act{What: "enabled", Account: account, Reason: reason}, Active)
}

func (o *Office) stand(ctx context.Context, order Order, act Act, s Standing) error {
	if _, err := o.Account(ctx, act.Account); err != nil {
		return err
	}
	if err := o.Rights.Tell(ctx, order, act); err != nil {
		return err
	}
	_, err := o.change(ctx, act.Account, func(a *Account) error {
		if a.Epoch++; s == Active {
			a.Opened = o.Now()
		}
		if a.Standing = s; s == Active && a.Hash == "" && len(a.Passkeys) == 0 && !a.Example {
			a.Standing = Invited
		}
		return nil
	})
	if err == nil && s == Disabled {
		err = o.EndAll(ctx, act.Account, "")
	}
	return err
}

// Grant gives an account a role that one person may give. For the others see Propose; the
// machine itself gives any: at the first run, and for the example ward.
func (o *Office) Grant(ctx context.Context, order Order, g Grant) (Grant, error) {
	if err := mayGovern(order.By); err != nil {
		return g, err
	}
	if order.By.Role != System && o.Policy.NeedsTwo(g.Role) {
		return g, fault.New(fault.Forbidden, "access.two_needed")
	}
	g.Second = ""
	if _, err := o.Account(ctx, g.Account); err != nil {
		return g, err
	}
	return o.Rights.Grant(ctx, order, g)
}

// End takes a role away from now on. The last administrator keeps theirs.
func (o *Office) End(ctx context.Context, order Order, g Grant, reason string) error {
	if err := mayGovern(order.By); err != nil {
		return err
	}
	if g.Role != Admin {
		return o.Rights.End(ctx, order, g.ID, reason)
	}
	return o.inTurn(ctx, func() error {
		others, err := o.administrators(ctx, g.Account)
		if err != nil {
			return err
		}
		if len(others) == 0 {
			return fault.New(fault.Conflict, "access.last_admin")
		}
		order.Standing = others[0].ID
		return o.Rights.End(ctx, order, g.ID, reason)
	})
}
