package docx

import (
	"slices"

	"github.com/motcua/motcua/internal/print"
)

// properties are the shape of a section's pages.
func (b *body) properties(s *print.Section) string {
	var w writer
	w.put(`<w:sectPr>`)
	if s.Number.Shown {
		id := headID(b.head(numberHead(numberSize(s))))
		first := id
		if s.Number.HideFirst {
			first = emptyID
		}
		w.put(`<w:headerReference w:type="default" r:id="`, id, `"/><w:headerReference w:type="first" r:id="`, first, `"/>`)
	} else {
		w.put(`<w:headerReference w:type="default" r:id="`, emptyID, `"/>`)
	}
	w.put(`<w:type w:val="nextPage"/>`)
	if s.Up == 2 {
		w.putf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/>`, 2*mm(s.Width), mm(s.Height))
	} else if s.Landscape {
		w.putf(`<w:pgSz w:w="%d" w:h="%d" w:orient="landscape"/>`, mm(s.Height), mm(s.Width))
	} else {
		w.putf(`<w:pgSz w:w="%d" w:h="%d"/>`, mm(s.Width), mm(s.Height))
	}
	top := mm(s.Margin.Top)
	w.putf(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="0" w:gutter="0"/>`,
		top, mm(s.Margin.Right), mm(s.Margin.Bottom), mm(s.Margin.Left), max((top-pt(print.Pitch(numberSize(s))))/2, 0))
	if s.Number.FromOne {
		w.put(`<w:pgNumType w:start="1"/>`)
	}
	if s.Up == 2 { // the edges of two halves lie between the columns
		w.putf(`<w:cols w:num="2" w:space="%d" w:equalWidth="1"/>`, mm(s.Margin.Left)+mm(s.Margin.Right))
	}
	if s.Number.Shown {
		w.put(`<w:titlePg/>`)
	}
	w.put(`</w:sectPr>`)
	return w.String()
}

func numberSize(s *print.Section) float64 {
	if s.Number.Size > 0 {
		return s.Number.Size
	}
	return 14
}

// head keeps one header for all sections that look alike.
func (b *body) head(markup string) int {
	if i := slices.Index(b.heads, markup); i >= 0 {
		return i
	}
	b.heads = append(b.heads, markup)
	return len(b.heads) - 1
}
