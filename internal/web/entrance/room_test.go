package entrance

import (
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

// open is the room over a real store with one made-up clerk and one real one.
func open(t *testing.T) (*page.Site, http.Handler) {
	t.Helper()
	ctx := context.Background()
	site, err := webtest.Site()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, store.Options{Dir: t.TempDir(), Now: site.Now, Recorded: func(time.Time) time.Time { return site.Now() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	_, policy, problems := access.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	policy.Argon2.Memory, policy.Argon2.Passes = 64, 1
	code := site.Unit.Code
	site.Office = &access.Office{Notes: s, Rights: duty.NewRights(duty.NewBooks(site.Kinds, s, rand.Reader), code, duty.Reader(code, s.Snapshot)), Policy: policy, Unit: code, Now: site.Now}
	site.Sessions = site.Office
	for _, n := range []access.New{{ID: "mc-01", Login: "hoa", Name: "Nguyễn Hoa", Example: true}, {ID: "nv-1", Login: "an", Name: "Lê An"}} {
		order := access.Order{Key: n.ID, By: access.Actor{ID: "root", Role: access.System}, At: site.Now()}
		if _, err := site.Office.Create(ctx, order, n); err != nil {
			t.Fatal(err)
		}
		if _, err := site.Office.Grant(ctx, order, access.Grant{Account: n.ID, Role: access.Clerk}); err != nil {
			t.Fatal(err)
		}
	}
	return &site, webtest.Handler(&site, Routes(&site))
}

// from is a request that reached the server at one address from another.
func from(method, target string, form url.Values, at, peer string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = peer + ":50000"
	return r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: net.ParseIP(at), Port: 8140})))
}

func ask(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestExampleDoors: ASVS 6.3.2: the doors without a password exist only for made-up people, of
// an example unit, at the machine itself.
func TestExampleDoors(t *testing.T) {
	site, h := open(t)
	for _, c := range []struct {
		name, at, peer, who string
		example, enters     bool
	}{
		{"at the machine", "127.0.0.1", "127.0.0.1", "mc-01", true, true},
		{"a real person", "127.0.0.1", "127.0.0.1", "nv-1", true, false},
		{"a real unit", "127.0.0.1", "127.0.0.1", "mc-01", false, false},
		{"from another machine", "10.0.0.5", "10.0.0.9", "mc-01", true, false},
		{"said by a proxy", "127.0.0.1", "10.0.0.9", "mc-01", true, false},
		{"nobody", "127.0.0.1", "127.0.0.1", "xx", true, false},
	} {
		site.Example = c.example
		w := ask(h, from("POST", tryURL, url.Values{"ai": {c.who}}, c.at, c.peer))
		if entered := w.Code == http.StatusSeeOther && strings.Contains(strings.Join(w.Header()["Set-Cookie"], "\n"), page.SessionCookie+"="); entered != c.enters {
			t.Errorf("%s: %d, entered %v", c.name, w.Code, entered)
		}
		shown := strings.Contains(ask(h, from("GET", page.SignIn, nil, c.at, c.peer)).Body.String(), tryURL)
		if want := c.example && c.at == "127.0.0.1" && c.peer == "127.0.0.1"; shown != want {
			t.Errorf("%s: buttons shown %v", c.name, shown)
		}
	}
}

// TestCookies: ASVS 3.3.1–3.3.4, and 3.7.2: nothing leads away from this server.
func TestCookies(t *testing.T) {
	_, h := open(t)
	for to, want := range map[string]string{"/ho-so/x": "/ho-so/x", "": page.CounterHome, "//evil.example/": page.CounterHome, "https://evil.example": page.CounterHome, "/\\evil.example": page.CounterHome} {
		w := ask(h, from("POST", tryURL, url.Values{"ai": {"mc-01"}, page.ReturnField: {to}}, "127.0.0.1", "127.0.0.1"))
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("%q leads to %q, want %q", to, got, want)
		}
		for _, c := range w.Result().Cookies() {
			if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
				t.Errorf("%+v", c)
			}
		}
	}
}

// TestRefusedForm: a refused sign-in comes back with the login and never the password.
func TestRefusedForm(t *testing.T) {
	_, h := open(t)
	w := ask(h, from("POST", page.SignIn, url.Values{"ten": {"an"}, "mat_khau": {"bí mật của tôi"}}, "127.0.0.1", "127.0.0.1"))
	body := w.Body.String()
	if w.Code != http.StatusForbidden || !strings.Contains(body, `value="an"`) || strings.Contains(body, "bí mật của tôi") || !strings.Contains(body, `aria-invalid="true"`) {
		t.Errorf("%d %s", w.Code, body)
	}
}

// TestResume: ASVS 7.3: a form posted after the session ended is kept over the sign-in and
// offered again whole; it is not sent by itself, and a file is never kept.
func TestResume(t *testing.T) {
	site, h := open(t)
	r := from("POST", "/tiep-nhan/abc?x=1", url.Values{"ho_ten": {"Đỗ «Thị» <Bưởi>"}, "dong": {"1", "2"}}, "127.0.0.1", "127.0.0.1")
	if !Resumes(r) {
		t.Fatal("a plain form is not kept")
	}
	w := httptest.NewRecorder()
	if err := Resume(site, w, r.WithContext(page.With(r.Context(), site, "vi"))); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(w.Body.String(), `name="`+keepField+`" value="`)
	text, _, _ := strings.Cut(rest, `"`)
	w = ask(h, from("POST", tryURL, url.Values{"ai": {"mc-01"}, keepField: {text}}, "127.0.0.1", "127.0.0.1"))
	body := w.Body.String()
	for _, want := range []string{`action="/tiep-nhan/abc?x=1"`, `name="ho_ten" value="Đỗ «Thị» &lt;Bưởi&gt;"`, `name="dong" value="1"`, `name="dong" value="2"`, "Nguyễn Hoa"} {
		if w.Code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%d lacks %s", w.Code, want)
		}
	}
	file := from("POST", "/x", nil, "127.0.0.1", "127.0.0.1")
	file.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	for _, no := range []*http.Request{file, from("GET", "/x", nil, "127.0.0.1", "127.0.0.1"), from("POST", passwordURL, nil, "127.0.0.1", "127.0.0.1"), from("POST", page.SignIn, nil, "127.0.0.1", "127.0.0.1")} {
		if Resumes(no) {
			t.Errorf("%s %s is kept", no.Method, no.URL.Path)
		}
	}
}
