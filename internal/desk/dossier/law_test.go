package dossier_test

import (
	"slices"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// One test per rule of the life of a dossier, named by its article. March 2024 has no holiday:
// 11/03 is a Monday.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		law  string
		test func(*office)
	}{
		{"NĐ 118/2025 Đ17: tiếp nhận phải có thời hạn (§13.3)", noLimit},
		{"NĐ 118/2025 Đ17 k3: thời hạn tính từ cơ quan có thẩm quyền nhận", otherOffice},
		{"NĐ 23/2015 Đ21: thỏa thuận dài hơn phải dài hơn thật và có căn cứ", agreed},
		{"NĐ 23/2015 Đ7: nhận sau 15 giờ trả ngày làm việc kế tiếp", cutoff},
		{"§2.1: mã 3 không phải lượt tiếp nhận", rejection},
		{"§6.1: nhập bằng tài khoản công chức không phải trực tuyến", channels},
		{"NĐ 118/2025 Đ11, NĐ 63/2010 Đ20 k4: bổ sung một lần, lần hai có lý do lãnh đạo, không lần ba", supplements},
		{"NĐ 297/2025 Đ6 k4a: bổ sung xong tính lại từ đầu; thời gian ròng chỉ tạm dừng (§13.1)", restart},
		{"NĐ 63/2024: dừng vì không bổ sung khi đã hết hạn bổ sung", supplyLimit},
		{"§2.6: nghĩa vụ tài chính tạm dừng, chỉ còn phần thời hạn còn lại", obligation},
		{"§3.5: tạm dừng trong ngày không lùi ngày hẹn", sameDayPause},
		{"§2.6: đã quá hạn trước khi tạm dừng thì vẫn quá hạn", lateBeforePause},
		{"NĐ 118/2025 Đ21, TT 03/2025 Đ7: rút rồi dừng; không rút khi đã có kết quả", withdrawal},
		{"§2.2: 7 → 4 chỉ khi đã có thể có quyết định", continuing},
		{"§2.8: xin lỗi một lần, trước hạn một ngày, hạn cũ vẫn là mốc quá hạn", extension},
		{"§2.8: quá hạn rồi thư vẫn phải gửi; ngày mới chỉ một lần; vẫn quá hạn", apology},
		{"§2.9: thời điểm 9 kết thúc thời hạn, không phải 10", ending},
		{"§2.1: từ chối có lý do cũng là kết quả", refusal},
		{"T20: không việc nào sớm hơn việc trước nó", order},
		{"TT 03/2025 Đ5: bản điện tử và giấy xuất trình không số hóa", scanning},
		{"§3.4: so sánh theo ngày", classes},
		{"Kiến trúc 1: đính chính nêu dòng cũ, chỉ sửa điều được sửa", corrections},
		{"Kiến trúc 6: ghi muộn quá thời gian cho phép", lateEntry},
		{"Một lần đánh giá cho mỗi hồ sơ", rating},
	} {
		t.Run(c.law, func(t *testing.T) { c.test(newOffice(t)) })
	}
}

func noLimit(o *office) {
	r := receive()
	r.Promise.Limit = calendar.Limit{}
	o.refused("2024-03-11 08:00", r, "dossier.no_limit")
	r = receive()
	r.Promise.Procedure = ""
	o.refused("2024-03-11 08:00", r, "dossier.no_procedure")
	o.refused("2031-03-11 08:00", receive(), "calendar.year_missing")
	r = receive()
	r.Code = "12/2024"
	o.refused("2024-03-11 08:00", r, "dossier.code_malformed")
}

func otherOffice(o *office) {
	r := receive()
	r.ClockStart = at("2024-03-10 08:00")
	o.refused("2024-03-11 08:00", r, "dossier.clock_before_receipt")
	r.ClockStart = at("2024-03-13 09:00")
	o.do("2024-03-11 08:00", r).due("2024-03-18 17:00")
	o.do("2024-03-12 08:00", dossier.Accept{}).do("2024-03-13 10:00", settle)
	if o.s.ElapsedNet != 60 {
		o.t.Errorf("charged %d minutes, want 60: the clock started at the competent agency", o.s.ElapsedNet)
	}
}

