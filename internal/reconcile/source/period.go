package source

import (
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// point is one end of a period as it is named: a day, a month, a quarter, a year.
type point struct {
	from, to calendar.Date
	bare     bool // a year without the word năm
	noYear   bool // a day or month whose year must come from elsewhere
}

// periodOf reads a whole label as a period: "Năm 2024", "2021-2025", "Năm 2025 (tính đến 31/3)".
func (f *folder) periodOf(label string) statement.Period {
	s := newScan(f, label)
	for i := range s.t {
		if p, _, ok := s.period(i, true); ok {
			return p
		}
	}
	return statement.Period{}
}

// period reads a period at token i and returns the token after it. bare allows a year by
// itself, as in a heading.
func (s *scan) period(i int, bare bool) (statement.Period, int, bool) {
	start := i
	if s.is(i, "giai") && s.is(i+1, "doan") {
		i, bare = i+2, true
	}
	from := s.spelt(i, "từ")
	if from {
		i++
	}
	partial := false
	if s.is(i, "tinh") && s.is(i+1, "den", "toi") {
		i, partial = s.until(i+2), true
	} else if s.is(i, "den") && !from {
		i, partial = s.until(i+1), true
	}
	was := s.short
	s.short = partial || from
	a, next, ok := s.point(i)
	s.short = was
	if !ok {
		return statement.Period{}, start, false
	}
	p := statement.Period{From: a.from, To: a.to}
	if from && !partial {
		if to, after, open := s.untilNow(next); open {
			return statement.Period{From: a.from * sign01(to), To: to, Partial: to != 0, Printed: s.printed(start, after)}, after, true
		}
	}
	ranged := false
	if b, after, ok := s.rangeEnd(next, a); ok && !partial {
		p.To, next, ranged = b, after, true
		if _, m, d := b.Civil(); m != time.December || d != 31 {
			p.Partial = wholeYear(a) || beginsYear(a) && b.Year() > a.from.Year()
		}
	}
	if a.noYear && !ranged || a.bare && !ranged && !bare && !partial {
		return statement.Period{}, start, false
	}
	if partial {
		p.From = p.To
	} else if to, after, ok := s.cutOff(next, p); ok {
		p.To, p.Partial, next = to, p.Partial || to < p.To, after
	}
	if p.From > p.To {
		return statement.Period{}, start, false
	}
	p.Printed = s.printed(start, next)
	return p, next, true
}

// untilNow: «từ năm 2021 đến nay», and «từ năm 2021» without an end, run to the day of the
// document; where that is not known neither is the period.
func (s *scan) untilNow(i int) (calendar.Date, int, bool) {
	if s.is(i, "den", "toi") && s.is(i+1, "nay", "hien", "thoi") {
		next := i + 2
		for s.is(next, "nay", "diem", "bao", "cao", "tai") {
			next++
		}
		return s.today, next, true
	}
	if s.is(i, "-", "den", "toi") {
		return 0, i, false
	}
	return s.today, i, true
}

// sign01 is 0 for a day not known, so that a period of one end is none.
func sign01(d calendar.Date) calendar.Date {
	if d == 0 {
		return 0
	}
	return 1
}

func wholeYear(p point) bool {
	_, m, d := p.to.Civil()
	return beginsYear(p) && m == time.December && d == 31
}

func beginsYear(p point) bool {
	_, m, d := p.from.Civil()
	return m == time.January && d == 1
}

// until passes over "hết", "ngày", "thời điểm" after "tính đến".
func (s *scan) until(i int) int {
	if s.is(i, "het") {
		i++
	}
	if s.is(i, "thoi") && s.is(i+1, "diem") {
		i += 2
	}
	return i
}

// rangeEnd reads "- 2025", "đến năm 2025", "đến tháng 4/2025", "đến hết 31/3/2025".
func (s *scan) rangeEnd(i int, a point) (calendar.Date, int, bool) {
	if !s.is(i, "-", "den", "toi") {
		return 0, i, false
	}
	was := s.year
	if !a.noYear {
		s.year = a.to.Year()
	}
	s.short = !s.is(i, "-")
	b, next, ok := s.point(s.until(i + 1))
	s.year, s.short = was, false
	switch {
	case !ok || b.to < a.from:
		return 0, i, false
	case a.noYear:
		return 0, i, false
	}
	return b.to, next, true
}

// exact reads "(từ ngày 01/01/2025 đến ngày 31/3/2025)": where the period of the name was cut
// off.
func (s *scan) exact(i int, p statement.Period) (calendar.Date, int, bool) {
	a, next, ok := s.day(i + 1)
	if !ok || a.from != p.From || !s.is(next, "den") {
		return 0, i, false
	}
	b, next, ok := s.day(next + 1)
	if !ok || b.to > p.To || b.to < p.From {
		return 0, i, false
	}
	if s.is(next, ")") {
		next++
	}
	return b.to, next, true
}

// cutOff reads "(tính đến 31/3)" after a year.
func (s *scan) cutOff(i int, p statement.Period) (calendar.Date, int, bool) {
	if s.is(i, "(", ",") {
		i++
	}
	if s.spelt(i, "từ") && s.is(i-1, "(") && s.is(i+1, "ngay") {
		return s.exact(i, p)
	}
	if s.is(i, "tinh", "so") {
		i++
		if s.is(i, "lieu") {
			i++
		}
		if s.is(i, "tinh") {
			i++
		}
	}
	if !s.is(i, "den", "toi") {
		return 0, i, false
	}
	was := s.year
	s.year, s.short = p.To.Year(), true
	b, next, ok := s.point(s.until(i + 1))
	s.year, s.short = was, false
	if !ok || b.to < p.From || b.to > p.To {
		return 0, i, false
	}
	if s.is(next, ")") {
		next++
	}
	return b.to, next, true
}
