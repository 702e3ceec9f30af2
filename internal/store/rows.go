package store

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// The stored shapes of a state: columns that lists and counts ask for, and the whole state as
// its package writes it. They are made here and nowhere else, so that Verify can compare
// them byte for byte.

type dossierRow struct {
	id, seq, procedure, field, channel, level, status int64
	received, due, ended, rated, flags                int64
	code                                              string
	state                                             []byte
	work                                              *workRow // beside it, while it is in work
}

// Columns of dossier in the order of dest.
const dossierColumns = `id, seq, code, procedure, field, channel, level, status, received_day, due_day, ended_day, rated_day, flags, state`

func (r *dossierRow) dest() []any {
	return []any{&r.id, &r.seq, &r.code, &r.procedure, &r.field, &r.channel, &r.level, &r.status, &r.received, &r.due, &r.ended, &r.rated, &r.flags, content{&r.state}}
}

func (r *dossierRow) args(unit int64) []any {
	return []any{unit, r.id, r.seq, r.code, r.procedure, r.field, r.channel, r.level, r.status, r.received, r.due, r.ended, r.rated, r.flags, pack(r.state)}
}

func (r *dossierRow) equal(o *dossierRow) bool {
	a, b := *r, *o
	same := bytes.Equal(a.state, b.state)
	a.state, b.state = nil, nil
	return same && sameWork(r.work, o.work) && a.id == b.id && a.seq == b.seq && a.code == b.code && a.procedure == b.procedure && a.field == b.field &&
		a.channel == b.channel && a.level == b.level && a.status == b.status && a.received == b.received && a.due == b.due &&
		a.ended == b.ended && a.rated == b.rated && a.flags == b.flags
}

// decode is the state that the row holds.
func (r *dossierRow) decode(unit string) (*dossier.State, error) {
	s := &dossier.State{}
	if err := json.Unmarshal(r.state, s); err != nil {
		return nil, fmt.Errorf("state of dossier %v: %w", ledger.ID(r.id), err)
	}
	s.ID, s.Unit, s.Seq = ledger.ID(r.id), unit, int32(r.seq)
	return s, nil
}

func dossierRowOf(s *dossier.State, word func(string) (int64, error)) (*dossierRow, error) {
	cell := rollup.CellOf(s)
	procedure, err := word(cell.Procedure)
	if err != nil {
		return nil, err
	}
	field, err := word(s.Field)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("state of dossier %v: %w", s.ID, err)
	}
	received, ended, rated := rollup.DaysOf(s)
	due := calendar.DateOf(s.LegalDue) // 0 while there is none
	work, err := workRowOf(s, word)
	if err != nil {
		return nil, err
	}
	return &dossierRow{id: int64(s.ID), seq: int64(s.Seq), code: s.Code, procedure: procedure, field: field, channel: int64(cell.Channel),
		level: int64(cell.Level), status: int64(s.Status), received: int64(received), due: int64(due), ended: int64(ended), rated: int64(rated),
		flags: int64(rollup.FlagsOf(s)), state: body, work: work}, nil
}

type itemRow struct {
	id, seq, kind, facet, from, to, voided, recorded int64
	actor                                            string
	state                                            []byte
}

// Columns of item in the order of dest.
const itemColumns = `id, seq, kind, facet, from_day, to_day, voided, recorded, actor, state`

func (r *itemRow) dest() []any {
	return []any{&r.id, &r.seq, &r.kind, &r.facet, &r.from, &r.to, &r.voided, &r.recorded, &r.actor, content{&r.state}}
}

func (r *itemRow) args(unit int64) []any {
	return []any{unit, r.id, r.seq, r.kind, r.facet, r.from, r.to, r.voided, r.recorded, r.actor, pack(r.state)}
}

func (r *itemRow) equal(o *itemRow) bool {
	return r.id == o.id && r.seq == o.seq && r.kind == o.kind && r.facet == o.facet && r.from == o.from && r.to == o.to &&
		r.voided == o.voided && r.recorded == o.recorded && r.actor == o.actor && bytes.Equal(r.state, o.state)
}

func itemRowOf(it *register.Item, word func(string) (int64, error)) (*itemRow, error) {
	kind, err := word(it.Kind)
	if err != nil {
		return nil, err
	}
	facet, err := word(it.Facet)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(it)
	if err != nil {
		return nil, fmt.Errorf("state of item %v: %w", it.ID, err)
	}
	r := &itemRow{id: int64(it.ID), seq: int64(it.Seq), kind: kind, facet: facet, from: int64(it.From), to: int64(it.To),
		recorded: it.Recorded.UnixMilli(), actor: it.Actor, state: body}
	if it.Voided {
		r.voided = 1
	}
	return r, nil
}
