package access

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/ledger"
)

// Person is an officer who is signed in, as of now. Roles are those granted for today.
type Person struct {
	ID    string // opaque; stands in ledger entries
	Unit  string
	Login string
	Name  string
	Post  string // chức danh
	Roles []Role
	// Scope are the fields of work of a role that was given for some only.
	Scope map[Role][]string
}

// Works reports whether the person may act in a role on dossiers of a field of work.
func (p *Person) Works(r Role, field string) bool {
	if !p.Has(r) {
		return false
	}
	fields, some := p.Scope[r]
	return !some || slices.Contains(fields, field)
}

// Has reports whether the person has one of the roles.
func (p *Person) Has(roles ...Role) bool {
	return p != nil && slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(p.Roles, r) })
}

// As is the person acting in a role.
func (p *Person) As(r Role) Actor { return Actor{ID: p.ID, Role: r} }

// Session is one sign-in of a person at one browser.
type Session struct {
	ID      string // names the session in lists; is not the token that the browser holds
	Person  Person
	Device  string // what the browser calls itself, shortened
	Source  string // network address it was started from
	Started time.Time
	Seen    time.Time // last use, to the minute
	Strong  time.Time // when the person last proved to be there (step-up); zero: not in this session

	ProofHolds time.Duration // how long a proof of presence holds; 0: StepUp

	Strange   bool // began at a browser where this person had not signed in before
	Elsewhere bool // in lists: used at the same time as another one at another browser
	Notices   int  // sign-ins at strange browsers that the person has not looked at yet
}

// Fresh reports whether the proof of presence is recent enough for a grave act (step-up).
func (s *Session) Fresh(now time.Time) bool {
	if s == nil || s.Strong.IsZero() {
		return false
	}
	age := now.Sub(s.Strong)
	return age >= -clockSkew && age < cmp.Or(s.ProofHolds, StepUp) // one of tomorrow was given by a clock that was wrong
}

// clockSkew is how far the clocks of two servers may lie apart.
const clockSkew = time.Minute

// StepUp is how long a proof of presence holds at most: no profile lets it hold longer.
const StepUp = 10 * time.Minute

// View is a look at the personal data of one dossier, recorded before it is shown.
type View struct {
	Unit    string
	At      time.Time
	Actor   string
	Role    Role
	Dossier ledger.ID
	What    string // "page", "print", "search", "export"
}

// Watcher records looks at personal data; store does. It returns once they are on disk.
type Watcher interface {
	Watch(ctx context.Context, views ...View) error
}

// ViewQuery asks for looks, newest first. Empty fields do not restrict.
type ViewQuery struct {
	Unit          string
	Actor         string
	Dossier       ledger.ID
	From, To      time.Time // [From, To)
	Offset, Limit int
}
