package leader

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/reconcile/statement"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

// checkedSite is the example ward with the rules.
func checkedSite(t testing.TB) *page.Site {
	t.Helper()
	rules, problems := reconcile.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	s := *ward
	s.Rules = rules
	return &s
}

// door is the routes of the room behind a mux, as package web mounts them.
func door(t testing.TB, s *page.Site) http.Handler {
	t.Helper()
	return webtest.Handler(s, findingsRoutes(s))
}

func get(h http.Handler, address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w
}

// send sends a file as the form does.
func send(t testing.TB, h http.Handler, field, name string, b []byte) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	p, err := m.CreateFormFile(field, name)
	if err != nil {
		t.Fatal(err)
	}
	p.Write(b)
	m.Close()
	r := httptest.NewRequest(http.MethodPost, page.Findings, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func plainText(body string) string {
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, " ")), " ")
}

// byHand is a report of three findings: received of 2024 printed one too many, a ratio, and a
// sentence that we count nothing of.
func byHand() *checked {
	year := statement.Period{From: calendar.MakeDate(2024, 1, 1), To: calendar.MakeDate(2024, 12, 31), Printed: "Năm 2024"}
	received := &statement.Figure{Place: statement.Place{Text: "chú thích 11", Section: "chú thích 11", Ref: "note:11:4-9"},
		Number: statement.Number{Printed: "1.958", Scaled: 1958}, Kind: statement.Count, Measure: "received", Period: year}
	early := &statement.Figure{Place: statement.Place{Text: "chú thích 11", Section: "chú thích 11", Ref: "note:11:14-19"},
		Number: statement.Number{Printed: "1.957", Scaled: 1957}, Kind: statement.Count, Measure: "settled.early_or_on_time", Period: year}
	field := &statement.Figure{Place: statement.Place{Text: "chú thích 11", Section: "chú thích 11", Ref: "note:11:24-29"},
		Number: statement.Number{Printed: "1.368", Scaled: 1368}, Kind: statement.Count, Measure: "received", Of: map[string]string{"field": "Chứng thực"}, Period: year}
	percent := &statement.Figure{Place: statement.Place{Text: "Phụ lục III, dòng 4.3, cột Năm 2024", Section: "III", Line: "4.3", Table: 1},
		Number: statement.Number{Printed: "99,50%", Scaled: 9950, Decimals: 2, Percent: true}, Kind: statement.Percent, Period: year}
	doc := &statement.Document{Name: "bao-cao.docx", Title: "Báo cáo <b>thử</b>", Tables: []statement.Table{{Section: "III",
		Lines: []statement.Line{{Number: "4.3", Indicator: "III.4.3", Figures: []*statement.Figure{percent}}}}}}
	of := func(rule string, s reconcile.Severity, text, recomputed string, figures ...*statement.Figure) reconcile.Finding {
		f := reconcile.Finding{Rule: rule, Severity: s, Text: text, Recomputed: recomputed, Likely: recomputed, Figures: figures}
		for _, x := range figures {
			f.Places, f.Printed = append(f.Places, x.Place), append(f.Printed, x.Printed)
		}
		return f
	}
	return &checked{name: "bao-cao.docx", found: &reconcile.Report{Document: doc,
		Findings: []reconcile.Finding{
			of("parts", reconcile.Blocks, "Nhận 1.958 nhưng các phần cộng lại là 1.957.", "1.957", received, early, field),
			of("ratio", reconcile.Warns, "In 99,50% nhưng tính ra 100%.", "100,00%", percent),
			{Rule: "cited", Severity: reconcile.Asks, Text: "Một <script>alert(1)</script> văn bản", Places: []statement.Place{{Text: "Mục I.2", Section: "I.2"}}, Printed: []string{"468/QĐ-TTg"}},
		},
		Rules: []reconcile.Ran{{Rule: "parts", Title: "Các phần và tổng", Compared: 9, Found: 1}, {Rule: "ratio", Title: "Tỷ lệ", Compared: 5, Found: 1},
			{Rule: "cited", Title: "Văn bản", Compared: 2, Found: 1}, {Rule: "carry", Title: "Chuyển kỳ", Compared: 4}, {Rule: "twice", Title: "In hai lần"}},
	}}
}

func handRoom(t testing.TB) *findingsRoom {
	t.Helper()
	f := &findingsRoom{Site: ward, kept: newKept(time.Now), turns: make(chan struct{}, 1)}
	ours, problems := reconcile.LoadOurs(data.FS, ward.Set)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	f.ours = ours
	f.own = func() (*checked, error) { return byHand(), nil }
	return f
}

