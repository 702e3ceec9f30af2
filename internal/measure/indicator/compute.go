package indicator

import (
	"context"
	"fmt"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
)

// Compute answers an indicator over a period. An id that is not known is refused.
func (s *Set) Compute(ctx context.Context, src *Source, id string, p calendar.Period) (Figure, error) {
	i, ok := s.byID[id]
	if !ok {
		return Figure{}, fault.New(fault.NotFound, "indicator.unknown", "id", id)
	}
	if p.From > p.To {
		return Figure{}, fault.New(fault.Invalid, "indicator.period", "from", p.From.Print(), "to", p.To.Print())
	}
	key := figureKey{id, p}
	if f, ok := src.figures[key]; ok {
		return f, nil
	}
	f, err := s.compute(ctx, src, i, p)
	if err != nil {
		return Figure{}, fmt.Errorf("indicator %s over %s: %w", id, p, err)
	}
	src.figures[key] = f
	return f, nil
}

func (s *Set) compute(ctx context.Context, src *Source, i *Indicator, p calendar.Period) (Figure, error) {
	none := Figure{ID: i.ID, State: StateNotApplicable, Source: FromNothing}
	switch {
	case i.Kind == Heading:
		none.State = StateBlank
		return none, nil
	case !i.AtWard() || !i.validOn(p):
		return none, nil
	}
	var f Figure
	var err error
	switch i.Kind {
	case Ratio:
		f, err = s.ratioOf(ctx, src, i, "", i.Num, i.Den, p)
		if err == nil && f.State == StateNoData && i.Fallback != "" {
			f, err = s.fallback(ctx, src, i, p, f)
		}
	case Pair:
		f, err = s.pair(ctx, src, i, p)
	case Target:
		f, err = s.target(ctx, src, i, p)
	default:
		f, err = s.plain(ctx, src, i, p)
	}
	if err != nil {
		return f, err
	}
	return s.remark(ctx, src, i, f, p)
}

// plain is a sum of terms, or the words of a book.
func (s *Set) plain(ctx context.Context, src *Source, i *Indicator, p calendar.Period) (Figure, error) {
	r, err := s.sum(ctx, src, i.Num, p)
	f := Figure{ID: i.ID, State: r.state, Source: r.source, Printed: r.printed}
	f.drills(src.unit, "", i, p)
	if r.state != StateValue {
		return f, err
	}
	n := r.n
	switch i.Kind {
	case Text:
		f.Text = r.text
	case Percent:
		f.Scaled, f.Decimals, f.Percent = n, 2, true
	case Tick:
		f.Num, f.Scaled = &n, n
		if n == 1 {
			f.Text = "x"
		}
	default:
		f.Num, f.Scaled = &n, n
	}
	return f, err
}

// ratioOf is num ÷ den × scale. A denominator of 0 leaves it blank: 0/0 is not 0 and not 100%.
func (s *Set) ratioOf(ctx context.Context, src *Source, i *Indicator, prefix string, num, den []Term, p calendar.Period) (Figure, error) {
	f := Figure{ID: i.ID, Decimals: i.Decimals, Percent: i.Scale == 100}
	n, err := s.sum(ctx, src, num, p)
	if err != nil {
		return f, err
	}
	d, err := s.sum(ctx, src, den, p)
	if err != nil {
		return f, err
	}
	f.State, f.Source, f.Printed = worst(n.state, d.state), n.source, n.printed || d.printed
	if n.source != d.source {
		f.Source = Computed
	}
	if n.state == StateValue {
		f.Num = &n.n
	}
	if d.state == StateValue {
		f.Den = &d.n
	}
	if f.State == StateValue {
		ok := d.n != 0
		if ok {
			f.Scaled, ok = ratio(n.n, d.n, i.Scale, i.Decimals)
		}
		if !ok {
			f.State = StateBlank
		}
	}
	f.drills(src.unit, prefix, i, p)
	return f, nil
}

// worst is the state of a ratio of two terms: both must be values.
func worst(a, b string) string {
	for _, s := range [...]string{StateNoData, StateBlank, StateNotApplicable} {
		if a == s || b == s {
			return s
		}
	}
	return StateValue
}

// fallback is the percentage that a book holds when its parts are not known: what a printed
// report gives. It has no terms.
func (s *Set) fallback(ctx context.Context, src *Source, i *Indicator, p calendar.Period, f Figure) (Figure, error) {
	r, err := src.read(ctx, i.Fallback, p)
	if err != nil || r.State == register.NoData {
		return f, err
	}
	f = Figure{ID: i.ID, Decimals: i.Decimals, Percent: i.Scale == 100, State: stateOf(r.State), Source: FromRegister, Printed: r.Printed}
	f.Drill = drill(src.unit, i.ID, "num", p)
	if f.State == StateValue {
		f.Scaled = r.Quantity
	}
	return f, nil
}

// pair is several ratios in one cell; it has a value when one of them has.
func (s *Set) pair(ctx context.Context, src *Source, i *Indicator, p calendar.Period) (Figure, error) {
	f := Figure{ID: i.ID, Decimals: i.Decimals, Percent: true, State: StateNoData}
	for n, part := range i.Parts {
		x, err := s.ratioOf(ctx, src, i, fmt.Sprintf("%d.", n+1), part.Num, part.Den, p)
		if err != nil {
			return f, err
		}
		x.Label = part.Label
		f.Parts = append(f.Parts, x)
		f.Source, f.Printed = x.Source, f.Printed || x.Printed
		if f.State != StateValue {
			f.State = x.State
		}
		if x.State == StateValue {
			if f.Text != "" {
				f.Text += "; "
			}
			f.Text += x.Label + ": " + x.String()
		}
	}
	f.opens()
	return f, nil
}

// opens makes a figure of several parts lead to the first of them that has a list.
func (f *Figure) opens() {
	for _, p := range f.Parts {
		if len(p.Drill) > 0 {
			f.Drill, f.DrillDen = p.Drill, p.DrillDen
			return
		}
	}
}

// remark names a line that this one cannot exceed but does.
func (s *Set) remark(ctx context.Context, src *Source, i *Indicator, f Figure, p calendar.Period) (Figure, error) {
	if i.AtMost == "" || f.Num == nil {
		return f, nil
	}
	top, err := s.Compute(ctx, src, i.AtMost, p)
	if err == nil && top.Num != nil && *f.Num > *top.Num {
		f.Remark = fmt.Sprintf("%s lớn hơn %s của chỉ tiêu %s", locale.Int(*f.Num), locale.Int(*top.Num), i.AtMost)
	}
	return f, err
}

// drills gives the arguments that list the rows behind a figure; a figure that nobody has
// given data for has no list.
func (f *Figure) drills(unit, prefix string, i *Indicator, p calendar.Period) {
	if f.State != StateValue && f.State != StateBlank {
		return
	}
	f.Drill = drill(unit, i.ID, prefix+"num", p)
	if i.Kind != Count && i.Kind != Money && len(i.Den)+len(i.Parts)+len(i.Tests) > 0 {
		f.DrillDen = drill(unit, i.ID, prefix+"den", p)
	}
}

func drill(unit, id, part string, p calendar.Period) []string {
	return []string{"indicator", id, "--part", part, "--from", p.From.String(), "--to", p.To.String(), "--unit", unit}
}
