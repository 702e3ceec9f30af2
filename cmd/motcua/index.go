package main

import (
	"fmt"
	"strings"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/index"
)

// runIndex scores a table of criteria as far as its data exists; rows without data have no
// points and are said to have none.
func runIndex(c *call) error {
	p, err := c.period("period")
	if err != nil {
		return err
	}
	r, err := c.read()
	if err != nil {
		return err
	}
	defer r.close()
	d, ok := r.indexes[c.args[0]]
	if !ok {
		return fault.New(fault.NotFound, "cli.no_index", "id", c.args[0], "known", strings.Join(sortedKeys(r.indexes), ", "))
	}
	s, err := d.Score(c.ctx, r.source, p)
	if err != nil {
		return err
	}
	if c.on("json") {
		return printJSON(c.out, s)
	}
	fmt.Fprintf(c.out, "%s\n%s\n\n", s.Title, p.Print())
	g := grid{head: strings.Split(c.say("cli.index.head"), "|")}
	for _, group := range s.Groups {
		g.add(group.ID, group.Title, "", group.Points.String(), c.say("cli.index.of", "of", group.Of, "max", group.Max), "")
		for _, row := range group.Rows {
			g.add(row.ID, "  "+row.Title, ratioText(row), pointsText(row.Points), maxText(row.Max), c.rowState(row))
		}
	}
	g.print(c.out)
	fmt.Fprintln(c.out, c.say("cli.index.total", "points", s.Points, "of", s.Of, "max", s.Max, "policy", s.Policy, "policy_of", s.PolOf))
	if s.Band != "" {
		fmt.Fprintln(c.out, c.say("cli.index.band", "band", s.Band))
	}
	return nil
}

func ratioText(row index.RowScore) string {
	if row.Num == nil || row.Den == nil {
		return ""
	}
	return locale.Int(*row.Num) + "/" + locale.Int(*row.Den)
}

func pointsText(p *index.Points) string {
	if p == nil {
		return ""
	}
	return p.String()
}

func maxText(n *int64) string {
	if n == nil {
		return ""
	}
	return locale.Int(*n)
}

// rowState says why a row has no points, and nothing of one that has.
func (c *call) rowState(row index.RowScore) string {
	if row.Points != nil {
		return c.say("cli.source." + row.Source)
	}
	return c.say("cli.state." + row.State)
}
