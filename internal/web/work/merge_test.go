package work

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// toldForm is the form of an amendment as the page sends it: every field, some changed.
func toldForm(t testing.TB, code string, seq int32, kv ...string) url.Values {
	t.Helper()
	s := state(t, code)
	v := sheet(seq)
	for _, x := range tellings {
		v.Set(x.name, x.get(s))
	}
	v.Set("nhan-tai", "counter")
	for i := 0; i < len(kv); i += 2 {
		v.Set(kv[i], kv[i+1])
	}
	return v
}

// again is the form that a page holds: its hidden fields and the choices that it makes.
func again(body string) url.Values {
	v := url.Values{}
	part := body[strings.Index(body, "work-form"):]
	for _, m := range fieldValue.FindAllStringSubmatch(part, -1) {
		if !strings.HasPrefix(m[1], "chon-") {
			v.Set(m[1], m[2])
		}
	}
	for _, row := range strings.Split(part, "<input")[1:] {
		if m := fieldValue.FindStringSubmatch(row); m != nil && strings.HasPrefix(m[1], "chon-") && strings.Contains(row[:strings.Index(row, ">")], "checked") {
			v.Set(m[1], m[2])
		}
	}
	return v
}

// TestMerge: two officers amend one dossier at once. The second sees three columns; what only
// one changed is chosen already, what both changed has to be chosen; nothing is lost.
func TestMerge(t *testing.T) {
	a := with(t, specialist)
	seq := state(t, a.Code).Seq
	mine := toldForm(t, a.Code, seq, "dien-thoai", "0905 111 222", "dia-chi", "Khu phố 5", "ly-do", "người nộp báo đổi")
	theirs := toldForm(t, a.Code, seq, "dien-thoai", "0905333444", "thu", "kiemtra@example.vn", "ly-do", "theo điện thoại")
	if w := as(clerk, http.MethodPost, page.ActURL(a.Code, "amend"), theirs); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, words(w.Body.String()))
	}
	w := as(specialist, http.MethodPost, page.ActURL(a.Code, "amend"), mine)
	body := w.Body.String()
	sound(t, "merge", body)
	if w.Code != http.StatusConflict {
		t.Fatalf("%d %s", w.Code, words(body))
	}
	for _, want := range []string{"0905000017", "0905333444", "0905 111 222", "Khu phố 5", "kiemtra@example.vn", "hai bên cùng sửa", "người nộp báo đổi"} {
		if !strings.Contains(body, want) {
			t.Errorf("the merge lacks %q", want)
		}
	}
	v := again(body)
	v.Set("ly-do", "người nộp báo đổi")
	if v.Get("chon-dia-chi") != "go" || v.Get("chon-thu") != "nay" || v.Has("chon-dien-thoai") {
		t.Errorf("chosen before: %v", v)
	}
	w = as(specialist, http.MethodPost, page.ActURL(a.Code, "amend"), v)
	if sound(t, "merge", w.Body.String()); w.Code < 400 || !strings.Contains(w.Body.String(), "hãy chọn giữ bản nào") || !strings.Contains(w.Body.String(), "0905 111 222") {
		t.Errorf("without a choice: %d %s", w.Code, words(w.Body.String()))
	}
	v = again(w.Body.String())
	v.Set("chon-dien-thoai", "go")
	v.Set("ly-do", "người nộp báo đổi")
	if w = as(specialist, http.MethodPost, page.ActURL(a.Code, "amend"), v); w.Code != http.StatusSeeOther {
		t.Fatalf("chosen: %d %s", w.Code, words(w.Body.String()))
	}
	got := state(t, a.Code).Applicant
	if got.Phone != "0905111222" || got.Address != "Khu phố 5" || got.Email != "kiemtra@example.vn" || got.Name != applicant.Name {
		t.Errorf("merged into %+v", got)
	}
	refused(t, specialist, a.Code, "amend", "Chưa có nội dung nào khác", "ly-do", "không đổi gì")
}

