package datafile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/internal/datafile"
)

type limit struct {
	Value int    `toml:"value"`
	Unit  string `toml:"unit"`
}

type component struct {
	Name string `toml:"name"`
}

type version struct {
	ID         string      `toml:"id"`
	Basis      []string    `toml:"basis"`
	Limit      limit       `toml:"time_limit"`
	Components []component `toml:"component"`
	Variants   []limit     `toml:"variant"`
}

type procedure struct {
	Code     string    `toml:"code"`
	Versions []version `toml:"version"`
}

const good = `code = "1.001193"

[[version]]
id = "a"
time_limit.value = 3

[[version.component]]
name = "Tờ khai"

[[version]]
id = "b"
basis = [
  "Luật Hộ tịch", # why
  "NĐ 123/2015",
]
variant = [
  { value = 1, unit = "day" },
  { value = 2, unit = "day" }]

[version.time_limit]
value = 5
unit = "working_day"

[[version.component]]
name = "Tờ khai"
[[version.component]]
name = "Giấy chứng sinh"
`

func decode(t *testing.T, src string) (procedure, *datafile.File, []datafile.Problem) {
	t.Helper()
	return datafile.Decode[procedure](fstest.MapFS{"p.toml": {Data: []byte(src)}}, "p.toml")
}

func TestLine(t *testing.T) {
	v, f, problems := decode(t, good)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if v.Versions[1].Components[1].Name != "Giấy chứng sinh" {
		t.Errorf("decoded %+v", v)
	}
	for path, want := range map[string]int{
		"code":                          1,
		"version":                       3,
		"version[0]":                    3,
		"version[0].id":                 4,
		"version[0].time_limit":         5,
		"version[0].time_limit.value":   5,
		"version[0].component[0].name":  8,
		"version[1]":                    10,
		"version[1].id":                 11,
		"version[1].basis[1]":           14,
		"version[1].variant[0].value":   17,
		"version[1].variant[1]":         18,
		"version[1].variant[1].unit":    18,
		"version[1].time_limit":         20,
		"version[1].time_limit.unit":    22,
		"version[1].component[0].name":  25,
		"version[1].component[1].name":  27,
		"version[1].component[1].mode":  26, // not in the file: its table
		"version[1].time_limit.cutoff":  20,
		"version[0].component[7].name":  7, // not in the file: the first of the array
		"version[9].id":                 3,
		"name":                          0,
		"":                              0,
		"[[[":                           0,
		"version[1].basis[1].x.y.z[10]": 14,
	} {
		if got := f.Line(path); got != want {
			t.Errorf("Line(%q) = %d, want %d", path, got, want)
		}
	}
	if p := f.Problem("version[1].id", "trùng"); p.String() != "p.toml:11: trùng" {
		t.Errorf("problem prints %q", p)
	}
}

