package reconcile

import (
	"slices"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// equation says that figures must balance: the sum of sign × value over the terms is zero.
// When alt is given the figures may balance either way: some reports count the cases carried
// over among those received, some do not.
type equation struct {
	rule  string
	words string // of the sentence
	terms []term // the first is the whole
	alt   []term
	least bool  // the whole may be larger: not all parts are printed
	kv    []any // what the sentence names besides
	head  bool  // only the whole may be at fault, as far as this equation tells
	skip  bool  // computed elsewhere; here to decide between two values
}

// figure is one printed figure of a document.
type figure = statement.Figure

type term struct {
	cell *cell
	sign amount
}

// broken is an equation that no choice among the printed values satisfies.
type broken struct {
	*equation
	difference amount   // what is printed minus what the parts make
	suspects   []*cell  // cells that every broken equation of one cause shares
	others     []broken // of the same cause
	joined     bool     // told with another
}

// tooMany values for one cell: the report is not understood, and nothing is said.
const tooMany = 6

// balance is the difference for the values that come nearest to balancing, and whether they
// do.
func balance(terms []term, least bool) (amount, bool) {
	sums := []amount{0}
	for _, t := range terms {
		if len(t.cell.values) > tooMany || len(sums) > 256 {
			return 0, true
		}
		next := make([]amount, 0, len(sums)*len(t.cell.values))
		for _, base := range sums {
			for _, v := range t.cell.values {
				next = append(next, base+t.sign*v.amount)
			}
		}
		sums = next
	}
	for _, d := range sums {
		if d == 0 || least && d > 0 {
			return 0, true
		}
	}
	return sums[0], false
}

// holds checks an equation both ways.
func (e *equation) holds() (amount, bool) {
	d, ok := balance(e.terms, e.least)
	if !ok && len(e.alt) > 0 {
		if _, ok = balance(e.alt, e.least); ok {
			return 0, true
		}
	}
	return d, ok
}

func (e *equation) cells() []*cell {
	var out []*cell
	for _, t := range e.terms {
		if !slices.Contains(out, t.cell) {
			out = append(out, t.cell)
		}
	}
	return out
}

// blamable are the cells that an equation may blame: all of them, or only the whole.
func (e *equation) blamable() []*cell {
	if e.head {
		return e.cells()[:1]
	}
	return e.cells()
}

// solve is the value of one cell that balances an equation, the other cells having one value.
func (e *equation) solve(c *cell) (amount, bool) {
	var rest, sign amount
	for _, t := range e.terms {
		if t.cell == c {
			sign += t.sign
			continue
		}
		n, one := t.cell.single()
		if !one {
			return 0, false
		}
		rest += t.sign * n
	}
	switch sign {
	case 1:
		return -rest, !e.least
	case -1:
		return rest, !e.least
	}
	return 0, false
}

// group puts broken equations of one cause together: a figure that is wrong by some amount
// breaks every equation it stands in by that amount, and the same correction mends them all.
// The cells that could be so mended are suspected.
func group(all []broken) []broken {
	var out []broken
	at := map[amount][]int{} // by difference
next:
	for _, b := range all {
		for _, way := range b.ways() {
			for _, i := range at[abs(way.difference)] {
				for _, o := range out[i].ways() {
					if common := mended(&o, &way); len(common) > 0 && abs(o.difference) == abs(way.difference) {
						out[i] = join(o, way, common)
						continue next
					}
				}
			}
		}
		for _, way := range b.ways() {
			at[abs(way.difference)] = append(at[abs(way.difference)], len(out))
		}
		out = append(out, b)
	}
	return out
}

// ways are a broken equation as it is, and as it would be the other way of counting.
func (b broken) ways() []broken {
	if len(b.alt) == 0 {
		return []broken{b}
	}
	e := *b.equation
	e.terms, e.alt = e.alt, nil
	other := b
	other.equation = &e
	other.difference, _ = balance(e.terms, e.least)
	other.suspects = nil
	for _, c := range b.suspects {
		if slices.ContainsFunc(e.terms, func(t term) bool { return t.cell == c }) {
			other.suspects = append(other.suspects, c)
		}
	}
	own := *b.equation
	own.alt = nil
	b.equation = &own
	return []broken{b, other}
}

// join puts b to a, and tells the plainer of the two.
func join(a, b broken, common []*cell) broken {
	others := a.others
	a.others = nil
	if plainness[b.rule] < plainness[a.rule] {
		a, b = b, a
	}
	a.others, a.suspects = append(others, b), common
	return a
}

// plainness ranks the rules of equations: of several that one wrong figure breaks, the one
// that a reader follows best is told.
var plainness = map[string]int{"stock": 0, "pending": 1, "parts": 2, "fields": 3, "list": 3, "formula": 4, "columns": 4, "carry": 5, "years": 6}

// mended are the suspects of a that one correction would mend in both.
func mended(a, b *broken) []*cell {
	var out []*cell
	for _, c := range a.suspects {
		if slices.Contains(b.suspects, c) && a.difference*a.sign(c) == b.difference*b.sign(c) {
			out = append(out, c)
		}
	}
	return out
}

// sign is how a cell counts in an equation.
func (e *equation) sign(c *cell) amount {
	var n amount
	for _, t := range e.terms {
		if t.cell == c {
			n += t.sign
		}
	}
	return n
}

// equations finds the contradictions of everything that must balance.
func (s *sheet) equations() {
	var all []*equation
	all = append(all, s.yearsEquations()...)
	all = append(all, s.sumEquations()...)
	all = append(all, s.listEquations()...)
	all = append(all, s.pendingEquations()...)
	all = append(all, s.tableEquations()...)
	var wrong []broken
	for _, e := range all {
		if !e.skip {
			s.compared(e.rule)
		}
		d, ok := e.holds()
		for _, c := range e.cells() {
			c.equations = append(c.equations, e)
		}
		if !ok && !e.skip {
			wrong = append(wrong, broken{equation: e, difference: d, suspects: e.blamable()})
		}
	}
	groups := group(wrong)
	for i := range groups {
		if !groups[i].joined {
			s.tell(groups[i], s.termOf(groups, i))
		}
	}
}

// termOf finds the total of the other term of a ratio that does not add up either: of 395/575
// both are wrong, and that is one contradiction.
func (s *sheet) termOf(groups []broken, i int) *broken {
	b := &groups[i]
	if b.rule != "years" {
		return nil
	}
	whole := b.terms[0].cell
	for j := range groups {
		o := &groups[j]
		if c := o.terms[0].cell; j > i && o.rule == "years" && c.of == whole.of && c.span == whole.span &&
			(s.rules.divides(whole.measure, c.measure) || s.rules.divides(c.measure, whole.measure)) {
			o.joined = true
			return o
		}
	}
	return nil
}

// tell makes the finding of a broken equation. When several agree on one suspect, the value
// that they demand is the likely one.
func (s *sheet) tell(b broken, term *broken) {
	whole := b.terms[0].cell
	made := value{}
	made.amount, _ = b.solveFirst()
	d := draft{rule: b.rule, words: b.words, kv: b.kv}
	d.recomputed = made.amount.String()
	if b.rule == "pending" || b.rule == "carry" {
		d.at(whole.first())
	} else {
		d.at(whole.values[0].figures...)
	}
	for _, t := range b.terms[1:] {
		d.at(t.cell.first())
	}
	suspect := whole
	if len(b.others) > 0 && len(b.suspects) == 1 {
		suspect = b.suspects[0]
		if n, ok := b.solve(suspect); ok {
			agree := !slices.ContainsFunc(b.others, func(o broken) bool { m, ok := o.solve(suspect); return ok && m != n })
			if agree && n >= 0 {
				d.likely = s.like(suspect.first(), n)
				s.likely[suspect] = n
			}
		}
		for _, o := range b.others {
			for _, t := range o.terms {
				d.at(t.cell.first())
			}
		}
	} else if len(b.suspects) == 1 && b.head {
		if n, ok := b.solve(suspect); ok && n >= 0 {
			s.likely[suspect] = n
		}
	}
	s.blame(&b)
	if term != nil {
		s.blame(term)
		other := term.terms[0].cell
		d.words = "years_pair"
		d.at(other.first())
		made, _ := term.solveFirst()
		d.kv = append(d.kv, "what", s.naming(other.first()), "printed_other", print(other.first()), "made_other", made.String())
	}
	d.front(suspect.figures())
	d.kv = append(d.kv, "whole", s.naming(whole.first()), "printed", print(whole.first()), "made", made.amount.String(),
		"terms", b.sum(), "difference", abs(b.difference).String(), "place", s.spot(whole.first()))
	s.add(&d)
}

// blame remembers by how much the cells of an equation are out of balance.
func (s *sheet) blame(b *broken) {
	for _, c := range b.cells() {
		s.blamed[c] = append(s.blamed[c], abs(b.difference))
	}
}

// solveFirst is what the parts make of the whole with the values printed first.
func (e *equation) solveFirst() (amount, bool) {
	var rest amount
	for _, t := range e.terms[1:] {
		rest -= t.sign * t.cell.values[0].amount
	}
	return rest, true
}

// sum prints the parts: "1.442 + 3.934 − 26".
func (e *equation) sum() string {
	out := ""
	for i, t := range e.terms[1:] {
		switch {
		case i == 0 && t.sign > 0:
			out += "−"
		case i > 0 && t.sign > 0:
			out += " − "
		case i > 0:
			out += " + "
		}
		out += t.cell.values[0].amount.String()
	}
	return out
}

func print(f *statement.Figure) string {
	if f.Printed != "" {
		return f.Printed
	}
	return f.Text
}
