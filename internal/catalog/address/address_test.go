package address

import (
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
)

func set(t testing.TB) *Set {
	t.Helper()
	s, problems := Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return s
}

var today = calendar.MakeDate(2026, 11, 23)

// TestRead: addresses as cards and people write them (NQ 202/2025/QH15; one-stop-rules §1.2).
func TestRead(t *testing.T) {
	s := set(t)
	for _, c := range []struct {
		text string
		want Reading
	}{
		{"Khu phố 2, Phường 2, Thị xã Quảng Trị, Quảng Trị", Reading{Tiers: 3, Province: "tỉnh Quảng Trị", Ward: "phường Quảng Trị"}},
		{"Khu phố 2, Phường 2, TX Quảng Trị, Tỉnh Quảng Trị", Reading{Tiers: 3, Province: "tỉnh Quảng Trị", Ward: "phường Quảng Trị"}},
		{"thôn Đông, xã Triệu Ái, huyện Triệu Phong, tỉnh Quảng Trị.", Reading{Tiers: 3, Province: "tỉnh Quảng Trị"}},
		{"Tổ 5, Phường Lê Lợi, Vinh, Nghệ An", Reading{Tiers: 3, Province: "tỉnh Nghệ An"}}, // the district without its word
		{"Xóm 3, Xã Quảng Phú, Huyện Quảng Trạch, Quảng Bình", Reading{Tiers: 3, Province: "tỉnh Quảng Trị", Renamed: true}},
		{"12 Lê Duẩn, phường Đồng Hới, tỉnh Quảng Trị", Reading{Tiers: 2, Province: "tỉnh Quảng Trị"}},
		{"5 Hàng Bài, P. Cửa Nam, Hà Nội", Reading{Tiers: 2, Province: "thành phố Hà Nội"}},
		{"Dĩ An, Bình Dương", Reading{Province: "thành phố Hồ Chí Minh", Renamed: true}},
		{"Khu phố 2, Phường 2", Reading{}},
		{"Berlin, Đức", Reading{}},
		{"", Reading{}},
	} {
		if got := s.Read(c.text, today); got != c.want {
			t.Errorf("%q is read as %+v, want %+v", c.text, got, c.want)
		}
	}
	if got := s.Read("Phường 2, Thị xã Quảng Trị, Quảng Trị", calendar.MakeDate(2025, 6, 30)); got.Old() {
		t.Errorf("on the last day of three tiers an address of three tiers is old: %+v", got)
	}
	if got := (*Set)(nil).Read("Phường 2, Thị xã Quảng Trị, Quảng Trị", today); got != (Reading{}) {
		t.Errorf("without data something is told: %+v", got)
	}
}

// TestEveryProvince: 34 of today from 63 of before, each in one place.
func TestEveryProvince(t *testing.T) {
	s := set(t)
	if len(s.today) != 34 || len(s.now) != 63 {
		t.Errorf("%d provinces of today, %d names in all, want 34 and 63", len(s.today), len(s.now))
	}
	for name := range s.now {
		if r := s.Read("Xã A, "+name, today); r.Province == "" || r.Tiers != 2 || r.Renamed == s.today[name] {
			t.Errorf("%s is read as %+v", name, r)
		}
	}
}

// TestAnyText: whatever stands there is read, and marks of case, blanks and accents do not
// change how.
func TestAnyText(t *testing.T) {
	s := set(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if a, b := s.Read(text, today), s.Read("  "+text+" ", today); a != b {
			t.Fatalf("%q: %+v and %+v", text, a, b)
		}
		tail := rapid.SampledFrom([]string{", Xã A, Huyện B, Kon Tum", ", Phường A, Huế"}).Draw(t, "tail")
		r, upper := s.Read(text+tail, today), s.Read(strings.ToUpper(text+tail), today)
		if r.Province == "" || r.Tiers != upper.Tiers || r.Province != upper.Province {
			t.Fatalf("%q: %+v and %+v", text+tail, r, upper)
		}
	})
}

func TestBusted(t *testing.T) {
	const head = "id = \"addresses\"\nfrom = \"2025-07-01\"\nlaw = \"x\"\nmark = \"verified\"\n"
	for _, c := range []struct{ name, text, want string }{
		{"no law", strings.Replace(head, "law", "note", 1), ""},
		{"no day", strings.Replace(head, "2025-07-01", "", 1), ""},
		{"kind", head + "[[province]]\nname = \"A\"\nkind = \"bang\"\nformed = [\"A\"]\n", "kind"},
		{"twice", head + "[[province]]\nname = \"A\"\nkind = \"tỉnh\"\nformed = [\"A\", \"C\"]\n[[province]]\nname = \"B\"\nkind = \"tỉnh\"\nformed = [\"C\"]\n", "hai tỉnh mới"},
		{"ward", head + "[[ward]]\nold = \"P\"\ndistrict = \"Q\"\nprovince = \"R\"\nnow = \"S\"\n", "province"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, problems := Load(fstest.MapFS{path: {Data: []byte(c.text)}})
			if len(problems) == 0 || !strings.Contains(problems[0].String(), c.want) {
				t.Errorf("got %v", problems)
			}
		})
	}
	if s, problems := Load(fstest.MapFS{}); s != nil || len(problems) > 0 {
		t.Errorf("a tree without addresses: %v %v", s, problems)
	}
}
