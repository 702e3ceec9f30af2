package page

import (
	"context"
	"time"
)

// Health is how machine and database are. Unknown figures are zero.
type Health struct {
	Place      string // of the database; holds no password
	Engine     string // "SQLite 3.54.1"
	Version    string // of the program
	Schema     int64
	Bytes      int64 // of the database on disk
	Free, Disk int64 // bytes of the disk that it is on
	Entries    int64
	Dossiers   int64
	Memory     uint64 // that the program holds, bytes
	Started    time.Time
	Recorded   time.Time // server's instant of the last entry
	CertUntil  time.Time // of the TLS certificate; zero: there is none
}

// Proof is the outcome of looking the whole ledger through.
type Proof struct {
	Entries, Dossiers int64
	Found             int64    // what is wrong, 0: all is well
	Faults            []string // the first of it, as sentences
	Took              time.Duration
}

// Caretaker looks after machine and database; the command that serves is one.
type Caretaker interface {
	Health(ctx context.Context) (Health, error)
	// Verify looks the whole ledger through; progress is called now and then.
	Verify(ctx context.Context, lang string, progress func(done, total int64)) (Proof, error)
}
