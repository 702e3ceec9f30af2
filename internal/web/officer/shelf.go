package officer

import (
	"bytes"
	"container/list"
	"context"
	"errors"
	"sync"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/report"
)

// shelfSize is how many reports are kept: a few as-of days of a few readers.
const shelfSize = 16

// edition is a report made of one state of the ledger, with its document.
type edition struct {
	*report.Report

	asked   sync.Once
	found   []reconcile.Finding
	checked bool

	at map[place]spot // figures by the list they open
}

// findings are the contradictions in the report, by the rules that any report is checked
// with. Without rules, or when the report cannot be read back, it is not checked, and nothing
// may be said of it.
func (e *edition) findings(rules *reconcile.Rules) (found []reconcile.Finding, checked bool) {
	e.asked.Do(func() {
		var b bytes.Buffer
		if rules == nil || e.WriteJSON(&b) != nil {
			return
		}
		if doc, err := rules.Read("report.json", b.Bytes()); err == nil {
			e.found, e.checked = rules.Check(doc).Findings, true
		}
	})
	return e.found, e.checked
}

// bookmark names an edition. The head of the ledger is part of it: an acknowledged act makes
// another edition, so nothing has to be told to forget.
type bookmark struct {
	id   string
	asOf calendar.Date
	unit string
	head ledger.Head
}

// shelf keeps the editions used last, and makes each only once.
type shelf struct {
	mu    sync.Mutex
	order *list.List // of *copyOf, used last in front
	by    map[bookmark]*list.Element
}

type copyOf struct {
	name bookmark
	done chan struct{}
	made *edition
	err  error
}

func newShelf() *shelf { return &shelf{order: list.New(), by: map[bookmark]*list.Element{}} }

// get returns an edition, making it when nobody has or is. One that could not be made is not
// kept; who waited for one that its maker gave up makes it himself.
func (s *shelf) get(ctx context.Context, name bookmark, build func() (*edition, error)) (*edition, error) {
	for {
		c, mine := s.take(name)
		if mine {
			return s.fill(c, build)
		}
		select {
		case <-c.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if !errors.Is(c.err, context.Canceled) {
			return c.made, c.err
		}
	}
}

// fill makes an edition for all who wait for it. They are told also when it could not be made
// and its maker broke down: a page that fails must not leave the next one waiting.
func (s *shelf) fill(c *copyOf, build func() (*edition, error)) (*edition, error) {
	defer close(c.done)
	c.err = context.Canceled // stands only when build does not come back
	defer func() {
		if c.err != nil {
			s.drop(c)
		}
	}()
	c.made, c.err = build()
	return c.made, c.err
}

func (s *shelf) take(name bookmark) (c *copyOf, mine bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.by[name]; ok {
		s.order.MoveToFront(e)
		return e.Value.(*copyOf), false
	}
	c = &copyOf{name: name, done: make(chan struct{})}
	s.by[name] = s.order.PushFront(c)
	for s.order.Len() > shelfSize {
		last := s.order.Back()
		delete(s.by, s.order.Remove(last).(*copyOf).name)
	}
	return c, true
}

func (s *shelf) drop(c *copyOf) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.by[c.name]; ok && e.Value == any(c) {
		s.order.Remove(e)
		delete(s.by, c.name)
	}
}

// edition is the report of a day at this look's state of the ledger.
func (o *room) edition(ctx context.Context, in *look, d *report.Definition, asOf calendar.Date) (*edition, error) {
	name := bookmark{d.ID, asOf, o.Unit.Code, in.head}
	return o.shelf.get(ctx, name, func() (*edition, error) {
		r, err := report.Build(ctx, report.Input{Definition: d, Set: o.Set, Source: in.source, Unit: o.Unit, AsOf: asOf})
		if err != nil {
			return nil, err
		}
		return &edition{Report: r, at: places(r)}, nil
	})
}
