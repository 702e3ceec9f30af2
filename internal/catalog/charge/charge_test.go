package charge_test

import (
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/charge"
	"github.com/motcua/motcua/internal/money"
)

func shipped(t testing.TB) *charge.Rate {
	t.Helper()
	set, problems := charge.Load(data.FS)
	for _, p := range problems {
		t.Fatal(p)
	}
	if set.On(calendar.MakeDate(2016, 12, 31)) != nil {
		t.Error("a charge before the circular was in force")
	}
	r := set.On(calendar.MakeDate(2026, 11, 23))
	if r == nil || set.On(calendar.MakeDate(2017, 1, 1)) != r {
		t.Fatal("no rate")
	}
	return r
}

// TestCopy: TT 226/2016/TT-BTC Đ4: 2.000 đồng for page 1 and 2, 1.000 from page 3, at most
// 200.000 a copy; pages are those of the original.
func TestCopy(t *testing.T) {
	r := shipped(t)
	for _, c := range []struct {
		pages, copies int
		want          money.VND
	}{
		{1, 1, 2000}, {2, 1, 4000}, {3, 1, 5000}, {4, 2, 12000}, {1, 5, 10000}, {10, 1, 12000},
		{197, 1, 199000}, {198, 1, 200000}, {199, 1, 200000}, {5000, 3, 600000}, {0, 1, 0}, {1, 0, 0},
	} {
		if got := r.Copy(c.pages, c.copies); got != c.want {
			t.Errorf("%d copies of %d pages: %v, want %v", c.copies, c.pages, got, c.want)
		}
	}
}

// TestCopyGrows: more pages or more copies never cost less, and no copy more than the most.
func TestCopyGrows(t *testing.T) {
	r := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		pages, copies := rapid.IntRange(1, 1000).Draw(t, "pages"), rapid.IntRange(1, 100).Draw(t, "copies")
		got := r.Copy(pages, copies)
		if got > money.VND(copies)*r.Copies.Most || r.Copy(pages+1, copies) < got || r.Copy(pages, copies+1) <= got || got != money.VND(copies)*r.Copy(pages, 1) {
			t.Fatalf("%d pages, %d copies: %v", pages, copies, got)
		}
	})
}

// TestCase: signatures by case, contracts by contract; changing and mending one has a charge
// of its own.
func TestCase(t *testing.T) {
	r := shipped(t)
	for _, c := range []struct {
		book, procedure string
		want            money.VND
	}{{"signatures", "2.000884", 10000}, {"translations", "2.001008", 10000}, {"contracts", "2.001035", 50000}, {"contracts", "2.000913", 30000}, {"contracts", "2.000927", 25000}} {
		if got, ok := r.Case(c.book, c.procedure); !ok || got != c.want {
			t.Errorf("%s %s: %v, want %v", c.book, c.procedure, got, c.want)
		}
	}
	if _, ok := r.Case("copies", "2.000815"); ok {
		t.Error("copies are charged by the case")
	}
}

func TestBustedFiles(t *testing.T) {
	for name, text := range map[string]string{
		"no rate":          "id = \"a\"\n",
		"days out of row":  "id = \"a\"\n[[rate]]\nvalid_from = \"2020-01-01\"\nlaw = \"x\"\nmark = \"verified\"\nfields = [\"a\"]\n[[rate]]\nvalid_from = \"2019-01-01\"\nlaw = \"x\"\nmark = \"verified\"\n",
		"no law":           "id = \"a\"\n[[rate]]\nvalid_from = \"2020-01-01\"\nmark = \"verified\"\n",
		"negative":         "id = \"a\"\n[[rate]]\nvalid_from = \"2020-01-01\"\nlaw = \"x\"\nmark = \"verified\"\nfields = [\"a\"]\ncopies = { first = -1 }\n",
		"case of no book":  "id = \"a\"\n[[rate]]\nvalid_from = \"2020-01-01\"\nlaw = \"x\"\nmark = \"verified\"\nfields = [\"a\"]\n[[rate.case]]\namount = 1\n",
		"no field":         "id = \"a\"\n[[rate]]\nvalid_from = \"2020-01-01\"\nlaw = \"x\"\nmark = \"verified\"\n",
		"unknown key":      "id = \"a\"\nrates = 1\n",
		"not TOML":         "id = \n",
		"no day":           "id = \"a\"\n[[rate]]\nlaw = \"x\"\nmark = \"verified\"\n",
		"nothing is known": "",
	} {
		if _, problems := charge.Load(fstest.MapFS{"charges/certification.toml": {Data: []byte(text)}}); len(problems) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
	if set, problems := charge.Load(fstest.MapFS{}); len(problems) > 0 || set.On(calendar.MakeDate(2026, 1, 1)) != nil {
		t.Errorf("a tree without charges: %v", problems)
	}
}
