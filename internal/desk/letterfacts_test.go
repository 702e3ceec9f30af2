package desk_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/fault"
)

// people of the tests: an id is a post and a name.
func people(id string) (name, post string) {
	return map[string]string{"cb-01": "Trần Văn Minh", "cm-02": "Lê Thị Hà", "ld-01": "Phan Bá Thành"}[id],
		map[string]string{"cb-01": "Công chức một cửa", "cm-02": "Tư pháp - Hộ tịch", "ld-01": "Chủ tịch UBND phường"}[id]
}

// desking is a dossier whose papers are looked at.
type desking struct {
	t    *testing.T
	desk *desk.Desk
	m    *memory
	n    int
}

func (d *desking) by(who string, role access.Role, when string, c dossier.Command, then ...desk.Next) {
	d.t.Helper()
	d.n++
	o := order(string(rune('a'+d.n)), 1, when, role, c)
	o.Actor.ID, o.Then = who, then
	do(d.t, d.desk, o)
}

// paper is what a paper of the dossier says.
func (d *desking) paper(name string) (*form.Form, letter.Facts) {
	d.t.Helper()
	cat, _ := shipped()
	s := d.m.states[1]
	l, err := desk.Letter(cat, &s, d.m.entries, name)
	if err != nil {
		d.t.Fatalf("%s: %v", name, err)
	}
	f, facts, err := desk.LetterFacts(cat, cat.Units.All()[0], d.m.entries, l, desk.Extras{People: people, Key: []byte("key")})
	if err != nil {
		d.t.Fatalf("%s: %v", name, err)
	}
	return f, facts
}

func full() dossier.Receive {
	return dossier.Receive{Promise: dossier.Promise{Procedure: birth, Limit: limit(5)}, Channel: dossier.Counter, Sets: 2, Request: "Đăng ký khai sinh cho con", ReturnAt: dossier.ByPost, ReturnTo: "12 Trần Hưng Đạo",
		Applicant:      dossier.Applicant{Name: "Nguyễn Thị Thử", Number: "045190000123", Address: "12 Trần Hưng Đạo", Phone: "0905000123", Email: "thu@example.vn"},
		Representative: &dossier.Representative{Name: "Hoàng Văn Thay", Number: "045085000777", Paper: "Giấy ủy quyền số 15"},
		Components: []dossier.Component{{Name: "Tờ khai", Copies: 1, Kind: "original"},
			{Name: "Căn cước", ShownOnly: true}, {Name: "Giấy kết hôn", Kind: "database"}}}
}

