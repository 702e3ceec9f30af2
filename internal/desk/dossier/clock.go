package dossier

import (
	"slices"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// promise sets a fresh due date and lets the clock run from start; at is when it was set.
func (s *State) promise(start, at time.Time, d deadline) error {
	printed := d.printed()
	if !plausible(d.Due.time()) || !plausible(printed) {
		return errValue
	}
	s.RunningFrom, s.LegalDue, s.Appointment = start, d.Due.time(), printed
	s.openLate(at)
	return nil
}

// pause stops the clock and charges the minutes since it last started.
func (s *State) pause(at time.Time, minutes int) error {
	if err := s.charge(at, minutes); err != nil {
		return err
	}
	if s.PausedAt.IsZero() {
		s.PausedAt = at
	}
	return nil
}

// resume lets the clock run on towards a due date moved by the pause. The promised date is
// the later of that and the one of an apology.
func (s *State) resume(at time.Time, due stamp) error {
	if !plausible(due.time()) {
		return errValue
	}
	s.Status, s.PausedAt, s.RunningFrom, s.LegalDue = Processing, time.Time{}, at, due.time()
	if s.Appointment.Before(s.LegalDue) {
		s.Appointment = s.LegalDue
	}
	s.openLate(at)
	return nil
}

// end stops the clock for good. A dossier that was never received has no end: it is not counted.
func (s *State) end(at time.Time, minutes int) error {
	s.PausedAt, s.SupplyBy = time.Time{}, time.Time{}
	if !received(s) {
		return nil
	}
	s.EndedAt = at
	return s.charge(at, minutes)
}

// charge refuses more minutes than passed on the wall since the clock started.
func (s *State) charge(at time.Time, minutes int) error {
	most := 0
	if !s.RunningFrom.IsZero() && at.After(s.RunningFrom) {
		most = int(at.Sub(s.RunningFrom) / time.Minute)
	}
	if minutes < 0 || minutes > most {
		return errValue
	}
	s.ElapsedNet += minutes
	s.RunningFrom = time.Time{}
	s.closeLate(calendar.DateOf(at))
	return nil
}

func (s *State) openLate(at time.Time) {
	from := max(calendar.DateOf(s.LegalDue)+1, calendar.DateOf(at))
	s.Late = append(slices.Clip(s.Late), Span{From: from})
}

func (s *State) closeLate(day calendar.Date) {
	i := len(s.Late) - 1
	if i < 0 || s.Late[i].To != 0 {
		return
	}
	if s.Late[i].From >= day {
		s.Late = slices.Clip(s.Late[:i])
		if i == 0 {
			s.Late = nil
		}
		return
	}
	late := slices.Clone(s.Late)
	late[i].To = day
	s.Late = late
}
