package officer

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// groups are the kinds of lines that the timeline can be narrowed to.
var groups = map[string][]string{
	"ban-giao":   {dossier.EventTransferred, dossier.EventAccepted, dossier.EventReturned, dossier.EventProposed, dossier.EventDeclined},
	"van-ban":    {dossier.EventIssued, dossier.EventDelivered, dossier.EventSettled},
	"dong-ho":    {dossier.EventReceived, dossier.EventSupplementAsked, dossier.EventSupplied, dossier.EventObligationRaised, dossier.EventObligationMet, dossier.EventWithdrawalAsked, dossier.EventContinued, dossier.EventExtended, dossier.EventApologised, dossier.EventStopped},
	"dinh-chinh": {dossier.EventCorrected, dossier.EventAmended},
}

var groupOrder = []string{"", "ban-giao", "van-ban", "dong-ho", "dinh-chinh"}

// filter keeps the lines of one group, and offers the groups.
func (v *dossierView) filter(ctx context.Context, lines []dossier.Line, q url.Values) {
	v.Filter = q.Get("loc")
	if v.Filter != "" && groups[v.Filter] == nil {
		v.Filter = ""
	}
	if v.Filter != "" {
		var kept []lineView
		for i, l := range lines {
			if slices.Contains(groups[v.Filter], l.Kind) {
				kept = append(kept, v.Timeline[i])
			}
		}
		v.Timeline = kept
	}
	for _, g := range groupOrder {
		to := ways(q)
		if g != "" {
			to.Set("loc", g)
		}
		v.Filters = append(v.Filters, way{page.T(ctx, "officer.timeline.filter."+cmpOr(g, "all")), page.DossierURL(v.Code, nil) + "?" + to.Encode() + "#dien-bien"})
	}
	for _, l := range lines {
		v.Moments = append(v.Moments, moment{Seq: int(l.Seq), Text: strconv.Itoa(int(l.Seq)) + ". " + calendar.PrintInstant(l.Happened)})
	}
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// moment is a state of the dossier: after an entry.
type moment struct {
	Seq  int
	Text string
}

// comparison is two moments side by side.
type comparison struct {
	A, B int
	Rows []page.Fact // Name, Text of the first moment; Body is not used
	Then []string    // of the second moment
}

// first and second are what the choice of moments begins with: the last two.
func (v *dossierView) first() int {
	if v.Compared != nil {
		return v.Compared.A
	}
	return len(v.Moments) - 1
}

func (v *dossierView) second() int {
	if v.Compared != nil {
		return v.Compared.B
	}
	return len(v.Moments)
}

// twoMoments folds the dossier up to two entries and tells what differs between them.
func (o *room) twoMoments(ctx context.Context, entries []ledger.Entry, q url.Values, open bool) (*comparison, error) {
	if !q.Has("a") || !q.Has("b") {
		return nil, nil
	}
	a, errA := strconv.Atoi(q.Get("a"))
	b, errB := strconv.Atoi(q.Get("b"))
	if errA != nil || errB != nil || a < 1 || b < 1 || a > len(entries) || b > len(entries) {
		return nil, fault.New(fault.Invalid, "officer.moments.unknown", "last", len(entries))
	}
	if a > b {
		a, b = b, a
	}
	first, err := stateAt(entries, a)
	if err != nil {
		return nil, err
	}
	then, err := stateAt(entries, b)
	if err != nil {
		return nil, err
	}
	out := &comparison{A: a, B: b}
	was, is := o.momentFacts(ctx, first, open), o.momentFacts(ctx, then, open)
	for i := range was {
		if was[i].Text != is[i].Text {
			out.Rows, out.Then = append(out.Rows, was[i]), append(out.Then, is[i].Text)
		}
	}
	return out, nil
}

func stateAt(entries []ledger.Entry, n int) (*dossier.State, error) {
	s := &dossier.State{}
	for i := range entries[:n] {
		if err := dossier.Apply(s, &entries[i]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// momentFacts are what may differ between two moments.
func (o *room) momentFacts(ctx context.Context, s *dossier.State, open bool) []page.Fact {
	person := joined(page.Masked(s.Applicant), page.MaskedNumber(s.Applicant.Number), page.MaskedNumber(s.Applicant.Phone))
	if open {
		person = joined(s.Applicant.Name, s.Applicant.Number, s.Applicant.Phone, s.Applicant.Address, s.Applicant.Email)
	}
	t := func(key string) string { return page.T(ctx, "officer.dossier."+key) }
	var papers, letters []string
	for _, c := range s.Components {
		p := paperOf(ctx, c)
		papers = append(papers, p.Name+" ("+p.How+")")
	}
	for _, l := range s.Letters {
		letters = append(letters, l.Number)
	}
	return []page.Fact{
		{Name: t("course"), Text: page.StatusName(ctx, s.Status)},
		{Name: t("due"), Text: calendar.PrintInstant(s.LegalDue)},
		{Name: t("appointment"), Text: differs(s.Appointment, s.LegalDue)},
		{Name: t("holder"), Text: o.who(ctx, s.Holder, "")},
		{Name: page.T(ctx, "officer.person.applicant"), Text: person},
		{Name: t("typist"), Text: page.T(ctx, "officer.typist."+digit(uint8(s.Typist)))},
		{Name: page.T(ctx, "officer.dossier.paper_list"), Text: strings.Join(papers, "; ")},
		{Name: page.T(ctx, "officer.dossier.letters"), Text: strings.Join(letters, "; ")},
		{Name: t("supplements"), Text: several(s.IntakeAsks + s.Supplements)},
		{Name: t("extensions"), Text: several(s.Extensions + s.Apologies)},
		{Name: t("result"), Text: s.Result.Number},
	}
}
