package reconcile

import "slices"

// twice finds one measure of one period printed with two values (reform-reporting rule 4:
// text and appendix print the same stored value). Where a numerator and its denominator both
// differ it is one contradiction.
func (s *sheet) twice() {
	pairs := s.rules.denominators()
	done := map[*cell]bool{}
	for _, c := range s.order {
		if len(c.values) == 0 || c.span == (span{}) || c.span.sub != "" && c.span.sub[0] == '?' {
			continue
		}
		if len(c.values[0].figures) > 1 || len(c.values) > 1 {
			s.compared("twice")
		}
		if len(c.values) < 2 || len(c.values) > tooMany || done[c] || s.percentOfTold(c, done) {
			continue
		}
		done[c] = true
		var other *cell
		for _, m := range append(pairs[c.measure], s.rules.numerators()[c.measure]...) {
			if o := s.at(m, c.of, c.span); o != nil && len(o.values) > 1 && len(o.values) <= tooMany && !done[o] {
				other = o
				done[o] = true
			}
		}
		s.twoValues(c, other)
	}
	s.bounds()
}

// denominators are the measures by which a measure is divided in some rate.
func (r *Rules) denominators() map[string][]string {
	out := map[string][]string{}
	for _, m := range r.words.Measures() {
		if m.Num != "" {
			out[m.Num] = append(out[m.Num], m.Den)
		}
	}
	return out
}

// numerators are the measures that some rate divides by a measure.
func (r *Rules) numerators() map[string][]string {
	out := map[string][]string{}
	for _, m := range r.words.Measures() {
		if m.Num != "" {
			out[m.Den] = append(out[m.Den], m.Num)
		}
	}
	return out
}

// percentOfTold: a percentage differs because its terms do, which is said already.
func (s *sheet) percentOfTold(c *cell, done map[*cell]bool) bool {
	m, ok := s.rules.words.Measure(c.measure)
	if !ok || m.Num == "" {
		return false
	}
	for _, term := range []string{m.Num, m.Den} {
		if o := s.at(term, c.of, c.span); o != nil && (done[o] || len(o.values) > 1) {
			return true
		}
	}
	return false
}

// twoValues says that a cell, and perhaps the other term of its ratio, has two values.
func (s *sheet) twoValues(c, other *cell) {
	a, b, how := s.clash(c)
	if a == nil {
		return
	}
	d := draft{rule: how, words: how}
	if how == "cutoff" {
		s.compared(how)
	}
	d.at(a)
	d.at(b)
	kv := []any{"what", s.naming(a), "place", s.spot(a), "printed", print(a), "other", s.spot(b), "printed_other", print(b)}
	if other != nil {
		x, y := s.partner(a, other), s.partner(b, other)
		if x != nil && y != nil && valueOf(x) != valueOf(y) {
			d.at(x, y)
			if s.rules.divides(other.measure, c.measure) {
				a, x, b, y = x, a, y, b
			}
			d.words = how + "_pair"
			kv = []any{"what", s.naming(a), "place", s.spot(a), "printed", print(a) + "/" + print(x), "other", s.spot(b), "printed_other", print(b) + "/" + print(y)}
		} else {
			other = nil
		}
	}
	d.at(c.figures()...)
	if other != nil {
		d.at(other.figures()...)
	}
	if v, ok := s.decide(c); ok && other == nil {
		d.likely = s.like(c.first(), v)
	} else if ok {
		if w, also := s.decide(other); also {
			if s.rules.divides(other.measure, c.measure) {
				v, w = w, v
			}
			d.likely = v.String() + "/" + w.String()
		}
	}
	d.kv = kv
	s.add(&d)
}

func (r *Rules) divides(num, den string) bool { return slices.Contains(r.denominators()[num], den) }

// clash are two figures of a cell that cannot both be: nil when they may, because they were
// counted to different days and grew. Then they are asked about only where one place does
// not say its day.
func (s *sheet) clash(c *cell) (a, b *figure, how string) {
	flow := s.rules.kind(c.measure) == "flow" || s.rules.kind(c.measure) == "distinct"
	for i, v := range c.values {
		for _, w := range c.values[i+1:] {
			if columnsOfOneLine(v.figures, w.figures) {
				continue
			}
			for _, f := range v.figures {
				for _, g := range w.figures {
					switch {
					case f.Period.Partial != g.Period.Partial && flow:
						if part, whole := order(f, g); valueOf(part) > valueOf(whole) {
							return part, whole, "partial"
						}
					case s.cutoff(f) == s.cutoff(g):
						return f, g, "twice"
					case s.cutoff(f) == 0 || s.cutoff(g) == 0:
						if a == nil {
							a, b, how = f, g, "cutoff"
						}
					case flow && (s.cutoff(f) < s.cutoff(g)) == (valueOf(f) > valueOf(g)):
						return f, g, "twice"
					}
				}
			}
		}
	}
	return a, b, how
}

// order puts the figure of the unfinished year first.
func order(f, g *figure) (part, whole *figure) {
	if g.Period.Partial {
		return g, f
	}
	return f, g
}

// columnsOfOneLine: two columns for one year in one line are the rule partial's, wherever
// else one of the values is printed.
func columnsOfOneLine(all, others []*figure) bool {
	for _, f := range all {
		for _, g := range others {
			if f.Table > 0 && f.Table == g.Table && f.Row == g.Row {
				return true
			}
		}
	}
	return false
}

