package calendar_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// at reads an instant of Vietnam time.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// changed is the shipped calendar with the text of one year file changed.
func changed(t testing.TB, year string, change func(string) string) *calendar.Calendar {
	t.Helper()
	c, problems := calendar.Load(edited(t, year, change))
	for _, p := range problems {
		t.Error(p)
	}
	return c
}

// edited is a copy of data/calendar in which one file's text is changed.
func edited(t testing.TB, year string, change func(string) string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	for y := '1'; y <= '7'; y++ {
		name := "calendar/202" + string(y) + ".toml"
		src, err := data.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "calendar/"+year+".toml" {
			after := change(string(src))
			if after == string(src) {
				t.Fatalf("%s: nothing was changed", name)
			}
			src = []byte(after)
		}
		fsys[name] = &fstest.MapFile{Data: src}
	}
	return fsys
}

func limit(n int, u calendar.Unit, cutoff calendar.Cutoff) calendar.Limit {
	return calendar.Limit{Value: n, Unit: u, Cutoff: cutoff}
}

// TestDeadlineByLaw has an article, or a vector of one-stop-rules §3.5, as the name of each case.
func TestDeadlineByLaw(t *testing.T) {
	c := shipped(t)
	const wd, cd, wh, h, sd, m = calendar.WorkingDay, calendar.CalendarDay, calendar.WorkingHour, calendar.Hour, calendar.SameDay, calendar.Month
	for _, x := range []struct {
		name, start string
		limit       calendar.Limit
		due         string // the appointment
		legal       string // the legal instant where it is another
	}{
		{"§3.5 1: Tuesday 24/11 is off", "2026-11-20 09:00", limit(3, wd, ""), "2026-11-26 17:00", ""},
		{"§3.5 3: over Tết 2026", "2026-02-12 10:00", limit(5, wd, ""), "2026-02-26 17:00", ""},
		{"§3.5 4: a make-up Saturday counts", "2025-04-25 14:00", limit(2, wd, ""), "2025-04-28 17:00", ""},
		{"§3.5 5: in-day after the cut-off", "2026-04-29 15:30", limit(1, sd, "15:00"), "2026-05-04 17:00", ""},
		{"§3.5 6: calendar days roll forward", "2026-08-24 08:00", limit(7, cd, ""), "2026-09-03 17:00", ""},
		{"§3.5 7: working hours over a make-up Saturday", "2026-08-21 14:00", limit(16, wh, ""), "2026-08-24 14:00", ""},
		{"§3.5 8: due on a make-up Saturday", "2024-04-26 08:00", limit(3, wd, ""), "2024-05-04 17:00", ""},

		{"BLDS Đ147 k1: hours start at the moment", "2025-03-03 09:10", limit(3, h, ""), "2025-03-03 13:30", "2025-03-03 12:10"},
		{"BLDS Đ147 k1: hours run through the night", "2025-03-07 09:00", limit(24, h, ""), "2025-03-10 07:00", "2025-03-08 09:00"},
		{"BLDS Đ147 k2: the first day is not counted", "2025-03-03 07:00", limit(1, wd, ""), "2025-03-04 17:00", ""},
		{"BLDS Đ148 k3: same number of the month", "2025-03-04 08:00", limit(2, m, ""), "2025-05-05 17:00", ""}, // 04/05 is a Sunday
		{"BLDS Đ148 k3: last day of a shorter month", "2025-12-31 08:00", limit(2, m, ""), "2026-03-02 17:00", ""},
		{"BLDS Đ148 k3: 29 February", "2024-01-31 08:00", limit(1, m, ""), "2024-02-29 17:00", ""},
		{"BLDS Đ148 k3: over a year end", "2024-11-29 08:00", limit(3, m, ""), "2025-02-28 17:00", ""},
		{"BLDS Đ148 k5: a Sunday moves to Monday", "2025-03-03 08:00", limit(13, cd, ""), "2025-03-17 17:00", ""},
		{"BLDS Đ148 k5: a make-up Saturday does not move", "2025-04-16 08:00", limit(10, cd, ""), "2025-04-26 17:00", ""},

		{"NĐ 23/2015 Đ7: in-day before 15:00", "2025-03-03 14:59", limit(0, sd, "15:00"), "2025-03-03 17:00", ""},
		{"NĐ 23/2015 Đ7: in-day at 15:00", "2025-03-03 15:00", limit(0, sd, "15:00"), "2025-03-04 17:00", ""},
		{"NĐ 63/2024: after 15:00 day 0 is the next working day", "2025-03-03 15:01", limit(2, wd, "15:00"), "2025-03-06 17:00", ""},
		{"NĐ 297/2025 Đ6 k3: the last hour", "2025-03-03 16:00", limit(1, wd, "last_hour"), "2025-03-05 17:00", ""},
		{"NĐ 297/2025 Đ6 k3: before the last hour", "2025-03-03 15:59", limit(1, wd, "last_hour"), "2025-03-04 17:00", ""},

		{"§2.3 outside hours: at night", "2025-03-03 20:00", limit(1, wd, ""), "2025-03-05 17:00", ""},
		{"§2.3 outside hours: before opening", "2025-03-03 05:00", limit(8, wh, ""), "2025-03-03 17:00", ""},
		{"§2.3 outside hours: at closing time it is still open", "2025-03-03 17:00", limit(1, wd, ""), "2025-03-04 17:00", ""},
		{"§2.3 outside hours: on a Saturday", "2025-03-08 09:00", limit(1, h, ""), "2025-03-10 08:00", ""},
		{"§3.2: at noon working hours wait", "2025-03-03 12:00", limit(1, wh, ""), "2025-03-03 14:30", ""},
		{"§3.2: hours ending at noon", "2025-03-03 10:00", limit(2, h, ""), "2025-03-03 13:30", "2025-03-03 12:00"},
		{"§3.2: working hours end at closing, not at the next opening", "2025-03-03 13:30", limit(4, wh, ""), "2025-03-04 07:30", ""},
		{"§3.2: a receipt on a holiday", "2025-09-02 10:00", limit(1, wd, ""), "2025-09-04 17:00", ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			start := at(t, x.start)
			due, err := c.Deadline(start, x.limit)
			if err != nil {
				t.Fatal(err)
			}
			legal := x.legal
			if legal == "" {
				legal = x.due
			}
			if !due.Appointment.Equal(at(t, x.due)) || !due.At.Equal(at(t, legal)) || due.Day != calendar.DateOf(due.Appointment) {
				t.Errorf("due %v, legally %v, day %v; want %s, %s", due.Appointment.In(calendar.Zone), due.At.In(calendar.Zone), due.Day, x.due, legal)
			}
		})
	}
}

