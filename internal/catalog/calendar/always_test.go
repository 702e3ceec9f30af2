package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

func instant(t *rapid.T, name string) time.Time {
	return time.UnixMilli(rapid.Int64Range(1_609_500_000_000, 1_830_200_000_000).Draw(t, name)) // 2021 to 2027
}

// TestOfficeTimeAdds: office time over two stretches is that of the whole.
func TestOfficeTimeAdds(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		a := instant(t, "a").Truncate(time.Minute)
		b := a.Add(time.Duration(rapid.IntRange(0, 50_000).Draw(t, "b")) * time.Minute)
		d := b.Add(time.Duration(rapid.IntRange(0, 50_000).Draw(t, "d")) * time.Minute)
		if whole, sum := c.WorkingMinutes(a, d), c.WorkingMinutes(a, b)+c.WorkingMinutes(b, d); whole != sum {
			t.Fatalf("%v, %v, %v: %d and %d minutes", a, b, d, whole, sum)
		}
	})
}

// TestWorkingDaysCount: the n-th working day after d has n working days from the day after d to it.
func TestWorkingDaysCount(t *testing.T) {
	c := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.DateOf(instant(t, "d"))
		n := rapid.IntRange(1, 400).Draw(t, "n")
		to := c.AddWorking(d, n)
		if to == 0 {
			return
		}
		if !c.Working(to) || c.WorkingBetween(d+1, to) != n {
			t.Fatalf("%v + %d = %v, with %d working days", d, n, to, c.WorkingBetween(d+1, to))
		}
		if back := c.AddWorking(to, -n); back != 0 && c.Working(d) && back != d {
			t.Fatalf("%v - %d = %v, not %v", to, n, back, d)
		}
		if c.NextWorking(d) > to {
			t.Fatalf("the next working day of %v is after %v", d, to)
		}
	})
}

// TestDueIsSane: a due is not before the receipt, falls into office hours, and a later
// receipt never has an earlier due.
func TestDueIsSane(t *testing.T) {
	c := shipped(t)
	units := []calendar.Unit{calendar.WorkingHour, calendar.Hour, calendar.SameDay, calendar.WorkingDay, calendar.CalendarDay, calendar.Month}
	rapid.Check(t, func(t *rapid.T) {
		start := instant(t, "start")
		l := calendar.Limit{Value: 1, Unit: rapid.SampledFrom(units).Draw(t, "unit"), Cutoff: rapid.SampledFrom([]calendar.Cutoff{"", "15:00", "last_hour"}).Draw(t, "cutoff")}
		if l.Unit != calendar.SameDay {
			l.Value = rapid.IntRange(1, 90).Draw(t, "n")
		}
		due, err := c.Deadline(start, l)
		next, err2 := c.Deadline(start.Add(time.Duration(rapid.IntRange(0, 5000).Draw(t, "later"))*time.Minute), l)
		if err != nil || err2 != nil {
			return
		}
		open, ok := c.NextOpening(due.Appointment)
		if due.At.Before(start) || due.Appointment.Before(due.At) || !ok || !open.Equal(due.Appointment) || !c.Working(due.Day) || !c.Working(due.Start) {
			t.Fatalf("from %v, %+v: %+v", start, l, due)
		}
		if next.At.Before(due.At) {
			t.Fatalf("a later receipt is due at %v, before %v", next.At, due.At)
		}
	})
}

func BenchmarkDeadline(b *testing.B) {
	c := shipped(b)
	start, l := at(b, "2025-04-25 14:00"), limit(10, calendar.WorkingDay, "15:00")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Deadline(start, l); err != nil {
			b.Fatal(err)
		}
	}
}
