package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// refold folds a whole ledger anew, subject by subject, beside what is stored: the one walk
// that Verify and Rebuild share. It reads in pieces, so that its memory does not grow with
// dossiers (the counts by day do, slowly).
type refold struct {
	s        *Store
	q        querier
	word     func(string) (int64, error)
	unit     int64
	code     string
	progress func(entries int64)

	dossier func(folded, stored *dossierRow) error // either may be nil
	item    func(folded, stored *itemRow) error
	broken  func(*ledger.Entry, *fault.Error) error // an entry that does not follow; the subject is left there
	tallies tallies
	terms   termSums
}

// piece is how many entries are read at once.
const piece = 16384

// Statements of the walk.
const (
	qSubjects     = `SELECT ` + entryColumns + ` FROM entry WHERE unit = ? AND subject_kind = ? AND (subject, seq) > (?, ?) ORDER BY subject, seq LIMIT ?`
	qDossierRange = `SELECT ` + dossierColumns + ` FROM dossier WHERE unit = ? AND id > ? AND id <= ? ORDER BY id`
	qItemRange    = `SELECT ` + itemColumns + ` FROM item WHERE unit = ? AND id > ? AND id <= ? ORDER BY id`
	qTallyAll     = `SELECT bucket, procedure, channel, level, counts FROM tally WHERE unit = ? ORDER BY bucket, procedure, channel, level`
)

func (f *refold) rows(ctx context.Context, q string, scan func(*sql.Rows) error, args ...any) error {
	rows, err := f.q.QueryContext(ctx, f.s.d.rebind(q), args...)
	if err != nil {
		return err
	}
	return each(rows, scan)
}

// run walks the dossiers, then the register items of the unit.
func (f *refold) run(ctx context.Context) error {
	f.tallies = tallies{}
	f.terms.begin()
	if err := walk(ctx, f, dossier.SubjectKind, dossier.Apply, f.seeDossiers); err != nil {
		return fmt.Errorf("folding dossiers of %s: %w", f.code, err)
	}
	if err := walk(ctx, f, register.SubjectKind, register.Apply, f.seeItems); err != nil {
		return fmt.Errorf("folding register items of %s: %w", f.code, err)
	}
	return nil
}

// folded is a subject whose entries have all been read.
type folded[T any] struct {
	id    ledger.ID
	state *T
}

// walk reads the entries of one kind of subject in their order and folds them; see gets the
// finished subjects of a piece and the range of ids they cover.
func walk[T any](ctx context.Context, f *refold, kind string, apply func(*T, *ledger.Entry) error, see func(ctx context.Context, after, upto int64, done []folded[T]) error) error {
	word, err := f.word(kind)
	if err != nil {
		return err
	}
	var at, seen ledger.ID // subject of the last entry read; last subject given to see
	var seq int32
	var state *T // nil: the subject at hand is damaged and left
	read := newEntryReader(f.s.words, f.code)
	e := &read.entry
	for {
		n, done := 0, []folded[T]{}
		err := f.rows(ctx, qSubjects, func(r *sql.Rows) error {
			if err := read.scan(r); err != nil {
				return err
			}
			n++
			if e.Subject.ID != at {
				if state != nil {
					done = append(done, folded[T]{at, state})
				}
				at, seq, state = e.Subject.ID, 0, new(T)
			}
			if state != nil {
				if fail := follow(f, e, seq, state, apply); fail != nil {
					state = nil
					if err := f.broken(e, fail); err != nil {
						return err
					}
				}
			}
			seq = e.Seq
			return nil
		}, f.unit, word, int64(at), seq, piece)
		if err != nil {
			return err
		}
		last := n < piece
		upto := at - 1
		if last {
			upto = 1<<63 - 1
			if state != nil {
				done = append(done, folded[T]{at, state})
			}
		}
		if err := see(ctx, int64(seen), int64(upto), done); err != nil {
			return err
		}
		seen = upto
		if f.progress != nil {
			f.progress(int64(n))
		}
		if last {
			return nil
		}
	}
}

