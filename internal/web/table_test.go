package web

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

// examples are addresses of every route of the table: at least one each, all answered 200
// unless said otherwise.
func examples(t *testing.T) map[string][]string {
	t.Helper()
	ctx := context.Background()
	r, err := ward.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	period := calendar.Period{From: calendar.MakeDate(2024, 1, 1), To: calendar.MakeDate(2024, 12, 31)}
	rows, err := ward.Set.List(ctx, ward.Source(r), "III.4.3", "num", period, measure.Page{Limit: 1})
	if err != nil || len(rows.Rows) == 0 {
		t.Fatal(err, len(rows.Rows))
	}
	asOf := calendar.MakeDate(2025, 3, 31)
	code, _ := rows.Rows[0][0].(string)
	var item string
	for _, k := range ward.Kinds.All() {
		if items, err := r.Items(ctx, ward.Unit.Code, k.ID, "", 1, webtest.Today); err == nil && len(items) > 0 {
			item = items[0].ID.String()
		}
	}
	list := "?ct=III.4.3&den=2025-03-31&tu=2021-01-01"
	return map[string][]string{
		"/livez": {"/livez"}, "/readyz": {"/readyz"},
		"/static/{file}":               {ward.Assets.Style},
		"/thu-tuc":                     {"/thu-tuc", "/thu-tuc?q=khai+sinh", "/thu-tuc?q=xyzzyq", "/thu-tuc?linh-vuc=H%E1%BB%99+t%E1%BB%8Bch&phuong=1&trang=1", "/thu-tuc?ngay=31/12/2023&het=1"},
		"/thu-tuc/{code}":              procedures(),
		"/lich":                        {"/lich", "/lich?nam=2021", "/lich?nam=2027", "/lich?nhan=20/11/2026&luc=16:30&so=3&don-vi=working_day&moc=15:00"},
		"/{$}":                         {"/"},
		"/bao-cao":                     {"/bao-cao"},
		"/bao-cao/{id}":                {"/bao-cao/cchc-2021-2025?den=2025-03-31"},
		"/bao-cao/{id}/{part}":         {page.ReportURL("cchc-2021-2025", "phu-luc-III", asOf), page.ReportURL("cchc-2021-2025", "ii06a-2024", asOf), page.ReportURL("cchc-2021-2025", "mat-truoc", asOf)},
		"/ho-so/{code}":                {page.DossierURL(code, nil)},
		"/muc/{id}":                    {page.ItemURL(item)},
		"/danh-sach":                   {"/danh-sach" + list},
		"/danh-sach.csv":               {"/danh-sach.csv" + list},
		"/danh-sach.xlsx":              {"/danh-sach.xlsx" + list},
		"/danh-sach.json":              {"/danh-sach.json" + list},
		"/so-sanh":                     {"/so-sanh"},
		"/chi-tieu":                    {"/chi-tieu"},
		"/chi-tieu/{id}":               {"/chi-tieu/III.4.3"},
		"/doi-chieu":                   {"/doi-chieu"},
		"/ho-so/{code}/viec/{command}": {page.ActURL(code, "correct")},
		"/viec":                        {"/viec"},
		"/ho-so/{code}/giay/{paper}":   {page.PaperURL(code, "giay-tiep-nhan", ""), page.PaperURL(code, "kiem-soat", ""), page.PaperURL(code, "giay-tiep-nhan", "") + "?kho=2a5"},
		"/so-theo-doi":                 {page.Registers, page.Registers + "?tu=01/03/2024&den=31/03/2024", page.Registers + "?tu=2024-01-01&den=2024-12-31&trang=2&linh-vuc=H%E1%BB%99+t%E1%BB%8Bch"},
		"/so-theo-doi.pdf":             {page.Registers + ".pdf?tu=2025-03-31&den=2025-03-31"},
		"/so-theo-doi.docx":            {page.Registers + ".docx?tu=2025-03-31&den=2025-03-31"},
		"/so-theo-doi.xlsx":            {page.Registers + ".xlsx?tu=2025-03-31&den=2025-03-31"},
		"/hang-doi":                    {"/hang-doi"},
		"/hang-doi/{id}":               {page.QueueURL("tat-ca", 0), page.QueueURL("tat-ca", 1), page.QueueURL("cua-toi", 0)},
		"/doi-chieu/tep/{file}":        {"/doi-chieu/tep/doi-chieu.xlsx", "/doi-chieu/tep/doi-chieu.json"},

		"/chung-thuc": {page.Certify}, "/chung-thuc/so": {"/chung-thuc/so", "/chung-thuc/so?nam=2025", "/chung-thuc/so?ngay=2026-11-23"}, "/chung-thuc/so.csv": {"/chung-thuc/so.csv"},
		"/chung-thuc/so.xlsx": {"/chung-thuc/so.xlsx"}, "/chung-thuc/so.pdf": {"/chung-thuc/so.pdf", "/chung-thuc/so.pdf?ngay=2026-11-23"},
		"/quay": {page.CounterHome}, "/tra-cuu": {page.Lookup}, "/tiep-nhan": {page.Intake, page.Intake + "?tt=khai+sinh", page.Intake + "?tt=xyzzyq"},
		"/tiep-nhan/{draft}": {page.Intake + "/" + aDraft(t)}, "/tiep-nhan/{draft}/bo-sung": {page.Intake + "/" + aDraft(t) + "/bo-sung"},
		"/tra-ket-qua": {"/tra-ket-qua", "/tra-ket-qua?ngay=hom-nay"}, "/tra-ket-qua/buu-chinh": {"/tra-ket-qua/buu-chinh"}, "/tra-ket-qua/{code}": {page.ReturnURL(code)},

		"/phim":     {page.Keys},
		"/hien-thi": {page.Display, page.Display + "?xong=1"},
		"/cach-xem": {page.PublicDisplay},
		"/phien":    {page.Alive},

		"/dang-nhap": {page.SignIn, page.Onward(page.SignIn, "/hang-doi")}, "/doi-nguoi": {page.SwitchUser}, "/xac-nhan": {page.Prove},
		"/tai-khoan": {page.Account}, "/tai-khoan/mat-khau": {page.Account + "/mat-khau"}, "/tai-khoan/ngoai": {page.Account + "/ngoai"},
		"/quan-tri": {page.Admin}, "/quan-tri/suc-khoe": {page.Admin + "/suc-khoe"}, "/quan-tri/quyen": {page.Admin + "/quyen"}, "/quan-tri/don-vi": {page.Admin + "/don-vi"},
		"/quan-tri/lich": {page.Admin + "/lich"}, "/quan-tri/nguoi": {page.Admin + "/nguoi"}, "/quan-tri/nguoi/{id}": {page.Admin + "/nguoi/mc-01"}, "/quan-tri/de-nghi": {page.Proposals, page.Proposals + "?xong=confirm"},

		"/lanh-dao":       {page.LeaderDesk},
		"/lanh-dao/duyet": {page.Decisions},
		"/nhat-ky-xem":    {page.Looks, page.Looks + "?nguoi=mc-01&tu=01/01/2026"},
	}
}

