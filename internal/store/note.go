package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
)

// Statements about notes. The writer decides who was faster by what it has read while it
// holds the unit's row, so that no statement is refused by the database.
const (
	qNotes    = `SELECT kind, id, rev, expires FROM note WHERE unit = ? AND (kind, id) IN (VALUES %s)`
	tNoteKey  = `(CAST(? AS INTEGER), CAST(? AS TEXT))`
	qNotePut  = `INSERT INTO note (unit, kind, id, owner, rev, changed, expires, body) VALUES %s ON CONFLICT (unit, kind, id) DO UPDATE SET ` + `owner = excluded.owner, rev = excluded.rev, changed = excluded.changed, expires = excluded.expires, body = excluded.body`
	tNote     = `(?,?,?,?,?,?,?,?)`
	qNoteDrop = `DELETE FROM note WHERE unit = ? AND (kind, id) IN (VALUES %s)`
	// What another program has meanwhile renewed is looked at again before it goes.
	qNotePurge = `DELETE FROM note WHERE expires > 0 AND expires <= ? AND (unit, kind, id) IN ` +
		`(SELECT unit, kind, id FROM note WHERE expires > 0 AND expires <= ? ORDER BY expires LIMIT 500)`

	qNoteGet   = `SELECT id, owner, rev, changed, expires, body FROM note WHERE unit = ? AND kind = ? AND id = ? AND (expires = 0 OR expires > ?)`
	qNotesAll  = `SELECT id, owner, rev, changed, expires, body FROM note WHERE unit = ? AND kind = ? AND (expires = 0 OR expires > ?) ORDER BY changed DESC, id LIMIT ?`
	qNotesHers = `SELECT id, owner, rev, changed, expires, body FROM note WHERE unit = ? AND kind = ? AND owner = ? AND (expires = 0 OR expires > ?) ORDER BY changed DESC, id LIMIT ?`
)

const (
	maxNote    = 1 << 20         // bytes of a body
	purgeEvery = time.Minute     // expired notes are looked for
	purgeAfter = 24 * time.Hour  // and taken out; a clock that runs ahead for an hour loses nothing
	noteWait   = 5 * time.Second // for a reading connection
)

// noteKey names a note in its unit.
type noteKey struct{ kind, id string }

// noteRow is what the writer decides by.
type noteRow struct {
	rev, expires int64
	n            *note.Note // to be written
}

// heldNote is a note as the database has it and as the group leaves it; nil: there is none.
type heldNote struct{ stored, now *noteRow }

// noteJob is a note to put or to drop.
type noteJob struct {
	n    note.Note
	drop bool
	rev  int64 // after the commit
}

func (j *noteJob) key() noteKey { return noteKey{j.n.Kind, j.n.ID} }

// Put keeps a note. It shares the commit, and the sync, of the acts that wait beside it.
func (s *Store) Put(ctx context.Context, n note.Note) (int64, error) {
	if n.Unit == "" || n.Kind == "" || n.ID == "" {
		return 0, errors.New("store: note without unit, kind or id")
	}
	if len(n.Body) > maxNote {
		return 0, fault.New(fault.Invalid, "store.note_long", "most", maxNote>>10)
	}
	job := &noteJob{n: n}
	if err := s.commit(&pending{ctx: ctx, unit: n.Unit, note: job}); err != nil {
		return 0, err
	}
	return job.rev, nil
}

// Drop forgets a note.
func (s *Store) Drop(ctx context.Context, unit, kind, id string) error {
	if unit == "" || kind == "" || id == "" {
		return errors.New("store: note without unit, kind or id")
	}
	return s.commit(&pending{ctx: ctx, unit: unit, note: &noteJob{n: note.Note{Unit: unit, Kind: kind, ID: id}, drop: true}})
}

// run decides a note on top of what the group has left of it so far. One that was refused
// changes nothing.
func (j *noteJob) run(ch *chain) error {
	k, now := j.key(), ch.g.s.opt.Now()
	h := ch.notes[k]
	was := h.now
	if was != nil && was.expires > 0 && was.expires <= now.UnixMilli() {
		was = nil // expired: whether it was purged already makes no difference
	}
	switch {
	case j.drop:
		if h.now != nil {
			ch.change(k, nil)
		}
		return nil
	case j.n.Rev == note.Any, j.n.Rev == 0 && was == nil, was != nil && j.n.Rev == was.rev:
	default:
		return fault.New(fault.Conflict, "note.changed")
	}
	n := j.n
	n.Changed, n.Rev = now, 1
	if was != nil {
		n.Rev = was.rev + 1
	}
	j.rev = n.Rev
	ch.change(k, &noteRow{rev: n.Rev, expires: millis(n.Expires), n: &n})
	return nil
}

