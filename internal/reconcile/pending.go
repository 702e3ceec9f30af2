package reconcile

import "slices"

// pendingEquations: what is open at the end of a period is what came in, less what was
// settled, and it is what the next period begins with.
func (s *sheet) pendingEquations() []*equation {
	var out []*equation
	for _, settled := range s.order {
		if settled.measure != "settled" || settled.span.years() {
			continue
		}
		e := &equation{rule: "pending", words: "pending"}
		next := s.next(settled)
		open := s.openAt(settled)
		switch {
		case len(open) > 0:
			for _, c := range open {
				e.terms = append(e.terms, term{c, 1})
			}
		case next != nil:
			e.words = "pending_next"
			e.terms = append(e.terms, term{next, 1})
		default:
			continue
		}
		in, alt := s.available(settled)
		if len(in) == 0 {
			continue
		}
		if alt != nil {
			e.alt = append(append(slices.Clone(e.terms), alt...), term{settled, 1})
		}
		e.terms = append(append(e.terms, in...), term{settled, 1})
		if s.sameCut(e) {
			out = append(out, e)
		}
		if next != nil && len(open) > 0 {
			carry := &equation{rule: "carry", words: "carry", terms: []term{{next, 1}}}
			for _, c := range open {
				carry.terms = append(carry.terms, term{c, -1})
			}
			out = append(out, carry)
		}
	}
	return out
}

// openAt is the stock at the end of a cell's period: printed as one figure, or as what is in
// time and what is overdue.
func (s *sheet) openAt(c *cell) []*cell {
	if open := s.at("open", c.of, c.span); open != nil {
		return []*cell{open}
	}
	var out []*cell
	if in := s.at("open.in_time", c.of, c.span); in != nil {
		out = append(out, in)
		if late := s.at("open.overdue", c.of, c.span); late != nil {
			out = append(out, late)
		}
	}
	return out
}

// next is what the period after a cell's was carried in.
func (s *sheet) next(c *cell) *cell {
	if c.span.year() {
		return s.at("carried", c.of, span{y1: c.span.y1 + 1, y2: c.span.y1 + 1})
	}
	to := c.first().Period.To
	if to == 0 {
		return nil
	}
	for _, sp := range s.spans[topic{"carried", c.of}] {
		if d := s.cells[key{topic{"carried", c.of}, sp}]; d.first().Period.From == to+1 && sp.sub != "" {
			return d
		}
	}
	return nil
}

// available are the terms of what could be settled in a cell's period: the channels and what
// was carried in, or the total that is printed. The total may or may not count the stock.
func (s *sheet) available(c *cell) (terms, alt []term) {
	online, direct := s.at("received.online", c.of, c.span), s.at("received.direct", c.of, c.span)
	received := s.at("received", c.of, c.span)
	stock := s.at("carried", c.of, c.span)
	if stock == nil && c.span.year() {
		stock = s.leftOpen(c)
	}
	switch {
	case received != nil && (stock == nil || stock.zero()):
		return []term{{received, -1}}, nil
	case received != nil:
		included, known := s.includesStock([]*cell{received})
		with := []term{{received, -1}, {stock, -1}}
		switch {
		case known && included:
			return []term{{received, -1}}, nil
		case known:
			return with, nil
		}
		return []term{{received, -1}}, with
	case online != nil && direct != nil:
		terms = []term{{online, -1}, {direct, -1}}
		if stock != nil {
			terms = append(terms, term{stock, -1})
		}
		return terms, nil
	}
	return nil, nil
}
