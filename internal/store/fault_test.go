package store_test

import (
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// wantFault checks the key and that a person gets one whole sentence.
func wantFault(t *testing.T, err error, key string) {
	t.Helper()
	f, ok := fault.Of(err)
	if !ok || f.Key != key {
		t.Errorf("error %v, want %s", err, key)
		return
	}
	words, problems := locale.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if s := words.Error("vi", err); s == key || strings.ContainsAny(s, "{}") {
		t.Errorf("%s: sentence %q", key, s)
	}
}

func openFault(t *testing.T, o store.Options, key string) {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err == nil {
		s.Close()
	}
	wantFault(t, err, key)
}

func TestOpenRefusesInOneSentence(t *testing.T) {
	dir := t.TempDir()
	plain := filepath.Join(dir, "plain")
	if err := os.WriteFile(plain, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("a folder that is a file", func(t *testing.T) { openFault(t, store.Options{Dir: plain}, "store.folder_unusable") })
	t.Run("a folder under a file", func(t *testing.T) {
		openFault(t, store.Options{Dir: filepath.Join(plain, "data")}, "store.folder_unusable")
	})
	t.Run("nothing there, to read", func(t *testing.T) {
		openFault(t, store.Options{Dir: filepath.Join(dir, "none"), ReadOnly: true}, "store.absent")
		if _, err := os.Stat(filepath.Join(dir, "none")); err == nil {
			t.Error("reading made a folder")
		}
	})
	t.Run("not a database", func(t *testing.T) {
		d := t.TempDir()
		if err := os.WriteFile(filepath.Join(d, store.FileName), []byte(strings.Repeat("not a database ", 500)), 0o600); err != nil {
			t.Fatal(err)
		}
		openFault(t, store.Options{Dir: d}, "store.not_a_database")
		openFault(t, store.Options{Dir: d, ReadOnly: true}, "store.not_a_database")
	})
	t.Run("a pipe", func(t *testing.T) {
		d := t.TempDir()
		if err := syscall.Mkfifo(filepath.Join(d, store.FileName), 0o600); err != nil {
			t.Fatal(err)
		}
		openFault(t, store.Options{Dir: d}, "store.folder_unusable")
		openFault(t, store.Options{Dir: d, ReadOnly: true}, "store.folder_unusable")
	})
	t.Run("another program's database", func(t *testing.T) {
		o := store.Options{Dir: t.TempDir()}
		if _, err := sqliteBackend.Raw(t, o).Exec("CREATE TABLE theirs (x)"); err != nil {
			t.Fatal(err)
		}
		openFault(t, o, "store.foreign_database")
		o.ReadOnly = true
		openFault(t, o, "store.foreign_database")
	})
}

func TestSchemaOfAnotherProgram(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		t.Run(name, func(t *testing.T) {
			s, opt := storetest.Open(t, b, storetest.NewOffice(t, 1))
			have, want, err := s.SchemaVersion(t.Context())
			if err != nil || have != want || have < 2 {
				t.Fatalf("schema %d of %d, %v", have, want, err)
			}
			if m, err := s.Migrate(t.Context()); err != nil || m.From != want || m.To != want {
				t.Errorf("migrating again: %+v, %v", m, err)
			}
			s.Close()
			raw := b.Raw(t, opt)
			change := func(q string) {
				if _, err := raw.Exec(q); err != nil {
					t.Fatal(err)
				}
			}
			change("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, " + map[string]string{"sqlite": "1", "postgres": "true"}[name] + ")")
			openFault(t, opt, "store.schema_newer")
			opt.ReadOnly = true
			openFault(t, opt, "store.schema_newer")
			change("DELETE FROM goose_db_version WHERE version_id >= 2")
			openFault(t, opt, "store.schema_older")
		})
	}
}

func TestAnotherProgramHoldsTheDatabase(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		t.Run(name, func(t *testing.T) {
			o := storetest.NewOffice(t, 1)
			opt := b.New(t)
			opt.Recorded, opt.Rand, opt.Wait = storetest.Recorded, storetest.NewChance(2), 200*time.Millisecond
			s, err := store.Open(t.Context(), opt)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if _, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())); err != nil {
				t.Fatal(err)
			}
			hold := map[string]string{"sqlite": "BEGIN IMMEDIATE", "postgres": "BEGIN; LOCK TABLE unit IN ACCESS EXCLUSIVE MODE"}[name]
			conn, err := b.Raw(t, opt).Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := conn.ExecContext(t.Context(), hold); err != nil {
				t.Fatal(err)
			}
			act := o.Act(storetest.Unit, o.ID(), o.Receive())
			_, err = s.Do(t.Context(), act)
			wantFault(t, err, "store.locked")
			if _, err := conn.ExecContext(t.Context(), "ROLLBACK"); err != nil {
				t.Fatal(err)
			}
			if r, err := s.Do(t.Context(), act); err != nil || r.Repeat || r.First != 1 {
				t.Errorf("when it is free again: %+v, %v", r, err)
			}
		})
	}
}

