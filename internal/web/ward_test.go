package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

// errAbsent is what a session that is not there gives.
var errAbsent = fault.New(fault.NotFound, "note.absent")

// ward is the example ward, filled the store that it is in.
var (
	ward   page.Site
	filled *store.Store
)

func TestMain(m *testing.M) {
	webtest.Main(m, func(site page.Site, s *store.Store) { ward, filled = site, s })
}

// free are limits that no test of something else meets.
var free = Limits{Open: 1e9, OpenAt: 1 << 30, Sign: 1e9, SignAt: 1 << 30}

// start makes a server over the ward, or over a changed copy of it, and what it logs.
func start(t testing.TB, change func(*page.Site)) (*Server, *bytes.Buffer) {
	t.Helper()
	site := ward
	if change != nil {
		change(&site)
	}
	log := &bytes.Buffer{}
	s, err := New(site, slog.New(slog.NewTextHandler(log, nil)), Doorway{Limits: free})
	if err != nil {
		t.Fatal(err)
	}
	return s, log
}

// request is one from this machine.
func request(method, url string) *http.Request {
	r := httptest.NewRequest(method, url, nil)
	r.Host, r.RemoteAddr = "127.0.0.1:8140", "127.0.0.1:50000"
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: webtest.Everybody})
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
