package leader

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// proposalView is one proposal with all that a decision needs beside it.
type proposalView struct {
	Code, URL  string
	Action     string
	What       string
	Tag, Due   string
	Draft      string
	Note       string // of who drafted it
	Reasons    []sentence
	Former     *formerView // the draft before; nil: this is the first
	Missing    []string
	Facts      []page.Fact
	Basis      []page.Fact
	Timeline   []told
	Previous   string
	Next       string
	Place, All int
	Seq        int32
	Key        string
	Reason     string // of giving it back, as typed
	Mistakes   []page.Mistake
	ReadOnly   bool
	Barred     string
	Changed    bool // the page comes anew because the dossier moved on
}

// told is one entry of the dossier as it is read.
type told struct {
	At, Who, Text string
	Late          bool
}

// proposal opens one proposal: the look is recorded first, and with it that it was read.
func (l *room) proposal(w http.ResponseWriter, r *http.Request) error {
	return l.showProposal(w, r, http.StatusOK, nil)
}

func (l *room) showProposal(w http.ResponseWriter, r *http.Request, status int, change func(*proposalView)) error {
	ctx, code := r.Context(), r.PathValue("code")
	if err := l.opened(ctx, code); err != nil {
		return err
	}
	in, err := l.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	s, err := l.need(ctx, in, code)
	if err != nil {
		return err
	}
	v, err := l.proposalView(ctx, in, s)
	if err != nil {
		return err
	}
	if change != nil {
		change(v)
	}
	f := page.Frame{Title: v.What + " – " + v.Code, Active: "leader", Failed: len(v.Mistakes) > 0, Wide: true,
		Crumbs: []page.Crumb{{Text: page.T(ctx, "leader.desk.title"), URL: page.LeaderDesk}, {Text: page.T(ctx, "leader.decide.title"), URL: page.Decisions}, {Text: v.Code}}}
	return page.Write(w, r, status, f, proposalBody(v))
}

// opened records the look before the dossier is read, so that whatever is recorded after it
// was not seen. Only a proposal that waits for who asks is looked at.
func (l *room) opened(ctx context.Context, code string) error {
	in, err := l.Open(ctx)
	if err != nil {
		return err
	}
	s, err := l.need(ctx, in, code)
	in.Close()
	if err != nil {
		return err
	}
	return l.Watch(ctx, lookProposal, s.ID)
}

func (l *room) proposalView(ctx context.Context, in page.Reading, s *dossier.State) (*proposalView, error) {
	names, err := l.people(ctx)
	if err != nil {
		return nil, err
	}
	entries, err := in.Entries(ctx, l.Unit.Code, ledger.Subject{Kind: dossier.SubjectKind, ID: s.ID})
	if err != nil {
		return nil, err
	}
	lines, err := dossier.Timeline(entries)
	if err != nil {
		return nil, err
	}
	x, p := l.waiting(ctx, s, names), s.Proposal
	v := &proposalView{Code: x.Code, URL: page.DossierURL(x.Code, nil), Action: decisionURL(x.Code), What: x.What, Tag: x.Tag, Due: x.Due, Draft: p.Text, Note: p.Reason,
		Missing: p.Missing, Seq: s.Seq, Key: page.NewKey(), ReadOnly: l.Desk == nil, Barred: x.Barred, Facts: l.proposalFacts(ctx, s, names), Basis: l.basisOf(ctx, s, names)}
	v.Reasons = l.sentences(p)
	if v.Former, err = l.former(ctx, entries, names); err != nil {
		return nil, err
	}
	for i := len(lines) - 1; i >= 0; i-- {
		v.Timeline = append(v.Timeline, told{At: calendar.PrintInstant(lines[i].Happened), Who: names.of(ctx, lines[i].Actor), Text: lines[i].Text(l.Words, page.Lang(ctx), names.in(ctx)), Late: lines[i].Late})
	}
	rows, err := l.mine(ctx, in)
	if err != nil {
		return nil, err
	}
	v.All = len(rows)
	for i, other := range rows {
		if other.ID != s.ID {
			continue
		}
		if v.Place = i + 1; i > 0 {
			v.Previous = decisionURL(page.Known(rows[i-1]))
		}
		if i+1 < len(rows) {
			v.Next = decisionURL(page.Known(rows[i+1]))
		}
	}
	return v, nil
}

func (l *room) proposalFacts(ctx context.Context, s *dossier.State, names *people) []page.Fact {
	t := func(key string, kv ...any) string { return page.T(ctx, "leader.decide."+key, kv...) }
	facts := []page.Fact{
		{Name: t("procedure"), Text: l.ProcedureName(s.Procedure)},
		{Name: t("applicant"), Text: s.Applicant.Name},
		{Name: t("request"), Text: s.Request},
		{Name: t("received"), Text: calendar.PrintInstant(s.ReceivedAt)},
		{Name: t("due"), Text: calendar.PrintInstant(s.LegalDue)},
		{Name: t("proposed_by"), Text: names.of(ctx, s.Proposal.By) + ", " + calendar.PrintInstant(s.Proposal.At)},
	}
	if n := s.IntakeAsks + s.Supplements; n > 0 {
		facts = append(facts, page.Fact{Name: t("asked_before"), Text: page.N(n)})
	}
	var papers []string
	for _, c := range s.Components {
		papers = append(papers, c.Name)
	}
	return append(facts, page.Fact{Name: t("papers"), Text: strings.Join(papers, "; ")})
}

