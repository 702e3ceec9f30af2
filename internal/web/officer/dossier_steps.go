package officer

import (
	"context"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/process"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// stepView is one step of the internal process: what it was given and what it took.
type stepView struct {
	Title, Kind string // done, now, over, ahead
	Given, Took string
	Words       string // "đang ở bước này", "vượt 2 giờ"
	X, Width    string // of the step in the bar, by what it was given
	Fill        string // how much of that is used
}

// steps lays the internal process of a received dossier beside what happened. A step that
// overran is a warning inside the office and moves no date (one-stop-rules §2.10).
func (o *room) steps(ctx context.Context, s *dossier.State, lines []dossier.Line) []stepView {
	if s.ReceivedAt.IsZero() || o.Catalog.Processes == nil {
		return nil
	}
	plan := o.Catalog.Processes.For(s.Procedure, s.Limit, calendar.DateOf(s.ReceivedAt))
	if plan.Process == nil || plan.Total == 0 {
		return nil
	}
	now := o.Now()
	if !s.EndedAt.IsZero() && s.ReturnedAt.IsZero() && s.Status != dossier.Settled {
		now = s.EndedAt
	}
	stays := plan.Follow(o.Catalog.Calendar, o.moves(lines), now)
	took, over, current := make([]int, len(plan.Minutes)), make([]int, len(plan.Minutes)), -1
	been := make([]bool, len(plan.Minutes))
	for _, x := range stays {
		took[x.Step] += x.Minutes
		over[x.Step] = max(over[x.Step], x.Over)
		been[x.Step] = true
		if x.To.IsZero() {
			current = x.Step
		}
	}
	var out []stepView
	at := 0
	for i, st := range plan.Process.Steps {
		v := stepView{Title: st.Title, Kind: "ahead", Given: o.long(ctx, plan.Minutes[i])}
		from, to := at*barWidth/plan.Total, (at+plan.Minutes[i])*barWidth/plan.Total
		at += plan.Minutes[i]
		v.X, v.Width, v.Fill = itoa(from), itoa(max(to-from, 0)), "0"
		if been[i] {
			v.Kind, v.Took = "done", o.long(ctx, took[i])
			v.Fill = itoa((to - from) * min(took[i], plan.Minutes[i]) / max(plan.Minutes[i], 1))
		}
		if i == current && s.ReturnedAt.IsZero() {
			v.Kind, v.Words = "now", page.T(ctx, "officer.step.now")
		}
		if over[i] > 0 && plan.Minutes[i] > 0 {
			v.Kind = "over"
			v.Words = joined(v.Words, page.T(ctx, "officer.step.over", "long", o.long(ctx, over[i])))
		}
		if plan.Minutes[i] == 0 {
			v.Given = page.T(ctx, "officer.step.uncounted")
		}
		out = append(out, v)
	}
	return out
}

// moves are the entries as the process sees them.
func (o *room) moves(lines []dossier.Line) []process.Move {
	var out []process.Move
	for _, l := range lines {
		out = append(out, process.Move{Kind: l.Kind, At: l.Happened, Role: o.roleOf(argument(l, "to"))})
	}
	return out
}

// roleOf is the role of an officer of the unit; empty when it is not known.
func (o *room) roleOf(id string) access.Role {
	for _, p := range o.Unit.Officers {
		if p.ID == id {
			return access.Role(p.Role)
		}
	}
	return ""
}
