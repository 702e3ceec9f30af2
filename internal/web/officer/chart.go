package officer

import (
	"context"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/web/page"
)

// chartView is a small series of bars, a year each; the table beside it says the same.
type chartView struct {
	Title string
	Bars  []barView
	Width string
	Box   string
}

// barView is a year's bar; a year without a number has words in its place.
type barView struct {
	X, Y, Width, Height, Middle string
	Above                       string // y of the label
	Value, Label                string
	Empty                       bool
}

// Measures of the drawing.
const (
	barStep   = 110
	barBody   = 62
	barTop    = 24
	barBottom = 150
)

// chart draws the years that have numbers; fewer than two say nothing as a picture.
func (v *indicatorView) chart(ctx context.Context) {
	var most int64
	with := 0
	for _, y := range v.Series {
		if y.State == indicator.StateValue && y.scaled >= 0 && isNumber(y.Value) {
			with++
			most = max(most, y.scaled)
		}
	}
	if with < 2 || most == 0 {
		return
	}
	c := chartView{Title: page.T(ctx, "officer.indicator.chart", "title", v.Title), Width: itoa(len(v.Series) * barStep)}
	c.Box = "0 0 " + c.Width + " 184"
	for n, y := range v.Series {
		mid := n*barStep + barStep/2
		b := barView{X: itoa(mid - barBody/2), Width: itoa(barBody), Middle: itoa(mid), Label: y.Short, Value: y.Value}
		h := 0
		if y.State == indicator.StateValue && isNumber(y.Value) {
			h = int(y.scaled * (barBottom - barTop) / most)
		} else {
			b.Value, b.Empty = page.T(ctx, "officer.state."+y.State), true
		}
		b.Y, b.Height, b.Above = itoa(barBottom-h), itoa(h), itoa(barBottom-h-6)
		c.Bars = append(c.Bars, b)
	}
	v.Chart = c
}

// isNumber tells a printed number from words: a text indicator has no height.
func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.,%") == ""
}

func itoa(n int) string { return strconv.Itoa(n) }
