package main

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/report"
)

// runReport makes a report: <out>/<id>.xlsx, .docx, .pdf and <out>/report.json.
func runReport(c *call) error {
	asOf, err := c.needDay("as-of")
	if err != nil {
		return err
	}
	if today := calendar.DateOf(time.Now()); asOf > today {
		return fault.New(fault.Invalid, "cli.report.future", "day", asOf.Print(), "today", today.Print())
	}
	formats, err := c.formats()
	if err != nil {
		return err
	}
	r, err := c.read()
	if err != nil {
		return err
	}
	defer r.close()
	d, ok := r.reports[c.args[0]]
	if !ok {
		return fault.New(fault.NotFound, "cli.no_report", "id", c.args[0])
	}
	made, err := report.Build(c.ctx, report.Input{Definition: d, Set: r.indicators, Source: r.source, Unit: r.unit, AsOf: asOf})
	if err != nil {
		return err
	}
	paths, err := writeReport(made, c.text("out"), formats)
	if err != nil {
		return err
	}
	if c.on("json") {
		return printJSON(c.out, map[string]any{"report": d.ID, "unit": r.unit.Code, "as_of": asOf, "files": paths})
	}
	c.summary(made, paths)
	return nil
}

// summary says what was made, and shows the totals a reader looks for first.
func (c *call) summary(r *report.Report, paths []string) {
	fmt.Fprintln(c.out, c.say("cli.report.written", "id", r.Definition.ID, "unit", r.Unit, "as_of", r.AsOf.Print(),
		"entries", locale.Int(r.Ledger.Size)))
	for _, p := range paths {
		fmt.Fprintln(c.out, "  "+p)
	}
	n := map[string]int64{}
	var example []string
	for _, cell := range r.Cells() {
		n[cell.State]++
		if example == nil && cell.Source == "dossiers" && cell.State == report.StateValue && cell.Num != nil && *cell.Num > 0 {
			example = cell.Drill
		}
	}
	fmt.Fprintln(c.out, c.say("cli.report.cells", "cells", locale.Int(int64(len(r.Cells()))), "value", locale.Int(n[report.StateValue]),
		"blank", locale.Int(n[report.StateBlank]), "not_applicable", locale.Int(n[report.StateNotApplicable]), "no_data", locale.Int(n[report.StateNoData])))
	fmt.Fprintf(c.out, "\nII.06a/VPCP/KSTT\n")
	c.flowGrid(r.Flows, func(f report.Flow, row report.FlowRow) (string, bool) {
		return f.Period.Print(), row.Field == f.Rows[len(f.Rows)-1].Field
	})
	if len(example) > 0 {
		fmt.Fprintf(c.out, "\n%s\n  %s drill %s%s\n", c.say("cli.report.drill"), programName(), quoted(example), c.whereFlags())
	}
}

// whereFlags repeats where the data is, for a command to copy; the password is left to the
// one who copies it.
func (c *call) whereFlags() string {
	if c.text("db") != "" {
		return " --db " + quoted([]string{c.address()})
	}
	return " --data " + quoted([]string{c.text("data")})
}

// quoted joins words as a shell takes them.
func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		if w == "" || strings.ContainsAny(w, " \t'\"$&|;<>()*?[]#~`\\!") {
			w = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		out[i] = w
	}
	return strings.Join(out, " ")
}

// flowGrid prints rows of form II.06a that pick names.
func (c *call) flowGrid(flows []report.Flow, pick func(report.Flow, report.FlowRow) (string, bool)) {
	g := grid{head: strings.Split(c.say("cli.flow.head"), "|")}
	for _, f := range flows {
		for _, r := range f.Rows {
			if name, ok := pick(f, r); ok {
				g.add(name, r.Received.Total, r.Received.Online, r.Received.Direct, r.Received.Carried,
					r.Settled.Total, r.Settled.Early, r.Settled.OnTime, r.Settled.Late,
					r.Open.Total, r.Open.InTime, r.Open.Overdue)
			}
		}
	}
	g.print(c.out)
}

// runFlowForm prints form II.06a of any period, or writes it as documents.
func runFlowForm(c *call) error {
	p, err := c.period("period")
	if err != nil {
		return err
	}
	r, err := c.read()
	if err != nil {
		return err
	}
	defer r.close()
	d := r.withForm()
	if d == nil {
		return fault.New(fault.NotFound, "cli.no_report", "id", "ii06a")
	}
	made, err := report.BuildFlow(c.ctx, report.Input{Definition: d, Set: r.indicators, Source: r.source, Unit: r.unit, AsOf: p.To}, p)
	if err != nil {
		return err
	}
	paths, err := c.writeForm(made)
	switch {
	case err != nil:
		return err
	case len(paths) > 0:
		fmt.Fprintln(c.out, strings.Join(paths, "\n"))
		return nil
	case c.on("json"):
		return made.Flows[0].WriteJSON(c.out)
	}
	fmt.Fprintf(c.out, "II.06a/VPCP/KSTT · %s · %s\n", r.unit.Code, p.Print())
	c.flowGrid(made.Flows, func(_ report.Flow, row report.FlowRow) (string, bool) { return row.Field, true })
	return nil
}

// withForm is the first report, by id, that carries the flow form.
func (h *house) withForm() *report.Definition {
	for _, d := range h.reportsByID() {
		if d.Form != nil {
			return d
		}
	}
	return nil
}

func (h *house) reportsByID() []*report.Definition {
	var out []*report.Definition
	for _, d := range h.reports {
		out = append(out, d)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

// runReportList lists the reports that are defined.
func runReportList(c *call) error {
	h, err := c.house()
	if err != nil {
		return err
	}
	type row struct {
		ID    string `json:"id"`
		Title string `json:"title"`
		From  string `json:"from"`
		To    string `json:"to"`
	}
	var rows []row
	for _, d := range h.reportsByID() {
		rows = append(rows, row{d.ID, d.Title, d.From.String(), d.To.String()})
	}
	if c.on("json") {
		return printJSON(c.out, rows)
	}
	g := grid{head: strings.Split(c.say("cli.report.head"), "|")}
	for _, r := range rows {
		g.add(r.ID, r.From, r.To, r.Title)
	}
	g.print(c.out)
	return nil
}
