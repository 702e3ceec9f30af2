package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"hash/maphash"
	"maps"
	"slices"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
)

// What is made from states and can be made again: how it is proved without holding it all in
// memory, and how it is filled.

// Statements about all rows of a unit.
const (
	qSearchAll   = `SELECT month, term, day, id FROM search WHERE unit = ?`
	qSearchClear = `DELETE FROM search WHERE unit = ?`
	qWorkNone    = `DELETE FROM work`
	qSearchNone  = `DELETE FROM search`
	qStates      = `SELECT id, seq, state FROM dossier WHERE unit = ? AND id > ? ORDER BY id LIMIT ?`
	qStateCount  = `SELECT count(*) FROM dossier`
)

// termSums are sums of hashes of rows, by id: what is added for every right row and taken
// off for every stored one leaves zero. The seed is the run's own, so that nobody can choose
// rows whose difference is nothing.
type termSums struct {
	seed maphash.Seed
	sums []uint64
}

// termSlots is a power of two.
const termSlots = 1 << 14

func (t *termSums) begin() { t.seed, t.sums = maphash.MakeSeed(), make([]uint64, termSlots) }

func (t *termSums) slot(id int64) int { return int(maphash.Comparable(t.seed, id) % termSlots) }

// add counts rows of one dossier, times n.
func (t *termSums) add(rows []searchRow, n uint64) {
	for i := range rows {
		t.sums[t.slot(rows[i].id)] += n * maphash.Comparable(t.seed, rows[i])
	}
}

// wrongTerms are the slots whose stored rows are not those of the folded states. Run has to
// come first.
func (f *refold) wrongTerms(ctx context.Context) (map[int]bool, error) {
	err := f.storedTerms(ctx, func(r searchRow) { f.terms.add([]searchRow{r}, ^uint64(0)) })
	wrong := map[int]bool{}
	for i, sum := range f.terms.sums {
		if sum != 0 {
			wrong[i] = true
		}
	}
	return wrong, err
}

func (f *refold) storedTerms(ctx context.Context, see func(searchRow)) error {
	return f.rows(ctx, qSearchAll, func(r *sql.Rows) error {
		var row searchRow
		err := r.Scan(&row.month, &row.term, &row.day, &row.id)
		see(row)
		return err
	}, f.unit)
}

// shownSlots bounds how much of what is wrong is looked at one by one.
const shownSlots = 32

// differingTerms names the dossiers of wrong slots whose rows differ: all of them when the
// slots are few.
func (f *refold) differingTerms(ctx context.Context, wrong map[int]bool) ([]ledger.ID, error) {
	for slot := range wrong {
		if len(wrong) > shownSlots {
			delete(wrong, slot)
		}
	}
	stored, right := map[int64][]searchRow{}, map[int64][]searchRow{}
	err := f.storedTerms(ctx, func(r searchRow) {
		if wrong[f.terms.slot(r.id)] {
			stored[r.id] = append(stored[r.id], r)
		}
	})
	if err != nil {
		return nil, err
	}
	err = eachState(ctx, f.s.d, f.q, f.unit, f.code, func(states []*dossier.State) error {
		for _, s := range states {
			if wrong[f.terms.slot(int64(s.ID))] {
				right[int64(s.ID)] = searchRowsOf(s)
			}
		}
		return nil
	})
	var out []ledger.ID
	for id := range right {
		if _, ok := stored[id]; !ok {
			stored[id] = nil
		}
	}
	for id, rows := range stored {
		slices.SortFunc(rows, compareSearch)
		slices.SortFunc(right[id], compareSearch)
		if !slices.Equal(rows, right[id]) {
			out = append(out, ledger.ID(id))
		}
	}
	slices.Sort(out)
	return out, err
}

// statePiece is how many states are read at once.
const statePiece = 1024

// eachState reads the stored states of a unit in pieces, so that the connection is free for
// writing in between. A state that cannot be read is passed over: Verify names it.
func eachState(ctx context.Context, d *dialect, q querier, unit int64, code string, do func([]*dossier.State) error) error {
	for after := int64(0); ; {
		rows, err := q.QueryContext(ctx, d.rebind(qStates), unit, after, statePiece)
		if err != nil {
			return err
		}
		n, states := 0, make([]*dossier.State, 0, statePiece)
		err = each(rows, func(r *sql.Rows) error {
			var body []byte
			s := &dossier.State{Unit: code}
			if err := r.Scan(&s.ID, &s.Seq, content{&body}); err != nil {
				return err
			}
			n, after = n+1, int64(s.ID)
			if json.Unmarshal(body, s) == nil {
				states = append(states, s)
			}
			return nil
		})
		if err == nil {
			err = do(states)
		}
		if err != nil || n < statePiece {
			return err
		}
	}
}

// putTerms writes the words by which dossiers are found.
func putTerms(c *session, unit int64, states []*dossier.State) error {
	var args []any
	for _, s := range states {
		for _, r := range searchRowsOf(s) {
			args = append(args, r.args(unit)...)
		}
	}
	return c.rows(qSearchPut, tSearch, args)
}

// fill makes the rows of work and search from the states, in the transaction of its step of
// the schema: when it is cut off, the database is as it was before, and the next start begins
// again.
func (s *Store) fill(ctx context.Context, tx *sql.Tx) error {
	if err := s.readWords(ctx, tx); err != nil {
		return err
	}
	var done, total int64
	if err := tx.QueryRowContext(ctx, qStateCount).Scan(&total); err != nil {
		return err
	}
	units := map[int64]string{}
	rows, err := tx.QueryContext(ctx, qUnits)
	if err == nil {
		err = each(rows, func(r *sql.Rows) error {
			var id, size int64
			var code string
			err := r.Scan(&id, &code, &size)
			units[id] = code
			return err
		})
	}
	if err != nil {
		return err
	}
	c := sessionOn(tx, s.d)
	defer c.close()
	for _, q := range []string{qWorkNone, qSearchNone} {
		if err := c.exec(q); err != nil {
			return err
		}
	}
	for _, unit := range slices.Sorted(maps.Keys(units)) {
		err := eachState(ctx, s.d, tx, unit, units[unit], func(states []*dossier.State) error {
			var work []any
			for _, state := range states {
				w, err := workRowOf(state, s.knownWord)
				if err != nil {
					return err
				}
				if w != nil {
					work = append(work, w.args(unit)...)
				}
			}
			if err := c.rows(qWorkPut, tWork, work); err != nil {
				return err
			}
			if done += int64(len(states)); s.opt.Progress != nil {
				s.opt.Progress(done, total)
			}
			return putTerms(c, unit, states)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
