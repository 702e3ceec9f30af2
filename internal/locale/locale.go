// Package locale holds the sentences of the program: data/locales/<area>.vi.toml and
// .en.toml, one flat table each, merged on load.
//
// Vietnamese is complete by test. English falls back to Vietnamese, and a key without any
// sentence shows as itself. A place {name} in a sentence is filled from alternating names and
// values; a value never holds personal data (fault.Error).
package locale

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/fault"
)

// Languages with a file; the first is the one that must be complete.
var Languages = []string{"vi", "en"}

// Sentences are the loaded sentences by language and key.
type Sentences struct {
	by      map[string]map[string]string
	outward bool
}

// Outward are the same sentences for readers at a browser: a fault of the machine does not
// tell them, and whoever is not signed in, on which path or address its data lies. The log and
// the command line say it.
func (s *Sentences) Outward() *Sentences { return &Sentences{by: s.by, outward: true} }

// Load reads data/locales. It reports a key given twice in one language, a key that has
// English but no Vietnamese, and sentences whose places differ.
func Load(fsys fs.FS) (*Sentences, []datafile.Problem) {
	s := &Sentences{by: map[string]map[string]string{}}
	for _, lang := range Languages {
		s.by[lang] = map[string]string{}
	}
	files, err := datafile.List(fsys, "locales")
	if err != nil {
		return s, []datafile.Problem{{File: "locales", Text: "không đọc được thư mục câu chữ: " + err.Error()}}
	}
	var problems []datafile.Problem
	slices.SortFunc(files, vietnameseFirst)
	for _, p := range files {
		problems = append(problems, s.add(fsys, p)...)
	}
	return s, problems
}

// vietnameseFirst puts .vi.toml before .en.toml, so that English is compared with it.
func vietnameseFirst(a, b string) int {
	if va, vb := strings.HasSuffix(a, ".vi.toml"), strings.HasSuffix(b, ".vi.toml"); va != vb {
		if va {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}

func (s *Sentences) add(fsys fs.FS, file string) []datafile.Problem {
	table, f, problems := datafile.Decode[map[string]string](fsys, file)
	parts := strings.Split(path.Base(file), ".")
	if len(parts) != 3 || s.by[parts[1]] == nil {
		return append(problems, datafile.Problem{File: file, Text: "tên tệp câu chữ phải là <khu vực>.vi.toml hoặc <khu vực>.en.toml"})
	}
	into := s.by[parts[1]]
	for _, key := range slices.Sorted(maps.Keys(table)) {
		text := table[key]
		vi, known := s.by["vi"][key]
		switch {
		case into[key] != "":
			problems = append(problems, f.Problem(key, fmt.Sprintf("khóa câu «%s» đã có ở tệp khác", key)))
		case strings.TrimSpace(text) == "":
			problems = append(problems, f.Problem(key, fmt.Sprintf("câu «%s» bỏ trống", key)))
		case parts[1] != "vi" && !known:
			problems = append(problems, f.Problem(key, fmt.Sprintf("câu «%s» chưa có tiếng Việt", key)))
		case parts[1] != "vi" && !slices.Equal(Places(vi), Places(text)):
			problems = append(problems, f.Problem(key, fmt.Sprintf("câu «%s» có chỗ trống khác bản tiếng Việt: %v và %v", key, Places(text), Places(vi))))
		}
		into[key] = text
	}
	return problems
}

var place = regexp.MustCompile(`\{([a-z][a-z0-9_]*)\}`)

// Places are the names in braces of a sentence, sorted, each once.
func Places(text string) []string {
	var out []string
	for _, m := range place.FindAllStringSubmatch(text, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Keys are the keys that have a sentence in a language, sorted.
func (s *Sentences) Keys(lang string) []string { return slices.Sorted(maps.Keys(s.by[lang])) }

// T is the sentence of a key with its places filled from alternating names and values.
func (s *Sentences) T(lang, key string, kv ...any) string {
	text, ok := s.by[lang][key]
	if !ok {
		if text, ok = s.by["vi"][key]; !ok {
			return key
		}
	}
	return place.ReplaceAllStringFunc(text, func(p string) string {
		for i := 0; i+1 < len(kv); i += 2 {
			if kv[i] == p[1:len(p)-1] {
				return fmt.Sprint(kv[i+1])
			}
		}
		return p
	})
}

// Error is the sentence a person reads for an error: that of its fault key, or the one
// sentence for internal errors, which tells nothing of the inside.
func (s *Sentences) Error(lang string, err error) string {
	if e, ok := fault.Of(err); ok && e.Kind != fault.Internal {
		args := slices.Clone(e.Args)
		for i := 1; i < len(args); i += 2 {
			args[i] = shown(fmt.Sprint(args[i]))
			if s.outward && e.Kind == fault.Unavailable && args[i-1] == "place" {
				args[i] = s.T(lang, "store.place")
			}
		}
		return s.T(lang, e.Key, args...)
	}
	return s.T(lang, "internal")
}

// longest bounds a value inside a sentence.
const longest = 600

// shown is a value as it may stand in a sentence: what somebody typed must not break the line,
// steer the terminal, turn the direction of writing, or bury what to do.
func shown(text string) string {
	n := 0
	return strings.Map(func(r rune) rune {
		n++
		switch {
		case n == longest:
			return '…'
		case n > longest:
			return -1
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar:
			return '·'
		}
		return r
	}, text)
}
