// Package print is a document as it stands on paper: sections, paragraphs, tables. One
// Document is written as DOCX (print/docx), as PDF (print/pdf) and as HTML (print/html), so
// that what is signed, what is sent and what is shown cannot differ.
//
// It knows paper and type, not reports: sizes are mm and points, text is what the reader
// sees. Pages follow Nghị định 30/2020/NĐ-CP, phụ lục I, where the caller asks for its
// defaults. It keeps the breaks of the written forms equal: the line and page breaks that
// Layout computes are those that a word processor makes of the DOCX.
//
// It refuses nothing and computes no figure. A letter that the face does not have is drawn as
// the sign of a lacking one; Lacks says so before it is too late.
package print

// A4 and A5 in portrait, mm.
const (
	A4Width, A4Height = 210, 297
	A5Width, A5Height = 148, 210
)

// Document is what is printed, in order.
type Document struct {
	Title    string // of the file's properties, and of the HTML page
	Author   string // the issuing agency
	Language string // "vi-VN"
	Sections []Section
}

// Section is a run of pages of one shape. Every section begins on a new page.
type Section struct {
	ID            string // names the section in links and bookmarks: "phu-luc-III"
	Name          string // what the outline calls it: "Phụ lục III"
	Width, Height float64
	Landscape     bool // Width and Height are still those of the sheet in portrait
	Margin        Margin
	Number        Numbering
	Blocks        []Block

	// Up 2 puts the pages of the section, and those of the sections beside it that have it too,
	// two on a sheet: slips of A5 on A4. Width is then half the sheet's. Such sections have one
	// shape and no page numbers.
	Up int
}

// Margin is the empty edge of a page, mm.
type Margin struct{ Top, Bottom, Left, Right float64 }

// Numbering is the page number, centred in the top margin (NĐ 30/2020, phụ lục I, mục II.8).
type Numbering struct {
	Shown     bool
	FromOne   bool // begins at 1 again: each appendix does (mục III)
	HideFirst bool
	Size      float64 // pt
}

// Report30 is the page of NĐ 30/2020 phụ lục I mục I: A4, 20-20-30-15 mm, number 14 pt from
// the second page.
func Report30(landscape bool) Section {
	return Section{Width: A4Width, Height: A4Height, Landscape: landscape,
		Margin: Margin{Top: 20, Bottom: 20, Left: 30, Right: 15},
		Number: Numbering{Shown: true, FromOne: true, HideFirst: true, Size: 14}}
}

// Text is the width of the type area, mm.
func (s *Section) Text() float64 {
	w := s.Width
	if s.Landscape {
		w = s.Height
	}
	return w - s.Margin.Left - s.Margin.Right
}

// Block is a *Paragraph, a *Table or a *Columns.
type Block interface{ block() }

func (*Paragraph) block() {}
func (*Table) block()     {}
func (*Columns) block()   {}

// Align is how lines stand between the margins.
type Align uint8

// Alignments.
const (
	Left Align = iota
	Center
	Right
	Justify
)

// Paragraph is runs of text broken into lines. Line spacing is single: 1.15 × the size of the
// paragraph, for every face and engine alike.
type Paragraph struct {
	Style         string // name of a word processor's style: "Normal", "Title", "Heading 1", "Table Text", "Appendix"
	Heading       int    // level in the outline, 0 is none
	Align         Align
	Size          float64 // pt; of the lines, and of runs without their own
	First         float64 // mm, indent of the first line
	Indent        float64 // mm, of all lines
	Before, After float64 // pt
	KeepNext      bool    // on one page with what follows; in the first cell of a row, the row with the next
	NewPage       bool
	Runs          []Run
	Rule          float64 // mm; a solid line of this length centred below the text (NĐ 30, ô 1, 2, 5a); 0 is none
	Matrix        *Matrix // instead of text
}

// Matrix is a square of dark and light modules, such as a QR code. The light edge that a
// reader needs is the caller's: margins, or room around the paragraph.
type Matrix struct {
	Size int     // modules on a side
	Side float64 // mm
	Dark func(x, y int) bool
	Alt  string // said to who cannot see it
}

// Run is text of one look. A line feed in Text is a line break.
type Run struct {
	Text         string
	Bold, Italic bool
	Size         float64 // pt; 0: the paragraph's
	Mark         string  // figure behind the text, an opaque name that HTML turns into a link and DOCX into a bookmark
}

// Table is a grid with borders of 0.5 pt. Head rows stand again on every page; no row breaks
// over two pages.
type Table struct {
	Caption string    // said to who cannot see the table; not printed
	Widths  []float64 // mm
	Head    []Row
	Rows    []Row
	Size    float64 // pt of the text
	Plain   bool    // no borders: a table that only places things
}

// Row is a row of cells. A cell covers Span columns; a column covered from above by a cell
// that is Down rows high has no cell of its own.
type Row struct {
	Cells []Cell
	Total bool // stands out
}

// Cell is one field of a table.
type Cell struct {
	Span       int  // columns; 0 is 1
	Down       int  // rows; 0 is 1
	Header     bool // names its row or column
	Shade      bool // grey: not applicable
	Middle     bool // vertically centred
	Paragraphs []Paragraph
}

// Columns are two blocks of paragraphs side by side without borders: the head of a document
// (NĐ 30 boxes 1-4), recipients and signature (boxes 7, 9). Both stay on one page.
type Columns struct {
	Widths []float64 // mm
	Sides  [][]Paragraph
}

// P is a paragraph of plain text.
func P(text string, size float64, align Align) Paragraph {
	return Paragraph{Size: size, Align: align, Runs: []Run{{Text: text}}}
}