func agreed(o *office) {
	r := receive()
	r.Agreed = &calendar.Limit{Value: 5, Unit: calendar.WorkingDay}
	o.refused("2024-03-11 08:00", r, "dossier.agreed_without_basis")
	r.AgreedBasis = "Thỏa thuận ngày 11/3/2024"
	r.Agreed.Value = 3
	o.refused("2024-03-11 08:00", r, "dossier.agreed_not_longer")
	r.Agreed.Value = 5
	o.do("2024-03-11 08:00", r).due("2024-03-18 17:00")
	if o.s.Limit.Value != 5 {
		o.t.Error("the agreed period is not the dossier's")
	}
}

func cutoff(o *office) {
	r := receive()
	r.Promise.Limit = calendar.Limit{Unit: calendar.SameDay, Cutoff: "15:00"}
	o.do("2026-04-29 15:30", r).due("2026-05-04 17:00") // vector 5 of §3.5
}

func rejection(o *office) {
	o.refused("2024-03-11 08:00", dossier.Reject{}, "dossier.no_reason")
	o.do("2024-03-11 08:00", dossier.Reject{Reason: "Không thuộc thẩm quyền", Procedure: "1.001193", Channel: dossier.Counter})
	if !o.s.ReceivedAt.IsZero() || !o.s.EndedAt.IsZero() || o.s.Class(day("2024-12-31")) != dossier.Uncounted {
		o.t.Errorf("a rejected dossier is counted: %+v", o.s)
	}
	o.refused("2024-03-11 09:00", receive(), "")
}

func channels(o *office) {
	s := submit()
	s.Typist = dossier.TypedByOfficerInternal
	o.refused("2024-03-11 08:00", s, "dossier.online_typed_internally")
	s.Typist = 9
	o.refused("2024-03-11 08:00", s, "dossier.typist")
	s = submit()
	s.Channel = 4
	o.refused("2024-03-11 08:00", s, "dossier.channel")
	s = submit()
	s.Applicant.Name = ""
	o.refused("2024-03-11 08:00", s, "dossier.no_applicant")
	o.do("2024-03-11 08:00", submit())
	r := receiveFiled()
	r.Channel = dossier.Counter
	o.refused("2024-03-11 09:00", r, "dossier.other_channel")
	r = receiveFiled()
	r.Promise.Procedure = "1.000656"
	o.refused("2024-03-11 09:00", r, "dossier.other_procedure")
	r.Promise.Procedure, r.Promise.Version = "1.001193", "1.001193-2025"
	o.do("2024-03-11 09:00", r)
	if o.s.Channel != dossier.Online || o.s.Version != "1.001193-2025" || !o.s.EID || len(o.s.Components) != 3 {
		o.t.Errorf("receipt lost what was filed: %+v", o.s)
	}
}

func supplements(o *office) {
	o.do("2024-03-11 08:00", submit())
	o.refused("2024-03-11 08:30", dossier.AskSupplement{Reason: "Thiếu"}, "dossier.supplement_not_in_full")
	o.do("2024-03-11 09:00", askSupplement)
	o.do("2024-03-12 09:00", dossier.Supply{Code: "H50.31.02-240312-0001", Promise: promise(),
		Components: []dossier.Component{{Name: "Giấy chứng sinh bản chính", Copies: 1}}})
	if o.s.Status != dossier.Received || len(o.s.Components) != 4 || o.s.IntakeAsks != 1 || o.s.Supplements != 0 {
		o.t.Fatalf("supply before receipt is not the receipt: %+v", o.s)
	}
	o.do("2024-03-12 10:00", dossier.Accept{})
	o.refused("2024-03-12 11:00", askSupplement, "dossier.second_supplement")
	again := askSupplement
	again.LeaderReason = "Tình tiết mới, tờ trình 12"
	o.do("2024-03-12 11:00", again)
	o.do("2024-03-13 09:00", dossier.Supply{})
	o.refused("2024-03-13 10:00", again, "dossier.third_supplement")
}

