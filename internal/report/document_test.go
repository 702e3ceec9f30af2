package report

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/print/html"
)

// paragraphs walks every paragraph of a section, those of tables and of both sides too.
func paragraphs(s *print.Section, visit func(*print.Paragraph)) {
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case *print.Paragraph:
			visit(b)
		case *print.Columns:
			for _, side := range b.Sides {
				for i := range side {
					visit(&side[i])
				}
			}
		case *print.Table:
			for _, rows := range [][]print.Row{b.Head, b.Rows} {
				for _, row := range rows {
					for _, c := range row.Cells {
						for i := range c.Paragraphs {
							visit(&c.Paragraphs[i])
						}
					}
				}
			}
		}
	}
}

// The sections stand in the order of print, under the names that links use.
func TestDocumentSections(t *testing.T) {
	names := func(r *Report) string {
		var out []string
		for _, s := range r.Document().Sections {
			out = append(out, s.ID)
		}
		return strings.Join(out, " ")
	}
	want := "mat-truoc phu-luc-III phu-luc-IX ii06a-2023 ii06a-2024-H1 ii06a-2023-01-01..2024-06-30 thuyet-minh"
	if got := names(small().build(t, "tiny", date("2024-06-30"))); got != want {
		t.Errorf("sections %s, want %s", got, want)
	}
	if got := names(flowReport(t, small(), "2024-05")); got != "ii06a-2024-05 thuyet-minh" {
		t.Errorf("a form by itself has sections %s", got)
	}
}

// Every cell of every appendix and every count of every form stands once in the document, with
// its words, under its mark; what is not applicable is shaded, and nothing else is.
func TestDocumentHoldsEveryFigure(t *testing.T) {
	for _, id := range []string{"tiny", "cchc-2021-2025"} {
		r := small().build(t, id, date("2024-06-30"))
		text := map[string]string{}
		shaded := 0
		for i := range r.Document().Sections {
			s := &r.Document().Sections[i]
			paragraphs(s, func(p *print.Paragraph) {
				for _, run := range p.Runs {
					if run.Mark == "" {
						continue
					}
					if _, twice := text[run.Mark]; twice {
						t.Errorf("%s stands twice", run.Mark)
					}
					text[run.Mark] = run.Text
				}
			})
			for _, b := range s.Blocks {
				if table, ok := b.(*print.Table); ok && s.ID != "thuyet-minh" {
					for _, row := range table.Rows {
						for _, c := range row.Cells {
							if c.Shade {
								shaded++
							}
						}
					}
				}
			}
		}
		grey, figures := 0, 0
		for _, table := range r.Tables {
			for _, row := range table.Rows {
				depth := max(1, len(row.Line.Parts))
				for i, c := range row.Cells {
					if c.State == StateNotApplicable && i%depth == 0 {
						grey++
					}
					if c.Text() == "" {
						continue
					}
					figures++
					if text[c.Mark()] != c.Text() {
						t.Errorf("%s: %q in the document, %q in the report", c.Mark(), text[c.Mark()], c.Text())
					}
				}
			}
		}
		for _, f := range r.Flows {
			for _, row := range f.Rows {
				for _, column := range flowColumns {
					figures++
					mark := FlowMark(f.Period, row.Field, column.key)
					if text[mark] != fmt.Sprint(*column.place(&row)) { // none of a thousand in this ward
						t.Errorf("%s: %q", mark, text[mark])
					}
				}
			}
		}
		if len(text) != figures || shaded != grey || figures == 0 || grey == 0 {
			t.Errorf("%s: %d marks of %d figures, %d of %d cells shaded", id, len(text), figures, shaded, grey)
		}
	}
}

