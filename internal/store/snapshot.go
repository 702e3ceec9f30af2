package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Snapshot is one consistent reading of the database: acts that commit after it began are
// not in it, whatever is asked. It holds a connection until Close, never waits for a writer
// and never makes one wait.
type Snapshot struct {
	s    *Store
	conn *sql.Conn
	tx   *sql.Tx
	stop context.CancelFunc

	freed sync.Once
}

// readerWait bounds the wait for one of the reading connections; they are few, so that
// readers do not starve the writer.
const readerWait = 30 * time.Second

// Statements of a snapshot.
const (
	qHead        = `SELECT size, hash FROM unit WHERE code = ?`
	qDossierCode = `SELECT id, seq, state FROM dossier WHERE unit = ? AND code = ? AND code <> ''` // as its partial index has it, or SQLite looks at every dossier
	qDossierID   = `SELECT id, seq, state FROM dossier WHERE unit = ? AND id = ?`
	qItemID      = `SELECT id, seq, actor, recorded, state FROM item WHERE unit = ? AND id = ?`
	qEntries     = `SELECT ` + entryColumns + ` FROM entry WHERE unit = ? AND subject_kind = ? AND subject = ? ORDER BY seq`
	qActsOf      = `SELECT ` + entryColumns + ` FROM entry WHERE unit = ? AND pos > ? AND actor = ? ORDER BY pos DESC LIMIT ?`
	qItemsOf     = `SELECT id, seq, actor, recorded, state FROM item WHERE unit = ? AND kind = ? AND voided = 0 AND from_day <= ? AND to_day >= ?`
	qItemsFacet  = ` AND facet = ?`
	qItemsOrder  = ` ORDER BY from_day, to_day, id`
	qCountUnits  = `SELECT count(*), CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM unit WHERE size > 0`
	qCountRows   = `SELECT (SELECT count(*) FROM dossier), (SELECT count(*) FROM item), (SELECT count(*) FROM act), (SELECT count(*) FROM tally)`
)

// Snapshot begins a reading. The context bounds all of it.
func (s *Store) Snapshot(ctx context.Context) (*Snapshot, error) {
	ctx, stop := context.WithCancel(ctx)
	sn := &Snapshot{s: s, stop: stop}
	if err := sn.start(ctx); err != nil {
		stop()
		return nil, s.explain("snapshot", err)
	}
	return sn, nil
}

func (sn *Snapshot) start(ctx context.Context) (err error) {
	if err := sn.s.sameFile(); err != nil {
		return err
	}
	opt := &sql.TxOptions{ReadOnly: true}
	if sn.s.d == postgresDialect {
		opt.Isolation = sql.LevelRepeatableRead
	}
	wait, stop := context.WithTimeout(ctx, readerWait)
	defer stop()
	select {
	case sn.s.turns <- struct{}{}:
	case <-wait.Done():
		return busy(ctx, wait.Err())
	}
	if sn.conn, err = sn.s.read.Conn(wait); err != nil {
		<-sn.s.turns
		return busy(ctx, err)
	}
	if sn.tx, err = sn.conn.BeginTx(ctx, opt); err != nil {
		sn.free()
		return err
	}
	// The reading is fixed by the first statement, so there is one at once.
	rows, err := sn.tx.QueryContext(ctx, qUnits)
	if err == nil {
		err = each(rows, func(r *sql.Rows) error {
			var id, size int64
			var code string
			if err := r.Scan(&id, &code, &size); err != nil {
				return err
			}
			sn.s.words.learnUnit(code, id)
			return nil
		})
	}
	if err != nil {
		sn.tx.Rollback()
		sn.free()
	}
	return err
}

// busy is the error of who waited for a reading connection until the own patience was over.
func busy(ctx context.Context, err error) error {
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return fault.New(fault.Unavailable, "store.readers_busy")
	}
	return err
}

// free gives connection and turn back, once: a snapshot may be closed again.
func (sn *Snapshot) free() (err error) {
	sn.freed.Do(func() {
		err = sn.conn.Close()
		<-sn.s.turns
	})
	return err
}

// Close ends the reading.
func (sn *Snapshot) Close() error {
	err := sn.tx.Rollback()
	sn.stop()
	return errors.Join(err, sn.free())
}

func (sn *Snapshot) query(ctx context.Context, q string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := sn.tx.QueryContext(ctx, sn.s.d.rebind(q), args...)
	if err != nil {
		return err
	}
	return each(rows, scan)
}

// Units lists the units that have a chain.
func (sn *Snapshot) Units(ctx context.Context) ([]string, error) {
	out, err := sn.units(ctx, 1)
	return out, sn.s.explain("units", err)
}

// units lists the units whose chain is said to have so many entries or more; one that only
// keeps notes has none.
func (sn *Snapshot) units(ctx context.Context, least int64) ([]string, error) {
	var out []string
	err := sn.query(ctx, qUnits, func(r *sql.Rows) error {
		var id, size int64
		var code string
		err := r.Scan(&id, &code, &size)
		if size >= least {
			out = append(out, code)
		}
		return err
	})
	return out, err
}

// Head is the head of a unit's chain; a unit that has recorded nothing has the empty one.
func (sn *Snapshot) Head(ctx context.Context, unit string) (ledger.Head, error) {
	var h ledger.Head
	err := sn.query(ctx, qHead, func(r *sql.Rows) error {
		var hash []byte
		if err := r.Scan(&h.Size, &hash); err != nil {
			return err
		}
		return scanHash(&h.Hash, hash)
	}, unit)
	return h, sn.s.explain("head", err)
}