func restart(o *office) {
	o.do("2024-03-11 08:00", receive()).due("2024-03-14 17:00")
	o.do("2024-03-11 09:00", dossier.Accept{}).do("2024-03-12 08:00", askSupplement)
	if !o.s.LegalDue.IsZero() || o.s.Class(day("2024-04-30")) != dossier.OpenInTime {
		o.t.Error("a dossier that waits for its applicant has a due date, or is overdue")
	}
	charged := o.s.ElapsedNet
	o.do("2024-03-18 08:00", dossier.Supply{}).due("2024-03-21 17:00")
	if !o.s.ClockStart.Equal(at("2024-03-18 08:00")) {
		o.t.Error("the clock did not start again")
	}
	o.do("2024-03-18 09:00", settle)
	if o.s.ElapsedNet != charged+60 {
		o.t.Errorf("net time %d, want %d + 60: the wait is not the office's", o.s.ElapsedNet, charged)
	}
	if got := o.s.FirstDue; !got.Equal(at("2024-03-14 17:00")) {
		o.t.Errorf("first printed date changed to %v", got)
	}
}

func supplyLimit(o *office) {
	underway(o)
	o.do("2024-03-12 08:00", askSupplement)
	o.refused("2024-03-21 16:00", stop, "dossier.supplement_time_left") // 7 working days: 21/03
	o.do("2024-03-22 08:00", stop)
	if o.s.EndedAt.IsZero() || o.s.Class(day("2024-03-22")) != dossier.Dropped {
		o.t.Error("stopped after receipt is not an end kept apart")
	}
}

func obligation(o *office) {
	underway(o)
	o.do("2024-03-12 08:00", dossier.RaiseObligation{What: "Lệ phí trước bạ", Amount: 500_000})
	if !o.s.RunningFrom.IsZero() {
		o.t.Error("the clock runs during the pause")
	}
	o.refused("2024-03-18 08:00", dossier.MeetObligation{}, "dossier.no_proof")
	// Paused Tuesday 12, resumed Monday 18: four working days; Thursday 14 becomes Wednesday 20.
	o.do("2024-03-18 08:00", dossier.MeetObligation{Proof: "Giấy nộp tiền 12"}).due("2024-03-20 17:00")
	o.do("2024-03-20 16:00", settle)
	if o.s.Outcome() != dossier.OnTime || len(o.s.Late) != 0 {
		o.t.Errorf("outcome %s, late %v", o.s.Outcome(), o.s.Late)
	}
}

func sameDayPause(o *office) {
	underway(o)
	o.do("2024-03-12 08:00", dossier.RaiseObligation{What: "Lệ phí"}).do("2024-03-12 16:00", dossier.MeetObligation{Proof: "12"}).due("2024-03-14 17:00")
}

func lateBeforePause(o *office) {
	underway(o)
	o.do("2024-03-18 08:00", dossier.RaiseObligation{What: "Lệ phí"}) // due Thursday 14
	o.do("2024-03-20 08:00", dossier.MeetObligation{Proof: "12"}).due("2024-03-14 17:00")
	o.do("2024-03-22 08:00", settle)
	want := []dossier.Span{{From: day("2024-03-15"), To: day("2024-03-18")}, {From: day("2024-03-20"), To: day("2024-03-22")}}
	if len(o.s.Late) != 2 || o.s.Late[0] != want[0] || o.s.Late[1] != want[1] {
		o.t.Errorf("late %v, want %v", o.s.Late, want)
	}
	for d, class := range map[string]dossier.Class{"2024-03-14": dossier.OpenInTime, "2024-03-15": dossier.OpenOverdue,
		"2024-03-18": dossier.OpenInTime, "2024-03-20": dossier.OpenOverdue, "2024-03-22": dossier.Late, "2024-03-10": dossier.Uncounted} {
		if got := o.s.Class(day(d)); got != class {
			o.t.Errorf("class at %s is %q, want %q", d, got, class)
		}
	}
}

