package unit

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/datafile"
)

// Dir is the folder of unit files in the data tree, <id>.toml each.
const Dir = "units"

// Set is the units of a data tree, by code.
type Set struct {
	all []*Unit
}

// Book is what checking a unit needs to know of the catalogue: the group of a procedure,
// false when there is no such procedure. A nil Book leaves those checks out.
type Book func(code string) (group string, ok bool)

// Load reads and checks every unit file.
func Load(fsys fs.FS, book Book) (*Set, []datafile.Problem) {
	paths, err := datafile.List(fsys, Dir)
	if err != nil {
		return &Set{}, []datafile.Problem{{File: Dir, Text: "Không đọc được thư mục: " + err.Error()}}
	}
	s := &Set{}
	var out []datafile.Problem
	first := map[string]string{}
	for _, name := range paths {
		u, file, problems := datafile.Decode[Unit](fsys, name)
		out = append(out, problems...)
		if len(problems) > 0 {
			continue
		}
		u.File = name
		c := &checker{unit: &u, file: file, book: book}
		c.head(first)
		c.all()
		out = append(out, c.out...)
		s.all = append(s.all, &u)
	}
	slices.SortFunc(s.all, func(a, b *Unit) int { return strings.Compare(a.Code, b.Code) })
	return s, out
}

// All returns the units by code.
func (s *Set) All() []*Unit { return s.all }

// Unit returns a unit by its e-identifier or its short name.
func (s *Set) Unit(codeOrID string) (*Unit, bool) {
	for _, u := range s.all {
		if u.Code == codeOrID || u.ID == codeOrID {
			return u, true
		}
	}
	return nil, false
}
