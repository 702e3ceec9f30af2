package report

import (
	"context"

	"github.com/motcua/motcua/internal/measure/indicator"
)

// buildCells computes a line's figure in a column: one cell, or one for each printed part.
// A column of parts (appendix IX: result, assessment) shows that part of the figure.
func buildCells(ctx context.Context, in Input, a *Appendix, line *Line, c Column) ([]Cell, error) {
	empty := Cell{Appendix: a.ID, Line: line.ID, Column: c.Key, Period: c.Period, Indicator: line.Indicator,
		State: StateNotApplicable, Source: indicator.FromNothing}
	parts := line.Parts
	if len(parts) == 0 {
		parts = []string{""}
	}
	var figure indicator.Figure
	if c.Begun {
		var err error
		if figure, err = in.Set.Compute(ctx, in.Source, line.Indicator, c.Period); err != nil {
			return nil, err
		}
	}
	i, _ := in.Set.Get(line.Indicator)
	cells := make([]Cell, len(parts))
	for n, part := range parts {
		cells[n] = empty
		cells[n].Part = part
		switch {
		case !c.Begun:
		case part != "":
			cells[n].take(figure.Part(part))
		case c.Part != "":
			cells[n].take(figure.Part(c.Part))
		default:
			cells[n].take(figure)
			cells[n].overOne(i)
		}
	}
	return cells, nil
}

// overOne says of a plain count that it is over 1, so that every number of the report is
// num ÷ den.
func (c *Cell) overOne(i *indicator.Indicator) {
	switch i.Kind {
	case indicator.Count, indicator.Money, indicator.Flag, indicator.Tick:
		if c.Num != nil {
			c.Den = ptr(int64(1))
		}
	}
}

// take copies a figure into the cell.
func (c *Cell) take(f indicator.Figure) {
	c.Num, c.Den, c.State, c.Source = f.Num, f.Den, f.State, f.Source
	c.Drill, c.DrillDen = f.Drill, f.DrillDen
	c.Printed, c.Remark = f.Printed && f.State == StateValue, f.Remark
	switch {
	case f.State != StateValue:
		c.Words = f.Text
	case f.Text != "":
		c.Value = Value{Kind: Text, Text: f.Text}
	default:
		c.Value = Value{Kind: Number, Scaled: f.Scaled, Decimals: f.Decimals, Percent: f.Percent}
	}
}