func withdrawal(o *office) {
	underway(o)
	o.do("2024-03-12 08:00", dossier.AskWithdraw{Reason: "Đổi ý"})
	o.refused("2024-03-12 08:30", dossier.Stop{}, "dossier.no_reason")
	o.do("2024-03-12 09:00", stop)
	if o.s.Outcome() != dossier.Dropped {
		o.t.Errorf("outcome %q", o.s.Outcome())
	}
	before := newOffice(o.t)
	before.do("2024-03-11 08:00", submit()).do("2024-03-11 09:00", dossier.AskWithdraw{}).do("2024-03-11 10:00", stop)
	if !before.s.EndedAt.IsZero() || before.s.Class(day("2024-12-31")) != dossier.Uncounted {
		before.t.Error("stopped before receipt is counted")
	}
	done := newOffice(o.t)
	underway(done)
	done.do("2024-03-12 08:00", settle).refused("2024-03-12 09:00", dossier.AskWithdraw{}, "workflow.forbidden")
}

func continuing(o *office) {
	underway(o)
	o.do("2024-03-12 08:00", dossier.AskWithdraw{})
	o.refused("2024-03-14 08:00", dossier.Continue{}, "dossier.no_reply")
	charged := o.s.ElapsedNet
	o.do("2024-03-14 08:00", continues).due("2024-03-18 17:00").do("2024-03-14 08:30", settle)
	if o.s.ElapsedNet != charged+30 {
		o.t.Errorf("time in 7 was charged: %d", o.s.ElapsedNet)
	}
	waiting := newOffice(o.t)
	underway(waiting)
	waiting.do("2024-03-12 08:00", askSupplement).do("2024-03-13 08:00", dossier.AskWithdraw{})
	waiting.refused("2024-03-13 09:00", continues, "dossier.nothing_to_continue")
	waiting.do("2024-03-13 09:00", stop)
}

func extension(o *office) {
	underway(o) // due Thursday 14
	e := dossier.Extend{Reason: "Chờ xác minh", NewDue: at("2024-03-18 17:00"), Letter: "02/TXL"}
	o.refused("2024-03-14 08:00", e, "dossier.extension_too_late")
	bad := e
	bad.NewDue = at("2024-03-14 17:00")
	o.refused("2024-03-13 08:00", bad, "dossier.extension_not_later")
	bad.NewDue = at("2024-03-16 17:00")
	o.refused("2024-03-13 08:00", bad, "dossier.extension_day_off")
	bad = e
	bad.Letter = ""
	o.refused("2024-03-13 08:00", bad, "dossier.apology_incomplete")
	o.do("2024-03-13 08:00", e).due("2024-03-14 17:00")
	if !o.s.Appointment.Equal(e.NewDue) {
		o.t.Error("the promised date is not the one of the apology")
	}
	o.refused("2024-03-13 09:00", e, "dossier.second_extension")
	o.do("2024-03-18 08:00", settle)
	if o.s.Outcome() != dossier.Late {
		o.t.Errorf("an apology made a late dossier %s", o.s.Outcome())
	}
}

func ending(o *office) {
	underway(o)
	o.do("2024-03-13 08:00", settle)
	ended, charged := o.s.EndedAt, o.s.ElapsedNet
	o.refused("2024-03-20 08:00", dossier.Return{Way: "bay"}, "dossier.way")
	o.refused("2024-03-20 08:00", dossier.Return{Way: "post", To: "ai đó"}, "dossier.collector")
	o.do("2024-03-20 08:00", dossier.Return{Way: "counter", To: "representative", Proof: "authorisation"})
	if !o.s.EndedAt.Equal(ended) || o.s.ElapsedNet != charged || o.s.Outcome() != dossier.Early || !o.s.ReturnedAt.Equal(at("2024-03-20 08:00")) {
		o.t.Errorf("return moved the end: %+v", o.s)
	}
}

