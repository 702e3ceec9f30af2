package reconcile

import (
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

type column = statement.Column

// pairs finds one pair of numbers printed for two things that do not count the same: it was
// copied from one line to the other.
func (s *sheet) pairs() {
	for _, r := range s.rules.relations.Disjoint {
		for _, a := range s.order {
			if a.measure != r.A[0] {
				continue
			}
			a2, b, b2 := s.at(r.A[1], a.of, a.span), s.at(r.B[0], a.of, a.span), s.at(r.B[1], a.of, a.span)
			if a2 == nil || b == nil || b2 == nil || len(a.values)+len(a2.values)+len(b.values)+len(b2.values) > 4*tooMany {
				continue
			}
			s.compared("copied")
			if r.Same != "" && s.at(r.Same, a.of, a.span).zero() {
				continue
			}
			s.copied(r, a, a2, b, b2)
		}
	}
}

func (s *sheet) copied(r disjoint, a, a2, b, b2 *cell) {
	for _, n := range a.values {
		for _, m := range a2.values {
			if n.amount < 10*unit || !b.has(n.amount) || a2 != b2 && !b2.has(m.amount) || n.amount == m.amount && a2 == b2 {
				continue
			}
			d := draft{rule: "copied", words: "copied"}
			if r.Asks {
				d.severity = Asks
			}
			f, g := n.figures[0], b.value(n.amount).figures[0]
			if f == g {
				continue
			}
			d.at(f, g)
			d.at(n.figures...)
			d.at(b.value(n.amount).figures...)
			d.at(m.figures...)
			d.at(b2.value(m.amount).figures...)
			d.kv = []any{"what", s.title(f), "other", s.title(g), "pair", n.amount.String() + "/" + m.amount.String(), "when", s.when(f), "place", s.spot(f)}
			s.add(&d)
			return
		}
	}
}

func (c *cell) value(n amount) *value {
	for i := range c.values {
		if c.values[i].amount == n {
			return &c.values[i]
		}
	}
	return &c.values[0]
}

// distinct: what is counted once over several years is at least what was counted in any one
// of them, and at most all of them together. A cumulative count never shrinks.
func (s *sheet) distinct() {
	for _, whole := range s.order {
		if s.rules.kind(whole.measure) != "distinct" || !whole.span.years() {
			continue
		}
		n, one := whole.single()
		if !one {
			continue
		}
		for y := whole.span.y1; y <= whole.span.y2; y++ {
			c := s.at(whole.measure, whole.of, span{y1: y, y2: y})
			if c == nil {
				continue
			}
			s.compared("distinct")
			if v, one := c.single(); one && v > n {
				f, g := whole.first(), c.first()
				d := draft{rule: "distinct", words: "distinct", kv: []any{"what", s.naming(f), "printed", print(f), "place", s.spot(f), "year", s.when(g), "printed_year", print(g), "other", s.spot(g)}}
				d.at(f, g)
				s.add(&d)
				break
			}
		}
	}
	for t := range s.doc.Tables {
		s.cumulative(t)
	}
}

// cumulative lines say so: «lũy kế đến thời điểm báo cáo». One that begins anew each year
// says «từ đầu năm».
func (s *sheet) cumulative(t int) {
	table := &s.doc.Tables[t]
	for _, l := range table.Lines {
		label := s.fold(l.Label)
		if !strings.Contains(label, "luy ke") || strings.Contains(label, "dau nam") || l.Kind == statement.Percent {
			continue
		}
		var last *figure
		lastSpan := span{}
		for col, f := range l.Figures {
			sp := s.period(table.Columns[col].Period)
			if !numeric(f) || !sp.year() {
				continue
			}
			s.compared("distinct")
			if last != nil && sp.y1 > lastSpan.y1 && valueOf(f) < valueOf(last) {
				d := draft{rule: "distinct", words: "cumulative", kv: []any{"what", shorten(l.Label), "printed", print(f), "place", s.spot(f), "printed_year", print(last), "other", s.spot(last)}}
				d.at(f, last)
				s.add(&d)
			}
			last, lastSpan = f, sp
		}
	}
}

// shares: percentages that are all parts of one whole make 100 together, but for what
// rounding each of them may add or take.
func (s *sheet) shares() {
	for _, r := range s.rules.relations.Shares {
		for _, c := range s.order {
			if c.measure != r.Parts[0] {
				continue
			}
			var parts []*figure
			var sum, slack amount
			for _, m := range r.Parts {
				part := s.at(m, c.of, c.span)
				if _, one := part.single(); !one || s.faulty[part.first()] {
					parts = nil
					break
				}
				f := part.first()
				parts = append(parts, f)
				sum += valueOf(f)
				slack += amount(powers[4-f.Decimals]) / 2
			}
			if len(parts) < 2 {
				continue
			}
			s.compared("shares")
			if abs(sum-100*unit) <= slack {
				continue
			}
			d := draft{rule: "shares", words: "shares", recomputed: sum.String() + "%"}
			var terms []string
			for _, f := range parts {
				terms = append(terms, print(f))
			}
			d.at(parts...)
			d.kv = []any{"place", s.spot(parts[0]), "terms", strings.Join(terms, " + "), "sum", sum.String() + "%"}
			s.add(&d)
		}
	}
	for t := range s.doc.Tables {
		s.shareColumn(t)
	}
}

// shareColumn: a column of percentages above a total of 100%.
func (s *sheet) shareColumn(t int) {
	table := &s.doc.Tables[t]
	total := -1
	for i, l := range table.Lines {
		if s.isTotal(l.Label) {
			if total >= 0 {
				return
			}
			total = i
		}
	}
	if total < 0 {
		return
	}
	for col := range table.Columns {
		if col >= len(table.Lines[total].Figures) {
			continue
		}
		whole := table.Lines[total].Figures[col]
		if !numeric(whole) || !whole.Percent || valueOf(whole) != 100*unit {
			continue
		}
		var sum, slack amount
		d := draft{rule: "shares", words: "shares_column"}
		for i, l := range table.Lines {
			if i == total || l.Heading || l.Parent >= 0 || col >= len(l.Figures) || !numeric(l.Figures[col]) {
				continue
			}
			f := l.Figures[col]
			d.at(f)
			sum += valueOf(f)
			slack += amount(powers[4-f.Decimals]) / 2
		}
		// Rates of each line reach 100 on their own and do not add.
		if len(d.figures) < 2 || sum > 150*unit || sum < 50*unit {
			continue
		}
		s.compared("shares")
		if abs(sum-100*unit) > slack {
			d.front([]*figure{whole})
			d.recomputed = sum.String() + "%"
			d.kv = []any{"place", s.spot(whole), "sum", d.recomputed, "count", len(d.figures) - 1}
			s.add(&d)
		}
	}
}