func follow[T any](f *refold, e *ledger.Entry, seq int32, state *T, apply func(*T, *ledger.Entry) error) *fault.Error {
	if e.Seq != seq+1 {
		return fault.New(fault.Conflict, "store.verify_sequence", "unit", f.code, "subject", e.Subject.ID.String(), "seq", e.Seq, "want", seq+1, "pos", e.Pos)
	}
	if err := apply(state, e); err != nil {
		return fault.Wrap(err, fault.Conflict, "store.verify_fold", "unit", f.code, "subject", e.Subject.ID.String(), "pos", e.Pos)
	}
	return nil
}

func (f *refold) seeDossiers(ctx context.Context, after, upto int64, done []folded[dossier.State]) error {
	work := map[int64]*workRow{}
	err := f.rows(ctx, qWorkRange, func(r *sql.Rows) error {
		w := &workRow{}
		err := r.Scan(w.dest()...)
		work[w.id] = w
		return err
	}, f.unit, after, upto)
	if err != nil {
		return err
	}
	err = see(ctx, f, qDossierRange, after, upto, done, func() *dossierRow { return &dossierRow{} },
		func(s *dossier.State) (*dossierRow, error) {
			if err := f.count(s); err != nil {
				return nil, err
			}
			return dossierRowOf(s, f.word)
		}, func(right, stored *dossierRow) error {
			id := int64(idOf(right, stored))
			if stored != nil {
				stored.work = work[id]
			}
			delete(work, id)
			return f.dossier(right, stored)
		})
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(work)) { // in work, and nowhere else
		if err := f.dossier(nil, &dossierRow{id: id, work: work[id]}); err != nil {
			return err
		}
	}
	return nil
}

// count adds a state to what is counted and sought.
func (f *refold) count(s *dossier.State) error {
	f.terms.add(searchRowsOf(s), 1)
	return f.tallies.add(rollup.Contributions(s), f.word)
}

func (f *refold) seeItems(ctx context.Context, after, upto int64, done []folded[register.Item]) error {
	return see(ctx, f, qItemRange, after, upto, done, func() *itemRow { return &itemRow{} },
		func(i *register.Item) (*itemRow, error) { return itemRowOf(i, f.word) }, f.item)
}

// storedRow is a row that holds the state of one subject.
type storedRow interface {
	dest() []any
	subject() ledger.ID
}

// see puts each folded state of a range of subjects beside the row stored for it, and hands
// both to compare; a row that no entry tells of comes with no right one. R is a pointer.
func see[R storedRow, T any](ctx context.Context, f *refold, query string, after, upto int64, done []folded[T],
	blank func() R, rowOf func(*T) (R, error), compare func(right, stored R) error) error {
	stored := map[ledger.ID]R{}
	var order []ledger.ID
	err := f.rows(ctx, query, func(r *sql.Rows) error {
		row := blank()
		err := r.Scan(row.dest()...)
		stored[row.subject()] = row
		order = append(order, row.subject())
		return err
	}, f.unit, after, upto)
	if err != nil {
		return err
	}
	for _, d := range done {
		row, err := rowOf(d.state)
		if err != nil {
			return err
		}
		if err := compare(row, stored[row.subject()]); err != nil {
			return err
		}
		delete(stored, row.subject())
	}
	var none R
	for _, id := range order {
		if row, left := stored[id]; left {
			if err := compare(none, row); err != nil {
				return err
			}
		}
	}
	return nil
}

// compareTallies gives every cell and bucket whose stored counts are not the recounted ones:
// right is empty where nothing should be counted. Run has to come first.
func (f *refold) compareTallies(ctx context.Context, differs func(k tallyKey, right []byte, stored bool) error) error {
	left := make(map[tallyKey][]byte, len(f.tallies))
	for k, c := range f.tallies {
		if b := c.encode(); len(b) > 0 {
			left[k] = b
		}
	}
	type difference struct {
		k      tallyKey
		right  []byte
		stored bool
	}
	var found []difference
	err := f.rows(ctx, qTallyAll, func(r *sql.Rows) error {
		k, body, err := scanTally(r)
		if err != nil {
			return err
		}
		right := left[k]
		delete(left, k)
		if string(body) != string(right) {
			found = append(found, difference{k, right, true})
		}
		return nil
	}, f.unit)
	if err != nil {
		return err
	}
	for k, right := range left {
		found = append(found, difference{k, right, false})
	}
	for _, d := range found {
		if err := differs(d.k, append([]byte{}, d.right...), d.stored); err != nil {
			return err
		}
	}
	return nil
}
