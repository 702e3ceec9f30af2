package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// words are the texts that stand in rows as small numbers: unit codes, kinds, procedures,
// fields, facets, names of counts. They are few, and a number once given never changes, so
// that what was read stays true. The empty text is 0 and has no row.
type words struct {
	mu    sync.RWMutex
	id    map[string]int64
	text  map[int64]string
	units map[string]int64
	codes map[int64]string
}

func newWords() *words {
	return &words{id: map[string]int64{"": 0}, text: map[int64]string{0: ""}, units: map[string]int64{}, codes: map[int64]string{}}
}

func (w *words) number(text string) (int64, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	id, ok := w.id[text]
	return id, ok
}

func (w *words) word(id int64) (string, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	t, ok := w.text[id]
	return t, ok
}

func (w *words) learn(text string, id int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.id[text], w.text[id] = id, text
}

func (w *words) unit(code string) (int64, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	id, ok := w.units[code]
	return id, ok
}

func (w *words) code(id int64) string {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.codes[id]
}

func (w *words) learnUnit(code string, id int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.units[code], w.codes[id] = id, code
}

// Statements about words and units.
const (
	qWordAdd  = `INSERT INTO word (text) VALUES (?) ON CONFLICT (text) DO NOTHING`
	qWordID   = `SELECT id FROM word WHERE text = ?`
	qWordAll  = `SELECT id, text FROM word`
	qUnitAdd  = `INSERT INTO unit (code, size, hash, recorded, rebuilt) VALUES (?, 0, ?, 0, 0) ON CONFLICT (code) DO NOTHING`
	qUnitHead = `SELECT id, size, hash, recorded, rebuilt FROM unit WHERE code = ?`
	qUnitSet  = `UPDATE unit SET size = ?, hash = ?, recorded = ? WHERE id = ?`
	qUnits    = `SELECT id, code, size FROM unit ORDER BY code`
	qUnitID   = `SELECT id FROM unit WHERE code = ?`
)

// querier is what reading needs: a pool, a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row
}

// readWords learns all words there are in this reading of the database.
func (s *Store) readWords(ctx context.Context, q querier) error {
	rows, err := q.QueryContext(ctx, qWordAll)
	if err != nil {
		return err
	}
	return each(rows, func(r *sql.Rows) error {
		var id int64
		var text string
		if err := r.Scan(&id, &text); err != nil {
			return err
		}
		s.words.learn(text, id)
		return nil
	})
}

// unitOf returns the number of a unit; ok is false when nothing was ever kept of it.
func (s *Store) unitOf(ctx context.Context, q querier, code string) (id int64, ok bool, err error) {
	if id, ok := s.words.unit(code); ok {
		return id, true, nil
	}
	err = q.QueryRowContext(ctx, s.d.rebind(qUnitID), code).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err == nil {
		s.words.learnUnit(code, id)
	}
	return id, err == nil, err
}

// textOf returns a word by its number, reading again when another process has added it.
func (s *Store) textOf(ctx context.Context, q querier, id int64) (string, error) {
	if t, ok := s.words.word(id); ok {
		return t, nil
	}
	if err := s.readWords(ctx, q); err != nil {
		return "", err
	}
	if t, ok := s.words.word(id); ok {
		return t, nil
	}
	return "", fmt.Errorf("%w: word %d is missing", errDamaged, id)
}

// numberOf returns the number of a text; ok is false when nothing was ever recorded with it.
func (s *Store) numberOf(ctx context.Context, q querier, text string) (id int64, ok bool, err error) {
	if id, ok := s.words.number(text); ok {
		return id, true, nil
	}
	err = q.QueryRowContext(ctx, s.d.rebind(qWordID), text).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err == nil {
		s.words.learn(text, id)
	}
	return id, err == nil, err
}

// word returns the number of a text inside a group, adding it where it is new. What a group
// adds is known to others only after its commit.
func (g *group) word(text string) (int64, error) {
	if id, ok := g.s.words.number(text); ok {
		return id, nil
	}
	if id, ok := g.fresh[text]; ok {
		return id, nil
	}
	if err := g.c.exec(qWordAdd, text); err != nil {
		return 0, err
	}
	var id int64
	err := g.c.query(qWordID, func(r *sql.Rows) error { return r.Scan(&id) }, text)
	if err == nil {
		g.fresh[text] = id
	}
	return id, err
}
