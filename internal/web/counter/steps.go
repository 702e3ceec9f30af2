package counter

import (
	"context"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/web/page"
)

// stepLine is one step of the internal process as the intake draws it: who does it, how long it
// has, and where its time lies in the whole period. The hours are the office's own plan; the
// citizen's date is the one above them (one-stop-rules §2.10).
type stepLine struct {
	Title, Who, Long string
	X, Width         string // of its piece of the line, in thousandths
}

// stepsOf draws the internal process that a dossier of the procedure will go by; total is the
// period that the steps add up to. None when the period has no process.
func (o *room) stepsOf(ctx context.Context, f *filing) (steps []stepLine, total string) {
	if o.Catalog.Processes == nil || f.Refused != "" || f.Promise.Limit.Unit == "" {
		return nil, ""
	}
	plan := o.Catalog.Processes.For(f.Procedure.Code, f.Promise.Limit, calendar.DateOf(f.Happened))
	if plan.Process == nil || plan.Total == 0 {
		return nil, ""
	}
	at := 0
	for i, st := range plan.Process.Steps {
		from, to := at*1000/plan.Total, (at+plan.Minutes[i])*1000/plan.Total
		at += plan.Minutes[i]
		s := stepLine{Title: st.Title, Who: o.Catalog.Workflow.RoleTitle(st.Role), X: strconv.Itoa(from), Width: strconv.Itoa(to - from)}
		if s.Long = page.T(ctx, "counter.steps.uncounted"); plan.Minutes[i] > 0 {
			s.Long = planned(ctx, plan.Minutes[i])
		}
		steps = append(steps, s)
	}
	return steps, planned(ctx, plan.Total)
}

// planned is working minutes in words, at the eight hours a working day of the plan.
func planned(ctx context.Context, minutes int) string {
	const day = 8 * 60
	days, hours, rest := minutes/day, minutes%day/60, minutes%60
	switch {
	case days > 0 && hours > 0:
		return page.T(ctx, "counter.steps.days_hours", "days", days, "hours", hours)
	case days > 0:
		return page.T(ctx, "counter.steps.days", "days", days)
	case hours > 0 && rest > 0:
		return page.T(ctx, "counter.steps.hours_minutes", "hours", hours, "minutes", rest)
	case hours > 0:
		return page.T(ctx, "counter.steps.hours", "hours", hours)
	}
	return page.T(ctx, "counter.steps.minutes", "minutes", minutes)
}
