package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"database/sql"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/note"
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
	unit  string
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
	sent   map[string]string // address of the report that a person sent in
	last   string            // the last door that did not answer as reviewed
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

// notes are what somebody keeps that an address may ask for: an intake begun, a job asked for,
// what became of decisions.
var notes = map[string]string{
	"draft":    `{"v":1,"p":"1.000894","k":"AAAAAAAAAAAAAAAAAAAAAAAAAA","t":"2026-11-23T02:00:00Z","f":{"ten":"` + markers.Name + `"}}`,
	"job":      `{"v":1,"by":"OWNER","what":"accept","place":"tat-ca","state":"done","rows":[]}`,
	"decision": `{"v":1,"rows":[]}`,
}

// noted keeps one note of each kind.
func noted(t testing.TB, unit, id, owner string) {
	t.Helper()
	for kind, body := range notes {
		body = strings.ReplaceAll(body, "OWNER", owner)
		if _, err := filled.Put(t.Context(), note.Note{Unit: unit, Kind: kind, ID: id, Owner: owner, Rev: note.Any, Body: []byte(body)}); err != nil {
			t.Fatal(err)
		}
	}
}

// proposed is a fresh proposal of somebody, which a second person may confirm: each who asks gets
// one of their own, since the first yes is the last.
func proposed(t testing.TB, unit, by string) string {
	t.Helper()
	id := fmt.Sprint("de-nghi-", acts.Add(1))
	body := fmt.Sprintf(`{"v":1,"b":{"id":%q,"what":"factor","account":"mc-02","reason":"mất máy","by":%q,"at":%q,"until":%q}}`,
		id, by, ward.Now().Format(time.RFC3339), ward.Now().AddDate(0, 0, 7).Format(time.RFC3339))
	if _, err := filled.Put(t.Context(), note.Note{Unit: unit, Kind: "proposal", ID: id, Owner: "mc-02", Rev: note.Any, Body: []byte(body)}); err != nil {
		t.Fatal(err)
	}
	return id
}

