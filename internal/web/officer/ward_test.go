package officer

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
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

// The example ward is built once for all tests of the room; none of them writes to it.
var (
	site   *page.Site
	ward   *store.Store
	routes http.Handler
)

// today is the day of the tests: after everything in the example ward.
var today = calendar.MakeDate(2026, 11, 23)

const (
	reportID = "cchc-2021-2025"
	asOf     = "2025-03-31"
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "motcua-officer-")
	if err == nil {
		err = buildWard(dir)
	}
	code := 1
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
	files := fs.FS(data.FS)
	words, some := locale.Load(files)
	all = append(all, some...)
	cat, some := catalog.Load(files)
	all = append(all, some...)
	kinds, some := register.LoadKinds(files)
	all = append(all, some...)
	set, some := indicator.Load(files, cat, kinds)
	all = append(all, some...)
	rules, some := reconcile.Load(files)
	all = append(all, some...)
	reports, some := report.Load(files, set)
	if all = append(all, some...); len(all) > 0 {
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
	if _, err := demo.Run(context.Background(), demo.Options{Files: files, Catalog: cat, Desk: desk.New(cat, s), Books: books, Unit: u.ID, Seed: 1}); err != nil {
		return err
	}
	ward = s
	site = &page.Site{Catalog: cat, Kinds: kinds, Set: set, Reports: reports, Rules: rules, Files: files, Words: words, Unit: u, Version: "test",
		Open: func(ctx context.Context) (page.Reading, error) { return s.Snapshot(ctx) },
		Now:  func() time.Time { return today.At(9, 0) }}
	routes = mount(site)
	return nil
}

// mount answers the room's routes as the server does, without what stands around them.
func mount(s *page.Site) http.Handler {
	mux := http.NewServeMux()
	for _, route := range Routes(s) {
		mux.HandleFunc(route.Method+" "+route.Pattern, func(w http.ResponseWriter, r *http.Request) {
			r = r.WithContext(page.With(r.Context(), s, "vi"))
			if err := route.Serve(w, r); err != nil {
				page.Fail(w, r, err)
			}
		})
	}
	return mux
}

// answerOf asks for an address.
func answerOf(t testing.TB, url string) (int, http.Header, []byte) {
	t.Helper()
	w := httptest.NewRecorder()
	routes.ServeHTTP(w, httptest.NewRequest(http.MethodGet, url, nil))
	return w.Code, w.Header(), w.Body.Bytes()
}

// pageOK wants a page, and looks at what holds for every page.
func pageOK(t testing.TB, url string) []byte {
	t.Helper()
	code, head, body := answerOf(t, url)
	if code != http.StatusOK {
		t.Fatalf("%s: %d %s", url, code, texts(body))
	}
	if head.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("%s: %s", url, head.Get("Content-Type"))
	}
	if len(body) > 100<<10 {
		t.Errorf("%s: %d KB", url, len(body)>>10)
	}
	if bytes.Contains(body, []byte("officer.")) {
		t.Errorf("%s: a sentence is missing: %s", url, around(body, "officer."))
	}
	if bytes.Contains(body, []byte(" style=")) || bytes.Count(body, []byte("<h1")) != 1 {
		t.Errorf("%s: a style attribute, or not exactly one h1", url)
	}
	return body
}

func around(body []byte, what string) string {
	i := bytes.Index(body, []byte(what))
	return string(body[max(0, i-60):min(len(body), i+60)])
}

// fileOK wants a file.
func fileOK(t testing.TB, url string) []byte {
	t.Helper()
	code, head, body := answerOf(t, url)
	if code != http.StatusOK || head.Get("Content-Disposition") == "" {
		t.Fatalf("%s: %d %v %s", url, code, head, body[:min(len(body), 300)])
	}
	return body
}

func texts(body []byte) string { return string(body[:min(len(body), 2000)]) }
