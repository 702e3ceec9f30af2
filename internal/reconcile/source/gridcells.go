package source

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// figures reads one row. Where the columns are periods the line says what is measured; where
// they are indicators each column does, and the line says of which field, or when.
func (p *prose) figures(g *grid, h heads, t *statement.Table, i, row int) {
	l := &t.Lines[i]
	group := p.group()
	measure := p.lineMeasure(t, i)
	rowPeriod := p.columnPeriod(l.Label)
	for j := range t.Columns {
		c := g.at(row, h.first+j)
		if c == nil || c == g.at(row, h.first+j-1) && h.first+j > h.first {
			l.Figures = append(l.Figures, nil)
			continue
		}
		col := &t.Columns[j]
		f := &statement.Figure{Place: l.Place, Label: l.Label, Kind: l.Kind, Level: l.Level, Measure: measure, Period: col.Period, Within: group}
		f.Place.Text = l.Place.Text + ", cột " + col.Label
		f.Column, f.Col = col.Label, j
		if f.Place.Ref = c.ref(); col.Kind != statement.Unknown {
			f.Kind = col.Kind
		}
		if col.Period.From == 0 || columnNames(p, col) {
			p.byColumn(f, t, l, j, rowPeriod, g.period)
		}
		l.Figures = append(l.Figures, p.gridFigure(f, c))
	}
	p.continuation(g, h, t, i, row)
}

// columnNames: a heading with a period that also says what is measured.
func columnNames(p *prose, col *statement.Column) bool {
	return p.measure(col.Label, "", columnWant(col)) != ""
}

func columnWant(col *statement.Column) want {
	if col.Kind == statement.Percent {
		return rates
	}
	return counts
}

// byColumn understands a figure whose column names what it is.
func (p *prose) byColumn(f *statement.Figure, t *statement.Table, l *statement.Line, j int, row, table statement.Period) {
	col := &t.Columns[j]
	f.Kind = col.Kind
	key := p.measure(col.Label, "", columnWant(col))
	if key == "" {
		if head, _, grouped := strings.Cut(col.Label, " – "); grouped {
			topic := p.measure(head, "", counts)
			_, own, _ := strings.Cut(col.Label, " – ")
			key = p.measure(own, topic, columnWant(col))
		}
	}
	f.Label = col.Label
	f.Same = same(col.Label + " " + l.Label)
	switch {
	case col.Kind == statement.Words || col.Kind == statement.Target:
		key = ""
		f.Label = l.Label
	case key == "" && f.Measure != "" && col.Period.From == 0 && len(t.Columns) <= 2:
		key, f.Label = f.Measure, l.Label
		if col.Kind == statement.Percent && p.words.byKey[key].Kind != "rate" {
			key = ""
		}
	}
	f.Measure = key
	if f.Period.From == 0 {
		f.Period = row
	}
	if f.Period.From == 0 {
		f.Period = table
	}
	if row.From == 0 && key != "" && f.Label == col.Label && !isTotal(l.Label) && l.Label != "" {
		name := "name"
		if p.words.fieldIn(Fold(l.Label)) != "" || strings.Contains(Fold(p.headWords(t)), "linh vuc") {
			name = "field"
		}
		f.Of = with(f.Of, name, l.Label)
	}
}

func (p *prose) headWords(t *statement.Table) string { return t.Title + " " + t.Labels }

// isTotal: the line that sums the others.
func isTotal(label string) bool {
	switch Fold(label) {
	case "tong", "tong so", "tong cong", "cong", "tong hop", "toan phuong", "tong toan phuong", "tat ca":
		return true
	}
	return false
}

// gridFigure makes the figure of a cell: of the number the file holds, or of its words.
// Several paragraphs of one cell are several figures.
func (p *prose) gridFigure(f *statement.Figure, c *gridCell) *statement.Figure {
	if c.number != nil {
		f.Number = *c.number
		if name, _, ok := strings.Cut(f.Printed, ": "); ok {
			f.Measure = p.measure(name, "", rates)
			f.Of = with(f.Of, "part", name)
			f.Same = same(f.Label) + " " + same(name)
			f.Label = name
			f.Kind = statement.Percent
		}
		return p.add(f)
	}
	filled := make([]gridPara, 0, 2)
	for _, para := range c.paras {
		if strings.TrimSpace(para.text) != "" {
			filled = append(filled, para)
		}
	}
	if len(filled) < 2 || f.Kind == statement.Words {
		return p.cell(f, c.text())
	}
	named := make([]*statement.Figure, 0, len(filled))
	for _, para := range filled {
		name, value, ok := strings.Cut(para.text, ":")
		n, number := p.cellNumber(value)
		if !ok || !number {
			return p.cell(f, c.text())
		}
		part := *f
		part.Number, part.Label, part.Ref = n, strings.TrimSpace(name), para.wholeRef()
		part.Printed = strings.TrimSpace(para.text)
		part.Of = with(f.Of, "part", part.Label)
		part.Same = same(f.Label) + " " + same(part.Label)
		part.Measure = p.measure(part.Label, "", rates)
		part.Kind = statement.Percent
		named = append(named, &part)
	}
	whole := *f
	whole.Text, whole.IsText, whole.Printed, whole.Measure = c.text(), true, c.text(), ""
	out := p.add(&whole)
	for _, part := range named {
		p.add(part)
	}
	return out
}

// continuation: rows whose number and label are those of the row above hold further figures
// of the same line.
func (p *prose) continuation(g *grid, h heads, t *statement.Table, i, row int) {
	if h.label < 0 {
		return
	}
	for r := row + 1; r < len(g.rows) && g.at(r, h.label) != nil && g.at(r, h.label) == g.at(row, h.label); r++ {
		l := &t.Lines[i]
		for j := range t.Columns {
			c := g.at(r, h.first+j)
			if c.blank() || c == g.at(row, h.first+j) {
				continue
			}
			f := &statement.Figure{Place: l.Place, Label: l.Label, Kind: l.Kind, Level: l.Level, Period: t.Columns[j].Period, Within: p.groups}
			f.Place.Text = l.Place.Text + ", cột " + t.Columns[j].Label
			f.Column, f.Col, f.Ref = t.Columns[j].Label, j, c.ref()
			p.gridFigure(f, c)
		}
	}
}

// serialDay reads a day that a workbook wrote as a date.
func serialDay(text string) (calendar.Date, bool) {
	if len(text) != 10 {
		return 0, false
	}
	d, err := calendar.ParseDate(text)
	return d, err == nil
}
