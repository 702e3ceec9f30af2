package report

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Flow is form II.06a over one period: how many dossiers came in, ended and are open.
// The last row is the total. Rows never add over periods (reform-reporting rule 2): carried
// and open are stocks.
type Flow struct {
	Period calendar.Period
	Rows   []FlowRow
}

// FlowRow is one field, columns 3–13 of the form.
type FlowRow struct {
	Field    string
	Received struct{ Total, Online, Direct, Carried int64 }
	Settled  struct{ Total, Early, OnTime, Late int64 }
	Open     struct{ Total, InTime, Overdue int64 }
}

// flowColumns ties each column to the dossiers it counts, so that number and list are one
// definition, and to its place in a row. Direct joins counter and post; on time joins the
// withdrawn and stopped, as the form does (one-stop rules §6.2); inside they stay apart.
var flowColumns = []flowColumnDef{
	{"received.total", []rollup.Term{{Count: rollup.Received}, {Count: rollup.Carried}}, func(r *FlowRow) *int64 { return &r.Received.Total }},
	{"received.online", []rollup.Term{{Count: rollup.Received, Channels: []dossier.Channel{dossier.Online}}}, func(r *FlowRow) *int64 { return &r.Received.Online }},
	{"received.direct", []rollup.Term{{Count: rollup.Received, Channels: []dossier.Channel{dossier.Counter, dossier.Post}}}, func(r *FlowRow) *int64 { return &r.Received.Direct }},
	{"received.carried", []rollup.Term{{Count: rollup.Carried}}, func(r *FlowRow) *int64 { return &r.Received.Carried }},
	{"settled.total", []rollup.Term{{Count: rollup.Ended}}, func(r *FlowRow) *int64 { return &r.Settled.Total }},
	{"settled.early", []rollup.Term{{Count: rollup.SettledEarly}}, func(r *FlowRow) *int64 { return &r.Settled.Early }},
	{"settled.on_time", []rollup.Term{{Count: rollup.SettledOnTime}, {Count: rollup.Dropped}}, func(r *FlowRow) *int64 { return &r.Settled.OnTime }},
	{"settled.late", []rollup.Term{{Count: rollup.SettledLate}}, func(r *FlowRow) *int64 { return &r.Settled.Late }},
	{"open.total", []rollup.Term{{Count: rollup.Open}}, func(r *FlowRow) *int64 { return &r.Open.Total }},
	{"open.in_time", []rollup.Term{{Count: rollup.InTime}}, func(r *FlowRow) *int64 { return &r.Open.InTime }},
	{"open.overdue", []rollup.Term{{Count: rollup.Overdue}}, func(r *FlowRow) *int64 { return &r.Open.Overdue }},
}

// Column is the number in a column of the form ("settled.late"); 0 where the form has no such.
func (r *FlowRow) Column(key string) int64 {
	if c := flowColumn(key); c != nil {
		return *c.place(r)
	}
	return 0
}

type flowColumnDef struct {
	key   string
	terms []rollup.Term
	place func(*FlowRow) *int64
}

func flowColumn(key string) *flowColumnDef {
	for i := range flowColumns {
		if flowColumns[i].key == key {
			return &flowColumns[i]
		}
	}
	return nil
}

// FlowForm counts form II.06a over any period. A row whose columns break an identity of the
// form comes of counts that were damaged: nothing is returned.
func FlowForm(ctx context.Context, source *indicator.Source, rows *Rows, p calendar.Period) (Flow, error) {
	t, err := flowTables(ctx, source, p)
	if err != nil {
		return Flow{}, err
	}
	out := Flow{Period: p}
	for _, g := range rows.group(source, t.procedures()) {
		row := FlowRow{Field: g.label}
		t.fill(&row, g.procedures)
		if row.Received.Total == 0 && row.Open.Total == 0 && row.Settled.Total == 0 {
			continue
		}
		out.Rows = append(out.Rows, row)
	}
	total := FlowRow{Field: rows.total}
	t.fill(&total, nil)
	out.Rows = append(out.Rows, total)
	return out, out.check()
}