func setStage(t testing.TB) *stage {
	t.Helper()
	st := &stage{people: people(t), ours: map[string]string{}, theirs: received(t, ward.Unit.Code, "mc-04"), away: received(t, otherUnit, "mc-04"),
		item: recorded(t, ward.Unit.Code), gone: recorded(t, otherUnit)}
	noted(t, ward.Unit.Code, "cua-mc-04", "mc-04")
	noted(t, otherUnit, "cua-khac", "mc-04")
	for _, who := range st.people {
		if who.id != "" {
			noted(t, ward.Unit.Code, "cua-"+who.id, who.id)
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
	small := func(format string) []own {
		l := page.List{Column: "received.total", Part: "num", From: calendar.MakeDate(2025, 3, 31), To: calendar.MakeDate(2025, 3, 31)}
		return []own{{"-", func(one) string { return l.Export(format) }}}
	}
	return map[string][]own{
		"/danh-sach.csv": small("csv"), "/danh-sach.xlsx": small("xlsx"), "/danh-sach.json": small("json"),
		"/doi-chieu/t/{id}":        {{"own", st.report}, {"unit", st.another}},
		"/doi-chieu/t/{id}/{file}": {{"own", func(who one) string { return st.report(who) + "/doi-chieu.json" }}, {"unit", func(who one) string { return st.another(who) + "/doi-chieu.json" }}},
		"/muc/{id}":                {{"unit", func(one) string { return page.ItemURL(st.item) }}, {"other", func(one) string { return page.ItemURL(st.gone) }}},
	}
}

// parts are the other parts of addresses.
var parts = map[string]string{"{command}": "transfer", "{paper}": "giay-tiep-nhan", "{token}": "AAAAAAAAAAAAAAAAAAAAAAAAAA"}

// fill puts an id in the place of the first thing that a pattern asks for.
func fill(pattern, thing, id string) string {
	u := strings.Replace(pattern, thing, url.PathEscape(id), 1)
	for name, value := range parts {
		u = strings.ReplaceAll(u, name, value)
	}
	return u
}

// of are the addresses of a pattern that asks for a thing of somebody.
func (st *stage) of(t testing.TB, pattern string) []own {
	if o := st.objects()[pattern]; o != nil {
		return o
	}
	switch {
	case strings.HasPrefix(pattern, page.Procedures):
		return nil
	case strings.Contains(pattern, "{code}"):
		return []own{
			{"own", func(who one) string {
				if code := st.ours[who.id]; code != "" {
					return fill(pattern, "{code}", code)
				}
				return fill(pattern, "{code}", st.theirs)
			}},
			{"unit", func(one) string { return fill(pattern, "{code}", st.theirs) }},
			{"other", func(one) string { return fill(pattern, "{code}", st.away) }},
		}
	case strings.Contains(pattern, "{draft}"), strings.HasPrefix(pattern, page.Jobs+"/{id}"), strings.HasPrefix(pattern, page.Decisions+"/ket-qua/{id}"):
		thing := pattern[strings.Index(pattern, "{") : strings.Index(pattern, "}")+1]
		return []own{
			{"own", func(who one) string { return fill(pattern, thing, "cua-"+cmp.Or(who.id, "mc-04")) }},
			{"unit", func(one) string { return fill(pattern, thing, "cua-mc-04") }},
			{"other", func(one) string { return fill(pattern, thing, "cua-khac") }},
		}
	case strings.HasPrefix(pattern, page.Proposals+"/{id}"):
		return []own{
			{"own", func(who one) string { return fill(pattern, "{id}", proposed(t, ward.Unit.Code, who.id)) }},
			{"unit", func(who one) string { return fill(pattern, "{id}", proposed(t, ward.Unit.Code, "qt-01")) }},
			{"other", func(one) string { return fill(pattern, "{id}", proposed(t, otherUnit, "qt-01")) }},
		}
	case strings.HasPrefix(pattern, page.Admin+"/nguoi/{id}"):
		return []own{
			{"unit", func(one) string { return fill(pattern, "{id}", "mt-disabled") }},
			{"other", func(one) string { return fill(pattern, "{id}", st.who("elsewhere").id) }},
		}
	}
	return nil
}

// addresses are what to ask of a route: its objects, or one of its examples.
func (st *stage) addresses(t testing.TB, route page.Route, known map[string][]string) []own {
	t.Helper()
	if o := st.of(t, route.Pattern); o != nil {
		return o
	}
	u := strings.TrimSuffix(route.Pattern, "{$}")
	if urls := known[route.Pattern]; len(urls) > 0 {
		u = urls[0]
	}
	u = fill(u, "{token}", parts["{token}"]) // of a link that nobody was given
	if strings.Contains(u, "{") {
		t.Fatalf("%s %s: say in stage_test.go whose things it asks for, or give it an example in table_test.go", route.Method, route.Pattern)
	}
	return []own{{"-", func(one) string { return u }}}
}

// report is the report that a person sent in; of who sent none, somebody's.
func (st *stage) report(who one) string { return cmp.Or(st.sent[who.id], st.another(who)) }

// another is the report of another officer of the unit.
func (st *stage) another(who one) string {
	other := "leader"
	if who.name == other {
		other = "specialist"
	}
	return cmp.Or(st.sent[st.who(other).id], page.Findings+"/t/x")
}

// send puts a report up for checking for everybody who may.
func (st *stage) send(t testing.TB, s http.Handler) {
	t.Helper()
	st.sent = map[string]string{}
	for _, name := range []string{"clerk", "specialist", "leader", "reporter", "inspector"} {
		st.sendAs(t, s, st.who(name))
	}
}

func (st *stage) sendAs(t testing.TB, s http.Handler, who one) {
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
	r.AddCookie(&http.Cookie{Name: page.SessionCookie, Value: who.token})
	if st.sent[who.id] = do(s, r).Header().Get("Location"); st.sent[who.id] == "" {
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
		form := url.Values{page.KeyField: {page.NewKey()}, "seq": {"1"}}.Encode()
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(form)), int64(len(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return do(s, r)
}

// hired are the accounts of the stage: made once, by the machine itself.
var hired = sync.OnceValue(func() error {
	for _, unit := range []string{ward.Unit.Code, otherUnit} {
		for _, name := range cast(unit) {
			o, order := officeOf(unit, ward.Now), access.Order{Key: "stage-" + name, By: access.Actor{ID: "stage", Role: access.System}, At: ward.Now()}
			id := "mt-" + name
			if _, err := o.Create(context.Background(), order, access.New{ID: id, Login: id, Name: "Người Thử", Example: true}); err != nil {
				return err
			}
			roles := []access.Role{access.Role(name)}
			switch name {
			case "roleless":
				roles = nil
			case "elsewhere", "disabled", "ended":
				roles = access.Staff
			}
			for _, r := range roles {
				order.Key = "stage-" + name + "-" + string(r)
				if _, err := o.Grant(context.Background(), order, access.Grant{Account: id, Role: r}); err != nil {
					return err
				}
			}
		}
	}
	return nil
})

// cast are the people of a unit.
func cast(unit string) (out []string) {
	if unit == otherUnit {
		return []string{"elsewhere"}
	}
	for _, r := range access.Staff {
		out = append(out, string(r))
	}
	return append(out, "roleless", "disabled", "ended")
}

var otherRights access.Rights

// officeOf is the people of a unit in the ward's database, by a clock.
func officeOf(unit string, now func() time.Time) *access.Office {
	rights := ward.Office.Rights
	if unit != ward.Unit.Code {
		if otherRights == nil {
			otherRights = duty.NewRights(duty.NewBooks(ward.Kinds, filled, rand.Reader), unit, duty.Reader(unit, filled.Snapshot))
		}
		rights = otherRights
	}
	return &access.Office{Notes: filled, Rights: rights, Policy: ward.Office.Policy, Unit: unit, Now: now}
}

// people are those who ask, in the order of the matrix's columns, each with real sessions.
func people(t testing.TB) []one {
	t.Helper()
	check(t, hired())
	var out []one
	for _, unit := range []string{ward.Unit.Code, otherUnit} {
		for _, name := range cast(unit) {
			who := one{name: name, id: "mt-" + name, unit: unit}
			o := officeOf(unit, ward.Now)
			if name == "disabled" {
				check(t, o.Enable(t.Context(), stageOrder(), who.id, "thử"))
			}
			who.sit(t)
			switch name {
			case "disabled":
				check(t, o.Disable(t.Context(), stageOrder(), who.id, "thử"))
			case "ended":
				check(t, o.SignOut(t.Context(), who.token))
				check(t, o.SignOut(t.Context(), who.stale))
			}
			if name == "disabled" || name == "ended" {
				who.id = "" // nobody's things are asked for in their name
			}
			if out = append(out, who); name == "roleless" {
				out = append(out, one{name: "anonymous"})
			}
		}
	}
	stageSessions = ward.Office
	return out
}

// sit begins the person's sessions: one with a fresh proof of presence, and one of somebody
// who has worked on for ten minutes since.
func (who *one) sit(t testing.TB) {
	t.Helper()
	now := ward.Now()
	o := officeOf(who.unit, func() time.Time { return now })
	who.token = session(t, o, who.id)
	now = now.Add(-access.StepUp)
	who.stale = session(t, o, who.id)
	for now.Before(ward.Now()) {
		now = now.Add(2 * time.Minute)
		_, err := o.Session(t.Context(), who.stale)
		check(t, err)
	}
}

// seated gives the person new sessions when an act has ended them.
func (st *stage) seated(t testing.TB, i int) one {
	t.Helper()
	who := &st.people[i]
	if who.id != "" {
		o := officeOf(who.unit, ward.Now)
		_, fresh := o.Session(t.Context(), who.token)
		_, stale := o.Session(t.Context(), who.stale)
		if fresh != nil || stale != nil {
			who.sit(t)
		}
	}
	return *who
}

func session(t testing.TB, o *access.Office, id string) string {
	t.Helper()
	token, err := o.Start(t.Context(), id, access.Place{Source: "127.0.0.1", Device: "Chrome", Browser: "AAAAAAAAAAAAAAAAAAAAAAAAAA"})
	check(t, err)
	return token
}

func stageOrder() access.Order {
	return access.Order{Key: fmt.Sprint("stage:", acts.Add(1)), By: access.Actor{ID: "stage", Role: access.System}, At: ward.Now()}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var stageSessions interface {
	Session(context.Context, string) (*access.Session, error)
}

func ledgerSubject(id dossier.ID) ledger.Subject {
	return ledger.Subject{Kind: dossier.SubjectKind, ID: id}
}
