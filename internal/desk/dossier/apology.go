package dossier

import (
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// EventApologised is the kind of an apology for a dossier that was late already.
const EventApologised = "dossier.apologised"

// apologisedBody says why the dossier is late, the new date, and the letter.
type apologisedBody struct {
	mark
	Reason string `json:"r"`
	Due    stamp  `json:"d"`
	Letter string `json:"l"`
}

// Two acts promise a new date with an apology (§2.8; form 04): Extend while the promise can
// still be changed in time, at the latest one day before the due date; Apologise from the due
// date on, when the letter is late itself but still owed. One new date is promised for a
// dossier, by whichever of them. The legal due date stays what "quá hạn" is measured by.

// renewed reports whether the one new date was promised.
func (s *State) renewed() bool { return s.Extensions+s.Apologies > 0 }

// mayExtend: once, at the latest one day before the due date.
func (d *decider) mayExtend() error {
	due := calendar.DateOf(d.s.LegalDue)
	switch {
	case d.s.renewed():
		return fault.New(fault.Conflict, "dossier.second_extension")
	case d.today() >= due:
		return fault.New(fault.Conflict, "dossier.extension_too_late", "due", due.Print())
	}
	return nil
}

// mayApologise: once, and not while an extension can still be sent.
func (d *decider) mayApologise() error {
	due := calendar.DateOf(d.s.LegalDue)
	switch {
	case d.s.renewed():
		return fault.New(fault.Conflict, "dossier.second_extension")
	case d.today() < due:
		return fault.New(fault.Conflict, "dossier.apology_too_early", "due", due.Print())
	}
	return nil
}

func (d *decider) extend(c Extend) (Event, error) {
	if err := d.newDate(c.Reason, c.Letter, c.NewDue); err != nil {
		return Event{}, err
	}
	return event(EventExtended, extendedBody{d.mark(), c.Reason, stampOf(c.NewDue), c.Letter})
}

func (d *decider) apologise(c Apologise) (Event, error) {
	if err := d.newDate(c.Reason, c.Letter, c.NewDue); err != nil {
		return Event{}, err
	}
	return event(EventApologised, apologisedBody{d.mark(), c.Reason, stampOf(c.NewDue), c.Letter})
}

// newDate checks an apology: it states the reason and the new date, and is a letter.
func (d *decider) newDate(reason, letter string, due time.Time) error {
	if reason == "" || letter == "" {
		return fault.New(fault.Invalid, "dossier.apology_incomplete")
	}
	if err := d.checkNewDue(due); err != nil {
		return err
	}
	return checkTexts(reason, letter)
}

// checkNewDue: a new date is a working day after the due date, and to come.
func (d *decider) checkNewDue(at time.Time) error {
	due, day := calendar.DateOf(d.s.LegalDue), calendar.DateOf(at)
	switch {
	case !plausible(at) || day <= due:
		return fault.New(fault.Invalid, "dossier.extension_not_later", "due", due.Print())
	case !at.After(d.env.Now):
		return fault.New(fault.Invalid, "dossier.new_date_passed", "day", day.Print())
	case !d.env.Calendar.Working(day):
		return fault.New(fault.Invalid, "dossier.extension_day_off", "day", day.Print())
	}
	return nil
}

func applyApologised(n *State, _ *ledger.Entry, _ time.Time, b apologisedBody) error {
	if !plausible(b.Due.time()) {
		return errValue
	}
	n.Apologies++
	n.Appointment = b.Due.time()
	return nil
}

func tellApologised(b apologisedBody) (string, []any) {
	return "apologised", []any{"letter", b.Letter, "reason", b.Reason, "due", calendar.PrintInstant(b.Due.time())}
}
