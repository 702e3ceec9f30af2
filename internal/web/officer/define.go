package officer

import (
	"context"

	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/web/page"
)

// define tells what an indicator is: the very terms that are counted, in words.
func (o *room) define(ctx context.Context, v *indicatorView, i *indicator.Indicator) {
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.indicator."+key, kv...) }
	fact := func(key, text string) { v.Facts = append(v.Facts, page.Fact{Name: t(key), Text: text}) }
	fact("kind", page.T(ctx, "officer.kind."+string(i.Kind)))
	fact("level", page.T(ctx, "officer.at."+string(i.Level)))
	if i.Scale > 0 {
		fact("scale", t("scale_of", "scale", i.Scale))
		fact("rounding", t("rounding_of", "decimals", i.Decimals))
	}
	fact("law", i.Law)
	switch {
	case i.ValidFrom != 0 && i.ValidTo != 0:
		fact("validity", t("valid_between", "from", i.ValidFrom.Print(), "to", i.ValidTo.Print()))
	case i.ValidFrom != 0:
		fact("validity", t("valid_from", "from", i.ValidFrom.Print()))
	}
	fact("note", i.Note)
	if i.AtMost != "" {
		v.Facts = append(v.Facts, page.Fact{Name: t("at_most"), Body: link(page.IndicatorURL(i.AtMost), o.titled(i.AtMost))})
	}
	if i.Fallback != "" {
		fact("fallback", o.Set.PlaceWords(i.Fallback))
	}
	if i.Claim != "" {
		fact("claim", o.Set.PlaceWords(i.Claim))
	}
	o.formula(ctx, v, i)
}

func (o *room) formula(ctx context.Context, v *indicatorView, i *indicator.Indicator) {
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.indicator."+key, kv...) }
	if len(i.Num)+len(i.Den) > 0 {
		v.Formula = append(v.Formula, formulaView{Num: o.termWords(i.Num), Den: o.termWords(i.Den)})
	}
	for _, p := range i.Parts {
		v.Formula = append(v.Formula, formulaView{Label: p.Label, Num: o.termWords(p.Num), Den: o.termWords(p.Den)})
	}
	for _, x := range i.Tests {
		f := formulaView{Label: x.Label, Num: o.termWords(x.Num), Den: o.termWords(x.Den)}
		if len(x.Floors) == 0 {
			f.Tests = append(f.Tests, t("threshold", "percent", x.Threshold))
		}
		for _, fl := range x.Floors {
			f.Tests = append(f.Tests, t("floor", "year", fl.Year, "percent", fl.Percent))
		}
		if x.SkipEmpty {
			f.Tests = append(f.Tests, t("skip"))
		}
		v.Formula = append(v.Formula, f)
	}
}

func (o *room) termWords(terms []indicator.Term) []way {
	var out []way
	for _, t := range terms {
		x := way{Text: o.Set.Words(t)}
		if t.Indicator != "" {
			x = way{o.titled(t.Indicator), page.IndicatorURL(t.Indicator)}
		}
		out = append(out, x)
	}
	return out
}

// titled is an indicator's id with its title.
func (o *room) titled(id string) string {
	if i, ok := o.Set.Get(id); ok {
		return i.ID + ". " + i.Title
	}
	return id
}
