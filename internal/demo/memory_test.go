package demo

import (
	"context"
	"crypto/sha256"
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

// memory is a journal without a disk: the rules of desk.Journal, nothing durable. What the
// disk adds is store's own suite.
type memory struct {
	mu      sync.Mutex
	states  map[ledger.ID]*dossier.State
	answers map[string]desk.Receipt
	series  map[string]int
	given   map[string]ledger.ID // whose the given numbers are
	head    ledger.Head
	bytes   [32]byte // running hash of every entry
}

func newMemory() *memory {
	return &memory{states: map[ledger.ID]*dossier.State{}, answers: map[string]desk.Receipt{}, series: map[string]int{}, given: map[string]ledger.ID{}}
}

func (m *memory) Do(ctx context.Context, a desk.Act) (desk.Receipt, error) {
	r := <-m.Submit(ctx, a)
	return r.Receipt, r.Err
}

func (m *memory) Submit(_ context.Context, a desk.Act) <-chan desk.Result {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := make(chan desk.Result, 1)
	if first, ok := m.answers[a.Key]; ok {
		first.Repeat = true
		out <- desk.Result{Receipt: first}
		return out
	}
	tx := &memoryTx{m: m, act: a, changed: map[ledger.ID]*dossier.State{}, next: map[string]int{}}
	first := m.head.Size
	answer, err := a.Run(tx)
	if err != nil {
		out <- desk.Result{Err: err}
		return out
	}
	tx.commit()
	r := desk.Receipt{Answer: answer, First: first, Count: len(tx.entries), Head: m.head}
	m.answers[a.Key] = r
	out <- desk.Result{Receipt: r}
	return out
}

type memoryTx struct {
	m       *memory
	act     desk.Act
	changed map[ledger.ID]*dossier.State
	next    map[string]int
	entries []ledger.Entry
}

func (t *memoryTx) Recorded() time.Time { return t.act.Happened.Add(3 * time.Second) }

func (t *memoryTx) Dossier(id dossier.ID) (*dossier.State, error) {
	if s, ok := t.changed[id]; ok {
		return s, nil
	}
	if s, ok := t.m.states[id]; ok {
		return s, nil
	}
	return nil, fault.New(fault.NotFound, "store.no_dossier")
}

func (t *memoryTx) Item(register.ID) (*register.Item, error) {
	return nil, fault.New(fault.NotFound, "store.no_item")
}

func (t *memoryTx) Next(series string, day calendar.Date) (int, error) {
	k := series + day.String()
	t.next[k] = max(t.next[k], t.m.series[k]) + 1
	return t.next[k], nil
}

func (t *memoryTx) Bearer(key string) (dossier.ID, error) {
	for id, s := range t.changed {
		if slices.Contains(s.Given(), key) {
			return id, nil
		}
	}
	return t.m.given[key], nil
}

func (t *memoryTx) Append(f desk.Fact) error {
	e := ledger.Entry{Unit: t.act.Unit, Subject: f.Subject, Kind: f.Kind, Happened: f.Happened, Recorded: t.Recorded(), Pos: t.m.head.Size + int64(len(t.entries)),
		Actor: t.act.Actor.ID, Behalf: t.act.Actor.Behalf, Corrects: f.Corrects, Version: f.Version, Body: f.Body, Seq: 1}
	if f.Subject.Kind == dossier.SubjectKind {
		next := dossier.State{}
		if s, err := t.Dossier(f.Subject.ID); err == nil {
			next = *s
		}
		e.Seq = next.Seq + 1
		if err := dossier.Apply(&next, &e); err != nil {
			return err
		}
		t.changed[f.Subject.ID] = &next
	}
	t.entries = append(t.entries, e)
	return nil
}

func (t *memoryTx) commit() {
	for id, s := range t.changed {
		t.m.states[id] = s
		for _, key := range s.Given() {
			t.m.given[key] = id
		}
	}
	for k, n := range t.next {
		t.m.series[k] = n
	}
	for i := range t.entries {
		t.m.head.Size++
		t.m.bytes = sha256.Sum256(append(t.m.bytes[:], t.entries[i].Canonical()...))
	}
}
