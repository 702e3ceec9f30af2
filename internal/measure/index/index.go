// Package index makes scores of counts: tables of criteria (data/indexes) with a maximum, a
// ratio and a rule each, such as the index of Quyết định 766/QĐ-TTg.
//
// A score is as complete as its data: a row without data has no points and is never counted
// as 0 (one-stop rules §9.1), so every sum says beside it the maximum of the rows that were
// scored. The national portal's score stays the authority; ours explains it and warns early.
//
// Points are kept as exact fractions and rounded half up to two decimals only when shown.
// Whether a row that does not apply gives full points is a switch, and both answers are shown
// (§13.13).
package index

import (
	"fmt"
	"io/fs"

	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/measure/indicator"
)

// Rule says how a ratio becomes points.
type Rule string

const (
	Linear      Rule = "linear"      // max × ratio
	Scaled      Rule = "scaled"      // max × ratio ÷ threshold, not capped
	Capped      Rule = "capped"      // the same, at most max
	Information Rule = "information" // shown, not scored
)

// Definition is one table of criteria.
type Definition struct {
	ID               string  `toml:"id"`
	Title            string  `toml:"title"`
	Law              string  `toml:"law"`
	Note             string  `toml:"note"`
	PolicyFullPoints bool    `toml:"policy_full_points"` // the headline score is the one by policy
	Groups           []Group `toml:"group"`
	Bands            []Band  `toml:"band"`

	set *indicator.Set
}

// Group is a part of the table. FullByPolicy: the row that carries its points does not apply
// to a commune, so policy gives them all.
type Group struct {
	ID           string `toml:"id"`
	Title        string `toml:"title"`
	Max          int64  `toml:"max"`
	FullByPolicy bool   `toml:"full_by_policy"`
	Rows         []Row  `toml:"row"`
}

// Row is one criterion. No num: nothing here holds its data yet.
type Row struct {
	ID        string           `toml:"id"`
	Code      string           `toml:"code"` // name in the national system
	Title     string           `toml:"title"`
	Max       *int64           `toml:"max"`     // absent: the table gives none, which is not 0
	Commune   string           `toml:"commune"` // yes, no, not_excluded
	Rule      Rule             `toml:"rule"`
	Threshold int64            `toml:"threshold"` // percent
	OnEmpty   string           `toml:"on_empty"`  // when the denominator is 0: max, zero; "": no data
	Mark      string           `toml:"mark"`      // verified, unverified, design
	Note      string           `toml:"note"`
	Num       []indicator.Term `toml:"num"`
	Minus     []indicator.Term `toml:"minus"` // taken off the numerator
	Den       []indicator.Term `toml:"den"`
}

// Band is a grade by points out of a hundred, highest first.
type Band struct {
	Title  string `toml:"title"`
	From   int64  `toml:"from"`
	Colour string `toml:"colour"`
	Mark   string `toml:"mark"`
}

// Load reads and checks data/indexes.
func Load(fsys fs.FS, set *indicator.Set) (map[string]*Definition, []datafile.Problem) {
	out := map[string]*Definition{}
	paths, err := datafile.List(fsys, "indexes")
	if err != nil {
		return out, []datafile.Problem{{File: "indexes", Text: "không đọc được thư mục bộ chỉ số: " + err.Error()}}
	}
	var problems []datafile.Problem
	for _, path := range paths {
		d, f, bad := datafile.Decode[Definition](fsys, path)
		problems = append(problems, bad...)
		if len(bad) > 0 {
			continue
		}
		d.set = set
		c := checker{d: &d, f: f, set: set, rows: map[string]bool{}}
		c.all()
		problems = append(problems, c.problems...)
		if d.ID == "" || out[d.ID] != nil {
			problems = append(problems, f.Problem("id", fmt.Sprintf("mã bộ chỉ số «%s» bỏ trống hoặc đã có", d.ID)))
		}
		out[d.ID] = &d
	}
	return out, problems
}

type checker struct {
	d        *Definition
	f        *datafile.File
	set      *indicator.Set
	rows     map[string]bool
	problems []datafile.Problem
}

func (c *checker) say(wrong bool, path, format string, args ...any) {
	if wrong {
		c.problems = append(c.problems, c.f.Problem(path, fmt.Sprintf(format, args...)))
	}
}

func (c *checker) all() {
	c.say(c.d.Title == "" || c.d.Law == "", "title", "bộ chỉ số cần tên và căn cứ")
	groups := map[string]bool{}
	for n, g := range c.d.Groups {
		at := fmt.Sprintf("group[%d]", n)
		c.say(g.ID == "" || g.Title == "" || groups[g.ID], at, "nhóm «%s» cần mã không trùng và tên", g.ID)
		groups[g.ID] = true
		var sum int64
		for m, r := range g.Rows {
			c.row(fmt.Sprintf("%s.row[%d]", at, m), r)
			if r.Max != nil {
				sum += *r.Max
			}
		}
		c.say(sum != g.Max, at+".max", "các dòng của nhóm «%s» cộng lại là %d điểm, không phải %d", g.ID, sum, g.Max)
	}
	for n, b := range c.d.Bands {
		c.say(b.Title == "", fmt.Sprintf("band[%d].title", n), "mức chưa có tên")
		c.say(n > 0 && b.From >= c.d.Bands[n-1].From, fmt.Sprintf("band[%d].from", n), "các mức phải từ cao xuống thấp")
	}
	c.say(len(c.d.Bands) > 0 && c.d.Bands[len(c.d.Bands)-1].From != 0, "band", "mức thấp nhất phải bắt đầu từ 0")
}

func (c *checker) row(at string, r Row) {
	c.say(r.ID == "" || r.Title == "" || c.rows[r.ID], at, "dòng «%s» cần mã không trùng và tên", r.ID)
	c.rows[r.ID] = true
	c.say(r.Commune != "yes" && r.Commune != "no" && r.Commune != "not_excluded", at+".commune", "commune nhận yes, no hoặc not_excluded")
	c.say(r.Mark != "verified" && r.Mark != "unverified" && r.Mark != "design", at+".mark", "mark nhận verified, unverified hoặc design")
	c.say(r.OnEmpty != "" && r.OnEmpty != "max" && r.OnEmpty != "zero", at+".on_empty", "on_empty nhận max hoặc zero")
	c.say(r.OnEmpty != "" && r.Max == nil, at+".on_empty", "on_empty cần điểm tối đa")
	c.say((len(r.Num) == 0) != (len(r.Den) == 0) || len(r.Minus) > 0 && len(r.Num) == 0, at, "dòng cần cả num và den, hoặc không có gì")
	switch r.Rule {
	case Linear, Information:
		c.say(r.Threshold != 0, at+".threshold", "cách tính này không dùng threshold")
	case Scaled, Capped:
		c.say(r.Threshold <= 0 || r.Threshold > 100, at+".threshold", "threshold phải từ 1 đến 100")
	default:
		c.say(true, at+".rule", "cách tính «%s» không có; hãy dùng linear, scaled, capped hoặc information", r.Rule)
	}
	c.say(r.Rule != Information && (r.Max == nil || *r.Max <= 0), at+".max", "dòng tính điểm cần điểm tối đa")
	c.problems = append(c.problems, c.set.CheckTerms(c.f, at+".num", r.Num)...)
	c.problems = append(c.problems, c.set.CheckTerms(c.f, at+".minus", r.Minus)...)
	c.problems = append(c.problems, c.set.CheckTerms(c.f, at+".den", r.Den)...)
}
