package source

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// printedReport is the ward's printed report in the schema reform-report/1.
func printedReport(t testing.TB) []byte {
	t.Helper()
	b, err := fs.ReadFile(data.FS, "demo/phuong-2/seed-report.json")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func readReform(t testing.TB, b string) *statement.Document {
	t.Helper()
	d, err := Read(words(t), "báo cáo.json", []byte(b))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestPrintedReport counts what the schema holds: nothing of it is lost.
func TestPrintedReport(t *testing.T) {
	b := printedReport(t)
	d := readReform(t, string(b))
	root, err := parseTree(b)
	if err != nil {
		t.Fatal(err)
	}
	lines, cells := 0, 0
	for _, table := range d.Tables {
		lines += len(table.Lines)
		for _, l := range table.Lines {
			cells += len(l.Figures)
			if l.Indicator == "" {
				t.Errorf("phụ lục %s, dòng %s is not recognized", table.Section, l.Number)
			}
		}
	}
	wantRatios := len(root.get("online_services").get("ratios").list()) + len(root.get("digitization").get("ratios").list())
	for _, year := range root.get("case_statistics").get("years").items {
		wantRatios += len(keysOf(year.get("percentages")))
	}
	wantRatios += 3 + 1 // shares of the whole span, and the post channel
	for _, f := range root.get("facts").list() {
		if f.get("numerator") != nil {
			wantRatios++
		}
	}
	got := [...]int{len(d.Tables), lines, len(d.Headings), len(d.Ratios), len(d.Cited)}
	want := [...]int{8, 186, 8, wantRatios, len(root.get("documents_cited").list()) + 2} // the title cites one, a fact another
	if got != want {
		t.Errorf("tables, lines, headings, ratios, acts %v, want %v", got, want)
	}
	if facts := len(root.get("facts").list()); facts != 90 {
		t.Errorf("%d facts", facts)
	}
	if d.Dated.String() != "2025-04-30" || d.Period.Printed != "2021-2025" || d.Format != "reform-report/1" {
		t.Errorf("head %s %+v %s", d.Dated, d.Period, d.Format)
	}
	for _, f := range d.Figures {
		if f.Place.Text == "" || !strings.HasPrefix(f.Ref, "json:/") || f.Within == 0 {
			t.Errorf("no place or group: %+v", f)
		}
	}
}

// figure finds the only figure at a reference.
func figure(t *testing.T, d *statement.Document, ref string) *statement.Figure {
	t.Helper()
	i := slices.IndexFunc(d.Figures, func(f *statement.Figure) bool { return f.Ref == ref })
	if i < 0 {
		t.Fatalf("nothing at %s", ref)
	}
	return d.Figures[i]
}

// TestPrintedFigures looks at one figure of every kind.
func TestPrintedFigures(t *testing.T) {
	d := readReform(t, string(printedReport(t)))
	for ref, want := range map[string]string{
		"json:/appendices/2/lines/19/values/2025":                           "rate.on_time >99%",
		"json:/appendices/0/lines/10/values/2021":                           "findings.fixed 100%",
		"json:/appendices/0/lines/0/values/2025_to_31_03":                   "directives 32",
		"json:/appendices/6/lines/25/values/2022":                           "full.total 4386",
		"json:/case_statistics/years/2022/settled_late":                     "settled.late không có hồ sơ trễ hạn",
		"json:/case_statistics/years/2023/by_field/Chứng thực":              "received 1516",
		"json:/case_statistics/years/2022/carried_over_in":                  "carried 03",
		"json:/case_statistics/bcci_2021_2025/numerator":                    "received.post 4.172",
		"json:/case_statistics/total_2021_to_04_2025/received_total":        "received 13.246",
		"json:/online_services/ratios/15/percent":                           "rate.full 69,21%",
		"json:/online_services/ratios/0/denominator":                        "services.online 103",
		"json:/digitization/ratios/4/numerator":                             "digitized.components 1794",
		"json:/appendices/0/lines/1/values/2021":                            "directives.party ",
		"json:/case_statistics/total_2021_to_04_2025/received_online/share": "rate.received.online 68,5%",
	} {
		f := figure(t, d, ref)
		if got := f.Measure + " " + f.Printed; got != want {
			t.Errorf("%s: %q, want %q", ref, got, want)
		}
	}
	cell := figure(t, d, "json:/appendices/6/lines/25/values/2022")
	if cell.Place.Text != "Phụ lục VIII, dòng 6.3.1, cột Năm 2022" || cell.Section != "VIII" || cell.Line != "6.3.1" || cell.Scaled != 4386 {
		t.Errorf("place %+v", cell.Place)
	}
	line := d.Tables[6].Lines[25]
	if line.Indicator != "VIII.6.3.1" || d.Tables[6].Lines[line.Parent].Number != "6.3" || line.Kind != statement.Count {
		t.Errorf("line %+v", line)
	}
}

// TestPartsOfACell: «TPHS: 71,34%; KQ 12,17%» is a text and two figures at its place.
func TestPartsOfACell(t *testing.T) {
	d := readReform(t, string(printedReport(t)))
	var got []string
	for _, f := range d.Figures {
		if f.Ref == "json:/appendices/2/lines/25/values/2022" {
			got = append(got, f.Measure+"|"+f.Printed+"|"+f.Of["part"])
		}
	}
	want := []string{"|TPHS: 71,34%; KQ 12,17%|", "rate.components|71,34%|TPHS", "rate.results|12,17%|KQ"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestSchemaIsTolerant: keys that are not known, values of other types and missing parts are
// passed over; what is there is read.
func TestSchemaIsTolerant(t *testing.T) {
	d := readReform(t, `{"schema":"reform-report/1","later":{"x":[1]},"document":{"title":5,"date":"hôm nay"},
	"appendices":[{"id":"III","columns":[{"printed":"Năm 2024","key":"2024"},"lạ"],"lines":[
	  {"stt":"4.3","label":"Tỷ lệ hồ sơ TTHC cấp xã giải quyết đúng hẹn (đã tiếp nhận/đã trả đúng hẹn)","values":{"2024":"99,5%"}},
	  {"stt":6,"label":null,"values":[]}, 7]}],
	"case_statistics":[],"facts":[{"id":"a"},{"label":"văn bản","printed":"5"},3],"digitization":{"ratios":{}}}`)
	if got := told(d); !slices.Equal(got, []string{"rate.on_time=99,5% @2024"}) {
		t.Errorf("%q", got)
	}
}
