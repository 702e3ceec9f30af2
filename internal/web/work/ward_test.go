package work

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
	"time"

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
		s.Desk, s.Notes, s.Watcher = desk.New(s.Catalog, filled), filled, filled
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

var untold = regexp.MustCompile(`[>"](work|officer|web|desk|dossier)\.[a-z_.0-9-]+[<"]`)

// pageOK wants a whole page, and looks at what holds for every page.
func pageOK(t testing.TB, p access.Person, address string) string {
	t.Helper()
	w := as(p, http.MethodGet, address, nil)
	if w.Code != http.StatusOK {
		t.Fatalf("%s as %s: %d %s", address, p.ID, w.Code, words(w.Body.String()))
	}
	sound(t, address, w.Body.String())
	return w.Body.String()
}

func sound(t testing.TB, address, body string) {
	t.Helper()
	if m := untold.FindString(body); m != "" {
		t.Errorf("%s: no sentence for %s", address, m)
	}
	if strings.Count(body, "<h1") != 1 || strings.Contains(body, " style=") || len(body) > 100<<10 {
		t.Errorf("%s: %d h1, %d KB", address, strings.Count(body, "<h1"), len(body)>>10)
	}
	if strings.Contains(body, "@page.") { // a component that the template took for text
		t.Errorf("%s: a component is not drawn", address)
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if ids[m[1]] {
			t.Errorf("%s: id %s twice", address, m[1])
		}
		ids[m[1]] = true
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

var counter atomic.Int64

// at makes the desk do a command on a dossier, as a person in a role.
func do(t testing.TB, id ledger.ID, p access.Person, role access.Role, procedure string, c dossier.Command) desk.Answer {
	t.Helper()
	a, err := site.Desk.Do(context.Background(), desk.Order{Unit: site.Unit.Code, Dossier: id, Key: fmt.Sprint("test:", counter.Add(1)),
		Actor: p.As(role), Happened: site.Now(), Procedure: procedure, Command: c})
	if err != nil {
		t.Fatalf("%T: %v", c, err)
	}
	return a
}

const marriage = "1.000894"

var applicant = dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Kiểm Tra", Number: "045090000017", Phone: "0905000017", Address: "Khu phố 2, Phường 2"}

// received is a fresh dossier that the clerk took in.
func received(t testing.TB) desk.Answer {
	t.Helper()
	return do(t, newID(t), clerk, access.Clerk, marriage, dossier.Receive{Channel: dossier.Counter, Applicant: applicant,
		Components: []dossier.Component{{Name: "Tờ khai đăng ký kết hôn", Copies: 1}, {Name: "Giấy xác nhận tình trạng hôn nhân", Copies: 1}}})
}

func newID(t testing.TB) ledger.ID {
	t.Helper()
	n := counter.Add(1)
	id, err := ledger.NewID(site.Now().Add(time.Duration(n)*time.Millisecond), zeros{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

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

// pageContext is the context of a request by a person.
func pageContext(t testing.TB, p access.Person) context.Context {
	t.Helper()
	p.Unit = site.Unit.Code
	return page.WithSession(page.With(t.Context(), site, "vi"), &access.Session{ID: p.ID, Person: p})
}
