package dossier

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/ledger"
)

// Apply folds the next entry of a dossier into its state. The state of a dossier that does
// not exist yet is the zero State.
//
// It is pure and total: an entry that is damaged, forged, out of order or of a form it does
// not know is an error, and the state stays as it was. It never writes into a slice of the
// given state, so a shallow copy of a State is a copy. It does not ask whether the act was
// lawful (Decide did, by the law of its day), only whether it can have happened: nothing
// before a receipt, after an end, or earlier than the entry before it.
func Apply(s *State, e *ledger.Entry) error {
	n := *s
	if err := apply(&n, e); err != nil {
		return unreadable(e, err)
	}
	*s = n
	return nil
}

var (
	errSubject  = errors.New("entry is about something else")
	errSequence = errors.New("sequence number does not follow")
	errTime     = errors.New("instant is implausible or earlier than the entry before it")
	errForm     = errors.New("kind or version of the body is not known")
	errTrailing = errors.New("bytes after the body")
	errMoment   = errors.New("cannot have happened in this state")
	errValue    = errors.New("value out of range")
)

func apply(n *State, e *ledger.Entry) error {
	at := time.UnixMilli(e.Happened.UnixMilli()).UTC()
	switch {
	case e.Subject.Kind != SubjectKind, n.Seq > 0 && (e.Subject.ID != n.ID || e.Unit != n.Unit):
		return errSubject
	case e.Seq < 1 || e.Seq != n.Seq+1:
		return fmt.Errorf("%w: %d after %d", errSequence, e.Seq, n.Seq)
	case !plausible(at), at.Before(n.Last):
		return errTime
	}
	f, ok := forms[form{e.Kind, e.Version}]
	if !ok {
		return errForm
	}
	if !f.moment(n) {
		return errMoment
	}
	late, err := f.fold(n, e, at)
	if err != nil {
		return err
	}
	if late {
		n.LateEntries++
	}
	n.ID, n.Unit, n.Seq, n.Last = e.Subject.ID, e.Unit, e.Seq, at
	return nil
}

type form struct {
	kind    string
	version int16
}

type reader struct {
	moment func(*State) bool
	fold   func(*State, *ledger.Entry, time.Time) (late bool, err error)
}

// moments: when a kind of entry can have happened at all.
func unborn(s *State) bool   { return s.Status == 0 }
func exists(s *State) bool   { return s.Status != 0 }
func ended(s *State) bool    { return s.Status == Rejected || s.Status >= Stopped }
func alive(s *State) bool    { return exists(s) && !ended(s) }
func received(s *State) bool { return !s.ReceivedAt.IsZero() }
func intake(s *State) bool   { return !received(s) && !ended(s) }
func office(s *State) bool   { return received(s) && alive(s) }

func in(st Status) func(*State) bool { return func(s *State) bool { return s.Status == st } }

func reads[B interface{ late() bool }](moment func(*State) bool, f func(*State, *ledger.Entry, time.Time, B) error) reader {
	return reader{moment, func(n *State, e *ledger.Entry, at time.Time) (bool, error) {
		var b B
		if err := decode(e.Body, &b); err != nil {
			return false, err
		}
		return b.late(), f(n, e, at, b)
	}}
}

// forms are all forms of body that were ever written.
var forms = map[form]reader{
	{EventSubmitted, 1}:         reads(unborn, applySubmitted),
	{EventReceived, 1}:          reads(intake, applyReceived),
	{EventRejected, 1}:          reads(intake, applyRejected),
	{EventAccepted, 1}:          reads(in(Received), applyAccepted),
	{EventTransferred, 1}:       reads(exists, applyTransferred),
	{EventSupplementAsked, 1}:   reads(alive, applySupplementAsked),
	{EventSupplied, 1}:          reads(func(s *State) bool { return s.Status == Supplement && received(s) }, applySupplied),
	{EventObligationRaised, 1}:  reads(office, applyObligationRaised),
	{EventObligationMet, 1}:     reads(in(Obligation), applyObligationMet),
	{EventWithdrawalAsked, 1}:   reads(alive, applyWithdrawalAsked),
	{EventStopped, 1}:           reads(alive, applyStopped),
	{EventContinued, 1}:         reads(func(s *State) bool { return s.Status == Withdrawing && received(s) }, applyContinued),
	{EventExtended, 1}:          reads(office, applyExtended),
	{EventSettled, 1}:           reads(office, applySettled),
	{EventReturned, 1}:          reads(in(Settled), applyReturned),
	{EventComponentsScanned, 1}: reads(exists, applyDigitized),
	{EventRated, 1}:             reads(received, applyRated),
	{EventCorrected, 1}:         reads(exists, applyCorrected),
}

func applySubmitted(n *State, _ *ledger.Entry, at time.Time, b submittedBody) error {
	if b.Procedure == "" || b.Channel == 0 {
		return errValue
	}
	n.Status, n.SubmittedAt = Registered, at
	return n.file(b.filed)
}

func applyReceived(n *State, _ *ledger.Entry, at time.Time, b receivedBody) error {
	if err := n.file(b.filed); err != nil {
		return err
	}
	start := at
	if b.Start != 0 {
		start = b.Start.time()
	}
	if b.Code == "" || n.Procedure == "" || n.Channel == 0 || !plausible(start) || start.Before(at) {
		return errValue
	}
	n.Code, n.Limit, n.Status, n.ReceivedAt, n.ClockStart = b.Code, b.Limit, Received, at, start
	n.SupplyBy, n.Before = time.Time{}, 0
	err := n.promise(start, at, b.deadline)
	n.FirstDue = n.Appointment
	return err
}

