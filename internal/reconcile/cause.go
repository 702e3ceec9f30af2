package reconcile

import "slices"

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

func print(f *figure) string {
	if f.Printed != "" {
		return f.Printed
	}
	return f.Text
}
