package reconcile

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/reconcile/source"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// Rules are the general rules with their words, read from data/reconcile. They are immutable
// and safe for concurrent use.
type Rules struct {
	defined   []*Definition
	byID      map[string]*Definition
	relations relations
	words     *source.Words
	sentences *locale.Sentences
}

// Definition is one rule as data/reconcile/rules.toml states it. Limits are what the rule
// needs to know in numbers; a sentence is a key of the locale area "reconcile".
type Definition struct {
	ID        string           `toml:"id"`
	Title     string           `toml:"title"` // in Vietnamese
	English   string           `toml:"english"`
	Severity  Severity         `toml:"severity"`
	Why       string           `toml:"why"`
	Law       string           `toml:"law"`
	Sentences []string         `toml:"sentences"`
	Limits    map[string]int64 `toml:"limits"`
}

// relations say how measures hang together.
type relations struct {
	Sums     []sumRelation    `toml:"sum"`
	Parts    []partRelation   `toml:"part"`
	Bases    []partRelation   `toml:"base"`
	Lists    []listRelation   `toml:"list"`
	Equal    []partRelation   `toml:"equal"`
	Disjoint []disjoint       `toml:"disjoint"`
	Whole    []wholeRelation  `toml:"whole"`
	Shares   []sharesRelation `toml:"shares"`
	Most     []mostRelation   `toml:"most"`
	Totals   []string         `toml:"totals"`
	Rising   []string         `toml:"rising"`
	Falling  []string         `toml:"falling"`
	Least    []string         `toml:"least"`
	Met      []string         `toml:"met"`
	Unmet    []string         `toml:"unmet"`
}

// sumRelation: the whole is the sum of its parts. Parts that may go unprinted count as zero
// then; stock is counted in some reports' whole and left out in others'. AtLeast: there are
// parts that no report prints.
type sumRelation struct {
	Whole   string   `toml:"whole"`
	Parts   []string `toml:"parts"`
	Silent  []string `toml:"silent"`
	Stock   string   `toml:"stock"`
	AtLeast bool     `toml:"at_least"`
	Why     string   `toml:"why"`
}

// partRelation: the part is never more than the whole.
type partRelation struct {
	Part  string   `toml:"part"`
	Whole []string `toml:"whole"` // any of them that is printed; their sum where plus is set
	Plus  []string `toml:"plus"`  // added to the whole where printed
	Why   string   `toml:"why"`
}

// listRelation: figures of one measure, one for each field or post, make a whole. Among is the
// key of Figure.Of by which they are told apart.
type listRelation struct {
	Item  string `toml:"item"`
	Among string `toml:"among"`
	Whole string `toml:"whole"`
}

// disjoint: two pairs of measures that do not count the same things; one pair of numbers
// printed for both was copied.
type disjoint struct {
	A    [2]string `toml:"a"`
	B    [2]string `toml:"b"`
	Same string    `toml:"same"` // when this measure is zero the two may be alike
	Asks bool      `toml:"asks"` // the two may be one where the report does not say otherwise
	Why  string    `toml:"why"`
}

// wholeRelation: where the base of a part is the whole population, the part is the same part
// of the population.
type wholeRelation struct {
	Base       string `toml:"base"`
	Part       string `toml:"part"`
	Population string `toml:"population"`
	Counted    string `toml:"counted"`
}

// sharesRelation: percentages that make 100 together.
type sharesRelation struct {
	Parts []string `toml:"parts"`
}

// mostRelation: more than this is not plausible at one ward in one year.
type mostRelation struct {
	Words   []string `toml:"words"`
	Measure string   `toml:"measure"`
	Most    int64    `toml:"most"`
	Why     string   `toml:"why"`
}

