package demo

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// built is the whole ward, lived through the real desk.
func built(t *testing.T, w *Ward, j *memory, seed uint64, scale int) Summary {
	t.Helper()
	sum, err := Run(context.Background(), Options{Files: data.FS, Catalog: w.cat, Desk: desk.New(w.cat, j), Unit: "phuong-2", Seed: seed, Scale: scale})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// whole is the ward of seed 42, built once for all tests that only read it.
func whole(t *testing.T) (*Ward, Summary, *memory) {
	t.Helper()
	wholeOnce.Do(func() {
		wholeWard, wholeMemory = loadWard(t), newMemory()
		wholeSum = built(t, wholeWard, wholeMemory, 42, 1)
	})
	return wholeWard, wholeSum, wholeMemory
}

var (
	wholeOnce   sync.Once
	wholeWard   *Ward
	wholeSum    Summary
	wholeMemory *memory
)

// counted sums the contributions of all states, as `motcua rebuild` does.
type counted struct {
	states []*dossier.State
	rows   []rollup.Contribution
}

func countAll(j *memory) *counted {
	c := &counted{}
	for _, s := range j.states {
		c.states = append(c.states, s)
		c.rows = append(c.rows, rollup.Contributions(s)...)
	}
	return c
}

// flow is a count over a year, of the cells that qualify.
func (c *counted) flow(y *Year, count rollup.Count, ok func(rollup.Cell) bool) (n int) {
	for _, r := range c.rows {
		if r.Count == count && y.From <= r.Day && r.Day <= y.To && (ok == nil || ok(r.Cell)) {
			n += int(r.N)
		}
	}
	return n
}

// stock is how many dossiers of a stock stand at the end of a day.
func (c *counted) stock(count rollup.Count, from, to calendar.Date) (n int) {
	cond, err := rollup.ConditionOf(rollup.Term{Count: count})
	if err != nil {
		panic(err)
	}
	for _, s := range c.states {
		if cond.Holds(s, from, to) {
			n++
		}
	}
	return n
}

func byLevel(l dossier.Level, channels ...dossier.Channel) func(rollup.Cell) bool {
	return func(c rollup.Cell) bool {
		return c.Level == l && (len(channels) == 0 || slices.Contains(channels, c.Channel))
	}
}

func online(c rollup.Cell) bool { return c.Channel == dossier.Online }
func direct(c rollup.Cell) bool { return c.Channel != dossier.Online }

// services are the distinct online services with a dossier received in the year.
func (c *counted) services(y *Year, ok func(rollup.Cell) bool) int {
	seen := map[string]bool{}
	for _, r := range c.rows {
		if r.Count == rollup.Received && y.From <= r.Day && r.Day <= y.To && r.Cell.Level >= dossier.LevelPartial && (ok == nil || ok(r.Cell)) {
			seen[r.Cell.Procedure] = true
		}
	}
	return len(seen)
}

// The counts over the states equal the kept figures of every year (one-stop-rules §6.5), each
// dossier having lived through the real decide and apply.
func TestCountsEqualFigures(t *testing.T) {
	t.Parallel()
	w, sum, j := whole(t)
	t.Logf("%+v", sum)
	if sum.Dossiers != 13235 || len(j.states) != 13235 || int64(j.head.Size) != sum.Entries {
		t.Errorf("%d dossiers, %d states, %d entries of %d", sum.Dossiers, len(j.states), sum.Entries, j.head.Size)
	}
	c := countAll(j)
	for i := range w.Figures.Years {
		y := &w.Figures.Years[i]
		for id, got := range map[string]int{
			"received":        c.flow(y, rollup.Received, nil),
			"online":          c.flow(y, rollup.Received, online),
			"direct":          c.flow(y, rollup.Received, direct),
			"carried":         c.stock(rollup.Carried, y.From, y.To),
			"settled":         c.flow(y, rollup.Ended, nil),
			"early":           c.flow(y, rollup.SettledEarly, nil),
			"on_time":         c.flow(y, rollup.SettledOnTime, nil),
			"late":            c.flow(y, rollup.SettledLate, nil) + c.flow(y, rollup.Dropped, nil) + c.stock(rollup.Overdue, y.From, y.To),
			"open":            c.stock(rollup.InTime, y.From, y.To),
			"full_total":      c.flow(y, rollup.Received, byLevel(dossier.LevelFull)),
			"full_online":     c.flow(y, rollup.Received, byLevel(dossier.LevelFull, dossier.Online)),
			"partial_total":   c.flow(y, rollup.Received, byLevel(dossier.LevelPartial)),
			"partial_online":  c.flow(y, rollup.Received, byLevel(dossier.LevelPartial, dossier.Online)),
			"no_level_total":  c.flow(y, rollup.Received, byLevel(dossier.LevelNone)),
			"services":        c.services(y, nil),
			"services_online": c.services(y, online),
			"digitized":       c.flow(y, rollup.ComponentsDigitized, nil),
			"paper":           c.flow(y, rollup.PaperResult, nil),
			"electronic":      c.flow(y, rollup.ElectronicResult, nil),
		} {
			if got != y.Kept(id) {
				t.Errorf("%d %s: counted %d, kept %d", y.Year, id, got, y.Kept(id))
			}
		}
		checkFields(t, w, c, y)
	}
	checkLives(t, w, c)
}

// checkFields counts each line of the print by field, dossiers carried over included.
func checkFields(t *testing.T, w *Ward, c *counted, y *Year) {
	t.Helper()
	got := make([]int, len(y.Fields))
	for _, s := range c.states {
		received, ended, _ := rollup.DaysOf(s)
		if received <= y.To && (received >= y.From || ended == 0 || ended >= y.From) {
			line := y.fieldLine(s.Procedure, s.Field)
			if line < 0 {
				t.Errorf("%d: no line for %s of %s", y.Year, s.Procedure, s.Field)
				continue
			}
			got[line]++
		}
	}
	for i, f := range y.Fields {
		if got[i] != f.Kept {
			t.Errorf("%d %s: counted %d, kept %d", y.Year, f.Name, got[i], f.Kept)
		}
	}
}

// checkLives looks at what the print says in words: satisfaction over 98 %, transfers
// electronic over 80 %, reuse short of its target of 80 %, every online applicant identified.
func checkLives(t *testing.T, w *Ward, c *counted) {
	t.Helper()
	all := &Year{From: w.Figures.Years[0].From, To: calendar.MakeDate(2025, time.December, 31)}
	share := func(name string, part, whole rollup.Count, low, high float64) {
		t.Helper()
		a, b := c.flow(all, part, nil), c.flow(all, whole, nil)
		if r := float64(a) / float64(b); b == 0 || r < low || r > high {
			t.Errorf("%s: %d of %d, want %.2f to %.2f", name, a, b, low, high)
		}
	}
	share("satisfied", rollup.RatedSatisfied, rollup.Rated, 0.98, 1)
	share("rated", rollup.Rated, rollup.Received, 0.25, 0.40)
	share("transferred electronically", rollup.TransferredElectron, rollup.Transferred, 0.80, 0.99)
	share("reused", rollup.ReusedAll, rollup.Reusable, 0.40, 0.79)
	share("typed by officer for the citizen", rollup.TypedByOfficer, rollup.Received, 0.15, 0.40)
	if a, b := c.flow(all, rollup.EID, nil), w.Figures.Total("online"); a != b {
		t.Errorf("%d filed with an e-ID account, want %d", a, b)
	}
	posted, supplemented, agreed := 0, 0, 0
	for _, s := range c.states {
		if s.Status != dossier.Returned {
			t.Errorf("%s is left at status %d", s.Code, s.Status)
		}
		if s.Channel == dossier.Post {
			posted++
		}
		if s.Supplements > 0 {
			supplemented++
		}
		if s.Procedure == "2.000815" && s.Limit.Unit == calendar.WorkingDay {
			agreed++
		}
	}
	if posted == 0 || supplemented == 0 || agreed < 7000 {
		t.Errorf("%d by post, %d supplemented, %d certified copies under the longer variant", posted, supplemented, agreed)
	}
}

// The same seed gives the same bytes, also when the run was killed and run again: what is
// there is not written twice.
func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	w, killed := loadWard(t), newMemory()
	_, sum, first := whole(t)
	d, s := desk.New(w.cat, killed), newStream(w, 42, 1)
	const before = 60_001
	for range before {
		o, _, err := s.act()
		if err != nil {
			t.Fatal(err)
		}
		<-d.Submit(context.Background(), o)
	}
	again := built(t, w, killed, 42, 1)
	if killed.bytes != first.bytes {
		t.Error("two runs of one seed differ")
	}
	if again.Repeated != before || again.Acts != sum.Acts || again.Entries != sum.Entries-before {
		t.Errorf("after %d acts the second run did %+v", before, again)
	}
}

