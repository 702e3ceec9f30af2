package desktest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// Rush is all officers at once on the same few dossiers, each acting on what he saw last.
type Rush struct {
	Desk   *desk.Desk
	Ledger Ledger
	Cal    *calendar.Calendar
	Unit   string
	Prefix string
	At     time.Time
	IDs    []dossier.ID
	Orders int // of each officer

	mu      sync.Mutex
	done    map[sight]string // who acted on a sight
	entries int              // that these acts make
	Done    int
	Lost    int // refused because another was first
}

// sight is a dossier as somebody saw it.
type sight struct {
	id  dossier.ID
	seq int32
}

// Run plays it. Whatever order acts come in: of all who acted on the same sight of a dossier
// one succeeds at most, the others are told that it moved on, and a dossier has the
// entries of the acts that succeeded on it and no other. An error is a breach of that.
func (r *Rush) Run(seed uint64) error {
	r.done = map[sight]string{}
	errs := make(chan error, len(staff))
	for i, who := range staff {
		who.Unit, who.Scope = r.Unit, nil // fields of work are for the days: here all want the same
		go func() { errs <- r.officer(rand.New(rand.NewPCG(seed, uint64(i))), who) }()
	}
	var first error
	for range staff {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	if first != nil {
		return first
	}
	return r.whole()
}

func (r *Rush) officer(rng *rand.Rand, who access.Person) error {
	for n := range r.Orders {
		id := r.IDs[rng.IntN(len(r.IDs))]
		s, err := r.Ledger.State(id)
		if err != nil {
			return err
		}
		if s == nil {
			s = &dossier.State{}
		}
		list := r.Desk.Possible(s, &who, r.At)
		if len(list) == 0 {
			continue
		}
		p := list[rng.IntN(len(list))]
		o := desk.Order{Unit: r.Unit, Dossier: id, Key: fmt.Sprint(r.Prefix, who.ID, ":", n), Actor: who.As(p.Role), Who: &who, Happened: r.At, Procedure: "1.001193",
			Seen: s.Seq, Command: Good(r.Cal, s, p.Command, who.ID, r.At)}
		if err := r.act(o, who.ID); err != nil {
			return err
		}
	}
	return nil
}

// act gives an order twice, as an impatient hand does: it is one act.
func (r *Rush) act(o desk.Order, who string) error {
	a, err := r.Desk.Do(context.Background(), o)
	f, refused := fault.Of(err)
	switch {
	case refused && f.Kind == fault.Conflict: // another was first: it moved on, or it was taken in just now
		r.mu.Lock()
		r.Lost++
		r.mu.Unlock()
		return nil
	case err != nil:
		return fmt.Errorf("%s %T: %w", o.Key, o.Command, err)
	}
	again, err := r.Desk.Do(context.Background(), o)
	if err != nil || again != a {
		return fmt.Errorf("%s again got %+v %w, first %+v", o.Key, again, err, a)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	entries := int32(1)
	if owes(dossier.Name(o.Command), false) {
		entries++
	}
	for n := range entries {
		at := sight{o.Dossier, o.Seen + n}
		if other := r.done[at]; other != "" {
			return fmt.Errorf("%s and %s both acted on entry %d of %v", other, who, at.seq, o.Dossier)
		}
		r.done[at] = who
		r.entries++
	}
	r.Done++
	return nil
}

// whole checks that no act was lost and none is there that nobody gave.
func (r *Rush) whole() error {
	entries := 0
	for _, id := range r.IDs {
		s, err := r.Ledger.State(id)
		if err != nil {
			return err
		}
		if s == nil {
			continue
		}
		entries += int(s.Seq)
		for seq := range s.Seq {
			if r.done[sight{id, seq}] == "" {
				return fmt.Errorf("entry %d of %v was given by nobody", seq+1, id)
			}
		}
	}
	if entries != r.entries {
		return fmt.Errorf("%d acts of %d entries, %d are there", r.Done, r.entries, entries)
	}
	return nil
}
