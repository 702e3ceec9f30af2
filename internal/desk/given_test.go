package desk_test

import (
	"context"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// whole is the life of a dossier with a typed number, as one act.
func whole(key string, id dossier.ID, when, procedure, number string) desk.Order {
	o := order(key, id, when, access.Clerk, receive())
	o.Procedure = procedure
	o.Then = []desk.Next{{Role: access.Specialist, Command: dossier.Accept{}}, {Role: access.Leader, Command: dossier.Settle{Result: dossier.Result{Number: number, Paper: true}}}}
	return o
}

// TestGivenNumbers: a number that a person types is the document's own within its book and year
// (NĐ 30/2020 Đ15 k1); what belongs to a series of the desk is not typed (Đ15 k2: the system
// numbers). A refusal names the dossier that has the number.
func TestGivenNumbers(t *testing.T) {
	const marriage = "1.000894"
	for _, c := range []struct {
		law             string
		when, procedure string
		number          string
		want            string // key of the refusal; "": none
	}{
		{"NĐ 30/2020 Đ15 k1: trùng số trong năm", "2024-06-04 08:00", birth, "15/KS", "desk.number_taken"},
		{"NĐ 30/2020 Đ15 k1: cùng một số viết khác", "2024-06-04 08:00", birth, " 015 / ks", "desk.number_taken"},
		{"NĐ 30/2020 Đ15 k1: ký hiệu là của cả đơn vị", "2024-06-04 08:00", marriage, "15/KS", "desk.number_taken"},
		{"NĐ 30/2020 Đ15 k1: năm sau đánh lại từ 01", "2025-06-04 08:00", birth, "15/KS", ""},
		{"Đ15 k1: số khác", "2024-06-04 08:00", birth, "16/KS", ""},
		{"Đ15 k1: ký hiệu khác", "2024-06-04 08:00", birth, "15/QĐ-UBND", ""},
		{"Đ15 k1b: cấp lại ghi rõ là cấp lại", "2024-06-04 08:00", birth, "15/KS cấp lại", ""},
		{"Luật Hộ tịch Đ11: sổ riêng của thủ tục, trùng số", "2024-06-04 08:00", birth, "7/2024", "desk.number_taken"},
		{"Luật Hộ tịch Đ11: sổ của thủ tục khác", "2024-06-04 08:00", marriage, "7/2024", ""},
		{"Đ15 k2: số kết quả do hệ thống cấp", "2024-06-04 08:00", birth, "9/KQ-UBND", "desk.number_of_series"},
		{"Đ15 k2: số phiếu từ chối do hệ thống cấp", "2024-06-04 08:00", birth, "9/PTC-TTPVHCC", "desk.number_of_series"},
		{"NĐ 23/2015 Đ13: số chứng thực do hệ thống cấp", "2024-06-04 08:00", birth, "05, quyển số 01/2024-SCT/BS", "desk.number_of_series"},
		{"NĐ 23/2015 Đ13: số chứng thực viết tắt", "2024-06-04 08:00", birth, "05-SCT/BS", "desk.number_of_series"},
	} {
		t.Run(c.law, func(t *testing.T) {
			d, m := open(t)
			a := do(t, d, whole("1", 1, "2024-06-03 08:00", birth, "15/KS"))
			do(t, d, whole("2", 2, "2024-06-03 08:30", birth, "7/2024"))
			m.now = at("2025-06-04 12:00")
			if c.when < "2025" {
				m.now = at("2024-06-04 12:00")
			}
			o := whole("3", 3, c.when, c.procedure, c.number)
			_, err := d.Do(context.Background(), o)
			f, refused := fault.Of(err)
			if got := map[bool]string{true: "x"}[refused]; refused && f.Key != c.want || !refused && (err != nil || c.want != "") {
				t.Fatalf("%v %s, want %q", err, got, c.want)
			}
			if c.want == "desk.number_taken" && c.number != "7/2024" && !strings.Contains(err.Error(), a.Code) {
				t.Errorf("the refusal does not name %s: %v", a.Code, err)
			}
			if _, left := m.states[3]; left == (c.want != "") {
				t.Error("a refused act left a dossier, or a good one none")
			}
		})
	}
}

// TestGivenCodes: a code that another system gave belongs to one dossier, on receipt and in an
// amendment; a code of our own form that comes with a dossier is nobody else's, and the series
// of the day never comes to it (NĐ 118/2025 Đ17 k3: one code for life).
func TestGivenCodes(t *testing.T) {
	d, m := open(t)
	r := receive()
	r.Outside = []string{"000.00.01.G15-240603-0001"}
	a := do(t, d, order("1", 1, "2024-06-03 08:00", access.Clerk, r))
	taken := func(key string, o desk.Order) {
		t.Helper()
		_, err := d.Do(context.Background(), o)
		if f, ok := fault.Of(err); !ok || f.Key != key || key == "desk.number_taken" && !strings.Contains(err.Error(), a.Code) {
			t.Errorf("%s: %v, want %s", o.Key, err, key)
		}
	}
	r.Outside = []string{"000.00.01.g15-240603-0001"}
	taken("desk.number_taken", order("2", 2, "2024-06-03 08:10", access.Clerk, r))
	r.Outside = []string{a.Code}
	taken("desk.number_taken", order("3", 3, "2024-06-03 08:10", access.Clerk, r))
	r = receive()
	r.Code = a.Code
	taken("desk.number_taken", order("4", 4, "2024-06-03 08:10", access.Clerk, r))
	do(t, d, order("5", 5, "2024-06-03 08:10", access.Clerk, receive()))
	taken("desk.number_taken", order("6", 5, "2024-06-03 08:20", access.Clerk, dossier.Amend{Reason: "Cổng cấp mã", Outside: []string{"000.00.01.G15-240603-0001"}}))
	r.Code = "H50.31.02-240603-0004" // allotted by the portal in our form
	do(t, d, order("7", 7, "2024-06-03 08:30", access.Clerk, r))
	if next := do(t, d, order("8", 8, "2024-06-03 08:40", access.Clerk, receive())); next.Code != "H50.31.02-240603-0005" {
		t.Errorf("the series went on with %s", next.Code)
	}
	r.Code = "H50.31.02-240603-99999"
	taken("desk.code_far_ahead", order("9", 9, "2024-06-03 08:50", access.Clerk, r))
	o := order("10", 10, "2024-06-03 09:00", access.Clerk, receive())
	o.Then = []desk.Next{{Role: access.Clerk, Command: dossier.Issue{Form: "tt-01-2018/01", Symbol: "BPTNTKQ", Number: "9/BPTNTKQ"}}}
	taken("desk.letter_number_given", o)
	if len(m.states) != 4 {
		t.Errorf("%d dossiers", len(m.states))
	}
}
