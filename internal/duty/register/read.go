package register

import (
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// NoData is the state of a reading that found nothing to say.
const NoData State = "no_data"

// Reading is what the items of one facet say of a period, and which items say it.
type Reading struct {
	State    State
	Quantity int64
	Text     string
	Items    []Item // those that make up the quantity, in order: the list behind the number
	Printed  bool   // some of them came from a printed report
}

// Read reads the items of one facet over from..to. Items may be any that touch the period;
// voided ones are left out.
//
// An item with exactly the period is the figure. Otherwise counts and amounts add up: dated
// facts and summaries wholly inside the period, a fact inside a summary being already in it;
// when summaries overlap, or one reaches outside the period over days that no other summary
// inside it covers, there is no data. A level, a text and a tick are of the latest item that
// ends in the period. A flag is yes when any item inside says yes. A percentage or a score
// holds for exactly its own period.
func Read(m Measure, items []Item, from, to calendar.Date) Reading {
	live := make([]Item, 0, len(items))
	for _, i := range items {
		if !i.Voided && i.From <= to && from <= i.To {
			live = append(live, i)
		}
	}
	slices.SortFunc(live, byPeriod)
	if exact := latest(live, func(i Item) bool { return i.From == from && i.To == to && i.From != i.To }); exact != nil {
		return one(*exact)
	}
	switch {
	case m.Adds() || m == Flag:
		return readSum(m, live, from, to)
	case m == Level || m == Text || m == Tick:
		if last := latest(live, func(i Item) bool { return i.To <= to }); last != nil {
			return one(*last)
		}
	case from == to:
		if last := latest(live, func(i Item) bool { return i.From == from && i.To == to }); last != nil {
			return one(*last)
		}
	}
	return Reading{State: NoData}
}

// byPeriod orders items by end, then the shorter first, then the older first: the last one
// that fits is the latest said.
func byPeriod(a, b Item) int {
	for _, d := range [...]int64{int64(a.To) - int64(b.To), int64(b.From) - int64(a.From), int64(a.ID) - int64(b.ID)} {
		if d != 0 {
			return int(max(-1, min(1, d)))
		}
	}
	return 0
}

func latest(items []Item, fits func(Item) bool) *Item {
	for i := len(items) - 1; i >= 0; i-- {
		if fits(items[i]) {
			return &items[i]
		}
	}
	return nil
}

func one(i Item) Reading {
	return Reading{State: i.State, Quantity: i.Quantity, Text: i.Text, Items: []Item{i}, Printed: i.Origin == Printed}
}

func readSum(m Measure, live []Item, from, to calendar.Date) Reading {
	summaries, ok := tiles(live, from, to)
	if !ok && m != Flag {
		return Reading{State: NoData}
	}
	used := slices.Clone(summaries)
	for _, i := range live {
		if i.From == i.To && !covered(i.From, i.From, summaries) {
			used = append(used, i)
		}
	}
	return add(m, used, ok)
}

// tiles picks the summaries that are read: those wholly inside the period and in no other of
// them. It fails when they overlap, or when a summary reaches outside over days not told by
// them.
func tiles(live []Item, from, to calendar.Date) (out []Item, ok bool) {
	inside := func(i Item) bool { return i.From != i.To && from <= i.From && i.To <= to }
	for n, i := range live {
		if !inside(i) {
			continue
		}
		outer := slices.IndexFunc(live[n+1:], func(o Item) bool { return inside(o) && o.From <= i.From && i.To <= o.To })
		if outer < 0 {
			out = append(out, i)
		}
	}
	slices.SortFunc(out, func(a, b Item) int { return int(a.From) - int(b.From) })
	for n := 1; n < len(out); n++ {
		if out[n].From <= out[n-1].To {
			return out, false
		}
	}
	for _, i := range live {
		if i.From != i.To && !inside(i) && !covered(max(i.From, from), min(i.To, to), out) {
			return out, false
		}
	}
	return out, true
}

// covered reports whether ordered, disjoint summaries tell every day of from..to.
func covered(from, to calendar.Date, summaries []Item) bool {
	for _, s := range summaries {
		if s.From <= from && from <= s.To {
			from = s.To + 1
		}
	}
	return from > to
}

// add sums the items read. Blank and not applicable ones have nothing to add: alone they are
// the answer, beside figures they leave a hole, and a sum with a hole is no data.
func add(m Measure, used []Item, complete bool) Reading {
	r := Reading{State: NoData}
	if len(used) == 0 {
		return r
	}
	states := map[State]int{}
	for _, i := range used {
		states[i.State]++
		r.Quantity += i.Quantity
		r.Printed = r.Printed || i.Origin == Printed
	}
	switch {
	case m == Flag && r.Quantity > 0:
		r.Quantity, r.State = 1, Value
		used = slices.DeleteFunc(used, func(i Item) bool { return i.Quantity == 0 })[:1]
	case !complete:
		return Reading{State: NoData}
	case len(states) == 1:
		r.State = used[0].State
	default:
		return Reading{State: NoData}
	}
	r.Items = used
	return r
}
