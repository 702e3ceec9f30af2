package dossier_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// The rules of what the counter added to the life of a dossier, one test per rule.
func TestCounterRules(t *testing.T) {
	for _, c := range []struct {
		law  string
		test func(*office)
	}{
		{"trình: hồ sơ về lãnh đạo, chỉ trình việc được quyết định lúc này", proposing},
		{"trả lại: hồ sơ về người trình, nêu lý do", declining},
		{"lãnh đạo quyết định bằng chính việc đó; dự thảo hết hiệu lực", deciding},
		{"dự thảo đi theo hồ sơ", proposalTravels},
		{"§2.8: hẹn lại theo dự thảo, hồ sơ về người trình", extensionProposed},
		{"NĐ 118/2025 Đ21: rút hồ sơ khi đang trình", withdrawnWhileProposed},
		{"§13.2: lần hai chỉ lãnh đạo, có lý do; không lần ba", secondSupplement},
		{"sửa thông tin: chỉ điều được nêu, giữ cả cũ và mới", amending},
		{"sửa thông tin: số hóa là việc của cơ quan", amendingPapers},
		{"NĐ 30/2020 Đ15: mỗi việc một văn bản của một mẫu", issuing},
		{"giao văn bản một lần", delivering},
	} {
		t.Run(c.law, func(t *testing.T) {
			o := newOffice(t)
			underway(o)
			c.test(o)
		})
	}
}

func with(p dossier.Proposal) dossier.Propose { return dossier.Propose{Proposal: p} }

func proposing(o *office) {
	o.refused("2024-03-11 11:00", with(dossier.Proposal{What: "settle"}), "dossier.proposal_to")
	o.refused("2024-03-11 11:00", with(dossier.Proposal{What: "settle", To: "cb-01"}), "dossier.proposal_to")
	o.refused("2024-03-11 11:00", with(dossier.Proposal{What: "return", To: "ld-01"}), "dossier.proposal_what")
	o.refused("2024-03-11 11:00", with(dossier.Proposal{What: "settle", To: "ld-01", Refusal: true}), "dossier.refusal_without_reason")
	o.refused("2024-03-11 11:00", with(dossier.Proposal{What: "ask_supplement", To: "ld-01", Reason: "Thiếu"}), "dossier.supplement_not_in_full")
	o.refused("2024-03-11 11:00", with(dossier.Proposal{What: "extend", To: "ld-01", Reason: "Chờ", NewDue: at("2024-03-16 17:00")}), "dossier.extension_day_off")
	o.refused("2024-03-14 11:00", with(dossier.Proposal{What: "extend", To: "ld-01", Reason: "Chờ", NewDue: at("2024-03-18 17:00")}), "dossier.extension_too_late")
	o.refused("2024-03-11 11:00", with(dossier.Proposal{What: "stop", To: "ld-01"}), "dossier.no_reason")
	p := dossier.Proposal{What: "ask_supplement", To: "ld-01", Reason: "Thiếu bản chính", Missing: []string{"Giấy chứng sinh"}, Text: "Dự thảo"}
	o.do("2024-03-11 11:00", with(p))
	p.By, p.Seq, p.At = "cb-01", 3, at("2024-03-11 11:00")
	if d := cmp.Diff(&p, o.s.Proposal); d != "" || o.s.Holder != "ld-01" || !o.s.Since.Equal(p.At) || o.s.Status != dossier.Processing {
		o.t.Errorf("%s holder %q", d, o.s.Holder)
	}
	o.refused("2024-03-11 12:00", proposes, "dossier.proposal_waits")
}

func declining(o *office) {
	o.refused("2024-03-11 11:00", dossier.Decline{Reason: "x"}, "dossier.no_proposal")
	o.do("2024-03-11 11:00", proposes)
	o.refused("2024-03-11 12:00", dossier.Decline{}, "dossier.no_reason")
	o.do("2024-03-11 12:00", dossier.Decline{Reason: "Thiếu căn cứ"})
	if o.s.Proposal != nil || o.s.Holder != "cb-01" {
		o.t.Errorf("holder %q, proposal %+v", o.s.Holder, o.s.Proposal)
	}
	o.do("2024-03-11 13:30", proposes)
}

