package html

import (
	"strconv"

	stdhtml "html"

	"github.com/motcua/motcua/internal/print"
)

// table is a data table with a caption for who cannot see it; a table that only places things
// is said to be one.
func (p *writer) table(t *print.Table) {
	if t.Plain {
		p.s(`<table role="presentation"`)
		p.classes("doc-plain", "doc-s"+strconv.Itoa(int(t.Size)))
		p.s(">")
	} else {
		p.s(`<div class="doc-scroll" role="region" tabindex="0" aria-label="`, stdhtml.EscapeString(t.Caption), `">`)
		p.open("table", "doc-table", "doc-s"+strconv.Itoa(int(t.Size)))
		if t.Caption != "" {
			p.s(`<caption class="doc-hidden">`)
			p.text(t.Caption)
			p.s("</caption>")
		}
	}
	p.s("<colgroup>")
	for i := range t.Widths {
		p.open("col", share(t.Widths, i))
	}
	p.s("</colgroup>\n")
	p.rows("thead", t.Head, t, true)
	p.rows("tbody", t.Rows, t, false)
	p.s("</table>")
	if !t.Plain {
		p.s("</div>")
	}
	p.s("\n")
}

func (p *writer) rows(part string, rows []print.Row, t *print.Table, head bool) {
	if len(rows) == 0 {
		return
	}
	p.s("<", part, ">\n")
	for i := range rows {
		p.open("tr", class(rows[i].Total, "doc-total"))
		for j := range rows[i].Cells {
			p.cell(&rows[i].Cells[j], t, head)
		}
		p.s("</tr>\n")
	}
	p.s("</", part, ">\n")
}

func (p *writer) cell(c *print.Cell, t *print.Table, head bool) {
	name := "td"
	if c.Header {
		name = "th"
	}
	p.s("<", name)
	if c.Header {
		p.s(` scope="`, scope(c, head), `"`)
	}
	p.count("colspan", c.Span)
	p.count("rowspan", c.Down)
	single := len(c.Paragraphs) == 1 && c.Paragraphs[0].Matrix == nil
	var classes []string
	l := look{}
	if single {
		l = lookOf(&c.Paragraphs[0])
		classes = l.classes(&c.Paragraphs[0], t.Size)
	}
	p.classes(append(classes, class(!c.Middle && !t.Plain, "doc-top"), class(c.Shade, "doc-na"))...)
	p.s(">")
	if single {
		p.runs(c.Paragraphs[0].Runs, l)
	} else {
		p.stack(c, t)
	}
	if c.Shade {
		p.s(`<span class="doc-hidden">`, notApplicable, `</span>`)
	}
	p.s("</", name, ">")
}

// stack is paragraphs under each other in a cell.
func (p *writer) stack(c *print.Cell, t *print.Table) {
	for i := range c.Paragraphs {
		if c.Paragraphs[i].Matrix != nil {
			p.matrix(&c.Paragraphs[i])
			continue
		}
		l := lookOf(&c.Paragraphs[i])
		p.open("div", l.classes(&c.Paragraphs[i], t.Size)...)
		p.runs(c.Paragraphs[i].Runs, l)
		p.s("</div>")
	}
}

// scope says what a heading cell heads.
func scope(c *print.Cell, head bool) string {
	switch {
	case !head:
		return "row"
	case c.Span > 1:
		return "colgroup"
	}
	return "col"
}

func (p *writer) count(name string, n int) {
	if n > 1 {
		p.s(" ", name, `="`, strconv.Itoa(n), `"`)
	}
}
