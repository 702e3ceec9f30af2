// Package store keeps everything that motcua records: the ledger, the states it folds into
// and the counts, and beside them notes and looks at personal data, in SQLite (a folder, the default) or PostgreSQL, with one set of SQL
// statements for both.
//
// It promises that an act is recorded wholly or not at all, that it is acknowledged only
// after the disk has it, that entries are never changed or deleted (triggers refuse it on
// both databases), and that the stored states and counts are what the ledger folds into;
// Verify proves it and Rebuild restores it. Everything here can be read again for ever: the
// law asks for the whole life of a dossier (NĐ 118/2025 Đ6), and a count that cannot be
// recounted is not evidence.
//
// It knows no rule of the desk: it calls dossier.Apply, register.Apply and rollup.Diff.
package store

import (
	"context"
	cryptorand "crypto/rand"
	"database/sql"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/note"
)

// Options says which database to open and how.
type Options struct {
	Dir      string // folder of the embedded database
	DB       string // postgres://…; wins over Dir
	ReadOnly bool   // never writes, not even a migration

	// Recorded gives the server's instant of an act; nil is the clock. The example ward puts
	// a simulated clock here.
	Recorded func(happened time.Time) time.Time
	Rand     io.Reader // salts; nil is crypto/rand

	// Now is the clock by which notes are changed and expire; nil is the machine's.
	Now func() time.Time

	// Progress is told how far a step of the schema is that takes long; nil: nobody asks.
	Progress func(done, total int64)

	// Group bounds how many acts share a commit; 0 is 512. 1 gives a commit to every act.
	Group int
	// Wait bounds how long to wait for another process that writes; 0 is 5 s.
	Wait time.Duration
}

// Store is an open database. It is safe for use by many goroutines.
type Store struct {
	opt   Options
	d     *dialect
	write *sql.DB       // one connection, immediate transactions
	read  *sql.DB       // a pool that never writes
	turns chan struct{} // of snapshots: see lightConns
	place string        // what to call the database in a sentence; never holds a password
	words *words
	seals access.Seals // of Secret; nil: in clear
	// frozen: a SQLite file that is read as it stands, because its folder cannot be written
	frozen bool
	file   os.FileInfo // of SQLite: the file that was opened

	writer  *writer
	queue   chan *pending
	gate    sync.RWMutex // guards closing: nothing enters the queue once it is closed
	closing bool
	done    chan struct{} // closed when the writer has ended
}

var (
	_ desk.Journal   = (*Store)(nil)
	_ note.Keeper    = (*Store)(nil)
	_ access.Watcher = (*Store)(nil)
	_ measure.Reader = (*Snapshot)(nil)
)

// lightConns are the reading connections that no snapshot takes: whoever holds a snapshot can
// still read a note. Without them as many pages as there are connections, each with a snapshot
// and in want of a note, would wait for each other until they give up.
const lightConns = 3

// snapshotConns is how many snapshots there may be at once: as many as the pages read from at
// the same time, and a few where there are not many processors.
func snapshotConns() int { return max(8, 4*runtime.NumCPU()+1) }

// poolReaders bounds the pool that reads; none of its connections is closed while idle.
func (s *Store) poolReaders() {
	n := snapshotConns() + lightConns
	s.read.SetMaxOpenConns(n)
	s.read.SetMaxIdleConns(n)
}

// Open opens the database, creating it where there is none and bringing an older one up to
// this program's schema, and proves that it will keep its promises (write-ahead log, full
// syncs). With ReadOnly it changes nothing and refuses a schema that is not its own.
func Open(ctx context.Context, opt Options) (*Store, error) {
	if opt.Recorded == nil {
		opt.Recorded = func(time.Time) time.Time { return time.Now() }
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Rand == nil {
		opt.Rand = cryptorand.Reader
	}
	if opt.Group <= 0 {
		opt.Group = 512
	}
	if opt.Wait <= 0 {
		opt.Wait = 5 * time.Second
	}
	s := &Store{opt: opt, words: newWords(), queue: make(chan *pending, 1024), done: make(chan struct{}),
		turns: make(chan struct{}, snapshotConns())}
	s.writer = &writer{s: s, recent: map[string]*recent{}}
	open := s.openSQLite
	if opt.DB != "" {
		if !strings.HasPrefix(opt.DB, "postgres://") && !strings.HasPrefix(opt.DB, "postgresql://") {
			return nil, fault.New(fault.Invalid, "store.address_malformed")
		}
		open = s.openPostgres
	}
	if err := open(ctx); err != nil {
		s.closeHandles()
		return nil, s.explain("open", err)
	}
	if err := s.prepareSchema(ctx); err != nil {
		s.closeHandles()
		return nil, s.explain("open", err)
	}
	if opt.ReadOnly {
		close(s.done)
	} else {
		go s.writeLoop()
	}
	return s, nil
}

// Close finishes the acts that wait, then lets go of the database. Acts submitted after it
// are refused.
func (s *Store) Close() error {
	s.gate.Lock()
	if !s.closing {
		s.closing = true
		close(s.queue)
	}
	s.gate.Unlock()
	<-s.done
	return s.closeHandles()
}

func (s *Store) closeHandles() error {
	var err error
	for _, db := range []*sql.DB{s.read, s.write} {
		if db == nil {
			continue
		}
		if e := db.Close(); e != nil && err == nil {
			err = e
		}
	}
	return err
}

// Place says where the data is: the file, or the database's host and name.
func (s *Store) Place() string { return s.place }
