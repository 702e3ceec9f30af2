package page

import (
	"net/url"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// TestReadDay: a day is read as people write it, day first; what is no day is refused.
func TestReadDay(t *testing.T) {
	today := calendar.MakeDate(2026, 11, 23)
	for text, want := range map[string]calendar.Date{
		"23/11/2026": today, "23-11-2026": today, "23.11.2026": today, "23/11/26": today, "23112026": today, "231126": today, " 2026-11-23 ": today,
		"hôm nay": today, "Hom nay": today, "5/3/26": calendar.MakeDate(2026, 3, 5), "05032026": calendar.MakeDate(2026, 3, 5), "29/02/2024": calendar.MakeDate(2024, 2, 29),
	} {
		if d, err := ReadDay(text, today); err != nil || d != want {
			t.Errorf("%q: %s %v", text, d, err)
		}
	}
	for _, text := range []string{"", "31/02/2026", "29/02/2025", "13/13/2026", "0/1/2026", "2026", "1/1", "1/1/1", "1/1/12345", "a/b/c", "+1/1/2026", "11/23/2026", "-1/1/2026", "1/1/2026/1"} {
		if d, err := ReadDay(text, today); err == nil {
			t.Errorf("%q is taken for %s", text, d)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.MakeDate(2020, 1, 1) + calendar.Date(rapid.IntRange(0, 4000).Draw(t, "day"))
		for _, text := range []string{d.Print(), d.String()} {
			if got, err := ReadDay(text, 0); err != nil || got != d {
				t.Fatalf("%q: %s %v", text, got, err)
			}
		}
		ReadDay(rapid.String().Draw(t, "text"), 0)
	})
}

// TestListReturns: the address of a list names the same list.
func TestListReturns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[A-Za-z0-9.đ &?=#%/+-]{1,12}`)
		l := List{Part: rapid.SampledFrom([]string{"num", "den", "2.num"}).Draw(t, "part"), Row: word.Draw(t, "row"), Sort: rapid.SampledFrom([]string{"", "code", "-due"}).Draw(t, "sort"),
			From: calendar.MakeDate(2021, 1, 1), To: calendar.MakeDate(2021, 1, 1) + calendar.Date(rapid.IntRange(0, 2000).Draw(t, "days")), Page: rapid.IntRange(2, 99).Draw(t, "page"),
			Report: word.Draw(t, "report"), AsOf: calendar.MakeDate(2025, 3, 31)}
		if rapid.Bool().Draw(t, "flow") {
			l.Column = word.Draw(t, "column")
		} else {
			l.Indicator = word.Draw(t, "indicator")
		}
		u, err := url.Parse(l.URL())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := ParseList(u.Query()); err != nil || *got != l {
			t.Fatalf("%s: %+v, want %+v (%v)", u, got, l, err)
		}
	})
}

// TestPagesAround: the pager names the first, the last and the pages near the current one.
func TestPagesAround(t *testing.T) {
	for _, c := range []struct {
		current, last int
		want          []int
	}{
		{1, 2, []int{1, 2}}, {1, 9, []int{1, 2, 3, 0, 9}}, {5, 9, []int{1, 0, 3, 4, 5, 6, 7, 0, 9}}, {9, 9, []int{1, 0, 7, 8, 9}}, {4, 9, []int{1, 2, 3, 4, 5, 6, 0, 9}},
	} {
		if got := pagesAround(c.current, c.last); !slices.Equal(got, c.want) {
			t.Errorf("%d of %d: %v, want %v", c.current, c.last, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		last := rapid.IntRange(2, 100000).Draw(t, "last")
		current := rapid.IntRange(1, last).Draw(t, "current")
		got := pagesAround(current, last)
		if len(got) > 9 || !slices.Contains(got, current) || got[0] != 1 || got[len(got)-1] != last {
			t.Fatalf("%d of %d: %v", current, last, got)
		}
	})
}

// TestReadPage: what is no page, or so far that a row's place would not fit a number, is refused.
func TestReadPage(t *testing.T) {
	for text, want := range map[string]int{"": 1, "1": 1, "12": 12, "0": 0, "-1": 0, "1.5": 0, "hai": 0, "1073741825": 0, "9223372036854775807": 0, "99999999999999999999": 0} {
		if n, err := ReadPage(url.Values{"trang": {text}}); n != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d %v", text, n, err)
		}
	}
}

// A day is said in the reader's language; a line of the form that ends in a stop goes on in a
// sentence without it.
func TestSaid(t *testing.T) {
	d := calendar.MakeDate(2026, 11, 23)
	for lang, want := range map[string]string{"vi": "thứ Hai 23/11/2026", "en": "Monday 23/11/2026"} {
		if got := LongDay(With(t.Context(), nil, lang), d); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := Phrase("liên thông với UBND huyện."); got != "liên thông với UBND huyện" {
		t.Errorf("%q", got)
	}
}
