package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Dossiers in work have a slim row of their own: a queue costs with what is unfinished, and
// not with all that was ever received. The row is made from the state, in the act's
// transaction, and goes when the dossier does.

// Statements about what is in work.
const (
	qWorkPut = `INSERT INTO work (unit, ` + workColumns + `) VALUES %s ON CONFLICT (unit, id) DO UPDATE SET ` +
		`status = excluded.status, procedure = excluded.procedure, proposed = excluded.proposed, due_day = excluded.due_day, due = excluded.due, ` +
		`since = excluded.since, received = excluded.received, code = excluded.code, holder = excluded.holder`
	tWork      = `(?,?,?,?,?,?,?,?,?,?,?)`
	qWorkDrop  = `DELETE FROM work WHERE unit = ? AND id IN (%s)`
	qWorkRange = `SELECT ` + workColumns + ` FROM work WHERE unit = ? AND id > ? AND id <= ?`

	// What desk.Days.Bucket says of a state, of its row: the suite compares them.
	qBucket = `CASE WHEN status IN (5, 6, 7) THEN 5 WHEN status = 9 THEN 6 WHEN due_day = 0 THEN 4 ` +
		`WHEN due_day < ? THEN 1 WHEN due_day = ? THEN 2 WHEN due_day <= ? THEN 3 ELSE 4 END`

	qQueue = `SELECT d.id, d.seq, d.state FROM (SELECT unit, id, code, due, since, received FROM work WHERE %s ORDER BY %s LIMIT ? OFFSET ?) AS w ` +
		`JOIN dossier d ON d.unit = w.unit AND d.id = w.id ORDER BY %s`
	qQueueCount  = `SELECT count(*) FROM work WHERE `
	qQueueCounts = `SELECT ` + qBucket + ` AS bucket, count(*) FROM work WHERE %s GROUP BY 1`
	qLoads       = `SELECT holder, ` + qBucket + ` AS bucket, count(*), MIN(since) FROM work WHERE unit = ? GROUP BY 1, 2 ORDER BY 1`
)

// workRow is what a queue asks of a dossier in work. Instants are milliseconds; 0 is none.
type workRow struct {
	id, status, procedure, proposed, dueDay, due, since, received int64
	code, holder                                                  string
}

// Columns of work in the order of dest.
const workColumns = `id, status, procedure, proposed, due_day, due, since, received, code, holder`

func (r *workRow) dest() []any {
	return []any{&r.id, &r.status, &r.procedure, &r.proposed, &r.dueDay, &r.due, &r.since, &r.received, &r.code, &r.holder}
}

func (r *workRow) args(unit int64) []any {
	return []any{unit, r.id, r.status, r.procedure, r.proposed, r.dueDay, r.due, r.since, r.received, r.code, r.holder}
}

// workRowOf is the row of a state; nil when it is not in work.
func workRowOf(s *dossier.State, word func(string) (int64, error)) (*workRow, error) {
	if s == nil || (desk.Days{}).Bucket(s) == 0 {
		return nil, nil
	}
	procedure, err := word(rollup.CellOf(s).Procedure)
	if err != nil {
		return nil, err
	}
	r := &workRow{id: int64(s.ID), status: int64(s.Status), procedure: procedure, due: millis(s.LegalDue), since: millis(s.Since),
		received: millis(s.ReceivedAt), code: s.Code, holder: s.Holder}
	if r.due != 0 {
		r.dueDay = int64(calendar.DateOf(s.LegalDue))
	}
	if s.Proposal != nil {
		r.proposed = 1
	}
	if r.since == 0 { // entries of the first version do not tell it
		r.since = millis(s.Last)
	}
	if r.received == 0 {
		r.received = millis(s.SubmittedAt)
	}
	return r, nil
}

// sameWork reports that two rows, which may be nil, say the same.
func sameWork(a, b *workRow) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// flushWork writes the rows that differ from what the database holds.
func (ch *chain) flushWork() error {
	var put, drop []any
	for _, id := range ch.dossiers.changed {
		h := ch.dossiers.held[id]
		before, err := workRowOf(h.stored, ch.g.word)
		if err != nil {
			return err
		}
		after, err := workRowOf(h.now, ch.g.word)
		switch {
		case err != nil:
			return err
		case sameWork(before, after):
		case after == nil:
			drop = append(drop, int64(id))
		default:
			put = append(put, after.args(ch.id)...)
		}
	}
	if err := ch.g.c.drop(qWorkDrop, "?", ch.id, drop); err != nil {
		return err
	}
	return ch.g.c.rows(qWorkPut, tWork, put)
}

// queueOrders are the orders of a queue. What has no date comes behind what has one.
var queueOrders = map[string]string{
	"due":      "CASE WHEN due = 0 THEN 1 ELSE 0 END, due, code, id",
	"since":    "since, code, id",
	"received": "received, code, id",
	"code":     "code, id",
}

// queueOrder is the SQL of an order, of columns with a prefix.
func queueOrder(sort, prefix string) (string, error) {
	name, back := strings.CutPrefix(sort, "-")
	if sort == "" {
		name = "due"
	}
	order, ok := queueOrders[name]
	if !ok {
		return "", fault.New(fault.Invalid, "store.page_malformed", "sort", sort)
	}
	if back {
		order = reversed(order)
	}
	for _, column := range []string{"due", "since", "received", "code", "id"} {
		order = replaceWord(order, column, prefix+column)
	}
	return order, nil
}

