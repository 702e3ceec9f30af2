package reconcile

import (
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// share is a percentage with the two figures it was computed from.
type share struct {
	num, den *figure
	percent  *figure
	like     []*figure // other places that print the same percentage of the same thing
}

// ratios recomputes every percentage whose two terms are printed: rounded half up at as many
// decimals as it has (reform-reporting rule 3). Cut off instead of rounded is asked about,
// anything else cannot be true.
func (s *sheet) ratios() {
	for _, r := range s.computed {
		s.ratio(r)
	}
}

// percentages collects the percentages: those that stand with their terms, those that a table
// computes of two of its lines, and those whose measure says of which two.
func (s *sheet) percentages() []share {
	var out []share
	have := map[*figure]bool{}
	add := func(num, den, percent *figure) {
		if percent == nil || have[percent] || !numeric(num) || !numeric(den) || num.Percent || den.Percent || percent.Empty || percent.IsText || !percent.Percent {
			return
		}
		have[percent] = true
		out = append(out, share{num: num, den: den, percent: percent})
	}
	for i := range s.doc.Ratios {
		r := &s.doc.Ratios[i]
		add(r.Num, r.Den, r.Percent)
	}
	for t := range s.doc.Tables {
		s.tableShares(t, add)
	}
	for _, f := range s.doc.Figures {
		if m, ok := s.rules.words.Measure(f.Measure); ok && m.Num != "" && !have[f] && numeric(f) && f.Percent {
			sp := s.span(f)
			num, den := s.at(m.Num, ofKey(f.Of, true), sp), s.at(m.Den, ofKey(f.Of, true), sp)
			if num == nil || den == nil || !s.sameCut(&equation{terms: []term{{num, 1}, {den, 1}, {s.home[f], 1}}}) {
				continue
			}
			if _, ok := num.single(); !ok {
				continue
			}
			if _, ok := den.single(); ok {
				add(num.first(), den.first(), f)
			}
		}
	}
	return s.alike(out)
}

// alike joins the places that print one percentage: the same wrong value in the text and in
// the appendix is one contradiction.
func (s *sheet) alike(all []share) []share {
	type id struct {
		cell     *cell
		num, den amount
		percent  statement.Number
	}
	at := map[id]int{}
	out := all[:0]
	for _, r := range all {
		c := s.home[r.percent]
		k := id{c, valueOf(r.num), valueOf(r.den), r.percent.Number}
		k.percent.Printed = ""
		if i, there := at[k]; there && c != nil {
			out[i].like = append(out[i].like, r.percent)
			continue
		}
		at[k] = len(out)
		out = append(out, r)
	}
	return out
}

// tableShares finds lines whose formula is a quotient of two other lines.
func (s *sheet) tableShares(t int, add func(num, den, percent *figure)) {
	table := &s.doc.Tables[t]
	at := map[string]int{}
	for i, l := range table.Lines {
		at[l.Number] = i
	}
	for _, l := range table.Lines {
		f, ok := parseFormula(l.Formula, l.Number)
		if l.Formula == "" || !ok || f.op != "/" {
			continue
		}
		num, there := at[f.terms[0]]
		den, also := at[f.terms[1]]
		if !there || !also {
			continue
		}
		for col, p := range l.Figures {
			if col < len(table.Lines[num].Figures) && col < len(table.Lines[den].Figures) {
				add(table.Lines[num].Figures[col], table.Lines[den].Figures[col], p)
			}
		}
	}
}

func (s *sheet) ratio(r share) {
	num, den := valueOf(r.num), valueOf(r.den)
	p := r.percent
	rounded, cut, ok := percentOf(num, den, p.Decimals)
	if !ok || s.growth(r) {
		return
	}
	s.compared("ratio")
	if p.Bound != "" {
		s.bounded(r, rounded)
		return
	}
	if p.Scaled == rounded && !(p.Scaled == 100*powers[p.Decimals] && num < den) {
		return
	}
	if s.otherwise(r) {
		return
	}
	d := draft{rule: "ratio", words: "ratio", recomputed: percent(rounded, p.Decimals)}
	d.at(p, r.num, r.den)
	d.at(r.like...)
	d.kv = []any{"place", p.Place.Text, "num", num.String(), "den", den.String(), "printed", print(p), "made", d.recomputed, "what", shorten(r.percent.Label)}
	switch {
	case p.Scaled == rounded: // 100% that is not all
		exact, cutExact, _ := percentOf(num, den, 2)
		if exact == 10000 {
			exact = cutExact
		}
		d.rule, d.words, d.recomputed = "rounding", "rounding_full", percent(exact, 2)
		d.kv = append(d.kv, "exact", d.recomputed, "left", (den - num).String())
	case p.Scaled == cut:
		d.rule, d.words, d.likely = "rounding", "rounding", d.recomputed
	case s.confirmed(r):
		d.likely = d.recomputed
	}
	if d.rule == "rounding" {
		s.compared("rounding")
	}
	// The percentage elsewhere, printed alike of the same thing, is as wrong.
	if c := s.home[p]; c != nil {
		for _, v := range c.values {
			if v.amount == valueOf(p) {
				d.at(v.figures...)
			}
		}
	}
	s.add(&d)
}

// growth tells percentages that are no share: what was gained over a year or a plan.
func (s *sheet) growth(r share) bool {
	label := " " + s.fold(r.percent.Label) + " "
	for _, w := range []string{" tang ", " giam ", " vuot ", " so voi "} {
		if strings.Contains(label, w) {
			return true
		}
	}
	return false
}

// bounded checks a percentage printed as a bound, "trên 98%".
func (s *sheet) bounded(r share, rounded int64) {
	p := r.percent
	bad := false
	switch p.Bound {
	case ">":
		bad = rounded < p.Scaled
	case ">=":
		bad = rounded < p.Scaled
	case "<", "<=":
		bad = rounded > p.Scaled
	}
	if !bad {
		return
	}
	d := draft{rule: "ratio", words: "ratio", recomputed: percent(rounded, p.Decimals)}
	d.at(p, r.num, r.den)
	d.kv = []any{"place", p.Place.Text, "num", valueOf(r.num).String(), "den", valueOf(r.den).String(), "printed", print(p), "made", d.recomputed, "what", shorten(p.Label)}
	s.add(&d)
}

// otherwise reports whether another printed or computed value of a term makes the percentage
// right: then the term is what is wrong, and that is said already.
func (s *sheet) otherwise(r share) bool {
	nums, dens := s.candidates(r.num), s.candidates(r.den)
	for i, n := range nums {
		for j, d := range dens {
			if i == 0 && j == 0 {
				continue
			}
			if rounded, cut, ok := percentOf(n, d, r.percent.Decimals); ok && (rounded == r.percent.Scaled || cut == r.percent.Scaled) {
				return true
			}
		}
	}
	return false
}

// candidates are the values that a figure may have: its own, those printed elsewhere, and
// the one that equations demand.
func (s *sheet) candidates(f *figure) []amount {
	out := []amount{valueOf(f)}
	c := s.home[f]
	if c == nil {
		return out
	}
	for _, v := range c.values {
		if v.amount != out[0] {
			out = append(out, v.amount)
		}
	}
	if n, ok := s.likely[c]; ok {
		out = append(out, n)
	}
	return out[:min(len(out), tooMany)]
}

// confirmed reports whether both terms are printed a second time, alike.
func (s *sheet) confirmed(r share) bool {
	return s.again(r.num) && s.again(r.den)
}

func (s *sheet) again(f *figure) bool {
	c := s.home[f]
	return c != nil && len(c.values) == 1 && len(c.values[0].figures) > 1
}
