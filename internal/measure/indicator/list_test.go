package indicator

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/measuretest"
)

var start = calendar.MakeDate(2023, 11, 1)

func anyDay(t *rapid.T, label string) calendar.Date {
	return start + calendar.Date(rapid.IntRange(0, 500).Draw(t, label))
}

func anyDossier(t *rapid.T) *dossier.State {
	received := anyDay(t, "received")
	s := &dossier.State{
		Code: fmt.Sprint("H50-", rapid.IntRange(1, 1e6).Draw(t, "code")), Status: dossier.Processing,
		Procedure: rapid.SampledFrom([]string{"1.001193", "2.000815", "1.001776", "9.999999"}).Draw(t, "procedure"),
		Channel:   dossier.Channel(rapid.IntRange(1, 3).Draw(t, "channel")),
		Level:     dossier.Level(rapid.IntRange(0, 3).Draw(t, "level")),
		EID:       rapid.Bool().Draw(t, "eid"), Transfers: rapid.IntRange(0, 1).Draw(t, "moves"),
		ReceivedAt: received.At(8, 0), LegalDue: (received + 4).At(16, 0),
		Components: []dossier.Component{{Digitized: rapid.Bool().Draw(t, "digitized"), Reusable: rapid.Bool().Draw(t, "reusable"), Reused: rapid.Bool().Draw(t, "reused")}},
	}
	if rapid.IntRange(0, 3).Draw(t, "ended") > 0 {
		s.Status = rapid.SampledFrom([]dossier.Status{dossier.Settled, dossier.Returned, dossier.Stopped}).Draw(t, "status")
		s.EndedAt = (received + calendar.Date(rapid.IntRange(0, 9).Draw(t, "took"))).At(9, 0)
		s.Result = dossier.Result{Paper: rapid.Bool().Draw(t, "paper"), Electronic: rapid.Bool().Draw(t, "electronic")}
		s.Rating, s.RatedAt = uint8(rapid.IntRange(1, 5).Draw(t, "rating")), s.EndedAt
	}
	return s
}

// anyItems writes some of everything that a line may read, now and then blank.
func anyItems(t *rapid.T, m *memory) {
	_, kinds := shipped()
	for _, k := range kinds.All() {
		for _, f := range k.Facets {
			for range rapid.IntRange(0, 2).Draw(t, "items") {
				from := anyDay(t, "from")
				i := register.Item{ID: register.ID(len(m.Books) + 1), Kind: k.ID, Facet: f.ID, From: from,
					To: from + calendar.Date(rapid.SampledFrom([]int{0, 0, 30, 90}).Draw(t, "days")), Text: "chữ"}
				if rapid.IntRange(0, 5).Draw(t, "blank") == 0 {
					i.State = register.Blank
				} else {
					i.Quantity = int64(rapid.IntRange(0, 1).Draw(t, "quantity"))
				}
				m.Books = append(m.Books, i)
			}
		}
	}
}

// listedAs lists what the drill arguments ask for.
func listedAs(s *Set, src *Source, args []string, page measure.Page) (List, error) {
	if len(args) != 10 || args[0] != "indicator" || args[2] != "--part" || args[4] != "--from" || args[6] != "--to" || args[9] != ward {
		return List{}, fmt.Errorf("arguments %q", args)
	}
	return s.List(context.Background(), src, args[1], args[3], calendar.Period{From: day(args[5]), To: day(args[7])}, page)
}

