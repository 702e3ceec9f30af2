package leader

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// lookProposal is what a look is called by which a leader read a proposal.
const lookProposal = "proposal"

// waiting is one proposal in the list of those that wait for a leader.
type waiting struct {
	Code, URL string
	Seq       int32
	What      string
	Procedure string
	By, At    string
	Due       string
	Tag       string
	Read      string // when this leader last opened it as it stands; "": not yet
	Changed   bool   // it was opened, and has changed since
	Marked    bool
	Barred    string // why this leader may not decide it whatever it says; "": may
}

// decisionsView is the list of proposals.
type decisionsView struct {
	Rows     []waiting
	Read     int
	Marked   int
	Key      string
	Mistakes []page.Mistake
	ReadOnly bool
}

// proposed are the dossiers whose proposal waits for one leader, the nearest due date first.
func (l *room) proposed(rows []*dossier.State, leader string) []*dossier.State {
	var out []*dossier.State
	for _, s := range rows {
		if s.Proposal != nil && s.Proposal.To == leader {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b *dossier.State) int {
		if n := a.LegalDue.Compare(b.LegalDue); n != 0 {
			return n
		}
		return strings.Compare(a.Code, b.Code)
	})
	return out
}

// mine reads the proposals that wait for who asks.
func (l *room) mine(ctx context.Context, in page.Reading) ([]*dossier.State, error) {
	me := page.Person(ctx).ID
	rows, _, err := in.Queue(ctx, desk.Queue{Unit: l.Unit.Code, Days: l.Days(), Holder: me, Proposed: true})
	return l.proposed(rows, me), err
}

func (l *room) decisions(w http.ResponseWriter, r *http.Request) error {
	return l.showDecisions(w, r, http.StatusOK, nil, nil)
}

// showDecisions writes the list. marked are the codes that were ticked in a refused form; nil:
// all that were read.
func (l *room) showDecisions(w http.ResponseWriter, r *http.Request, status int, marked []string, mistakes []page.Mistake) error {
	ctx := r.Context()
	in, err := l.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := l.mine(ctx, in)
	if err != nil {
		return err
	}
	names, err := l.people(ctx)
	if err != nil {
		return err
	}
	v := decisionsView{Key: page.NewKey(), Mistakes: mistakes, ReadOnly: l.Desk == nil}
	read, err := l.readBy(ctx, in, rows)
	if err != nil {
		return err
	}
	for _, s := range rows {
		x := l.waiting(ctx, s, names)
		if at, ok := read[s.ID]; ok && !at.IsZero() {
			x.Read = calendar.PrintInstant(at)
			x.Marked = x.Barred == "" && (marked == nil || slices.Contains(marked, x.Code))
			v.Read++
		} else {
			x.Changed = ok
		}
		if x.Marked {
			v.Marked++
		}
		v.Rows = append(v.Rows, x)
	}
	f := page.Frame{Title: page.T(ctx, "leader.decide.title"), Active: "leader", Wide: true, Failed: len(mistakes) > 0, Scripts: []string{"marks.js"},
		Crumbs: []page.Crumb{{Text: page.T(ctx, "leader.desk.title"), URL: page.LeaderDesk}, {Text: page.T(ctx, "leader.decide.title")}}}
	return page.Write(w, r, status, f, decisionsBody(v))
}

func (l *room) waiting(ctx context.Context, s *dossier.State, names *people) waiting {
	p := s.Proposal
	x := waiting{Code: page.Known(s), URL: decisionURL(page.Known(s)), Seq: s.Seq, What: proposalTitle(ctx, p), Procedure: l.ProcedureName(s.Procedure),
		By: names.of(ctx, p.By), At: calendar.PrintInstant(p.At), Tag: "quiet"}
	if who, field := page.Person(ctx), l.fieldOf(s); !who.Works(access.Leader, field) {
		x.Barred = page.T(ctx, "desk.other_field", "field", field, "role", page.RoleNames(ctx, access.Leader))
	}
	if !s.LegalDue.IsZero() {
		x.Due = calendar.PrintInstant(s.LegalDue)
		switch l.Days().Bucket(s) {
		case desk.Overdue:
			x.Tag = "bad"
		case desk.Today:
			x.Tag = "warn"
		}
	}
	return x
}

// fieldOf is the field of work of a dossier, also at a server that only reads.
func (l *room) fieldOf(s *dossier.State) string { return desk.New(l.Catalog, nil).Field(s) }

// proposalTitle is what is proposed, in words.
func proposalTitle(ctx context.Context, p *dossier.Proposal) string {
	if p.What == "settle" && p.Refusal {
		return page.T(ctx, "leader.decide.what.refuse")
	}
	return page.T(ctx, "leader.decide.what."+p.What)
}

func decisionURL(code string) string { return page.Decisions + "/" + code }

// readBy says when who asks last opened each proposal as it now stands: by the record of looks,
// which is written before the page is read. A dossier that got an entry since was opened as
// something else: its time is zero. One that was never opened is absent.
func (l *room) readBy(ctx context.Context, in page.Reading, rows []*dossier.State) (map[ledger.ID]time.Time, error) {
	out := map[ledger.ID]time.Time{}
	if len(rows) == 0 {
		return out, nil
	}
	for _, s := range rows {
		views, _, err := in.Views(ctx, access.ViewQuery{Unit: l.Unit.Code, Actor: page.Person(ctx).ID, Dossier: s.ID})
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(views, func(v access.View) bool { return v.What == lookProposal })
		if i < 0 {
			continue
		}
		entries, err := in.Entries(ctx, l.Unit.Code, ledger.Subject{Kind: dossier.SubjectKind, ID: s.ID})
		if err != nil {
			return nil, err
		}
		at := views[i].At
		if n := len(entries); n == 0 || entries[n-1].Recorded.After(at) {
			if at = (time.Time{}); n > 0 && views[i].At.Before(s.Proposal.At) {
				continue // an earlier proposal was opened, and not this one
			}
		}
		out[s.ID] = at
	}
	return out, nil
}

// need is a proposal that waits for who asks, by the code of its dossier. One that was decided,
// withdrawn or handed to somebody else is a conflict that says so.
func (l *room) need(ctx context.Context, in page.Reading, code string) (*dossier.State, error) {
	s, err := page.FindDossier(ctx, in, l.Unit.Code, code)
	if err != nil {
		return nil, err
	}
	if s.Proposal == nil || s.Proposal.To != page.Person(ctx).ID {
		return nil, fault.New(fault.Conflict, "leader.no_longer_waits", "code", page.Known(s))
	}
	return s, nil
}
