package docx

import (
	"fmt"
	"hash/fnv"
	"strings"

	"github.com/motcua/motcua/internal/print"
)

// body is word/document.xml while it is written.
type body struct {
	doc    *print.Document
	out    writer
	styles styles
	heads  []string // headers, by what they look like
	media  [][]byte // pictures
	marks  int      // bookmarks so far
	end    string   // section properties for the next paragraph
	inRow  bool
	kept   bool // the paragraph or row being written stays with the next
}

func newBody(d *print.Document) *body { return &body{doc: d} }

func (b *body) sections() {
	b.out.put(declaration, `<w:document `, spaceW, ` `, spaceR, `><w:body>`)
	for i := range b.doc.Sections {
		b.section(i)
	}
	b.out.put(`</w:body></w:document>`)
}

// section writes its blocks. The properties of a section stand in its last paragraph, those
// of the last section at the end of the body. Sections side by side on one sheet are one
// section of two columns, whose properties stand at the end of the last of them.
func (b *body) section(n int) {
	s, last := &b.doc.Sections[n], n+1 == len(b.doc.Sections)
	properties := b.properties(s)
	if print.Beside(b.doc, n+1) {
		properties = ""
	}
	b.bookmark(sectionName(s.ID), func() {})
	if s.Up == 2 {
		b.slip(print.Beside(b.doc, n))
	}
	for i, block := range s.Blocks {
		var prev, next print.Block
		if i > 0 {
			prev = s.Blocks[i-1]
		}
		if i+1 < len(s.Blocks) {
			next = s.Blocks[i+1]
		}
		p, isParagraph := block.(*print.Paragraph)
		if isParagraph {
			if next == nil && !last {
				b.end = properties
			}
			b.kept = print.Keeps(p, next)
			b.paragraph(p, before(prev, p), after(p, next), s.Text())
			b.kept = false
			continue
		}
		if _, follows := prev.(*print.Paragraph); prev != nil && !follows {
			b.filler("")
		}
		b.table(block)
		if next == nil {
			end := properties
			if last {
				end = ""
			}
			b.filler(end)
		}
	}
	if len(s.Blocks) == 0 && !last {
		b.filler(properties)
	}
	if last {
		b.out.put(properties)
	}
}

// The room between two paragraphs stands after the first, where no engine adds it to other
// room or drops it at the top of a page; after a table it stands before the paragraph.
func before(prev print.Block, p *print.Paragraph) float64 {
	if _, ok := prev.(*print.Paragraph); ok && !p.NewPage {
		return 0
	}
	return max(p.Before, 0)
}

func after(p *print.Paragraph, next print.Block) float64 {
	if n, ok := next.(*print.Paragraph); ok && n.NewPage {
		return 0
	}
	return print.Gap(p, next)
}

// filler parts two tables and carries the end of a section after a table.
func (b *body) filler(end string) { b.fill(end, "") }

// slip begins a half of a sheet: the first where it stands, the others in the next column.
func (b *body) slip(next bool) {
	if next {
		b.fill("", `<w:r><w:br w:type="column"/></w:r>`)
		return
	}
	b.fill("", "")
}

// fill is a paragraph of the height of a filler.
func (b *body) fill(end, inside string) {
	b.out.putf(`<w:p><w:pPr>%s<w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="exact"/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>%s</w:pPr>%s</w:p>`,
		keepNext(b.kept), pt(print.Filler), end, inside)
}

