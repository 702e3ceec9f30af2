package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/web/page"
)

// lobby knows the sessions of a test by their tokens and counts how often it is asked.
type lobby struct {
	known map[string]access.Session
	asked int
	err   error
}

func (l *lobby) Session(_ context.Context, token string) (*access.Session, error) {
	l.asked++
	if l.err != nil {
		return nil, l.err
	}
	who, ok := l.known[token]
	if !ok {
		return nil, errAbsent
	}
	return &who, nil
}

// as is a request with a session's token, or without any.
func as(token, method, url string) *http.Request {
	r := request(method, url)
	r.Header.Del("Cookie")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: token})
	}
	return r
}

// TestSignIn: what is not open leads who is not signed in to the sign-in, and from there back
// to the very address; what is open does not.
func TestSignIn(t *testing.T) {
	s, _ := start(t, nil)
	for _, route := range s.Table() {
		if route.Method != http.MethodGet || strings.Contains(route.Pattern, "{") && route.Pattern != "/{$}" {
			continue
		}
		u := strings.TrimSuffix(route.Pattern, "{$}") + "?a=1&b=%C4%91"
		for _, m := range []string{http.MethodGet, http.MethodHead} {
			w := do(s, as("", m, u))
			led := w.Code == http.StatusSeeOther && w.Header().Get("Location") == page.Onward(page.SignIn, u)
			if led == route.Rule().Open() {
				t.Errorf("%s %s (%s): %d %s", m, route.Pattern, route.Rule().ID(), w.Code, w.Header().Get("Location"))
			}
		}
	}
	w := do(s, as("", http.MethodPost, "/doi-chieu"))
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "cần đăng nhập") {
		t.Errorf("sent without sign-in: %d %s", w.Code, first(w.Body.String()))
	}
}

// TestPassing: the wrong role is told which one opens the page; a grave act needs a fresh
// proof; a session of another unit is none here.
func TestPassing(t *testing.T) {
	now := ward.Now()
	person := func(unit string, roles ...access.Role) access.Person {
		return access.Person{ID: "mc-01", Unit: unit, Name: "Người Thử", Roles: roles}
	}
	doors := &lobby{known: map[string]access.Session{
		"clerk":   {Person: person(ward.Unit.Code, access.Clerk), Strong: now},
		"leader":  {Person: person(ward.Unit.Code, access.Leader), Strong: now.Add(-time.Minute)},
		"tired":   {Person: person(ward.Unit.Code, access.Leader), Strong: now.Add(-access.StepUp)},
		"never":   {Person: person(ward.Unit.Code, access.Leader)},
		"foreign": {Person: person("H50.31.03", access.Leader, access.Clerk), Strong: now},
	}}
	s, _ := start(t, func(p *page.Site) { p.Sessions = doors })
	list := "/danh-sach.csv?ct=III.4.3&den=2025-03-31&tu=2021-01-01"
	for _, c := range []struct {
		token, url string
		code       int
		says       string
	}{
		{"leader", list, 200, ""},
		{"tired", list, 303, page.Onward(page.Prove, list)},
		{"never", list, 303, page.Onward(page.Prove, list)},
		{"clerk", list, 403, "chỉ mở cho vai: lãnh đạo, công chức phụ trách CCHC, kiểm tra"},
		{"foreign", list, 303, page.Onward(page.SignIn, list)},
		{"nobody", list, 303, page.Onward(page.SignIn, list)},
		{"clerk", "/thu-tuc", 200, ""},
		{"nobody", "/thu-tuc", 200, ""},
	} {
		w := do(s, as(c.token, http.MethodGet, c.url))
		if w.Code != c.code || !strings.Contains(w.Body.String()+w.Header().Get("Location"), c.says) {
			t.Errorf("%s at %s: %d %q %s", c.token, c.url, w.Code, w.Header().Get("Location"), first(w.Body.String()))
		}
	}
	if w := do(s, as("clerk", http.MethodGet, "/thu-tuc")); w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a page with a name on it may be kept: %s", w.Header().Get("Cache-Control"))
	}
}

// TestUnasked: files of the program and the sign of life ask for no session, and come when
// sessions cannot be read; a page does not come then.
func TestUnasked(t *testing.T) {
	doors := &lobby{err: errors.New("the database is away")}
	s, _ := start(t, func(p *page.Site) { p.Sessions = doors })
	for _, u := range []string{s.site.Assets.Style, s.site.Assets.Script, "/livez", "/static/none.css"} {
		if w := do(s, as("any", http.MethodGet, u)); w.Code >= 500 || doors.asked > 0 {
			t.Errorf("%s: %d, asked %d", u, w.Code, doors.asked)
		}
	}
	if w := do(s, as("any", http.MethodGet, "/thu-tuc")); w.Code != 500 || doors.asked != 1 {
		t.Errorf("a page: %d, asked %d", w.Code, doors.asked)
	}
	if w := do(s, as("", http.MethodGet, "/thu-tuc")); w.Code != 200 || doors.asked != 1 {
		t.Errorf("without a token: %d, asked %d", w.Code, doors.asked)
	}
}

// TestScriptIsTold: a script that asks for JSON gets the sentence as JSON.
func TestScriptIsTold(t *testing.T) {
	s, _ := start(t, nil)
	r := as("", http.MethodPost, "/doi-chieu")
	r.Header.Set("Accept", "application/json")
	w := do(s, r)
	if w.Code != 403 || w.Header().Get("Content-Type") != "application/json; charset=utf-8" || !strings.HasPrefix(w.Body.String(), `{"code":"`) || !strings.Contains(w.Body.String(), `"error":"Việc này cần đăng nhập`) {
		t.Errorf("%d %s", w.Code, w.Body.String())
	}
}
