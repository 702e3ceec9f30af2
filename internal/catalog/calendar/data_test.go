package calendar_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
)

// shipped is the calendar of data/calendar.
func shipped(t testing.TB) *calendar.Calendar {
	t.Helper()
	c, problems := calendar.Load(data.FS)
	for _, p := range problems {
		t.Error(p)
	}
	return c
}

func replace(s, old, new string) string { return strings.Replace(s, old, new, 1) }

// enabledSwap is the shipped calendar as if the swap of 23 and 28/11/2026 had been decided.
func enabledSwap(t testing.TB) *calendar.Calendar {
	return changed(t, "2026", func(s string) string {
		return replace(replace(s, "enabled = false", "enabled = true"), `mark = "proposed"`, `mark = "verified"`)
	})
}

// TestWorkingDays compares the loader with the counts of one-stop-rules §3.3.
func TestWorkingDays(t *testing.T) {
	c := shipped(t)
	for year, want := range map[int]int{2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 250, 2026: 249, 2020: 0, 2028: 0} {
		if got := c.WorkingDays(year); got != want {
			t.Errorf("WorkingDays(%d) = %d, want %d", year, got, want)
		}
	}
	if got := fmt.Sprint(c.Years()); got != "[2021 2022 2023 2024 2025 2026 2027]" {
		t.Errorf("years %s", got)
	}
	for year := 2020; year <= 2028; year++ {
		if got, want := c.Verified(year), year >= 2021 && year <= 2026; got != want {
			t.Errorf("Verified(%d) = %v", year, got)
		}
	}
}

// TestLunarAnchors checks the solar dates of the lunar feasts by their weekdays (§3.3) and
// that the office is closed on them, but for Tết 2027, whose days off are not announced.
func TestLunarAnchors(t *testing.T) {
	c := shipped(t)
	for _, a := range []struct {
		date string
		on   time.Weekday
	}{
		{"2021-02-12", time.Friday}, {"2022-02-01", time.Tuesday}, {"2023-01-22", time.Sunday}, {"2024-02-10", time.Saturday},
		{"2025-01-29", time.Wednesday}, {"2026-02-17", time.Tuesday}, {"2027-02-06", time.Saturday},
		{"2021-04-21", time.Wednesday}, {"2022-04-10", time.Sunday}, {"2023-04-29", time.Saturday}, {"2024-04-18", time.Thursday},
		{"2025-04-07", time.Monday}, {"2026-04-26", time.Sunday}, {"2027-04-16", time.Friday},
	} {
		d := day(t, a.date)
		if d.Weekday() != a.on || c.Working(d) {
			t.Errorf("%s: %v, working %v; want %v, off", a.date, d.Weekday(), c.Working(d), a.on)
		}
		src, _ := data.FS.ReadFile(fmt.Sprintf("calendar/%d.toml", d.Year()))
		if !strings.Contains(string(src), "[[lunar]]") || !strings.Contains(string(src), `"`+a.date+`"`) {
			t.Errorf("%s is not in the data", a.date)
		}
	}
}

func TestWhy(t *testing.T) {
	c := shipped(t)
	for date, want := range map[string]string{
		"2026-11-24": "Ngày Văn hóa Việt Nam", "2026-11-23": "ngày làm việc", "2026-11-21": "nghỉ cuối tuần",
		"2024-05-04": "làm bù cho thứ Hai 29/04/2024", "2030-01-01": "chưa có lịch làm việc năm 2030",
	} {
		if got := c.Why(day(t, date)); got != want {
			t.Errorf("%s: %q, want %q", date, got, want)
		}
	}
}

