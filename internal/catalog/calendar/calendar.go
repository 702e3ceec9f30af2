// Package calendar knows days, working days, deadlines and reporting periods.
//
// It keeps the dated calendar of data/calendar: weekdays off (Bộ luật Lao động 45/2019 Đ112,
// Đ111 k3; NQ 28/2026/QH16 Đ2), Saturdays worked in exchange, office hours. Deadlines follow
// Bộ luật Dân sự 2015 Đ145–148: the first day is not counted, a last day that is off moves to
// the next working day. Every computed date explains itself in one Vietnamese sentence.
//
// It refuses to guess: a day of a year without a data file has no answer, and the refusal
// names the file that is missing. It has no clock; all answers are pure functions of data.
package calendar

import (
	"slices"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// Calendar is the dated working calendar of a unit. It is immutable and safe for concurrent
// use. Answers come from running totals over the known days, so that they cost the same
// however long the period is.
type Calendar struct {
	first, last Date // known days, both included; first > last: none
	years       []Year
	rank        []int32 // rank[i]: working days before first+i
	work        []Date  // all working days, in order
	minutes     []int32 // minutes[i]: office minutes before first+i
	off         map[Date]*Off
	makeup      map[Date]*Makeup
}

// Interval is a stretch of office time, in minutes since midnight, Vietnam time.
type Interval struct{ From, To int }

// newCalendar builds the running totals of contiguous years, first year first.
func newCalendar(years []Year) *Calendar {
	c := &Calendar{first: 1, off: map[Date]*Off{}, makeup: map[Date]*Makeup{}}
	if len(years) == 0 {
		return c
	}
	c.years = years
	c.first = MakeDate(years[0].Year, time.January, 1)
	c.last = MakeDate(years[len(years)-1].Year, time.December, 31)
	for i := range years {
		c.collect(&years[i])
	}
	n := int(c.last-c.first) + 1
	c.rank, c.minutes = make([]int32, n+1), make([]int32, n+1)
	for i := range n {
		d := c.first + Date(i)
		c.rank[i+1], c.minutes[i+1] = c.rank[i], c.minutes[i]
		if c.plain(d) {
			c.work = append(c.work, d)
			c.rank[i+1]++
			c.minutes[i+1] += c.year(d).officeMinutes()
		}
	}
	return c
}

// collect takes over a year's exceptions; a swap counts only when it is enabled.
func (c *Calendar) collect(y *Year) {
	for i := range y.Off {
		c.off[y.Off[i].Date] = &y.Off[i]
	}
	for i := range y.Makeup {
		c.makeup[y.Makeup[i].Date] = &y.Makeup[i]
	}
	for _, s := range y.Swap {
		if s.Enabled {
			c.off[s.Off] = &Off{Date: s.Off, Name: s.Name, Law: s.Law, Mark: s.Mark}
			c.makeup[s.Work] = &Makeup{Date: s.Work, For: s.Off, Law: s.Law, Mark: s.Mark}
		}
	}
}

// plain is the definition of a working day: Monday to Friday and not off, or a make-up day.
func (c *Calendar) plain(d Date) bool {
	if c.makeup[d] != nil {
		return true
	}
	return !weekend(d) && c.off[d] == nil
}

func weekend(d Date) bool { w := d.Weekday(); return w == time.Saturday || w == time.Sunday }

// Covers reports whether the year of d has a data file.
func (c *Calendar) Covers(d Date) bool { return c.first <= d && d <= c.last }

// Years are the years with a data file, in order.
func (c *Calendar) Years() []int {
	var out []int
	for i := range c.years {
		out = append(out, c.years[i].Year)
	}
	return out
}

// Year returns the data of a year, for who prints it; false when it has no data file. Its
// slices are shared and must not be changed.
func (c *Calendar) Year(year int) (Year, bool) {
	if i := c.yearIndex(year); i >= 0 {
		return c.years[i], true
	}
	return Year{}, false
}

// Verified reports whether the days off of a year rest on a published notice.
func (c *Calendar) Verified(year int) bool {
	i := c.yearIndex(year)
	return i >= 0 && c.years[i].Mark == Verified
}

func (c *Calendar) yearIndex(year int) int {
	return slices.IndexFunc(c.years, func(y Year) bool { return y.Year == year })
}

// year is the data of a covered day.
func (c *Calendar) year(d Date) *Year { return &c.years[d.Year()-c.years[0].Year] }

// Working reports whether d is a working day. A day that is not covered is none.
func (c *Calendar) Working(d Date) bool {
	if !c.Covers(d) {
		return false
	}
	i := int(d - c.first)
	return c.rank[i+1] > c.rank[i]
}

// NextWorking is the first working day after d; 0 when the calendar does not reach it.
func (c *Calendar) NextWorking(d Date) Date { return c.AddWorking(d, 1) }

// AddWorking is the n-th working day after d, or before it for negative n. For n = 0 it is d
// when d is a working day, else the first one after it. It is 0 when the calendar does not
// reach the answer.
func (c *Calendar) AddWorking(d Date, n int) Date {
	if !c.Covers(d) {
		return 0
	}
	i := int(d - c.first)
	at := int(c.rank[i]) + n // work[rank[i]] is the first working day on or after d
	if n > 0 && !c.Working(d) {
		at--
	}
	if at < 0 || at >= len(c.work) {
		return 0
	}
	return c.work[at]
}

// WorkingBetween counts the working days of from..to, both included, as far as covered.
func (c *Calendar) WorkingBetween(from, to Date) int {
	from, to = max(from, c.first), min(to, c.last)
	if from > to {
		return 0
	}
	return int(c.rank[to-c.first+1] - c.rank[from-c.first])
}

// WorkingDays is the number of working days of a year; 0 when it has no data file.
func (c *Calendar) WorkingDays(year int) int {
	return c.WorkingBetween(MakeDate(year, time.January, 1), MakeDate(year, time.December, 31))
}

// Open returns the office hours of a day, none when it is not a working day. The slice is
// shared and must not be changed.
func (c *Calendar) Open(d Date) []Interval {
	if !c.Working(d) {
		return nil
	}
	return c.year(d).Office.intervals
}

// Opening is the first instant of office time of a working day; zero when d is not covered.
func (c *Calendar) Opening(d Date) time.Time {
	if !c.Covers(d) {
		return time.Time{}
	}
	return d.minute(c.year(d).Office.opening())
}

// Closing is the last instant of office time of a working day; zero when d is not covered.
func (c *Calendar) Closing(d Date) time.Time {
	if !c.Covers(d) {
		return time.Time{}
	}
	return d.minute(c.year(d).Office.closing())
}

// NextOpening is t when t is inside office hours, else the next instant at which the office
// opens; false when the calendar does not reach it.
func (c *Calendar) NextOpening(t time.Time) (time.Time, bool) {
	d := DateOf(t)
	for _, w := range c.Open(d) {
		if !t.After(d.minute(w.To)) {
			return later(t, d.minute(w.From)), true
		}
	}
	if d = c.NextWorking(d); d == 0 {
		return time.Time{}, false
	}
	return c.Opening(d), true
}

// WorkingMinutes is the net office time from one instant to another, in whole minutes; 0 when
// to is not after from. Days without a data file add nothing.
func (c *Calendar) WorkingMinutes(from, to time.Time) int {
	if !to.After(from) {
		return 0
	}
	return int((c.elapsed(to) - c.elapsed(from)) / time.Minute)
}

// elapsed is the office time from the first known day to t.
func (c *Calendar) elapsed(t time.Time) time.Duration {
	d := DateOf(t)
	if d < c.first || len(c.years) == 0 {
		return 0
	}
	if d > c.last {
		return time.Duration(c.minutes[len(c.minutes)-1]) * time.Minute
	}
	sum := time.Duration(c.minutes[d-c.first]) * time.Minute
	for _, w := range c.Open(d) {
		if from := d.minute(w.From); t.After(from) {
			sum += min(t.Sub(from), time.Duration(w.To-w.From)*time.Minute)
		}
	}
	return sum
}

// minute is the instant m minutes after the day's midnight in Vietnam.
func (d Date) minute(m int) time.Time { return d.At(0, m) }

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// missing is the refusal to guess about a day that is not covered.
func (c *Calendar) missing(d Date) error {
	year := d.Year()
	if len(c.years) > 0 && d > c.last {
		year = c.last.Year() + 1
	}
	return fault.New(fault.Invalid, "calendar.year_missing", "year", year)
}
