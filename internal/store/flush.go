package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Statements that write what a group leaves. Dossiers have two: most acts change no column
// that an index holds, and then no index is touched.
const (
	qEntryAdd = `INSERT INTO entry (unit, pos, subject_kind, subject, seq, kind, happened, recorded, corrects, version, actor, behalf, body, salt, leaf) VALUES %s`
	tEntry    = `(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`
	qActAdd   = `INSERT INTO act (unit, first, count, key, head, answer) VALUES %s`
	tAct      = `(?,?,?,?,?,?)`

	qDossierPut = `INSERT INTO dossier (unit, id, seq, code, procedure, field, channel, level, status, received_day, due_day, ended_day, rated_day, flags, state) VALUES %s ` +
		`ON CONFLICT (unit, id) DO UPDATE SET seq = excluded.seq, code = excluded.code, procedure = excluded.procedure, field = excluded.field, ` +
		`channel = excluded.channel, level = excluded.level, status = excluded.status, received_day = excluded.received_day, due_day = excluded.due_day, ` +
		`ended_day = excluded.ended_day, rated_day = excluded.rated_day, flags = excluded.flags, state = excluded.state`
	qDossierMove = `INSERT INTO dossier (unit, id, seq, code, procedure, field, channel, level, status, received_day, due_day, ended_day, rated_day, flags, state) VALUES %s ` +
		`ON CONFLICT (unit, id) DO UPDATE SET seq = excluded.seq, procedure = excluded.procedure, field = excluded.field, ` +
		`channel = excluded.channel, level = excluded.level, status = excluded.status, due_day = excluded.due_day, flags = excluded.flags, state = excluded.state`
	tDossier = `(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

	qItemPut = `INSERT INTO item (unit, id, seq, kind, facet, from_day, to_day, voided, recorded, actor, state) VALUES %s ` +
		`ON CONFLICT (unit, id) DO UPDATE SET seq = excluded.seq, kind = excluded.kind, facet = excluded.facet, from_day = excluded.from_day, ` +
		`to_day = excluded.to_day, voided = excluded.voided, recorded = excluded.recorded, actor = excluded.actor, state = excluded.state`
	tItem = `(?,?,?,?,?,?,?,?,?,?,?)`

	qSeriesSet = `INSERT INTO series (unit, series, day, next) VALUES %s ON CONFLICT (unit, series, day) DO UPDATE SET next = excluded.next`
	tSeries    = `(?,?,?,?)`
)

// flush writes what the acts of the group left, units in order.
func (g *group) flush() error {
	for _, ch := range g.order {
		if len(ch.entries) == 0 {
			continue
		}
		for _, step := range []struct {
			what string
			do   func() error
		}{
			{"entries", ch.flushEntries}, {"acts", ch.flushActs}, {"dossiers", ch.flushDossiers}, {"items", ch.flushItems},
			{"series", ch.flushSeries}, {"counts", ch.flushTallies}, {"head", ch.flushHead},
		} {
			if err := step.do(); err != nil {
				return fmt.Errorf("%s: %w", step.what, err)
			}
		}
	}
	return nil
}

func (ch *chain) flushEntries() error {
	args := make([]any, 0, 15*len(ch.entries))
	for i := range ch.entries {
		e := &ch.entries[i]
		subjectKind, err := ch.g.word(e.Subject.Kind)
		if err != nil {
			return err
		}
		kind, err := ch.g.word(e.Kind)
		if err != nil {
			return err
		}
		args = append(args, ch.id, e.Pos, subjectKind, int64(e.Subject.ID), e.Seq, kind, e.Happened.UnixMilli(), e.Recorded.UnixMilli(),
			e.Corrects, e.Version, e.Actor, e.Behalf, bytesOf(e.Body), e.Salt[:], e.leaf[:])
	}
	return ch.g.c.rows(qEntryAdd, tEntry, args)
}

func (ch *chain) flushActs() error {
	args := make([]any, 0, 6*len(ch.acts))
	for i := range ch.acts {
		a := &ch.acts[i]
		args = append(args, ch.id, a.receipt.First, a.receipt.Count, a.key[:], a.receipt.Head.Hash[:], bytesOf(a.receipt.Answer))
	}
	return ch.g.c.rows(qActAdd, tAct, args)
}

func (ch *chain) flushDossiers() error {
	var put, move []any
	for _, id := range ch.dossiers.changed {
		h := ch.dossiers.held[id]
		row, err := ch.g.dossierRow(ch.id, h.now)
		if err != nil {
			return err
		}
		if h.stored != nil && sameColumns(h.stored, h.now) {
			move = append(move, row...)
		} else {
			put = append(put, row...)
		}
	}
	if err := ch.g.c.rows(qDossierPut, tDossier, put); err != nil {
		return err
	}
	return ch.g.c.rows(qDossierMove, tDossier, move)
}

// sameColumns reports that no column with an index differs.
func sameColumns(a, b *dossier.State) bool {
	ar, ae, at := rollup.DaysOf(a)
	br, be, bt := rollup.DaysOf(b)
	return a.Code == b.Code && ar == br && ae == be && at == bt
}

// dossierRow is a dossier's columns: what lists and counts ask for, and the whole state.
func (g *group) dossierRow(unit int64, s *dossier.State) ([]any, error) {
	cell := rollup.CellOf(s)
	procedure, err := g.word(cell.Procedure)
	if err != nil {
		return nil, err
	}
	field, err := g.word(s.Field)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("state of dossier %v: %w", s.ID, err)
	}
	received, ended, rated := rollup.DaysOf(s)
	var due calendar.Date
	if !s.LegalDue.IsZero() {
		due = calendar.DateOf(s.LegalDue)
	}
	return []any{unit, int64(s.ID), s.Seq, s.Code, procedure, field, int64(cell.Channel), int64(cell.Level), int64(s.Status),
		int64(received), int64(due), int64(ended), int64(rated), int64(rollup.FlagsOf(s)), body}, nil
}

func (ch *chain) flushItems() error {
	var args []any
	for _, id := range ch.items.changed {
		row, err := ch.g.itemRow(ch.id, ch.items.held[id].now)
		if err != nil {
			return err
		}
		args = append(args, row...)
	}
	return ch.g.c.rows(qItemPut, tItem, args)
}

func (g *group) itemRow(unit int64, it *register.Item) ([]any, error) {
	kind, err := g.word(it.Kind)
	if err != nil {
		return nil, err
	}
	facet, err := g.word(it.Facet)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(it)
	if err != nil {
		return nil, fmt.Errorf("state of item %v: %w", it.ID, err)
	}
	voided := 0
	if it.Voided {
		voided = 1
	}
	return []any{unit, int64(it.ID), it.Seq, kind, facet, int64(it.From), int64(it.To), voided, it.Recorded.UnixMilli(), it.Actor, body}, nil
}

func (ch *chain) flushSeries() error {
	keys := slices.SortedFunc(maps.Keys(ch.series), func(a, b seriesKey) int {
		return cmp.Or(cmp.Compare(a.series, b.series), cmp.Compare(a.day, b.day))
	})
	var args []any
	for _, k := range keys {
		args = append(args, ch.id, k.series, k.day, ch.series[k])
	}
	return ch.g.c.rows(qSeriesSet, tSeries, args)
}

func (ch *chain) flushHead() error {
	return ch.g.c.exec(qUnitSet, ch.head.Size, ch.head.Hash[:], ch.last.UnixMilli(), ch.id)
}

// bytesOf is never nil: an empty body is no bytes, not an unknown.
func bytesOf(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
