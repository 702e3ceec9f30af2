package dossier

import (
	"errors"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/ledger"
)

// What each kind of entry makes of a state. Apply has seen to order, instant and moment; here
// only values are refused that no act can have had.

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
