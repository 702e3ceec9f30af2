// Package webtest is the example ward for tests of the pages: built once for a test program,
// from the real data, by the same demo and store as everybody's.
//
// It promises the same dossiers and books for every room, and a handler that answers a room's
// routes without what package web stands around them. Only tests import it.
package webtest

import (
	"context"
	cryptorand "crypto/rand"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/demo"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
)

// Today is the day of the tests: after everything in the example ward.
var Today = calendar.MakeDate(2026, 11, 23)

// Main fills the example ward in a folder of its own, hands it over, runs the tests and ends
// the program.
func Main(m *testing.M, use func(page.Site, *store.Store)) {
	os.Exit(run(m, use))
}

func run(m *testing.M, use func(page.Site, *store.Store)) int {
	dir, err := os.MkdirTemp("", "motcua-web-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	site, s, err := ward(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	use(site, s)
	return m.Run()
}

// Site is all that pages are made from but a ledger.
func Site() (page.Site, error) {
	var all []datafile.Problem
	note := func(some []datafile.Problem) { all = append(all, some...) }
	words, some := locale.Load(data.FS)
	note(some)
	cat, some := catalog.Load(data.FS)
	note(some)
	kinds, some := register.LoadKinds(data.FS)
	note(some)
	set, some := indicator.Load(data.FS, cat, kinds)
	note(some)
	reports, some := report.Load(data.FS, set)
	note(some)
	rules, some := reconcile.Load(data.FS)
	if note(some); len(all) > 0 {
		return page.Site{}, fmt.Errorf("data: %v", all[0])
	}
	return page.Site{Catalog: cat, Kinds: kinds, Set: set, Reports: reports, Rules: rules, Files: data.FS, Words: words, Unit: cat.Units.All()[0],
		Version: "test", Example: true, Now: func() time.Time { return Today.At(9, 0) }}, nil
}

// ward is the site over a store with the example ward. The store's clock is that of the acts:
// none is recorded late.
func ward(dir string) (page.Site, *store.Store, error) {
	site, err := Site()
	if err != nil {
		return site, nil, err
	}
	var last time.Time
	s, err := store.Open(context.Background(), store.Options{Dir: dir, Rand: rand.NewChaCha8([32]byte{1}), Now: site.Now, Recorded: func(t time.Time) time.Time {
		if t.After(last) {
			last = t
		}
		return last
	}})
	if err != nil {
		return site, nil, err
	}
	site.Sessions, site.Notes, site.Watcher = sessions{&site}, s, s
	site.Desk, site.Books = desk.New(site.Catalog, s), duty.NewBooks(site.Kinds, s, cryptorand.Reader)
	site.Desk.Kinds = site.Kinds
	site.Open = func(ctx context.Context) (page.Reading, error) { return s.Snapshot(ctx) }
	site.Secret = func(ctx context.Context, name string) ([]byte, error) { return s.Secret(ctx, site.Unit.Code, name) }
	if _, err = site.Secret(context.Background(), "receipt"); err != nil {
		return site, s, err
	}
	books := duty.NewBooks(site.Kinds, s, rand.NewChaCha8([32]byte{2}))
	if site.Office, err = office(&site, s, books, dir); err != nil {
		return site, nil, err
	}
	_, err = demo.Run(context.Background(), demo.Options{Files: data.FS, Catalog: site.Catalog, Desk: desk.New(site.Catalog, s),
		Books: books, Office: site.Office, Unit: site.Unit.ID, Seed: 1})
	return site, s, err
}

// Everybody is the token of a session of somebody who has every role and just proved to be
// there. A token of roles with commas between them is a session of an officer with these.
const Everybody = "clerk,specialist,leader,reporter,admin,inspector"

// sessions knows tokens that are lists of roles, and those of the office.
type sessions struct{ site *page.Site }

// Session is the session of a list of roles, or of a token of the office (see Token).
func (s sessions) Session(ctx context.Context, token string) (*access.Session, error) {
	who := access.Session{ID: token, Person: access.Person{ID: "mc-01", Unit: s.site.Unit.Code, Login: "thu", Name: "Người Thử", Post: "Công chức"}}
	for _, r := range strings.Split(token, ",") {
		if !slices.Contains(access.Staff, access.Role(r)) {
			if s.site.Office != nil {
				return s.site.Office.Session(ctx, token)
			}
			return nil, fault.New(fault.NotFound, "note.absent")
		}
		who.Person.Roles = append(who.Person.Roles, access.Role(r))
	}
	who.Started = s.site.Now()
	who.Seen, who.Strong = who.Started, who.Started
	return &who, nil
}

// Handler answers routes in Vietnamese as the server does, without what stands around them.
// A page that cannot be written is a mistake of the test's program and breaks it.
func Handler(s *page.Site, routes []page.Route) http.Handler {
	mux := http.NewServeMux()
	for _, route := range routes {
		mux.HandleFunc(route.Method+" "+route.Pattern, func(w http.ResponseWriter, r *http.Request) {
			r = r.WithContext(page.With(r.Context(), s, "vi"))
			if who, err := (sessions{s}).Session(r.Context(), Everybody); err == nil && page.Person(r.Context()) == nil {
				r = r.WithContext(page.WithSession(r.Context(), who))
			}
			if route.Body > 0 {
				r.Body = http.MaxBytesReader(w, r.Body, route.Body)
			}
			if err := route.Serve(w, r); err != nil {
				if err := page.Fail(w, r, err); err != nil {
					panic(err)
				}
			}
		})
	}
	return mux
}
