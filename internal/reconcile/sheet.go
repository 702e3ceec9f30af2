package reconcile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// sheet is a document laid out for the rules: every figure that was understood stands in the
// cell of what it measures and when, so that no rule compares everything with everything.
type sheet struct {
	doc   *statement.Document
	rules *Rules
	cells map[key]*cell
	order []*cell          // as they first stand in the document
	spans map[topic][]span // in which spans a topic is printed, by time
	home  map[*figure]*cell

	computed []share           // percentages with the figures they were computed from
	uses     map[*cell][]share // by the cells of those figures

	parted map[[2]int]bool   // columns of tables that stand beside another of the same year
	folds  map[string]string // labels without tone marks

	ran    map[string]*Ran
	found  []Finding
	seen   map[string]bool    // findings by rule and places
	blamed map[*cell][]amount // by how much a cell was found out of balance
	likely map[*cell]amount   // what it should be, as far as equations tell
	told   map[[2]*cell]bool  // two cells whose disagreement is already said
	based  map[*cell]bool     // bases larger than their population, and what was counted on them
	faulty map[*figure]bool   // figures that a finding questions first
}

// topic is what a figure measures, narrowed by field, post or whatever it says it is of.
type topic struct{ measure, of string }

type key struct {
	topic
	span span
}

// span is a period made comparable. Whole years are y1..y2, however the last of them was cut
// off; shorter periods keep their days in sub. A figure whose period was not understood is
// comparable within its section only.
type span struct {
	y1, y2 int
	sub    string
}

// cell holds all that is printed for one topic and span: one value when all is well.
type cell struct {
	key
	values    []value
	order     int
	equations []*equation
}

type value struct {
	amount  amount
	figures []*figure
}

func (r *Rules) sheet(doc *statement.Document) *sheet {
	s := &sheet{doc: doc, rules: r, cells: map[key]*cell{}, spans: map[topic][]span{},
		home: map[*figure]*cell{}, folds: map[string]string{}, parted: map[[2]int]bool{}, ran: map[string]*Ran{}, seen: map[string]bool{},
		blamed: map[*cell][]amount{}, likely: map[*cell]amount{}, told: map[[2]*cell]bool{}, faulty: map[*figure]bool{}}
	for _, d := range r.defined {
		s.ran[d.ID] = &Ran{Rule: d.ID, Title: d.Title}
	}
	for t := range doc.Tables {
		s.partColumns(t)
	}
	for _, f := range doc.Figures {
		s.put(f)
	}
	s.uses = map[*cell][]share{}
	for t := range s.spans {
		slices.SortFunc(s.spans[t], func(a, b span) int {
			return cmp.Or(cmp.Compare(a.y1, b.y1), cmp.Compare(a.y2, b.y2), cmp.Compare(a.sub, b.sub))
		})
	}
	s.computed = s.percentages()
	for _, r := range s.computed {
		for _, f := range []*figure{r.num, r.den} {
			if c := s.home[f]; c != nil {
				s.uses[c] = append(s.uses[c], r)
			}
		}
	}
	return s
}

// put places a figure in its cell. A percentage printed beside a count ("4.172 hồ sơ, chiếm
// 31,5%") is no value of the count.
func (s *sheet) put(f *figure) {
	if f.Measure == "" || !numeric(f) || f.Percent != (s.rules.kind(f.Measure) == "rate") || f.Money && f.Kind == statement.Percent {
		return
	}
	k := key{topic{f.Measure, ofKey(f.Of, s.rules.kind(f.Measure) == "rate")}, s.span(f)}
	c := s.cells[k]
	if c == nil {
		c = &cell{key: k, order: len(s.order)}
		s.cells[k] = c
		s.order = append(s.order, c)
		s.spans[k.topic] = append(s.spans[k.topic], k.span)
	}
	s.home[f] = c
	n := valueOf(f)
	for i := range c.values {
		if c.values[i].amount == n {
			c.values[i].figures = append(c.values[i].figures, f)
			return
		}
	}
	c.values = append(c.values, value{n, []*figure{f}})
}

