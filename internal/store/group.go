package store

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
)

// actKey is the stored form of an idempotency key: the beginning of its SHA-256, so that a
// client's long key costs no more room than a short one. Two keys of one unit meet by chance
// once in 2^96; who made two of their own meet would only have sent one key twice.
type actKey [12]byte

func keyOf(key string) actKey {
	h := sha256.Sum256([]byte(key))
	return actKey(h[:len(actKey{})])
}

// group is the acts, notes and looks of one commit: they run one after the other in memory,
// and what remains of them is written at the end in a few statements.
type group struct {
	s      *Store
	w      *writer
	c      *session
	chains map[string]*chain
	order  []*chain
	fresh  map[string]int64 // words this group has added
	err    error            // the database failed under an act: the group is lost
}

// chain is what a group knows of one unit.
type chain struct {
	g        *group
	id       int64
	code     string
	head     ledger.Head
	last     time.Time // recorded instant of the last entry
	dossiers shelf[dossier.State]
	items    shelf[register.Item]
	series   map[seriesKey]int
	known    map[actKey]desk.Receipt
	bearers  map[string]ledger.ID // of numbers given in this group
	recent   *recent
	tallies  tallies // as the group leaves them
	entries  []ledger.Entry
	acts     []actRow
	notes    map[noteKey]*heldNote
	noted    []noteKey // notes that differ, in the order of the first change
	looks    []access.View
}

type actRow struct {
	key     actKey
	receipt desk.Receipt
	subject ledger.ID // of its first entry
}

// besideAnswer is what an act's answer repeats of the entries that it made: the subject's id
// and the beginning of a case code of the day of that id. Answers were packed with it: it is
// never edited.
func besideAnswer(unit string, id ledger.ID) string {
	y, m, d := calendar.DateOf(id.Time()).Civil()
	return fmt.Sprintf(`%s","c":"%s-%02d%02d%02d-`, id, unit, y%100, m, d)
}

type seriesKey struct {
	series string
	day    int32
}

// shelf holds subjects as the database has them and as the group's acts have left them.
type shelf[T any] struct {
	held    map[ledger.ID]*held[T]
	changed []ledger.ID // in the order of the first change
}

type held[T any] struct{ stored, now *T } // nil: does not exist

func newShelf[T any]() shelf[T] { return shelf[T]{held: map[ledger.ID]*held[T]{}} }

func (s *shelf[T]) put(id ledger.ID, state *T) {
	h := s.held[id]
	if h.now == h.stored {
		s.changed = append(s.changed, id)
	}
	h.now = state
}

// Statements that read what acts need.
const (
	qActByKey = `SELECT a.key, a.first, a.count, a.head, a.answer, COALESCE(e.subject, 0) FROM act a LEFT JOIN entry e ON e.unit = a.unit AND e.pos = a.first ` +
		`WHERE a.unit = ? AND a.key IN (%s)`
	qDossiers   = `SELECT id, seq, state FROM dossier WHERE unit = ? AND id IN (%s)`
	qItems      = `SELECT id, seq, actor, recorded, state FROM item WHERE unit = ? AND id IN (%s)`
	qSeriesNext = `SELECT next FROM series WHERE unit = ? AND series = ? AND day = ?`
)

// prepare locks the chains of the batch and reads ahead what its acts named.
func (g *group) prepare(batch []*pending) error {
	keys, subjects, notes := map[string][]any{}, map[string][]ledger.ID{}, map[string][]noteKey{}
	var codes []string
	for _, p := range batch {
		codes = append(codes, p.unit)
		switch {
		case p.act != nil:
			keys[p.unit] = append(keys[p.unit], bytes.Clone(p.key[:]))
			subjects[p.unit] = append(subjects[p.unit], p.act.Subjects...)
		case p.note != nil:
			notes[p.unit] = append(notes[p.unit], p.note.key())
		}
	}
	slices.Sort(codes) // several processes lock in one order
	codes = slices.Compact(codes)
	for _, code := range codes {
		ch, err := g.open(code)
		if err != nil {
			return fmt.Errorf("head of a chain: %w", err)
		}
		if err := ch.readKeys(keys[code]); err != nil {
			return fmt.Errorf("idempotency keys: %w", err)
		}
		if err := ch.readDossiers(subjects[code]); err != nil {
			return fmt.Errorf("states: %w", err)
		}
		if err := ch.readNotes(notes[code]); err != nil {
			return fmt.Errorf("notes: %w", err)
		}
	}
	return nil
}

