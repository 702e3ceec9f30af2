package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// older takes a database back to the schema of a program that knew no notes, looks, queues
// and searches.
func older(t *testing.T, b storetest.Backend, opt store.Options) {
	t.Helper()
	raw := b.Raw(t, opt)
	for _, q := range []string{"DROP TABLE work", "DROP TABLE search", "DROP TABLE note", "DROP TABLE look", "DELETE FROM goose_db_version WHERE version_id > 3"} {
		if _, err := raw.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

// shown is all queues and some searches of a database, as text.
func shown(t *testing.T, s *store.Store) string {
	t.Helper()
	sn, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	var out strings.Builder
	rows, n, err := sn.Queue(t.Context(), desk.Queue{Unit: storetest.Unit})
	var ids []ledger.ID
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	fmt.Fprintln(&out, ids, n, err)
	for _, text := range []string{"nguyen", "anh", "0001", "0912345612"} {
		rows, more, err := sn.Find(t.Context(), storetest.Unit, text, 5)
		fmt.Fprintln(&out, text, len(rows), more, err)
		for _, r := range rows {
			fmt.Fprintln(&out, r.ID)
		}
	}
	return out.String()
}

// A database of an older schema is brought up with everything that is made from its states;
// one that was cut off on the way is brought up at the next start.
func TestUpgradeFillsWhatIsMadeFromStates(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		t.Run(name, func(t *testing.T) {
			o := storetest.NewOffice(t, 60)
			s, opt := storetest.Open(t, b, o)
			var waiting []<-chan desk.Result
			for _, a := range append(o.Live(1500, storetest.Unit, "H50.31.03"), many(o, 1200)...) {
				waiting = append(waiting, s.Submit(t.Context(), a))
			}
			for _, w := range waiting {
				<-w
			}
			want := shown(t, s)
			if strings.Count(want, "\n") < 15 {
				t.Fatalf("little to compare:\n%s", want)
			}
			s.Close()
			older(t, b, opt)
			openFault(t, store.Options{Dir: opt.Dir, DB: opt.DB, ReadOnly: true}, "store.schema_older")

			ctx, cut := context.WithCancel(t.Context())
			opt.Progress = func(done, total int64) { cut() }
			if s, err := store.Open(ctx, opt); !errors.Is(err, context.Canceled) {
				if err == nil {
					s.Close()
				}
				t.Fatalf("a cut upgrade: %v", err)
			}
			var steps []int64
			opt.Progress = func(done, total int64) {
				if steps = append(steps, done); done > total {
					t.Errorf("%d of %d", done, total)
				}
			}
			s, err := store.Open(t.Context(), opt)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if r, err := s.Verify(t.Context(), nil); err != nil || r.Err() != nil || len(steps) < 2 || steps[len(steps)-1] != r.Dossiers {
				t.Errorf("progress %v; verified %+v, %v", steps, r, err)
			}
			if got := shown(t, s); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if r, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())); err != nil || r.Count != 1 {
				t.Errorf("an act afterwards: %+v, %v", r, err)
			}
		})
	}
}

// many are receipts enough for more than one piece of the filling.
func many(o *storetest.Office, n int) (out []desk.Act) {
	for range n {
		out = append(out, o.Act(storetest.Unit, o.ID(), o.Receive()))
	}
	return out
}
