package idcard

import (
	"io/fs"
	"regexp"
	"strings"

	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/datafile"
)

// Path is the data file of the provinces.
const Path = "idcard/provinces.toml"

// Provinces are the codes that a personal number may begin with, and how cards write the
// names: the last word of every address.
type Provinces struct {
	names  map[string]string // by code
	spelt  map[string]bool   // every way to write one, tone marks in one place
	folded map[string]bool   // the same without marks
}

type provinceFile struct {
	Province []struct {
		Code string   `toml:"code"`
		Name string   `toml:"name"`
		Said []string `toml:"said"`
	} `toml:"province"`
}

var codeForm = regexp.MustCompile(`^\d{3}$`)

// Load reads and checks the provinces.
func Load(fsys fs.FS) (*Provinces, []datafile.Problem) {
	p := &Provinces{names: map[string]string{}, spelt: map[string]bool{}, folded: map[string]bool{}}
	all, f, problems := datafile.Decode[provinceFile](fsys, Path)
	if len(problems) > 0 {
		return p, problems
	}
	for i, x := range all.Province {
		at := "province[" + itoa(i) + "]"
		switch {
		case !codeForm.MatchString(x.Code) || p.names[x.Code] != "":
			problems = append(problems, f.Problem(at, "Mã tỉnh «"+x.Code+"» phải gồm ba chữ số và không trùng"))
		case x.Name == "":
			problems = append(problems, f.Problem(at, "Thiếu tên tỉnh"))
		}
		p.names[x.Code] = x.Name
		for _, name := range append(x.Said, x.Name) {
			p.spelt[tonesPlaced(strings.ToLower(name))] = true
			p.folded[procedure.Fold(name)] = true
		}
	}
	if len(all.Province) == 0 {
		problems = append(problems, f.Problem("province", "Thiếu danh sách tỉnh, thành phố ([[province]])"))
	}
	return p, problems
}

// Name is the province of a personal number; empty when no province has its first digits.
func (p *Provinces) Name(number string) string {
	if len(number) < 3 {
		return ""
	}
	return p.names[number[:3]]
}

// last is the last part of an address without the word that says what it is.
func last(address string) string {
	s := strings.ToLower(strings.TrimSpace(address[strings.LastIndexByte(address, ',')+1:]))
	s = strings.TrimRight(s, " .")
	for _, kind := range []string{"tỉnh ", "thành phố ", "tp. ", "tp "} {
		if rest, ok := strings.CutPrefix(s, kind); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

// ends reports whether an address ends with a province, rightly written.
func (p *Provinces) ends(address string) bool {
	return p.spelt[tonesPlaced(last(address))]
}

// misspelt reports whether an address ends with what would be a province but for its marks,
// digits, or tone keys: «Quang Tri», «Qua3ng Tri5», «Quarng Trij».
func (p *Provinces) misspelt(address string) bool {
	s := last(address)
	if p.spelt[tonesPlaced(s)] {
		return false
	}
	for _, keys := range []string{"", "0123456789", "sfrxjw", "sfrxjw0123456789"} {
		if p.folded[undoubled(procedure.Fold(without(s, keys)), keys != "")] {
			return true
		}
	}
	return false
}

// without drops the keys that an input method takes for marks where one can stand: behind a
// vowel.
func without(s, keys string) string {
	var b strings.Builder
	seen := false
	for _, r := range s {
		switch {
		case r == ' ':
			seen = false
		case seen && strings.ContainsRune(keys, r):
			continue
		case strings.ContainsRune("aeiouy", base(r)):
			seen = true
		}
		b.WriteRune(r)
	}
	return b.String()
}

// undoubled makes one letter of two: «aa» is Telex for «â».
func undoubled(s string, really bool) string {
	if !really {
		return s
	}
	for _, c := range []string{"a", "e", "o", "d"} {
		s = strings.ReplaceAll(s, c+c, c)
	}
	return s
}
