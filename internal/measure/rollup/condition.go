package rollup

import (
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// Condition is a term as a question about one dossier: what the store turns into SQL on its
// columns, so that the list is as long as the number says.
//
// A flow (Stock empty): the By day lies in From..To and flags & Mask = Want.
// A stock at day T = At(from, to):
//
//	Open, Carried: received ≤ T and not (ended ≤ T)
//	Overdue:       some late span has From ≤ T and (To = 0 or To > T)
//	InTime:        Open and not Overdue
//
// Besides, the cell is among Channels, Levels and Procedures; empty means all.
type Condition struct {
	Stock      Count // "" for a flow
	By         Clock
	Mask, Want Flags
	Channels   []dossier.Channel
	Levels     []dossier.Level
	Procedures []string
}

// ConditionOf turns a term into a condition; a count that is not defined is refused.
func ConditionOf(t Term) (Condition, error) {
	c := Condition{Channels: t.Channels, Levels: t.Levels, Procedures: t.Procedures}
	if IsStock(t.Count) {
		c.Stock = t.Count
		return c, nil
	}
	d, ok := DefOf(t.Count)
	if !ok {
		return c, fault.New(fault.Invalid, "measure.count_unknown", "count", string(t.Count))
	}
	c.By, c.Mask, c.Want = d.By, d.Mask, d.Want
	return c, nil
}

// At is the day at whose end a stock is taken.
func (c Condition) At(from, to calendar.Date) calendar.Date {
	_, day := Days(c.Stock, from, to)
	return day
}

// Holds reports whether the dossier is counted over from..to: the definition that the store's
// SQL must agree with.
func (c Condition) Holds(s *dossier.State, from, to calendar.Date) bool {
	received, ended, rated := DaysOf(s)
	if received == 0 || !(Term{Channels: c.Channels, Levels: c.Levels, Procedures: c.Procedures}).has(CellOf(s)) {
		return false
	}
	if c.Stock == "" {
		day := [...]calendar.Date{ByReceived: received, ByEnded: ended, ByRated: rated}[c.By]
		return day != 0 && from <= day && day <= to && FlagsOf(s)&c.Mask == c.Want
	}
	at := c.At(from, to)
	open := received <= at && (ended == 0 || ended > at)
	switch c.Stock {
	case Overdue:
		return lateOn(s, at)
	case InTime:
		return open && !lateOn(s, at)
	}
	return open
}

func lateOn(s *dossier.State, day calendar.Date) bool {
	for _, l := range LateSpans(s) {
		if l.From <= day && (l.To == 0 || day < l.To) {
			return true
		}
	}
	return false
}
