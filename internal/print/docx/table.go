package docx

import (
	"github.com/motcua/motcua/internal/print"
)

// table writes a *print.Table or a *print.Columns.
func (b *body) table(block print.Block) {
	switch t := block.(type) {
	case *print.Table:
		b.grid(t)
	case *print.Columns:
		row := print.Row{}
		for _, side := range t.Sides {
			row.Cells = append(row.Cells, print.Cell{Paragraphs: side})
		}
		b.grid(&print.Table{Plain: true, Widths: t.Widths, Rows: []print.Row{row}})
	}
}

func (b *body) grid(t *print.Table) {
	total := 0
	for _, w := range t.Widths {
		total += mm(w)
	}
	b.out.put(`<w:tbl><w:tblPr>`)
	if !t.Plain {
		b.out.put(`<w:tblStyle w:val="TableGrid"/>`)
	}
	b.out.putf(`<w:tblW w:w="%d" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>`, total)
	if t.Plain {
		b.out.put(`<w:tblLayout w:type="fixed"/>`, margins(0, 0))
	} else {
		b.out.put(borders(), `<w:tblLayout w:type="fixed"/>`, margins(print.CellTop, print.CellSide), `<w:tblLook w:val="0020" w:firstRow="1"/>`)
	}
	if t.Caption != "" {
		b.out.put(`<w:tblDescription w:val="`, text(t.Caption), `"/>`)
	}
	b.out.put(`</w:tblPr><w:tblGrid>`)
	for _, w := range t.Widths {
		b.out.putf(`<w:gridCol w:w="%d"/>`, mm(w))
	}
	b.out.put(`</w:tblGrid>`)
	b.rows(t, t.Head, true)
	b.rows(t, t.Rows, false)
	b.out.put(`</w:tbl>`)
}

// reach is a cell that covers columns of the rows below it.
type reach struct{ rows, span int }

// reaches reports whether a cell of a row, or one from above, goes on in the next row.
func reaches(cells []print.Cell, below []reach, left int) bool {
	for _, c := range cells {
		if c.Down > 1 && left > 1 {
			return true
		}
	}
	for _, r := range below {
		if r.rows > 1 {
			return true
		}
	}
	return false
}

// keeps reports whether a row stays with the next by the first paragraph of its first cell.
func keeps(cells []print.Cell) bool {
	return len(cells) > 0 && len(cells[0].Paragraphs) > 0 && cells[0].Paragraphs[0].KeepNext
}

func (b *body) rows(t *print.Table, rows []print.Row, head bool) {
	below := make([]reach, len(t.Widths))
	for r := range rows {
		b.out.put(`<w:tr><w:trPr><w:cantSplit/>`)
		if head {
			b.out.put(`<w:tblHeader/>`)
		}
		b.out.put(`</w:trPr>`)
		col, cells := 0, rows[r].Cells
		b.inRow = true
		b.kept = keeps(rows[r].Cells) || reaches(rows[r].Cells, below, len(rows)-r)
		for col < len(t.Widths) {
			if below[col].rows > 0 {
				span := below[col].span
				b.covered(t, col, span)
				below[col].rows--
				col += span
				continue
			}
			cell := print.Cell{}
			if len(cells) > 0 {
				cell, cells = cells[0], cells[1:]
			}
			span := min(max(cell.Span, 1), len(t.Widths)-col)
			down := min(max(cell.Down, 1), len(rows)-r)
			b.cell(t, &cell, col, span, down)
			below[col] = reach{rows: down - 1, span: span}
			col += span
		}
		b.inRow, b.kept = false, false
		b.out.put(`</w:tr>`)
	}
}

func (b *body) open(t *print.Table, col, span int) float64 {
	total, width := 0, 0.0
	for _, w := range t.Widths[col : col+span] {
		total += mm(w)
		width += w
	}
	b.out.putf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, total)
	if span > 1 {
		b.out.putf(`<w:gridSpan w:val="%d"/>`, span)
	}
	return width
}

// covered is the place of a cell that one above reaches into.
func (b *body) covered(t *print.Table, col, span int) {
	b.open(t, col, span)
	b.out.put(`<w:vMerge/></w:tcPr>`)
	b.filler("")
	b.out.put(`</w:tc>`)
}

func (b *body) cell(t *print.Table, c *print.Cell, col, span, down int) {
	width := b.open(t, col, span)
	if down > 1 {
		b.out.put(`<w:vMerge w:val="restart"/>`)
	}
	if c.Shade {
		b.out.put(`<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>`)
	}
	if c.Middle {
		b.out.put(`<w:vAlign w:val="center"/>`)
	}
	b.out.put(`</w:tcPr>`)
	if !t.Plain {
		width -= 2 * print.CellSide * 25.4 / 72
	}
	for i := range c.Paragraphs {
		p := &c.Paragraphs[i]
		var prev, next print.Block
		if i > 0 {
			prev = &c.Paragraphs[i-1]
		}
		if i+1 < len(c.Paragraphs) {
			next = &c.Paragraphs[i+1]
		}
		b.paragraph(p, before(prev, p), after(p, next), width)
	}
	if len(c.Paragraphs) == 0 {
		b.filler("")
	}
	b.out.put(`</w:tc>`)
}
