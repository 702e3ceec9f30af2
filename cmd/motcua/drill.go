package main

import (
	"fmt"
	"io"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
)

// runDrillIndicator lists what one part of an indicator counts.
func runDrillIndicator(c *call) error { return c.drill(c.listIndicator) }

func (c *call) listIndicator(r *reading, p calendar.Period, page measure.Page) (indicator.List, error) {
	return r.indicators.List(c.ctx, r.source, c.args[0], c.text("part"), p, page)
}

// runDrillFlow lists what one cell of form II.06a counts.
func runDrillFlow(c *call) error { return c.drill(c.listFlow) }

func (c *call) listFlow(r *reading, p calendar.Period, page measure.Page) (indicator.List, error) {
	d := r.withForm()
	if d == nil {
		return indicator.List{}, fault.New(fault.NotFound, "cli.no_report", "id", "ii06a")
	}
	row := c.text("field")
	if row == "" {
		row = d.Form.Total
	}
	return report.ListII06a(c.ctx, r.source, d.Form.Rows, p, row, c.args[0], page)
}

// drill makes the list and gives it in the form asked for: the same rows in every form.
func (c *call) drill(list func(*reading, calendar.Period, measure.Page) (indicator.List, error)) error {
	forms := 0
	for _, on := range []bool{c.on("csv"), c.on("json"), c.text("xlsx") != ""} {
		if on {
			forms++
		}
	}
	if forms > 1 {
		return misused("cli.drill.one_form")
	}
	p, err := c.span()
	if err != nil {
		return err
	}
	page := measure.Page{Sort: c.text("sort")}
	if page.Limit, err = c.number("limit", 0); err != nil {
		return err
	}
	if page.Offset, err = c.number("offset", 0); err != nil {
		return err
	}
	r, err := c.read()
	if err != nil {
		return err
	}
	defer r.close()
	l, err := list(r, p, page)
	if err != nil {
		return err
	}
	return c.give(l)
}

// span is the period of --period, or of --from and --to.
func (c *call) span() (calendar.Period, error) {
	days := c.text("from") != "" || c.text("to") != ""
	switch {
	case days && c.text("period") != "":
		return calendar.Period{}, misused("cli.one_period")
	case !days:
		return c.period("period")
	case c.text("from") == "":
		return calendar.Period{}, misused("cli.missing_option", "command", c.command.path(), "option", "from")
	}
	if c.text("to") == "" {
		return calendar.Period{}, misused("cli.missing_option", "command", c.command.path(), "option", "to")
	}
	return calendar.ParsePeriod(c.text("from") + ".." + c.text("to"))
}

func (c *call) give(l indicator.List) error {
	switch path := c.text("xlsx"); {
	case path != "":
		if err := writeFile(path, func(w io.Writer) error { return report.WriteListXLSX(w, l) }); err != nil {
			return err
		}
		fmt.Fprintln(c.out, c.say("cli.drill.written", "rows", locale.Int(int64(len(l.Rows))), "path", path))
		return nil
	case c.on("csv"):
		return report.WriteListCSV(c.out, l)
	case c.on("json"):
		return report.WriteListJSON(c.out, l)
	}
	g := grid{}
	for _, k := range l.Columns {
		head := k.Title
		if k.Type == "number" {
			head = ">" + head
		}
		g.head = append(g.head, head)
	}
	for _, row := range l.Rows {
		g.add(printed(row)...)
	}
	fmt.Fprintf(c.out, "%s · %s\n", l.Title, l.Period.Print())
	g.print(c.out)
	key := "cli.drill.count"
	if int64(len(l.Rows)) != l.Count {
		key = "cli.drill.page"
	}
	fmt.Fprintln(c.out, c.say(key, "shown", locale.Int(int64(len(l.Rows))), "rows", locale.Int(l.Count),
		"total", locale.Int(l.Total), "things", c.things(l)))
	return nil
}

// things names what the rows are.
func (c *call) things(l indicator.List) string {
	if len(l.Columns) > 0 {
		switch l.Columns[0].Key {
		case "code":
			return c.say("cli.drill.dossiers")
		case "procedure":
			return c.say("cli.drill.procedures")
		}
	}
	return c.say("cli.drill.items")
}

// printed turns cells into what a terminal shows: a date nobody knows is empty, and a long
// name is cut so that a row stays a row.
func printed(row []any) []any {
	out := make([]any, len(row))
	for i, v := range row {
		if d, ok := v.(calendar.Date); ok {
			v = ""
			if d != 0 {
				v = d.Print()
			}
		}
		if text, ok := v.(string); ok {
			v = shorten(text)
		}
		out[i] = v
	}
	return out
}
