package source

import (
	"strconv"
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

func (s *scan) point(i int) (point, int, bool) {
	for _, read := range [...]func(int) (point, int, bool){s.months, s.quarter, s.day, s.month, s.calendarYear} {
		if p, next, ok := read(i); ok {
			return p, next, true
		}
	}
	return point{}, i, false
}

// months reads "6 tháng đầu năm 2024", "9 tháng năm 2024", "6 tháng cuối năm 2024".
func (s *scan) months(i int) (point, int, bool) {
	n := s.value(i, 1, 12)
	if s.is(i, "sau") {
		n = 6
	}
	if n == 0 || !s.is(i+1, "thang") {
		return point{}, i, false
	}
	at, last := i+2, false
	if s.is(at, "dau", "cuoi") {
		last = s.is(at, "cuoi")
		at++
	}
	y, next, ok := s.yearAfter(at)
	if !ok {
		return point{}, i, false
	}
	if last {
		return point{from: calendar.MakeDate(y, time.Month(13-n), 1), to: calendar.MakeDate(y, 12, 31)}, next, true
	}
	return point{from: calendar.MakeDate(y, 1, 1), to: calendar.MakeDate(y, time.Month(n+1), 0)}, next, true
}

// quarter reads "quý I/2025", "quý 1 năm 2025".
func (s *scan) quarter(i int) (point, int, bool) {
	if !s.is(i, "quy") {
		return point{}, i, false
	}
	n := s.value(i+1, 1, 4)
	for k, roman := range [...]string{"i", "ii", "iii", "iv"} {
		if s.is(i+1, roman) {
			n = k + 1
		}
	}
	y, next, ok := s.yearAfter(i + 2)
	if n == 0 || !ok {
		return point{}, i, false
	}
	return point{from: calendar.MakeDate(y, time.Month(3*n-2), 1), to: calendar.MakeDate(y, time.Month(3*n+1), 0)}, next, true
}

// day reads "ngày 31/3/2025", "31/3/2025", "ngày 31 tháng 3 năm 2025", and "31/3" of a known
// year.
func (s *scan) day(i int) (point, int, bool) {
	start := i
	if s.is(i, "ngay") {
		i++
	}
	d := s.value(i, 1, 31)
	if d == 0 {
		return point{}, start, false
	}
	mark := s.is(i+1, "/", ".", "-") && s.joined(i) && s.joined(i+1)
	if !mark && !(s.is(i+1, "thang") && s.is(start, "ngay")) {
		return point{}, start, false
	}
	m := s.value(i+2, 1, 12)
	if m == 0 {
		return point{}, start, false
	}
	y, next := s.year, i+3
	if mark && s.is(next, s.t[i+1].text) && s.value(next+1, 1900, 2199) > 0 {
		y, next = s.value(next+1, 1900, 2199), next+2
	} else if after, n, ok := s.yearAfter(next); !mark && ok {
		y, next = after, n
	} else if !s.is(i+1, "/", "thang") {
		return point{}, start, false
	}
	if next == i+3 && !s.short && !s.is(start, "ngay") {
		return point{}, start, false // 3/5 is a ratio unless days are spoken of
	}
	if y == 0 {
		return point{noYear: true}, next, true
	}
	date := calendar.MakeDate(y, time.Month(m), d)
	if _, month, dd := date.Civil(); int(month) != m || dd != d {
		return point{}, start, false
	}
	return point{from: date, to: date}, next, true
}

// month reads "tháng 4/2025", "tháng 4 năm 2025", "4/2025".
func (s *scan) month(i int) (point, int, bool) {
	start := i
	named := s.is(i, "thang")
	if named {
		i++
	}
	m := s.value(i, 1, 12)
	if m == 0 || !named && s.is(i-1, "/", ".") {
		return point{}, start, false
	}
	y, next := 0, i+1
	if s.is(i+1, "/", "-", ".") && (s.is(i+1, "/") || named) {
		y, next = s.value(i+2, 1900, 2199), i+3
	} else if named {
		y, next, _ = s.yearAfter(i + 1)
	}
	if y == 0 && named && s.year != 0 {
		y, next = s.year, i+1
	}
	if y == 0 {
		return point{}, start, false
	}
	return point{from: calendar.MakeDate(y, time.Month(m), 1), to: calendar.MakeDate(y, time.Month(m+1), 0)}, next, true
}

func (s *scan) calendarYear(i int) (point, int, bool) {
	at := i
	if s.isYearWord(at) {
		at++
	}
	y := s.value(at, 1990, 2099)
	if y == 0 || len(s.t[at].text) != 4 || at == i && s.is(i-1, "/") && s.joined(i-1) {
		return point{}, i, false
	}
	return point{from: calendar.MakeDate(y, 1, 1), to: calendar.MakeDate(y, 12, 31), bare: at == i}, at + 1, true
}

// yearAfter reads "/2025", "năm 2025", "của năm 2025".
func (s *scan) yearAfter(i int) (int, int, bool) {
	if s.is(i, "cua") {
		i++
	}
	if s.is(i, "/", "-") || s.isYearWord(i) {
		i++
	}
	y := s.value(i, 1990, 2099)
	return y, i + 1, y > 0
}

// isYearWord: năm, and not the Nam of Việt Nam.
func (s *scan) isYearWord(i int) bool { return s.is(i, "nam") && s.spelt(i, "năm") }

// value is the number of a run of digits within bounds, 0 otherwise.
func (s *scan) value(i, low, high int) int {
	if !s.isKind(i, digits) || len(s.t[i].text) > 4 {
		return 0
	}
	n, err := strconv.Atoi(s.t[i].text)
	if err != nil || n < low || n > high {
		return 0
	}
	return n
}