// partner is the figure of a cell that stands with f: in the same sentence, or in the same
// column of the same table.
func (s *sheet) partner(f *figure, in *cell) *figure {
	for _, g := range in.figures() {
		if f.Table > 0 && g.Table == f.Table && g.Col == f.Col || f.Table == 0 && g.Table == 0 && g.Section == f.Section && (g.Within == f.Within || g.Text == f.Text) {
			return g
		}
	}
	return nil
}

// decide is the value of a cell that everything else in the report agrees with, when the
// others are contradicted.
func (s *sheet) decide(c *cell) (amount, bool) {
	var best amount
	fits, against := 0, 0
	for _, v := range c.values {
		switch good, bad := s.support(c, v.amount); {
		case bad > 0:
			against++
		case good > 0:
			best, fits = v.amount, fits+1
		}
	}
	return best, fits == 1 && against == len(c.values)-1
}

// support counts what holds with a value and what does not: equations, and percentages that
// were printed beside one of the values.
func (s *sheet) support(c *cell, n amount) (good, bad int) {
	for _, e := range c.equations {
		if want, ok := e.solve(c); ok {
			if want == n {
				good++
			} else {
				bad++
			}
		}
	}
	for _, r := range s.uses[c] {
		own := r.num
		if s.home[r.den] == c {
			own = r.den
		}
		switch {
		case valueOf(own) == n && s.gives(r, c, n):
			good++
		case valueOf(own) == n:
			bad++
		case s.gives(r, c, n) && !s.gives(r, c, valueOf(own)):
			good++
		}
	}
	return good, bad
}

// gives reports whether a percentage is right when a cell of its terms has a value.
func (s *sheet) gives(r share, c *cell, n amount) bool {
	num, den := valueOf(r.num), valueOf(r.den)
	if s.home[r.num] == c {
		num = n
	}
	if s.home[r.den] == c {
		den = n
	}
	rounded, cut, ok := percentOf(num, den, r.percent.Decimals)
	return ok && r.percent.Bound == "" && (rounded == r.percent.Scaled || cut == r.percent.Scaled)
}

// bounds compares figures printed as a bound with those printed exactly: "trên 98%" beside
// 97% cannot be, ">99%" beside 100% is asked about.
func (s *sheet) bounds() {
	for _, f := range s.doc.Figures {
		if f.Bound == "" || f.Bound == "~" || f.Measure == "" {
			continue
		}
		n, ok := amountOf(f.Number)
		c := s.at(f.Measure, ofKey(f.Of, f.Percent), s.span(f))
		if !ok || c == nil || c.span.sub != "" && c.span.sub[0] == '?' {
			continue
		}
		s.compared("bound")
		for _, v := range c.values {
			g := v.figures[0]
			d := draft{rule: "bound", words: "bound", kv: []any{"what", s.naming(g), "place", s.spot(f), "printed", print(f), "other", s.spot(g), "printed_other", print(g)}}
			switch {
			case f.Bound[0] == '>' && v.amount < n, f.Bound[0] == '<' && v.amount > n:
				d.severity = Warns
			case f.Percent && f.Bound == ">" && v.amount == 100*unit && n < v.amount && n >= 90*unit:
			default:
				continue
			}
			d.at(f)
			d.at(v.figures...)
			s.add(&d)
		}
	}
}

// partialYears compares two columns for one year in one table: what was counted to a day in
// the year cannot exceed the whole year (reform-reporting rule 6). All lines in which it does
// are one finding.
func (s *sheet) partialYears() {
	for t := range s.doc.Tables {
		table := &s.doc.Tables[t]
		for i := range table.Columns {
			for j := range table.Columns {
				a, b := &table.Columns[i], &table.Columns[j]
				sp := s.period(a.Period)
				if i == j || sp == (span{}) || sp != s.period(b.Period) || !before(a, b) {
					continue
				}
				s.partialColumns(t, i, j)
			}
		}
	}
}

// before: column a was counted to an earlier day than column b.
func before(a, b *column) bool {
	pa, pb := a.Period, b.Period
	if pa.Partial && !pb.Partial {
		return true
	}
	return pa.Partial && pb.Partial && pa.To < pb.To
}

func (s *sheet) partialColumns(t, part, whole int) {
	table := &s.doc.Tables[t]
	d := draft{rule: "partial", words: "partial_columns"}
	sure := false
	var lines []string
	for _, l := range table.Lines {
		if part >= len(l.Figures) || whole >= len(l.Figures) || !numeric(l.Figures[part]) || !numeric(l.Figures[whole]) {
			continue
		}
		f, g := l.Figures[part], l.Figures[whole]
		kind := s.rules.kind(f.Measure)
		if f.Percent || g.Percent || l.Kind == "flag" || kind == "stock" || kind == "rate" || kind == "points" {
			continue
		}
		s.compared("partial")
		if valueOf(f) > valueOf(g) {
			d.at(f, g)
			lines = append(lines, l.Number+": "+print(f)+" > "+print(g))
			sure = sure || kind != ""
		}
	}
	if len(lines) == 0 {
		return
	}
	if !sure {
		d.severity = Asks // no line is known to be one that only grows
	}
	d.kv = []any{"place", table.Place.Text, "part", table.Columns[part].Label, "whole", table.Columns[whole].Label, "lines", joined(lines)}
	s.add(&d)
}
