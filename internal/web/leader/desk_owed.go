package leader

import (
	"context"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// owedGroup are the dossiers to which the office owes a letter of one kind.
type owedGroup struct {
	ID   string // "extend", "apology", "supplement"
	Kind string
	Rows []owedRow
}

type owedRow struct {
	Code, URL string
	Procedure string
	When      string // until when, or since when
	Act, Do   string // address and name of the act that writes the letter
}

// owed says which letters are due (one-stop-rules §2.8, §2.7): an extension that can be promised
// until tomorrow at the latest, since it must be sent a day before the due date; an apology for
// what is overdue and was promised no new date; a supplement whose time is over, which may be stopped.
func (l *room) owed(ctx context.Context, rows []*dossier.State, days desk.Days) []owedGroup {
	groups := []owedGroup{{ID: "apology", Kind: "bad"}, {ID: "extend", Kind: "warn"}, {ID: "supplement", Kind: "warn"}}
	env := dossier.Env{Calendar: l.Catalog.Calendar, Workflow: l.Catalog.Workflow, Now: l.Now(), Actor: access.Actor{ID: "-", Role: access.Leader}}
	for _, s := range rows {
		due := calendar.DateOf(s.LegalDue)
		switch {
		case days.Bucket(s) == desk.Overdue && !s.ReceivedAt.IsZero() && dossier.Lawful(env, s, "apologise") == nil:
			groups[0].Rows = append(groups[0].Rows, l.owedRow(ctx, s, "overdue_since", due.Print(), "apologise"))
		case s.Status == dossier.Processing && !s.LegalDue.IsZero() && due > days.Today && due <= days.Today+2 && s.Proposal == nil && dossier.Lawful(env, s, "extend") == nil:
			groups[1].Rows = append(groups[1].Rows, l.owedRow(ctx, s, "extend_until", (due-1).Print(), "extend"))
		case s.Status == dossier.Supplement && !s.SupplyBy.IsZero() && s.SupplyBy.Before(l.Now()):
			groups[2].Rows = append(groups[2].Rows, l.owedRow(ctx, s, "supply_until", calendar.DateOf(s.SupplyBy).Print(), "stop"))
		}
	}
	return groups
}

func (l *room) owedRow(ctx context.Context, s *dossier.State, when, day, act string) owedRow {
	r := owedRow{Code: page.Known(s), URL: page.DossierURL(page.Known(s), nil), Procedure: l.ProcedureName(s.Procedure),
		When: page.T(ctx, "leader.desk."+when, "day", day)}
	if s.Code != "" && act != "" {
		r.Act, r.Do = page.ActURL(s.Code, act), page.T(ctx, "leader.desk.write."+act)
	}
	return r
}
