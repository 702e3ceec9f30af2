package leader

import (
	"context"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/report"
)

// How far back the pictures look. A mark of a month must stay wide enough to be pressed.
const (
	yearsShown  = 10
	monthsShown = 24
	heatMonths  = 12
)

// columnsCounted are the columns of form II.06a that are counted in each span; the others
// follow from them by the form's identities.
var columnsCounted = [...]string{"received.online", "received.direct", "settled.total", "settled.early", "settled.on_time", "settled.late"}

// count is one row of form II.06a over a span, by the form's own definitions, so that every
// number has the form's list behind it.
type count struct {
	Received                     int64 // column 3: came in, with what was carried over
	Online, Direct, Carried      int64 // 4, 5, 6
	Settled, Early, OnTime, Late int64 // 7 to 10
	Open                         int64 // 11
}

// inTime is what ended within its due date.
func (c count) inTime() int64 { return c.Early + c.OnTime }

// span is one year or month.
type span struct {
	calendar.Period
	Running bool // it ends on the day asked for, before its own end
	Total   count
	Rows    map[string]count // by row of the form
	Known   bool             // something was recorded in it or before
}

// facts are all figures of the overview as of a day. They hold no word of any language.
type facts struct {
	AsOf      calendar.Date
	Head      ledger.Head
	LastDay   calendar.Date // the last day with any count, 0 when there is none
	Years     []span        // from the first year with counts, at most yearsShown
	Months    []span        // at most monthsShown, the last one holds AsOf
	Year      report.Flow   // form II.06a over the year of AsOf up to it
	YearAgo   count         // the same days of the year before
	AgoKnown  bool
	OnTime    indicator.Figure
	Digitized indicator.Figure
	Satisfied indicator.Figure
}

// Known reports whether anything was recorded up to the day.
func (f *facts) Known() bool { return f.LastDay != 0 }

func (f *facts) year() calendar.Period {
	return calendar.Period{From: calendar.MakeDate(f.AsOf.Year(), 1, 1), To: f.AsOf}
}

// years are the calendar years up to a day, the last one cut at it.
func years(asOf calendar.Date) []calendar.Period {
	var out []calendar.Period
	for y := asOf.Year() - yearsShown + 1; y <= asOf.Year(); y++ {
		out = append(out, calendar.Period{From: calendar.MakeDate(y, 1, 1), To: min(asOf, calendar.MakeDate(y, 12, 31))})
	}
	return out
}

// months are the calendar months up to a day, the last one cut at it.
func months(asOf calendar.Date) []calendar.Period {
	var out []calendar.Period
	y, m, _ := asOf.Civil()
	for i := monthsShown - 1; i >= 0; i-- {
		from := calendar.MakeDate(y, m-time.Month(i), 1)
		ty, tm, _ := from.Civil()
		out = append(out, calendar.Period{From: from, To: min(asOf, calendar.MakeDate(ty, tm+1, 0))})
	}
	return out
}

// counter reads spans.
type counter struct {
	source *indicator.Source
	rows   *report.Rows
	labels map[string]string
}

func newCounter(source *indicator.Source, rows *report.Rows) *counter {
	return &counter{source, rows, map[string]string{}}
}

// spans counts periods that follow each other without a gap. What is carried into the first
// is read once; what is carried into a later one is what the one before left open (column 11
// = 3 − 7), so that each span costs one reading of its own days.
func (c *counter) spans(ctx context.Context, periods []calendar.Period) ([]span, error) {
	before, err := c.source.Flows(ctx, 0, periods[0].From-1)
	if err != nil {
		return nil, err
	}
	known := len(before) > 0
	carried := map[string]int64{}
	for label, t := range c.byRow(before) {
		carried[label] = t.Stock(rollup.Term{Count: rollup.Open})
	}
	out := make([]span, len(periods))
	for i, p := range periods {
		t, err := c.source.Flows(ctx, p.From, p.To)
		if err != nil {
			return nil, err
		}
		known = known || len(t) > 0
		out[i] = span{Period: p, Rows: map[string]count{}, Known: known}
		tables := c.byRow(t)
		for label := range carried {
			if _, ok := tables[label]; !ok {
				tables[label] = nil
			}
		}
		for label, t := range tables {
			row := countOf(t, carried[label])
			carried[label] = row.Open
			out[i].Total = out[i].Total.plus(row)
			if row != (count{}) {
				out[i].Rows[label] = row
			}
		}
	}
	return out, nil
}

// byRow splits sums by the rows of the form.
func (c *counter) byRow(t rollup.Table) map[string]rollup.Table {
	out := map[string]rollup.Table{}
	for _, r := range t {
		label, ok := c.labels[r.Cell.Procedure]
		if !ok {
			label = c.rows.LabelOf(c.source, r.Cell.Procedure)
			c.labels[r.Cell.Procedure] = label
		}
		out[label] = append(out[label], r)
	}
	return out
}

// countOf reads the columns from the flows of a span.
func countOf(t rollup.Table, carried int64) count {
	c := count{Carried: carried}
	for i, place := range [...]*int64{&c.Online, &c.Direct, &c.Settled, &c.Early, &c.OnTime, &c.Late} {
		for _, term := range report.FlowTerms(columnsCounted[i]) {
			*place += t.Sum(term)
		}
	}
	c.Received = c.Online + c.Direct + c.Carried
	c.Open = c.Received - c.Settled
	return c
}

func (c count) plus(d count) count {
	return count{
		c.Received + d.Received, c.Online + d.Online, c.Direct + d.Direct, c.Carried + d.Carried,
		c.Settled + d.Settled, c.Early + d.Early, c.OnTime + d.OnTime, c.Late + d.Late, c.Open + d.Open,
	}
}
