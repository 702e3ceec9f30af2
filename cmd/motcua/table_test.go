package main

import (
	"bytes"
	"context"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/locale"
)

// TestTableHasWords: every command, option and placeholder of the table has its sentence in
// both languages, and no sentence of a command stands without it.
func TestTableHasWords(t *testing.T) {
	words, problems := locale.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, lang := range locale.Languages {
		has := map[string]bool{}
		for _, k := range words.Keys(lang) {
			has[k] = true
		}
		need := func(key string) {
			if !has[key] {
				t.Errorf("%s: no sentence for %s", lang, key)
			}
		}
		commands().each(func(m *command) {
			need(m.key())
			for _, o := range m.all() {
				if !has[m.key()+".option."+o.name] {
					need("cli.option." + o.name)
				}
				if o.value != "" {
					need("cli.value." + o.value)
				}
			}
			if m.run == nil && len(m.subs) == 0 {
				t.Errorf("%s does nothing", m.path())
			}
		})
	}
}

func TestHelp(t *testing.T) {
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"help"}, []string{"Cách dùng:", "report ii06a", "Mã kết thúc"}},
		{nil, []string{"Các lệnh:"}},
		{[]string{"--lang", "en", "help"}, []string{"Usage:", "Exit codes"}},
		{[]string{"report", "--help", "--lang", "en"}, []string{"Make a report", "--as-of DATE", "report ii06a"}},
		{[]string{"help", "indicator", "show"}, []string{"motcua indicator show ID", "--period KỲ"}},
		{[]string{"deadline", "-h"}, []string{"--procedure MÃ", "working_day"}},
	} {
		out := works(t, c.args...)
		for _, w := range c.want {
			if !strings.Contains(out, w) {
				t.Errorf("motcua %v: %q missing in:\n%s", c.args, w, out)
			}
		}
	}
}

func TestLanguageOfEnvironment(t *testing.T) {
	r := motcuaWith(t, func(c *exec.Cmd) { c.Env = append(c.Env, "MOTCUA_LANG=en") }, "nothing")
	if r.code != exitUsage || !strings.Contains(r.err, "There is no command") {
		t.Errorf("%d %q", r.code, r.err)
	}
}

// TestUsage: a wrong command line is told in one sentence and ends with 2.
func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args []string
		word string
	}{
		{[]string{"nothing"}, "nothing"},
		{[]string{"report"}, "ID"},
		{[]string{"indicator"}, "lệnh con"},
		{[]string{"indicator", "shown"}, "shown"},
		{[]string{"report", "cchc-2021-2025"}, "--as-of"},
		{[]string{"report", "cchc-2021-2025", "--nothing"}, "nothing"},
		{[]string{"report", "a", "b"}, "«b»"},
		{[]string{"demo", "--scale", "0"}, "--scale"},
		{[]string{"demo", "--scale", "many"}, "«many»"},
		{[]string{"drill", "indicator", "x", "--csv", "--json"}, "--csv"},
		{[]string{"deadline", "--at", "2025-04-25T14:00"}, "--procedure"},
		{[]string{"completion", "tcsh"}, "tcsh"},
		{[]string{"help", "nothing"}, "nothing"},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) { refused(t, motcua(t, c.args...), exitUsage, c.word) })
	}
}

// TestOptionsAnywhere: options may stand before, between and after arguments; "--" ends them.
func TestOptionsAnywhere(t *testing.T) {
	root := &command{subs: []*command{{name: "drill", args: []string{"FIGURE…"}, options: []option{optPeriod, optCSV}}}}
	link(root)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"drill", "a", "--period", "2024", "b"}, "a b|2024|false"},
		{[]string{"drill", "--period=2024", "a", "b"}, "a b|2024|false"},
		{[]string{"drill", "a", "--csv", "b", "--period", "2024"}, "a b|2024|true"},
		{[]string{"drill", "--period", "2024", "--", "a", "--csv"}, "a --csv|2024|false"},
	} {
		got := ""
		c2 := &call{ctx: context.Background(), env: func(string) string { return "" }, out: &bytes.Buffer{}}
		root.sub("drill").run = func(c *call) error {
			got = strings.Join(c.args, " ") + "|" + c.text("period") + "|" + strconv.FormatBool(c.on("csv"))
			return nil
		}
		if err := c2.dispatch(root, c.args); err != nil || got != c.want {
			t.Errorf("%v: %q (%v), want %q", c.args, got, err, c.want)
		}
	}
}

// TestCompletion: bash accepts the script and completes commands, options and values from
// the table.
func TestCompletion(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal(err)
	}
	script := works(t, "completion", "bash")
	for _, c := range []struct{ line, want string }{
		{"motcua re", "report rebuild register reconcile"},
		{"motcua report ii", "ii06a"},
		{"motcua report ii06a --pe", "--period"},
		{"motcua completion f", "fish"},
		{"motcua drill --sort -d", "-due"},
		{"motcua indicator show --lang e", "en"},
	} {
		probe := script + `
line='` + c.line + `'; COMP_WORDS=($line); COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _motcua; echo "${COMPREPLY[@]}"`
		out, err := exec.Command(bash, "-c", probe).CombinedOutput()
		got := strings.Fields(string(out))
		if err != nil || !sameWords(got, strings.Fields(c.want)) {
			t.Errorf("%q completes to %q (%v), want %q", c.line, got, err, c.want)
		}
	}
	for _, shell := range []string{"zsh", "fish"} {
		if out := works(t, "completion", shell); !strings.Contains(out, "ii06a") || !strings.Contains(out, "period") {
			t.Errorf("%s: the table is not in the script", shell)
		}
	}
}

func sameWords(a, b []string) bool {
	in := map[string]int{}
	for _, w := range a {
		in[w]++
	}
	for _, w := range b {
		in[w]--
	}
	for _, n := range in {
		if n != 0 {
			return false
		}
	}
	return true
}
