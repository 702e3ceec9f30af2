package book_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/book"
	"github.com/motcua/motcua/internal/catalog/calendar"
)

// TestBooks: NĐ 23/2015 Đ13 and TT 01/2020/TT-BTP Đ4: a book for each kind and year, by its symbol.
func TestBooks(t *testing.T) {
	set, problems := book.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if set.On(calendar.MakeDate(2015, 4, 9)) != nil || set.On(calendar.MakeDate(2015, 4, 9)).Book("copies") != nil || set.First() != calendar.MakeDate(2015, 4, 10) {
		t.Error("a book before the decree was in force")
	}
	now := set.On(calendar.MakeDate(2026, 11, 23))
	for _, c := range []struct{ id, procedure, name string }{
		{"copies", "2.000815", "01/2026-SCT/BS"},
		{"signatures", "2.000884", "01/2026-SCT/CK,ĐC"},
		{"translations", "2.001008", "01/2026-SCT/CKND"},
		{"contracts", "2.001035", "01/2026-SCT/HĐ,GD"},
	} {
		b := now.Book(c.id)
		if b == nil || b.Procedure != c.procedure || b.Name(2026) != c.name || !set.OfSeries("05, quyển số "+c.name) {
			t.Errorf("%s: %+v", c.id, b)
		}
	}
	if now.Book("loans") != nil || set.OfSeries("15/KS") {
		t.Error("a book that there is not")
	}
	for _, p := range set.CheckProcedures(func(code string) bool { return code != "2.000884" }) {
		if !strings.Contains(p.String(), "2.000884") {
			t.Error(p)
		}
	}
	if len(set.CheckProcedures(func(string) bool { return false })) != 4 {
		t.Error("procedures that nobody knows are not named")
	}
}

func TestBustedFiles(t *testing.T) {
	const head = "id = \"a\"\n[[edition]]\nvalid_from = \"2020-01-01\"\nlaw = \"x\"\nmark = \"design\"\n"
	const good = "[[edition.book]]\nid = \"a\"\ntitle = \"A\"\nsymbol = \"S/A\"\nvolume = 1\nprocedure = \"2.000815\"\n"
	read := func(text string) int {
		_, problems := book.Load(fstest.MapFS{"books/certification.toml": {Data: []byte(text)}})
		return len(problems)
	}
	if n := read(head + good); n > 0 {
		t.Errorf("the good one: %d problems", n)
	}
	for name, text := range map[string]string{
		"no edition":     "id = \"a\"\n",
		"no book":        head,
		"no law":         strings.Replace(head, "law = \"x\"\n", "", 1) + good,
		"unknown mark":   strings.Replace(head, "design", "surely", 1) + good,
		"no day":         strings.Replace(head, "valid_from = \"2020-01-01\"\n", "", 1) + good,
		"days back":      head + good + strings.Replace(head, "id = \"a\"\n", "", 1) + good,
		"no volume":      head + strings.Replace(good, "volume = 1\n", "", 1),
		"no procedure":   head + strings.Replace(good, "procedure = \"2.000815\"\n", "", 1),
		"bad symbol":     head + strings.Replace(good, "S/A", "S A/", 1),
		"twice":          head + good + good,
		"unknown key":    head + good + "colour = 1\n",
		"not TOML":       "id =",
		"nothing at all": "",
	} {
		if read(text) == 0 {
			t.Errorf("%s: not found", name)
		}
	}
	if set, problems := book.Load(fstest.MapFS{}); len(problems) > 0 || set.On(calendar.MakeDate(2026, 1, 1)) != nil || set.First() != 0 {
		t.Errorf("a tree without books: %v", problems)
	}
}
