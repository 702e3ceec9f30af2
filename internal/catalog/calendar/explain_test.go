package calendar_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

func TestExplain(t *testing.T) {
	c := shipped(t)
	const wd, cd, wh, h, sd, m = calendar.WorkingDay, calendar.CalendarDay, calendar.WorkingHour, calendar.Hour, calendar.SameDay, calendar.Month
	for _, x := range []struct {
		start string
		limit calendar.Limit
		want  string
	}{
		{"2026-11-20 09:00", limit(3, wd, ""), "Nhận thứ Sáu 20/11/2026 lúc 09:00; thời hạn 3 ngày làm việc tính từ ngày làm việc kế tiếp, bỏ qua thứ Bảy 21/11, Chủ nhật 22/11 và thứ Ba 24/11 (Ngày Văn hóa Việt Nam), nên hẹn trả thứ Năm 26/11/2026 lúc 17:00."},
		{"2025-03-03 09:00", limit(1, wd, ""), "Nhận thứ Hai 03/03/2025 lúc 09:00; thời hạn 1 ngày làm việc tính từ ngày làm việc kế tiếp, nên hẹn trả thứ Ba 04/03/2025 lúc 17:00."},
		{"2026-02-12 10:00", limit(5, wd, ""), "Nhận thứ Năm 12/02/2026 lúc 10:00; thời hạn 5 ngày làm việc tính từ ngày làm việc kế tiếp, bỏ qua thứ Bảy 14/02, Chủ nhật 15/02, thứ Bảy 21/02, Chủ nhật 22/02 và các ngày 16/02–20/02 (Tết Nguyên đán), nên hẹn trả thứ Năm 26/02/2026 lúc 17:00."},
		{"2025-04-25 14:00", limit(2, wd, ""), "Nhận thứ Sáu 25/04/2025 lúc 14:00; thời hạn 2 ngày làm việc tính từ ngày làm việc kế tiếp, bỏ qua Chủ nhật 27/04, tính cả thứ Bảy 26/04 (làm bù cho 02/05), nên hẹn trả thứ Hai 28/04/2025 lúc 17:00."},
		{"2024-12-02 16:00", limit(30, wd, "last_hour"), "Nhận thứ Hai 02/12/2024 lúc 16:00 là từ mốc 16:00 trở đi, nên tính như nhận lúc 07:00 thứ Ba 03/12/2024; thời hạn 30 ngày làm việc tính từ ngày làm việc kế tiếp, bỏ qua 12 ngày nghỉ cuối tuần và thứ Tư 01/01/2025 (Tết Dương lịch), nên hẹn trả thứ Tư 15/01/2025 lúc 17:00."},
		{"2026-04-29 15:30", limit(1, sd, "15:00"), "Nhận thứ Tư 29/04/2026 lúc 15:30 là từ mốc 15:00 trở đi, nên tính như nhận lúc 07:00 thứ Hai 04/05/2026; giải quyết trong ngày làm việc, nên hẹn trả thứ Hai 04/05/2026 lúc 17:00."},
		{"2026-08-24 08:00", limit(7, cd, ""), "Nhận thứ Hai 24/08/2026 lúc 08:00; thời hạn 7 ngày kể cả ngày nghỉ, tính từ ngày kế tiếp, hết vào thứ Hai 31/08/2026 là ngày nghỉ (Nghỉ hoán đổi sang thứ Bảy 22/8), lùi đến ngày làm việc kế tiếp, nên hẹn trả thứ Năm 03/09/2026 lúc 17:00."},
		{"2025-12-31 08:00", limit(2, m, ""), "Nhận thứ Tư 31/12/2025 lúc 08:00; thời hạn 2 tháng tính đến ngày tương ứng, hết vào thứ Bảy 28/02/2026 là ngày nghỉ cuối tuần, lùi đến ngày làm việc kế tiếp, nên hẹn trả thứ Hai 02/03/2026 lúc 17:00."},
		{"2026-08-21 14:00", limit(16, wh, ""), "Nhận thứ Sáu 21/08/2026 lúc 14:00; thời hạn 16 giờ làm việc, bỏ qua Chủ nhật 23/08, tính cả thứ Bảy 22/08 (làm bù cho 31/08), nên hẹn trả thứ Hai 24/08/2026 lúc 14:00."},
		{"2025-03-07 09:00", limit(24, h, ""), "Nhận thứ Sáu 07/03/2025 lúc 09:00; thời hạn 24 giờ tính liên tục cả ngoài giờ làm việc, hết lúc 09:00 thứ Bảy 08/03/2025, nên hẹn trả khi mở cửa thứ Hai 10/03/2025 lúc 07:00."},
		{"2025-09-02 09:00", limit(1, wd, ""), "Nhận thứ Ba 02/09/2025 lúc 09:00 là ngày nghỉ (Quốc khánh), nên tính như nhận lúc 07:00 thứ Tư 03/09/2025; thời hạn 1 ngày làm việc tính từ ngày làm việc kế tiếp, nên hẹn trả thứ Năm 04/09/2025 lúc 17:00."},
		{"2027-03-01 06:30", limit(1, sd, ""), "Nhận thứ Hai 01/03/2027 lúc 06:30 là trước giờ mở cửa, nên tính như nhận lúc 07:00 thứ Hai 01/03/2027; giải quyết trong ngày làm việc, nên hẹn trả thứ Hai 01/03/2027 lúc 17:00 (lịch nghỉ năm 2027 chưa có thông báo chính thức)."},
		{"2025-03-03 20:00", limit(1, sd, ""), "Nhận thứ Hai 03/03/2025 lúc 20:00 là sau giờ làm việc, nên tính như nhận lúc 07:00 thứ Ba 04/03/2025; giải quyết trong ngày làm việc, nên hẹn trả thứ Ba 04/03/2025 lúc 17:00."},
	} {
		start := at(t, x.start)
		due, err := c.Deadline(start, x.limit)
		if got := c.Explain(start, x.limit, due); err != nil || got != x.want {
			t.Errorf("got  %s\nwant %s (%v)", got, x.want, err)
		}
	}
}

// TestEveryDueIsOneSentence: whatever the due, its explanation is one short sentence that
// names the receipt and the appointment.
func TestEveryDueIsOneSentence(t *testing.T) {
	c := enabledSwap(t)
	r := rand.New(rand.NewPCG(3, 4))
	for range 50_000 {
		start, l := input(r)
		due, err := c.Deadline(start, l)
		if err != nil {
			continue
		}
		got := c.Explain(start, l, due)
		dues := due.Day.Long() + " lúc " + due.Appointment.In(calendar.Zone).Format("15:04")
		if !strings.HasPrefix(got, "Nhận "+calendar.DateOf(start).Long()+" lúc ") || !strings.Contains(got, dues) ||
			strings.Count(got, ".") != 1 || !strings.HasSuffix(got, ".") || strings.ContainsAny(got, "\n%") || len([]rune(got)) > 700 {
			t.Fatalf("%v, %+v: %s", start, l, got)
		}
	}
}

func TestExplainOutsideTheCalendar(t *testing.T) {
	c := shipped(t)
	for _, start := range []string{"2019-05-06 09:00", "2025-05-06 09:00"} {
		if got := c.Explain(at(t, start), limit(1, calendar.WorkingDay, ""), calendar.Due{}); !strings.HasPrefix(got, "Không giải thích được cách tính vì chưa có lịch") {
			t.Error(got)
		}
	}
}
