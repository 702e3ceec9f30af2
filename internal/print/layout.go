package print

import "strconv"

// Layout breaks a document into pages: what the PDF draws, and what a word processor makes of
// the DOCX.
func Layout(d *Document) []Page {
	root := &Part{Kind: "Document"}
	var pages, halves []Page
	number := 0
	for i := range d.Sections {
		s := &d.Sections[i]
		f := newFlow(s, root.add("Sect"))
		f.part.Title = s.Name
		f.blocks(s.Blocks)
		if s.Number.FromOne || i == 0 {
			number = 0
		}
		for j := range f.pages {
			number++
			p := &f.pages[j]
			p.First = j == 0
			if s.Number.Shown && !(p.First && s.Number.HideFirst) {
				p.Number = strconv.Itoa(number)
				f.number(p)
			}
		}
		if s.Up != 2 {
			pages = append(pages, f.pages...)
			continue
		}
		if halves = append(halves, f.pages...); !Beside(d, i+1) {
			pages, halves = append(pages, impose(halves)...), nil
		}
	}
	return pages
}

// Beside reports whether section i stands on one sheet with the section before it.
func Beside(d *Document, i int) bool {
	return i > 0 && i < len(d.Sections) && d.Sections[i-1].Up == 2 && d.Sections[i].Up == 2
}

// impose puts pages two by two on sheets, left and right.
func impose(halves []Page) []Page {
	var out []Page
	for i := 0; i < len(halves); i += 2 {
		sheet := halves[i]
		dx := sheet.Width
		sheet.Width *= 2
		if i+1 < len(halves) {
			sheet.add(&halves[i+1], dx)
		}
		out = append(out, sheet)
	}
	return out
}

// add draws what stands on another page onto p, dx to the right.
func (p *Page) add(o *Page, dx float64) {
	for _, t := range o.Texts {
		t.X += dx
		p.Texts = append(p.Texts, t)
	}
	for _, s := range o.Strokes {
		s.X1, s.X2 = s.X1+dx, s.X2+dx
		p.Strokes = append(p.Strokes, s)
	}
	for _, b := range o.Fills {
		b.X += dx
		p.Fills = append(p.Fills, b)
	}
	for _, m := range o.Matrices {
		m.X += dx
		p.Matrices = append(p.Matrices, m)
	}
}

// flow fills the pages of one section from top to bottom. Lengths are twips.
type flow struct {
	section       *Section
	part          *Part
	pages         []Page
	left, top     int // of the type area
	width, bottom int
	sheetW        int
	sheetH        int
	y             int
	empty         bool  // nothing stands on the page yet
	prev          Block // above, for the gap
	broken        bool  // the page began because the one before was full
	over          []rest
	reached       int // the foot of the lowest cell on the page, of those that were broken
}

func newFlow(s *Section, part *Part) *flow {
	w, h := twips(s.Width), twips(s.Height)
	if s.Landscape {
		w, h = h, w
	}
	f := &flow{section: s, part: part, sheetW: w, sheetH: h, left: twips(s.Margin.Left), top: twips(s.Margin.Top)}
	f.width = max(w-f.left-twips(s.Margin.Right), 1)
	f.bottom = max(h-twips(s.Margin.Bottom), f.top+1)
	f.newPage(false)
	return f
}

func (f *flow) newPage(broken bool) {
	f.pages = append(f.pages, Page{Section: f.section, Width: points(f.sheetW), Height: points(f.sheetH)})
	f.y, f.empty, f.broken = f.top, true, broken
}

func (f *flow) page() *Page { return &f.pages[len(f.pages)-1] }

func points(twips int) float64 { return float64(twips) / twipsPerPoint }

// number sets the page number in the middle of the top margin.
func (f *flow) number(p *Page) {
	n := f.section.Number
	para := P(p.Number, n.Size, Center)
	ls := letters(&para)
	lines := breakLines(ls, &para, f.width)
	pitch := twipsOf(Pitch(para.size()))
	texts := p.Texts // the number stands before them, as in the margin
	p.Texts = make([]Text, 0, len(texts)+1)
	f.draw(p, &para, ls, lines[0], f.left, max((f.top-pitch)/2, 0), nil)
	p.Texts = append(p.Texts, texts...)
}

// blocks places what a section holds, in order.
func (f *flow) blocks(blocks []Block) {
	if f.section.Up == 2 { // the paragraph that carries the break between slips
		f.filler()
	}
	measured := make([]placed, len(blocks))
	for i, b := range blocks {
		measured[i] = f.measure(b)
	}
	for i := range blocks {
		f.place(blocks, measured, i)
	}
	if n := len(blocks); n > 0 {
		if _, ok := blocks[n-1].(*Paragraph); !ok {
			f.filler()
		}
	}
}

// placed is a block that knows its lines.
type placed struct {
	para  *para
	table *grid
}

func (f *flow) measure(b Block) placed {
	switch b := b.(type) {
	case *Paragraph:
		return placed{para: newPara(b, f.width)}
	case *Table:
		return placed{table: newGrid(b, f.part)}
	case *Columns:
		return placed{table: newColumns(b, f.part)}
	}
	return placed{}
}

// place puts block i on the page, or begins a new one.
func (f *flow) place(blocks []Block, ms []placed, i int) {
	m := ms[i]
	gap := 0
	if f.prev != nil || !f.empty {
		gap = twipsOf(Gap(f.prev, blocks[i]))
	} else {
		gap = twipsOf(Gap(nil, blocks[i]))
	}
	switch {
	case m.para != nil:
		if m.para.src.NewPage && !f.empty {
			f.newPage(false)
			gap = twipsOf(m.para.src.Before)
		}
		m.para.part = f.part.add(kindOf(m.para.src))
		if !f.empty && keeps(blocks, i) && f.y+gap+f.chain(blocks, ms, i) > f.bottom {
			f.newPage(true)
		}
		f.paragraph(m.para, gap)
	case m.table != nil:
		if i > 0 && ms[i-1].table != nil {
			f.filler()
		}
		f.table(m.table, gap)
	}
	f.prev = blocks[i]
}

// keeps is Keeps for block i.
func keeps(blocks []Block, i int) bool {
	p, ok := blocks[i].(*Paragraph)
	return ok && i+1 < len(blocks) && Keeps(p, blocks[i+1])
}

// chain is the height that must stay together from block i on: every paragraph that is kept
// with the next, whole, and the beginning of the first block that is not.
func (f *flow) chain(blocks []Block, ms []placed, i int) int {
	total := 0
	for ; i < len(blocks); i++ {
		m := ms[i]
		if m.table != nil {
			return total + m.table.start()
		}
		if m.para == nil {
			return total
		}
		if !keeps(blocks, i) {
			return total + m.para.start()
		}
		total += m.para.height()
		total += twipsOf(Gap(blocks[i], blocks[i+1]))
	}
	return total
}

// filler is the empty paragraph that parts two tables and ends a section after a table.
func (f *flow) filler() {
	h := twipsOf(Filler)
	if f.y+h > f.bottom && !f.empty {
		f.newPage(true)
	}
	f.y += h
	f.empty = false
}

func kindOf(p *Paragraph) string {
	if p.Matrix != nil {
		return "Figure"
	}
	if p.Heading >= 1 && p.Heading <= 6 {
		return "H" + strconv.Itoa(p.Heading)
	}
	return "P"
}
