package dossier

import (
	"errors"
	"fmt"
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
