package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// A list is the union of its query's terms: a dossier that two terms count stands in it
// twice, so that the list is as long as the number says.
const (
	qListRows   = `SELECT id, seq, state, received_day, due_day, ended_day, code FROM dossier WHERE `
	qReceivedIn = `unit = ? AND received_day > 0 AND received_day BETWEEN ? AND ?`
	qEndedIn    = `unit = ? AND received_day > 0 AND ended_day > 0 AND ended_day BETWEEN ? AND ?`
	qRatedIn    = `unit = ? AND received_day > 0 AND rated_day > 0 AND rated_day BETWEEN ? AND ?`
	qFlagged    = ` AND (flags & ?) = ?`
	qOpenAt     = `unit = ? AND received_day > 0 AND received_day <= ? AND (+ended_day = 0 OR +ended_day > ?)`

	// What is open on a day is few among all that came before it, and how few is known from the
	// counts: read back from the day, and stop at the last one. The plus signs keep the end day
	// out of the choice of index, which would lead through everything that ended later.
	qListLatest = `SELECT * FROM (%s ORDER BY received_day DESC LIMIT ?) AS latest`
)

// where is constant SQL with its arguments.
type where struct {
	sql  strings.Builder
	args []any
}

func (w *where) add(q string, args ...any) {
	w.sql.WriteString(q)
	w.args = append(w.args, args...)
}

func (w *where) in(column string, values []any) {
	if len(values) > 0 {
		w.add(" AND "+column+" IN ("+repeat("?", len(values))+")", values...)
	}
}

// term is one condition of a list: what SQL selects, how many that is, and what is left to
// ask of a state.
type term struct {
	where
	n     int64
	stock bool
	holds func(*dossier.State) bool // nil: SQL has said it all
}

// rows is the statement that reads the term's dossiers, with columns before those of a list.
func (t *term) rows(before string) (string, []any) {
	q := strings.Replace(qListRows, "SELECT ", "SELECT "+before, 1) + t.sql.String()
	if !t.stock {
		return q, t.args
	}
	return fmt.Sprintf(qListLatest, q), append(slices.Clip(t.args), t.n)
}

func (sn *Snapshot) term(ctx context.Context, unit int64, t rollup.Term, from, to calendar.Date) (*term, error) {
	c, err := rollup.ConditionOf(t)
	if err != nil {
		return nil, err
	}
	out := &term{stock: c.Stock != ""}
	if from == 0 {
		from = 1 // the day 0 stands for "none"; nothing was received before 1970
	}
	if out.stock {
		at := int64(c.At(from, to))
		out.add(qOpenAt, unit, at, at)
		if c.Stock == rollup.Overdue || c.Stock == rollup.InTime {
			out.holds = func(s *dossier.State) bool { return c.Holds(s, from, to) }
		}
	} else {
		q := [...]string{rollup.ByReceived: qReceivedIn, rollup.ByEnded: qEndedIn, rollup.ByRated: qRatedIn}[c.By]
		out.add(q, unit, int64(from), int64(to))
		if c.Mask != 0 {
			out.add(qFlagged, int64(c.Mask), int64(c.Want))
		}
	}
	return out, sn.cells(ctx, out, c)
}

func (sn *Snapshot) cells(ctx context.Context, t *term, c rollup.Condition) error {
	var channels, levels, procedures []any
	for _, v := range c.Channels {
		channels = append(channels, int64(v))
	}
	for _, v := range c.Levels {
		levels = append(levels, int64(v))
	}
	for _, v := range c.Procedures {
		id, ok, err := sn.s.numberOf(ctx, sn.tx, v)
		if err != nil {
			return err
		}
		if ok {
			procedures = append(procedures, id)
		}
	}
	if len(c.Procedures) > 0 && len(procedures) == 0 {
		procedures = []any{int64(-1)} // nothing was ever recorded of them: no word has this number
	}
	t.in("channel", channels)
	t.in("level", levels)
	t.in("procedure", procedures)
	return nil
}

var orders = map[string]string{
	"received":  "received_day, code, id",
	"-received": "received_day DESC, code DESC, id DESC",
	"due":       "due_day, code, id",
	"-due":      "due_day DESC, code DESC, id DESC",
	"ended":     "ended_day, code, id",
	"-ended":    "ended_day DESC, code DESC, id DESC",
	"code":      "code, id",
	"-code":     "code DESC, id DESC",
}

// Dossiers lists the dossiers that a query counts, and how many they are in all.
func (sn *Snapshot) Dossiers(ctx context.Context, q rollup.Query, p measure.Page) ([]*dossier.State, int64, error) {
	sort := p.Sort
	if sort == "" {
		sort = q.Usual() // its index has a page's rows beside each other
	}
	order, ok := orders[sort]
	if !ok || p.Offset < 0 || p.Limit < 0 {
		return nil, 0, fault.New(fault.Invalid, "store.page_malformed", "sort", p.Sort)
	}
	unit, ok := sn.s.words.unit(q.Unit)
	if !ok {
		return nil, 0, nil
	}
	var plain, asked []*term
	flows := map[[2]calendar.Date]rollup.Table{}
	for _, t := range q.Terms {
		n := int64(math.MaxInt64) // the whole list says itself how long it is
		if p.Limit > 0 {
			var err error
			if n, err = sn.number(ctx, q, t, flows); err != nil {
				return nil, 0, err
			}
		}
		if n == 0 {
			continue
		}
		term, err := sn.term(ctx, unit, t, q.From, q.To)
		if err != nil {
			return nil, 0, sn.s.explain("list", err)
		}
		term.n = n
		if term.holds != nil {
			asked = append(asked, term)
		} else {
			plain = append(plain, term)
		}
	}
	var rows []*dossier.State
	var total int64
	var err error
	if len(asked) > 0 {
		rows, total, err = sn.filtered(ctx, q.Unit, append(asked, plain...), p, order)
	} else if len(plain) > 0 {
		rows, total, err = sn.selected(ctx, q.Unit, plain, p, order)
	}
	return rows, total, sn.s.explain("list", err)
}

