package report

import (
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/print"
)

// WriteXLSX writes the report as a workbook ready to print: a sheet for each section of the
// document, laid out as it is, in which a figure stands as a number of its own decimals.
func (r *Report) WriteXLSX(w io.Writer) error {
	d := r.layout(whole)
	b := newBook(d.Title, r.AsOf)
	for i := range d.Sections {
		s := newSheet(b, r, &d.Sections[i])
		for _, block := range s.section.Blocks {
			s.block(block)
		}
		b.fit()
	}
	return b.write(w)
}

// sheet writes one section. Its columns are those of all tables of the section together: a
// cell of a table covers the columns between its own edges. Text side by side parts at an edge
// that is near, so that it does not split the column of a table.
type sheet struct {
	*book
	report  *Report
	section *print.Section
	edges   []int // of the columns, tenths of a mm
}

// near is how far the parting of two texts may move, tenths of a mm.
const near = 100

func newSheet(b *book, r *Report, section *print.Section) *sheet {
	s := &sheet{book: b, report: r, section: section, edges: []int{0}}
	for _, block := range section.Blocks {
		if t, ok := block.(*print.Table); ok {
			s.edges = append(s.edges, edges(t.Widths)...)
		}
	}
	for _, block := range section.Blocks {
		if c, ok := block.(*print.Columns); ok {
			for _, edge := range edges(c.Widths) {
				if at := s.nearest(edge); distance(s.edges[at], edge) > near {
					s.edges = append(s.edges, edge)
				}
			}
		}
	}
	slices.Sort(s.edges)
	s.edges = slices.Compact(s.edges)
	widths := make([]float64, len(s.edges)-1)
	for i := range widths {
		widths[i] = float64(s.edges[i+1]-s.edges[i]) / 10
	}
	orientation := "portrait"
	if section.Landscape {
		orientation = "landscape"
	}
	b.page(section.Name, orientation, widths...)
	return s
}

// edges are where columns of given widths (mm) end, in tenths of a mm.
func edges(widths []float64) []int {
	var out []int
	var x float64
	for _, w := range widths {
		x += w
		out = append(out, int(math.Round(x*10)))
	}
	return out
}

func distance(a, b int) int { return max(a-b, b-a) }

// nearest is the sheet's edge next to a place: the number of the column that ends there.
func (s *sheet) nearest(edge int) int {
	best := 0
	for i := range s.edges {
		if distance(s.edges[i], edge) < distance(s.edges[best], edge) {
			best = i
		}
	}
	return best
}

// columnAt is the sheet's column, from 1, that ends where the first n of the widths end; 0 when
// n is 0.
func (s *sheet) columnAt(widths []float64, n int) int {
	if n == 0 {
		return 0
	}
	return s.nearest(edges(widths[:n])[n-1])
}

func (s *sheet) block(block print.Block) {
	switch block := block.(type) {
	case *print.Paragraph:
		s.gap(block.Before)
		s.paragraph(1, len(s.widths), block)
		s.gap(block.After)
	case *print.Columns:
		s.columns(block)
	case *print.Table:
		s.table(block)
	}
}

// gap is room between two blocks. A row of a sheet is not worth less than 6 points.
func (s *sheet) gap(points float64) {
	if points >= 6 {
		s.down(points)
	}
}

func (s *sheet) paragraph(from, to int, p *print.Paragraph) {
	if len(p.Runs) == 0 {
		s.down(p.Size)
		return
	}
	s.book.block(from, to, textOf(p), lookOf(p, p.Size))
	if p.Rule > 0 {
		s.rule(from, to, p.Rule)
	}
}

// columns writes the two sides line by line, so that they stay level.
func (s *sheet) columns(c *print.Columns) {
	type line struct {
		text string
		look look
	}
	var lines [][]line
	for i, side := range c.Sides {
		var out []line
		for j := range side {
			p := &side[j]
			l := lookOf(p, p.Size)
			for _, text := range wrap(textOf(p), l.size, l.bold, c.Widths[i]) {
				out = append(out, line{text, l})
			}
			if p.Rule > 0 {
				out = append(out, line{dashes(p.Rule), ruleLook})
			}
		}
		for len(out) > 0 && out[len(out)-1].text == "" { // room for a signature below the last line of a sheet
			out = out[:len(out)-1]
		}
		lines = append(lines, out)
	}
	for n := range max(len(lines[0]), len(lines[1])) {
		height := 0.0
		for i, from := 0, 1; i < len(lines); i++ {
			to := s.columnAt(c.Widths, i+1)
			if n < len(lines[i]) {
				l := lines[i][n]
				s.put(from, to, l.text, l.look)
				height = max(height, rowHeight(1, l.look.size))
			}
			from = to + 1
		}
		s.down(height)
	}
}

// A ruled line under a heading is a run of dashes: a spreadsheet has no line of a given
// length inside a cell.
var ruleLook = look{size: 6, across: "center", down: "top"}

const ruleHeight = 9

func dashes(mm float64) string {
	n := int(mm/textWidth("—", ruleLook.size, false) + 0.5)
	return strings.Repeat("—", max(n, 1))
}

func (s *sheet) rule(from, to int, mm float64) {
	s.put(from, to, dashes(mm), ruleLook)
	s.down(ruleHeight)
}

func textOf(p *print.Paragraph) string {
	var b strings.Builder
	for _, r := range p.Runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// lookOf is the look of a paragraph, which is that of its first run.
func lookOf(p *print.Paragraph, size float64) look {
	l := look{size: size, across: [...]string{print.Center: "center", print.Right: "right", print.Justify: "left"}[p.Align]}
	if p.Size > 0 {
		l.size = p.Size
	}
	if len(p.Runs) > 0 {
		r := p.Runs[0]
		l.bold, l.italic = r.Bold, r.Italic
		if r.Size > 0 {
			l.size = r.Size
		}
	}
	if p.Indent > 0 {
		l.indent, l.across = int(p.Indent/indentStep), "left" // an indent holds only with an explicit side
	}
	return l
}

// figure is what a marked text stands for: a number and its format; nil for a text.
func (r *Report) figure(mark string) (any, string) {
	if c := r.Cell(mark); c != nil {
		return c.number()
	}
	if _, row, key := r.flowPlace(mark); row != nil {
		if column := flowColumn(key); column != nil {
			return *column.place(row), formatCount
		}
	}
	return nil, ""
}

// number is a cell's value as a sheet keeps it, with the format that shows it as Text does.
func (c *Cell) number() (any, string) {
	if c.State != StateValue || c.Value.Kind != Number {
		return nil, ""
	}
	if c.Value.Decimals == 0 {
		return c.Value.Scaled, c.Value.format(c.Part)
	}
	f, _ := strconv.ParseFloat(c.Value.plain(), 64)
	return f, c.Value.format(c.Part)
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
		s = vietnamese + strconv.Quote(part+": ") + strings.TrimPrefix(s, vietnamese)
	}
	return s
}
