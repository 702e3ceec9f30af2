// Package web is the door for people: one table of routes, each with its rule, and what
// stands around every answer.
//
// It promises that an address without a route or a rule is refused (default deny), that an
// error is one page in the reader's language with a code to read over the phone, that no log
// line holds an address, a query or anything of a person, and that pages need no script and
// nothing from another host. It decides nothing about dossiers and figures; the rooms
// in the folders below do. It answers only who calls it by one of its names: a page elsewhere
// that points its own name here (DNS rebinding) gets nothing. What is asked without a session
// has its own share of the machine, so that no crowd outside lets the counter wait.
package web

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// Server answers the pages of one unit.
type Server struct {
	site   *page.Site
	log    *slog.Logger
	table  []page.Route
	mux    *http.ServeMux
	origin *http.CrossOriginProtection
	whole  http.Handler
	head   atomic.Int64 // ledger position last read
	way    Doorway
	stands func(page.Rule, *access.Session, time.Time) bar // stands; a test changes it to see that it is noticed

	// Of who is not signed in: turns of readers and of who comes to sign in, and what each
	// source has asked and tried.
	readers, comers *crowd
	asks, tries     *buckets
}

// New makes a server of a site. It refuses a table of routes with a hole in it. The site is
// copied: its readings become bounded, and its assets get their addresses.
func New(site page.Site, log *slog.Logger, way Doorway) (*Server, error) {
	limits := way.Limits.orUsual()
	s := &Server{site: &site, log: log, origin: http.NewCrossOriginProtection(), way: way, stands: stands, readers: newCrowd(), comers: newCrowd(),
		asks: newBuckets(limits.Open, limits.OpenAt), tries: newBuckets(limits.Sign, limits.SignAt)}
	files := loadStatic()
	site.Assets = files.assets
	site.Open = bounded(site.Open, &s.head)
	s.table = append(rooms(s.site), s.health()...)
	s.table = append(s.table, files.route())
	var err error
	if s.mux, err = s.doors(s.table); err != nil {
		return nil, err
	}
	squeeze, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(3), gzhttp.EnableZstd(false))
	if err != nil {
		return nil, err
	}
	s.whole = squeeze(http.HandlerFunc(s.visit))
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.whole.ServeHTTP(w, r) }

// Table is every route there is.
func (s *Server) Table() []page.Route { return s.table }

// visit puts around a request what every request has: a code, headers, a log line, and a page
// for whatever goes wrong.
func (s *Server) visit(w http.ResponseWriter, r *http.Request) {
	start, id := time.Now(), visitID()
	a := &answer{ResponseWriter: w}
	r = r.WithContext(page.WithVisit(r.Context(), s.site, language(r), page.Visit{ID: id, URL: r.URL, Head: s.head.Load}))
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler {
				s.line(r, a, id, start)
				panic(p)
			}
			s.fail(a, r, id, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
		s.line(r, a, id, start)
	}()
	err := s.admit(a, r)
	if err == nil && !a.begun {
		var who *access.Session
		if who, err = s.session(r); who != nil {
			r = r.WithContext(page.WithSession(r.Context(), who))
		}
	}
	if err != nil {
		s.fail(a, r, id, err)
		return
	}
	if !a.begun {
		s.mux.ServeHTTP(a, r)
	}
}

// session is the session that a request shows; nil when it shows none, one that has ended, or
// one of another unit in the same database. What is the same for everybody (files of the
// program, the sign of life) asks for none: it must come when the database is away.
func (s *Server) session(r *http.Request) (*access.Session, error) {
	c, err := r.Cookie(page.SessionCookie)
	if err != nil || s.site.Sessions == nil || bare(r.URL.Path) {
		return nil, nil
	}
	who, err := s.site.Sessions.Session(r.Context(), c.Value)
	if fault.Is(err, fault.NotFound) || err == nil && who.Person.Unit != s.site.Unit.Code {
		return nil, nil
	}
	return who, err
}

// fail answers with the page of an error. Half an answer is broken off, so that it is not
// taken for a whole one.
func (s *Server) fail(a *answer, r *http.Request, id string, err error) {
	if page.Status(err) >= http.StatusInternalServerError && r.Context().Err() == nil {
		s.log.Error("failed", "id", id, "route", r.Pattern, "error", err.Error())
	}
	if a.begun {
		panic(http.ErrAbortHandler)
	}
	if e := page.Fail(a, r, err); e != nil && !a.begun {
		http.Error(a, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
}

// line is the one log line of a request: the route and not the address, which may name a
// dossier.
func (s *Server) line(r *http.Request, a *answer, id string, start time.Time) {
	level := slog.LevelInfo
	if a.status >= http.StatusInternalServerError {
		level = slog.LevelWarn
	}
	route := r.Pattern
	if route == "" {
		route = "-"
	}
	s.log.Log(r.Context(), level, "request", "id", id, "method", method(r), "route", route,
		"status", a.status, "bytes", a.bytes, "ms", time.Since(start).Milliseconds())
}

// method is the request's method as it may stand in a log: nothing that a caller made up.
func method(r *http.Request) string {
	for _, m := range methods {
		if r.Method == m {
			return m
		}
	}
	return "OTHER"
}

// answer remembers whether an answer has begun, and what the log says of it.
type answer struct {
	http.ResponseWriter
	begun  bool
	status int
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if !a.begun {
		a.begun, a.status = true, status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if !a.begun {
		a.begun, a.status = true, http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// visitID is a code that can be read over the phone: no letter looks like another.
func visitID() string {
	const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
	var raw [8]byte
	rand.Read(raw[:])
	for i, b := range raw {
		raw[i] = letters[int(b)%len(letters)]
	}
	return string(raw[:4]) + "-" + string(raw[4:])
}
