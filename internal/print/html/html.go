// Package html writes a section of a document as a page shows it: headings, paragraphs and
// tables that a screen reader can walk, with every figure a link to what it counts.
//
// It writes the same words, spans and order as print/docx and print/pdf, because it writes the
// same section. Looks are classes of CSS, which a site serves with its stylesheet: there are
// no style attributes, so a strict content security policy holds. It promises that all text
// and addresses are escaped, and that the writing of a section is always the same bytes. It
// knows no report and no address: the caller turns a mark into one.
package html

import (
	stdhtml "html"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/print"
)

// notApplicable is said of a shaded cell to who cannot see the shade.
const notApplicable = "không thuộc phạm vi"

// Write writes a section. link gives the address behind a mark, "" for none; nil links
// nothing.
func Write(w io.Writer, s *print.Section, link func(mark string) string) error {
	if link == nil {
		link = func(string) string { return "" }
	}
	p := &writer{link: link}
	p.open("div", "doc", class(s.Landscape, "doc-land"))
	for _, b := range s.Blocks {
		switch b := b.(type) {
		case *print.Paragraph:
			p.paragraph(b)
		case *print.Columns:
			p.columns(b)
		case *print.Table:
			p.table(b)
		}
	}
	p.s("</div>\n")
	_, err := io.WriteString(w, p.out.String())
	return err
}

// Anchor is the id of a linked figure, so that another page can point at it: its mark without
// blanks, which an id may not hold.
func Anchor(mark string) string { return strings.ReplaceAll(mark, " ", "_") }

type writer struct {
	out  strings.Builder
	link func(string) string
}

func (p *writer) s(parts ...string) {
	for _, s := range parts {
		p.out.WriteString(s)
	}
}

func (p *writer) text(s string) {
	p.s(strings.ReplaceAll(stdhtml.EscapeString(s), "\n", "<br>"))
}

// open begins an element with the classes that are not empty.
func (p *writer) open(name string, classes ...string) {
	p.s("<", name)
	p.classes(classes...)
	p.s(">")
}

func (p *writer) classes(classes ...string) {
	var some []string
	for _, c := range classes {
		if c != "" {
			some = append(some, c)
		}
	}
	if len(some) > 0 {
		p.s(` class="`, strings.Join(some, " "), `"`)
	}
}

func class(on bool, name string) string {
	if on {
		return name
	}
	return ""
}

// paragraph is a heading of the outline or plain text. The page itself has the first level.
func (p *writer) paragraph(b *print.Paragraph) {
	if b.Matrix != nil {
		p.matrix(b)
		return
	}
	if len(b.Runs) == 0 {
		return
	}
	name := "p"
	if b.Heading > 0 {
		name = "h" + strconv.Itoa(min(b.Heading+1, 6))
	}
	look := lookOf(b)
	p.open(name, append(look.classes(b, 0), class(b.First > 0, "doc-first"), class(b.Before >= 12 && b.Before < 24, "doc-far"), class(b.Before >= 24, "doc-sign"))...)
	p.runs(b.Runs, look)
	p.s("</", name, ">\n")
	p.rule(b)
}

// matrix is a drawing of its own size, one square for each run of dark modules.
func (p *writer) matrix(b *print.Paragraph) {
	m := b.Matrix
	side, size := strconv.FormatFloat(m.Side, 'f', 1, 64), strconv.Itoa(m.Size)
	p.open("p", [...]string{print.Center: "doc-c", print.Right: "doc-r", print.Justify: ""}[b.Align])
	p.s(`<svg class="doc-qr" width="`, side, `mm" height="`, side, `mm" viewBox="0 0 `, size, " ", size,
		`" shape-rendering="crispEdges" role="img" aria-label="`, stdhtml.EscapeString(m.Alt), `"><path d="`)
	m.Runs(func(x, y, n int) {
		p.s("M", strconv.Itoa(x), " ", strconv.Itoa(y), "h", strconv.Itoa(n), "v1H", strconv.Itoa(x), "z")
	})
	p.s(`"/></svg></p>`, "\n")
}

// rule is the line of its own length under a paragraph. Its length is of the drawing, not of a
// style.
func (p *writer) rule(b *print.Paragraph) {
	if b.Rule > 0 {
		p.s(`<svg class="doc-rule" width="`, strconv.FormatFloat(b.Rule, 'f', 0, 64),
			`mm" height="1" aria-hidden="true"><path stroke="currentColor" d="M0 .5H999"/></svg>`, "\n")
	}
}

// look is what all runs of a paragraph share; the element says it once.
type look struct{ bold, italic bool }

func lookOf(b *print.Paragraph) look {
	l := look{true, true}
	for _, r := range b.Runs {
		l.bold, l.italic = l.bold && r.Bold, l.italic && r.Italic
	}
	if len(b.Runs) == 0 {
		return look{}
	}
	return l
}

// classes are the paragraph's own look; around is the size of what it stands in.
func (l look) classes(b *print.Paragraph, around float64) []string {
	size := ""
	if b.Size > 0 && b.Size != around {
		size = "doc-s" + strconv.Itoa(int(b.Size))
	}
	indent := ""
	if b.Indent > 0 {
		indent = "doc-in" + strconv.Itoa(min(max(int(math.Round(b.Indent/3)), 1), deepest))
	}
	return []string{[...]string{print.Center: "doc-c", print.Right: "doc-r", print.Justify: "doc-j"}[b.Align],
		size, class(l.bold, "doc-b"), class(l.italic, "doc-i"), indent}
}

func (p *writer) runs(runs []print.Run, around look) {
	for _, r := range runs {
		address := ""
		if r.Mark != "" {
			address = p.link(r.Mark)
		}
		bold, italic := r.Bold && !around.bold, r.Italic && !around.italic
		if address != "" {
			p.s(`<a id="`, stdhtml.EscapeString(Anchor(r.Mark)), `" href="`, stdhtml.EscapeString(address), `">`)
		}
		p.s(tag(bold, "<b>"), tag(italic, "<i>"))
		p.text(r.Text)
		p.s(tag(italic, "</i>"), tag(bold, "</b>"))
		if address != "" {
			p.s("</a>")
		}
	}
}

func tag(on bool, s string) string { return class(on, s) }

// columns are two sides that stand under each other on a narrow screen.
func (p *writer) columns(c *print.Columns) {
	p.s(`<div class="doc-sides">`)
	for i, side := range c.Sides {
		p.open("div", share(c.Widths, i))
		for j := range side {
			if side[j].Matrix == nil && len(side[j].Runs) == 1 && side[j].Runs[0].Text == "" {
				p.s(`<p class="doc-gap"></p>`)
				continue
			}
			p.paragraph(&side[j])
		}
		p.s("</div>")
	}
	p.s("</div>\n")
}

// share is the class of a width: its hundredths of the whole.
func share(widths []float64, i int) string {
	var sum float64
	for _, w := range widths {
		sum += w
	}
	if sum <= 0 || i >= len(widths) {
		return ""
	}
	return "doc-w" + strconv.Itoa(int(math.Round(widths[i]/sum*100)))
}
