package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/store/migrations"
)

// errDamaged marks what was read but cannot be what this program wrote.
var errDamaged = errors.New("store: damaged")

// explain says of an error what a person can do; an error nobody can act on keeps its text
// and gets the operation it came from.
func (s *Store) explain(op string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := fault.Of(err); ok {
		return err
	}
	// A server that does not answer ends in a deadline too, but of the connection's own.
	var connect *pgconn.ConnectError
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &connect) {
		return err
	}
	if s.d != nil {
		if f := s.d.explain(s.place, err); f != nil {
			return f
		}
	}
	if errors.Is(err, errDamaged) {
		return fault.Wrap(err, fault.Unavailable, "store.damaged", "place", s.place)
	}
	return fmt.Errorf("store: %s: %w", op, err)
}

func (s *Store) provider(db *sql.DB) (*goose.Provider, error) {
	folder, err := fs.Sub(migrations.FS, s.d.name)
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(s.d.goose, db, folder, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()),
		goose.WithGoMigrations(goose.NewGoMigration(7, &goose.GoFunc{RunTx: later}, nil), goose.NewGoMigration(8, &goose.GoFunc{RunTx: s.fill}, nil)))
}

// Step 8 fills anew: the numbers that people gave are among the terms. By it programs of schema 7
// refuse the database too, in which contents are packed in forms that they would take for damage.

// later is the step that filled what the step before it made; now the filling after the last
// change of what is made from states does it for all.
func later(context.Context, *sql.Tx) error { return nil }

// prepareSchema brings the database up to this program's schema, or refuses it.
func (s *Store) prepareSchema(ctx context.Context) error {
	if s.opt.ReadOnly {
		have, want, err := s.versions(ctx, s.read)
		if err == nil && have != want {
			err = schemaFault(s.place, have, want)
		}
		return err
	}
	_, err := s.Migrate(ctx)
	return err
}

// Migrated tells the schema's number before and after.
type Migrated struct{ From, To int64 }

// Migrate brings the schema up to this program's. It only goes forward: a schema newer than
// the program is refused, so that an old program never writes into it.
func (s *Store) Migrate(ctx context.Context) (Migrated, error) {
	if s.write == nil {
		return Migrated{}, fault.New(fault.Unavailable, "store.opened_read_only")
	}
	have, want, err := s.versions(ctx, s.write)
	if err != nil {
		return Migrated{}, s.explain("migrate", err)
	}
	m := Migrated{From: have, To: have}
	if have > want {
		return m, schemaFault(s.place, have, want)
	}
	if have < want {
		if err := s.up(ctx); err != nil {
			if ctx.Err() != nil { // whatever the transaction made of it
				err = ctx.Err()
			}
			return m, s.explain("migrate", err)
		}
		m.To = want
	}
	return m, nil
}

// SchemaVersion returns the number of the database's schema and the one this program needs.
func (s *Store) SchemaVersion(ctx context.Context) (have, want int64, err error) {
	have, want, err = s.versions(ctx, s.read)
	return have, want, s.explain("schema version", err)
}

func (s *Store) versions(ctx context.Context, db *sql.DB) (have, want int64, err error) {
	p, err := s.provider(db)
	if err != nil {
		return 0, 0, err
	}
	for _, src := range p.ListSources() {
		want = max(want, src.Version)
	}
	var n int
	if err := db.QueryRowContext(ctx, s.d.hasTable).Scan(&n); err != nil || n == 0 {
		return 0, want, err
	}
	err = db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version").Scan(&have)
	return have, want, err
}

// up runs the pending files, and the step that fills what they made, one by one, each in a
// transaction. Programs that start together on one PostgreSQL take turns; on SQLite the write
// lock sees to that.
func (s *Store) up(ctx context.Context) error {
	p, err := s.provider(s.write)
	if err != nil {
		return err
	}
	if s.d == postgresDialect {
		conn, err := s.read.Conn(ctx)
		if err != nil {
			return err
		}
		defer conn.Close()
		const key = "hashtext('motcua ' || current_schema())"
		if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock("+key+")"); err != nil {
			return err
		}
		defer conn.ExecContext(context.Background(), "SELECT pg_advisory_unlock("+key+")")
	}
	_, err = p.Up(ctx)
	return err
}

func schemaFault(place string, have, want int64) error {
	key := "store.schema_newer"
	if have < want {
		key = "store.schema_older"
	}
	return fault.New(fault.Unavailable, key, "place", place, "have", have, "want", want)
}