// A mark opens what report.json opens, and a mark of nothing opens nothing.
func TestDrillOfAMark(t *testing.T) {
	r := small().build(t, "cchc-2021-2025", date("2024-06-30"))
	same := func(got, want []string) bool { return strings.Join(got, "\x00") == strings.Join(want, "\x00") }
	ratios := 0
	for _, c := range r.Cells() {
		if !same(r.Drill(c.Mark()), c.Drill) || !same(r.DrillDen(c.Mark()), c.DrillDen) {
			t.Errorf("%s: %v and %v, want %v and %v", c.Mark(), r.Drill(c.Mark()), r.DrillDen(c.Mark()), c.Drill, c.DrillDen)
		}
		if len(c.DrillDen) > 0 {
			ratios++
		}
	}
	if ratios == 0 {
		t.Error("no ratio was compared")
	}
	for mark, want := range map[string]string{
		"ii06a/2023/Tổng số/received.online":  "ii06a received.online --field Tổng số --from 2023-01-01 --to 2023-12-31 --unit H99.01",
		"ii06a/2024-H1/Chứng thực/open.total": "ii06a open.total --field Chứng thực --from 2024-01-01 --to 2024-06-30 --unit H99.01",
		"ii06a/2023/Tổng số/received.nothing": "", "ii06a/2023/Không có/received.online": "", "ii06a/1999/Tổng số/received.online": "",
		"ii06a": "", "": "", "/": "", "III": "", "III/4.3": "", "III/4.3/1999": "", "V/1/2021": "", "III/4.3/2023/TPHS": "",
	} {
		if got := strings.Join(r.Drill(mark), " "); got != want {
			t.Errorf("%q opens %q, want %q", mark, got, want)
		}
	}
	for i := range r.Flows {
		if r.Flows[i].Period.String() == "2023" {
			r.Flows[i].Rows[0].Field = "Đất đai/Môi trường"
		}
	}
	if r.Drill("ii06a/2023/Đất đai/Môi trường/open.total") == nil {
		t.Error("a row whose name has a slash does not open")
	}
}

// What a cell prints, by state and kind.
func TestCellText(t *testing.T) {
	for want, c := range map[string]Cell{
		"4.481":           {State: StateValue, Value: Value{Kind: Number, Scaled: 4481}},
		"71,34%":          {State: StateValue, Value: Value{Kind: Number, Scaled: 7134, Decimals: 2, Percent: true}},
		"TPHS: 100,00%":   {State: StateValue, Part: "TPHS", Value: Value{Kind: Number, Scaled: 10000, Decimals: 2, Percent: true}},
		"Đạt":             {State: StateValue, Value: Value{Kind: Text, Text: "Đạt"}},
		"chưa có số liệu": {State: StateNoData},
		"Chưa đủ số liệu": {State: StateNoData, Words: "Chưa đủ số liệu"},
		"":                {State: StateBlank, Value: Value{Kind: Number, Scaled: 5}},
		"0":               {State: StateValue, Value: Value{Kind: Number}},
	} {
		if got := c.Text(); got != want {
			t.Errorf("%+v prints %q, want %q", c, got, want)
		}
	}
	if c := (Cell{State: StateNotApplicable, Value: Value{Kind: Number, Scaled: 5}}); c.Text() != "" {
		t.Errorf("what is not the unit's prints %q", c.Text())
	}
}

// The same figures give the same files, byte for byte, in every form.
func TestDocumentBytes(t *testing.T) {
	write := func() [2][]byte {
		r := small().build(t, "tiny", date("2024-06-30"))
		var docx, pdf bytes.Buffer
		if err := r.WriteDOCX(&docx); err != nil {
			t.Fatal(err)
		}
		if err := r.WritePDF(&pdf); err != nil {
			t.Fatal(err)
		}
		return [2][]byte{docx.Bytes(), pdf.Bytes()}
	}
	a, b := write(), write()
	if !bytes.Equal(a[0], b[0]) || !bytes.Equal(a[1], b[1]) {
		t.Error("two writings differ")
	}
}

