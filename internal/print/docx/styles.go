package docx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/print"
)

// look is how a paragraph stands, one element of markup for each quality, so that a paragraph
// writes only what differs from its style.
type look struct {
	keep, page            string
	spacing, indent, side string
	level                 string
	size                  float64
	bold, italic          bool
}

// styles are the paragraph styles of the document. What a style looks like is learned from
// the paragraphs that have it, the most frequent look wins: a person who changes the style in
// Word changes them all.
type styles struct {
	names []string
	looks map[string]look
	seen  map[string]map[look]int
}

// always are the styles that a document has even if nothing uses them yet.
var always = []print.Paragraph{
	{Style: "Normal", Size: 14, Align: print.Justify, First: 12.7, After: 6, Runs: []print.Run{{Text: "x"}}},
	{Style: "Title", Size: 14, Align: print.Center, Runs: []print.Run{{Text: "x", Bold: true}}},
	{Style: "Heading 1", Size: 14, Heading: 1, Before: 6, After: 6, KeepNext: true, Runs: []print.Run{{Text: "x", Bold: true}}},
	{Style: "Heading 2", Size: 14, Heading: 2, Before: 6, After: 6, KeepNext: true, Runs: []print.Run{{Text: "x", Bold: true}}},
	{Style: "Heading 3", Size: 14, Heading: 3, Before: 6, After: 6, KeepNext: true, Runs: []print.Run{{Text: "x", Italic: true}}},
	{Style: "Appendix", Size: 14, Heading: 1, Align: print.Center, KeepNext: true, Runs: []print.Run{{Text: "x", Bold: true}}},
	{Style: "Table Text", Size: 11, Runs: []print.Run{{Text: "x"}}},
}

// root is what every style starts from: size and spacing of Normal. In a table that has a
// style, LibreOffice takes these instead of Normal's own, so they must be the same.
func (s *styles) root() look {
	normal := s.looks["Normal"]
	return look{size: normal.size, spacing: normal.spacing}
}

func styleOf(p *print.Paragraph) string {
	if p.Style == "" {
		return "Normal"
	}
	return p.Style
}

func styleID(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
}

// learn counts the looks of a style.
func (s *styles) learn(name string, l look, weight int) {
	if s.seen == nil {
		s.seen = map[string]map[look]int{}
	}
	if s.seen[name] == nil {
		s.seen[name] = map[look]int{}
		s.names = append(s.names, name)
	}
	l.page = ""
	if l.level == level(0) { // only headings stay with the next by themselves
		l.keep = keepNext(false)
	}
	if name == "Normal" {
		l.bold, l.italic = false, false
	}
	s.seen[name][l] += weight
}

// chosen is the styles with their most frequent looks, one and the same among equals.
func (s *styles) chosen() styles {
	for i := range always {
		if p := &always[i]; s.seen[p.Style] == nil {
			s.learn(p.Style, lookOf(p, p.Before, p.After), 1)
		}
	}
	out := styles{names: slices.Clone(s.names), looks: map[string]look{}}
	slices.SortFunc(out.names, func(a, b string) int { return strings.Compare(order(a), order(b)) })
	for _, name := range out.names {
		most := 0
		for l, n := range s.seen[name] {
			if n > most || n == most && l.less(out.looks[name]) {
				out.looks[name], most = l, n
			}
		}
	}
	return out
}

// less is any fixed order, so that equal counts give equal bytes.
func (l look) less(o look) bool { return fmt.Sprint(l) < fmt.Sprint(o) }

func keepNext(on bool) string {
	if on {
		return `<w:keepNext/>`
	}
	return `<w:keepNext w:val="0"/>`
}

// lookOf is the look of a paragraph with given room before and after it.
func lookOf(p *print.Paragraph, before, after float64) look {
	size := sizeOf(p)
	l := look{keep: keepNext(p.KeepNext), spacing: spacing(before, after, size), indent: indent(p.Indent, p.First),
		side: alignment(p.Align), size: size, level: level(p.Heading)}
	if p.NewPage {
		l.page = `<w:pageBreakBefore/>`
	}
	l.bold, l.italic = len(p.Runs) > 0, len(p.Runs) > 0
	for _, r := range p.Runs {
		l.bold, l.italic = l.bold && r.Bold, l.italic && r.Italic
	}
	return l
}

func sizeOf(p *print.Paragraph) float64 {
	if p.Size > 0 {
		return p.Size
	}
	return 14
}

