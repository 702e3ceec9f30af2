package procedure

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/fault"
)

// Dir is the folder of procedure files in the data tree: <code>.toml each, and three files
// that are about all of them.
const Dir = "procedures"

const (
	sourcesFile = Dir + "/sources.toml"
	pendingFile = Dir + "/pending.toml"
)

// ValidCode reports whether text has the form of a national code: one digit 1 to 3, a dot,
// six digits (one-stop-rules §5.1).
func ValidCode(text string) bool {
	if len(text) != 8 || text[0] < '1' || text[0] > '3' || text[1] != '.' {
		return false
	}
	for _, c := range []byte(text[2:]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// Sources names what the procedure files point at.
type Sources struct {
	Title   string            `toml:"title"`
	AsOf    string            `toml:"as_of"`
	Sources map[string]Source `toml:"source"`
	Lists   map[string]List   `toml:"list"`
}

// Source is a publication.
type Source struct {
	Title string `toml:"title"`
	URL   string `toml:"url"`
}

// List is a published list of procedures, in which they were sighted or not.
type List struct {
	Title string `toml:"title"`
	Unit  string `toml:"unit"` // short name of the unit that posted it; empty: national
	Note  string `toml:"note"`
}

// Set is the procedures of a data tree. One made by Open reads a file when its code is asked
// for; one made by Load has read and checked them all. It is safe for concurrent use.
type Set struct {
	fsys   fs.FS
	whole  sync.Once // reading every file
	mu     sync.Mutex
	read   map[string]entry // by code
	all    []*Procedure     // sorted by code; nil until every file is read
	folded []string         // search text beside all
	common *datafile.File   // lines of sources.toml

	everyday everyday // how people say it

	Sources Sources   // once every file is read
	Pending []Pending // of a loaded set
}

type entry struct {
	procedure *Procedure // nil when the file cannot be used
	file      *datafile.File
	problems  []datafile.Problem
}

// Open makes a set that reads nothing yet: a program that asks for one procedure starts at
// once. A broken file shows when it is asked for.
func Open(fsys fs.FS) *Set { return &Set{fsys: fsys, read: map[string]entry{}} }

// Load reads and checks every procedure file.
func Load(fsys fs.FS) (*Set, []datafile.Problem) {
	s := Open(fsys)
	var problems []datafile.Problem
	s.whole.Do(func() { problems = s.readAll() })
	return s, append(problems, s.check()...)
}

// Find returns the procedure of a national code. It refuses a text that is no code, a code
// that is not in the catalogue, and a file that cannot be read.
func (s *Set) Find(code string) (*Procedure, error) {
	if !ValidCode(code) {
		return nil, fault.New(fault.Invalid, "procedure.malformed_code", "code", code)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.read[code]
	if !ok {
		e = s.open(code)
	}
	switch {
	case len(e.problems) > 0 && e.procedure == nil:
		return nil, fault.New(fault.Invalid, "procedure.broken_file", "problem", e.problems[0].String())
	case e.procedure == nil:
		return nil, fault.New(fault.NotFound, "procedure.unknown", "code", code)
	}
	return e.procedure, nil
}

// open reads the file of a code and remembers it; the caller holds the lock. A code without
// a file is not remembered: anyone may ask for any number of those.
func (s *Set) open(code string) entry {
	name := path.Join(Dir, code+".toml")
	if _, err := fs.Stat(s.fsys, name); err != nil || s.all != nil {
		return entry{}
	}
	e := readOne(s.fsys, name)
	if e.procedure != nil && e.procedure.Code != code {
		e.problems = []datafile.Problem{e.file.Problem("code", "Mã "+e.procedure.Code+" khác tên tệp")}
		e.procedure = nil
	}
	s.read[code] = e
	return e
}

func readOne(fsys fs.FS, name string) entry {
	p, file, problems := datafile.Decode[Procedure](fsys, name)
	e := entry{file: file, problems: problems}
	if len(problems) == 0 {
		p.File = name
		e.procedure = &p
	}
	return e
}

// Get is Find for callers that treat every refusal alike.
func (s *Set) Get(code string) (*Procedure, bool) {
	p, err := s.Find(code)
	return p, err == nil
}

// All returns every procedure by code. A file that cannot be read is left out, so a caller
// that counts must have used Load and seen no problem.
func (s *Set) All() []*Procedure {
	s.whole.Do(func() { s.readAll() })
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all
}

// readAll reads every file, on two goroutines: decoding is what takes the time.
func (s *Set) readAll() []datafile.Problem {
	paths, err := datafile.List(s.fsys, Dir)
	if err != nil {
		return []datafile.Problem{{File: Dir, Text: "Không đọc được thư mục: " + err.Error()}}
	}
	paths = slices.DeleteFunc(paths, func(p string) bool { return p == sourcesFile || p == pendingFile || p == everydayFile })
	entries := make([]entry, len(paths))
	var wait sync.WaitGroup
	for part := range 2 {
		wait.Go(func() {
			for i := part; i < len(paths); i += 2 {
				entries[i] = readOne(s.fsys, paths[i])
			}
		})
	}
	wait.Wait()
	return s.keep(paths, entries)
}

func (s *Set) keep(paths []string, entries []entry) []datafile.Problem {
	s.mu.Lock()
	defer s.mu.Unlock()
	var problems []datafile.Problem
	s.Sources, s.common, problems = datafile.Decode[Sources](s.fsys, sourcesFile)
	words, some := readEveryday(s.fsys)
	s.everyday, problems = words, append(problems, some...)
	all := make([]*Procedure, 0, len(paths))
	for i, name := range paths {
		code := strings.TrimSuffix(path.Base(name), ".toml")
		e := entries[i]
		problems = append(problems, e.problems...)
		if path.Dir(name) != Dir || !ValidCode(code) {
			problems = append(problems, datafile.Problem{File: name, Text: "Tên tệp phải là mã thủ tục, đặt ngay trong thư mục " + Dir + ", ví dụ 1.001193.toml"})
			continue
		}
		s.read[code] = e
		if e.procedure != nil {
			all = append(all, e.procedure)
		}
	}
	slices.SortFunc(all, func(a, b *Procedure) int { return strings.Compare(a.Code, b.Code) })
	s.all = all
	return problems
}