// TestSwapIsShippedDisabled is vector 2 of §3.5: the swap of 23 and 28/11/2026 was only proposed.
func TestSwapIsShippedDisabled(t *testing.T) {
	start, three := at(t, "2026-11-20 09:00"), limit(3, calendar.WorkingDay, "")
	if due, _ := shipped(t).Deadline(start, three); due.Day != day(t, "2026-11-26") {
		t.Errorf("as shipped: %v", due.Day)
	}
	if due, _ := enabledSwap(t).Deadline(start, three); due.Day != day(t, "2026-11-27") {
		t.Errorf("with the swap: %v", due.Day)
	}
}

// TestPrintedClock is the setting of §3.2: some provinces print the clock time of reception.
func TestPrintedClock(t *testing.T) {
	c := changed(t, "2025", func(s string) string { return replace(s, `due = "closing"`, `due = "received"`) })
	for start, want := range map[string]string{
		"2025-03-03 09:20": "2025-03-05 09:20", // hours carried over
		"2025-03-03 12:10": "2025-03-05 13:30", // not into the noon break
		"2025-03-03 18:00": "2025-03-06 07:00", // received at opening
	} {
		due, err := c.Deadline(at(t, start), limit(2, calendar.WorkingDay, ""))
		if err != nil || !due.Appointment.Equal(at(t, want)) || !due.At.Equal(c.Closing(due.Day)) {
			t.Errorf("from %s: %v, legally %v, %v; want %s", start, due.Appointment.In(calendar.Zone), due.At, err, want)
		}
	}
}

// TestNoGuessing: a year without a file is refused, and the refusal names the file.
func TestNoGuessing(t *testing.T) {
	c := shipped(t)
	for _, x := range []struct {
		start string
		limit calendar.Limit
		year  int
	}{
		{"2019-05-06 09:00", limit(1, calendar.WorkingDay, ""), 2019},
		{"2028-01-03 09:00", limit(1, calendar.WorkingDay, ""), 2028},
		{"2027-12-31 09:00", limit(1, calendar.WorkingDay, ""), 2028},
		{"2027-12-31 16:00", limit(1, calendar.SameDay, "15:00"), 2028},
		{"2027-12-30 09:00", limit(3, calendar.CalendarDay, ""), 2028},
		{"2027-11-30 09:00", limit(3, calendar.Month, ""), 2028},
		{"2027-12-31 16:00", limit(8, calendar.WorkingHour, ""), 2028},
		{"2027-12-31 16:00", limit(30, calendar.Hour, ""), 2028},
		{"2027-12-31 16:00", limit(7, calendar.Hour, ""), 2028}, // 23:00 is known, the next opening is not
		{"2024-12-31 16:00", limit(10_000, calendar.Month, ""), 2028},
		{"2024-12-31 16:00", limit(10_000, calendar.WorkingDay, ""), 2028},
	} {
		due, err := c.Deadline(at(t, x.start), x.limit)
		e, ok := fault.Of(err)
		if !ok || e.Kind != fault.Invalid || e.Key != "calendar.year_missing" || e.Args[1] != x.year || due != (calendar.Due{}) {
			t.Errorf("%s, %s: %v, %v; want year %d missing", x.start, x.limit.Print(), due, err, x.year)
		}
	}
	empty, problems := calendar.Load(fstest.MapFS{})
	if len(problems) != 1 {
		t.Errorf("no files: %v", problems)
	}
	if _, err := empty.Deadline(at(t, "2025-01-02 08:00"), limit(1, calendar.WorkingDay, "")); !fault.Is(err, fault.Invalid) {
		t.Errorf("without any file: %v", err)
	}
	if empty.NextWorking(day(t, "2025-01-02")) != 0 || empty.WorkingDays(2025) != 0 || empty.Working(day(t, "2025-01-02")) {
		t.Error("an empty calendar knows days")
	}
}

func TestBadLimits(t *testing.T) {
	c := shipped(t)
	for _, l := range []calendar.Limit{
		{}, {Value: 3}, {Unit: calendar.WorkingDay}, {Value: -1, Unit: calendar.Hour}, {Value: 3, Unit: "ngày"},
		{Value: 2, Unit: calendar.SameDay}, {Value: -1, Unit: calendar.SameDay}, {Value: 10_001, Unit: calendar.Month},
		{Value: 1, Unit: calendar.WorkingDay, Cutoff: "3pm"}, {Value: 1, Unit: calendar.WorkingDay, Cutoff: "24:00"},
		{Value: 1, Unit: calendar.WorkingDay, Cutoff: "15:60"}, {Value: 1, Unit: calendar.WorkingDay, Cutoff: "1５:0"},
	} {
		if due, err := c.Deadline(at(t, "2025-03-03 09:00"), l); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v, %v", l, due, err)
		}
	}
}
