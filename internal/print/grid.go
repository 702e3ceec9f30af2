package print

// grid is a table that knows the lines and heights of its cells. Lengths are twips.
type grid struct {
	part    *Part
	edges   []int // left of column i, and the right edge of the last
	head    []gridRow
	rows    []gridRow
	side    int // empty edge left and right in cells
	above   int // and above and below
	border  int
	alt     string
	columns bool // only places things: cells are parts of the section, not of a table
}

type gridRow struct {
	src    *Row
	cells  []gridCell
	height int
	kept   bool // a cell reaches into the next row
}

type gridCell struct {
	src    *Cell
	row    int
	col    int // first column
	head   bool
	span   int
	down   int
	paras  []*para
	height int // of the paragraphs
	tall   int // of the field, when all its rows are known
}

func newGrid(t *Table, sect *Part) *grid {
	g := &grid{side: twipsOf(CellSide), above: twipsOf(CellTop), border: twipsOf(Border), alt: t.Caption}
	if t.Plain {
		g.side, g.above, g.border, g.columns = 0, 0, 0, true
	}
	g.setWidths(t.Widths)
	g.head = g.measure(t.Head)
	for r := range g.head {
		for c := range g.head[r].cells {
			g.head[r].cells[c].head = true
		}
	}
	g.rows = g.measure(t.Rows)
	return g
}

// newColumns is the table without borders that holds two sides.
func newColumns(c *Columns, sect *Part) *grid {
	g := &grid{columns: true}
	g.setWidths(c.Widths)
	row := Row{}
	for _, side := range c.Sides {
		row.Cells = append(row.Cells, Cell{Paragraphs: side})
	}
	g.rows = g.measure([]Row{row})
	return g
}

// setWidths puts the edges of columns where LibreOffice puts them, which keeps them as parts
// of ten thousand of the table's width.
func (g *grid) setWidths(mm []float64) {
	const parts = 10000
	g.edges = make([]int, len(mm)+1)
	for i, w := range mm {
		g.edges[i+1] = g.edges[i] + twips(max(w, 0))
	}
	total := g.edges[len(mm)]
	if total == 0 {
		return
	}
	for i, at := range g.edges {
		g.edges[i] = (at*parts + total/2) / total * total / parts
	}
}

// measure breaks the lines of rows and settles their heights. Cells beyond the columns are
// not drawn by any engine and are left out.
func (g *grid) measure(rows []Row) []gridRow {
	out := make([]gridRow, len(rows))
	covered := make([]int, len(g.edges)) // rows that a cell above still covers, by column
	for r := range rows {
		out[r].src = &rows[r]
		col := 0
		for c := range rows[r].Cells {
			for col < len(g.edges)-1 && covered[col] > 0 {
				col++
			}
			if col >= len(g.edges)-1 {
				break
			}
			cell := g.cell(&rows[r].Cells[c], col, len(rows)-r)
			for k := col; k < col+cell.span; k++ {
				covered[k] = cell.down
			}
			for k := r; k < r+cell.down-1; k++ {
				out[k].kept = true
			}
			cell.row = r
			col += cell.span
			out[r].cells = append(out[r].cells, cell)
		}
		for k := range covered {
			covered[k] = max(covered[k]-1, 0)
		}
	}
	g.heights(out)
	return out
}

func (g *grid) cell(c *Cell, col, rowsLeft int) gridCell {
	cell := gridCell{src: c, col: col}
	cell.span = min(max(c.Span, 1), len(g.edges)-1-col)
	cell.down = min(max(c.Down, 1), rowsLeft)
	width := max(g.edges[col+cell.span]-g.edges[col]-2*g.side, 1)
	for i := range c.Paragraphs {
		p := newPara(&c.Paragraphs[i], width)
		cell.height += cell.gap(i)
		cell.height += p.height()
		cell.paras = append(cell.paras, p)
	}
	if n := len(c.Paragraphs); n > 0 {
		cell.height += twipsOf(c.Paragraphs[n-1].After)
	} else {
		cell.height = twipsOf(Filler)
	}
	return cell
}

// gap is the room above paragraph i of a cell.
func (c *gridCell) gap(i int) int {
	if i == 0 {
		return twipsOf(max(c.src.Paragraphs[0].Before, 0))
	}
	return twipsOf(Gap(&c.src.Paragraphs[i-1], &c.src.Paragraphs[i]))
}

// heights: a row is as tall as its tallest cell; a cell that reaches down makes the last of
// its rows taller when it needs to.
func (g *grid) heights(rows []gridRow) {
	ending := make([][]*gridCell, len(rows)) // cells that reach down, by their last row
	for r := range rows {
		for c := range rows[r].cells {
			cell := &rows[r].cells[c]
			if cell.down > 1 {
				ending[r+cell.down-1] = append(ending[r+cell.down-1], cell)
			} else {
				rows[r].height = max(rows[r].height, g.tall(cell))
			}
		}
		rows[r].height = max(rows[r].height, g.border+twipsOf(Filler)+2*g.above)
	}
	for end := range rows {
		for _, cell := range ending[end] {
			rows[end].height += max(g.tall(cell)-sumHeights(rows[end-cell.down+1:end+1]), 0)
		}
	}
	for r := range rows {
		for c := range rows[r].cells {
			cell := &rows[r].cells[c]
			cell.tall = sumHeights(rows[r : r+cell.down])
		}
	}
}

func (g *grid) tall(c *gridCell) int { return c.height + 2*g.above + g.border }

func sumHeights(rows []gridRow) int {
	total := 0
	for i := range rows {
		total += rows[i].height
	}
	return total
}

// start is the least height that may stand at the foot of a page: the head, one row, and what
// that is kept with.
func (g *grid) start() int {
	total := sumHeights(g.head) + g.border
	if len(g.rows) > 0 {
		total += g.together(0, 1<<30)
	}
	return total
}
