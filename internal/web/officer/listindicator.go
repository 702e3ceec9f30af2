package officer

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/web/page"
)

// describeIndicator words a list of an indicator: its figure, what each row fulfils, and the
// other lists of the same figure.
func (o *room) describeIndicator(ctx context.Context, in *look, v *listView) error {
	l := v.List
	p := calendar.Period{From: l.From, To: l.To}
	i, _ := o.Set.Get(l.Indicator)
	f, err := o.Set.Compute(ctx, in.source, l.Indicator, p)
	if err != nil {
		return err
	}
	v.Title = page.T(ctx, "officer.list.title", "title", page.Phrase(i.Title), "period", p.Print())
	if v.Lead == i.Title {
		v.Lead = ""
	}
	v.sides(ctx, i, f)
	v.figure(f)
	terms := termsOf(i, l.Part)
	if v.State = f.State; f.State != indicator.StateNotApplicable && len(terms) > 0 {
		sum, err := o.Set.Sum(ctx, in.source, terms, p)
		if err != nil {
			return err
		}
		v.State = sum.State // of this part alone: a ratio may be blank over a count that is 0
	}
	v.Conditions = append(v.Conditions, o.unitCondition(ctx, p), periodCondition(ctx, p, allStocks(terms)),
		condition{Name: page.T(ctx, "officer.condition.indicator"), Words: i.ID + ". " + i.Title, Link: page.IndicatorURL(i.ID)})
	for n, t := range terms {
		name := page.T(ctx, "officer.condition.count")
		if n > 0 {
			name = page.T(ctx, "officer.condition.and")
		}
		c := condition{Name: name, Words: o.Set.Words(t)}
		if t.Indicator != "" {
			c.Link = page.IndicatorURL(t.Indicator)
			if of, ok := o.Set.Get(t.Indicator); ok {
				c.Words += ": " + of.Title
			}
		}
		v.Conditions = append(v.Conditions, c)
	}
	return nil
}

// figures are a figure and its parts, the parts first: a figure of parts opens the list of
// its first.
func figures(f indicator.Figure) []indicator.Figure { return append(slices.Clone(f.Parts), f) }

// figure finds the number that the list should stand for.
func (v *listView) figure(f indicator.Figure) {
	for _, x := range figures(f) {
		switch {
		case v.opens(x.Drill):
			v.compare(x.Num)
			if x.Num == nil {
				v.Figure = x.String()
			}
			return
		case v.opens(x.DrillDen):
			v.compare(x.Den)
			return
		}
	}
}

// opens reports whether the arguments of a figure lead to this list.
func (v *listView) opens(drill []string) bool {
	l := page.ListOf(drill, "", 0)
	return l != nil && placeOf(l) == placeOf(v.List)
}

// sides are the lists of numerator and denominator, of every part of the figure.
func (v *listView) sides(ctx context.Context, i *indicator.Indicator, f indicator.Figure) {
	add := func(name string, drill []string, n *int64) {
		to := page.ListOf(drill, v.List.Report, v.List.AsOf)
		if to == nil {
			return
		}
		s := side{Name: name, URL: to.URL(), Here: v.opens(drill)}
		if n != nil {
			s.Count = locale.Int(*n)
		}
		v.Sides = append(v.Sides, s)
	}
	parts := f.Parts
	if len(parts) == 0 {
		parts = []indicator.Figure{f}
	}
	for _, x := range parts {
		label := ""
		if x.Label != "" {
			label = x.Label + ": "
		}
		if x.DrillDen != nil {
			add(label+page.T(ctx, "officer.numerator"), x.Drill, x.Num)
			add(label+page.T(ctx, "officer.denominator"), x.DrillDen, x.Den)
		} else if len(f.Parts) > 0 {
			add(label+page.T(ctx, "officer.numerator"), x.Drill, x.Num)
		}
	}
}

// termsOf are the terms of a part of a figure: what Set.List lists.
func termsOf(i *indicator.Indicator, part string) []indicator.Term {
	num, den := i.Num, i.Den
	if kind := i.Claim; kind != "" {
		num = []indicator.Term{{Register: kind}}
	}
	if number, name, ok := strings.Cut(part, "."); ok {
		part = name
		switch n, err := strconv.Atoi(number); {
		case err != nil || n < 1:
			return nil
		case n <= len(i.Parts):
			num, den = i.Parts[n-1].Num, i.Parts[n-1].Den
		case n <= len(i.Tests):
			num, den = i.Tests[n-1].Num, i.Tests[n-1].Den
		}
	}
	if part == "den" {
		return den
	}
	return num
}

// allStocks reports whether terms count what there is at the end of a day.
func allStocks(terms []indicator.Term) bool {
	for _, t := range terms {
		if !rollup.IsStock(rollup.Count(t.Count)) || rollup.Count(t.Count) == rollup.Carried {
			return false
		}
	}
	return len(terms) > 0
}
