package procedure_test

import (
	"slices"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/procedure"
)

// TestEverydayWords: who types what people say, without tone marks or with a slip, finds the
// procedure among the first.
func TestEverydayWords(t *testing.T) {
	set, problems := procedure.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	for _, c := range []struct {
		query string
		code  string
		among int
	}{
		{"khai sinh", "1.001193", 12},
		{"KHAI SINH", "1.001193", 12},
		{"1.001193", "1.001193", 1},
		{"sao y", "2.000815", 2},
		{"sao y ban chinh", "2.000815", 2},
		{"công chứng giấy tờ", "2.000815", 2},
		{"toi muon lam giay doc than", "1.004873", 1},
		{"dam ma chết", "1.000656", 6},
		{"đăng ký kết hôn", "1.000894", 6},
		{"nhap ho khau", "1.004222", 2},
		{"mở quán", "1.001612", 2},
		{"hộ nghèo", "1.011606", 4},
	} {
		found := set.Search(c.query)
		at := slices.IndexFunc(found, func(p *procedure.Procedure) bool { return p.Code == c.code })
		if at < 0 || at >= c.among {
			var first []string
			for _, p := range found[:min(3, len(found))] {
				first = append(first, p.Code+" "+p.Name)
			}
			t.Errorf("%q: %s at %d of %d, first %q", c.query, c.code, at+1, len(found), first)
		}
	}
	if n := len(set.Search("")); n != len(set.All()) {
		t.Errorf("an empty query finds %d", n)
	}
}

// TestNearest: a slip of the hand is met halfway; nonsense suggests nothing.
func TestNearest(t *testing.T) {
	set, _ := procedure.Load(data.FS)
	for query, code := range map[string]string{
		"khia sinh":                        "1.001193",
		"dang ky kêt hnô":                  "1.000894",
		"chung thuc chu kyy":               "2.000884",
		"xac nhan tinh trnag hon nhan abc": "1.004873",
	} {
		if len(set.Search(query)) > 0 {
			t.Errorf("%q finds something by itself", query)
		}
		var got []string
		for _, p := range set.Nearest(query, 8) {
			got = append(got, p.Code)
		}
		if !slices.Contains(got, code) {
			t.Errorf("%q: nearest are %q, not %s", query, got, code)
		}
	}
	if got := set.Nearest("zzqqxx", 3); len(got) > 0 {
		t.Errorf("nonsense suggests %s", got[0].Name)
	}
}
