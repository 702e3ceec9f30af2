package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/desktest"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// reader reads a store back, each time as it is now.
type reader struct{ s *store.Store }

func (r reader) State(id dossier.ID) (*dossier.State, error) {
	sn, err := r.s.Snapshot(context.Background())
	if err != nil {
		return nil, err
	}
	defer sn.Close()
	s, err := sn.Dossier(context.Background(), storetest.Unit, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return s, err
}

func (r reader) Entries(id dossier.ID) ([]ledger.Entry, error) {
	sn, err := r.s.Snapshot(context.Background())
	if err != nil {
		return nil, err
	}
	defer sn.Close()
	return sn.Entries(context.Background(), storetest.Unit, ledger.Subject{Kind: dossier.SubjectKind, ID: id})
}

// TestInterleavings: on both databases, random days of several officers go as a plain model
// says, and officers who act at the very same time on what they saw lose and double nothing.
// internal/desk plays 100,000 such days in memory.
func TestInterleavings(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		t.Run(name, func(t *testing.T) {
			d, s := counter(t, b)
			monday := calendar.MakeDate(2024, 6, 3)
			p := desktest.NewPlayer(1, d, reader{s}, storetest.Unit, "first:", monday.At(8, 0))
			for n := range 60 { // of eight minutes each, all within one working day
				p.Day(fmt.Sprint("day", n, ":"), monday.At(8, 0).Add(time.Duration(n)*9*time.Minute))
				for range 8 {
					if err := p.Step(); err != nil {
						t.Fatalf("day %d: %v", n, err)
					}
				}
			}
			if err := p.Finish(); err != nil {
				t.Fatal(err)
			}
			rush(t, d, s)
			if r, err := s.Verify(context.Background(), nil); err != nil || r.Err() != nil {
				t.Errorf("verify: %v %v", err, r.Faults)
			}
		})
	}
}

func rush(t *testing.T, d *desk.Desk, s *store.Store) {
	t.Helper()
	r := &desktest.Rush{Desk: d, Ledger: reader{s}, Cal: shipped().cat.Calendar, Unit: storetest.Unit, Prefix: "rush:", At: calendar.MakeDate(2024, 7, 1).At(8, 0), Orders: 30}
	for i := range 5 {
		id, err := desk.IDFor(r.At, fmt.Sprint("rush ", i))
		if err != nil {
			t.Fatal(err)
		}
		r.IDs = append(r.IDs, id)
	}
	if err := r.Run(7); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d acts done, %d lost to another", r.Done, r.Lost)
	if r.Done < 50 || r.Lost == 0 {
		t.Error("the rush was too quiet to prove anything")
	}
}
