package calendar_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// naive is the reference algorithm of one-stop-rules §3.2 written a second time, day by day
// and stretch by stretch, on time.Time and on its own copy of the table of §3.3. It shares
// nothing with the real one.
type naive struct{ off, made map[int]bool }

func newNaive(swap bool) naive {
	n := naive{map[int]bool{}, map[int]bool{}}
	for _, d := range []int{
		20210101, 20210210, 20210211, 20210212, 20210215, 20210216, 20210421, 20210430, 20210503, 20210902, 20210903,
		20220103, 20220131, 20220201, 20220202, 20220203, 20220204, 20220411, 20220502, 20220503, 20220901, 20220902,
		20230102, 20230120, 20230123, 20230124, 20230125, 20230126, 20230501, 20230502, 20230503, 20230901, 20230904,
		20240101, 20240208, 20240209, 20240212, 20240213, 20240214, 20240418, 20240429, 20240430, 20240501, 20240902, 20240903,
		20250101, 20250127, 20250128, 20250129, 20250130, 20250131, 20250407, 20250430, 20250501, 20250502, 20250901, 20250902,
		20260101, 20260102, 20260216, 20260217, 20260218, 20260219, 20260220, 20260427, 20260430, 20260501, 20260831, 20260901,
		20260902, 20261124, 20270101, 20270416, 20270430, 20270503, 20270902, 20271124,
	} {
		n.off[d] = true
	}
	for _, d := range []int{20240504, 20250426, 20260110, 20260822} {
		n.made[d] = true
	}
	if swap {
		n.off[20261123], n.made[20261128] = true, true
	}
	return n
}

var hanoi = time.FixedZone("+07", 7*60*60)

