package store

import (
	"context"
	"database/sql"
	"time"
)

const qLastRecorded = `SELECT recorded FROM unit WHERE code = ?`

// LastRecorded is the server's instant of a unit's last entry; zero when it has none.
func (sn *Snapshot) LastRecorded(ctx context.Context, unit string) (time.Time, error) {
	var ms int64
	err := sn.query(ctx, qLastRecorded, func(r *sql.Rows) error { return r.Scan(&ms) }, unit)
	if err != nil || ms == 0 {
		return time.Time{}, sn.s.explain("last recorded", err)
	}
	return time.UnixMilli(ms).UTC(), nil
}

// Engine is the database's name and version: "SQLite 3.54.1".
func (s *Store) Engine(ctx context.Context) (string, error) {
	var v string
	if err := s.read.QueryRowContext(ctx, s.d.engine).Scan(&v); err != nil {
		return "", s.explain("engine", err)
	}
	return v, nil
}
