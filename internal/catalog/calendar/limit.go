package calendar

import "time"

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

// Cutoff moves the start of the clock to the next working day. It is a property of the
// procedure version (one-stop-rules §2.4), not of the office.
type Cutoff string

const (
	NoCutoff Cutoff = ""
	LastHour Cutoff = "last_hour" // the last hour of office time (NĐ 297/2025 Đ6 k3)
	// any other value is a time of day, "15:00" (NĐ 23/2015 Đ7)
)

// Limit is a promised time.
type Limit struct {
	Value  int    `json:"n" toml:"value"`
	Unit   Unit   `json:"u" toml:"unit"`
	Cutoff Cutoff `json:"c,omitempty" toml:"cutoff"`
}

// Due is a computed deadline and the arithmetic behind it.
type Due struct {
	At    time.Time // the instant the period ends, UTC
	Day   Date      // its Vietnamese day; on-time classes compare this
	Start Date      // D0, the day the period runs from; it is not itself counted
	Steps []Step    // why each skipped or moved day was so; for Explain
}

// Step is one remark of the arithmetic: a day and the key of the reason
// ("weekend", "holiday", "makeup", "cutoff", "rolled").
type Step struct {
	Day    Date
	Reason string
	Name   string // name of the holiday, if any
}