// Scale multiplies every margin and leaves the services as they are.
func TestScale(t *testing.T) {
	t.Parallel()
	w, j := loadWard(t), newMemory()
	built(t, w, j, 1, 2)
	c := countAll(j)
	for i := range w.Figures.Years {
		y := &w.Figures.Years[i]
		for id, got := range map[string]int{
			"received": c.flow(y, rollup.Received, nil), "early": c.flow(y, rollup.SettledEarly, nil), "on_time": c.flow(y, rollup.SettledOnTime, nil),
			"open": c.stock(rollup.Open, y.From, y.To), "digitized": c.flow(y, rollup.ComponentsDigitized, nil), "electronic": c.flow(y, rollup.ElectronicResult, nil),
		} {
			if got != 2*y.Kept(id) {
				t.Errorf("%d %s: counted %d, want %d", y.Year, id, got, 2*y.Kept(id))
			}
		}
		if got := c.services(y, nil); got != y.Kept("services") {
			t.Errorf("%d services: %d, want %d", y.Year, got, y.Kept("services"))
		}
	}
}

func TestRunRefuses(t *testing.T) {
	w := loadWard(t)
	for name, o := range map[string]Options{
		"scale below one": {Files: data.FS, Catalog: w.cat, Unit: "phuong-2", Scale: -1},
		"scale too large": {Files: data.FS, Catalog: w.cat, Unit: "phuong-2", Scale: 1_000_000},
		"unknown unit":    {Files: data.FS, Catalog: w.cat, Unit: "phuong-9"},
	} {
		j := newMemory()
		o.Desk = desk.New(w.cat, j)
		if _, err := Run(context.Background(), o); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
		if j.head.Size != 0 {
			t.Errorf("%s: %d entries were written", name, j.head.Size)
		}
	}
}
