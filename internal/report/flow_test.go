package report

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
)

func rows() *Rows { return shipped().defs["tiny"].Form.Rows }

func period(from, to string) calendar.Period { return calendar.Period{From: date(from), To: date(to)} }

func flowRow(field string, n [11]int64) FlowRow {
	r := FlowRow{Field: field}
	for i, c := range flowColumns {
		*c.place(&r) = n[i]
	}
	return r
}

// One-stop rules §6.2: channels by receipt, results by end, stocks at the ends of the period;
// carried over is no channel; the dropped one is printed on time; printed rows first.
func TestFlowForm(t *testing.T) {
	for _, c := range []struct {
		name string
		p    calendar.Period
		want []FlowRow
	}{
		{"first year: one is left open", period("2023-01-01", "2023-12-31"), []FlowRow{
			flowRow("Chứng thực", [11]int64{1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0}),
			flowRow("Hộ tịch", [11]int64{1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0}),
			flowRow("Hộ tịch - Đăng ký thường trú - Quản lý thu, Sổ - thẻ", [11]int64{1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0}),
			flowRow("Tổng số", [11]int64{3, 2, 1, 0, 2, 1, 1, 0, 1, 1, 0}),
		}},
		{"second year: it is carried over", period("2024-01-01", "2024-12-31"), []FlowRow{
			flowRow("Chứng thực", [11]int64{2, 0, 2, 0, 2, 0, 1, 1, 0, 0, 0}),
			flowRow("Hộ tịch - Đăng ký thường trú - Quản lý thu, Sổ - thẻ", [11]int64{1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0}),
			flowRow("Đất đai", [11]int64{1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1}),
			flowRow("Tổng số", [11]int64{4, 0, 3, 1, 3, 1, 1, 1, 1, 0, 1}),
		}},
		{"both years: carried is that of the first", period("2023-01-01", "2024-12-31"), []FlowRow{
			flowRow("Chứng thực", [11]int64{3, 0, 3, 0, 3, 1, 1, 1, 0, 0, 0}),
			flowRow("Hộ tịch", [11]int64{1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 0}),
			flowRow("Hộ tịch - Đăng ký thường trú - Quản lý thu, Sổ - thẻ", [11]int64{1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0}),
			flowRow("Đất đai", [11]int64{1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1}),
			flowRow("Tổng số", [11]int64{6, 2, 4, 0, 5, 2, 2, 1, 1, 0, 1}),
		}},
		{"due on the last day is still in time", period("2024-02-01", "2024-03-01"), []FlowRow{
			flowRow("Chứng thực", [11]int64{1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0}),
			flowRow("Đất đai", [11]int64{1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0}),
			flowRow("Tổng số", [11]int64{2, 0, 2, 0, 1, 0, 1, 0, 1, 1, 0}),
		}},
		{"nothing yet", period("2022-01-01", "2022-12-31"), []FlowRow{flowRow("Tổng số", [11]int64{})}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := FlowForm(context.Background(), small().source(), rows(), c.p)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got.Rows); d != "" {
				t.Error(d)
			}
		})
	}
}

