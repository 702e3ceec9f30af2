package dossier_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// TestOverrides: which block who may pass, by its article (one-stop-rules §2.5, §13.3): these
// rows are all there are, and what the data does not let pass nobody passes.
func TestOverrides(t *testing.T) {
	agreed := receive()
	agreed.Agreed, agreed.AgreedBasis = &calendar.Limit{Value: 5, Unit: calendar.WorkingDay}, "Thỏa thuận ngày 11/3/2024"
	again := askSupplement
	again.LeaderReason = "Tình tiết mới, tờ trình 12"
	for _, c := range []struct {
		law, block string
		before     func(*office)
		when       string
		command    dossier.Command
		bare       dossier.Command // without what the approver has to write
		may        access.Role
		absent     string // the refusal when the data lets nobody
	}{
		{"NĐ 63/2010 Đ20 k4: yêu cầu bổ sung lần hai do lãnh đạo, có lý do", workflow.SecondSupplement, askedOnce, "2024-03-13 10:00", again, askSupplement, access.Leader, "dossier.third_supplement"},
		{"NĐ 23/2015 Đ21: hẹn dài hơn do công chức một cửa, có thỏa thuận", workflow.LongerPeriod, func(*office) {}, "2024-03-11 08:00", agreed, bareAgreed(agreed), access.Clerk, "dossier.no_longer_period"},
	} {
		t.Run(c.law, func(t *testing.T) {
			o := newOffice(t)
			c.before(o)
			for _, role := range access.Roles {
				_, err := o.as(role, at(c.when), c.command)
				if (err == nil) != (role == c.may) {
					t.Errorf("%s: %v", role, err)
				}
				if _, err := o.as(role, at(c.when), c.bare); err == nil {
					t.Errorf("%s passes and writes nothing", role)
				}
			}
			table := *o.env.Workflow
			table.Overrides = nil
			o.env.Workflow = &table
			_, err := o.as(c.may, at(c.when), c.command)
			o.reason(err, c.absent)
			over := workflow.Override{Block: c.block, Roles: []access.Role{access.Inspector}, Times: 1, Needs: "x", Law: "x"}
			table.Overrides = []workflow.Override{over}
			if _, err := o.as(c.may, at(c.when), c.command); !fault.Is(err, fault.Conflict) {
				t.Errorf("an override of others: %v", err)
			}
			over.Roles, over.ValidTo = []access.Role{c.may}, day("2024-03-10")
			table.Overrides = []workflow.Override{over}
			if _, err := o.as(c.may, at(c.when), c.command); err == nil {
				t.Error("an override that ran out")
			}
		})
	}
	if o := newOffice(t); len(o.env.Workflow.Overrides) != 2 {
		t.Errorf("%d overrides in the data, 2 in the table above", len(o.env.Workflow.Overrides))
	}
}

func bareAgreed(r dossier.Receive) dossier.Receive {
	r.AgreedBasis = ""
	return r
}

// askedOnce: asked for a supplement after the receipt, and got it.
func askedOnce(o *office) {
	underway(o)
	o.do("2024-03-12 08:00", askSupplement).do("2024-03-13 09:00", dossier.Supply{})
}

func askedTwice(o *office) {
	askedOnce(o)
	again := askSupplement
	again.LeaderReason = "Tình tiết mới, tờ trình 12"
	o.do("2024-03-13 10:00", again).do("2024-03-14 09:00", dossier.Supply{})
}

