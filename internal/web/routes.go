package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/admin"
	"github.com/motcua/motcua/internal/web/citizen"
	"github.com/motcua/motcua/internal/web/counter"
	"github.com/motcua/motcua/internal/web/display"
	"github.com/motcua/motcua/internal/web/entrance"
	"github.com/motcua/motcua/internal/web/leader"
	"github.com/motcua/motcua/internal/web/officer"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/paper"
	"github.com/motcua/motcua/internal/web/work"
)

// rooms are the routes of every room, in one table.
func rooms(s *page.Site) []page.Route {
	return slices.Concat(citizen.Routes(s), officer.Routes(s), leader.Routes(s),
		entrance.Routes(s), counter.Routes(s), work.Routes(s), paper.Routes(s), admin.Routes(s), display.Routes(s))
}

// methods are those that a route may have, and those that are asked for when an address is
// known by another one.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

// smallBody bounds a request's body where its route says nothing.
const smallBody = 64 << 10

// doors makes the table's handlers. A route without a rule, without a handler, or like another
// one is a mistake of the program and refuses to start.
func (s *Server) doors(table []page.Route) (mux *http.ServeMux, err error) {
	mux = http.NewServeMux()
	defer func() {
		if p := recover(); p != nil { // of ServeMux: two patterns that match the same address
			err = fmt.Errorf("routes: %v", p)
		}
	}()
	seen := map[string]bool{}
	for _, route := range table {
		name := route.Method + " " + route.Pattern
		switch {
		case route.Rule().ID() == "":
			return nil, fmt.Errorf("route %s has no rule", name)
		case !slices.Contains(methods, route.Method) || !strings.HasPrefix(route.Pattern, "/"):
			return nil, fmt.Errorf("route %q is malformed", name)
		case route.Serve == nil:
			return nil, fmt.Errorf("route %s has no handler", name)
		case seen[name]:
			return nil, fmt.Errorf("route %s stands twice", name)
		}
		seen[name] = true
		mux.HandleFunc(name, s.door(route))
	}
	mux.HandleFunc("/", s.inTurn(page.Public, func(w *answer, r *http.Request) error { return s.missing(w, r, mux) }))
	return mux, nil
}

// door is a route's handler behind its rule.
func (s *Server) door(route page.Route) http.HandlerFunc {
	return s.inTurn(route.Rule(), func(w *answer, r *http.Request) error {
		who, rule := page.Session(r.Context()), route.Rule()
		if why := s.stands(rule, who, s.site.Now()); why != passes {
			return s.turnAway(w, r, rule, why)
		}
		if w.Header().Set("Cache-Control", "no-store"); rule.Keep() && who == nil { // the frame names who is signed in
			w.Header().Set("Cache-Control", "no-cache")
		}
		r.Body = http.MaxBytesReader(w, r.Body, max(route.Body, smallBody))
		return route.Serve(w, r.WithContext(context.WithValue(r.Context(), poolKey{}, poolOf(rule, who != nil))))
	})
}

// inTurn is a handler that waits for its turn, and whose faults become pages.
func (s *Server) inTurn(rule page.Rule, serve func(*answer, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		leave, err := s.bounds(r, rule)
		if err == nil {
			defer leave()
			err = serve(w.(*answer), r)
		}
		if err != nil {
			s.fail(w.(*answer), r, page.VisitID(r.Context()), err)
		}
	}
}

// missing answers what no route matches: no such address, or not by this method.
func (s *Server) missing(w *answer, r *http.Request, mux *http.ServeMux) error {
	var allowed []string
	for _, m := range methods {
		ask := *r
		ask.Method = m
		if _, pattern := mux.Handler(&ask); pattern != "/" && pattern != "" {
			allowed = append(allowed, m)
		}
	}
	r.Pattern = ""
	if len(allowed) == 0 || slices.Contains(allowed, r.Method) {
		return fault.New(fault.NotFound, "web.no_page")
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	return page.FailAs(w, r, http.StatusMethodNotAllowed, fault.New(fault.Invalid, "web.method", "method", method(r)))
}
