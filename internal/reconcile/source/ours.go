package source

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// ours reads report.json of motcua (docs/formats/report.md): cells one by one, in the order
// of print, and the forms of flows.
func (b *build) ours(root *node) *statement.Document {
	b.doc.Title = root.get("report").str()
	if d, err := calendar.ParseDate(root.get("as_of").str()); err == nil {
		b.dated(d)
	}
	cells := root.get("cells").list()
	for i := 0; i < len(cells); {
		j := i + 1
		for j < len(cells) && cells[j].get("appendix").str() == cells[i].get("appendix").str() {
			j++
		}
		b.ourAppendix(cells[i].get("appendix").str(), cells[i:j])
		i = j
	}
	for _, f := range root.get("ii06a").list() {
		b.ourFlow(f)
	}
	for _, t := range b.doc.Tables {
		for _, c := range t.Columns {
			b.span(c.Period)
		}
	}
	return b.settle()
}

// span widens the period of the document.
func (b *build) span(p statement.Period) {
	d := &b.doc.Period
	if p.From != 0 && (d.From == 0 || p.From < d.From) {
		d.From = p.From
	}
	d.To = max(d.To, p.To)
}

// daysOf is the period of a cell or a form, named as it prints. A span that began a year and
// did not end one was cut off; a quarter was not.
func daysOf(n *node) statement.Period {
	from, err1 := calendar.ParseDate(n.get("from").str())
	to, err2 := calendar.ParseDate(n.get("to").str())
	if err1 != nil || err2 != nil || to < from {
		return statement.Period{}
	}
	p := statement.Period{From: from, To: to, Printed: upperFirst(calendar.Period{From: from, To: to}.Print())}
	_, m, d := to.Civil()
	p.Partial = to.Year() > from.Year() && (m != 12 || d != 31)
	return p
}

// columnOf is the same for a column of years.
func columnOf(n *node) statement.Period {
	p := daysOf(n)
	_, m1, d1 := p.From.Civil()
	if y, m2, d2 := p.To.Civil(); p.From != 0 && m1 == 1 && d1 == 1 && (m2 != 12 || d2 != 31) && y == p.From.Year() {
		p.Partial = true
		p.Printed = "Năm " + strconv.Itoa(y) + " (tính đến " + strconv.Itoa(d2) + "/" + strconv.Itoa(int(m2)) + ")"
	}
	return p
}

func upperFirst(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return strings.ToUpper(s[:n]) + s[n:]
}

// ourAppendix makes the table of an appendix of its cells.
func (b *build) ourAppendix(id string, cells []*node) {
	t := statement.Table{Section: id, Title: b.words.titles[id]}
	t.Place = statement.Place{Text: "Phụ lục " + id, Section: id, Ref: "json:" + cells[0].at, Table: len(b.doc.Tables) + 1}
	b.doc.Headings = append(b.doc.Headings, statement.Heading{Place: t.Place, Appendix: true, Number: id, Path: id, Title: t.Title})
	lines, columns := map[string]int{}, map[string]int{}
	for _, c := range cells {
		if key := c.get("column").str(); !has(columns, key) {
			columns[key] = len(t.Columns)
			p := columnOf(c)
			col := statement.Column{Key: key, Label: p.Printed, Period: p}
			switch key {
			case "result":
				col.Label, col.Period = "Kết quả đạt được", statement.Period{}
			case "assessment":
				col.Label, col.Period, col.Kind = "Đánh giá kết quả đạt được (Đạt/Không đạt)", statement.Period{}, statement.Target
			}
			t.Columns = append(t.Columns, col)
		}
		if line := c.get("line").str(); !has(lines, line) {
			lines[line] = len(t.Lines)
			l := statement.Line{Place: t.Place, Number: line, Label: b.words.labels[id+"."+line], Parent: -1}
			l.Line, l.Row, l.Ref = line, len(t.Lines), "json:"+c.at
			l.Place.Text = t.Place.Text + ", dòng " + line
			t.Lines = append(t.Lines, l)
		}
	}
	b.finish(&t)
	for i := range t.Lines {
		t.Lines[i].Figures = make([]*statement.Figure, len(t.Columns))
	}
	groups := map[int]int{}
	for _, c := range cells {
		i, j := lines[c.get("line").str()], columns[c.get("column").str()]
		if groups[i] == 0 {
			groups[i] = b.group()
		}
		f := b.ourCell(&t, i, j, c, groups[i])
		if t.Lines[i].Figures[j] == nil {
			t.Lines[i].Figures[j] = f
		}
	}
	b.doc.Tables = append(b.doc.Tables, t)
}

func has(m map[string]int, key string) bool {
	_, ok := m[key]
	return ok
}

