package page

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// Fields of a form that asks when a thing happened, in case it was not now, and why it is
// written down only now.
const (
	EarlierWhen = "luc"
	EarlierWhy  = "vi-sao-muon"
)

// Earlier is when a thing happened and why it is recorded late, as a form says it.
type Earlier struct {
	When, Why string    // as typed
	At        time.Time // now, when nothing was typed
	Asked     bool      // something was typed, or has to be
	Bad       []Mistake
}

// ReadEarlier reads the two fields. Without an instant the thing happens now. One to come is
// refused; one that lies back further than the house allows needs the reason, which stays in
// the entry (security T1; the lag is data/workflows).
func ReadEarlier(ctx context.Context, get func(name string) string, now time.Time, lag time.Duration) Earlier {
	e := Earlier{When: strings.TrimSpace(get(EarlierWhen)), Why: strings.TrimSpace(get(EarlierWhy)), At: now}
	e.Asked = e.When != "" || e.Why != ""
	if e.When == "" {
		return e
	}
	at, err := ReadMoment(e.When, now)
	switch {
	case err != nil:
		e.Bad = append(e.Bad, Mistake{Field: EarlierWhen, Text: T(ctx, "web.moment_malformed", "text", e.When)})
	case at.After(now):
		e.Bad = append(e.Bad, Mistake{Field: EarlierWhen, Text: T(ctx, "web.moment_to_come", "at", calendar.PrintInstant(at))})
	default:
		e.At = at
		if now.Sub(at) > lag && e.Why == "" {
			e.Bad = append(e.Bad, Mistake{Field: EarlierWhy, Text: T(ctx, "web.late_reason", "minutes", N(int64(lag/time.Minute)))})
		}
	}
	return e
}

// ReadMoment reads hour, minute and day as people write them: "8:30" (today), "8h30 20/11",
// "20/11/2026 08:30". A day without its year is the last such day.
func ReadMoment(text string, now time.Time) (time.Time, error) {
	bad := fault.New(fault.Invalid, "web.moment_malformed", "text", text)
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 || len(words) > 2 {
		return time.Time{}, bad
	}
	clock, day := words[0], ""
	if len(words) == 2 {
		day = words[1]
	}
	hour, minute, ok := readClock(clock)
	if !ok && day != "" { // the day first
		clock, day = day, clock
		hour, minute, ok = readClock(clock)
	}
	if !ok {
		return time.Time{}, bad
	}
	today := calendar.DateOf(now)
	if day == "" {
		return today.At(hour, minute), nil
	}
	d, err := ReadDay(day, today)
	if err != nil {
		if d, ok = thisYear(day, today); !ok {
			return time.Time{}, bad
		}
	}
	return d.At(hour, minute), nil
}

// readClock reads "8:30", "08h30", "8h".
func readClock(text string) (hour, minute int, ok bool) {
	h, m, ok := strings.Cut(strings.Replace(text, "h", ":", 1), ":")
	if !ok || len(h) < 1 || len(h) > 2 || len(m) != 2 && (m != "" || !strings.Contains(text, "h")) {
		return 0, 0, false
	}
	for _, part := range []struct {
		text string
		into *int
	}{{h, &hour}, {m, &minute}} {
		for _, c := range part.text {
			if c < '0' || c > '9' {
				return 0, 0, false
			}
			*part.into = *part.into*10 + int(c-'0')
		}
	}
	return hour, minute, hour < 24 && minute < 60
}

// thisYear reads "20/11": the last such day.
func thisYear(text string, today calendar.Date) (calendar.Date, bool) {
	y := today.Year()
	for _, year := range []int{y, y - 1} {
		d, ok := dayFirst(text + "/" + strconv.Itoa(year))
		if ok && d <= today {
			return d, true
		}
	}
	return 0, false
}
