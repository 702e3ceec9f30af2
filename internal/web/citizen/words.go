package citizen

import (
	"context"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/money"
	"github.com/motcua/motcua/internal/web/page"
)

// levels and groups are what the filters offer.
var (
	levels    = []string{procedure.LevelFull, procedure.LevelPartial, procedure.LevelNone, "unknown"}
	forceTags = map[procedure.Force]string{procedure.InForce: "good", procedure.Likely: "quiet", procedure.NotInForce: "bad", procedure.Unknown: "warn"}
)

func levelWords(ctx context.Context, level string) string {
	if level == "" {
		level = "unknown"
	}
	return page.T(ctx, "citizen.level."+level)
}

func groupWords(ctx context.Context, group string) string { return page.T(ctx, "citizen.group."+group) }

func forceWords(ctx context.Context, f procedure.Force) string {
	return page.T(ctx, "citizen.force."+string(f))
}

// limitShort is the period in a list: the figure, or that there is no single one.
func limitShort(ctx context.Context, v *procedure.Version) string {
	if v == nil || v.TimeLimit == nil {
		return page.T(ctx, "citizen.unknown")
	}
	if l, ok := v.TimeLimit.Limit(); ok {
		return l.Print()
	}
	return page.T(ctx, "citizen.limit.several")
}

// moneyShort is a sum in a list.
func moneyShort(ctx context.Context, m *procedure.Money) string {
	switch {
	case m == nil:
		return ""
	case m.Kind == "range" && len(m.Amounts) > 0:
		return page.T(ctx, "citizen.money.from_to", "low", money.VND(m.Amounts[0]), "high", money.VND(m.Amounts[len(m.Amounts)-1]))
	case m.Amount != nil && m.Kind == "fixed":
		return money.VND(*m.Amount).String()
	case m.Amount != nil && m.Kind == "per_unit" && m.Unit != "":
		return money.VND(*m.Amount).String() + "/" + m.Unit
	}
	return page.T(ctx, "citizen.money."+m.Kind)
}

// costShort is fee and charge together, each said once.
func costShort(ctx context.Context, v *procedure.Version) string {
	if v == nil || v.Fee == nil && v.Charge == nil {
		return page.T(ctx, "citizen.unknown")
	}
	fee, charge := moneyShort(ctx, v.Fee), moneyShort(ctx, v.Charge)
	switch {
	case fee == "" || fee == charge:
		return charge
	case charge == "":
		return fee
	}
	return page.T(ctx, "citizen.money.fee") + ": " + fee + "; " + page.T(ctx, "citizen.money.charge") + ": " + charge
}

// moneyWhole is a fee rule in full.
func moneyWhole(ctx context.Context, m *procedure.Money) string {
	if m == nil {
		return page.T(ctx, "citizen.unknown")
	}
	parts := []string{moneyShort(ctx, m)}
	if kind := page.T(ctx, "citizen.money."+m.Kind); kind != parts[0] && m.Kind == "provincial" {
		parts = append(parts, kind)
	}
	if m.Rule != "" && procedure.Fold(m.Rule) != procedure.Fold(parts[0]) {
		parts = append(parts, m.Rule)
	}
	return sentence(strings.Join(parts, ". "))
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) == 0 {
		return ""
	}
	out := strings.ToUpper(string(r[0])) + string(r[1:])
	if !strings.HasSuffix(out, ".") {
		out += "."
	}
	return out
}

// cutoffWords says from which hour a day no longer counts.
func cutoffWords(ctx context.Context, c calendar.Cutoff) string {
	switch c {
	case calendar.NoCutoff:
		return ""
	case calendar.LastHour:
		return page.T(ctx, "citizen.cutoff.last_hour")
	}
	return page.T(ctx, "citizen.cutoff.at", "at", string(c))
}

// countWords says how many procedures were found, and on which day they are judged.
func countWords(ctx context.Context, f found) string {
	return page.T(ctx, "citizen.found", "count", page.N(f.Total), "day", page.LongDay(ctx, f.Day))
}