// A full disk refuses the acts that do not fit, keeps all that was acknowledged, and takes
// acts again when there is room.
func TestFullDisk(t *testing.T) {
	o := storetest.NewOffice(t, 1)
	s, _ := storetest.Open(t, sqliteBackend, o)
	if err := s.LimitPages(80); err != nil {
		t.Fatal(err)
	}
	kept, full := 0, 0
	for range 400 {
		_, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive()))
		if err == nil {
			kept++
			continue
		}
		full++
		wantFault(t, err, "store.disk_full")
		if full > 3 {
			break
		}
	}
	if kept < 20 || full == 0 {
		t.Fatalf("%d kept, %d refused", kept, full)
	}
	if r, err := s.Verify(t.Context(), nil); err != nil || r.Err() != nil || r.Entries != int64(kept) {
		t.Errorf("%d acknowledged; verified %+v, %v", kept, r, err)
	}
	if err := s.LimitPages(100_000); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// A disk that lost what it was given ends all writing until a person has looked.
func TestLostDiskStopsWriting(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		t.Run(name, func(t *testing.T) {
			o := storetest.NewOffice(t, 1)
			s, opt := storetest.Open(t, b, o)
			s.LoseDisk()
			raw := b.Raw(t, opt)
			if _, err := raw.Exec("ALTER TABLE series RENAME TO lost"); err != nil {
				t.Fatal(err)
			}
			_, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive()))
			wantFault(t, err, "store.stopped")
			if _, err := raw.Exec("ALTER TABLE lost RENAME TO series"); err != nil {
				t.Fatal(err)
			}
			_, err = s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive()))
			wantFault(t, err, "store.stopped")
			_, err = s.Rebuild(t.Context(), nil)
			wantFault(t, err, "store.stopped")
			if r, err := s.Verify(t.Context(), nil); err != nil || r.Err() != nil || r.Entries != 0 {
				t.Errorf("something is half written: %+v, %v", r, err)
			}
		})
	}
}

// An error that nobody planned for still acknowledges nothing, and does not end the service.
func TestUnplannedErrorAcknowledgesNothing(t *testing.T) {
	o := storetest.NewOffice(t, 1)
	s, opt := storetest.Open(t, sqliteBackend, o)
	raw := sqliteBackend.Raw(t, opt)
	if _, err := raw.Exec("CREATE TRIGGER no BEFORE INSERT ON tally WHEN NEW.bucket > 9999999 BEGIN SELECT RAISE(ABORT, 'unplanned'); END"); err != nil {
		t.Fatal(err)
	}
	var answers []<-chan desk.Result
	for range 30 {
		answers = append(answers, s.Submit(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())))
	}
	for _, a := range answers {
		if r := <-a; !fault.Is(r.Err, fault.Unavailable) {
			t.Errorf("acknowledged: %+v", r)
		}
	}
	if _, err := raw.Exec("DROP TRIGGER no"); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())); err != nil || r.First != 0 {
		t.Errorf("afterwards: %+v, %v", r, err)
	}
}

func TestPostgresAddressRefusedInOneSentence(t *testing.T) {
	good, err := url.Parse(postgresAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := taken.Addr().String()
	taken.Close()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes the connection and says nothing, as behind a firewall
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	const secret = "tuyet-mat-9"
	with := func(change func(*url.URL)) string {
		u := *good
		change(&u)
		return u.String()
	}
	for _, c := range []struct{ name, address, key string }{
		{"nobody listens", with(func(u *url.URL) { u.Host, u.User = nobody, url.UserPassword("motcua", secret) }), "store.unreachable"},
		{"nobody answers", with(func(u *url.URL) { u.Host, u.RawQuery = silent.Addr().String(), "sslmode=disable&connect_timeout=1" }), "store.unreachable"},
		{"wrong password", with(func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), secret) }), "store.sign_in_refused"},
		{"no such database", with(func(u *url.URL) { u.Path = "/khong_co" }), "store.database_absent"},
		{"not an address", "postgres://motcua:" + secret + "@127.0.0.1:port/x", "store.address_malformed"},
		{"broken escape", "postgres://motcua:" + secret + "%zz@127.0.0.1/x", "store.address_malformed"},
		{"unknown setting", with(func(u *url.URL) { u.RawQuery = "sslmode=" + secret }), "store.address_malformed"},
		{"another engine", "mysql://motcua:" + secret + "@127.0.0.1/x", "store.address_malformed"},
	} {
		for _, readOnly := range []bool{false, true} {
			s, err := store.Open(t.Context(), store.Options{DB: c.address, ReadOnly: readOnly})
			if err == nil {
				s.Close()
			}
			wantFault(t, err, c.key)
			if text := fmt.Sprint(err); strings.Contains(text, secret) {
				t.Errorf("%s: the password is in %q", c.name, text)
			}
		}
	}
}