func (f *findingsRoom) ask(t testing.TB, query string) (string, error) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, page.Findings+query, nil)
	r = r.WithContext(page.With(r.Context(), f.Site, "vi"))
	w := httptest.NewRecorder()
	err := f.show(w, r)
	return w.Body.String(), err
}

// TestBothFigures: beside a printed figure stands the one that the ledger gives for the same
// line and period, with its list; where we count nothing, that is said.
func TestBothFigures(t *testing.T) {
	body, err := handRoom(t).ask(t, "")
	if err != nil {
		t.Fatal(err)
	}
	text := plainText(body)
	for _, want := range []string{
		"3 trên 3 phát hiện", "Phải sửa 1", "1.958 1.957 in lệch +1 năm 2024", "1.957 1.957 = 1.952 + 5 khớp", "1.368 1.368 khớp", "99,50% 100,00% = 1.957 / 1.957 in lệch −0,5",
		"Tính lại: 1.957", "Có lẽ đúng: 1.957", "468/QĐ-TTg", "Đã chạy 5 quy tắc, 1 quy tắc không thấy gì", "Chuyển kỳ (đã so 4 lần)", "Báo cáo không có gì để so (1)",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, want := range []string{
		`href="/danh-sach?cot=received.total&amp;den=2024-12-31&amp;tu=2024-01-01"`,
		`href="/danh-sach?cot=settled.early&amp;den=2024-12-31&amp;tu=2024-01-01"`,
		`dong=Ch%E1%BB%A9ng+th%E1%BB%B1c`,
		`ct=III.4.3`, `<svg class="bridge"`, `<title id="cau-1-ten">Từ 1.958 đến 1.957</title>`, "&lt;script&gt;",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not have %q", want)
		}
	}
	if strings.Contains(body, " style=") || strings.Contains(body, "<script>alert") || strings.Contains(text, "findings.") {
		t.Error("a style attribute, a script of the report, or a key without a sentence")
	}
	if t.Failed() {
		t.Log(text)
	}
}

