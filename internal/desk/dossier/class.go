package dossier

import "github.com/motcua/motcua/internal/catalog/calendar"

// Class is where a received dossier stands against its due date (§3.4). Days are compared,
// never hours.
type Class string

const (
	Uncounted   Class = ""             // not received by then: in no count
	Early       Class = "early"        // trước hạn
	OnTime      Class = "on_time"      // đúng hạn
	Late        Class = "late"         // quá hạn
	Dropped     Class = "dropped"      // withdrawn or stopped; printed with on time, kept apart here (§13.4)
	OpenInTime  Class = "open_in_time" // trong hạn
	OpenOverdue Class = "open_overdue" // chưa giải quyết, quá hạn
)

// Class is the class at the end of a day, which may lie in the past: a dossier that ended
// later was still open then.
func (s *State) Class(day calendar.Date) Class {
	if !received(s) || calendar.DateOf(s.ReceivedAt) > day {
		return Uncounted
	}
	if !s.EndedAt.IsZero() && calendar.DateOf(s.EndedAt) <= day {
		return s.Outcome()
	}
	for _, l := range s.Late {
		if l.From <= day && (l.To == 0 || day < l.To) {
			return OpenOverdue
		}
	}
	return OpenInTime
}

// Outcome is the class of an ended dossier, Uncounted for one that has not ended. An apology
// never makes a late one on time: the legal due date decides (§2.8). A dossier without a due
// date ended on time.
func (s *State) Outcome() Class {
	ended, due := calendar.DateOf(s.EndedAt), calendar.DateOf(s.LegalDue)
	switch {
	case s.EndedAt.IsZero():
		return Uncounted
	case s.Status == Stopped:
		return Dropped
	case s.LegalDue.IsZero() || ended == due:
		return OnTime
	case ended < due:
		return Early
	}
	return Late
}
