package officer

import (
	"context"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// clockView is where the time of a dossier went, in working minutes.
type clockView struct {
	Tiles    []page.Tile
	Paused   string // why it stands, empty while it runs
	Phases   []phase
	Limit    int    // working minutes of the legal limit; 0: no due date
	LimitX   string // where the limit stands on the bar
	Title    string // of the bar, in words
	HasDue   bool
	Received bool
}

// phase is a stretch of the bar.
type phase struct {
	Kind     string // elapsed, paused, remaining, over
	Words    string
	From, To string
	Long     string // how long
	minutes  int
	X, Width string // in hundredths of the bar
}

// barWidth is the bar's own measure; the browser scales it.
const barWidth = 1000

// stops are the entries that stop the clock, with the words for why.
var stops = map[string]string{
	dossier.EventSupplementAsked:  "supplement",
	dossier.EventObligationRaised: "obligation",
	dossier.EventWithdrawalAsked:  "withdrawal",
}

// clock tells the clock of a dossier: what is charged to the office, what is not and why, and
// what is left of the legal limit.
func (o *room) clock(ctx context.Context, s *dossier.State, lines []dossier.Line, k dossier.Reading, now time.Time) clockView {
	v := clockView{Received: !s.ReceivedAt.IsZero(), HasDue: k.Due || !s.LegalDue.IsZero()}
	if !v.Received {
		return v
	}
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.clock."+key, kv...) }
	due := page.Tile{Name: t("due"), Value: calendar.DateOf(s.LegalDue).Print(), Note: s.LegalDue.In(calendar.Zone).Format("15:04")}
	if s.LegalDue.IsZero() {
		due.Value, due.Note = t("no_due"), ""
	}
	v.Tiles = append(v.Tiles, due, page.Tile{Name: t("elapsed"), Value: o.long(ctx, k.Elapsed), Note: t("elapsed_note")})
	switch {
	case !s.EndedAt.IsZero() && !s.LegalDue.IsZero():
		v.Tiles = append(v.Tiles, page.Tile{Name: t("ended"), Value: page.T(ctx, "officer.class."+string(s.Outcome())), Note: calendar.PrintInstant(s.EndedAt)})
	case k.Due && k.Remaining < 0:
		v.Tiles = append(v.Tiles, page.Tile{Name: t("over"), Value: o.long(ctx, -k.Remaining)})
	case k.Due:
		v.Tiles = append(v.Tiles, page.Tile{Name: t("remaining"), Value: o.long(ctx, k.Remaining)})
	}
	v.Phases = o.phases(ctx, s, lines, now)
	for i := len(v.Phases) - 1; i >= 0 && s.EndedAt.IsZero(); i-- {
		if p := v.Phases[i]; p.Kind == "paused" && !s.PausedAt.IsZero() {
			v.Paused = p.Words
			break
		}
	}
	paused := 0
	for _, p := range v.Phases {
		if p.Kind == "paused" {
			paused += p.minutes
		}
	}
	if paused > 0 || v.Paused != "" {
		v.Tiles = append(v.Tiles, page.Tile{Name: t("paused"), Value: o.long(ctx, paused), Note: v.Paused})
	}
	v.draw(ctx, o)
	return v
}

// phases are the stretches of a dossier's time from its receipt, one for each holder or
// pause, and at the end what is left of the limit.
func (o *room) phases(ctx context.Context, s *dossier.State, lines []dossier.Line, now time.Time) []phase {
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.phase."+key, kv...) }
	var out []phase
	cut := func(kind, words string, from, to time.Time) {
		if !to.After(from) {
			return
		}
		// Both ends are measured from the receipt, so that what is rounded off in one stretch
		// is in the next and the stretches add up.
		m := o.Catalog.Calendar.WorkingMinutes(s.ReceivedAt, to) - o.Catalog.Calendar.WorkingMinutes(s.ReceivedAt, from)
		out = append(out, phase{Kind: kind, Words: words, From: calendar.PrintInstant(from), To: calendar.PrintInstant(to), Long: o.long(ctx, m), minutes: m})
	}
	kind, words, from := "", "", time.Time{}
	end := now
	if !s.EndedAt.IsZero() {
		end = s.EndedAt
	}
	turn := func(nextKind, nextWords string, at time.Time) {
		if kind != "" {
			to := at
			if to.After(end) {
				to = end
			}
			if kind == "elapsed" && !s.LegalDue.IsZero() && s.LegalDue.Before(to) {
				late := from
				if s.LegalDue.After(from) {
					cut(kind, words, from, s.LegalDue)
					late = s.LegalDue
				}
				cut("over", words+t("over"), late, to)
			} else {
				cut(kind, words, from, to)
			}
		}
		kind, words, from = nextKind, nextWords, at
	}
	for _, l := range lines {
		if l.Happened.Before(s.ReceivedAt) || l.Happened.After(end) {
			continue
		}
		switch l.Kind {
		case dossier.EventReceived:
			turn("elapsed", t("desk"), l.Happened)
		case dossier.EventAccepted:
			turn("elapsed", t("work", "who", o.who(ctx, l.Actor, "")), l.Happened)
		case dossier.EventTransferred:
			turn("elapsed", t("handed", "who", o.who(ctx, argument(l, "to"), "")), l.Happened)
		case dossier.EventSupplied, dossier.EventObligationMet, dossier.EventContinued:
			turn("elapsed", t("again"), l.Happened)
		default:
			if why, ok := stops[l.Kind]; ok {
				turn("paused", t(why), l.Happened)
			}
		}
	}
	turn("", "", end)
	if s.EndedAt.IsZero() && s.PausedAt.IsZero() {
		cut("remaining", t("remaining"), now, s.LegalDue)
	} else if !s.EndedAt.IsZero() {
		cut("remaining", t("unused"), end, s.LegalDue)
	}
	return out
}

// argument is a named argument of a line as text.
func argument(l dossier.Line, name string) string {
	for i := 0; i+1 < len(l.Args); i += 2 {
		if l.Args[i] == name {
			if s, ok := l.Args[i+1].(string); ok {
				return s
			}
		}
	}
	return ""
}

// draw lays the phases out side by side.
func (v *clockView) draw(ctx context.Context, o *room) {
	total := 0
	for _, p := range v.Phases {
		total += p.minutes
	}
	if total == 0 {
		v.Phases = nil
		return
	}
	x := 0
	for i := range v.Phases {
		p := &v.Phases[i]
		if p.Kind == "over" && v.LimitX == "" {
			v.LimitX = itoa(x * barWidth / total)
		}
		at := x * barWidth / total
		x += p.minutes
		p.X, p.Width = itoa(at), itoa(max(x*barWidth/total-at, 1))
		if p.Kind == "remaining" {
			v.LimitX = itoa(barWidth)
		}
	}
	v.Title = page.T(ctx, "officer.clock.bar", "n", len(v.Phases), "total", o.long(ctx, total))
}

// officeDay is how many minutes the office is open on a working day, as data/calendar has it
// for now; 0 when the calendar does not reach today.
func (o *room) officeDay() int {
	c, minutes := o.Catalog.Calendar, 0
	for _, w := range c.Open(c.NextWorking(o.today() - 1)) {
		minutes += w.To - w.From
	}
	return minutes
}

// long is working minutes as people count them: working days, hours, minutes.
func (o *room) long(ctx context.Context, minutes int) string {
	day := o.officeDay()
	switch {
	case day > 0 && minutes >= day && minutes%day >= 60:
		return page.T(ctx, "officer.long.days_hours", "days", minutes/day, "hours", minutes%day/60)
	case day > 0 && minutes >= day:
		return page.T(ctx, "officer.long.days", "days", minutes/day)
	case minutes >= 60 && minutes%60 > 0:
		return page.T(ctx, "officer.long.hours_minutes", "hours", minutes/60, "minutes", minutes%60)
	case minutes >= 60:
		return page.T(ctx, "officer.long.hours", "hours", minutes/60)
	}
	return page.T(ctx, "officer.long.minutes", "minutes", minutes)
}
