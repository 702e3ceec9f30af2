package print

// table places rows; on every new page the head stands again.
func (f *flow) table(g *grid, gap int) {
	g.part = f.part
	if !g.columns {
		g.part = f.part.add("Table")
		g.part.Alt = g.alt
	}
	if !(f.empty && f.broken) {
		f.y += gap
	}
	if !f.empty && f.y+g.start() > f.bottom {
		f.newPage(true)
	}
	f.y += g.border
	f.rows(g, g.head, true)
	for r := range g.rows {
		if h := g.together(r, f.bottom-f.top); f.y+h > f.bottom && !f.empty && r > 0 {
			f.nextPage(g)
		}
		f.rows(g, g.rows[r:r+1], true)
		f.finishCells(g, r)
	}
	f.over = nil
}

// nextPage goes on with a table: its head again, and below it what cells had to leave behind.
func (f *flow) nextPage(g *grid) {
	f.newPage(true)
	f.y += g.border
	f.rows(g, g.head, false)
	left := f.over
	f.over = nil
	for _, o := range left {
		f.lines(g, o)
	}
}

// together is the height that row r needs on its page: its own, and that of the rows it is kept
// with, unless no page holds them all.
func (g *grid) together(r, page int) int {
	total := g.rows[r].height
	for n := r; n+1 < len(g.rows) && g.rows[n].keepNext() && total <= page; n++ {
		total += g.rows[n+1].height
	}
	if total+sumHeights(g.head)+g.border > page {
		return g.rows[r].height
	}
	return total
}

// keepNext reports whether the row stays with the one below: a cell reaches into it, or the
// first paragraph of its first cell asks for it, which is what word processors look at.
func (r *gridRow) keepNext() bool {
	return r.kept || len(r.cells) > 0 && len(r.cells[0].paras) > 0 && r.cells[0].paras[0].src.KeepNext
}

// rows draws rows where the pen is. Only the first head is part of the text: a screen reader
// should not say the head on every page.
func (f *flow) rows(g *grid, rows []gridRow, real bool) {
	for r := range rows {
		row := &rows[r]
		var part *Part
		if real {
			part = g.part
			if !g.columns {
				part = g.part.add("TR")
			}
		}
		for c := range row.cells {
			f.cell(g, &row.cells[c], f.y, part)
		}
		f.y += row.height
		f.empty = false
	}
}

func (f *flow) cell(g *grid, c *gridCell, y int, row *Part) {
	left, right := f.left+g.edges[c.col], f.left+g.edges[c.col+c.span]
	tall := c.tall
	if y+tall > f.bottom { // no page holds the row, or the rows that the cell joins
		tall = max(f.bottom-y, g.border)
	}
	page := f.page()
	if c.src.Shade {
		page.Fills = append(page.Fills, Box{X: points(left), Y: points(y), W: points(right - left), H: points(tall)})
	}
	part := cellPart(g, c, row)
	for _, p := range c.paras {
		p.part = nil
		if part != nil {
			p.part = part.add(kindOf(p.src))
		}
	}
	at := y + g.above
	if c.src.Middle && tall == c.tall {
		at += max((c.tall-g.border-2*g.above-c.height)/2, 0)
	}
	if g.border > 0 {
		f.frame(left, y, right, y+tall)
	}
	f.lines(g, rest{cell: c, at: at})
}

func cellPart(g *grid, c *gridCell, row *Part) *Part {
	if row == nil || g.columns {
		return row
	}
	kind := "TD"
	if c.src.Header {
		kind = "TH"
	}
	part := row.add(kind)
	part.Span, part.Down, part.Column = c.span, c.down, c.head
	return part
}

// frame draws the borders of a field, centred on its edges.
func (f *flow) frame(left, top, right, bottom int) {
	half := twipsOf(Border) / 2
	l, t, r, b := points(left), points(top-half), points(right), points(bottom-half)
	page := f.page()
	page.Strokes = append(page.Strokes,
		Stroke{X1: l, Y1: t, X2: r, Y2: t, Width: Border}, Stroke{X1: l, Y1: b, X2: r, Y2: b, Width: Border},
		Stroke{X1: l, Y1: t, X2: l, Y2: b, Width: Border}, Stroke{X1: r, Y1: t, X2: r, Y2: b, Width: Border})
}
