package counter

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/web/page"
)

// What people type is read as they mean it: blanks, dots and dashes in numbers, days
// in any order that has the day first. What is kept in a draft stays as typed.

var (
	blanks   = strings.NewReplacer(" ", "", ".", "", "-", "", "\u00a0", "", "(", "", ")", "")
	digits   = regexp.MustCompile(`^\d+$`)
	passport = regexp.MustCompile(`^[A-Z]{1,2}\d{6,8}$`)
	mailForm = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	taxForm  = regexp.MustCompile(`^\d{10}(\d{3})?$`)
)

// readNumber reads a personal number (12 digits, 9 of the former card, a passport), or of an
// organisation a tax code; "" is none.
func readNumber(s string, organisation bool) (string, bool) {
	s = strings.ToUpper(blanks.Replace(page.Line(s)))
	switch {
	case s == "":
		return "", true
	case organisation:
		return s, taxForm.MatchString(s) || len(s) == 12 && digits.MatchString(s)
	}
	return s, digits.MatchString(s) && (len(s) == 12 || len(s) == 9) || passport.MatchString(s)
}

// readPhone reads a phone number; +84 is 0.
func readPhone(s string) (string, bool) {
	s = blanks.Replace(page.Line(s))
	if rest, ok := strings.CutPrefix(s, "+84"); ok {
		s = "0" + rest
	}
	return s, s == "" || digits.MatchString(s) && len(s) >= 8 && len(s) <= 11
}

var yearOrMonth = regexp.MustCompile(`^(?:(\d{1,2})[/.\- ])?(\d{4})$`)

// readBirth reads a day of birth: whole, or month and year, or the year alone, as on papers of
// old people. Two digits of a year mean the last such year.
func readBirth(s string, today calendar.Date) (string, bool) {
	s = page.Line(s)
	if s == "" {
		return "", true
	}
	if m := yearOrMonth.FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[2])
		month, _ := strconv.Atoi(m[1])
		ok := year >= 1900 && year <= today.Year() && month <= 12
		if m[1] == "" {
			return m[2], ok
		}
		return two(month) + "/" + m[2], ok && month > 0
	}
	d, err := page.ReadDay(s, 0)
	if err != nil {
		return "", false
	}
	if y, m, day := d.Civil(); d > today && !strings.Contains(s, strconv.Itoa(y)) {
		d = calendar.MakeDate(y-100, m, day)
	}
	return d.Print(), d <= today && d.Year() >= 1900
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// readCount reads a small number; "" is otherwise.
func readCount(s string, otherwise, most int) (int, bool) {
	s = blanks.Replace(page.Line(s))
	if s == "" {
		return otherwise, true
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n >= 1 && n <= most
}

// readCodes reads the codes that other systems gave a dossier, with anything between them.
func readCodes(s string) ([]string, bool) {
	var out []string
	for _, c := range strings.FieldsFunc(page.Line(s), func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		if len(c) > 60 {
			return nil, false
		}
		out = append(out, c)
	}
	return out, len(out) <= 5
}
