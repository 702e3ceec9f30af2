package calendar

import (
	"sort"
	"time"
)

// Deadline computes when a period that starts at an instant ends. A receipt outside office
// hours counts as received when the office next opens (one-stop-rules §2.3, §3.2), one at or
// after the cut-off as received at the opening of the next working day.
func (c *Calendar) Deadline(start time.Time, l Limit) (Due, error) {
	if err := l.Check(); err != nil {
		return Due{}, err
	}
	begin, d0, err := c.begin(start, l.Cutoff)
	if err != nil {
		return Due{}, err
	}
	switch l.Unit {
	case WorkingHour:
		return c.afterWorkingHours(begin, d0, l.Value)
	case Hour:
		return c.appoint(begin.Add(time.Duration(l.Value)*time.Hour), d0)
	case WorkingDay:
		day := c.AddWorking(d0, l.Value)
		if day == 0 {
			return Due{}, c.missing(c.last + 1)
		}
		return c.atClosing(day, begin, d0), nil
	case CalendarDay:
		return c.rolled(d0+Date(l.Value), begin, d0)
	case Month:
		return c.rolled(d0.addMonths(l.Value), begin, d0)
	}
	return c.atClosing(d0, begin, d0), nil // trong ngày
}

// begin is the instant the clock starts and its day D0, a working day.
func (c *Calendar) begin(start time.Time, cutoff Cutoff) (time.Time, Date, error) {
	d := DateOf(start)
	if !c.Covers(d) {
		return start, 0, c.missing(d)
	}
	if c.Working(d) && !c.tooLate(start, d, cutoff) {
		return later(start, c.Opening(d)), d, nil
	}
	next := c.NextWorking(d)
	if next == 0 {
		return start, 0, c.missing(c.last + 1)
	}
	return c.Opening(next), next, nil
}

// tooLate reports whether an instant of working day d is after closing, or not before the
// cut-off. The cut-off has been checked.
func (c *Calendar) tooLate(t time.Time, d Date, cutoff Cutoff) bool {
	closing := c.year(d).Office.closing()
	if t.After(d.minute(closing)) {
		return true
	}
	m, err := cutoff.minute(closing)
	return err == nil && m >= 0 && !t.Before(d.minute(m))
}

// afterWorkingHours walks the office hours: the earliest instant at which n hours of office
// time have passed.
func (c *Calendar) afterWorkingHours(begin time.Time, d0 Date, n int) (Due, error) {
	want := c.elapsed(begin) + time.Duration(n)*time.Hour
	i := sort.Search(len(c.minutes)-1, func(i int) bool {
		return time.Duration(c.minutes[i+1])*time.Minute >= want
	})
	d := c.first + Date(i)
	if d > c.last {
		return Due{}, c.missing(d)
	}
	left := want - time.Duration(c.minutes[i])*time.Minute
	for _, w := range c.Open(d) {
		length := time.Duration(w.To-w.From) * time.Minute
		if left <= length {
			at := d.minute(w.From).Add(left)
			return Due{At: at, Appointment: at, Day: d, Start: d0}, nil
		}
		left -= length
	}
	return Due{}, c.missing(d)
}

// appoint makes the due of a legal instant that may lie outside office hours.
func (c *Calendar) appoint(at time.Time, d0 Date) (Due, error) {
	if d := DateOf(at); !c.Covers(d) {
		return Due{}, c.missing(d)
	}
	open, ok := c.NextOpening(at)
	if !ok {
		return Due{}, c.missing(c.last + 1)
	}
	return Due{At: at, Appointment: open, Day: DateOf(open), Start: d0}, nil
}

// rolled moves a raw last day that is off to the next working day (BLDS Đ148 k5).
func (c *Calendar) rolled(raw Date, begin time.Time, d0 Date) (Due, error) {
	if !c.Covers(raw) {
		return Due{}, c.missing(raw)
	}
	day := c.AddWorking(raw, 0)
	if day == 0 {
		return Due{}, c.missing(c.last + 1)
	}
	return c.atClosing(day, begin, d0), nil
}

// atClosing makes the due of a period in days.
func (c *Calendar) atClosing(day Date, begin time.Time, d0 Date) Due {
	at := c.Closing(day)
	due := Due{At: at, Appointment: at, Day: day, Start: d0}
	if c.year(day).Office.Due == "received" && day != d0 {
		carried := day.minute(0).Add(begin.Sub(d0.minute(0)))
		if open, ok := c.NextOpening(carried); ok && DateOf(open) == day {
			due.Appointment = open
		}
	}
	return due
}

// addMonths is the day of the same number n months on, or that month's last day
// (BLDS Đ148 k3).
func (d Date) addMonths(n int) Date {
	y, m, day := d.Civil()
	last := MakeDate(y, m+time.Month(n)+1, 0)
	same := MakeDate(y, m+time.Month(n), 1) + Date(day-1)
	return min(same, last)
}
