package face

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestVietnamese: every letter of Vietnamese, upper and lower case, composed, in every face;
// no unit of text that NFC leaves may need a combining mark.
func TestVietnamese(t *testing.T) {
	letters := []rune("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư–—“”‘’…•₫%‰°≥≤×±§№½→")
	for r := rune(0x20); r < 0x7F; r++ {
		letters = append(letters, r)
	}
	for r := rune(0x1EA0); r <= 0x1EF9; r++ {
		letters = append(letters, r)
	}
	for _, f := range []*Face{Of(false, false), Of(true, false), Of(false, true), Of(true, true)} {
		for _, r := range letters {
			g, ok := f.Glyph(r)
			if !ok || f.Advance(g) == 0 || r != ' ' && len(f.outline(int(g))) == 0 {
				t.Errorf("%s: no shape for %q (%U)", f.Name, r, r)
			}
		}
	}
	for r := rune(0x1EA0); r <= 0x1EF9; r++ {
		if got := norm.NFC.String(norm.NFD.String(string(r))); got != string(r) {
			t.Errorf("%U is %q after NFC", r, got)
		}
	}
}

// TestWidths: advance widths that Times New Roman publishes, in units of 1/2048 em.
func TestWidths(t *testing.T) {
	for _, c := range []struct {
		bold, italic bool
		letter       rune
		width        int
	}{
		{false, false, ' ', 512}, {false, false, 'A', 1479}, {false, false, 'a', 909}, {false, false, 'm', 1593},
		{false, false, '0', 1024}, {false, false, 'ế', 909}, {false, false, 'Đ', 1479},
		{true, false, 'a', 1024}, {true, false, 'Ủ', 1479}, {false, true, 'm', 1479}, {true, true, 'a', 1024},
	} {
		f := Of(c.bold, c.italic)
		g, _ := f.Glyph(c.letter)
		if got := f.Advance(g); got != c.width {
			t.Errorf("%s %q is %d wide, want %d", f.Name, c.letter, got, c.width)
		}
	}
}

// TestMissing: what the face lacks is said, not drawn as a box.
func TestMissing(t *testing.T) {
	for _, r := range []rune{'漢', '😀', 0xE000, -1, 0x10FFFF} {
		if _, ok := Of(false, false).Glyph(r); ok {
			t.Errorf("%U has a shape", r)
		}
	}
}

// TestSubset: the kept letters, and the parts they are made of, have their outlines; others
// have none; the file can be read again.
func TestSubset(t *testing.T) {
	f := Of(true, false)
	kept, _ := f.Glyph('Ế')
	left, _ := f.Glyph('W')
	b := f.Subset([]uint16{kept})
	if sum(pad(b)) != 0xB1B0AFBA {
		t.Errorf("sum of the file is %x", sum(pad(b)))
	}
	s := read(b)
	if got, want := string(s.outline(int(kept))), string(pad(append([]byte(nil), f.outline(int(kept))...))); got != want {
		t.Error("the kept outline differs")
	}
	if len(s.offsets) > int(left)+1 && len(s.outline(int(left))) != 0 {
		t.Error("W was not asked for and is there")
	}
	if s.Advance(kept) != f.Advance(kept) {
		t.Errorf("advance %d, want %d", s.Advance(kept), f.Advance(kept))
	}
	if len(b) > len(bold)/10 {
		t.Errorf("%d bytes for one letter", len(b))
	}
}
