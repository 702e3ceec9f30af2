package rollup

import (
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// DaysOf returns the days of receipt, end and rating; 0 for what has not happened. A dossier
// that was never received has none of them: it is in no count.
func DaysOf(s *dossier.State) (received, ended, rated calendar.Date) {
	if s == nil || s.ReceivedAt.IsZero() {
		return 0, 0, 0
	}
	return calendar.DateOf(s.ReceivedAt), calendar.DateOf(s.EndedAt), calendar.DateOf(s.RatedAt)
}

// FlagsOf answers the yes/no questions that counts ask of a dossier.
func FlagsOf(s *dossier.State) Flags {
	if s == nil {
		return 0
	}
	var f Flags
	set := func(yes bool, flag Flags) {
		if yes {
			f |= flag
		}
	}
	f |= classFlag[s.Outcome()]
	if !s.EndedAt.IsZero() {
		paper := s.Status != dossier.Stopped && s.Result.Paper
		set(paper, FlagPaper)
		set(paper && s.Result.Electronic, FlagElectronic)
		set(paper && !s.Result.Electronic, FlagPaperOnly)
	}
	f |= componentFlags(s.Components)
	set(s.Rating >= 4, FlagSatisfied)
	set(s.Rating == 1 || s.Rating == 2, FlagDisliked)
	set(s.Transfers > 0, FlagTransferred)
	set(s.PaperMoves > 0, FlagPaperMove)
	set(s.EID, FlagEID)
	set(s.Typist == dossier.TypedByCitizen, FlagTypedCitizen)
	set(s.Typist == dossier.TypedByOfficer, FlagTypedOfficer)
	set(s.Typist == dossier.TypedByOfficerInternal, FlagTypedInternal)
	set(s.Supplements > 0, FlagSupplemented)
	set(s.Extensions > 0, FlagExtended)
	set(s.LateEntries > 0, FlagLateRecorded)
	set(!s.ReturnedAt.IsZero(), FlagReturned)
	return f
}

// classFlag is the flag of an outcome; a dossier that has not ended has none.
var classFlag = map[dossier.Class]Flags{
	dossier.Early: FlagEarly, dossier.OnTime: FlagOnTime, dossier.Late: FlagLate, dossier.Dropped: FlagDropped,
}

// componentFlags asks about the papers. A paper that is only shown needs no scan (TT 03/2025
// Đ5); one that came electronic or was taken from the store is digital already. A dossier
// without any paper to digitize is not called digitized.
func componentFlags(cs []dossier.Component) Flags {
	needed, done, held, usedHeld, used := 0, 0, 0, 0, 0
	for _, c := range cs {
		if !c.ShownOnly {
			needed++
			if c.Born || c.Digitized || c.Reused {
				done++
			}
		}
		if c.Reusable {
			held++
			if c.Reused {
				usedHeld++
			}
		}
		if c.Reused {
			used++
		}
	}
	var f Flags
	if needed > 0 && done == needed {
		f |= FlagDigitized
	}
	if held > 0 {
		f |= FlagReusable
		if usedHeld == held {
			f |= FlagReused
		}
	}
	if used > 0 {
		f |= FlagUsedAny
	}
	return f
}

// CellOf is the cell a dossier counts in. A channel that is not known counts as the counter,
// as the national index does (one-stop rules §6.1).
func CellOf(s *dossier.State) Cell {
	ch := s.Channel
	if ch == 0 {
		ch = dossier.Counter
	}
	return Cell{Procedure: s.Procedure, Channel: ch, Level: s.Level}
}

// LateSpans are the runs of days on which the dossier was open and late, clipped to its life
// at the office: what the store keeps to answer which dossiers were overdue on a day.
func LateSpans(s *dossier.State) []dossier.Span {
	received, ended, _ := DaysOf(s)
	if received == 0 || len(s.Late) == 0 {
		return nil
	}
	out := make([]dossier.Span, 0, len(s.Late))
	var free calendar.Date // spans are in order and never count a day twice
	for _, l := range s.Late {
		l.From = max(l.From, received, free)
		if ended != 0 && (l.To == 0 || l.To > ended) {
			l.To = ended
		}
		if l.To == 0 || l.From < l.To {
			out = append(out, l)
		}
		if l.To == 0 {
			break
		}
		free = max(free, l.To)
	}
	return out
}

// entry is one contribution with the place of its count in Names, so that two states can be
// compared without a map.
type entry struct {
	name int
	day  calendar.Date
}

func entries(s *dossier.State) []entry {
	received, ended, rated := DaysOf(s)
	if received == 0 {
		return nil
	}
	flags := FlagsOf(s)
	days := [...]calendar.Date{ByReceived: received, ByEnded: ended, ByRated: rated}
	out := make([]entry, 0, 16)
	for i, d := range Defs {
		if day := days[d.By]; day != 0 && flags&d.Mask == d.Want {
			out = append(out, entry{i, day})
		}
	}
	for _, l := range LateSpans(s) {
		out = append(out, entry{len(Defs), l.From})
		if l.To != 0 {
			out = append(out, entry{len(Defs) + 1, l.To})
		}
	}
	return out
}

func (e entry) contribution(c Cell, n int64) Contribution {
	return Contribution{Count: names[e.name], Day: e.day, Cell: c, N: n}
}

var names = Names()

// Contributions is all that a dossier adds to the flows. It follows from Defs alone: a flow
// gets one on its Clock day when the flags under Mask equal Want.
func Contributions(s *dossier.State) []Contribution {
	es := entries(s)
	if len(es) == 0 {
		return nil
	}
	cell := CellOf(s)
	out := make([]Contribution, len(es))
	for i, e := range es {
		out[i] = e.contribution(cell, 1)
	}
	return out
}

// Diff is what an act changes in the flows: contributions after it less those before it,
// without what cancels out. Either state may be nil.
func Diff(before, after *dossier.State) []Contribution {
	was, is := entries(before), entries(after)
	var oldCell, newCell Cell
	if before != nil {
		oldCell = CellOf(before)
	}
	if after != nil {
		newCell = CellOf(after)
	}
	var out []Contribution
	gone := make([]bool, len(was))
	for _, e := range is {
		if i := find(was, gone, e); i >= 0 && oldCell == newCell {
			gone[i] = true
			continue
		}
		out = append(out, e.contribution(newCell, 1))
	}
	for i, e := range was {
		if !gone[i] {
			out = append(out, e.contribution(oldCell, -1))
		}
	}
	return out
}

func find(es []entry, taken []bool, want entry) int {
	for i, e := range es {
		if e == want && !taken[i] {
			return i
		}
	}
	return -1
}
