package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

func appendOnly(t *testing.T, b Backend) {
	o := NewOffice(t, 6)
	s, opt := Open(t, b, o)
	must(t, s, o.Act(Unit, o.ID(), o.Receive()))
	raw := b.Raw(t, opt)
	orders := []string{"UPDATE entry SET happened = 0", "DELETE FROM entry", "UPDATE act SET count = 2", "DELETE FROM act"}
	if opt.DB != "" {
		orders = append(orders, "TRUNCATE entry", "TRUNCATE act")
	}
	for _, q := range orders {
		if _, err := raw.Exec(q); err == nil {
			t.Errorf("%s went through", q)
		}
	}
	sound(t, s)
}

func snapshot(t *testing.T, b Backend) {
	o := NewOffice(t, 7)
	s, _ := Open(t, b, o)
	must(t, s, o.Act(Unit, o.ID(), o.Receive()))
	sn := Snap(t, s)
	head, _ := sn.Head(t.Context(), Unit)
	for range 20 {
		must(t, s, o.Act(Unit, o.ID(), o.Receive()))
	}
	must(t, s, o.Act("H50.31.09", o.ID(), o.Receive()))
	again, err := sn.Head(t.Context(), Unit)
	if err != nil || again != head {
		t.Errorf("the head moved from %v to %v, %v", head, again, err)
	}
	st, err := sn.Stats(t.Context())
	units, _ := sn.Units(t.Context())
	if err != nil || st.Entries != 1 || st.Dossiers != 1 || len(units) != 1 {
		t.Errorf("%+v %v %v", st, units, err)
	}
	if flows, err := sn.Flows(t.Context(), Unit, 0, 40000); err != nil || flows.Sum(term("received")) != 1 {
		t.Errorf("%v %v", flows, err)
	}
	if now, _ := Snap(t, s).Flows(t.Context(), Unit, 0, 40000); now.Sum(term("received")) != 21 {
		t.Errorf("a new reading counts %d", now.Sum(term("received")))
	}
}