// apology: late itself, and still owed. It moves the appointment and nothing by which lateness
// is measured.
func apology(o *office) {
	sorry := dossier.Apologise{Reason: "Quá tải", NewDue: at("2024-03-21 17:00"), Letter: "03/PXL"}
	underway(o) // due 14/03/2024
	o.refused("2024-03-13 16:00", sorry, "dossier.apology_too_early")
	before := o.s
	for key, c := range map[string]dossier.Apologise{
		"dossier.apology_incomplete":  {NewDue: sorry.NewDue, Letter: "03/PXL"},
		"dossier.extension_not_later": {Reason: "Quá tải", NewDue: at("2024-03-14 17:00"), Letter: "03/PXL"},
		"dossier.new_date_passed":     {Reason: "Quá tải", NewDue: at("2024-03-18 09:00"), Letter: "03/PXL"},
		"dossier.extension_day_off":   {Reason: "Quá tải", NewDue: at("2024-03-23 17:00"), Letter: "03/PXL"},
	} {
		o.refused("2024-03-18 10:00", c, key)
	}
	today := *o
	today.do("2024-03-14 08:00", sorry) // the due day itself is too late for an extension
	o.do("2024-03-18 10:00", sorry)
	if s := o.s; !s.LegalDue.Equal(before.LegalDue) || !slices.Equal(s.Late, before.Late) || s.Extensions != 0 || s.Apologies != 1 || !s.Appointment.Equal(sorry.NewDue) {
		o.t.Errorf("due %v, late %v, %d extensions, %d apologies, appointment %v", s.LegalDue, s.Late, s.Extensions, s.Apologies, s.Appointment)
	}
	o.refused("2024-03-19 08:00", sorry, "dossier.second_extension")
	o.refused("2024-03-19 08:00", dossier.Extend{Reason: "Chờ", NewDue: at("2024-03-25 17:00"), Letter: "04/PXL"}, "dossier.second_extension")
	extended := newOffice(o.t)
	underway(extended)
	extended.do("2024-03-12 08:00", dossier.Extend{Reason: "Chờ", NewDue: at("2024-03-18 17:00"), Letter: "02/PXL"})
	extended.refused("2024-03-19 08:00", sorry, "dossier.second_extension")
	o.do("2024-03-20 08:00", settle)
	if o.s.Outcome() != dossier.Late {
		o.t.Errorf("an apology made a late dossier %q", o.s.Outcome())
	}
}

func refusal(o *office) {
	underway(o)
	o.refused("2024-03-13 08:00", dossier.Settle{Result: dossier.Result{Refusal: true}}, "dossier.no_number")
	o.refused("2024-03-13 08:00", dossier.Settle{Result: dossier.Result{Refusal: true, Number: "07/UBND"}}, "dossier.refusal_without_reason")
	o.do("2024-03-13 08:00", dossier.Settle{Result: dossier.Result{Refusal: true, Number: "07/UBND"}, Reason: "Không đủ điều kiện"})
	if o.s.Outcome() != dossier.Early {
		o.t.Errorf("a reasoned refusal is %q, want a result", o.s.Outcome())
	}
}

func order(o *office) {
	underway(o)
	o.refused("2024-03-11 09:59", settle, "dossier.before_previous")
	env := o.env
	env.Actor.Role = access.Leader
	_, err := dossier.Decide(env, &o.s, settle)
	o.reason(err, "dossier.no_instant")
}

func scanning(o *office) {
	r := receive()
	r.Components[1].Born = true
	o.do("2024-03-11 08:00", r)
	for _, i := range []int{1, 2} {
		o.refused("2024-03-11 09:00", dossier.Digitize{Components: []int{i}}, "dossier.not_to_scan")
	}
	o.refused("2024-03-11 09:00", dossier.Digitize{Components: []int{3}}, "dossier.no_such_paper")
	o.refused("2024-03-11 09:00", dossier.Digitize{Components: []int{0, 0}}, "dossier.not_to_scan")
	o.refused("2024-03-11 09:00", dossier.Digitize{}, "dossier.nothing_scanned")
	o.do("2024-03-11 09:00", dossier.Digitize{Components: []int{0}})
	if !o.s.Components[0].Digitized || o.s.Components[1].Digitized {
		o.t.Errorf("papers %+v", o.s.Components)
	}
}

func classes(o *office) {
	for when, want := range map[string]dossier.Class{"2024-03-13 17:30": dossier.Early, "2024-03-14 23:50": dossier.OnTime, "2024-03-15 00:10": dossier.Late} {
		one := newOffice(o.t)
		underway(one)
		one.do(when, settle)
		if got := one.s.Outcome(); got != want {
			o.t.Errorf("ended %s: %s, want %s", when, got, want)
		}
	}
	// 24 hours from a Friday morning run out on Saturday; the day compared is Monday's (BLDS Đ148 k5).
	r := receive()
	r.Promise.Limit = calendar.Limit{Value: 24, Unit: calendar.Hour}
	o.do("2024-03-15 09:00", r).do("2024-03-15 10:00", dossier.Accept{}).do("2024-03-18 11:00", settle)
	if o.s.Outcome() != dossier.OnTime {
		o.t.Errorf("settled when the office opened again: %s, due %v", o.s.Outcome(), o.s.LegalDue)
	}
}

