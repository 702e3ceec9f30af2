package report

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Sizes in points. Nghị định 30 sets those of the headings; it sets none for table text.
const (
	sizeTitle  = 14
	sizeHead   = 13
	sizeTable  = 12
	sizeSmall  = 11
	sizeRemark = 10
)

var (
	centred    = look{size: sizeHead, across: "center"}
	centredB   = look{size: sizeHead, across: "center", bold: true}
	headCell   = look{size: sizeTable, bold: true, across: "center", border: true, wrap: true}
	numberCell = look{size: sizeTable, across: "center", border: true, wrap: true}
)

// WriteXLSX writes the report as a workbook ready to print: the signed front page, a sheet per
// appendix, a sheet per period of form II.06a, and the explanations.
func (r *Report) WriteXLSX(w io.Writer) error {
	b := newBook(r.title(), r.AsOf)
	if len(r.Tables) > 0 {
		r.front(b)
	}
	for _, t := range r.Tables {
		r.appendix(b, t)
	}
	for _, f := range r.Flows {
		r.flowSheet(b, f)
	}
	r.notes(b)
	return b.write(w)
}

// appendix lays out one table.
func (r *Report) appendix(b *book, t Table) {
	widths := []float64{t.Appendix.NumberWidth, t.Appendix.LineWidth}
	for _, c := range t.Columns {
		widths = append(widths, c.Width)
	}
	last := len(widths)
	b.page("Phụ lục "+t.Appendix.ID, t.Appendix.Orientation, widths...)
	b.block(1, last, "Phụ lục "+t.Appendix.ID, look{size: sizeTitle, bold: true, across: "center"})
	b.block(1, last, t.Appendix.Title, centredB)
	b.block(1, last, r.Document.Attached, look{size: sizeHead, italic: true, across: "center"})
	b.down(9)

	head := b.row
	b.put(1, 1, "STT", headCell)
	b.put(2, 2, t.Appendix.LineHeading, headCell)
	lines := 1
	for i, c := range t.Columns {
		b.put(i+3, i+3, c.Label, headCell)
		lines = max(lines, b.lines(i+3, i+3, c.Label, headCell))
	}
	b.down(rowHeight(lines, sizeTable) + 3)
	b.repeat(head, head)
	for _, row := range t.Rows {
		b.line(t, row)
	}
	b.fit()
}

// line lays out one line. A line with parts takes a row for each, its number and words
// standing beside all of them.
func (b *book) line(t Table, row Row) {
	depth := max(len(row.Line.Parts), 1)
	words := look{size: sizeTable, bold: row.Line.Bold, border: true, wrap: true, indent: row.Line.Indent}
	if row.Line.Indent > 0 {
		words.across = "left" // an indent holds only with an explicit side
	}
	number := numberCell
	number.bold = row.Line.Bold
	need := b.lines(2, 2, row.Line.Label, words)
	top := b.row
	for part := range depth {
		lines := 1
		b.put(1, 1, nil, number)
		b.put(2, 2, nil, words)
		for i := range t.Columns {
			c := row.Cells[i*depth+part]
			v, l := c.show(row.Line)
			b.put(i+3, i+3, v, l)
			if s, ok := v.(string); ok {
				lines = max(lines, b.lines(i+3, i+3, s, l))
			}
		}
		height := rowHeight(lines, sizeTable)
		b.down(math.Max(height, math.Ceil(rowHeight(need, sizeTable)/float64(depth))))
	}
	if row.Line.Printed != "" {
		b.do(b.f.SetCellValue(b.sheet, at(1, top), row.Line.Printed))
	}
	b.do(b.f.SetCellValue(b.sheet, at(2, top), row.Line.Label))
	if depth > 1 {
		b.do(b.f.MergeCell(b.sheet, at(1, top), at(1, b.row-1)))
		b.do(b.f.MergeCell(b.sheet, at(2, top), at(2, b.row-1)))
	}
}

const noData = "chưa có số liệu"

// show is a cell's value, typed, and its look: a number is a number, a blank is an empty
// cell, what is not the unit's is grey, what has no figure says so.
func (c Cell) show(line *Line) (any, look) {
	l := numberCell
	l.bold = line.Heading
	switch c.State {
	case StateBlank:
		return nil, l
	case StateNotApplicable:
		l.fill = grey
		return nil, l
	case StateNoData:
		l.size, l.italic, l.color = sizeRemark, true, faint
		if c.Words != "" {
			return c.Words, l
		}
		return noData, l
	}
	if c.Value.Kind == Text {
		return c.Value.Text, l
	}
	if c.Value.Kind != Number {
		return nil, l
	}
	l.format = c.Value.format(c.Part)
	if c.Part != "" { // "TPHS: 100,00%" is long for a column of a year
		l.size = sizeRemark
	}
	if c.Value.Decimals == 0 {
		return c.Value.Scaled, l
	}
	f, _ := strconv.ParseFloat(c.Value.plain(), 64)
	return f, l
}

// format prints 4.481, 71,34% or, for a part, "TPHS: 71,34%".
func (v Value) format(part string) string {
	s := formatCount
	if v.Decimals > 0 {
		s += "." + strings.Repeat("0", v.Decimals)
	}
	if v.Percent {
		s += percentTail
	}
	if part != "" {
		s = fmt.Sprintf("[$-42A]%q%s", part+": ", strings.TrimPrefix(s, "[$-42A]"))
	}
	return s
}