// DossierByCode returns the dossier with the code that its receipt shows.
func (sn *Snapshot) DossierByCode(ctx context.Context, unit, code string) (*dossier.State, error) {
	if code == "" {
		return nil, fault.New(fault.NotFound, "store.code_absent", "code", code)
	}
	return sn.one(ctx, qDossierCode, unit, code, fault.New(fault.NotFound, "store.code_absent", "code", code))
}

// Dossier returns a dossier by its id.
func (sn *Snapshot) Dossier(ctx context.Context, unit string, id dossier.ID) (*dossier.State, error) {
	return sn.one(ctx, qDossierID, unit, int64(id), fault.New(fault.NotFound, "store.dossier_absent", "id", id.String()))
}

func (sn *Snapshot) one(ctx context.Context, q, unit string, key any, absent error) (*dossier.State, error) {
	id, ok := sn.s.words.unit(unit)
	if !ok {
		return nil, absent
	}
	found, err := sn.dossiers(ctx, q, unit, id, key)
	if err != nil {
		return nil, sn.s.explain("dossier", err)
	}
	if len(found) == 0 {
		return nil, absent
	}
	return found[0], nil
}

func (sn *Snapshot) dossiers(ctx context.Context, q, unit string, args ...any) ([]*dossier.State, error) {
	var out []*dossier.State
	err := sn.query(ctx, q, func(r *sql.Rows) error {
		s, err := scanDossier(r, unit)
		out = append(out, s)
		return err
	}, args...)
	return out, err
}

// Item returns a register item by its id.
func (sn *Snapshot) Item(ctx context.Context, unit string, id register.ID) (*register.Item, error) {
	absent := fault.New(fault.NotFound, "store.item_absent", "id", id.String())
	u, ok := sn.s.words.unit(unit)
	if !ok {
		return nil, absent
	}
	var it *register.Item
	err := sn.query(ctx, qItemID, func(r *sql.Rows) (err error) {
		it, err = scanItem(r, unit)
		return err
	}, u, int64(id))
	if err == nil && it == nil {
		return nil, absent
	}
	return it, sn.s.explain("item", err)
}

// Items lists register items of a kind whose period touches from..to.
func (sn *Snapshot) Items(ctx context.Context, unit, kind, facet string, from, to calendar.Date) ([]register.Item, error) {
	u, ok := sn.s.words.unit(unit)
	if !ok {
		return nil, nil
	}
	k, ok, err := sn.s.numberOf(ctx, sn.tx, kind)
	if err != nil || !ok {
		return nil, sn.s.explain("items", err)
	}
	q, args := qItemsOf, []any{u, k, int64(to), int64(from)}
	if facet != "" {
		f, ok, err := sn.s.numberOf(ctx, sn.tx, facet)
		if err != nil || !ok {
			return nil, sn.s.explain("items", err)
		}
		q, args = q+qItemsFacet, append(args, f)
	}
	var out []register.Item
	err = sn.query(ctx, q+qItemsOrder, func(r *sql.Rows) error {
		it, err := scanItem(r, unit)
		if err == nil {
			out = append(out, *it)
		}
		return err
	}, args...)
	return out, sn.s.explain("items", err)
}

// Entries are the entries of one subject, in order.
func (sn *Snapshot) Entries(ctx context.Context, unit string, subject ledger.Subject) ([]ledger.Entry, error) {
	u, ok := sn.s.words.unit(unit)
	if !ok {
		return nil, nil
	}
	kind, ok, err := sn.s.numberOf(ctx, sn.tx, subject.Kind)
	if err != nil || !ok {
		return nil, sn.s.explain("entries", err)
	}
	if err := sn.s.readWords(ctx, sn.tx); err != nil {
		return nil, sn.s.explain("entries", err)
	}
	var out []ledger.Entry
	read := newEntryReader(sn.s.words, unit)
	err = sn.query(ctx, qEntries, func(r *sql.Rows) error {
		err := read.scan(r)
		out = append(out, read.entry)
		return err
	}, u, kind, int64(subject.ID))
	return out, sn.s.explain("entries", err)
}

// lately is how far back from the end of a chain an actor's entries are looked for: some days of
// a ward, so that the answer costs the same however long the ledger is.
const lately = 4000

// ActsOf are an actor's latest entries in a unit's chain, the newest first; what lies further back
// than the last few thousand entries is not among them.
func (sn *Snapshot) ActsOf(ctx context.Context, unit, actor string, limit int) ([]ledger.Entry, error) {
	u, ok := sn.s.words.unit(unit)
	if !ok {
		return nil, nil
	}
	head, err := sn.Head(ctx, unit)
	if err != nil {
		return nil, err
	}
	if err := sn.s.readWords(ctx, sn.tx); err != nil {
		return nil, sn.s.explain("acts of an actor", err)
	}
	var out []ledger.Entry
	read := newEntryReader(sn.s.words, unit)
	err = sn.query(ctx, qActsOf, func(r *sql.Rows) error {
		err := read.scan(r)
		out = append(out, read.entry)
		return err
	}, u, int64(head.Size)-lately, actor, limit)
	return out, sn.s.explain("acts of an actor", err)
}

// Stats are sizes of the whole database.
type Stats struct {
	Units, Entries, Dossiers, Items, Acts, Tallies int64
	Bytes                                          int64 // on disk, the write-ahead log apart
}

// Stats counts what there is.
func (sn *Snapshot) Stats(ctx context.Context) (Stats, error) {
	var st Stats
	row := func(q string, dest ...any) error {
		return sn.query(ctx, q, func(r *sql.Rows) error { return r.Scan(dest...) })
	}
	err := errors.Join(row(qCountUnits, &st.Units, &st.Entries), row(qCountRows, &st.Dossiers, &st.Items, &st.Acts, &st.Tallies), row(sn.s.d.size, &st.Bytes))
	return st, sn.s.explain("stats", err)
}
