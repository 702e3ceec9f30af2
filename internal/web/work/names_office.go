package work

import (
	"context"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
)

// rolesNow are the roles of a person today. known is false where the office keeps no accounts.
func (o *room) rolesNow(ctx context.Context, id string) (roles []access.Role, known bool, err error) {
	if o.Office == nil {
		return nil, false, nil
	}
	a, err := o.Office.Account(ctx, id)
	if fault.Is(err, fault.NotFound) || err == nil && a.Standing == access.Disabled {
		return nil, true, nil // nobody, or nobody any more
	}
	if err != nil {
		return nil, true, err
	}
	grants, err := o.Office.Rights.On(ctx, o.today())
	for _, g := range grants {
		if g.Account == id {
			roles = append(roles, g.Role)
		}
	}
	return roles, true, err
}

// fromOffice are the people with accounts and what they may do today; nil where there are none.
func (o *room) fromOffice(ctx context.Context) (officers, error) {
	if o.Office == nil {
		return nil, nil
	}
	accounts, err := o.Office.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	grants, err := o.Office.Rights.On(ctx, o.today())
	if err != nil {
		return nil, err
	}
	var out officers
	for _, a := range accounts {
		x := officer{ID: a.ID, Name: a.Name, Post: a.Post, Active: a.Standing != access.Disabled}
		for _, g := range grants {
			if g.Account == a.ID {
				x.Roles = append(x.Roles, g.Role)
			}
		}
		out = append(out, x)
	}
	return out, nil
}
