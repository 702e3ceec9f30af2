package index

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/measuretest"
)

// memory is a ward in memory.
type memory struct{ measuretest.Ward }

var year = calendar.Period{From: calendar.MakeDate(2024, 1, 1), To: calendar.MakeDate(2024, 12, 31)}

func (m *memory) add(place string, q int64) {
	kind, facet, _ := strings.Cut(place, "/")
	m.Books = append(m.Books, register.Item{Kind: kind, Facet: facet, From: year.From, To: year.To, Quantity: q})
}

// dossiers adds online ones, the first of them late, the last of them still open.
func (m *memory) dossiers(n, late, open int) {
	day := calendar.MakeDate(2024, 6, 3)
	for k := range n {
		s := &dossier.State{Status: dossier.Settled, Procedure: "1.001193", Channel: dossier.Online, Level: dossier.LevelFull,
			ReceivedAt: day.At(8, 0), LegalDue: (day + 5).At(16, 0), EndedAt: (day + 2).At(9, 0)}
		if k < late {
			s.EndedAt = (day + 9).At(9, 0)
			s.Late = []dossier.Span{{From: day + 6, To: day + 9}}
		}
		if k >= n-open {
			s.Status, s.EndedAt = dossier.Processing, dossier.State{}.EndedAt
		}
		m.States = append(m.States, s)
	}
}