// flows are the tables that the columns are read from, by count.
type flows map[rollup.Count]rollup.Table

func flowTables(ctx context.Context, source *indicator.Source, p calendar.Period) (flows, error) {
	t := flows{}
	for _, c := range flowColumns {
		for _, term := range c.terms {
			from, to := rollup.Days(term.Count, p.From, p.To)
			table, err := source.Flows(ctx, from, to)
			if err != nil {
				return nil, err
			}
			t[term.Count] = table
		}
	}
	return t, nil
}

// procedures lists every procedure with a count in any table.
func (t flows) procedures() []string {
	seen := map[string]bool{}
	var out []string
	for _, c := range [...]rollup.Count{rollup.Received, rollup.Open} { // of the period, and of all days up to its end
		for _, r := range t[c] {
			if !seen[r.Cell.Procedure] {
				seen[r.Cell.Procedure] = true
				out = append(out, r.Cell.Procedure)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (t flows) fill(row *FlowRow, procedures []string) {
	for _, c := range flowColumns {
		for _, term := range c.terms {
			term.Procedures = procedures
			*c.place(row) += t[term.Count].Value(term)
		}
	}
}

// check holds the identities of the form on every row, and that the rows add up to the total.
func (f Flow) check() error {
	var sum FlowRow
	for i, r := range f.Rows {
		last := i == len(f.Rows)-1
		switch {
		case r.Received.Total != r.Received.Online+r.Received.Direct+r.Received.Carried:
			return f.broken(r, "3 = 4 + 5 + 6")
		case r.Settled.Total != r.Settled.Early+r.Settled.OnTime+r.Settled.Late:
			return f.broken(r, "7 = 8 + 9 + 10")
		case r.Open.Total != r.Open.InTime+r.Open.Overdue:
			return f.broken(r, "11 = 12 + 13")
		case r.Received.Total != r.Settled.Total+r.Open.Total:
			return f.broken(r, "3 = 7 + 11")
		}
		for _, c := range flowColumns {
			n := *c.place(&r)
			if n < 0 {
				return f.broken(r, c.key+" ≥ 0")
			}
			if last && *c.place(&sum) != n {
				return f.broken(r, c.key+" = sum of the rows")
			}
			*c.place(&sum) += n
		}
	}
	return nil
}

func (f Flow) broken(r FlowRow, identity string) error {
	return fault.Wrap(fmt.Errorf("report: form II.06a %s, row %q breaks %s: %+v", f.Period, r.Field, identity, r),
		fault.Unavailable, "report.counts_broken", "period", f.Period.Print(), "row", r.Field)
}

type flowGroup struct {
	label      string
	procedures []string
}

// group sorts procedures into printed rows: those of the layout in its order, then the others
// by name in Vietnamese alphabetical order, last what has no field.
func (rows *Rows) group(source *indicator.Source, procedures []string) []flowGroup {
	byLabel := map[string][]string{}
	for _, code := range procedures {
		label := rows.labelOf(code, source.FieldOf(code))
		byLabel[label] = append(byLabel[label], code)
	}
	var out []flowGroup
	take := func(label string) {
		if codes := byLabel[label]; len(codes) > 0 {
			out = append(out, flowGroup{label, codes})
			delete(byLabel, label)
		}
	}
	for _, r := range rows.Rows {
		take(r.Label)
	}
	var others []string
	for label := range byLabel {
		if label != rows.unknown {
			others = append(others, label)
		}
	}
	slices.Sort(others)
	collate.New(language.Vietnamese).SortStrings(others)
	for _, label := range others {
		take(label)
	}
	take(rows.unknown)
	return out
}

func (rows *Rows) labelOf(procedure, field string) string {
	if label := rows.byProcedure[procedure]; label != "" {
		return label
	}
	if label := rows.byField[field]; label != "" {
		return label
	}
	if field == "" {
		return rows.unknown
	}
	return field
}