// TestBusted gives files with one thing wrong; the problem names its line and what it is.
func TestBusted(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		line int
		says string
	}{
		"unknown key":          {"code = \"x\"\nnmae = \"y\"\n", 2, "khóa «nmae»"},
		"unknown nested key":   {"[[version]]\nid = \"a\"\n[version.time_limit]\nvalue = 1\nunits = \"d\"\n", 5, "time_limit.units"},
		"syntax":               {"code = \"x\"\n\nid = = 3\n", 3, "sai cú pháp"},
		"type":                 {"code = \"x\"\n[[version]]\ntime_limit.value = \"ba\"\n", 3, "time_limit.value"},
		"key twice":            {"code = \"x\"\ncode = \"y\"\n", 2, "sai cú pháp"},
		"unfinished string":    {"code = \"x\n", 1, "sai cú pháp"},
		"not UTF-8":            {"\ncode = \"\xff\"\n", 2, "sai cú pháp"},
		"decomposed letters":   {"code = \"x\"\n# Tiê\u0301ng\n", 2, "NFC"},
		"NUL":                  {"code = \"x\"\n\x00\n", 2, "sai cú pháp"},
		"table given as value": {"version = 1\n", 1, "version"},
	} {
		t.Run(name, func(t *testing.T) {
			_, f, problems := decode(t, c.src)
			if len(problems) != 1 || f == nil {
				t.Fatalf("problems: %v", problems)
			}
			if p := problems[0]; p.Line != c.line || p.File != "p.toml" || !strings.Contains(p.Text, c.says) {
				t.Errorf("got %v, want line %d and %q", p, c.line, c.says)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	fsys := fstest.MapFS{"dir/x.toml": {}, "big.toml": {Data: []byte(strings.Repeat("#\n", 9<<20))}}
	for path, says := range map[string]string{"none.toml": "không có tệp", "dir": "không đọc được", "../x": "không có tệp", "big.toml": "MiB"} {
		_, f, problems := datafile.Decode[procedure](fsys, path)
		if len(problems) != 1 || problems[0].Line != 0 || !strings.Contains(problems[0].Text, says) || f.Line("code") != 0 {
			t.Errorf("%s: %v, want %q", path, problems, says)
		}
	}
}

// TestHostile bounds what a small hostile file can cost.
func TestHostile(t *testing.T) {
	for name, src := range map[string]string{
		"deep arrays":     "code = " + strings.Repeat("[", 50_000),
		"deep tables":     "x = " + strings.Repeat("{a=", 50_000),
		"long dotted key": strings.Repeat("a.", 200_000) + "b = 1",
		"many arrays":     strings.Repeat("[[version]]\n", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			_, f, _ := decode(t, src)
			if n := f.Line("version[49999].id"); name == "many arrays" && n != 50_000 {
				t.Errorf("last element at line %d", n)
			}
		})
	}
}

func TestList(t *testing.T) {
	fsys := fstest.MapFS{"d/b.toml": {}, "d/a/z.toml": {}, "d/a.toml": {}, "d/.keep": {}, "d/x.json": {}, "e/y.toml": {}}
	got, err := datafile.List(fsys, "d")
	if want := []string{"d/a.toml", "d/a/z.toml", "d/b.toml"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	if got, err := datafile.List(fsys, "nowhere"); err != nil || len(got) != 0 {
		t.Errorf("a folder that is not there: %v, %v", got, err)
	}
}

func TestOverlay(t *testing.T) {
	base := fstest.MapFS{"calendar/2025.toml": {Data: []byte("base")}, "calendar/2026.toml": {Data: []byte("base")}, "units/u.toml": {Data: []byte("base")}}
	dir := t.TempDir()
	for _, name := range []string{"calendar/2026.toml", "calendar/2028.toml", "own/o.toml"} {
		write(t, filepath.Join(dir, name), "ward")
	}
	o := datafile.Overlay(base, dir)
	if err := fstest.TestFS(o, "calendar/2025.toml", "calendar/2026.toml", "calendar/2028.toml", "units/u.toml", "own/o.toml"); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{"calendar/2025.toml": "base", "calendar/2026.toml": "ward", "calendar/2028.toml": "ward", "units/u.toml": "base"} {
		if got, err := fs.ReadFile(o, name); err != nil || string(got) != want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	if _, err := fs.ReadFile(o, "calendar/2030.toml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file in neither: %v", err)
	}
}

func TestOverlayRefusesAMisspeltFolder(t *testing.T) {
	base := fstest.MapFS{"a.toml": {}}
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "x")
	for _, dir := range []string{filepath.Join(t.TempDir(), "nowhere"), file} {
		o := datafile.Overlay(base, dir)
		if _, err := o.Open("a.toml"); err == nil {
			t.Errorf("%s: read the base instead", dir)
		}
		if _, err := datafile.List(o, "."); err == nil {
			t.Errorf("%s: listed the base instead", dir)
		}
	}
	if _, err := datafile.Overlay(base, "").Open("a.toml"); err != nil {
		t.Errorf("without a folder: %v", err)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("a.b = {c=[{d=1},[2]]}\n[[a]]\n[a.x]\n"))
	f.Add([]byte("[version]\nid=1\n[[version]]\n\"\" = 1\n'[0]'.x = 2\n"))
	f.Add([]byte("code = \"\xff\" \r\n# \u0301"))
	f.Fuzz(func(t *testing.T, src []byte) {
		lines := strings.Count(string(src), "\n") + 1
		for _, v := range []any{new(procedure), new(map[string]string), new(map[string]any)} {
			file := &datafile.File{Path: "f.toml"}
			for _, p := range datafile.DecodeBytes(file, src, v) {
				if p.Line < 0 || p.Line > lines || p.Text == "" {
					t.Fatalf("%v in a file of %d lines", p, lines)
				}
			}
			for _, path := range []string{"code", "version[0].time_limit.value", "version[1].component[0].name", "a"} {
				if n := file.Line(path); n < 0 || n > lines {
					t.Fatalf("Line(%q) = %d of %d", path, n, lines)
				}
			}
		}
	})
}

// A byte order mark is no fault; an absurdly long key does not bury the line.
func TestProblemsAreReadable(t *testing.T) {
	fsys := fstest.MapFS{
		"bom.toml":  {Data: []byte("\ufeff# Notepad\ncode = \"1\"\nwrong = 1\n")},
		"long.toml": {Data: []byte(strings.Repeat("a.", 100_000) + "a = 1\n")},
	}
	v, _, ps := datafile.Decode[procedure](fsys, "bom.toml")
	if len(ps) != 1 || ps[0].Line != 3 || v.Code != "1" {
		t.Errorf("%q %v", v.Code, ps)
	}
	if _, _, ps = datafile.Decode[procedure](fsys, "long.toml"); len(ps) != 1 || len(ps[0].Text) > 200 {
		t.Errorf("%d problems of %d bytes", len(ps), len(ps[0].Text))
	}
}

// A file in a folder that nothing reads is named: its author thinks that it counts.
func TestStrays(t *testing.T) {
	base := fstest.MapFS{"units/a.toml": {}, "procedures/b.toml": {}}
	dir := t.TempDir()
	for _, name := range []string{"units/c.toml", "unit/c.toml", "d.toml", "notes/readme.txt"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, p := range datafile.Strays(base, dir) {
		got = append(got, p.File)
		if !strings.Contains(p.Text, "procedures, units") {
			t.Error(p)
		}
	}
	if !slices.Equal(got, []string{"d.toml", "unit/c.toml"}) {
		t.Error(got)
	}
	if ps := datafile.Strays(base, ""); ps != nil {
		t.Error(ps)
	}
}
