package report

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// Column is a column of an appendix on an as-of date.
type Column struct {
	Key    string
	Label  string
	Part   string
	Period calendar.Period
	Begun  bool // false: the period begins after the as-of date; its cells are not applicable
	Width  float64
}

// on settles the column for an as-of date: a running period ends on that date and says so
// («tính đến 31/3»), an ended one ends where it ends. A column that does not follow the as-of
// date keeps its whole period.
func (c ColumnSpec) on(asOf calendar.Date) Column {
	out := Column{Key: c.Key, Label: c.Label, Part: c.Part, Period: calendar.Period{From: c.From, To: c.To}, Begun: c.From <= asOf, Width: c.Width}
	if c.AsOf && out.Begun && asOf < c.To {
		out.Period.To = asOf
		if c.Running != "" {
			out.Label = c.Running
		}
	}
	_, month, day := out.Period.To.Civil()
	fill := strings.NewReplacer("{d/m}", fmt.Sprintf("%d/%d", day, month), "{dd_mm}", fmt.Sprintf("%02d_%02d", day, month))
	out.Key, out.Label = fill.Replace(out.Key), fill.Replace(out.Label)
	return out
}

// periods are those of the flow form: each calendar year of the report that has begun, up to
// the as-of date, and the whole span.
func (d *Definition) periods(asOf calendar.Date) []calendar.Period {
	end := min(asOf, d.To)
	var out []calendar.Period
	for year := d.From.Year(); year <= end.Year(); year++ {
		p := calendar.Period{From: calendar.MakeDate(year, 1, 1), To: calendar.MakeDate(year, 12, 31)}
		p.From, p.To = max(p.From, d.From), min(p.To, end)
		if p.From <= p.To {
			out = append(out, p)
		}
	}
	if len(out) > 1 {
		out = append(out, calendar.Period{From: d.From, To: end})
	}
	return out
}
