package unit_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/datafile"
)

func book(code string) (string, bool) {
	return "commune", code == "1.001193" || code == "2.000815"
}

func sample(t *testing.T, name string) (*unit.Set, []datafile.Problem, string) {
	t.Helper()
	src, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	set, problems := unit.Load(fstest.MapFS{"units/phuong-x.toml": {Data: src}}, book)
	return set, problems, string(src)
}

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkingUnit(t *testing.T) {
	set, problems, _ := sample(t, "working_unit.toml")
	for _, p := range problems {
		t.Error(p)
	}
	u, ok := set.Unit("phuong-x")
	if v, same := set.Unit("H50.31.02"); !ok || !same || u != v || len(set.All()) != 1 {
		t.Fatalf("by id %v, by code %v", u, v)
	}
	if _, ok := set.Unit("H50"); ok {
		t.Error("a part of the code names the unit")
	}
	for on, want := range map[string]string{"2025-06-30": "UBND Phường 2", "2025-07-01": "UBND phường Quảng Trị", "2030-01-01": "UBND phường Quảng Trị"} {
		if n := u.NameOn(date(t, on)); n == nil || n.Title != want {
			t.Errorf("name on %s: %+v", on, n)
		}
	}
	if n := u.NameOn(date(t, "2020-12-31")); n != nil {
		t.Errorf("a name before the first: %+v", n)
	}
	for on, want := range map[string]string{"2022-12-31": "no", "2023-01-01": "mot_phan", "2024-06-30": "mot_phan", "2024-07-01": "toan_trinh"} {
		got := "no"
		if o := u.OfferOn("1.001193", date(t, on)); o != nil {
			got = o.Level
		}
		if got != want {
			t.Errorf("offer on %s: %s, want %s", on, got, want)
		}
	}
	if l := u.ListOn("commune", date(t, "2025-03-01")); l == nil || l.ID != "2025" {
		t.Errorf("list %+v", l)
	}
	if l := u.ListOn("interlinked", date(t, "2025-03-01")); l != nil {
		t.Errorf("list of another group %+v", l)
	}
	if n := len(u.OfficersOn("clerk", date(t, "2025-03-01"))); n != 1 {
		t.Errorf("%d clerks", n)
	}
}

// Every wrong line is marked with "# ←" and words of its problem; no other line has one.
func TestBustedUnit(t *testing.T) {
	_, problems, src := sample(t, "busted_unit.toml")
	got := map[int]string{}
	for _, p := range problems {
		got[p.Line] += p.Text + "\n"
	}
	for i, line := range strings.Split(src, "\n") {
		_, want, marked := strings.Cut(line, "# ← ")
		if marked && !strings.Contains(got[i+1], want) {
			t.Errorf("line %d: want %q, got %q", i+1, want, got[i+1])
		}
		if !marked && got[i+1] != "" {
			t.Errorf("line %d: unexpected %q", i+1, got[i+1])
		}
	}
}

func TestTwoUnitsOfOneCode(t *testing.T) {
	src, _ := os.ReadFile("testdata/working_unit.toml")
	twin := strings.Replace(string(src), `id = "phuong-x"`, `id = "twin"`, 1)
	fsys := fstest.MapFS{"units/twin.toml": {Data: []byte(twin)}, "units/phuong-x.toml": {Data: src}}
	_, problems := unit.Load(fsys, nil)
	for _, p := range problems {
		if strings.Contains(p.Text, "đã có trong tệp units/phuong-x.toml") {
			return
		}
	}
	t.Errorf("two units share a code: %v", problems)
}

func TestDataFiles(t *testing.T) {
	set, problems := unit.Load(data.FS, nil)
	for _, p := range problems {
		t.Error(p)
	}
	for _, u := range set.All() {
		t.Run(u.ID, func(t *testing.T) {
			if u.NameOn(date(t, "2025-03-31")) == nil || len(u.Offers) == 0 {
				t.Errorf("%s has no name or no offers in March 2025", u.File)
			}
		})
	}
}
