package register

import (
	"fmt"
	"io/fs"
	"regexp"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/datafile"
)

// Measure says what an item's Quantity or Text means, and how items of a period are read.
type Measure string

const (
	Count   Measure = "count"   // how many facts; items add over periods
	Amount  Measure = "amount"  // đồng; items add over periods
	Level   Measure = "level"   // a stock (staff, services offered) at the item's To; the latest holds
	Percent Measure = "percent" // hundredths of a percent, of exactly the item's period
	Points  Measure = "points"  // hundredths of a point, of exactly the item's period
	Text    Measure = "text"    // words; the latest hold
	Flag    Measure = "flag"    // 1 yes, 0 no; yes when any item of the period says yes
	Tick    Measure = "tick"    // 1 for x; the latest holds
)

// Adds reports whether items of the measure add over periods.
func (m Measure) Adds() bool { return m == Count || m == Amount }

var measures = map[Measure]bool{Count: true, Amount: true, Level: true, Percent: true, Points: true, Text: true, Flag: true, Tick: true}

// Kind is one book, defined as data.
type Kind struct {
	ID       string  `toml:"id"`
	Title    string  `toml:"title"`
	Measure  Measure `toml:"measure"`
	Law      string  `toml:"law"`
	Evidence bool    `toml:"evidence"` // an item without evidence is refused
	// Writers are the roles that may write the book; none named: everybody who serves the unit.
	Writers []access.Role `toml:"writers"`
	Note    string        `toml:"note"`
	Facets  []Facet       `toml:"facet"`
	Fields  []Field       `toml:"field"`
}

// Facet is the part of a book that a figure reads. Its measure is the kind's unless it says
// otherwise.
type Facet struct {
	ID      string   `toml:"id"`
	Title   string   `toml:"title"`
	Measure Measure  `toml:"measure"`
	Feeds   []string `toml:"feeds"` // lines of the printed reports it enters from, "I.1.2"
	Facts   []string `toml:"facts"` // facts of the printed reports, without the year: "penalty.cases"
}

// Field is one more thing to write about a dated fact.
type Field struct {
	ID       string `toml:"id"`
	Title    string `toml:"title"`
	Type     string `toml:"type"` // text, date, number
	Required bool   `toml:"required"`
}

// Place is a facet of a kind.
type Place struct {
	Kind  *Kind
	Facet *Facet
}

// Measure is the facet's measure, or its kind's.
func (p Place) Measure() Measure {
	if p.Facet.Measure != "" {
		return p.Facet.Measure
	}
	return p.Kind.Measure
}

// Kinds are all the books of a unit.
type Kinds struct {
	order []*Kind
	byID  map[string]*Kind
	feeds map[string]Place
	facts map[string]Place
}

// All lists the kinds in the order of their files.
func (k *Kinds) All() []*Kind { return k.order }

// Get returns a kind by its id.
func (k *Kinds) Get(id string) (*Kind, bool) { v, ok := k.byID[id]; return v, ok }

// Find returns the facet of a kind.
func (k *Kinds) Find(kind, facet string) (Place, bool) {
	v, ok := k.byID[kind]
	if !ok {
		return Place{}, false
	}
	for i := range v.Facets {
		if v.Facets[i].ID == facet {
			return Place{v, &v.Facets[i]}, true
		}
	}
	return Place{}, false
}

// Feed returns the facet into which a line of a printed report enters.
func (k *Kinds) Feed(line string) (Place, bool) { p, ok := k.feeds[line]; return p, ok }

// Fact returns the facet into which a yearly fact of a printed report enters.
func (k *Kinds) Fact(id string) (Place, bool) { p, ok := k.facts[id]; return p, ok }

var idForm = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// LoadKinds reads and checks data/registers.
func LoadKinds(fsys fs.FS) (*Kinds, []datafile.Problem) {
	out := &Kinds{byID: map[string]*Kind{}, feeds: map[string]Place{}, facts: map[string]Place{}}
	paths, err := datafile.List(fsys, "registers")
	if err != nil {
		return out, []datafile.Problem{{File: "registers", Text: "không đọc được thư mục sổ: " + err.Error()}}
	}
	var problems []datafile.Problem
	for _, path := range paths {
		k, f, bad := datafile.Decode[Kind](fsys, path)
		if len(bad) > 0 {
			problems = append(problems, bad...)
			continue
		}
		problems = append(problems, out.add(&k, f)...)
	}
	return out, problems
}

func (k *Kinds) add(kind *Kind, f *datafile.File) (problems []datafile.Problem) {
	say := func(path, format string, args ...any) {
		problems = append(problems, f.Problem(path, fmt.Sprintf(format, args...)))
	}
	if !idForm.MatchString(kind.ID) {
		say("id", "mã sổ «%s» phải là chữ thường không dấu, số, gạch dưới", kind.ID)
	}
	if k.byID[kind.ID] != nil {
		say("id", "mã sổ «%s» đã có ở tệp khác", kind.ID)
	}
	if kind.Title == "" {
		say("title", "sổ chưa có tên")
	}
	if !measures[kind.Measure] {
		say("measure", "cách đo «%s» không có; hãy dùng count, amount, level, percent, points, text, flag hoặc tick", kind.Measure)
	}
	for i, r := range kind.Writers {
		if !r.Known() {
			say(fmt.Sprintf("writers[%d]", i), "vai «%s» không có", r)
		}
	}
	if len(kind.Facets) == 0 {
		say("facet", "sổ phải có ít nhất một phần (facet)")
	}
	seen := map[string]bool{}
	for i := range kind.Facets {
		x, path := &kind.Facets[i], fmt.Sprintf("facet[%d]", i)
		if !idForm.MatchString(x.ID) || x.Title == "" {
			say(path, "phần «%s» cần mã (chữ thường không dấu) và tên", x.ID)
		}
		if seen[x.ID] {
			say(path+".id", "phần «%s» khai hai lần", x.ID)
		}
		seen[x.ID] = true
		if x.Measure != "" && !measures[x.Measure] {
			say(path+".measure", "cách đo «%s» không có", x.Measure)
		}
		k.take(k.feeds, x.Feeds, Place{kind, x}, path+".feeds", say)
		k.take(k.facts, x.Facts, Place{kind, x}, path+".facts", say)
	}
	clear(seen)
	for i, x := range kind.Fields {
		path := fmt.Sprintf("field[%d]", i)
		if !idForm.MatchString(x.ID) || x.Title == "" || seen[x.ID] {
			say(path, "ô «%s» cần mã không trùng và tên", x.ID)
		}
		seen[x.ID] = true
		if x.Type != "text" && x.Type != "date" && x.Type != "number" {
			say(path+".type", "kiểu ô «%s» không có; hãy dùng text, date hoặc number", x.Type)
		}
	}
	k.byID[kind.ID] = kind
	k.order = append(k.order, kind)
	return problems
}

// take notes that lines or facts enter at a place; two places for one would make the import
// depend on the order of files.
func (k *Kinds) take(into map[string]Place, ids []string, at Place, path string, say func(string, string, ...any)) {
	for _, id := range ids {
		if other, taken := into[id]; taken {
			say(path, "«%s» đã vào sổ «%s»", id, other.Kind.ID)
			continue
		}
		into[id] = at
	}
}