// number is how many dossiers SQL selects for a term, from the counts: a list needs it before
// its rows, and counting them again would cost as many readings as there are dossiers. Of a
// stock that asks the states too it is how many were open.
func (sn *Snapshot) number(ctx context.Context, q rollup.Query, t rollup.Term, flows map[[2]calendar.Date]rollup.Table) (int64, error) {
	if t.Count == rollup.Overdue || t.Count == rollup.InTime {
		t.Count = rollup.Open
	}
	from, to := rollup.Days(t.Count, q.From, q.To)
	table, ok := flows[[2]calendar.Date{from, to}]
	if !ok {
		var err error
		if table, err = sn.Flows(ctx, q.Unit, from, to); err != nil {
			return 0, err
		}
		flows[[2]calendar.Date{from, to}] = table
	}
	return table.Value(t), nil
}

// selected lets the database sort and cut. A page of the second half is read from the end.
func (sn *Snapshot) selected(ctx context.Context, unit string, terms []*term, p measure.Page, order string) ([]*dossier.State, int64, error) {
	var total int64
	var parts []string
	var args []any
	for _, t := range terms {
		total += t.n
		q, a := t.rows("")
		parts, args = append(parts, q), append(args, a...)
	}
	q := strings.Join(parts, " UNION ALL ") + " ORDER BY "
	if p.Limit == 0 {
		rows, err := sn.listed(ctx, unit, q+order, args)
		return rows[min(p.Offset, len(rows)):], int64(len(rows)), err
	}
	offset := int64(p.Offset)
	n := min(total-offset, int64(p.Limit))
	if n <= 0 {
		return nil, total, nil
	}
	back := offset > total/2
	if back {
		offset, order = total-offset-n, reversed(order)
	}
	rows, err := sn.listed(ctx, unit, q+order+" LIMIT ? OFFSET ?", append(args, n, offset))
	if back {
		slices.Reverse(rows)
	}
	return rows, total, err
}

// reversed is the same order from the other end.
func reversed(order string) string {
	columns := strings.Split(order, ", ")
	for i, c := range columns {
		if name, ok := strings.CutSuffix(c, " DESC"); ok {
			columns[i] = name
		} else {
			columns[i] = c + " DESC"
		}
	}
	return strings.Join(columns, ", ")
}

// filtered asks the states themselves what columns do not tell: whether an open dossier was
// late on a day. It reads only the dossiers that were open then.
func (sn *Snapshot) filtered(ctx context.Context, unit string, terms []*term, p measure.Page, order string) ([]*dossier.State, int64, error) {
	type row struct {
		s    *dossier.State
		term int
	}
	var parts []string
	var args []any
	for i, t := range terms {
		q, a := t.rows(fmt.Sprintf("%d AS term, ", i))
		parts, args = append(parts, q), append(args, a...)
	}
	var kept []row
	err := sn.query(ctx, strings.Join(parts, " UNION ALL ")+" ORDER BY "+order, func(r *sql.Rows) error {
		var i int
		s, err := scanListed(r, unit, &i)
		if err == nil && (terms[i].holds == nil || terms[i].holds(s)) {
			kept = append(kept, row{s, i})
		}
		return err
	}, args...)
	if err != nil {
		return nil, 0, err
	}
	total := int64(len(kept))
	kept = kept[min(p.Offset, len(kept)):]
	if p.Limit > 0 {
		kept = kept[:min(p.Limit, len(kept))]
	}
	rows := make([]*dossier.State, 0, len(kept))
	for _, k := range kept {
		rows = append(rows, k.s)
	}
	return slices.Clip(rows), total, nil
}

func (sn *Snapshot) listed(ctx context.Context, unit, q string, args []any) ([]*dossier.State, error) {
	var out []*dossier.State
	err := sn.query(ctx, q, func(r *sql.Rows) error {
		s, err := scanListed(r, unit)
		out = append(out, s)
		return err
	}, args...)
	return out, err
}

// scanListed reads qListRows, with the caller's columns before it.
func scanListed(r scanner, unit string, before ...any) (*dossier.State, error) {
	var received, due, ended int64
	var code string
	return scanDossier(wider{r, before, []any{&received, &due, &ended, &code}}, unit)
}

// wider scans further columns before and behind those that are asked for.
type wider struct {
	scanner
	before, after []any
}

func (w wider) Scan(dest ...any) error {
	return w.scanner.Scan(slices.Concat(w.before, dest, w.after)...)
}
