package demo

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
)

// fieldsOf reads the field of each procedure straight from its data file.
func fieldsOf(t *testing.T) func(string) string {
	t.Helper()
	return func(code string) string {
		src, err := fs.ReadFile(data.FS, "procedures/"+code+".toml")
		if err != nil {
			return ""
		}
		for line := range strings.Lines(string(src)) {
			if v, ok := strings.CutPrefix(line, `field = "`); ok {
				return strings.TrimSuffix(strings.TrimSpace(v), `"`)
			}
		}
		return ""
	}
}

func figures(t *testing.T) *Figures {
	t.Helper()
	f, problems := LoadFigures(data.FS, "phuong-2", fieldsOf(t))
	for _, p := range problems {
		t.Error(p)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
	return f
}

// The kept figures, from the issue and one-stop-rules §6.5.
func TestFiguresKept(t *testing.T) {
	want := map[int]map[string]int{
		2021: {"received": 4481, "direct": 3039, "online": 1442, "carried": 0, "settled": 4478, "early": 4452, "on_time": 26, "open": 3, "digitized": 2240, "electronic": 0},
		2022: {"received": 4386, "direct": 452, "online": 3934, "carried": 3, "settled": 4385, "early": 4348, "on_time": 37, "open": 4, "digitized": 3129, "electronic": 534},
		2023: {"received": 2151, "direct": 653, "online": 1498, "carried": 4, "settled": 2151, "early": 2145, "on_time": 6, "open": 4, "digitized": 1874, "electronic": 2142},
		2024: {"received": 1953, "direct": 27, "online": 1926, "carried": 4, "settled": 1957, "open": 0, "digitized": 1794, "paper": 1800, "electronic": 1794},
		2025: {"received": 264, "direct": 1, "online": 263, "carried": 0, "settled": 263, "open": 1, "digitized": 251, "paper": 251, "electronic": 251},
	}
	f := figures(t)
	for _, y := range f.Years {
		for id, n := range want[y.Year] {
			if y.Kept(id) != n {
				t.Errorf("%d %s = %d, want %d", y.Year, id, y.Kept(id), n)
			}
		}
	}
	if f.Total("received") != 13235 {
		t.Errorf("distinct dossiers = %d, want 13235", f.Total("received"))
	}
}

// A figure that no longer agrees with the others is found, with its line.
func TestFiguresContradiction(t *testing.T) {
	src, err := fs.ReadFile(data.FS, "demo/phuong-2/figures.toml")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"open 08 as printed in 2023":     {"printed = \"08\"\nkept = 4", "printed = \"08\"\nkept = 8"},
		"online services as printed":     {"printed = \"1775\"\nkept = 1807", "printed = \"1775\"\nkept = 1775"},
		"no reason for another figure":   {"why = \"2155 - 2151 = 4, và năm 2024 in kỳ trước chuyển qua là 04\"", "why = \"\""},
		"a field that does not add up":   {"printed = \"3.801\"\nkept = 3801", "printed = \"3.801\"\nkept = 3800"},
		"a split beyond its procedure":   {"received = 3561\nonline = 1110", "received = 3561\nonline = 1111"},
		"unknown procedure":              {"procedure = \"2.000908\"", "procedure = \"2.999999\""},
		"five-year total counting twice": {"kept = 13235", "kept = 13246"},
	} {
		text := strings.Replace(string(src), change[0], change[1], 1)
		if text == string(src) {
			t.Fatalf("%s: %q is not in the file", name, change[0])
		}
		_, problems := LoadFigures(fstest.MapFS{"demo/phuong-2/figures.toml": {Data: []byte(text)}}, "phuong-2", fieldsOf(t))
		if len(problems) == 0 {
			t.Errorf("%s: not found", name)
		}
		for _, p := range problems {
			if p.Line == 0 {
				t.Errorf("%s: no line: %v", name, p)
			}
		}
	}
}
