package counter

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
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

func TestMain(m *testing.M) {
	webtest.Main(m, func(s page.Site, filled *store.Store) {
		s.Desk.Kinds = s.Kinds
		site, ward = &s, filled
		routes = webtest.Handler(site, Routes(site))
	})
}

// Officers of the ward in these tests.
var (
	clerk      = access.Person{ID: "mc-01", Name: "Lê Thị Mẫu", Roles: []access.Role{access.Clerk}}
	clerk2     = access.Person{ID: "mc-02", Name: "Phan Văn Thử", Roles: []access.Role{access.Clerk}}
	specialist = access.Person{ID: "cm-02", Name: "Trần Văn Giả", Roles: []access.Role{access.Specialist}}
	leader     = access.Person{ID: "ld-01", Name: "Hồ Thị Ví Dụ", Roles: []access.Role{access.Leader}}
)

// as sends a request as a person.
func as(p access.Person, method, address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	p.Unit = site.Unit.Code
	now := site.Now()
	r = r.WithContext(page.WithSession(r.Context(), &access.Session{ID: p.ID, Person: p, Started: now, Seen: now, Strong: now}))
	w := httptest.NewRecorder()
	routes.ServeHTTP(w, r)
	return w
}

var untold = regexp.MustCompile(`[>"](counter|idcard|web|frame|desk|dossier)\.[a-z_.0-9-]+[<"]`)

// get wants a whole page, and looks at what holds for every page.
func get(t testing.TB, p access.Person, address string) string {
	t.Helper()
	w := as(p, http.MethodGet, address, nil)
	if w.Code != http.StatusOK {
		t.Fatalf("%s as %s: %d %s", address, p.ID, w.Code, words(w.Body.String()))
	}
	sound(t, address, w.Body.String())
	return w.Body.String()
}

// post sends a form and wants an answer.
func post(t testing.TB, p access.Person, address string, status int, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	w := as(p, http.MethodPost, address, form)
	if w.Code != status {
		t.Fatalf("POST %s as %s: %d, want %d: %s", address, p.ID, w.Code, status, words(w.Body.String()))
	}
	if strings.Contains(w.Header().Get("Content-Type"), "html") && w.Code != http.StatusSeeOther {
		sound(t, address, w.Body.String())
	}
	if to := w.Header().Get("Location"); personal.MatchString(to) {
		t.Errorf("POST %s leads to %s, which holds something of a person", address, to)
	}
	return w
}

// personal finds what no address may hold: a name's marks, or a run of digits that is a
// person's number or phone (codes have dots and dashes between theirs).
var personal = regexp.MustCompile(`%[C-E][0-9A-F]%|(?:^|[^-.\dA-Z])\d{9,12}(?:$|[^-.\d])`)

func sound(t testing.TB, address, body string) {
	t.Helper()
	if m := untold.FindString(body); m != "" {
		t.Errorf("%s: no sentence for %s", address, m)
	}
	if strings.Count(body, "<h1") != 1 || strings.Contains(body, " style=") || len(body) > 150<<10 {
		t.Errorf("%s: %d h1, %d KB", address, strings.Count(body, "<h1"), len(body)>>10)
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if ids[m[1]] {
			t.Errorf("%s: id %s twice", address, m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(` (?:for|aria-describedby|aria-labelledby)="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		for _, id := range strings.Fields(m[1]) {
			if !ids[id] {
				t.Errorf("%s: nothing has the id %q that is named", address, id)
			}
		}
	}
	for _, tag := range regexp.MustCompile(`<[a-z][^>]*>`).FindAllString(body, -1) {
		if strings.Count(tag, " aria-describedby=") > 1 || strings.Contains(tag, " else") && !strings.Contains(tag, `"else`) {
			t.Errorf("%s: a tag that is no HTML: %s", address, tag)
		}
	}
	for _, m := range regexp.MustCompile(`(?:href|action|data-autosave)="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if personal.MatchString(m[1]) {
			t.Errorf("%s: the address %s holds something of a person", address, m[1])
		}
	}
	for _, f := range regexp.MustCompile(`(?s)<form[^>]*method="post".*?</form>`).FindAllString(body, -1) {
		if !strings.Contains(f, `name="khoa"`) && !strings.Contains(f, "data-scan") {
			t.Errorf("%s: a form that acts has no key: %.120s", address, f)
		}
	}
}

var tags = regexp.MustCompile(`<[^>]*>|\s+`)

// words is the text of a page's main part.
func words(body string) string {
	if i := strings.Index(body, "<main"); i >= 0 {
		body = body[i:]
	}
	if i := strings.Index(body, "</main>"); i >= 0 {
		body = body[:i]
	}
	return strings.Join(strings.Fields(tags.ReplaceAllString(body, " ")), " ")
}

// has wants texts on a page.
func hasWords(t testing.TB, body string, texts ...string) {
	t.Helper()
	all := words(body)
	for _, s := range texts {
		if !strings.Contains(all, s) {
			t.Errorf("the page does not say %q:\n%s", s, all)
		}
	}
}

// value is what stands in a text field of a page.
func value(body, name string) string {
	m := regexp.MustCompile(`<input[^>]*\bname="` + regexp.QuoteMeta(name) + `"[^>]*>`).FindString(body)
	v := regexp.MustCompile(`\bvalue="([^"]*)"`).FindStringSubmatch(m)
	if v == nil {
		return ""
	}
	return strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&").Replace(v[1])
}

// fields are all fields of the intake form as a browser would send them.
func fields(body string) url.Values {
	i := strings.Index(body, `id="nhan"`)
	body = body[i:]
	body = body[:strings.Index(body, "</form>")]
	out := url.Values{}
	for _, tag := range regexp.MustCompile(`<input[^>]*>`).FindAllString(body, -1) {
		name := regexp.MustCompile(`\bname="([^"]*)"`).FindStringSubmatch(tag)
		if name == nil || strings.Contains(tag, `type="checkbox"`) && !strings.Contains(tag, "checked") {
			continue
		}
		out.Set(name[1], value(tag, name[1]))
	}
	for _, m := range regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`).FindAllStringSubmatch(body, -1) {
		out.Set(m[1], m[2])
	}
	for _, m := range regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>`).FindAllStringSubmatch(body, -1) {
		chosen := regexp.MustCompile(`<option value="([^"]*)" selected`).FindStringSubmatch(m[2])
		if chosen == nil {
			chosen = regexp.MustCompile(`<option value="([^"]*)"`).FindStringSubmatch(m[2])
		}
		out.Set(m[1], chosen[1])
	}
	return out
}