func (n naive) works(t time.Time) bool {
	y, m, d := t.Date()
	key := y*10000 + int(m)*100 + d
	if n.made[key] {
		return true
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday && !n.off[key]
}

func clockOf(t time.Time, h, m int) time.Time {
	y, mo, d := t.Date()
	return time.Date(y, mo, d, h, m, 0, 0, hanoi)
}

// morning is 07:00 of the next working day.
func (n naive) morning(t time.Time) time.Time {
	t = clockOf(t, 7, 0).AddDate(0, 0, 1)
	for !n.works(t) && t.Year() < 2028 {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// start is the instant the clock starts.
func (n naive) start(t time.Time, cutoff calendar.Cutoff) time.Time {
	latest := clockOf(t, 17, 0).Add(1) // the first instant that is too late
	if cutoff == calendar.LastHour {
		latest = clockOf(t, 16, 0)
	} else if cutoff != "" {
		var h, m int
		fmt.Sscanf(string(cutoff), "%d:%d", &h, &m)
		if c := clockOf(t, h, m); c.Before(latest) {
			latest = c
		}
	}
	if !n.works(t) || !t.Before(latest) {
		return n.morning(t)
	}
	if t.Before(clockOf(t, 7, 0)) {
		return clockOf(t, 7, 0)
	}
	return t
}

// due returns the legal end and the appointment; false when a year outside 2021–2027 is needed.
func (n naive) due(start time.Time, l calendar.Limit) (day0, end, appointment time.Time, ok bool) {
	t := n.start(start.In(hanoi), l.Cutoff)
	day0 = t
	switch l.Unit {
	case calendar.WorkingDay:
		for i := 0; i < l.Value && t.Year() < 2028; i++ {
			t = n.morning(t)
		}
		t = clockOf(t, 17, 0)
	case calendar.SameDay:
		t = clockOf(t, 17, 0)
	case calendar.CalendarDay:
		t = n.roll(clockOf(t, 17, 0).AddDate(0, 0, l.Value))
	case calendar.Month:
		t = n.roll(n.months(clockOf(t, 17, 0), l.Value))
	case calendar.WorkingHour:
		t = n.hours(t, time.Duration(l.Value)*time.Hour)
	case calendar.Hour:
		t = t.Add(time.Duration(l.Value) * time.Hour)
	}
	appointment = n.open(t)
	return day0, t, appointment, start.In(hanoi).Year() > 2020 && t.Year() < 2028 && appointment.Year() < 2028 && day0.Year() < 2028
}

func (n naive) roll(t time.Time) time.Time {
	for !n.works(t) && t.Year() < 2028 {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// months goes month by month and back from a day that does not exist.
func (n naive) months(t time.Time, count int) time.Time {
	first := t.AddDate(0, 0, 1-t.Day())
	for range count {
		first = first.AddDate(0, 1, 0)
	}
	end := first.AddDate(0, 0, t.Day()-1)
	for end.Month() != first.Month() {
		end = end.AddDate(0, 0, -1)
	}
	return end
}

// hours walks from one opening or closing to the next.
func (n naive) hours(t time.Time, left time.Duration) time.Time {
	for t.Year() < 2028 {
		for _, s := range [2][4]int{{7, 0, 11, 30}, {13, 30, 17, 0}} {
			from, to := clockOf(t, s[0], s[1]), clockOf(t, s[2], s[3])
			if t.After(from) {
				from = t
			}
			if from.Before(to) {
				if !from.Add(left).After(to) {
					return from.Add(left)
				}
				left -= to.Sub(from)
			}
		}
		t = n.morning(t)
	}
	return t
}

// open is the next instant inside office hours.
func (n naive) open(t time.Time) time.Time {
	switch {
	case !n.works(t) || t.After(clockOf(t, 17, 0)):
		return n.morning(t)
	case t.Before(clockOf(t, 7, 0)):
		return clockOf(t, 7, 0)
	case t.After(clockOf(t, 11, 30)) && t.Before(clockOf(t, 13, 30)):
		return clockOf(t, 13, 30)
	}
	return t
}

// input draws a receipt and a limit; receipts crowd at opening, closing and the cut-offs.
func input(r *rand.Rand) (time.Time, calendar.Limit) {
	minutes := [...]int{0, 419, 420, 600, 690, 720, 810, 899, 900, 960, 1019, 1020, 1021, 1439}
	t := time.Date(2021, 1, 1, 0, 0, 0, 0, hanoi).AddDate(0, 0, r.IntN(7*365+1))
	if r.IntN(2) == 0 {
		t = t.Add(time.Duration(minutes[r.IntN(len(minutes))])*time.Minute + time.Duration(r.IntN(3)-1)*time.Millisecond)
	} else {
		t = t.Add(time.Duration(r.Int64N(24 * 3600 * 1000 * int64(time.Millisecond))))
	}
	l := calendar.Limit{Value: 1 + r.IntN(30)}
	switch r.IntN(6) {
	case 0:
		l.Unit = calendar.WorkingHour
	case 1:
		l.Unit, l.Value = calendar.Hour, 1+r.IntN(100)
	case 2:
		l.Unit, l.Value = calendar.SameDay, r.IntN(2)
	case 3:
		l.Unit = calendar.WorkingDay
	case 4:
		l.Unit, l.Value = calendar.CalendarDay, 1+r.IntN(120)
	case 5:
		l.Unit, l.Value = calendar.Month, 1+r.IntN(12)
	}
	switch r.IntN(4) {
	case 0:
		l.Cutoff = calendar.LastHour
	case 1:
		l.Cutoff = "15:00"
	case 2:
		l.Cutoff = calendar.Cutoff(fmt.Sprintf("%02d:%02d", 6+r.IntN(13), r.IntN(60)))
	}
	return t, l
}

// TestAgreesWithNaive compares the two on 1,000,000 drawn inputs, half of them with the
// proposed swap of November 2026 enabled.
func TestAgreesWithNaive(t *testing.T) {
	first := [2]*calendar.Calendar{shipped(t), enabledSwap(t)}
	second := [2]naive{newNaive(false), newNaive(true)}
	workers := runtime.GOMAXPROCS(0)
	const inputs = 1_000_000
	var refused [64]int
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(2026, uint64(w)))
			for i := w; i < inputs && !t.Failed(); i += workers {
				start, l := input(r)
				if !agree(t, first[i/workers%2], second[i/workers%2], start, l) {
					refused[w%64]++
				}
			}
		})
	}
	wg.Wait()
	total := 0
	for _, n := range refused {
		total += n
	}
	if total == 0 || total > inputs/10 {
		t.Errorf("%d of %d inputs needed a year without a file; the draw is off", total, inputs)
	}
}

// agree reports whether there is a deadline at all.
func agree(t *testing.T, c *calendar.Calendar, n naive, start time.Time, l calendar.Limit) bool {
	day0, end, appointment, ok := n.due(start, l)
	due, err := c.Deadline(start, l)
	switch {
	case ok != (err == nil):
		t.Errorf("%v, %+v: naive %v %v, real %+v %v", start, l, ok, end, due, err)
	case ok && (!due.At.Equal(end) || !due.Appointment.Equal(appointment) ||
		due.Day != calendar.DateOf(appointment) || due.Start != calendar.DateOf(day0)):
		t.Errorf("%v, %+v: naive %v, %v, D0 %v; real %+v", start, l, end, appointment, day0, due)
	}
	return ok
}

// TestMinuteByMinute counts office minutes one by one, the plainest there is.
func TestMinuteByMinute(t *testing.T) {
	c, n := shipped(t), newNaive(false)
	open := func(at time.Time) bool {
		m := at.Hour()*60 + at.Minute()
		return n.works(at) && (m >= 420 && m < 690 || m >= 810 && m < 1020)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		from := time.Date(2021, 1, 1, 0, r.IntN(7*365*24*60-30*24*60), 0, 0, hanoi)
		hours := 1 + r.IntN(24)
		count, at := 0, from
		for ; count < hours*60; at = at.Add(time.Minute) {
			if open(at) {
				count++
			}
		}
		if got := c.WorkingMinutes(from, at); got != count {
			t.Fatalf("%v to %v: %d minutes, counted %d", from, at, got, count)
		}
		due, err := c.Deadline(from, calendar.Limit{Value: hours, Unit: calendar.WorkingHour})
		if err != nil || !due.At.Equal(at) {
			t.Fatalf("%v, %d hours: %v, %v; counted to %v", from, hours, due.At, err, at)
		}
	}
}
