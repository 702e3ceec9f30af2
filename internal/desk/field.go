package desk

import (
	"cmp"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// Worker is who gives an order, as far as the desk asks: which roles are theirs, and on
// dossiers of which fields of work (lĩnh vực) they may act in one. *access.Person is one.
type Worker interface {
	Has(roles ...access.Role) bool
	Works(role access.Role, field string) bool
}

// mayWork: a person acts in a role that was given to them, on the fields of work for which it
// was given. A command without a Worker is not an officer's: the portal's, the post's, the
// machine's.
func (d *Desk) mayWork(who Worker, role access.Role, field string) error {
	switch {
	case who == nil, who.Works(role, field):
		return nil
	case !who.Has(role):
		return fault.New(fault.Forbidden, "desk.not_role", "role", d.catalog.Workflow.RoleTitle(role))
	}
	return fault.New(fault.Forbidden, "desk.other_field", "field", field, "role", d.catalog.Workflow.RoleTitle(role))
}

// field is the field of work of a dossier, or of the one that a command begins. A dossier that
// was turned away at the counter was promised nothing and keeps its procedure only.
func (d *Desk) field(s *dossier.State, c dossier.Command, procedure string) string {
	switch c := c.(type) {
	case dossier.Submit:
		return cmp.Or(strings.TrimSpace(c.Promise.Field), s.Field)
	case dossier.Receive:
		return cmp.Or(strings.TrimSpace(c.Promise.Field), s.Field)
	case dossier.Reject:
		procedure = cmp.Or(c.Procedure, procedure)
	}
	if s.Field != "" {
		return s.Field
	}
	if p, ok := d.catalog.Procedures.Get(cmp.Or(s.Procedure, procedure)); ok {
		return p.Field
	}
	return ""
}

// Field is the field of work of a dossier, by which roles are given.
func (d *Desk) Field(s *dossier.State) string { return d.field(s, nil, "") }
