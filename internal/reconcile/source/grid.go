package source

import (
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// grid is a table as any file has it: rows of cells, merged ones standing in every place they
// cover.
type grid struct {
	rows   [][]*gridCell
	name   string // of the sheet
	title  string
	period statement.Period // that words around the table name
}

// gridCell is a cell. Number is set when the file holds a number and says how it is shown.
type gridCell struct {
	paras  []gridPara
	number *statement.Number
	indent int
}

// gridPara is a paragraph of a cell with the reference of its runes.
type gridPara struct {
	text string
	ref  refer
}

func (c *gridCell) text() string {
	if c == nil {
		return ""
	}
	if len(c.paras) == 1 {
		return strings.TrimSpace(c.paras[0].text)
	}
	var parts []string
	for _, p := range c.paras {
		if t := strings.TrimSpace(p.text); t != "" {
			parts = append(parts, t)
		}
	}
	return strings.Join(parts, "\n")
}

func (c *gridCell) blank() bool { return c.text() == "" }

func (p gridPara) wholeRef() string {
	return p.ref.of(0, utf8.RuneCountInString(p.text))
}

func (c *gridCell) ref() string {
	if c == nil || len(c.paras) == 0 {
		return ""
	}
	for _, p := range c.paras {
		if strings.TrimSpace(p.text) != "" {
			return p.wholeRef()
		}
	}
	return c.paras[0].wholeRef()
}

func (g *grid) at(row, col int) *gridCell {
	if row < 0 || row >= len(g.rows) || col < 0 || col >= len(g.rows[row]) {
		return nil
	}
	return g.rows[row][col]
}

func (g *grid) width() int {
	w := 0
	for _, r := range g.rows {
		w = max(w, len(r))
	}
	return w
}

// maxColumns is how many columns a table of a report has at most; beyond it is data of
// another kind.
const maxColumns = 200

// heads is how a grid is understood: which rows are its head, which columns number and name
// the lines.
type heads struct {
	from, to      int // head rows
	number, label int // columns, -1 for none
	first         int // first column of figures
	columns       []statement.Column
	numbers       int // the row of column numbers, -1 for none
}

// grid reads a table into the document. What is no table of figures is read as paragraphs.
func (p *prose) grid(g *grid) {
	h, ok := p.heads(g)
	if !ok {
		p.cellsAsText(g)
		return
	}
	p.cellsAsText(&grid{rows: g.rows[:h.from]})
	p.caption(g)
	t := statement.Table{Title: g.title, Section: p.outline.section()}
	t.Place = p.tablePlace(g)
	t.Columns = h.columns
	if h.label >= 0 {
		t.Labels = g.at(h.from, h.label).text()
	}
	rows := p.lines(g, h, &t)
	p.finish(&t)
	p.indents(g, h, &t, rows)
	for i, row := range rows {
		p.figures(g, h, &t, i, row)
	}
	p.doc.Tables = append(p.doc.Tables, t)
}

func (p *prose) tablePlace(g *grid) statement.Place {
	words := p.outline.words()
	switch {
	case p.outline.appendix == "" && p.outline.form == "" && g.name != "":
		words = "Trang tính «" + g.name + "»"
	case words == "":
		words = "Bảng"
	case p.outline.appendix == "" && p.outline.form == "":
		words += ", bảng"
	}
	ref := ""
	if len(g.rows) > 0 && len(g.rows[0]) > 0 {
		ref = g.rows[0][0].ref()
	}
	return statement.Place{Text: words, Section: p.outline.section(), Ref: ref, Table: len(p.doc.Tables) + 1}
}

// cellsAsText reads a grid without figures, such as the letterhead, cell by cell.
func (p *prose) cellsAsText(g *grid) {
	seen := map[*gridCell]bool{}
	for _, row := range g.rows {
		for _, c := range row {
			if c == nil || seen[c] {
				continue
			}
			seen[c] = true
			for _, para := range c.paras {
				if para.text != "" {
					p.paragraph(para.text, para.ref.of)
				}
			}
		}
	}
}

// lines makes the lines of the table, and says which row of the grid each is.
func (p *prose) lines(g *grid, h heads, t *statement.Table) []int {
	var rows []int
	for r := h.to; r < len(g.rows); r++ {
		if g.emptyRow(r) || g.repeats(r, h) || r > h.to && h.label >= 0 && !g.at(r, h.label).blank() && g.at(r, h.label) == g.at(r-1, h.label) {
			continue
		}
		l := statement.Line{Place: t.Place, Parent: -1}
		if h.number >= 0 {
			l.Number = lineNumber(g.at(r, h.number).text())
		}
		if h.label >= 0 {
			l.Label = strings.Join(strings.Fields(g.at(r, h.label).text()), " ")
		}
		l.Line, l.Row, l.Ref = l.Number, r-h.to, g.rowRef(r, h)
		l.Place.Text = t.Place.Text + ", dòng " + l.Number
		if l.Number == "" {
			l.Place.Text = t.Place.Text + ", dòng «" + short(l.Label) + "»"
		}
		l.Heading = g.noFigures(r, h)
		t.Lines = append(t.Lines, l)
		rows = append(rows, r)
	}
	return rows
}

// indents: among numbered lines one without a number that stands in, or begins with a dash or
// «trong đó», is a part of the line above.
func (p *prose) indents(g *grid, h heads, t *statement.Table, rows []int) {
	last := -1
	for i := range t.Lines {
		l := &t.Lines[i]
		if l.Number != "" {
			last = i
			continue
		}
		c := g.at(rows[i], h.label)
		if last >= 0 && !isTotal(l.Label) && (c != nil && c.indent > 0 || strings.HasPrefix(l.Label, "-") || strings.HasPrefix(Fold(l.Label), "trong do")) {
			l.Parent = last
		}
	}
}

func (g *grid) rowRef(r int, h heads) string {
	for c := range g.rows[r] {
		if x := g.at(r, c); x != nil && !x.blank() && (h.label < 0 || c >= h.label) {
			return x.ref()
		}
	}
	return ""
}

func (g *grid) emptyRow(r int) bool {
	for _, c := range g.rows[r] {
		if !c.blank() {
			return false
		}
	}
	return true
}

// repeats: the row is a row of the head again, at the top of a page.
func (g *grid) repeats(r int, h heads) bool {
	for k := h.from; k < h.to; k++ {
		same := len(g.rows[r]) == len(g.rows[k])
		for c := range g.rows[r] {
			same = same && g.at(r, c).text() == g.at(k, c).text()
		}
		if same {
			return true
		}
	}
	return false
}

func (g *grid) noFigures(r int, h heads) bool {
	for c := h.first; c < g.width(); c++ {
		if !g.at(r, c).blank() && g.at(r, c) != g.at(r, h.label) {
			return false
		}
	}
	return true
}

// short keeps a label readable inside a place.
func short(label string) string {
	if utf8.RuneCountInString(label) <= 60 {
		return label
	}
	words := strings.Fields(label)
	return strings.Join(words[:min(8, len(words))], " ") + "…"
}
