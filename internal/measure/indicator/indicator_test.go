package indicator

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/measuretest"
)

const ward = "H50.31.02"

// shipped is the data tree, read once.
var shipped = sync.OnceValues(func() (*catalog.Catalog, *register.Kinds) {
	cat, _ := catalog.Load(os.DirFS("../../../data"))
	kinds, _ := register.LoadKinds(os.DirFS("../../../data"))
	return cat, kinds
})

func set(t testing.TB) *Set {
	t.Helper()
	cat, kinds := shipped()
	s, problems := Load(os.DirFS("../../../data"), cat, kinds)
	for _, p := range problems {
		t.Error(p)
	}
	return s
}

// memory is a ward in memory.
type memory struct{ measuretest.Ward }

func (m *memory) source() *Source {
	cat, kinds := shipped()
	return NewSource(m, cat, kinds, ward)
}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func period(s string) calendar.Period {
	p, err := calendar.ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

func (m *memory) add(place, p string, q int64, state register.State, text string) {
	kind, facet, _ := strings.Cut(place, "/")
	x := period(p)
	m.Books = append(m.Books, register.Item{ID: register.ID(len(m.Books) + 1), Kind: kind, Facet: facet, From: x.From, To: x.To, Quantity: q, State: state, Text: text})
}

// settled is a dossier received and settled on days, due on another.
func settled(received, due, ended string) *dossier.State {
	return &dossier.State{Status: dossier.Settled, Procedure: "1.001193", Channel: dossier.Online, Level: dossier.LevelFull,
		ReceivedAt: day(received).At(8, 0), LegalDue: day(due).At(16, 0), EndedAt: day(ended).At(10, 0)}
}

func compute(t *testing.T, m *memory, id, p string) Figure {
	t.Helper()
	f, err := set(t).Compute(context.Background(), m.source(), id, period(p))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAllLinesOfTheAppendices(t *testing.T) {
	s := set(t)
	if n := len(s.All()); n != 186 {
		t.Fatalf("%d chỉ tiêu, cần 163 dòng và 23 mục tiêu", n)
	}
	src, err := os.ReadFile("../../../data/demo/phuong-2/seed-report.json")
	if err != nil {
		t.Fatal(err)
	}
	var printed struct {
		Appendices []struct {
			ID    string
			Lines []struct{ STT, Label string }
		}
	}
	if err := json.Unmarshal(src, &printed); err != nil {
		t.Fatal(err)
	}
	for _, a := range printed.Appendices {
		for _, l := range a.Lines {
			id := a.ID + "." + strings.TrimSuffix(l.STT, ".")
			if i, ok := s.Get(id); !ok || i.Title != l.Label {
				t.Errorf("dòng %s «%s» không có chỉ tiêu cùng tên", id, l.Label)
			}
		}
	}
	order := s.All()
	if order[0].ID != "I.1" || order[len(order)-1].ID != "IX.23" {
		t.Errorf("thứ tự: %s … %s", order[0].ID, order[len(order)-1].ID)
	}
}

// What a book feeds from the printed report is read by the indicator of that same line.
func TestFeedsAreRead(t *testing.T) {
	_, kinds := shipped()
	for _, i := range set(t).All() {
		place, fed := kinds.Feed(i.ID)
		if !fed {
			continue
		}
		name := place.Kind.ID + "/" + place.Facet.ID
		reads := i.Fallback == name || i.Claim == name || slices.ContainsFunc(i.Num, func(t Term) bool { return t.Register == name })
		if i.Kind != Target && !reads {
			t.Errorf("sổ «%s» nhận dòng %s nhưng chỉ tiêu không đọc sổ ấy", name, i.ID)
		}
		if i.Kind == Target && i.Claim == "" && reads {
			t.Errorf("%s tính được mà đọc lời tự đánh giá", i.ID)
		}
	}
}

func TestFiguresByRule(t *testing.T) {
	ended := func() *memory {
		early, onTime, late := settled("2024-03-01", "2024-03-08", "2024-03-05"), settled("2024-03-01", "2024-03-08", "2024-03-08"), settled("2024-03-01", "2024-03-08", "2024-03-09")
		dropped := settled("2024-03-01", "2024-03-08", "2024-03-20")
		dropped.Status = dossier.Stopped
		open := settled("2024-03-01", "2024-03-08", "2024-03-01")
		open.Status, open.EndedAt = dossier.Processing, open.EndedAt.AddDate(-10, 0, 0)
		open.EndedAt = dossier.State{}.EndedAt
		return &memory{measuretest.Ward{States: []*dossier.State{early, onTime, late, dropped, open}}}
	}
	books := func(add func(m *memory)) *memory { m := &memory{}; add(m); return m }
	for _, c := range []struct {
		name, id, p string
		m           *memory
		state, want string
	}{
		{"§4.3 (8 + 9) / 7: hồ sơ rút đứng trong cột 9, hồ sơ đang giải quyết không trong mẫu số", "III.4.3", "2024", ended(), StateValue, "75,00%"},
		{"0/0 để trống, không phải 0%", "III.4.3", "2023", ended(), StateBlank, ""},
		{"§7 quy tắc 3: làm tròn nửa lên", "I.2", "2024", books(func(m *memory) {
			m.add("plan_task/set", "2024", 800, "", "")
			m.add("plan_task/done", "2024", 1, "", "")
		}), StateValue, "0,13%"},
		{"VII.1 để trống khi kế hoạch bằng 0", "VII.1", "2025-01-01..2025-03-31", books(func(m *memory) {
			m.add("investment/plan", "2025-01-01..2025-03-31", 0, "", "")
			m.add("investment/disbursed", "2025-01-01..2025-03-31", 0, "", "")
		}), StateBlank, ""},
		{"I.1: phần để trống coi như không có khi phần kia có số", "I.1", "2024", books(func(m *memory) {
			m.add("directive/party", "2024", 0, register.Blank, "")
			m.add("directive/administration", "2024", 29, "", "29")
		}), StateValue, "29"},
		{"I.1: cả hai phần để trống", "I.1", "2024", books(func(m *memory) {
			m.add("directive/party", "2024", 0, register.Blank, "")
			m.add("directive/administration", "2024", 0, register.Blank, "")
		}), StateBlank, ""},
		{"I.1: một phần chưa có số liệu", "I.1", "2024", books(func(m *memory) { m.add("directive/administration", "2024", 29, "", "29") }), StateNoData, ""},
		{"II.1: dòng của cấp trên không thuộc phạm vi, coi như không có", "II.1", "2024", books(func(m *memory) {
			m.add("legal_document/council_commune", "2024", 0, "", "")
			m.add("legal_document/committee_commune", "2024", 2, "", "")
		}), StateValue, "2"},
		{"§7 quy tắc 9: chữ trong ô số thì tỷ lệ để trống", "I.3.2", "2024", books(func(m *memory) {
			m.add("inspection/findings", "2024", 2, "", "02")
			m.add("inspection/resolved", "2024", 0, register.Blank, "100%")
		}), StateBlank, ""},
		{"dòng của tỉnh không thuộc phạm vi của phường", "II.2.1", "2024", &memory{}, StateNotApplicable, ""},
		{"tiêu đề để trống", "III.4", "2024", &memory{}, StateBlank, ""},
		{"số 0 ghi rõ", "III.5", "2024", books(func(m *memory) { m.add("feedback/all", "2024", 0, "", "0") }), StateValue, "0"},
		{"không ai ghi gì", "III.5", "2024", &memory{}, StateNoData, ""},
		{"VIII.5.2 chưa có số đếm thì lấy tỷ lệ đã in", "VIII.5.2", "2023", books(func(m *memory) { m.add("outgoing_document/share", "2023", 9470, "", "94,7%") }), StateValue, "94,70%"},
		{"VIII.5.2 có số đếm thì tính", "VIII.5.2", "2023", books(func(m *memory) {
			m.add("outgoing_document/share", "2023", 9470, "", "94,7%")
			m.add("outgoing_document/all", "2023", 4, "", "")
			m.add("outgoing_document/electronic", "2023", 3, "", "")
		}), StateValue, "75,00%"},
		{"VIII.1 dấu x", "VIII.1", "2024", books(func(m *memory) { m.add("egovernment/architecture", "2024", 1, "", "x") }), StateValue, "x"},
		{"I.7.3 chữ", "I.7.3", "2024", books(func(m *memory) { m.add("survey/satisfaction", "2024", 0, "", "Rất hài lòng") }), StateValue, "Rất hài lòng"},
		{"III.1.4.3 tổng của danh mục niêm yết", "III.1.4.3", "2024", &memory{}, StateValue, "135"},
		{"III.1.4.3 không có danh mục nào được niêm yết", "III.1.4.3", "2027", &memory{}, StateNoData, ""},
		{"trước ngày chỉ tiêu có hiệu lực", "III.4.3", "2019", ended(), StateNotApplicable, ""},
		{"VIII.6.2.1 đếm dịch vụ, không đếm hồ sơ (§7 quy tắc 5)", "VIII.6.2.1", "2024", ended(), StateValue, "1"},
	} {
		f := compute(t, c.m, c.id, c.p)
		if f.State != c.state || f.String() != c.want {
			t.Errorf("%s: %s %q, want %s %q", c.name, f.State, f.String(), c.state, c.want)
		}
	}
}

func TestTargets(t *testing.T) {
	online := func(n, of int, eid bool) *memory {
		m := &memory{}
		for k := range of {
			s := settled("2024-03-01", "2024-03-08", "2024-03-05")
			s.EID = eid
			if k >= n {
				s.Channel = dossier.Counter
			}
			m.States = append(m.States, s)
		}
		return m
	}
	services := func(m *memory) *memory {
		m.add("online_service/online", "2024", 90, "", "")
		m.add("online_service/eligible", "2024", 100, "", "")
		m.add("online_service/integrated", "2024", 80, "", "")
		return m
	}
	floors := func(y24 int64) *memory {
		m := &memory{}
		for y, n := range map[string]int64{"2021": 15, "2022": 35, "2023": 55, "2024": y24} {
			m.add("legacy_digitization/digitized", y, n, "", "")
			m.add("legacy_digitization/valid", y, 100, "", "")
		}
		return m
	}
	claim := func(q int64) *memory {
		m := &memory{}
		m.add("target_claim/t08", "2024", q, "", "")
		m.add("target_claim/t01", "2024", q, "", "")
		return m
	}
	for _, c := range []struct {
		name, id, p string
		m           *memory
		state, want string
	}{
		{"§7 quy tắc 7: chưa có số liệu thì không phải Đạt", "IX.5", "2024", online(5, 10, false), StateNoData, Unknown},
		{"đủ ba điều kiện, đúng mức 50%", "IX.5", "2024", services(online(5, 10, false)), StateValue, Met},
		{"một điều kiện không đạt là không đạt", "IX.5", "2024", services(online(4, 10, false)), StateValue, NotMet},
		{"100% là tất cả", "IX.17", "2024", online(3, 3, true), StateValue, Met},
		{"không có hồ sơ trực tuyến nào thì chưa đủ số liệu", "IX.17", "2024", online(0, 3, true), StateNoData, Unknown},
		{"mục tiêu 4: từng năm phải đạt mức của năm", "IX.4", "2021-01-01..2024-12-31", floors(75), StateValue, Met},
		{"mục tiêu 4: một năm thiếu", "IX.4", "2021-01-01..2024-12-31", floors(74), StateValue, NotMet},
		{"mục tiêu 4: năm chưa có số liệu", "IX.4", "2021-01-01..2025-12-31", floors(75), StateNoData, Unknown},
		{"lời tự đánh giá không thay số liệu của mục tiêu tính được", "IX.8", "2024", claim(1), StateNoData, Unknown},
		{"mục tiêu đánh giá bằng tay", "IX.1", "2024", claim(1), StateValue, Met},
		{"mục tiêu đánh giá bằng tay: không", "IX.1", "2024", claim(0), StateValue, NotMet},
		{"mục tiêu của tỉnh", "IX.16", "2024", &memory{}, StateNotApplicable, ""},
	} {
		f := compute(t, c.m, c.id, c.p)
		if f.State != c.state || f.Text != c.want {
			t.Errorf("%s: %s %q, want %s %q", c.name, f.State, f.Text, c.state, c.want)
		}
	}
	f := compute(t, services(online(5, 10, false)), "IX.5", "2024")
	if got := f.Part("result"); got.State != StateValue || !strings.Contains(got.Text, "Hồ sơ trực tuyến: 50,00% (5/10)") {
		t.Errorf("kết quả: %+v", got)
	}
	if f.Part("assessment").Text != Met {
		t.Error("cột đánh giá phải là lời kết luận")
	}
}

// A satisfied rating of a land dossier is asked for apart; without any, the rest decides.
func TestSatisfactionByField(t *testing.T) {
	cat, _ := shipped()
	var land string
	for _, p := range cat.Procedures.All() {
		if p.Field == "Đất đai" {
			land = p.Code
			break
		}
	}
	m := &memory{}
	for k := range 20 {
		s := settled("2024-03-01", "2024-03-08", "2024-03-05")
		s.Rating, s.RatedAt = 5, s.EndedAt
		if k == 0 {
			s.Rating = 1
		}
		m.States = append(m.States, s)
	}
	if f := compute(t, m, "IX.6", "2024"); f.Text != Met {
		t.Fatalf("95%% hài lòng, không có hồ sơ đất đai: %s", f.Text)
	}
	m.States[0].Procedure = land
	if f := compute(t, m, "IX.6", "2024"); f.Text != NotMet {
		t.Fatalf("hồ sơ đất đai duy nhất không hài lòng: %s", f.Text)
	}
}

func TestPairHasTwoValues(t *testing.T) {
	a, b := settled("2024-03-01", "2024-03-08", "2024-03-05"), settled("2024-03-01", "2024-03-08", "2024-03-05")
	a.Components = []dossier.Component{{Digitized: true}}
	a.Result = dossier.Result{Paper: true, Electronic: true}
	f := compute(t, &memory{measuretest.Ward{States: []*dossier.State{a, b}}}, "III.6.1", "2024")
	if f.Text != "TPHS: 50,00%; KQ: 100,00%" || f.Part("KQ").Scaled != 10000 || *f.Part("TPHS").Den != 2 {
		t.Fatalf("%+v", f)
	}
}

func TestRemarkOnContradiction(t *testing.T) {
	m := &memory{}
	m.add("staff_post/allotted", "2024", 18, "", "")
	m.add("staff_post/present", "2024", 19, "", "")
	if f := compute(t, m, "IV.2.2", "2024"); f.Remark == "" || f.State != StateValue {
		t.Fatalf("%+v", f)
	}
}

func TestRefusals(t *testing.T) {
	s, m := set(t), &memory{}
	ctx := context.Background()
	if _, err := s.Compute(ctx, m.source(), "III.99", period("2024")); !fault.Is(err, fault.NotFound) {
		t.Error(err)
	}
	if _, err := s.Compute(ctx, m.source(), "III.4.3", calendar.Period{From: 20, To: 10}); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	for _, part := range []string{"third", "9.num", "0.den", "x.num", "num.num"} {
		if _, err := s.List(ctx, m.source(), "III.6.1", part, period("2024"), measure.Page{}); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", part, err)
		}
	}
}

func TestRatio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		den := rapid.Int64Range(1, 1_000_000).Draw(t, "den")
		num := rapid.Int64Range(0, 2_000_000).Draw(t, "num")
		got, ok := ratio(num, den, 100, 2) // hundredths of a percent
		if !ok || 2*num*10000 < (2*got-1)*den || 2*num*10000 >= (2*got+1)*den {
			t.Fatalf("%d/%d = %d", num, den, got)
		}
	})
	if _, ok := ratio(1<<60, 1, 100, 2); ok {
		t.Fatal("a ratio beyond an int64 was called a number")
	}
}