func clock(t *testing.T, b Backend) {
	o := NewOffice(t, 8)
	opt := b.New(t)
	var now time.Time
	opt.Recorded, opt.Rand = func(time.Time) time.Time { return now }, NewChance(8)
	s := reopen(t, opt)
	start := o.Now.Add(time.Hour)
	for i, c := range []struct {
		step time.Duration
		want time.Duration // of the recorded instant; −1: refused
	}{{0, 0}, {time.Second, time.Second}, {-59 * time.Second, time.Second}, {-61 * time.Second, -1}, {-1000 * time.Hour, -1}, {2 * time.Second, 2 * time.Second}} {
		now = start.Add(c.step)
		r, err := s.Do(t.Context(), o.Act(Unit, o.ID(), o.Receive()))
		if c.want < 0 {
			if f, ok := fault.Of(err); !ok || f.Key != "store.clock_back" {
				t.Errorf("step %d: %v, %v", i, r, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("step %d: %v", i, err)
			continue
		}
		d := lastDossier(t, s)
		sn := Snap(t, s)
		entries, err := sn.Entries(t.Context(), Unit, ledger.Subject{Kind: dossier.SubjectKind, ID: d.ID})
		sn.Close()
		if err != nil || len(entries) != 1 || !entries[0].Recorded.Equal(start.Add(c.want)) {
			t.Errorf("step %d: recorded %v, %v; want %v", i, entries, err, start.Add(c.want))
		}
	}
	// A new program meets the same last instant.
	s.Close()
	now = start.Add(-2 * time.Minute)
	if _, err := reopen(t, opt).Do(t.Context(), o.Act(Unit, o.ID(), o.Receive())); !fault.Is(err, fault.Unavailable) {
		t.Errorf("after reopening: %v", err)
	}
}

func twoPrograms(t *testing.T, b Backend) {
	o := NewOffice(t, 9)
	one, opt := Open(t, b, o)
	opt.Rand = NewChance(10)
	two := reopen(t, opt)
	acts := make([]desk.Act, 200)
	for i := range acts {
		acts[i] = o.ActKey(Unit, o.ID(), fmt.Sprintf("shared-%d", i/2), o.Receive()) // every key twice
	}
	var wg sync.WaitGroup
	for w := range 8 {
		s := one
		if w%2 == 1 {
			s = two
		}
		wg.Go(func() {
			for i := w; i < len(acts); i += 8 {
				if _, err := s.Do(context.Background(), acts[i]); err != nil {
					t.Errorf("act %d: %v", i, err)
				}
			}
		})
	}
	wg.Wait()
	if r := sound(t, one); r.Entries != 100 {
		t.Errorf("100 keys made %d entries", r.Entries)
	}
	sound(t, two)
}

func items(t *testing.T, b Backend) {
	o := NewOffice(t, 11)
	s, _ := Open(t, b, o)
	kinds, problems := register.LoadKinds(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	books := duty.NewBooks(kinds, s, o.Rand)
	actor := access.Actor{ID: "cb-05", Role: access.Reporter}
	day := calendar.MakeDate(2022, 10, 3)
	item := func(d calendar.Date, facet string) register.Item {
		return register.Item{Kind: "assigned_task", Facet: facet, From: d, To: d, Quantity: 1, Evidence: []register.Evidence{{Kind: "document", Ref: "12/CV-UBND"}}}
	}
	n := 0
	ord := func(id register.ID) duty.Order {
		n++
		return duty.Order{Unit: Unit, Item: id, Key: fmt.Sprintf("book-%d", n), Actor: actor, Happened: o.Now}
	}
	a, err := books.Record(t.Context(), ord(0), item(day, "assigned"))
	if err != nil {
		t.Fatal(err)
	}
	late, err := books.Record(t.Context(), ord(0), item(day+5, "late"))
	if err != nil {
		t.Fatal(err)
	}
	void, err := books.Record(t.Context(), ord(0), item(day+1, "assigned"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := books.Correct(t.Context(), ord(a.ID), 1, "Ghi nhầm ngày", item(day+2, "assigned")); err != nil {
		t.Fatal(err)
	}
	if _, err := books.Void(t.Context(), ord(void.ID), "Ghi trùng"); err != nil {
		t.Fatal(err)
	}
	if _, err := books.Void(t.Context(), ord(o.ID()), "Không có"); !fault.Is(err, fault.NotFound) {
		t.Errorf("voiding nothing: %v", err)
	}
	sn := Snap(t, s)
	for _, c := range []struct {
		facet    string
		from, to calendar.Date
		want     []register.ID
	}{
		{"", day, day + 9, []register.ID{a.ID, late.ID}}, {"assigned", day, day + 9, []register.ID{a.ID}}, {"late", day, day + 4, nil},
		{"", day + 5, day + 5, []register.ID{late.ID}}, {"never", day, day + 9, nil}, {"assigned", day, day + 1, nil},
	} {
		got, err := sn.Items(t.Context(), Unit, "assigned_task", c.facet, c.from, c.to)
		var ids []register.ID
		for _, it := range got {
			ids = append(ids, it.ID)
			if it.Unit != Unit || it.Actor != actor.ID || it.Recorded.IsZero() || it.Seq == 0 {
				t.Errorf("item without its origin: %+v", it)
			}
		}
		if err != nil || fmt.Sprint(ids) != fmt.Sprint(c.want) {
			t.Errorf("%q %v..%v: %v, %v; want %v", c.facet, c.from, c.to, ids, err, c.want)
		}
	}
	if got, err := sn.Items(t.Context(), Unit, "no_such_kind", "", 0, 40000); err != nil || got != nil {
		t.Errorf("%v, %v", got, err)
	}
	if it, err := sn.Item(t.Context(), Unit, void.ID); err != nil || !it.Voided {
		t.Errorf("voided item: %+v, %v", it, err)
	}
	if r := sound(t, s); r.Items != 3 || r.Entries != 5 {
		t.Errorf("verified %+v", r)
	}
}

func closed(t *testing.T, b Backend) {
	o := NewOffice(t, 12)
	s, opt := Open(t, b, o)
	var waiting []<-chan desk.Result
	for range 50 {
		waiting = append(waiting, s.Submit(context.Background(), o.Act(Unit, o.ID(), o.Receive())))
	}
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	for _, w := range waiting {
		if r := <-w; r.Err != nil {
			t.Errorf("an act taken before the close: %v", r.Err)
		}
	}
	if _, err := s.Do(t.Context(), o.Act(Unit, o.ID(), o.Receive())); !fault.Is(err, fault.Unavailable) {
		t.Errorf("after the close: %v", err)
	}
	opt.ReadOnly = true
	ro := reopen(t, opt)
	if r := sound(t, ro); r.Entries != 50 {
		t.Errorf("read again: %d entries", r.Entries)
	}
	if _, err := ro.Do(t.Context(), o.Act(Unit, o.ID(), o.Receive())); !fault.Is(err, fault.Unavailable) {
		t.Errorf("writing what is open for reading: %v", err)
	}
	if _, err := ro.Rebuild(t.Context(), nil); !fault.Is(err, fault.Unavailable) {
		t.Errorf("rebuilding what is open for reading: %v", err)
	}
}