func applyRejected(n *State, _ *ledger.Entry, _ time.Time, b rejectedBody) error {
	n.Status, n.SupplyBy = Rejected, time.Time{}
	return n.file(filed{Procedure: b.Procedure, Channel: b.Channel, Applicant: b.Applicant})
}

func applyAccepted(n *State, _ *ledger.Entry, _ time.Time, b acceptedBody) error {
	n.Status = Processing
	if b.Holder != "" {
		n.Holder = b.Holder
	}
	return nil
}

func applyTransferred(n *State, _ *ledger.Entry, _ time.Time, b transferredBody) error {
	n.Holder = b.To
	n.Transfers++
	if b.Paper {
		n.PaperMoves++
	}
	return nil
}

func applySupplementAsked(n *State, _ *ledger.Entry, at time.Time, b supplementAskedBody) error {
	if b.By != 0 && !plausible(b.By.time()) {
		return errValue
	}
	n.Status, n.SupplyBy = Supplement, b.By.time()
	if !received(n) {
		n.IntakeAsks++
		return nil
	}
	n.Supplements++
	n.LegalDue, n.Appointment = time.Time{}, time.Time{}
	return n.pause(at, b.Minutes)
}

func applySupplied(n *State, _ *ledger.Entry, at time.Time, b suppliedBody) error {
	n.Status, n.SupplyBy, n.PausedAt, n.ClockStart = Processing, time.Time{}, time.Time{}, at
	n.Components = append(slices.Clip(n.Components), b.Components...)
	return n.promise(at, at, b.deadline)
}

func applyObligationRaised(n *State, _ *ledger.Entry, at time.Time, b obligationRaisedBody) error {
	n.Status = Obligation
	return n.pause(at, b.Minutes)
}

func applyObligationMet(n *State, _ *ledger.Entry, at time.Time, b obligationMetBody) error {
	return n.resume(at, b.Due)
}

func applyWithdrawalAsked(n *State, _ *ledger.Entry, at time.Time, b withdrawalAskedBody) error {
	n.Before, n.Status = n.Status, Withdrawing
	if !received(n) {
		return nil
	}
	return n.pause(at, b.Minutes)
}

func applyStopped(n *State, _ *ledger.Entry, at time.Time, b stoppedBody) error {
	n.Status, n.Before = Stopped, 0
	return n.end(at, b.Minutes)
}

func applyContinued(n *State, _ *ledger.Entry, at time.Time, b continuedBody) error {
	n.Before = 0
	return n.resume(at, b.Due)
}

func applyExtended(n *State, _ *ledger.Entry, _ time.Time, b extendedBody) error {
	if !plausible(b.Due.time()) {
		return errValue
	}
	n.Extensions++
	n.Appointment = b.Due.time()
	return nil
}

func applySettled(n *State, _ *ledger.Entry, at time.Time, b settledBody) error {
	n.Status, n.Before, n.Result = Settled, 0, b.Result
	return n.end(at, b.Minutes)
}

func applyReturned(n *State, _ *ledger.Entry, at time.Time, _ returnedBody) error {
	n.Status, n.ReturnedAt = Returned, at
	return nil
}

func applyDigitized(n *State, _ *ledger.Entry, _ time.Time, b digitizedBody) error {
	cs := slices.Clone(n.Components)
	for _, i := range b.Components {
		if i < 0 || i >= len(cs) {
			return errValue
		}
		cs[i].Digitized = true
	}
	n.Components = cs
	return nil
}

func applyRated(n *State, _ *ledger.Entry, at time.Time, b ratedBody) error {
	if n.Rating != 0 || b.Score < 1 || b.Score > 5 {
		return errValue
	}
	n.Rating, n.RatedAt = b.Score, at
	return nil
}

func applyCorrected(n *State, e *ledger.Entry, _ time.Time, b correctedBody) error {
	if e.Corrects < 1 || e.Corrects >= e.Seq || b.Typist != nil && *b.Typist > TypedByOfficerInternal {
		return errValue
	}
	if b.Typist != nil {
		n.Typist = *b.Typist
	}
	if b.EID != nil {
		n.EID = *b.EID
	}
	if b.Electronic != nil {
		n.Result.Electronic = *b.Electronic
	}
	cs := slices.Clone(n.Components)
	for i, scanned := range b.Digitized {
		if i < 0 || i >= len(cs) {
			return errValue
		}
		cs[i].Digitized = scanned
	}
	n.Components = cs
	return nil
}

// file takes over what was filed; what a later entry leaves out stays.
func (s *State) file(b filed) error {
	if b.Channel > Post || b.Level > LevelFull || b.Typist > TypedByOfficerInternal {
		return errValue
	}
	s.Procedure = or(b.Procedure, s.Procedure)
	s.Version = or(b.Version, s.Version)
	s.Field = or(b.Field, s.Field)
	s.Level = or(b.Level, s.Level)
	s.Channel = or(b.Channel, s.Channel)
	s.Typist = or(b.Typist, s.Typist)
	s.Applicant = or(b.Applicant, s.Applicant)
	s.SupplementLimit = or(b.Supplement, s.SupplementLimit)
	s.EID = s.EID || b.EID
	if len(b.Components) > 0 {
		s.Components = b.Components
	}
	return nil
}

func or[T comparable](given, kept T) T {
	var none T
	if given == none {
		return kept
	}
	return given
}