func TestOfficeHours(t *testing.T) {
	c := shipped(t)
	if got := fmt.Sprint(c.Open(day(t, "2025-03-03"))); got != "[{420 690} {810 1020}]" {
		t.Errorf("open %s", got)
	}
	if got := c.Open(day(t, "2025-03-08")); got != nil {
		t.Errorf("open on Saturday: %v", got)
	}
	for _, x := range []struct {
		from, to string
		want     int
	}{
		{"2025-03-03 07:00", "2025-03-03 17:00", 480},
		{"2025-03-03 11:00", "2025-03-03 14:00", 60},
		{"2025-03-03 00:00", "2025-03-04 00:00", 480},
		{"2025-03-07 16:00", "2025-03-10 08:00", 120},
		{"2025-04-25 16:30", "2025-04-28 07:30", 540}, // Saturday 26/04 is worked
		{"2024-12-31 16:00", "2025-01-02 08:00", 120},
		{"2025-03-03 09:00", "2025-03-03 09:00", 0},
		{"2025-03-04 09:00", "2025-03-03 09:00", 0},
		{"2019-01-01 00:00", "2021-01-04 08:00", 60}, // days without a calendar add nothing
		{"2020-01-01 00:00", "2021-12-31 23:59", 250 * 480},
		{"2027-12-31 16:00", "2029-01-01 00:00", 60},
	} {
		if got := c.WorkingMinutes(at(t, x.from), at(t, x.to)); got != x.want {
			t.Errorf("%s to %s: %d minutes, want %d", x.from, x.to, got, x.want)
		}
	}
}

func TestAddWorking(t *testing.T) {
	c := shipped(t)
	for _, x := range []struct {
		from string
		n    int
		want string // "" for none
	}{
		{"2026-11-20", 0, "2026-11-20"}, {"2026-11-21", 0, "2026-11-23"}, {"2026-11-20", 1, "2026-11-23"},
		{"2026-11-21", 1, "2026-11-23"}, {"2026-11-20", 2, "2026-11-25"}, {"2026-11-25", -1, "2026-11-23"},
		{"2026-11-24", -1, "2026-11-23"}, {"2021-01-04", -1, ""}, {"2027-12-31", 1, ""}, {"2027-12-31", 0, "2027-12-31"},
		{"2020-12-31", 1, ""}, {"2021-01-01", 250, "2021-12-31"}, {"2028-01-01", -1, ""},
	} {
		got := c.AddWorking(day(t, x.from), x.n)
		if x.want == "" && got != 0 || x.want != "" && got != day(t, x.want) {
			t.Errorf("%s + %d = %v, want %q", x.from, x.n, got, x.want)
		}
	}
}

