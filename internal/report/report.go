// Package report lays figures out as documents: the nine appendices of the five-year reform
// report of a ward, and form II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP), as DOCX, PDF, XLSX
// and JSON. One layout gives them all, and the page.
//
// It keeps no figure and computes none: every cell is what measure says of an indicator over
// a period, with the arguments that list the dossiers or register items behind it. Lines,
// labels and columns are data (data/reports), word for word as the form prints them.
//
// It promises that the same ledger, definition and as-of date give the same bytes; that a
// blank, a zero, a line that is not the unit's and a figure without data stay four things; and
// that a flow form that breaks an identity of the form is refused, not printed. It refuses an
// as-of date before the report's period. The page follows Nghị định 30/2020/NĐ-CP, phụ lục I.
package report

import (
	"context"
	"strconv"
	"sync"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/print"
)

// Input is what a report is built from. Source fixes the unit's reading of the ledger: all
// figures of the report come from it.
type Input struct {
	Definition *Definition
	Set        *indicator.Set
	Source     *indicator.Source
	Unit       *unit.Unit
	AsOf       calendar.Date
}

// Report is a report with its figures.
type Report struct {
	Definition *Definition
	Unit       string // code
	Words      Words
	AsOf       calendar.Date
	Ledger     ledger.Head
	Tables     []Table
	Flows      []Flow
	LateNoted  int64 // dossiers received in the span with an entry recorded later than allowed

	once     sync.Once // of document
	document *print.Document
}

// Table is an appendix with its figures.
type Table struct {
	Appendix *Appendix
	Columns  []Column
	Rows     []Row
}

// Row is a line with its cells, column by column; a line with parts has its parts of one
// column after each other.
type Row struct {
	Line  *Line
	Cells []Cell
}

// Cell is one figure in its place.
type Cell struct {
	Appendix  string
	Line      string
	Column    string
	Part      string
	Period    calendar.Period
	Indicator string
	Num, Den  *int64
	Value     Value
	State     string // value, blank, not_applicable, no_data
	Source    string // dossiers, catalogue, register, computed, none
	Words     string // what stands for a missing value: the verdict of a target without data
	Printed   bool   // some of it was typed in from a printed report
	Remark    string // what it contradicts
	Drill     []string
	DrillDen  []string
}

// States of a cell. They are never mixed (reform-reporting rule 1).
const (
	StateValue         = indicator.StateValue
	StateBlank         = indicator.StateBlank
	StateNotApplicable = indicator.StateNotApplicable
	StateNoData        = indicator.StateNoData
)

// Value is what a cell prints: nothing, a text, or an exact decimal Scaled ÷ 10^Decimals.
type Value struct {
	Kind     ValueKind
	Scaled   int64
	Decimals int
	Percent  bool
	Text     string
}

// String is the value as documents print it: "4.481", "71,34%", "Đạt".
func (v Value) String() string {
	if v.Kind == Nothing {
		return ""
	}
	return indicator.Figure{State: StateValue, Scaled: v.Scaled, Decimals: v.Decimals, Percent: v.Percent, Text: v.Text}.String()
}

// ValueKind is the type of a cell; a number is never stored as a text.
type ValueKind uint8

const (
	Nothing ValueKind = iota
	Number
	Text
)

// Build computes the report as of a day: columns that have not begun are not applicable, the
// running one ends on that day.
func Build(ctx context.Context, in Input) (*Report, error) {
	d := in.Definition
	if in.AsOf < d.From {
		return nil, fault.New(fault.Invalid, "report.as_of_early", "as_of", in.AsOf.Print(), "from", d.From.Print())
	}
	r := &Report{Definition: d, Unit: in.Unit.Code, Words: d.Document.of(in.Unit, in.AsOf), AsOf: in.AsOf}
	var err error
	if r.Ledger, err = in.Source.Head(ctx); err != nil {
		return nil, err
	}
	for i := range d.Appendices {
		t, err := buildTable(ctx, in, &d.Appendices[i])
		if err != nil {
			return nil, err
		}
		r.Tables = append(r.Tables, t)
	}
	if d.Form != nil {
		for _, p := range d.periods(in.AsOf) {
			f, err := FlowForm(ctx, in.Source, d.Form.Rows, p)
			if err != nil {
				return nil, err
			}
			r.Flows = append(r.Flows, f)
		}
	}
	return r, r.countLate(ctx, in, calendar.Period{From: d.From, To: min(in.AsOf, d.To)})
}

// BuildFlow is a workbook of one flow form over any period: month, quarter, reform year.
func BuildFlow(ctx context.Context, in Input, p calendar.Period) (*Report, error) {
	r := &Report{Definition: in.Definition, Unit: in.Unit.Code, Words: in.Definition.Document.of(in.Unit, p.To), AsOf: p.To}
	var err error
	if r.Ledger, err = in.Source.Head(ctx); err != nil {
		return nil, err
	}
	f, err := FlowForm(ctx, in.Source, in.Definition.Form.Rows, p)
	if err != nil {
		return nil, err
	}
	r.Flows = []Flow{f}
	return r, r.countLate(ctx, in, p)
}

func (r *Report) countLate(ctx context.Context, in Input, p calendar.Period) error {
	t, err := in.Source.Flows(ctx, p.From, p.To)
	r.LateNoted = t.Sum(rollup.Term{Count: rollup.RecordedLate})
	return err
}

func buildTable(ctx context.Context, in Input, a *Appendix) (Table, error) {
	t := Table{Appendix: a}
	for _, c := range a.Columns {
		t.Columns = append(t.Columns, c.on(in.AsOf))
	}
	for i := range a.Lines {
		row := Row{Line: &a.Lines[i]}
		for _, c := range t.Columns {
			cells, err := buildCells(ctx, in, a, row.Line, c)
			if err != nil {
				return t, err
			}
			row.Cells = append(row.Cells, cells...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// Cells are all cells, in the order of the print.
func (r *Report) Cells() []Cell {
	var out []Cell
	for _, t := range r.Tables {
		for _, row := range t.Rows {
			out = append(out, row.Cells...)
		}
	}
	return out
}

func ptr[T any](v T) *T { return &v }

func itoa(n int) string { return strconv.Itoa(n) }
