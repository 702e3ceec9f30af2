package page

import (
	"context"
	"net/http"

	"github.com/motcua/motcua/internal/access"
)

// Rule says who may pass a route. The rules are those of this file: a route names one, and no
// route can be made without. What else must hold of the thing asked for (it is this unit's,
// this person's) the handler asks of the ledger; the matrix test states it cell by cell.
type Rule struct {
	id    string
	open  bool          // passes without sign-in
	roles []access.Role // one of them is needed; none of an open rule
	grave bool          // needs a fresh proof of presence (step-up)
	keep  bool          // a browser may keep the answer
}

// ID names the rule in the matrix and in refusals.
func (r Rule) ID() string { return r.id }

// Open reports whether the rule passes without sign-in.
func (r Rule) Open() bool { return r.open }

// Roles are those of which one is needed.
func (r Rule) Roles() []access.Role { return r.roles }

// Grave reports whether a fresh proof of presence is needed.
func (r Rule) Grave() bool { return r.grave }

// Keep reports whether a browser may keep the answer.
func (r Rule) Keep() bool { return r.keep }

// Rules.
var (
	// Public holds nothing of a person: the catalogue, the calendar, files of the program.
	Public = Rule{id: "public", open: true, keep: true}
	// Entrance is sign-in itself: open, and never kept.
	Entrance = Rule{id: "entrance", open: true}
	// Anyone is every officer: the own account, help, the list of keys.
	Anyone = Rule{id: "anyone", roles: access.Staff}
	// Own changes what an officer proves themselves with: password, second factor, sessions.
	Own = Rule{id: "own", roles: access.Staff, grave: true}
	// Figures are reports, indicators and the lists behind them, masked.
	Figures = Rule{id: "figures", roles: []access.Role{access.Clerk, access.Specialist, access.Leader, access.Reporter, access.Inspector}}
	// Export takes a list out of the house: mass export needs a proof of presence.
	Export = Rule{id: "export", roles: []access.Role{access.Leader, access.Reporter, access.Inspector}, grave: true}
	// Counter is receiving and returning.
	Counter = Rule{id: "counter", roles: []access.Role{access.Clerk}}
	// Handle is reading and working on a dossier.
	Handle = Rule{id: "handle", roles: []access.Role{access.Clerk, access.Specialist, access.Leader}}
	// Read is looking at a dossier.
	Read = Rule{id: "read", roles: []access.Role{access.Clerk, access.Specialist, access.Leader, access.Inspector}}
	// Lead is the leader's desk; Decide is deciding and signing there.
	Lead   = Rule{id: "lead", roles: []access.Role{access.Leader}}
	Decide = Rule{id: "decide", roles: []access.Role{access.Leader}, grave: true}
	// Reform is the work of who writes the reports.
	Reform = Rule{id: "reform", roles: []access.Role{access.Reporter, access.Leader}}
	// Watch is reading who looked at whose data.
	Watch = Rule{id: "watch", roles: []access.Role{access.Leader, access.Inspector}}
	// Administer reads, and Govern changes, people, rights and settings.
	Administer = Rule{id: "administer", roles: []access.Role{access.Admin}}
	Govern     = Rule{id: "govern", roles: []access.Role{access.Admin}, grave: true}
	// Second reads, and Confirm answers, what one administrator proposes and a second person
	// confirms: another administrator, or a leader.
	Second  = Rule{id: "second", roles: []access.Role{access.Leader, access.Admin}}
	Confirm = Rule{id: "confirm", roles: []access.Role{access.Leader, access.Admin}, grave: true}
)

// Rules are all rules there are.
var Rules = []Rule{Public, Entrance, Anyone, Own, Figures, Export, Counter, Handle, Read, Lead, Decide, Reform, Watch, Administer, Govern, Second, Confirm}

// Route is one door. Routes are made by Get and Post, so that none is without a rule.
type Route struct {
	Method  string // GET answers HEAD too
	Pattern string // of http.ServeMux, without method and host
	rule    Rule
	Body    int64 // most bytes of a request's body; 0: 64 KiB
	Serve   Handler
}

// Rule is the route's rule.
func (r Route) Rule() Rule { return r.rule }

// Get is a route that reads. It never writes but the record of a look (access.Watcher).
func Get(pattern string, rule Rule, serve Handler) Route {
	return Route{Method: http.MethodGet, Pattern: pattern, rule: rule, Serve: serve}
}

// Post is a route that acts: on success it answers 303 to a page.
func Post(pattern string, rule Rule, serve Handler) Route {
	return Route{Method: http.MethodPost, Pattern: pattern, rule: rule, Serve: serve}
}

// Upload is Post with more than the usual bytes.
func Upload(pattern string, rule Rule, body int64, serve Handler) Route {
	return Route{Method: http.MethodPost, Pattern: pattern, rule: rule, Body: body, Serve: serve}
}

// SessionCookie holds the token of a browser's session.
const SessionCookie = "__Host-motcua"

type sessionKey struct{}

// WithSession gives a context the session that asks.
func WithSession(ctx context.Context, s *access.Session) context.Context {
	return context.WithValue(ctx, sessionKey{}, s)
}

// Session is the session that asks; nil without sign-in.
func Session(ctx context.Context) *access.Session {
	s, _ := ctx.Value(sessionKey{}).(*access.Session)
	return s
}

// Person is who asks; nil without sign-in. Behind a rule that is not open there always is one.
func Person(ctx context.Context) *access.Person {
	if s := Session(ctx); s != nil {
		return &s.Person
	}
	return nil
}
