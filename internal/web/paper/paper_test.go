package paper

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
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
		site, ward = &s, filled
		routes = webtest.Handler(site, Routes(site))
	})
}

var clerk = access.Person{ID: "mc-01", Name: "Lê Thị Mẫu", Roles: []access.Role{access.Clerk}}

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

var keys atomic.Int64

// received is a dossier of today with a letter that asks for supplements.
func received(t *testing.T) *dossier.State {
	t.Helper()
	id := ledger.ID(1<<40 + keys.Add(1))
	now := site.Now().Add(time.Duration(keys.Add(1)) * time.Second)
	do := func(role access.Role, c dossier.Command, then ...desk.Next) {
		_, err := site.Desk.Do(t.Context(), desk.Order{Unit: site.Unit.Code, Dossier: id, Key: fmt.Sprint("paper:", keys.Add(1)), Actor: clerk.As(role), Happened: now, Procedure: "1.001193", Command: c, Then: then})
		if err != nil {
			t.Fatal(err)
		}
	}
	do(access.Clerk, dossier.Receive{Channel: dossier.Counter, Applicant: dossier.Applicant{Name: "Nguyễn Thị Giấy", Number: "045190000456", Phone: "0905000456", Address: "Ngõ Giấy 12"},
		Components: []dossier.Component{{Name: "Tờ khai đăng ký khai sinh", Copies: 1, Kind: "original"}}, Sets: 1},
		desk.Next{Role: access.Clerk, Command: dossier.Issue{Form: "tt-03-2025/01", Symbol: "TTPVHCC", Signer: clerk.ID}})
	in, err := site.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	s, err := in.Dossier(t.Context(), site.Unit.Code, id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// looks are the looks at a dossier.
func looks(t *testing.T, s *dossier.State) map[string]int {
	t.Helper()
	in, err := site.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	all, _, err := in.Views(t.Context(), access.ViewQuery{Unit: site.Unit.Code, Dossier: s.ID})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, l := range all {
		out[l.What]++
	}
	return out
}

// TestPaper: a receipt as page, PDF and DOCX; each is a look, recorded, and the page says how
// often the papers were opened.
func TestPaper(t *testing.T) {
	s := received(t)
	w := as(clerk, "GET", page.PaperURL(s.Code, "giay-tiep-nhan", ""), nil)
	body := w.Body.String()
	for _, want := range []string{"NGUYỄN THỊ GIẤY", "Mã hồ sơ: " + s.Code, "045190000456", "Thông tư số 03/2025/TT-VPCP", `class="doc-qr"`, `class="paper paper--a4"`, `name="kho" value="2a5"`, page.PaperURL(s.Code, "kiem-soat", "")} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if w.Code != http.StatusOK || strings.Contains(body, "In lại") || strings.Contains(body, "style=") {
		t.Errorf("%d, printed before: %v", w.Code, strings.Contains(body, "In lại"))
	}
	if title := body[strings.Index(body, "<title>"):strings.Index(body, "</title>")]; strings.Contains(title, "Giấy,") || strings.Contains(strings.ToUpper(title), "NGUYỄN") {
		t.Errorf("title %q", title)
	}
	pdf := as(clerk, "GET", page.PaperURL(s.Code, "giay-tiep-nhan", "pdf")+"?kho=a5", nil)
	docx := as(clerk, "GET", page.PaperURL(s.Code, "giay-tiep-nhan", "docx"), nil)
	if !bytes.HasPrefix(pdf.Body.Bytes(), []byte("%PDF-1.7")) || !bytes.HasPrefix(docx.Body.Bytes(), []byte("PK")) {
		t.Errorf("files: %d %d", pdf.Code, docx.Code)
	}
	if name := pdf.Header().Get("Content-Disposition"); !strings.Contains(name, "mau-01-"+s.Code+".pdf") {
		t.Errorf("file name %q", name)
	}
	if body := as(clerk, "GET", page.PaperURL(s.Code, "giay-tiep-nhan", ""), nil).Body.String(); !strings.Contains(body, "đã được mở để in 3 lần") {
		t.Error("printings are not counted")
	}
	if n := looks(t, s)["print"]; n != 4 {
		t.Errorf("%d looks, want 4", n)
	}
	secret := letter.Secret(must(site.Secret(t.Context(), "receipt")), s.ID)
	if strings.Contains(body, secret) {
		t.Error("the receipt's secret stands in the page as text")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestSheetIsRemembered: the sheet that a person chose for a kind of paper is that person's
// from then on; an address may name another for once.
func TestSheetIsRemembered(t *testing.T) {
	s, other := received(t), clerk
	other.ID = "mc-04"
	address := page.PaperURL(s.Code, "giay-tiep-nhan", "")
	w := as(clerk, "POST", address, url.Values{"kho": {"2a5"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != address {
		t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	for who, want := range map[*access.Person]string{&clerk: "paper--2a5", &other: "paper--a4"} {
		if body := as(*who, "GET", address, nil).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s does not see %s", who.ID, want)
		}
	}
	body := as(clerk, "GET", address+"?kho=a5", nil).Body.String()
	if !strings.Contains(body, "paper--a5") || strings.Count(as(clerk, "GET", address, nil).Body.String(), `class="doc"`) != 2 {
		t.Error("the address does not name the sheet, or two slips are not two")
	}
	for _, bad := range []string{"a3", "", "A4"} {
		if w := as(clerk, "POST", address, url.Values{"kho": {bad}}); w.Code != http.StatusBadRequest && w.Code != http.StatusUnprocessableEntity {
			t.Errorf("sheet %q: %d", bad, w.Code)
		}
	}
	if w := as(clerk, "GET", address+"?kho=a3", nil); w.Code < 400 || w.Code > 499 {
		t.Errorf("sheet a3: %d", w.Code)
	}
}

func TestNoSuchPaper(t *testing.T) {
	s := received(t)
	for _, address := range []string{page.PaperURL(s.Code, "giay-khac", ""), page.PaperURL(s.Code, "999", ""), page.PaperURL(s.Code, "1", "pdf"),
		page.PaperURL("H50.31.02-261123-9999", "giay-tiep-nhan", "")} {
		if w := as(clerk, "GET", address, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	if n := looks(t, s)["print"]; n != 0 {
		t.Errorf("%d looks at papers that are not there", n)
	}
}

// TestOldPapers: every dossier of the example ward, received under the circular of 2018, has
// its receipt and control slip in that set.
func TestOldPapers(t *testing.T) {
	in, err := site.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	day := calendar.MakeDate(2024, 3, 5)
	rows, _, err := in.Dossiers(t.Context(), rollup.Query{Unit: site.Unit.Code, Terms: []rollup.Term{{Count: rollup.Received}}, From: day, To: day + 7}, measure.Page{Limit: 10})
	if err != nil || len(rows) < 10 {
		t.Fatalf("%d dossiers, %v", len(rows), err)
	}
	other := clerk // who has chosen no sheet yet
	other.ID = "mc-03"
	for _, s := range rows {
		for _, name := range []string{"giay-tiep-nhan", "kiem-soat"} {
			w := as(other, "GET", page.PaperURL(s.Code, name, ""), nil)
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Thông tư số 01/2018/TT-VPCP") || !strings.Contains(w.Body.String(), "paper--a5") {
				t.Errorf("%s of %s: %d", name, s.Code, w.Code)
			}
		}
	}
}

// TestRegister: the register of a period shows no person in full, in pages; files hold
// everything and each dossier in them is a look.
func TestRegister(t *testing.T) {
	s := received(t)
	w := as(clerk, "GET", page.Registers+"?tu=23/11/2026&den=23/11/2026", nil)
	body := w.Body.String()
	if w.Code != http.StatusOK || !strings.Contains(body, s.Code) || !strings.Contains(body, "N. T. Giấy") || strings.Contains(body, "Nguyễn Thị Giấy") || strings.Contains(body, "0905000456") {
		t.Errorf("%d: the page shows a person in full, or no line", w.Code)
	}
	if strings.Contains(body, page.Registers+".pdf") {
		t.Error("a clerk is shown files that only others may take")
	}
	if n := strings.Count(body, `<th scope="col">`); n != 11 {
		t.Errorf("%d columns, form 07 has 11", n)
	}
	leader := access.Person{ID: "ld-01", Roles: []access.Role{access.Leader}}
	if body := as(leader, "GET", page.Registers+"?tu=2024-01-01&den=2024-12-31", nil).Body.String(); !strings.Contains(body, "?den=2024-12-31&amp;trang=2&amp;tu=2024-01-01") || !strings.Contains(body, page.Registers+".pdf?") {
		t.Error("no further pages, or no files")
	}
	x := as(leader, "GET", page.Registers+".xlsx?tu=2026-11-23&den=2026-11-23", nil)
	book, err := excelize.OpenReader(x.Body)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || !strings.Contains(fmt.Sprint(rows), "Nguyễn Thị Giấy") || !strings.Contains(fmt.Sprint(rows), "Ngõ Giấy 12; 0905000456") {
		t.Errorf("%v %v", err, rows)
	}
	for _, kind := range []string{"pdf", "docx"} {
		if w := as(leader, "GET", page.Registers+"."+kind+"?tu=2026-11-23&den=2026-11-23", nil); w.Code != http.StatusOK || w.Body.Len() < 2000 {
			t.Errorf("%s: %d", kind, w.Code)
		}
	}
	if n := looks(t, s)["export"]; n != 3 {
		t.Errorf("%d looks by export, want 3", n)
	}
}

// What was typed comes back, with what is wrong beside it; an empty period says so.
func TestRegisterStates(t *testing.T) {
	w := as(clerk, "GET", page.Registers+"?tu=32/13/2026&den=1/1/2026", nil)
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `value="32/13/2026"`) || !strings.Contains(body, "Ngày chưa đúng") {
		t.Errorf("%d", w.Code)
	}
	if w := as(clerk, "GET", page.Registers+"?tu=2/1/2026&den=1/1/2026", nil); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "bằng hoặc sau") {
		t.Errorf("turned period: %d", w.Code)
	}
	if w := as(clerk, "GET", page.Registers+"?tu=2019-01-01&den=2019-01-02", nil); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Không có hồ sơ nào tiếp nhận") {
		t.Errorf("empty: %d", w.Code)
	}
	leader := access.Person{ID: "ld-01", Roles: []access.Role{access.Leader}}
	if w := as(leader, "GET", page.Registers+".pdf?tu=x", nil); w.Code < 400 || w.Code > 499 {
		t.Errorf("file of a wrong period: %d", w.Code)
	}
}