// open reads a unit's head, and holds it until the commit.
func (g *group) open(code string) (*chain, error) {
	ch := &chain{g: g, code: code, dossiers: newShelf[dossier.State](), items: newShelf[register.Item](),
		series: map[seriesKey]int{}, known: map[actKey]desk.Receipt{}, bearers: map[string]ledger.ID{}, notes: map[noteKey]*heldNote{}}
	var rebuilt int64
	read := func(r *sql.Rows) error {
		var hash []byte
		var last int64
		if err := r.Scan(&ch.id, &ch.head.Size, &hash, &last, &rebuilt); err != nil {
			return err
		}
		if last > 0 {
			ch.last = time.UnixMilli(last).UTC()
		}
		return scanHash(&ch.head.Hash, hash)
	}
	if err := g.c.query(qUnitHead+g.s.d.lock, read, code); err != nil {
		return nil, err
	}
	if ch.id == 0 {
		if err := g.c.exec(qUnitAdd, code, make([]byte, 32)); err != nil {
			return nil, err
		}
		if err := g.c.query(qUnitHead+g.s.d.lock, read, code); err != nil {
			return nil, err
		}
	}
	g.w.recall(ch, rebuilt)
	g.chains[code] = ch
	g.order = append(g.order, ch)
	return ch, nil
}

func (ch *chain) readKeys(keys []any) error {
	return ch.g.c.list(qActByKey, "?", ch.id, keys, func(r *sql.Rows) error {
		var key, head, answer []byte
		var rc desk.Receipt
		var subject ledger.ID
		if err := r.Scan(&key, &rc.First, &rc.Count, &head, &answer, &subject); err != nil {
			return err
		}
		var err error
		if rc.Answer, err = unpackBeside(answer, besideAnswer(ch.code, subject)); err != nil {
			rc.Answer = answer // damaged: its caller is told so, and no other act is held up
		}
		rc.Head.Size = rc.First + int64(rc.Count)
		if len(key) != len(actKey{}) {
			return fmt.Errorf("%w: idempotency key of %d bytes", errDamaged, len(key))
		}
		if err := scanHash(&rc.Head.Hash, head); err != nil {
			return err
		}
		ch.known[actKey(key)] = rc
		return nil
	})
}

func (ch *chain) readDossiers(ids []ledger.ID) error {
	var keys []any
	for _, id := range ids {
		if ch.dossiers.held[id] != nil {
			continue
		}
		if s, ok := ch.recent.dossiers.get(id); ok {
			ch.dossiers.held[id] = &held[dossier.State]{s, s}
			continue
		}
		ch.dossiers.held[id] = &held[dossier.State]{}
		keys = append(keys, int64(id))
	}
	return ch.g.c.list(qDossiers, "?", ch.id, keys, func(r *sql.Rows) error {
		s, err := scanDossier(r, ch.code)
		if err == nil {
			ch.dossiers.held[s.ID] = &held[dossier.State]{s, s}
		}
		return err
	})
}

func (ch *chain) readItems(ids []ledger.ID) error {
	var keys []any
	for _, id := range ids {
		if ch.items.held[id] == nil {
			ch.items.held[id] = &held[register.Item]{}
			keys = append(keys, int64(id))
		}
	}
	return ch.g.c.list(qItems, "?", ch.id, keys, func(r *sql.Rows) error {
		it, err := scanItem(r, ch.code)
		if err == nil {
			ch.items.held[it.ID] = &held[register.Item]{it, it}
		}
		return err
	})
}

func (g *group) empty() bool {
	for _, ch := range g.order {
		if len(ch.entries) > 0 || len(ch.noted) > 0 || len(ch.looks) > 0 {
			return false
		}
	}
	return true
}

// publish tells the other goroutines the words that are now on disk.
func (g *group) publish() {
	for text, id := range g.fresh {
		g.s.words.learn(text, id)
	}
	for _, ch := range g.order {
		g.s.words.learnUnit(ch.code, ch.id)
	}
}

func scanHash(h *ledger.Hash, b []byte) error {
	if len(b) != len(h) {
		return fmt.Errorf("%w: hash of %d bytes", errDamaged, len(b))
	}
	copy(h[:], b)
	return nil
}

type scanner interface{ Scan(...any) error }

func scanDossier(r scanner, unit string) (*dossier.State, error) {
	var body []byte
	s := &dossier.State{}
	if err := r.Scan(&s.ID, &s.Seq, content{&body}); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, s); err != nil {
		return nil, fmt.Errorf("%w state of dossier %v: %w", errDamaged, s.ID, err)
	}
	s.Unit = unit
	return s, nil
}

func scanItem(r scanner, unit string) (*register.Item, error) {
	var body []byte
	var recorded int64
	it := &register.Item{}
	if err := r.Scan(&it.ID, &it.Seq, &it.Actor, &recorded, content{&body}); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, it); err != nil {
		return nil, fmt.Errorf("%w state of item %v: %w", errDamaged, it.ID, err)
	}
	it.Unit, it.Recorded = unit, time.UnixMilli(recorded).UTC()
	return it, nil
}
