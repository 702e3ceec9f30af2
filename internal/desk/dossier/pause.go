package dossier

import (
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// resumed is the due date after a pause that a financial obligation or a withdrawal request
// made: what remained of the period when it paused is counted from now.
//
// Law: a provincial rule gives land dossiers a second due date "counted from the day proof of
// payment arrives" (§2.6, verified for one province); that it is the remaining and not the
// whole period, and that the same holds for a withdrawal that came too late (§2.7), is read
// from practice: unverified. This is the one place that says so.
//
//   - working days, same day: later by the working days after the day of the pause up to
//     today; a pause within one day moves nothing (§3.5, known defects);
//   - calendar days, months: later by the calendar days of the pause, rolled to a working day;
//   - working hours: the office minutes that remained, walked from now;
//   - hours: later by the length of the pause.
//
// A dossier that was late already when it paused stays late: nothing remained.
func resumed(cal *calendar.Calendar, s *State, now time.Time) (time.Time, error) {
	due, paused := s.LegalDue, s.PausedAt
	from, to, day := calendar.DateOf(paused), calendar.DateOf(now), calendar.DateOf(due)
	if paused.IsZero() || from > day {
		return due, nil
	}
	var ok bool
	switch s.Limit.Unit {
	case calendar.Hour:
		due, ok = opened(cal, due.Add(now.Sub(paused)))
	case calendar.WorkingHour:
		due, ok = after(cal, now, cal.WorkingMinutes(paused, due))
	case calendar.CalendarDay, calendar.Month:
		due, ok = onDay(due, cal.AddWorking(day+(to-from), 0))
	default:
		if moved := cal.WorkingBetween(from+1, to); moved > 0 {
			day = cal.AddWorking(day, moved)
		}
		due, ok = onDay(due, day)
	}
	if !ok || !cal.Covers(to) {
		return due, fault.New(fault.Invalid, "dossier.calendar_ends", "day", to.Print())
	}
	return due, nil
}

// onDay is the same clock time on another day; false for the day the calendar does not reach.
func onDay(t time.Time, day calendar.Date) (time.Time, bool) {
	return t.Add(time.Duration(day-calendar.DateOf(t)) * 24 * time.Hour), day != 0
}

// opened is t, or the next opening when the office is closed for the rest of its day.
func opened(cal *calendar.Calendar, t time.Time) (time.Time, bool) {
	open, ok := cal.NextOpening(t)
	if ok && calendar.DateOf(open) == calendar.DateOf(t) {
		return t, true
	}
	return open, ok
}

// after walks office time: the instant at which so many office minutes have passed.
func after(cal *calendar.Calendar, from time.Time, minutes int) (time.Time, bool) {
	t, ok := cal.NextOpening(from)
	for day := calendar.DateOf(t); ok && day != 0; day = cal.NextWorking(day) {
		for _, w := range cal.Open(day) {
			begin, end := day.At(0, w.From), day.At(0, w.To)
			if begin.Before(t) {
				begin = t
			}
			room := int(end.Sub(begin) / time.Minute)
			if room >= minutes {
				return begin.Add(time.Duration(max(minutes, 0)) * time.Minute), true
			}
			minutes -= max(room, 0)
		}
	}
	return t, false
}

// Reading is what `dossier show` and the desk tell of a clock, in working minutes.
type Reading struct {
	Elapsed   int  `json:"elapsed"`   // charged to the office
	Paused    int  `json:"paused"`    // passed since receipt and not charged
	Remaining int  `json:"remaining"` // to the legal due date; negative: over it
	Running   bool `json:"running"`   // the clock runs now
	Due       bool `json:"due"`       // there is a due date; false before receipt and while a supplement is waited for
}

// Clock reads the clock of a dossier at an instant. Of an ended one it reads the end, of a
// paused one what remained when it paused.
func Clock(s *State, now time.Time, cal *calendar.Calendar) Reading {
	r := Reading{Elapsed: s.ElapsedNet, Running: !s.RunningFrom.IsZero(), Due: !s.LegalDue.IsZero()}
	if !received(s) {
		return r
	}
	until, at := now, now
	if !s.EndedAt.IsZero() {
		until, at = s.EndedAt, s.EndedAt
	} else if !s.PausedAt.IsZero() {
		at = s.PausedAt
	}
	if r.Running {
		r.Elapsed += cal.WorkingMinutes(s.RunningFrom, now)
	}
	r.Paused = max(0, cal.WorkingMinutes(s.ReceivedAt, until)-r.Elapsed)
	if r.Due {
		r.Remaining = cal.WorkingMinutes(at, s.LegalDue) - cal.WorkingMinutes(s.LegalDue, at)
	}
	return r
}
