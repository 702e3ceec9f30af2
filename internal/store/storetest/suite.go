package storetest

import (
	"context"
	"database/sql"
	"testing"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/store"
)

// Backend is a database that the suite runs on.
type Backend struct {
	// New makes an empty database of the test's own.
	New func(testing.TB) store.Options
	// Raw opens it beside the store, as somebody with a database tool would.
	Raw func(testing.TB, store.Options) *sql.DB
	// Thaw lets that somebody change what the database itself refuses to change.
	Thaw []string
	// Bind writes the places of a statement in the database's way.
	Bind func(string) string
}

// Run runs the suite.
func Run(t *testing.T, b Backend) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Backend)
	}{
		{"a refused act leaves no trace", refused},
		{"a repeated key gets the first answer", repeated},
		{"one key from many at once is one act", repeatedAtOnce},
		{"numbers of a series have no gaps", series},
		{"acts of one caller keep their order", order},
		{"the ledger refuses update and delete", appendOnly},
		{"a snapshot stands still", snapshot},
		{"recorded instants never go back", clock},
		{"two programs keep one chain", twoPrograms},
		{"register items are kept and found", items},
		{"a stopped store refuses", closed},
		{"verify finds what was tampered with", tampered},
		{"rebuild puts states and counts right", rebuilt},
		{"a rebuild reaches other programs", healed},
		{"a note is kept by its rev", notes},
		{"notes are listed last changed first", listed},
		{"expired notes are gone", expiring},
		{"of many who change one note one wins", contended},
		{"notes and looks do not hold acts up", besides},
		{"a unit without a chain keeps notes and looks", beginning},
		{"looks are found and never changed", looks},
		{"a secret is made once", secrets},
		{"a secret is sealed", sealedSecrets},
		{"queues are what the states say", queues},
		{"the latest of an actor are the newest of the chain", actsOf},
		{"what a person has finds the dossier", finding},
		{"the end of a code finds today's first", today},
		{"fold is state, recount is counts, list is number", alwaysTrue},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, b) })
	}
}

// Open opens a fresh database with the simulated clock of the office.
func Open(t testing.TB, b Backend, o *Office) (*store.Store, store.Options) {
	t.Helper()
	opt := b.New(t)
	opt.Recorded, opt.Rand = Recorded, NewChance(o.Rand.Uint64())
	return reopen(t, opt), opt
}

func reopen(t testing.TB, opt store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), opt)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func must(t testing.TB, s *store.Store, a desk.Act) desk.Receipt {
	t.Helper()
	r, err := s.Do(context.Background(), a)
	if err != nil {
		t.Fatalf("act %s: %v", a.Key, err)
	}
	return r
}

// Snap is a snapshot that the test closes.
func Snap(t testing.TB, s *store.Store) *store.Snapshot {
	t.Helper()
	sn, err := s.Snapshot(context.Background())
	if err != nil {
		t.Fatalf("snapshot: %v", err)
	}
	t.Cleanup(func() { sn.Close() })
	return sn
}

// sound proves the whole database.
func sound(t testing.TB, s *store.Store) store.VerifyReport {
	t.Helper()
	r, err := s.Verify(context.Background(), nil)
	if err != nil {
		t.Fatalf("verify: %v", err)
	}
	if r.Err() != nil {
		t.Fatalf("verify: %d faults, first %v", r.Found, r.Faults)
	}
	return r
}
