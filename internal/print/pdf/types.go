package pdf

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"unicode/utf16"

	"github.com/motcua/motcua/internal/print/face"
)

// types are the faces that the pages use, and which of their glyphs.
type types struct {
	file      *file
	resources ref
	used      []*usedFace
}

type usedFace struct {
	face   *face.Face
	ref    ref
	glyphs map[uint16]rune
}

func newTypes(f *file) *types { return &types{file: f, resources: f.reserve()} }

// use is the number of a face among the document's faces.
func (t *types) use(f *face.Face) int {
	for i, u := range t.used {
		if u.face == f {
			return i
		}
	}
	t.used = append(t.used, &usedFace{face: f, ref: t.file.reserve(), glyphs: map[uint16]rune{}})
	return len(t.used) - 1
}

// glyph notes that a letter is used. When two letters share a shape (space and no-break
// space), copied text has the smaller one.
func (u *usedFace) glyph(r rune) uint16 {
	g, _ := u.face.Glyph(r)
	if old, ok := u.glyphs[g]; !ok || r < old {
		u.glyphs[g] = r
	}
	return g
}

func (t *types) finish() {
	var b bytes.Buffer
	for i, u := range t.used {
		fmt.Fprintf(&b, "/F%d %s", i, u.ref)
		u.write(t.file)
	}
	t.file.set(t.resources, "<<%s>>", b.String())
}

// write adds the face: a composite font whose codes are glyph numbers.
func (u *usedFace) write(f *file) {
	glyphs := make([]uint16, 0, len(u.glyphs))
	for g := range u.glyphs {
		glyphs = append(glyphs, g)
	}
	slices.Sort(glyphs)
	name, em := tag(glyphs)+"+"+u.face.Name, u.face.Em
	milli := func(v int) int { return (v*1000 + em/2) / em }
	subset := u.face.Subset(glyphs)
	program := f.stream("/Length1 "+strconv.Itoa(len(subset)), subset)
	flags, slant, stem := 6, 0, 80
	if u.face.Italic {
		flags, slant = flags|64, -16
	}
	if u.face.Bold {
		stem = 140
	}
	descriptor := f.add("<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d/FontFile2 %s>>",
		name, flags, milli(u.face.XMin), milli(u.face.YMin), milli(u.face.XMax), milli(u.face.YMax), slant,
		milli(u.face.Ascent), milli(u.face.Descent), milli(u.face.CapHeight), stem, program)
	var widths bytes.Buffer
	for _, g := range glyphs {
		fmt.Fprintf(&widths, "%d[%s]", g, strconv.FormatFloat(float64(u.face.Advance(g))*1000/float64(em), 'f', 3, 64))
	}
	descendant := f.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %s/W[%s]/CIDToGIDMap/Identity>>",
		name, descriptor, widths.String())
	f.set(u.ref, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>",
		name, descendant, f.stream("", u.letters(glyphs)))
}

// tag is the six letters that name a subset.
func tag(glyphs []uint16) string {
	h := fnv.New64a()
	for _, g := range glyphs {
		h.Write([]byte{byte(g >> 8), byte(g)})
	}
	n, b := h.Sum64(), make([]byte, 6)
	for i := range b {
		b[i] = byte('A' + n%26)
		n /= 26
	}
	return string(b)
}

// letters is the map from glyph numbers back to letters.
func (u *usedFace) letters(glyphs []uint16) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for chunk := range slices.Chunk(glyphs, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(chunk))
		for _, g := range chunk {
			fmt.Fprintf(&b, "<%04X> <", g)
			for _, c := range utf16.Encode([]rune{u.glyphs[g]}) {
				fmt.Fprintf(&b, "%04X", c)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
