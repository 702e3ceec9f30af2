package idcard_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/idcard"
	"github.com/motcua/motcua/internal/fault"
)

const scans = 1000

func provinces(t testing.TB) *idcard.Provinces {
	t.Helper()
	p, problems := idcard.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return p
}

func day(ddmmyyyy string) calendar.Date {
	at, err := time.Parse("02012006", ddmmyyyy)
	if err != nil {
		panic(err)
	}
	return calendar.MakeDate(at.Date())
}

func samples() []sample {
	r := rand.New(rand.NewPCG(4, 11))
	out := make([]sample, scans)
	for i := range out {
		out[i] = card(r)
	}
	return out
}

func key(err error) string {
	if f, ok := fault.Of(err); ok {
		return f.Key
	}
	return ""
}

// TestClean: every sound scan is read exactly, composed or decomposed, with what more a newer
// card may hold.
func TestClean(t *testing.T) {
	p := provinces(t)
	for _, s := range samples() {
		for _, raw := range []string{s.raw, norm.NFD.String(s.raw), s.raw + "\r\n", "\ufeff" + s.raw} {
			c, err := p.Parse(raw)
			if err != nil {
				t.Fatalf("%q: %v", raw, err)
			}
			c.More = nil
			if !reflect.DeepEqual(c, s.want) {
				t.Fatalf("%q is read as\n%+v, want\n%+v", raw, c, s.want)
			}
		}
		more := []string{"Nguyễn Thị Mẹ", "", "x=1"}
		c, err := p.Parse(s.raw + "|" + strings.Join(more, "|"))
		if err != nil || !reflect.DeepEqual(c.More, more) {
			t.Fatalf("%q with more fields: %v, %q", s.raw, err, c.More)
		}
	}
}

// refuse checks that damaged scans are refused and says how many there were.
func refuse(t *testing.T, name string, damage func(*rand.Rand, sample) string, keys ...string) {
	t.Run(name, func(t *testing.T) {
		p, r, damaged := provinces(t), rand.New(rand.NewPCG(7, 7)), 0
		for _, s := range samples() {
			raw := damage(r, s)
			if raw == s.raw {
				continue
			}
			damaged++
			c, err := p.Parse(raw)
			if err == nil {
				t.Errorf("%q\nof %q\nis accepted: %+v", raw, s.raw, c)
				continue
			}
			if k := key(err); !contains(keys, strings.TrimPrefix(k, "idcard.")) {
				t.Errorf("%q is refused with %s, want one of %v", raw, k, keys)
			}
		}
		if damaged < scans*9/10 {
			t.Errorf("only %d of %d scans were damaged", damaged, scans)
		}
	})
}

func contains(all []string, s string) bool {
	for _, x := range all {
		if x == s {
			return true
		}
	}
	return false
}

// TestDamaged: a scan that came through an input method, another keyboard layout or another
// alphabet is refused, each with what to do about it.
func TestDamaged(t *testing.T) {
	refuse(t, "Telex keys, input method off", func(_ *rand.Rand, s sample) string { return typed(telex.strokes(s.raw)) }, "mangled", "marks")
	refuse(t, "VNI keys, input method off", func(_ *rand.Rand, s sample) string { return typed(vni.strokes(s.raw)) }, "mangled", "marks")
	for _, k := range []struct {
		name string
		keys keys
	}{{"Telex", telex}, {"VNI", vni}} {
		refuse(t, k.name+", backspaces lost", func(r *rand.Rand, s sample) string { return raced(r, k.keys.strokes(s.raw), 1, 0) }, "mangled", "layout", "truncated", "marks")
		refuse(t, k.name+", backspaces late", func(r *rand.Rand, s sample) string { return raced(r, k.keys.strokes(s.raw), 0, 1) }, "mangled", "layout", "truncated", "marks")
		refuse(t, k.name+", half of them lost or late", func(r *rand.Rand, s sample) string { return raced(r, k.keys.strokes(s.raw), 0.25, 0.25) }, "mangled", "layout", "truncated", "marks")
	}
	refuse(t, "marks dropped", func(_ *rand.Rand, s sample) string { return ascii(s.raw, true) }, "marks")
	refuse(t, "letters dropped", func(_ *rand.Rand, s sample) string { return ascii(s.raw, false) }, "marks", "mangled")
	refuse(t, "letters as question marks", func(_ *rand.Rand, s sample) string {
		return strings.Map(func(r rune) rune {
			if r >= 0x80 {
				return '?'
			}
			return r
		}, s.raw)
	}, "marks", "mangled")
	refuse(t, "UTF-8 taken for Latin-1", func(_ *rand.Rand, s sample) string { return latin1(s.raw) }, "mangled")
	refuse(t, "AZERTY", func(_ *rand.Rand, s sample) string { return shift(s.raw, "0123456789|aqzwm", "à&é\"'(-è_ç£qawz,") }, "layout")
	refuse(t, "QWERTZ", func(_ *rand.Rand, s sample) string { return shift(s.raw, "|yzYZ/-'", "'zyZY-ßä") }, "layout")
	refuse(t, "keyboard «Vietnamese»", func(_ *rand.Rand, s sample) string {
		return shift(s.raw, "1234567890", "ăâêô\u0300\u0309\u0303\u0301\u0323đ")
	}, "layout")
	refuse(t, "Caps Lock", func(_ *rand.Rand, s sample) string { return swap(s.raw) }, "layout", "mangled")
}

