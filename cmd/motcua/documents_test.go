package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/report"
)

// figures are the values of report.json by their marks, written as in the file; what has no
// value is not among them.
func figures(t *testing.T, text []byte) map[string]string {
	t.Helper()
	var r struct {
		Cells []struct {
			Appendix, Line, Column, Part, State string
			Value                               json.RawMessage
		}
		II06a []struct {
			From, To string
			Rows     []struct {
				Field                   string
				Received, Settled, Open map[string]json.Number
			}
		}
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, c := range r.Cells {
		if c.State != report.StateValue {
			continue
		}
		mark, value := c.Appendix+"/"+c.Line+"/"+c.Column, string(c.Value)
		if c.Part != "" {
			mark += "/" + c.Part
		}
		if strings.HasPrefix(value, `"`) {
			if err := json.Unmarshal(c.Value, &value); err != nil {
				t.Fatal(err)
			}
		}
		out[mark] = value
	}
	for _, f := range r.II06a {
		p, err := calendar.ParsePeriod(f.From + ".." + f.To)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range f.Rows {
			for group, cells := range map[string]map[string]json.Number{"received": row.Received, "settled": row.Settled, "open": row.Open} {
				for name, n := range cells {
					out["ii06a/"+p.String()+"/"+row.Field+"/"+group+"."+name] = n.String()
				}
			}
		}
	}
	return out
}

// asJSON turns a printed figure into what report.json has: "TPHS: 4.481,50%" is 4481.50. A
// text is itself, its blanks one by one.
func asJSON(printed string) string {
	number := regexp.MustCompile(`^(?:\pL+: )?(-?[0-9.]+(?:,[0-9]+)?)%?$`)
	if m := number.FindStringSubmatch(printed); m != nil {
		return strings.ReplaceAll(strings.ReplaceAll(m[1], ".", ""), ",", ".")
	}
	return blanks(printed)
}

func blanks(s string) string { return strings.Join(strings.Fields(s), " ") }

// word is a word of a PDF and where it stands, in points from the top left corner.
type word struct {
	left, top, right, foot float64
	text                   string
}

var (
	pageTag = regexp.MustCompile(`<page `)
	wordTag = regexp.MustCompile(`<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">(.*)</word>`)
)

func wordsOf(t *testing.T, file string) [][]word {
	t.Helper()
	out, err := exec.Command("pdftotext", "-bbox", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext %s: %v", file, err)
	}
	var pages [][]word
	for _, page := range pageTag.Split(string(out), -1)[1:] {
		var words []word
		for _, m := range wordTag.FindAllStringSubmatch(page, -1) {
			var at [4]float64
			for i := range at {
				at[i], _ = strconv.ParseFloat(m[i+1], 64)
			}
			words = append(words, word{at[0], at[1], at[2], at[3], html.UnescapeString(m[5])})
		}
		pages = append(pages, words)
	}
	return pages
}

// realReport is the report of the example ward, and the folder with all that the command made
// of it.
func realReport(t *testing.T) (*report.Report, string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	works(t, "report", "cchc-2021-2025", "--as-of", "2025-03-31", "--out", out, "--data", ward)
	return build(t, look(t)), out
}

func build(t testing.TB, r *reading) *report.Report {
	t.Helper()
	asOf, err := calendar.ParseDate("2025-03-31")
	if err != nil {
		t.Fatal(err)
	}
	made, err := report.Build(t.Context(), report.Input{Definition: r.reports["cchc-2021-2025"], Set: r.indicators, Source: r.source, Unit: r.unit, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestPDFIsTheJSON: where the layout puts a figure, the PDF has the words of report.json,
// within the column that the definition gives it, and no figure stands anywhere else.
func TestPDFIsTheJSON(t *testing.T) {
	t.Parallel()
	r, out := realReport(t)
	text, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := figures(t, text)
	columns := columnsOf(r)
	layout := print.Layout(r.Document())
	pages := wordsOf(t, filepath.Join(out, "cchc-2021-2025.pdf"))
	if len(pages) != len(layout) {
		t.Fatalf("the PDF has %d pages, the layout %d", len(pages), len(layout))
	}
	got := map[string]string{}
	for n, page := range layout {
		used := make([]bool, len(pages[n]))
		for _, x := range page.Texts {
			if x.Mark == "" {
				continue
			}
			if c, known := columns[x.Mark]; !known || x.X < c[0] || x.X+x.Width > c[1] {
				t.Errorf("%s stands from %.1f to %.1f, its column from %.1f to %.1f", x.Mark, x.X, x.X+x.Width, c[0], c[1])
			}
			for i, w := range pages[n] {
				if middle := (w.left + w.right) / 2; middle > x.X-1 && middle < x.X+x.Width+1 && w.top < x.Y-1 && w.foot > x.Y-1 {
					got[x.Mark] += " " + w.text
					used[i] = true
				}
			}
		}
		for i, w := range pages[n] { // what is left over in the columns of figures is their heads
			if !used[i] && strings.HasPrefix(page.Section.ID, "phu-luc-") && w.left > columnStart(r, page.Section.ID) && w.foot > 57 &&
				!strings.Contains(headsOf(page.Section), w.text) {
				t.Errorf("%s: %q stands among the figures", page.Section.ID, w.text)
			}
		}
	}
	for mark, value := range want {
		if printed := blanks(got[mark]); asJSON(printed) != blanks(value) {
			t.Errorf("%s: the PDF has %q, report.json %s", mark, printed, value)
		}
		delete(got, mark)
	}
	for mark, printed := range got { // what is left has no value
		if c := r.Cell(mark); c == nil || c.State != report.StateNoData {
			t.Errorf("%s: the PDF has %q, report.json no value", mark, printed)
		}
	}
}

// columnsOf is from where to where a figure may stand, in points, by its mark.
func columnsOf(r *report.Report) map[string][2]float64 {
	const left, mm = 30.0, 72 / 25.4
	out := map[string][2]float64{}
	for _, table := range r.Tables {
		for _, row := range table.Rows {
			depth := max(1, len(row.Line.Parts))
			from := left + table.Appendix.NumberWidth + table.Appendix.LineWidth
			for i, c := range table.Columns {
				for _, cell := range row.Cells[i*depth : (i+1)*depth] {
					out[cell.Mark()] = [2]float64{from * mm, (from + c.Width) * mm}
				}
				from += c.Width
			}
		}
	}
	form := r.Definition.Form
	for _, f := range r.Flows {
		for _, row := range f.Rows {
			from := left + form.NumberWidth + form.FieldWidth
			for _, c := range form.Columns {
				out["ii06a/"+f.Period.String()+"/"+row.Field+"/"+c.Key] = [2]float64{from * mm, (from + c.Width) * mm}
				from += c.Width
			}
		}
	}
	return out
}

// columnStart is where the columns of figures of an appendix begin, in points.
func columnStart(r *report.Report, section string) float64 {
	for _, table := range r.Tables {
		if "phu-luc-"+table.Appendix.ID == section {
			return (30 + table.Appendix.NumberWidth + table.Appendix.LineWidth) * 72 / 25.4
		}
	}
	return 0
}

// headsOf is all that stands above the figures of a section.
func headsOf(s *print.Section) string {
	var b strings.Builder
	add := func(p []print.Paragraph) {
		for _, p := range p {
			for _, run := range p.Runs {
				b.WriteString(run.Text + "\n")
			}
		}
	}
	for _, block := range s.Blocks {
		switch block := block.(type) {
		case *print.Paragraph:
			add([]print.Paragraph{*block})
		case *print.Table:
			for _, row := range block.Head {
				for _, c := range row.Cells {
					add(c.Paragraphs)
				}
			}
		}
	}
	return b.String()
}

// TestDOCXIsTheJSON: row by row and column by column, the tables of the DOCX hold the words of
// report.json; a blank and what is not the ward's hold none.
func TestDOCXIsTheJSON(t *testing.T) {
	t.Parallel()
	r, out := realReport(t)
	text, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := figures(t, text)
	tables := docxTables(t, filepath.Join(out, "cchc-2021-2025.docx"))
	tables = tables[1:] // the contents
	compared := 0
	same := func(mark, printed string) {
		t.Helper()
		value, has := want[mark]
		if c := r.Cell(mark); !has && c != nil && c.State == report.StateNoData {
			return
		}
		if asJSON(blanks(printed)) != blanks(value) {
			t.Errorf("%s: the DOCX has %q, report.json %q", mark, printed, value)
		}
		compared++
	}
	for _, table := range r.Tables {
		if len(tables[0]) != len(table.Rows) {
			t.Fatalf("appendix %s has %d rows of %d", table.Appendix.ID, len(tables[0]), len(table.Rows))
		}
		for i, row := range table.Rows {
			cells := tables[0][i]
			if cells[0][0] != row.Line.Printed || cells[1][0] != row.Line.Label {
				t.Errorf("%s %s: %q %q", table.Appendix.ID, row.Line.ID, cells[0], cells[1])
			}
			depth := max(1, len(row.Line.Parts))
			for k, c := range row.Cells {
				same(c.Mark(), cells[2+k/depth][k%depth])
			}
		}
		tables = tables[1:]
	}
	for _, f := range r.Flows {
		for i, row := range f.Rows {
			for k, c := range r.Definition.Form.Columns {
				same("ii06a/"+f.Period.String()+"/"+row.Field+"/"+c.Key, tables[0][i][2+k][0])
			}
		}
		tables = tables[1:]
	}
	if compared < len(want) {
		t.Errorf("%d of %d figures compared", compared, len(want))
	}
}

// docxTables reads the tables with borders of a DOCX: rows below the head, cells, paragraphs.
func docxTables(t *testing.T, file string) (tables [][][][]string) {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var table [][][]string
	var row [][]string
	var cell []string
	bordered, head := false, false
	d := xml.NewDecoder(f)
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return tables
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "tbl":
				table, bordered = nil, false
			case "tblStyle":
				bordered = true
			case "tr":
				row, head = nil, false
			case "tblHeader":
				head = true
			case "tc":
				cell = nil
			case "p":
				cell = append(cell, "")
			}
		case xml.CharData:
			if len(cell) > 0 {
				cell[len(cell)-1] += string(token)
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "tc":
				row = append(row, cell)
			case "tr":
				if !head {
					table = append(table, row)
				}
			case "tbl":
				if bordered {
					tables = append(tables, table)
				}
			}
		}
	}
}

// TestDocumentsBreakAlike: the report's DOCX through LibreOffice has the pages of the PDF, and
// on each of them the same words; the PDF's type is the embedded face alone.
func TestDocumentsBreakAlike(t *testing.T) {
	t.Parallel()
	_, out := realReport(t)
	pdf := filepath.Join(out, "cchc-2021-2025.pdf")
	fonts, err := exec.Command("pdffonts", pdf).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(fonts)), "\n")[2:] {
		if !strings.Contains(line, "+Tinos-") || !strings.Contains(line, "yes yes yes") {
			t.Errorf("a font that is not the embedded face: %s", line)
		}
	}
	twin := filepath.Join(out, "twin.docx")
	withTinos(t, filepath.Join(out, "cchc-2021-2025.docx"), twin)
	cmd := exec.Command("soffice", "-env:UserInstallation=file://"+filepath.Join(t.TempDir(), "profile"), "--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir", out, twin)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	ours, theirs := wordsOf(t, pdf), wordsOf(t, filepath.Join(out, "twin.pdf"))
	if len(ours) != len(theirs) {
		t.Fatalf("the PDF has %d pages, the DOCX %d", len(ours), len(theirs))
	}
	for n := range ours {
		a, b := sorted(ours[n]), sorted(theirs[n])
		if strings.Join(a, " ") != strings.Join(b, " ") {
			t.Errorf("page %d: the PDF has\n%s\nthe DOCX\n%s", n+1, a, b)
		}
	}
}

