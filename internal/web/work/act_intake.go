package work

import (
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/locale"
)

// askFor are the papers that a supplement may ask for: those of the dossier, then those that the
// procedure names and the dossier lacks.
func (d *deed) askFor() []string {
	var out []string
	for _, c := range d.s.Components {
		out = append(out, c.Name)
	}
	if p, ok := d.Catalog.Procedures.Get(d.s.Procedure); ok {
		if v := p.VersionOn(d.today()); v != nil {
			for _, c := range v.Components {
				if !slices.Contains(out, c.Name) {
					out = append(out, c.Name)
				}
			}
		}
	}
	return out
}

// paperBoxes are papers to tick, each with what exactly is to be brought.
func (d *deed) paperBoxes(name, key string, fresh func(i int) bool) field {
	f := field{Kind: "papers", Name: name, Label: d.t(key)}
	for i, p := range d.askFor() {
		v := strconv.Itoa(i)
		f.Options = append(f.Options, option{Value: v, Text: p, Chosen: d.ticked(name, v, fresh(i)), More: d.typed.Get(name + "-" + v)})
	}
	return f
}

// papersAsked reads paperBoxes: "Tờ khai: có chữ ký của hai bên".
func (d *deed) papersAsked(name string) []string {
	all := d.askFor()
	var out []string
	for _, i := range d.numbered(name, len(all)) {
		text := all[i]
		if more := d.get(name + "-" + strconv.Itoa(i)); more != "" {
			text += ": " + more
		}
		out = append(out, text)
	}
	return append(out, lines(d.typed.Get("khac"))...)
}

// askFields: once, in full, with reasons (NĐ 118/2025 Đ11). A second time needs a leader's
// written reason; a third never (NĐ 63/2010 Đ20 k4).
func askFields(d *deed) []field {
	f := []field{
		d.paperBoxes("thieu", "ask.missing", func(i int) bool { return i < len(d.s.Components) && d.s.Components[i].Missing }).
			hint(d.t("ask.missing_hint")).must(),
		d.area("khac", "ask.other", "").hint(d.t("one_a_line")),
		d.reasons("ask_supplement").must(),
		d.area("ly-do", "ask.reason", ""),
	}
	if d.asked() > 0 {
		f = append(f, d.area("lanh-dao", "ask.leader", "").hint(d.t("ask.leader_hint")).must())
	}
	return f
}

// asked is how often the applicant has been asked to complete the dossier.
func (d *deed) asked() int { return d.s.IntakeAsks + d.s.Supplements }

func (d *deed) supplement() dossier.AskSupplement {
	c := dossier.AskSupplement{Missing: d.papersAsked("thieu"), Reason: d.reason("ask_supplement"), LeaderReason: d.get("lanh-dao")}
	if len(c.Missing) == 0 {
		d.wrong("thieu", "work.need.missing")
	}
	return c
}

func ask(d *deed) (dossier.Command, []desk.Next) {
	c := d.supplement()
	if d.asked() > 0 && c.LeaderReason == "" {
		d.wrong("lanh-dao", "work.need.leader")
	}
	return c, d.letter("supplement")
}

// receiveFields: a dossier that came by the portal, or that was completed before its receipt.
func receiveFields(d *deed) []field {
	var options []option
	for i, c := range d.s.Components {
		v := strconv.Itoa(i)
		options = append(options, option{Value: v, Text: c.Name, Chosen: d.ticked("du", v, !c.Missing)})
	}
	var f []field
	if len(options) > 0 {
		f = append(f, d.checks("du", "receive.papers", options).hint(d.t("receive.papers_hint")))
	}
	return f
}

func receive(d *deed) (dossier.Command, []desk.Next) {
	have := d.numbered("du", len(d.s.Components))
	papers := slices.Clone(d.s.Components)
	for i := range papers {
		if papers[i].Missing = !slices.Contains(have, i); papers[i].Missing {
			d.wrong("du", "work.need.papers", "paper", papers[i].Name)
		}
	}
	return dossier.Receive{Components: papers}, d.letter("receipt")
}

func rejectFields(d *deed) []field {
	return []field{d.reasons("reject").must(), d.area("ly-do", "reason", "").hint(d.t("reject.hint"))}
}

func reject(d *deed) (dossier.Command, []desk.Next) {
	return dossier.Reject{Reason: d.reason("reject")}, d.letter("refusal")
}

// supplyFields: everything asked for has come; the legal period is counted from zero again.
func supplyFields(d *deed) []field {
	var options []option
	for i, m := range d.missing() {
		v := strconv.Itoa(i)
		options = append(options, option{Value: v, Text: m, Chosen: d.ticked("nhan", v, false)})
	}
	var f []field
	if len(options) > 0 {
		f = append(f, d.checks("nhan", "supply.all", options).hint(d.t("supply.all_hint")).must())
	}
	return append(f, d.area("them", "supply.papers", "").hint(d.t("supply.papers_hint")))
}

// missing is what the last request asked for.
func (d *deed) missing() []string {
	told, err := dossier.Timeline(d.entries)
	if err != nil {
		return nil
	}
	return missingOf(told)
}

// askedIn is what a request for a supplement asked for, one by one.
func askedIn(l dossier.Line) []string {
	for i := 0; i+1 < len(l.Args); i += 2 {
		if text, ok := l.Args[i+1].(string); ok && l.Args[i] == "missing" {
			return strings.Split(text, "; ")
		}
	}
	return nil
}

func supply(d *deed) (dossier.Command, []desk.Next) {
	asked := d.missing()
	have := d.numbered("nhan", len(asked))
	var papers []dossier.Component
	for i, m := range asked {
		if !slices.Contains(have, i) {
			d.wrong("nhan", "work.need.supplied", "paper", m)
			continue
		}
		name, _, _ := strings.Cut(m, ":")
		if !slices.ContainsFunc(d.s.Components, func(c dossier.Component) bool { return c.Name == name && !c.Missing }) {
			papers = append(papers, dossier.Component{Name: name, Copies: 1})
		}
	}
	for _, name := range lines(d.typed.Get("them")) {
		papers = append(papers, dossier.Component{Name: name, Copies: 1})
	}
	return dossier.Supply{Components: papers}, d.letter("receipt")
}

// notes are what one has to know before typing.
func (d *deed) notes() []string {
	switch {
	case d.name == "ask_supplement" && d.asked() == 0:
		return []string{d.t("ask.first")}
	case d.name == "ask_supplement":
		return []string{d.t("ask.again", "n", locale.Int(int64(d.asked())))}
	case d.name == "supply":
		return []string{d.t("supply.restart")}
	case d.name == "ask_withdraw":
		return []string{d.t("withdraw.note")}
	case d.name == "accept":
		return []string{d.t("accept.note")}
	case d.name == "extend":
		return []string{d.t("extend.note")}
	case d.name == "apologise":
		return []string{d.t("apologise.note")}
	case d.name == "digitize":
		return []string{d.t("digitize.note")}
	case d.name == "correct":
		return []string{d.t("correct.note")}
	}
	return nil
}
