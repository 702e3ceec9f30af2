package report

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
)

// The shipped layout has no problem, covers every indicator exactly once, and words every line.
func TestShippedLayout(t *testing.T) {
	s := shipped()
	for _, p := range s.bad {
		t.Error(p)
	}
	d := s.defs["cchc-2021-2025"]
	if d == nil {
		t.Fatal("the five-year report is missing")
	}
	seen := map[string]int{}
	for _, a := range d.Appendices {
		for _, l := range a.Lines {
			seen[l.Indicator]++
			if strings.TrimSpace(l.Label) == "" {
				t.Errorf("%s has no words", l.Indicator)
			}
			if i, ok := s.set.Get(l.Indicator); ok && (i.Kind == "heading") != l.Heading {
				t.Errorf("%s: heading in the layout %v, in the indicator %v", l.Indicator, l.Heading, i.Kind)
			}
		}
	}
	if len(seen) != 186 {
		t.Errorf("the layout has %d lines, the forms have 186", len(seen))
	}
	for _, i := range s.set.All() {
		if n := seen[i.ID]; n != 1 {
			t.Errorf("indicator %s stands in %d lines", i.ID, n)
		}
	}
}

// Titles, labels, printed numbers and column heads are those of the printed report, letter by
// letter, misprints included.
func TestLayoutIsAsPrinted(t *testing.T) {
	raw, err := fs.ReadFile(data.FS, "demo/phuong-2/seed-report.json")
	if err != nil {
		t.Fatal(err)
	}
	var seed struct {
		Document struct {
			Title, Kind, Parent, Issuer, Symbol string
			Recipients                          []string
			SignedAs                            string `json:"signed_as"`
		}
		Appendices []struct {
			ID, Title string
			Columns   []struct{ Key, Printed string }
			Lines     []struct{ Stt, Label string }
		}
	}
	if err := json.Unmarshal(raw, &seed); err != nil {
		t.Fatal(err)
	}
	d := shipped().defs["cchc-2021-2025"]
	same := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, printed %q", what, got, want)
		}
	}
	same("title", d.Title, seed.Document.Title)
	same("kind", d.Kind, seed.Document.Kind)
	same("parent", d.Document.Parent, seed.Document.Parent)
	same("issuer", d.Document.Issuer, seed.Document.Issuer)
	same("symbol", d.Document.Symbol, seed.Document.Symbol)
	same("signature", strings.Join(d.Document.SignedAs, " / "), seed.Document.SignedAs)
	same("recipients", strings.Join(d.Document.Recipients, "|"), strings.Join(seed.Document.Recipients, "|"))
	if len(d.Appendices) != len(seed.Appendices) {
		t.Fatalf("%d appendices, printed %d", len(d.Appendices), len(seed.Appendices))
	}
	for n, want := range seed.Appendices {
		a := d.Appendices[n]
		same("appendix", a.ID+" "+a.Title, want.ID+" "+want.Title)
		for i, c := range want.Columns {
			got := a.Columns[i].on(date("2025-03-31"))
			same(a.ID+" column", got.Key+" "+got.Label, c.Key+" "+c.Printed)
		}
		for i, l := range want.Lines {
			got := a.Lines[i]
			same(a.ID+" line", got.ID+" "+got.Label, strings.TrimRight(l.Stt, ".")+" "+l.Label)
			if got.Printed != "" { // the form leaves six rows of appendix II without a number
				same(a.ID+" number", got.Printed, l.Stt)
			}
			same(a.ID+" indicator", got.Indicator, a.ID+"."+got.ID)
		}
	}
}

// Rows of the flow form name fields and procedures that the catalogue has; one that it has not
// is found with its line.
func TestFlowRowsAreOfTheCatalogue(t *testing.T) {
	s := shipped()
	for _, p := range Check(s.defs, s.cat) {
		t.Error(p)
	}
	fsys := fstest.MapFS{
		"reports/ii06a/form.toml": {Data: []byte("id = \"ii06a\"\ntotal = \"Tổng số\"\nunknown_field = \"?\"\n")},
		"reports/ii06a/rows.toml": {Data: []byte("[[row]]\nlabel = \"A\"\nfields = [\n  \"Chứng thực\",\n  \"Chứng thực sai\",\n]\nprocedures = [\"9.999999\"]\n")},
	}
	l := loader{fsys: fsys, set: s.set, forms: map[string]*Form{}}
	l.form("reports/ii06a/form.toml")
	problems := Check(map[string]*Definition{"a": {Form: l.forms["ii06a"]}}, s.cat)
	if len(problems) != 2 || problems[0].Line != 5 || problems[1].Line != 7 {
		t.Errorf("%v", problems)
	}
}

// Every kind of mistake in a layout is found, with file and line.
func TestBadLayouts(t *testing.T) {
	file := func(name string) string {
		b, err := fs.ReadFile(shipped().fsys, name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	names := []string{"reports/tiny/report.toml", "reports/tiny/appendix-III.toml", "reports/tiny/appendix-IX.toml", "reports/ii06a/form.toml", "reports/ii06a/rows.toml"}
	for _, c := range []struct{ name, file, from, to, want string }{
		{"unknown indicator", names[1], `"III.4.3"`, `"III.4.33"`, "không có chỉ tiêu «III.4.33»"},
		{"indicator twice", names[1], `"III.5.1"`, `"III.4.3"`, "chỉ tiêu «III.4.3» đã nằm ở"},
		{"line without words", names[1], `label = "Tỷ lệ số hóa"`, `label = " "`, "chưa có lời"},
		{"line number twice", names[1], `id = "4.1"`, `id = "4.3"`, "bỏ trống hoặc đã có"},
		{"trailing dot", names[1], `id = "4.1"`, `id = "4.1."`, "bỏ dấu chấm"},
		{"days backwards", names[1], `to = "2024-12-31"`, `to = "2023-12-31"`, "không sau ngày cuối"},
		{"paper", names[1], `"landscape"`, `"sideways"`, "hướng giấy"},
		{"misspelt key", names[1], `indent = 1`, `indend = 1`, "indend"},
		{"missing appendix", names[0], `["III", "IX"]`, `["III", "X"]`, "không có tệp này"},
		{"stray appendix", names[0], `["III", "IX"]`, `["III"]`, "không báo cáo nào dùng"},
		{"unknown form", names[0], `flow_form = "ii06a"`, `flow_form = "ii06b"`, "không có biểu «ii06b»"},
		{"unknown column", names[3], `"settled.late"`, `"settled.lost"`, "không có cột «settled.lost»"},
		{"field twice", names[4], `["Chứng thực"]`, `["Hộ tịch"]`, "lĩnh vực «Hộ tịch» đã thuộc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for _, n := range names {
				text := file(n)
				if n == c.file {
					if text = strings.Replace(text, c.from, c.to, 1); text == file(n) {
						t.Fatalf("nothing replaced in %s", n)
					}
				}
				fsys[n] = &fstest.MapFile{Data: []byte(text)}
			}
			_, problems := Load(fsys, shipped().set)
			for _, p := range problems {
				if strings.Contains(p.Text, c.want) {
					if p.Line == 0 && c.name != "missing appendix" && c.name != "stray appendix" {
						t.Errorf("no line: %s", p)
					}
					return
				}
			}
			t.Errorf("not found: %q in %v", c.want, problems)
		})
	}
}
