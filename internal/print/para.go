package print

import "strings"

// para is a paragraph that knows its lines.
type para struct {
	src     *Paragraph
	part    *Part
	letters []letter
	lines   []line
	pitch   int // twips from line to line
}

func newPara(p *Paragraph, width int) *para {
	if p.Matrix != nil {
		side := twips(p.Matrix.Side)
		only := line{indent: twips(p.Indent), room: int64(width-twips(p.Indent)) * unit, width: int64(side) * unit, last: true}
		return &para{src: p, lines: []line{only}, pitch: side}
	}
	ls := letters(p)
	return &para{src: p, letters: ls, lines: breakLines(ls, p, width), pitch: twipsOf(Pitch(p.size()))}
}

func (p *para) height() int { return len(p.lines)*p.pitch + p.rule() }

// rule is the height of the line that carries a Rule.
func (p *para) rule() int {
	if p.src.Rule <= 0 {
		return 0
	}
	return twipsOf(RuleTall) + twipsOf(RuleWide)
}

// start is the least height that may stand at the foot of a page: two lines, or all of a
// paragraph of three, since one line alone is left on neither page.
func (p *para) start() int {
	if len(p.lines) <= 3 || p.src.Rule > 0 {
		return p.height()
	}
	return 2 * p.pitch
}

// fits is how many lines go into a height with no line alone on either page.
func (p *para) fits(height int) int {
	n := len(p.lines)
	if p.height() <= height {
		return n
	}
	if p.src.Rule > 0 { // text and rule stay together
		return 0
	}
	k := min(height/p.pitch, n-1)
	if n-k < 2 {
		k = n - 2
	}
	if k < 2 {
		return 0
	}
	return k
}

// paragraph places lines, over as many pages as they need.
func (f *flow) paragraph(p *para, gap int) {
	from := 0
	rest := *p
	for {
		if f.empty && f.broken {
			gap = 0
		}
		rest.lines = p.lines[from:]
		n := rest.fits(f.bottom - f.y - gap)
		if n == 0 && f.empty { // nothing fits even here
			n = min(max((f.bottom-f.y-gap)/p.pitch, 1), len(rest.lines))
		}
		f.y += gap
		if n > 0 {
			for _, l := range rest.lines[:n] {
				f.draw(f.page(), p.src, p.letters, l, f.left, f.y, p.part)
				f.y += p.pitch
			}
			f.empty = false
		}
		from, gap = from+n, 0
		if from == len(p.lines) {
			break
		}
		f.newPage(true)
	}
	f.rule(p, f.left, f.width, f.y)
	f.y += p.rule()
}

// rule draws the line below a title, in the middle of a width.
func (f *flow) rule(p *para, left, width, y int) {
	if p.src.Rule <= 0 {
		return
	}
	long := min(twips(p.src.Rule), width)
	x := points(left + (width-long)/2)
	at := points(y) + RuleTall + RuleWide/2
	page := f.page()
	page.Strokes = append(page.Strokes, Stroke{X1: x, Y1: at, X2: x + points(long), Y2: at, Width: RuleWide})
}

// draw writes one line of a paragraph whose block begins at left and whose top is y.
func (f *flow) draw(page *Page, p *Paragraph, ls []letter, l line, left, y int, part *Part) {
	if p.Matrix != nil {
		if part != nil {
			part.Alt = p.Matrix.Alt
		}
		page.Matrices = append(page.Matrices, Placed{X: points(left+l.indent) + indentOf(p.Align, l), Y: points(y), Matrix: p.Matrix, Part: part})
		return
	}
	const fine = unit * twipsPerPoint
	x := points(left+l.indent) + indentOf(p.Align, l)
	gap := 0.0
	if p.Align == Justify && !l.last {
		gap = stretch(ls, l)
	}
	base := points(y) + 0.8*Pitch(p.size())
	for from := l.from; from < l.to; {
		to := from + 1
		for to < l.to && ls[to].run == ls[from].run {
			to++
		}
		var b strings.Builder
		var width int64
		spaces := 0
		for _, c := range ls[from:to] {
			b.WriteRune(c.r)
			width += c.width
			if c.r == ' ' {
				spaces++
			}
		}
		w := float64(width)/fine + float64(spaces)*gap
		t := Text{X: x, Y: base, Width: w, Gap: gap, Text: b.String(), Size: points(ls[from].size), Face: ls[from].face,
			Part: part, Mark: p.Runs[ls[from].run].Mark, Ending: to == l.to}
		if t.Ending && l.next > l.to {
			t.Text += " "
		}
		page.Texts = append(page.Texts, t)
		x += w
		from = to
	}
}

func indentOf(a Align, l line) float64 {
	free := float64(max(l.room-l.width, 0)) / (unit * twipsPerPoint)
	switch a {
	case Center:
		return free / 2
	case Right:
		return free
	}
	return 0
}

// stretch is what each space of a justified line gets.
func stretch(ls []letter, l line) float64 {
	spaces := 0
	for _, c := range ls[l.from:l.to] {
		if c.r == ' ' {
			spaces++
		}
	}
	if spaces == 0 || l.width >= l.room {
		return 0
	}
	return float64(l.room-l.width) / (unit * twipsPerPoint) / float64(spaces)
}