// TestAmendPapers: the list of papers is amended in the form, a paper each line; it grows and
// never shrinks. Two officers who amend it at once meet in the merge as with every other field.
func TestAmendPapers(t *testing.T) {
	a := with(t, specialist)
	body := pageOK(t, specialist, page.ActURL(a.Code, "amend"))
	for _, want := range []string{`name="giay-0-ten" value="Tờ khai đăng ký kết hôn"`, `name="giay-1-ten" value="Giấy xác nhận tình trạng hôn nhân"`, `name="giay-3-dang"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	seq := state(t, a.Code).Seq
	for _, wrong := range [][]string{{"giay-0-so", "0"}, {"giay-0-so", "nhiều"}, {"giay-0-dang", "photo"}, {"giay-2-dang", "copy"}, {"giay-0-ten", ""}} {
		v := sheet(seq)
		v.Set(wrong[0], wrong[1])
		v.Set("ly-do", "sửa danh mục")
		if w := as(specialist, http.MethodPost, page.ActURL(a.Code, "amend"), v); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "aria-invalid") || len(state(t, a.Code).Components) != 2 {
			t.Errorf("%v: %d %s", wrong, w.Code, words(w.Body.String()))
		}
	}
	mine, theirs := sheet(seq), sheet(seq)
	for k, v := range map[string]string{"giay-0-so": "2", "giay-1-dang": "certified", "giay-2-ten": "Bản sao hộ chiếu", "giay-2-dang": "copy", "ly-do": "mình"} {
		mine.Set(k, v)
	}
	for k, v := range map[string]string{"giay-1-dang": "original", "giay-2-ten": "Giấy khám sức khỏe", "ly-do": "người khác"} {
		theirs.Set(k, v)
	}
	if w := as(clerk, http.MethodPost, page.ActURL(a.Code, "amend"), theirs); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, words(w.Body.String()))
	}
	w := as(specialist, http.MethodPost, page.ActURL(a.Code, "amend"), mine)
	if sound(t, "merge", w.Body.String()); w.Code != http.StatusConflict {
		t.Fatalf("%d %s", w.Code, words(w.Body.String()))
	}
	v := again(w.Body.String())
	if v.Get("chon-giay-0-so") != "go" || v.Has("chon-giay-1-dang") || v.Has("chon-giay-2-ten") || v.Get("chon-giay-2-dang") != "go" {
		t.Errorf("chosen before: %v", v)
	}
	v.Set("chon-giay-1-dang", "nay")
	v.Set("chon-giay-2-ten", "go")
	v.Set("ly-do", "mình")
	if w = as(specialist, http.MethodPost, page.ActURL(a.Code, "amend"), v); w.Code != http.StatusSeeOther {
		t.Fatalf("chosen: %d %s", w.Code, words(w.Body.String()))
	}
	want := []dossier.Component{{Name: "Tờ khai đăng ký kết hôn", Copies: 2}, {Name: "Giấy xác nhận tình trạng hôn nhân", Copies: 1, Kind: "original"},
		{Name: "Bản sao hộ chiếu", Copies: 1, Kind: "copy"}}
	if got := state(t, a.Code).Components; !slices.Equal(got, want) {
		t.Errorf("merged into %+v", got)
	}
}

// TestAmendRepresentative: a representative is told, changed and taken out in the form; half of
// one is refused, and what was typed stays.
func TestAmendRepresentative(t *testing.T) {
	a := with(t, specialist)
	s := post(t, specialist, a.Code, "amend", "dd-ten", "Trần Văn Thay", "dd-so", "045085023456", "dd-giay", "Giấy ủy quyền số 5", "ly-do", "nộp thêm giấy ủy quyền")
	if s.Representative == nil || s.Representative.Name != "Trần Văn Thay" {
		t.Fatalf("%+v", s.Representative)
	}
	refused(t, specialist, a.Code, "amend", "để trống cả số định danh", "dd-ten", "", "dd-so", "045085023456", "ly-do", "thôi ủy quyền")
	if s = post(t, specialist, a.Code, "amend", "dd-ten", "", "dd-so", "", "dd-giay", "", "ly-do", "thôi ủy quyền"); s.Representative != nil {
		t.Errorf("%+v", s.Representative)
	}
	if body := pageOK(t, specialist, page.ActURL(a.Code, "amend")); !strings.Contains(body, "Thôi ủy quyền thì để trống") || strings.Contains(body, "Trần Văn Thay") {
		t.Error("the form after it")
	}
}

// TestProposals: a proposal needs what its decision will need, goes to a leader, comes back
// with a reason, and is decided by the leader with its draft in the form.
func TestProposals(t *testing.T) {
	a := with(t, specialist)
	refused(t, specialist, a.Code, "propose", "Hãy chọn trình việc gì", "cho", leader.ID)
	refused(t, specialist, a.Code, "propose", "Hãy chọn lãnh đạo", "viec", "settle", "dang", "giay", "cho", clerk.ID)
	refused(t, specialist, a.Code, "propose", "Hãy ghi lý do", "viec", "refuse", "cho", leader.ID)
	refused(t, specialist, a.Code, "propose", "ít nhất một thứ còn thiếu", "viec", "ask_supplement", "cho", leader.ID, "ly-do", "x")
	s := post(t, specialist, a.Code, "propose", "viec", "refuse", "cho", leader.ID, "ly-do", "không đủ điều kiện", "du-thao", "Văn bản từ chối")
	if s.Proposal == nil || !s.Proposal.Refusal || s.Holder != leader.ID {
		t.Fatalf("%+v", s.Proposal)
	}
	if !strings.Contains(pageOK(t, specialist, page.QueueURL("cho-lanh-dao", 0)), a.Code) {
		t.Error("not in the queue of what waits for the leader")
	}
	refused(t, leader, a.Code, "decline", "Hãy ghi lý do")
	if s = post(t, leader, a.Code, "decline", "ly-do", "nêu rõ căn cứ"); s.Proposal != nil || s.Holder != specialist.ID {
		t.Errorf("%+v %q", s.Proposal, s.Holder)
	}
	post(t, specialist, a.Code, "propose", "viec", "settle", "cho", leader.ID, "dang", "giay", "dang", "dien-tu")
	body := pageOK(t, leader, page.ActURL(a.Code, "settle"))
	if strings.Count(body[strings.Index(body, "work-form"):], " checked") != 3 { // granted, on paper, electronic
		t.Error("the form does not begin with the proposal")
	}
	refused(t, leader, a.Code, "settle", "số của văn bản", "ket-qua", "giai-quyet", "dang", "giay")
	if s = post(t, leader, a.Code, "settle", "ket-qua", "giai-quyet", "so", "48/2026", "dang", "dien-tu"); s.Proposal != nil || !s.Result.Electronic || s.Result.Paper {
		t.Errorf("%+v", s.Result)
	}
}

// TestLetters: an act that needs a letter issues it with itself, in the set of the day, with a
// number; it is then recorded as given.
func TestLetters(t *testing.T) {
	a := with(t, specialist)
	s := post(t, specialist, a.Code, "ask_supplement", "thieu", "0", "ly-do-mau", "1")
	f := site.Catalog.Forms.On((&room{Site: site}).today()).For(form.Supplement)
	if len(s.Letters) != 1 || s.Letters[0].Form != f.ID || s.Letters[0].Number == "" || s.Letters[0].Signer != specialist.ID || s.Letters[0].About != s.Seq-1 {
		t.Fatalf("%+v", s.Letters)
	}
	if s = post(t, clerk, a.Code, "deliver", "thu", "0", "cach", "counter"); s.Letters[0].Given != "counter" {
		t.Errorf("%+v", s.Letters[0])
	}
	b := received(t)
	do(t, b.ID, clerk, access.Clerk, "", dossier.AskWithdraw{})
	if s = post(t, clerk, b.Code, "stop", "ly-do-mau", "1"); len(s.Letters) != 1 || s.Letters[0].Form != site.Catalog.Forms.On((&room{Site: site}).today()).For(form.Stop).ID {
		t.Errorf("stop: %+v", s.Letters)
	}
}

// long is a fresh dossier of a procedure with more than a week.
func long(t testing.TB) string {
	t.Helper()
	for _, p := range site.Catalog.Procedures.All() {
		promise, err := site.Catalog.Promise(site.Unit.Code, p.Code, (&room{Site: site}).today())
		if err == nil && promise.Limit.Unit == calendar.WorkingDay && promise.Limit.Value > 7 {
			return do(t, newID(t), clerk, access.Clerk, p.Code, dossier.Receive{Channel: dossier.Counter, Applicant: applicant}).Code
		}
	}
	t.Fatal("no procedure has more than a week")
	return ""
}

// TestExtend: an apology with a new date goes by its limits, and once only (NĐ 118/2025 Đ19).
func TestExtend(t *testing.T) {
	code := long(t)
	due := calendar.DateOf(state(t, code).LegalDue)
	off := due + 1
	for site.Catalog.Calendar.Working(off) {
		off++
	}
	for day, why := range map[string]string{"": "ngày/tháng/năm", "mai": "ngày/tháng/năm", "31/02/2027": "ngày/tháng/năm",
		due.Print(): "phải sau ngày hẹn", off.Print(): "không phải ngày làm việc"} {
		if body := refused(t, leader, code, "extend", why, "ngay", day, "ly-do-mau", "1"); day != "" && !strings.Contains(body, `value="`+day+`"`) {
			t.Errorf("%q is not kept", day)
		}
	}
	s := post(t, leader, code, "extend", "ngay", site.Catalog.Calendar.NextWorking(due).Print(), "ly-do-mau", "2")
	if s.Extensions != 1 || !s.Appointment.After(s.LegalDue) || len(s.Letters) != 1 {
		t.Errorf("%d extensions to %v, due %v, %d letters", s.Extensions, s.Appointment, s.LegalDue, len(s.Letters))
	}
	if body := pageOK(t, leader, page.ActURL(code, "extend")); !strings.Contains(body, "Không được hẹn lại lần nữa") || strings.Contains(body, `data-key="Ctrl+Enter"`) {
		t.Error("a second extension is offered")
	}
}
