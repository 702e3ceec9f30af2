package demo

import (
	"slices"
	"testing"
)

// sameDayCodes are the procedures whose result is due on the day of receipt.
var sameDayCodes = []string{"2.000815", "2.000884", "2.000908", "2.000913", "1.001193", "1.000656", "1.000894", "2.000635"}

func slotsOf(t *testing.T, f *Figures, i, scale int, seed uint64) []slot {
	t.Helper()
	a := &allocator{year: &f.Years[i], scale: scale, seed: seed, fieldOf: fieldsOf(t),
		sameDay: func(c string) bool { return slices.Contains(sameDayCodes, c) }}
	if i+1 < len(f.Years) {
		a.next = &f.Years[i+1]
	}
	return a.allocate()
}

func count(slots []slot, ok func(slot) bool) (n int) {
	for _, s := range slots {
		if ok(s) {
			n++
		}
	}
	return n
}

// Every margin of every year is met exactly, at any scale and seed.
func TestAllocatorMargins(t *testing.T) {
	f := figures(t)
	for _, c := range []struct {
		scale int
		seed  uint64
	}{{1, 1}, {1, 20250331}, {3, 7}} {
		carriedElectronics := 0
		for i := range f.Years {
			y := &f.Years[i]
			slots := slotsOf(t, f, i, c.scale, c.seed)
			check := func(id string, got int) {
				t.Helper()
				if want := c.scale * y.Kept(id); got != want {
					t.Errorf("seed %d ×%d, %d %s: %d, want %d", c.seed, c.scale, y.Year, id, got, want)
				}
			}
			flag := func(want, mask flags) func(slot) bool { return func(s slot) bool { return s.flags&mask == want } }
			carried := c.scale * y.Kept("carried")
			check("received", len(slots))
			check("online", count(slots, flag(fOnline, fOnline)))
			check("direct", count(slots, flag(0, fOnline)))
			check("open", count(slots, flag(fOpen, fOpen)))
			check("digitized", count(slots, flag(fDigitized, fDigitized)))
			check("on_time", count(slots, flag(fOnTime, fOnTime)))
			check("early", count(slots, flag(0, fOnTime|fOpen))+carried)
			check("paper", count(slots, flag(0, fNoPaper|fOpen))+carried)
			check("electronic", count(slots, flag(fElectronic, fElectronic|fOpen))+carriedElectronics)
			for _, l := range levels {
				of := func(s slot) bool { return y.Splits[s.split].Level == l.level }
				check(l.total, count(slots, of))
				if l.online != "" {
					check(l.online, count(slots, func(s slot) bool { return of(s) && s.flags.has(fOnline) }))
				}
			}
			if n := count(slots, func(s slot) bool { return s.flags.has(fNoPaper) && s.flags.has(fElectronic|fOpen) }); n > 0 {
				t.Errorf("%d: %d dossiers without a paper are electronic or open", y.Year, n)
			}
			carriedElectronics = count(slots, flag(fElectronic|fOpen, fElectronic|fOpen))
		}
	}
}

// The same seed gives the same slots, another seed others.
func TestAllocatorSeed(t *testing.T) {
	f := figures(t)
	a, b, other := slotsOf(t, f, 1, 1, 5), slotsOf(t, f, 1, 1, 5), slotsOf(t, f, 1, 1, 6)
	if !slices.Equal(a, b) {
		t.Error("the same seed gave other slots")
	}
	if slices.Equal(a, other) {
		t.Error("another seed gave the same slots")
	}
}
