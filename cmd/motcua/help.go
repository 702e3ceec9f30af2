package main

import (
	"fmt"
	"strings"
)

// help prints the table for a command: Vietnamese first, English by --lang en.
func (c *call) help(m *command) error {
	if m.parent == nil {
		return c.overview(m)
	}
	fmt.Fprintf(c.out, "%s\n\n%s\n  %s\n", c.say(m.key()), c.say("cli.help.usage"), c.usageLine(m))
	if more := c.say(m.key() + ".more"); more != m.key()+".more" {
		fmt.Fprintf(c.out, "\n%s\n", more)
	}
	if len(m.subs) > 0 {
		fmt.Fprintf(c.out, "\n%s\n", c.say("cli.help.commands"))
		c.columns(c.commandRows(m))
	}
	if m.run != nil {
		fmt.Fprintf(c.out, "\n%s\n", c.say("cli.help.options"))
		c.columns(c.optionRows(m))
	}
	return nil
}

func (c *call) overview(root *command) error {
	fmt.Fprintf(c.out, "%s\n\n%s\n  %s\n\n%s\n", c.say("cli"), c.say("cli.help.usage"),
		c.usageLine(root), c.say("cli.help.commands"))
	c.columns(c.commandRows(root))
	fmt.Fprintf(c.out, "\n%s\n\n%s\n", c.say("cli.help.exit"), c.say("cli.help.more"))
	return nil
}

func (c *call) usageLine(m *command) string {
	if m.parent == nil {
		return "motcua " + c.say("cli.help.line")
	}
	parts := []string{"motcua", m.path()}
	if m.run == nil {
		return strings.Join(append(parts, c.say("cli.help.line")), " ")
	}
	parts = append(parts, m.args...)
	return strings.Join(append(parts, c.say("cli.help.flags")), " ")
}

// commandRows lists the commands below m that can be run, each with its sentence.
func (c *call) commandRows(m *command) [][2]string {
	var rows [][2]string
	for _, s := range m.subs {
		if s.hidden {
			continue
		}
		if s.run != nil {
			rows = append(rows, [2]string{strings.TrimSpace(s.path() + " " + strings.Join(s.args, " ")), c.say(s.key())})
		}
		rows = append(rows, c.commandRows(s)...)
	}
	return rows
}

func (c *call) optionRows(m *command) [][2]string {
	var rows [][2]string
	for _, o := range m.all() {
		left := "--" + o.name
		if o.value != "" {
			left += " " + c.say("cli.value."+o.value)
		}
		right := c.optionText(m, o)
		if o.def != "" {
			right += " " + c.say("cli.help.default", "value", o.def)
		}
		if o.env != "" {
			right += " (" + o.env + ")"
		}
		rows = append(rows, [2]string{left, right})
	}
	return rows
}

// optionText is the option's sentence: the command's own where it has one.
func (c *call) optionText(m *command, o option) string {
	key := m.key() + ".option." + o.name
	if own := c.say(key); own != key {
		return own
	}
	return c.say("cli.option." + o.name)
}

// columns prints pairs, the second ones aligned.
func (c *call) columns(rows [][2]string) {
	wide := 0
	for _, r := range rows {
		if n := width(r[0]); n > wide && n <= 34 {
			wide = n
		}
	}
	for _, r := range rows {
		if width(r[0]) > wide {
			fmt.Fprintf(c.out, "  %s\n  %s  %s\n", r[0], strings.Repeat(" ", wide), r[1])
			continue
		}
		fmt.Fprintf(c.out, "  %s  %s\n", pad(r[0], wide, false), r[1])
	}
}

// helpCommand is "motcua help [command]".
func helpCommand(c *call) error {
	m := c.command
	for m.parent != nil {
		m = m.parent
	}
	for _, a := range c.args {
		s := m.sub(a)
		if s == nil {
			return misused("cli.unknown_command", "command", strings.Join(c.args, " "))
		}
		m = s
	}
	return c.help(m)
}