// aDraft is an intake that the person of the tests has begun.
func aDraft(t *testing.T) string {
	t.Helper()
	const id = "vidu"
	_, err := ward.Notes.Put(context.Background(), note.Note{Unit: ward.Unit.Code, Kind: "draft", ID: id, Owner: "mc-01", Rev: note.Any,
		Body: []byte(`{"v":1,"p":"1.000894","k":"AAAAAAAAAAAAAAAAAAAAAAAAAA","t":"2026-11-23T02:00:00Z","f":{"ten":"Nguyễn Văn Ví Dụ"}}`)})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// procedures are every fourth of the catalogue, and those that are interlinked or decided
// elsewhere.
func procedures() (out []string) {
	for i, p := range ward.Catalog.Procedures.All() {
		if i%4 == 0 || p.Group != "commune" || p.Flow != "" || p.Code == "1.001193" {
			out = append(out, page.ProcedureURL(p.Code))
		}
	}
	return out
}

// TestEveryRoute: every route of the table answers, with the headers of every answer; pages
// are whole, small, and without inline style or script.
func TestEveryRoute(t *testing.T) {
	s, _ := start(t, func(p *page.Site) { p.Care = sound{} })
	ward.Assets = s.site.Assets
	known := examples(t)
	// What is there only for who sent a file in, began a job, or is half way through a sign-in: their rooms test it, and the matrix asks for it.
	between := []string{"/doi-chieu/t/", page.Jobs + "/{id}", page.SignIn + "/", page.FirstRun, page.Account + "/", page.Decisions + "/"}
	for _, route := range s.Table() {
		urls := known[route.Pattern]
		if len(urls) == 0 && route.Method == http.MethodGet && !slices.ContainsFunc(between, func(b string) bool { return strings.HasPrefix(route.Pattern, b) }) {
			t.Errorf("%s %s has no example here", route.Method, route.Pattern)
		}
		for _, u := range urls {
			w := get(s, u)
			if w.Code != http.StatusOK {
				t.Errorf("%s: %d %s", u, w.Code, first(w.Body.String()))
				continue
			}
			guarded(t, u, w.Header())
			if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
				goodPage(t, u, w.Body.String())
			}
			head := do(s, request(http.MethodHead, u))
			if head.Code != w.Code || head.Header().Get("Content-Type") != w.Header().Get("Content-Type") {
				t.Errorf("HEAD %s: %d %s", u, head.Code, head.Header().Get("Content-Type"))
			}
		}
	}
}

