package web

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/demo"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
)

// The example ward is built once; no test writes to it.
var ward page.Site

// today is the day of the tests: after everything in the example ward.
var today = calendar.MakeDate(2026, 11, 23)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "motcua-web-")
	code := 1
	if err == nil {
		err = buildWard(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

func buildWard(dir string) error {
	var all []datafile.Problem
	note := func(some []datafile.Problem) { all = append(all, some...) }
	files := fs.FS(data.FS)
	words, some := locale.Load(files)
	note(some)
	cat, some := catalog.Load(files)
	note(some)
	kinds, some := register.LoadKinds(files)
	note(some)
	set, some := indicator.Load(files, cat, kinds)
	note(some)
	reports, some := report.Load(files, set)
	note(some)
	rules, some := reconcile.Load(files)
	if note(some); len(all) > 0 {
		return fmt.Errorf("%v", all[0])
	}
	var last time.Time
	s, err := store.Open(context.Background(), store.Options{Dir: dir, Rand: rand.NewChaCha8([32]byte{1}), Recorded: func(t time.Time) time.Time {
		if t.After(last) {
			last = t
		}
		return last
	}})
	if err != nil {
		return err
	}
	u := cat.Units.All()[0]
	books := duty.NewBooks(kinds, s, rand.NewChaCha8([32]byte{2}))
	if _, err := demo.Run(context.Background(), demo.Options{Files: files, Catalog: cat, Desk: desk.New(cat, s), Books: books, Unit: u.ID, Seed: 1, Scale: 1}); err != nil {
		return err
	}
	ward = page.Site{Catalog: cat, Kinds: kinds, Set: set, Reports: reports, Rules: rules, Files: files, Words: words, Unit: u, Version: "test", Example: true,
		Open: func(ctx context.Context) (page.Reading, error) { return s.Snapshot(ctx) },
		Now:  func() time.Time { return today.At(9, 0) }}
	return nil
}

// start makes a server over the ward, or over a changed copy of it, and what it logs.
func start(t testing.TB, change func(*page.Site)) (*Server, *bytes.Buffer) {
	t.Helper()
	site := ward
	if change != nil {
		change(&site)
	}
	log := &bytes.Buffer{}
	s, err := New(site, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return s, log
}

// request is one from this machine.
func request(method, url string) *http.Request {
	r := httptest.NewRequest(method, url, nil)
	r.Host, r.RemoteAddr = "127.0.0.1:8140", "127.0.0.1:50000"
	return r
}

func get(s http.Handler, url string) *httptest.ResponseRecorder {
	return do(s, request(http.MethodGet, url))
}

func do(s http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}
