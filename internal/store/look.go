package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Statements about looks. They are only ever added and read; triggers refuse the rest.
const (
	qLookAdd    = `INSERT INTO look (unit, at, dossier, role, what, actor) VALUES %s`
	tLook       = `(?,?,?,?,?,?)`
	qLooks      = `SELECT unit, at, dossier, role, what, actor FROM look WHERE `
	qLooksCount = `SELECT count(*) FROM look WHERE `
	qLooksOrder = ` ORDER BY at DESC, id DESC LIMIT ? OFFSET ?`
)

// Watch records looks at personal data. It returns once they are on disk; they share the
// commit of what waits beside them. A look without an instant is of now.
func (s *Store) Watch(ctx context.Context, views ...access.View) error {
	by := map[string][]access.View{}
	for _, v := range views {
		if v.Unit == "" || v.Actor == "" {
			return errors.New("store: look without unit or actor")
		}
		if v.At.IsZero() {
			v.At = s.opt.Now()
		}
		by[v.Unit] = append(by[v.Unit], v)
	}
	for _, unit := range slices.Sorted(maps.Keys(by)) {
		if err := s.commit(&pending{ctx: ctx, unit: unit, looks: by[unit]}); err != nil {
			return err
		}
	}
	return nil
}

func (ch *chain) flushLooks() error {
	args := make([]any, 0, 6*len(ch.looks))
	for i := range ch.looks {
		v := &ch.looks[i]
		role, err := ch.g.word(string(v.Role))
		if err != nil {
			return err
		}
		what, err := ch.g.word(v.What)
		if err != nil {
			return err
		}
		args = append(args, ch.id, v.At.UnixMilli(), int64(v.Dossier), role, what, v.Actor)
	}
	return ch.g.c.rows(qLookAdd, tLook, args)
}

// Views lists looks, newest first; total is their number without offset and limit.
func (sn *Snapshot) Views(ctx context.Context, q access.ViewQuery) ([]access.View, int, error) {
	if q.Offset < 0 || q.Limit < 0 {
		return nil, 0, fault.New(fault.Invalid, "store.page_malformed", "sort", "")
	}
	w, ok := sn.looks(q)
	if !ok {
		return nil, 0, nil
	}
	total := 0
	err := sn.query(ctx, qLooksCount+w.sql.String(), func(r *sql.Rows) error { return r.Scan(&total) }, w.args...)
	if err != nil {
		return nil, 0, sn.s.explain("looks", err)
	}
	limit := q.Limit
	if limit == 0 {
		limit = total
	}
	var out []access.View
	var roles, whats []int64 // words are read after the rows: a transaction has one connection
	err = sn.query(ctx, qLooks+w.sql.String()+qLooksOrder, func(r *sql.Rows) error {
		var unit, at, id, role, what int64
		var v access.View
		if err := r.Scan(&unit, &at, &id, &role, &what, &v.Actor); err != nil {
			return err
		}
		v.Unit, v.At, v.Dossier = sn.s.words.code(unit), instantOf(at), ledger.ID(id)
		out, roles, whats = append(out, v), append(roles, role), append(whats, what)
		return nil
	}, append(slices.Clip(w.args), limit, q.Offset)...)
	for i := range out {
		if err != nil {
			break
		}
		var role string
		if role, err = sn.s.textOf(ctx, sn.tx, roles[i]); err == nil {
			out[i].Role = access.Role(role)
			out[i].What, err = sn.s.textOf(ctx, sn.tx, whats[i])
		}
	}
	if err != nil {
		return nil, 0, sn.s.explain("looks", fmt.Errorf("reading: %w", err))
	}
	return out, total, nil
}

// looks is the condition of a question; ok is false when nothing can meet it.
func (sn *Snapshot) looks(q access.ViewQuery) (*where, bool) {
	w := &where{}
	w.add("at >= ?", millis(q.From))
	if q.Unit != "" {
		u, ok := sn.s.words.unit(q.Unit)
		if !ok {
			return nil, false
		}
		w.add(" AND unit = ?", u)
	}
	if !q.To.IsZero() {
		w.add(" AND at < ?", q.To.UnixMilli())
	}
	if q.Actor != "" {
		w.add(" AND actor = ?", q.Actor)
	}
	if q.Dossier != 0 {
		w.add(" AND dossier = ?", int64(q.Dossier))
	}
	return w, true
}
