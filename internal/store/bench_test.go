package store_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// BenchmarkDurableActs prints what a durable act costs against the same machine's limits:
// the raw fdatasync rate, one row per commit, and bare rows of the same size committed in
// groups. Absolute figures mean little, so the sides take turns (A B A B), and the median
// with its spread is printed beside every ratio.
func BenchmarkDurableActs(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { compare(b, sqliteBackend, groupedBySQLite) })
	b.Run("postgres", func(b *testing.B) { compare(b, postgresBackend, groupedByServer) })
}

const (
	rounds  = 5
	turn    = 600 * time.Millisecond
	clients = 64
)

// side is one thing measured: it works for a turn and says how many it did.
type side struct {
	name  string
	run   func(time.Duration) int64
	rates []float64
}

func (s *side) median() float64 { return slices.Sorted(slices.Values(s.rates))[len(s.rates)/2] }

func compare(b *testing.B, backend storetest.Backend, grouped func(*sql.DB, int) func(time.Duration) int64) {
	acts := prepareActs(b, backend)
	bare := backend.New(b)
	s, err := store.Open(b.Context(), bare)
	if err != nil {
		b.Fatal(err)
	}
	s.Close()
	raw := backend.Raw(b, bare)
	fsync := &side{name: "fdatasync of 4 KB", run: fdatasync(b)}
	one := &side{name: "bare rows, one act per commit, 1 client", run: grouped(raw, 1)}
	ceiling := &side{name: "bare rows, group commit, 64 clients", run: grouped(raw, clients)}
	single := &side{name: "acts, 1 client", run: acts.from(1)}
	many := &side{name: "acts, 64 clients", run: acts.from(clients)}
	sides := []*side{fsync, one, ceiling, single, many}
	var cpu, syncs []float64
	for range rounds {
		for _, x := range sides {
			commits, used, start := acts.s.Commits(), cpuTime(), time.Now()
			n := x.run(turn)
			x.rates = append(x.rates, float64(n)/time.Since(start).Seconds())
			if x == many {
				cpu = append(cpu, (cpuTime()-used).Seconds()*1e6/float64(n))
				syncs = append(syncs, float64(acts.s.Commits()-commits)/float64(n))
			}
		}
	}
	fmt.Println()
	for _, x := range sides {
		fmt.Printf("  %-42s %9.0f/s  (%.0f..%.0f)\n", x.name, x.median(), slices.Min(x.rates), slices.Max(x.rates))
	}
	fmt.Printf("  fdatasync first and last round: %.0f/s, %.0f/s\n", fsync.rates[0], fsync.rates[rounds-1])
	ratio := func(a, b *side) float64 { return a.median() / b.median() }
	slices.Sort(cpu)
	slices.Sort(syncs)
	fmt.Printf("  acts at 64 clients: %.2f of group commit, %.1f × fdatasync, %.1f × one row per commit; at 1 client: %.2f of one row per commit\n",
		ratio(many, ceiling), ratio(many, fsync), ratio(many, one), ratio(single, one))
	fmt.Printf("  %.0f µs of CPU (clients included) and %.3f syncs an act at 64 clients\n", cpu[rounds/2], syncs[rounds/2])
	for b.Loop() { // the measuring is above: its turns are timed, not counted
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(many.median(), "acts/s")
	b.ReportMetric(ratio(many, ceiling), "of-group-commit")
	b.ReportMetric(ratio(many, fsync), "x-fdatasync")
}

// workers lets n goroutines repeat a step for a turn, each with its own number.
func workers(n int, step func(worker int)) func(time.Duration) int64 {
	return func(d time.Duration) int64 {
		end := time.Now().Add(d)
		var done atomic.Int64
		var wg sync.WaitGroup
		for w := range n {
			wg.Go(func() {
				for time.Now().Before(end) {
					step(w)
					done.Add(1)
				}
			})
		}
		wg.Wait()
		return done.Load()
	}
}

func fdatasync(b *testing.B) func(time.Duration) int64 {
	f, err := os.Create(filepath.Join(b.TempDir(), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { f.Close() })
	page := make([]byte, 4096)
	return workers(1, func(int) {
		if _, err := f.Write(page); err != nil {
			b.Error(err)
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			b.Error(err)
		}
	})
}

// acting is the store with clients that each live one dossier after the other, act by act.
type acting struct {
	s    *store.Store
	next func(worker int)
}

func prepareActs(b *testing.B, backend storetest.Backend) *acting {
	opt := backend.New(b)
	s, err := store.Open(b.Context(), opt)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	lives := make([]*living, clients)
	for i := range lives {
		o := storetest.NewOffice(b, uint64(i))
		o.Now = o.Now.Add(time.Duration(i) * time.Hour)
		lives[i] = &living{office: o}
	}
	return &acting{s, func(w int) {
		if err := lives[w].act(s); err != nil {
			b.Error(err)
		}
	}}
}

func (a *acting) from(n int) func(time.Duration) int64 { return workers(n, a.next) }

// barely is the rows of an act without anything behind them: entry, act, state.
type barely struct {
	pos  atomic.Int64
	body []byte
}

func (r *barely) write(exec func(q string, args ...any) error, bind func(string) string) error {
	pos := r.pos.Add(1)
	h := sha256.Sum256(fmt.Append(nil, pos))
	err := exec(bind(`INSERT INTO entry (unit, pos, subject_kind, subject, seq, kind, happened, recorded, corrects, version, actor, behalf, body, salt) VALUES (1,?,1,?,1,2,?,?,0,1,?,?,?,?)`),
		pos, pos, pos+1_700_000_000_000, pos+1_700_000_000_000, "cb-01", "", r.body[:60], h[:16])
	if err == nil {
		err = exec(bind(`INSERT INTO act (unit, first, count, key, head, answer) VALUES (1,?,1,?,?,?)`), pos, h[:12], h[:], r.body[:64])
	}
	if err == nil {
		err = exec(bind(`INSERT INTO dossier (unit, id, seq, code, procedure, field, channel, level, status, received_day, due_day, ended_day, rated_day, flags, state)
VALUES (1,?,1,'',3,4,1,1,2,?,?,0,0,0,?) ON CONFLICT (unit, id) DO UPDATE SET seq = excluded.seq, state = excluded.state`), pos/10, 19000+pos/5000, 19010, r.body)
	}
	return err
}

// groupedBySQLite has one writer that commits what waits, as the store does.
func groupedBySQLite(db *sql.DB, n int) func(time.Duration) int64 {
	r := bareRows(db)
	conn, err := db.Conn(context.Background())
	if err != nil {
		panic(err)
	}
	stmts := map[string]*sql.Stmt{}
	exec := func(q string, args ...any) error {
		if stmts[q] == nil {
			st, err := conn.PrepareContext(context.Background(), q)
			if err != nil {
				return err
			}
			stmts[q] = st
		}
		_, err := stmts[q].Exec(args...)
		return err
	}
	queue := make(chan chan struct{}, clients)
	go func() {
		for first := range queue {
			waiting := []chan struct{}{first}
		more:
			for len(waiting) < clients {
				select {
				case w := <-queue:
					waiting = append(waiting, w)
				default:
					break more
				}
			}
			err := exec("BEGIN IMMEDIATE")
			for range waiting {
				if err == nil {
					err = r.write(exec, sqliteBackend.Bind)
				}
			}
			if err == nil {
				err = exec("COMMIT")
			}
			if err != nil {
				panic(err)
			}
			for _, w := range waiting {
				w <- struct{}{}
			}
		}
	}()
	return workers(n, func(int) {
		done := make(chan struct{}, 1)
		queue <- done
		<-done
	})
}

// groupedByServer leaves the grouping to PostgreSQL: every client commits by itself.
func groupedByServer(db *sql.DB, n int) func(time.Duration) int64 {
	r := bareRows(db)
	db.SetMaxOpenConns(clients)
	db.SetMaxIdleConns(clients)
	return workers(n, func(int) {
		tx, err := db.Begin()
		if err == nil {
			err = r.write(func(q string, args ...any) error { _, err := tx.Exec(q, args...); return err }, postgresBackend.Bind)
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			panic(err)
		}
	})
}

var bareMu sync.Mutex
var bareBy = map[*sql.DB]*barely{}

func bareRows(db *sql.DB) *barely {
	bareMu.Lock()
	defer bareMu.Unlock()
	if bareBy[db] == nil {
		bareBy[db] = &barely{body: make([]byte, 650)}
	}
	return bareBy[db]
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkDisk prints the bytes on disk of a dossier of ten entries that were recorded in
// time, everything included.
func BenchmarkDisk(b *testing.B) {
	for name, backend := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		b.Run(name, func(b *testing.B) {
			opt := backend.New(b)
			opt.Recorded = storetest.Recorded
			s, err := store.Open(b.Context(), opt)
			if err != nil {
				b.Fatal(err)
			}
			const dossiers = 4000
			l := &living{office: storetest.NewOffice(b, 1)}
			empty := stats(b, s)
			for range dossiers * 10 {
				l.submit(b, s)
			}
			l.wait(b)
			st := stats(b, s)
			s.Close()
			if st.Dossiers != dossiers || st.Entries != 10*dossiers {
				b.Fatalf("%+v", st)
			}
			each := float64(st.Bytes-empty.Bytes) / dossiers
			fmt.Printf("\n  %s: %.0f bytes on disk a dossier of ten entries\n", name, each)
			for b.Loop() {
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(each, "bytes/dossier")
		})
	}
}

func stats(b *testing.B, s *store.Store) store.Stats {
	sn := storetest.Snap(b, s)
	defer sn.Close()
	st, err := sn.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	return st
}
