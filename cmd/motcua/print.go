package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"

	"github.com/motcua/motcua/internal/locale"
)

// width counts the characters of a text in composed form.
func width(s string) int { return utf8.RuneCountInString(s) }

// pad fills a text to n characters.
func pad(s string, n int, right bool) string {
	fill := strings.Repeat(" ", max(0, n-width(s)))
	if right {
		return fill + s
	}
	return s + fill
}

// widest is how wide a column may grow in a terminal; what is longer is cut with "…". The
// whole text is in the CSV, JSON and XLSX of the same list.
const widest = 44

// shorten cuts a text to the widest a column may be.
func shorten(s string) string {
	if width(s) <= widest {
		return s
	}
	return string([]rune(s)[:widest-1]) + "…"
}

// grid is a plain table for a terminal. Columns whose head begins with ">" stand right.
type grid struct {
	head []string
	rows [][]string
}

func (g *grid) add(cells ...any) {
	row := make([]string, len(cells))
	for i, v := range cells {
		switch v := v.(type) {
		case int:
			row[i] = locale.Int(int64(v))
		case int64:
			row[i] = locale.Int(v)
		default:
			row[i] = fmt.Sprint(v)
		}
	}
	g.rows = append(g.rows, row)
}

func (g *grid) print(out io.Writer) {
	n := len(g.head)
	wide, right := make([]int, n), make([]bool, n)
	head := make([]string, n)
	for i, h := range g.head {
		head[i], right[i] = strings.CutPrefix(h, ">")
		wide[i] = width(head[i])
	}
	for _, r := range g.rows {
		for i := range min(n, len(r)) {
			wide[i] = max(wide[i], width(r[i]))
		}
	}
	line := func(cells []string) {
		var b strings.Builder
		for i, s := range cells {
			if i > 0 {
				b.WriteString("  ")
			}
			b.WriteString(pad(s, wide[i], right[i]))
		}
		fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
	}
	line(head)
	rule := make([]string, n)
	for i := range rule {
		rule[i] = strings.Repeat("─", wide[i])
	}
	line(rule)
	for _, r := range g.rows {
		line(r[:min(n, len(r))])
	}
}

// printJSON writes a value as indented JSON with Vietnamese letters as they are.
func printJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// terminal reports whether w is a terminal.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	st, err := f.Stat()
	return err == nil && st.Mode()&os.ModeCharDevice != 0
}

// plain turns a data definition into keys and values as its file names them.
func plain(v any) (map[string]any, error) {
	text, err := toml.Marshal(v)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	return out, toml.Unmarshal(text, &out)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// programName is the program as it was called, for commands to copy.
func programName() string {
	name := os.Args[0]
	if filepath.Base(name) == name {
		return "motcua"
	}
	return name
}
