package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Statements that write what a group leaves. Dossiers have two: most acts change no column
// that an index holds, and then no index is touched.
const (
	qEntryAdd = `INSERT INTO entry (unit, pos, subject_kind, subject, seq, kind, happened, recorded, corrects, version, actor, behalf, body, salt) VALUES %s`
	tEntry    = `(?,?,?,?,?,?,?,?,?,?,?,?,?,?)`
	qActAdd   = `INSERT INTO act (unit, first, count, key, head, answer) VALUES %s`
	tAct      = `(?,?,?,?,?,?)`

	qDossierPut = `INSERT INTO dossier (unit, ` + dossierColumns + `) VALUES %s ` +
		`ON CONFLICT (unit, id) DO UPDATE SET seq = excluded.seq, code = excluded.code, procedure = excluded.procedure, field = excluded.field, ` +
		`channel = excluded.channel, level = excluded.level, status = excluded.status, received_day = excluded.received_day, due_day = excluded.due_day, ` +
		`ended_day = excluded.ended_day, rated_day = excluded.rated_day, flags = excluded.flags, state = excluded.state`
	qDossierMove = `INSERT INTO dossier (unit, ` + dossierColumns + `) VALUES %s ` +
		`ON CONFLICT (unit, id) DO UPDATE SET seq = excluded.seq, procedure = excluded.procedure, field = excluded.field, ` +
		`channel = excluded.channel, level = excluded.level, status = excluded.status, due_day = excluded.due_day, flags = excluded.flags, state = excluded.state`
	tDossier = `(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

	qItemPut = `INSERT INTO item (unit, ` + itemColumns + `) VALUES %s ` +
		`ON CONFLICT (unit, id) DO UPDATE SET seq = excluded.seq, kind = excluded.kind, facet = excluded.facet, from_day = excluded.from_day, ` +
		`to_day = excluded.to_day, voided = excluded.voided, recorded = excluded.recorded, actor = excluded.actor, state = excluded.state`
	tItem = `(?,?,?,?,?,?,?,?,?,?,?)`

	qSeriesSet = `INSERT INTO series (unit, series, day, next) VALUES %s ON CONFLICT (unit, series, day) DO UPDATE SET next = excluded.next`
	tSeries    = `(?,?,?,?)`
)

// step is one part of what a unit's share of a group writes.
type step struct {
	what string
	do   func() error
}

// flush writes what the group left, units in order.
func (g *group) flush() error {
	for _, ch := range g.order {
		var steps []step
		if len(ch.entries) > 0 {
			steps = []step{{"entries", ch.flushEntries}, {"acts", ch.flushActs}, {"dossiers", ch.flushDossiers},
				{"work", ch.flushWork}, {"search", ch.flushSearch}, {"items", ch.flushItems}, {"series", ch.flushSeries}, {"counts", ch.flushTallies}, {"head", ch.flushHead}}
		}
		for _, step := range append(steps, step{"notes", ch.flushNotes}, step{"looks", ch.flushLooks}) {
			if err := step.do(); err != nil {
				return fmt.Errorf("%s: %w", step.what, err)
			}
		}
	}
	return g.purge()
}

func (ch *chain) flushEntries() error {
	args := make([]any, 0, 14*len(ch.entries))
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
			e.Corrects, e.Version, e.Actor, e.Behalf, pack(e.Body), e.Salt[:])
	}
	return ch.g.c.rows(qEntryAdd, tEntry, args)
}

func (ch *chain) flushActs() error {
	args := make([]any, 0, 6*len(ch.acts))
	for i := range ch.acts {
		a := &ch.acts[i]
		args = append(args, ch.id, a.receipt.First, a.receipt.Count, a.key[:], a.receipt.Head.Hash[:],
			packBeside(a.receipt.Answer, besideAnswer(ch.code, a.subject)))
	}
	return ch.g.c.rows(qActAdd, tAct, args)
}

func (ch *chain) flushDossiers() error {
	var put, move []any
	for _, id := range ch.dossiers.changed {
		h := ch.dossiers.held[id]
		row, err := dossierRowOf(h.now, ch.g.word)
		if err != nil {
			return err
		}
		if h.stored != nil && sameColumns(h.stored, h.now) {
			move = append(move, row.args(ch.id)...)
		} else {
			put = append(put, row.args(ch.id)...)
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

func (ch *chain) flushItems() error {
	var args []any
	for _, id := range ch.items.changed {
		row, err := itemRowOf(ch.items.held[id].now, ch.g.word)
		if err != nil {
			return err
		}
		args = append(args, row.args(ch.id)...)
	}
	return ch.g.c.rows(qItemPut, tItem, args)
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
