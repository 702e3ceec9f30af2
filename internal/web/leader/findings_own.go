package leader

import (
	"context"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/reconcile/statement"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// ownFigure is what motcua counts for the same line and period, with the lists behind it.
type ownFigure struct {
	Value  string
	Period string
	Links  []ownLink
	Sign   string // between the links: "+" or "/"
	Same   bool
	Apart  string // how far the printed figure is from it, "+11"; empty when they cannot be taken from each other
}

type ownLink struct{ Text, URL string }

// ownReader counts for one page, from one reading; a period is counted once.
type ownReader struct {
	site   *page.Site
	ours   reconcile.Ours
	source *indicator.Source
	flows  map[calendar.Period]report.Flow
	lines  map[*statement.Figure]*statement.Line
	rows   *report.Rows
	total  string
}

func newOwnReader(s *page.Site, ours reconcile.Ours, r page.Reading, doc *statement.Document) *ownReader {
	o := &ownReader{site: s, ours: ours, source: s.Source(r), flows: map[calendar.Period]report.Flow{}, lines: map[*statement.Figure]*statement.Line{}}
	form := formOf(s)
	o.rows, o.total = form.Rows, form.Total
	for i := range doc.Tables {
		for j := range doc.Tables[i].Lines {
			l := &doc.Tables[i].Lines[j]
			for _, f := range l.Figures {
				if f != nil {
					o.lines[f] = l
				}
			}
		}
	}
	return o
}

// of is our figure for a printed one; nil when we have none, or when it would be the same
// print again: a figure typed in from this report proves nothing.
func (o *ownReader) of(ctx context.Context, f *statement.Figure) (*ownFigure, error) {
	if f == nil || f.Empty || f.Period.To == 0 {
		return nil, nil
	}
	p := calendar.Period{From: f.Period.From, To: f.Period.To}
	if p.From == 0 || p.From > p.To {
		p.From = p.To
	}
	if l := o.lines[f]; l != nil && l.Indicator != "" {
		return o.indicator(ctx, f, l.Indicator, "num", p)
	}
	own, known := o.ours[f.Measure]
	if !known {
		return nil, nil
	}
	for key := range f.Of {
		if key != "field" {
			return nil, nil // of something narrower than our figures go
		}
	}
	if own.Indicator == "" {
		return o.columns(ctx, f, own.Columns, p)
	}
	if len(f.Of) > 0 {
		return nil, nil
	}
	return o.indicator(ctx, f, own.Indicator, own.Part, p)
}

// columns are the columns of form II.06a, added.
func (o *ownReader) columns(ctx context.Context, f *statement.Figure, keys []string, p calendar.Period) (*ownFigure, error) {
	flow, done := o.flows[p]
	if !done {
		var err error
		if flow, err = report.FlowForm(ctx, o.source, o.rows, p); err != nil {
			return nil, err
		}
		o.flows[p] = flow
	}
	field := f.Of["field"]
	row := rowOf(flow, field, o.total)
	if row == nil {
		return nil, nil
	}
	out := &ownFigure{Period: p.Print(), Sign: "+"}
	var sum int64
	for _, k := range keys {
		n := row.Column(k)
		sum += n
		l := &page.List{Column: k, Row: row.Field, From: p.From, To: p.To}
		if field == "" {
			l.Row = ""
		}
		out.Links = append(out.Links, ownLink{locale.Int(n), l.URL()})
	}
	out.Value = locale.Int(sum)
	out.compare(f, sum, 0)
	return out, nil
}

// rowOf is the row of a field, by its words; the total for no field.
func rowOf(flow report.Flow, field, total string) *report.FlowRow {
	if field == "" {
		field = total
	}
	for i := range flow.Rows {
		if strings.EqualFold(strings.TrimSpace(flow.Rows[i].Field), strings.TrimSpace(field)) {
			return &flow.Rows[i]
		}
	}
	return nil
}

// indicator is a line of an appendix.
func (o *ownReader) indicator(ctx context.Context, f *statement.Figure, id, part string, p calendar.Period) (*ownFigure, error) {
	if !o.site.Set.Known(id) {
		return nil, nil
	}
	g, err := o.site.Set.Compute(ctx, o.source, id, p)
	if e, refused := fault.Of(err); refused && e.Kind == fault.Invalid {
		return nil, nil // an indicator that does not exist for that period
	}
	if err != nil {
		return nil, err
	}
	if g.State != indicator.StateValue || g.Printed || len(g.Parts) > 0 || g.Text != "" {
		return nil, nil
	}
	out := &ownFigure{Value: g.String(), Period: p.Print(), Sign: "/"}
	link := func(n *int64, drill []string) {
		if n != nil && len(drill) > 0 {
			if l := page.ListOf(drill, "", 0); l != nil {
				out.Links = append(out.Links, ownLink{locale.Int(*n), l.URL()})
			}
		}
	}
	link(g.Num, g.Drill)
	link(g.Den, g.DrillDen)
	if part == "num" {
		out.compare(f, g.Scaled, g.Decimals)
	}
	return out, nil
}

// compare says whether the print is the same figure, rounded as the print rounds, and how far
// it is when not.
func (o *ownFigure) compare(f *statement.Figure, scaled int64, decimals int) {
	if f.IsText || f.Decimals > 6 || decimals > 6 || max(f.Scaled, -f.Scaled, scaled, -scaled) > mostExact {
		return
	}
	most := max(f.Decimals, decimals)
	a, b := f.Scaled*powersOfTen[most-f.Decimals], scaled*powersOfTen[most-decimals]
	if f.Percent && decimals > f.Decimals {
		step := powersOfTen[most-f.Decimals]
		b = (b + step/2) / step * step
	}
	if o.Same = a == b; !o.Same {
		o.Apart = signed(a-b, most)
	}
}

var powersOfTen = [...]int64{1, 10, 100, 1_000, 10_000, 100_000, 1_000_000}

func signed(n int64, decimals int) string {
	sign := "+"
	if n < 0 {
		sign, n = "−", -n
	}
	for decimals > 0 && n%10 == 0 {
		n, decimals = n/10, decimals-1
	}
	return sign + locale.Decimal(n, decimals)
}
