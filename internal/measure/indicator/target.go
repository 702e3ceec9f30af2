package indicator

import (
	"context"
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/locale"
)

// outcome of one test.
type outcome uint8

const (
	unknown outcome = iota
	skipped
	passed
	failed
)

// target assesses a target. One test that fails settles it; otherwise a test without data
// leaves it open, whatever the others say: a target without data is not met by default
// (reform-reporting §7 rule 7). A claim in a printed report proves nothing of a target that
// can be computed, and is read only for those that cannot.
func (s *Set) target(ctx context.Context, src *Source, i *Indicator, p calendar.Period) (Figure, error) {
	if i.Claim != "" {
		return src.claim(ctx, i, p)
	}
	f := Figure{ID: i.ID, Source: FromNothing}
	seen := map[outcome]bool{}
	var found []string
	for n, t := range i.Tests {
		for _, at := range t.spans(p) {
			part, o, err := s.test(ctx, src, i, n, at)
			if err != nil {
				return f, err
			}
			seen[o] = true
			f.Parts = append(f.Parts, part)
			f.Printed = f.Printed || part.Printed
			if n == 0 || f.Source == part.Source {
				f.Source = part.Source
			} else {
				f.Source = Computed
			}
			if part.State == StateValue {
				found = append(found, part.Label+": "+part.String()+fmt.Sprintf(" (%s/%s)", locale.Int(*part.Num), locale.Int(*part.Den)))
			}
		}
	}
	f.Result = strings.Join(found, "; ")
	f.opens()
	switch {
	case seen[failed]:
		f.State, f.Text = StateValue, NotMet
	case seen[unknown] || !seen[passed]:
		f.State, f.Text = StateNoData, Unknown
	default:
		f.State, f.Text = StateValue, Met
	}
	return f, nil
}

// span is the part of a period to which one threshold applies.
type span struct {
	period    calendar.Period
	threshold int64
	year      int // 0: not by year
}

// spans are the years of the period that have a floor, or the period itself.
func (t Test) spans(p calendar.Period) []span {
	if len(t.Floors) == 0 {
		return []span{{period: p, threshold: t.Threshold}}
	}
	var out []span
	for _, f := range t.Floors {
		from := max(p.From, calendar.MakeDate(f.Year, 1, 1))
		to := min(p.To, calendar.MakeDate(f.Year, 12, 31))
		if from <= to {
			out = append(out, span{calendar.Period{From: from, To: to}, f.Percent, f.Year})
		}
	}
	return out
}

func (s *Set) test(ctx context.Context, src *Source, i *Indicator, n int, at span) (Figure, outcome, error) {
	t := i.Tests[n]
	f, err := s.ratioOf(ctx, src, i, fmt.Sprintf("%d.", n+1), t.Num, t.Den, at.period)
	f.Label = t.Label
	if at.year != 0 {
		f.Label = fmt.Sprintf("%s năm %d", t.Label, at.year)
	}
	switch {
	case err != nil:
		return f, unknown, err
	case f.State == StateValue && atLeast(*f.Num, *f.Den, at.threshold):
		return f, passed, nil
	case f.State == StateValue:
		return f, failed, nil
	case t.SkipEmpty && f.Den != nil && *f.Den == 0:
		return f, skipped, nil
	}
	return f, unknown, nil
}

// claim is a target assessed by hand, with evidence, in a book.
func (s *Source) claim(ctx context.Context, i *Indicator, p calendar.Period) (Figure, error) {
	r, err := s.read(ctx, i.Claim, p)
	f := Figure{ID: i.ID, State: stateOf(r.State), Source: FromRegister, Printed: r.Printed}
	switch {
	case r.State == register.NoData:
		f.Text = Unknown
	case r.State == register.Value && r.Quantity == 1:
		f.Text = Met
	case r.State == register.Value:
		f.Text = NotMet
	}
	if r.State != register.NoData && r.State != register.NotApplicable {
		f.Drill = drill(s.unit, i.ID, "num", p)
	}
	return f, err
}
