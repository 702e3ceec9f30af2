package reconcile

import (
	"cmp"
	"slices"
	"strings"
)

// magnitudes asks about figures that are out of all proportion: a hundred times their own
// kind in other years (a unit slipped, đồng for million đồng), or more than one ward can
// plausibly have in a year.
func (s *sheet) magnitudes() {
	s.mostOf()
	times := amount(s.rules.limit("magnitude", "times"))
	for t := range s.doc.Tables {
		for i := range s.doc.Tables[t].Lines {
			l := &s.doc.Tables[t].Lines[i]
			var all []*figure
			for col, f := range l.Figures {
				if numeric(f) && !f.Percent && s.period(s.doc.Tables[t].Columns[col].Period).year() {
					all = append(all, f)
				}
			}
			s.outsize(all, times)
		}
	}
	for _, t := range s.topics() {
		var all []*figure
		for _, sp := range s.spans[t] {
			if c := s.cells[key{t, sp}]; sp.year() && len(c.values) == 1 && c.first().Table == 0 {
				all = append(all, c.first())
			}
		}
		s.outsize(all, times)
	}
}

// topics in the order of the document.
func (s *sheet) topics() []topic {
	var out []topic
	seen := map[topic]bool{}
	for _, c := range s.order {
		if !seen[c.topic] {
			seen[c.topic] = true
			out = append(out, c.topic)
		}
	}
	return out
}

// outsize asks about one figure that is many times the largest of the others.
func (s *sheet) outsize(all []*figure, times amount) {
	if len(all) < 3 {
		return
	}
	s.compared("magnitude")
	most := slices.MaxFunc(all, func(a, b *figure) int { return cmp.Compare(valueOf(a), valueOf(b)) })
	var next amount
	var beside *figure
	for _, f := range all {
		if f != most && valueOf(f) > next {
			next, beside = valueOf(f), f
		}
	}
	if next < 2*unit || valueOf(most) > 0 && valueOf(most)/times < next {
		return
	}
	if s.faulty[most] {
		return
	}
	d := draft{rule: "magnitude", words: "magnitude", kv: []any{"what", s.naming(most), "place", s.spot(most), "printed", print(most), "times", amount(valueOf(most) / next * unit).String(), "beside", print(beside), "when", s.when(beside)}}
	d.at(most)
	d.at(all...)
	s.add(&d)
}

// mostOf compares with what data/reconcile says a ward can have.
func (s *sheet) mostOf() {
	for _, r := range s.rules.relations.Most {
		for _, f := range s.doc.Figures {
			n, ok := amountOf(f.Number)
			if !ok || f.Percent || f.IsText || !s.says(r, f) {
				continue
			}
			s.compared("magnitude")
			if int64(n/unit) <= r.Most*years(s.period(f.Period)) {
				continue
			}
			d := draft{rule: "magnitude", words: "magnitude_most", kv: []any{"what", s.naming(f), "place", s.spot(f), "printed", print(f), "most", amount(r.Most * int64(unit)).String(), "why", r.Why}}
			d.at(f)
			s.add(&d)
		}
	}
}

func years(sp span) int64 { return int64(max(1, sp.y2-sp.y1+1)) }

func (s *sheet) says(r mostRelation, f *figure) bool {
	if r.Measure != "" && f.Measure == r.Measure {
		return true
	}
	if len(r.Words) == 0 || f.Measure != "" || f.Table > 0 && f.Label == "" {
		return false
	}
	label := " " + s.fold(f.Label) + " "
	return slices.ContainsFunc(r.Words, func(w string) bool { return strings.Contains(label, " "+s.fold(w)+" ") })
}

// trends compares what a report says of a direction with its own figures: «có chiều hướng
// giảm» where they rise.
func (s *sheet) trends() {
	for _, f := range s.doc.Figures {
		if !f.IsText {
			continue
		}
		down, up := s.direction(f.Text)
		if down == up {
			continue
		}
		d := draft{rule: "trend", words: "trend"}
		d.at(f)
		var said []string
		for _, t := range s.trended(f) {
			said = append(said, s.trend(&d, t, down)...)
		}
		if len(said) > 0 {
			d.kv = []any{"place", f.Place.Text, "printed", print(f), "figures", joined(said)}
			s.add(&d)
		}
	}
}

func (s *sheet) direction(text string) (down, up bool) {
	text = " " + s.fold(text) + " "
	has := func(all []string) bool {
		return slices.ContainsFunc(all, func(w string) bool { return strings.Contains(text, " "+s.fold(w)+" ") })
	}
	return has(s.rules.relations.Falling), has(s.rules.relations.Rising)
}

// trended are the topics that a sentence about a direction speaks of: its own measure, that of
// figures in the same sentence, or those whose ids begin with the same word as its own, as the
// schema reform-report/1 names them.
func (s *sheet) trended(f *figure) []topic {
	var out []topic
	add := func(t topic) {
		if s.rules.kind(t.measure) == "flow" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	if f.Measure != "" {
		add(topic{f.Measure, ofKey(f.Of, false)})
		return out
	}
	head, _, _ := strings.Cut(f.Same, " ")
	for _, c := range s.order {
		for _, g := range c.figures() {
			same, _, _ := strings.Cut(g.Same, " ")
			if f.Within > 0 && g.Within == f.Within || s.doc.Format == "reform-report/1" && g.Table == 0 && head != "" && same == head {
				add(c.topic)
				break
			}
		}
	}
	return out
}

// trend takes up the figures of a topic whose last year stands on the wrong side of its first,
// and says them.
func (s *sheet) trend(d *draft, t topic, down bool) []string {
	var all []*figure
	for _, sp := range s.spans[t] {
		c := s.cells[key{t, sp}]
		if _, one := c.single(); one && sp.year() && !c.first().Period.Partial {
			all = append(all, c.first())
		}
	}
	if len(all) < 3 {
		return nil
	}
	s.compared("trend")
	first, last := valueOf(all[0]), valueOf(all[len(all)-1])
	if down && last <= first || !down && last >= first {
		return nil
	}
	var printed []string
	for _, g := range all {
		printed = append(printed, s.when(g)+" "+valueOf(g).String())
	}
	d.at(all...)
	return []string{s.title(all[0]) + " " + strings.Join(printed, ", ")}
}
