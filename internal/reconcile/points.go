package reconcile

// points: the points of an index and the percentage printed for the same year agree when the
// most that can be reached is 100. Where they do not, the report must say out of how many.
func (s *sheet) points() {
	for _, c := range s.order {
		if c.measure != "par.percent" {
			continue
		}
		percent, one := c.single()
		if !one {
			continue
		}
		whole := s.at("par.points", c.of, c.span)
		a, b := s.at("par.appraised", c.of, c.span), s.at("par.survey", c.of, c.span)
		d := draft{rule: "points", words: "points"}
		f := c.first()
		switch {
		case whole != nil:
			n, one := whole.single()
			s.compared("points")
			if !one || n == percent {
				continue
			}
			d.at(f, whole.first())
			d.kv = []any{"points", print(whole.first())}
		case a != nil && b != nil:
			n, one := a.single()
			m, also := b.single()
			s.compared("points")
			if !one || !also || n+m == percent {
				continue
			}
			d.words, d.recomputed = "points_sum", (n + m).String()
			d.at(f, a.first(), b.first())
			d.kv = []any{"appraised", print(a.first()), "survey", print(b.first()), "sum", d.recomputed}
		default:
			continue
		}
		d.kv = append(d.kv, "place", s.spot(f), "printed", print(f), "when", s.when(f))
		s.add(&d)
	}
	s.pointSums()
	s.daysCut()
}

// pointSums: points appraised and points of the survey make the points of the index.
func (s *sheet) pointSums() {
	for _, c := range s.order {
		if c.measure != "par.points" {
			continue
		}
		n, one := c.single()
		a, aok := s.at("par.appraised", c.of, c.span).single()
		b, bok := s.at("par.survey", c.of, c.span).single()
		if !one || !aok || !bok {
			continue
		}
		s.compared("points")
		if a+b == n {
			continue
		}
		f, g, h := c.first(), s.at("par.appraised", c.of, c.span).first(), s.at("par.survey", c.of, c.span).first()
		d := draft{rule: "points", words: "points_parts", severity: Warns, recomputed: (a + b).String()}
		d.at(f, g, h)
		d.kv = []any{"place", s.spot(f), "printed", print(f), "when", s.when(f), "appraised", print(g), "survey", print(h), "sum", d.recomputed}
		s.add(&d)
	}
}

// daysCut: a time limit cut from 5 days to 3 was cut by 40%.
func (s *sheet) daysCut() {
	type cut struct{ before, after *figure }
	groups := map[int]*cut{}
	for _, f := range s.doc.Figures {
		if f.Within == 0 || !numeric(f) || f.Measure != "days.before" && f.Measure != "days.after" {
			continue
		}
		g := groups[f.Within]
		if g == nil {
			g = &cut{}
			groups[f.Within] = g
		}
		switch {
		case f.Measure == "days.before" && g.before == nil:
			g.before = f
		case f.Measure == "days.after" && g.after == nil:
			g.after = f
		default:
			g.before, g.after = nil, nil // two stories in one sentence
			groups[f.Within] = &cut{before: f, after: f}
		}
	}
	for _, f := range s.doc.Figures {
		g := groups[f.Within]
		if f.Measure != "rate.days_cut" || !numeric(f) || g == nil || g.before == nil || g.after == nil || g.before == g.after {
			continue
		}
		before, after := valueOf(g.before), valueOf(g.after)
		rounded, down, ok := percentOf(before-after, before, f.Decimals)
		if !ok || before <= after {
			continue
		}
		s.compared("days")
		if f.Scaled == rounded || f.Scaled == down {
			continue
		}
		d := draft{rule: "days", words: "days", recomputed: percent(rounded, f.Decimals), likely: percent(rounded, f.Decimals)}
		d.at(f, g.before, g.after)
		d.kv = []any{"place", f.Place.Text, "printed", print(f), "before", before.String(), "after", after.String(), "made", d.recomputed}
		s.add(&d)
	}
}
