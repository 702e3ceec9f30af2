package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/motcua/motcua/internal/fault"
)

// minPostgres is the oldest version the suite runs on.
const minPostgres = 15

var postgresDialect = &dialect{
	name: "postgres", goose: goose.DialectPostgres,
	begin: "BEGIN", lock: " FOR UPDATE", rebind: dollars,
	explain: explainPostgres,
	again: func(err error) bool {
		switch pgCode(err) {
		case "40001", "40P01", "23505": // serialization, deadlock, a key taken by another process
			return true
		}
		return false
	},
	broken:   func(err error) bool { return pgCode(err) == "58030" }, // I/O error
	engine:   "SELECT 'PostgreSQL ' || current_setting('server_version')",
	hasTable: "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'goose_db_version'",
	size: `SELECT CAST(COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS BIGINT) FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'`,
}

// openPostgres opens one connection that writes and a pool that reads. Errors of a malformed
// address are not wrapped: they would show the password.
func (s *Store) openPostgres(ctx context.Context) error {
	s.d = postgresDialect
	cfg, err := pgx.ParseConfig(s.opt.DB)
	if err != nil {
		return fault.New(fault.Invalid, "store.address_malformed")
	}
	s.place = net.JoinHostPort(cfg.Host, strconv.Itoa(int(cfg.Port))) + "/" + cfg.Database
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 10 * time.Second
	}
	cfg.RuntimeParams["application_name"] = "motcua"
	cfg.RuntimeParams["lock_timeout"] = fmt.Sprintf("%dms", s.opt.Wait.Milliseconds())
	if !s.opt.ReadOnly {
		s.write = stdlib.OpenDB(*cfg)
		s.write.SetMaxOpenConns(1)
		s.write.SetMaxIdleConns(1)
		if err := s.checkPostgres(ctx, s.write); err != nil {
			return err
		}
	}
	ro := cfg.Copy()
	ro.RuntimeParams["default_transaction_read_only"] = "on"
	s.read = stdlib.OpenDB(*ro)
	s.poolReaders()
	if s.opt.ReadOnly {
		return s.checkPostgres(ctx, s.read)
	}
	return nil
}

// checkPostgres reads back what decides whether a receipt is true.
func (s *Store) checkPostgres(ctx context.Context, db *sql.DB) error {
	show := func(name string) (string, error) {
		var v string
		err := db.QueryRowContext(ctx, "SELECT current_setting('"+name+"')").Scan(&v)
		return v, err
	}
	v, err := show("server_version_num")
	if err != nil {
		return err
	}
	if n, _ := strconv.Atoi(v); n/10000 < minPostgres {
		return fault.New(fault.Unavailable, "store.engine_old", "engine", "PostgreSQL", "version", n/10000, "need", minPostgres)
	}
	if s.opt.ReadOnly {
		return nil
	}
	for _, w := range [][2]string{{"fsync", "off"}, {"full_page_writes", "off"}, {"synchronous_commit", "off"}} {
		got, err := show(w[0])
		if err != nil {
			return err
		}
		if got == w[1] {
			return fault.New(fault.Unavailable, "store.not_durable", "setting", w[0], "value", got, "need", "on")
		}
	}
	return nil
}

// connectionLost reports that the server or the way to it is gone, so that a new connection
// may do better.
func connectionLost(err error) bool {
	switch code := pgCode(err); {
	case code == "":
		return sqliteCode(err) == 0
	default:
		return code[:2] == "57" || code[:2] == "08"
	}
}

func pgCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

func explainPostgres(place string, err error) *fault.Error {
	key := ""
	switch code := pgCode(err); {
	case code == "":
		var net net.Error
		var connect *pgconn.ConnectError
		if errors.As(err, &connect) || errors.As(err, &net) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) {
			key = "store.unreachable"
		}
	case code[:2] == "28": // invalid authorization
		key = "store.sign_in_refused"
	case code == "3D000":
		key = "store.database_absent"
	case code == "42501", code == "25006": // insufficient privilege, read-only transaction
		key = "store.read_only"
	case code == "53100":
		key = "store.disk_full"
	case code == "55P03", code == "40001", code == "40P01":
		key = "store.locked"
	case code[:2] == "53", code[:2] == "57", code[:2] == "08": // too many connections, shutting down, broken connection
		key = "store.unreachable"
	case code == "42P01", code == "42703", code == "42P07": // no such table, no such column, table already there
		key = "store.damaged"
	case code[:2] == "58":
		key = "store.disk_failed"
	}
	if key == "" {
		return nil
	}
	return fault.Wrap(err, fault.Unavailable, key, "place", place)
}
