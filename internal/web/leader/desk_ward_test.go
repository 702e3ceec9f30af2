package leader

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

// office is an office with a store of its own, whose clock a test moves.
type office struct {
	t      testing.TB
	site   *page.Site
	routes http.Handler
	now    atomic.Int64
	n      int64
}

var (
	deskClerk      = access.Person{ID: "mc-01", Name: "Lê Thị Mẫu", Roles: []access.Role{access.Clerk}}
	deskSpecialist = access.Person{ID: "cm-02", Name: "Trần Văn Giả", Roles: []access.Role{access.Specialist}}
	deskLeader     = access.Person{ID: "ld-01", Name: "Hồ Thị Ví Dụ", Roles: []access.Role{access.Leader}}
)

const marriage = "1.000894"

func newOffice(t testing.TB) *office {
	t.Helper()
	site, err := webtest.Site()
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, site: &site}
	o.now.Store(webtest.Today.At(9, 0).UnixMilli())
	clock := func() time.Time { return time.UnixMilli(o.now.Load()) }
	s, err := store.Open(context.Background(), store.Options{Dir: t.TempDir(), Now: clock, Recorded: func(time.Time) time.Time { return clock() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	site.Now, site.Desk, site.Notes, site.Watcher = clock, desk.New(site.Catalog, s), s, s
	site.Open = func(ctx context.Context) (page.Reading, error) { return s.Snapshot(ctx) }
	o.routes = webtest.Handler(o.site, Routes(o.site))
	return o
}

// pass lets time pass.
func (o *office) pass(d time.Duration) { o.now.Add(d.Milliseconds()) }

func (o *office) as(p access.Person, method, address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	p.Unit = o.site.Unit.Code
	r = r.WithContext(page.WithSession(r.Context(), &access.Session{ID: p.ID, Person: p, Started: o.site.Now(), Seen: o.site.Now(), Strong: o.site.Now()}))
	w := httptest.NewRecorder()
	o.routes.ServeHTTP(w, r)
	return w
}

var untold = regexp.MustCompile(`[>"](leader|frame|web|desk|dossier)\.[a-z_.0-9-]+[<"]`)

// get wants a whole page.
func (o *office) get(address string) string {
	o.t.Helper()
	w := o.as(deskLeader, http.MethodGet, address, nil)
	body := w.Body.String()
	if w.Code != http.StatusOK || strings.Count(body, "<h1") != 1 || strings.Contains(body, " style=") {
		o.t.Fatalf("%s: %d %s", address, w.Code, plain(body))
	}
	if m := untold.FindString(body); m != "" {
		o.t.Errorf("%s: no sentence for %s", address, m)
	}
	return body
}

var markup = regexp.MustCompile(`<[^>]*>|\s+`)

func plain(body string) string {
	if i := strings.Index(body, "<main"); i >= 0 {
		body = body[i:]
	}
	return strings.Join(strings.Fields(markup.ReplaceAllString(body, " ")), " ")
}

func (o *office) do(id ledger.ID, p access.Person, procedure string, c dossier.Command) desk.Answer {
	o.t.Helper()
	o.n++
	a, err := o.site.Desk.Do(context.Background(), desk.Order{Unit: o.site.Unit.Code, Dossier: id, Key: fmt.Sprint("test:", o.n), Actor: p.As(p.Roles[0]),
		Happened: o.site.Now(), Procedure: procedure, Command: c})
	if err != nil {
		o.t.Fatalf("%T: %v", c, err)
	}
	return a
}

// received is a dossier in work with the specialist.
func (o *office) received() desk.Answer {
	o.t.Helper()
	o.n++
	id, err := ledger.NewID(o.site.Now().Add(time.Duration(o.n)*time.Millisecond), zeros{})
	if err != nil {
		o.t.Fatal(err)
	}
	a := o.do(id, deskClerk, marriage, dossier.Receive{Channel: dossier.Counter, Applicant: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Kiểm Tra", Number: "045090000017"},
		Components: []dossier.Component{{Name: "Tờ khai", Copies: 1}}})
	o.do(id, deskClerk, "", dossier.Transfer{To: deskSpecialist.ID})
	o.do(id, deskSpecialist, "", dossier.Accept{Holder: deskSpecialist.ID})
	return a
}

// proposed is a dossier with a proposal for the leader.
func (o *office) proposed(p dossier.Proposal) desk.Answer {
	o.t.Helper()
	a := o.received()
	p.To = deskLeader.ID
	o.do(a.ID, deskSpecialist, "", dossier.Propose{Proposal: p})
	return a
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func (o *office) state(code string) *dossier.State {
	o.t.Helper()
	in, err := o.site.Open(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	defer in.Close()
	s, err := in.DossierByCode(context.Background(), o.site.Unit.Code, code)
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

func (o *office) views(q access.ViewQuery) []access.View {
	o.t.Helper()
	in, err := o.site.Open(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	defer in.Close()
	q.Unit = o.site.Unit.Code
	views, _, err := in.Views(context.Background(), q)
	if err != nil {
		o.t.Fatal(err)
	}
	return views
}
