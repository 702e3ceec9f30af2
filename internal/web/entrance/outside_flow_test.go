package entrance

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

// consent is what the service was asked when somebody came to it, and what it gives for the code.
type consent struct {
	query url.Values
	token func(good claims) string // the token for the code; nil: the good one, signed
}

// identity is a provider whose people consent at once: it answers the authorization with a code,
// and the code, once, with a token, if the verifier is the one that the code was asked with.
type identity struct {
	*provider
	t     *testing.T
	codes map[string]consent
	last  url.Values // of the last exchange
}

func newIdentity(t *testing.T) *identity {
	p := &identity{provider: newProvider(t), t: t, codes: map[string]consent{}}
	inner := p.Config.Handler
	p.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/token" {
			inner.ServeHTTP(w, r)
			return
		}
		_ = r.ParseForm()
		p.last = r.PostForm
		c, ok := p.codes[r.PostFormValue("code")]
		delete(p.codes, r.PostFormValue("code"))
		sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
		if !ok || base64.RawURLEncoding.EncodeToString(sum[:]) != c.query.Get("code_challenge") || r.PostFormValue("redirect_uri") != c.query.Get("redirect_uri") {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": p.issue(c)})
	})
	return p
}

func (p *identity) issue(c consent) string {
	now := webtest.Today.At(9, 0)
	good := claims{"iss": p.URL, "sub": "nguoi-7", "aud": "motcua", "exp": now.Add(time.Hour).Unix(), "iat": now.Unix(), "nonce": c.query.Get("nonce")}
	if c.token != nil {
		return c.token(good)
	}
	return p.sign(p.key, claims{"alg": "RS256", "kid": "k1"}, good)
}

// browser keeps cookies and, when somebody sits at it, a session.
type browser struct {
	t       *testing.T
	h       http.Handler
	cookies map[string]string
	who     *access.Session
}