func (ch *chain) change(k noteKey, row *noteRow) {
	h := ch.notes[k]
	if h.now == h.stored {
		ch.noted = append(ch.noted, k)
	}
	h.now = row
}

// readNotes reads what there is of the notes that the group names.
func (ch *chain) readNotes(keys []noteKey) error {
	var asked []any
	kinds := map[int64]string{}
	for _, k := range keys {
		if ch.notes[k] != nil {
			continue
		}
		kind, err := ch.g.word(k.kind)
		if err != nil {
			return err
		}
		kinds[kind] = k.kind
		ch.notes[k] = &heldNote{}
		asked = append(asked, kind, k.id)
	}
	return ch.g.c.list(qNotes, tNoteKey, ch.id, asked, func(r *sql.Rows) error {
		var kind int64
		var id string
		row := &noteRow{}
		if err := r.Scan(&kind, &id, &row.rev, &row.expires); err != nil {
			return err
		}
		*ch.notes[noteKey{kinds[kind], id}] = heldNote{row, row}
		return nil
	})
}

func (ch *chain) flushNotes() error {
	var put, drop []any
	for _, k := range ch.noted {
		kind, err := ch.g.word(k.kind)
		if err != nil {
			return err
		}
		h := ch.notes[k]
		switch {
		case h.now != nil:
			n := h.now.n
			put = append(put, ch.id, kind, n.ID, n.Owner, n.Rev, n.Changed.UnixMilli(), h.now.expires, pack(n.Body))
		case h.stored != nil:
			drop = append(drop, kind, k.id)
		}
	}
	if err := ch.g.c.drop(qNoteDrop, tNoteKey, ch.id, drop); err != nil {
		return err
	}
	return ch.g.c.rows(qNotePut, tNote, put)
}

// purge takes out notes that expired long ago, now and then, with a group that is written
// anyway.
func (g *group) purge() error {
	now := g.s.opt.Now()
	if since := now.Sub(g.w.purged); since >= 0 && since < purgeEvery {
		return nil
	}
	g.w.purged = now
	before := now.Add(-purgeAfter).UnixMilli()
	if err := g.c.exec(qNotePurge, before, before); err != nil {
		return fmt.Errorf("expired notes: %w", err)
	}
	return nil
}

// millis is an instant as it is stored; 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instantOf is the instant that was stored.
func instantOf(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// Get reads a note.
func (s *Store) Get(ctx context.Context, unit, kind, id string) (note.Note, error) {
	var found []note.Note
	err := s.light(ctx, func(q querier) (err error) {
		found, err = s.notes(ctx, q, qNoteGet, unit, kind, id, s.opt.Now().UnixMilli())
		return err
	})
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "note.absent")
	}
	if err != nil {
		return note.Note{}, s.explain("note", err)
	}
	return found[0], nil
}

// List reads the notes of a kind.
func (s *Store) List(ctx context.Context, unit, kind, owner string, limit int) ([]note.Note, error) {
	if limit <= 0 {
		limit = 1<<31 - 1
	}
	var found []note.Note
	err := s.light(ctx, func(q querier) (err error) {
		q1, args := qNotesAll, []any{s.opt.Now().UnixMilli(), limit}
		if owner != "" {
			q1, args = qNotesHers, append([]any{owner}, args...)
		}
		found, err = s.notes(ctx, q, q1, unit, kind, args...)
		return err
	})
	return found, s.explain("notes", err)
}

// notes reads the rows of a statement about notes of a kind.
func (s *Store) notes(ctx context.Context, q querier, statement, unit, kind string, args ...any) ([]note.Note, error) {
	u, ok, err := s.unitOf(ctx, q, unit)
	if err != nil || !ok {
		return nil, err
	}
	k, ok, err := s.numberOf(ctx, q, kind)
	if err != nil || !ok {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, s.d.rebind(statement), append([]any{u, k}, args...)...)
	if err != nil {
		return nil, err
	}
	var out []note.Note
	err = each(rows, func(r *sql.Rows) error {
		n := note.Note{Unit: unit, Kind: kind}
		var changed, expires int64
		if err := r.Scan(&n.ID, &n.Owner, &n.Rev, &changed, &expires, content{&n.Body}); err != nil {
			return err
		}
		n.Changed, n.Expires = instantOf(changed), instantOf(expires)
		out = append(out, n)
		return nil
	})
	return out, err
}

// light reads on a connection of the readers' pool, without a snapshot around it: one
// statement is one reading.
func (s *Store) light(ctx context.Context, read func(querier) error) error {
	if err := s.sameFile(); err != nil {
		return err
	}
	wait, stop := context.WithTimeout(ctx, noteWait)
	defer stop()
	conn, err := s.read.Conn(wait)
	if err != nil {
		return busy(ctx, err)
	}
	defer conn.Close()
	return read(conn)
}
