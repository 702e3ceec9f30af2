package source

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/datafile"
)

// Measure is one thing that reports count, with the words that say it.
type Measure struct {
	Key   string `toml:"key"`
	Title string `toml:"title"` // in Vietnamese, as a finding names it
	Kind  string `toml:"kind"`  // flow, stock, distinct, rate, points
	Unit  string `toml:"unit"`
	Num   string `toml:"num"` // of a rate
	Den   string `toml:"den"`

	Words  []string `toml:"words"`
	Short  []string `toml:"short"`
	Within []string `toml:"within"`
	Not    []string `toml:"not"`
	Lines  []string `toml:"lines"`
	Keys   []string `toml:"keys"`

	words, short, not []phrase
}

// Words tell what a figure measures by the words around it. They are immutable and safe for
// concurrent use.
type Words struct {
	measures []*Measure
	byKey    map[string]*Measure
	byLine   map[string]*Measure
	byName   map[string]*Measure // of the schema
	drop     []string
	plans    []string          // phrases of sentences about what shall be
	never    []phrase          // phrases near a number that is a difference or a limit
	fields   map[string]string // folded name to name
	units    map[string]string // folded words to unit
	lines    map[string]string // of the ward's appendices, "III.4.3"
	byLabel  map[string]string // folded label to line, of labels that stand once
	titles   map[string]string // of the appendices
	labels   map[string]string // of the lines, by the same id
}

var kinds = []string{"flow", "stock", "distinct", "rate", "points"}

// Load reads data/reconcile/measures.toml, and the lines of data/reports to recognize them by
// number and words. It reports unknown kinds, keys that stand twice, rates of measures that
// are not there, and phrases that two measures claim.
func Load(fsys fs.FS) (*Words, []datafile.Problem) {
	const path = "reconcile/measures.toml"
	type measures struct {
		Drop   []string `toml:"drop"`
		Plans  []string `toml:"plans"`
		Never  []string `toml:"never"`
		Fields []string `toml:"fields"`
		Units  []struct {
			Name  string   `toml:"name"`
			Words []string `toml:"words"`
		} `toml:"unit"`
		Measures []*Measure `toml:"measure"`
	}
	m, f, problems := datafile.Decode[measures](fsys, path)
	w := &Words{measures: m.Measures, byKey: map[string]*Measure{}, byLine: map[string]*Measure{}, byName: map[string]*Measure{}}
	for _, d := range m.Drop {
		w.drop = append(w.drop, " "+Fold(d)+" ")
	}
	slices.SortFunc(w.drop, func(a, b string) int { return len(b) - len(a) })
	for _, p := range m.Plans {
		w.plans = append(w.plans, " "+Fold(p)+" ")
	}
	w.never = phrases(m.Never)
	w.fields, w.units = map[string]string{}, map[string]string{}
	for _, name := range m.Fields {
		w.fields[Fold(name)] = name
	}
	for i, u := range m.Units {
		for j, x := range u.Words {
			if other := w.units[Fold(x)]; other != "" {
				problems = append(problems, f.Problem(fmt.Sprintf("unit[%d].words[%d]", i, j), fmt.Sprintf("«%s» đã là đơn vị «%s»", x, other)))
			}
			w.units[Fold(x)] = u.Name
		}
	}
	claimed := map[string]string{}
	for i, m := range w.measures {
		at := fmt.Sprintf("measure[%d]", i)
		say := func(bad bool, place, format string, args ...any) {
			if bad {
				problems = append(problems, f.Problem(place, fmt.Sprintf(format, args...)))
			}
		}
		say(m.Key == "" || w.byKey[m.Key] != nil, at+".key", "mã số đo «%s» bỏ trống hoặc đã có", m.Key)
		say(m.Title == "", at+".title", "số đo «%s» chưa có tên", m.Key)
		say(!slices.Contains(kinds, m.Kind), at+".kind", "số đo «%s»: loại «%s» phải là một trong %s", m.Key, m.Kind, strings.Join(kinds, ", "))
		say(len(m.Short) > 0 && len(m.Within) == 0, at+".short", "số đo «%s» có cụm từ ngắn nhưng chưa nói dùng trong số đo nào", m.Key)
		say((m.Num == "") != (m.Den == ""), at+".num", "số đo «%s» phải có cả tử số và mẫu số", m.Key)
		w.byKey[m.Key] = m
		m.words, m.short, m.not = phrases(m.Words), phrases(m.Short), phrases(m.Not)
		for j, p := range m.words {
			id := fmt.Sprint(m.Kind == "rate", p.text)
			say(p.text == "", fmt.Sprintf("%s.words[%d]", at, j), "cụm từ bỏ trống")
			say(claimed[id] != "", fmt.Sprintf("%s.words[%d]", at, j), "cụm từ «%s» đã thuộc số đo «%s»", m.Words[j], claimed[id])
			claimed[id] = m.Key
		}
		claim(w.byLine, m, m.Lines, at+".lines", say)
		claim(w.byName, m, m.Keys, at+".keys", say)
	}
	for i, m := range w.measures {
		for _, part := range []string{m.Num, m.Den} {
			if part != "" && w.byKey[part] == nil {
				problems = append(problems, f.Problem(fmt.Sprintf("measure[%d]", i), fmt.Sprintf("số đo «%s»: không có số đo «%s»", m.Key, part)))
			}
		}
	}
	w.appendices(fsys)
	return w, problems
}

func claim(by map[string]*Measure, m *Measure, names []string, at string, say func(bool, string, string, ...any)) {
	for j, name := range names {
		say(by[name] != nil, fmt.Sprintf("%s[%d]", at, j), "«%s» đã thuộc một số đo khác", name)
		by[name] = m
	}
}

// appendices reads the lines of the ward's own forms. What is wrong in them is said by the
// loader of reports.
func (w *Words) appendices(fsys fs.FS) {
	w.lines, w.byLabel, w.titles, w.labels = map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}
	files, _ := datafile.List(fsys, "reports")
	for _, file := range files {
		if !strings.Contains(file, "/appendix-") {
			continue
		}
		type appendix struct {
			ID    string `toml:"id"`
			Title string `toml:"title"`
			Lines []struct {
				ID    string `toml:"id"`
				Label string `toml:"label"`
			} `toml:"line"`
		}
		a, _, _ := datafile.Decode[appendix](fsys, file) // the other keys are not asked for
		w.titles[a.ID] = a.Title
		for _, l := range a.Lines {
			id, words := a.ID+"."+l.ID, Fold(l.Label)
			w.lines[id], w.labels[id] = words, l.Label
			if other, twice := w.byLabel[words]; twice && other != id {
				id = ""
			}
			w.byLabel[words] = id
		}
	}
}

// Measure is a measure by its key.
func (w *Words) Measure(key string) (*Measure, bool) {
	m, ok := w.byKey[key]
	return m, ok
}

// Measures are all measures in the order of the file.
func (w *Words) Measures() []*Measure { return w.measures }

// unitAt is the unit that the words at token i name, "" when they name none.
func (w *Words) unitAt(s *scan, i int) string {
	if !s.isKind(i, word) {
		return ""
	}
	if s.isKind(i+1, word) {
		if u := w.units[s.t[i].text+" "+s.t[i+1].text]; u != "" {
			return u
		}
	}
	return w.units[s.t[i].text]
}

// Fold makes words comparable: the folding of the whole program, and nothing but letters and
// digits between single blanks.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := true
	for _, r := range procedure.Fold(s) {
		if !letter(r) && !digit(r) {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		b.WriteRune(r)
		blank = false
	}
	return strings.TrimSuffix(b.String(), " ")
}
