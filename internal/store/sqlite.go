package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/motcua/motcua/internal/fault"
)

// FileName is the embedded database's file in the data folder.
const FileName = "motcua.db"

// applicationID marks the file as motcua's, so that another program's file is not taken for it.
const applicationID = 0x6d6f7463 // "motc"

// minSQLite is the oldest version whose upserts, row values and write-ahead log repair
// (3.51.3) this package was written against.
const minSQLite = 3_051_003

var sqliteDialect = &dialect{
	name: "sqlite", goose: goose.DialectSQLite3,
	begin: "BEGIN IMMEDIATE", rebind: sameText,
	explain: explainSQLite,
	again:   func(err error) bool { return sqliteCode(err)&0xff == sqlite3.SQLITE_CONSTRAINT },
	broken: func(err error) bool {
		return sqliteCode(err)&0xff == sqlite3.SQLITE_IOERR || sqliteCode(err)&0xff == sqlite3.SQLITE_CORRUPT
	},
	engine:   "SELECT 'SQLite ' || sqlite_version()",
	hasTable: "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'",
	size:     "SELECT (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size())",
}

// openSQLite opens the writer (one connection, immediate transactions) and the readers. Each
// connection waits for a lock before it gives up, and none is closed while idle: database/sql
// would open it again without notice and lose both.
func (s *Store) openSQLite(ctx context.Context) error {
	s.d = sqliteDialect
	s.place = filepath.Join(s.opt.Dir, FileName)
	if err := s.prepareFile(); err != nil {
		return err
	}
	var err error
	if !s.opt.ReadOnly {
		if s.write, err = sql.Open("sqlite", s.sqliteDSN(false)); err != nil {
			return err
		}
		s.write.SetMaxOpenConns(1)
		s.write.SetMaxIdleConns(1)
		if err := s.checkSQLite(ctx, s.write); err != nil {
			return err
		}
	}
	if s.read, err = sql.Open("sqlite", s.sqliteDSN(true)); err != nil {
		return err
	}
	s.poolReaders()
	if s.opt.ReadOnly {
		if err := s.checkReadOnly(ctx); err != nil {
			return err
		}
	}
	return s.keepFile()
}

// checkReadOnly opens for reading. In a folder that this account may not write, SQLite
// cannot make the file by which readers and a writer know each other; then nobody of this
// account writes either, and a database whose log is empty can be read as it stands.
func (s *Store) checkReadOnly(ctx context.Context) error {
	err := s.checkSQLite(ctx, s.read)
	code := sqliteCode(err) & 0xff
	if code != sqlite3.SQLITE_CANTOPEN && code != sqlite3.SQLITE_READONLY {
		return err
	}
	if log, e := os.Stat(s.place + "-wal"); e == nil && log.Size() > 0 {
		return err
	}
	s.read.Close()
	s.frozen = true
	if s.read, err = sql.Open("sqlite", s.sqliteDSN(true)); err != nil {
		return err
	}
	return s.checkSQLite(ctx, s.read)
}

func (s *Store) prepareFile() error {
	if s.opt.ReadOnly {
		if st, err := os.Stat(s.place); errors.Is(err, os.ErrNotExist) {
			return fault.Wrap(err, fault.NotFound, "store.absent", "place", s.place)
		} else if err != nil {
			return folderFault(s.place, err)
		} else if !st.Mode().IsRegular() {
			return folderFault(s.place, errNotFile)
		}
		return nil
	}
	if err := os.MkdirAll(s.opt.Dir, 0o700); err != nil {
		return folderFault(s.opt.Dir, err)
	}
	if st, err := os.Stat(s.place); err == nil && !st.Mode().IsRegular() {
		return folderFault(s.place, errNotFile)
	}
	// The file holds personal data: nobody but the program's own account reads it.
	f, err := os.OpenFile(s.place, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return folderFault(s.place, err)
	}
	return f.Close()
}

// errNotFile: opening a pipe or a device of the database's name would wait for ever.
var errNotFile = errors.New("store: not a regular file")

func folderFault(place string, err error) error {
	if errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fault.Wrap(err, fault.Unavailable, "store.read_only", "place", place)
	}
	if errors.Is(err, syscall.ENOSPC) {
		return fault.Wrap(err, fault.Unavailable, "store.disk_full", "place", place)
	}
	return fault.Wrap(err, fault.Unavailable, "store.folder_unusable", "place", place)
}

