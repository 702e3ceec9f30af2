package store_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// The same acts with the same clock and the same randomness make the same ledger, and the
// same answers to every question, on both databases.
func TestBothDatabasesAnswerAlike(t *testing.T) {
	type answers struct {
		Heads   []ledger.Head
		Answers []string
		Flows   []rollup.Table
		Lists   [][]*dossier.State
		Totals  []int64
		Queues  [][]*dossier.State
		Found   [][]*dossier.State
		Entries [][]ledger.Entry
	}
	units := []string{"H50.31.02", "H50.31.03"}
	ask := func(b storetest.Backend) (out answers) {
		o := storetest.NewOffice(t, 77)
		opt := b.New(t)
		opt.Recorded, opt.Rand = storetest.Recorded, storetest.NewChance(78)
		s, err := store.Open(t.Context(), opt)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var waiting []<-chan desk.Result
		for _, a := range o.Live(1200, units...) {
			waiting = append(waiting, s.Submit(context.Background(), a))
		}
		for _, w := range waiting {
			r := <-w
			out.Answers = append(out.Answers, string(r.Receipt.Answer))
		}
		sn := storetest.Snap(t, s)
		for _, unit := range units {
			head, err := sn.Head(t.Context(), unit)
			if err != nil || head.Size < 200 {
				t.Fatalf("%v, %v", head, err)
			}
			out.Heads = append(out.Heads, head)
			for from := calendar.MakeDate(2022, 10, 15); from < calendar.DateOf(o.Now); from += 61 {
				table, err := sn.Flows(t.Context(), unit, from, from+100)
				if err != nil {
					t.Fatal(err)
				}
				out.Flows = append(out.Flows, table)
				for _, sort := range []string{"", "-due", "ended", "-code"} {
					q := rollup.Query{Unit: unit, From: from, To: from + 100, Terms: []rollup.Term{{Count: rollup.Received}, {Count: rollup.Ended, Channels: []dossier.Channel{2}}, {Count: rollup.Overdue}}}
					rows, total, err := sn.Dossiers(t.Context(), q, measure.Page{Sort: sort, Offset: 2, Limit: 30})
					if err != nil {
						t.Fatal(err)
					}
					out.Lists, out.Totals = append(out.Lists, rows), append(out.Totals, total)
				}
			}
			for _, sort := range []string{"due", "-since", "received", "-code"} {
				rows, total, err := sn.Queue(t.Context(), desk.Queue{Unit: unit, Sort: sort, Days: desk.Days{Today: calendar.DateOf(o.Now)}, Limit: 40})
				if err != nil || total < 5 {
					t.Fatalf("queue of %d: %v", total, err)
				}
				out.Queues, out.Totals = append(out.Queues, rows), append(out.Totals, int64(total))
			}
			for _, text := range []string{"nguyễn", "ANH", "dang duc", "y", "0003", "09123456", "0912345677", "3200123456-001", "cong ty"} {
				rows, _, err := sn.Find(t.Context(), unit, text, 25)
				if err != nil {
					t.Fatal(err)
				}
				out.Found = append(out.Found, rows)
			}
			entries, err := sn.Entries(t.Context(), unit, ledger.Subject{Kind: dossier.SubjectKind, ID: out.Lists[len(out.Lists)-1][0].ID})
			if err != nil {
				t.Fatal(err)
			}
			out.Entries = append(out.Entries, entries)
		}
		return out
	}
	sqlite, postgres := ask(sqliteBackend), ask(postgresBackend)
	if diff := cmp.Diff(sqlite, postgres); diff != "" {
		t.Errorf("sqlite and postgres differ:\n%s", diff)
	}
}

// States are shared between acts, so a copy must be a whole copy: Apply replaces slices and
// maps and never writes into them. A field of another kind needs another look: what a dossier
// says of its representative, its proposal, its money and its result is replaced as a whole too.
func TestStatesCanBeCopiedPlainly(t *testing.T) {
	for _, v := range []any{dossier.State{}} {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			switch k := typ.Field(i).Type.Kind(); k {
			case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.Interface:
				if name := typ.Field(i).Name; name == "Representative" || name == "Proposal" || name == "Money" || name == "ResultFile" {
					continue
				}
				t.Errorf("%s.%s is a %s", typ, typ.Field(i).Name, k)
			}
		}
	}
}
