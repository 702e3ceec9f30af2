package reconcile

import (
	"regexp"
	"slices"
	"strings"
)

// formula is a rule that the file itself prints beside a line or a column: "1.1 + 1.2",
// "2.2 / 2.1", "must be <= 5.1", "(7)=(8)+(9)+(10)". Words that name no line make the formula
// open: with them the sum may be larger.
type formula struct {
	op    string // "+", "/", "<=", "="
	terms []string
	minus []bool
	open  bool
}

var lineNumber = regexp.MustCompile(`^\d+(\.\d+)*(\.[a-zđ])?$`)

// parseFormula reads a formula; false when it is none that can be computed.
func parseFormula(text, own string) (formula, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	text = strings.NewReplacer("≤", "<=", "must be", "", "phải", "", "−", "-", "–", "-", "∕", "/", ":", "/").Replace(text)
	if i := strings.Index(text, " ("); i > 0 {
		text = text[:i]
	}
	text = strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(text, "<="):
		f, ok := sumOf(text[2:])
		return formula{op: "<=", terms: f.terms, minus: f.minus}, ok && !f.open
	case strings.HasPrefix(text, "="):
		text = text[1:]
	case strings.Contains(text, "="):
		left, right, _ := strings.Cut(text, "=")
		if number(left) != own {
			return formula{}, false
		}
		text = right
	case strings.HasPrefix(text, "same as "):
		text, _, _ = strings.Cut(strings.TrimPrefix(text, "same as "), " ")
		return formula{op: "=", terms: []string{number(text)}, minus: []bool{false}}, lineNumber.MatchString(number(text))
	}
	if top, bottom, ok := strings.Cut(text, "/"); ok {
		a, b := number(top), number(bottom)
		return formula{op: "/", terms: []string{a, b}}, lineNumber.MatchString(a) && lineNumber.MatchString(b)
	}
	f, ok := sumOf(text)
	return f, ok && (len(f.terms) > 1 || f.open)
}

// sumOf reads "9.2 + 9.3 + tasks still within deadline".
func sumOf(text string) (formula, bool) {
	f := formula{op: "+"}
	minus := false
	for len(text) > 0 {
		i := strings.IndexAny(text, "+-")
		piece, rest := text, ""
		next := false
		if i >= 0 {
			piece, rest, next = text[:i], text[i+1:], text[i] == '-'
		}
		switch n := number(piece); {
		case lineNumber.MatchString(n):
			f.terms, f.minus = append(f.terms, n), append(f.minus, minus)
		case strings.TrimSpace(piece) != "":
			f.open = true
		}
		text, minus = rest, next
	}
	return f, len(f.terms) > 0
}

// number is a line or column number without brackets, blanks and the dot at its end.
func number(s string) string {
	return strings.TrimSuffix(strings.Trim(strings.TrimSpace(s), "() "), ".")
}

// tableEquations are what tables say of themselves: formulas of lines and columns, and the
// line of totals under what it adds up.
func (s *sheet) tableEquations() []*equation {
	var out []*equation
	for t := range s.doc.Tables {
		out = append(out, s.lineEquations(t)...)
		out = append(out, s.columnEquations(t)...)
		out = append(out, s.totalEquations(t)...)
	}
	return out
}

func (s *sheet) lineEquations(t int) []*equation {
	table := &s.doc.Tables[t]
	at := map[string]int{}
	for i, l := range table.Lines {
		if _, twice := at[l.Number]; twice {
			at[l.Number] = -1
		} else {
			at[l.Number] = i
		}
	}
	var out []*equation
	for i, l := range table.Lines {
		f, ok := parseFormula(l.Formula, l.Number)
		if l.Formula == "" || !ok || f.op == "/" {
			continue
		}
		for col := range table.Columns {
			if e := s.formulaEquation(f, s.figureAt(t, i, col), func(n string) (*cell, bool) {
				row, there := at[n]
				if !there || row < 0 {
					return nil, false
				}
				return s.figureAt(t, row, col), true
			}); e != nil {
				e.kv = append(e.kv, "formula", l.Formula)
				out = append(out, e)
			}
		}
	}
	return out
}