// sqliteDSN is the address with all that a connection must be told. The driver ignores a
// misspelt key, so checkSQLite reads everything back.
func (s *Store) sqliteDSN(reader bool) string {
	q := url.Values{}
	pragma := func(p string) { q.Add("_pragma", p) }
	pragma(fmt.Sprintf("busy_timeout(%d)", s.opt.Wait.Milliseconds()))
	q.Set("_dqs", "0")
	q.Set("_defensive", "1")
	switch {
	case !reader:
		q.Set("_txlock", "immediate")
		pragma("journal_mode(WAL)")
		pragma("synchronous(FULL)")
		pragma("journal_size_limit(67108864)")
		pragma("wal_autocheckpoint(4000)")
		pragma("cache_size(-65536)")
		pragma("temp_store(MEMORY)") // statements of many rows keep a journal of their own
	case s.opt.ReadOnly:
		q.Set("mode", "ro")
		pragma("query_only(1)")
		if s.frozen {
			q.Set("immutable", "1")
		}
	default:
		pragma("query_only(1)")
		pragma("cache_size(-16384)")
	}
	path := (&url.URL{Path: s.place}).EscapedPath()
	return "file:" + path + "?" + q.Encode()
}

// checkSQLite reads back what decides whether a receipt is true.
func (s *Store) checkSQLite(ctx context.Context, db *sql.DB) error {
	if v := sqliteVersion(ctx, db); v < minSQLite {
		return fault.New(fault.Unavailable, "store.engine_old", "engine", "SQLite", "version", v, "need", minSQLite)
	}
	ask := func(pragma string) (string, error) {
		var v string
		err := db.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&v)
		return v, err
	}
	want := [][2]string{{"busy_timeout", fmt.Sprint(s.opt.Wait.Milliseconds())}}
	if !s.opt.ReadOnly {
		want = append(want, [2]string{"journal_mode", "wal"}, [2]string{"synchronous", "2"})
	}
	for _, w := range want {
		got, err := ask(w[0])
		if err != nil {
			return err
		}
		if got != w[1] {
			return fault.New(fault.Unavailable, "store.not_durable", "setting", w[0], "value", got, "need", w[1])
		}
	}
	return s.checkOwner(ctx, db)
}

func sqliteVersion(ctx context.Context, db *sql.DB) int {
	var v string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&v); err != nil {
		return minSQLite // the next statement meets the same error and explains it
	}
	var a, b, c int
	if _, err := fmt.Sscanf(v, "%d.%d.%d", &a, &b, &c); err != nil {
		return 0
	}
	return a*1_000_000 + b*1_000 + c
}

// checkOwner refuses a file that holds another program's tables.
func (s *Store) checkOwner(ctx context.Context, db *sql.DB) error {
	var id, tables int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&tables); err != nil {
		return err
	}
	if id != applicationID && (id != 0 || tables > 0) {
		return fault.New(fault.Invalid, "store.foreign_database", "place", s.place)
	}
	if id == 0 && !s.opt.ReadOnly {
		_, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
		return err
	}
	return nil
}

func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// schemaLost reports that a table or column of the schema is not there, or already is: the
// file was changed by another program. SQLite has no code of its own for it.
func schemaLost(err error) bool {
	if sqliteCode(err)&0xff != sqlite3.SQLITE_ERROR {
		return false
	}
	text := err.Error()
	return strings.Contains(text, "no such table") || strings.Contains(text, "no such column") || strings.Contains(text, "already exists")
}

func explainSQLite(place string, err error) *fault.Error {
	key := ""
	switch sqliteCode(err) & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		key = "store.locked"
	case sqlite3.SQLITE_FULL:
		key = "store.disk_full"
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		key = "store.read_only"
	case sqlite3.SQLITE_CANTOPEN:
		key = "store.folder_unusable"
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		key = "store.not_a_database"
	case sqlite3.SQLITE_IOERR:
		key = "store.disk_failed"
	}
	if schemaLost(err) {
		key = "store.damaged"
	}
	if key == "" {
		return nil
	}
	if strings.Contains(err.Error(), "file too large") {
		key = "store.disk_full"
	}
	return fault.Wrap(err, fault.Unavailable, key, "place", place)
}
