package storetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/store"
)

func lastDossier(t testing.TB, s *store.Store) *dossier.State {
	t.Helper()
	sn, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	all := everyone(t, sn, Unit)
	return slices.MaxFunc(all, func(a, b *dossier.State) int { return cmp.Compare(a.Code, b.Code) })
}

// everyone are all dossiers that were ever received.
func everyone(t testing.TB, sn *store.Snapshot, unit string) []*dossier.State {
	t.Helper()
	all, n, err := sn.Dossiers(context.Background(), rollup.Query{Unit: unit, Terms: []rollup.Term{term(rollup.Received)}, To: 40000}, measure.Page{})
	if err != nil || int64(len(all)) != n {
		t.Fatalf("all dossiers: %d of %d, %v", len(all), n, err)
	}
	return all
}

// Counted asks for counts over a period, and checks every answer against the definition.
func counted(t *rapid.T, sn *store.Snapshot, all []*dossier.State, unit string, from, to calendar.Date, draw rollup.Term) {
	ctx := context.Background()
	flows, err := sn.Flows(ctx, unit, from, to)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int64{}
	for _, s := range all {
		for _, c := range rollup.Contributions(s) {
			if from <= c.Day && c.Day <= to {
				want[fmt.Sprint(c.Count, c.Cell)] += c.N
			}
		}
	}
	got := map[string]int64{}
	for _, r := range flows {
		got[fmt.Sprint(r.Count, r.Cell)] = r.N
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("flows %v..%v:\n got %v\nwant %v", from, to, got, want)
	}
	for _, count := range append(slices.Clone(rollup.Names()), rollup.Open, rollup.Overdue, rollup.InTime, rollup.Carried) {
		if !rollup.Known(count) {
			continue
		}
		term := draw
		term.Count = count
		condition, err := rollup.ConditionOf(term)
		if err != nil {
			t.Fatal(err)
		}
		number := flows.Sum(term)
		if rollup.IsStock(count) {
			until, err := sn.Flows(ctx, unit, 0, condition.At(from, to))
			if err != nil {
				t.Fatal(err)
			}
			number = until.Stock(term)
		}
		var right []ledger.ID
		for _, s := range all {
			if condition.Holds(s, from, to) {
				right = append(right, s.ID)
			}
		}
		rows, total, err := sn.Dossiers(ctx, rollup.Query{Unit: unit, Terms: []rollup.Term{term}, From: from, To: to}, measure.Page{Sort: "code"})
		if err != nil || total != number || int64(len(rows)) != number || int64(len(right)) != number {
			t.Fatalf("%s %v..%v %+v: number %d, list %d (total %d), definition %d, %v", count, from, to, term, number, len(rows), total, len(right), err)
		}
		ids := idsOf(rows)
		slices.Sort(ids)
		slices.Sort(right)
		if !slices.Equal(ids, right) {
			t.Fatalf("%s %v..%v: other dossiers in the list", count, from, to)
		}
	}
}

func idsOf(rows []*dossier.State) (ids []ledger.ID) {
	for _, s := range rows {
		ids = append(ids, s.ID)
	}
	return ids
}

// paged: pages put together are the list, in every order; two terms are one after the other.
func paged(t *rapid.T, sn *store.Snapshot, unit string, from, to calendar.Date) {
	ctx := context.Background()
	terms := []rollup.Term{{Count: rollup.Received}, {Count: rollup.Ended}, {Count: rollup.Overdue}}[:rapid.IntRange(1, 3).Draw(t, "terms")]
	q := rollup.Query{Unit: unit, Terms: terms, From: from, To: to}
	var one int64
	for _, term := range terms {
		_, n, err := sn.Dossiers(ctx, rollup.Query{Unit: unit, Terms: []rollup.Term{term}, From: from, To: to}, measure.Page{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		one += n
	}
	orders := []string{"", "received", "-received", "due", "-due", "ended", "-ended", "code", "-code"}
	for _, sort := range rapid.Permutation(orders).Draw(t, "orders")[:2] {
		all, total, err := sn.Dossiers(ctx, q, measure.Page{Sort: sort})
		if err != nil || int64(len(all)) != total {
			t.Fatalf("%q: %d of %d, %v", sort, len(all), total, err)
		}
		if one != total {
			t.Fatalf("terms one by one count %d, together %d", one, total)
		}
		size := len(all)/4 + rapid.IntRange(1, 20).Draw(t, "size")
		var pages []ledger.ID
		for at := 0; at < len(all)+size; at += size {
			rows, n, err := sn.Dossiers(ctx, q, measure.Page{Sort: sort, Offset: at, Limit: size})
			if err != nil || n != total {
				t.Fatalf("page at %d: total %d, %v", at, n, err)
			}
			pages = append(pages, idsOf(rows)...)
		}
		if !slices.Equal(pages, idsOf(all)) {
			t.Fatalf("%q: pages of %d differ from the list", sort, size)
		}
	}
	if _, _, err := sn.Dossiers(ctx, q, measure.Page{Sort: "name; DROP TABLE dossier"}); err == nil {
		t.Fatal("an order that does not exist")
	}
}

// alwaysTrue: after any acts whatever, fold is state, recount is counts, and every number
// over any period is the length of its list.
func alwaysTrue(t *testing.T, b Backend) {
	o := NewOffice(t, 30)
	s, _ := Open(t, b, o)
	units := []string{Unit, "H50.31.03"}
	done := 0
	var answers []<-chan desk.Result
	for _, a := range o.Live(3000, units...) {
		answers = append(answers, s.Submit(context.Background(), a))
	}
	for _, a := range answers {
		if r := <-a; r.Err == nil {
			done++
		}
	}
	report := sound(t, s)
	if report.Entries != int64(done) || report.Dossiers < 200 {
		t.Fatalf("%d acts done, verified %+v", done, report)
	}
	if r, err := s.Rebuild(t.Context(), nil); err != nil || !r.Equal() {
		t.Fatalf("rebuild: %+v, %v", r, err)
	}
	sn := Snap(t, s)
	all := map[string][]*dossier.State{}
	for _, u := range units {
		all[u] = everyone(t, sn, u)
	}
	first, last := calendar.MakeDate(2022, 10, 1), calendar.DateOf(o.Now)+40
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.Date(rapid.Int32Range(int32(first), int32(last)).Draw(t, "from"))
		to := calendar.Date(rapid.Int32Range(int32(from), int32(last)).Draw(t, "to"))
		if rapid.IntRange(0, 5).Draw(t, "open start") == 0 {
			from = 0
		}
		unit := rapid.SampledFrom(units).Draw(t, "unit")
		var cells rollup.Term
		if rapid.Bool().Draw(t, "some channels") {
			cells.Channels = rapid.SliceOfNDistinct(rapid.SampledFrom([]dossier.Channel{1, 2, 3}), 1, 2, rapid.ID[dossier.Channel]).Draw(t, "channels")
		}
		if rapid.Bool().Draw(t, "some levels") {
			cells.Levels = rapid.SliceOfNDistinct(rapid.SampledFrom([]dossier.Level{0, 1, 2, 3}), 1, 3, rapid.ID[dossier.Level]).Draw(t, "levels")
		}
		if rapid.Bool().Draw(t, "some procedures") {
			cells.Procedures = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"1.001001", "1.001003", "1.001006", "9.999999"}), 1, 3, rapid.ID[string]).Draw(t, "procedures")
		}
		counted(t, sn, all[unit], unit, from, to, cells)
		paged(t, sn, unit, from, to)
	})
}
