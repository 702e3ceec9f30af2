package rollup

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

var day0 = calendar.MakeDate(2024, 1, 1)

// anyState draws states that the desk could leave behind, and some that it could not.
func anyState(t *rapid.T) *dossier.State {
	s := &dossier.State{
		Status:    dossier.Status(rapid.IntRange(1, 10).Draw(t, "status")),
		Procedure: rapid.SampledFrom([]string{"1.000001", "1.000002", "2.000003"}).Draw(t, "procedure"),
		Channel:   dossier.Channel(rapid.IntRange(0, 3).Draw(t, "channel")),
		Level:     dossier.Level(rapid.IntRange(0, 3).Draw(t, "level")),
		Typist:    dossier.Typist(rapid.IntRange(0, 3).Draw(t, "typist")),
		EID:       rapid.Bool().Draw(t, "eid"),
		Transfers: rapid.IntRange(0, 2).Draw(t, "transfers"),
		Rating:    uint8(rapid.IntRange(0, 5).Draw(t, "rating")),
	}
	s.PaperMoves = rapid.IntRange(0, s.Transfers).Draw(t, "paper")
	if rapid.IntRange(0, 9).Draw(t, "unreceived") == 0 {
		return s
	}
	at := func(name string, from, to int) calendar.Date {
		return day0 + calendar.Date(rapid.IntRange(from, to).Draw(t, name))
	}
	received := at("received", 0, 20)
	s.ReceivedAt = received.At(8, 30)
	if rapid.Bool().Draw(t, "due") {
		s.LegalDue = (received + calendar.Date(rapid.IntRange(0, 10).Draw(t, "limit"))).At(16, 0)
	}
	if rapid.Bool().Draw(t, "ended") {
		s.EndedAt = (received + calendar.Date(rapid.IntRange(0, 20).Draw(t, "took"))).At(15, 0)
		s.Result = dossier.Result{Paper: rapid.Bool().Draw(t, "paperresult"), Electronic: rapid.Bool().Draw(t, "electronic")}
	}
	if s.Rating > 0 {
		s.RatedAt = at("rated", 20, 50).At(9, 0)
	}
	for range rapid.IntRange(0, 2).Draw(t, "lates") {
		from := at("latefrom", -2, 40)
		span := dossier.Span{From: from}
		if rapid.Bool().Draw(t, "lateends") {
			span.To = from + calendar.Date(rapid.IntRange(0, 9).Draw(t, "latedays"))
		}
		s.Late = append(s.Late, span)
	}
	for range rapid.IntRange(0, 3).Draw(t, "components") {
		s.Components = append(s.Components, dossier.Component{
			ShownOnly: rapid.Bool().Draw(t, "shown"), Digitized: rapid.Bool().Draw(t, "digitized"),
			Reusable: rapid.Bool().Draw(t, "reusable"), Reused: rapid.Bool().Draw(t, "reused"),
		})
	}
	return s
}

// sumDays adds contributions over days from..to into a table.
func sumDays(cs []Contribution, from, to calendar.Date) Table {
	var t Table
	for _, c := range cs {
		if from <= c.Day && c.Day <= to {
			t = append(t, Row{c.Count, c.Cell, c.N})
		}
	}
	return t
}

func allCounts() []Count {
	out := []Count{Open, Overdue, InTime, Carried}
	for _, d := range Defs {
		out = append(out, d.Count)
	}
	return out
}

// The number from the counts equals the number of dossiers that the condition holds for,
// for every count, any period and any cell.
func TestCountsAgreeWithConditions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		states := rapid.SliceOfN(rapid.Custom(anyState), 0, 12).Draw(t, "states")
		var all []Contribution
		for _, s := range states {
			all = append(all, Contributions(s)...)
		}
		from := day0 + calendar.Date(rapid.IntRange(-3, 40).Draw(t, "from"))
		to := from + calendar.Date(rapid.IntRange(0, 30).Draw(t, "days"))
		term := Term{Channels: rapid.SampledFrom([][]dossier.Channel{nil, {dossier.Online}, {dossier.Counter, dossier.Post}}).Draw(t, "channels"),
			Levels: rapid.SampledFrom([][]dossier.Level{nil, {dossier.LevelFull}}).Draw(t, "levels")}
		for _, term.Count = range allCounts() {
			cond, err := ConditionOf(term)
			if err != nil {
				t.Fatal(err)
			}
			var want int64
			for _, s := range states {
				if cond.Holds(s, from, to) {
					want++
				}
			}
			got := sumDays(all, from, to).Sum(term)
			if IsStock(term.Count) {
				got = sumDays(all, 0, cond.At(from, to)).Stock(term)
			}
			if got != want {
				t.Fatalf("%s over %v..%v: counts give %d, conditions %d", term.Count, from, to, got, want)
			}
		}
	})
}

