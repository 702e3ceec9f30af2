package page

import (
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// ReadDay reads a day as people write it: 23/11/2026, 23-11-26, 23.11.2026, 23112026,
// 2026-11-23, "hôm nay". Fields for days are text and not the browser's own calendar, which
// shows month before day on many machines. today may be 0 where "hôm nay" has no meaning.
func ReadDay(s string, today calendar.Date) (calendar.Date, error) {
	text := strings.ToLower(strings.TrimSpace(s))
	if today != 0 && (text == "hôm nay" || text == "hom nay" || text == "today") {
		return today, nil
	}
	if d, err := calendar.ParseDate(text); err == nil {
		return d, nil
	}
	if d, ok := dayFirst(text); ok {
		return d, nil
	}
	return 0, fault.New(fault.Invalid, "web.day_malformed", "day", s)
}

// dayFirst reads day, month, year in that order.
func dayFirst(text string) (calendar.Date, bool) {
	if text == "" || text[0] < '0' || text[0] > '9' {
		return 0, false
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == '/' || r == '-' || r == '.' || r == ' ' })
	if len(parts) == 1 && (len(text) == 8 || len(text) == 6) {
		parts = []string{text[:2], text[2:4], text[4:]}
	}
	if len(parts) != 3 || len(parts[2]) != 2 && len(parts[2]) != 4 {
		return 0, false
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil || v < 1 || p[0] == '+' || len(p) > 4 {
			return 0, false
		}
		n[i] = v
	}
	if len(parts[2]) == 2 {
		n[2] += 2000
	}
	d := calendar.MakeDate(n[2], time.Month(n[1]), n[0])
	y, m, day := d.Civil()
	return d, y == n[2] && int(m) == n[1] && day == n[0] // 31/02 is no day
}