// ofKey writes what narrows a figure as one comparable word.
func ofKey(of map[string]string, rate bool) string {
	if len(of) == 0 {
		return ""
	}
	parts := make([]string, 0, len(of))
	for k, v := range of {
		if k != "alias" && !(k == "part" && rate) { // the measure tells a cell's two percentages apart
			parts = append(parts, k+"="+v)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, ";")
}

func (s *sheet) span(f *figure) span {
	if sp := s.period(f.Period); sp != (span{}) {
		if f.Table > 0 && s.parted[[2]int{f.Table - 1, f.Col}] {
			sp.sub = "to " + f.Period.To.String()
		}
		return sp
	}
	return span{sub: "?" + f.Section}
}

// partColumns notes the columns of a table that hold part of a year of which another column
// holds more: each is comparable by itself.
func (s *sheet) partColumns(t int) {
	columns := s.doc.Tables[t].Columns
	for i := range columns {
		for j := range columns {
			if a, b := s.period(columns[i].Period), s.period(columns[j].Period); a == b && a.year() && before(&columns[i], &columns[j]) {
				s.parted[[2]int{t, i}] = true
			}
		}
	}
}

// period makes a period comparable. Reporting years run from 15 December to 14 December, so a
// year is the one that most of its days are in; the year of the report itself counts as that
// year wherever its figures were cut off.
func (s *sheet) period(p statement.Period) span {
	if p.From == 0 || p.To == 0 || p.To < p.From {
		return span{}
	}
	y1, y2 := (p.From + 31).Year(), (p.To - 14).Year()
	if nearYearStart(p.From) && (nearYearEnd(p.To) || p.Partial || y2 > y1) && y2 >= y1 {
		return span{y1: y1, y2: y2}
	}
	return span{y1: y1, y2: max(y1, y2), sub: p.From.String() + "/" + p.To.String()}
}

func nearYearStart(d calendar.Date) bool {
	_, month, day := d.Civil()
	return month == 1 && day == 1 || month == 12 && day >= 14 && day <= 16
}

func nearYearEnd(d calendar.Date) bool {
	_, month, day := d.Civil()
	return month == 12 && (day == 31 || day >= 13 && day <= 15)
}

// cutoff is the day to which a figure of an unfinished year was counted; 0 when the year was
// over, or when the report does not say.
func (s *sheet) cutoff(f *figure) calendar.Date {
	if p := f.Period; p.Partial && !nearYearEnd(p.To) {
		return p.To
	}
	return 0
}

// at is the cell of a measure in a span, nil when it is not printed.
func (s *sheet) at(measure, of string, sp span) *cell {
	return s.cells[key{topic{measure, of}, sp}]
}

// year is a span of one year, whole or up to its cut-off.
func (sp span) year() bool { return sp.y1 > 0 && sp.y1 == sp.y2 && sp.sub == "" }

// years reports a span of several whole years.
func (sp span) years() bool { return sp.y2 > sp.y1 && sp.sub == "" }

// first is the figure that a cell was first printed by.
func (c *cell) first() *figure { return c.values[0].figures[0] }

// single is the one value of a cell; false when two are printed.
func (c *cell) single() (amount, bool) {
	if c == nil || len(c.values) != 1 {
		return 0, false
	}
	return c.values[0].amount, true
}

// zero reports whether a cell is not printed or prints nothing but zero.
func (c *cell) zero() bool {
	if c == nil {
		return true
	}
	n, one := c.single()
	return one && n == 0
}

func (c *cell) has(n amount) bool {
	return c != nil && slices.ContainsFunc(c.values, func(v value) bool { return v.amount == n })
}

// figures are all figures of a cell, in the order of the document by value.
func (c *cell) figures() []*figure {
	var out []*figure
	for _, v := range c.values {
		out = append(out, v.figures...)
	}
	return out
}
