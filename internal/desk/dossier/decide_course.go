package dossier

import (
	"slices"

	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/fault"
)

// accept: the competent unit takes the transfer over (NĐ 118/2025 Đ18 k2).
func (d *decider) accept(c Accept) (Event, error) {
	if err := checkTexts(c.Holder); err != nil {
		return Event{}, err
	}
	return event(EventAccepted, acceptedBody{d.mark(), c.Holder})
}

// transfer: one hand-over between officers or units, a pair of lines of the control slip.
func (d *decider) transfer(c Transfer) (Event, error) {
	if c.To == "" {
		return Event{}, fault.New(fault.Invalid, "dossier.no_receiver")
	}
	if err := checkTexts(c.To); err != nil {
		return Event{}, err
	}
	return event(EventTransferred, transferredBody{d.mark(), c.To, c.Paper})
}

// askSupplement: once, in full, with reasons (NĐ 118/2025 Đ11). Again only with the written
// reason of whom the workflow's overrides let (NĐ 63/2010 Đ20 k4; §13.2). Asks before and after
// receipt count together: the citizen makes the trips.
func (d *decider) askSupplement(c AskSupplement) (Event, error) {
	if err := checkAsked(c.Missing, c.Reason); err != nil {
		return Event{}, err
	}
	if err := checkTexts(append([]string{c.Reason, c.LeaderReason}, c.Missing...)...); err != nil {
		return Event{}, err
	}
	b := supplementAskedBody{mark: d.mark(), Missing: c.Missing, Reason: c.Reason, Minutes: d.minutes()}
	if d.s.IntakeAsks+d.s.Supplements > 0 {
		if c.LeaderReason == "" {
			o, _ := d.env.Workflow.Override(workflow.SecondSupplement, d.today()) // mayAsk found it
			return Event{}, d.blocked("dossier.second_supplement", o)
		}
		b.Leader = c.LeaderReason
	}
	if d.s.SupplementLimit.Unit != "" {
		due, err := d.due(d.env.Now, d.s.SupplementLimit)
		if err != nil {
			return Event{}, err
		}
		b.By = due.Due
	}
	return event(EventSupplementAsked, b)
}

// supply: everything asked for came. The legal period is counted again from zero
// (NĐ 297/2025 Đ6 k4a; §13.1). Before the first receipt it is the receipt.
func (d *decider) supply(c Supply) (Event, error) {
	if !received(d.s) {
		return d.receive(Receive{Code: c.Code, Promise: c.Promise, Components: supplied(d.s.Components, c.Components)})
	}
	components, err := papers(c.Components)
	if err != nil {
		return Event{}, err
	}
	if len(d.s.Components)+len(components) > maxPapers {
		return Event{}, fault.New(fault.Invalid, "dossier.too_many_papers", "most", maxPapers)
	}
	due, err := d.due(d.env.Now, d.s.Limit)
	if err != nil {
		return Event{}, err
	}
	return event(EventSupplied, suppliedBody{d.mark(), components, due})
}

func (d *decider) raiseObligation(c RaiseObligation) (Event, error) {
	if c.What == "" || c.Amount < 0 {
		return Event{}, fault.New(fault.Invalid, "dossier.obligation")
	}
	if err := checkTexts(c.What); err != nil {
		return Event{}, err
	}
	return event(EventObligationRaised, obligationRaisedBody{d.mark(), c.What, c.Amount, d.minutes()})
}

func (d *decider) meetObligation(c MeetObligation) (Event, error) {
	if c.Proof == "" {
		return Event{}, fault.New(fault.Invalid, "dossier.no_proof")
	}
	if err := checkTexts(c.Proof); err != nil {
		return Event{}, err
	}
	due, err := resumed(d.env.Calendar, d.s, d.env.Now)
	if err != nil {
		return Event{}, err
	}
	return event(EventObligationMet, obligationMetBody{d.mark(), c.Proof, stampOf(due)})
}

// askWithdraw: while there is no decision and no notice of result (NĐ 118/2025 Đ21); the
// table bars 9 and 10. The citizen owes no reason.
func (d *decider) askWithdraw(c AskWithdraw) (Event, error) {
	if err := checkTexts(c.Reason); err != nil {
		return Event{}, err
	}
	return event(EventWithdrawalAsked, withdrawalAskedBody{d.mark(), c.Reason, d.minutes()})
}

