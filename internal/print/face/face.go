// Package face is the type that documents are measured and drawn with: Tinos, whose advance
// widths are those of Times New Roman and which has every Vietnamese letter. NĐ 30/2020/NĐ-CP,
// phụ lục I, mục I.3 asks for Times New Roman, which may not be shipped; a DOCX names it, a PDF
// embeds this twin.
//
// It reads a face once, when it is first asked for, and answers widths from memory. It shapes
// nothing: no kerning, no ligatures, one glyph for one letter; that is how word processors set
// Vietnamese text unless told otherwise. It refuses a letter that the face lacks by saying so,
// and leaves it to the caller to name the place.
package face

import (
	_ "embed"
	"sync"
)

//go:embed Tinos-Regular.ttf
var regular []byte

//go:embed Tinos-Bold.ttf
var bold []byte

//go:embed Tinos-Italic.ttf
var italic []byte

//go:embed Tinos-BoldItalic.ttf
var boldItalic []byte

// Face is one cut of the type.
type Face struct {
	Name                       string // PostScript name: "Tinos-Bold"
	Bold, Italic               bool
	Em                         int // units of the em square
	Ascent, Descent, CapHeight int
	XMin, YMin, XMax, YMax     int
	tables                     map[string][]byte
	glyphs                     [256]*[256]uint16 // by the two bytes of a letter
	advances                   []uint16
	offsets                    []uint32 // of glyphs in glyf
}

var faces = [...]struct {
	once sync.Once
	name string
	file *[]byte
	face *Face
}{
	{name: "Tinos-Regular", file: &regular},
	{name: "Tinos-Bold", file: &bold},
	{name: "Tinos-Italic", file: &italic},
	{name: "Tinos-BoldItalic", file: &boldItalic},
}

// Of is the face of a weight and slant. The faces are part of the program: that they can be
// read is a test, not a question of the running program.
func Of(bold, italic bool) *Face {
	i := 0
	if bold {
		i |= 1
	}
	if italic {
		i |= 2
	}
	f := &faces[i]
	f.once.Do(func() {
		f.face = read(*f.file)
		f.face.Name, f.face.Bold, f.face.Italic = f.name, bold, italic
	})
	return f.face
}

// Glyph is the number of a letter's shape; false when the face has none.
func (f *Face) Glyph(r rune) (uint16, bool) {
	if r < 0 || r > 0xFFFF {
		return 0, false
	}
	page := f.glyphs[r>>8]
	if page == nil {
		return 0, false
	}
	g := page[r&0xFF]
	return g, g != 0
}

// Advance is how far a glyph moves the pen, in units of the em.
func (f *Face) Advance(glyph uint16) int {
	if len(f.advances) == 0 {
		return 0
	}
	if int(glyph) >= len(f.advances) {
		glyph = uint16(len(f.advances) - 1)
	}
	return int(f.advances[glyph])
}
