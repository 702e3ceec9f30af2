package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// inWork is a dossier in work that is due in two working days.
func inWork(t *testing.T, d *desk.Desk, m *memory, day string) {
	t.Helper()
	m.now = at(day + " 20:00")
	r := receive()
	r.Promise = dossier.Promise{Procedure: birth, Limit: limit(2)}
	o := order("in work", 1, day+" 08:00", access.Clerk, r)
	o.Then = []desk.Next{{Role: access.Specialist, Command: dossier.Accept{}}}
	do(t, d, o)
}

func submitted(t *testing.T, d *desk.Desk, m *memory, day string) {
	t.Helper()
	m.now = at(day + " 20:00")
	o := order("submitted", 1, day+" 08:00", access.System, dossier.Submit{Channel: dossier.Online, Typist: dossier.TypedByCitizen, EID: true,
		Applicant: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử"}, Components: []dossier.Component{{Name: "Tờ khai", Copies: 1, Born: true}}})
	do(t, d, o)
}

var refusing = dossier.Settle{Result: dossier.Result{Refusal: true, Paper: true}, Reason: "Không đủ điều kiện; Luật Hộ tịch Đ18"}

// TestEveryNoIsWritten: whoever says no, from whichever page and in whichever role, issues the
// letter that says why, in the same act: the form of the set in force on the day, numbered in
// its series; and so does every apology. The caller need not know.
func TestEveryNoIsWritten(t *testing.T) {
	rejecting := dossier.Reject{Reason: "Không thuộc thẩm quyền; NĐ 118/2025 Đ17"}
	sorry := dossier.Apologise{Reason: "Quá tải"}
	for _, c := range []struct {
		law     string
		day     string
		begin   func(*testing.T, *desk.Desk, *memory, string)
		role    access.Role
		command dossier.Command
		form    string
		number  string
	}{
		{"NĐ 61/2018 Đ17: không tiếp nhận tại quầy", "2024-06-03", nil, access.Clerk, rejecting, "tt-01-2018/03", "01/PTC-BPTNTKQ"},
		{"NĐ 118/2025 Đ17: không tiếp nhận tại quầy", "2025-10-06", nil, access.Clerk, rejecting, "tt-03-2025/03", "01/PTC-TTPVHCC"},
		{"NĐ 118/2025 Đ17: không tiếp nhận hồ sơ trực tuyến", "2025-10-06", submitted, access.Clerk, rejecting, "tt-03-2025/03", "01/PTC-TTPVHCC"},
		{"NĐ 63/2010 Đ18 k5: lãnh đạo từ chối giải quyết", "2025-10-06", inWork, access.Leader, refusing, "tt-03-2025/03", "01/PTC-TTPVHCC"},
		{"NĐ 63/2010 Đ18 k5: công chức ghi kết quả từ chối", "2025-10-06", inWork, access.Clerk, refusing, "tt-03-2025/03", "01/PTC-TTPVHCC"},
		{"NĐ 63/2010 Đ18 k5: từ chối theo bộ mẫu 2018", "2024-06-03", inWork, access.Leader, refusing, "tt-01-2018/03", "01/PTC-BPTNTKQ"},
		{"NĐ 61/2018 Đ19: xin lỗi, hẹn lại trước hạn", "2024-06-03", inWork, access.Leader, dossier.Extend{Reason: "Chờ xác minh"}, "tt-01-2018/04", "01/PXL"},
		{"NĐ 118/2025 Đ19: xin lỗi khi đã quá hạn", "2025-10-06", inWork, access.Leader, sorry, "tt-03-2025/04", "01/PXL"},
	} {
		t.Run(c.law, func(t *testing.T) {
			d, m := open(t)
			if c.begin != nil {
				c.begin(t, d, m, c.day)
			}
			when := c.day + " 10:00"
			cal := mustCatalog().Calendar
			due := cal.Closing(cal.AddWorking(calendar.DateOf(at(when)), 9))
			switch k := c.command.(type) {
			case dossier.Extend:
				k.NewDue = due
				c.command = k
			case dossier.Apologise:
				when = cal.AddWorking(calendar.DateOf(at(when)), 4).At(10, 0).Format("2006-01-02") + " 10:00"
				m.now = at(when)
				k.NewDue = due
				c.command = k
			}
			before := len(m.entries)
			m.now = at(when)
			o := order("no", 1, when, c.role, c.command)
			do(t, d, o)
			do(t, d, o) // sent again it is one act with one letter
			s := m.states[1]
			if n := len(m.entries) - before; n != 2 || len(s.Letters) != 1 {
				t.Fatalf("%d entries, %d letters", n, len(s.Letters))
			}
			if l := s.Letters[0]; l.Form != c.form || l.Number != c.number || l.Signer != "cb-01" || l.About != s.Seq-1 {
				t.Errorf("%+v, want form %s number %s", l, c.form, c.number)
			}
			if s.Result.Refusal && s.Result.Number != c.number {
				t.Errorf("the refusal is number %q, its letter %q", s.Result.Number, c.number)
			}
			lines, err := dossier.Timeline(m.entries[before : before+1])
			if err != nil {
				t.Fatal(err)
			}
			reason := lines[0].Args[slices.Index(lines[0].Args, any("reason"))+1].(string)
			_, facts, err := desk.LetterFacts(mustCatalog(), mustCatalog().Units.All()[0], of(m.entries, 1), s.Letters[0], desk.Extras{})
			if err != nil || facts.Reason != reason || reason == "" {
				t.Errorf("the letter says %q, the act %q: %v", facts.Reason, reason, err)
			}
			if c.number == "01/PXL" && (!facts.NewDue.Equal(due) || facts.DueBefore.IsZero()) {
				t.Errorf("the apology promises %v instead of %v", facts.NewDue, facts.DueBefore)
			}
		})
	}
}

func of(entries []ledger.Entry, id ledger.ID) (out []ledger.Entry) {
	for _, e := range entries {
		if e.Subject.ID == id {
			out = append(out, e)
		}
	}
	return out
}

// TestNoWithoutItsLetter: a refusal whose letter cannot be issued is not given; one issue by the
// caller is enough; the form of another circular is refused, with both named (§4.1); a day
// before the first set has none to issue.
func TestNoWithoutItsLetter(t *testing.T) {
	d, m := open(t)
	inWork(t, d, m, "2025-10-06")
	o := order("other", 1, "2025-10-06 10:00", access.Leader, refusing)
	o.Then = []desk.Next{{Role: access.Leader, Command: dossier.Issue{Form: "tt-01-2018/03", Symbol: "PTC-BPTNTKQ"}}}
	_, err := d.Do(context.Background(), o)
	if f, ok := fault.Of(err); !ok || f.Key != "desk.form_not_in_force" || !strings.Contains(err.Error(), "03/2025") || !strings.Contains(err.Error(), "01/2018") {
		t.Errorf("the form of 2018 in 2025: %v", err)
	}
	o = order("nothing said", 1, "2025-10-06 10:00", access.Leader, dossier.Settle{Result: refusing.Result})
	if _, err := d.Do(context.Background(), o); !fault.Is(err, fault.Invalid) {
		t.Errorf("a refusal without reason: %v", err)
	}
	if s := m.states[1]; s.Seq != 2 || len(s.Letters) != 0 {
		t.Errorf("a refused act left %d entries", s.Seq)
	}
	o = order("own", 1, "2025-10-06 10:00", access.Leader, refusing)
	o.Then = []desk.Next{{Role: access.Leader, Command: dossier.Issue{Form: "tt-03-2025/03", Symbol: "PTC-TTPVHCC", Signer: "ld-01", Given: "counter"}}}
	do(t, d, o)
	if s := m.states[1]; len(s.Letters) != 1 || s.Letters[0].Given != "counter" || s.Letters[0].Signer != "ld-01" {
		t.Errorf("%+v", s.Letters)
	}
	old, early := open(t)
	early.now = at("2018-06-04 20:00")
	do(t, old, order("2018", 1, "2018-06-04 08:00", access.Clerk, dossier.Reject{Reason: "Không thuộc thẩm quyền", Procedure: birth}))
	if s := early.states[1]; s.Status != dossier.Rejected || len(s.Letters) != 0 {
		t.Errorf("%d with %d letters", s.Status, len(s.Letters))
	}
}
