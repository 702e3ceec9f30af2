package letter

import (
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/print/face"
)

const mmPerPoint = 25.4 / 72

func itoa(n int) string { return strconv.Itoa(n) }

func upper(s string) string { return strings.ToUpper(print.Clean(s)) }

// widthOf is the printed width of a line in mm. A letter that the face lacks has none.
func widthOf(s string, size float64, bold bool) float64 {
	f, sum := face.Of(bold, false), 0
	for _, r := range print.Clean(s) {
		if g, ok := f.Glyph(r); ok {
			sum += f.Advance(g)
		}
	}
	return float64(sum) / float64(f.Em) * size * mmPerPoint
}

// toEnd is the dots from the end of a text to the end of its line, a little short of it. A
// text that leaves no room, or fills lines already, gets a few, or a line of them.
func toEnd(text string, width, size float64, bold bool) string {
	const few, slack = 12, 3
	dot := widthOf(".", size, bold)
	if dot <= 0 {
		return strings.Repeat(".", few)
	}
	free := width - widthOf(text, size, bold)
	n := int(free/dot) - slack
	if free < 0 {
		n = few
	} else if n < few {
		n = int(width/dot) - slack
	}
	return strings.Repeat(".", max(n, few))
}

// dots is a dotted line.
func (b *builder) dots() *print.Paragraph {
	p := print.P(toEnd("", b.width, b.size, false), b.size, print.Left)
	p.Style, p.After = styleText, b.size*0.2
	return &p
}

func (b *builder) gap(points float64) *print.Paragraph {
	return &print.Paragraph{Style: "Gap", Size: points}
}

func (b *builder) centred(text string, size float64, bold bool) print.Paragraph {
	p := print.P(text, size, print.Center)
	p.Runs[0].Bold = bold
	return p
}

func styled(style string, ps []print.Paragraph) []print.Paragraph {
	for i := range ps {
		ps[i].Style = style
	}
	return ps
}
