package print

import (
	"strings"
	"unicode"

	"github.com/motcua/motcua/internal/print/face"
	"golang.org/x/text/unicode/norm"
)

// Clean is text as all written forms carry it: composed letters (NFC), one kind of space, no
// control and no formatting characters. A line feed stays a line break; a no-break space stays.
func Clean(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == nbsp:
			return r
		case r == '\t' || unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// plain spares the common text the work: letters that are composed already and nothing else.
func plain(s string) bool {
	for _, r := range s {
		if r < ' ' && r != '\n' || r > '~' && !unicode.IsLetter(r) {
			return false
		}
	}
	return norm.NFC.IsNormalString(s)
}

const nbsp = '\u00A0'

// letter is one letter with the room it takes, in sixths of a twip.
type letter struct {
	r     rune
	run   int // in the paragraph
	size  int // twips
	face  *face.Face
	width int64
}

// unit is what widths are counted in: the parts of a twip to which LibreOffice rounds every
// letter when it lays out for no printer in particular (8640 dots to the inch). Word rounds
// otherwise by less than a point a line.
const unit = 6

// lacking stands where the face has no letter: one strange sign in one name keeps nobody's
// paper, and no register with hundreds of others in it, from being printed. Who types is told
// before (Lacks).
const lacking = '\uFFFD'

// Lacks is the first letter of a text that cannot be printed, "" when there is none.
func Lacks(s string) string {
	f := face.Of(false, false)
	for _, r := range Clean(s) {
		if _, ok := f.Glyph(r); !ok && r != '\n' {
			return string(r)
		}
	}
	return ""
}

// letters of a paragraph, in order.
func letters(p *Paragraph) []letter {
	var out []letter
	for i := range p.Runs {
		run := &p.Runs[i]
		f, size := face.Of(run.Bold, run.Italic), twipsOf(run.size(p))
		for _, r := range Clean(run.Text) {
			l := letter{r: r, run: i, size: size, face: f}
			if r != '\n' {
				g, ok := f.Glyph(r)
				if !ok {
					l.r = lacking
					g, _ = f.Glyph(l.r)
				}
				l.width = (int64(f.Advance(g))*int64(size)*unit + int64(f.Em/2)) / int64(f.Em)
			}
			out = append(out, l)
		}
	}
	return out
}

// size of a run in points: its own, or that of the paragraph.
func (r *Run) size(p *Paragraph) float64 {
	if r.Size > 0 {
		return r.Size
	}
	return p.size()
}

// size of the lines in points. A paragraph that names none is as the body of a document.
func (p *Paragraph) size() float64 {
	if p.Size > 0 {
		return p.Size
	}
	return 14
}
