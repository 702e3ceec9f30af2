package report

import "github.com/motcua/motcua/internal/print"

// Sizes in points. Nghị định 30 sets those of the headings; it sets none for table text.
const (
	sizeTitle  = 14
	sizeHead   = 13
	sizeTable  = 12
	sizeSmall  = 11
	sizeRemark = 10
	sizeColumn = 9 // the column numbers of a form
)

// Document is the report as it stands on paper: the signed front page, a section for each
// appendix, one for each period of form II.06a, and the explanations. It is the one layout of
// the report: workbook, DOCX, PDF and page are writings of it. It is laid out once, and is not
// to be changed.
func (r *Report) Document() *print.Document {
	r.once.Do(func() {
		r.document = r.layout(fit)
	})
	return r.document
}

// layout builds the sections; settle says how each is to stand.
func (r *Report) layout(settle func(builder) print.Section) *print.Document {
	d := &print.Document{Title: r.title(), Author: r.Words.Issuer, Language: "vi-VN"}
	add := func(build builder) { d.Sections = append(d.Sections, settle(build)) }
	if len(r.Tables) > 0 {
		add(func(int) print.Section { return r.front() })
	}
	for i := range r.Tables {
		add(func(int) print.Section { return r.appendix(&r.Tables[i]) })
	}
	for i := range r.Flows {
		add(func(tail int) print.Section { return r.flow(&r.Flows[i], tail) })
	}
	add(func(int) print.Section { return r.notes() })
	return d
}

// title is the report's, or that of the form when it is made by itself.
func (r *Report) title() string {
	if len(r.Tables) == 0 && r.Definition.Form != nil {
		return r.Definition.Form.Title
	}
	return r.Definition.Title
}

// section is an empty page of Nghị định 30 that knows its names.
func section(id, name string, landscape bool) print.Section {
	s := print.Report30(landscape)
	s.ID, s.Name = id, name
	return s
}

// centred is a line in the middle.
func centred(text string, size float64) print.Paragraph {
	return print.P(text, size, print.Center)
}

// styled names the style of paragraphs, by which a word processor changes them all.
func styled(style string, p ...print.Paragraph) []print.Paragraph {
	for i := range p {
		p[i].Style = style
	}
	return p
}

func bold(p print.Paragraph) print.Paragraph {
	for i := range p.Runs {
		p.Runs[i].Bold = true
	}
	return p
}

func italic(p print.Paragraph) print.Paragraph {
	for i := range p.Runs {
		p.Runs[i].Italic = true
	}
	return p
}

// heading enters a paragraph into the outline. It never stands alone at the foot of a page.
func heading(p print.Paragraph, style string, level int) *print.Paragraph {
	p.Style, p.Heading, p.KeepNext = style, level, true
	return &p
}

// kept is a paragraph that stays with what follows, at a distance in points.
func kept(p print.Paragraph, style string, after float64) *print.Paragraph {
	p.Style, p.After, p.KeepNext = style, after, true
	return &p
}

// gap is room between two tables.
func gap(points float64) *print.Paragraph { return &print.Paragraph{Style: "Gap", Size: points} }

// cell is a field of a table, its text between top and bottom.
func cell(p ...print.Paragraph) print.Cell {
	return print.Cell{Middle: true, Paragraphs: styled("Table Text", p...)}
}

// headCell names a column.
func headCell(text string, size float64) print.Cell {
	return print.Cell{Middle: true, Header: true, Paragraphs: styled("Table Head", bold(centred(text, size)))}
}

// headRow names the columns of a table whose head has one row.
func headRow(names ...string) []print.Row {
	var row print.Row
	for _, name := range names {
		row.Cells = append(row.Cells, headCell(name, sizeTable))
	}
	return []print.Row{row}
}

func words(text string) print.Paragraph { return print.P(text, sizeTable, print.Left) }

func number(text string) print.Paragraph { return centred(text, sizeTable) }
