package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/fault"
)

// pending is what waits for its commit: an act, a note to keep or drop, or looks.
type pending struct {
	ctx    context.Context
	unit   string
	act    *desk.Act
	key    actKey // of the act
	note   *noteJob
	looks  []access.View
	answer chan desk.Result
	result desk.Result
}

// Do records an act and waits until the disk has it.
func (s *Store) Do(ctx context.Context, a desk.Act) (desk.Receipt, error) {
	select {
	case r := <-s.Submit(ctx, a):
		return r.Receipt, r.Err
	case <-ctx.Done():
		return desk.Receipt{}, ctx.Err()
	}
}

// Submit puts an act into the queue, in the order of the calls of one goroutine. When the
// queue is full it waits, so that a flood slows its senders and not the memory.
func (s *Store) Submit(ctx context.Context, a desk.Act) <-chan desk.Result {
	p := &pending{ctx: ctx, unit: a.Unit, act: &a, key: keyOf(a.Key), answer: make(chan desk.Result, 1)}
	var err error
	switch {
	case s.write == nil: // said by enqueue, before anything else
	case a.Key == "":
		err = fault.New(fault.Invalid, "store.key_missing")
	case a.Unit == "" || a.Run == nil:
		err = errors.New("store: act without unit or without Run")
	}
	if err == nil {
		err = s.enqueue(p)
	}
	if err != nil {
		p.answer <- desk.Result{Err: err}
	}
	return p.answer
}

// commit hands in what is not an act and waits until the disk has it.
func (s *Store) commit(p *pending) error {
	p.answer = make(chan desk.Result, 1)
	if err := s.enqueue(p); err != nil {
		return err
	}
	select {
	case r := <-p.answer:
		return r.Err
	case <-p.ctx.Done():
		return p.ctx.Err()
	}
}

func (s *Store) enqueue(p *pending) error {
	if s.write == nil {
		return fault.New(fault.Unavailable, "store.opened_read_only")
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closing {
		return fault.New(fault.Unavailable, "store.closed")
	}
	select {
	case s.queue <- p:
		return nil
	case <-p.ctx.Done():
		return p.ctx.Err()
	}
}

// writeLoop is the one writer: it takes what waits, commits it together, and only then
// answers. It ends when the queue is closed and empty.
func (s *Store) writeLoop() {
	defer close(s.done)
	for first := range s.queue {
		s.writer.commit(s.take(first))
	}
	s.writer.mu.Lock()
	s.writer.drop()
	s.writer.mu.Unlock()
}

// take adds to the first act those that wait behind it.
func (s *Store) take(first *pending) []*pending {
	batch := append(make([]*pending, 0, 64), first)
	for len(batch) < s.opt.Group {
		select {
		case p, ok := <-s.queue:
			if !ok {
				return batch
			}
			batch = append(batch, p)
		default:
			return batch
		}
	}
	return batch
}

// writer holds the writing connection between groups, and why writing has stopped. The lock
// is held by a group, or by a rebuild.
type writer struct {
	s       *Store
	mu      sync.Mutex
	c       *session
	stopped error
	recent  map[string]*recent // by unit
	commits int64              // so far, for the benchmark's syncs an act
	purged  time.Time          // when expired notes were last taken out
}

// commit records a batch and answers every act of it. When the batch as a whole cannot be
// committed because of another writer, each act is tried once by itself; nothing is
// acknowledged that was not committed.
func (w *writer) commit(batch []*pending) {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.group(batch)
	if err != nil && w.s.d.again(err) {
		for _, p := range batch {
			if err := w.group([]*pending{p}); err != nil {
				p.result = desk.Result{Err: w.refusal(err)}
			}
		}
		err = nil
	}
	if err != nil {
		refusal := w.refusal(err)
		for _, p := range batch {
			p.result = desk.Result{Err: refusal}
		}
	}
	for _, p := range batch {
		p.answer <- p.result
	}
}

// refusal tells a failed commit. When the disk did not keep what it was given, nothing more
// is written: what is in memory and what is on disk may differ by then.
func (w *writer) refusal(err error) error {
	if w.stopped == nil && w.s.d.broken(err) {
		w.stopped = fault.Wrap(err, fault.Unavailable, "store.stopped", "place", w.s.place)
	}
	if w.stopped != nil {
		return w.stopped
	}
	err = w.s.explain("commit", err)
	if _, ok := fault.Of(err); !ok {
		err = fault.Wrap(err, fault.Unavailable, "store.not_committed")
	}
	return err
}

// group runs a batch in one transaction. On an error nothing of it is recorded.
func (w *writer) group(batch []*pending) (err error) {
	if w.stopped != nil {
		return w.stopped
	}
	if err := w.begin(); err != nil {
		return err
	}
	g := &group{s: w.s, w: w, c: w.c, chains: map[string]*chain{}, fresh: map[string]int64{}}
	defer func() {
		if err != nil {
			w.abandon()
		}
	}()
	if err := g.prepare(batch); err != nil {
		return err
	}
	for _, p := range batch {
		if p.result = g.run(p); g.err != nil {
			return g.err
		}
	}
	if g.empty() {
		return w.c.rollback()
	}
	if err := g.flush(); err != nil {
		return fmt.Errorf("writing a group of %d: %w", len(batch), err)
	}
	if err := w.c.commit(); err != nil {
		return err
	}
	w.commits++
	w.remember(g)
	g.publish()
	return nil
}

// begin opens the transaction, on a new connection when the old one is gone.
func (w *writer) begin() error {
	if err := w.s.sameFile(); err != nil {
		return err
	}
	ctx := context.Background()
	fresh := w.c == nil
	for {
		if w.c == nil {
			c, err := newSession(ctx, w.s.write, w.s.d)
			if err != nil {
				return err
			}
			w.c = c
		}
		err := w.c.begin()
		if err == nil {
			return nil
		}
		w.drop()
		if fresh || w.s.d.explain("", err) != nil && !connectionLost(err) {
			return err
		}
		fresh = true
	}
}

// abandon rolls back; a connection that cannot even do that is let go.
func (w *writer) abandon() {
	if w.c.rollback() != nil {
		w.drop()
	}
}

func (w *writer) drop() {
	if w.c != nil {
		w.c.close()
		w.c = nil
	}
}
