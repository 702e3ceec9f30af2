package source

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// reform reads the schema reform-report/1 (docs/formats/reform-report.md). Strings that were
// printed win over numbers; keys it does not know are passed over.
type reform struct {
	*build
	root     *node
	sections map[string]int // group by section and period: what one footnote says of one year
}

func (b *build) reform(root *node) *statement.Document {
	r := &reform{build: b, root: root, sections: map[string]int{}}
	r.head()
	for _, a := range root.get("appendices").list() {
		r.appendix(a)
	}
	r.statistics()
	for _, part := range [...]string{"online_services", "digitization"} {
		r.ratios(root.get(part))
	}
	r.facts()
	r.citations()
	return b.settle()
}

func (r *reform) head() {
	d := r.root.get("document")
	r.doc.Title = d.get("title").str()
	r.doc.Period = r.periodOf(d.get("period").str())
	date := d.get("date")
	day, month, year := date.get("day").int(), date.get("month").int(), date.get("year").int()
	switch {
	case year < 1990 || year > 2199 || month < 1 || month > 12:
	case day > 0:
		r.dated(calendar.MakeDate(year, time.Month(month), day))
	default: // the latest day that "tháng 4 năm 2025" can mean
		r.dated(calendar.MakeDate(year, time.Month(month+1), 0))
	}
	place := statement.Place{Text: "Trích yếu", Ref: "json:" + d.get("title").pointer()}
	r.cite(r.doc.Title, place)
}

func (n *node) int() int {
	i, err := strconv.Atoi(n.str())
	if err != nil {
		return 0
	}
	return i
}

func (n *node) pointer() string {
	if n == nil {
		return ""
	}
	return n.at
}

func (r *reform) appendix(a *node) {
	id := a.get("id").str()
	t := statement.Table{Title: a.get("title").str(), Section: id}
	t.Place = statement.Place{Text: "Phụ lục " + id, Section: id, Ref: "json:" + a.at, Table: len(r.doc.Tables) + 1}
	r.doc.Headings = append(r.doc.Headings, statement.Heading{Place: t.Place, Appendix: true, Number: id, Path: id, Title: t.Title})
	for _, c := range a.get("columns").objects() {
		col := statement.Column{Label: c.get("printed").str(), Key: c.get("key").str()}
		col.Period = r.periodOf(col.Label)
		if f := Fold(col.Label); strings.Contains(f, "danh gia") {
			col.Kind = statement.Target
		}
		t.Columns = append(t.Columns, col)
	}
	lines := a.get("lines").objects()
	for _, l := range lines {
		t.Lines = append(t.Lines, r.line(&t, l))
	}
	r.finish(&t)
	for i, l := range lines {
		r.cells(&t, i, l.get("values"))
	}
	r.doc.Tables = append(r.doc.Tables, t)
}

func (r *reform) line(t *statement.Table, l *node) statement.Line {
	out := statement.Line{Number: lineNumber(l.get("stt").str()), Label: l.get("label").str(), Formula: l.get("formula").str(), Level: l.get("level").str()}
	out.Place = t.Place
	out.Line, out.Row, out.Ref = out.Number, len(t.Lines), "json:"+l.at
	out.Text = t.Text + ", dòng " + out.Number
	switch kind, _, _ := strings.Cut(l.get("type").str(), " "); kind {
	case "heading":
		out.Heading = true
	case "count":
		out.Kind = statement.Count
	case "%":
		out.Kind = statement.Percent
	case "money":
		out.Kind = statement.Money
	case "yes/no", "tick":
		out.Kind = statement.Flag
	case "target":
		out.Kind = statement.Target
	case "text":
		out.Kind = statement.Words
	}
	return out
}

