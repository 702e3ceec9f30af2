package officer

import (
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/print/html"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// place is what a list is of, without how it is sorted and where it was opened.
type place struct {
	indicator, part, column, row string
	from, to                     calendar.Date
}

func placeOf(l *page.List) place {
	p := place{l.Indicator, l.Part, l.Column, l.Row, l.From, l.To}
	if p.column != "" {
		p.part = ""
	}
	return p
}

// spot is where a figure stands in the report.
type spot struct {
	mark    string // as in the document
	section string
	cell    *report.Cell // nil for the flow form
	label   string       // of the line, or of the row of the flow form
	column  string       // heading of its column, or key of the flow form's
	period  calendar.Period
	figure  string // as printed
	den     bool   // the list is of the denominator
}

// places finds the cell from which a list was opened, so that there is a way back to the very
// figure. Where several figures open one list, the first is meant, and one that prints something
// before one that prints nothing and so cannot be pointed at.
func places(r *report.Report) map[place]spot {
	out := map[place]spot{}
	put := func(drill []string, s spot) {
		l := page.ListOf(drill, r.Definition.ID, r.AsOf)
		if l == nil {
			return
		}
		if _, ok := out[placeOf(l)]; !ok {
			out[placeOf(l)] = s
		}
	}
	var silent []spot
	for _, t := range r.Tables {
		for _, row := range t.Rows {
			for i := range row.Cells {
				c := &row.Cells[i]
				s := spot{mark: c.Mark(), section: report.AppendixSection(c.Appendix), cell: c, label: row.Line.Label,
					column: columnLabel(t, c.Column), period: c.Period, figure: printed(c)}
				if s.figure == "" {
					silent = append(silent, s)
					continue
				}
				put(c.Drill, s)
				s.den = true
				put(c.DrillDen, s)
			}
		}
	}
	for _, s := range silent {
		put(s.cell.Drill, s)
		s.den = true
		put(s.cell.DrillDen, s)
	}
	for _, f := range r.Flows {
		for i := range f.Rows {
			row := &f.Rows[i]
			for _, key := range report.FlowColumnKeys() {
				m := report.FlowMark(f.Period, row.Field, key)
				put(report.FlowDrill(f.Period, row.Field, key), spot{mark: m, section: report.FlowSection(f.Period), label: row.Field,
					column: key, period: f.Period, figure: locale.Int(row.Column(key))})
			}
		}
	}
	return out
}

func columnLabel(t report.Table, key string) string {
	for _, c := range t.Columns {
		if c.Key == key {
			return c.Label
		}
	}
	return key
}

// printed is a cell's value as documents print it; nothing when there is none.
func printed(c *report.Cell) string {
	if c.State != report.StateValue {
		return c.Words
	}
	return c.Value.String()
}

// anchor is the id of a figure on the page of its section.
func anchor(mark string) string { return html.Anchor(mark) }
