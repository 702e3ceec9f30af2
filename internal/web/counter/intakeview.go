package counter

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/idcard"
	"github.com/motcua/motcua/internal/web/page"
)

// showing is what an answer adds to a draft: what is wrong, the other tab's draft, a scan that
// could not be read.
type showing struct {
	Bad   []page.Mistake
	Other *draft
	Raw   string
}

// intakeView is the page of a draft.
type intakeView struct {
	*draft
	*filing
	showing
	ID       string
	Rev      int64
	Code     string // of the procedure
	Law      []string
	Cost     []costLine
	CostLaw  string
	Promised string
	Steps    []stepLine // of the internal process
	StepsSum string
	Here     []change // a scanned card beside what stands in the form
	Warnings []string // of the scanned card
	Clash    []change // of two tabs
	Papers   []paperLine
	Twins    []twin
	Known    *knownView // who has been here before; nil: not known
	Place    string     // what the applicant's old address is today
	People   []choice   // specialists
	Channels []choice
	Kinds    []choice
	Places   []choice
	Facts    []page.Fact // the check before the act
	Changed  bool        // the papers are of another version than the draft began with
}

// choice is one value of a list.
type choice struct {
	Value, Text string
	Chosen      bool
}

// change is a field with what stands in it and what would.
type change struct{ Name, Old, New string }

// paperLine is one line of the checklist.
type paperLine struct {
	Name, Note string
	Field      string // id of its list
	Count      string // id of its number of copies
	Copies     string
	Ways       []choice
	Required   bool
}

// twin is a dossier of the same person and procedure that is still open.
type twin struct{ Code, URL, Text string }

func (o *room) show(w http.ResponseWriter, r *http.Request, d *draft, s showing) error {
	ctx := r.Context()
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	f, err := o.file(ctx, d)
	if err != nil {
		return err
	}
	v := &intakeView{draft: d, filing: f, showing: s, ID: d.id, Rev: d.rev, Code: f.Procedure.Code}
	if err := o.fillView(ctx, in, v); err != nil {
		return err
	}
	frame := page.Frame{Title: page.T(ctx, "counter.intake.title"), Active: "intake", Scan: true, Wide: true, Failed: len(s.Bad) > 0,
		Crumbs: []page.Crumb{{Text: page.T(ctx, "counter.home.title"), URL: page.CounterHome}, {Text: page.T(ctx, "counter.begin.title"), URL: page.Intake}, {Text: page.T(ctx, "counter.intake.title")}},
		Basis:  o.BasisNow(ctx, in)}
	status := statusOf(s.Bad)
	if s.Other != nil {
		status = http.StatusConflict
	}
	return page.Write(w, r, status, frame, intakePage(v))
}

func (o *room) fillView(ctx context.Context, in page.Reading, v *intakeView) error {
	if ver := v.filing.Version; ver != nil {
		v.Law, v.Cost, v.CostLaw = ver.LegalBasis, costOf(ctx, ver), o.costLaw(ctx, v.filing)
		v.Changed = v.draft.Version != "" && v.draft.Version != ver.ID
		v.Papers = papersOf(ctx, v)
	}
	v.Promised = v.Promise.Basis
	v.Steps, v.StepsSum = o.stepsOf(ctx, v.filing)
	if v.Scan != nil {
		v.Here = changes(ctx, "", cardFields(*v.Scan), v.draft.Fields)
		v.Warnings = warnings(ctx, v.Scan)
	}
	if v.Other != nil {
		v.Clash = changes(ctx, "", v.draft.Fields, v.Other.Fields)
	}
	people, err := o.officers(ctx, access.Specialist)
	if err != nil {
		return err
	}
	v.choices(ctx, on(people, v.filing.Procedure.Field))
	v.Facts = o.check(ctx, v.filing)
	if v.Twins, err = o.twins(ctx, in, v.filing); err != nil {
		return err
	}
	if v.Known, err = o.known(ctx, in, v.draft, v.filing); err != nil {
		return err
	}
	v.Place = o.placeOf(ctx, v.filing.Applicant.Address)
	if v.draft.Fields["chuyen"] == "" && v.empty() {
		h, err := o.habits(ctx)
		if err != nil {
			return err
		}
		to := h.To[v.filing.Procedure.Field]
		for i := range v.People {
			v.People[i].Chosen = v.People[i].Value == to
		}
	}
	return nil
}

// changes are the fields in which what is new differs from what stands there.
func changes(ctx context.Context, prefix string, next, have map[string]string) []change {
	var names []string
	for name := range next {
		names = append(names, name)
	}
	for name := range have {
		if _, ok := next[name]; !ok && prefix == "" && len(next) > 4 {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(standsAt(a), standsAt(b)), cmp.Compare(a, b)) })
	var out []change
	for _, name := range names {
		if old := page.Line(have[prefix+name]); old != page.Line(next[name]) {
			out = append(out, change{fieldLabel(ctx, name), old, page.Line(next[name])})
		}
	}
	return out
}

// standsAt is where a field stands in the form: who comes is told first, in the order of a card.
func standsAt(name string) int {
	first := []string{"ten", "so", "sinh", "dt", "dia-chi", "email"}
	if i := slices.Index(first, name); i >= 0 {
		return i
	}
	return len(first)
}

// fieldLabel is what a field is called.
func fieldLabel(ctx context.Context, name string) string {
	if strings.HasPrefix(name, "tp-") {
		return page.T(ctx, "counter.papers") + " " + strings.Trim(name, "tp-dangso")
	}
	return page.T(ctx, "counter.field."+name)
}