// TestNoRouteIsLost: every page that links lead to stands in the table.
func TestNoRouteIsLost(t *testing.T) {
	s, _ := start(t, nil)
	ward.Assets = s.site.Assets
	patterns := map[string]bool{}
	for _, route := range s.Table() {
		patterns[route.Pattern] = true
	}
	for _, p := range slices.Sorted(maps.Keys(examples(t))) {
		if !patterns[p] {
			t.Errorf("the table has no %s", p)
		}
	}
}

func guarded(t *testing.T, u string, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
		"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
	} {
		if h.Get(name) != want {
			t.Errorf("%s: %s is %q", u, name, h.Get(name))
		}
	}
	if h.Get("Cache-Control") == "" || h.Get("Content-Type") == "" {
		t.Errorf("%s: no cache rule or type", u)
	}
}

var (
	missing = regexp.MustCompile(`[>"](web|frame|display|citizen|officer|leader|findings|work)\.[a-z_.0-9]+[<"]`)
	foreign = regexp.MustCompile(`(?:src|action)="(?:https?:)?//|<link[^>]*href="https?:`)
)

// goodPage holds for every page.
func goodPage(t *testing.T, u, body string) {
	t.Helper()
	if len(body) > 100<<10 {
		t.Errorf("%s: %d KB", u, len(body)>>10)
	}
	if n := strings.Count(body, "<h1"); n != 1 {
		t.Errorf("%s: %d h1", u, n)
	}
	for _, bad := range []string{" style=\"", "<style", " onclick=", "javascript:"} {
		if strings.Contains(body, bad) {
			t.Errorf("%s: has %q", u, bad)
		}
	}
	if strings.Count(body, "<script") != strings.Count(body, "<script src=\"/static/") || !strings.Contains(body, "<script src=\"/static/") {
		t.Errorf("%s: scripts", u)
	}
	if m := missing.FindString(body); m != "" {
		t.Errorf("%s: no sentence for %s", u, m)
	}
	if m := foreign.FindString(body); m != "" {
		t.Errorf("%s: loads from elsewhere: %s", u, m)
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(body, -1) {
		if ids[m[1]] {
			t.Errorf("%s: id %s twice", u, m[1])
		}
		ids[m[1]] = true
	}
	if err := closed(body); err != nil {
		t.Errorf("%s: %v", u, err)
	}
}

// closed reports an element that is not closed, or closed where it was not open.
func closed(body string) error {
	d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(body, "<!doctype html>")))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func first(body string) string {
	if i := strings.Index(body, "<h1"); i >= 0 {
		body = body[i:]
	}
	return body[:min(len(body), 400)]
}

// TestDoors: a route without a rule, without a handler, malformed, twice or in another's way
// refuses to start.
func TestDoors(t *testing.T) {
	s, _ := start(t, nil)
	ok := func(http.ResponseWriter, *http.Request) error { return nil }
	for name, table := range map[string][]page.Route{
		"no rule":      {{Method: "GET", Pattern: "/x", Serve: ok}},
		"unknown rule": {page.Get("/x", page.Rule{}, ok)},
		"no handler":   {page.Get("/x", page.Public, nil)},
		"no method":    {page.Get("x/", page.Public, ok)},
		"no address":   {page.Get("x", page.Public, ok)},
		"twice":        {page.Get("/x", page.Public, ok), page.Get("/x", page.Figures, ok)},
		"in the way":   {page.Get("/{a}/x", page.Public, ok), page.Get("/x/{b}", page.Public, ok)},
	} {
		if _, err := s.doors(table); err == nil {
			t.Errorf("%s: starts", name)
		}
	}
}
