package reconcile

import (
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// yearsEquations: a flow over several years is what its years add up to, a flow over a year
// what its quarters or months do. Cases carried over are no flow (reform-reporting rule 2):
// the total of cases received counts each case once.
func (s *sheet) yearsEquations() []*equation {
	var out []*equation
	for _, whole := range s.order {
		if s.rules.kind(whole.measure) != "flow" {
			continue
		}
		parts := s.tiles(whole)
		if len(parts) < 2 {
			continue
		}
		e := &equation{rule: "years", words: "years", terms: []term{{whole, 1}}, kv: []any{"carried", "", "count", len(parts)}}
		for _, p := range parts {
			e.terms = append(e.terms, term{p, -1})
		}
		s.withoutStock(e, parts)
		out = append(out, e)
	}
	return out
}

// tiles are the cells of the same topic whose spans fill the span of a cell without gap.
func (s *sheet) tiles(whole *cell) []*cell {
	sp := whole.span
	var out []*cell
	if sp.years() {
		for y := sp.y1; y <= sp.y2; y++ {
			c := s.cells[key{whole.topic, span{y1: y, y2: y}}]
			if c == nil {
				return nil
			}
			out = append(out, c)
		}
		if !s.reaches(whole, out[len(out)-1]) {
			return nil
		}
		return out
	}
	if !sp.year() {
		return nil
	}
	for _, start := range []calendar.Date{calendar.MakeDate(sp.y1, 1, 1), calendar.MakeDate(sp.y1-1, 12, 15)} {
		if out = s.chain(whole.topic, sp.y1, start); out != nil {
			return out
		}
	}
	return nil
}

// reaches: the last year was counted to the day to which the whole was, as far as they say.
func (s *sheet) reaches(whole, last *cell) bool {
	for _, f := range whole.figures() {
		for _, g := range last.figures() {
			a, b := s.cutoff(f), s.cutoff(g)
			if a == 0 || b == 0 || a == b {
				return true
			}
		}
	}
	return false
}

// chain follows shorter spans from a day to the end of the year.
func (s *sheet) chain(t topic, year int, start calendar.Date) []*cell {
	type piece struct {
		from, to calendar.Date
		cell     *cell
	}
	var pieces []piece
	for _, sp := range s.spans[t] {
		if c := s.cells[key{t, sp}]; sp.y1 == year && sp.sub != "" && sp.sub[0] != '?' {
			p := c.first().Period
			pieces = append(pieces, piece{p.From, p.To, c})
		}
	}
	var out []*cell
	for at := start; ; {
		// The shortest piece that begins here: months before quarters before halves.
		best := -1
		for i, p := range pieces {
			if p.from == at && (best < 0 || p.to < pieces[best].to) {
				best = i
			}
		}
		if best < 0 {
			return nil
		}
		out = append(out, pieces[best].cell)
		if nearYearEnd(pieces[best].to) {
			return out
		}
		at = pieces[best].to + 1
		if len(out) > 12 {
			return nil
		}
	}
}

// withoutStock takes the cases carried over out of a sum of cases received, and says so when
// they are exactly what is too much.
func (s *sheet) withoutStock(e *equation, parts []*cell) {
	whole := e.terms[0].cell
	if whole.measure != "received" && whole.measure != "received.online" && whole.measure != "received.direct" {
		return
	}
	var carried []term
	var total amount
	for _, p := range parts[1:] {
		if c := s.at("carried", p.of, p.span); c != nil {
			carried = append(carried, term{c, 1})
			total += c.values[0].amount
		}
	}
	if total == 0 {
		return
	}
	words := "stock_channel"
	if whole.measure == "received" {
		words = "stock"
		included, known := s.includesStock(parts)
		plain := slices.Clone(e.terms)
		switch {
		case !known:
			e.alt = append(slices.Clone(plain), carried...)
			return
		case included:
			e.terms = append(e.terms, carried...)
			if c := s.at("carried", parts[0].of, parts[0].span); c != nil {
				e.alt = append(slices.Clone(e.terms), term{c, 1})
			}
		}
	}
	if d, ok := e.holds(); !ok && d == total {
		e.rule, e.words, e.kv = "stock", words, []any{"carried", total.String(), "count", len(parts)}
		s.compared("stock")
	}
}

// includesStock tells whether the cases received of a period include those carried into it:
// whether they are the channels and the stock together, or the channels alone.
func (s *sheet) includesStock(parts []*cell) (included, known bool) {
	for _, p := range parts {
		online, direct := s.at("received.online", p.of, p.span), s.at("received.direct", p.of, p.span)
		stock := s.at("carried", p.of, p.span)
		if online == nil || direct == nil || stock.zero() {
			continue
		}
		n := online.values[0].amount + direct.values[0].amount
		if p.has(n + stock.values[0].amount) {
			return true, true
		}
		if p.has(n) {
			return false, true
		}
	}
	return false, false
}