// basisOf is what the decision stands on and what it will issue: the line of the transition
// table, and the form that gets its number when the leader approves.
func (l *room) basisOf(ctx context.Context, s *dossier.State, names *people) []page.Fact {
	t := func(key string, kv ...any) string { return page.T(ctx, "leader.decide."+key, kv...) }
	p := s.Proposal
	row, _ := l.Catalog.Workflow.FindWhen(uint8(s.Status), p.What, access.Leader, !s.ReceivedAt.IsZero())
	facts := []page.Fact{{Name: t("law"), Text: row.Law}, {Name: t("guard"), Text: row.Guard}}
	if !p.NewDue.IsZero() {
		facts = append(facts, page.Fact{Name: t("new_due"), Text: calendar.PrintInstant(p.NewDue)})
	}
	_, then, err := l.command(s, p.To)
	if err != nil {
		return facts
	}
	for _, n := range then {
		if issue, ok := n.Command.(dossier.Issue); ok {
			if f, ok := l.Catalog.Forms.Form(issue.Form); ok {
				facts = append(facts, page.Fact{Name: t("letter"), Text: t("letter_of", "number", f.Number, "title", f.Title, "symbol", f.Symbol)})
			}
		}
	}
	if p.What == "settle" {
		facts = append(facts, page.Fact{Name: t("result"), Text: t("result_numbered")})
	}
	return facts
}

// decideOne approves one proposal, or gives it back with a reason; then the next one opens. A
// proposal that changed since it was opened is not decided: it is shown as it stands now.
func (l *room) decideOne(w http.ResponseWriter, r *http.Request) error {
	ctx, code := r.Context(), r.PathValue("code")
	key, err := page.Key(r)
	if err != nil {
		return err
	}
	l.deciding.Lock()
	defer l.deciding.Unlock()
	if _, err := l.kept(ctx, key); err == nil {
		return seeOther(w, page.Decisions)
	}
	next, err := l.after(ctx, code)
	if err != nil {
		return err
	}
	seen, _ := strconv.ParseInt(r.PostFormValue("seq"), 10, 32)
	if r.PostFormValue("lam") == "tra-lai" {
		err = l.giveBack(ctx, key, code, page.Paragraphs(r.PostFormValue("ly-do")), int32(seen))
	} else {
		_, err = l.decide(ctx, key, code, int32(seen))
	}
	f, known := fault.Of(err)
	switch {
	case err == nil:
		l.keep(ctx, key, []done{{Code: code, OK: true}}) // only so that a repeat is led on; the act itself is durable
		return seeOther(w, next)
	case !known || f.Kind == fault.Internal || f.Kind == fault.Unavailable || f.Kind == fault.NotFound:
		return err
	}
	if _, again := l.answered(ctx, code); again && f.Key == "leader.no_longer_waits" {
		return err
	}
	return l.showProposal(w, r, page.Status(err), func(v *proposalView) {
		m := page.Mistake{Text: l.Words.Error(page.Lang(ctx), err)}
		if f.Key == "leader.no_reason" {
			m.Field = "ly-do"
		}
		v.Mistakes = append(v.Mistakes, m)
		v.Reason, v.Changed = page.Paragraphs(r.PostFormValue("ly-do")), f.Key == "leader.changed" || f.Key == "desk.moved_on"
	})
}

// answered reports whether a dossier has no proposal for who asks any more.
func (l *room) answered(ctx context.Context, code string) (*dossier.State, bool) {
	in, err := l.Open(ctx)
	if err != nil {
		return nil, false
	}
	defer in.Close()
	s, err := l.need(ctx, in, code)
	return s, fault.Is(err, fault.Conflict)
}

// after is where a leader goes on after one proposal: the next one, or the list.
func (l *room) after(ctx context.Context, code string) (string, error) {
	in, err := l.Open(ctx)
	if err != nil {
		return "", err
	}
	defer in.Close()
	rows, err := l.mine(ctx, in)
	if err != nil {
		return "", err
	}
	for i, s := range rows {
		if page.Known(s) == code && i+1 < len(rows) {
			return decisionURL(page.Known(rows[i+1])), nil
		}
	}
	return page.Decisions, nil
}

// giveBack declines a proposal: it goes back to who drafted it, with the reason.
func (l *room) giveBack(ctx context.Context, key, code, reason string, seen int32) error {
	if l.Desk == nil {
		return fault.New(fault.Unavailable, "frame.read_only")
	}
	in, err := l.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	s, err := l.need(ctx, in, code)
	if err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return fault.New(fault.Invalid, "leader.no_reason")
	}
	who := page.Person(ctx)
	_, err = l.Desk.Do(ctx, desk.Order{Unit: l.Unit.Code, Dossier: s.ID, Key: who.ID + ":" + key + ":" + code, Actor: who.As(access.Leader), Who: who,
		Happened: l.Now(), Seen: seen, Command: dossier.Decline{Reason: reason}})
	return err
}