func spacing(before, after, size float64) string {
	return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="exact"/>`, pt(before), pt(after), pt(print.Pitch(size)))
}

func indent(all, first float64) string {
	if first < 0 {
		return fmt.Sprintf(`<w:ind w:left="%d" w:right="0" w:hanging="%d"/>`, mm(all), -mm(first))
	}
	return fmt.Sprintf(`<w:ind w:left="%d" w:right="0" w:firstLine="%d"/>`, mm(all), mm(first))
}

func alignment(a print.Align) string {
	return `<w:jc w:val="` + [...]string{"left", "center", "right", "both"}[a&3] + `"/>`
}

func level(heading int) string {
	if heading < 1 || heading > 9 {
		return `<w:outlineLvl w:val="9"/>`
	}
	return fmt.Sprintf(`<w:outlineLvl w:val="%d"/>`, heading-1)
}

// paragraph writes what differs from a base, in the order the schema demands.
func (l look) paragraph(base look) string {
	var b strings.Builder
	for _, q := range [][2]string{{l.keep, base.keep}, {l.page, base.page}, {l.spacing, base.spacing},
		{l.indent, base.indent}, {l.side, base.side}, {l.level, base.level}} {
		if q[0] != q[1] {
			b.WriteString(q[0])
		}
	}
	return b.String()
}

// run writes what differs from a base.
func (l look) run(base look) string {
	var b strings.Builder
	flag := func(name string, on, was bool) {
		switch {
		case on && !was:
			fmt.Fprintf(&b, `<w:%s/><w:%sCs/>`, name, name)
		case was && !on:
			fmt.Fprintf(&b, `<w:%s w:val="0"/><w:%sCs w:val="0"/>`, name, name)
		}
	}
	flag("b", l.bold, base.bold)
	flag("i", l.italic, base.italic)
	if l.size != base.size {
		fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half(l.size), half(l.size))
	}
	return b.String()
}

// xml is styles.xml.
func (s *styles) xml(d *print.Document) string {
	root := s.root()
	var w writer
	w.put(declaration, `<w:styles `, spaceW, `><w:docDefaults><w:rPrDefault><w:rPr>`)
	w.putf(`<w:rFonts w:ascii="%[1]s" w:hAnsi="%[1]s" w:eastAsia="%[1]s" w:cs="%[1]s"/><w:kern w:val="0"/><w:sz w:val="%[2]d"/><w:szCs w:val="%[2]d"/>`, typeFace, half(root.size))
	w.putf(`<w:lang w:val="%[1]s" w:eastAsia="%[1]s" w:bidi="ar-SA"/>`, text(language(d)))
	w.put(`</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>`, root.spacing, `</w:pPr></w:pPrDefault></w:docDefaults>`)
	for _, name := range s.names {
		s.one(&w, name, root)
	}
	w.put(`<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="DocumentBase"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>`,
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="DocumentBase"><w:name w:val="Document Base"/></w:style>`,
		`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>`,
		`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>`,
		`<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	w.put(tableStyle(), `</w:styles>`)
	return w.String()
}

// order puts Normal first; the rest stands by name.
func order(name string) string {
	if name == "Normal" {
		return ""
	}
	return name
}

func (s *styles) one(w *writer, name string, root look) {
	l, attributes := s.looks[name], ""
	switch {
	case name == "Normal":
		attributes = ` w:default="1"`
	case !builtin(name):
		attributes = ` w:customStyle="1"`
	}
	w.put(`<w:style w:type="paragraph"`, attributes, ` w:styleId="`, styleID(name), `"><w:name w:val="`, text(builtinName(name)), `"/>`)
	if name != "Normal" {
		w.put(`<w:basedOn w:val="DocumentBase"/>`)
	}
	w.put(`<w:qFormat/><w:pPr>`, l.paragraph(root), `</w:pPr><w:rPr>`, l.run(root), `</w:rPr></w:style>`)
}

func builtin(name string) bool {
	return name == "Normal" || name == "Title" || strings.HasPrefix(name, "Heading ")
}

// builtinName is how the schema writes the names of built-in headings.
func builtinName(name string) string {
	if strings.HasPrefix(name, "Heading ") {
		return "heading " + strings.TrimPrefix(name, "Heading ")
	}
	return name
}

// tableStyle is the grid of NĐ 30 tables; a person may give it to a table of their own.
func tableStyle() string {
	var w writer
	w.put(`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr>`, borders(), margins(print.CellTop, print.CellSide), `</w:tblPr></w:style>`)
	return w.String()
}

func borders() string {
	var w writer
	w.put(`<w:tblBorders>`)
	for _, edge := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		w.putf(`<w:%s w:val="single" w:sz="%d" w:space="0" w:color="auto"/>`, edge, eighth(print.Border))
	}
	w.put(`</w:tblBorders>`)
	return w.String()
}

func margins(top, side float64) string {
	return fmt.Sprintf(`<w:tblCellMar><w:top w:w="%d" w:type="dxa"/><w:left w:w="%d" w:type="dxa"/><w:bottom w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar>`,
		pt(top), pt(side), pt(top), pt(side))
}