// Fields that the form does not name follow it in Vietnamese alphabetical order, what has no
// field comes last.
func TestOtherFieldsFollowInAlphabet(t *testing.T) {
	w := &ward{}
	for i, code := range []string{"0.000000", "1.012817", "1.003583", "2.000815"} { // unknown, Đất đai, …
		w.States = append(w.States, came("P-"+itoa(i), code, dossier.Online, "2024-01-02", "2024-01-05", "2024-01-03"))
	}
	f, err := FlowForm(context.Background(), w.source(), rows(), period("2024-01-01", "2024-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range f.Rows {
		names = append(names, r.Field)
	}
	if got := strings.Join(names, "|"); got != "Chứng thực|Hộ tịch|Đất đai|Chưa xác định lĩnh vực|Tổng số" {
		t.Error(got)
	}
}

// A form that breaks an identity is not given out: its counts were damaged, and the person is
// told how to put them right.
func TestBrokenIdentities(t *testing.T) {
	good := Flow{Rows: []FlowRow{flowRow("a", [11]int64{5, 2, 2, 1, 3, 1, 1, 1, 2, 1, 1}), flowRow("Tổng số", [11]int64{5, 2, 2, 1, 3, 1, 1, 1, 2, 1, 1})}}
	if err := good.check(); err != nil {
		t.Fatal(err)
	}
	for i, c := range flowColumns {
		for row := range 2 {
			bad := Flow{Rows: append([]FlowRow{}, good.Rows...)}
			*c.place(&bad.Rows[row])++
			if err := bad.check(); err == nil {
				t.Errorf("column %d (%s) of row %d one too many: not noticed", i+3, c.key, row)
			} else if f, ok := fault.Of(err); !ok || f.Key != "report.counts_broken" {
				t.Errorf("no sentence for a person: %v", err)
			}
		}
	}
}

// Every cell of the form over any period is as long as its list, and all identities hold.
func TestFlowCellsAndLists(t *testing.T) {
	codes := []string{"2.000815", "1.001193", "2.002621", "2.002622", "1.012817", "0.000000"}
	rapid.Check(t, func(t *rapid.T) {
		w := &ward{}
		day := func(name string, from calendar.Date, most int) calendar.Date {
			return from + calendar.Date(rapid.IntRange(0, most).Draw(t, name))
		}
		start := date("2023-06-01")
		for i := range rapid.IntRange(0, 8).Draw(t, "dossiers") {
			received := day("received", start, 300)
			due, ended := day("due", received, 20), ""
			if rapid.Bool().Draw(t, "ended") {
				ended = day("end", received, 40).String()
			}
			ch := dossier.Channel(rapid.IntRange(0, 3).Draw(t, "channel"))
			w.States = append(w.States, came("P-"+itoa(i), rapid.SampledFrom(codes).Draw(t, "code"), ch, received.String(), due.String(), ended))
		}
		from := day("from", start-30, 400)
		p := calendar.Period{From: from, To: day("to", from, 200)}
		f, err := FlowForm(context.Background(), w.source(), rows(), p)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range f.Rows {
			for _, c := range flowColumns {
				list, err := ListII06a(context.Background(), w.source(), rows(), p, r.Field, c.key, measure.Page{})
				if err != nil || list.Total != *c.place(&r) || int64(len(list.Rows)) != list.Total {
					t.Fatalf("%s %s: cell %d, list %d, %v", r.Field, c.key, *c.place(&r), list.Total, err)
				}
			}
		}
	})
}

// What a caller may type after `motcua drill` is refused with a reason, never answered with
// something else and never with everything.
func TestHostileDrills(t *testing.T) {
	p := period("2024-01-01", "2024-12-31")
	for _, c := range []struct {
		row, column string
		p           calendar.Period
		kind        fault.Kind
	}{
		{"Chứng thực", "", p, fault.Invalid},
		{"Chứng thực", "received", p, fault.Invalid},
		{"Chứng thực", "received.total' OR 1=1 --", p, fault.Invalid},
		{"Chứng thực", strings.Repeat("x", 1<<20), p, fault.Invalid},
		{"", "received.total", p, fault.NotFound},
		{"Y tế", "received.total", p, fault.NotFound},
		{"chứng thực", "received.total", p, fault.NotFound},
		{"%", "received.total", p, fault.NotFound},
		{"\x00\xff", "received.total", p, fault.NotFound},
		{"Tổng số", "received.total", period("2024-12-31", "2024-01-01"), fault.Invalid},
	} {
		list, err := ListII06a(context.Background(), small().source(), rows(), c.p, c.row, c.column, measure.Page{})
		if !fault.Is(err, c.kind) || len(list.Rows) > 0 {
			t.Errorf("%.20q %.20q: %d rows, %v", c.row, c.column, len(list.Rows), err)
		}
	}
}

// TestFlowAdds: the columns that add over periods are those of what came in and what ended
// (reform-reporting §4.3: 4, 5, 7, 8, 9, 10 add; 3 is recomputed; 6, 11 to 13 are stocks).
func TestFlowAdds(t *testing.T) {
	var add []string
	for _, key := range FlowColumnKeys() {
		if FlowAdds(key) {
			add = append(add, key)
		}
	}
	if got := strings.Join(add, " "); got != "received.online received.direct settled.total settled.early settled.on_time settled.late" || FlowAdds("none") {
		t.Errorf("columns that add: %s", got)
	}
}