// Load reads data/reconcile and the sentences of the findings. It reports rules without
// title, severity or sentence, rules that are not known to the program or are missing, and
// relations between measures that are not there.
func Load(fsys fs.FS) (*Rules, []datafile.Problem) {
	words, problems := source.Load(fsys)
	r := &Rules{words: words, byID: map[string]*Definition{}}
	r.sentences, _ = locale.Load(fsys) // what is wrong in them is said by the loader of locales
	type file struct {
		Rules []*Definition `toml:"rule"`
	}
	defined, f, some := datafile.Decode[file](fsys, "reconcile/rules.toml")
	problems = append(problems, some...)
	known := r.sentences.Keys("vi")
	for i, d := range defined.Rules {
		at := fmt.Sprintf("rule[%d]", i)
		say := func(bad bool, key, format string, args ...any) {
			if bad {
				problems = append(problems, f.Problem(at+"."+key, fmt.Sprintf(format, args...)))
			}
		}
		say(d.ID == "" || r.byID[d.ID] != nil, "id", "mã quy tắc «%s» bỏ trống hoặc đã có", d.ID)
		say(d.Title == "" || d.English == "" || d.Why == "", "title", "quy tắc «%s» chưa có tên, tên tiếng Anh hoặc lý do", d.ID)
		say(!slices.Contains(Severities, d.Severity), "severity", "quy tắc «%s»: mức độ phải là blocks, warns hoặc asks", d.ID)
		say(len(d.Sentences) == 0, "sentences", "quy tắc «%s» chưa có câu nào", d.ID)
		for j, key := range d.Sentences {
			say(!slices.Contains(known, "reconcile."+key), fmt.Sprintf("sentences[%d]", j), "không có câu «reconcile.%s» trong data/locales", key)
		}
		r.byID[d.ID] = d
	}
	r.defined = defined.Rules
	for _, step := range steps {
		for _, id := range step.rules {
			if r.byID[id] == nil {
				problems = append(problems, f.Problem("rule", fmt.Sprintf("thiếu quy tắc «%s»", id)))
				r.byID[id] = &Definition{ID: id, Severity: Asks}
			}
		}
	}
	for _, n := range needed {
		if r.byID[n.rule].Limits[n.name] <= 0 {
			problems = append(problems, f.Problem("rule", fmt.Sprintf("quy tắc «%s» chưa có giới hạn «%s» lớn hơn 0", n.rule, n.name)))
		}
	}
	problems = append(problems, r.unknown(f)...)
	return r, append(problems, r.loadRelations(fsys)...)
}

// unknown reports rules that the program does not have.
func (r *Rules) unknown(f *datafile.File) []datafile.Problem {
	var out []datafile.Problem
	for i, d := range r.defined {
		if !slices.ContainsFunc(steps, func(s step) bool { return slices.Contains(s.rules, d.ID) }) {
			out = append(out, f.Problem(fmt.Sprintf("rule[%d].id", i), fmt.Sprintf("chương trình không có quy tắc «%s»", d.ID)))
		}
	}
	return out
}

func (r *Rules) loadRelations(fsys fs.FS) []datafile.Problem {
	rel, f, problems := datafile.Decode[relations](fsys, "reconcile/relations.toml")
	r.relations = rel
	check := func(at string, keys ...string) {
		for _, k := range keys {
			if _, ok := r.words.Measure(k); !ok && k != "" {
				problems = append(problems, f.Problem(at, fmt.Sprintf("không có số đo «%s» trong data/reconcile/measures.toml", k)))
			}
		}
	}
	for i, x := range rel.Sums {
		check(fmt.Sprintf("sum[%d]", i), append(append(slices.Clone(x.Parts), x.Silent...), x.Whole, x.Stock)...)
	}
	for name, all := range map[string][]partRelation{"part": rel.Parts, "base": rel.Bases, "equal": rel.Equal} {
		for i, x := range all {
			check(fmt.Sprintf("%s[%d]", name, i), append(append(slices.Clone(x.Whole), x.Plus...), x.Part)...)
		}
	}
	for i, x := range rel.Lists {
		check(fmt.Sprintf("list[%d]", i), x.Item, x.Whole)
	}
	for i, x := range rel.Disjoint {
		check(fmt.Sprintf("disjoint[%d]", i), x.A[0], x.A[1], x.B[0], x.B[1], x.Same)
	}
	for i, x := range rel.Whole {
		check(fmt.Sprintf("whole[%d]", i), x.Base, x.Part, x.Population, x.Counted)
	}
	for i, x := range rel.Shares {
		check(fmt.Sprintf("shares[%d]", i), x.Parts...)
	}
	for i, x := range rel.Most {
		check(fmt.Sprintf("most[%d]", i), x.Measure)
	}
	return problems
}

// kind is what a measure is: flow, stock, distinct, rate, points; empty for one not known.
func (r *Rules) kind(measure string) string {
	if m, ok := r.words.Measure(measure); ok {
		return m.Kind
	}
	return ""
}

// needed are the limits that rules ask for: the data must state them.
var needed = [...]struct{ rule, name string }{{"fields", "complete"}, {"magnitude", "times"}}

// limit is a number that a rule was given; Load has seen to it that it is there.
func (r *Rules) limit(rule, name string) int64 { return r.byID[rule].Limits[name] }

// Definitions are all rules as the data states them, in its order.
func (r *Rules) Definitions() []*Definition { return r.defined }

// mostFigures bounds a document: a thousand pages hold some 60,000. A file of one sentence
// again and again would else be checked for minutes, and its findings kept in a gigabyte.
const mostFigures = 200_000

// Read makes a statement of a file, whatever its format.
func (r *Rules) Read(name string, b []byte) (*statement.Document, error) {
	doc, err := source.Read(r.words, name, b)
	if err != nil {
		return nil, err
	}
	return bounded(doc)
}

func bounded(doc *statement.Document) (*statement.Document, error) {
	if len(doc.Figures) > mostFigures {
		return nil, fault.New(fault.Invalid, "source.too_deep", "file", doc.Name)
	}
	return doc, nil
}