// TestFindingFilters: filters stand in the address, narrow the list, and say how many each
// choice leaves.
func TestFindingFilters(t *testing.T) {
	f := handRoom(t)
	for _, c := range []struct {
		query, want string
		not         string
	}{
		{"?muc=warns", "1 trên 3 phát hiện", "Nhận 1.958"},
		{"?quy-tac=parts", "1 trên 3 phát hiện", "tính ra 100%"},
		{"?phan=" + url.QueryEscape("phụ lục iii"), "1 trên 3 phát hiện", "Nhận 1.958"},
		{"?phan=i", "1 trên 3 phát hiện", "tính ra 100%"},
		{"?muc=asks&quy-tac=parts", "Không có phát hiện nào qua bộ lọc này", "Nhận 1.958"},
		{"?muc=nothing", "0 trên 3 phát hiện", "Nhận 1.958"},
	} {
		body, err := f.ask(t, c.query)
		if text := plainText(body); err != nil || !strings.Contains(text, c.want) || strings.Contains(text, c.not) {
			t.Errorf("%s: %v, %q wanted, %q not, in\n%s", c.query, err, c.want, c.not, text)
		}
	}
	for _, query := range []string{"?trang=0", "?trang=x", "?trang=9", "?trang=99999999999999999999"} {
		if _, err := f.ask(t, query); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// TestFindingPages: many findings take several pages, each below 100 KB.
func TestFindingPages(t *testing.T) {
	f := handRoom(t)
	c := byHand()
	for len(c.found.Findings) < 60 {
		c.found.Findings = append(c.found.Findings, c.found.Findings[0])
	}
	f.own = func() (*checked, error) { return c, nil }
	seen := 0
	for n, query := range []string{"", "?trang=2", "?trang=3", "?trang=4", "?trang=5"} {
		body, err := f.ask(t, query)
		if err != nil {
			t.Fatal(err)
		}
		if len(body) > 100_000 {
			t.Errorf("page %d has %d bytes", n+1, len(body))
		}
		seen += strings.Count(body, "<article ")
		if !strings.Contains(body, `href="/doi-chieu?trang=`) {
			t.Errorf("page %d leads nowhere", n+1)
		}
	}
	if seen != 60 {
		t.Errorf("%d findings on five pages", seen)
	}
}

// TestSendReport: a file that is sent in is checked, leads to its own page with files to take,
// and the page of another report stays as it was.
func TestSendReport(t *testing.T) {
	h := door(t, checkedSite(t))
	text := "BÁO CÁO\nNăm 2024 tiếp nhận 1.957 hồ sơ, trong đó trực tuyến 1.926 hồ sơ, trực tiếp 27 hồ sơ.\n"
	w := send(t, h, "tep", `C:\bao cao\ba"o.txt`, []byte(text))
	at := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !regexp.MustCompile(`^/doi-chieu/t/[A-Z2-7]{26}$`).MatchString(at) {
		t.Fatalf("%d to %q: %s", w.Code, at, plainText(w.Body.String()))
	}
	p := get(h, at)
	if p.Code != http.StatusOK || !strings.Contains(plainText(p.Body.String()), "Đối chiếu: bao.txt") {
		t.Errorf("%d %s", p.Code, plainText(p.Body.String()))
	}
	for file, begins := range map[string]string{"doi-chieu.xlsx": "PK", "doi-chieu.json": "{\n  \"findings\": [", "chu-thich": "BÁO CÁO\n"} {
		d := get(h, at+"/"+file)
		if d.Code != http.StatusOK || !strings.HasPrefix(d.Body.String(), begins) || !strings.HasPrefix(d.Header().Get("Content-Disposition"), "attachment;") {
			t.Errorf("%s: %d %.60q %v", file, d.Code, d.Body.String(), d.Header())
		}
	}
	w = send(t, h, "tep", "thơ.txt", []byte("Trăm năm trong cõi người ta\n"))
	if text := plainText(get(h, w.Header().Get("Location")).Body.String()); !strings.Contains(text, "Không nhận ra số liệu nào để so") {
		t.Errorf("a poem is taken for a report without contradictions: %s", text)
	}
	for _, gone := range []string{"/doi-chieu/t/AAAAAAAAAAAAAAAAAAAAAAAAAA", at + "/other", "/doi-chieu/t/x/doi-chieu.xlsx", "/doi-chieu/tep/chu-thich"} {
		if w := get(h, gone); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", gone, w.Code)
		}
	}
}

// TestSendRefused: what is wrong with a file is said beside the form, in words.
func TestSendRefused(t *testing.T) {
	h := door(t, checkedSite(t))
	macro := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for name, text := range map[string]string{
			"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`,
			"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
			"word/document.xml":   `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>`,
			"word/vbaProject.bin": "\xd0\xcf\x11\xe0",
		} {
			w, _ := z.Create(name)
			io.WriteString(w, text)
		}
		z.Close()
		return b.Bytes()
	}()
	for _, c := range []struct {
		name, field string
		b           []byte
		want        string
	}{
		{"no file", "other", []byte("x"), "Chưa chọn tệp"},
		{"empty", "tep", nil, "Tệp này rỗng"},
		{"too large", "tep", make([]byte, mostUpload+1), "lớn hơn 20 MB"},
		{"a macro document", "tep", macro, "macro"},
		{"a broken file", "tep", []byte("PK\x03\x04 not a zip"), "Chưa đối chiếu được"},
		{"a picture", "tep", []byte("\x89PNG\r\n\x1a\n\x00\x00"), "Chưa đối chiếu được"},
	} {
		w := send(t, h, c.field, "bao-cao.docx", c.b)
		text := plainText(w.Body.String())
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(text, c.want) || !strings.Contains(text, "Chọn tệp khác") {
			t.Errorf("%s: %d, %q missing in %.300s", c.name, w.Code, c.want, text)
		}
	}
	r := httptest.NewRequest(http.MethodPost, page.Findings, strings.NewReader("tep=x"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("no form of files: %d", w.Code)
	}
	r = httptest.NewRequest(http.MethodPost, page.Findings, io.MultiReader(strings.NewReader("--b\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a\"\r\n\r\n"), endless{}))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	w = httptest.NewRecorder()
	if h.ServeHTTP(w, r); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("without end: %d", w.Code)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestNoPrintedReport: a unit without a printed report has an empty page with the form.
func TestNoPrintedReport(t *testing.T) {
	s := *ward
	s.Files = fstest.MapFS{}
	w := get(door(t, &s), page.Findings)
	text := plainText(w.Body.String())
	if w.Code != http.StatusOK || !strings.Contains(text, "Chưa có báo cáo nào để đối chiếu") || !strings.Contains(text, "Tệp báo cáo") {
		t.Errorf("%d %s", w.Code, text)
	}
	if w := get(door(t, &s), page.Findings+"/tep/doi-chieu.xlsx"); w.Code != http.StatusNotFound {
		t.Errorf("a file of no report: %d", w.Code)
	}
}

// TestKept: the last twenty for an hour, fewer when they are large; the newest always.
func TestKept(t *testing.T) {
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	k := newKept(func() time.Time { return now })
	if mine := k.add(&checked{by: "cc-01"}); k.get(mine, "cc-01") == nil || k.get(mine, "ld-01") != nil || k.get(mine, "") != nil {
		t.Error("a report is not its sender's alone")
	}
	k = newKept(func() time.Time { return now })
	var ids []string
	for range mostKept + 5 {
		ids = append(ids, k.add(&checked{}))
	}
	if k.get(ids[4], "") != nil || k.get(ids[5], "") == nil {
		t.Error("not the last twenty")
	}
	now = now.Add(keptFor + time.Second)
	if k.get(ids[10], "") != nil || len(k.by) != 0 {
		t.Error("kept for more than an hour")
	}
	big := k.add(&checked{original: make([]byte, mostBytes-1)})
	small := k.add(&checked{original: make([]byte, 2)})
	if k.get(big, "") != nil || k.get(small, "") == nil {
		t.Error("too many bytes kept, or the newest lost")
	}
	swollen := k.add(&checked{found: &reconcile.Report{Findings: make([]reconcile.Finding, mostBytes>>11)}})
	small = k.add(&checked{original: make([]byte, 2)})
	if k.get(swollen, "") != nil || k.get(small, "") == nil {
		t.Error("findings weigh nothing: twenty reports full of them would not fit in memory")
	}
	huge := k.add(&checked{original: make([]byte, mostBytes+1)})
	if k.get(huge, "") == nil {
		t.Error("the newest must stay")
	}
}

// TestFileName: a name from outside is shown without folders and invisible characters.
func TestFileName(t *testing.T) {
	for in, want := range map[string]string{`..\..\a.docx`: "a.docx", "/etc/báo cáo.docx": "báo cáo.docx", "a\u202ecod.exe": "acod.exe",
		"..": "bao-cao", "": "bao-cao", "a\x00b\n.txt": "ab.txt"} {
		if got := fileName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	if n := len([]rune(fileName(strings.Repeat("ơ", 500)))); n > 120 {
		t.Errorf("%d letters", n)
	}
}

// TestBridge: a picture stands for two numbers of one kind, never for words.
func TestBridge(t *testing.T) {
	ctx := page.With(t.Context(), ward, "vi")
	for _, c := range []struct {
		printed    []string
		recomputed string
		want       string
	}{
		{[]string{"9.074"}, "9.063", "9.074 −11 9.063"},
		{[]string{"69,21%"}, "68,7%", "69,21% −0,51 68,7%"},
		{[]string{"4", "8"}, "", "4 +4 8"},
		{[]string{"1.000"}, "1.000", ""},
		{[]string{"12"}, "68,70%", ""},
		{[]string{"TPHS: 71,34%; KQ 12,17%"}, "71,34%", ""},
		{[]string{"999.999.999.999.999.999.999.999"}, "1", ""},
		{[]string{"0"}, "0,0", ""},
		{[]string{"x"}, "", ""},
	} {
		f := &reconcile.Finding{Printed: c.printed, Places: make([]statement.Place, len(c.printed)), Recomputed: c.recomputed}
		got := ""
		if b := bridgeOf(ctx, 1, f); b != nil {
			got = b.From.Value + " " + b.Step.Value + " " + b.To.Value
			if b.Step.Width < leastStep || b.From.Width > bridgeWidth || b.To.Width > bridgeWidth {
				t.Errorf("%v: %+v", c.printed, b)
			}
		}
		if got != c.want {
			t.Errorf("%v, %s: %q, want %q", c.printed, c.recomputed, got, c.want)
		}
	}
}

// TestOursIsChecked: what the mapping names must be there.
func TestOursIsChecked(t *testing.T) {
	bad := `[[ours]]
measure = "nothing"
columns = ["received.all"]
[[ours]]
measure = "received"
indicator = "III.99"
columns = ["received.total"]
`
	files := fstest.MapFS{"reconcile/ours.toml": {Data: []byte(bad)}}
	for _, name := range []string{"reconcile/measures.toml"} {
		b, err := data.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: b}
	}
	_, problems := reconcile.LoadOurs(files, ward.Set)
	var all []error
	for _, p := range problems {
		all = append(all, errors.New(p.String()))
	}
	text := errors.Join(all...)
	for _, want := range []string{"ours.toml:2: không có số đo «nothing»", "«received.all»", "«III.99»", "đúng một trong hai"} {
		if text == nil || !strings.Contains(text.Error(), want) {
			t.Errorf("%q is not reported in %v", want, text)
		}
	}
}
