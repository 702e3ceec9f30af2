package calendar

import (
	"strconv"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// Unit is the unit of a time limit as the procedure publishes it.
type Unit string

const (
	WorkingHour Unit = "working_hour" // giờ làm việc
	Hour        Unit = "hour"         // giờ
	SameDay     Unit = "same_day"     // trong ngày làm việc
	WorkingDay  Unit = "working_day"  // ngày làm việc
	CalendarDay Unit = "calendar_day" // ngày
	Month       Unit = "month"        // tháng
)

// Units are all units of a time limit.
var Units = []Unit{WorkingHour, Hour, SameDay, WorkingDay, CalendarDay, Month}

var unitNames = map[Unit]string{
	WorkingHour: "giờ làm việc", Hour: "giờ", SameDay: "trong ngày làm việc",
	WorkingDay: "ngày làm việc", CalendarDay: "ngày", Month: "tháng",
}

// Cutoff moves the start of the clock to the next working day. It is a property of the
// procedure version (one-stop-rules §2.4), not of the office.
type Cutoff string

const (
	NoCutoff Cutoff = ""
	LastHour Cutoff = "last_hour" // the last hour of office time (NĐ 297/2025 Đ6 k3)
	// any other value is a time of day, "15:00" (NĐ 23/2015 Đ7)
)

// Limit is a promised time. Value of a same_day limit is 0 or 1.
type Limit struct {
	Value  int    `json:"n" toml:"value"`
	Unit   Unit   `json:"u" toml:"unit"`
	Cutoff Cutoff `json:"c,omitempty" toml:"cutoff"`
}

// maxValue bounds a limit; the longest published ones are some months.
const maxValue = 10_000

// Check refuses an unknown unit, a value out of range and a malformed cut-off.
func (l Limit) Check() error {
	least := 1
	if l.Unit == SameDay {
		least = 0
	}
	switch _, known := unitNames[l.Unit]; {
	case !known:
		return fault.New(fault.Invalid, "calendar.unit_unknown", "unit", string(l.Unit))
	case l.Value < least || l.Value > maxValue || l.Unit == SameDay && l.Value > 1:
		return fault.New(fault.Invalid, "calendar.limit_value", "value", l.Value, "unit", unitNames[l.Unit])
	}
	_, err := l.Cutoff.minute(24 * 60)
	return err
}

// Print is the limit as documents print it: "3 ngày làm việc".
func (l Limit) Print() string {
	if l.Unit == SameDay {
		return unitNames[SameDay]
	}
	return strconv.Itoa(l.Value) + " " + unitNames[l.Unit]
}

// minute is the cut-off in minutes since midnight for an office that closes at closing; -1
// for none.
func (c Cutoff) minute(closing int) (int, error) {
	switch c {
	case NoCutoff:
		return -1, nil
	case LastHour:
		return closing - 60, nil
	}
	m, ok := clock(string(c))
	if !ok {
		return 0, fault.New(fault.Invalid, "calendar.cutoff_malformed", "text", string(c))
	}
	return m, nil
}

// Valid reports whether the cut-off is none, the last hour or a time of day.
func (c Cutoff) Valid() bool {
	_, err := c.minute(24 * 60)
	return err == nil
}

// clock reads "15:00" as minutes since midnight.
func clock(s string) (int, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	for _, i := range [4]int{0, 1, 3, 4} {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	h, m := int(s[0]-'0')*10+int(s[1]-'0'), int(s[3]-'0')*10+int(s[4]-'0')
	return h*60 + m, h < 24 && m < 60
}

// Due is a computed deadline. At is the end of the period in law; Appointment is the instant
// printed for the citizen, never outside office hours; Day is the day of the appointment,
// which early, on time and late compare (one-stop-rules §3.4). At and Appointment differ for
// periods in hours, which run through the night, and where the office prints the clock time
// of receipt instead of closing time.
type Due struct {
	At          time.Time // UTC
	Appointment time.Time // UTC
	Day         Date
	Start       Date // D0, the day the period runs from; it is not itself counted
}

// Legal is the due date that a dossier keeps and is judged by. A period in hours may run out
// while the office is closed; it ends then when the office opens (BLDS Đ148 k5), so that its
// day is Day.
func (d Due) Legal() time.Time {
	if DateOf(d.At) != d.Day {
		return d.Appointment
	}
	return d.At
}
