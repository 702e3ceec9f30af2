package counter

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
)

// officer is somebody of the house who has a role today.
type officer struct {
	ID, Name, Post string
	Fields         []string // of work, for which the role was given; nil: all
}

// on are those of officers whose role was given for a field of work.
func on(all []officer, field string) []officer {
	return slices.DeleteFunc(slices.Clone(all), func(p officer) bool { return p.Fields != nil && !slices.Contains(p.Fields, field) })
}

// title is what an officer is called in a list.
func (p officer) title() string { return strings.Join(nonEmpty(p.Name, p.Post), ", ") }

// officers are those who have a role today: people with an account, or where nobody signs in
// here, the posts of the unit.
func (o *room) officers(ctx context.Context, role access.Role) ([]officer, error) {
	var out []officer
	if o.Office == nil {
		for _, p := range o.Unit.Officers {
			if access.Role(p.Role) == role && p.From <= o.today() && (p.To == 0 || o.today() <= p.To) {
				out = append(out, officer{ID: p.ID, Post: p.Post})
			}
		}
		return out, nil
	}
	grants, err := o.Office.Rights.On(ctx, o.today())
	if err != nil {
		return nil, err
	}
	accounts, err := o.Office.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		roles, scope := access.RolesOf(grants, a.ID)
		if slices.Contains(roles, role) && a.Standing == access.Active {
			out = append(out, officer{ID: a.ID, Name: a.Name, Post: a.Post, Fields: scope[role]})
		}
	}
	return out, nil
}
