package main

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/money"
)

// listed is one row of a list of procedures.
type listed struct {
	Code    string `json:"code"`
	Field   string `json:"field"`
	Name    string `json:"name"`
	Group   string `json:"group"`
	Version string `json:"version,omitempty"`
	Force   string `json:"force,omitempty"`
	Why     string `json:"why,omitempty"`
}

// runProcedureList lists procedures, by field, as they stood on a day when one is given.
func runProcedureList(c *call) error {
	on, err := c.day("on")
	if err != nil {
		return err
	}
	h, err := c.house()
	if err != nil {
		return err
	}
	var rows []listed
	match := func(p *procedure.Procedure) bool {
		return procedure.Matches(p.Folded(), c.text("search")) && (c.text("field") == "" || procedure.Matches(procedure.Fold(p.Field), c.text("field")))
	}
	if on == 0 {
		for _, p := range h.catalog.Procedures.All() {
			if match(p) {
				rows = append(rows, listed{Code: p.Code, Field: p.Field, Name: p.Name, Group: p.Group})
			}
		}
	} else {
		for _, f := range h.catalog.InForce(on) {
			if p := f.Procedure; match(p) && f.Force != procedure.NotInForce {
				row := listed{Code: p.Code, Field: p.Field, Name: p.Name, Group: p.Group, Force: string(f.Force), Why: f.Why}
				if f.Version != nil {
					row.Version = f.Version.ID
				}
				rows = append(rows, row)
			}
		}
	}
	if c.on("json") {
		return printJSON(c.out, rows)
	}
	c.byField(rows)
	return nil
}

// byField prints the rows under a heading for each field.
func (c *call) byField(rows []listed) {
	var order []string
	fields := map[string][]listed{}
	for _, r := range rows {
		if fields[r.Field] == nil {
			order = append(order, r.Field)
		}
		fields[r.Field] = append(fields[r.Field], r)
	}
	for _, f := range order {
		fmt.Fprintf(c.out, "%s (%d)\n", f, len(fields[f]))
		for _, r := range fields[f] {
			mark := ""
			if r.Force != "" && r.Force != string(procedure.InForce) {
				mark = " [" + c.say("cli.force."+r.Force) + "]"
			}
			fmt.Fprintf(c.out, "  %s  %s%s\n", r.Code, r.Name, mark)
		}
	}
	fmt.Fprintln(c.out, c.say("cli.procedure.count", "count", locale.Int(int64(len(rows)))))
}

// runProcedureShow prints a procedure with its versions.
func runProcedureShow(c *call) error {
	on, err := c.day("on")
	if err != nil {
		return err
	}
	h, err := c.house()
	if err != nil {
		return err
	}
	p, ok := h.catalog.Procedures.Get(c.args[0])
	if !ok {
		return fault.New(fault.NotFound, "cli.no_procedure", "code", c.args[0])
	}
	if c.on("json") {
		keys, err := plain(p)
		if err != nil {
			return err
		}
		return printJSON(c.out, keys)
	}
	fmt.Fprintf(c.out, "%s  %s\n", p.Code, p.Name)
	c.pair("cli.procedure.field", p.Field)
	c.pair("cli.procedure.levels", strings.Join(p.Levels, ", "))
	for _, v := range p.Versions {
		if on == 0 || (v.ValidFrom <= on && (v.ValidTo == 0 || on <= v.ValidTo)) {
			c.version(v)
		}
	}
	for _, s := range p.Sightings {
		fmt.Fprintf(c.out, "%s\n", c.say("cli.procedure.sighting", "day", s.On.Print(), "state", c.say("cli.force."+s.State), "list", s.List))
	}
	c.pair("cli.procedure.source", p.SourceURL)
	return nil
}

// pair prints a named value; an unknown one is left out, never made up.
func (c *call) pair(key, value string) {
	if value != "" {
		fmt.Fprintf(c.out, "  %s: %s\n", c.say(key), value)
	}
}

func (c *call) version(v procedure.Version) {
	from, to := c.say("cli.procedure.from_unknown"), c.say("cli.procedure.to_unknown")
	if v.ValidFrom != 0 {
		from = v.ValidFrom.Print()
	}
	if v.ValidTo != 0 {
		to = v.ValidTo.Print()
	}
	fmt.Fprintf(c.out, "%s\n", c.say("cli.procedure.version", "id", v.ID, "from", from, "to", to))
	c.pair("cli.procedure.published", v.PublishedBy)
	c.pair("cli.procedure.law", strings.Join(v.LegalBasis, "; "))
	if l := v.TimeLimit; l != nil {
		c.pair("cli.procedure.limit", c.limitText(l))
	}
	c.pair("cli.procedure.fee", c.moneyText(v.Fee))
	c.pair("cli.procedure.charge", c.moneyText(v.Charge))
	if v.OnlineLevel != "" {
		c.pair("cli.procedure.level", c.say("cli.level."+v.OnlineLevel))
	}
	for i, k := range v.Components {
		c.pair("cli.procedure.component", fmt.Sprintf("%d. %s", i+1, k.Name))
	}
	c.pair("cli.procedure.result", strings.Join(v.Results, "; "))
}

// limitText is the period as published: its figure, its cut-off, its condition, its variants.
func (c *call) limitText(l *procedure.TimeLimit) string {
	var parts []string
	if l.Unit != "" {
		parts = append(parts, calendar.Limit{Value: l.Value, Unit: l.Unit}.Print())
	}
	if l.Cutoff != "" {
		parts = append(parts, c.say("cli.procedure.cutoff", "at", l.Cutoff))
	}
	if l.Condition != "" {
		parts = append(parts, l.Condition)
	}
	for _, v := range l.Variants {
		parts = append(parts, v.When+": "+calendar.Limit{Value: v.Value, Unit: v.Unit}.Print())
	}
	return strings.Join(parts, "; ")
}

// moneyText is a fee rule in words. Only a fixed sum and a price per unit print an amount:
// the other kinds have none of their own.
func (c *call) moneyText(m *procedure.Money) string {
	if m == nil {
		return ""
	}
	parts := []string{c.say("cli.money." + m.Kind)}
	if m.Amount != nil && (m.Kind == "fixed" || m.Kind == "per_unit") {
		amount := money.VND(*m.Amount).String()
		if m.Unit != "" {
			amount += "/" + m.Unit
		}
		parts = append(parts, amount)
	}
	if m.Rule != "" {
		parts = append(parts, m.Rule)
	}
	return strings.Join(parts, "; ")
}
