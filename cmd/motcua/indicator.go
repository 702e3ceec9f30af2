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
		g.add(r.ID, c.say("cli.kind."+r.Kind), c.say("cli.filled."+r.Level), r.Title)
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
	if c.text("period") == "" {
		if !c.on("json") {
			c.definition(h.indicators, i)
			return nil
		}
		keys, err := plain(i)
		if err != nil {
			return err
		}
		return printJSON(c.out, keys)
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
		keys, err := plain(i)
		if err != nil {
			return err
		}
		return printJSON(c.out, map[string]any{"definition": keys, "period": p.String(), "figure": figureJSON(f)})
	}
	c.definition(h.indicators, i)
	fmt.Fprintf(c.out, "\n%s\n", p.Print())
	c.figure(f, "  ")
	for _, part := range f.Parts {
		fmt.Fprintf(c.out, "  %s\n", part.Label)
		c.figure(part, "    ")
	}
	return nil
}

// definition tells what an indicator is and what it counts.
func (c *call) definition(s *indicator.Set, i *indicator.Indicator) {
	fmt.Fprintf(c.out, "%s  %s\n", i.ID, i.Title)
	c.pair("cli.indicator.kind", c.say("cli.kind."+string(i.Kind)))
	c.pair("cli.indicator.level", c.say("cli.filled."+string(i.Level)))
	c.pair("cli.indicator.law", i.Law)
	c.pair("cli.indicator.note", i.Note)
	c.terms(s, i.Num, i.Den)
	for _, p := range i.Parts {
		fmt.Fprintf(c.out, "  %s\n", p.Label)
		c.terms(s, p.Num, p.Den)
	}
	for _, t := range i.Tests {
		fmt.Fprintf(c.out, "  %s\n", t.Label)
		c.terms(s, t.Num, t.Den)
		if t.Threshold > 0 {
			fmt.Fprintf(c.out, "    %s\n", c.say("cli.indicator.threshold", "percent", t.Threshold))
		}
		for _, f := range t.Floors {
			fmt.Fprintf(c.out, "    %s\n", c.say("cli.indicator.floor", "year", f.Year, "percent", f.Percent))
		}
	}
	if i.Scale > 0 {
		c.pair("cli.indicator.formula", c.say("cli.indicator.scale", "scale", i.Scale, "decimals", i.Decimals))
	}
	c.pair("cli.indicator.at_most", i.AtMost)
	if i.Fallback != "" {
		c.pair("cli.indicator.fallback", s.PlaceWords(i.Fallback))
	}
	if i.Claim != "" {
		c.pair("cli.indicator.claim", s.PlaceWords(i.Claim))
	}
}

// terms tells the summands of a numerator and a denominator, a line each.
func (c *call) terms(s *indicator.Set, num, den []indicator.Term) {
	for _, part := range []struct {
		key   string
		terms []indicator.Term
	}{{"cli.indicator.num", num}, {"cli.indicator.den", den}} {
		if len(part.terms) > 0 {
			fmt.Fprintf(c.out, "  %s:\n", c.say(part.key))
		}
		for _, t := range part.terms {
			fmt.Fprintf(c.out, "    + %s\n", s.Words(t))
		}
	}
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
