package work

import (
	"context"

	"github.com/motcua/motcua/internal/access"
)

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
		x.Roles, x.Scope = access.RolesOf(grants, a.ID)
		out = append(out, x)
	}
	return out, nil
}
