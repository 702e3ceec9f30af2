package work

import (
	"slices"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// extendFields: an apology with a new date, once: at the latest one day before the due date, or
// as an apology that is late itself.
func extendFields(d *deed) []field {
	return []field{
		d.reasons("extend").must(),
		d.area("ly-do", "reason", d.proposal().Reason),
		d.newDue(d.proposal().NewDue),
	}
}

// newDue asks for the new date; its limits stand beside it.
func (d *deed) newDue(fresh time.Time) field {
	text := ""
	if !fresh.IsZero() {
		text = calendar.DateOf(fresh).Print()
	}
	return d.text("ngay", "extend.day", text).hint(d.t("extend.day_hint", "due", calendar.DateOf(d.s.LegalDue).Print())).short(12).must()
}

// readDue reads the new date; it ends with the office's day.
func (d *deed) readDue() time.Time {
	text := d.need("ngay", "work.need.day")
	if text == "" {
		return time.Time{}
	}
	day, err := page.ReadDay(text, d.today())
	switch {
	case err != nil:
		d.wrong("ngay", "work.need.day")
	case day <= calendar.DateOf(d.s.LegalDue):
		d.wrong("ngay", "work.need.later_day", "due", calendar.DateOf(d.s.LegalDue).Print())
	case day < d.today():
		d.wrong("ngay", "work.need.coming_day", "day", day.Print())
	case !d.Catalog.Calendar.Working(day):
		d.wrong("ngay", "work.need.working_day", "day", day.Print())
	default:
		return d.Catalog.Calendar.Closing(day)
	}
	return time.Time{}
}

func extend(d *deed) (dossier.Command, []desk.Next) {
	return dossier.Extend{Reason: d.reason("extend"), NewDue: d.readDue(), Letter: d.unnumbered("apology")}, d.letter("apology")
}

func apologise(d *deed) (dossier.Command, []desk.Next) {
	return dossier.Apologise{Reason: d.reason("extend"), NewDue: d.readDue(), Letter: d.unnumbered("apology")}, d.letter("apology")
}

// proposal is the one that waits for this decision; the zero Proposal when none does.
func (d *deed) proposal() dossier.Proposal {
	if p := d.s.Proposal; p != nil && p.What == d.name {
		return *p
	}
	return dossier.Proposal{}
}

// proposals are what can be proposed, in the order of the choice.
var proposals = []string{"settle", "refuse", "ask_supplement", "extend", "apologise", "stop"}

// proposeFields: which decision, its draft, and the leader who has to take it.
func proposeFields(d *deed) []field {
	var kinds []option
	chosen := d.or("viec", "settle")
	for _, p := range proposals {
		kinds = append(kinds, option{Value: p, Text: d.t("propose." + p), Chosen: p == chosen})
	}
	f := []field{d.choice("radio", "viec", "propose.what", kinds).hint(d.t("propose.what_hint")).must()}
	var leaders []option
	for _, x := range d.names {
		if x.worksOn(d.fieldOf(d.s), access.Leader) && x.ID != d.who.ID {
			leaders = append(leaders, option{Value: x.ID, Text: x.title()})
		}
	}
	f = append(f, d.choice("choice", "cho", "propose.to", leaders).must(),
		d.area("du-thao", "propose.text", "").hint(d.t("propose.text_hint")),
		d.checks("dang", "propose.form", []option{{Value: "giay", Text: d.t("result.paper"), Chosen: true}, {Value: "dien-tu", Text: d.t("result.electronic")}}),
		d.area("ly-do", "propose.reason", "").hint(d.t("propose.reason_hint")))
	if d.asked() < 2 {
		f = append(f, d.paperBoxes("thieu", "propose.missing", func(int) bool { return false }))
	}
	if d.s.Extensions+d.s.Apologies == 0 && !d.s.LegalDue.IsZero() {
		due := d.newDue(time.Time{})
		due.Must, due.Label = false, d.t("propose.day")
		f = append(f, due)
	}
	return f
}

func propose(d *deed) (dossier.Command, []desk.Next) {
	what := d.get("viec")
	if !slices.Contains(proposals, what) {
		d.wrong("viec", "work.need.proposal")
	}
	p := dossier.Proposal{What: what, By: d.who.ID, To: d.need("cho", "work.need.approver"), Reason: d.get("ly-do"), Text: d.get("du-thao"),
		Paper: slices.Contains(d.typed["dang"], "giay"), Electro: slices.Contains(d.typed["dang"], "dien-tu")}
	if p.To != "" && !slices.ContainsFunc(d.names, func(x officer) bool { return x.ID == p.To && x.worksOn(d.fieldOf(d.s), access.Leader) }) {
		d.wrong("cho", "work.need.approver")
	}
	switch what {
	case "settle":
		if !p.Paper && !p.Electro {
			d.wrong("dang", "work.need.form")
		}
		return dossier.Propose{Proposal: p}, nil
	case "refuse":
		p.What, p.Refusal = "settle", true
	case "ask_supplement":
		if p.Missing = d.papersAsked("thieu"); len(p.Missing) == 0 {
			d.wrong("thieu", "work.need.missing")
		}
	case "extend", "apologise":
		p.NewDue = d.readDue()
	}
	if p.Reason == "" {
		d.wrong("ly-do", "work.need.reason")
	}
	return dossier.Propose{Proposal: p}, nil
}

func declineFields(d *deed) []field {
	return []field{d.area("ly-do", "decline.reason", "").hint(d.t("decline.reason_hint")).must()}
}

func decline(d *deed) (dossier.Command, []desk.Next) {
	return dossier.Decline{Reason: d.need("ly-do", "work.need.reason")}, nil
}

// settleFields: the result is signed and numbered; a reasoned refusal is a result too: it gives
// its reasons in the letter of refusal, whose number it bears unless it has one of its own.
func settleFields(d *deed) []field {
	p := d.proposal()
	paper, electronic := p.Paper, p.Electro
	if !paper && !electronic {
		paper = true
	}
	outcome := d.or("ket-qua", map[bool]string{true: "tu-choi", false: "giai-quyet"}[p.Refusal])
	return []field{
		d.choice("radio", "ket-qua", "settle.outcome", []option{
			{Value: "giai-quyet", Text: d.t("settle.granted"), Chosen: outcome == "giai-quyet"},
			{Value: "tu-choi", Text: d.t("settle.refused"), Chosen: outcome == "tu-choi"}}).must(),
		d.text("so", "settle.number", "").hint(d.t("settle.number_hint")).short(24),
		d.checks("dang", "propose.form", []option{{Value: "giay", Text: d.t("result.paper"), Chosen: paper}, {Value: "dien-tu", Text: d.t("result.electronic"), Chosen: electronic}}).must(),
		d.reasons("refuse").hint(d.t("settle.refuse_hint")),
		d.area("ly-do", "settle.reason", p.Reason).hint(d.t("settle.reason_hint")),
	}
}

func settle(d *deed) (dossier.Command, []desk.Next) {
	r := dossier.Result{Number: d.get("so"), Refusal: d.get("ket-qua") == "tu-choi",
		Paper: slices.Contains(d.typed["dang"], "giay"), Electronic: slices.Contains(d.typed["dang"], "dien-tu")}
	if !r.Paper && !r.Electronic {
		d.wrong("dang", "work.need.form")
	}
	if r.Refusal {
		return dossier.Settle{Result: r, Reason: d.reason("refuse")}, d.letter("refusal")
	}
	d.need("so", "work.need.number")
	return dossier.Settle{Result: r}, nil
}
