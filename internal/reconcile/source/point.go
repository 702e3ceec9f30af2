package source

import (
	"strconv"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

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
