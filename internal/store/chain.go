package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Statements of the chain's walk. Both are read in pieces of positions.
const (
	qChain = `SELECT ` + entryColumns + ` FROM entry WHERE unit = ? AND pos >= ? ORDER BY pos LIMIT ?`
	qActs  = `SELECT first, count, head FROM act WHERE unit = ? AND first >= ? ORDER BY first LIMIT ?`
	// Rows that belong to no unit are in no chain, no fold and no count.
	qStray    = `SELECT count(*) FROM %s WHERE unit NOT IN (SELECT id FROM unit)`
	qRecorded = `SELECT recorded FROM unit WHERE id = ?`
)

// unitTables hold rows of units.
var unitTables = []string{"entry", "act", "dossier", "item", "series", "tally", "note", "look", "work", "search"}

// stray names the tables with rows of a unit that is not there: it was taken out, and all
// that it recorded would be passed over in silence.
func (v *verifier) stray(ctx context.Context, sn *Snapshot) error {
	for _, table := range unitTables {
		var n int64
		err := sn.query(ctx, fmt.Sprintf(qStray, table), func(r *sql.Rows) error { return r.Scan(&n) })
		if err != nil {
			return err
		}
		if n > 0 {
			v.found(fault.New(fault.Conflict, "store.verify_stray", "table", table, "rows", n))
		}
	}
	return nil
}

// ends compares the stored end of the chain with the entries: number, head, and the instant
// that no later entry may go behind.
func (c *chainWalk) ends(ctx context.Context) error {
	stored, err := c.sn.Head(ctx, c.code)
	if err != nil {
		return err
	}
	if c.head != stored {
		c.v.found(fault.New(fault.Conflict, "store.verify_head", "unit", c.code, "have", c.head.Size, "want", stored.Size))
		return nil
	}
	var recorded int64
	err = c.sn.query(ctx, qRecorded, func(r *sql.Rows) error { return r.Scan(&recorded) }, c.unit)
	if err == nil && recorded != c.last {
		c.v.found(fault.New(fault.Conflict, "store.verify_recorded", "unit", c.code))
	}
	return err
}

// chainWalk reads one chain from position 0.
type chainWalk struct {
	v    *verifier
	sn   *Snapshot
	read *entryReader
	unit int64
	code string
	head ledger.Head
	last int64 // recorded instant of the last entry
	acts int64
	end  int64 // where the acts read so far end
	open []actEnd
}

type actEnd struct {
	first, end int64
	head       ledger.Hash
}

func (c *chainWalk) run(ctx context.Context) error {
	next := int64(0)
	for {
		if err := c.readActs(ctx, next+piece); err != nil {
			return err
		}
		n := 0
		err := c.sn.query(ctx, qChain, func(r *sql.Rows) error {
			n++
			return c.entry(r)
		}, c.unit, next, piece)
		if err != nil {
			return err
		}
		c.v.step(int64(n))
		next = c.head.Size
		if n < piece {
			break
		}
	}
	if len(c.open) > 0 || c.end != c.head.Size {
		c.v.found(fault.New(fault.Conflict, "store.verify_act_gap", "unit", c.code, "pos", min(c.end, c.head.Size)))
	}
	return nil
}

// entry adds one entry to the chain, and asks every act that ends there for its head. Leaves
// are not stored: an entry was changed when the act that holds it no longer meets its head.
// The walk then goes on from the head that was stored, so that one change is named once and
// a second one is found too.
func (c *chainWalk) entry(r *sql.Rows) error {
	if err := c.read.scan(r); err != nil {
		return err
	}
	e := &c.read.entry
	if e.Pos != c.head.Size {
		c.v.found(fault.New(fault.Conflict, "store.verify_gap", "unit", c.code, "pos", c.head.Size, "next", e.Pos))
		c.head.Size = e.Pos
	}
	if e.Subject.Kind != dossier.SubjectKind && e.Subject.Kind != register.SubjectKind {
		c.v.found(fault.New(fault.Conflict, "store.verify_fold", "unit", c.code, "subject", e.Subject.ID.String(), "pos", e.Pos))
	}
	c.last = c.read.recorded
	c.head = c.head.Append(e.Leaf())
	for len(c.open) > 0 && c.open[0].end <= c.head.Size {
		if a := c.open[0]; a.end != c.head.Size || a.head != c.head.Hash {
			c.v.found(fault.New(fault.Conflict, "store.verify_act", "unit", c.code, "first", a.first, "pos", a.end-1))
			c.head.Hash = a.head
		}
		c.open = c.open[1:]
	}
	return nil
}

// readActs reads acts until they cover the positions before upto: they stand one behind the
// other without a gap, because every entry belongs to an act.
func (c *chainWalk) readActs(ctx context.Context, upto int64) error {
	for c.end < upto {
		n := 0
		err := c.sn.query(ctx, qActs, func(r *sql.Rows) error {
			var first, count int64
			var head sql.RawBytes
			if err := r.Scan(&first, &count, &head); err != nil {
				return err
			}
			n++
			c.acts++
			a := actEnd{first: first, end: first + count}
			if first != c.end || count < 1 || scanHash(&a.head, head) != nil {
				c.v.found(fault.New(fault.Conflict, "store.verify_act_gap", "unit", c.code, "pos", c.end))
			}
			c.open = append(c.open, a)
			c.end = max(c.end, a.end)
			return nil
		}, c.unit, c.end, piece)
		if err != nil {
			return err
		}
		if n < piece {
			return nil
		}
	}
	return nil
}