// figureAt is the cell of a figure in a table: the shared one when its measure is known, else
// one of its own. nil when no number stands there.
func (s *sheet) figureAt(table, row, col int) *cell {
	line := &s.doc.Tables[table].Lines[row]
	if col >= len(line.Figures) || !numeric(line.Figures[col]) {
		return nil
	}
	f := line.Figures[col]
	if c := s.home[f]; c != nil {
		return c
	}
	c := &cell{values: []value{{valueOf(f), []*figure{f}}}}
	s.home[f] = c
	return c
}

// formulaEquation makes an equation of a formula; nil when a part of it is not printed and
// could make the difference.
func (s *sheet) formulaEquation(f formula, whole *cell, find func(string) (*cell, bool)) *equation {
	if whole == nil {
		return nil
	}
	e := &equation{rule: "formula", words: "formula", terms: []term{{whole, 1}}, least: f.open}
	printed := 0
	for i, n := range f.terms {
		c, there := find(n)
		switch {
		case !there || c == whole:
			return nil
		case c == nil:
			e.least = true // blank is not zero
			continue
		case f.minus[i]:
			e.terms = append(e.terms, term{c, 1})
		default:
			e.terms = append(e.terms, term{c, -1})
		}
		printed++
	}
	if printed == 0 || e.least && slices.Contains(f.minus, true) {
		return nil
	}
	if f.op == "<=" {
		if e.least {
			return nil
		}
		for i := range e.terms {
			e.terms[i].sign = -e.terms[i].sign
		}
		e.words, e.least = "formula_most", true
	}
	return e
}

// isTotal: a line that calls itself the total, and nothing else.
func (s *sheet) isTotal(label string) bool {
	return len(label) < 40 && slices.Contains(s.rules.relations.Totals, s.fold(label))
}

func (s *sheet) columnEquations(t int) []*equation {
	table := &s.doc.Tables[t]
	at := map[string]int{}
	for i, c := range table.Columns {
		if n := number(c.Number); n != "" {
			at[n] = i
		}
	}
	var out []*equation
	for i, c := range table.Columns {
		f, ok := parseFormula(c.Formula, number(c.Number))
		if c.Formula == "" || !ok || f.op == "/" {
			continue
		}
		for row := range table.Lines {
			if e := s.formulaEquation(f, s.figureAt(t, row, i), func(n string) (*cell, bool) {
				col, there := at[n]
				if !there {
					return nil, false
				}
				return s.figureAt(t, row, col), true
			}); e != nil {
				e.kv = append(e.kv, "formula", c.Formula)
				out = append(out, e)
			}
		}
	}
	return out
}

// totalEquations: a line that calls itself the total adds up the lines of its level.
func (s *sheet) totalEquations(t int) []*equation {
	table := &s.doc.Tables[t]
	total, parts := -1, []int{}
	for i, l := range table.Lines {
		switch {
		case s.isTotal(l.Label):
			if total >= 0 {
				return nil // subtotals: which lines each adds up is not said
			}
			total = i
		case !l.Heading && l.Parent < 0:
			parts = append(parts, i)
		}
	}
	if total < 0 || len(parts) < 2 || table.Lines[total].Parent >= 0 {
		return nil
	}
	var out []*equation
	for col := range table.Columns {
		whole := s.figureAt(t, total, col)
		if whole == nil || whole.first().Percent {
			continue
		}
		e := &equation{rule: "columns", words: "columns", terms: []term{{whole, 1}}, kv: []any{"column", table.Columns[col].Label, "count", len(parts)}}
		for _, row := range parts {
			if c := s.figureAt(t, row, col); c != nil && c != whole {
				e.terms = append(e.terms, term{c, -1})
			} else if !blank(table.Lines[row].Figures, col) {
				e = nil
				break
			}
		}
		if e != nil && len(e.terms) > 2 {
			out = append(out, e)
		}
	}
	return out
}

func blank(figures []*figure, col int) bool {
	return col >= len(figures) || figures[col] == nil || figures[col].Empty
}
