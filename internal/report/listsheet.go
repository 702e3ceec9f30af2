package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
)

// WriteListXLSX writes a list as a workbook of one sheet, typed: days are days, numbers are
// numbers, and text is never a formula. Rows are streamed: a list may be as long as the ward
// has dossiers.
func WriteListXLSX(w io.Writer, list indicator.List) error {
	s := &listSheet{list: list, lines: map[lineKey]int{}}
	s.widths = s.measure()
	s.book = newBook(list.Title, list.Period.To)
	s.page("Danh sách", "landscape", s.widths...)
	var err error
	if s.stream, err = s.f.NewStreamWriter(s.sheet); err != nil {
		return err
	}
	s.top()
	s.body()
	s.do(s.stream.Flush())
	s.do(s.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: s.sheet, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", s.sheet, listHead, listHead)}))
	return s.write(w)
}

// listHead is the row of the column names.
const listHead = 4

var (
	listText     = look{size: sizeSmall, border: true, wrap: true}
	listHeadCell = look{size: sizeSmall, bold: true, across: "center", border: true, wrap: true}
)

type listSheet struct {
	*book
	list   indicator.List
	widths []float64
	stream *excelize.StreamWriter
	long   []bool // columns too narrow for their longest cell
	lines  map[lineKey]int
}

// lineKey finds again how many lines a text takes: lists repeat names of procedures and fields.
type lineKey struct {
	column int
	text   string
}

func (s *listSheet) top() {
	for i, mm := range s.widths {
		s.do(s.stream.SetColWidth(i+1, i+1, columnWidth(mm)))
	}
	s.do(s.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: listHead, TopLeftCell: at(1, listHead+1), ActivePane: "bottomLeft"}))
	cell := func(l look, text string) []any { return []any{excelize.Cell{StyleID: s.style(l), Value: text}} }
	l := s.list
	s.do(s.stream.SetRow("A1", cell(look{size: sizeHead, bold: true}, strings.TrimSpace(l.Indicator+" "+l.Title))))
	s.do(s.stream.SetRow("A2", cell(look{size: sizeSmall}, fmt.Sprintf("Kỳ %s. Số liệu: %s. Số dòng: %s.", l.Period.Print(), locale.Int(l.Total), locale.Int(l.Count)))))
	names := make([]any, len(l.Columns))
	high := 1
	for i, c := range l.Columns {
		names[i] = excelize.Cell{StyleID: s.style(listHeadCell), Value: c.Title}
		high = max(high, len(wrap(c.Title, sizeSmall, true, s.widths[i])))
	}
	s.do(s.stream.SetRow(at(1, listHead), names, excelize.RowOpts{Height: rowHeight(high, sizeSmall)}))
}

func (s *listSheet) body() {
	day := s.style(look{size: sizeSmall, border: true, across: "center", format: "dd/mm/yyyy"})
	number := s.style(look{size: sizeSmall, border: true, format: formatCount})
	text := s.style(listText)
	cells := make([]any, len(s.list.Columns))
	for n, row := range s.list.Rows {
		high := 1
		for i, v := range row {
			c := excelize.Cell{StyleID: text, Value: v}
			switch v := v.(type) {
			case calendar.Date:
				c.StyleID, c.Value = day, nil
				if v != 0 {
					c.Value = excelDay(v)
				}
			case int64:
				c.StyleID = number
			case string:
				high = max(high, s.linesOf(i, v))
			}
			cells[i] = c
		}
		s.do(s.stream.SetRow(at(1, listHead+1+n), cells[:len(row)], excelize.RowOpts{Height: rowHeight(high, sizeSmall)}))
	}
}

func (s *listSheet) linesOf(column int, text string) int {
	if !s.long[column] {
		return 1
	}
	key := lineKey{column, text}
	n, known := s.lines[key]
	if !known {
		n = len(wrap(text, sizeSmall, false, s.widths[column]))
		s.lines[key] = n
	}
	return n
}

// excelDay is the serial number of a day in a workbook: days since 30 December 1899.
func excelDay(d calendar.Date) int64 { return int64(d) + 25569 }

// measure shares a landscape page among the columns: a short column gets what its longest
// cell needs, the long ones share the rest.
func (s *listSheet) measure() []float64 {
	const page, short, least = 252.0, 48.0, 40.0
	out := make([]float64, len(s.list.Columns))
	rest, long := page, 0
	for i, c := range s.list.Columns {
		out[i] = s.longest(i, c)
		s.long = append(s.long, out[i] > short)
		if s.long[i] {
			long++
		} else {
			rest -= out[i]
		}
	}
	for i := range out {
		if s.long[i] {
			out[i] = max(rest/float64(long), least)
		}
	}
	return out
}

// longest is the width of the longest cell of a column, and of the longest word of its name.
func (s *listSheet) longest(column int, c indicator.Column) float64 {
	var most float64
	for _, word := range strings.Fields(c.Title) {
		most = max(most, textWidth(word, sizeSmall, true))
	}
	seen := map[string]bool{}
	for _, row := range s.list.Rows {
		text := "00/00/0000"
		switch v := row[column].(type) {
		case string:
			text = v
		case int64:
			text = strconv.FormatInt(v, 10) + "..."
		}
		if !seen[text] {
			seen[text] = true
			most = max(most, textWidth(text, sizeSmall, false))
		}
	}
	return most + cellPadding + 1
}
