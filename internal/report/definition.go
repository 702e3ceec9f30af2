package report

import (
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
)

// Definition is one report as data: data/reports/<id>/report.toml, one file per appendix
// beside it, and the flow form it carries.
type Definition struct {
	ID          string        `toml:"id"`
	Title       string        `toml:"title"`
	Kind        string        `toml:"kind"`
	From        calendar.Date `toml:"from"`
	To          calendar.Date `toml:"to"`
	AppendixIDs []string      `toml:"appendices"`
	FlowFormID  string        `toml:"flow_form"`
	Document    Words         `toml:"document"`

	Appendices []Appendix `toml:"-"`
	Form       *Form      `toml:"-"`
	File       string     `toml:"-"`
}

// Appendix is one printed table.
type Appendix struct {
	ID          string       `toml:"id"`
	Title       string       `toml:"title"`
	Orientation string       `toml:"orientation"` // portrait, landscape
	LineHeading string       `toml:"line_heading"`
	NumberWidth float64      `toml:"number_width"` // mm
	LineWidth   float64      `toml:"line_width"`   // mm
	Columns     []ColumnSpec `toml:"column"`
	Lines       []Line       `toml:"line"`
	File        string       `toml:"-"`
}

// ColumnSpec is a column before the as-of date is known.
type ColumnSpec struct {
	Key     string        `toml:"key"`
	Label   string        `toml:"label"`
	Running string        `toml:"running"` // label while the period runs on the as-of date
	Part    string        `toml:"part"`    // the column shows a part of the figure, not a period
	From    calendar.Date `toml:"from"`
	To      calendar.Date `toml:"to"`
	AsOf    bool          `toml:"as_of"` // ends on the as-of date when that comes first
	Width   float64       `toml:"width"` // mm
}

// Line is one row as printed. ID is the printed number without the trailing dot that some
// rows have; Printed is the number as the form prints it, empty for rows without one.
type Line struct {
	ID        string   `toml:"id"`
	Printed   string   `toml:"printed"`
	Label     string   `toml:"label"`
	Indicator string   `toml:"indicator"`
	Heading   bool     `toml:"heading"`
	Bold      bool     `toml:"bold"`
	Indent    int      `toml:"indent"`
	Parts     []string `toml:"parts"` // figures printed one under the other in the cell
}

// Form is form II.06a/VPCP/KSTT as data.
type Form struct {
	ID           string       `toml:"id"`
	Code         string       `toml:"code"`
	Issued       string       `toml:"issued"`
	Title        string       `toml:"title"`
	UnitLine     string       `toml:"unit_line"`
	Total        string       `toml:"total"`
	UnknownField string       `toml:"unknown_field"`
	NumberWidth  float64      `toml:"number_width"`
	FieldWidth   float64      `toml:"field_width"`
	Columns      []FormColumn `toml:"column"`

	Rows *Rows  `toml:"-"`
	File string `toml:"-"`
}

// FormColumn is one counted column. Key names it for lists: "received.online".
type FormColumn struct {
	Number  int     `toml:"number"`
	Key     string  `toml:"key"`
	Group   string  `toml:"group"`
	Band    string  `toml:"band"`
	Label   string  `toml:"label"`
	Formula string  `toml:"formula"`
	Width   float64 `toml:"width"`
}

// Rows says which printed row gathers which fields and procedures. A procedure named here
// goes to its row whatever its field; a field not named keeps its own name as its row.
type Rows struct {
	Rows []RowSpec `toml:"row"`

	total, unknown string
	byField        map[string]string
	byProcedure    map[string]string
	file           *datafile.File
}

// RowSpec is one printed row.
type RowSpec struct {
	Label      string   `toml:"label"`
	Fields     []string `toml:"fields"`
	Procedures []string `toml:"procedures"`
}
