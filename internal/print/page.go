package print

import "github.com/motcua/motcua/internal/print/face"

// Page is one sheet as it is drawn. Lengths are points from the top left corner.
type Page struct {
	Section       *Section
	First         bool // of its section
	Width, Height float64
	Number        string // as printed, "" where it is hidden
	Texts         []Text
	Strokes       []Stroke
	Fills         []Box
	Matrices      []Placed
}

// Placed is a matrix where it stands.
type Placed struct {
	X, Y   float64 // of the top left corner
	Matrix *Matrix
	Part   *Part
}

// Runs calls with every run of dark modules of every row: the smallest number of boxes that
// are one module high.
func (m *Matrix) Runs(with func(x, y, n int)) {
	for y := range m.Size {
		for x := 0; x < m.Size; x++ {
			from := x
			for x < m.Size && m.Dark(x, y) {
				x++
			}
			if x > from {
				with(from, y, x-from)
			}
		}
	}
}

// Text is a piece of one line in one face and size. Spaces are part of it, also the one at
// which the line was broken, so that copied text keeps its words apart.
type Text struct {
	X, Y   float64 // of the baseline
	Width  float64 // with stretched spaces, without the hanging one
	Gap    float64 // added to every space by justification
	Text   string
	Size   float64
	Face   *face.Face
	Part   *Part // nil: page furniture that is no part of the text
	Mark   string
	Ending bool // ends its line
}

// Stroke is a straight black line.
type Stroke struct{ X1, Y1, X2, Y2, Width float64 }

// Box is a grey ground.
type Box struct{ X, Y, W, H float64 }

// Part is a piece of the document's structure: what a screen reader calls a heading, a
// paragraph, a table, a row, a cell. Parts form one tree, whose root has no Parent.
type Part struct {
	Kind       string // of the PDF standard: "Document", "Sect", "H1", "P", "Table", "TR", "TH", "TD", "Figure"
	Parent     *Part
	Parts      []*Part
	Title      string // of a section
	Alt        string // of a table or figure: said to who cannot see it
	Span, Down int    // of a cell
	Column     bool   // of a header cell: names the column; otherwise the row
}

func (p *Part) add(kind string) *Part {
	child := &Part{Kind: kind, Parent: p}
	p.Parts = append(p.Parts, child)
	return child
}

// Root is the whole document that a part belongs to.
func (p *Part) Root() *Part {
	for p.Parent != nil {
		p = p.Parent
	}
	return p
}
