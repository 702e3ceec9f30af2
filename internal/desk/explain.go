package desk

import (
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
		return "Hồ sơ đang chờ bổ sung từ " + calendar.PrintInstant(s.PausedAt) + "; thời hạn được tính lại từ đầu khi nhận đủ."
	case s.LegalDue.IsZero():
		return "Hồ sơ dừng khi đang chờ bổ sung nên không còn ngày hẹn."
	}
	due, err := cal.Deadline(s.ClockStart, s.Limit)
	if err != nil {
		return "Ngày hẹn " + calendar.PrintInstant(s.LegalDue) + "; lịch làm việc hiện nay không có đủ để tính lại."
	}
	text := cal.Explain(s.ClockStart, s.Limit, due)
	text = text[:len(text)-1] // its full stop: this is one sentence
	if !due.Legal().Equal(s.LegalDue) {
		text += "; từ đó dời đến " + calendar.PrintInstant(s.LegalDue) + " vì thời gian tạm dừng không tính vào thời hạn"
	}
	if s.Extensions+s.Apologies > 0 && s.Appointment.After(s.LegalDue) {
		text += "; đã xin lỗi và hẹn lại đến " + calendar.PrintInstant(s.Appointment) + ", ngày hẹn cũ vẫn là mốc tính quá hạn"
	}
	return text + "."
}
