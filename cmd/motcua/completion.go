package main

import (
	"fmt"
	"strings"
)

// runCompletion writes the script that completes the command line in a shell. All three are
// made from the command table, so that they cannot fall behind it.
func runCompletion(c *call) error {
	root := c.command.parent
	switch c.args[0] {
	case "bash":
		c.completeBash(root)
	case "zsh":
		fmt.Fprint(c.out, "#compdef motcua\nautoload -U +X bashcompinit && bashcompinit\n")
		c.completeBash(root)
	case "fish":
		c.completeFish(root)
	default:
		return misused("cli.unknown_shell", "text", c.args[0])
	}
	return nil
}

// each walks the table, parents first.
func (m *command) each(visit func(*command)) {
	for _, s := range m.subs {
		if !s.hidden {
			visit(s)
			s.each(visit)
		}
	}
}

func (m *command) names() string {
	var out []string
	for _, s := range m.subs {
		if !s.hidden {
			out = append(out, s.name)
		}
	}
	return strings.Join(out, " ")
}

func (m *command) flags() string {
	var out []string
	if m.run != nil {
		for _, o := range m.all() {
			out = append(out, "--"+o.name)
		}
	}
	return strings.Join(out, " ")
}

const bashHead = `_motcua() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= word
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
%s      *) break ;;
    esac
  done
  case "$prev" in
%s  esac
  case "$path" in
%s  esac
}
complete -o default -F _motcua motcua
`

func (c *call) completeBash(root *command) {
	var walk, values, words strings.Builder
	fmt.Fprintf(&words, "    '') COMPREPLY=($(compgen -W '%s' -- \"$cur\")) ;;\n", root.names())
	seen := map[string]bool{}
	root.each(func(m *command) {
		up := ""
		if m.parent.parent != nil {
			up = m.parent.path()
		}
		fmt.Fprintf(&walk, "      '%s %s') path='%s' ;;\n", up, m.name, m.path())
		fmt.Fprintf(&words, "    '%s') COMPREPLY=($(compgen -W '%s' -- \"$cur\")) ;;\n", m.path(),
			strings.TrimSpace(m.names()+" "+m.choices()+" "+m.flags()))
		for _, o := range m.options {
			if o.pick == "" || seen[o.name] {
				continue
			}
			seen[o.name] = true
			fmt.Fprintf(&values, "    --%s) COMPREPLY=($(compgen %s -- \"$cur\")); return ;;\n", o.name, bashPick(o.pick))
		}
	})
	fmt.Fprint(&values, "    --lang) COMPREPLY=($(compgen -W 'vi en' -- \"$cur\")); return ;;\n")
	fmt.Fprintf(c.out, bashHead, walk.String(), values.String(), words.String())
}

// choices are the words of a positional argument such as bash|zsh|fish.
func (m *command) choices() string {
	if len(m.args) == 1 && strings.Contains(m.args[0], "|") {
		return strings.ReplaceAll(m.args[0], "|", " ")
	}
	return ""
}

func bashPick(pick string) string {
	switch pick {
	case "dir":
		return "-d"
	case "file":
		return "-f"
	}
	return "-W '" + strings.ReplaceAll(pick, "|", " ") + "'"
}

func (c *call) completeFish(root *command) {
	quote := func(s string) string { return "'" + strings.ReplaceAll(s, "'", `\'`) + "'" }
	fmt.Fprintf(c.out, "complete -c motcua -f\n")
	root.each(func(m *command) {
		when := "__fish_use_subcommand"
		if m.parent.parent != nil {
			when = "__fish_seen_subcommand_from " + m.parent.name
		}
		fmt.Fprintf(c.out, "complete -c motcua -n %s -a %s -d %s\n", quote(when), m.name, quote(c.say(m.key())))
		here := "__fish_seen_subcommand_from " + m.name
		if m.parent.parent != nil {
			here = "__fish_seen_subcommand_from " + m.parent.name + "; and " + here
		}
		if w := m.choices(); w != "" {
			fmt.Fprintf(c.out, "complete -c motcua -n %s -a %s\n", quote(here), quote(w))
		}
		if m.run == nil {
			return
		}
		for _, o := range m.all() {
			more := ""
			switch {
			case o.pick == "dir" || o.pick == "file":
				more = " -r -F"
			case o.pick != "":
				more = " -x -a " + quote(strings.ReplaceAll(o.pick, "|", " "))
			case o.value != "":
				more = " -x"
			}
			fmt.Fprintf(c.out, "complete -c motcua -n %s -l %s%s -d %s\n", quote(here), o.name, more, quote(c.optionText(m, o)))
		}
	})
}
