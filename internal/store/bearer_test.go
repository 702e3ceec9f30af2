package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// TestGivenNumbersAreUnique (NĐ 30/2020 Đ15 k1): on both databases a number that a person typed is
// given once in its book and year: among acts of one commit, in what was committed, after the
// store was opened again, and after everything was rebuilt from the entries.
func TestGivenNumbersAreUnique(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		t.Run(name, func(t *testing.T) { givenNumbers(t, b) })
	}
}

func givenNumbers(t *testing.T, b storetest.Backend) {
	s, opt := storetest.Open(t, b, storetest.NewOffice(t, 1))
	at := calendar.MakeDate(2024, 6, 3).At(9, 0)
	n := 0
	settled := func(number, outside string) desk.Order {
		n++
		id, err := desk.IDFor(at, fmt.Sprint("given ", n))
		if err != nil {
			t.Fatal(err)
		}
		r := dossier.Receive{Channel: dossier.Counter, Applicant: dossier.Applicant{Name: "Nguyễn Thị Thử"}, Components: []dossier.Component{{Name: "Tờ khai", Copies: 1}}}
		if outside != "" {
			r.Outside = []string{outside}
		}
		return desk.Order{Unit: storetest.Unit, Dossier: ledger.ID(id), Key: fmt.Sprint("given:", n), Actor: access.Actor{ID: "cb-01", Role: access.Clerk}, Happened: at, Procedure: "1.001193", Command: r,
			Then: []desk.Next{{Role: access.Specialist, Command: dossier.Accept{}}, {Role: access.Leader, Command: dossier.Settle{Result: dossier.Result{Number: number, Paper: true}}}}}
	}
	d := desk.New(shipped().cat, s)
	var waiting []<-chan desk.Result
	for range 20 { // of one commit, most of them
		waiting = append(waiting, d.Submit(t.Context(), settled("15/KS", "")))
	}
	first, done := "", 0
	for _, w := range waiting {
		r := <-w
		switch f, refused := fault.Of(r.Err); {
		case r.Err == nil:
			a, err := r.Receipt.Dossier()
			if first, done = a.Code, done+1; err != nil {
				t.Fatal(err)
			}
		case !refused || f.Key != "desk.number_taken":
			t.Fatal(r.Err)
		}
	}
	if done != 1 {
		t.Fatalf("number 15/KS was given %d times", done)
	}
	taken := func(when string, o desk.Order) {
		t.Helper()
		if _, err := d.Do(context.Background(), o); !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), first) {
			t.Errorf("%s: %v, want a refusal that names %s", when, err, first)
		}
	}
	if _, err := d.Do(t.Context(), settled("16/KS", "G15-24-7")); err != nil {
		t.Fatal(err)
	}
	taken("committed", settled("015/ks", ""))
	taken("our own code as another system's", settled("17/KS", first))
	if _, err := s.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	taken("rebuilt", settled("15/KS", ""))
	if r, err := s.Verify(t.Context(), nil); err != nil || r.Err() != nil {
		t.Errorf("verify: %v %v", err, r.Faults)
	}
	s.Close()
	if s, err := store.Open(t.Context(), opt); err != nil {
		t.Fatal(err)
	} else {
		defer s.Close()
		d = desk.New(shipped().cat, s)
		taken("opened again", settled("15/KS", ""))
		if _, err := d.Do(t.Context(), settled("18/KS", "g15-24-7")); !fault.Is(err, fault.Conflict) {
			t.Errorf("a code of another system twice: %v", err)
		}
		sn, err := s.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer sn.Close()
		for _, text := range []string{"15/KS", "#r24/15/KS", "nguyen"} {
			if rows, _, err := sn.Find(t.Context(), storetest.Unit, text, 9); err != nil || len(rows) != map[string]int{"nguyen": 2}[text] {
				t.Errorf("find %q: %d rows, %v", text, len(rows), err)
			}
		}
	}
}
