package reconcile

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// Say gives a sentence of data/locales in the reader's language.
type Say func(key string, kv ...any) string

// Severities are all of them, most severe first.
var Severities = []Severity{Blocks, Warns, Asks}

// Counts is how many findings there are of each severity.
func (r *Report) Counts() map[Severity]int {
	n := map[Severity]int{}
	for i := range r.Findings {
		n[r.Findings[i].Severity]++
	}
	return n
}

// Title is a rule's title, or its id when the rule is not among those that ran.
func (r *Report) Title(rule string) string {
	if i := slices.IndexFunc(r.Rules, func(x Ran) bool { return x.Rule == rule }); i >= 0 && r.Rules[i].Title != "" {
		return r.Rules[i].Title
	}
	return rule
}

// Silent are the rules that ran, had something to compare, and found nothing; idle are those
// that met nothing to compare, which proves nothing about the report.
func (r *Report) Silent() (silent, idle []Ran) {
	for _, x := range r.Rules {
		switch {
		case x.Found == 0 && x.Compared > 0:
			silent = append(silent, x)
		case x.Found == 0:
			idle = append(idle, x)
		}
	}
	return silent, idle
}

// Compared is how often any rule had something to compare. 0: nothing in the report was
// understood, so finding nothing means nothing.
func (r *Report) Compared() (n int) {
	for _, x := range r.Rules {
		n += x.Compared
	}
	return n
}

// Sentence is the finding's text as a sentence begins.
func (f *Finding) Sentence() string {
	first, size := utf8.DecodeRuneInString(f.Text)
	return string(unicode.ToUpper(first)) + f.Text[size:]
}

// PrintedAt is what place i of a finding prints.
func (f *Finding) PrintedAt(i int) string {
	if i < len(f.Printed) {
		return f.Printed[i]
	}
	return ""
}

// jsonFinding is the form that docs/formats promises; its keys do not change.
type jsonFinding struct {
	Rule       string      `json:"rule"`
	Severity   Severity    `json:"severity"`
	Places     []jsonPlace `json:"places"`
	Printed    []string    `json:"printed"`
	Recomputed string      `json:"recomputed"`
	Likely     string      `json:"likely"`
	Text       string      `json:"text"`
}

type jsonPlace struct {
	Text    string `json:"text"`
	Section string `json:"section"`
	Line    string `json:"line"`
	Column  string `json:"column"`
	Ref     string `json:"ref"`
}

type jsonRan struct {
	Rule     string `json:"rule"`
	Title    string `json:"title"`
	Compared int    `json:"compared"`
	Found    int    `json:"found"`
}

type jsonDocument struct {
	Name   string `json:"name"`
	Format string `json:"format"`
	Title  string `json:"title"`
}