// paragraph writes a paragraph and the line that carries its rule. The room after it stands
// below the rule.
func (b *body) paragraph(p *print.Paragraph, before, after, width float64) {
	if p.Matrix != nil {
		b.matrix(p, before, after, width)
		return
	}
	below := after
	if p.Rule > 0 {
		below = 0
	}
	l := lookOf(p, before, below)
	b.styles.learn(styleOf(p), l, 1+weight(p))
	base := b.styles.looks[styleOf(p)]
	l.keep = keepNext(b.kept)
	end := ""
	if p.Rule <= 0 {
		end, b.end = b.end, ""
	} else {
		l.keep = keepNext(b.kept || !b.inRow) // in a row it would keep the row with the next
	}
	b.out.put(`<w:p><w:pPr><w:pStyle w:val="`, styleID(styleOf(p)), `"/>`, l.paragraph(base), end, `</w:pPr>`)
	for _, r := range p.Runs {
		b.run(p, r, base)
	}
	b.out.put(`</w:p>`)
	if p.Rule > 0 {
		b.rule(p, after, width)
	}
}

// weight makes what is read count for more than what stands in a corner.
func weight(p *print.Paragraph) int {
	n := 0
	for _, r := range p.Runs {
		n += len(r.Text)
	}
	return n
}

// rule is an empty paragraph as narrow as the line above it is long, with a border on top.
func (b *body) rule(p *print.Paragraph, after, width float64) {
	side := max((width-p.Rule)/2, 0)
	end := b.end
	b.end = ""
	b.out.put(`<w:p><w:pPr>`, keepNext(b.kept))
	b.out.putf(`<w:pBdr><w:top w:val="none" w:sz="0" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="%d" w:space="0" w:color="auto"/></w:pBdr>`, eighth(print.RuleWide))
	b.out.putf(`<w:spacing w:before="0" w:after="%d" w:line="%d" w:lineRule="exact"/>`, pt(after), pt(print.RuleTall))
	b.out.putf(`<w:ind w:left="%d" w:right="%d" w:firstLine="0"/><w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>%s</w:pPr></w:p>`, mm(side), mm(side), end)
}

func (b *body) run(p *print.Paragraph, r print.Run, base look) {
	size := r.Size
	if size <= 0 {
		size = sizeOf(p)
	}
	l := look{bold: r.Bold, italic: r.Italic, size: size}
	b.bookmark(markName(r.Mark), func() {
		b.out.put(`<w:r>`)
		if q := l.run(base); q != "" {
			b.out.put(`<w:rPr>`, q, `</w:rPr>`)
		}
		for i, part := range strings.Split(print.Clean(r.Text), "\n") {
			if i > 0 {
				b.out.put(`<w:br/>`)
			}
			if part != "" {
				b.out.put(`<w:t xml:space="preserve">`, text(part), `</w:t>`)
			}
		}
		b.out.put(`</w:r>`)
	})
}

// bookmark names what inside writes.
func (b *body) bookmark(name string, inside func()) {
	if name == "" {
		inside()
		return
	}
	b.marks++
	b.out.putf(`<w:bookmarkStart w:id="%d" w:name="%s"/>`, b.marks, name)
	inside()
	b.out.putf(`<w:bookmarkEnd w:id="%d"/>`, b.marks)
}

// Bookmark names are at most forty letters, digits and underscores; those that begin with an
// underscore are not shown to a person, who would find hundreds of figures otherwise.
const longest = 40

func sectionName(id string) string {
	if id == "" {
		return ""
	}
	return short(nameLetters(id))
}

func markName(mark string) string {
	if mark == "" {
		return ""
	}
	return short("_m_" + nameLetters(mark))
}

// nameLetters writes a slash as two underscores and what else may not stand in a name as its
// code, so that different marks have different names.
func nameLetters(s string) string {
	var w strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			w.WriteRune(r)
		case r == '/':
			w.WriteString("__")
		case r == '-':
			w.WriteString("_")
		default:
			fmt.Fprintf(&w, "_%x_", r)
		}
	}
	return w.String()
}

// short cuts a long name and ends it with its hash.
func short(name string) string {
	if len(name) <= longest {
		return name
	}
	h := fnv.New32a()
	h.Write([]byte(name))
	return fmt.Sprintf("%s_%08x", name[:longest-9], h.Sum32())
}
