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
	holder, status := n.Holder, n.Status
	late, err := f.fold(n, e, at)
	if err != nil {
		return err
	}
	if late {
		n.LateEntries++
	}
	n.lapse(e, holder, status)
	switch {
	case e.Version == 1:
	case n.Status == Rejected, n.Status == Stopped, n.Status == Returned:
		n.Holder, n.Since = "", time.Time{} // with nobody: no queue has it
	case n.Holder != holder || n.Status != status:
		n.Since = at
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

func supplying(s *State) bool { return s.Status == Supplement && received(s) }

func in(st Status) func(*State) bool { return func(s *State) bool { return s.Status == st } }

func reads[B marked](moment func(*State) bool, f func(*State, *ledger.Entry, time.Time, B) error) reader {
	return reader{moment, func(n *State, e *ledger.Entry, at time.Time) (bool, error) {
		var b B
		if err := decode(e.Body, &b); err != nil {
			return false, err
		}
		return b.late(), f(n, e, at, b)
	}}
}

// readsFirst reads a body of version 1 and folds it as the version of today.
func readsFirst[A interface{ now() B }, B marked](moment func(*State) bool, f func(*State, *ledger.Entry, time.Time, B) error) reader {
	return reader{moment, func(n *State, e *ledger.Entry, at time.Time) (bool, error) {
		var a A
		if err := decode(e.Body, &a); err != nil {
			return false, err
		}
		b := a.now()
		return b.late(), f(n, e, at, b)
	}}
}

// forms are all forms of body that were ever written.
var forms = versions(map[string]reader{
	EventSubmitted: readsFirst[submittedFirst](unborn, applySubmitted),
	EventReceived:  readsFirst[receivedFirst](intake, applyReceived),
	EventRejected:  readsFirst[rejectedFirst](intake, applyRejected),
	EventSupplied:  readsFirst[suppliedFirst](supplying, applySupplied),
	EventReturned:  readsFirst[returnedFirst](in(Settled), applyReturned),
}, map[string]reader{
	EventSubmitted:         reads(unborn, applySubmitted),
	EventReceived:          reads(intake, applyReceived),
	EventRejected:          reads(intake, applyRejected),
	EventAccepted:          reads(in(Received), applyAccepted),
	EventTransferred:       reads(exists, applyTransferred),
	EventSupplementAsked:   reads(alive, applySupplementAsked),
	EventSupplied:          reads(supplying, applySupplied),
	EventObligationRaised:  reads(office, applyObligationRaised),
	EventObligationMet:     reads(in(Obligation), applyObligationMet),
	EventWithdrawalAsked:   reads(alive, applyWithdrawalAsked),
	EventStopped:           reads(alive, applyStopped),
	EventContinued:         reads(func(s *State) bool { return s.Status == Withdrawing && received(s) }, applyContinued),
	EventExtended:          reads(office, applyExtended),
	EventApologised:        reads(office, applyApologised),
	EventSettled:           reads(office, applySettled),
	EventReturned:          reads(in(Settled), applyReturned),
	EventComponentsScanned: reads(exists, applyDigitized),
	EventRated:             reads(received, applyRated),
	EventCorrected:         reads(exists, applyCorrected),
	EventProposed:          reads(in(Processing), applyProposed),
	EventDeclined:          reads(func(s *State) bool { return s.Proposal != nil }, applyDeclined),
	EventAmended:           reads(alive, applyAmended),
	EventIssued:            reads(exists, applyIssued),
	EventDelivered:         reads(exists, applyDelivered),
	EventAttached:          reads(exists, applyAttached),
	EventDetached:          reads(exists, applyDetached),
	EventResultFiled:       reads(func(s *State) bool { return s.Status == Settled || s.Status == Returned }, applyResultFiled),
	EventAssessed:          reads(exists, applyAssessed),
	EventCollected:         reads(exists, applyCollected),
	EventRefunded:          reads(exists, applyRefunded),
	EventNotified:          reads(exists, applyNotified),
})

// firstKinds were written in version 1.
var firstKinds = []string{EventSubmitted, EventReceived, EventRejected, EventAccepted, EventTransferred, EventSupplementAsked, EventSupplied,
	EventObligationRaised, EventObligationMet, EventWithdrawalAsked, EventStopped, EventContinued, EventExtended, EventSettled, EventReturned,
	EventComponentsScanned, EventRated, EventCorrected}

// versions joins what reads version 1 and version 2; a body that did not change is read by
// the same.
func versions[R any](first, today map[string]R) map[form]R {
	out := map[form]R{}
	for kind, r := range today {
		out[form{kind, bodyVersion}] = r
	}
	for _, kind := range firstKinds {
		r, changed := first[kind]
		if !changed {
			r = today[kind]
		}
		out[form{kind, 1}] = r
	}
	return out
}

func applySubmitted(n *State, _ *ledger.Entry, at time.Time, b submittedBody) error {
	if b.Procedure == "" || b.Channel == 0 {
		return errValue
	}
	n.Status, n.SubmittedAt = Registered, at
	return n.file(b.filed)
}

func applyReceived(n *State, e *ledger.Entry, at time.Time, b receivedBody) error {
	if err := errors.Join(n.file(b.filed), n.tell(b.told)); err != nil {
		return err
	}
	if e.Version > 1 {
		n.Holder, n.ReceivedBy = e.Actor, e.Actor
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

func applyAccepted(n *State, e *ledger.Entry, _ time.Time, b acceptedBody) error {
	n.Status = Processing
	if b.Holder == "" && e.Version > 1 {
		b.Holder = e.Actor
	}
	n.Holder = or(b.Holder, n.Holder)
	return nil
}

func applyTransferred(n *State, _ *ledger.Entry, _ time.Time, b transferredBody) error {
	n.handOn(b.To)
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
	n.Components = supplied(n.Components, b.Components)
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

func applySettled(n *State, e *ledger.Entry, at time.Time, b settledBody) error {
	n.Status, n.Before, n.Result = Settled, 0, b.Result
	if e.Version > 1 {
		n.Holder = "" // the counter, which hands it over
	}
	return n.end(at, b.Minutes)
}

func applyReturned(n *State, e *ledger.Entry, at time.Time, b returnedBody) error {
	n.Status, n.ReturnedAt, n.CollectedBy = Returned, at, b.Proof
	if ordinary := proofs[b.Way]; b.Proof == "" && e.Version > 1 && len(ordinary) > 0 {
		n.CollectedBy = ordinary[0]
	}
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

// tell takes over what else the receipt asked.
func (s *State) tell(b told) error {
	if b.Assurance > VNeID || b.Sets < 0 {
		return errValue
	}
	if b.Representative != nil {
		s.Representative = b.Representative
	}
	s.Request = or(b.Request, s.Request)
	s.Sets = or(b.Sets, s.Sets)
	s.ReturnAt = or(b.ReturnAt, s.ReturnAt)
	s.ReturnTo = or(b.ReturnTo, s.ReturnTo)
	s.Assurance = or(b.Assurance, s.Assurance)
	s.Outside = append(slices.Clip(s.Outside), b.Outside...)
	return nil
}

// supplied is the list of papers after a supplement: what was listed as missing is there now,
// what was not listed comes behind. Indexes of papers never change.
func supplied(had, came []Component) []Component {
	out := slices.Clone(had)
	for _, c := range came {
		i := slices.IndexFunc(out, func(o Component) bool { return o.Missing && o.Name == c.Name })
		if i < 0 {
			out = append(out, c)
			continue
		}
		out[i] = c
	}
	return out
}

func or[T comparable](given, kept T) T {
	var none T
	if given == none {
		return kept
	}
	return given
}
