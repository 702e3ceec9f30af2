package store

import (
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
)

// recent is what the writer remembers of a unit from the groups it has committed: states and
// counts that the next acts will most likely ask for. It holds only while the unit's head is
// the one it was left at and no rebuild has put anything right since: whatever another
// program has written, the head tells.
type recent struct {
	head     ledger.Head
	rebuilt  int64
	dossiers generations[ledger.ID, *dossier.State] // never changed: acts work on copies
	tallies  generations[tallyKey, counts]
}

// How much is remembered of a unit: a few thousand of each, twice.
const (
	recentDossiers = 4096
	recentTallies  = 8192
)

// generations is a map that forgets what was not used while as much again was.
type generations[K comparable, V any] struct {
	young, old map[K]V
}

func (g *generations[K, V]) get(k K) (V, bool) {
	if v, ok := g.young[k]; ok {
		return v, true
	}
	v, ok := g.old[k]
	return v, ok
}

func (g *generations[K, V]) put(k K, v V, limit int) {
	if g.young == nil || len(g.young) >= limit {
		g.old, g.young = g.young, make(map[K]V)
	}
	g.young[k] = v
}

// recall gives the chain what is remembered of it, if that still holds.
func (w *writer) recall(ch *chain, rebuilt int64) {
	r := w.recent[ch.code]
	if r == nil || r.head != ch.head || r.rebuilt != rebuilt {
		r = &recent{rebuilt: rebuilt}
	}
	ch.recent = r
}

// remember keeps what a committed group has left of its chains.
func (w *writer) remember(g *group) {
	for _, ch := range g.order {
		r := ch.recent
		for id, h := range ch.dossiers.held {
			if h.now != nil {
				r.dossiers.put(id, h.now, recentDossiers)
			}
		}
		for k, c := range ch.tallies {
			r.tallies.put(k, *c, recentTallies)
		}
		r.head = ch.head
		w.recent[ch.code] = r
	}
}
