package access

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// kindIdentity says whose an identity outside is: makes it unique.
const kindIdentity = "identity"

// key names an identity in notes without telling it.
func (id Identity) key() string { return sum(id.Issuer + "\x00" + id.Subject) }

// Bind ties an account to who its person is at a service outside, in the ledger. An administrator
// or the machine may, and the person on the own account, who acts there without any office.
func (o *Office) Bind(ctx context.Context, order Order, account string, id Identity) error {
	order, err := o.ownOrder(order, account)
	if err != nil {
		return err
	}
	if id.Issuer == "" || id.Subject == "" {
		return fault.New(fault.Invalid, "access.identity_missing")
	}
	if a, err := o.ByIdentity(ctx, id); err != nil {
		return err
	} else if a != nil && a.ID == account {
		return nil
	} else if a != nil {
		return fault.New(fault.Conflict, "access.identity_taken")
	}
	if _, err := o.Account(ctx, account); err != nil {
		return err
	}
	if err := o.takeIdentity(ctx, id, account); err != nil {
		return err
	}
	if err := o.Rights.Tell(ctx, order, Act{What: "bound", Account: account}); err != nil {
		return err
	}
	_, err = o.change(ctx, account, func(a *Account) error {
		if !slices.Contains(a.Outside, id) {
			a.Outside = append(a.Outside, id)
		}
		return nil
	})
	return err
}

// takeIdentity makes an identity this account's; of two at once one succeeds. One that was taken
// and never written to its account (the machine stopped in between) is free again.
func (o *Office) takeIdentity(ctx context.Context, id Identity, account string) error {
	_, err := o.put(ctx, kindIdentity, id.key(), account, 0, time.Time{}, account)
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	n, err := o.Notes.Get(ctx, o.Unit, kindIdentity, id.key())
	if err != nil {
		return err
	}
	if n.Owner != account && o.Now().Sub(n.Changed) < time.Minute { // somebody is at it just now
		return fault.New(fault.Conflict, "access.identity_taken")
	}
	_, err = o.put(ctx, kindIdentity, id.key(), account, n.Rev, time.Time{}, account)
	if fault.Is(err, fault.Conflict) {
		return fault.Wrap(err, fault.Conflict, "access.identity_taken")
	}
	return err
}

// Unbind ends that; who has nothing else to enter with keeps it.
func (o *Office) Unbind(ctx context.Context, order Order, account string, id Identity) error {
	order, err := o.ownOrder(order, account)
	if err != nil {
		return err
	}
	a, err := o.Account(ctx, account)
	switch {
	case err != nil:
		return err
	case !slices.Contains(a.Outside, id):
		return fault.New(fault.NotFound, "access.identity_absent")
	case a.Hash == "" && len(a.Passkeys) == 0:
		return fault.New(fault.Conflict, "access.identity_last")
	}
	if err := o.Rights.Tell(ctx, order, Act{What: "unbound", Account: account}); err != nil {
		return err
	}
	if _, err := o.change(ctx, account, func(a *Account) error {
		a.Outside = slices.DeleteFunc(a.Outside, func(have Identity) bool { return have == id })
		return nil
	}); err != nil {
		return err
	}
	return o.Notes.Drop(ctx, o.Unit, kindIdentity, id.key())
}

// ownOrder is an order on an account by who may: whoever it belongs to acts in no office's role.
func (o *Office) ownOrder(order Order, account string) (Order, error) {
	if order.By.ID != "" && order.By.ID == account {
		order.By.Role = System
		return order, nil
	}
	return order, mayGovern(order.By)
}

// ByIdentity is the account that was tied to an identity outside; nil when none was. Issuer and
// subject must both be the same, letter for letter (ASVS 6.8.1).
func (o *Office) ByIdentity(ctx context.Context, id Identity) (*Account, error) {
	all, err := o.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if slices.Contains(a.Outside, id) {
			return a, nil
		}
	}
	return nil, nil
}