func (b *build) ourCell(t *statement.Table, i, j int, c *node, group int) *statement.Figure {
	l, col := &t.Lines[i], &t.Columns[j]
	f := &statement.Figure{Place: l.Place, Label: l.Label, Kind: l.Kind, Measure: b.lineMeasure(t, i), Period: col.Period, Within: group}
	f.Place.Text = l.Place.Text + ", cột " + col.Label
	f.Column, f.Col, f.Ref = col.Label, j, "json:"+c.at+"/value"
	if col.Kind != statement.Unknown {
		f.Kind = col.Kind
	}
	part := c.get("part").str()
	value := c.get("value")
	if part != "" {
		f.Of = map[string]string{"part": part}
		f.Measure, f.Same = b.measure(part, "", rates), same(l.Label)+" "+same(part)
		f.Label = part
	}
	if value != nil && value.kind == 'n' {
		text := grouped(value.text)
		percent := strings.Contains(value.text, ".") && (l.Kind == statement.Percent || part != "" || b.isRate(f.Measure))
		if percent {
			text, f.Kind = text+"%", statement.Percent
		}
		return b.cell(f, text)
	}
	return b.cell(f, value.str())
}

// grouped is a JSON number as the report prints it.
func grouped(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		return vietnamese(text)
	}
	return locale.Decimal(n, len(fraction))
}

func (b *build) isRate(measure string) bool {
	m := b.words.byKey[measure]
	return m != nil && m.Kind == "rate"
}

// flowColumns are the columns of form II.06a with what each counts.
var flowColumns = []struct{ group, key, label, measure, number, formula string }{
	{"received", "total", "Số hồ sơ nhận giải quyết – Tổng số", "received", "(3)", "(3)=(4)+(5)+(6)"},
	{"received", "online", "Số hồ sơ nhận giải quyết – Trong kỳ – Trực tuyến", "received.online", "(4)", ""},
	{"received", "direct", "Số hồ sơ nhận giải quyết – Trong kỳ – Trực tiếp, dịch vụ bưu chính", "received.direct", "(5)", ""},
	{"received", "carried", "Số hồ sơ nhận giải quyết – Từ kỳ trước", "carried", "(6)", ""},
	{"settled", "total", "Số hồ sơ đã giải quyết – Tổng số", "settled", "(7)", "(7)=(8)+(9)+(10)"},
	{"settled", "early", "Số hồ sơ đã giải quyết – Trước hạn", "settled.early", "(8)", ""},
	{"settled", "on_time", "Số hồ sơ đã giải quyết – Đúng hạn", "settled.on_time", "(9)", ""},
	{"settled", "late", "Số hồ sơ đã giải quyết – Quá hạn", "settled.late", "(10)", ""},
	{"open", "total", "Số hồ sơ đang giải quyết – Tổng số", "open", "(11)", "(11)=(12)+(13)"},
	{"open", "in_time", "Số hồ sơ đang giải quyết – Trong hạn", "open.in_time", "(12)", ""},
	{"open", "overdue", "Số hồ sơ đang giải quyết – Quá hạn", "open.overdue", "(13)", ""},
}

// ourFlow makes the table of one form II.06a. Its last row is the total.
func (b *build) ourFlow(n *node) {
	p := daysOf(n)
	t := statement.Table{Section: "II.06a", Title: "Biểu II.06a, " + lowerFirst(p.Printed), Labels: "Lĩnh vực"}
	t.Place = statement.Place{Text: "Biểu II.06a, " + lowerFirst(p.Printed), Section: "II.06a", Ref: "json:" + n.at, Table: len(b.doc.Tables) + 1}
	for _, c := range flowColumns {
		t.Columns = append(t.Columns, statement.Column{Label: c.label, Key: c.group + "." + c.key, Number: c.number, Formula: c.formula, Kind: statement.Count})
	}
	rows := n.get("rows").list()
	for i, row := range rows {
		l := statement.Line{Place: t.Place, Label: row.get("field").str(), Parent: -1}
		l.Row, l.Ref = i, "json:"+row.at
		l.Place.Text = t.Place.Text + ", dòng «" + short(l.Label) + "»"
		group := b.group()
		for j, c := range flowColumns {
			v := row.get(c.group).get(c.key)
			f := &statement.Figure{Place: l.Place, Label: c.label, Kind: statement.Count, Measure: c.measure, Period: p, Within: group}
			f.Place.Text = l.Place.Text + ", cột " + c.number
			f.Column, f.Col = c.label, j
			if v != nil {
				f.Ref = "json:" + v.at
			}
			if i < len(rows)-1 {
				f.Of = map[string]string{"field": l.Label}
			}
			l.Figures = append(l.Figures, b.cell(f, grouped(v.str())))
		}
		t.Lines = append(t.Lines, l)
	}
	b.doc.Tables = append(b.doc.Tables, t)
}