func (r *reform) cells(t *statement.Table, i int, values *node) {
	l := &t.Lines[i]
	measure, group := r.lineMeasure(t, i), r.group()
	l.Figures = make([]*statement.Figure, len(t.Columns))
	for j, c := range t.Columns {
		v := values.get(c.Key)
		if v == nil && values.get(c.Label) != nil {
			v = values.get(c.Label)
		}
		f := &statement.Figure{Place: l.Place, Label: l.Label, Kind: l.Kind, Level: l.Level, Measure: measure, Period: c.Period, Within: group}
		f.Column, f.Col = c.Label, j
		f.Text = ""
		f.Place.Text = l.Place.Text + ", cột " + c.Label
		f.Ref = "json:" + l.Ref[len("json:"):] + "/values/" + escape(c.Key)
		l.Figures[j] = r.cell(f, printedOf(v))
	}
}

// printedOf is what the document prints: the printed string where there is one.
func printedOf(v *node) string {
	if !v.object() {
		return v.str()
	}
	if p := v.get("printed").str(); p != "" {
		return p
	}
	for _, key := range [...]string{"number", "value", "bound"} {
		if n := v.get(key).str(); n != "" {
			return vietnamese(n) + percentUnit(v)
		}
	}
	return ""
}

func percentUnit(v *node) string {
	if v.get("unit").str() == "percent" {
		return "%"
	}
	return ""
}

// vietnamese writes a JSON number with a decimal comma.
func vietnamese(n string) string {
	if _, err := strconv.ParseFloat(n, 64); err != nil || strings.ContainsAny(n, "eE") {
		return n
	}
	return strings.Replace(n, ".", ",", 1)
}

// figure makes a figure of a value that is no cell. A number that stands in the schema beside
// words («không có hồ sơ trễ hạn», 0) is kept with the words as printed.
func (r *reform) figure(v *node, place statement.Place, label, measure string, p statement.Period, group int) *statement.Figure {
	if v.empty() {
		return nil
	}
	printed := printedOf(v)
	f := &statement.Figure{Place: place, Label: label, Measure: measure, Period: p, Within: group}
	f.Ref = "json:" + v.at
	f.Printed = printed
	n, ok := r.cellNumber(printed)
	if !ok && v.object() {
		for _, key := range [...]string{"number", "value"} {
			if x := v.get(key); x != nil && x.kind == 'n' {
				n, ok = r.cellNumber(vietnamese(x.text) + percentUnit(v))
				n.Printed = printed
			}
		}
	}
	if !ok {
		f.Text, f.IsText, f.Kind = printed, true, statement.Words
		if printed == "" {
			return nil
		}
	}
	f.Number = n
	f.Printed = printed
	return r.add(f)
}

var placeParts = regexp.MustCompile(`^(footnote|section|appendix)?\s*(.*)$`)

// place makes a printed place of the schema's: "footnote 11", "section II.2.1.d", "I.1".
func place(at string) statement.Place {
	at, _, _ = strings.Cut(at, ",")
	m := placeParts.FindStringSubmatch(strings.TrimSpace(at))
	switch {
	case at == "":
		return statement.Place{Text: "Nội dung"}
	case m[1] == "footnote":
		return statement.Place{Text: "Chú thích " + m[2], Section: "chú thích " + m[2]}
	case m[1] == "appendix":
		return statement.Place{Text: "Phụ lục " + m[2], Section: m[2]}
	}
	return statement.Place{Text: "Mục " + m[2], Section: m[2]}
}

// together is the group of what one section says of one period.
func (r *reform) together(p statement.Place, period statement.Period) int {
	id := p.Section + "\x00" + period.From.String() + period.To.String()
	if r.sections[id] == 0 {
		r.sections[id] = r.group()
	}
	return r.sections[id]
}

var keyYears = regexp.MustCompile(`(\d{4})(?:_(?:to_)?(?:(\d\d)_)?(\d{4}))?`)

// keyPeriod reads "2024", "total_2021_to_04_2025", "bcci_2021_2025", "2021.level3_online".
func (r *reform) keyPeriod(key string) statement.Period {
	m := keyYears.FindStringSubmatch(key)
	switch {
	case m == nil:
		return statement.Period{}
	case m[3] == "":
		return r.periodOf("Năm " + m[1])
	case m[2] == "":
		return r.periodOf(m[1] + "-" + m[3])
	}
	return r.periodOf(m[1] + "-" + m[2] + "/" + m[3])
}
