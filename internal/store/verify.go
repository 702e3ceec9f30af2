package store

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// VerifyReport is what Verify has read and found.
type VerifyReport struct {
	Units    []VerifiedUnit
	Entries  int64
	Dossiers int64
	Items    int64
	Faults   []*fault.Error // the first of them, in order of unit and position; empty: all is well
	Found    int64          // all of them
	Took     time.Duration
}

// VerifiedUnit is a chain that was read.
type VerifiedUnit struct {
	Unit string
	Head ledger.Head // as computed from the entries
	Acts int64
}

// Err is the first fault found, nil when all is well.
func (r *VerifyReport) Err() error {
	if len(r.Faults) == 0 {
		return nil
	}
	return r.Faults[0]
}

// shownFaults bounds how many faults a report holds.
const shownFaults = 20

// verifier gathers what the two walks find.
type verifier struct {
	s        *Store
	mu       sync.Mutex
	report   VerifyReport
	progress func(done, total int64)
	done     int64
	total    int64
}

// Verify reads the whole database and proves that it is what was acknowledged: positions
// without a gap, the chain of hashes up to the head of every act
// and of the unit, states that are the fold of their entries, counts that are the recount of
// the states. What it finds is in the report; an error means that it could not read.
//
// It finds whatever differs inside the database. A whole older copy put in its place is
// found by who holds a later head, on a printed report or with a witness.
func (s *Store) Verify(ctx context.Context, progress func(done, total int64)) (VerifyReport, error) {
	start := time.Now()
	v := &verifier{s: s, progress: progress}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var errs [2]error
	var wg sync.WaitGroup
	for i, walk := range []func(context.Context, *Snapshot) error{v.chains, v.folds} {
		sn, err := s.Snapshot(ctx)
		if err != nil {
			stop()
			wg.Wait()
			return v.report, err
		}
		if i == 0 {
			if st, err := sn.Stats(ctx); err == nil {
				v.total = 2 * st.Entries
			}
		}
		wg.Go(func() {
			defer sn.Close()
			if errs[i] = walk(ctx, sn); errs[i] != nil {
				stop()
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil && !errors.Is(err, context.Canceled) {
			return v.report, s.explain("verify", err)
		}
	}
	if err := cmp.Or(errs[0], errs[1]); err != nil {
		return v.report, err
	}
	v.report.Took = time.Since(start)
	slices.SortStableFunc(v.report.Faults, byPlace)
	v.report.Faults = v.report.Faults[:min(len(v.report.Faults), shownFaults)]
	return v.report, nil
}

// byPlace puts what is wrong with a chain first, by unit and position, before what follows
// from it.
func byPlace(a, b *fault.Error) int {
	pa, pb := place(a), place(b)
	return cmp.Or(cmp.Compare(pa.rank, pb.rank), cmp.Compare(pa.unit, pb.unit), cmp.Compare(pa.pos, pb.pos))
}

type faultPlace struct {
	rank int
	unit string
	pos  int64
}

func place(f *fault.Error) (p faultPlace) {
	p.rank = slices.Index([]string{"store.verify_sequence", "store.verify_fold", "store.verify_state", "store.verify_state_absent",
		"store.verify_state_extra", "store.verify_work", "store.verify_search", "store.verify_counts"}, f.Key) // −1: the chain's own
	if f.Key == "store.verify_head" {
		p.pos = math.MaxInt64 // the end of the chain
	}
	for i := 0; i+1 < len(f.Args); i += 2 {
		switch v := f.Args[i+1].(type) {
		case int64:
			if f.Args[i] == "pos" {
				p.pos = v
			}
		case string:
			if f.Args[i] == "unit" {
				p.unit = v
			}
		}
	}
	return p
}

func (v *verifier) found(f *fault.Error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.report.Found++
	if len(v.report.Faults) < 10*shownFaults {
		v.report.Faults = append(v.report.Faults, f)
	}
}

func (v *verifier) step(n int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.done += n
	if v.progress != nil {
		v.progress(min(v.done, v.total), v.total)
	}
}

// units are the chains of a reading, with all words known.
func (v *verifier) units(ctx context.Context, sn *Snapshot) ([]string, error) {
	if err := v.s.readWords(ctx, sn.tx); err != nil {
		return nil, err
	}
	return sn.units(ctx, math.MinInt64) // whatever the size is said to be: it may have been tampered with
}

func (v *verifier) chains(ctx context.Context, sn *Snapshot) error {
	units, err := v.units(ctx, sn)
	if err != nil {
		return err
	}
	for _, code := range units {
		id, _ := v.s.words.unit(code)
		c := &chainWalk{v: v, sn: sn, unit: id, code: code, read: newEntryReader(v.s.words, code)}
		if err := c.run(ctx); err != nil {
			return err
		}
		if err := c.ends(ctx); err != nil {
			return err
		}
		v.mu.Lock()
		v.report.Entries += c.head.Size
		if c.head.Size > 0 || c.acts > 0 {
			v.report.Units = append(v.report.Units, VerifiedUnit{code, c.head, c.acts})
		}
		v.mu.Unlock()
	}
	return v.stray(ctx, sn)
}

func (v *verifier) folds(ctx context.Context, sn *Snapshot) error {
	units, err := v.units(ctx, sn)
	if err != nil {
		return err
	}
	for _, code := range units {
		id, _ := v.s.words.unit(code)
		f := &refold{s: v.s, q: sn.tx, unit: id, code: code, progress: v.step, word: v.s.knownWord}
		// A subject whose entries do not follow has no fold to compare its state with: the
		// entry is named, and nothing is said of the state.
		broken := map[ledger.ID]bool{}
		f.dossier = func(right, stored *dossierRow) error {
			v.report.Dossiers++
			id := idOf(right, stored)
			if !broken[id] && right != nil && stored != nil && !sameWork(right.work, stored.work) {
				v.found(fault.New(fault.Conflict, "store.verify_work", "unit", code, "subject", id.String()))
				stored.work = right.work
			}
			if !broken[id] {
				v.compare(code, id, right != nil, stored != nil, right != nil && stored != nil && right.equal(stored))
			}
			return nil
		}
		f.item = func(right, stored *itemRow) error {
			v.report.Items++
			if id := idOf(right, stored); !broken[id] {
				v.compare(code, id, right != nil, stored != nil, right != nil && stored != nil && right.equal(stored))
			}
			return nil
		}
		f.broken = func(e *ledger.Entry, fail *fault.Error) error {
			broken[e.Subject.ID] = true
			v.found(fail)
			return nil
		}
		if err := f.run(ctx); err != nil {
			return err
		}
		err := f.compareTallies(ctx, func(k tallyKey, right []byte, stored bool) error {
			procedure, _ := v.s.words.word(k.procedure)
			v.found(fault.New(fault.Conflict, "store.verify_counts", "unit", code, "bucket", int(k.bucket), "procedure", procedure))
			return nil
		})
		if err == nil {
			err = v.terms(ctx, f, broken)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// terms compares the words by which dossiers are found with those of the folded states. Of a
// subject that has no fold nothing is said.
func (v *verifier) terms(ctx context.Context, f *refold, broken map[ledger.ID]bool) error {
	wrong, err := f.wrongTerms(ctx)
	if err != nil || len(wrong) == 0 {
		return err
	}
	ids, err := f.differingTerms(ctx, wrong)
	for _, id := range ids {
		if !broken[id] {
			v.found(fault.New(fault.Conflict, "store.verify_search", "unit", f.code, "subject", id.String()))
		}
	}
	return err
}

func (v *verifier) compare(unit string, id ledger.ID, right, stored, equal bool) {
	switch {
	case !right:
		v.found(fault.New(fault.Conflict, "store.verify_state_extra", "unit", unit, "subject", id.String()))
	case !stored:
		v.found(fault.New(fault.Conflict, "store.verify_state_absent", "unit", unit, "subject", id.String()))
	case !equal:
		v.found(fault.New(fault.Conflict, "store.verify_state", "unit", unit, "subject", id.String()))
	}
}

func (r *dossierRow) subject() ledger.ID { return ledger.ID(r.id) }
func (r *itemRow) subject() ledger.ID    { return ledger.ID(r.id) }

func idOf[R interface {
	comparable
	subject() ledger.ID
}](a, b R) ledger.ID {
	var none R
	if a != none {
		return a.subject()
	}
	return b.subject()
}

// knownWord gives the number of a text that was recorded; −1, which no row holds, when it
// never was.
func (s *Store) knownWord(text string) (int64, error) {
	if id, ok := s.words.number(text); ok {
		return id, nil
	}
	return -1, nil
}
