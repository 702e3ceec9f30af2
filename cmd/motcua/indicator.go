package main

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure/indicator"
)

// runIndicatorList lists the indicators in the order of the printed report.
func runIndicatorList(c *call) error {
	h, err := c.house()
	if err != nil {
		return err
	}
	type row struct {
		ID    string `json:"id"`
		Kind  string `json:"kind"`
		Level string `json:"level"`
		Title string `json:"title"`
	}
	var rows []row
	for _, i := range h.indicators.All() {
		rows = append(rows, row{i.ID, string(i.Kind), string(i.Level), i.Title})
	}
	if c.on("json") {
		return printJSON(c.out, rows)
	}
	g := grid{head: strings.Split(c.say("cli.indicator.head"), "|")}
	for _, r := range rows {
		g.add(r.ID, r.Kind, r.Level, r.Title)
	}
	g.print(c.out)
	return nil
}

// runIndicatorShow prints an indicator's definition, and its figure over a period.
func runIndicatorShow(c *call) error {
	h, err := c.house()
	if err != nil {
		return err
	}
	i, ok := h.indicators.Get(c.args[0])
	if !ok {
		return fault.New(fault.NotFound, "cli.no_indicator", "id", c.args[0])
	}
	definition, err := plain(i)
	if err != nil {
		return err
	}
	if c.text("period") == "" {
		if c.on("json") {
			return printJSON(c.out, definition)
		}
		return c.definition(i.ID, i.Title, definition)
	}
	p, err := c.period("period")
	if err != nil {
		return err
	}
	r, err := c.read()
	if err != nil {
		return err
	}
	defer r.close()
	f, err := r.indicators.Compute(c.ctx, r.source, i.ID, p)
	if err != nil {
		return err
	}
	if c.on("json") {
		return printJSON(c.out, map[string]any{"definition": definition, "period": p.String(), "figure": figureJSON(f)})
	}
	if err := c.definition(i.ID, i.Title, definition); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "\n%s\n", p.Print())
	c.figure(f, "  ")
	for _, part := range f.Parts {
		fmt.Fprintf(c.out, "  %s\n", part.Label)
		c.figure(part, "    ")
	}
	return nil
}

// definition prints the keys of a data file in alphabetical order, the empty ones left out.
func (c *call) definition(id, title string, keys map[string]any) error {
	fmt.Fprintf(c.out, "%s  %s\n", id, title)
	for _, k := range sortedKeys(keys) {
		v := keys[k]
		if k == "id" || k == "title" || v == nil || v == "" || fmt.Sprint(v) == "[]" || fmt.Sprint(v) == "0" {
			continue
		}
		fmt.Fprintf(c.out, "  %s: %v\n", k, v)
	}
	return nil
}

func (c *call) figure(f indicator.Figure, indent string) {
	value := f.String()
	if f.State != indicator.StateValue {
		value = c.say("cli.state." + f.State)
	}
	if f.Num != nil && f.Den != nil {
		value += fmt.Sprintf(" (%d/%d)", *f.Num, *f.Den)
	}
	fmt.Fprintf(c.out, "%s%s · %s\n", indent, value, c.say("cli.source."+f.Source))
	if f.Remark != "" {
		fmt.Fprintf(c.out, "%s%s\n", indent, f.Remark)
	}
	for _, args := range [][]string{f.Drill, f.DrillDen} {
		if len(args) > 0 {
			fmt.Fprintf(c.out, "%s%s drill %s%s\n", indent, programName(), quoted(args), c.whereFlags())
		}
	}
}

// figureShape is a figure as JSON.
type figureShape struct {
	Label    string        `json:"label,omitempty"`
	Num      *int64        `json:"num"`
	Den      *int64        `json:"den"`
	Value    string        `json:"value"`
	State    string        `json:"state"`
	Source   string        `json:"source"`
	Remark   string        `json:"remark,omitempty"`
	Drill    []string      `json:"drill,omitempty"`
	DrillDen []string      `json:"drill_den,omitempty"`
	Parts    []figureShape `json:"parts,omitempty"`
}

func figureJSON(f indicator.Figure) figureShape {
	out := figureShape{f.Label, f.Num, f.Den, f.String(), f.State, f.Source, f.Remark, f.Drill, f.DrillDen, nil}
	for _, p := range f.Parts {
		out.Parts = append(out.Parts, figureJSON(p))
	}
	return out
}
