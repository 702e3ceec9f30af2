package store

import (
	"context"
	"time"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// RebuildReport is what Rebuild has folded and put right.
type RebuildReport struct {
	Entries  int64
	Dossiers int64
	Items    int64
	States   int64 // states that differed from the fold, were missing, or had no entry
	Counts   int64 // cells of a bucket whose counts differed from the recount
	Terms    int64 // units whose words to find dossiers by differed: all of theirs were made anew
	Broken   int64 // subjects whose entries do not follow: left as they are, see Verify
	First    *fault.Error
	Took     time.Duration
}

// Equal reports that everything stored was already what the ledger folds into.
func (r *RebuildReport) Equal() bool {
	return r.States == 0 && r.Counts == 0 && r.Terms == 0 && r.Broken == 0
}

// Statements that take away what should not be there.
const (
	qDossierDrop  = `DELETE FROM dossier WHERE unit = ? AND id = ?`
	qDossierClear = `DELETE FROM dossier WHERE unit = ? AND code = ? AND code <> '' AND id <> ?`
	qItemDrop     = `DELETE FROM item WHERE unit = ? AND id = ?`
	qTallyDrop    = `DELETE FROM tally WHERE unit = ? AND bucket = ? AND procedure = ? AND channel = ? AND level = ?`
	qEntryCount   = `SELECT count(*) FROM entry WHERE unit = ?`
	qUnitRebuilt  = `UPDATE unit SET rebuilt = rebuilt + 1 WHERE id = ?` // what writers remember no longer holds
	qUnitsLocked  = `SELECT id, code, size FROM unit ORDER BY code`
)

// Rebuild folds the whole ledger anew, compares states and counts with what is stored, and
// replaces what differs, in one transaction: afterwards everything stored is the fold, or,
// on an error, nothing has changed. Acts wait until it is done. It never touches an entry.
func (s *Store) Rebuild(ctx context.Context, progress func(done, total int64)) (RebuildReport, error) {
	start := time.Now()
	var r RebuildReport
	if s.write == nil {
		return r, fault.New(fault.Unavailable, "store.opened_read_only")
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	if s.closing {
		return r, fault.New(fault.Unavailable, "store.closed")
	}
	w := s.writer
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stopped != nil {
		return r, w.stopped
	}
	err := w.begin()
	if err == nil {
		b := &rebuilder{w: w, r: &r, progress: progress, g: &group{s: s, w: w, c: w.c, fresh: map[string]int64{}}}
		if err = b.run(ctx); err == nil {
			err = w.c.commit()
		}
		if err != nil {
			w.abandon()
		} else {
			b.g.publish()
		}
	}
	r.Took = time.Since(start)
	return r, s.explain("rebuild", err)
}

type rebuilder struct {
	w        *writer
	g        *group
	r        *RebuildReport
	progress func(done, total int64)
	total    int64
}

type unitRow struct {
	id, size int64
	code     string
}

func (b *rebuilder) run(ctx context.Context) error {
	s := b.w.s
	if err := s.readWords(ctx, b.w.c.conn); err != nil {
		return err
	}
	rows, err := b.w.c.conn.QueryContext(ctx, qUnitsLocked+s.d.lock)
	if err != nil {
		return err
	}
	var units []unitRow
	for rows.Next() {
		var u unitRow
		if err := rows.Scan(&u.id, &u.code, &u.size); err != nil {
			rows.Close()
			return err
		}
		units = append(units, u)
		b.total += u.size
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, u := range units {
		if err := b.whole(ctx, u); err != nil {
			return err
		}
	}
	for _, u := range units {
		before := b.r.States + b.r.Counts
		if err := b.unit(ctx, u); err != nil {
			return err
		}
		if b.r.States+b.r.Counts > before {
			if err := b.w.c.exec(qUnitRebuilt, u.id); err != nil {
				return err
			}
		}
	}
	return nil
}

// whole refuses a ledger that has lost entries: folding what is left would take away states
// that were acknowledged, and with them the last trace of what is missing.
func (b *rebuilder) whole(ctx context.Context, u unitRow) error {
	var have int64
	if err := b.w.c.conn.QueryRowContext(ctx, b.w.s.d.rebind(qEntryCount), u.id).Scan(&have); err != nil {
		return err
	}
	if have != u.size {
		return fault.New(fault.Conflict, "store.ledger_incomplete", "unit", u.code, "have", have, "want", u.size)
	}
	return nil
}

func (b *rebuilder) unit(ctx context.Context, u unitRow) error {
	f := &refold{s: b.w.s, q: b.w.c.conn, unit: u.id, code: u.code, word: b.g.word}
	f.progress = func(n int64) {
		if b.r.Entries += n; b.progress != nil {
			b.progress(b.r.Entries, b.total)
		}
	}
	// A subject that cannot be folded keeps its stored state, and its counts with it: what is
	// left of the ledger must not take away what was acknowledged.
	broken := map[ledger.ID]bool{}
	f.broken = func(e *ledger.Entry, fail *fault.Error) error {
		broken[e.Subject.ID] = true
		b.r.Broken++
		if b.r.First == nil {
			b.r.First = fail
		}
		return nil
	}
	f.dossier = func(right, stored *dossierRow) error {
		b.r.Dossiers++
		switch {
		case right == nil && broken[stored.subject()]:
			return b.keep(f, stored)
		case right == nil:
			b.r.States++
			if err := b.w.c.exec(qDossierDrop, u.id, stored.id); err != nil {
				return err
			}
			return b.work(u.id, stored.id, nil)
		case stored == nil || !right.equal(stored):
			b.r.States++
			// Whoever else holds the code holds it wrongly, and is put right in its turn.
			if err := b.w.c.exec(qDossierClear, u.id, right.code, right.id); err != nil {
				return err
			}
			if err := b.w.c.rows(qDossierPut, tDossier, right.args(u.id)); err != nil {
				return err
			}
			return b.work(u.id, right.id, right.work)
		}
		return nil
	}
	f.item = func(right, stored *itemRow) error {
		b.r.Items++
		switch {
		case right == nil && broken[stored.subject()]:
			return nil
		case right == nil:
			b.r.States++
			return b.w.c.exec(qItemDrop, u.id, stored.id)
		case stored == nil || !right.equal(stored):
			b.r.States++
			return b.w.c.rows(qItemPut, tItem, right.args(u.id))
		}
		return nil
	}
	if err := f.run(ctx); err != nil {
		return err
	}
	if err := b.terms(ctx, f); err != nil {
		return err
	}
	return f.compareTallies(ctx, func(k tallyKey, right []byte, stored bool) error {
		b.r.Counts++
		if len(right) == 0 {
			return b.w.c.exec(qTallyDrop, append([]any{u.id}, k.args()...)...)
		}
		return b.w.c.rows(qTallyPut, tTally, append(append([]any{u.id}, k.args()...), right))
	})
}

// keep counts a stored state as it stands.
func (b *rebuilder) keep(f *refold, stored *dossierRow) error {
	s, err := stored.decode(f.code)
	if err != nil {
		return nil // neither entries nor state can be read: there is nothing to count
	}
	return f.count(s)
}

// work puts the row of a dossier in work right.
func (b *rebuilder) work(unit, id int64, right *workRow) error {
	if right == nil {
		return b.w.c.drop(qWorkDrop, "?", unit, []any{id})
	}
	return b.w.c.rows(qWorkPut, tWork, right.args(unit))
}

// terms makes all words by which the unit's dossiers are found anew, from the states that
// are right by now, when any differs.
func (b *rebuilder) terms(ctx context.Context, f *refold) error {
	wrong, err := f.wrongTerms(ctx)
	if err != nil || len(wrong) == 0 {
		return err
	}
	b.r.Terms++
	if err := b.w.c.exec(qSearchClear, f.unit); err != nil {
		return err
	}
	return eachState(ctx, b.w.s.d, b.w.c.conn, f.unit, f.code, func(s []*dossier.State) error {
		return putTerms(b.w.c, f.unit, s)
	})
}
