package calendar_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// TestReformWindows has the cut-offs of NĐ 09/2019/NĐ-CP as reform reports use them
// (reform-reporting §4.1), and the calendar's own parts of a year.
func TestReformWindows(t *testing.T) {
	for s, want := range map[string][3]string{
		"cchc-2024":    {"2023-12-15", "2024-12-14", "năm 2024 (từ ngày 15/12/2023 đến ngày 14/12/2024)"},
		"cchc-2024-Q1": {"2023-12-15", "2024-03-14", "quý I năm 2024 (từ ngày 15/12/2023 đến ngày 14/03/2024)"},
		"cchc-2024-Q2": {"2024-03-15", "2024-06-14", "quý II năm 2024 (từ ngày 15/03/2024 đến ngày 14/06/2024)"},
		"cchc-2024-H1": {"2023-12-15", "2024-06-14", "6 tháng đầu năm 2024 (từ ngày 15/12/2023 đến ngày 14/06/2024)"},
		"cchc-2024-Q3": {"2024-06-15", "2024-09-14", "quý III năm 2024 (từ ngày 15/06/2024 đến ngày 14/09/2024)"},
		"cchc-2024-9M": {"2023-12-15", "2024-09-14", "9 tháng năm 2024 (từ ngày 15/12/2023 đến ngày 14/09/2024)"},
		"cchc-2024-H2": {"2024-06-15", "2024-12-14", "6 tháng cuối năm 2024 (từ ngày 15/06/2024 đến ngày 14/12/2024)"},
		"cchc-2024-01": {"2023-12-15", "2024-01-14", "tháng 1 năm 2024 (từ ngày 15/12/2023 đến ngày 14/01/2024)"},
		"cchc-2024-05": {"2024-04-15", "2024-05-14", "tháng 5 năm 2024 (từ ngày 15/04/2024 đến ngày 14/05/2024)"},

		"2024":                   {"2024-01-01", "2024-12-31", "năm 2024"},
		"2024-02":                {"2024-02-01", "2024-02-29", "tháng 2 năm 2024"},
		"2024-12":                {"2024-12-01", "2024-12-31", "tháng 12 năm 2024"},
		"2024-Q4":                {"2024-10-01", "2024-12-31", "quý IV năm 2024"},
		"2024-H2":                {"2024-07-01", "2024-12-31", "6 tháng cuối năm 2024"},
		"2024-9M":                {"2024-01-01", "2024-09-30", "9 tháng năm 2024"},
		"2024-01-01..2024-03-30": {"2024-01-01", "2024-03-30", "từ ngày 01/01/2024 đến ngày 30/03/2024"},
		"2020-12-15..2025-03-31": {"2020-12-15", "2025-03-31", "từ ngày 15/12/2020 đến ngày 31/03/2025"},
	} {
		p, err := calendar.ParsePeriod(s)
		if err != nil || p.From != day(t, want[0]) || p.To != day(t, want[1]) {
			t.Errorf("%s = %v..%v, %v; want %v", s, p.From, p.To, err, want)
		}
		if p.String() != s {
			t.Errorf("%s prints as %s", s, p)
		}
		if p.Print() != want[2] {
			t.Errorf("%s reads %q, want %q", s, p.Print(), want[2])
		}
	}
	if p, _ := calendar.ParsePeriod("2024-01-01..2024-03-31"); p.String() != "2024-Q1" || p.Days() != 91 ||
		!p.Contains(p.From) || !p.Contains(p.To) || p.Contains(p.To+1) || p.Contains(p.From-1) {
		t.Errorf("the first quarter is %v of %d days", p, p.Days())
	}
}

func TestBadPeriods(t *testing.T) {
	for _, s := range []string{"", "24", "2024-", "2024-Q5", "2024-q1", "2024-13", "2024-1", "2024-00", "cchc", "cchc-", "cchc-24",
		"cchc-cchc-2024", "2024-H3", "20x4", "+024", "1970", "2200", "2024..2025", "2024-01-01..", "..2024-01-01",
		"2024-01-01..2024-02-30", "2024-03-31..2024-01-01", "2024-01-01..2024-01-02..2024-01-03", "1969-01-01..2024-01-01"} {
		if p, err := calendar.ParsePeriod(s); !fault.Is(err, fault.Invalid) || p != (calendar.Period{}) {
			t.Errorf("%q = %v, %v; want a refusal", s, p, err)
		}
	}
}

func TestPeriodRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.MakeDate(1971, 1, 1) + calendar.Date(rapid.IntRange(0, 80_000).Draw(t, "from"))
		p := calendar.Period{From: from, To: from + calendar.Date(rapid.IntRange(0, 3000).Draw(t, "days"))}
		if got, err := calendar.ParsePeriod(p.String()); err != nil || got != p {
			t.Fatalf("%v reads back as %v, %v", p, got, err)
		}
	})
}

func TestDates(t *testing.T) {
	for s, ok := range map[string]bool{"2024-02-29": true, "2025-02-29": false, "2025-2-1": false, "01/02/2025": false,
		"2025-03-31T00:00:00Z": false, "": false, " 2025-03-31": false, "2025-13-01": false, "9999-12-31": true} {
		if d, err := calendar.ParseDate(s); (err == nil) != ok || ok && d.String() != s {
			t.Errorf("%q: %v, %v", s, d, err)
		}
	}
	// The Vietnamese day begins at 17:00 UTC.
	if d := calendar.DateOf(at(t, "2025-03-03 00:00")); d != day(t, "2025-03-03") || d.At(7, 0) != at(t, "2025-03-03 07:00").UTC() {
		t.Errorf("midnight is of %v", d)
	}
	if d := calendar.DateOf(at(t, "2025-03-03 00:00").Add(-1)); d != day(t, "2025-03-02") {
		t.Errorf("before midnight is of %v", d)
	}
	if d := calendar.DateOf(at(t, "1950-01-01 00:00").Add(-1)); d != day(t, "1949-12-31") {
		t.Errorf("before 1970: %v", d)
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, s := range []string{"2024", "cchc-2024-9M", "2024-01-01..2024-03-31", "2024-Q1", "cchc-2024-05"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := calendar.ParsePeriod(s)
		if err != nil {
			return
		}
		if again, err := calendar.ParsePeriod(p.String()); err != nil || again != p || p.From > p.To || p.From <= 0 {
			t.Fatalf("%q = %v = %v, %v", s, p, again, err)
		}
		if !strings.Contains(s, "..") && p.String() != s {
			t.Fatalf("%q prints as %q", s, p)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2025-03-31", "0000-01-01", "1970-01-01", "2024-02-29"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.ParseDate(s)
		if err == nil && d.String() != s {
			t.Fatalf("%q prints as %q", s, d)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatalf("%q: %v", s, err)
		}
	})
}

// The text of a refused date is read by who wrote the data file: it tells nothing of the inside.
func TestRefusedDateInADataFile(t *testing.T) {
	for _, text := range []string{"2024-02-31", "31/03/2025", "x"} {
		var d calendar.Date
		err := d.UnmarshalText([]byte(text))
		if err == nil || !strings.Contains(err.Error(), "«"+text+"»") || strings.Contains(err.Error(), "parsing") {
			t.Errorf("%s: %v", text, err)
		}
	}
}
