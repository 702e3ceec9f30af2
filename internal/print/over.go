package print

// rest is what is left of a cell when its page is full. Rows do not break over pages unless
// one is taller than a page; then nothing of it may be lost.
type rest struct {
	cell *gridCell
	para int // first paragraph that is not drawn, or not wholly
	line int // and its first line
	at   int // where to begin, if not 0; otherwise below the head of the page
}

// lines draws the text of a cell as far as the page holds it, and notes the rest.
func (f *flow) lines(g *grid, o rest) {
	c := o.cell
	left, width := f.left+g.edges[c.col]+g.side, g.edges[c.col+c.span]-g.edges[c.col]-2*g.side
	at, started := o.at, false
	if at == 0 {
		at = f.y + g.above
	}
	for ; o.para < len(c.paras); o.para++ {
		p := c.paras[o.para]
		if o.line == 0 {
			at += c.gap(o.para)
		}
		for ; o.line < len(p.lines); o.line++ {
			if at+p.pitch > f.bottom && started && !c.head {
				o.at = 0
				f.over = append(f.over, o)
				return
			}
			f.draw(f.page(), p.src, p.letters, p.lines[o.line], left, at, p.part)
			at += p.pitch
			started = true
		}
		o.line = 0
		f.rule(p, left, width, at)
		at += p.rule()
	}
	f.reached = max(f.reached, at+g.above)
}

// finishCells goes on over new pages until the cells that end with row r are drawn.
func (f *flow) finishCells(g *grid, r int) {
	for f.ending(g, r) {
		f.reached = 0
		f.nextPage(g)
		f.y = max(f.y, f.reached)
		f.empty = false
	}
}

// ending reports whether a cell that ends with row r is not wholly drawn.
func (f *flow) ending(g *grid, r int) bool {
	for _, o := range f.over {
		if o.cell.row+o.cell.down-1 <= r {
			return true
		}
	}
	return false
}
