package source

import (
	"regexp"
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// heads finds the head of a grid. A grid is a table of figures when its head names periods or
// indicators over columns that hold figures; anything else is not read as one.
func (p *prose) heads(g *grid) (heads, bool) {
	width := g.width()
	if len(g.rows) < 2 || width < 2 || width > maxColumns {
		return heads{}, false
	}
	h := heads{number: -1, label: -1, numbers: -1}
	h.from = p.headStart(g)
	if h.from < 0 {
		return heads{}, false
	}
	h.to = h.from + 1
	for h.to < len(g.rows) && p.isHead(g, h, h.to) {
		if h.numbers < 0 && g.numberRow(h.to) {
			h.numbers = h.to
		}
		h.to++
	}
	if h.to >= len(g.rows) {
		return heads{}, false
	}
	p.roles(g, &h)
	for c := h.first; c < width; c++ {
		h.columns = append(h.columns, p.column(g, h, c))
	}
	return h, len(h.columns) > 0 && g.anyFigure(h)
}

var sttWords = map[string]bool{"stt": true, "tt": true, "so tt": true, "so thu tu": true, "st t": true}

// headStart is the row that names the columns: the first with the word STT, or with periods,
// or the first of several words that differ.
func (p *prose) headStart(g *grid) int {
	for r := 0; r < len(g.rows) && r < 40; r++ {
		periods, named, numbers := 0, map[*gridCell]bool{}, 0
		for _, c := range g.rows[r] {
			if c == nil || c.blank() || named[c] {
				continue
			}
			named[c] = true
			text := c.text()
			if sttWords[Fold(text)] {
				return r
			}
			if _, ok := p.cellNumber(text); ok && !bareYear.MatchString(text) {
				numbers++
			}
			if len(text) < 60 && p.periodOf(text).From != 0 {
				periods++
			}
		}
		if periods >= 2 && numbers == 0 {
			return r
		}
		if r < 8 && len(named) >= 2 && numbers == 0 && g.numericBelow(p, r) {
			return r
		}
	}
	return -1
}

var bareYear = regexp.MustCompile(`^(19|20)\d\d$`)

// numericBelow: the columns below a row of words hold numbers.
func (g *grid) numericBelow(p *prose, r int) bool {
	n, all, soon := 0, 0, false
	for k := r + 1; k < len(g.rows) && k < r+12; k++ {
		before := n
		for c := 1; c < len(g.rows[k]); c++ {
			if x := g.at(k, c); !x.blank() {
				all++
				if _, ok := p.cellNumber(x.text()); ok {
					n++
				}
			}
		}
		soon = soon || n > before && k <= r+3
	}
	return soon && n >= 2 && n*2 >= all
}

// isHead: a row belongs to the head when its first cells are those of the row above, when it
// numbers the columns, or when it only says more words over the figures.
func (p *prose) isHead(g *grid, h heads, r int) bool {
	if g.numberRow(r) {
		return true
	}
	merged := false
	for c := range g.rows[r] {
		x := g.at(r, c)
		if x != nil && x == g.at(r-1, c) {
			merged = merged || !x.blank()
			continue
		}
		if x.blank() {
			continue
		}
		if _, ok := p.cellNumber(x.text()); ok && !bareYear.MatchString(x.text()) {
			return false
		}
	}
	if merged {
		return true
	}
	// unmerged heads: blank under number and label, words over the rest
	if !g.at(r, 0).blank() || !g.at(r, 1).blank() && g.width() > 2 && sttWords[Fold(g.at(h.from, 0).text())] {
		return false
	}
	words := 0
	for c := 1; c < len(g.rows[r]); c++ {
		if !g.at(r, c).blank() {
			words++
		}
	}
	return words > 1 && r-h.from < 4
}

var columnNumber = regexp.MustCompile(`^\(?(\d{1,2}|[A-H])\)?(\s*[=:][\s\d()+\-/:*]+)?$`)

// numberRow: (1) (2) (3) (4)=(5)+(6) …, counting up.
func (g *grid) numberRow(r int) bool {
	n, last, all := 0, 0, 0
	for c := range g.rows[r] {
		x := g.at(r, c)
		if x.blank() || c > 0 && x == g.at(r, c-1) {
			continue
		}
		all++
		m := columnNumber.FindStringSubmatch(strings.Join(strings.Fields(x.text()), " "))
		if m == nil {
			return false
		}
		if k := atoi(m[1]); k > 0 {
			if k <= last || k > last+3 {
				return false
			}
			last = k
		}
		n++
	}
	if n < 3 || n != all || last < 3 {
		return false
	}
	return strings.HasPrefix(strings.TrimSpace(g.at(r, 0).text()), "(") || strings.Contains(g.rowText(r), "=") || last == n && g.at(r, 0).text() == "1" && g.at(r, 1).text() == "2" ||
		g.at(r, 0).text() == "A"
}

func (g *grid) rowText(r int) string {
	var b strings.Builder
	for _, c := range g.rows[r] {
		b.WriteString(c.text() + "\t")
	}
	return b.String()
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

// roles finds the columns of number and label.
func (p *prose) roles(g *grid, h *heads) {
	head := func(c int) string {
		for r := h.from; r < h.to; r++ {
			if t := g.at(r, c).text(); t != "" {
				return Fold(t)
			}
		}
		return ""
	}
	col := 0
	if sttWords[head(0)] || head(0) == "" && g.mostlyNumbers(h.to, 0) {
		h.number, col = 0, 1
	}
	h.label = col
	h.first = col + 1
}

func (g *grid) mostlyNumbers(from, c int) bool {
	n, all := 0, 0
	for r := from; r < len(g.rows); r++ {
		if t := g.at(r, c).text(); t != "" {
			all++
			if lineNumberLike.MatchString(t) {
				n++
			}
		}
	}
	return all > 1 && n*10 >= all*8
}

var lineNumberLike = regexp.MustCompile(`^([IVX]{1,5}|[a-zđ]|\d{1,2}(\.\d{1,2})*)[.)]?$`)

// column understands a heading: its words from top to bottom, its number and formula, the
// period it names.
func (p *prose) column(g *grid, h heads, c int) statement.Column {
	var words []string
	var col statement.Column
	var before *gridCell
	for r := h.from; r < h.to; r++ {
		x := g.at(r, c)
		if x == before || x.blank() {
			continue
		}
		before = x
		text := strings.Join(strings.Fields(x.text()), " ")
		if r == h.numbers {
			col.Number, col.Formula = columnFormula(text)
			continue
		}
		if f := formulaIn(text); f != "" && len(f)+4 > len(text) {
			col.Number, col.Formula = columnFormula(text)
			continue
		}
		words = append(words, text)
	}
	col.Label = strings.Join(words, " – ")
	col.Period = p.columnPeriod(col.Label)
	folded := Fold(col.Label)
	switch {
	case strings.Contains(folded, "danh gia"):
		col.Kind = statement.Target
	case strings.Contains(folded, "ty le") || strings.Contains(col.Label, "%"):
		col.Kind = statement.Percent
	case folded == "ghi chu" || folded == "don vi tinh" || folded == "dvt" || folded == "nguon":
		col.Kind = statement.Words
	}
	return col
}

func (p *prose) columnPeriod(label string) statement.Period {
	if len(label) > 120 {
		return statement.Period{}
	}
	if day, ok := serialDay(label); ok {
		return statement.Period{From: day, To: day, Printed: label}
	}
	return p.periodOf(label)
}

// columnFormula is the number of a column and the sum it is: "(3) = (4)+(5)+(6)".
func columnFormula(text string) (number, formula string) {
	before, after, sum := strings.Cut(text, "=")
	number = "(" + strings.Trim(strings.TrimSpace(before), "()") + ")"
	if sum {
		formula = strings.ReplaceAll(strings.TrimSpace(before)+"="+strings.TrimSpace(after), " ", "")
	}
	return number, formula
}

func (g *grid) anyFigure(h heads) bool {
	for r := h.to; r < len(g.rows); r++ {
		for c := h.first; c < len(g.rows[r]); c++ {
			x := g.at(r, c)
			if x != nil && (x.number != nil || strings.ContainsAny(x.text(), "0123456789") && len(x.text()) < 200) {
				return true
			}
		}
	}
	for _, c := range h.columns {
		if c.Period.From != 0 || c.Kind == statement.Target {
			return true
		}
	}
	return false
}
