package docx

import (
	"fmt"
	"math"
	"strings"

	"github.com/motcua/motcua/internal/print"
)

const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spaceW      = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	spaceR      = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	relations   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	typeFace    = "Times New Roman"
)

// writer collects markup.
type writer struct{ strings.Builder }

func (w *writer) put(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

func (w *writer) putf(format string, args ...any) { fmt.Fprintf(&w.Builder, format, args...) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", " ")

// text is what may stand between tags and in attributes.
func text(s string) string { return escaper.Replace(print.Clean(s)) }

// The three measures of WordprocessingML: twips, half points, eighths of a point.
func mm(v float64) int     { return int(math.Round(v * 1440 / 25.4)) }
func pt(v float64) int     { return int(math.Round(v * 20)) }
func half(v float64) int   { return int(math.Round(v * 2)) }
func eighth(v float64) int { return int(math.Round(v * 8)) }

const packageRels = declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + relations + `/extended-properties" Target="docProps/app.xml"/></Relationships>`

const app = declaration + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>motcua</Application></Properties>`

const fontTable = declaration + `<w:fonts ` + spaceW + `><w:font w:name="` + typeFace + `"><w:altName w:val="Tinos"/>` +
	`<w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>`

// core names title and author; it has no dates, so that equal documents are equal bytes.
func core(d *print.Document) string {
	return declaration + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + text(d.Title) + `</dc:title><dc:creator>` + text(d.Author) +
		`</dc:creator><dc:language>` + text(language(d)) + `</dc:language></cp:coreProperties>`
}

func language(d *print.Document) string {
	if d.Language == "" {
		return "vi-VN"
	}
	return d.Language
}

func headName(i int) string { return fmt.Sprintf("word/header%d.xml", i+1) }

func contentTypes(heads []string, pictures bool) string {
	var w writer
	w.put(declaration, `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`,
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`,
		`<Default Extension="xml" ContentType="application/xml"/>`)
	if pictures {
		w.put(`<Default Extension="png" ContentType="image/png"/>`)
	}
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	for _, p := range [][2]string{{"document", word + "document.main+xml"}, {"styles", word + "styles+xml"},
		{"settings", word + "settings+xml"}, {"fontTable", word + "fontTable+xml"}, {"empty", word + "header+xml"}} {
		w.put(`<Override PartName="/word/`, p[0], `.xml" ContentType="`, p[1], `"/>`)
	}
	for i := range heads {
		w.put(`<Override PartName="/`, headName(i), `" ContentType="`, word, `header+xml"/>`)
	}
	w.put(`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`,
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`)
	return w.String()
}

func documentRels(heads []string, pictures int) string {
	var w writer
	w.put(declaration, `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, p := range [][2]string{{"styles", "styles"}, {"settings", "settings"}, {"fontTable", "fontTable"}, {"header", "empty"}} {
		w.putf(`<Relationship Id="rId%d" Type="%s/%s" Target="%s.xml"/>`, i+1, relations, p[0], p[1])
	}
	for i := range heads {
		w.putf(`<Relationship Id="%s" Type="%s/header" Target="header%d.xml"/>`, headID(i), relations, i+1)
	}
	for i := range pictures {
		w.putf(`<Relationship Id="%s" Type="%s/image" Target="%s"/>`, mediaID(i), relations, mediaName(i))
	}
	w.put(`</Relationships>`)
	return w.String()
}

const emptyID = "rId4"

func headID(i int) string { return fmt.Sprintf("rId%d", i+5) }

func mediaID(i int) string { return fmt.Sprintf("rIdM%d", i+1) }

func mediaName(i int) string { return fmt.Sprintf("media/qr%d.png", i+1) }

// settings: no kerning, no hyphenation, the layout rules of Word 2013 and later.
func settings(d *print.Document) string {
	return declaration + `<w:settings ` + spaceW + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:autoHyphenation w:val="0"/>` +
		`<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:doNotExpandShiftReturn/>` +
		`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="` + text(language(d)) + `"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>`
}

const emptyHead = declaration + `<w:hdr ` + spaceW + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p></w:hdr>`

// numberHead is the page number in the middle of the top margin.
func numberHead(size float64) string {
	var w writer
	w.put(declaration, `<w:hdr `, spaceW, `><w:p><w:pPr><w:pStyle w:val="Header"/>`)
	w.putf(`<w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="exact"/></w:pPr>`, pt(print.Pitch(size)))
	look := fmt.Sprintf(`<w:rPr><w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr>`, half(size), half(size))
	for _, part := range []string{`<w:fldChar w:fldCharType="begin"/>`, `<w:instrText xml:space="preserve"> PAGE </w:instrText>`,
		`<w:fldChar w:fldCharType="separate"/>`, `<w:t>2</w:t>`, `<w:fldChar w:fldCharType="end"/>`} {
		w.put(`<w:r>`, look, part, `</w:r>`)
	}
	w.put(`</w:p></w:hdr>`)
	return w.String()
}
