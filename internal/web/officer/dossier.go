package officer

import (
	"context"
	"net/http"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/work"
)

// dossierView is what the page of a dossier shows.
type dossierView struct {
	Code      string
	Procedure string
	Tag       string
	Status    string
	States    []page.Tile // course, money, handing over, exchange: four things that move apart
	Clock     clockView
	Why       string
	Facts     []page.Fact
	Timeline  []lineView
	Handovers []lineView
	Papers    []paperView
	Result    []page.Fact
	Money     *moneyView // nil: nothing was ever to be paid
	Files     []fileView
	Notices   []noticeView
	Counted   []countedView
	Figures   []figureView
	List      *neighbours
	Side      *work.Side // the work on it; nil for who only answers for figures
	Steps     []stepView
	Masked    bool // the person is not shown in full
	RevealKey string
	Looks     []lookView
	Filters   []way
	Filter    string // which lines the timeline shows
	Moments   []moment
	Compared  *comparison
}

// lineView is one entry of the ledger as a person reads it.
type lineView struct {
	Happened, Recorded string
	Who, Text          string
	Position           string
	ID                 string // of the row, for links to it
	Late               bool
	LateWhy            string
	Corrects           string
}

// paperView is a paper of the dossier.
type paperView struct{ Name, Copies, How string }

// countedView is a count that the dossier is in, and on which day.
type countedView struct{ Day, Words string }

// dossier is the page of one dossier. Who may read dossiers sees the person in full, and that
// is recorded first; anybody else sees a masked name, or the whole after giving a reason.
func (o *room) dossier(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	s, err := page.FindDossier(ctx, in, o.Unit.Code, r.PathValue("code"))
	if err != nil {
		return err
	}
	entries, err := in.Entries(ctx, o.Unit.Code, ledger.Subject{Kind: dossier.SubjectKind, ID: s.ID})
	if err != nil {
		return err
	}
	v, err := o.wholeView(r, in, s, entries)
	if err != nil {
		return err
	}
	f := page.Frame{Title: page.T(ctx, "officer.dossier.title", "code", v.Code), Active: "queues", Crumbs: v.crumbs(ctx), Basis: o.basisNow(ctx, in)}
	if v.Side == nil {
		f.Active = "report"
	}
	return page.Write(w, r, http.StatusOK, f, dossierPage(v))
}

// wholeView reads all that the page shows.
func (o *room) wholeView(r *http.Request, in *look, s *dossier.State, entries []ledger.Entry) (*dossierView, error) {
	ctx := r.Context()
	lines, err := dossier.Timeline(entries)
	if err != nil {
		return nil, err
	}
	open, err := o.mayKnow(ctx, s)
	if err != nil {
		return nil, err
	}
	at := wholeTimeline(s, r.URL.Query())
	v := o.dossierView(ctx, s, lines, open)
	v.Money, v.Files, v.Notices = at.money(ctx, s, lines), at.files(ctx, s, open), at.notices(ctx, s)
	v.filter(ctx, lines, r.URL.Query())
	if v.Compared, err = o.twoMoments(ctx, entries, r.URL.Query(), open); err != nil {
		return nil, err
	}
	if v.Looks, err = o.looks(ctx, in, s); err != nil {
		return nil, err
	}
	hd := r.URL.Query().Get("hd")
	if page.Allowed(ctx, page.Read) {
		if v.Side, err = work.Beside(ctx, o.Site, in, s, entries, hd); err != nil {
			return nil, err
		}
	}
	if back := page.Back(r); back != nil {
		v.List, err = o.neighbours(ctx, in, back, s.Code)
	}
	return v, err
}