// TestTruncated: whatever is cut off, at either end, nothing wrong is read. What is left when
// only the day of issue is missing may be read, without the address, which may be cut too.
func TestTruncated(t *testing.T) {
	p, partly, cuts := provinces(t), 0, 0
	for _, s := range samples() {
		rs := []rune(s.raw)
		for n := range rs {
			for _, raw := range []string{string(rs[:n]), string(rs[n:])} {
				if raw == s.raw || raw == "" {
					continue
				}
				cuts++
				c, err := p.Parse(raw)
				if err == nil {
					partly++
					want := s.want
					want.Address, want.Issued, want.Warnings = "", 0, []idcard.Warning{idcard.NoIssue}
					if c.More = nil; !reflect.DeepEqual(c, want) {
						t.Fatalf("%q of %q is read as %+v", raw, s.raw, c)
					}
				} else if k := key(err); k != "idcard.truncated" && k != "idcard.not_card" && k != "idcard.mangled" && k != "idcard.layout" {
					t.Fatalf("%q: %v", raw, err)
				}
			}
		}
	}
	t.Logf("%d cuts, %d read without address", cuts, partly)
	if partly*50 > cuts {
		t.Errorf("%d of %d cuts are read, even if without address", partly, cuts)
	}
}

// TestCutSaysSo: a scan whose end is missing is called cut, not mangled.
func TestCutSaysSo(t *testing.T) {
	p := provinces(t)
	const whole = "045085001234|191234567|Nguyễn Văn Thử|05031985|Nam|Tổ 1, Phường 2, Thị xã Quảng Trị, Quảng Trị|10052021"
	for _, raw := range []string{whole[:40], whole[:len(whole)-3], whole[:len(whole)-9-6], whole[:len(whole)-8], whole[4:], "45085001234|" + whole[13:]} {
		if _, err := p.Parse(raw); key(err) != "idcard.truncated" {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

// TestOneLostBackspace measures what cannot be promised: one single damage in the whole scan.
// Some leave another possible name. The share that is found must not fall.
func TestOneLostBackspace(t *testing.T) {
	p, r := provinces(t), rand.New(rand.NewPCG(1, 9))
	found, all := 0, 0
	for _, s := range samples() {
		ss := telex.strokes(s.raw)
		var at []int
		for i, x := range ss {
			if x.back > 0 {
				at = append(at, i)
			}
		}
		ss[at[r.IntN(len(at))]].back--
		raw := raced(r, ss, 0, 0)
		if raw == s.raw {
			continue
		}
		all++
		if _, err := p.Parse(raw); err != nil {
			found++
		}
	}
	t.Logf("%d of %d scans with one lost backspace are found", found, all)
	if found*100 < all*97 {
		t.Errorf("only %d of %d scans with one lost backspace are found", found, all)
	}
}

// TestWarnings: what does not fit together is told and does not refuse (§5.4).
func TestWarnings(t *testing.T) {
	p := provinces(t)
	for _, c := range []struct {
		raw  string
		want []idcard.Warning
	}{
		{"045085001234||Nguyễn Văn Thử|05031985|Nam|Phường 2, Quảng Trị|10052021", nil},
		{"045185001234||Nguyễn Văn Thử|05031985|Nam|Phường 2, Quảng Trị|10052021", []idcard.Warning{idcard.OtherSex}},
		{"045285001234||Nguyễn Văn Thử|05031985|Nam|Phường 2, Quảng Trị|10052021", []idcard.Warning{idcard.OtherCentury}},
		{"045086001234||Nguyễn Văn Thử|05031985|Nam|Phường 2, Quảng Trị|10052021", []idcard.Warning{idcard.OtherYear}},
		{"139085001234||Nguyễn Văn Thử|05031985|Nam|Phường 2, Quảng Trị|10052021", []idcard.Warning{idcard.OtherProvince}},
		{"045085001234||Nguyễn Văn Thử|05031985|Nam|Phường 2, Quảng Trị", []idcard.Warning{idcard.NoIssue}},
	} {
		got, err := p.Parse(c.raw)
		if err != nil || !reflect.DeepEqual(got.Warnings, c.want) {
			t.Errorf("%q: %v %v, want %v", c.raw, got.Warnings, err, c.want)
		}
	}
}

// TestLooks: what people scan and type at the counter is not taken for a card.
func TestLooks(t *testing.T) {
	for raw, want := range map[string]bool{
		"045085001234|191234567|Nguyễn Văn Thử|05031985|Nam|Phường 2, Quảng Trị|10052021": true,
		"045085001234'191234567'Nguzễn Văn Thử'05031985'Nam":                              true,
		"đăâê | ôđ | x": true, "045085001234": false, "H50.31.02-261123-0001": false,
		"https://motcua.example/t/H50.31.02-261123-0001/abcdefghijklmnop": false, "Nguyễn Văn Thử": false, "": false,
	} {
		if idcard.Looks(raw) != want {
			t.Errorf("Looks(%q) is %v", raw, !want)
		}
	}
}

// FuzzParse: whatever is typed, there is an answer, and what is accepted is whole.
func FuzzParse(f *testing.F) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 20 {
		s := card(r)
		f.Add(s.raw)
		f.Add(typed(telex.strokes(s.raw)))
		f.Add(raced(r, vni.strokes(s.raw), 0.5, 0.5))
	}
	f.Add("|||||||")
	f.Add("\u0301|\xff|")
	p := provinces(f)
	f.Fuzz(func(t *testing.T, raw string) {
		c, err := p.Parse(raw)
		if err != nil {
			if k := key(err); !strings.HasPrefix(k, "idcard.") {
				t.Fatalf("%q: %v", raw, err)
			}
			return
		}
		if len(c.Number) != 12 || c.Name == "" || c.Born.Year == 0 || c.Sex != "Nam" && c.Sex != "Nữ" {
			t.Fatalf("%q is read as %+v", raw, c)
		}
		for _, s := range []string{c.Name, c.Address} {
			if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) || strings.ContainsAny(s, "|\n\t\x00?") {
				t.Fatalf("%q is read with %q", raw, s)
			}
		}
	})
}

func shift(s, from, to string) string {
	m := map[rune]rune{}
	tr := []rune(to)
	for i, r := range []rune(from) {
		m[r] = tr[i]
	}
	return strings.Map(func(r rune) rune {
		if x, ok := m[r]; ok {
			return x
		}
		return r
	}, s)
}

func swap(s string) string {
	return strings.Map(func(r rune) rune {
		if u := []rune(strings.ToUpper(string(r)))[0]; u != r {
			return u
		}
		return []rune(strings.ToLower(string(r)))[0]
	}, s)
}

// ascii is a text without its marks, or without the letters that have one.
func ascii(s string, keep bool) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < 0x80:
			b.WriteRune(r)
		case keep && (r == 'đ' || r == 'Đ'):
			b.WriteByte("dD"[(0x111-r)&1])
		case keep:
			b.WriteRune([]rune(norm.NFD.String(string(r)))[0])
		}
	}
	return b.String()
}

func latin1(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteRune(rune(c))
	}
	return b.String()
}
