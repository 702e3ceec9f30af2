package report

import (
	"slices"

	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// FlowTerms are the counts whose sum is a column of form II.06a ("settled.late"), so that who
// draws the column over other periods counts by its definition; nil when there is no such
// column.
func FlowTerms(column string) []rollup.Term {
	if c := flowColumn(column); c != nil {
		return slices.Clone(c.terms)
	}
	return nil
}

// FlowAdds reports whether a column of form II.06a adds over periods: what came in and what
// ended does, a stock or a sum with one does not (reform-reporting rule 2).
func FlowAdds(column string) bool {
	c := flowColumn(column)
	return c != nil && !slices.ContainsFunc(c.terms, func(t rollup.Term) bool { return rollup.IsStock(t.Count) })
}

// LabelOf is the row of form II.06a in which a procedure is counted.
func (rows *Rows) LabelOf(source *indicator.Source, procedure string) string {
	return rows.labelOf(procedure, source.FieldOf(procedure))
}
