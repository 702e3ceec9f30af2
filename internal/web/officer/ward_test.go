package officer

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

// The example ward, and the room over it.
var (
	site   *page.Site
	ward   *store.Store
	routes http.Handler
)

const (
	reportID = "cchc-2021-2025"
	asOf     = "2025-03-31"
)

func TestMain(m *testing.M) {
	webtest.Main(m, func(s page.Site, filled *store.Store) {
		s.Desk, s.Notes, s.Watcher = desk.New(s.Catalog, filled), filled, filled
		site, ward, routes = &s, filled, mount(&s)
	})
}

func mount(s *page.Site) http.Handler { return webtest.Handler(s, Routes(s)) }

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
