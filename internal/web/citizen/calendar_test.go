package citizen

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// TestYear: the sheets of a year show every day once, under its weekday, and as many working
// days as the calendar counts.
func TestYear(t *testing.T) {
	p, c := &pages{site: site}, site.Catalog.Calendar
	for _, n := range c.Years() {
		y, ok := c.Year(n)
		if !ok {
			t.Fatal(n)
		}
		sheet := p.yearPage(y, calendar.MakeDate(2026, 11, 23))
		next, working, marked := calendar.MakeDate(n, 1, 1), 0, 0
		for _, m := range sheet.Months {
			working += m.Working
			marked += len(m.Marked)
			for _, w := range m.Weeks {
				for at, cell := range w {
					if cell.Day == 0 {
						continue
					}
					if cell.Day != next || (int(cell.Day.Weekday())+6)%7 != at {
						t.Fatalf("%s stands where %s should, column %d", cell.Day, next, at)
					}
					if off := cell.Kind == "off" || cell.Kind == "weekend"; off == c.Working(cell.Day) {
						t.Errorf("%s is shown as %q", cell.Day, cell.Kind)
					}
					next++
				}
			}
		}
		if next != calendar.MakeDate(n+1, 1, 1) || working != c.WorkingDays(n) || marked != len(sheet.daysMarked) {
			t.Errorf("%d: up to %s, %d working days, %d of %d marked", n, next, working, marked, len(sheet.daysMarked))
		}
	}
}

// TestDueForm: the form gives what the calendar computes, with its arithmetic; what cannot be
// computed is said beside the form.
func TestDueForm(t *testing.T) {
	for _, c := range []struct {
		query string
		code  int
		has   string
	}{
		{"nhan=20/11/2026&luc=16:30&so=3&don-vi=working_day&moc=15:00", 200, "17:00 27/11/2026"},
		{"nhan=20112026&luc=9h30&so=1&don-vi=same_day", 200, "17:00 20/11/2026"},
		{"nhan=h%C3%B4m+nay&luc=09:00&so=2&don-vi=working_hour", 200, "11:00 23/11/2026"},
		{"nhan=20/11/2026&luc=25:00&so=3", 400, "không đọc được"},
		{"nhan=20/11/2026&luc=10:00&so=ba", 400, "không phải là số nguyên"},
		{"nhan=20/11/2026&luc=10:00&so=-3", 400, "note--bad"},
		{"nhan=20/11/2026&luc=10:00&so=3&don-vi=week", 400, "note--bad"},
		{"nhan=20/11/2026&luc=10:00&so=3&moc=99:99", 400, "note--bad"},
		{"nhan=20/11/1990&luc=10:00&so=3", 400, "note--bad"},
		{"nam=1990", 404, "2021, 2022"},
		{"nam=x", 400, "không phải là một năm"},
	} {
		code, body := answer(t, "/lich?"+c.query)
		if code != c.code || !strings.Contains(body, c.has) {
			t.Errorf("%s: %d, has %q: %v", c.query, code, c.has, strings.Contains(body, c.has))
		}
	}
}

// TestDueFormNeverBreaks: whatever is typed is an answer or a refusal.
func TestDueFormNeverBreaks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := url.Values{}
		for _, name := range []string{"nhan", "luc", "so", "don-vi", "moc"} {
			q.Set(name, rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"20/11/2026", "10:00", "3", "working_day", "15:00", "last_hour"})).Draw(t, name))
		}
		d, err := (&pages{site: site}).due(q)
		if err != nil || d.Done == (d.Refused != nil) && q.Get("nhan") != "" {
			t.Fatalf("%v: %+v %v", q, d, err)
		}
	})
}
