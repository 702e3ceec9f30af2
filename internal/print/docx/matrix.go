package docx

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"github.com/motcua/motcua/internal/print"
)

const (
	spaceWP = `xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`
	spaceA  = `http://schemas.openxmlformats.org/drawingml/2006/main`
	spacePi = `http://schemas.openxmlformats.org/drawingml/2006/picture`
)

// dots is how many picture points a module has on a side.
const dots = 8

// matrix is a paragraph as tall as its picture. The picture hangs on the paragraph and is not
// part of its line: a line of a fixed height would cut it off.
func (b *body) matrix(p *print.Paragraph, before, after, width float64) {
	end := b.end
	b.end = ""
	b.out.put(`<w:p><w:pPr>`, keepNext(b.kept))
	b.out.putf(`<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="exact"/>`, pt(before), pt(after), mm(p.Matrix.Side))
	b.out.put(`<w:ind w:left="0" w:right="0" w:firstLine="0"/>`, end, `</w:pPr>`)
	b.picture(p.Matrix, offset(p, width))
	b.out.put(`</w:p>`)
}

// offset is how far from the left edge of its column the picture stands, mm.
func offset(p *print.Paragraph, width float64) float64 {
	free := max(width-p.Indent-p.Matrix.Side, 0)
	switch p.Align {
	case print.Center:
		return p.Indent + free/2
	case print.Right:
		return p.Indent + free
	}
	return p.Indent
}

func (b *body) picture(m *print.Matrix, left float64) {
	b.media = append(b.media, pictureOf(m))
	n := len(b.media)
	side := emu(m.Side)
	b.out.put(`<w:r><w:drawing><wp:anchor `, spaceWP, ` distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">`)
	b.out.putf(`<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>%d</wp:posOffset></wp:positionH>`, emu(left))
	b.out.putf(`<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="%d" cy="%d"/>`, side, side)
	b.out.putf(`<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="%d" name="QR %d" descr="%s"/><wp:cNvGraphicFramePr/>`, n, n, text(m.Alt))
	b.out.putf(`<a:graphic xmlns:a="%s"><a:graphicData uri="%s"><pic:pic xmlns:pic="%s"><pic:nvPicPr><pic:cNvPr id="%d" name="QR %d"/><pic:cNvPicPr/></pic:nvPicPr>`, spaceA, spacePi, spacePi, n, n)
	b.out.putf(`<pic:blipFill><a:blip r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, mediaID(n-1))
	b.out.putf(`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`, side, side)
}

// emu is a length in the unit of drawings.
func emu(mm float64) int { return int(math.Round(mm * 36000)) }

// pictureOf is the matrix in black and white, always the same bytes.
func pictureOf(m *print.Matrix) []byte {
	img := image.NewPaletted(image.Rect(0, 0, m.Size*dots, m.Size*dots), color.Palette{color.White, color.Black})
	m.Runs(func(x, y, n int) {
		for j := y * dots; j < (y+1)*dots; j++ {
			for i := x * dots; i < (x+n)*dots; i++ {
				img.SetColorIndex(i, j, 1)
			}
		}
	})
	var out bytes.Buffer
	png.Encode(&out, img) // a bytes.Buffer does not fail
	return out.Bytes()
}