// stop: on request (TT 03/2025 Đ7), for want of the supplement, or on a legal ground, which
// needs its document. The applicant's time to complete is waited for (NĐ 63/2024, NĐ 297/2025).
func (d *decider) stop(c Stop) (Event, error) {
	switch {
	case c.Reason == "":
		return Event{}, fault.New(fault.Invalid, "dossier.no_reason")
	case d.s.Status == Processing && c.Document == "":
		return Event{}, fault.New(fault.Invalid, "dossier.no_document")
	}
	if err := checkTexts(c.Reason, c.Document); err != nil {
		return Event{}, err
	}
	return event(EventStopped, stoppedBody{d.mark(), c.Reason, c.Document, d.minutes()})
}

// goOn: a decision was there before the request came. A dossier that was waiting for papers,
// or was not received yet, cannot have one.
func (d *decider) goOn(c Continue) (Event, error) {
	if c.Reply == "" {
		return Event{}, fault.New(fault.Invalid, "dossier.no_reply")
	}
	if err := checkTexts(c.Reply); err != nil {
		return Event{}, err
	}
	due, err := resumed(d.env.Calendar, d.s, d.env.Now)
	if err != nil {
		return Event{}, err
	}
	return event(EventContinued, continuedBody{d.mark(), c.Reply, stampOf(due)})
}

// settle: the result is signed and numbered; a reasoned refusal is a result too (§2.1): it
// says its reasons (NĐ 63/2010 Đ18 k5), and its number is that of the document that gives them. The clock ends here, not at the
// hand-over (§2.9).
func (d *decider) settle(c Settle) (Event, error) {
	switch {
	case c.Result.Number == "":
		return Event{}, fault.New(fault.Invalid, "dossier.no_number")
	case c.Result.Refusal && c.Reason == "":
		return Event{}, fault.New(fault.Invalid, "dossier.refusal_without_reason")
	case !c.Result.Refusal:
		c.Reason = ""
	}
	if err := checkTexts(c.Result.Number, c.Reason); err != nil {
		return Event{}, err
	}
	return event(EventSettled, settledBody{mark: d.mark(), Result: c.Result, Minutes: d.minutes(), Reason: c.Reason})
}

// proofs are how the office may know who collects a result, the ordinary way first: the receipt; a card, when the
// receipt is lost; the authorisation of a representative; the account to which an electronic
// result goes; the post's docket (NĐ 118/2025 Đ6; §2.9).
var proofs = map[string][]string{
	"counter":    {"receipt", "id_card", "authorisation"},
	"post":       {"post_docket"},
	"electronic": {"account"},
}

// hand gives the result to the applicant or a representative (NĐ 118/2025 Đ6). At the counter
// the collector is identified; the post leaves the number of its docket.
func (d *decider) hand(c Return) (Event, error) {
	may, ok := proofs[c.Way]
	if !ok {
		return Event{}, fault.New(fault.Invalid, "dossier.way", "way", c.Way)
	}
	if c.Proof == "" && c.Way != "counter" {
		c.Proof = may[0]
	}
	switch {
	case c.To != "" && c.To != "applicant" && c.To != "representative":
		return Event{}, fault.New(fault.Invalid, "dossier.collector", "to", c.To)
	case !slices.Contains(may, c.Proof):
		return Event{}, fault.New(fault.Invalid, "dossier.no_identity")
	case c.To == "representative" && c.Way == "counter" && c.Proof != "authorisation" && d.s.Representative == nil:
		return Event{}, fault.New(fault.Invalid, "dossier.no_authorisation")
	case c.Way == "post" && c.Docket == "":
		return Event{}, fault.New(fault.Invalid, "dossier.no_docket")
	}
	if err := checkTexts(c.Docket); err != nil {
		return Event{}, err
	}
	if c.Proof == may[0] {
		c.Proof = "" // the ordinary one is left out of the body
	}
	return event(EventReturned, returnedBody{d.mark(), c.Way, c.To, c.Proof, c.Docket})
}
