package print

import "math"

// Twips, twentieths of a point, are what word processors count in.
const (
	twipsPerPoint = 20
	twipsPerMM    = 1440 / 25.4
)

func twips(mm float64) int   { return clamp(math.Round(mm * twipsPerMM)) }
func twipsOf(pt float64) int { return clamp(math.Round(pt * twipsPerPoint)) }

// clamp keeps sizes nobody can mean within what paper and arithmetic bear.
func clamp(v float64) int {
	const most = 1 << 20
	if !(v > -most) {
		return -most
	}
	return int(math.Min(v, most))
}

// Pitch is the height of a line of a size, in points: single spacing, which for Times New
// Roman is 1.15 times the size. It is fixed, so that no engine asks its own copy of the face.
func Pitch(size float64) float64 { return math.Round(size*1.15*twipsPerPoint) / twipsPerPoint }

// Measures of tables that all written forms share, in points.
const (
	CellSide = 3.4  // empty edge left and right in a cell
	CellTop  = 1.5  // empty edge above and below
	Border   = 0.5  // width of a border
	RuleWide = 0.75 // width of a Paragraph's Rule
	RuleTall = 3    // height of the line that carries a Rule
	Filler   = 1    // height of the empty paragraph between two tables and after the last
)

// Gap is the room in points between two blocks that follow each other: the larger of what the
// one asks after it and the other before it.
func Gap(prev, next Block) float64 {
	gap := 0.0
	if p, ok := prev.(*Paragraph); ok {
		gap = p.After
	}
	if n, ok := next.(*Paragraph); ok && n.Before > gap {
		gap = n.Before
	}
	return max(gap, 0)
}

// Keeps reports whether a paragraph stays with the block after it, which it cannot when there
// is none in its section or that begins a page. Engines differ in what such a wish does.
func Keeps(p *Paragraph, next Block) bool {
	n, paragraph := next.(*Paragraph)
	return p.KeepNext && next != nil && !(paragraph && n.NewPage)
}