// When the server goes away under a running program, acts are refused until it is back, and
// what was acknowledged is there.
func TestPostgresConnectionLost(t *testing.T) {
	o := storetest.NewOffice(t, 1)
	s, opt := storetest.Open(t, postgresBackend, o)
	if _, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())); err != nil {
		t.Fatal(err)
	}
	end := func(db *sql.DB) {
		if _, err := db.Exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'motcua' AND pid <> pg_backend_pid()`); err != nil {
			t.Fatal(err)
		}
	}
	raw := postgresBackend.Raw(t, opt)
	end(raw)
	if r, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())); err != nil || r.First != 1 {
		t.Errorf("a connection that went away between acts: %+v, %v", r, err)
	}
	half := o.Act(storetest.Unit, o.ID(), o.Receive())
	run, once := half.Run, true
	half.Run = func(tx desk.Tx) ([]byte, error) {
		if once {
			once = false
			end(raw)
		}
		return run(tx)
	}
	_, err := s.Do(t.Context(), half)
	wantFault(t, err, "store.unreachable")
	if r, err := s.Do(t.Context(), half); err != nil || r.Repeat || r.First != 2 {
		t.Errorf("the same act again: %+v, %v", r, err)
	}
	if r, err := s.Verify(t.Context(), nil); err != nil || r.Err() != nil || r.Entries != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// What was damaged behind the program's back is said to be so: it is no fault of the program,
// and never a number.
func TestDamagedRows(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		blob := map[string]string{"sqlite": "x'%s'", "postgres": `'\x%s'::bytea`}[name]
		for _, c := range []struct{ what, change string }{
			{"counts cut short", fmt.Sprintf("UPDATE tally SET counts = "+blob, "ff")},
			{"counts of an absurd word", fmt.Sprintf("UPDATE tally SET counts = "+blob, "ffffffffffffff7f02")},
			{"counts of a word that is not there", fmt.Sprintf("UPDATE tally SET counts = "+blob, "e8072a")},
			{"a state", fmt.Sprintf("UPDATE dossier SET state = "+blob, "00")},
			{"a table taken out", "DROP TABLE tally"},
		} {
			t.Run(name+"/"+c.what, func(t *testing.T) {
				o := storetest.NewOffice(t, 1)
				s, opt := storetest.Open(t, b, o)
				a := o.Act(storetest.Unit, o.ID(), o.Receive())
				if _, err := s.Do(t.Context(), a); err != nil {
					t.Fatal(err)
				}
				if _, err := b.Raw(t, opt).Exec(c.change); err != nil {
					t.Fatal(err)
				}
				sn := storetest.Snap(t, s)
				_, err := sn.Flows(t.Context(), storetest.Unit, 0, calendar.MakeDate(2099, 12, 31))
				if c.what == "a state" {
					_, err = sn.Dossier(t.Context(), storetest.Unit, a.Subjects[0])
				}
				wantFault(t, err, "store.damaged")
			})
		}
	}
}

// A number cut to its column's width is not the number that was sealed.
func TestNumbersBeyondTheirWidth(t *testing.T) {
	for _, column := range []string{"version = version + 65536", "seq = seq + 4294967296", "corrects = corrects + 4294967296",
		"salt = CAST(salt || x'00' AS BLOB)"} {
		o := storetest.NewOffice(t, 1)
		s, opt := storetest.Open(t, sqliteBackend, o)
		if _, err := s.Do(t.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())); err != nil {
			t.Fatal(err)
		}
		raw := sqliteBackend.Raw(t, opt)
		for _, q := range append(sqliteBackend.Thaw, "UPDATE entry SET "+column+" WHERE pos = 0") {
			if _, err := raw.Exec(q); err != nil {
				t.Fatal(err)
			}
		}
		if r, err := s.Verify(t.Context(), nil); err != nil || r.Err() == nil {
			t.Errorf("%s: not found: %+v, %v", column, r, err)
		}
	}
}
