package counter

import (
	"context"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/money"
	"github.com/motcua/motcua/internal/web/page"
)

// costLine is a sum that may be asked for, and by what rule: who is exempt, when it is due.
type costLine struct{ Name, Sum, Rule string }

// costOf is what a version says of fee (lệ phí) and charge (phí), each with its rule. None: it
// says nothing, and nothing is made up.
func costOf(ctx context.Context, v *procedure.Version) []costLine {
	var out []costLine
	for _, x := range []struct {
		key string
		m   *procedure.Money
	}{{"counter.fee", v.Fee}, {"counter.charge", v.Charge}} {
		if x.m != nil {
			sum, rule := sumOf(ctx, x.m)
			out = append(out, costLine{page.T(ctx, x.key), sum, rule})
		}
	}
	return out
}

// costShort is the sums of a version in a few words, for a list.
func costShort(ctx context.Context, v *procedure.Version) string {
	var out []string
	for _, l := range costOf(ctx, v) {
		out = append(out, l.Name+": "+l.Sum)
	}
	if len(out) == 0 {
		return page.T(ctx, "counter.cost_unknown")
	}
	return strings.Join(out, "; ")
}

func sumOf(ctx context.Context, m *procedure.Money) (sum, rule string) {
	switch {
	case m.Kind == "none":
		sum = page.T(ctx, "counter.money.none")
	case m.Kind == "range" && len(m.Amounts) > 0:
		sum = page.T(ctx, "counter.money.range", "low", money.VND(m.Amounts[0]), "high", money.VND(m.Amounts[len(m.Amounts)-1]))
	case m.Amount != nil && m.Unit != "":
		sum = money.VND(*m.Amount).String() + "/" + m.Unit
	case m.Amount != nil:
		sum = money.VND(*m.Amount).String()
	default:
		sum = page.T(ctx, "counter.money.rule")
	}
	if rule = strings.TrimSpace(m.Rule); procedure.Fold(rule) == procedure.Fold(sum) {
		rule = ""
	}
	return sum, rule
}

// costLaw is the law of the sums of certifications, which a rate of its own sets.
func (o *room) costLaw(ctx context.Context, f *filing) string {
	rate := o.Catalog.Charges.On(calendar.DateOf(f.Happened))
	if rate == nil || !rate.Covers(f.Procedure.Field) {
		return ""
	}
	return page.T(ctx, "counter.cost_law", "law", rate.Law)
}
