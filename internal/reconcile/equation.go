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