// TestBustedYears has files with one thing wrong; the problem names the line's key.
func TestBustedYears(t *testing.T) {
	const sat = "\n[[off]]\ndate = \"%s\"\nname = \"x\"\nlaw = \"y\"\nmark = \"verified\"\n"
	add := func(text string) func(string) string { return func(s string) string { return s + text } }
	sub := func(old, new string) func(string) string {
		return func(s string) string { return replace(s, old, new) }
	}
	for name, x := range map[string]struct {
		change func(string) string
		says   string
	}{
		"a day off twice":                   {add(fmt.Sprintf(sat, "2025-01-01")), "ngày 2025-01-01 đã ghi ở off[0].date"},
		"of another year":                   {add(fmt.Sprintf(sat, "2026-01-05")), "ngày 2026-01-05 không thuộc năm 2025"},
		"off on a weekend":                  {add(fmt.Sprintf(sat, "2025-03-08")), "ngày nghỉ 2025-03-08 là thứ Bảy, đã nghỉ cuối tuần"},
		"no such day":                       {add(fmt.Sprintf(sat, "2025-02-30")), "off.date"},
		"no day":                            {add(fmt.Sprintf(sat, "")), "thiếu ngày"},
		"bad mark":                          {sub(`mark = "verified"`, `mark = "sure"`), "dấu xác minh «sure»"},
		"proposed day off":                  {add(replace(fmt.Sprintf(sat, "2025-03-10"), "verified", "proposed")), "dấu xác minh «proposed»"},
		"make-up on a weekday":              {sub(`date = "2025-04-26"`, `date = "2025-04-25"`), "ngày làm bù 2025-04-25 là thứ Sáu"},
		"make-up for a working day":         {sub(`for = "2025-05-02"`, `for = "2025-05-05"`), "ngày 2025-05-05 không phải ngày nghỉ"},
		"make-up for nothing":               {sub(`for = "2025-05-02"`, `for = ""`), "thiếu ngày nghỉ được làm bù"},
		"no name":                           {sub(`name = "Tết Dương lịch"`, `name = " "`), "thiếu tên ngày nghỉ"},
		"no law":                            {sub(`law = "Bộ luật Lao động 45/2019/QH14 Đ112 k1"`, `law = ""`), "thiếu căn cứ"},
		"year is not the file's":            {sub(`year = 2025`, `year = 2026`), "không khớp tên tệp 2025.toml"},
		"office hours malformed":            {sub(`"07:00-11:30"`, `"7h-11h30"`), "không đúng dạng 07:00-11:30"},
		"office hours backwards":            {sub(`"07:00-11:30"`, `"11:30-07:00"`), "không đúng dạng 07:00-11:30"},
		"office hours overlap":              {sub(`"13:30-17:00"`, `"11:00-17:00"`), "chồng lên khoảng trước"},
		"last stretch too short":            {sub(`"13:30-17:00"`, `"13:30-14:00"`), "ngắn hơn một giờ"},
		"no office hours":                   {sub(`open = ["07:00-11:30", "13:30-17:00"]`, `open = []`), "thiếu giờ làm việc"},
		"due time unknown":                  {sub(`due = "closing"`, `due = "noon"`), "giờ hẹn trả «noon»"},
		"unknown key":                       {sub(`due = "closing"`, `dues = "closing"`), "khóa «office.dues»"},
		"report window wrong":               {sub(`to = "2025-03-14"`, `to = "2025-03-15"`), "kỳ cchc-2025-Q1 phải là"},
		"report of another year":            {sub(`period = "cchc-2025-Q1"`, `period = "cchc-2024-Q1"`), "kỳ báo cáo «cchc-2024-Q1»"},
		"lunar feast not off":               {sub(`date = "2025-04-07"`, `date = "2025-04-08"`), "Giỗ Tổ Hùng Vương (2025-04-08) chưa có"},
		"swap enabled though only proposed": {add("\n[[swap]]\nenabled = true\noff = \"2025-03-10\"\nwork = \"2025-03-15\"\nname = \"x\"\nlaw = \"y\"\nmark = \"proposed\"\n"), "mới chỉ được đề xuất"},
		"swap the wrong way round":          {add("\n[[swap]]\noff = \"2025-03-15\"\nwork = \"2025-03-10\"\nname = \"x\"\nlaw = \"y\"\nmark = \"proposed\"\n"), "ngày hoán đổi nghỉ 2025-03-15"},
	} {
		t.Run(name, func(t *testing.T) {
			c, problems := calendar.Load(edited(t, "2025", x.change))
			found := false
			for _, p := range problems {
				found = found || strings.Contains(p.Text, x.says) && p.File == "calendar/2025.toml" && p.Line > 0
			}
			if !found {
				t.Errorf("problems %v; want %q", problems, x.says)
			}
			if c == nil {
				t.Error("no calendar")
			}
		})
	}
}

func TestYearsMustBeContiguous(t *testing.T) {
	fsys := edited(t, "2025", func(s string) string { return s + "\n" })
	delete(fsys, "calendar/2023.toml")
	c, problems := calendar.Load(fsys)
	if len(problems) != 1 || !strings.Contains(problems[0].Text, "thiếu tệp calendar/2023.toml") {
		t.Errorf("problems %v", problems)
	}
	if c.WorkingDays(2022) != 249 || c.WorkingDays(2024) != 0 {
		t.Error("the years before the gap must be known, those after it not")
	}
	fsys["calendar/x.toml"] = &fstest.MapFile{Data: []byte("year = [")}
	if _, problems = calendar.Load(fsys); len(problems) != 2 {
		t.Errorf("problems %v", problems)
	}
}
