package reconcile

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// sheetHead is the row of the column names; above it stand a title and the counts.
const sheetHead = 4

// sheetDay stands in the file as the day of its making: a fixed one, so that the same report
// gives the same bytes.
const sheetDay = "2025-01-01T00:00:00Z"

// sheetColumn is one column: its heading, width in characters, and whether its cells stand in
// the middle.
type sheetColumn struct {
	key   string
	wide  float64
	mid   bool
	whole bool // whole numbers
}

var findingColumns = []sheetColumn{
	{"number", 5, true, true}, {"severity", 11, true, false}, {"rule", 22, false, false}, {"text", 52, false, false},
	{"places", 48, false, false}, {"printed", 14, false, false}, {"recomputed", 12, false, false}, {"likely", 12, false, false},
}

var ruleColumns = []sheetColumn{{"rule_id", 26, false, false}, {"rule", 70, false, false}, {"compared", 14, true, true}, {"found", 14, true, true}, {"result", 28, false, false}}

// sheets is the workbook being made; the first error is kept, so that layout reads as layout.
type sheets struct {
	f     *excelize.File
	say   Say
	err   error
	style map[string]int
}

// WriteXLSX writes the findings as a workbook: one sheet of findings to filter and print, one
// of the rules that ran. Words out of a file are always texts, never formulas.
func (r *Report) WriteXLSX(w io.Writer, say Say) error {
	s := &sheets{f: excelize.NewFile(), say: say, style: map[string]int{}}
	defer s.f.Close()
	s.do(s.f.SetDefaultFont("Times New Roman"))
	s.do(s.f.SetDocProps(&excelize.DocProperties{Creator: "motcua", LastModifiedBy: "motcua", Created: sheetDay, Modified: sheetDay,
		Title: say("findings.sheet.title"), Language: "vi-VN"}))
	s.styles()
	s.findings(r)
	s.rules(r)
	if s.err != nil {
		return s.err
	}
	_, err := s.f.WriteTo(w)
	return err
}

func (s *sheets) do(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *sheets) styles() {
	border := []excelize.Border{}
	for _, side := range []string{"left", "top", "right", "bottom"} {
		border = append(border, excelize.Border{Type: side, Color: "808080", Style: 1})
	}
	add := func(name string, st excelize.Style) {
		id, err := s.f.NewStyle(&st)
		s.do(err)
		s.style[name] = id
	}
	font := func(size float64, bold bool) *excelize.Font {
		return &excelize.Font{Family: "Times New Roman", Size: size, Bold: bold}
	}
	add("title", excelize.Style{Font: font(14, true)})
	add("plain", excelize.Style{Font: font(11, false)})
	add("head", excelize.Style{Font: font(11, true), Border: border, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7E6E6"}},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}})
	add("cell", excelize.Style{Font: font(11, false), Border: border, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	mid := excelize.Style{Font: font(11, false), Border: border, Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "top", WrapText: true}}
	add("mid", mid)
	whole := "#,##0"
	mid.CustomNumFmt = &whole
	add("whole", mid)
}

// begin makes a sheet: title lines, column names, page, and the head that stays in view.
func (s *sheets) begin(name string, columns []sheetColumn, lines [2]string) {
	if s.f.GetSheetName(0) == "Sheet1" {
		s.do(s.f.SetSheetName("Sheet1", name))
	} else {
		_, err := s.f.NewSheet(name)
		s.do(err)
	}
	s.put(name, 1, 1, lines[0], "title")
	s.put(name, 1, 2, lines[1], "plain")
	for i, c := range columns {
		col, _ := excelize.ColumnNumberToName(i + 1)
		s.do(s.f.SetColWidth(name, col, col, c.wide))
		s.put(name, i+1, sheetHead, s.say("findings.sheet."+c.key), "head")
	}
	one, zero, a4, landscape := 1, 0, 9, "landscape"
	no := false
	inch := func(mm float64) *float64 { mm /= 25.4; return &mm }
	s.do(s.f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &a4, Orientation: &landscape, FitToWidth: &one, FitToHeight: &zero}))
	s.do(s.f.SetPageMargins(name, &excelize.PageLayoutMarginsOptions{Left: inch(20), Right: inch(15), Top: inch(20), Bottom: inch(15), Header: inch(10), Footer: inch(8)}))
	s.do(s.f.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddFooter: `&C&"Times New Roman,Regular"&P/&N`}))
	s.do(s.f.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &no}))
	s.do(s.f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: sheetHead, TopLeftCell: fmt.Sprint("A", sheetHead+1), ActivePane: "bottomLeft"}))
	s.do(s.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: name, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", name, sheetHead, sheetHead)}))
}

