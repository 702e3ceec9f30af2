package store_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

var sqliteBackend = storetest.Backend{
	New: func(t testing.TB) store.Options { return store.Options{Dir: t.TempDir()} },
	Raw: func(t testing.TB, o store.Options) *sql.DB {
		return handle(t, "sqlite", "file:"+filepath.Join(o.Dir, store.FileName)+"?_pragma=busy_timeout(5000)")
	},
	Thaw: []string{"DROP TRIGGER entry_no_update", "DROP TRIGGER entry_no_delete", "DROP TRIGGER act_no_update", "DROP TRIGGER act_no_delete"},
	Bind: func(q string) string { return q },
}

func handle(t testing.TB, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestSQLite(t *testing.T) { storetest.Run(t, sqliteBackend) }