func table(t *testing.T) (*Definition, func(*memory) Result) {
	t.Helper()
	files := os.DirFS("../../../data")
	cat, _ := catalog.Load(files)
	kinds, _ := register.LoadKinds(files)
	set, _ := indicator.Load(files, cat, kinds)
	all, problems := Load(files, set)
	for _, p := range problems {
		t.Fatal(p)
	}
	d := all["qd-766"]
	return d, func(m *memory) Result {
		r, err := d.Score(context.Background(), indicator.NewSource(m, cat, kinds, "H50.31.02"), year)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
}

func (r Result) row(id string) RowScore {
	for _, g := range r.Groups {
		for _, x := range g.Rows {
			if x.ID == id {
				return x
			}
		}
	}
	return RowScore{}
}

func TestShippedTable(t *testing.T) {
	d, _ := table(t)
	var sum int64
	for _, g := range d.Groups {
		sum += g.Max
	}
	if sum != 100 || len(d.Groups) != 6 || len(d.Bands) != 5 {
		t.Fatalf("%d điểm, %d nhóm", sum, len(d.Groups))
	}
}

func TestRows(t *testing.T) {
	_, score := table(t)
	for _, c := range []struct {
		name, row string
		set       func(*memory)
		state     string
		want      string
	}{
		{"§9.1: thiếu số liệu không bao giờ là 0 điểm", "3.2", func(m *memory) { m.dossiers(4, 0, 0) }, NoData, ""},
		{"2.1: (đúng hạn + còn trong hạn) / đã và đang giải quyết", "2.1", func(m *memory) { m.dossiers(8, 1, 1) }, Scored, "17,50"},
		{"2.1: không có hồ sơ nào thì chưa có số liệu", "2.1", func(*memory) {}, NoData, ""},
		{"3.1: chặn ở mức 80%", "3.1", func(m *memory) { m.add("online_service/online", 130) }, Scored, "2,00"},
		{"3.1: dưới mức 80%", "3.1", func(m *memory) { m.add("online_service/online", 54) }, Scored, "1,00"},
		{"3.3: đạt 50% là đủ điểm", "3.3", func(m *memory) { m.dossiers(4, 0, 0) }, Scored, "6,00"},
		{"5.1: 2,5 × tỷ lệ, không chặn", "5.1", func(m *memory) { m.add("online_service/payable_online", 30); m.add("online_service/with_fee", 30) }, Scored, "2,50"},
		{"thanh toán: mẫu số 0 là 0 điểm", "5.3", func(m *memory) { m.add("payment/transactions", 0) }, Scored, "0,00"},
		{"5.4: 6·r/0,9, r = 100% − quá hạn", "6.1", func(m *memory) { m.dossiers(4, 1, 0); m.add("feedback/all", 0) }, Scored, "5,00"},
		{"5.4: chưa biết phản ánh thì chưa có số liệu", "6.1", func(m *memory) { m.dossiers(4, 1, 0) }, NoData, ""},
		{"5.2: không có phản ánh nào là đủ 6 điểm", "6.2", func(m *memory) { m.add("feedback/all", 0) }, Scored, "6,00"},
		{"5.2: chưa biết có phản ánh hay không", "6.2", func(*memory) {}, NoData, ""},
		{"5.3: trừ phản ánh lại", "6.3", func(m *memory) { m.add("feedback/all", 4); m.add("feedback/dissatisfied", 1) }, Scored, "4,50"},
		{"dòng không áp dụng cho cấp xã", "4.5a", func(*memory) {}, NotApplicable, ""},
	} {
		m := &memory{}
		c.set(m)
		r := score(m).row(c.row)
		got := ""
		if r.Points != nil {
			got = r.Points.String()
		}
		if r.State != c.state || got != c.want {
			t.Errorf("%s: %s %q, want %s %q", c.name, r.State, got, c.state, c.want)
		}
	}
}

// §13.13: the score of the portal and the score by policy stand side by side; what has no
// data is in neither, and a part of an index has no grade.
func TestTotals(t *testing.T) {
	d, score := table(t)
	m := &memory{}
	m.dossiers(4, 0, 0)
	r := score(m)
	if r.Max != 100 || r.Of == 0 || r.Of >= 100 || r.Band != "" {
		t.Fatalf("%+v", r)
	}
	for _, g := range r.Groups {
		if g.ID == "3" && (g.Policy.Hundredths() != 1200 || g.Of != 6) {
			t.Fatalf("nhóm 3: %+v", g)
		}
	}
	if got, want := d.band(points(89), 100), "Tốt"; got != want {
		t.Fatalf("89 điểm: %s", got)
	}
	if got := d.band(points(45), 50); got != "Xuất sắc" {
		t.Fatalf("45 trên 50: %s", got)
	}
	if _, err := json.Marshal(r); err != nil {
		t.Fatal(err)
	}
}

func TestBadTablesAreNamed(t *testing.T) {
	set := &indicator.Set{}
	head := "id = \"x\"\ntitle = \"X\"\nlaw = \"L\"\n[[group]]\nid = \"1\"\ntitle = \"G\"\nmax = 2\n[[group.row]]\nid = \"1.1\"\ntitle = \"R\"\ncommune = \"yes\"\nmark = \"design\"\n"
	for name, row := range map[string]string{
		"điểm không cộng đúng":   "max = 3\nrule = \"linear\"\n",
		"cách tính lạ":           "max = 2\nrule = \"cubic\"\n",
		"thiếu ngưỡng":           "max = 2\nrule = \"capped\"\n",
		"tính điểm mà không có":  "rule = \"linear\"\n",
		"có tử không có mẫu":     "max = 2\nrule = \"linear\"\nnum = [{ count = \"received\" }]\n",
		"phép đếm không có":      "max = 2\nrule = \"linear\"\nnum = [{ count = \"nothing\" }]\nden = [{ count = \"received\" }]\n",
		"on_empty không có điểm": "rule = \"information\"\non_empty = \"max\"\n",
	} {
		if _, problems := Load(fstest.MapFS{"indexes/x.toml": {Data: []byte(head + row)}}, set); len(problems) == 0 {
			t.Errorf("%s: không bị phát hiện", name)
		}
	}
	if _, problems := Load(fstest.MapFS{"indexes/x.toml": {Data: []byte(head + "max = 2\nrule = \"linear\"\n")}}, set); len(problems) != 0 {
		t.Errorf("bảng đúng bị từ chối: %v", problems)
	}
}
