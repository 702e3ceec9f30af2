package leader

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/web/page"
)

// bridge is the picture of one contradiction: the figure as printed, the step, and the figure
// that it should agree with. Bars begin at zero, so that a small step looks small.
type bridge struct {
	ID          string
	Title, Desc string
	From, To    bridgeBar
	Step        bridgeBar
	Narrow      bool // the step is drawn wider than it is, to be seen at all
}

type bridgeBar struct {
	Name, Value string
	X, Width    float64
}

// The drawing's measures, in its own units.
const (
	bridgeLeft  = 92.0
	bridgeWidth = 138.0
	leastStep   = 2.0
)

// exact is a number as printed: value × 10^decimals.
type exact struct {
	scaled   int64
	decimals int
	percent  bool
}

// mostExact leaves room to bring two numbers to the same decimals.
const mostExact = 1e12

var plainNumber = regexp.MustCompile(`^(\d{1,3}(?:\.\d{3})+|\d{1,15})(?:,(\d{1,4}))?\s*(%?)$`)

// exactOf reads a text that is one number and nothing else.
func exactOf(text string) (exact, bool) {
	m := plainNumber.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return exact{}, false
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(m[1], ".", "")+m[2], 10, 64)
	return exact{n, len(m[2]), m[3] != ""}, err == nil && n < mostExact
}

func (e exact) at(decimals int) int64 { return e.scaled * powersOfTen[decimals-e.decimals] }

// bridgeOf draws a finding of two numbers that can be taken from each other; nil otherwise.
func bridgeOf(ctx context.Context, n int, f *reconcile.Finding) *bridge {
	a, b, name := ends(f)
	if a == nil || a.percent != b.percent {
		return nil
	}
	decimals := max(a.decimals, b.decimals)
	x, y := a.at(decimals), b.at(decimals)
	if x == y || max(x, y) <= 0 {
		return nil
	}
	unit := ""
	if a.percent {
		unit = "%"
	}
	print := func(e *exact) string { return locale.Decimal(e.scaled, e.decimals) + unit }
	wide := func(v int64) float64 { return float64(v) / float64(max(x, y)) * bridgeWidth }
	d := &bridge{ID: "cau-" + strconv.Itoa(n),
		From: bridgeBar{page.T(ctx, "findings.bridge.printed"), print(a), bridgeLeft, wide(x)},
		To:   bridgeBar{page.T(ctx, "findings.bridge."+name), print(b), bridgeLeft, wide(y)},
		Step: bridgeBar{page.T(ctx, "findings.bridge.step"), signed(y-x, decimals), bridgeLeft + wide(min(x, y)), wide(max(x, y) - min(x, y))},
	}
	if d.Step.Width < leastStep {
		d.Step.X, d.Step.Width, d.Narrow = bridgeLeft+wide(max(x, y))-leastStep, leastStep, true
	}
	d.Title = page.T(ctx, "findings.bridge.title", "from", d.From.Value, "to", d.To.Value)
	d.Desc = page.T(ctx, "findings.bridge.desc", "from", d.From.Value, "name", d.To.Name, "to", d.To.Value, "step", d.Step.Value)
	return d
}

// ends are the two numbers of a finding: what is printed first, and what the rest of the
// report makes of it, or else the first other value printed.
func ends(f *reconcile.Finding) (a, b *exact, name string) {
	for i := range f.Places {
		if e, ok := exactOf(f.PrintedAt(i)); ok {
			a = &e
			break
		}
	}
	if a == nil {
		return nil, nil, ""
	}
	for _, other := range []struct{ name, text string }{{"recomputed", f.Recomputed}, {"likely", f.Likely}} {
		if e, ok := exactOf(other.text); ok && e != *a {
			return a, &e, other.name
		}
	}
	for i := range f.Places {
		if e, ok := exactOf(f.PrintedAt(i)); ok && e != *a {
			return a, &e, "elsewhere"
		}
	}
	return nil, nil, ""
}