// replaceWord replaces a whole word of SQL.
func replaceWord(sql, word, by string) string {
	fields := strings.Split(sql, " ")
	for i, f := range fields {
		if strings.TrimSuffix(f, ",") == word {
			fields[i] = by + f[len(word):]
		}
	}
	return strings.Join(fields, " ")
}

// inQueue is the condition of a queue; ok is false when nothing can meet it.
func (sn *Snapshot) inQueue(ctx context.Context, q desk.Queue) (w *where, ok bool, err error) {
	u, ok := sn.s.words.unit(q.Unit)
	if !ok {
		return nil, false, nil
	}
	w = &where{}
	w.add("unit = ?", u)
	if q.Holder != "" {
		w.add(" AND holder = ?", q.Holder)
	}
	if q.Proposed {
		w.add(" AND proposed = 1")
	}
	var statuses []any
	for _, st := range q.Statuses {
		statuses = append(statuses, int64(st))
	}
	w.in("status", statuses)
	if q.Procedure != "" {
		p, ok, err := sn.s.numberOf(ctx, sn.tx, q.Procedure)
		if err != nil || !ok {
			return nil, false, err
		}
		w.add(" AND procedure = ?", p)
	}
	if q.Bucket != 0 {
		w.add(" AND "+qBucket+" = ?", append(bucketArgs(q.Days), int64(q.Bucket))...)
	}
	return w, true, nil
}

func bucketArgs(d desk.Days) []any { return []any{int64(d.Today), int64(d.Today), int64(d.Soon)} }

// Queue lists dossiers in work; total is their number without offset and limit.
func (sn *Snapshot) Queue(ctx context.Context, q desk.Queue) ([]*dossier.State, int, error) {
	inner, err := queueOrder(q.Sort, "")
	if err != nil || q.Offset < 0 || q.Limit < 0 {
		return nil, 0, fault.New(fault.Invalid, "store.page_malformed", "sort", q.Sort)
	}
	outer, _ := queueOrder(q.Sort, "w.")
	w, ok, err := sn.inQueue(ctx, q)
	if err != nil || !ok {
		return nil, 0, sn.s.explain("queue", err)
	}
	total := 0
	err = sn.query(ctx, qQueueCount+w.sql.String(), func(r *sql.Rows) error { return r.Scan(&total) }, w.args...)
	if err != nil || q.Offset >= total {
		return nil, total, sn.s.explain("queue", err)
	}
	limit := q.Limit
	if limit == 0 {
		limit = total
	}
	rows, err := sn.dossiers(ctx, qQueueOf(w.sql.String(), inner, outer), q.Unit, append(slices.Clip(w.args), limit, q.Offset)...)
	return rows, total, sn.s.explain("queue", err)
}

// QueueCounts counts a queue by bucket.
func (sn *Snapshot) QueueCounts(ctx context.Context, q desk.Queue) (map[desk.Bucket]int, error) {
	q.Bucket = 0
	out := map[desk.Bucket]int{}
	w, ok, err := sn.inQueue(ctx, q)
	if err != nil || !ok {
		return out, sn.s.explain("queue counts", err)
	}
	err = sn.query(ctx, qQueueCountsOf(w.sql.String()), func(r *sql.Rows) error {
		var b desk.Bucket
		var n int
		err := r.Scan(&b, &n)
		out[b] = n
		return err
	}, append(bucketArgs(q.Days), w.args...)...)
	return out, sn.s.explain("queue counts", err)
}

func qQueueOf(where, inner, outer string) string {
	return strings.Replace(strings.Replace(strings.Replace(qQueue, "%s", where, 1), "%s", inner, 1), "%s", outer, 1)
}

func qQueueCountsOf(where string) string { return strings.Replace(qQueueCounts, "%s", where, 1) }

// Loads says who has how much in work, by holder.
func (sn *Snapshot) Loads(ctx context.Context, unit string, days desk.Days) ([]desk.Load, error) {
	u, ok := sn.s.words.unit(unit)
	if !ok {
		return nil, nil
	}
	var out []desk.Load
	err := sn.query(ctx, qLoads, func(r *sql.Rows) error {
		var holder string
		var b desk.Bucket
		var n int
		var since int64
		if err := r.Scan(&holder, &b, &n, &since); err != nil {
			return err
		}
		if len(out) == 0 || out[len(out)-1].Holder != holder {
			out = append(out, desk.Load{Holder: holder, Counts: map[desk.Bucket]int{}})
		}
		l := &out[len(out)-1]
		l.Counts[b] = n
		if at := instantOf(since); l.Since.IsZero() || at.Before(l.Since) {
			l.Since = at
		}
		return nil
	}, append(bucketArgs(days), u)...)
	return out, sn.s.explain("loads", err)
}

// states reads dossiers by their ids, in that order.
func (sn *Snapshot) states(ctx context.Context, unit string, u int64, ids []ledger.ID) ([]*dossier.State, error) {
	found := make(map[ledger.ID]*dossier.State, len(ids))
	for some := range slices.Chunk(ids, batches[0]) {
		args := []any{u}
		for _, id := range some {
			args = append(args, int64(id))
		}
		rows, err := sn.dossiers(ctx, strings.Replace(qDossiers, "%s", repeat("?", len(some)), 1), unit, args...)
		if err != nil {
			return nil, err
		}
		for _, s := range rows {
			found[s.ID] = s
		}
	}
	out := make([]*dossier.State, 0, len(ids))
	for _, id := range ids {
		if s := found[id]; s != nil {
			out = append(out, s)
		}
	}
	return out, nil
}
