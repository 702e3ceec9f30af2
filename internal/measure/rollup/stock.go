package rollup

import (
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// Stocks: what there is at the end of a day. They never add over periods.
const (
	Open    Count = "open"    // received and not ended
	Overdue Count = "overdue" // open and late, the clock running
	InTime  Count = "in_time" // open and not overdue; waiting for a supplement counts here (§3.4)
	Carried Count = "carried" // open at the end of the day before the period: column 6 of II.06a
)

var stockTitles = map[Count]string{
	Open:    "Hồ sơ đang giải quyết vào cuối ngày cuối kỳ",
	Overdue: "Hồ sơ đang giải quyết đã quá hạn vào cuối ngày cuối kỳ",
	InTime:  "Hồ sơ đang giải quyết còn trong hạn vào cuối ngày cuối kỳ, gồm hồ sơ chờ bổ sung",
	Carried: "Hồ sơ kỳ trước chuyển sang: đang giải quyết vào cuối ngày trước ngày đầu kỳ",
}

// parts says of which flows, since the beginning, a stock is the difference.
var parts = map[Count][]struct {
	flow Count
	sign int64
}{
	Open:    {{Received, 1}, {Ended, -1}},
	Carried: {{Received, 1}, {Ended, -1}},
	Overdue: {{lateIn, 1}, {lateOut, -1}},
	InTime:  {{Received, 1}, {Ended, -1}, {lateIn, -1}, {lateOut, 1}},
}

// Days are the days whose flows give a count over from..to: these days for a flow; for a stock
// all days from the beginning, 0, to the one at whose end it is taken.
func Days(c Count, from, to calendar.Date) (calendar.Date, calendar.Date) {
	switch {
	case c == Carried:
		return 0, from - 1
	case IsStock(c):
		return 0, to
	}
	return from, to
}

// Value is what a term comes to; t holds the flows of its count's Days.
func (t Table) Value(term Term) int64 {
	if IsStock(term.Count) {
		return t.Stock(term)
	}
	return t.Sum(term)
}

// IsStock reports whether a count is a stock.
func IsStock(c Count) bool { return stockTitles[c] != "" }

func (t Term) has(c Cell) bool {
	return (len(t.Channels) == 0 || slices.Contains(t.Channels, c.Channel)) &&
		(len(t.Levels) == 0 || slices.Contains(t.Levels, c.Level)) &&
		(len(t.Procedures) == 0 || slices.Contains(t.Procedures, c.Procedure))
}

// Sum adds the cells of a flow that the term selects.
func (t Table) Sum(term Term) (n int64) {
	for _, r := range t {
		if r.Count == term.Count && term.has(r.Cell) {
			n += r.N
		}
	}
	return n
}

// Stock is the value of a stock; t holds the flows from the beginning to its day (the day
// before the period for Carried). The caller chooses t: see Days.
func (t Table) Stock(term Term) (n int64) {
	for _, p := range parts[term.Count] {
		part := term
		part.Count = p.flow
		n += p.sign * t.Sum(part)
	}
	return n
}

// Distinct lists the procedures with something in the cells that the term selects, in the
// order of the table.
func (t Table) Distinct(term Term) []string {
	sums := map[string]int64{}
	var order []string
	for _, r := range t {
		if r.Count != term.Count || !term.has(r.Cell) {
			continue
		}
		if _, seen := sums[r.Cell.Procedure]; !seen {
			order = append(order, r.Cell.Procedure)
		}
		sums[r.Cell.Procedure] += r.N
	}
	out := order[:0]
	for _, p := range order {
		if sums[p] > 0 {
			out = append(out, p)
		}
	}
	return out
}
