package dossier

import (
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/fault"
)

// guards are what must hold of the dossier before a command may be given at all, beside the
// row of the transition table. They look at state, instant and actor only, so that a page can
// say what is possible before anything is typed.
var guards = map[string]func(*decider) error{
	"ask_supplement": (*decider).mayAsk,
	"stop":           (*decider).mayStop,
	"continue":       (*decider).mayContinue,
	"extend":         (*decider).mayExtend,
	"apologise":      (*decider).mayApologise,
	"digitize":       (*decider).mayDigitize,
	"rate":           (*decider).mayRate,
	"propose":        (*decider).mayPropose,
	"decline":        (*decider).mayDecline,
	"issue":          (*decider).mayIssue,
	"deliver":        (*decider).mayDeliver,
	"attach":         (*decider).mayAttach,
	"detach":         (*decider).mayDetach,
	"collect":        (*decider).mayCollect,
	"refund":         (*decider).mayRefund,
}

// mayAsk: once; again only by whom the workflow's overrides let, and as often (NĐ 118/2025 Đ11;
// NĐ 63/2010 Đ20 k4; §13.2). Asks before and after the receipt count together.
func (d *decider) mayAsk() error {
	asked := d.s.IntakeAsks + d.s.Supplements
	if asked == 0 {
		return nil
	}
	o, ok := d.env.Workflow.Override(workflow.SecondSupplement, d.today())
	switch {
	case !ok || asked > o.Times:
		return fault.New(fault.Conflict, "dossier.third_supplement", "times", asked)
	case !o.Lets(d.env.Actor.Role):
		return d.blocked("dossier.second_supplement", o)
	}
	return nil
}

// blocked is the refusal of what an override could let pass: by whom, with what, by which law.
func (d *decider) blocked(key string, o workflow.Override) error {
	return fault.New(fault.Conflict, key, "roles", d.env.Workflow.Who(o), "needs", o.Needs, "law", o.Law)
}

// mayStop: the applicant's time to complete is waited for (NĐ 63/2024, NĐ 297/2025).
func (d *decider) mayStop() error {
	if d.s.Status == Supplement && d.today() <= calendar.DateOf(d.s.SupplyBy) {
		return fault.New(fault.Conflict, "dossier.supplement_time_left", "by", calendar.DateOf(d.s.SupplyBy).Print())
	}
	return nil
}

// mayContinue: what was not received, or waited for papers, cannot have been decided before
// the withdrawal was asked.
func (d *decider) mayContinue() error {
	if !received(d.s) || d.s.LegalDue.IsZero() {
		return fault.New(fault.Conflict, "dossier.nothing_to_continue")
	}
	return nil
}

// mayDigitize: some paper has to be scanned and is not.
func (d *decider) mayDigitize() error {
	if !slices.ContainsFunc(d.s.Components, func(c Component) bool { return c.scannable() && !c.Digitized }) {
		return fault.New(fault.Conflict, "dossier.all_scanned")
	}
	return nil
}

// mayRate: one evaluation per dossier, after the receipt.
func (d *decider) mayRate() error {
	switch {
	case !received(d.s):
		return fault.New(fault.Conflict, "dossier.rated_before_receipt")
	case d.s.Rating != 0:
		return fault.New(fault.Conflict, "dossier.rated_twice")
	}
	return nil
}
