// Package desktest plays days of several officers at one counter against a plain model of
// what should come of it, on any journal. Only tests import it.
//
// The model is written from the rules and not from the program: it knows statuses, who holds
// what, how often was asked, and which numbers are next, and nothing of calendars, entries or
// bodies. Whatever program and model do not agree on is a fault of one of them.
package desktest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Memory is a journal in memory: the promises of desk.Journal, and nothing durable.
type Memory struct {
	mu      sync.Mutex
	states  map[ledger.ID]*dossier.State
	items   map[ledger.ID]*register.Item
	series  map[string]int
	known   map[string][]byte
	entries []ledger.Entry
}

// NewMemory is an empty journal.
func NewMemory() *Memory {
	return &Memory{states: map[ledger.ID]*dossier.State{}, items: map[ledger.ID]*register.Item{}, series: map[string]int{}, known: map[string][]byte{}}
}

// Do runs an act: it commits whole or not at all.
func (m *Memory) Do(_ context.Context, a desk.Act) (desk.Receipt, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if answer, ok := m.known[a.Key]; ok {
		return desk.Receipt{Answer: answer, Repeat: true}, nil
	}
	tx := &memoryTx{m: m, act: a}
	answer, err := a.Run(tx)
	if err != nil {
		return desk.Receipt{}, err
	}
	first := len(m.entries)
	for id, s := range tx.states {
		m.states[id] = s
	}
	for id, it := range tx.items {
		m.items[id] = it
	}
	for k, n := range tx.series {
		m.series[k] = n
	}
	m.entries = append(m.entries, tx.entries...)
	m.known[a.Key] = answer
	return desk.Receipt{Answer: answer, First: int64(first), Count: len(tx.entries)}, nil
}

// Submit is Do.
func (m *Memory) Submit(ctx context.Context, a desk.Act) <-chan desk.Result {
	ch := make(chan desk.Result, 1)
	r, err := m.Do(ctx, a)
	ch <- desk.Result{Receipt: r, Err: err}
	return ch
}

// State is a dossier as it is now; nil when there is none.
func (m *Memory) State(id dossier.ID) (*dossier.State, error) { return m.states[id], nil }

// Entries are those of a dossier.
func (m *Memory) Entries(id dossier.ID) ([]ledger.Entry, error) {
	var out []ledger.Entry
	for _, e := range m.entries {
		if e.Subject == (ledger.Subject{Kind: dossier.SubjectKind, ID: id}) {
			out = append(out, e)
		}
	}
	return out, nil
}

type memoryTx struct {
	m       *Memory
	act     desk.Act
	states  map[ledger.ID]*dossier.State
	items   map[ledger.ID]*register.Item
	series  map[string]int
	entries []ledger.Entry
}

func (t *memoryTx) Recorded() time.Time { return t.act.Happened }

func (t *memoryTx) Dossier(id dossier.ID) (*dossier.State, error) {
	s, ok := t.states[id]
	if !ok {
		s, ok = t.m.states[id]
	}
	if !ok {
		return nil, fault.New(fault.NotFound, "desk.not_found")
	}
	copied := *s
	return &copied, nil
}

func (t *memoryTx) Item(id register.ID) (*register.Item, error) {
	it, ok := t.items[id]
	if !ok {
		it, ok = t.m.items[id]
	}
	if !ok {
		return nil, fault.New(fault.NotFound, "desk.not_found")
	}
	copied := *it
	return &copied, nil
}

func (t *memoryTx) Next(series string, day calendar.Date) (int, error) {
	k := fmt.Sprint(series, int(day))
	n, ok := t.series[k]
	if !ok {
		n = t.m.series[k]
	}
	if t.series == nil {
		t.series = map[string]int{}
	}
	t.series[k] = n + 1
	return n + 1, nil
}

func (t *memoryTx) Bearer(key string) (dossier.ID, error) {
	for _, all := range []map[ledger.ID]*dossier.State{t.states, t.m.states} {
		for id, s := range all {
			if slices.Contains(s.Given(), key) || s.Code != "" && dossier.CodeKey(s.Code) == key {
				return id, nil
			}
		}
	}
	return 0, nil
}

func (t *memoryTx) Append(f desk.Fact) error {
	e := ledger.Entry{Unit: t.act.Unit, Pos: int64(len(t.m.entries) + len(t.entries)), Subject: f.Subject, Seq: 1, Kind: f.Kind, Happened: f.Happened,
		Recorded: t.Recorded(), Actor: t.act.Actor.ID, Behalf: t.act.Actor.Behalf, Corrects: f.Corrects, Version: f.Version, Body: f.Body}
	if f.Subject.Kind == register.SubjectKind {
		it, err := t.Item(f.Subject.ID)
		if err != nil {
			it = &register.Item{}
		}
		e.Seq = it.Seq + 1
		if err := register.Apply(it, &e); err != nil {
			return err
		}
		if t.items == nil {
			t.items = map[ledger.ID]*register.Item{}
		}
		t.items[f.Subject.ID], t.entries = it, append(t.entries, e)
		return nil
	}
	s, err := t.Dossier(f.Subject.ID)
	if err != nil {
		s = &dossier.State{}
	}
	e.Seq = s.Seq + 1
	if err := dossier.Apply(s, &e); err != nil {
		return err
	}
	if t.states == nil {
		t.states = map[ledger.ID]*dossier.State{}
	}
	t.states[f.Subject.ID], t.entries = s, append(t.entries, e)
	return nil
}
