package idcard

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

// String is the birth date as forms print it: 15/08/1998, 08/1998, 1998.
func (b Birth) String() string {
	switch {
	case b.Month == 0:
		return strconv.Itoa(b.Year)
	case b.Day == 0:
		return fmt.Sprintf("%02d/%d", b.Month, b.Year)
	}
	return fmt.Sprintf("%02d/%02d/%d", b.Day, b.Month, b.Year)
}

// Years in which the holder of a card may be born, and in which cards with a code were issued.
const (
	firstBirth = 1900
	lastBirth  = 2099
	firstIssue = 2016
)

// readBirth reads ddmmyyyy. Very old records have no day, or neither day nor month: mmyyyy,
// yyyy, or noughts in their place.
func readBirth(s string) (Birth, bool) {
	if !allDigits(s) {
		return Birth{}, false
	}
	switch len(s) {
	case 4:
		s = "0000" + s
	case 6:
		s = "00" + s
	case 8:
	default:
		return Birth{}, false
	}
	b := Birth{two(s[:2]), two(s[2:4]), two(s[4:6])*100 + two(s[6:])}
	switch {
	case b.Year < firstBirth || b.Year > lastBirth || b.Month > 12 || b.Month == 0 && b.Day != 0:
		return b, false
	case b.Day == 0:
		return b, true
	}
	_, ok := civil(b)
	return b, ok
}

// readIssue reads the day of issue, which is always whole: half of it would look like a year.
func readIssue(s string, born int) (calendar.Date, bool) {
	if len(s) != 8 || !allDigits(s) {
		return 0, false
	}
	b := Birth{two(s[:2]), two(s[2:4]), two(s[4:6])*100 + two(s[6:])}
	d, ok := civil(b)
	return d, ok && b.Year >= firstIssue && b.Year >= born && b.Year <= lastBirth
}

// civil is the day, when the calendar has it.
func civil(b Birth) (calendar.Date, bool) {
	if b.Month < 1 || b.Month > 12 || b.Day < 1 || b.Day > 31 {
		return 0, false
	}
	d := calendar.MakeDate(b.Year, time.Month(b.Month), b.Day)
	_, m, day := d.Civil()
	return d, int(m) == b.Month && day == b.Day
}

func two(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

// compare finds what does not fit together between number, sex, birth and province.
func (p *Provinces) compare(c Card) []Warning {
	var out []Warning
	fourth := int(c.Number[3] - '0')
	if (fourth%2 == 0) != (c.Sex == "Nam") {
		out = append(out, OtherSex)
	}
	if 1900+fourth/2*100 != c.Born.Year/100*100 {
		out = append(out, OtherCentury)
	}
	if two(c.Number[4:6]) != c.Born.Year%100 {
		out = append(out, OtherYear)
	}
	if _, ok := p.names[c.Number[:3]]; !ok {
		out = append(out, OtherProvince)
	}
	return out
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}