func (s *sheets) findings(r *Report) {
	name := s.say("findings.sheet.findings")
	title, c := s.say("findings.sheet.title"), r.Counts()
	if d := r.Document; d != nil {
		title += ": " + tame(d.Name)
	}
	s.begin(name, findingColumns, [2]string{title,
		s.say("findings.counts", "all", len(r.Findings), "blocks", c[Blocks], "warns", c[Warns], "asks", c[Asks])})
	row := sheetHead
	for i := range r.Findings {
		f := &r.Findings[i]
		row++
		places, printed := f.columns()
		s.row(name, row, findingColumns, i+1, s.say("findings.severity."+string(f.Severity)), tame(r.Title(f.Rule)), tame(f.Sentence()),
			places, printed, tame(f.Recomputed), tame(f.Likely))
	}
	s.filter(name, findingColumns, row)
}

// mostPlaces is how many places one cell lists; a rule that repeats itself over a thousand
// pages would make a cell nobody can read.
const mostPlaces = 40

// columns are the places with what each prints, line by line, and the different values, to
// filter by.
func (f *Finding) columns() (places, printed string) {
	var a, b []string
	for i, p := range f.Places {
		if i == mostPlaces {
			a = append(a, fmt.Sprintf("… (+%d)", len(f.Places)-i))
			break
		}
		value := tame(f.PrintedAt(i))
		a = append(a, placeWith(p, value))
		if value != "" && !slices.Contains(b, value) {
			b = append(b, value)
		}
	}
	return strings.Join(a, "\n"), strings.Join(b, "\n")
}

// placeWith is a place and what it prints.
func placeWith(p statement.Place, value string) string {
	if value == "" {
		return tame(PlaceText(p))
	}
	return tame(PlaceText(p)) + ": " + value
}

func (s *sheets) rules(r *Report) {
	name := s.say("findings.sheet.rules")
	silent, _ := r.Silent()
	s.begin(name, ruleColumns, [2]string{name, s.say("findings.ran", "rules", len(r.Rules), "silent", len(silent))})
	row := sheetHead
	for _, x := range r.Rules {
		row++
		s.row(name, row, ruleColumns, x.Rule, x.Title, x.Compared, x.Found, s.say("findings.result."+x.Result()))
	}
	s.filter(name, ruleColumns, row)
}

// Result says how a rule ended: "found", "silent", or "idle" when it met nothing to compare.
func (x Ran) Result() string {
	switch {
	case x.Found > 0:
		return "found"
	case x.Compared > 0:
		return "silent"
	}
	return "idle"
}

// filter ends a sheet. Filters forget that the sheet fits its page, so that is said after them.
func (s *sheets) filter(name string, columns []sheetColumn, last int) {
	col, _ := excelize.ColumnNumberToName(len(columns))
	s.do(s.f.AutoFilter(name, fmt.Sprintf("A%d:%s%d", sheetHead, col, max(last, sheetHead)), nil))
	yes := true
	s.do(s.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &yes}))
}

func (s *sheets) row(name string, row int, columns []sheetColumn, values ...any) {
	high := 1.0
	for i, v := range values {
		c := columns[i]
		style := "cell"
		switch {
		case c.whole:
			style = "whole"
		case c.mid:
			style = "mid"
		}
		if text, ok := v.(string); ok {
			high = max(high, linesIn(text, c.wide))
		}
		s.put(name, i+1, row, v, style)
	}
	s.do(s.f.SetRowHeight(name, row, min(409, high*15+3)))
}

// linesIn is about how many lines a text takes in a column: programs do not fit the rows of a
// file that they did not make. A column holds a few letters more than its width, which is
// counted in digits.
func linesIn(text string, wide float64) float64 {
	n, most := 0.0, int(wide*1.05)
	for part := range strings.SplitSeq(text, "\n") {
		n++
		length := 0
		for word := range strings.FieldsSeq(part) {
			letters := utf8.RuneCountInString(word)
			if length > 0 && length+1+letters > most {
				n, length = n+1, 0
			}
			length += 1 + letters
		}
	}
	return n
}

func (s *sheets) put(name string, column, row int, v any, style string) {
	at, err := excelize.CoordinatesToCellName(column, row)
	s.do(err)
	if text, ok := v.(string); ok {
		s.do(s.f.SetCellStr(name, at, text))
	} else {
		s.do(s.f.SetCellValue(name, at, v))
	}
	s.do(s.f.SetCellStyle(name, at, at, s.style[style]))
}
