package dossier_test

import (
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// TestPausedDue: what remained of the period when it paused is counted from the proof on, in
// the unit of the period (§2.6; §3.5, known defects of calculators). Received Monday
// 11/03/2024 08:00, paused and resumed as given; office 07:00–11:30, 13:30–17:00.
func TestPausedDue(t *testing.T) {
	for _, c := range []struct {
		name           string
		limit          calendar.Limit
		paused, resume string
		before, after  string
	}{
		{"ngày làm việc, qua cuối tuần", calendar.Limit{Value: 5, Unit: calendar.WorkingDay}, "2024-03-15 09:00", "2024-03-18 09:00", "2024-03-18 17:00", "2024-03-19 17:00"},
		{"ngày làm việc, qua Giỗ Tổ 18/4", calendar.Limit{Value: 25, Unit: calendar.WorkingDay}, "2024-04-12 09:00", "2024-04-19 09:00", "2024-04-15 17:00", "2024-04-22 17:00"},
		{"trong ngày, tạm dừng hai ngày", calendar.Limit{Unit: calendar.SameDay}, "2024-03-11 09:00", "2024-03-13 09:00", "2024-03-11 17:00", "2024-03-13 17:00"},
		{"ngày, lùi khỏi cuối tuần", calendar.Limit{Value: 10, Unit: calendar.CalendarDay}, "2024-03-13 09:00", "2024-03-15 09:00", "2024-03-21 17:00", "2024-03-25 17:00"},
		{"tháng", calendar.Limit{Value: 1, Unit: calendar.Month}, "2024-03-13 09:00", "2024-03-20 09:00", "2024-04-11 17:00", "2024-04-19 17:00"},
		{"giờ làm việc, còn 6 giờ", calendar.Limit{Value: 8, Unit: calendar.WorkingHour}, "2024-03-11 10:00", "2024-03-12 15:00", "2024-03-12 08:00", "2024-03-13 11:00"},
		{"giờ, liên tục", calendar.Limit{Value: 24, Unit: calendar.Hour}, "2024-03-11 10:00", "2024-03-13 11:00", "2024-03-12 08:00", "2024-03-14 09:00"},
		{"giờ, hết vào đêm thì đến giờ mở cửa", calendar.Limit{Value: 24, Unit: calendar.Hour}, "2024-03-11 10:00", "2024-03-11 21:00", "2024-03-12 08:00", "2024-03-13 07:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t)
			r := receive()
			r.Promise.Limit = c.limit
			o.do("2024-03-11 08:00", r).do("2024-03-11 08:30", dossier.Accept{}).due(c.before)
			o.do(c.paused, dossier.RaiseObligation{What: "Lệ phí"}).do(c.resume, dossier.MeetObligation{Proof: "12"}).due(c.after)
		})
	}
}

// TestPauseBeyondTheCalendar: a date that the calendar does not reach is refused, not guessed.
func TestPauseBeyondTheCalendar(t *testing.T) {
	for _, u := range []calendar.Unit{calendar.WorkingDay, calendar.CalendarDay, calendar.Month, calendar.WorkingHour, calendar.Hour} {
		o := newOffice(t)
		years := o.env.Calendar.Years()
		r := receive()
		r.Promise.Limit = calendar.Limit{Value: 1, Unit: u}
		day := calendar.MakeDate(years[len(years)-1], 11, 22).String()
		o.do(day+" 08:00", r).do(day+" 08:10", dossier.Accept{}).do(day+" 08:20", dossier.RaiseObligation{What: "Lệ phí"})
		now := calendar.MakeDate(years[len(years)-1]+1, 2, 1).At(9, 0)
		_, err := o.as(access.Tax, now, dossier.MeetObligation{Proof: "12"})
		o.reason(err, "dossier.calendar_ends")
	}
}
