package officer

import (
	"context"
	"slices"
	"strconv"
	"sync"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// lastDay remembers the last day on which a dossier was received, for one state of the
// ledger: every page asks.
type lastDay struct {
	mu   sync.Mutex
	head ledger.Head
	day  calendar.Date
}

// of is the last day on which a dossier was received, 0 when none was. Ends go on after it,
// for the dossiers that were open then; a report does not begin with them.
func (l *lastDay) of(ctx context.Context, in *look) (calendar.Date, error) {
	l.mu.Lock()
	known, day := l.head == in.head && in.head.Size > 0, l.day
	l.mu.Unlock()
	if known {
		return day, nil
	}
	rows, _, err := in.Dossiers(ctx, rollup.Query{Unit: in.source.Unit(), Terms: []rollup.Term{{Count: rollup.Received}}, To: calendar.MakeDate(2199, 12, 31)},
		measure.Page{Sort: "-received", Limit: 1})
	if err != nil {
		return 0, err
	}
	day = 0
	if len(rows) > 0 {
		day = calendar.DateOf(rows[0].ReceivedAt)
	}
	l.mu.Lock()
	l.head, l.day = in.head, day
	l.mu.Unlock()
	return day, nil
}

// usual is the as-of day of a report when none is asked for: the last with data, inside the
// report's span.
func (o *room) usual(ctx context.Context, in *look, d *report.Definition) (calendar.Date, error) {
	last, err := o.last.of(ctx, in)
	if err != nil {
		return 0, err
	}
	if last == 0 {
		last = o.today()
	}
	return max(min(last, d.To, o.today()), d.From), nil
}

// preset is an as-of day that offices ask for.
type preset struct {
	Day  calendar.Date
	Name string
}

// presets are the days of reports that lie in the span and not after the last day with data
// or, for the days that have just gone, today: ends of month, quarter and year, and the
// cut-offs of reform reports, by the windows that the calendar knows.
func (o *room) presets(ctx context.Context, d *report.Definition, last calendar.Date) []preset {
	var out []preset
	add := func(day calendar.Date, key string, kv ...any) {
		known := slices.ContainsFunc(out, func(p preset) bool { return p.Day == day })
		if day >= d.From && day <= min(d.To, o.today()) && !known {
			out = append(out, preset{day, page.T(ctx, "officer.preset."+key, append(kv, "day", day.Print())...)})
		}
	}
	year, month, _ := last.Civil()
	if last > 0 {
		add(last, "last")
	}
	add(calendar.MakeDate(year, month, 0), "month", "month", int((month+10)%12+1))
	quarter := (month - 1) / 3 * 3
	add(calendar.MakeDate(year, quarter+1, 0), "quarter", "quarter", [...]string{"IV", "I", "II", "III"}[quarter/3])
	for _, part := range []string{"-Q1", "-H1", "-9M", ""} {
		if day := reformEnd(year, part); day <= last {
			add(day, "reform")
		}
	}
	for y := min(year, d.To.Year()) - 1; y >= d.From.Year(); y-- {
		add(calendar.MakeDate(y, 12, 31), "year", "year", y)
		add(reformEnd(y, ""), "reform")
	}
	return out
}

// reformEnd is the last day of the reform report of a part of a year ("-Q1"; "" the year).
func reformEnd(year int, part string) calendar.Date {
	p, err := calendar.ParsePeriod("cchc-" + strconv.Itoa(year) + part)
	if err != nil {
		return 0 // a year that no period names: no such day is offered
	}
	return p.To
}
