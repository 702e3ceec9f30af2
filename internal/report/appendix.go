package report

import (
	"github.com/motcua/motcua/internal/print"
)

// noData stands in a cell that nobody has given a figure.
const noData = "chưa có số liệu"

// indentStep is how far a line of one level deeper stands in, mm.
const indentStep = 3

// appendix lays out one table (NĐ 30, phụ lục I mục III: name, title, what it is attached to).
func (r *Report) appendix(t *Table) print.Section {
	a := t.Appendix
	s := section(AppendixSection(a.ID), "Phụ lục "+a.ID, a.Orientation == "landscape")
	table := &print.Table{Caption: "Phụ lục " + a.ID + ": " + a.Title, Widths: []float64{a.NumberWidth, a.LineWidth}, Size: sizeTable}
	names := []string{"STT", a.LineHeading}
	for _, c := range t.Columns {
		table.Widths = append(table.Widths, c.Width)
		names = append(names, c.Label)
	}
	table.Head = headRow(names...)
	for i := range t.Rows {
		table.Rows = append(table.Rows, t.Rows[i].print(t.Columns))
	}
	s.Blocks = []print.Block{
		heading(bold(centred(s.Name, sizeTitle)), "Appendix", 1),
		heading(bold(centred(a.Title, sizeHead)), "Appendix Title", 2),
		kept(italic(centred(r.Words.Attached, sizeHead)), "Appendix Reference", 9),
		table,
	}
	return s
}

// print is a line: its number, its words, and a cell a column. The figures of a line with
// parts stand under each other.
func (row *Row) print(columns []Column) print.Row {
	depth := max(len(row.Line.Parts), 1)
	stt, label := number(row.Line.Printed), words(row.Line.Label)
	label.Indent = indentStep * float64(row.Line.Indent)
	if row.Line.Bold {
		stt, label = bold(stt), bold(label)
	}
	name := cell(label)
	name.Header = true
	out := print.Row{Cells: []print.Cell{cell(stt), name}}
	if row.Line.Heading { // no heading stands alone at the foot of a page
		out.Cells[0].Paragraphs[0].KeepNext = true
	}
	for i, column := range columns {
		c := cell()
		for _, figure := range row.Cells[i*depth : (i+1)*depth] {
			p := figure.print()
			if row.Line.Heading {
				p = bold(p)
			}
			if figure.Value.Kind == Number {
				p = narrow(p, column.Width)
			}
			c.Paragraphs = append(c.Paragraphs, p)
			c.Shade = c.Shade || figure.State == StateNotApplicable
		}
		out.Cells = append(out.Cells, c)
	}
	return out
}

// print is the figure as it stands in its cell: a value, or what tells that there is none.
func (c *Cell) print() print.Paragraph {
	p := number(c.Text())
	p.Style = "Table Text"
	switch {
	case c.State == StateNoData:
		p.Size = sizeRemark
		p = italic(p)
	case c.Part != "": // "TPHS: 100,00%" is long for a column of a year
		p.Size = sizeRemark
	}
	if c.Text() != "" {
		p.Runs[0].Mark = c.Mark()
	}
	return p
}

// Text is what the cell prints: "4.481", "71,34%", "TPHS: 71,34%", "Đạt", "chưa có số liệu";
// nothing for a blank and for what is not the unit's.
func (c *Cell) Text() string {
	switch {
	case c.State == StateNoData && c.Words != "":
		return c.Words
	case c.State == StateNoData:
		return noData
	case c.State != StateValue || c.Value.Kind == Nothing:
		return ""
	case c.Part != "" && c.Value.Kind == Number:
		return c.Part + ": " + c.Value.String()
	}
	return c.Value.String()
}
