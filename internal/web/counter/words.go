package counter

import (
	"context"
	"strings"

	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/money"
	"github.com/motcua/motcua/internal/web/page"
)

// costOf is what a version says of fee (lệ phí) and charge (phí), with its rule; where it says
// nothing, that it does not.
func costOf(ctx context.Context, v *procedure.Version) string {
	var out []string
	if s := sumOf(ctx, v.Fee); s != "" {
		out = append(out, page.T(ctx, "counter.fee", "sum", s))
	}
	if s := sumOf(ctx, v.Charge); s != "" {
		out = append(out, page.T(ctx, "counter.charge", "sum", s))
	}
	if len(out) == 0 {
		return page.T(ctx, "counter.cost_unknown")
	}
	return strings.Join(out, " ")
}

func sumOf(ctx context.Context, m *procedure.Money) string {
	if m == nil {
		return ""
	}
	var sum string
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
	if m.Rule != "" && procedure.Fold(m.Rule) != procedure.Fold(sum) {
		sum += " (" + strings.TrimRight(m.Rule, ". ") + ")"
	}
	return sum + "."
}
