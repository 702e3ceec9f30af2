package web

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/web/page"
)

// TestMatrixNotices: the matrix is no matrix of what the rules happen to be. Whatever single
// route gets another rule, and whatever single rule gains or loses one role, its sign-in or
// its proof of presence, at least one cell is not as reviewed.
func TestMatrixNotices(t *testing.T) {
	st := setStage(t)
	s, _ := start(t, func(p *page.Site) { p.Sessions = stageSessions })
	ward.Assets = s.site.Assets
	known, reviewed := examples(t), readMatrix(t)
	plain := guardOf(t, s.Table())
	var probes []probe
	for _, route := range s.Table() {
		things := st.addresses(t, route, known)
		l, ok := reviewed[line{method: route.Method, pattern: route.Pattern, thing: things[0].name}.key()]
		if !ok {
			t.Fatalf("%s %s has no line", route.Method, route.Pattern)
		}
		probes = append(probes, probe{route, things[0], st.door(plain, route, things[0], l)})
	}
	if n := st.differing(plain, probes); n > 0 {
		t.Fatalf("%d lines differ without a change, the last %s", n, st.last)
	}
	t.Run("another rule for a route", func(t *testing.T) {
		for i, p := range probes {
			for _, other := range page.Rules {
				if alike(other, p.route.Rule()) {
					continue
				}
				table := slices.Clone(s.Table())
				table[i] = page.Get(p.route.Pattern, other, p.route.Serve)
				table[i].Method = p.route.Method
				if st.differing(guardOf(t, table), probes[i:i+1]) == 0 {
					t.Errorf("%s %s under %s instead of %s: no cell differs", p.route.Method, p.route.Pattern, other.ID(), p.route.Rule().ID())
				}
			}
		}
	})
	t.Run("another role for a rule", func(t *testing.T) {
		for _, rule := range page.Rules {
			behind := slices.DeleteFunc(slices.Clone(probes), func(p probe) bool { return p.route.Rule().ID() != rule.ID() })
			if len(behind) == 0 {
				continue // no door has this rule yet
			}
			for what, change := range changesOf(rule) {
				s := guardOf(t, s.Table())
				s.stands = func(r page.Rule, who *access.Session, now time.Time) bar {
					if r.ID() == rule.ID() {
						return change(who, now)
					}
					return stands(r, who, now)
				}
				if st.differing(s, behind) == 0 {
					t.Errorf("%s %s: no cell differs", rule.ID(), what)
				}
			}
		}
	})
}

// probe is a door, a thing to ask it for, and what was reviewed.
type probe struct {
	route page.Route
	thing own
	line  line
}

// door is a reviewed line without what the handler itself refuses behind the door (a password
// that is none, a form that is nobody's): there the door's own answer is to pass.
func (st *stage) door(s *Server, route page.Route, thing own, l line) line {
	l.cells = slices.Clone(l.cells)
	for i, who := range st.people {
		refused := strings.HasPrefix(l.cells[i], "-") || strings.HasPrefix(l.cells[i], "0")
		if is := st.answerOf(s, route, thing, who); refused && strings.HasPrefix(is, "+") {
			l.cells[i] = is
		}
	}
	return l
}

// answerOf is what the doors answer a person: with a fresh proof of presence, and, when that
// is another answer, with an old one.
func (st *stage) answerOf(s *Server, route page.Route, thing own, who one) string {
	address := thing.url(who)
	is := verdict(knock(s, route.Method, address, who.token), address)
	if stale := verdict(knock(s, route.Method, address, who.stale), address); stale != is {
		is += stale
	}
	return is
}

// differing counts the lines that the doors do not answer as reviewed.
func (st *stage) differing(s *Server, probes []probe) (n int) {
	for _, p := range probes {
		for i, who := range st.people {
			if st.answerOf(s, p.route, p.thing, who) != p.line.cells[i] {
				st.last = p.route.Method + " " + p.route.Pattern + " as " + who.name
				n++
				break
			}
		}
	}
	return n
}

// alike reports whether two rules let the same people pass.
func alike(a, b page.Rule) bool {
	same := func(x, y []access.Role) bool {
		return len(x) == len(y) && !slices.ContainsFunc(x, func(r access.Role) bool { return !slices.Contains(y, r) })
	}
	return a.Open() == b.Open() && a.Grave() == b.Grave() && same(a.Roles(), b.Roles())
}

// changesOf are all single changes of a rule: a role more or less, no sign-in, sign-in, no
// proof of presence, proof of presence.
func changesOf(rule page.Rule) map[string]func(*access.Session, time.Time) bar {
	made := func(open, grave bool, roles []access.Role) func(*access.Session, time.Time) bar {
		return func(who *access.Session, now time.Time) bar {
			switch {
			case open:
				return passes
			case who == nil:
				return noSession
			case !who.Person.Has(roles...):
				return noRole
			case grave && !who.Fresh(now):
				return noProof
			}
			return passes
		}
	}
	out := map[string]func(*access.Session, time.Time) bar{}
	if rule.Open() {
		out["closed"] = made(false, false, access.Staff)
		return out
	}
	out["open"] = made(true, false, nil)
	out["grave or not"] = made(false, !rule.Grave(), rule.Roles())
	for _, r := range access.Staff {
		roles := slices.Clone(rule.Roles())
		if i := slices.Index(roles, r); i >= 0 {
			out["without "+string(r)] = made(false, rule.Grave(), slices.Delete(roles, i, i+1))
		} else {
			out["with "+string(r)] = made(false, rule.Grave(), append(roles, r))
		}
	}
	return out
}

// TestNoOtherMethod: an address is reached by no method but those of its routes, whoever asks.
func TestNoOtherMethod(t *testing.T) {
	st := setStage(t)
	s, _ := start(t, func(p *page.Site) { p.Sessions = stageSessions })
	ward.Assets = s.site.Assets
	known := examples(t)
	has := map[string][]string{}
	for _, r := range s.Table() {
		has[r.Pattern] = append(has[r.Pattern], r.Method)
		if r.Method == "GET" {
			has[r.Pattern] = append(has[r.Pattern], "HEAD")
		}
	}
	asks := map[string]string{} // made before anything is counted: some make the thing that they ask for
	for _, r := range s.Table() {
		for _, name := range []string{"admin", "anonymous"} {
			asks[r.Method+r.Pattern+name] = st.addresses(t, r, known)[0].url(st.who(name))
		}
	}
	before := st.changes(t)
	for _, r := range s.Table() {
		for _, m := range append(slices.Clone(methods), "TRACE", "CONNECT", "PROPFIND", "get") {
			if slices.Contains(has[r.Pattern], m) {
				continue
			}
			ask := httptest.NewRequest("GET", asks[r.Method+r.Pattern+"admin"], nil)
			if ask.Method = m; ask.Method != "" {
				if _, pattern := s.mux.Handler(ask); pattern != "/" {
					continue // the address is another route's too: /hang-doi/luu and /hang-doi/{id}
				}
			}
			for _, who := range []one{st.who("admin"), st.who("anonymous")} {
				address := asks[r.Method+r.Pattern+who.name]
				if w := knock(s, m, address, who.token); verdict(w, address) != "0" || w.Code == 405 && !strings.Contains(w.Header().Get("Allow"), has[r.Pattern][0]) {
					t.Errorf("%s %s as %s: %d", m, address, who.name, w.Code)
				}
			}
		}
	}
	if st.changes(t) != before {
		t.Error("something was written")
	}
}