func sorted(words []word) []string {
	var out []string
	for _, w := range words {
		out = append(out, w.text)
	}
	slices.Sort(out)
	return out
}

// withTinos copies a DOCX with Times New Roman named as the twin of it that is installed where
// tests run; LibreOffice would take another face, without Vietnamese letters.
func withTinos(t *testing.T, from, to string) {
	t.Helper()
	in, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.ReplaceAll(text, []byte("Times New Roman"), []byte("Tinos"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestReportFormats: --format picks the files; a form by itself goes into the files named; what
// is asked wrongly writes nothing.
func TestReportFormats(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := func(name string) string {
		entries, _ := os.ReadDir(filepath.Join(dir, name))
		var out []string
		for _, e := range entries {
			out = append(out, e.Name())
		}
		return strings.Join(out, " ")
	}
	make := func(name string, more ...string) []string {
		return append([]string{"report", "cchc-2021-2025", "--data", ward, "--as-of", "2025-03-31", "--out", filepath.Join(dir, name)}, more...)
	}
	works(t, make("all")...)
	works(t, make("some", "--format", "PDF, docx,pdf")...)
	refused(t, motcua(t, make("none", "--format", "doc")...), exitUsage, "«doc»", "xlsx,docx,pdf,json")
	for name, want := range map[string]string{"all": "cchc-2021-2025.docx cchc-2021-2025.pdf cchc-2021-2025.xlsx report.json",
		"some": "cchc-2021-2025.docx cchc-2021-2025.pdf", "none": ""} {
		if got := files(name); got != want {
			t.Errorf("%s: files %q, want %q", name, got, want)
		}
	}
	form := filepath.Join(dir, "form")
	works(t, "report", "ii06a", "--data", ward, "--period", "2024-05", "--docx", filepath.Join(form, "a.docx"), "--pdf", filepath.Join(form, "a.pdf"), "--xlsx", filepath.Join(form, "a.xlsx"))
	if got := files("form"); got != "a.docx a.pdf a.xlsx" {
		t.Errorf("the form's files: %q", got)
	}
	twice := filepath.Join(dir, "twice", "a")
	refused(t, motcua(t, "report", "ii06a", "--data", ward, "--period", "2024-05", "--docx", twice, "--pdf", twice), exitUsage, twice)
	if got := files("twice"); got != "" {
		t.Errorf("files of a refused form: %q", got)
	}
}