func warnings(ctx context.Context, c *idcard.Card) []string {
	var out []string
	for _, w := range c.Warnings {
		out = append(out, page.T(ctx, "idcard.warn."+string(w)))
	}
	return out
}

func papersOf(ctx context.Context, v *intakeView) []paperLine {
	var out []paperLine
	for i, c := range v.filing.Version.Components {
		p := paperLine{Name: c.Name, Field: paperField(i, "dang"), Count: paperField(i, "so"), Copies: v.draft.Fields[paperField(i, "so")],
			Required: c.Required != nil && *c.Required && c.Case == ""}
		p.Note = strings.Join(nonEmpty(c.Case, c.Note, c.Form), " · ")
		if p.Copies == "" {
			p.Copies = page.N(max(c.Original, c.Copy, 1))
		}
		chosen := v.draft.Fields[p.Field]
		if !slices.Contains(ways, chosen) {
			chosen = wayOf(c)
		}
		for _, way := range ways {
			if way == "none" && p.Required {
				continue
			}
			p.Ways = append(p.Ways, choice{way, page.T(ctx, "counter.way."+way), way == chosen})
		}
		out = append(out, p)
	}
	return out
}

func nonEmpty(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

func (v *intakeView) choices(ctx context.Context, people []officer) {
	pick := func(field, otherwise, prefix string, values ...string) (out []choice) {
		have := v.draft.Fields[field]
		if !slices.Contains(values, have) {
			have = otherwise
		}
		for _, x := range values {
			out = append(out, choice{x, page.T(ctx, "counter."+prefix+"."+x), x == have})
		}
		return out
	}
	v.Channels = pick("kenh", "1", "channel", "1", "3")
	v.Kinds = pick("loai", "1", "kind", "1", "2", "3", "4")
	v.Places = pick("nhan-tai", string(dossier.AtCounter), "place", string(dossier.AtCounter), string(dossier.ByPost), string(dossier.Electronical))
	v.People = append(v.People, choice{"", page.T(ctx, "counter.transfer.later"), v.draft.Fields["chuyen"] == ""})
	for _, p := range people {
		v.People = append(v.People, choice{p.ID, p.title(), v.draft.Fields["chuyen"] == p.ID})
	}
}

// check is the filing in a few lines, beside the form: what is about to be recorded.
func (o *room) check(ctx context.Context, f *filing) []page.Fact {
	t := func(key string, kv ...any) string { return page.T(ctx, "counter.check."+key, kv...) }
	applicant := strings.Join(nonEmpty(f.Applicant.Name, f.Applicant.Number), " · ")
	facts := []page.Fact{{Name: t("applicant"), Text: applicant}}
	if p := f.Receive.Representative; p != nil {
		facts = append(facts, page.Fact{Name: t("representative"), Text: strings.Join(nonEmpty(p.Name, p.Paper), " · ")})
	}
	facts = append(facts,
		page.Fact{Name: t("identity"), Text: page.T(ctx, "counter.assurance."+two(int(f.Receive.Assurance)))},
		page.Fact{Name: t("papers"), Text: t("papers_of", "n", len(f.Receive.Components), "missing", len(f.Missing))})
	if f.Due.Day != 0 {
		facts = append(facts, page.Fact{Name: t("due"), Text: calendar.PrintInstant(f.Due.Legal())})
	}
	return facts
}

// openStatuses are those of a dossier that somebody still works on or waits for.
var openStatuses = []dossier.Status{dossier.Registered, dossier.Received, dossier.Processing, dossier.Supplement, dossier.Obligation, dossier.Withdrawing}

// twins are open dossiers of the same person for the same procedure: by number, else by the
// whole name. They warn and never stand in the way.
func (o *room) twins(ctx context.Context, in page.Reading, f *filing) ([]twin, error) {
	text := f.Applicant.Number
	if text == "" {
		text = f.Applicant.Name
	}
	if len([]rune(text)) < 5 {
		return nil, nil
	}
	rows, _, err := in.Find(ctx, o.Unit.Code, text, 50)
	if err != nil {
		return nil, err
	}
	var out []twin
	for _, s := range rows {
		same := f.Applicant.Number != "" && s.Applicant.Number == f.Applicant.Number ||
			f.Applicant.Number == "" && procedure.Fold(s.Applicant.Name) == procedure.Fold(f.Applicant.Name)
		if !same || s.Procedure != f.Procedure.Code || !slices.Contains(openStatuses, s.Status) {
			continue
		}
		known := page.Known(s)
		out = append(out, twin{known, page.DossierURL(known, nil),
			page.T(ctx, "counter.twin", "code", known, "status", strings.ToLower(page.StatusName(ctx, s.Status)), "day", calendar.DateOf(s.Last).Print())})
	}
	return out, nil
}

// has reports whether a field is among the mistakes.
func has(bad []page.Mistake, field string) bool {
	return slices.ContainsFunc(bad, func(m page.Mistake) bool { return m.Field == field })
}

// reason is the wording of a letter: what was typed, else made of the checklist.
func (v *intakeView) reason(ctx context.Context) string {
	if s := v.draft.Fields["ly-do"]; s != "" || len(v.Missing) == 0 {
		return s
	}
	return page.T(ctx, "counter.reason_missing", "names", strings.Join(v.Missing, "; "))
}