// WriteJSON writes the findings, then what was read and which rules ran. Lists are never
// null, so that a program may go through them without asking.
func (r *Report) WriteJSON(w io.Writer) error {
	out := struct {
		Findings []jsonFinding `json:"findings"`
		Document jsonDocument  `json:"document"`
		Rules    []jsonRan     `json:"rules"`
	}{Findings: []jsonFinding{}, Rules: []jsonRan{}}
	for _, f := range r.Findings {
		j := jsonFinding{Rule: f.Rule, Severity: f.Severity, Places: []jsonPlace{}, Printed: append([]string{}, f.Printed...),
			Recomputed: f.Recomputed, Likely: f.Likely, Text: f.Sentence()}
		for _, p := range f.Places {
			j.Places = append(j.Places, jsonPlace{p.Text, p.Section, p.Line, p.Column, p.Ref})
		}
		out.Findings = append(out.Findings, j)
	}
	for _, x := range r.Rules {
		out.Rules = append(out.Rules, jsonRan(x))
	}
	if d := r.Document; d != nil {
		out.Document = jsonDocument{d.Name, d.Format, d.Title}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// WriteText writes the findings for a terminal: grouped by severity, then the counts, then
// which rules ran and found nothing, because silence is only worth something when it is said
// who kept silent.
func (r *Report) WriteText(w io.Writer, say Say) error {
	out := bufio.NewWriter(w)
	r.grouped(out, say, func(n int, f *Finding) { f.text(out, n, r.Title(f.Rule), say) })
	fmt.Fprintln(out)
	r.closing(out, say)
	return out.Flush()
}

// WriteBrief writes each finding in its one sentence, and the counts.
func (r *Report) WriteBrief(w io.Writer, say Say) error {
	out := bufio.NewWriter(w)
	r.grouped(out, say, func(n int, f *Finding) { line(out, fmt.Sprintf("%3d. ", n), f.Sentence()) })
	fmt.Fprintln(out)
	r.counted(out, say)
	return out.Flush()
}

// grouped writes what was read, then each severity that has findings.
func (r *Report) grouped(out io.Writer, say Say, each func(n int, f *Finding)) {
	if d := r.Document; d != nil {
		line(out, "", d.Name)
		line(out, "  ", d.Title)
	}
	n := 0
	for _, s := range Severities {
		of := r.Of(s)
		if len(of) == 0 {
			continue
		}
		fmt.Fprintf(out, "\n%s\n", strings.ToUpper(say("findings.severity."+string(s)))+" ("+strconv.Itoa(len(of))+") — "+say("findings.severity_means."+string(s)))
		for _, f := range of {
			n++
			each(n, f)
		}
	}
}

// Of are the findings of a severity, in the order of the report.
func (r *Report) Of(s Severity) []*Finding {
	var of []*Finding
	for i := range r.Findings {
		if r.Findings[i].Severity == s {
			of = append(of, &r.Findings[i])
		}
	}
	return of
}

func (f *Finding) text(out io.Writer, n int, title string, say Say) {
	line(out, "\n"+strconv.Itoa(n)+". ", f.Sentence())
	for i, p := range f.Places {
		text := PlaceText(p)
		if printed := f.PrintedAt(i); printed != "" {
			text += ": «" + printed + "»"
		}
		line(out, "   • ", text)
	}
	if f.Recomputed != "" {
		line(out, "   "+say("findings.recomputed")+": ", f.Recomputed)
	}
	if f.Likely != "" {
		line(out, "   "+say("findings.likely")+": ", f.Likely)
	}
	line(out, "   "+say("findings.rule")+": ", title)
}

// counted says how many findings there are, or what finding none means.
func (r *Report) counted(out io.Writer, say Say) {
	c := r.Counts()
	switch {
	case r.Compared() == 0:
		fmt.Fprintln(out, say("findings.nothing"))
	case len(r.Findings) == 0:
		fmt.Fprintln(out, say("findings.none"))
	default:
		fmt.Fprintln(out, say("findings.counts", "all", len(r.Findings), "blocks", c[Blocks], "warns", c[Warns], "asks", c[Asks]))
	}
}

func (r *Report) closing(out io.Writer, say Say) {
	r.counted(out, say)
	for _, x := range r.Rules {
		if x.Found > 0 {
			line(out, fmt.Sprintf("  %4d  ", x.Found), x.Title)
		}
	}
	silent, idle := r.Silent()
	fmt.Fprintln(out, say("findings.ran", "rules", len(r.Rules), "silent", len(silent)))
	for _, x := range silent {
		line(out, "        ", x.Title+" ("+say("findings.compared", "count", x.Compared)+")")
	}
	if len(idle) > 0 {
		titles := make([]string, len(idle))
		for i, x := range idle {
			titles[i] = x.Title
		}
		line(out, say("findings.idle", "count", len(idle))+" ", strings.Join(titles, "; ")+".")
	}
}

// PlaceText is a place for a person, also when its reader gave it no words.
func PlaceText(p statement.Place) string {
	if p.Text != "" {
		return p.Text
	}
	return p.Ref
}

// line writes one line of words that came out of a file: what would steer a terminal or turn
// the writing round is left out, and no text can begin a line of its own.
func line(out io.Writer, before, text string) {
	if text = tame(text); text != "" {
		fmt.Fprintln(out, before+text)
	}
}

func tame(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}
