package reconcile

import (
	"slices"
	"strings"
)

// wholes finds parts larger than their whole, and bases of ratios larger than the population
// they are taken from.
func (s *sheet) wholes() {
	based := s.bases()
	byPart := map[string][]*partRelation{}
	for i := range s.rules.relations.Parts {
		r := &s.rules.relations.Parts[i]
		byPart[r.Part] = append(byPart[r.Part], r)
	}
	for _, part := range s.order {
		for _, r := range byPart[part.measure] {
			if based[part] {
				continue
			}
			if whole, over := s.exceeds(r, part); over {
				s.tooLarge("exceeds", part, whole)
				break
			}
		}
	}
	s.fieldsOfParts()
}

// exceeds checks a part against the first of its wholes that is printed.
func (s *sheet) exceeds(r *partRelation, part *cell) (*cell, bool) {
	for _, m := range r.Whole {
		whole := s.at(m, part.of, part.span)
		if whole == nil {
			continue
		}
		s.compared("exceeds")
		terms := []term{{whole, 1}, {part, -1}}
		for _, p := range r.Plus {
			if c := s.at(p, part.of, part.span); c != nil {
				terms = append(terms, term{c, 1})
			}
		}
		e := &equation{terms: terms, least: true}
		d, ok := balance(terms, true)
		if ok || !s.sameCut(e) || s.already(part, whole, d) || s.mends(terms) {
			return nil, false
		}
		return whole, true
	}
	return nil, false
}

// mends: with the values that equations demand instead of those printed, the part fits.
func (s *sheet) mends(terms []term) bool {
	var sum amount
	any := false
	for _, t := range terms {
		n, ok := s.likely[t.cell]
		if !ok {
			n = t.cell.values[0].amount
		}
		any = any || ok
		sum += t.sign * n
	}
	return any && sum >= 0
}

// already: an equation of both cells is broken by the same amount, and told.
func (s *sheet) already(part, whole *cell, d amount) bool {
	return slices.Contains(s.blamed[part], abs(d)) && slices.Contains(s.blamed[whole], abs(d)) || s.told[[2]*cell{part, whole}]
}

func (s *sheet) tooLarge(rule string, part, whole *cell) {
	f, g := part.first(), whole.first()
	d := draft{rule: rule, words: rule}
	d.at(f, g)
	d.at(part.figures()...)
	d.at(whole.figures()...)
	d.kv = []any{"what", s.naming(f), "printed", print(f), "place", s.spot(f), "whole", s.naming(g), "printed_whole", print(g), "other", s.spot(g)}
	s.add(&d)
}

// bases compares the bases of ratios with the population, one finding for each value of a
// base however many measures print it. It returns the cells that need no further word: the
// bases told and the parts counted on them.
func (s *sheet) bases() map[*cell]bool {
	based := map[*cell]bool{}
	type id struct {
		span        span
		part, whole amount
	}
	told := map[id]int{}
	var drafts []*draft
	numerators := s.rules.numerators()
	for _, part := range s.order {
		for i := range s.rules.relations.Bases {
			r := &s.rules.relations.Bases[i]
			if r.Part != part.measure {
				continue
			}
			s.compared("base")
			whole, over := s.exceeds(r, part)
			if !over {
				continue
			}
			based[part] = true
			for _, m := range numerators[part.measure] {
				if c := s.at(m, part.of, part.span); c != nil {
					based[c] = true
				}
			}
			k := id{part.span, part.values[0].amount, whole.values[0].amount}
			if at, there := told[k]; there {
				drafts[at].at(part.figures()...)
				continue
			}
			told[k] = len(drafts)
			f, g := part.first(), whole.first()
			d := &draft{rule: "base", words: "base", kv: []any{"what", s.naming(f), "printed", print(f), "place", s.spot(f), "whole", s.naming(g), "printed_whole", print(g), "other", s.spot(g)}}
			d.at(f, g)
			d.at(part.figures()...)
			d.at(whole.figures()...)
			drafts = append(drafts, d)
		}
	}
	for _, d := range drafts {
		s.add(d)
	}
	s.based = based
	return based
}

// fieldsOfParts: one field is never more than all fields.
func (s *sheet) fieldsOfParts() {
	for _, c := range s.order {
		if !strings.HasPrefix(c.of, "field=") || strings.Contains(c.of, ";") {
			continue
		}
		whole := s.at(c.measure, "", c.span)
		if whole == nil || len(c.values) != 1 {
			continue
		}
		terms := []term{{whole, 1}, {c, -1}}
		if d, ok := balance(terms, true); !ok && !s.already(c, whole, d) && len(s.blamed[c]) == 0 {
			s.tooLarge("exceeds", c, whole)
		}
	}
}

// equals finds two measures that are one thing by definition and differ, and parts of a base
// that is the whole population.
func (s *sheet) equals() {
	for i := range s.rules.relations.Equal {
		r := &s.rules.relations.Equal[i]
		for _, a := range s.order {
			if a.measure != r.Part {
				continue
			}
			for _, m := range r.Whole {
				b := s.at(m, a.of, a.span)
				if b == nil || s.based[a] {
					continue
				}
				s.compared("equal")
				terms := []term{{a, 1}, {b, -1}}
				if d, ok := balance(terms, false); !ok && s.sameCut(&equation{terms: terms}) && !s.already(a, b, d) {
					s.differ("equal", a, b)
				}
			}
		}
	}
	s.populations()
}

func (s *sheet) differ(rule string, a, b *cell) {
	f, g := a.first(), b.first()
	d := draft{rule: rule, words: rule}
	d.at(f, g)
	d.at(a.figures()...)
	d.at(b.figures()...)
	for _, c := range []*cell{a, b} {
		for _, r := range s.uses[c] {
			d.at(r.num, r.den)
		}
	}
	d.kv = []any{"what", s.naming(f), "printed", print(f), "place", s.spot(f), "whole", s.naming(g), "printed_whole", print(g), "other", s.spot(g)}
	s.add(&d)
}

// populations: where the base of a part is everything received in the period, the part filed
// online is everything received online.
func (s *sheet) populations() {
	type id struct {
		span span
		part amount
	}
	told := map[id]bool{}
	for _, r := range s.rules.relations.Whole {
		for _, base := range s.order {
			if base.measure != r.Base {
				continue
			}
			part, counted := s.at(r.Part, base.of, base.span), s.at(r.Counted, base.of, base.span)
			direct := s.at("received.direct", base.of, base.span)
			if part == nil || counted == nil || direct == nil || len(part.values) != 1 || len(counted.values) != 1 || len(direct.values) != 1 {
				continue
			}
			all := counted.values[0].amount + direct.values[0].amount
			k := id{base.span, part.values[0].amount}
			if n, one := base.single(); !one || n != all {
				continue
			}
			s.compared("population")
			if part.values[0].amount == counted.values[0].amount || told[k] || !s.sameCut(&equation{terms: []term{{base, 1}, {part, 1}, {counted, 1}}}) {
				continue
			}
			told[k] = true
			f, g := part.first(), counted.first()
			d := draft{rule: "population", words: "population", kv: []any{"what", s.naming(f), "printed", print(f), "place", s.spot(f),
				"base", all.String(), "whole", s.naming(g), "printed_whole", print(g), "other", s.spot(g)}}
			d.at(f, g)
			d.at(part.figures()...)
			d.at(counted.figures()...)
			d.at(base.figures()...)
			s.add(&d)
		}
	}
}