const marriage = "1.000894"

// begun is the address of a fresh draft.
func begun(t testing.TB, p access.Person, procedure string) string {
	t.Helper()
	return post(t, p, page.Intake, http.StatusSeeOther, url.Values{"khoa": {page.NewKey()}, "thu-tuc": {procedure}}).Header().Get("Location")
}

var people atomic.Int64

// somebody fills the applicant of a form with a new made-up person.
func somebody(form url.Values) (name, number string) {
	n := people.Add(1)
	name, number = "Nguyễn Thị Kiểm Tra", fmt.Sprintf("045190%06d", n)
	form.Set("ten", name)
	form.Set("so", number)
	form.Set("sinh", "05/03/1990")
	form.Set("dia-chi", "Khu phố 2, Phường 2")
	form.Set("dt", "0905 000 017")
	return name, number
}

// received takes a dossier in through the pages and returns its code.
func received(t testing.TB, p access.Person) string {
	t.Helper()
	at := begun(t, p, marriage)
	form := fields(get(t, p, at))
	somebody(form)
	form.Set("viec", "nhan")
	to := post(t, p, at, http.StatusSeeOther, form).Header().Get("Location")
	return codeIn(t, to)
}

func codeIn(t testing.TB, address string) string {
	t.Helper()
	m := regexp.MustCompile(`/ho-so/([^/?]+)`).FindStringSubmatch(address)
	if m == nil {
		t.Fatalf("%s names no dossier", address)
	}
	return m[1]
}

var acts atomic.Int64

// do makes the desk do a command on a dossier.
func do(t testing.TB, id ledger.ID, p access.Person, role access.Role, c dossier.Command) {
	t.Helper()
	_, err := site.Desk.Do(context.Background(), desk.Order{Unit: site.Unit.Code, Dossier: id, Key: fmt.Sprint("test:", acts.Add(1)),
		Actor: p.As(role), Happened: site.Now(), Command: c})
	if err != nil {
		t.Fatalf("%T: %v", c, err)
	}
}

// settled is a dossier with a result.
func settled(t testing.TB) string {
	t.Helper()
	code := received(t, clerk)
	s := state(t, code)
	do(t, s.ID, specialist, access.Specialist, dossier.Accept{Holder: specialist.ID})
	do(t, s.ID, leader, access.Leader, dossier.Settle{Result: dossier.Result{Number: fmt.Sprintf("%d/GCN", people.Add(1)), Paper: true}})
	return code
}

// state reads a dossier.
func state(t testing.TB, code string) *dossier.State {
	t.Helper()
	in, err := site.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	s, err := in.DossierByCode(context.Background(), site.Unit.Code, code)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// looks counts the recorded looks at a dossier.
func looks(t testing.TB, id dossier.ID) int {
	t.Helper()
	in, err := site.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	_, n, err := in.Views(context.Background(), access.ViewQuery{Unit: site.Unit.Code, Dossier: id, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