func (v *dossierView) crumbs(ctx context.Context) []page.Crumb {
	out := []page.Crumb{{Text: page.T(ctx, "officer.reports"), URL: page.Reports}}
	if v.Side != nil && v.List == nil {
		out = []page.Crumb{{Text: page.T(ctx, "work.tabs"), URL: page.Queues}}
	}
	if v.List != nil {
		out = append(out, page.Crumb{Text: page.T(ctx, "officer.list"), URL: v.List.Back})
	}
	return append(out, page.Crumb{Text: v.Code})
}

func (o *room) dossierView(ctx context.Context, s *dossier.State, lines []dossier.Line, open bool) *dossierView {
	now := o.Now()
	k := dossier.Clock(s, now, o.Catalog.Calendar)
	v := &dossierView{Code: page.Known(s), Masked: !open, RevealKey: page.NewKey(), Steps: o.steps(ctx, s, lines), Status: page.StatusName(ctx, s.Status), Tag: statusTag(s, now),
		Why: desk.Explain(s, o.Catalog.Calendar), Clock: o.clock(ctx, s, lines, k, now)}
	v.Procedure = s.Procedure
	if p, ok := o.Catalog.Procedures.Get(s.Procedure); ok {
		v.Procedure = p.Name
	}
	v.States = o.fourStates(ctx, s, lines)
	v.Facts = append(o.people(ctx, s, open), o.facts(ctx, s)...)
	v.Result = o.result(ctx, s)
	for _, l := range lines {
		if !open {
			l = l.Masked()
		}
		x := o.lineView(ctx, l)
		v.Timeline = append(v.Timeline, x)
		switch l.Kind {
		case dossier.EventAccepted, dossier.EventTransferred, dossier.EventReturned:
			v.Handovers = append(v.Handovers, x)
		}
	}
	for _, c := range s.Components {
		v.Papers = append(v.Papers, paperOf(ctx, c))
	}
	v.Counted, v.Figures = o.counted(ctx, s)
	return v
}

// statusTag colours a status: an open dossier over its date is the one to look at.
func statusTag(s *dossier.State, now time.Time) string {
	if s.Outcome() == dossier.Late || s.Class(calendar.DateOf(now)) == dossier.OpenOverdue {
		return "bad"
	}
	return page.StatusTag(s.Status)
}

func (o *room) lineView(ctx context.Context, l dossier.Line) lineView {
	v := lineView{Happened: calendar.PrintInstant(l.Happened), Who: o.who(ctx, l.Actor, l.Behalf),
		Text: l.Text(o.Words, page.Lang(ctx), func(id string) string { return o.who(ctx, id, "") }), Position: locale.Int(l.Pos), ID: rowID(l.Seq), Late: l.Late}
	if l.Late || l.Recorded.Sub(l.Happened).Abs() >= time.Minute {
		v.Recorded = calendar.PrintInstant(l.Recorded)
	}
	if l.Late {
		v.LateWhy = l.Why
		if l.Why == "" {
			v.LateWhy = page.T(ctx, "officer.timeline.late_unknown")
		}
	}
	if l.Corrects != 0 {
		v.Corrects = page.T(ctx, "officer.dossier.corrects", "seq", l.Corrects)
	}
	return v
}

// who names an actor: an officer by name or post, the id of anybody else. Ids are opaque; names
// stand in no entry.
func (o *room) who(ctx context.Context, id, behalf string) string {
	name := work.NameOf(ctx, o.Site, id)
	if behalf != "" {
		return page.T(ctx, "officer.dossier.behalf", "who", name, "behalf", work.NameOf(ctx, o.Site, behalf))
	}
	return name
}

func paperOf(ctx context.Context, c dossier.Component) paperView {
	key := "paper"
	switch {
	case c.ShownOnly:
		key = "shown"
	case c.Reused:
		key = "reused"
	case c.Born:
		key = "born"
	case c.Digitized:
		key = "digitized"
	}
	v := paperView{Name: c.Name, How: page.T(ctx, "officer.paper."+key)}
	if c.Copies > 0 {
		v.Copies = locale.Int(int64(c.Copies))
	}
	return v
}
