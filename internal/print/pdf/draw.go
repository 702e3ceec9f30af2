package pdf

import (
	"bytes"
	"fmt"

	"github.com/motcua/motcua/internal/print"
)

const hex = "0123456789ABCDEF"

// draw is the content of one page: grounds and lines first, then the text over them.
func draw(p *print.Page, t *types, s *structure, page int) []byte {
	d := drawing{page: p, types: t, font: -1}
	if len(p.Fills)+len(p.Strokes) > 0 {
		d.WriteString("/Artifact BMC\n")
		for _, f := range p.Fills {
			fmt.Fprintf(&d, "0.85 g %s %s %s %s re f\n", number(f.X), number(p.Height-f.Y-f.H), number(f.W), number(f.H))
		}
		d.WriteString("0 g\n")
		d.strokes(p.Strokes)
		d.WriteString("EMC\n")
	}
	for _, m := range p.Matrices {
		d.matrix(&m, s, page)
	}
	for i := 0; i < len(p.Texts); {
		part, end := p.Texts[i].Part, i
		for end < len(p.Texts) && p.Texts[end].Part == part {
			end++
		}
		if part == nil {
			d.WriteString("/Artifact BMC\n")
		} else {
			fmt.Fprintf(&d, "/%s<</MCID %d>>BDC\n", part.Kind, s.content(part, page))
		}
		d.WriteString("BT\n")
		for ; i < end; i++ {
			d.text(&p.Texts[i])
		}
		d.WriteString("ET\nEMC\n")
	}
	return d.Bytes()
}

type drawing struct {
	bytes.Buffer
	page  *print.Page
	types *types
	font  int
	size  float64
	width float64
}

// strokes draws each line once: neighbouring fields of a table share theirs.
func (d *drawing) strokes(lines []print.Stroke) {
	seen := make(map[print.Stroke]bool, len(lines))
	for _, l := range lines {
		if seen[l] {
			continue
		}
		seen[l] = true
		if l.Width != d.width {
			fmt.Fprintf(d, "%s w ", number(l.Width))
			d.width = l.Width
		}
		fmt.Fprintf(d, "%s %s m %s %s l S\n", number(l.X1), number(d.page.Height-l.Y1), number(l.X2), number(d.page.Height-l.Y2))
	}
}

// matrix fills the dark modules as one shape, so that no light line shows between them.
func (d *drawing) matrix(m *print.Placed, s *structure, page int) {
	if m.Part == nil {
		d.WriteString("/Artifact BMC\n")
	} else {
		fmt.Fprintf(d, "/%s<</MCID %d>>BDC\n", m.Part.Kind, s.content(m.Part, page))
	}
	side := m.Matrix.Side * 72 / 25.4
	one := side / float64(m.Matrix.Size)
	fmt.Fprintf(d, "q 0 g %s 0 0 %s %s %s cm\n", fine(one), fine(-one), number(m.X), number(d.page.Height-m.Y))
	m.Matrix.Runs(func(x, y, n int) { fmt.Fprintf(d, "%d %d %d 1 re\n", x, y, n) })
	d.WriteString("f Q\nEMC\n")
}

// text writes glyph numbers. Stretched spaces are spaces with a step behind them.
func (d *drawing) text(t *print.Text) {
	font := d.types.use(t.Face)
	if font != d.font || t.Size != d.size {
		fmt.Fprintf(d, "/F%d %s Tf ", font, number(t.Size))
		d.font, d.size = font, t.Size
	}
	fmt.Fprintf(d, "1 0 0 1 %s %s Tm [<", number(t.X), number(d.page.Height-t.Y))
	u, step := d.types.used[font], ""
	if t.Gap > 0 && t.Size > 0 {
		step = ">" + number(-t.Gap*1000/t.Size) + "<"
	}
	for _, r := range t.Text {
		g := u.glyph(r)
		d.Write([]byte{hex[g>>12], hex[g>>8&15], hex[g>>4&15], hex[g&15]})
		if r == ' ' && step != "" {
			d.WriteString(step)
		}
	}
	d.WriteString(">]TJ\n")
}
