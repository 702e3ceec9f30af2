package officer

import (
	"context"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// changedCells compares the appendices, line by line and column by column. The columns of a
// definition keep their order; their keys and labels may carry the as-of day.
func changedCells(ctx context.Context, before, after *edition) []change {
	var out []change
	for t := range after.Tables {
		old, table := before.Tables[t], after.Tables[t]
		for r := range table.Rows {
			row := table.Rows[r]
			if row.Line.Heading {
				continue
			}
			for c := range row.Cells {
				out = append(out, cellChange(ctx, sides{before, after, &old.Rows[r].Cells[c], &row.Cells[c]}, row.Line, columnLabel(table, row.Cells[c].Column)))
			}
		}
	}
	return out
}

// sides are one cell of two editions.
type sides struct {
	before, after *edition
	a, b          *report.Cell
}

func cellChange(ctx context.Context, s sides, line *report.Line, column string) change {
	a, b := s.a, s.b
	if b.Part != "" {
		column += ", " + b.Part
	}
	x := change{Part: b.Appendix, Line: line.ID, Label: line.Label, Column: column,
		Place: page.ReportURL(s.after.Definition.ID, report.AppendixSection(b.Appendix), s.after.AsOf) + "#" + anchor(b.Mark()),
		Old:   cellSide(ctx, s.before, a), New: cellSide(ctx, s.after, b)}
	x.differs = a.State != b.State || printed(a) != printed(b)
	if x.Old.number && x.New.number && a.Value.Decimals == b.Value.Decimals {
		x.Difference = difference(ctx, b.Value.Scaled-a.Value.Scaled, b.Value.Decimals, b.Value.Percent)
	}
	x.begun = x.differs && a.Period.From > s.before.AsOf
	if x.differs && adds(a, b) {
		x.between = &page.List{Indicator: b.Indicator, Part: "num", From: a.Period.To + 1, To: b.Period.To, Report: s.after.Definition.ID, AsOf: s.after.AsOf}
		x.came = *b.Num - *a.Num
	}
	return x
}

// adds reports whether a figure may be one of days that follow each other; between proves it.
func adds(a, b *report.Cell) bool {
	return a.Num != nil && b.Num != nil && b.Source == indicator.FromDossiers && a.Period.From == b.Period.From && a.Period.To < b.Period.To && !b.Value.Percent
}

func cellSide(ctx context.Context, e *edition, c *report.Cell) figureSide {
	s := figureSide{Text: printed(c), State: c.State, number: c.State == report.StateValue && c.Value.Kind == report.Number}
	switch {
	case s.Text != "":
	case c.Period.From > e.AsOf:
		s.Text = page.T(ctx, "officer.compare.not_begun")
	default:
		s.Text = page.T(ctx, "officer.state."+c.State)
	}
	s.drill, s.of = c.Drill, e
	return s
}

// difference prints a difference with its sign, a percentage's in points.
func difference(ctx context.Context, n int64, decimals int, percent bool) string {
	text := locale.Decimal(max(n, -n), decimals)
	switch {
	case n > 0:
		text = "+" + text
	case n < 0:
		text = "−" + text
	}
	if percent {
		return page.T(ctx, "officer.compare.points", "n", text)
	}
	return text
}

// changedFlows compares form II.06a, period by period: the same year, and the whole span.
func changedFlows(ctx context.Context, before, after *edition) []change {
	var out []change
	for i := range after.Flows {
		f := &after.Flows[i]
		old, words := samePeriod(before.Flows, f.Period), f.Period.Print()
		for j := range f.Rows {
			row := &f.Rows[j]
			was := sameRow(old, row.Field)
			for _, key := range report.FlowColumnKeys() {
				out = append(out, flowChange(ctx, flowSides{before, after, old, f, was, row}, words, key))
			}
		}
	}
	return out
}

// flowSides are one row of the form in two editions; old and was are nil for what the earlier
// one does not have.
type flowSides struct {
	before, after *edition
	old, f        *report.Flow
	was, row      *report.FlowRow
}

func flowChange(ctx context.Context, s flowSides, line, key string) change {
	before, after, old, f, was, row := s.before, s.after, s.old, s.f, s.was, s.row
	id := after.Definition.ID
	m := report.FlowMark(f.Period, row.Field, key)
	x := change{Part: "II.06a", Line: line, Label: row.Field, Column: page.T(ctx, "officer.flow."+key),
		Place: page.ReportURL(id, report.FlowSection(f.Period), after.AsOf) + "#" + anchor(m)}
	n := row.Column(key)
	x.New = figureSide{Text: locale.Int(n), State: report.StateValue, number: true, drill: report.FlowDrill(f.Period, row.Field, key), of: after}
	if old == nil {
		x.Old, x.differs = figureSide{Text: page.T(ctx, "officer.compare.not_begun"), State: report.StateNotApplicable}, true
		x.begun = true
		return x
	}
	var a int64
	if was != nil {
		a = was.Column(key)
		x.Old.drill, x.Old.of = report.FlowDrill(old.Period, row.Field, key), before
	}
	x.Old.Text, x.Old.State, x.Old.number = locale.Int(a), report.StateValue, true
	x.differs, x.Difference = a != n, difference(ctx, n-a, 0, false)
	if x.differs && report.FlowAdds(key) && old.Period.From == f.Period.From && old.Period.To < f.Period.To {
		x.between = page.ListOf(report.FlowDrill(calendar.Period{From: old.Period.To + 1, To: f.Period.To}, row.Field, key), id, after.AsOf)
		x.came = n - a
	}
	return x
}

func samePeriod(flows []report.Flow, p calendar.Period) *report.Flow {
	whole := func(p calendar.Period) bool { return p.From.Year() != p.To.Year() }
	for i := range flows {
		if flows[i].Period.From == p.From && whole(flows[i].Period) == whole(p) {
			return &flows[i]
		}
	}
	return nil
}

func sameRow(f *report.Flow, field string) *report.FlowRow {
	if f == nil {
		return nil
	}
	for i := range f.Rows {
		if f.Rows[i].Field == field {
			return &f.Rows[i]
		}
	}
	return nil
}

// between keeps the lists of what came in between only where they are as long as the
// difference: a cohort that was looked at again on the later day has no such list. It asks
// for the numbers, not for the rows.
func (o *room) between(ctx context.Context, in *look, v *compareView) error {
	for i := range v.Rows {
		c := &v.Rows[i]
		if c.between == nil {
			continue
		}
		n, err := o.number(ctx, in, c.between)
		if err != nil {
			return err
		}
		if n != nil && *n == c.came {
			c.Between = &way{locale.Int(c.came), c.between.URL()}
		}
	}
	return nil
}

// number is the figure that a list of an indicator's numerator or of the flow form stands for.
func (o *room) number(ctx context.Context, in *look, l *page.List) (*int64, error) {
	p := calendar.Period{From: l.From, To: l.To}
	if l.Column == "" {
		f, err := o.Set.Compute(ctx, in.source, l.Indicator, p)
		return f.Num, err
	}
	d := o.withForm(l.Report)
	flow, err := report.FlowForm(ctx, in.source, d.Form.Rows, p)
	if err != nil {
		return nil, err
	}
	if row := sameRow(&flow, l.Row); row != nil {
		n := row.Column(l.Column)
		return &n, nil
	}
	return nil, nil
}
