package demo

import (
	"math/rand/v2"
	"sort"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// days chooses working days of a period by the season: more on Mondays, before Tết and
// before school starts, fewer on Fridays and just after Tết.
type days struct {
	cal   *calendar.Calendar
	work  []calendar.Date
	total []int // running sum of weights
}

func newDays(cal *calendar.Calendar, w Weight, from, to calendar.Date) *days {
	d := &days{cal: cal}
	sum := 0
	for day := from; day <= to; day++ {
		if cal.Working(day) {
			sum += weightOf(cal, w, day)
			d.work = append(d.work, day)
			d.total = append(d.total, sum)
		}
	}
	return d
}

func weightOf(cal *calendar.Calendar, w Weight, day calendar.Date) int {
	weight := 100
	switch day.Weekday() {
	case time.Monday:
		weight = w.Monday
	case time.Friday:
		weight = w.Friday
	}
	_, month, n := day.Civil()
	switch {
	case nearTet(cal, day, 10):
		weight = weight * w.BeforeTet / 100
	case nearTet(cal, day, -5):
		weight = weight * w.AfterTet / 100
	case month == time.August || month == time.September && n <= 10:
		weight = weight * w.School / 100
	}
	return weight
}

// nearTet reports whether the Tết holiday, a break of at least six days in January or
// February, begins within n working days after the day, or for negative n ended before it.
func nearTet(cal *calendar.Calendar, day calendar.Date, n int) bool {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for range n {
		next := cal.AddWorking(day, step)
		if next == 0 {
			return false
		}
		if _, month, _ := next.Civil(); max(next-day, day-next) > 6 && month <= time.February {
			return true
		}
		day = next
	}
	return false
}

// pick is a working day; last is the last day it may be.
func (d *days) pick(r *rand.Rand, last calendar.Date) calendar.Date {
	n := sort.Search(len(d.work), func(i int) bool { return d.work[i] > last })
	if n == 0 {
		return d.work[0]
	}
	at := r.IntN(d.total[n-1])
	return d.work[sort.Search(n, func(i int) bool { return d.total[i] > at })]
}

func (d *days) last() calendar.Date { return d.work[len(d.work)-1] }

// Margins, in minutes, that keep what belongs together inside one stretch of office time:
// after a receipt come scanning and transfer, around a settlement hand-over and return.
const (
	afterOpening  = 5
	beforeClosing = 14
	handOver      = 6
	quickest      = 14 // from receipt to result
)

// window is a stretch of minutes of a day in which something may happen.
type window struct{ from, to int }

// at picks an instant of the day inside the window and office hours less the margins, with
// seconds. False when they do not meet.
func at(cal *calendar.Calendar, r *rand.Rand, day calendar.Date, w window) (time.Time, bool) {
	open := cal.Open(day)
	length := 0
	clip := func(o calendar.Interval) (int, int) {
		return max(o.From+afterOpening, w.from), min(o.To-beforeClosing, w.to)
	}
	for _, o := range open {
		if from, to := clip(o); from < to {
			length += to - from
		}
	}
	if length == 0 {
		return time.Time{}, false
	}
	n := r.IntN(length)
	for _, o := range open {
		from, to := clip(o)
		if from >= to {
			continue
		}
		if n < to-from {
			return minute(day, from+n).Add(time.Duration(r.IntN(60)) * time.Second), true
		}
		n -= to - from
	}
	return time.Time{}, false
}

// minute is the instant m minutes after the day's midnight in Vietnam.
func minute(d calendar.Date, m int) time.Time { return d.At(m/60, m%60) }

// minuteOf is the minute of the day of an instant in Vietnam.
func minuteOf(t time.Time) int {
	return int(t.Sub(minute(calendar.DateOf(t), 0)) / time.Minute)
}

// inOffice reports whether an instant lies in office hours.
func inOffice(cal *calendar.Calendar, t time.Time) bool {
	m := minuteOf(t)
	for _, o := range cal.Open(calendar.DateOf(t)) {
		if o.From <= m && m <= o.To {
			return true
		}
	}
	return false
}

// wholeDay is any minute.
var wholeDay = window{0, 24 * 60}
