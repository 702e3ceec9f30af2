package demo

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
)

// Habits are the assumed ways of the ward: what the print does not say and a life needs.
// They never change a figure. Shares are per mille.
type Habits struct {
	Population     int    `toml:"population"`
	Quarters       int    `toml:"quarters"`
	Place          string `toml:"place"`
	IdentityPrefix string `toml:"identity_prefix"`

	Rated          int `toml:"rated"`
	Satisfied      int `toml:"satisfied"`
	Post           int `toml:"post"`
	TypedByOfficer int `toml:"typed_by_officer"`
	Evening        int `toml:"evening"`
	Supplement     int `toml:"supplement"`
	Reused         int `toml:"reused"`
	PaperMove      int `toml:"paper_move"`
	CollectedLater int `toml:"collected_later"`
	StoreFrom      int `toml:"store_from"`

	NoReuse   []string      `toml:"no_reuse"`   // fields whose papers are new each time
	PrintedOn calendar.Date `toml:"printed_on"` // day on which the printed report is entered
	Reporter  string        `toml:"reporter"`   // and by whom
	Leaders   []string      `toml:"leaders"`    // the first signs least

	Weight Weight   `toml:"weight"`
	Desks  []Post   `toml:"desk"`
	Agreed []Agreed `toml:"agreed"`
}

// Weight is how many dossiers come on a day, in percent of an ordinary day.
type Weight struct {
	Monday    int `toml:"monday"`
	Friday    int `toml:"friday"`
	BeforeTet int `toml:"before_tet"`
	AfterTet  int `toml:"after_tet"`
	School    int `toml:"school"`
}

// Post is who works on a field. No fields: all others.
type Post struct {
	Fields     []string `toml:"fields"`
	Clerk      string   `toml:"clerk"`
	Specialist string   `toml:"specialist"`
	Symbol     string   `toml:"symbol"`
}

// Agreed is the share of a same-day procedure's early dossiers that are received under its
// published longer variant.
type Agreed struct {
	Procedure string `toml:"procedure"`
	Share     int    `toml:"share"`
}

// Names are name parts for people who do not exist.
type Names struct {
	MiddleMale   []string `toml:"middle_male"`
	GivenMale    []string `toml:"given_male"`
	MiddleFemale []string `toml:"middle_female"`
	GivenFemale  []string `toml:"given_female"`
	Families     []Family `toml:"family"`
}

// Family is a family name with its weight.
type Family struct {
	Name   string `toml:"name"`
	Weight int    `toml:"weight"`
}

func (h *Habits) post(field string) Post {
	for _, p := range h.Desks {
		if len(p.Fields) == 0 || slices.Contains(p.Fields, field) {
			return p
		}
	}
	return Post{}
}

func (h *Habits) agreed(procedure string) int {
	for _, a := range h.Agreed {
		if a.Procedure == procedure {
			return a.Share
		}
	}
	return 0
}

func loadHabits(fsys fs.FS, ward string) (*Habits, []datafile.Problem) {
	h, file, problems := datafile.Decode[Habits](fsys, "demo/"+ward+"/habits.toml")
	if len(problems) > 0 {
		return &h, problems
	}
	for _, s := range []struct {
		key   string
		value int
	}{{"rated", h.Rated}, {"satisfied", h.Satisfied}, {"post", h.Post}, {"typed_by_officer", h.TypedByOfficer}, {"evening", h.Evening},
		{"supplement", h.Supplement}, {"reused", h.Reused}, {"paper_move", h.PaperMove}, {"collected_later", h.CollectedLater}} {
		if s.value < 0 || s.value > 1000 {
			problems = append(problems, file.Problem(s.key, fmt.Sprintf("%s: cần số phần nghìn từ 0 đến 1000", s.key)))
		}
	}
	w := h.Weight
	if min(h.Population, h.Quarters, w.Monday, w.Friday, w.BeforeTet, w.AfterTet, w.School) < 1 {
		problems = append(problems, file.Problem("population", "population, quarters và mọi trọng số phải từ 1 trở lên"))
	}
	if h.PrintedOn == 0 || h.Reporter == "" || len(h.Leaders) != 2 {
		problems = append(problems, file.Problem("printed_on", "cần printed_on, reporter và đúng hai leaders"))
	}
	if len(h.Desks) == 0 || len(h.Desks[len(h.Desks)-1].Fields) != 0 {
		problems = append(problems, file.Problem("desk", "desk cuối cùng phải có fields = [] cho các lĩnh vực còn lại"))
	}
	return &h, problems
}

func loadNames(fsys fs.FS, ward string) (*Names, []datafile.Problem) {
	n, file, problems := datafile.Decode[Names](fsys, "demo/"+ward+"/names.toml")
	if len(problems) == 0 && min(len(n.MiddleMale), len(n.GivenMale), len(n.MiddleFemale), len(n.GivenFemale), len(n.Families)) == 0 {
		problems = append(problems, file.Problem("family", "cần ít nhất một họ, tên đệm và tên cho nam và cho nữ"))
	}
	for i, f := range n.Families {
		if f.Name == "" || f.Weight < 1 {
			problems = append(problems, file.Problem(fmt.Sprintf("family[%d]", i), "họ cần name và weight từ 1 trở lên"))
		}
	}
	return &n, problems
}