func corrections(o *office) {
	underway(o)
	yes, citizen := true, dossier.TypedByCitizen
	o.refused("2024-03-12 08:00", dossier.Correct{Seq: 3, Reason: "x", EID: &yes}, "dossier.no_such_entry")
	o.refused("2024-03-12 08:00", dossier.Correct{Seq: 1, EID: &yes}, "dossier.no_reason")
	o.refused("2024-03-12 08:00", dossier.Correct{Seq: 1, Reason: "Ghi nhầm"}, "dossier.nothing_corrected")
	o.refused("2024-03-12 08:00", dossier.Correct{Seq: 1, Reason: "Ghi nhầm", Electronic: &yes}, "dossier.no_result")
	o.refused("2024-03-12 08:00", dossier.Correct{Seq: 1, Reason: "Ghi nhầm", Digitized: map[int]bool{2: true}}, "dossier.not_to_scan")
	o.do("2024-03-12 08:00", dossier.Correct{Seq: 1, Reason: "Ghi nhầm", EID: &yes, Typist: &citizen, Digitized: map[int]bool{0: true}})
	if !o.s.EID || o.s.Typist != citizen || !o.s.Components[0].Digitized || o.entries[2].Corrects != 1 {
		o.t.Errorf("correction did not take: %+v", o.s)
	}
}

func lateEntry(o *office) {
	o.env.MaxLag = 15 * time.Minute
	o.env.Recorded = at("2024-03-11 08:15")
	o.do("2024-03-11 08:00", receive())
	if o.s.LateEntries != 0 {
		o.t.Error("15 minutes is not over the lag of 15 minutes")
	}
	o.env.Recorded = at("2024-03-11 09:16")
	o.refused("2024-03-11 09:00", dossier.Accept{}, "dossier.late_without_reason")
	o.env.Why = " "
	o.refused("2024-03-11 09:00", dossier.Accept{}, "dossier.late_without_reason")
	o.env.Why = "Mất điện từ 8 giờ 30"
	o.do("2024-03-11 09:00", dossier.Accept{})
	if o.s.LateEntries != 1 {
		o.t.Error("the late entry is not marked")
	}
	o.env.Recorded = at("2024-03-11 09:30")
	o.do("2024-03-11 09:20", dossier.Transfer{To: "cb-03"})
	lines, err := dossier.Timeline(o.entries)
	if err != nil || lines[0].Why != "" || lines[1].Why != o.env.Why || !lines[1].Late || lines[2].Why != "" || lines[2].Late {
		o.t.Errorf("reasons %q, %q, %q: %v", lines[0].Why, lines[1].Why, lines[2].Why, err)
	}
	portal := newOffice(o.t)
	portal.env.MaxLag, portal.env.Recorded = 15*time.Minute, at("2024-03-11 12:00")
	portal.do("2024-03-11 08:00", submit()) // a machine gives no reasons
	if portal.s.LateEntries != 1 {
		o.t.Error("what the portal hands in late is not marked")
	}
}

func rating(o *office) {
	o.do("2024-03-11 08:00", receive())
	o.refused("2024-03-11 09:00", dossier.Rate{Score: 6}, "dossier.score")
	o.do("2024-03-11 09:00", dossier.Rate{Score: 4})
	o.refused("2024-03-11 10:00", dossier.Rate{Score: 5}, "dossier.rated_twice")
	stopped := newOffice(o.t)
	stopped.do("2024-03-11 08:00", submit()).do("2024-03-11 09:00", dossier.AskWithdraw{}).do("2024-03-11 10:00", stop)
	stopped.refused("2024-03-11 11:00", dossier.Rate{Score: 5}, "dossier.rated_before_receipt")
}