func (b *browser) ask(method, u string, form url.Values) *httptest.ResponseRecorder {
	b.t.Helper()
	r := from(method, u, form, "127.0.0.1", "127.0.0.1")
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	if b.who != nil {
		r = r.WithContext(page.WithSession(r.Context(), b.who))
	}
	w := ask(b.h, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return w
}

// consents goes to where the server led, and comes back with a code.
func (p *identity) consents(to string, token func(claims) string) (back url.Values) {
	p.t.Helper()
	u, err := url.Parse(to)
	if err != nil || !strings.HasPrefix(to, p.URL+"/auth?") {
		p.t.Fatalf("led to %q (%v)", to, err)
	}
	q := u.Query()
	if q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || len(q.Get("state")) < 22 || len(q.Get("nonce")) < 22 || q.Get("scope") != "openid" || q.Get("response_type") != "code" {
		p.t.Errorf("asked %v", q)
	}
	code := rand.Text()
	p.codes[code] = consent{q, token}
	return url.Values{"code": {code}, "state": {q.Get("state")}}
}

func entered(w *httptest.ResponseRecorder) bool {
	for _, c := range w.Result().Cookies() {
		if c.Name == page.SessionCookie && c.Value != "" {
			return true
		}
	}
	return false
}

// TestOutsideWholeWay: ASVS 6.8, 10.5: from the button to the session over a real service on the
// loopback: who is bound and whom the service vouches for comes in, once; nobody comes in by an
// answer of another sign-in, another browser, another state, a verifier that does not fit, or by a
// token that the service did not sign for us, for this sign-in, now.
func TestOutsideWholeWay(t *testing.T) {
	p := newIdentity(t)
	site, _ := open(t)
	site.Outside, site.OutsideSecret = access.Outside{Title: "Cổng tỉnh", Issuer: p.URL, Client: "motcua"}, "bí mật"
	h := webtest.Handler(site, Routes(site))
	fresh := func() *browser {
		return &browser{t: t, h: h, cookies: map[string]string{}, who: &access.Session{}} // nobody
	}
	begin := func(b *browser, token func(claims) string) url.Values {
		return p.consents(b.ask("GET", outsideURL+"?"+url.Values{page.ReturnField: {"/tra-cuu"}}.Encode(), nil).Header().Get("Location"), token)
	}
	back := func(b *browser, q url.Values) *httptest.ResponseRecorder {
		return b.ask("GET", outsideURL+"/ve?"+q.Encode(), nil)
	}
	refused := func(name string, w *httptest.ResponseRecorder) {
		t.Helper()
		if w.Code != http.StatusForbidden || entered(w) {
			t.Errorf("%s: %d, entered %v", name, w.Code, entered(w))
		}
	}
	b := fresh()
	w := back(b, begin(b, nil))
	if refused("nobody's identity", w); !strings.Contains(w.Body.String(), "chưa gắn với tài khoản nào") {
		t.Error("the page does not say that the identity is nobody's")
	}
	order := access.Order{Key: "gan", By: access.Actor{ID: "root", Role: access.System}, At: site.Now()}
	if err := site.Office.Bind(t.Context(), order, "nv-1", access.Identity{Issuer: p.URL, Subject: "nguoi-7"}); err != nil {
		t.Fatal(err)
	}
	b = fresh()
	q := begin(b, nil)
	if w = back(b, q); w.Code != http.StatusSeeOther || !entered(w) || w.Header().Get("Location") != "/tra-cuu" {
		t.Fatalf("the right one: %d %s %s", w.Code, w.Header(), w.Body)
	}
	s, err := site.Office.Session(t.Context(), b.cookies[page.SessionCookie])
	if err != nil || s.Person.ID != "nv-1" || p.last.Get("client_id") == "" && p.last.Get("code") == "" {
		t.Errorf("%+v %v", s, err)
	}
	refused("the same answer again", back(b, q))

	one, two := fresh(), fresh()
	q = begin(one, nil)
	begin(two, nil)
	refused("an answer in another browser", back(two, q))
	refused("an answer in a browser that asked nothing", back(fresh(), q))
	for name, change := range map[string]func(url.Values){
		"another state": func(q url.Values) { q.Set("state", rand.Text()) }, "no state": func(q url.Values) { q.Del("state") },
		"another code": func(q url.Values) { q.Set("code", rand.Text()) }, "no code": func(q url.Values) { q.Del("code") },
		"the service says no": func(q url.Values) { q.Del("code"); q.Set("error", "access_denied") },
	} {
		b := fresh()
		q := begin(b, nil)
		change(q)
		refused(name, back(b, q))
	}
	// A code stolen from one sign-in and given into another: the verifier does not fit.
	one, two = fresh(), fresh()
	stolen, own := begin(one, nil), begin(two, nil)
	own.Set("code", stolen.Get("code"))
	refused("a stolen code", back(two, own))

	thief, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	head := claims{"alg": "RS256", "kid": "k1"}
	with := func(name string, v any) func(claims) string {
		return func(good claims) string {
			c := maps.Clone(good)
			c[name] = v
			return p.sign(p.key, head, c)
		}
	}
	now := site.Now()
	for name, token := range map[string]func(claims) string{
		"another issuer": with("iss", "https://evil.example"), "another audience": with("aud", "another"), "another nonce": with("nonce", rand.Text()), "no nonce": with("nonce", ""),
		"expired": with("exp", now.Add(-time.Minute).Unix()), "issued tomorrow": with("iat", now.Add(24*time.Hour).Unix()), "another person": with("sub", "nguoi-8"),
		"another key": func(good claims) string { return p.sign(thief, head, good) },
		"unsigned":    func(good claims) string { return segment(claims{"alg": "none"}) + "." + segment(good) + "." },
		"no token":    func(claims) string { return "" },
	} {
		b := fresh()
		refused(name, back(b, begin(b, token)))
	}
}

// TestBindOwn: an officer ties the own account to the service and unties it, with a fresh proof of
// presence and a form of our own; the way back binds nothing for whoever sits there by then, and
// one identity is one account's.
func TestBindOwn(t *testing.T) {
	p := newIdentity(t)
	site, _ := open(t)
	site.Outside = access.Outside{Title: "Cổng tỉnh", Issuer: p.URL, Client: "motcua"}
	h := webtest.Handler(site, Routes(site))
	at := func(id string, proved time.Time) *browser {
		return &browser{t: t, h: h, cookies: map[string]string{}, who: &access.Session{ID: "phien-" + id, Strong: proved,
			Person: access.Person{ID: id, Name: id, Roles: []access.Role{access.Clerk}}}}
	}
	begin := func(b *browser) url.Values {
		t.Helper()
		w := b.ask("POST", bindURL, url.Values{page.KeyField: {page.NewKey()}})
		_, rest, ok := strings.Cut(w.Body.String(), `rel="noreferrer" href="`)
		if w.Code != http.StatusOK || !ok {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		to, _, _ := strings.Cut(rest, `"`)
		return p.consents(strings.ReplaceAll(to, "&amp;", "&"), nil)
	}
	back := func(b *browser, q url.Values) *httptest.ResponseRecorder {
		return b.ask("GET", outsideURL+"/ve?"+q.Encode(), nil)
	}
	bound := func(id string) int {
		t.Helper()
		a, err := site.Office.Account(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return len(a.Outside)
	}
	an := at("nv-1", site.Now())
	if body := an.ask("GET", bindURL, nil).Body.String(); !strings.Contains(body, "Chưa gắn danh tính nào.") || !strings.Contains(body, "Gắn với Cổng tỉnh") {
		t.Error(body)
	}
	if w := an.ask("POST", bindURL, url.Values{}); w.Code != http.StatusBadRequest {
		t.Errorf("a form without a key: %d", w.Code)
	}
	q := begin(an)
	mine := an.who
	an.who = at("mc-01", site.Now()).who // somebody else has sat down
	if w := back(an, q); w.Code != http.StatusForbidden || bound("mc-01")+bound("nv-1") != 0 {
		t.Errorf("bound for who sits there now: %d", w.Code)
	}
	an.who = mine
	q = begin(an)
	an.who = at("nv-1", site.Now().Add(-time.Hour)).who
	if w := back(an, q); w.Header().Get("Location") != page.Onward(page.Prove, bindURL) || bound("nv-1") != 0 {
		t.Errorf("bound without a fresh proof: %d", w.Code)
	}
	an.who = mine
	if w := back(an, begin(an)); w.Header().Get("Location") != page.Account+"?xong=gan" || bound("nv-1") != 1 {
		t.Fatalf("not bound: %d %s", w.Code, w.Body)
	}
	hoa := at("mc-01", site.Now())
	if w := back(hoa, begin(hoa)); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "đã gắn với một tài khoản") || bound("mc-01") != 0 {
		t.Errorf("one identity for two: %d", w.Code)
	}
	leave := url.Values{"noi_cap": {p.URL}, "danh_tinh": {"nguoi-7"}}
	form := func() url.Values { f := maps.Clone(leave); f.Set(page.KeyField, page.NewKey()); return f }
	if w := an.ask("POST", bindURL+"/bo", form()); w.Code != http.StatusConflict || bound("nv-1") != 1 {
		t.Errorf("who has nothing else to enter with was shut out: %d", w.Code)
	}
	token, err := site.Office.ResetLink(t.Context(), access.Order{Key: "dat", By: access.Actor{ID: "root", Role: access.System}, At: site.Now()}, "nv-1", "mới")
	if err == nil {
		_, err = site.Office.UseLink(t.Context(), token, "con trâu qua cầu gỗ lúc mưa", access.Place{Source: "x", Browser: "y"})
	}
	if err != nil {
		t.Fatal(err)
	}
	if w := hoa.ask("POST", bindURL+"/bo", form()); w.Code < 400 || bound("nv-1") != 1 {
		t.Errorf("somebody else's was untied: %d", w.Code)
	}
	if w := an.ask("POST", bindURL+"/bo", form()); w.Header().Get("Location") != page.Account+"?xong=bo-gan" || bound("nv-1") != 0 {
		t.Errorf("not untied: %d %s", w.Code, w.Body)
	}
	if w := back(hoa, begin(hoa)); w.Code != http.StatusSeeOther || bound("mc-01") != 1 {
		t.Errorf("an identity given free is not free: %d", w.Code)
	}
}