// TestBlocksStand: every other block stands for every role, whatever is written with the act.
func TestBlocksStand(t *testing.T) {
	later := func(when string) dossier.Extend {
		return dossier.Extend{Reason: "Lãnh đạo đồng ý", NewDue: at(when), Letter: "02/PXL"}
	}
	again := askSupplement
	again.LeaderReason = "Tình tiết mới, tờ trình 12"
	missing := receive()
	missing.Components[0].Missing = true
	unlimited := receive()
	unlimited.Promise.Limit = calendar.Limit{}
	extended := func(o *office) {
		underway(o)
		o.do("2024-03-12 08:00", later("2024-03-18 17:00"))
	}
	settled := func(o *office) {
		underway(o)
		o.do("2024-03-13 08:00", settle)
	}
	for _, c := range []struct {
		law     string
		before  func(*office)
		when    string
		command dossier.Command
	}{
		{"NĐ 63/2010 Đ20 k4: bổ sung lần ba", askedTwice, "2024-03-14 10:00", again},
		{"NĐ 118/2025 Đ17 k2: nhận hồ sơ thiếu giấy tờ", func(*office) {}, "2024-03-11 08:00", missing},
		{"§13.3: nhận khi không có thời hạn", func(*office) {}, "2024-03-11 08:00", unlimited},
		{"NĐ 118/2025 Đ17: tiếp nhận hai lần", underway, "2024-03-12 08:00", receive()},
		{"NĐ 118/2025 Đ17: từ chối hồ sơ đã nhận", underway, "2024-03-12 08:00", reject},
		{"NĐ 63/2024: dừng khi còn thời hạn bổ sung", func(o *office) { underway(o); o.do("2024-03-12 08:00", askSupplement) }, "2024-03-13 08:00", stop},
		{"§2.2: dừng không có văn bản", underway, "2024-03-12 08:00", dossier.Stop{Reason: "Lãnh đạo đồng ý"}},
		{"NĐ 118/2025 Đ21: rút khi đã có kết quả", settled, "2024-03-14 08:00", dossier.AskWithdraw{Reason: "Đổi ý"}},
		{"§2.2: tiếp tục hồ sơ không ai rút", underway, "2024-03-12 08:00", continues},
		{"§2.8: hẹn lại lần hai", extended, "2024-03-13 08:00", later("2024-03-20 17:00")},
		{"§2.8: hẹn lại khi đã đến hạn", underway, "2024-03-14 08:00", later("2024-03-20 17:00")},
		{"§2.8: xin lỗi khi còn hẹn lại được", underway, "2024-03-12 08:00", dossier.Apologise{Reason: "Quá tải", NewDue: at("2024-03-20 17:00"), Letter: "03/PXL"}},
		{"NĐ 63/2010 Đ18 k5: từ chối không nêu lý do", underway, "2024-03-12 08:00", dossier.Settle{Result: dossier.Result{Refusal: true, Number: "07/UBND"}}},
		{"§2.9: trả khi chưa có kết quả", underway, "2024-03-12 08:00", dossier.Return{Way: "counter", To: "applicant", Proof: "receipt"}},
		{"NĐ 118/2025 Đ6: trả cho người không ủy quyền", settled, "2024-03-14 08:00", dossier.Return{Way: "counter", To: "representative", Proof: "receipt"}},
		{"NĐ 118/2025 Đ6: trả không đối chiếu", settled, "2024-03-14 08:00", dossier.Return{Way: "counter", To: "applicant"}},
		{"§2.6: tiếp tục khi chưa có chứng từ nộp tiền", func(o *office) { underway(o); o.do("2024-03-12 08:00", dossier.RaiseObligation{What: "Lệ phí"}) }, "2024-03-13 08:00", dossier.MeetObligation{}},
		{"T20: ghi sớm hơn việc trước nó", underway, "2024-03-10 08:00", settle},
	} {
		t.Run(c.law, func(t *testing.T) {
			o := newOffice(t)
			c.before(o)
			for _, role := range access.Roles {
				_, err := o.as(role, at(c.when), c.command)
				if f, ok := fault.Of(err); !ok || f.Kind == fault.Internal {
					t.Errorf("%s: %v", role, err)
				}
			}
		})
	}
}

// TestOverrideIsNamed: who let a block pass stands in the entry, with the reason.
func TestOverrideIsNamed(t *testing.T) {
	o := newOffice(t)
	askedOnce(o)
	again := askSupplement
	again.LeaderReason = "Tình tiết mới, tờ trình 12"
	env := o.env
	env.Now, env.Recorded, env.Actor = at("2024-03-13 10:00"), at("2024-03-13 10:00"), access.Actor{ID: "ld-01", Role: access.Leader}
	events, err := dossier.Decide(env, &o.s, again)
	if err != nil {
		t.Fatal(err)
	}
	o.record(env.Now, events)
	o.entries[len(o.entries)-1].Actor = "ld-01"
	lines, err := dossier.Timeline(o.entries)
	if err != nil {
		t.Fatal(err)
	}
	if l := lines[len(lines)-1]; l.Actor != "ld-01" || !strings.Contains(l.Text(o.sentence, "vi", nil), again.LeaderReason) {
		t.Errorf("%s: %s", l.Actor, l.Text(o.sentence, "vi", nil))
	}
}
