package calendar

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"github.com/motcua/motcua/internal/datafile"
)

// Mark says how well a date is known.
type Mark string

const (
	Verified   Mark = "verified"   // the notice or law was read
	Unverified Mark = "unverified" // not announced, or not read
	Proposed   Mark = "proposed"   // only proposed; ships disabled
	Observed   Mark = "observed"   // seen at one place; a setting
)

// Year is one file of data/calendar.
type Year struct {
	Year    int      `toml:"year"`
	Mark    Mark     `toml:"mark"`
	Sources []string `toml:"sources"`
	Notes   []string `toml:"notes"`
	Office  Office   `toml:"office"`
	Lunar   []Lunar  `toml:"lunar"`
	Off     []Off    `toml:"off"`
	Makeup  []Makeup `toml:"makeup"`
	Swap    []Swap   `toml:"swap"`
	Reports []Report `toml:"report"`
}

// Office is the office hours and the clock time printed for a due day.
type Office struct {
	Open   []string `toml:"open"` // "07:00-11:30"
	Due    string   `toml:"due"`  // clock time of a day's appointment: closing, or received
	Mark   Mark     `toml:"mark"`
	Source string   `toml:"source"`

	intervals []Interval
}

// Lunar is a lunar feast in the solar calendar, from which days off follow.
type Lunar struct {
	Name string `toml:"name"`
	Date Date   `toml:"date"`
	Mark Mark   `toml:"mark"`
}

// Off is a weekday on which the office is closed.
type Off struct {
	Date Date   `toml:"date"`
	Name string `toml:"name"`
	Law  string `toml:"law"`
	Mark Mark   `toml:"mark"`
}

// Makeup is a weekend day worked in exchange for a day off.
type Makeup struct {
	Date Date   `toml:"date"`
	For  Date   `toml:"for"`
	Law  string `toml:"law"`
	Mark Mark   `toml:"mark"`
}

// Swap is a day off and its make-up day that hold only when enabled.
type Swap struct {
	Off     Date   `toml:"off"`
	Work    Date   `toml:"work"`
	Name    string `toml:"name"`
	Law     string `toml:"law"`
	Mark    Mark   `toml:"mark"`
	Enabled bool   `toml:"enabled"`
}

// Report is the window of a periodic report; its name is one that ParsePeriod knows.
type Report struct {
	Period string `toml:"period"`
	From   Date   `toml:"from"`
	To     Date   `toml:"to"`
	Law    string `toml:"law"`
	Mark   Mark   `toml:"mark"`
}

func (o *Office) opening() int { return o.intervals[0].From }
func (o *Office) closing() int { return o.intervals[len(o.intervals)-1].To }

func (y *Year) officeMinutes() (sum int32) {
	for _, w := range y.Office.intervals {
		sum += int32(w.To - w.From)
	}
	return sum
}

// Load reads data/calendar. A year that has problems, and those after a missing year, are
// left out of the calendar.
func Load(fsys fs.FS) (*Calendar, []datafile.Problem) {
	paths, err := datafile.List(fsys, "calendar")
	if err != nil {
		return newCalendar(nil), []datafile.Problem{{File: "calendar", Text: "không đọc được thư mục lịch: " + err.Error()}}
	}
	if len(paths) == 0 {
		return newCalendar(nil), []datafile.Problem{{File: "calendar", Text: "chưa có tệp lịch nào; mỗi năm cần một tệp calendar/<năm>.toml"}}
	}
	var problems []datafile.Problem
	var years []Year
	files := map[int]*datafile.File{}
	for _, p := range paths {
		y, f, bad := datafile.Decode[Year](fsys, p)
		if len(bad) == 0 {
			bad = y.check(f)
		}
		problems = append(problems, bad...)
		if len(bad) == 0 {
			years, files[y.Year] = append(years, y), f
		}
	}
	slices.SortFunc(years, func(a, b Year) int { return cmp.Compare(a.Year, b.Year) })
	for i := 1; i < len(years); i++ {
		if years[i].Year != years[i-1].Year+1 {
			problems = append(problems, files[years[i].Year].Problem("year", fmt.Sprintf("thiếu tệp calendar/%d.toml; các năm phải liền nhau", years[i-1].Year+1)))
			years = years[:i]
			break
		}
	}
	c := newCalendar(years)
	return c, append(problems, c.crossCheck(files)...)
}
