package dossier_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/locale"
)

// TestTimelineTellsEverything: every kind of entry has a complete sentence in both languages.
func TestTimelineTellsEverything(t *testing.T) {
	told := map[string]bool{}
	tell := func(o *office) {
		lines, err := dossier.Timeline(o.entries)
		if err != nil || len(lines) != len(o.entries) {
			t.Fatal(lines, err)
		}
		for _, l := range lines {
			told[l.Kind] = true
			if said := l.Text(o.sentence, "vi", func(string) string { return "(tên)" }); strings.Contains(said, "cb-0") || strings.Contains(said, "ld-0") {
				t.Errorf("%s tells an id where there is a name: %q", l.Kind, said)
			}
			for _, lang := range locale.Languages {
				if said := l.Text(o.sentence, lang, nil); strings.Contains(said, "dossier.") || len(locale.Places(said)) > 0 || said == "" {
					t.Errorf("%s reads %q", l.Kind, said)
				}
			}
		}
	}
	for _, o := range longLives(t) {
		tell(o)
	}
	for _, kind := range dossier.Forms() {
		if !told[kind] {
			t.Errorf("no life tells of %s", kind)
		}
	}
}

// longLives go through every kind of entry and every variant of its sentence.
func longLives(t *testing.T) []*office {
	yes, citizen := true, dossier.TypedByCitizen
	a := newOffice(t).do("2024-03-11 08:00", submit()).do("2024-03-11 09:00", askSupplement)
	a.do("2024-03-12 08:00", dossier.Supply{Code: "H50.31.02-240312-0001", Promise: promise()})
	a.do("2024-03-12 09:00", dossier.Transfer{To: "cb-02"}).do("2024-03-12 10:00", dossier.Accept{Holder: "cb-02"})
	again := askSupplement
	again.LeaderReason = "Tờ trình 12"
	a.do("2024-03-13 08:00", again).do("2024-03-14 08:00", dossier.Supply{}).do("2024-03-14 09:00", dossier.Digitize{Components: []int{1, 0}})
	a.do("2024-03-14 10:00", dossier.Extend{Reason: "Chờ xác minh", NewDue: at("2024-03-25 17:00"), Letter: "02/TXL"})
	a.do("2024-03-15 08:00", dossier.RaiseObligation{What: "Lệ phí"}).do("2024-03-18 08:00", dossier.MeetObligation{Proof: "Biên lai 9"})
	a.do("2024-03-18 09:00", dossier.AskWithdraw{}).do("2024-03-18 10:00", continues)
	a.do("2024-03-19 08:00", settle).do("2024-03-20 08:00", dossier.Return{Way: "electronic"}).do("2024-03-20 09:00", dossier.Rate{Score: 5})
	a.do("2024-03-21 08:00", dossier.Correct{Seq: 1, Reason: "Ghi nhầm", EID: &yes})
	a.do("2024-03-21 09:00", dossier.Correct{Seq: 1, Reason: "Ghi nhầm", EID: &yes, Typist: &citizen})

	r := receive()
	r.Agreed, r.AgreedBasis = &calendar.Limit{Value: 5, Unit: calendar.WorkingDay}, "Thỏa thuận"
	r.Promise.SupplementLimit = calendar.Limit{}
	b := newOffice(t).do("2024-03-11 08:00", r).do("2024-03-11 09:00", dossier.Transfer{To: "cb-02", Paper: true}).do("2024-03-11 10:00", dossier.Accept{})
	b.do("2024-03-11 11:00", askSupplement).do("2024-03-12 08:00", dossier.AskWithdraw{Reason: "Đổi ý"}).do("2024-03-12 09:00", dossier.Stop{Reason: "Theo yêu cầu"})

	c := newOffice(t)
	underway(c)
	c.do("2024-03-12 08:00", dossier.Settle{Result: dossier.Result{Number: "7", Refusal: true}, Reason: "Không đủ điều kiện"}).do("2024-03-12 09:00", dossier.Return{Way: "post", Docket: "EB123456789VN"})
	d := newOffice(t).do("2024-03-11 08:00", reject)
	late := newOffice(t)
	underway(late)
	late.do("2024-03-18 08:00", dossier.Apologise{Reason: "Quá tải", NewDue: at("2024-03-20 17:00"), Letter: "3/PXL"})
	e := newOffice(t)
	underway(e)
	e.do("2024-03-12 08:00", stop)
	return append([]*office{a, b, c, d, e, late, filedLife(t)}, counterLives(t)...)
}

