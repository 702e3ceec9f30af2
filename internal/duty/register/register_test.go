package register

import (
	"os"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

var (
	now    = calendar.MakeDate(2025, 4, 10).At(9, 0)
	writer = access.Actor{ID: "cb-01", Role: access.Reporter}
	proof  = []Evidence{{Kind: "document", Ref: "12/KH-UBND"}}
)

func kinds(t *testing.T) *Kinds {
	t.Helper()
	k, problems := LoadKinds(os.DirFS("../../../data"))
	for _, p := range problems {
		t.Error(p)
	}
	return k
}

func TestShippedKinds(t *testing.T) {
	k := kinds(t)
	if n := len(k.All()); n < 30 {
		t.Fatalf("%d kinds", n)
	}
	if p, ok := k.Feed("I.1.2"); !ok || p.Kind.ID != "directive" || p.Facet.ID != "administration" || p.Measure() != Count {
		t.Fatalf("I.1.2 feeds %+v", p)
	}
	if p, ok := k.Fact("penalty.amount"); !ok || p.Measure() != Amount {
		t.Fatalf("penalty.amount feeds %+v", p)
	}
}

func TestBadKindsAreNamedWithTheirLine(t *testing.T) {
	for name, src := range map[string]string{
		"cách đo lạ":         "id = \"a\"\ntitle = \"A\"\nmeasure = \"dozen\"\n[[facet]]\nid = \"x\"\ntitle = \"X\"\n",
		"không có phần nào":  "id = \"a\"\ntitle = \"A\"\nmeasure = \"count\"\n",
		"phần khai hai lần":  "id = \"a\"\ntitle = \"A\"\nmeasure = \"count\"\n[[facet]]\nid = \"x\"\ntitle = \"X\"\n[[facet]]\nid = \"x\"\ntitle = \"Y\"\n",
		"dòng vào hai nơi":   "id = \"a\"\ntitle = \"A\"\nmeasure = \"count\"\n[[facet]]\nid = \"x\"\ntitle = \"X\"\nfeeds = [\"I.1\", \"I.1\"]\n",
		"khóa lạ":            "id = \"a\"\ntitle = \"A\"\nmeasure = \"count\"\nmesure = 1\n[[facet]]\nid = \"x\"\ntitle = \"X\"\n",
		"kiểu ô lạ":          "id = \"a\"\ntitle = \"A\"\nmeasure = \"count\"\n[[facet]]\nid = \"x\"\ntitle = \"X\"\n[[field]]\nid = \"f\"\ntitle = \"F\"\ntype = \"colour\"\n",
		"mã có dấu":          "id = \"sổ\"\ntitle = \"A\"\nmeasure = \"count\"\n[[facet]]\nid = \"x\"\ntitle = \"X\"\n",
		"không phải là TOML": "id = \n",
	} {
		_, problems := LoadKinds(fstest.MapFS{"registers/a.toml": {Data: []byte(src)}})
		if len(problems) == 0 || problems[0].File != "registers/a.toml" {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func item(kind, facet, from, to string, q int64) Item {
	return Item{Kind: kind, Facet: facet, From: day(from), To: day(to), Quantity: q, Evidence: proof}
}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestDecideRefuses(t *testing.T) {
	k := kinds(t)
	ok := item("initiative", "applied", "2024-01-01", "2024-12-31", 1)
	change := func(f func(*Item)) Item { i := ok; f(&i); return i }
	for _, c := range []struct {
		name string
		item Item
		key  string
	}{
		{"sổ không có", change(func(i *Item) { i.Kind = "nothing" }), "register.place_unknown"},
		{"ngày đầu sau ngày cuối", change(func(i *Item) { i.From, i.To = i.To, i.From }), "register.period"},
		{"việc còn ở phía trước", item("dialogue", "held", "2025-05-01", "2025-05-01", 1), "register.future"},
		{"§7 quy tắc 1: ô trống không có số", change(func(i *Item) { i.State = Blank }), "register.value_blank"},
		{"số âm", change(func(i *Item) { i.Quantity = -1 }), "register.value_range"},
		{"số quá lớn", change(func(i *Item) { i.Quantity = maxQuantity + 1 }), "register.value_range"},
		{"§7 quy tắc 9: ô có/không chỉ nhận 1 hoặc 0", item("communication", "contest", "2024-01-01", "2024-12-31", 2), "register.value_yes_no"},
		{"ô chữ không nhận số", item("survey", "method", "2024-01-01", "2024-12-31", 2), "register.value_text"},
		{"thiếu căn cứ", change(func(i *Item) { i.Evidence = nil }), "register.evidence_missing"},
		{"căn cứ rỗng", change(func(i *Item) { i.Evidence = []Evidence{{Kind: "file"}} }), "register.evidence_empty"},
		{"ô không khai", change(func(i *Item) { i.Fields = map[string]string{"zip": "1"} }), "register.field_unknown"},
		{"thiếu ô bắt buộc của việc có ngày", item("initiative", "applied", "2024-03-01", "2024-03-01", 1), "register.field_missing"},
		{"chữ không phải UTF-8", change(func(i *Item) { i.Text = "\xff" }), "register.text"},
		{"trạng thái lạ", change(func(i *Item) { i.State = "maybe" }), "register.value_state"},
	} {
		_, err := Decide(Env{k, now, writer}, nil, Record{c.item})
		if f, _ := fault.Of(err); f == nil || f.Key != c.key {
			t.Errorf("%s: %v, want %s", c.name, err, c.key)
		}
	}
	if _, err := Decide(Env{k, now, access.Actor{ID: "x", Role: access.Citizen}}, nil, Record{ok}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("người dân ghi sổ: %v", err)
	}
}

// apply folds events as the journal would.
func apply(t *testing.T, s *Item, events []Event, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		entry := &ledger.Entry{Unit: "H50", Subject: ledger.Subject{Kind: SubjectKind, ID: 7}, Seq: s.Seq + 1,
			Kind: e.Kind, Corrects: e.Corrects, Version: e.Version, Body: e.Body, Actor: "cb-01", Recorded: now}
		for range 2 { // the second time changes nothing
			if err := Apply(s, entry); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestRecordCorrectVoid(t *testing.T) {
	env := Env{kinds(t), now, writer}
	s := &Item{}
	events, err := Decide(env, s, Record{item("dialogue", "held", "2024-01-01", "2024-12-31", 2)})
	apply(t, s, events, err)
	if s.Quantity != 2 || s.Seq != 1 || s.ID != 7 || s.Actor != "cb-01" {
		t.Fatalf("%+v", s)
	}
	if _, err := Decide(env, s, Record{*s}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("ghi hai lần: %v", err)
	}
	fixed := *s
	fixed.Quantity = 3
	if _, err := Decide(env, s, Correct{Seq: 2, Reason: "đếm sót", Item: fixed}); !fault.Is(err, fault.Invalid) {
		t.Fatalf("sửa bút toán không có: %v", err)
	}
	if _, err := Decide(env, s, Correct{Seq: 1, Item: fixed}); !fault.Is(err, fault.Invalid) {
		t.Fatalf("sửa không lý do: %v", err)
	}
	events, err = Decide(env, s, Correct{Seq: 1, Reason: "đếm sót", Item: fixed})
	apply(t, s, events, err)
	if s.Quantity != 3 || events[0].Corrects != 1 {
		t.Fatalf("%+v %+v", s, events)
	}
	events, err = Decide(env, s, Void{Reason: "ghi nhầm sổ"})
	apply(t, s, events, err)
	if !s.Voided {
		t.Fatal("chưa hủy")
	}
	if _, err := Decide(env, s, Correct{Seq: 1, Reason: "x", Item: fixed}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("sửa mục đã hủy: %v", err)
	}
	if err := Apply(s, &ledger.Entry{Seq: 9, Kind: KindVoided, Version: 1}); err == nil {
		t.Fatal("một khoảng hở trong bút toán được nhận")
	}
}

func TestRead(t *testing.T) {
	x := func(from, to string, q int64) Item { return Item{From: day(from), To: day(to), Quantity: q} }
	blank := func(from, to string) Item { return Item{From: day(from), To: day(to), State: Blank} }
	year := func(y string, q int64) Item { return x(y+"-01-01", y+"-12-31", q) }
	for _, c := range []struct {
		name     string
		m        Measure
		items    []Item
		from, to string
		state    State
		q        int64
		used     int
	}{
		{"không có mục nào là chưa có số liệu", Count, nil, "2024-01-01", "2024-12-31", NoData, 0, 0},
		{"số 0 ghi rõ là 0", Count, []Item{year("2024", 0)}, "2024-01-01", "2024-12-31", Value, 0, 1},
		{"ô trống là trống", Count, []Item{blank("2024-01-01", "2024-12-31")}, "2024-01-01", "2024-12-31", Blank, 0, 1},
		{"số của đúng kỳ là con số, không cộng việc có ngày", Count, []Item{year("2024", 5), x("2024-03-01", "2024-03-01", 1)}, "2024-01-01", "2024-12-31", Value, 5, 1},
		{"cộng các năm", Count, []Item{year("2023", 5), year("2024", 7)}, "2023-01-01", "2024-12-31", Value, 12, 2},
		{"số lồng trong số khác chỉ tính một lần", Count, []Item{year("2024", 5), x("2024-01-01", "2024-03-31", 2)}, "2023-01-01", "2024-12-31", Value, 5, 1},
		{"số chỉ trùng một phần kỳ là chưa có số liệu", Count, []Item{year("2024", 5)}, "2024-01-01", "2024-06-30", NoData, 0, 0},
		{"phần trùng đã có số riêng thì đủ", Count, []Item{year("2024", 5), year("2025", 9), x("2025-01-01", "2025-03-31", 2)}, "2024-01-01", "2025-03-31", Value, 7, 2},
		{"năm báo cáo 15/12 không tính được từ số năm dương lịch", Count, []Item{year("2023", 5), year("2024", 5)}, "2023-12-15", "2024-12-14", NoData, 0, 0},
		{"hai số chồng nhau không cộng được", Count, []Item{x("2024-01-01", "2024-06-30", 1), x("2024-04-01", "2024-09-30", 1)}, "2024-01-01", "2024-12-31", NoData, 0, 0},
		{"số ghi sau cho cùng kỳ là số được đọc", Count, []Item{{ID: 1, From: day("2024-01-01"), To: day("2024-12-31"), Quantity: 1}, {ID: 2, From: day("2024-01-01"), To: day("2024-12-31"), Quantity: 4}}, "2024-01-01", "2025-12-31", Value, 4, 1},
		{"việc có ngày cộng theo ngày", Count, []Item{x("2024-03-01", "2024-03-01", 1), x("2024-04-01", "2024-04-01", 2), x("2025-04-01", "2025-04-01", 4)}, "2024-01-01", "2024-12-31", Value, 3, 2},
		{"một ô trống giữa các số làm hở tổng", Count, []Item{year("2023", 5), blank("2024-01-01", "2024-12-31")}, "2023-01-01", "2024-12-31", NoData, 0, 0},
		{"lượng có: mục cuối trong kỳ", Level, []Item{x("2024-01-01", "2024-06-30", 19), year("2024", 18)}, "2023-01-01", "2024-12-31", Value, 18, 1},
		{"lượng có: mục kết thúc sau kỳ chưa nói gì", Level, []Item{year("2024", 18)}, "2024-01-01", "2024-06-30", NoData, 0, 0},
		{"tỷ lệ chỉ đúng cho kỳ của nó", Percent, []Item{year("2024", 9704)}, "2023-01-01", "2024-12-31", NoData, 0, 0},
		{"có/không: có một lần trong kỳ là có", Flag, []Item{year("2023", 1), year("2024", 0)}, "2023-01-01", "2024-12-31", Value, 1, 1},
		{"có/không: cả kỳ không", Flag, []Item{year("2023", 0), year("2024", 0)}, "2023-01-01", "2024-12-31", Value, 0, 2},
		{"mục đã hủy không đọc", Count, []Item{{From: day("2024-01-01"), To: day("2024-12-31"), Quantity: 3, Voided: true}}, "2024-01-01", "2024-12-31", NoData, 0, 0},
	} {
		r := Read(c.m, c.items, day(c.from), day(c.to))
		if r.State != c.state || r.Quantity != c.q || len(r.Items) != c.used {
			t.Errorf("%s: %q %d of %d items, want %q %d of %d", c.name, r.State, r.Quantity, len(r.Items), c.state, c.q, c.used)
		}
	}
}

// Whatever the items, the quantity is that of the items listed behind it, and they lie in the
// period.
func TestReadingIsItsItems(t *testing.T) {
	base := day("2024-01-01")
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Item {
			from := base + calendar.Date(rapid.IntRange(0, 20).Draw(t, "from"))
			return Item{ID: ID(rapid.IntRange(1, 9).Draw(t, "id")), From: from, To: from + calendar.Date(rapid.IntRange(0, 8).Draw(t, "days")),
				Quantity: int64(rapid.IntRange(0, 3).Draw(t, "q"))}
		}), 0, 8).Draw(t, "items")
		from := base + calendar.Date(rapid.IntRange(0, 10).Draw(t, "p"))
		to := from + calendar.Date(rapid.IntRange(0, 18).Draw(t, "n"))
		r := Read(Count, items, from, to)
		var sum int64
		for _, i := range r.Items {
			sum += i.Quantity
			if i.From < from || i.To > to {
				t.Fatalf("%v..%v lies outside", i.From, i.To)
			}
		}
		if sum != r.Quantity || (r.State == NoData) != (len(r.Items) == 0) {
			t.Fatalf("%+v sums to %d", r, sum)
		}
	})
}

func TestNowIsOnlyACeiling(t *testing.T) {
	k := kinds(t)
	i := item("initiative", "applied", "2025-01-01", "2025-12-31", 1)
	if err := k.Check(&i, now); err != nil {
		t.Fatalf("số kế hoạch cả năm ghi trong năm: %v", err)
	}
	if err := k.Check(&i, now.Add(-200*24*time.Hour)); !fault.Is(err, fault.Invalid) {
		t.Fatalf("ghi trước khi năm bắt đầu: %v", err)
	}
}
