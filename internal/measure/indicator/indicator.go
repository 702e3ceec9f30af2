// Package indicator makes figures of counts, catalogue and books: numerator ÷ denominator ×
// scale, each line of a report one data file (data/indicators).
//
// It counts nothing itself: a term names a count that rollup keeps, a list the catalogue
// knows, a part of a book, or another indicator. The same terms give the number (Compute) and
// the rows behind it (List), which are as many as the number says.
//
// It keeps four states apart (reform-reporting §7 rule 1): a value, of which zero is one;
// blank, the line was left empty or the ratio is 0/0; not applicable, the line is not this
// unit's; no data, nobody has said anything. A figure is never made of missing terms, and a
// target without data is not met (rule 7). Arithmetic is in whole numbers; a ratio is rounded
// half up, once, at the end (rule 3).
package indicator

import (
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/duty/register"
)

// Kind says what a figure is.
type Kind string

const (
	Count   Kind = "count"   // sum of terms, a whole number
	Money   Kind = "money"   // sum of terms, đồng
	Ratio   Kind = "ratio"   // sum ÷ sum × scale
	Percent Kind = "percent" // a percentage known only as such, from a book
	Text    Kind = "text"
	Flag    Kind = "flag" // 1 yes, 0 no
	Tick    Kind = "tick" // x
	Heading Kind = "heading"
	Pair    Kind = "pair"   // several ratios in one cell
	Target  Kind = "target" // Đạt, Không đạt, Chưa đủ số liệu
)

// Level says who fills a line. A line of another level is not applicable at a ward; it is
// kept so that a unit of that level can use the same form.
type Level string

const (
	Ward     Level = "ward"
	Optional Level = "optional" // a ward may fill it
	Upper    Level = "upper"
	Province Level = "province"
	District Level = "district"
)

// Term is one summand. Exactly one of Count, Register, Catalogue, Indicator is set.
type Term struct {
	Count    string   `toml:"count"` // a count of rollup
	Channels []string `toml:"channels"`
	Levels   []string `toml:"levels"`
	Fields   []string `toml:"fields"`   // lĩnh vực
	Distinct string   `toml:"distinct"` // "procedure": how many services, not how many dossiers

	Register  string `toml:"register"`  // "kind/facet"
	Catalogue string `toml:"catalogue"` // "listed": lines of the unit's posted list on the last day
	Group     string `toml:"group"`     // commune, vertical_agency, interlinked
	Indicator string `toml:"indicator"` // the numerator of another count
}

// Part is one ratio of a pair.
type Part struct {
	Label string `toml:"label"`
	Num   []Term `toml:"num"`
	Den   []Term `toml:"den"`
}

// Test is one condition of a target: Num ÷ Den is at least Threshold percent; with Floors,
// in every year of the period at least that year's.
type Test struct {
	Label     string  `toml:"label"`
	Num       []Term  `toml:"num"`
	Den       []Term  `toml:"den"`
	Threshold int64   `toml:"threshold"`
	Floors    []Floor `toml:"floor"`
	SkipEmpty bool    `toml:"skip_when_none"` // no case, no condition
}

// Floor is the threshold of one year.
type Floor struct {
	Year    int   `toml:"year"`
	Percent int64 `toml:"percent"`
}

// Indicator is one line of a report.
type Indicator struct {
	ID        string        `toml:"id"`
	Title     string        `toml:"title"`
	English   string        `toml:"english"`
	Kind      Kind          `toml:"kind"`
	Level     Level         `toml:"level"`
	Scale     int64         `toml:"scale"`
	Decimals  int           `toml:"decimals"`
	Rounding  string        `toml:"rounding"`
	ValidFrom calendar.Date `toml:"valid_from"`
	ValidTo   calendar.Date `toml:"valid_to"`
	Law       string        `toml:"law"`
	Note      string        `toml:"note"`
	Num       []Term        `toml:"num"`
	Den       []Term        `toml:"den"`
	Fallback  string        `toml:"fallback"` // "kind/facet" of the figure when the terms have no data
	AtMost    string        `toml:"at_most"`  // an indicator that this one cannot exceed
	Parts     []Part        `toml:"part"`
	Claim     string        `toml:"claim"` // "kind/facet" of a target assessed by hand, with evidence
	Tests     []Test        `toml:"test"`

	file *datafile.File
}

// AtWard reports whether a ward fills the line.
func (i *Indicator) AtWard() bool { return i.Level == Ward || i.Level == Optional }

// Set is all indicators by id.
type Set struct {
	cat   *catalog.Catalog
	kinds *register.Kinds
	order []*Indicator
	byID  map[string]*Indicator
}

// Get returns an indicator.
func (s *Set) Get(id string) (*Indicator, bool) { i, ok := s.byID[id]; return i, ok }

// Known reports whether an id is an indicator's.
func (s *Set) Known(id string) bool { _, ok := s.byID[id]; return ok }

// All lists the indicators in the order of the printed report.
func (s *Set) All() []*Indicator { return s.order }
