package print

import (
	"strings"
	"testing"
)

// A row that is kept with the next never ends a page; when no page holds all that is kept
// together, rows go where they fit.
func TestRowKeptWithNext(t *testing.T) {
	pagesOf := func(rows int, kept ...int) []string {
		s := Report30(false)
		table := &Table{Widths: []float64{165}, Size: 12}
		for i := range rows {
			p := P(string(rune('a'+i%26)), 12, Left)
			for _, k := range kept {
				p.KeepNext = p.KeepNext || k == i
			}
			table.Rows = append(table.Rows, Row{Cells: []Cell{{Paragraphs: []Paragraph{p}}}})
		}
		s.Blocks = []Block{table}
		pages := Layout(&Document{Sections: []Section{s}})
		var out []string
		for _, p := range pages {
			var b strings.Builder
			for _, x := range p.Texts {
				if x.Part != nil {
					b.WriteString(x.Text)
				}
			}
			out = append(out, b.String())
		}
		return out
	}
	free := pagesOf(60)
	last := len(free[0]) - 1
	if got := pagesOf(60, last); len(got[0]) != last {
		t.Errorf("the kept row ends the page: %q", got[0])
	}
	if got := pagesOf(60, last-2, last-1, last); len(got[0]) != last-2 {
		t.Errorf("the chain is broken: %q", got[0])
	}
	all := make([]int, 60)
	for i := range all {
		all[i] = i
	}
	if got := pagesOf(60, all...); strings.Join(got, "") != strings.Join(free, "") || len(got) != len(free) {
		t.Errorf("a chain longer than a page: %q", got)
	}
}
