package report

import "github.com/motcua/motcua/internal/print"

// fit lays a section out so that it reads well on paper. A table whose last page would hold
// little is set a point smaller, or two, when that saves the page: Nghị định 30 sets no size
// for tables, and 10 to 12 points are usual. A letter that cannot be printed is left to the
// writer to refuse.
func fit(build func() print.Section) print.Section {
	const most = 2
	s := build()
	pages := pagesOf(&s)
	if len(pages) < 2 || filled(pages) > little {
		return s
	}
	for step := 1; step <= most; step++ {
		smaller := build()
		for range step {
			shrink(&smaller)
		}
		if n := len(pagesOf(&smaller)); n > 0 && n < len(pages) {
			return smaller
		}
	}
	return s
}

// little is how much of a page is too little to be worth its sheet.
const little = 0.4

func pagesOf(s *print.Section) []print.Page {
	pages, err := print.Layout(&print.Document{Sections: []print.Section{*s}})
	if err != nil {
		return nil
	}
	return pages
}

// filled is how far down the last page the text goes, from 0 to 1.
func filled(pages []print.Page) float64 {
	last, most := &pages[len(pages)-1], 0.0
	for _, t := range last.Texts {
		most = max(most, t.Y)
	}
	return most / last.Height
}

// shrink sets the text of a section's tables smaller.
func shrink(s *print.Section) {
	for _, b := range s.Blocks {
		t, ok := b.(*print.Table)
		if !ok {
			continue
		}
		t.Size = smaller(t.Size)
		for _, rows := range [][]print.Row{t.Head, t.Rows} {
			for _, row := range rows {
				for _, c := range row.Cells {
					for i := range c.Paragraphs {
						c.Paragraphs[i].Size = smaller(c.Paragraphs[i].Size)
					}
				}
			}
		}
	}
}

// smaller is a point less, and half a point of what is small already.
func smaller(size float64) float64 {
	if size > sizeRemark {
		return size - 1
	}
	return max(size-0.5, 8)
}
