package report

import (
	"math"

	"github.com/motcua/motcua/internal/print"
)

// grid is a table in its place on a sheet. A row with figures under each other takes a row of
// the sheet for each of them; its other cells stand beside all of them.
type grid struct {
	table   *print.Table
	fields  []field
	first   []int // row of the sheet on which each row of the table begins, and the one below the table
	figures bool
}

// field is a cell, the columns of the sheet that it covers, and the rows of the table.
type field struct {
	*print.Cell
	from, to  int
	row, down int
	look      look
}

// table writes a table. The head of a table of figures stands on every printed page.
func (s *sheet) table(t *print.Table) {
	g := s.grid(t)
	heights := s.rowHeights(g)
	if g.figures {
		s.repeat(s.row, g.first[len(t.Head)]-1)
	}
	for _, f := range g.fields {
		s.field(g, f)
	}
	for _, h := range heights {
		s.down(h)
	}
}

func (s *sheet) grid(t *print.Table) *grid {
	g := &grid{table: t, first: []int{s.row}}
	covered := map[[2]int]bool{} // row and column of the table
	rows := append(t.Head[:len(t.Head):len(t.Head)], t.Rows...)
	for i := range rows {
		depth, column := 1, 0
		for j := range rows[i].Cells {
			f := field{Cell: &rows[i].Cells[j], row: i, down: max(rows[i].Cells[j].Down, 1), look: look{border: !t.Plain, wrap: true}}
			for covered[[2]int{i, column}] {
				column++
			}
			f.from = s.columnAt(t.Widths, column) + 1
			for range max(f.Span, 1) {
				for y := range f.down {
					covered[[2]int{i + y, column}] = true
				}
				column++
			}
			f.to = s.columnAt(t.Widths, column)
			f.dress(t.Size)
			if f.figures() {
				depth, g.figures = max(depth, len(f.Paragraphs)), true
			}
			g.fields = append(g.fields, f)
		}
		g.first = append(g.first, g.first[i]+depth)
	}
	return g
}

// figures reports whether the cell holds figures.
func (f *field) figures() bool {
	for _, p := range f.Paragraphs {
		for _, r := range p.Runs {
			if r.Mark != "" {
				return true
			}
		}
	}
	return false
}

// dress settles how the cell looks.
func (f *field) dress(size float64) {
	if len(f.Paragraphs) > 0 {
		l := lookOf(&f.Paragraphs[0], size)
		l.border, l.wrap = f.look.border, true
		f.look = l
	}
	if f.Shade {
		f.look.fill = grey
	}
	if !f.Middle {
		f.look.down = "top"
	}
}

// text is what the cell says, paragraph under paragraph.
func (f *field) text() string {
	text := ""
	for i := range f.Paragraphs {
		if i > 0 {
			text += "\n"
		}
		text += textOf(&f.Paragraphs[i])
	}
	return text
}

// field writes one cell: its figures each in a row of the sheet, or its text over all rows.
func (s *sheet) field(g *grid, f field) {
	first, last := g.first[f.row], g.first[f.row+f.down]-1
	if n := len(f.Paragraphs); n > 1 && n == last-first+1 {
		for i := range f.Paragraphs {
			s.at(first+i, first+i, f, f.Paragraphs[i:i+1])
		}
		return
	}
	s.at(first, last, f, f.Paragraphs)
}

// at writes paragraphs into rows top..bottom: a figure as its number, anything else as text.
func (s *sheet) at(top, bottom int, f field, p []print.Paragraph) {
	f.Cell = &print.Cell{Paragraphs: p}
	var v any
	if text := f.text(); text != "" {
		v = text
	}
	l := f.look
	if len(p) == 1 && len(p[0].Runs) > 0 {
		if n, format := s.report.figure(p[0].Runs[0].Mark); n != nil {
			v, l.format = n, format
		}
	}
	s.fill(top, bottom, f.from, f.to, v, l)
}

// rowHeights are the heights of the sheet's rows, each high enough for its text.
func (s *sheet) rowHeights(g *grid) []float64 {
	top := g.first[0]
	heights := make([]float64, g.first[len(g.first)-1]-top)
	for _, f := range g.fields {
		first, depth := g.first[f.row]-top, g.first[f.row+1]-g.first[f.row]
		if f.down > 1 {
			continue
		}
		need := rowHeight(s.lines(f.from, f.to, f.text(), f.look), f.look.size)
		for i := range depth {
			heights[first+i] = math.Max(heights[first+i], math.Ceil(need/float64(depth)))
		}
	}
	for _, f := range g.fields { // a cell over several rows: what they lack, the last one gets
		need := rowHeight(s.lines(f.from, f.to, f.text(), f.look), f.look.size)
		last := g.first[f.row+f.down] - top - 1
		for i := g.first[f.row] - top; i <= last; i++ {
			need -= heights[i]
		}
		heights[last] += math.Max(need, 0)
	}
	return heights
}