// Adding the differences of successive states gives the contributions of the last.
func TestDiffsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type key struct {
			c   Count
			day calendar.Date
			x   Cell
		}
		sums := map[key]int64{}
		var before *dossier.State
		for _, after := range rapid.SliceOfN(rapid.Custom(anyState), 1, 6).Draw(t, "life") {
			for _, d := range Diff(before, after) {
				if d.N == 0 {
					t.Fatalf("a difference of nothing: %+v", d)
				}
				sums[key{d.Count, d.Day, d.Cell}] += d.N
			}
			before = after
		}
		if again := Diff(before, before); len(again) != 0 {
			t.Fatalf("no change, yet %+v", again)
		}
		for _, c := range Contributions(before) {
			sums[key{c.Count, c.Day, c.Cell}] -= c.N
		}
		for k, n := range sums {
			if n != 0 {
				t.Fatalf("%+v is off by %d", k, n)
			}
		}
	})
}

// Identities of form II.06a: 3 = 4+5+6 = 7+11, 7 = 8+9+10, 11 = 12+13.
func TestFlowFormIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Contribution
		for _, s := range rapid.SliceOfN(rapid.Custom(anyState), 0, 12).Draw(t, "states") {
			all = append(all, Contributions(s)...)
		}
		from := day0 + calendar.Date(rapid.IntRange(-3, 30).Draw(t, "from"))
		to := from + calendar.Date(rapid.IntRange(0, 30).Draw(t, "days"))
		flows := sumDays(all, from, to)
		flow := func(c Count) int64 { return flows.Sum(Term{Count: c}) }
		stock := func(c Count, at calendar.Date) int64 { return sumDays(all, 0, at).Stock(Term{Count: c}) }
		if got, want := stock(Carried, from-1)+flow(Received), flow(Ended)+stock(Open, to); got != want {
			t.Fatalf("3 = %d, 7 + 11 = %d", got, want)
		}
		if got, want := flow(SettledEarly)+flow(SettledOnTime)+flow(SettledLate)+flow(Dropped), flow(Ended); got != want {
			t.Fatalf("8 + 9 + 10 = %d, 7 = %d", got, want)
		}
		if got, want := stock(InTime, to)+stock(Overdue, to), stock(Open, to); got != want {
			t.Fatalf("12 + 13 = %d, 11 = %d", got, want)
		}
	})
}

func TestOnTimeClass(t *testing.T) {
	due := calendar.MakeDate(2024, 5, 10)
	for _, c := range []struct {
		name  string
		ended time.Time
		due   time.Time
		st    dossier.Status
		want  Flags
	}{
		{"§3.4 trước hạn: ngày kết thúc trước ngày hẹn", (due - 1).At(16, 59), due.At(8, 0), dossier.Settled, FlagEarly},
		{"§3.4 đúng hạn: cùng ngày, dù sau giờ hẹn", due.At(16, 59), due.At(8, 0), dossier.Settled, FlagOnTime},
		{"§3.4 đúng hạn: không có ngày hẹn", due.At(9, 0), time.Time{}, dossier.Settled, FlagOnTime},
		{"§3.4 quá hạn: sau ngày hẹn", (due + 1).At(8, 0), due.At(16, 0), dossier.Returned, FlagLate},
		{"§13.4 rút, dừng để riêng, dù quá ngày hẹn", (due + 9).At(8, 0), due.At(16, 0), dossier.Stopped, FlagDropped},
	} {
		s := &dossier.State{Status: c.st, ReceivedAt: (due - 9).At(8, 0), LegalDue: c.due, EndedAt: c.ended, Appointment: (due + 20).At(8, 0)}
		if got := FlagsOf(s) & (FlagEarly | FlagOnTime | FlagLate | FlagDropped); got != c.want {
			t.Errorf("%s: got %b, want %b", c.name, got, c.want)
		}
	}
}

func TestComponents(t *testing.T) {
	for _, c := range []struct {
		name string
		cs   []dossier.Component
		want Flags
	}{
		{"§7.2 hồ sơ không có giấy tờ thì không gọi là đã số hóa", nil, 0},
		{"TT 03/2025 Đ5: giấy tờ chỉ xuất trình không phải số hóa", []dossier.Component{{ShownOnly: true}, {Digitized: true}}, FlagDigitized},
		{"§7.2 thiếu một thành phần là chưa số hóa", []dossier.Component{{Born: true}, {}}, 0},
		{"§7.2 dùng lại một phần những gì đã lưu", []dossier.Component{{Reusable: true, Reused: true}, {Reusable: true, Digitized: true}}, FlagDigitized | FlagReusable | FlagUsedAny},
		{"III.6.2 dùng lại mọi thành phần đã lưu", []dossier.Component{{Reusable: true, Reused: true}}, FlagDigitized | FlagReusable | FlagReused | FlagUsedAny},
	} {
		if got := componentFlags(c.cs); got != c.want {
			t.Errorf("%s: got %b, want %b", c.name, got, c.want)
		}
	}
}

func TestUnknownCountIsRefused(t *testing.T) {
	if _, err := ConditionOf(Term{Count: "nothing"}); err == nil {
		t.Fatal("a count that is not defined was accepted")
	}
	if Known("nothing") || !Known(Carried) || !Known(Received) || Title(Carried) == "" {
		t.Fatal("Known or Title is wrong")
	}
}
