package leader

import (
	"math"
	"strconv"

	"github.com/motcua/motcua/internal/locale"
)

// A drawing is 400 units wide: read at 1366 pixels two stand side by side, at 360 pixels one
// fills the screen and its words can still be read.
const (
	chartWidth  = 400.0
	chartHeight = 220.0
	plotLeft    = 46.0
	plotRight   = 394.0
	plotTop     = 18.0
	plotBottom  = 186.0
)

// chart is a drawing, ready to be written as SVG. Series differ by pattern, shape and label,
// so that it says the same printed in black and white.
type chart struct {
	ID     string
	Title  string
	Desc   string // what a reader who cannot see it must know
	Height float64
	Lines  []gridLine
	Marks  []mark
	Words  []word
	Keys   []key
}

// gridLine is a line across the plot with its value.
type gridLine struct {
	Y     float64
	Label string
	Class string
}

// mark is one shape; with URL it leads to the list of what it stands for, and Name says so.
type mark struct {
	Shape      string // rect, circle, square, diamond, path
	X, Y, W, H float64
	Path       string
	Series     int // 1 solid, 2 hatched, 3 dotted; 0 only Class
	Class      string
	URL, Name  string
}

// word is a text in the drawing.
type word struct {
	X, Y   float64
	Text   string
	Anchor string // start, middle, end
	Class  string
}

// key is an entry of the legend, drawn in text after a swatch.
type key struct {
	Series int
	Shape  string
	Class  string
	Text   string
}

// Fill is the paint of a mark: a colour class or a pattern of the drawing.
func (m mark) Fill(id string) string { return fill(m.Series, id) }

func fill(series int, id string) string {
	switch series {
	case 2:
		return "url(#" + id + "-hatch)"
	case 3:
		return "url(#" + id + "-dots)"
	}
	return ""
}

// px prints a coordinate to a tenth of a unit.
func px(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "0"
	}
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// ticks are round values from 0 that cover 0..top, about want steps: 0, 500, 1.000. There are
// always two at least, so that an empty chart has a scale.
func ticks(top int64, want int) []int64 {
	if top < 1 {
		return []int64{0, 1}
	}
	step := roundStep(top, int64(max(want, 1)))
	out := []int64{0}
	for out[len(out)-1] < top {
		last := out[len(out)-1]
		if last > math.MaxInt64-step {
			return append(out, math.MaxInt64)
		}
		out = append(out, last+step)
	}
	return out
}

// roundStep is the smallest of 1, 2, 5, 10, 20, 50 … of which want steps reach top.
func roundStep(top, want int64) int64 {
	for unit := int64(1); ; unit *= 10 {
		for _, m := range [...]int64{1, 2, 5} {
			step := unit * m
			if step >= (top-1)/want+1 || step > math.MaxInt64/5 {
				return step
			}
		}
	}
}

// scale places values from 0 to top between two heights.
type scale struct {
	top         int64
	from, until float64
}

func (s scale) at(v int64) float64 {
	if s.top <= 0 {
		return s.from
	}
	v = min(max(v, 0), s.top)
	return s.from + (s.until-s.from)*float64(v)/float64(s.top)
}

// upright is the scale of a plot of upright values with its lines.
func upright(top int64) (scale, []gridLine) {
	marks := ticks(top, 4)
	s := scale{marks[len(marks)-1], plotBottom, plotTop}
	lines := make([]gridLine, len(marks))
	for i, v := range marks {
		lines[i] = gridLine{Y: s.at(v), Label: short(v)}
		if i == 0 {
			lines[i].Class = "chart__base"
		}
	}
	return s, lines
}

// short prints a number in the room of an axis: 4.500, 12,5 nghìn is not shortened, 3,2 tr.
func short(n int64) string {
	switch {
	case n >= 1e9:
		return locale.Decimal(tenths(n, 1e9), 1) + " tỷ"
	case n >= 1e6:
		return locale.Decimal(tenths(n, 1e6), 1) + " tr"
	}
	return locale.Int(n)
}

func tenths(n, unit int64) int64 { return n/unit*10 + n%unit*10/unit }

// rate prints a share with one decimal: 98,3%. Nothing of nothing is no share.
func rate(num, den int64) string {
	if den <= 0 {
		return ""
	}
	return locale.Decimal(int64(math.Round(float64(num)*1000/float64(den))), 1) + "%"
}

// slots divides the width of the plot into n equal places and returns the middle of each.
func slots(n int) (middles []float64, width float64) {
	if n == 0 {
		return nil, plotRight - plotLeft
	}
	width = (plotRight - plotLeft) / float64(n)
	for i := range n {
		middles = append(middles, plotLeft+width*(float64(i)+0.5))
	}
	return middles, width
}

// lineOf is the line that a mark stands on in the legend.
func lineOf(shape string) string {
	if shape == "circle" {
		return "chart__line--1"
	}
	return "chart__line--2"
}
