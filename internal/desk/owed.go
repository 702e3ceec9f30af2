package desk

import (
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// owes is the letter without which an act is not done: who is refused, at the counter or by
// the result, gets the reasons in writing (NĐ 63/2010 Đ18 k5; NĐ 118/2025 Đ17; form 03), and
// a date is promised anew by an apology only (§2.8; form 04). "" for any other act.
func owes(c dossier.Command) form.Purpose {
	switch c := c.(type) {
	case dossier.Reject:
		return form.Refusal
	case dossier.Settle:
		if c.Result.Refusal {
			return form.Refusal
		}
	case dossier.Extend, dossier.Apologise:
		return form.Apology
	}
	return ""
}

// owing sees to it that every act which owes a letter issues it in the same order, whoever
// gives the order and from which page: in the set in force on the day of the act, behind the
// act, and added here when the caller left it out. Days before the first set have no form to
// issue.
func (d *Desk) owing(o Order, steps []Next) ([]Next, error) {
	if d.catalog.Forms == nil {
		return steps, nil
	}
	set := d.catalog.Forms.On(calendar.DateOf(o.Happened))
	if set == nil {
		return steps, nil
	}
	var out []Next
	for i, step := range steps {
		out = append(out, step)
		f := set.For(owes(step.Command))
		if f == nil {
			continue
		}
		issued, err := d.issued(steps[i+1:], f)
		if err != nil {
			return nil, err
		}
		if !issued {
			out = append(out, Next{step.Role, dossier.Issue{Form: f.ID, Symbol: f.Symbol, Signer: o.Actor.ID}})
		}
	}
	return out, nil
}

// issued reports whether the steps behind an act issue its form. The same paper of another
// circular's set is refused: it is not in force.
func (d *Desk) issued(steps []Next, f *form.Form) (bool, error) {
	for _, step := range steps {
		if owes(step.Command) != "" {
			break
		}
		issue, ok := step.Command.(dossier.Issue)
		if !ok {
			continue
		}
		if issue.Form == f.ID {
			return true, nil
		}
		if other, ok := d.catalog.Forms.Form(issue.Form); ok && other.Purpose == f.Purpose {
			return false, fault.New(fault.Invalid, "desk.form_not_in_force", "given", other.Name(), "form", f.Name())
		}
	}
	return false, nil
}
