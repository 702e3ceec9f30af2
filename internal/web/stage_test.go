package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"database/sql"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

// otherUnit is a unit whose office is kept in the same database.
const otherUnit = "H50.31.03"

// Markers stand in the personal data of every dossier of the stage, and may stand nowhere but
// in the bodies of pages.
var markers = dossier.Applicant{Kind: 1, Name: "Đặng Thị Dấuvết", Number: "045190011223", Phone: "0905611223", Address: "Ngõ Dấuvết 77"}

var leaks = []string{"Dấuvết", "Dauvet", "D%E1%BA%A5uv%E1%BA%BFt", "045190011223", "0905611223"}

// one is a column of the matrix: somebody who asks.
type one struct {
	name  string
	id    string // of the person; empty: nobody
	token string // of a session with a fresh proof of presence; empty: no cookie
	stale string // of a session of the same person without one
}

// stage is the ward with people of every kind and something of everybody's to ask for.
type stage struct {
	people []one
	ours   map[string]string // code of a dossier in a person's hands
	theirs string            // code of a dossier in the hands of another officer of the unit
	away   string            // code of a dossier of the other unit
	item   string            // an item of our books
	gone   string            // an item of the other unit's
	sent   string            // address of a report that an officer sent in
	disk   *sql.DB           // one connection of another program to the database
}

var acts atomic.Int64

