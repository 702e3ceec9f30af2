package page

import (
	"net/url"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// TestReadMoment: hours and days as people write them; a day without its year is the last such
// day, an hour without its day is of today.
func TestReadMoment(t *testing.T) {
	now := calendar.MakeDate(2026, 11, 23).At(10, 30)
	for text, want := range map[string]string{
		"8:30": "08:30 23/11/2026", "08h30": "08:30 23/11/2026", "8h": "08:00 23/11/2026", "23:59 22/11/2026": "23:59 22/11/2026",
		"20/11/2026 8:05": "08:05 20/11/2026", "8:05 20/11": "08:05 20/11/2026", "8H05 24/11": "08:05 24/11/2025", "8:30 hôm-nay": "", "8:30 20-11-26": "08:30 20/11/2026",
		"": "", "8": "", "8:3": "", "25:00": "", "8:60": "", "8:30:00": "", "-8:30": "", "8:30 31/02": "", "8:30 x": "", "x 8:30 20/11": "", ":30": "", "8:": "", "20/11/2026": "",
	} {
		at, err := ReadMoment(text, now)
		got := ""
		if err == nil {
			got = calendar.PrintInstant(at)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestReadEarlier: a form without an instant is about now; one over the lag needs its reason
// (security T1); what is to come did not happen.
func TestReadEarlier(t *testing.T) {
	now := calendar.MakeDate(2026, 11, 23).At(10, 30)
	for _, c := range []struct {
		when, why, bad string
		ago            time.Duration
	}{
		{"", "", "", 0},
		{"", "lý do thừa", "", 0},
		{"10:20", "", "", 10 * time.Minute},
		{"10:15", "", "", 15 * time.Minute},
		{"10:14", "", EarlierWhy, 16 * time.Minute},
		{"10:14", "Mất điện", "", 16 * time.Minute},
		{"10:31", "", EarlierWhen, 0},
		{"hôm qua", "Mất điện", EarlierWhen, 0},
	} {
		form := url.Values{EarlierWhen: {c.when}, EarlierWhy: {c.why}}
		e := ReadEarlier(t.Context(), form.Get, now, 15*time.Minute)
		bad := ""
		if len(e.Bad) > 0 {
			bad = e.Bad[0].Field
		}
		if bad != c.bad || now.Sub(e.At) != c.ago || e.When != c.when || e.Why != c.why || e.Asked != (c.when+c.why != "") {
			t.Errorf("%q %q: %+v", c.when, c.why, e)
		}
	}
}

// FuzzReadMoment: whatever is typed is an instant of a plausible year or refused, and what was
// read is read again the same as it is printed.
func FuzzReadMoment(f *testing.F) {
	now := calendar.MakeDate(2026, 11, 23).At(10, 30)
	for _, s := range []string{"8:30", "8h30 20/11", "20/11/2026 08:30", "24:00", "99/99 9:99", "0h", "8:30 29/2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, err := ReadMoment(s, now)
		if err != nil {
			return
		}
		again, err := ReadMoment(calendar.PrintInstant(at), now)
		if err != nil || !again.Equal(at) {
			t.Errorf("%q is %v, printed and read again %v %v", s, at, again, err)
		}
	})
}
