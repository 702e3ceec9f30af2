package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/entrance"
	"github.com/motcua/motcua/internal/web/page"
)

// bar is what keeps somebody from passing a rule.
type bar int

const (
	passes    bar = iota
	noSession     // nobody is signed in
	noRole        // signed in, in none of the rule's roles
	noProof       // the proof of presence is too old for a grave act
)

// stands says what keeps a session from passing a rule. It is the one place that decides it.
func stands(rule page.Rule, who *access.Session, now time.Time) bar {
	switch {
	case rule.Open():
		return passes
	case who == nil:
		return noSession
	case !who.Person.Has(rule.Roles()...):
		return noRole
	case rule.Grave() && !who.Fresh(now):
		return noProof
	}
	return passes
}

// turnAway answers who may not pass. Who reads is led to where the missing thing can be had
// and comes back from there; who sends something is told, so that the browser still holds
// what was typed.
func (s *Server) turnAway(w *answer, r *http.Request, rule page.Rule, why bar) error {
	ctx := r.Context()
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case why == noRole:
		return fault.New(fault.Forbidden, "web.not_yours", "roles", page.RoleNames(ctx, rule.Roles()...))
	case why == noSession && reads:
		return redirect(w, page.Onward(page.SignIn, here(r.URL)))
	case why == noProof && reads:
		return redirect(w, page.Onward(page.Prove, here(r.URL)))
	case entrance.Resumes(r): // nothing that was typed is lost
		return entrance.Resume(s.site, w, r)
	case why == noSession:
		return fault.New(fault.Forbidden, "web.sign_in")
	}
	return fault.New(fault.Forbidden, "web.step_up")
}

func redirect(w http.ResponseWriter, to string) error {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// here is an address as one of this server's own: path and query, never another host.
func here(u *url.URL) string {
	to := "/" + strings.TrimLeft(u.EscapedPath(), "/\\") // never "//host": it would lead elsewhere
	if u.RawQuery != "" {
		to += "?" + u.RawQuery
	}
	return to
}
