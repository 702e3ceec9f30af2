package calendar_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

func TestExplain(t *testing.T) {
	c := shipped(t)
	for _, x := range []struct {
		start string
		limit calendar.Limit
		want  string
	}{
		{"2026-11-20 09:00", limit(3, calendar.WorkingDay, ""), "Nhận thứ Sáu 20/11/2026 lúc 09:00; thời hạn 3 ngày làm việc tính từ ngày làm việc kế tiếp, bỏ qua thứ Bảy 21/11, Chủ nhật 22/11 và thứ Ba 24/11 (Ngày Văn hóa Việt Nam), nên hẹn trả thứ Năm 26/11/2026 lúc 17:00."},
		{"2025-03-03 09:00", limit(1, calendar.WorkingDay, ""), "Nhận thứ Hai 03/03/2025 lúc 09:00; thời hạn 1 ngày làm việc tính từ ngày làm việc kế tiếp, nên hẹn trả thứ Ba 04/03/2025 lúc 17:00."},
	} {
		start := at(t, x.start)
		due, err := c.Deadline(start, x.limit)
		if got := c.Explain(start, x.limit, due); err != nil || got != x.want {
			t.Errorf("got  %s\nwant %s (%v)", got, x.want, err)
		}
	}
}

var _ = rand.New
var _ = strings.Count
var _ = unicode.IsUpper
