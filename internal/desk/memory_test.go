package desk_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// memory is a journal in memory. It runs every act several times, as a database that tries a
// transaction again does, and keeps what the last run left.
type memory struct {
	now     time.Time
	states  map[ledger.ID]dossier.State
	series  map[string]int
	known   map[string][]byte
	entries []ledger.Entry
	items   map[ledger.ID]register.Item
}

type tx struct {
	*memory
	act desk.Act
}

func (m *memory) Do(_ context.Context, a desk.Act) (desk.Receipt, error) {
	if answer, ok := m.known[a.Key]; ok {
		return desk.Receipt{Answer: answer, Repeat: true}, nil
	}
	var answer []byte
	var after *memory
	for i := range recheck {
		after = &memory{now: m.now, states: maps.Clone(m.states), series: maps.Clone(m.series), items: maps.Clone(m.items), entries: m.entries[:len(m.entries):len(m.entries)]}
		got, err := a.Run(&tx{after, a})
		if err != nil {
			return desk.Receipt{}, err
		}
		if i > 0 && string(got) != string(answer) {
			return desk.Receipt{}, fmt.Errorf("run %d of %s answers differently", i+1, a.Key)
		}
		answer = got
	}
	first := int64(len(m.entries))
	m.states, m.series, m.items, m.entries, m.known[a.Key] = after.states, after.series, after.items, after.entries, answer
	return desk.Receipt{Answer: answer, First: first, Count: len(m.entries) - int(first)}, nil
}

func (m *memory) Submit(ctx context.Context, a desk.Act) <-chan desk.Result {
	ch := make(chan desk.Result, 1)
	r, err := m.Do(ctx, a)
	ch <- desk.Result{Receipt: r, Err: err}
	return ch
}

func (t *tx) Recorded() time.Time { return t.now }

func (t *tx) Dossier(id dossier.ID) (*dossier.State, error) {
	s, ok := t.states[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "desk.not_found")
	}
	return &s, nil
}

func (t *tx) Item(id register.ID) (*register.Item, error) {
	it, ok := t.items[id]
	if !ok {
		return nil, fault.New(fault.NotFound, "desk.not_found")
	}
	return &it, nil
}

func (t *tx) Next(series string, day calendar.Date) (int, error) {
	k := series + day.String()
	t.series[k]++
	return t.series[k], nil
}

func (t *tx) Bearer(key string) (dossier.ID, error) {
	for id, s := range t.states {
		if slices.Contains(s.Given(), key) || s.Code != "" && dossier.CodeKey(s.Code) == key {
			return id, nil
		}
	}
	return 0, nil
}

func (t *tx) Append(f desk.Fact) error {
	if f.Subject.Kind == register.SubjectKind {
		return t.appendItem(f)
	}
	s := t.states[f.Subject.ID]
	e := ledger.Entry{Unit: t.act.Unit, Pos: int64(len(t.entries)), Subject: f.Subject, Seq: s.Seq + 1, Kind: f.Kind, Happened: f.Happened,
		Recorded: t.now, Actor: t.act.Actor.ID, Behalf: t.act.Actor.Behalf, Corrects: f.Corrects, Version: f.Version, Body: f.Body}
	if err := dossier.Apply(&s, &e); err != nil {
		return err
	}
	t.states[f.Subject.ID], t.entries = s, append(t.entries, e)
	return nil
}

func (t *tx) appendItem(f desk.Fact) error {
	it := t.items[f.Subject.ID]
	e := ledger.Entry{Unit: t.act.Unit, Pos: int64(len(t.entries)), Subject: f.Subject, Seq: it.Seq + 1, Kind: f.Kind, Happened: f.Happened,
		Recorded: t.now, Actor: t.act.Actor.ID, Corrects: f.Corrects, Version: f.Version, Body: f.Body}
	if err := register.Apply(&it, &e); err != nil {
		return err
	}
	t.items[f.Subject.ID], t.entries = it, append(t.entries, e)
	return nil
}