// received takes a dossier in and hands it to somebody; it returns its code.
func received(t testing.TB, unit, holder string) string {
	t.Helper()
	id, err := ledger.NewID(ward.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	clerk := access.Actor{ID: "mc-01", Role: access.Clerk}
	do := func(c dossier.Command) desk.Answer {
		a, err := ward.Desk.Do(t.Context(), desk.Order{Unit: unit, Dossier: id, Key: fmt.Sprint("stage:", acts.Add(1)), Actor: clerk, Happened: ward.Now(), Procedure: "1.000894", Command: c})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := do(dossier.Receive{Channel: dossier.Counter, Applicant: markers, Components: []dossier.Component{{Name: "Tờ khai đăng ký kết hôn", Copies: 1}},
		Promise: dossier.Promise{Procedure: "1.000894", Version: "thu", Field: "Hộ tịch", Level: dossier.LevelNone, Limit: calendar.Limit{Value: 3, Unit: calendar.WorkingDay}}})
	if holder != "" && holder != clerk.ID {
		do(dossier.Transfer{To: holder})
	}
	return a.Code
}

func recorded(t testing.TB, unit string) string {
	t.Helper()
	books := duty.NewBooks(ward.Kinds, filled, rand.Reader)
	a, err := books.Record(t.Context(), duty.Order{Unit: unit, Key: fmt.Sprint("stage:", acts.Add(1)), Actor: access.Actor{ID: "cc-01", Role: access.Reporter}, Happened: ward.Now()},
		register.Item{Kind: "directive", Facet: "administration", From: webtest.Today, To: webtest.Today, Quantity: 1, Fields: map[string]string{"number": "9/CV"},
			Evidence: []register.Evidence{{Kind: "document", Ref: "9/CV-UBND"}}})
	if err != nil {
		t.Fatal(err)
	}
	return a.ID.String()
}

func setStage(t testing.TB) *stage {
	t.Helper()
	st := &stage{people: people(t), ours: map[string]string{}, theirs: received(t, ward.Unit.Code, "mc-04"), away: received(t, otherUnit, "mc-04"),
		item: recorded(t, ward.Unit.Code), gone: recorded(t, otherUnit)}
	for _, who := range st.people {
		if who.id != "" {
			st.ours[who.id] = received(t, ward.Unit.Code, who.id)
		}
	}
	var err error
	if st.disk, err = sql.Open("sqlite", "file:"+(&url.URL{Path: filled.Place()}).EscapedPath()+"?mode=ro"); err != nil {
		t.Fatal(err)
	}
	st.disk.SetMaxOpenConns(1)
	t.Cleanup(func() { st.disk.Close() })
	return st
}

// changes counts the commits of the program under test.
func (st *stage) changes(t testing.TB) int64 {
	t.Helper()
	var n int64
	if err := st.disk.QueryRow("PRAGMA data_version").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// own are addresses of a thing: one's own, another officer's, another unit's.
type own struct {
	name string
	url  func(who one) string
}

// objects are the ways to ask for what belongs to somebody, by pattern. A pattern that is not
// here asks for something that is the same for all; it needs an example in table_test.go.
func (st *stage) objects() map[string][]own {
	dossiers := func(make func(code string) string) []own {
		return []own{
			{"own", func(who one) string {
				if code := st.ours[who.id]; code != "" {
					return make(code)
				}
				return make(st.theirs)
			}},
			{"unit", func(one) string { return make(st.theirs) }},
			{"other", func(one) string { return make(st.away) }},
		}
	}
	small := func(format string) []own {
		l := page.List{Column: "received.total", Part: "num", From: calendar.MakeDate(2025, 3, 31), To: calendar.MakeDate(2025, 3, 31)}
		return []own{{"-", func(one) string { return l.Export(format) }}}
	}
	return map[string][]own{
		"/danh-sach.csv": small("csv"), "/danh-sach.xlsx": small("xlsx"), "/danh-sach.json": small("json"),
		"/ho-so/{code}/viec/{command}": dossiers(func(code string) string { return page.ActURL(code, "transfer") }),
		"/viec/{id}":                   {{"unit", func(one) string { return page.Jobs + "/vidu" }}},
		"/viec/{id}/loi.csv":           {{"unit", func(one) string { return page.Jobs + "/vidu/loi.csv" }}},
		"/ho-so/{code}/giay/{paper}":   dossiers(func(code string) string { return page.PaperURL(code, "giay-tiep-nhan", "") }),
		"/ho-so/{code}":                dossiers(func(code string) string { return page.DossierURL(code, nil) }),
		"/tra-ket-qua/{code}":          dossiers(page.ReturnURL),
		"/tiep-nhan/{draft}":           {{"unit", func(one) string { return page.Intake + "/vidu" }}},
		"/tiep-nhan/{draft}/luu":       {{"unit", func(one) string { return page.Intake + "/vidu/luu" }}},
		"/tiep-nhan/{draft}/bo-sung":   {{"unit", func(one) string { return page.Intake + "/vidu/bo-sung" }}},
		"/doi-chieu/t/{id}":            {{"unit", func(one) string { return st.sent }}},
		"/doi-chieu/t/{id}/{file}":     {{"unit", func(one) string { return st.sent + "/doi-chieu.json" }}},
		"/ho-so/{code}/hien":           dossiers(func(code string) string { return page.DossierURL(code, nil) + "/hien" }),
		"/ho-so/{code}/hoan-tac":       dossiers(func(code string) string { return page.DossierURL(code, nil) + "/hoan-tac" }),
		"/lanh-dao/duyet/{code}":       dossiers(func(code string) string { return page.Decisions + "/" + code }),
		"/lanh-dao/duyet/ket-qua/{id}": {{"other", func(one) string { return page.Decisions + "/ket-qua/AAAAAAAAAAAAAAAAAAAAAAAAAA" }}},
		"/muc/{id}":                    {{"unit", func(one) string { return page.ItemURL(st.item) }}, {"other", func(one) string { return page.ItemURL(st.gone) }}},
	}
}

// addresses are what to ask of a route: its objects, or one of its examples.
func (st *stage) addresses(t testing.TB, route page.Route, known map[string][]string) []own {
	t.Helper()
	if o := st.objects()[route.Pattern]; o != nil {
		return o
	}
	u := strings.TrimSuffix(route.Pattern, "{$}")
	if urls := known[route.Pattern]; len(urls) > 0 {
		u = urls[0]
	}
	if strings.Contains(u, "{") {
		t.Fatalf("%s %s: say in stage_test.go whose things it asks for, or give it an example in table_test.go", route.Method, route.Pattern)
	}
	return []own{{"-", func(one) string { return u }}}
}

// send puts a report up for checking, for who may.
func (st *stage) send(t testing.TB, s http.Handler) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("tep", "bao-cao.json")
	if err == nil {
		_, err = part.Write(readFile(t, "../reconcile/testdata/corrected.json"))
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, page.Findings, &body)
	r.Host, r.RemoteAddr = "127.0.0.1:8140", "127.0.0.1:50000"
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: st.who("leader").token})
	if st.sent = do(s, r).Header().Get("Location"); st.sent == "" {
		t.Fatal("the report is not taken")
	}
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sound is a machine that is well.
type sound struct{}

func (sound) Health(context.Context) (page.Health, error) {
	return page.Health{Place: "motcua.db", Recorded: ward.Now()}, nil
}

func (sound) Verify(context.Context, string, func(done, total int64)) (page.Proof, error) {
	return page.Proof{}, nil
}

// who is a person of the stage.
func (st *stage) who(name string) one {
	for _, who := range st.people {
		if who.name == name {
			return who
		}
	}
	panic(name)
}

// knock sends a request by TLS as a browser of ours would, and returns the answer.
func knock(s http.Handler, method, address, token string) *httptest.ResponseRecorder {
	r := as(token, method, address)
	r.TLS = &tls.ConnectionState{}
	if method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return do(s, r)
}

// people are those who ask, in the order of the matrix's columns.
func people(testing.TB) []one {
	now := ward.Now()
	known := map[string]access.Session{}
	var out []one
	add := func(name, unit string, roles ...access.Role) {
		p := access.Person{ID: "mt-" + name, Unit: unit, Name: "Người Thử", Roles: roles}
		known[name+"-fresh"] = access.Session{ID: name, Person: p, Started: now, Seen: now, Strong: now}
		known[name+"-stale"] = access.Session{ID: name, Person: p, Started: now, Seen: now, Strong: now.Add(-access.StepUp)}
		out = append(out, one{name, p.ID, name + "-fresh", name + "-stale"})
	}
	for _, r := range access.Staff {
		add(string(r), ward.Unit.Code, r)
	}
	add("roleless", ward.Unit.Code)
	out = append(out, one{name: "anonymous"}, one{name: "disabled", token: "x", stale: "x"}, one{name: "ended", token: "y", stale: "y"})
	add("elsewhere", otherUnit, access.Staff...)
	stageSessions = &lobby{known: known}
	return out
}

var stageSessions interface {
	Session(context.Context, string) (*access.Session, error)
}