func deciding(o *office) {
	o.do("2024-03-11 11:00", proposes).do("2024-03-11 12:00", settle)
	if o.s.Proposal != nil || o.s.Holder != "" {
		o.t.Errorf("after the result with %q, proposal %+v", o.s.Holder, o.s.Proposal)
	}
	for name, c := range map[string]dossier.Command{"supplement": askSupplement, "stop": stop, "obligation": dossier.RaiseObligation{What: "Lệ phí"}} {
		other := newOffice(o.t)
		underway(other)
		other.do("2024-03-11 11:00", proposes).do("2024-03-11 12:00", c)
		want := "cb-01"
		if name == "stop" {
			want = "" // ended: with nobody
		}
		if other.s.Proposal != nil || other.s.Holder != want {
			o.t.Errorf("%s: with %q, proposal %+v", name, other.s.Holder, other.s.Proposal)
		}
	}
}

func proposalTravels(o *office) {
	o.do("2024-03-11 11:00", proposes).do("2024-03-11 12:00", dossier.Transfer{To: "ld-02"})
	if o.s.Proposal == nil || o.s.Proposal.To != "ld-02" || o.s.Holder != "ld-02" {
		o.t.Errorf("%q %+v", o.s.Holder, o.s.Proposal)
	}
	o.do("2024-03-11 12:10", dossier.Transfer{To: "cb-01"})
	if o.s.Proposal != nil {
		o.t.Error("back at its proposer the proposal still waits")
	}
}

func extensionProposed(o *office) {
	due := at("2024-03-18 17:00")
	o.do("2024-03-11 11:00", with(dossier.Proposal{What: "extend", To: "ld-01", Reason: "Chờ", NewDue: due}))
	o.do("2024-03-12 08:00", dossier.Extend{Reason: "Chờ", NewDue: due, Letter: "02/PXL"})
	if o.s.Proposal != nil || o.s.Holder != "cb-01" || !o.s.Appointment.Equal(due) || !o.s.Since.Equal(at("2024-03-12 08:00")) {
		o.t.Errorf("%q %+v", o.s.Holder, o.s.Proposal)
	}
}

func withdrawnWhileProposed(o *office) {
	o.do("2024-03-11 11:00", proposes).do("2024-03-11 12:00", dossier.AskWithdraw{})
	if o.s.Proposal != nil || o.s.Holder != "cb-01" {
		o.t.Errorf("%q %+v", o.s.Holder, o.s.Proposal)
	}
}

func secondSupplement(o *office) {
	o.do("2024-03-12 08:00", askSupplement).do("2024-03-13 08:00", dossier.Supply{})
	again := askSupplement
	again.LeaderReason = "Tình tiết mới"
	if _, err := o.as(access.Specialist, at("2024-03-13 09:00"), again); err == nil {
		o.t.Error("a specialist asked a second time")
	}
	o.refused("2024-03-13 09:00", askSupplement, "dossier.second_supplement") // a leader without a reason
	o.do("2024-03-13 09:00", with(dossier.Proposal{What: "ask_supplement", To: "ld-01", Missing: []string{"Tờ khai"}, Reason: "Tình tiết mới"}))
	o.do("2024-03-13 09:10", again).do("2024-03-14 08:00", dossier.Supply{})
	o.refused("2024-03-14 09:00", with(dossier.Proposal{What: "ask_supplement", To: "ld-01", Missing: []string{"Tờ khai"}, Reason: "Lại thiếu"}), "dossier.third_supplement")
}

