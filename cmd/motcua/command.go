package main

import (
	"context"
	"flag"
	"io"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
)

// command is one row of the table that parsing, help and completion all read. Its sentences
// stand in data/locales under "cli.<name>", those of its options under "cli.option.<name>".
type command struct {
	name    string
	args    []string // positional, as help shows them; "…" at the end of the last: any number
	options []option
	subs    []*command
	run     func(*call) error
	hidden  bool
	parent  *command
}

// option is one flag. An empty value makes it a switch.
type option struct {
	name  string
	value string // key of its placeholder under "cli.value."
	def   string
	env   string // environment variable that gives the default
	pick  string // what completes it: "dir", "file", or words with | between
}

// call is one run of a command: what was asked, and where answers go.
type call struct {
	ctx   context.Context
	env   func(string) string
	out   io.Writer
	err   io.Writer
	words *locale.Sentences
	lang  string

	command *command
	given   map[string]string
	args    []string
	refused error // what an option's value was refused for; package flag keeps only its text
}

func (c *call) say(key string, kv ...any) string { return c.words.T(c.lang, key, kv...) }

// path is the command's full name, "indicator list".
func (m *command) path() string {
	if m.parent == nil || m.parent.name == "" {
		return m.name
	}
	return m.parent.path() + " " + m.name
}

// key is the stem of its sentences, "cli.indicator.list".
func (m *command) key() string { return "cli." + strings.ReplaceAll(m.path(), " ", ".") }

func (m *command) sub(name string) *command {
	for _, s := range m.subs {
		if s.name == name {
			return s
		}
	}
	return nil
}

// dispatch finds the command, parses its options and runs it.
func (c *call) dispatch(root *command, args []string) error {
	m := root
	args = c.leadingLanguage(args)
	for len(args) > 0 && m.sub(args[0]) != nil {
		m, args = m.sub(args[0]), args[1:]
	}
	c.command = m
	if wantsHelp(args) {
		c.languageAmong(args)
		return c.help(m)
	}
	if m.run == nil {
		switch {
		case len(args) > 0 && m.parent == nil:
			return misused("cli.unknown_command", "command", args[0])
		case len(args) > 0:
			return misused("cli.unknown_subcommand", "command", m.path(), "sub", args[0])
		case m.parent != nil:
			return misused("cli.needs_subcommand", "command", m.path())
		}
		return c.help(m)
	}
	if err := c.parse(args); err != nil {
		return err
	}
	return m.run(c)
}

// leadingLanguage takes "--lang en" before the command.
func (c *call) leadingLanguage(args []string) []string {
	for len(args) > 0 {
		if l, ok := strings.CutPrefix(args[0], "--lang="); ok {
			c.setLanguage(l)
			args = args[1:]
		} else if args[0] == "--lang" && len(args) > 1 {
			c.setLanguage(args[1])
			args = args[2:]
		} else {
			break
		}
	}
	return args
}

func (c *call) languageAmong(args []string) {
	for i := range args {
		c.leadingLanguage(args[i:min(i+2, len(args))])
	}
}

func (c *call) setLanguage(l string) {
	if l == "vi" || l == "en" {
		c.lang = l
	}
}

func wantsHelp(args []string) bool {
	for _, a := range args {
		switch a {
		case "--":
			return false
		case "-h", "--help", "-help":
			return true
		}
	}
	return false
}

// parse reads options anywhere among the positional arguments.
func (c *call) parse(args []string) error {
	c.given = map[string]string{}
	set := flag.NewFlagSet(c.command.name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	for _, o := range c.command.all() {
		c.given[o.name] = o.def
		if o.env != "" && c.env(o.env) != "" {
			c.given[o.name] = c.env(o.env)
		}
		take := func(s string) error { c.given[o.name] = s; return nil }
		if o.value == "" {
			set.BoolFunc(o.name, "", func(s string) error {
				if _, err := strconv.ParseBool(s); err != nil {
					c.refused = misused("cli.switch_value", "option", o.name, "text", s)
					return c.refused
				}
				return take(s)
			})
		} else {
			set.Func(o.name, "", func(s string) error {
				if s == "" && (o.pick == "dir" || o.pick == "file") { // an unset variable of a script is no place
					c.refused = misused("cli.option_value", "command", c.command.path(), "option", o.name)
					return c.refused
				}
				return take(s)
			})
		}
	}
	for len(args) > 0 {
		if err := set.Parse(args); err != nil {
			return c.badOption(err)
		}
		rest := set.Args()
		if len(rest) == 0 {
			break
		}
		if cut := len(args) - len(rest); cut > 0 && args[cut-1] == "--" {
			c.args = append(c.args, rest...)
			break
		}
		c.args, args = append(c.args, rest[0]), rest[1:]
	}
	c.setLanguage(c.given["lang"])
	return c.countArgs()
}

// badOption says in our words what package flag says in English.
func (c *call) badOption(err error) error {
	if c.refused != nil {
		return c.refused
	}
	text := err.Error()
	if option, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return misused("cli.option_value", "command", c.command.path(), "option", option)
	}
	for _, stem := range []string{"flag provided but not defined: ", "bad flag syntax: "} {
		text = strings.TrimPrefix(text, stem)
	}
	return misused("cli.bad_option", "command", c.command.path(), "text", text)
}

// countArgs refuses missing and surplus arguments.
func (c *call) countArgs() error {
	need, many := 0, false
	for _, a := range c.command.args {
		if !strings.HasPrefix(a, "[") {
			need++
		}
		many = many || strings.HasSuffix(a, "…") || strings.HasSuffix(a, "…]")
	}
	if len(c.args) < need {
		return misused("cli.missing_argument", "command", c.command.path(), "argument", c.command.args[len(c.args)])
	}
	if !many && len(c.args) > len(c.command.args) {
		return misused("cli.surplus_argument", "command", c.command.path(), "text", c.args[len(c.command.args)])
	}
	return nil
}

// all are the command's own options and those of every command.
func (m *command) all() []option {
	return append(m.options[:len(m.options):len(m.options)],
		option{name: "lang", value: "lang", env: "MOTCUA_LANG", pick: "vi|en"})
}

func (c *call) text(name string) string { return c.given[name] }
func (c *call) on(name string) bool     { v, _ := strconv.ParseBool(c.given[name]); return v }

// number reads a whole number that is at least low.
func (c *call) number(name string, low int) (int, error) {
	n, err := strconv.Atoi(c.given[name])
	if err != nil || n < low {
		return 0, misused("cli.bad_number", "option", name, "text", c.given[name], "low", low)
	}
	return n, nil
}

// day reads a date option; empty gives the zero Date.
func (c *call) day(name string) (calendar.Date, error) {
	if c.given[name] == "" {
		return 0, nil
	}
	return calendar.ParseDate(c.given[name])
}

// needDay is day for an option that must be given.
func (c *call) needDay(name string) (calendar.Date, error) {
	if c.given[name] == "" {
		return 0, misused("cli.missing_option", "command", c.command.path(), "option", name)
	}
	return c.day(name)
}

// period reads a period option that must be given.
func (c *call) period(name string) (calendar.Period, error) {
	if c.given[name] == "" {
		return calendar.Period{}, misused("cli.missing_option", "command", c.command.path(), "option", name)
	}
	return calendar.ParsePeriod(c.given[name])
}
