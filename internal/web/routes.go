package web

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/citizen"
	"github.com/motcua/motcua/internal/web/leader"
	"github.com/motcua/motcua/internal/web/officer"
	"github.com/motcua/motcua/internal/web/page"
)

// rooms are the routes of every room, in one table.
func rooms(s *page.Site) []page.Route {
	return slices.Concat(citizen.Routes(s), officer.Routes(s), leader.Routes(s))
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
		case rules[route.Rule] == nil:
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
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.unknown(w, r, mux) })
	return mux, nil
}

// door is a route's handler behind its rule.
func (s *Server) door(route page.Route) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := rules[route.Rule](r)
		if err == nil {
			w.Header().Set("Cache-Control", caching[route.Rule])
			r.Body = http.MaxBytesReader(w, r.Body, max(route.Body, smallBody))
			err = route.Serve(w, r)
		}
		if err != nil {
			s.fail(w.(*answer), r, page.VisitID(r.Context()), err)
		}
	}
}

// rules say who passes. There is no sign-in yet, so there are two.
var rules = map[page.Rule]func(*http.Request) error{
	page.Public: func(*http.Request) error { return nil },
	page.Local: func(r *http.Request) error {
		if at, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !at.Addr().Unmap().IsLoopback() {
			return fault.New(fault.Forbidden, "web.local_only")
		}
		return nil
	},
}

// caching is what a browser may keep: nothing of what only this machine may see.
var caching = map[page.Rule]string{page.Public: "no-cache", page.Local: "no-store"}

// unknown answers what no route matches: no such address, or not by this method.
func (s *Server) unknown(w http.ResponseWriter, r *http.Request, mux *http.ServeMux) {
	id := page.VisitID(r.Context())
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
		s.fail(w.(*answer), r, id, fault.New(fault.NotFound, "web.no_page"))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	if err := page.FailAs(w, r, http.StatusMethodNotAllowed, fault.New(fault.Invalid, "web.method", "method", r.Method)); err != nil {
		s.fail(w.(*answer), r, id, err)
	}
}
