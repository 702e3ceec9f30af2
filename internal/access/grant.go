package access

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/ledger"
)

// Grant lets a person act in a role on the days From..To. It is an item of the ledger, so
// that a right that nobody gave cannot be slipped in.
type Grant struct {
	ID       ledger.ID
	Account  string
	Role     Role
	From, To calendar.Date // To is the last day; 0: none is set
	Ended    calendar.Date // from this day on it no longer holds; 0: it was not taken away
	By       string        // who gave it
	Second   string        // who confirmed it, where two persons give it; empty: nobody had to
	Basis    string        // the decision behind it, as a number
	Fields   []string      // fields of work; none: all
}

// Covers reports whether the grant holds on a day.
func (g *Grant) Covers(day calendar.Date) bool {
	return g.From <= day && (g.To == 0 || day <= g.To) && (g.Ended == 0 || day < g.Ended)
}

// RolesOf are the roles that grants of one day give an account, in the order of Staff, and the
// fields of work of those that were given for some only: one grant without fields is for all.
func RolesOf(grants []Grant, account string) ([]Role, map[Role][]string) {
	var out []Role
	scope := map[Role][]string{}
	for _, r := range Staff {
		whole := false
		for _, g := range grants {
			if g.Account != account || g.Role != r {
				continue
			}
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
			whole = whole || len(g.Fields) == 0
			scope[r] = append(scope[r], g.Fields...)
		}
		if whole || len(scope[r]) == 0 {
			delete(scope, r)
		}
	}
	return out, scope
}

// Order is who orders an act on people and rights, when, and under which key: the same key is
// the same act.
type Order struct {
	Key string
	By  Actor
	At  time.Time
	// Standing is a grant that must still hold when the act is written: another administrator's,
	// when one is removed. 0: none.
	Standing ledger.ID
}

// Act is what is told of an account in the ledger: "first", "created", "reset", "factor",
// "disabled", "enabled", "bound", "unbound", "proposed", "declined", "dormant", "rekeyed". It holds no name.
type Act struct {
	What    string
	Account string
	Reason  string
	Role    Role   // of "proposed" and "declined": the role it was about; empty: a second factor
	By      string // who had proposed what another confirmed or declined
}

// Rights keeps grants and tells acts on accounts in the ledger; duty does.
type Rights interface {
	// On are the grants that hold on a day. What another server wrote is seen within a second.
	On(ctx context.Context, day calendar.Date) ([]Grant, error)
	// All are all grants, also those that are over, in the order in which they were given.
	All(ctx context.Context) ([]Grant, error)
	// Grant records a grant; fault.Forbidden "duty.grant_self" for a role to oneself.
	Grant(ctx context.Context, o Order, g Grant) (Grant, error)
	// End ends a grant from o.At on.
	End(ctx context.Context, o Order, id ledger.ID, reason string) error
	// Tell records an act on an account.
	Tell(ctx context.Context, o Order, a Act) error
}
