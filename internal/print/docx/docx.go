// Package docx writes a print.Document as WordprocessingML (ISO/IEC 29500) for Word and
// LibreOffice: real styles, real tables, sections, a PAGE field in the head.
//
// It promises that the same document gives the same bytes, whenever and wherever it is
// written, and that lines and pages break as print.Layout breaks them: every length that an
// engine could choose by itself is fixed. The type is Times New Roman by name, as NĐ
// 30/2020/NĐ-CP, phụ lục I, asks; it is not embedded. Text is written as it is, so a letter
// that the printed face lacks is no error here: the reader's machine may have it.
package docx

import (
	"archive/zip"
	"io"

	"github.com/motcua/motcua/internal/print"
)

// Write writes the document.
func Write(w io.Writer, d *print.Document) error {
	b := newBody(d)
	b.sections() // once to see what the styles look like
	looks := b.styles
	b = newBody(d)
	b.styles = looks.chosen()
	b.sections()
	z := zip.NewWriter(w)
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes(b.heads, len(b.media) > 0)},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", core(d)},
		{"docProps/app.xml", app},
		{"word/document.xml", b.out.String()},
		{"word/_rels/document.xml.rels", documentRels(b.heads, len(b.media))},
		{"word/styles.xml", b.styles.xml(d)},
		{"word/settings.xml", settings(d)},
		{"word/fontTable.xml", fontTable},
		{"word/empty.xml", emptyHead},
	}
	for i, h := range b.heads {
		parts = append(parts, struct{ name, text string }{headName(i), h})
	}
	for i, m := range b.media {
		parts = append(parts, struct{ name, text string }{"word/" + mediaName(i), string(m)})
	}
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, p.text); err != nil {
			return err
		}
	}
	return z.Close()
}
