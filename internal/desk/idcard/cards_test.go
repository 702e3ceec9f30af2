package idcard_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/motcua/motcua/internal/desk/idcard"
)

// Made-up people. The last names of the list are of Vân Kiều, Pa Kô, Ê Đê, Gia Rai, Chăm and
// Khơ Mú people: no rule for Vietnamese syllables holds for them, and their cards must pass.
var (
	families = strings.Fields("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Cao Mai")
	middles  = strings.Fields("Văn Thị Hữu Quốc Thanh Minh Đức Ngọc Xuân Thùy Gia Bảo Khánh Nhật")
	givens   = strings.Fields("An Bình Châu Dũng Đạt Giang Hà Hòa Hương Khuê Lệ Linh Loan Nam Ngân Nguyệt Oanh Phước Quyên Sang Sơn Thủy Trinh Tuấn Uyên Vỹ Xoan Ý Yến Thuở Hoàng")
	further  = []string{"Hồ Văn Ê", "Hồ Thị Kăn Nhàng", "Kray Sức", "Y Blốk Êban", "H'Hen Niê", "Niê Kdăm", "Siu H'Lor", "Ksor Jơ", "Moong Văn Cút", "Voòng A Sám", "Rơ Châm Phyưi", "Sô Phi Giah", "Bríu Thị Zơ", "Y-Bhăm Kbuôr"}
	hamlets  = []string{"Số 12/4B Đường Lê Lợi", "Tổ 5", "Thôn Tân Xuân", "KP 3", "Xóm 2", "Ấp Ô", "K3/7 Kiệt 15 Nguyễn Trãi", "TDP 4", "Bản Ka Tăng", "Lô 7A (khu tái định cư)", "Buôn Kô Tam"}
	wards    = []string{"Phường 2", "Xã Hải Thượng", "Thị trấn Khe Sanh", "An Đôn", "Ea Tu", "Phường Bến Nghé", "Ỷ La"}
	towns    = []string{"Thị xã Quảng Trị", "Quảng Trị", "Hướng Hóa", "Buôn Ma Thuột", "Quận 1", "Ý Yên", "Đông Hà"}
	ends     = []string{"Quảng Trị", "Thanh Hoá", "Thanh Hóa", "TP. Hồ Chí Minh", "Hà Nội", "Thừa Thiên Huế", "Đắk Lắk", "Gia Lai", "An Giang", "Bà Rịa - Vũng Tàu", "Nam Định", "Tỉnh Quảng Trị", "Kon Tum"}
	codes    = []string{"045", "038", "079", "001", "046", "066", "064", "036"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// sample is a made-up card and its code.
type sample struct {
	want idcard.Card
	raw  string
}

func card(r *rand.Rand) sample {
	c := idcard.Card{Sex: pick(r, []string{"Nam", "Nữ"})}
	year := 1930 + r.IntN(85)
	c.Born = idcard.Birth{Day: 1 + r.IntN(28), Month: 1 + r.IntN(12), Year: year}
	born := fmt.Sprintf("%02d%02d%04d", c.Born.Day, c.Born.Month, year)
	switch {
	case year < 1960 && r.IntN(3) == 0:
		c.Born.Day, c.Born.Month = 0, 0
		born = pick(r, []string{fmt.Sprint(year), fmt.Sprintf("0000%d", year)})
	case year < 1960 && r.IntN(3) == 0:
		c.Born.Day = 0
		born = pick(r, []string{fmt.Sprintf("%02d%d", c.Born.Month, year), fmt.Sprintf("00%02d%d", c.Born.Month, year)})
	}
	fourth := (year/100 - 19) * 2
	if c.Sex == "Nữ" {
		fourth++
	}
	c.Number = fmt.Sprintf("%s%d%02d%06d", pick(r, codes), fourth, year%100, r.IntN(1e6))
	if r.IntN(3) > 0 {
		c.Old = fmt.Sprintf("%09d", r.IntN(1e9))
	}
	c.Name = pick(r, families) + " " + pick(r, middles) + " " + pick(r, givens)
	if r.IntN(8) == 0 {
		c.Name = pick(r, further)
	}
	sex := c.Sex
	if r.IntN(2) == 0 {
		c.Name = strings.ToUpper(c.Name)
	}
	c.Address = pick(r, hamlets) + ", " + pick(r, wards) + ", " + pick(r, towns) + ", " + pick(r, ends)
	issued := fmt.Sprintf("%02d%02d%d", 1+r.IntN(28), 1+r.IntN(12), max(2016, year+14)+r.IntN(3))
	c.Issued = day(issued)
	return sample{c, strings.Join([]string{c.Number, c.Old, c.Name, born, sex, c.Address, issued}, "|")}
}

// keys of marks: what a reader set to Telex or VNI types for a letter, and for a tone.
type keys struct{ circumflex, horn, breve, bar, grave, acute, hook, tilde, dot string }

var (
	telex = keys{"", "w", "w", "d", "f", "s", "r", "x", "j"} // the circumflex is the letter once more
	vni   = keys{"6", "7", "8", "9", "2", "1", "3", "4", "5"}
)

var plain = map[rune][2]rune{} // letter → letter without tone, tone

func init() {
	rows := []string{"aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị", "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ"}
	for _, row := range rows {
		rs, tones := []rune(row), []rune(" `'?~.")
		for i, r := range rs {
			plain[r] = [2]rune{rs[0], tones[i]}
			plain[[]rune(strings.ToUpper(string(r)))[0]] = [2]rune{[]rune(strings.ToUpper(string(rs[0])))[0], tones[i]}
		}
	}
}

func (k keys) tone(t rune) string {
	return map[rune]string{'`': k.grave, '\'': k.acute, '?': k.hook, '~': k.tilde, '.': k.dot}[t]
}

// letter is the ASCII letter and the key of the mark that make a letter.
func (k keys) letter(r rune) (ascii, mark string) {
	pairs := map[rune][2]string{'ă': {"a", k.breve}, 'â': {"a", k.circumflex}, 'đ': {"d", k.bar}, 'ê': {"e", k.circumflex}, 'ô': {"o", k.circumflex}, 'ơ': {"o", k.horn}, 'ư': {"u", k.horn}}
	low := []rune(strings.ToLower(string(r)))[0]
	p, ok := pairs[low]
	if !ok {
		return string(r), ""
	}
	if p[1] == "" {
		p[1] = p[0]
	}
	if low != r {
		return strings.ToUpper(p[0]), strings.ToUpper(p[1])
	}
	return p[0], p[1]
}

// stroke is a key and what an input method makes of it: some backspaces, then text.
type stroke struct {
	key  string
	back int
	text string
}

// strokes are the keys that a reader set for an input method types for a text, the tone behind
// its word.
func (k keys) strokes(s string) []stroke {
	var out []stroke
	var shown []rune // of the word, without its tone
	toned, mark := -1, ' '
	flush := func() {
		if toned >= 0 {
			whole := append([]rune(nil), shown[toned:]...)
			whole[0] = compose(whole[0], mark)
			out = append(out, stroke{k.tone(mark), len(shown) - toned, string(whole)})
		}
		shown, toned = nil, -1
	}
	for _, r := range s {
		if r < 0x80 && !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z') {
			flush()
			out = append(out, stroke{string(r), 0, string(r)})
			continue
		}
		bare := r
		if p, ok := plain[r]; ok {
			bare = p[0]
			if p[1] != ' ' {
				toned, mark = len(shown), p[1]
			}
		}
		ascii, key := k.letter(bare)
		out = append(out, stroke{ascii, 0, ascii})
		if key != "" {
			out = append(out, stroke{key, 1, string(bare)})
		}
		shown = append(shown, bare)
	}
	flush()
	return out
}

func compose(r, tone rune) rune {
	for l, p := range plain {
		if p[0] == r && p[1] == tone {
			return l
		}
	}
	return r
}

// typed is what stands in the field when no input method is on: the bare keys.
func typed(ss []stroke) string {
	var b strings.Builder
	for _, s := range ss {
		b.WriteString(s.key)
	}
	return b.String()
}

// raced is what stands there when one is on and the scanner is faster than it: a backspace is
// lost with chance lose, or comes after the next keys with chance late.
func raced(r *rand.Rand, ss []stroke, lose, late float64) string {
	var out []rune
	type wait struct{ after, back int }
	var waiting []wait
	for _, s := range ss {
		for i := range waiting {
			if waiting[i].after--; waiting[i].after == 0 {
				out = out[:max(0, len(out)-waiting[i].back)]
			}
		}
		back := s.back
		switch x := r.Float64(); {
		case back > 0 && x < lose:
			back--
		case back > 0 && x < lose+late:
			waiting = append(waiting, wait{1 + r.IntN(2), back})
			back = 0
		}
		out = append(out[:max(0, len(out)-back)], []rune(s.text)...)
	}
	return string(out)
}