// On a page every figure with a list is a link, whatever part of the report it stands in, and
// the page of the largest part keeps within 100 KB with links as long as those of the pages.
func TestEveryFigureIsALink(t *testing.T) {
	r := small().build(t, "cchc-2021-2025", date("2025-03-31"))
	id := regexp.MustCompile(`<a id="([^"]*)"`)
	most, links := 0, map[string]bool{}
	for i := range r.Document().Sections {
		var b strings.Builder
		err := html.Write(&b, &r.Document().Sections[i], func(mark string) string {
			if r.Drill(mark) == nil {
				return ""
			}
			return "/danh-sach?bc=cchc-2021-2025&chot=2025-03-31&ct=III.4.3&den=2025-03-31&phan=den&tu=2025-01-01"
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range id.FindAllStringSubmatch(b.String(), -1) {
			links[m[1]] = true
		}
		most = max(most, b.Len())
	}
	for _, c := range r.Cells() {
		if (c.State == StateValue && len(c.Drill) > 0) != links[html.Anchor(c.Mark())] && c.State != StateNoData {
			t.Errorf("%s (%s, %q, drill %v): link %v", c.Mark(), c.State, c.Text(), c.Drill, links[html.Anchor(c.Mark())])
		}
	}
	for _, f := range r.Flows {
		for _, row := range f.Rows {
			for _, column := range flowColumns {
				if !links[html.Anchor(FlowMark(f.Period, row.Field, column.key))] {
					t.Errorf("II.06a %s %s %s is no link", f.Period, row.Field, column.key)
				}
			}
		}
	}
	t.Logf("the largest part is %d KB", most>>10)
	if most > 100<<10 {
		t.Errorf("the largest part is %d bytes", most)
	}
}

func flowReport(t testing.TB, w *ward, period string) *Report {
	t.Helper()
	p, err := calendar.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	r, err := BuildFlow(t.Context(), Input{Definition: shipped().defs["tiny"], Set: shipped().set, Source: w.source(), Unit: &unit.Unit{Code: wardCode}}, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rowsOf is a flow of n rows with large numbers and its total.
func rowsOf(n int) Flow {
	f := Flow{Period: calendar.Period{From: date("2024-01-01"), To: date("2024-12-31")}}
	for i := range n {
		row := FlowRow{Field: fmt.Sprintf("Lĩnh vực thứ %d của danh mục", i+1)}
		row.Received.Total, row.Received.Online, row.Settled.Total, row.Settled.Early = 1234567, 1234567, 1234567, 1234567
		f.Rows = append(f.Rows, row)
	}
	f.Rows = append(f.Rows, FlowRow{Field: "Tổng số"})
	return f
}

// A form as long as it may be: the signature stands on a page with rows, no number is broken
// over two lines, and a page is not begun for a few rows.
func TestLongFormsReadWell(t *testing.T) {
	for n := 1; n <= 60; n++ {
		r := flowReport(t, small(), "2024")
		r.Flows = []Flow{rowsOf(n)}
		s := r.Document().Sections[0]
		pages := pagesOf(&s)
		last := pages[len(pages)-1]
		figures, signed := 0, false
		for _, x := range last.Texts {
			if x.Mark != "" {
				figures++
			}
			signed = signed || x.Text == "NGƯỜI LẬP BIỂU"
		}
		if figures == 0 || !signed {
			t.Errorf("%d rows: the last of %d pages has %d figures, signed %v", n, len(pages), figures, signed)
		}
		pieces := map[string]int{}
		for _, p := range pages {
			for _, x := range p.Texts {
				if x.Mark != "" {
					pieces[x.Mark]++
				}
			}
		}
		for mark, k := range pieces {
			if k != 1 {
				t.Fatalf("%d rows: %s is broken into %d", n, mark, k)
			}
		}
	}
}

// No figure of the report is broken over two lines, and no heading ends a page.
func TestPagesReadWell(t *testing.T) {
	r := small().build(t, "cchc-2021-2025", date("2025-03-31"))
	headings := map[string]bool{}
	for _, table := range r.Tables {
		for _, row := range table.Rows {
			if row.Line.Heading && row.Line.Printed != "" {
				headings[table.Appendix.ID+"/"+row.Line.Printed] = true
			}
		}
	}
	for i := range r.Document().Sections {
		s := &r.Document().Sections[i]
		pages := pagesOf(s)
		pieces := map[string]int{}
		for n, p := range pages {
			foot, first := 0.0, ""
			for _, x := range p.Texts {
				if x.Mark != "" {
					pieces[x.Mark]++
				}
				if x.X < 30*72/25.4+40 && x.Y > foot { // the number of the lowest row
					foot, first = x.Y, x.Text
				}
			}
			if n+1 < len(pages) && headings[strings.TrimPrefix(s.ID, "phu-luc-")+"/"+first] {
				t.Errorf("%s: page %d ends with heading %s", s.ID, n+1, first)
			}
		}
		for mark, k := range pieces {
			if c := r.Cell(mark); k != 1 && (c == nil || c.Value.Kind == Number) {
				t.Errorf("%s is broken into %d", mark, k)
			}
		}
	}
}

// Writing the documents changes no figure.
func TestLayingOutChangesNothing(t *testing.T) {
	r := small().build(t, "tiny", date("2024-06-30"))
	before := reportJSON(t, r)
	r.Document()
	var b bytes.Buffer
	if err := r.WriteXLSX(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, reportJSON(t, r)) {
		t.Error("laying out changed the figures")
	}
}

// benchmarkPages measures one writing, laying out included, by the page.
func benchmarkPages(b *testing.B, write func(*Report, io.Writer) error) {
	r := small().build(b, "cchc-2021-2025", date("2025-03-31"))
	pages := 0
	for i := range r.Document().Sections {
		pages += len(pagesOf(&r.Document().Sections[i]))
	}
	for b.Loop() {
		r.once, r.document = sync.Once{}, nil
		if err := write(r, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N)/float64(pages), "ms/page")
}

func BenchmarkWriteDOCX(b *testing.B) { benchmarkPages(b, (*Report).WriteDOCX) }
func BenchmarkWritePDF(b *testing.B)  { benchmarkPages(b, (*Report).WritePDF) }
