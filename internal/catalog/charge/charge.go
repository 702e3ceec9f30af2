// Package charge holds what a certification costs, as dated data (data/charges).
//
// It keeps rates with the day from which each holds, and computes amounts by them; it takes
// no money and knows no receipt. A day before the first rate has no charge: what is not
// published is not asked for.
package charge

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/money"
)

// Dir is the folder of charges in the data tree.
const Dir = "charges"

// Rate is what is charged from a day on.
type Rate struct {
	ValidFrom calendar.Date `toml:"valid_from"`
	Law       string        `toml:"law"`
	Mark      string        `toml:"mark"`   // verified, unverified
	Fields    []string      `toml:"fields"` // whose procedures are charged by it
	Copies    Copies        `toml:"copies"`
	Cases     []Case        `toml:"case"`
}

// Copies is the charge of one certified copy, by the pages of its original (TT 226/2016/TT-BTC).
type Copies struct {
	FirstPages int       `toml:"first_pages"`
	First      money.VND `toml:"first"` // for each of the first pages
	Next       money.VND `toml:"next"`  // for each page after
	Most       money.VND `toml:"most"`  // for one copy
}

// Case is the charge of one certification in a book that counts cases. Procedures empty: of
// every procedure without a charge of its own.
type Case struct {
	Book       string    `toml:"book"`
	Procedures []string  `toml:"procedures"`
	Amount     money.VND `toml:"amount"`
}

// Set are the rates of all days.
type Set struct{ rates []Rate }

// On is the rate of a day; nil when none was published by then.
func (s *Set) On(day calendar.Date) *Rate {
	for i := len(s.rates) - 1; i >= 0; i-- {
		if s.rates[i].ValidFrom <= day {
			return &s.rates[i]
		}
	}
	return nil
}

// Covers reports whether the procedures of a field are charged by the rate.
func (r *Rate) Covers(field string) bool { return slices.Contains(r.Fields, field) }

// Copy is the charge of copies of one original: each copy by the original's pages, and none
// dearer than the most.
func (r *Rate) Copy(pages, copies int) money.VND {
	first := min(pages, r.Copies.FirstPages)
	one := money.VND(first)*r.Copies.First + money.VND(pages-first)*r.Copies.Next
	return money.VND(copies) * min(one, r.Copies.Most)
}

// Case is the charge of one case of a book; false when none is published.
func (r *Rate) Case(book, procedure string) (money.VND, bool) {
	amount, ok := money.VND(0), false
	for _, c := range r.Cases {
		switch {
		case c.Book != book:
		case slices.Contains(c.Procedures, procedure):
			return c.Amount, true
		case len(c.Procedures) == 0:
			amount, ok = c.Amount, true
		}
	}
	return amount, ok
}

type document struct {
	ID    string `toml:"id"`
	Rates []Rate `toml:"rate"`
}

// Load reads and checks data/charges. A data tree without charges has none.
func Load(fsys fs.FS) (*Set, []datafile.Problem) {
	const path = Dir + "/certification.toml"
	paths, err := datafile.List(fsys, Dir)
	if err != nil {
		return &Set{}, []datafile.Problem{{File: Dir, Text: "Không đọc được thư mục mức thu: " + err.Error()}}
	}
	if !slices.Contains(paths, path) {
		return &Set{}, nil
	}
	doc, file, problems := datafile.Decode[document](fsys, path)
	if len(problems) > 0 {
		return &Set{}, problems
	}
	say := func(i int, text string) {
		problems = append(problems, file.Problem(fmt.Sprintf("rate[%d]", i), text))
	}
	if doc.ID == "" || len(doc.Rates) == 0 {
		problems = append(problems, file.Problem("id", "Thiếu id hoặc chưa có mức thu nào"))
	}
	for i, r := range doc.Rates {
		if r.ValidFrom == 0 || i > 0 && r.ValidFrom <= doc.Rates[i-1].ValidFrom {
			say(i, "valid_from bị thiếu hoặc không sau mức thu liền trước")
		}
		if r.Law == "" || r.Mark != "verified" && r.Mark != "unverified" {
			say(i, "Thiếu căn cứ (law), hoặc mark không phải verified, unverified")
		}
		if len(r.Fields) == 0 || slices.Contains(r.Fields, "") {
			say(i, "Thiếu lĩnh vực (fields) thu theo mức này")
		}
		if c := r.Copies; c.FirstPages < 0 || c.First < 0 || c.Next < 0 || c.Most < 0 {
			say(i, "Mức thu bản sao có số âm")
		}
		for k, c := range r.Cases {
			if c.Book == "" || c.Amount < 0 {
				problems = append(problems, file.Problem(fmt.Sprintf("rate[%d].case[%d]", i, k), "Thiếu quyển sổ (book) hoặc số tiền âm"))
			}
		}
	}
	return &Set{doc.Rates}, problems
}
