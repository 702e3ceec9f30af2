package reconcile

import (
	"slices"
	"strings"
)

// sumEquations: a whole is the sum of its parts, period by period (data/reconcile/relations).
func (s *sheet) sumEquations() []*equation {
	var out []*equation
	byWhole := map[string][]*sumRelation{}
	for i := range s.rules.relations.Sums {
		r := &s.rules.relations.Sums[i]
		byWhole[r.Whole] = append(byWhole[r.Whole], r)
	}
	for _, whole := range s.order {
		for _, r := range byWhole[whole.measure] {
			if e := s.sumEquation(r, whole); e != nil && s.sameCut(e) {
				out = append(out, e)
			}
		}
	}
	return out
}

func (s *sheet) sumEquation(r *sumRelation, whole *cell) *equation {
	e := &equation{rule: "parts", words: "parts", least: r.AtLeast, terms: []term{{whole, 1}}}
	printed := 0
	for _, part := range r.Parts {
		c := s.at(part, whole.of, whole.span)
		silent := slices.Contains(r.Silent, part)
		switch {
		case c != nil:
			e.terms = append(e.terms, term{c, -1})
			printed++
		case !silent:
			return nil
		}
	}
	if printed == 0 {
		return nil
	}
	if r.Stock == "" {
		return e
	}
	stock := s.at(r.Stock, whole.of, whole.span)
	if stock == nil {
		stock = s.leftOpen(whole)
	}
	if stock != nil {
		e.alt = slices.Clone(e.terms)
		e.terms = append(e.terms, term{stock, -1})
	}
	return e
}

// leftOpen is the stock at the end of the period before, which is what was carried into this.
func (s *sheet) leftOpen(c *cell) *cell {
	if !c.span.year() {
		return nil
	}
	before := span{y1: c.span.y1 - 1, y2: c.span.y1 - 1}
	if open := s.at("open", c.of, before); open != nil {
		return open
	}
	return s.at("open.in_time", c.of, before)
}

// sameCut: the figures of an unfinished year were counted to one day, as far as they say.
func (s *sheet) sameCut(e *equation) bool {
	var common map[int32]bool
	for _, t := range e.terms {
		mine := map[int32]bool{}
		for _, f := range t.cell.figures() {
			cut := int32(s.cutoff(f))
			if cut == 0 || common == nil || common[0] || common[cut] {
				mine[cut] = true
			}
		}
		switch {
		case len(mine) == 0:
			return false
		case common == nil || common[0]:
			common = mine
		case !mine[0]:
			common = mine
		}
	}
	return true
}

// listEquations: the figures by field make the figure of all fields, the posts make the staff.
func (s *sheet) listEquations() []*equation {
	type list struct {
		whole *cell
		items []*cell
		rule  string
	}
	lists := map[key]map[string]*list{}
	var order []*list
	for _, c := range s.order {
		for _, target := range s.listed(c) {
			whole := s.at(target.measure, target.of, c.span)
			if whole == nil || whole == c {
				continue
			}
			k := key{target.topic, c.span}
			if lists[k] == nil {
				lists[k] = map[string]*list{}
			}
			l := lists[k][c.measure+target.among]
			if l == nil {
				l = &list{whole: whole, rule: target.rule}
				lists[k][c.measure+target.among] = l
				order = append(order, l)
			}
			l.items = append(l.items, c)
		}
	}
	var out []*equation
	habit := map[topic]map[*equation]bool{} // lists of a topic that add up
	for _, l := range order {
		if len(l.items) < 2 {
			continue
		}
		e := &equation{rule: l.rule, words: l.rule, terms: []term{{l.whole, 1}}, kv: []any{"count", len(l.items)}}
		for _, c := range l.items {
			e.terms = append(e.terms, term{c, -1})
		}
		s.stockInLists(e)
		if !s.sameCut(e) {
			continue
		}
		out = append(out, e)
		if _, ok := e.holds(); ok {
			if habit[l.whole.topic] == nil {
				habit[l.whole.topic] = map[*equation]bool{}
			}
			habit[l.whole.topic][e] = true
		}
	}
	for _, e := range out {
		whole := e.terms[0].cell
		if e.least = !inOneTable(e); !e.least {
			continue
		}
		others := len(habit[whole.topic])
		if habit[whole.topic][e] {
			others--
		}
		if e.rule == "list" || others > 0 {
			e.least = int64(len(e.terms)-1) < s.rules.limit("fields", "complete")
		}
	}
	return out
}

type listTarget struct {
	topic
	among, rule string
}

// listed are the wholes that a cell may be listed under.
func (s *sheet) listed(c *cell) []listTarget {
	var out []listTarget
	for part := range strings.SplitSeq(c.of, ";") {
		if among, _, ok := strings.Cut(part, "="); ok && among == "field" {
			out = append(out, listTarget{topic{c.measure, without(c.of, part)}, among, "fields"})
		}
	}
	for _, r := range s.rules.relations.Lists {
		if r.Item != c.measure {
			continue
		}
		for part := range strings.SplitSeq(c.of, ";") {
			if among, _, ok := strings.Cut(part, "="); ok && (r.Among == "" || among == r.Among) {
				out = append(out, listTarget{topic{r.Whole, without(c.of, part)}, among, "list"})
			}
		}
	}
	return out
}

func without(of, part string) string {
	parts := slices.DeleteFunc(strings.Split(of, ";"), func(p string) bool { return p == part })
	return strings.Join(parts, ";")
}

// inOneTable: a list that stands in one table with its total is whole. A sentence may name the
// largest fields only; it is taken to be whole when it is long and the lists of other periods
// in the report do add up.
func inOneTable(e *equation) bool {
	table := e.terms[0].cell.first().Table
	return table > 0 && !slices.ContainsFunc(e.terms, func(t term) bool { return t.cell.first().Table != table })
}

// stockInLists: fields may be counted with the cases carried over or without, whichever way
// the total is.
func (s *sheet) stockInLists(e *equation) {
	whole := e.terms[0].cell
	if whole.measure != "received" {
		return
	}
	if c := s.at("carried", whole.of, whole.span); c != nil {
		n := amount(1)
		if included, known := s.includesStock([]*cell{whole}); known && included {
			n = -1
		}
		e.alt = append(slices.Clone(e.terms), term{c, n})
	}
}
