package leader

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/web/page"
)

// listURL is the list behind a cell of form II.06a over a span; row "" is the total. A cell
// of nothing has a list too, which says so.
func listURL(f *facts, s span, row, column string) string {
	l := page.List{Column: column, Row: row, From: s.From, To: s.To}
	return l.URL()
}

// urgentURL is what is open, the nearest due date first.
func urgentURL(f *facts, column string) string {
	l := page.List{Column: column, From: f.year().From, To: f.AsOf, Sort: "due"}
	return l.URL()
}

// label is a span in figures, which need no language: 2024, 03/2025.
func (s span) label() string {
	y, m, _ := s.From.Civil()
	if _, tm, _ := s.To.Civil(); m == 1 && tm != 1 {
		return strconv.Itoa(y)
	}
	return fmt.Sprintf("%02d/%d", int(m), y)
}

// name says what a mark stands for: «Đã giải quyết, 03/2025: 88 hồ sơ».
func name(ctx context.Context, column, when string, n int64) string {
	return page.T(ctx, "leader.mark", "what", page.T(ctx, "leader.column."+column), "when", when, "n", page.N(n))
}

// sortBars puts the greatest first; equal ones keep the order of the form.
func sortBars(bars []fieldBar) {
	slices.SortStableFunc(bars, func(a, b fieldBar) int { return cmp.Compare(b.N, a.N) })
}

// heat is the months across the fields: how many dossiers ended in each.
type heat struct {
	Months []span
	Rows   []heatRow
}

type heatRow struct {
	Field string
	Cells []heatCell
}

// heatCell is one field in one month. Level 0 is none, 1 to 5 fifths of the greatest cell.
type heatCell struct {
	N     int64
	Level int
	URL   string
}

// heatOf takes the rows of the form in the order of the year's sums, at most the fields that
// the picture of fields shows by name.
func heatOf(f *facts) heat {
	h := heat{Months: f.Months[max(0, len(f.Months)-heatMonths):]}
	sums := map[string]int64{}
	var names []string
	var top int64
	for _, s := range h.Months {
		for label, c := range s.Rows {
			if _, seen := sums[label]; !seen {
				names = append(names, label)
			}
			sums[label] += c.Settled
			top = max(top, c.Settled)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b)) })
	for _, field := range names[:min(len(names), fieldsShown)] {
		row := heatRow{Field: field}
		for _, s := range h.Months {
			c := heatCell{N: s.Rows[field].Settled}
			if c.N > 0 {
				c.Level = fifth(c.N, top)
				c.URL = listURL(f, s, field, "settled.total")
			}
			row.Cells = append(row.Cells, c)
		}
		h.Rows = append(h.Rows, row)
	}
	return h
}

// fifth is in which fifth of 1..top a number lies, 1 to 5. The upper bounds are squares
// (1/25, 4/25 …): one field has most dossiers everywhere, and the others must differ too.
func fifth(n, top int64) int {
	for level := int64(1); level < 5; level++ {
		if float64(n)*25 <= float64(top)*float64(level*level) {
			return int(level)
		}
	}
	return 5
}

func heatClass(level int) string { return "heat__" + strconv.Itoa(level) }
