package procedure

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/datafile"
)

// everydayFile is the words that people use where the catalogue has others.
const everydayFile = Dir + "/everyday.toml"

// everyday is that file. Vietnamese for "a certified copy" is sao y in every street and
// chứng thực bản sao in the catalogue; who looks must not need to know.
type everyday struct {
	Filler []string `toml:"filler"` // left out when the whole query finds nothing
	Words  []said   `toml:"word"`

	file *datafile.File
}

// said are ways to say what the catalogue calls otherwise.
type said struct {
	Said []string `toml:"said"`
	Find string   `toml:"find"`
}

// readEveryday reads the words; a data tree need not have them.
func readEveryday(fsys fs.FS) (everyday, []datafile.Problem) {
	if _, err := fs.Stat(fsys, everydayFile); err != nil {
		return everyday{}, nil
	}
	e, file, problems := datafile.Decode[everyday](fsys, everydayFile)
	e.file = file
	for i := range e.Filler {
		e.Filler[i] = Fold(e.Filler[i])
	}
	return e, problems
}

// check finds words that lead nowhere and sayings that stand twice.
func (e *everyday) check(s *Set) []datafile.Problem {
	var out []datafile.Problem
	seen := map[string]bool{}
	for i, w := range e.Words {
		at := fmt.Sprintf("word[%d]", i)
		if len(w.Said) == 0 {
			out = append(out, e.file.Problem(at, "Thiếu said: phải có ít nhất một lời nói"))
		}
		for _, text := range w.Said {
			if seen[Fold(text)] {
				out = append(out, e.file.Problem(at+".said", fmt.Sprintf("Lời «%s» đã có ở mục khác", text)))
			}
			seen[Fold(text)] = true
		}
		if w.Find == "" || len(s.named(w.Find)) == 0 {
			out = append(out, e.file.Problem(at+".find", fmt.Sprintf("Không thủ tục nào có các chữ «%s»", w.Find)))
		}
	}
	return out
}

// meanings are what the catalogue calls the things of a folded query, the longest saying
// first: who says "mất giấy khai sinh" wants a copy before a first registration.
func (e *everyday) meanings(query string) []string {
	type hit struct {
		size int
		find string
	}
	var hits []hit
	padded := " " + query + " "
	for _, w := range e.Words {
		size := 0
		for _, text := range w.Said {
			if f := Fold(text); strings.Contains(padded, " "+f+" ") {
				size = max(size, len(f))
			}
		}
		if size > 0 {
			hits = append(hits, hit{size, w.Find})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.size, a.size) })
	var out []string
	for _, h := range hits {
		out = append(out, h.find)
	}
	return out
}

// telling is a folded query without its filler; "" when nothing else is left.
func (e *everyday) telling(query string) string {
	words := slices.DeleteFunc(strings.Fields(query), func(w string) bool { return slices.Contains(e.Filler, w) })
	return strings.Join(words, " ")
}
