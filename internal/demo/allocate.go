package demo

import (
	"math/rand/v2"
	"slices"
)

// flags are what the figures fix about one dossier.
type flags uint16

const (
	fOnline     flags = 1 << iota
	fPost             // not online, came by post
	fOpen             // still open at the end of the period
	fOnTime           // settled on the due day; without it, before it
	fDigitized        // every paper that must be is digitized
	fNoPaper          // the result is no paper
	fElectronic       // the paper was issued electronically
	fAgreed           // received under the published longer variant
	fSupplement       // asked for a supplement once
)

func (f flags) has(g flags) bool { return f&g != 0 }

// slot is one dossier of a period before it has a life.
type slot struct {
	split uint8 // index into the year's splits
	flags flags
}

// Streams of randomness of a year, so that one choice does not move another.
const (
	streamOnline uint64 = iota + 1
	streamPost
	streamOpen
	streamOnTime
	streamDigitized
	streamNoPaper
	streamElectronic
)

// allocator gives every dossier of a year its facts so that every margin is met exactly:
// procedure and channel, outcome, digitization, kind of result. The margins by field and
// level follow from the split by procedure. Nothing is drawn at random but who among equals.
type allocator struct {
	year    *Year
	next    *Year // whose figures the dossiers carried over count in; nil for the last
	scale   int
	seed    uint64
	fieldOf func(string) string
	sameDay func(procedure string) bool
	slots   []slot
}

// allocate makes the slots of a year at a scale.
func (a *allocator) allocate() []slot {
	a.fill()
	y, k := a.year, a.scale
	a.choose(streamDigitized, k*y.Kept("digitized"), fDigitized, func(slot) bool { return true })
	a.choose(streamOnTime, k*y.Kept("on_time"), fOnTime, a.canBeOnTime())
	a.results()
	return a.slots
}

// fill lays the splits out: procedure, channel, and which stay open.
func (a *allocator) fill() {
	for i, s := range a.year.Splits {
		from := len(a.slots)
		for range s.Received * a.scale {
			a.slots = append(a.slots, slot{split: uint8(i)})
		}
		of := func(n int) bool { return n >= from } // the slots of this split
		a.pick(streamOnline, uint64(i), s.Online*a.scale, fOnline, of)
		a.pick(streamOpen, uint64(i), s.Open*a.scale, fOpen, of)
	}
}

// canBeOnTime prefers same-day procedures: settled on the day of receipt is on time. A period
// of many days ends on its very last day only where there are not enough of them.
func (a *allocator) canBeOnTime() func(slot) bool {
	same := 0
	ok := func(s slot) bool { return !s.flags.has(fOpen) && a.sameDay(a.year.Splits[s.split].Procedure) }
	for _, s := range a.slots {
		if ok(s) {
			same++
		}
	}
	if same >= a.scale*a.year.Kept("on_time") {
		return ok
	}
	return func(s slot) bool { return !s.flags.has(fOpen) }
}

// results shares out paper and electronic results among the dossiers settled in the period.
// Those carried in were given theirs by the year before (carriedElectronic).
func (a *allocator) results() {
	y, k := a.year, a.scale
	settled := func(s slot) bool { return !s.flags.has(fOpen) }
	none := k * (y.Kept("settled") - y.Kept("paper"))
	for i, field := range y.NoPaper {
		of := func(s slot) bool { return settled(s) && a.fieldOf(y.Splits[s.split].Procedure) == field }
		none -= a.choose(streamNoPaper+uint64(i)<<8, none, fNoPaper, of)
	}
	none -= a.choose(streamNoPaper+1<<16, none, fNoPaper, settled)
	electronic := k * y.Kept("electronic")
	if carriedElectronic(y) {
		electronic -= k * y.Kept("carried")
	}
	a.choose(streamElectronic, electronic, fElectronic, func(s slot) bool { return settled(s) && !s.flags.has(fNoPaper) })
	if a.next == nil || carriedElectronic(a.next) {
		a.choose(streamElectronic, k*y.Kept("open"), fElectronic, func(s slot) bool { return s.flags.has(fOpen) })
	}
}

// carriedElectronic says whether the dossiers carried into a year get electronic results:
// all or none, as most of that year's do. They all yield a paper.
func carriedElectronic(y *Year) bool { return 2*y.Kept("electronic") >= y.Kept("paper") }

// choose sets a flag on n slots that qualify and do not have it, and returns how many it found.
func (a *allocator) choose(stream uint64, n int, f flags, ok func(slot) bool) int {
	return a.pick(stream, 0, n, f, func(i int) bool { return ok(a.slots[i]) })
}

func (a *allocator) pick(stream, part uint64, n int, f flags, ok func(int) bool) int {
	if n <= 0 {
		return 0
	}
	var found []int32
	for i := range a.slots {
		if !a.slots[i].flags.has(f) && ok(i) {
			found = append(found, int32(i))
		}
	}
	n = min(n, len(found))
	for _, i := range sample(source(a.seed, uint64(a.year.Year), stream, part), found, n) {
		a.slots[i].flags |= f
	}
	return n
}

// sample moves n of the elements, chosen at random, to the front and returns them in order.
func sample(r *rand.Rand, from []int32, n int) []int32 {
	for i := range n {
		j := i + r.IntN(len(from)-i)
		from[i], from[j] = from[j], from[i]
	}
	slices.Sort(from[:n])
	return from[:n]
}