// counterLives go through what the counter added: proposals, letters, amendments.
func counterLives(t *testing.T) []*office {
	f := newOffice(t)
	underway(f)
	f.do("2024-03-11 11:00", proposes).do("2024-03-11 11:10", dossier.Decline{Reason: "Thiếu căn cứ"})
	for i, p := range []dossier.Proposal{
		{What: "settle", Refusal: true, Reason: "Không đủ điều kiện"},
		{What: "ask_supplement", Missing: []string{"Giấy chứng sinh"}, Reason: "Thiếu bản chính"},
		{What: "stop", Reason: "Có căn cứ dừng"},
		{What: "extend", Reason: "Chờ xác minh", NewDue: at("2024-03-18 17:00")},
	} {
		p.To = "ld-01"
		f.do(fmt.Sprintf("2024-03-11 14:%02d", 2*i), dossier.Propose{Proposal: p}).do(fmt.Sprintf("2024-03-11 14:%02d", 2*i+1), dossier.Decline{Reason: "Xem lại"})
	}
	f.do("2024-03-11 16:00", issues).do("2024-03-11 16:05", dossier.Deliver{Way: "counter"})
	who, rep, request, place, to, sure := f.s.Applicant, dossier.Representative{Name: "Trần Văn Mẫu", Number: "045190000001", Paper: "Giấy ủy quyền 12"}, "Cấp bản sao", dossier.ByPost, "Khu phố 3", dossier.Seen
	who.Number, who.Phone = "045190000000", "0900000001"
	f.do("2024-03-11 16:10", dossier.Amend{Reason: "Người nộp báo đổi", Applicant: &who, Representative: &rep, Request: &request, ReturnAt: &place, ReturnTo: &to,
		Assurance: &sure, Components: append(papers(), dossier.Component{Name: "Giấy ủy quyền", Copies: 1}), Outside: []string{"G22.99-1"}})
	return []*office{f}
}

func TestTimelineInVietnamese(t *testing.T) {
	o := newOffice(t)
	underway(o)
	o.do("2024-03-11 10:30", dossier.Digitize{Components: []int{1, 0}}).do("2024-03-13 09:00", settle).do("2024-03-13 15:00", dossier.Return{Way: "counter", Proof: "receipt"})
	lines, err := dossier.Timeline(o.entries)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range lines {
		got = append(got, l.Text(o.sentence, "vi", nil))
	}
	want := []string{
		"Tiếp nhận, cấp mã H50.31.02-240311-0001; thời hạn 3 ngày làm việc, hẹn trả 17:00 14/03/2024",
		"cb-02 nhận thụ lý",
		"Số hóa giấy tờ số 1, 2",
		"Ban hành kết quả số 15/KS",
		"Trả kết quả tại quầy",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	o.entries[1].Version = 9
	if _, err := dossier.Timeline(o.entries); err == nil {
		t.Error("a form it does not know is told")
	}
}

// TestMaskedLines: what an amendment told about a person stands in no masked line; which facts
// were changed does, and every other line stays as it is.
func TestMaskedLines(t *testing.T) {
	o := counterLives(t)[0]
	lines, err := dossier.Timeline(o.entries)
	if err != nil {
		t.Fatal(err)
	}
	told := []string{"045190000000", "0900000001", "Trần Văn Mẫu", "Giấy ủy quyền 12", "Cấp bản sao", "Khu phố 3", "Người nộp báo đổi"}
	for _, l := range lines {
		whole, masked := l.Text(o.sentence, "vi", nil), l.Masked().Text(o.sentence, "vi", nil)
		if l.Kind != dossier.EventAmended {
			if masked != whole {
				t.Errorf("%q became %q", whole, masked)
			}
			continue
		}
		for _, word := range told {
			if strings.Contains(masked, word) {
				t.Errorf("%q holds %q", masked, word)
			}
		}
		if !strings.Contains(whole, "Trần Văn Mẫu") || !strings.Contains(masked, "người được ủy quyền; ") {
			t.Errorf("%q is told as %q", whole, masked)
		}
	}
}

// TestSentences: the area's own sentences are complete in both languages.
func TestSentences(t *testing.T) {
	o := newOffice(t)
	vi, en := own(o.sentence.Keys("vi")), own(o.sentence.Keys("en"))
	if len(vi) == 0 || !slices.Equal(vi, en) {
		t.Errorf("Vietnamese %d keys, English %d", len(vi), len(en))
	}
}

func own(keys []string) []string {
	return slices.DeleteFunc(keys, func(k string) bool { return !strings.HasPrefix(k, "dossier.") && !strings.HasPrefix(k, "desk.") })
}

// TestBodiesAreSmall: performance goal P9, at most 3 KB of disk for a dossier of ten entries,
// leaves about 1 KB for all bodies and 1 KB for the state.
func TestBodiesAreSmall(t *testing.T) {
	o := newOffice(t)
	r := receive()
	r.Applicant = dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử Nghiệm", Number: "045190000000", Phone: "0900000000", Address: "Khu phố 3, Phường 2, thị xã Quảng Trị"}
	o.do("2024-03-11 08:00", r).do("2024-03-11 08:10", dossier.Digitize{Components: []int{0, 1}})
	o.do("2024-03-11 08:20", dossier.Transfer{To: "cb-02"}).do("2024-03-11 10:00", dossier.Accept{Holder: "cb-02"})
	o.do("2024-03-11 15:00", dossier.Transfer{To: "cb-05"}).do("2024-03-12 08:00", dossier.Transfer{To: "cb-01"})
	o.do("2024-03-13 09:00", settle).do("2024-03-13 09:10", dossier.Transfer{To: "cb-02"})
	o.do("2024-03-13 15:00", dossier.Return{Way: "counter", To: "applicant", Proof: "receipt"}).do("2024-03-13 15:05", dossier.Rate{Score: 5, Channel: dossier.Counter})
	bodies := 0
	for _, e := range o.entries {
		bodies += len(e.Body)
	}
	state, err := json.Marshal(&o.s)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d entries, bodies %d bytes, first %d, state %d: %s", len(o.entries), bodies, len(o.entries[0].Body), len(state), state)
	if len(o.entries) != 10 || bodies > 1000 || len(state) > 1000 {
		t.Errorf("%d entries, bodies %d bytes, state %d", len(o.entries), bodies, len(state))
	}
}
