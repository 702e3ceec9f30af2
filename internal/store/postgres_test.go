package store_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

var schemas atomic.Int64

// postgresAddress is the test server's; a schema of its own for every test.
func postgresAddress(t testing.TB) string {
	t.Helper()
	address := os.Getenv("MOTCUA_TEST_PG")
	if address == "" {
		t.Fatal("MOTCUA_TEST_PG is not set: run `make test`, or MOTCUA_TEST_PG=$(build/postgres.sh) go test ./…")
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal("MOTCUA_TEST_PG is not an address")
	}
	schema := fmt.Sprintf("t%d_%d", os.Getpid(), schemas.Add(1))
	admin := handle(t, "pgx", address)
	if _, err := admin.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP SCHEMA " + schema + " CASCADE"); err != nil {
			t.Error(err)
		}
	})
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

var postgresBackend = storetest.Backend{
	New: func(t testing.TB) store.Options { return store.Options{DB: postgresAddress(t)} },
	Raw: func(t testing.TB, o store.Options) *sql.DB { return handle(t, "pgx", o.DB) },
	Thaw: []string{"DROP TRIGGER entry_no_change ON entry", "DROP TRIGGER act_no_change ON act",
		"GRANT UPDATE, DELETE ON entry, act TO CURRENT_USER"},
	Bind: store.Dollars,
}

func TestPostgres(t *testing.T) { storetest.Run(t, postgresBackend) }