func amending(o *office) {
	o.refused("2024-03-11 11:00", dossier.Amend{Reason: "x"}, "dossier.nothing_amended")
	who := o.s.Applicant
	o.refused("2024-03-11 11:00", dossier.Amend{Reason: "x", Applicant: &who}, "dossier.nothing_amended")
	who.Name = ""
	o.refused("2024-03-11 11:00", dossier.Amend{Reason: "x", Applicant: &who}, "dossier.no_applicant")
	who = o.s.Applicant
	who.Number, who.Phone = "045190000123", "0900000456"
	o.refused("2024-03-11 11:00", dossier.Amend{Applicant: &who}, "dossier.no_reason")
	post := dossier.ByPost
	o.refused("2024-03-11 11:00", dossier.Amend{Reason: "x", ReturnAt: &post}, "dossier.no_post_address")
	o.refused("2024-03-11 11:00", dossier.Amend{Reason: "x", Representative: &dossier.Representative{Number: "1"}}, "dossier.no_representative")
	before := o.s
	address := "Khu phố 3"
	o.do("2024-03-11 11:00", dossier.Amend{Reason: "Báo đổi", Applicant: &who, ReturnAt: &post, ReturnTo: &address, Representative: &dossier.Representative{Name: "Trần Văn Mẫu"}, Outside: []string{"A-1"}})
	want := before
	want.Applicant, want.ReturnAt, want.ReturnTo, want.Representative, want.Outside = who, post, address, &dossier.Representative{Name: "Trần Văn Mẫu"}, []string{"A-1"}
	want.Seq, want.Last = 3, at("2024-03-11 11:00")
	if d := cmp.Diff(want, o.s); d != "" {
		o.t.Errorf("an amendment changed something else: %s", d)
	}
	o.refused("2024-03-11 11:30", dossier.Amend{Reason: "x", Outside: []string{"A-1"}}, "dossier.outside_code")
	counter := dossier.AtCounter
	o.do("2024-03-11 12:00", dossier.Amend{Reason: "Bỏ ủy quyền", Representative: &dossier.Representative{}, ReturnAt: &counter})
	if o.s.Representative != nil || o.s.ReturnAt != "" {
		o.t.Errorf("%+v %q", o.s.Representative, o.s.ReturnAt)
	}
	lines, err := dossier.Timeline(o.entries)
	if err != nil {
		o.t.Fatal(err)
	}
	said := lines[2].Text(o.sentence, "vi", nil)
	for _, must := range []string{"số định danh: «để trống» → «•••••••••123»", "điện thoại: «để trống» → «•••••••456»", "nơi nhận kết quả: «tại quầy» → «qua bưu chính công ích»", "Báo đổi"} {
		if !strings.Contains(said, must) {
			o.t.Errorf("%q does not say %q", said, must)
		}
	}
	for _, never := range []string{"045190000123", "0900000456"} {
		if strings.Contains(said, never) {
			o.t.Errorf("%q prints a number in full", said)
		}
	}
	o.do("2024-03-12 08:00", settle)
	o.refused("2024-03-12 09:00", dossier.Amend{Reason: "x", Applicant: &who}, "workflow.not_from")
}