// Number = list, for every indicator, part and period: the list that a figure's own arguments
// ask for stands for as many as the figure says, and its pages together are the list.
func TestNumberIsList(t *testing.T) {
	s := set(t)
	check := func(t *rapid.T, src *Source, f Figure, args []string, n *int64) {
		if len(args) == 0 {
			if f.State == StateValue {
				t.Fatalf("%s %s has a value and no list", f.ID, f.Label)
			}
			return
		}
		l, err := listedAs(s, src, args, measure.Page{})
		if err != nil {
			t.Fatal(err)
		}
		if n != nil && l.Total != *n {
			t.Fatalf("%s %q: number %d, list %d", f.ID, args, *n, l.Total)
		}
		if int64(len(l.Rows)) != l.Count {
			t.Fatalf("%s: %d rows of %d", f.ID, len(l.Rows), l.Count)
		}
		for _, r := range l.Rows {
			if len(r) != len(l.Columns) {
				t.Fatalf("%s: a row of %d under %d columns", f.ID, len(r), len(l.Columns))
			}
		}
		if l.Count > 1 {
			second, err := listedAs(s, src, args, measure.Page{Offset: 1, Limit: 1})
			if err != nil || second.Total != l.Total || fmt.Sprint(second.Rows) != fmt.Sprint(l.Rows[1:2]) {
				t.Fatalf("%s: second page %v, want %v: %v", f.ID, second.Rows, l.Rows[1:2], err)
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		m := &memory{measuretest.Ward{States: rapid.SliceOfN(rapid.Custom(anyDossier), 0, 25).Draw(t, "dossiers")}}
		anyItems(t, m)
		src := m.source()
		from := anyDay(t, "p.from")
		p := calendar.Period{From: from, To: from + calendar.Date(rapid.IntRange(0, 400).Draw(t, "p.days"))}
		for _, i := range s.All() {
			f, err := s.Compute(context.Background(), src, i.ID, p)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range append([]Figure{f}, f.Parts...) {
				n := x.Num
				if len(f.Parts) > 0 && x.Label == "" {
					n = opened(f) // the cell as a whole opens its first part with a list
				}
				check(t, src, x, x.Drill, n)
				if x.Den != nil {
					check(t, src, x, x.DrillDen, x.Den)
				}
			}
		}
	})
}

func opened(f Figure) *int64 {
	for _, p := range f.Parts {
		if len(p.Drill) > 0 {
			return p.Num
		}
	}
	return nil
}

// A list holds no personal data: nothing of the applicant is in any row.
func TestListsHoldNoPersonalData(t *testing.T) {
	x := settled("2024-03-01", "2024-03-08", "2024-03-05")
	x.Applicant = dossier.Applicant{Name: "Nguyễn Văn A", Number: "045099001234", Phone: "0905123456", Address: "Khu phố 1"}
	l, err := set(t).List(context.Background(), (&memory{measuretest.Ward{States: []*dossier.State{x}}}).source(), "III.4.3", "num", period("2024"), measure.Page{})
	if err != nil || l.Total != 1 {
		t.Fatal(l.Total, err)
	}
	row := fmt.Sprint(l.Rows)
	for _, s := range []string{x.Applicant.Name, x.Applicant.Number, x.Applicant.Phone, x.Applicant.Address} {
		if strings.Contains(row, s) {
			t.Errorf("%q is in the list", s)
		}
	}
}

func TestListOfBlankShowsWhy(t *testing.T) {
	m := &memory{}
	m.add("inspection/resolved", "2024", 0, register.Blank, "100%")
	m.Books[0].Fields = map[string]string{register.Refused: "chữ trong ô số"}
	m.Books[0].Origin = register.Printed
	f := compute(t, m, "I.3.2.2", "2024")
	l, err := listedAs(set(t), m.source(), f.Drill, measure.Page{})
	if err != nil || l.Count != 1 || l.Total != 0 {
		t.Fatal(l, err)
	}
	row := fmt.Sprint(l.Rows[0]...)
	for _, want := range []string{"100%", "chữ trong ô số", "nhập từ báo cáo in", "để trống"} {
		if !strings.Contains(row, want) {
			t.Errorf("%s is not in %s", want, row)
		}
	}
}

func TestBadIndicatorsAreNamed(t *testing.T) {
	cat, kinds := shipped()
	head := func(id, kind string) string {
		return "id = \"" + id + "\"\ntitle = \"T\"\nenglish = \"T\"\nlevel = \"ward\"\nlaw = \"L\"\nscale = 100\ndecimals = 2\nrounding = \"half_up\"\nkind = \"" + kind + "\"\n"
	}
	received := "[[num]]\ncount = \"received\"\n"
	for name, files := range map[string][]string{
		"phép đếm không có":            {head("I.1", "count") + "[[num]]\ncount = \"recieved\"\n"},
		"sổ không có":                  {head("I.1", "count") + "[[num]]\nregister = \"directive/nobody\"\n"},
		"sổ đo khác loại":              {head("I.1", "count") + "[[num]]\nregister = \"survey/method\"\n"},
		"chỉ tiêu không có":            {head("I.1", "count") + "[[num]]\nindicator = \"I.9\"\n"},
		"tính vòng quanh":              {head("I.1", "count") + "[[num]]\nindicator = \"I.2\"\n", head("I.2", "count") + "[[num]]\nindicator = \"I.1\"\n"},
		"tự tính mình":                 {head("I.1", "count") + "[[num]]\nindicator = \"I.1\"\n"},
		"mã trùng":                     {head("I.1", "count") + received, head("I.1", "count") + received},
		"tỷ lệ không có mẫu":           {head("I.1", "ratio") + received},
		"số hạng hai nghĩa":            {head("I.1", "count") + "[[num]]\ncount = \"received\"\nregister = \"directive/party\"\n"},
		"đếm một hồ sơ hai lần":        {head("I.1", "count") + received + "[[num]]\ncount = \"eid\"\n"},
		"hồ sơ cộng với mục sổ":        {head("I.1", "count") + received + "[[num]]\nregister = \"directive/party\"\n"},
		"số tồn cộng với số phát sinh": {head("I.1", "count") + received + "[[num]]\ncount = \"open\"\n"},
		"số thủ tục cộng nhau":         {head("I.1", "count") + "[[num]]\ncount = \"received\"\ndistinct = \"procedure\"\nchannels = [\"online\"]\n[[num]]\ncount = \"received\"\ndistinct = \"procedure\"\nchannels = [\"post\"]\n"},
		"kênh lạ":                      {head("I.1", "count") + "[[num]]\ncount = \"received\"\nchannels = [\"fax\"]\n"},
		"lĩnh vực lạ":                  {head("I.1", "count") + "[[num]]\ncount = \"received\"\nfields = [\"Hộ tich\"]\n"},
		"mục tiêu không điều kiện":     {head("IX.1", "target")},
		"ngưỡng quá 100":               {head("IX.1", "target") + "[[test]]\nlabel = \"X\"\nthreshold = 101\n[[test.num]]\ncount = \"eid\"\n[[test.den]]\ncount = \"received\"\n"},
		"làm tròn khác":                {strings.Replace(head("I.1", "ratio"), "half_up", "bankers", 1) + received + "[[den]]\ncount = \"received\"\n"},
		"khóa lạ":                      {head("I.1", "count") + "colour = 1\n" + received},
		"mã không phải dòng":           {head("chỉ tiêu", "count") + received},
	} {
		fsys := fstest.MapFS{}
		for n, src := range files {
			path := fmt.Sprintf("indicators/%s/%d.toml", strings.SplitN(strings.SplitN(src, "\"", 3)[1], ".", 2)[0], n+1)
			fsys[path] = &fstest.MapFile{Data: []byte(src)}
		}
		_, problems := Load(fsys, cat, kinds)
		if len(problems) == 0 {
			t.Errorf("%s: không bị phát hiện", name)
		}
	}
	good := fstest.MapFS{"indicators/I/1.toml": &fstest.MapFile{Data: []byte(head("I.1", "count") + received + "channels = [\"online\"]\n[[num]]\ncount = \"received\"\nchannels = [\"post\"]\n")}}
	if _, problems := Load(good, cat, kinds); len(problems) != 0 {
		t.Errorf("tệp đúng bị từ chối: %v", problems)
	}
}
