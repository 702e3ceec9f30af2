package dossier

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/fault"
)

// submit: the portal checked the form and acknowledges it (NĐ 310/2026). No clock runs yet.
func (d *decider) submit(c Submit) (Event, error) {
	f, err := filing(c.Promise, c.Channel, c.Applicant, c.Components, c.Typist, c.EID)
	if err != nil {
		return Event{}, err
	}
	return event(EventSubmitted, submittedBody{d.mark(), f})
}

// receive: the office takes the dossier in and promises a day (NĐ 118/2025 Đ17).
func (d *decider) receive(c Receive) (Event, error) {
	b := receivedBody{mark: d.mark(), Code: c.Code}
	if _, err := ParseCode(c.Code); err != nil {
		return Event{}, err
	}
	var err error
	if d.s.Status == 0 {
		b.filed, err = filing(c.Promise, c.Channel, c.Applicant, c.Components, c.Typist, c.EID)
	} else {
		b.filed, err = d.refiled(c)
	}
	if err != nil {
		return Event{}, err
	}
	if err := d.complete(b.Components); err != nil {
		return Event{}, err
	}
	if b.told, err = d.told(c); err != nil {
		return Event{}, err
	}
	start := d.env.Now
	if !c.ClockStart.IsZero() {
		// Another office took it in; the period runs from the competent one's receipt, never
		// from before the receipt itself (NĐ 118/2025 Đ17 k3).
		if c.ClockStart.Before(d.env.Now) {
			return Event{}, fault.New(fault.Invalid, "dossier.clock_before_receipt", "start", calendar.PrintInstant(c.ClockStart), "at", calendar.PrintInstant(d.env.Now))
		}
		start, b.Start = c.ClockStart, stampOf(c.ClockStart)
	}
	limit, due, err := d.promised(start, c)
	if err != nil {
		return Event{}, err
	}
	b.Limit, b.deadline, b.Basis = limit, due, c.AgreedBasis
	return event(EventReceived, b)
}

// complete refuses to take in what is not complete: the applicant is guided with form 02 and
// comes back (NĐ 118/2025 Đ17 k2).
func (d *decider) complete(listed []Component) error {
	if len(listed) == 0 {
		listed = d.s.Components
	}
	if i := slices.IndexFunc(listed, func(c Component) bool { return c.Missing }); i >= 0 {
		return fault.New(fault.Conflict, "dossier.paper_missing", "number", i+1)
	}
	return nil
}

// told is what else form 01 asks: who files for the applicant, what is asked for, where the
// result is wanted.
func (d *decider) told(c Receive) (told, error) {
	b := told{Representative: c.Representative, Request: c.Request, Sets: c.Sets, ReturnAt: c.ReturnAt, ReturnTo: c.ReturnTo,
		Assurance: c.Assurance, Outside: c.Outside}
	if b.Sets == 1 {
		b.Sets = 0
	}
	if b.ReturnAt == AtCounter {
		b.ReturnAt = ""
	}
	if c.Assurance > VNeID {
		return b, fault.New(fault.Invalid, "dossier.assurance", "assurance", c.Assurance)
	}
	if c.Sets < 0 || c.Sets > maxPapers {
		return b, fault.New(fault.Invalid, "dossier.sets", "most", maxPapers)
	}
	address := or(c.Applicant.Address, d.s.Applicant.Address)
	return b, errors.Join(checkRepresentative(c.Representative), checkPlace(c.ReturnAt, or(c.ReturnTo, address)),
		checkTexts(c.Request, c.ReturnTo), checkOutside(c.Outside, nil))
}

// checkRepresentative: who files for another has a name and shows the paper that says so
// (NĐ 118/2025 Đ6).
func checkRepresentative(r *Representative) error {
	switch {
	case r == nil:
		return nil
	case r.Name == "":
		return fault.New(fault.Invalid, "dossier.no_representative")
	}
	return checkTexts(r.Name, r.Number, r.Phone, r.Email, r.Address, r.Paper)
}

// checkPlace: the post needs an address.
func checkPlace(at ReturnPlace, address string) error {
	switch at {
	case "", AtCounter, Electronical:
		return nil
	case ByPost:
		if address == "" {
			return fault.New(fault.Invalid, "dossier.no_post_address")
		}
		return nil
	}
	return fault.New(fault.Invalid, "dossier.way", "way", string(at))
}

// checkOutside checks codes that other systems gave: any form, none twice.
func checkOutside(codes, had []string) error {
	all := slices.Concat(had, codes)
	if len(all) > maxOutside {
		return fault.New(fault.Invalid, "dossier.too_many_codes", "most", maxOutside)
	}
	for i, code := range all {
		if strings.TrimSpace(code) == "" || len(code) > maxCode || slices.Contains(all[:i], code) {
			return fault.New(fault.Invalid, "dossier.outside_code", "number", i+1-len(had))
		}
	}
	return checkTexts(codes...)
}