// TestReceiptFacts: NĐ 118/2025 Đ17 k3, form 01: who hands in and for whom, what came in
// which form, the period and the appointment of the day.
func TestReceiptFacts(t *testing.T) {
	d, m := open(t)
	m.now = at("2026-11-20 12:00")
	k := &desking{t: t, desk: d, m: m}
	k.by("cb-01", access.Clerk, "2026-11-20 09:05", full())
	f, got := k.paper(desk.PaperReceipt)
	if f.ID != "tt-03-2025/01" {
		t.Errorf("form %s", f.ID)
	}
	if got.Filer.Name != "Hoàng Văn Thay" || got.Applicant.Name != "Nguyễn Thị Thử" || !got.Represented || got.Authorisation != "Giấy ủy quyền số 15" {
		t.Errorf("filer %+v for %+v", got.Filer, got.Applicant)
	}
	want := []letter.Paper{{Name: "Tờ khai", Kind: "original", Copies: 1}, {Name: "Căn cước", Kind: "shown"}, {Name: "Giấy kết hôn", Kind: "database"}}
	if !slices.Equal(got.Components, want) {
		t.Errorf("components %+v", got.Components)
	}
	s := m.states[1]
	if got.Code != s.Code || !got.Received.Equal(s.ReceivedAt) || !got.Result.Equal(s.Appointment) || got.Sets != 2 || got.Signer != "Trần Văn Minh" {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(got.ReturnAt, "bưu chính công ích, địa chỉ 12 Trần Hưng Đạo") || got.Request != "Đăng ký khai sinh cho con" || got.Limit == "" {
		t.Errorf("return at %q, request %q, limit %q", got.ReturnAt, got.Request, got.Limit)
	}
	r, _, err := letter.ParseReceipt(got.Scan)
	if err != nil || r.Code != s.Code || !r.Knows([]byte("key"), 1) {
		t.Errorf("scan: %v", err)
	}
}

// TestOldSet: a dossier of 2024 is printed in the set of 2018, under the names of its day,
// also years later (§4.1).
func TestOldSet(t *testing.T) {
	d, m := open(t)
	k := &desking{t: t, desk: d, m: m}
	k.by("cb-01", access.Clerk, "2024-06-03 08:00", full())
	m.now = at("2026-11-20 12:00")
	k.by("cb-01", access.Clerk, "2026-11-20 08:00", dossier.Amend{Reason: "Đổi số", Applicant: &dossier.Applicant{Name: "Nguyễn Thị Thử", Phone: "0999"}})
	f, got := k.paper(desk.PaperReceipt)
	if f.ID != "tt-01-2018/01" || got.Office != "Bộ phận Tiếp nhận và Trả kết quả" || got.Agency != "UBND Phường 2" || got.Day.Print() != "03/06/2024" {
		t.Errorf("%s of %s, %s on %s", f.ID, got.Office, got.Agency, got.Day.Print())
	}
	if got.Applicant.Phone != "0905000123" {
		t.Errorf("the phone of 2026 stands on the receipt of 2024: %q", got.Applicant.Phone)
	}
}

// TestLetterFacts: each letter says what its own act said, and the receipt after a supplement
// has the restarted date (§2.5).
func TestLetterFacts(t *testing.T) {
	d, m := open(t)
	m.now = at("2026-11-30 12:00")
	k := &desking{t: t, desk: d, m: m}
	issue := func(number string) desk.Next {
		cat, _ := shipped()
		f, _ := cat.Forms.Form("tt-03-2025/" + number)
		return desk.Next{Role: access.Clerk, Command: dossier.Issue{Form: f.ID, Symbol: f.Symbol, Signer: "ld-01"}}
	}
	k.by("cb-01", access.Clerk, "2026-11-02 09:05", full())
	first := m.states[1].Appointment
	k.by("cb-01", access.Clerk, "2026-11-02 09:10", dossier.Transfer{To: "cm-02", Paper: true})
	k.by("cm-02", access.Specialist, "2026-11-02 10:00", dossier.Accept{Holder: "cm-02"})
	ask := dossier.AskSupplement{Missing: []string{"Giấy chứng sinh bản chính", "Tờ khai; có chữ ký"}, Reason: "Thiếu chữ ký"}
	k.by("cm-02", access.Specialist, "2026-11-02 11:00", ask, desk.Next{Role: access.Specialist, Command: issue("02").Command})
	issued := m.states[1].Letters[0]
	k.by("cb-01", access.Clerk, "2026-11-04 09:00", dossier.Supply{Components: []dossier.Component{{Name: "Giấy chứng sinh"}}})

	f, got := k.paper(name(issued))
	if f.Purpose != form.Supplement || !slices.Equal(got.Missing, ask.Missing) || got.Reason != "Thiếu chữ ký" || got.Number != "01/PBS-TTPVHCC" || got.Signer != "Phan Bá Thành" {
		t.Errorf("%s %+v", f.ID, got)
	}
	if len(got.Components) != 3 {
		t.Errorf("the request knows papers that came after it: %v", got.Components)
	}
	if _, got = k.paper(desk.PaperReceipt); got.Result.Equal(first) || !got.Result.Equal(m.states[1].Appointment) || got.Day.Print() != "04/11/2026" {
		t.Errorf("receipt after the supplement: %v on %s", got.Result, got.Day.Print())
	}
	due := m.states[1].Appointment
	later := due.Add(7 * 24 * time.Hour)
	k.by("ld-01", access.Leader, "2026-11-04 14:00", dossier.Extend{Reason: "Chờ xác minh", NewDue: later}, desk.Next{Role: access.Leader, Command: issue("04").Command})
	if f, got = k.paper(name(last(m))); f.Purpose != form.Apology || !got.DueBefore.Equal(due) || !got.NewDue.Equal(later) || got.Reason != "Chờ xác minh" {
		t.Errorf("%s %+v", f.ID, got)
	}
	k.by("nd-01", access.Citizen, "2026-11-05 08:00", dossier.AskWithdraw{})
	k.by("cb-01", access.Clerk, "2026-11-05 09:00", dossier.Stop{Reason: "Theo yêu cầu"}, issue("05"))
	if f, got = k.paper(name(last(m))); f.Purpose != form.Stop || got.AskedOn.Print() != "05/11/2026" || got.Found != "đang xử lý" || got.Reason != "Theo yêu cầu" || got.AskedBy != "" {
		t.Errorf("%s %+v", f.ID, got)
	}
}

// TestHops: the control slip is the ledger's: who gave, who took, and when; the result is
// there once the other side has the dossier (§4.2).
func TestHops(t *testing.T) {
	d, m := open(t)
	m.now = at("2026-11-30 12:00")
	k := &desking{t: t, desk: d, m: m}
	k.by("cb-01", access.Clerk, "2026-11-02 09:05", full())
	k.by("cb-01", access.Clerk, "2026-11-02 09:10", dossier.Transfer{To: "cm-02", Paper: true})
	_, got := k.paper(desk.PaperControl)
	if len(got.Hops) != 1 || !got.Hops[0].Taken.IsZero() || got.Hops[0].Result != "" || got.Hops[0].Remark != "Hồ sơ giấy" {
		t.Fatalf("before it is taken: %+v", got.Hops)
	}
	k.by("cm-02", access.Specialist, "2026-11-02 10:00", dossier.Accept{Holder: "cm-02"})
	k.by("cm-02", access.Specialist, "2026-11-02 14:00", dossier.Propose{Proposal: dossier.Proposal{To: "ld-01", What: "settle", Text: "Trích lục", Paper: true}})
	k.by("ld-01", access.Leader, "2026-11-02 15:00", dossier.Settle{Result: dossier.Result{Number: "12/TLKS", Paper: true}})
	k.by("cb-01", access.Clerk, "2026-11-02 16:00", dossier.Return{Way: "counter", To: "representative", Proof: "receipt"})
	f, got := k.paper(desk.PaperControl)
	var lines []string
	for _, h := range got.Hops {
		lines = append(lines, strings.Join([]string{h.From, h.Giver, hour(h.Given), h.To, h.Taker, hour(h.Taken), h.Result}, "|"))
	}
	want := []string{
		"Công chức một cửa|Trần Văn Minh|09:10|Tư pháp - Hộ tịch|Lê Thị Hà|10:00|Đúng hạn",
		"Tư pháp - Hộ tịch|Lê Thị Hà|14:00|Chủ tịch UBND phường|Phan Bá Thành|15:00|Trước hạn",
		"Chủ tịch UBND phường|Phan Bá Thành|15:00|Trung tâm Phục vụ hành chính công|Trần Văn Minh|16:00|Trước hạn",
	}
	if !slices.Equal(lines, want) || f.Purpose != form.ControlSlip {
		t.Errorf("%s\n got %s\nwant %s", f.ID, strings.Join(lines, "\n     "), strings.Join(want, "\n     "))
	}
}

// TestRegisterFacts: form 07, a line for each dossier in the columns of the circular.
func TestRegisterFacts(t *testing.T) {
	d, m := open(t)
	m.now = at("2026-11-30 12:00")
	k := &desking{t: t, desk: d, m: m}
	k.by("cb-01", access.Clerk, "2026-11-02 09:05", full())
	cat, _ := shipped()
	s := m.states[1]
	f, got, err := desk.RegisterFacts(cat, cat.Units.All()[0], []*dossier.State{&s}, day("2026-11-01"), day("2026-11-30"), day("2026-12-01"), "Hộ tịch", desk.Extras{})
	if err != nil || f.ID != "tt-03-2025/07" || len(got.Rows) != 1 {
		t.Fatalf("%v %+v", err, got)
	}
	if r := got.Rows[0]; r.Code != s.Code || r.Person != "Nguyễn Thị Thử" || r.Contact != "12 Trần Hưng Đạo; 0905000123" || r.Way != "Bưu chính công ích" || !r.Returned.IsZero() || !r.Appointment.Equal(s.FirstDue) {
		t.Errorf("%+v", r)
	}
	if _, _, err := desk.RegisterFacts(cat, cat.Units.All()[0], nil, 0, 0, day("2018-01-01"), "", desk.Extras{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("before any set: %v", err)
	}
}

func TestNoSuchPaper(t *testing.T) {
	d, m := open(t)
	k := &desking{t: t, desk: d, m: m}
	k.by("cb-01", access.Clerk, "2024-06-03 08:00", full())
	cat, _ := shipped()
	s := m.states[1]
	for _, n := range []string{"", "1", "01", "-1", "giay", "99999999999999999999"} {
		if _, err := desk.Letter(cat, &s, m.entries, n); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", n, err)
		}
	}
	if _, _, err := desk.LetterFacts(cat, cat.Units.All()[0], m.entries, dossier.Letter{Form: "tt-03-2025/01", About: 9}, desk.Extras{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("an entry that is not there: %v", err)
	}
}

func name(l dossier.Letter) string { return strconv.Itoa(int(l.Seq)) }

func day(s string) calendar.Date { return calendar.DateOf(at(s + " 00:00")) }

func last(m *memory) dossier.Letter {
	s := m.states[1]
	return s.Letters[len(s.Letters)-1]
}

func hour(t time.Time) string { return t.In(calendar.Zone).Format("15:04") }
