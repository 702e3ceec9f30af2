package report

import (
	"slices"

	"github.com/motcua/motcua/internal/print"
)

// builder builds a section. The last tail rows of its table stand on a page of their own.
type builder func(tail int) print.Section

// withSigner is how many rows go to a new page with the signature, which never stands there
// alone.
const withSigner = 2

// fit lays a section out so that it reads well on paper. A table whose last page would hold
// so little that a smaller size saves it is set a point smaller, or two: Nghị định 30 sets no
// size for tables, and 10 to 12 points are usual. A letter that cannot be printed is left to
// the writer to refuse.
func fit(build builder) print.Section {
	const most = 2
	at := func(step, tail int) (print.Section, []print.Page) {
		s := build(tail)
		for range step {
			shrink(&s)
		}
		return s, pagesOf(&s)
	}
	s, pages := at(0, 0)
	if len(pages) < 2 {
		return s
	}
	step := 0
	if filled(pages) <= little {
		for n := 1; n <= most && step == 0; n++ {
			if smaller, fewer := at(n, 0); len(fewer) > 0 && len(fewer) < len(pages) {
				s, pages, step = smaller, fewer, n
			}
		}
	}
	if signedAlone(&s, pages) {
		s, _ = at(step, withSigner)
	}
	return s
}

// signedAlone reports whether the last page has a signature and nothing that is signed.
func signedAlone(s *print.Section, pages []print.Page) bool {
	if _, signed := s.Blocks[len(s.Blocks)-1].(*print.Columns); !signed {
		return false
	}
	return !slices.ContainsFunc(pages[len(pages)-1].Texts, func(t print.Text) bool { return t.Mark != "" })
}

// whole leaves a section as it is: a sheet of a workbook is pressed into its pages by the
// program that prints it.
func whole(build builder) print.Section { return build(0) }

// little is how much of a page is too little to be worth its sheet.
const little = 0.4

func pagesOf(s *print.Section) []print.Page {
	return print.Layout(&print.Document{Sections: []print.Section{*s}})
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
	return min(size, max(size-0.5, 8))
}

// narrow sets a figure smaller until it stands in its column unbroken.
func narrow(p print.Paragraph, column float64) print.Paragraph {
	const least = 7
	room := column - 2*print.CellSide*mmPerPoint - 0.2
	for p.Size > least && textWidth(p.Runs[0].Text, p.Size, p.Runs[0].Bold) > room {
		p.Size -= 0.5
	}
	return p
}
