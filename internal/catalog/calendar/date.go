package calendar

import (
	"fmt"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// Zone is Vietnam time: UTC+7 the whole year round, no daylight saving.
var Zone = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// Date is a day in Vietnam, counted in days since 1970-01-01. It is not a midnight:
// it has no hour and no zone. The zero Date means "not known" in fields that allow it.
type Date int32

// MakeDate normalises like time.Date.
func MakeDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// DateOf is the Vietnamese day of an instant; the zero instant, which says "not yet" or "not
// known", has the zero Date.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return 0
	}
	s := t.Unix() + 7*3600
	d := s / 86400
	if s%86400 < 0 {
		d--
	}
	return Date(d)
}

// ParseDate reads YYYY-MM-DD and refuses a day that does not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return 0, fault.Wrap(err, fault.Invalid, "date.malformed", "text", s)
	}
	return MakeDate(t.Year(), t.Month(), t.Day()), nil
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// At is the instant at hour:minute of the day, Vietnam time, as UTC.
func (d Date) At(hour, minute int) time.Time {
	return d.utc().Add(time.Duration(hour-7)*time.Hour + time.Duration(minute)*time.Minute)
}

// Civil returns year, month, day.
func (d Date) Civil() (int, time.Month, int) { return d.utc().Date() }

// Year is the calendar year.
func (d Date) Year() int { return d.utc().Year() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// String is YYYY-MM-DD.
func (d Date) String() string { return d.utc().Format("2006-01-02") }

// Print is dd/mm/yyyy, as documents print it.
func (d Date) Print() string { return d.utc().Format("02/01/2006") }

// PrintInstant is an instant to the minute, Vietnam time, as a clerk reads it:
// "17:00 20/11/2026"; nothing for the zero instant.
func PrintInstant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Zone).Format("15:04 02/01/2006")
}

// MarshalText writes YYYY-MM-DD, and nothing for the zero Date.
func (d Date) MarshalText() ([]byte, error) {
	if d == 0 {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads YYYY-MM-DD; empty is the zero Date. Decoders keep only the text of an
// error, so it is written for who wrote the data file.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	if *d, err = ParseDate(string(b)); err != nil {
		return fmt.Errorf("không có ngày «%s»; hãy ghi năm-tháng-ngày, ví dụ 2025-03-31", b)
	}
	return nil
}
