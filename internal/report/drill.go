package report

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// ListII06a lists the dossiers behind one cell of form II.06a: as many as the cell says. The
// row is named as the form prints it, "Tổng số" for all; the column as report.json does,
// "received.online". A row or column that the form of that period does not have is refused.
func ListII06a(ctx context.Context, source *indicator.Source, rows *Rows, p calendar.Period, row, column string, page measure.Page) (indicator.List, error) {
	c := flowColumn(column)
	if c == nil {
		return indicator.List{}, fault.New(fault.Invalid, "report.flow_column_unknown", "column", column, "columns", strings.Join(FlowColumnKeys(), ", "))
	}
	if p.From > p.To {
		return indicator.List{}, fault.New(fault.Invalid, "period.backwards", "from", p.From.Print(), "to", p.To.Print())
	}
	t, err := flowTables(ctx, source, p)
	if err != nil {
		return indicator.List{}, err
	}
	q := rollup.Query{From: p.From, To: p.To}
	procedures, err := rows.proceduresOf(source, t, p, row)
	if err != nil {
		return indicator.List{}, err
	}
	for _, term := range c.terms {
		term.Procedures = procedures
		q.Terms = append(q.Terms, term)
	}
	out, err := source.Dossiers(ctx, q, page)
	out.Title, out.Part, out.Period = "Biểu II.06a: "+row, column, p
	return out, err
}

// FlowColumnKeys names the columns of the form.
func FlowColumnKeys() []string {
	out := make([]string, len(flowColumns))
	for i, c := range flowColumns {
		out[i] = c.key
	}
	return out
}

// proceduresOf is nil for the total: every procedure. For a row it is never empty, because an
// empty selection would mean all.
func (rows *Rows) proceduresOf(source *indicator.Source, t flows, p calendar.Period, row string) ([]string, error) {
	if row == rows.total {
		return nil, nil
	}
	groups := rows.group(source, t.procedures())
	i := slices.IndexFunc(groups, func(g flowGroup) bool { return g.label == row })
	if i >= 0 {
		return groups[i].procedures, nil
	}
	names := make([]string, 0, len(groups)+1)
	for _, g := range groups {
		names = append(names, "«"+g.label+"»")
	}
	names = append(names, "«"+rows.total+"»")
	return nil, fault.New(fault.NotFound, "report.flow_row_unknown", "row", row, "period", p.Print(), "rows", strings.Join(names, ", "))
}
