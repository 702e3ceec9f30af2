package citizen

import "strings"

// Measures of the drawing, in its own units; the page scales it to the width there is, and
// paper to the width of a sheet.
const (
	laneWidth = 186
	boxWidth  = 162
	headRoom  = 56
	railWidth = 96
	lineRoom  = 17
	boxPad    = 10
	rowGap    = 26
	perLine   = 23 // letters that fit in a box
)

// drawing is a course as it is drawn: lanes beside each other, steps below each other.
type drawing struct {
	Width, Height int
	Lanes         []lane
	Boxes         []box
	Lines         []line
	Rail          rail
}

type lane struct {
	X     int
	Lines []string
}

// box is a step, or a branch of one (Dashed).
type box struct {
	X, Y, H int
	Lines   []boxLine
	Dashed  bool
	Number  int
}

type boxLine struct {
	Y      int
	Text   string
	Strong bool
}

// line is an arrow, its points as SVG writes them.
type line struct {
	Points string
	Dashed bool
}

// rail is the whole period beside the steps that it spans.
type rail struct {
	X, Top, Bottom int
	Lines          []string
}

// draw places a course.
func draw(c course) drawing {
	d := drawing{Width: laneWidth*len(c.Lanes) + railWidth}
	for i, name := range c.Lanes {
		d.Lanes = append(d.Lanes, lane{X: i * laneWidth, Lines: wrap(name, perLine)})
	}
	y := headRoom + rowGap/2
	var centres []int
	for i, s := range c.Steps {
		b := newBox(s.Lane, y, s.Title, s.below())
		b.Number = i + 1
		row := b.H
		if s.Branch != "" && s.Lane > 0 {
			side := newBox(0, y, s.Branch, nil)
			side.Dashed = true
			row = max(row, side.H)
			side.H, b.H = row, row
			d.Boxes = append(d.Boxes, side)
			mid := y + row/2
			d.Lines = append(d.Lines, line{points(b.X, mid, side.X+boxWidth, mid), true})
		}
		d.Boxes = append(d.Boxes, b)
		centres = append(centres, y+row/2)
		if i > 0 {
			d.connect(c.Steps[i-1], s, centres[i-1], y)
		}
		y += row + rowGap
	}
	d.Height = y - rowGap/2
	d.period(c, centres)
	return d
}

// below are the lines under a step's title: who decides, what is issued.
func (s step) below() []string {
	var out []string
	for _, t := range []string{s.Who, s.Doc} {
		if t != "" {
			out = append(out, wrap(t, perLine+2)...)
		}
	}
	const most = 4
	if len(out) > most {
		out = append(out[:most-1], strings.TrimRight(out[most-1], " ,;")+"…")
	}
	return out
}

func newBox(lane, y int, title string, below []string) box {
	b := box{X: lane*laneWidth + (laneWidth-boxWidth)/2, Y: y}
	at := y + boxPad + 12
	for _, t := range wrap(title, perLine-2) {
		b.Lines = append(b.Lines, boxLine{at, t, true})
		at += lineRoom
	}
	for _, t := range below {
		b.Lines = append(b.Lines, boxLine{at, t, false})
		at += lineRoom
	}
	b.H = at - y - lineRoom + boxPad + 6
	return b
}

// connect leads from one step to the next: down in a lane, or across between two rows.
func (d *drawing) connect(from, to step, above, below int) {
	x1, x2 := middle(from.Lane), middle(to.Lane)
	start := d.Boxes[d.boxOf(from.Lane, above)]
	bottom := start.Y + start.H
	turn := below - rowGap/2
	if x1 == x2 {
		d.Lines = append(d.Lines, line{points(x1, bottom, x2, below), false})
		return
	}
	d.Lines = append(d.Lines, line{points(x1, bottom, x1, turn, x2, turn, x2, below), false})
}

// boxOf finds the box of a lane at a height.
func (d *drawing) boxOf(lane, centre int) int {
	x := lane*laneWidth + (laneWidth-boxWidth)/2
	for i, b := range d.Boxes {
		if b.X == x && !b.Dashed && b.Y <= centre && centre <= b.Y+b.H {
			return i
		}
	}
	return len(d.Boxes) - 1
}

// period places the rail from the step that starts the clock to the one that stops it.
func (d *drawing) period(c course, centres []int) {
	if c.Limit == "" || c.To <= c.From || c.To >= len(centres) {
		return
	}
	d.Rail = rail{X: len(c.Lanes)*laneWidth + 12, Top: centres[c.From], Bottom: centres[c.To], Lines: wrap(c.Limit, 9)}
}

func middle(lane int) int { return lane*laneWidth + laneWidth/2 }
