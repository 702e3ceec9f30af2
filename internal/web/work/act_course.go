package work

import (
	"cmp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/money"
	"github.com/motcua/motcua/internal/web/page"
)

func noFields(*deed) []field { return nil }

func accept(d *deed) (dossier.Command, []desk.Next) {
	return dossier.Accept{Holder: d.who.ID}, nil
}

// transferFields: to whom, with what each has to do already; who has the procedure's field in
// the name of the post stands first.
func transferFields(d *deed) []field {
	return []field{
		d.choice("choice", "cho", "transfer.to", d.receivers()).must(),
		d.yes("giay", "transfer.paper", false),
	}
}

// receivers are the officers who may work on dossiers, but who asks.
func (d *deed) receivers() []option {
	loads, err := d.in.Loads(d.ctx, d.Unit.Code, d.Days())
	if err != nil {
		loads = nil // the choice is possible without it
	}
	subject := ""
	if p, ok := d.Catalog.Procedures.Get(d.s.Procedure); ok {
		subject = p.Field
	}
	var all officers
	for _, x := range d.names {
		if x.worksOn(d.fieldOf(d.s), workers...) && x.ID != d.who.ID && x.ID != d.s.Holder {
			all = append(all, x)
		}
	}
	rank := func(x officer) int {
		switch {
		case !slices.Contains(x.Roles, access.Specialist):
			return 2
		case subject != "" && strings.Contains(x.Post, subject):
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(a, b officer) int { return cmp.Compare(rank(a), rank(b)) })
	var out []option
	for _, x := range all {
		out = append(out, option{Value: x.ID, Text: x.title() + ", " + page.RoleNames(d.ctx, x.Roles[0]) + " (" + d.load(loads, x.ID) + ")"})
	}
	return out
}

// load says how much an officer has in work.
func (d *deed) load(loads []desk.Load, id string) string {
	n, late := 0, 0
	for _, l := range loads {
		if l.Holder == id {
			for b, k := range l.Counts {
				n += k
				if b == desk.Overdue {
					late += k
				}
			}
		}
	}
	return d.t("transfer.load", "n", n, "late", late)
}

func transfer(d *deed) (dossier.Command, []desk.Next) {
	to := d.need("cho", "work.need.receiver")
	if to != "" && !slices.ContainsFunc(d.names, func(x officer) bool { return x.ID == to && x.works() }) {
		d.wrong("cho", "work.need.receiver")
	} else if err := d.receives(d.s, to, d.names, workers...); err != nil {
		d.wrong("cho", "work.need.other_field", "field", d.fieldOf(d.s))
	}
	return dossier.Transfer{To: to, Paper: d.get("giay") == "1"}, nil
}

func obligationFields(d *deed) []field {
	return []field{d.area("noi-dung", "obligation.what", "").must(),
		d.text("so-tien", "obligation.amount", "").hint(d.t("obligation.amount_hint")).short(14)}
}

func raiseObligation(d *deed) (dossier.Command, []desk.Next) {
	c := dossier.RaiseObligation{What: d.need("noi-dung", "work.need.what")}
	if text := d.get("so-tien"); text != "" {
		n, err := money.Parse(text)
		if err != nil {
			d.wrong("so-tien", "work.need.amount")
		}
		c.Amount = int64(n)
	}
	return c, nil
}

func proofFields(d *deed) []field {
	return []field{d.text("chung-tu", "obligation.proof", "").hint(d.t("obligation.proof_hint")).must()}
}

func meetObligation(d *deed) (dossier.Command, []desk.Next) {
	return dossier.MeetObligation{Proof: d.need("chung-tu", "work.need.proof")}, nil
}

func withdrawFields(d *deed) []field {
	return []field{d.area("ly-do", "withdraw.reason", "").hint(d.t("withdraw.reason_hint"))}
}

func askWithdraw(d *deed) (dossier.Command, []desk.Next) {
	return dossier.AskWithdraw{Reason: d.get("ly-do")}, nil
}

func stopFields(d *deed) []field {
	f := []field{d.reasons("stop").must(), d.area("ly-do", "reason", "")}
	if d.s.Status == dossier.Processing {
		f = append(f, d.text("van-ban", "stop.document", "").hint(d.t("stop.document_hint")).must())
	}
	return f
}

func stop(d *deed) (dossier.Command, []desk.Next) {
	c := dossier.Stop{Reason: d.reason("stop"), Document: d.get("van-ban")}
	if d.s.Status == dossier.Processing && c.Document == "" {
		d.wrong("van-ban", "work.need.document")
	}
	return c, d.letter("stop")
}

func continueFields(d *deed) []field {
	return []field{d.area("tra-loi", "continue.reply", "").hint(d.t("continue.reply_hint")).must()}
}

func goOn(d *deed) (dossier.Command, []desk.Next) {
	return dossier.Continue{Reply: d.need("tra-loi", "work.need.reply")}, nil
}
