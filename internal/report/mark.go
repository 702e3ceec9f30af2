package report

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// A mark names a figure in its place, for links and bookmarks of the documents:
// "III/4.3/2024", "III/6.1/2024/TPHS", "ii06a/2024/Tổng số/received.online".
const flowMarks = "ii06a"

// Names of sections, in links and bookmarks of the documents.
const (
	FrontSection = "mat-truoc"
	NotesSection = "thuyet-minh"
)

// AppendixSection names the section of an appendix.
func AppendixSection(id string) string { return "phu-luc-" + id }

// FlowSection names the section of form II.06a over a period.
func FlowSection(p calendar.Period) string { return flowMarks + "-" + p.String() }

// Mark names the cell.
func (c *Cell) Mark() string {
	m := c.Appendix + "/" + c.Line + "/" + c.Column
	if c.Part != "" {
		m += "/" + c.Part
	}
	return m
}

// FlowMark names a cell of form II.06a.
func FlowMark(p calendar.Period, row, column string) string {
	return flowMarks + "/" + p.String() + "/" + row + "/" + column
}

// FlowDrill is the arguments that list what a cell of form II.06a counts.
func FlowDrill(p calendar.Period, row, column string) []string {
	return []string{flowMarks, column, "--field", row, "--from", p.From.String(), "--to", p.To.String()}
}

// Drill is the arguments that list what the figure of a mark counts, as report.json gives
// them: what its numerator counts where it is a ratio. It is nil when there is nothing to
// open.
func (r *Report) Drill(mark string) []string {
	if c := r.Cell(mark); c != nil {
		return c.Drill
	}
	f, row, column := r.flowPlace(mark)
	if row == nil || flowColumn(column) == nil {
		return nil
	}
	return append(FlowDrill(f.Period, row.Field, column), "--unit", r.Unit)
}

// DrillDen is Drill of what the figure is over; nil for what is no ratio.
func (r *Report) DrillDen(mark string) []string {
	if c := r.Cell(mark); c != nil {
		return c.DrillDen
	}
	return nil
}

// Cell is the cell of an appendix that a mark names, nil when there is none.
func (r *Report) Cell(mark string) *Cell {
	id, rest, _ := strings.Cut(mark, "/")
	line, _, _ := strings.Cut(rest, "/")
	for i := range r.Tables {
		if r.Tables[i].Appendix.ID != id {
			continue
		}
		for j := range r.Tables[i].Rows {
			row := &r.Tables[i].Rows[j]
			if row.Line.ID != line {
				continue
			}
			for k := range row.Cells {
				if row.Cells[k].Mark() == mark {
					return &row.Cells[k]
				}
			}
		}
	}
	return nil
}

// flowPlace is the row of a flow form that a mark names, and its column. A row's name may
// hold a slash; the others do not.
func (r *Report) flowPlace(mark string) (*Flow, *FlowRow, string) {
	rest, ok := strings.CutPrefix(mark, flowMarks+"/")
	period, rest, _ := strings.Cut(rest, "/")
	slash := strings.LastIndexByte(rest, '/')
	if !ok || slash < 0 {
		return nil, nil, ""
	}
	for i := range r.Flows {
		f := &r.Flows[i]
		if f.Period.String() != period {
			continue
		}
		for j := range f.Rows {
			if f.Rows[j].Field == rest[:slash] {
				return f, &f.Rows[j], rest[slash+1:]
			}
		}
	}
	return nil, nil, ""
}
