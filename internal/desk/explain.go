package desk

import (
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// Explain tells in one Vietnamese sentence how the current due date of a dossier came about.
// It counts the period anew and says so when a pause has moved the date since; it says what
// is waited for when there is no date.
func Explain(s *dossier.State, cal *calendar.Calendar) string {
	switch {
	case s.ReceivedAt.IsZero():
		return "Hồ sơ chưa được tiếp nhận nên chưa tính thời hạn."
	case s.LegalDue.IsZero() && s.EndedAt.IsZero():
		return "Hồ sơ đang chờ bổ sung từ " + minute(s.PausedAt) + "; thời hạn được tính lại từ đầu khi nhận đủ."
	case s.LegalDue.IsZero():
		return "Hồ sơ dừng khi đang chờ bổ sung nên không còn ngày hẹn."
	}
	due, err := cal.Deadline(s.ClockStart, s.Limit)
	if err != nil {
		return "Ngày hẹn " + minute(s.LegalDue) + "; lịch làm việc hiện nay không có đủ để tính lại."
	}
	text := cal.Explain(s.ClockStart, s.Limit, due)
	text = text[:len(text)-1] // its full stop: this is one sentence
	if legal := legalEnd(due); !legal.Equal(s.LegalDue) {
		text += "; từ đó dời đến " + minute(s.LegalDue) + " vì thời gian tạm dừng không tính vào thời hạn"
	}
	if s.Extensions > 0 && s.Appointment.After(s.LegalDue) {
		text += "; đã xin lỗi và hẹn lại đến " + minute(s.Appointment) + ", ngày hẹn cũ vẫn là mốc tính quá hạn"
	}
	return text + "."
}

// legalEnd is the due date as a dossier keeps it: a period in hours that runs out while the
// office is closed ends when it opens.
func legalEnd(due calendar.Due) time.Time {
	if calendar.DateOf(due.At) != due.Day {
		return due.Appointment
	}
	return due.At
}
