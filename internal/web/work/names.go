package work

import (
	"context"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
)

// officer is somebody of the house to whom a dossier may be given.
type officer struct {
	ID, Name, Post string
	Roles          []access.Role
	Scope          map[access.Role][]string // fields of work of the roles that are not for all
	Active         bool                     // may be given something
}

// officers are those of today.
type officers []officer

// of is how an officer is named; an id that is nobody's of today is shown as it is.
func (all officers) of(id string) string {
	for _, x := range all {
		if x.ID == id {
			return x.title()
		}
	}
	return id
}

// works reports whether an officer works on dossiers, so that one may be given to him.
func (x officer) works() bool {
	return x.Active && slices.ContainsFunc(x.Roles, func(r access.Role) bool { return slices.Contains(workers, r) })
}

// worksOn reports whether one of a field of work may be given to him, in one of some roles.
func (x officer) worksOn(field string, roles ...access.Role) bool {
	p := access.Person{Roles: x.Roles, Scope: x.Scope}
	return x.Active && slices.ContainsFunc(roles, func(r access.Role) bool { return p.Works(r, field) })
}

// workers are the roles in which officers work on dossiers.
var workers = []access.Role{access.Clerk, access.Specialist, access.Leader}

// fieldOf is the field of work of a dossier.
func (o *room) fieldOf(s *dossier.State) string { return o.desk().Field(s) }

// receives refuses to give a dossier to somebody who may do nothing on its field of work in any
// of some roles. Nobody (""), and somebody of whom the house knows no more, is left to the desk.
func (o *room) receives(s *dossier.State, to string, names officers, roles ...access.Role) error {
	field := o.fieldOf(s)
	i := slices.IndexFunc(names, func(x officer) bool { return x.ID == to })
	if i < 0 || names[i].worksOn(field, roles...) {
		return nil
	}
	return fault.New(fault.Invalid, "work.other_field", "name", names[i].title(), "field", field)
}

// outside reports whether an officer works on dossiers, and on none of this one's field.
func (o *room) outside(s *dossier.State, who *access.Person) bool {
	field := o.fieldOf(s)
	return who.Has(workers...) && !slices.ContainsFunc(workers, func(r access.Role) bool { return who.Works(r, field) })
}

func (x officer) title() string {
	switch {
	case x.Name == "" && x.Post == "":
		return x.ID
	case x.Name == "":
		return x.Post + " (" + x.ID + ")"
	case x.Post == "":
		return x.Name
	}
	return x.Name + ", " + x.Post
}

// officers reads who works here today. Where people have accounts, only they can be given a
// dossier; the posts of the unit still name who held one before.
func (o *room) officers(ctx context.Context) (officers, error) {
	out, err := o.fromOffice(ctx)
	people := len(out) > 0
	for _, p := range o.Unit.Officers {
		if slices.ContainsFunc(out, func(x officer) bool { return x.ID == p.ID }) {
			continue
		}
		out = append(out, officer{ID: p.ID, Post: p.Post, Roles: []access.Role{access.Role(p.Role)},
			Active: !people && p.From <= o.today() && (p.To == 0 || o.today() <= p.To)})
	}
	return out, err
}

// NameOf is how the officer of an id is named; an id that is nobody's is shown as it is.
func NameOf(ctx context.Context, site *page.Site, id string) string {
	if id == "" {
		return ""
	}
	for _, p := range site.Unit.Officers { // first without asking for accounts
		if p.ID == id && site.Office == nil {
			return officer{ID: id, Post: p.Post}.title()
		}
	}
	if site.Office != nil {
		if a, err := site.Office.Account(ctx, id); err == nil {
			return officer{ID: id, Name: a.Name, Post: a.Post}.title()
		}
	}
	for _, p := range site.Unit.Officers {
		if p.ID == id {
			return officer{ID: id, Post: p.Post}.title()
		}
	}
	return id
}

// holders are the choices of the filter by holder.
func holders(ctx context.Context, all officers, chosen string) []option {
	out := []option{{Value: "", Text: page.T(ctx, "work.holder.any"), Chosen: chosen == ""},
		{Value: nobody, Text: page.T(ctx, "work.holder.none"), Chosen: chosen == nobody}}
	for _, x := range all {
		if !x.Active {
			continue
		}
		out = append(out, option{Value: x.ID, Text: x.title(), Chosen: chosen == x.ID})
	}
	return out
}

// next is the next step of a dossier in words: what its status waits for.
func (o *room) next(ctx context.Context, s *dossier.State) string {
	return page.T(ctx, "work.next."+locale.Int(int64(s.Status)))
}
