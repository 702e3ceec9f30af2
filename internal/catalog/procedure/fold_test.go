package procedure_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/catalog/procedure"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	cases := map[string]string{
		"Đăng ký khai sinh":                     "dang ky khai sinh",
		"ĐẶNG THỊ ƯỚC":                          "dang thi uoc",
		norm.NFD.String("Chứng thực"):           "chung thuc",
		"  Hộ \t tịch\n":                        "ho tich",
		"2.000815":                              "2.000815",
		"Nguyễn Đức Huỳnh":                      "nguyen duc huynh",
		"Mẫu số 01 – NĐ 20/2021/NĐ-CP (đã sửa)": "mau so 01 – nd 20/2021/nd-cp (da sua)",
		"": "",
		"ơ ư â ê ô ă đ Ơ Ư Â Ê Ô Ă Đ ỵ ỷ ỹ ỳ ý ậ": "o u a e o a d o u a e o a d y y y y y a",
	}
	for in, want := range cases {
		if got := procedure.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// Folding twice changes nothing, and neither case nor composition of the input matters.
func TestFoldIsStable(t *testing.T) {
	letters := rapid.StringOf(rapid.SampledFrom([]rune("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ ")))
	rapid.Check(t, func(t *rapid.T) {
		s := letters.Draw(t, "text")
		f := procedure.Fold(s)
		if g := procedure.Fold(f); g != f {
			t.Fatalf("Fold(Fold(%q)) = %q, not %q", s, g, f)
		}
		if g := procedure.Fold(norm.NFD.String(strings.ToUpper(s))); g != f {
			t.Fatalf("upper case, decomposed: %q, not %q", g, f)
		}
		for _, r := range f {
			if r > 'z' {
				t.Fatalf("%q left in the fold of %q", r, s)
			}
		}
	})
}

func TestMatches(t *testing.T) {
	folded := procedure.Fold("1.001193 Thủ tục đăng ký khai sinh Hộ tịch")
	for query, want := range map[string]bool{"khai sinh": true, "SINH đăng": true, "ho tich dang ky": true, "1.0011": true, "khai tử": true, "hai": false, "tich sinh": true, "khai tang": false, "": true} {
		if got := procedure.Matches(folded, query); got != want {
			t.Errorf("Matches(%q) = %v", query, got)
		}
	}
}
