package desk_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// TestExplain: one sentence, whatever the dossier went through.
func TestExplain(t *testing.T) {
	d, m := open(t)
	m.now = at("2024-12-31 12:00")
	cat, _ := shipped()
	says := func(want ...string) {
		t.Helper()
		s := m.states[1]
		got := desk.Explain(&s, cat.Calendar)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%q does not say %q", got, w)
			}
		}
		if strings.Count(got, ".") != 1 || !strings.HasSuffix(got, ".") {
			t.Errorf("%q is not one sentence", got)
		}
	}
	says("chưa được tiếp nhận")
	r := receive()
	r.Promise = dossier.Promise{Procedure: birth, Limit: calendar.Limit{Value: 5, Unit: calendar.WorkingDay}}
	do(t, d, order("1", 1, "2024-06-03 08:00", access.Clerk, r))
	says("Nhận thứ Hai 03/06/2024 lúc 08:00", "5 ngày làm việc", "thứ Hai 10/06/2024")
	do(t, d, order("2", 1, "2024-06-03 09:00", access.Specialist, dossier.Accept{}))
	do(t, d, order("3", 1, "2024-06-04 08:00", access.Specialist, dossier.AskSupplement{Missing: []string{"Tờ khai"}, Reason: "Thiếu"}))
	says("đang chờ bổ sung từ 08:00 04/06/2024")
	do(t, d, order("4", 1, "2024-06-06 08:00", access.Clerk, dossier.Supply{}))
	says("Nhận thứ Năm 06/06/2024 lúc 08:00", "thứ Năm 13/06/2024")
	do(t, d, order("5", 1, "2024-06-07 08:00", access.Specialist, dossier.RaiseObligation{What: "Lệ phí"}))
	do(t, d, order("6", 1, "2024-06-11 08:00", access.Tax, dossier.MeetObligation{Proof: "Biên lai 9"}))
	says("dời đến 17:00 17/06/2024 vì thời gian tạm dừng")
	do(t, d, order("7", 1, "2024-06-12 08:00", access.Leader, dossier.Extend{Reason: "Xác minh", Letter: "1/TXL", NewDue: at("2024-06-20 17:00")}))
	says("hẹn lại đến 17:00 20/06/2024", "ngày hẹn cũ vẫn là mốc")
	s := m.states[1]
	if c := dossier.Clock(&s, at("2024-06-12 08:00"), cat.Calendar); c.Elapsed == 0 || c.Paused == 0 || c.Remaining == 0 || !c.Running {
		t.Errorf("clock reads %+v", c)
	}
}
