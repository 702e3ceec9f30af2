package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// Period is a stretch of days, both included. A report year is not a calendar year, so
// every question of counting takes a Period and never a year.
type Period struct{ From, To Date }

// reform marks the windows of reform reports: from 15 December of the year before to
// 14 December (NĐ 09/2019/NĐ-CP on periodic reports, công văn 581/BNV-CCHC).
const reform = "cchc-"

// parts are the months, first and last, of the named parts of a year.
var parts = map[string][2]int{
	"": {1, 12}, "Q1": {1, 3}, "Q2": {4, 6}, "Q3": {7, 9}, "Q4": {10, 12},
	"H1": {1, 6}, "H2": {7, 12}, "9M": {1, 9},
	"01": {1, 1}, "02": {2, 2}, "03": {3, 3}, "04": {4, 4}, "05": {5, 5}, "06": {6, 6},
	"07": {7, 7}, "08": {8, 8}, "09": {9, 9}, "10": {10, 10}, "11": {11, 11}, "12": {12, 12},
}

// Years that a period may name. Days before 1971 do not occur in the records, and day 0
// means "not known".
const minYear, maxYear = 1971, 2199

// ParsePeriod reads "2024", "2024-05", "2024-Q1", "2024-H1", "2024-9M", the same with "cchc-"
// before it for the reform report's window, and "2024-01-01..2024-03-31".
func ParsePeriod(s string) (Period, error) {
	malformed := fault.New(fault.Invalid, "period.malformed", "text", s)
	if from, to, ok := strings.Cut(s, ".."); ok {
		a, errA := ParseDate(from)
		b, errB := ParseDate(to)
		if errA != nil || errB != nil {
			return Period{}, malformed
		}
		if a > b {
			return Period{}, fault.New(fault.Invalid, "period.backwards", "from", a.Print(), "to", b.Print())
		}
		if a.Year() < minYear || b.Year() > maxYear {
			return Period{}, malformed
		}
		return Period{a, b}, nil
	}
	name, isReform := strings.CutPrefix(s, reform)
	digits, part, dashed := strings.Cut(name, "-")
	months, known := parts[part]
	year, err := strconv.Atoi(digits)
	if !known || dashed && part == "" || len(digits) != 4 || err != nil || year <= minYear || year > maxYear {
		return Period{}, malformed
	}
	return named(year, months, isReform), nil
}

func named(year int, months [2]int, isReform bool) Period {
	first, last := time.Month(months[0]), time.Month(months[1])
	if isReform {
		return Period{MakeDate(year, first-1, 15), MakeDate(year, last, 14)}
	}
	return Period{MakeDate(year, first, 1), MakeDate(year, last+1, 0)}
}

// name finds the year, the part and the kind of a period that has a name. No two names
// have the same days.
func (p Period) name() (year int, part string, isReform, ok bool) {
	for _, isReform = range []bool{false, true} {
		for _, year = range []int{p.To.Year(), p.From.Year()} {
			for part, months := range parts {
				if named(year, months, isReform) == p {
					return year, part, isReform, true
				}
			}
		}
	}
	return 0, "", false, false
}

// String is the name that ParsePeriod reads back to the same days, the shortest there is.
func (p Period) String() string {
	year, part, isReform, ok := p.name()
	if !ok || year <= minYear {
		return p.From.String() + ".." + p.To.String()
	}
	s := strconv.Itoa(year)
	if part != "" {
		s += "-" + part
	}
	if isReform {
		return reform + s
	}
	return s
}

// Print is the period in Vietnamese, as a heading prints it: "quý I năm 2024", with the days
// where they are not those of the name.
func (p Period) Print() string {
	days := "từ ngày " + p.From.Print() + " đến ngày " + p.To.Print()
	year, part, isReform, ok := p.name()
	if !ok {
		return days
	}
	name := fmt.Sprintf("năm %d", year)
	switch {
	case part == "9M":
		name = "9 tháng năm " + strconv.Itoa(year)
	case strings.HasPrefix(part, "Q"):
		name = "quý " + [...]string{"I", "II", "III", "IV"}[part[1]-'1'] + " " + name
	case part == "H1":
		name = "6 tháng đầu " + name
	case part == "H2":
		name = "6 tháng cuối " + name
	case part != "":
		name = "tháng " + strings.TrimPrefix(part, "0") + " " + name
	}
	if isReform {
		return name + " (" + days + ")"
	}
	return name
}

// Contains reports whether d lies in the period.
func (p Period) Contains(d Date) bool { return p.From <= d && d <= p.To }

// Days is the number of days of the period.
func (p Period) Days() int { return int(p.To-p.From) + 1 }

// MarshalText writes String.
func (p Period) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what ParsePeriod reads.
func (p *Period) UnmarshalText(b []byte) (err error) {
	*p, err = ParsePeriod(string(b))
	return err
}
