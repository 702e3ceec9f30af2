// Package book holds the books of certifications (sổ chứng thực) as dated data (data/books):
// which there are, by which symbol and volume each is named, and which procedure it is for.
//
// It promises that a book is named as on its own day, and that a number is found to be of a
// book whatever the day (OfSeries). It allots no numbers and keeps no lines: the desk does
// (NĐ 23/2015/NĐ-CP Đ13). A day before the first edition has no books.
package book

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
)

// Dir is the folder of books in the data tree.
const Dir = "books"

// Edition is the books that are kept from a day on.
type Edition struct {
	ValidFrom calendar.Date `toml:"valid_from"`
	Law       string        `toml:"law"`
	Mark      string        `toml:"mark"` // verified, unverified, design
	Books     []Book        `toml:"book"`
}

// Book is one kind of book: a new one each year.
type Book struct {
	ID        string `toml:"id"`
	Title     string `toml:"title"`
	Symbol    string `toml:"symbol"`
	Volume    int    `toml:"volume"`    // quyển số, within the year
	Procedure string `toml:"procedure"` // that is certified in it when none is named
}

// Name is the book of a year as certifications name it: «01/2026-SCT/BS».
func (b *Book) Name(year int) string { return fmt.Sprintf("%02d/%d-%s", b.Volume, year, b.Symbol) }

// Set are the books of all days.
type Set struct {
	editions []Edition
	file     *datafile.File
}

// On is the edition of a day; nil when there was none yet.
func (s *Set) On(day calendar.Date) *Edition {
	for i := len(s.editions) - 1; i >= 0; i-- {
		if s.editions[i].ValidFrom <= day {
			return &s.editions[i]
		}
	}
	return nil
}

// Book finds a book of an edition by its id; nil when it has none. The edition may be nil.
func (e *Edition) Book(id string) *Book {
	if e == nil {
		return nil
	}
	i := slices.IndexFunc(e.Books, func(b Book) bool { return b.ID == id })
	if i < 0 {
		return nil
	}
	return &e.Books[i]
}

// First is the day from which there are books; 0: there are none.
func (s *Set) First() calendar.Date {
	if len(s.editions) == 0 {
		return 0
	}
	return s.editions[0].ValidFrom
}

// OfSeries reports whether a number ends with the symbol of a book of any day, so that the
// desk allots it and nobody types it.
func (s *Set) OfSeries(number string) bool {
	return slices.ContainsFunc(s.editions, func(e Edition) bool {
		return slices.ContainsFunc(e.Books, func(b Book) bool { return strings.HasSuffix(number, b.Symbol) })
	})
}

// CheckProcedures names the books of procedures that are not in the catalogue.
func (s *Set) CheckProcedures(known func(code string) bool) []datafile.Problem {
	var out []datafile.Problem
	for i, e := range s.editions {
		for k, b := range e.Books {
			if !known(b.Procedure) {
				out = append(out, s.file.Problem(fmt.Sprintf("edition[%d].book[%d].procedure", i, k), fmt.Sprintf("Không có thủ tục %s trong danh mục", b.Procedure)))
			}
		}
	}
	return out
}

type document struct {
	ID       string    `toml:"id"`
	Editions []Edition `toml:"edition"`
}

var (
	marks      = []string{"verified", "unverified", "design"}
	symbolForm = regexp.MustCompile(`^[\p{L}\d]+(?:[/,.-][\p{L}\d]+)*$`)
)

// Load reads and checks data/books. A data tree without books has none.
func Load(fsys fs.FS) (*Set, []datafile.Problem) {
	const path = Dir + "/certification.toml"
	paths, err := datafile.List(fsys, Dir)
	if err != nil {
		return &Set{}, []datafile.Problem{{File: Dir, Text: "Không đọc được thư mục sổ: " + err.Error()}}
	}
	if !slices.Contains(paths, path) {
		return &Set{}, nil
	}
	doc, file, problems := datafile.Decode[document](fsys, path)
	if len(problems) > 0 {
		return &Set{}, problems
	}
	c := &checker{file: file}
	if doc.ID == "" || len(doc.Editions) == 0 {
		c.addf("id", "Thiếu id hoặc chưa có sổ nào")
	}
	for i, e := range doc.Editions {
		at := fmt.Sprintf("edition[%d]", i)
		if e.ValidFrom == 0 || i > 0 && e.ValidFrom <= doc.Editions[i-1].ValidFrom {
			c.addf(at, "valid_from bị thiếu hoặc không sau dòng liền trước")
		}
		if e.Law == "" || !slices.Contains(marks, e.Mark) {
			c.addf(at, "Thiếu căn cứ (law), hoặc mark không phải một trong %v", marks)
		}
		c.books(at, e.Books)
	}
	return &Set{doc.Editions, file}, c.out
}

type checker struct {
	file *datafile.File
	out  []datafile.Problem
}

func (c *checker) addf(path, format string, args ...any) {
	c.out = append(c.out, c.file.Problem(path, fmt.Sprintf(format, args...)))
}

func (c *checker) books(at string, books []Book) {
	if len(books) == 0 {
		c.addf(at, "Không có sổ nào")
	}
	for k, b := range books {
		at := fmt.Sprintf("%s.book[%d]", at, k)
		if b.ID == "" || b.Title == "" || b.Procedure == "" || b.Volume < 1 || b.Volume > 99 {
			c.addf(at, "Thiếu id, title, procedure, hoặc volume không từ 1 đến 99")
		}
		if !symbolForm.MatchString(b.Symbol) {
			c.addf(at, "Ký hiệu «%s» không đúng dạng, ví dụ đúng: SCT/BS", b.Symbol)
		}
		if slices.ContainsFunc(books[:k], func(o Book) bool { return o.ID == b.ID || o.Symbol == b.Symbol }) {
			c.addf(at, "Sổ «%s» trùng id hoặc ký hiệu với sổ khác", b.ID)
		}
	}
}
