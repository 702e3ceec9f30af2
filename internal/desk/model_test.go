package desk_test

import (
	"fmt"
	"runtime"
	"sync"
	"testing"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/desktest"
)

// TestInterleavings: 100,000 random days of two to eight officers on one or two dossiers,
// with stale sights and repeated forms, go as a plain model says: no update is lost, no state
// is unlawful, no number is given twice or left out, and what is kept is the fold of what was
// recorded.
func TestInterleavings(t *testing.T) {
	days := 100_000
	if testing.Short() {
		days = 5_000
	}
	cat, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	sum := desktest.Player{}
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		all.Go(func() {
			for seed := w; seed < days && !t.Failed(); seed += workers {
				m := desktest.NewMemory()
				d := desk.New(cat, m)
				d.Kinds = books()
				p := desktest.NewPlayer(uint64(seed), d, m, unit, fmt.Sprint("mc-01:", seed), at("2024-06-03 08:00"))
				err := play(p, length(seed))
				if err != nil {
					t.Errorf("day %d: %v", seed, err)
				}
				mu.Lock()
				sum.Orders, sum.Done, sum.Refused, sum.Stale, sum.Repeats = sum.Orders+p.Orders, sum.Done+p.Done, sum.Refused+p.Refused, sum.Stale+p.Stale, sum.Repeats+p.Repeats
				for i, n := range p.Acts {
					sum.Acts[i] += n
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	t.Logf("%d days, %d orders: %d done, %d refused, of them %d stale; %d repeated", days, sum.Orders, sum.Done, sum.Refused, sum.Stale, sum.Repeats)
	if sum.Done < sum.Orders/4 || sum.Refused < sum.Orders/20 || sum.Stale < sum.Orders/100 || sum.Repeats < sum.Orders/100 {
		t.Error("the days are too quiet to prove anything")
	}
	t.Logf("%v", sum.Acts)
	for i, name := range desktest.Names() {
		if sum.Acts[i] < days/1000 {
			t.Errorf("%s was done %d times", name, sum.Acts[i])
		}
	}
}

// length of a day: mostly short, so that many different ones are played; every tenth long
// enough for whole lives.
func length(seed int) int {
	if seed%10 == 0 {
		return 24
	}
	return 2 + seed%4
}

func play(p *desktest.Player, orders int) error {
	for range orders {
		if err := p.Step(); err != nil {
			return err
		}
	}
	return p.Finish()
}