// refiled is what a receipt changes in what was submitted: the version in force on the day of
// receipt, and the papers when they are listed anew. Channel, level and applicant stay those
// of the filing.
func (d *decider) refiled(c Receive) (filed, error) {
	p := c.Promise
	if p.Procedure == "" {
		return filed{}, fault.New(fault.Invalid, "dossier.no_procedure")
	}
	if p.Procedure != d.s.Procedure {
		return filed{}, fault.New(fault.Conflict, "dossier.other_procedure", "filed", d.s.Procedure, "given", p.Procedure)
	}
	if c.Channel != 0 && c.Channel != d.s.Channel {
		return filed{}, fault.New(fault.Conflict, "dossier.other_channel")
	}
	components, err := papers(c.Components)
	if err != nil {
		return filed{}, err
	}
	f := filed{Components: components}
	if p.Version != d.s.Version {
		f.Version = p.Version
	}
	if p.Field != d.s.Field {
		f.Field = p.Field
	}
	if p.SupplementLimit != d.s.SupplementLimit {
		f.Supplement = p.SupplementLimit
	}
	return f, checkTexts(p.Version, p.Field)
}

// promised is the period and the day it ends. A dossier without any period is not taken in:
// §13.3. A period agreed in writing or a published variant (NĐ 23/2015 Đ21: two more working
// days for many pages) replaces the published one only when it ends later and says its basis.
func (d *decider) promised(start time.Time, c Receive) (calendar.Limit, deadline, error) {
	published := c.Promise.Limit
	if published.Unit == "" && c.Agreed == nil {
		return published, deadline{}, fault.New(fault.Invalid, "dossier.no_limit", "procedure", c.Promise.Procedure)
	}
	var due deadline
	var err error
	if published.Unit != "" {
		if due, err = d.due(start, published); err != nil {
			return published, due, err
		}
	}
	if c.Agreed == nil {
		return published, due, nil
	}
	o, ok := d.env.Workflow.Override(workflow.LongerPeriod, d.today())
	switch {
	case !ok:
		return published, due, fault.New(fault.Conflict, "dossier.no_longer_period")
	case !o.Lets(d.env.Actor.Role):
		return published, due, d.blocked("dossier.longer_period", o)
	case c.AgreedBasis == "":
		return published, due, fault.New(fault.Invalid, "dossier.agreed_without_basis")
	}
	if err := checkTexts(c.AgreedBasis); err != nil {
		return published, due, err
	}
	agreed, err := d.due(start, *c.Agreed)
	if err != nil {
		return published, due, err
	}
	if published.Unit != "" && agreed.Due <= due.Due {
		return published, due, fault.New(fault.Invalid, "dossier.agreed_not_longer", "due", calendar.PrintInstant(due.Due.time()), "agreed", calendar.PrintInstant(agreed.Due.time()))
	}
	return *c.Agreed, agreed, nil
}

// reject: not competent, conditions not met, forged papers (NĐ 118/2025 Đ17, Mẫu 03). The
// record is no counted receipt.
func (d *decider) reject(c Reject) (Event, error) {
	if c.Reason == "" {
		return Event{}, fault.New(fault.Invalid, "dossier.no_reason")
	}
	if err := checkTexts(c.Reason, c.Procedure); err != nil {
		return Event{}, err
	}
	b := rejectedBody{mark: d.mark(), Reason: c.Reason}
	if d.s.Status != 0 {
		return event(EventRejected, b)
	}
	if c.Channel > Post {
		return Event{}, fault.New(fault.Invalid, "dossier.channel", "channel", c.Channel)
	}
	if err := checkTexts(c.Applicant.texts()...); err != nil {
		return Event{}, err
	}
	b.Procedure, b.Channel, b.Applicant = c.Procedure, c.Channel, c.Applicant
	return event(EventRejected, b)
}

func filing(p Promise, ch Channel, a Applicant, cs []Component, ty Typist, eid bool) (filed, error) {
	none := filed{}
	switch {
	case p.Procedure == "":
		return none, fault.New(fault.Invalid, "dossier.no_procedure")
	case ch < Counter || ch > Post:
		return none, fault.New(fault.Invalid, "dossier.channel", "channel", ch)
	case p.Level > LevelFull:
		return none, fault.New(fault.Invalid, "dossier.level", "level", p.Level)
	case a.Name == "":
		return none, fault.New(fault.Invalid, "dossier.no_applicant")
	}
	if err := checkTypist(ch, ty); err != nil {
		return none, err
	}
	if err := checkTexts(append(a.texts(), p.Procedure, p.Version, p.Field)...); err != nil {
		return none, err
	}
	components, err := papers(cs)
	if err != nil {
		return none, err
	}
	return filed{Procedure: p.Procedure, Version: p.Version, Field: p.Field, Level: p.Level,
		Supplement: p.SupplementLimit, Channel: ch, Typist: ty, EID: eid, Applicant: a, Components: components}, nil
}

// checkTypist: a paper dossier that an officer typed into the office's system is not online
// (§6.1: filing with the officer's account is not a channel).
func checkTypist(ch Channel, ty Typist) error {
	if ty > TypedByOfficerInternal {
		return fault.New(fault.Invalid, "dossier.typist", "typist", ty)
	}
	if ch == Online && ty == TypedByOfficerInternal {
		return fault.New(fault.Invalid, "dossier.online_typed_internally")
	}
	return nil
}