func amendingPapers(o *office) {
	o.do("2024-03-11 11:00", dossier.Digitize{Components: []int{0}})
	list := slices.Clone(o.s.Components)
	o.refused("2024-03-11 12:00", dossier.Amend{Reason: "Ghi nhầm giấy tờ", Components: list[:2]}, "dossier.papers_fewer")
	list[0].Copies, list[1].Kind, list[1].Digitized = 2, "certified", true
	list = append(list, dossier.Component{Name: "Giấy mới", Copies: 3, Kind: "copy", Digitized: true})
	o.do("2024-03-11 12:00", dossier.Amend{Reason: "Ghi nhầm giấy tờ", Components: list})
	if c := o.s.Components; len(c) != 4 || !c[0].Digitized || c[0].Copies != 2 || c[1].Digitized || c[1].Kind != "certified" || c[3].Digitized || c[3].Copies != 3 {
		o.t.Errorf("%+v", c)
	}
	lines, err := dossier.Timeline(o.entries)
	if err != nil {
		o.t.Fatal(err)
	}
	const want = "Sửa thông tin: giấy tờ: «Tờ khai đăng ký khai sinh ×1» → «Tờ khai đăng ký khai sinh ×2»; giấy tờ: «Giấy chứng sinh ×1» → «Giấy chứng sinh ×1, bản sao có chứng thực»; " +
		"giấy tờ: «để trống» → «Giấy mới ×3, bản chụp». Lý do: Ghi nhầm giấy tờ"
	if got := lines[len(lines)-1].Text(o.sentence, "vi", nil); got != want {
		o.t.Errorf("the timeline says\n%s, want\n%s", got, want)
	}
	if d := o.s.Components; d[0].Name != list[0].Name {
		o.t.Error("a paper moved")
	}
}

func issuing(o *office) {
	bad := issues
	bad.Number = ""
	o.refused("2024-03-11 11:00", bad, "dossier.letter_number")
	bad = issues
	bad.Form = "01"
	o.refused("2024-03-11 11:00", bad, "dossier.letter_form")
	bad = issues
	bad.About = 3
	o.refused("2024-03-11 11:00", bad, "dossier.no_such_entry")
	o.do("2024-03-11 11:00", issues)
	o.refused("2024-03-11 11:00", issues, "dossier.issued_twice")
	o.do("2024-03-11 11:00", dossier.Issue{Form: "tt-03-2025/06", Number: "1/PKS"}).do("2024-03-11 11:00", dossier.Issue{Form: "tt-03-2025/07", Number: "1/STD"})
	want := []dossier.Letter{
		{Form: "tt-03-2025/01", Number: "12/TTPVHCC", Seq: 3, About: 1, At: at("2024-03-11 11:00"), Signer: "cb-01"},
		{Form: "tt-03-2025/06", Number: "1/PKS", Seq: 4, About: 2, At: at("2024-03-11 11:00")}, // about the act before the letters
		{Form: "tt-03-2025/07", Number: "1/STD", Seq: 5, About: 2, At: at("2024-03-11 11:00")},
	}
	if d := cmp.Diff(want, o.s.Letters); d != "" {
		o.t.Error(d)
	}
}

func delivering(o *office) {
	o.refused("2024-03-11 11:00", dossier.Deliver{Way: "counter"}, "dossier.no_letter_waits")
	o.do("2024-03-11 11:00", issues).do("2024-03-11 11:00", dossier.Issue{Form: "tt-03-2025/06", Number: "1/PKS"})
	o.refused("2024-03-11 11:10", dossier.Deliver{Letter: 2, Way: "counter"}, "dossier.no_such_letter")
	o.refused("2024-03-11 11:10", dossier.Deliver{Letter: -1, Way: "counter"}, "dossier.no_such_letter")
	o.refused("2024-03-11 11:10", dossier.Deliver{Way: "bay"}, "dossier.way")
	kept := o.s.Letters
	o.do("2024-03-11 11:10", dossier.Deliver{Way: "post"})
	if o.s.Letters[0].Given != "post" || o.s.Letters[1].Given != "" || kept[0].Given != "" {
		o.t.Errorf("%+v, before %+v", o.s.Letters, kept)
	}
	o.refused("2024-03-11 11:20", dossier.Deliver{Way: "counter"}, "dossier.delivered_twice")
	o.refused("2024-03-11 11:30", dossier.Issue{Form: "tt-03-2025/07", Number: "1/STD", Given: "bay"}, "dossier.way")
	o.do("2024-03-11 11:30", dossier.Issue{Form: "tt-03-2025/07", Number: "1/STD", Given: "counter"})
	if o.s.Letters[2].Given != "counter" {
		o.t.Errorf("handed over as it was issued: %+v", o.s.Letters[2])
	}
}
