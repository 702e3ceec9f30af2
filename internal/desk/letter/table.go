package letter

import (
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/print"
)

// table is a table of the form on this sheet: the form's columns in their proportions.
func (b *builder) table(f *form.Field) *print.Table {
	t := &print.Table{Caption: captions[f.Table], Size: b.cellSize(f)}
	total := 0.0
	for _, c := range f.Columns {
		total += c.Width
	}
	head := print.Row{}
	for _, c := range f.Columns {
		t.Widths = append(t.Widths, c.Width/total*b.width)
		p := b.cellText(c.Title, t.Size, print.Center)
		p.Runs[0].Bold = true
		head.Cells = append(head.Cells, print.Cell{Header: true, Middle: true, Paragraphs: []print.Paragraph{p}})
	}
	t.Head = []print.Row{head}
	switch f.Table {
	case form.ComponentTable:
		t.Rows = b.components(f, t.Size)
	case form.HopTable:
		t.Rows = b.hops(f, t.Size)
	case form.RegisterTable:
		t.Rows = b.register(f, t.Size)
	}
	return t
}

var captions = map[form.Table]string{
	form.ComponentTable: "Thành phần hồ sơ nộp",
	form.HopTable:       "Giao, nhận hồ sơ",
	form.RegisterTable:  "Sổ theo dõi hồ sơ",
}

// cellSize is the size of a table's text: smaller than the lines, and that of a register
// smaller still, since it has many columns.
func (b *builder) cellSize(f *form.Field) float64 {
	if f.Table == form.RegisterTable {
		return 9
	}
	return max(b.size-1, 8)
}

func (b *builder) cellText(text string, size float64, a print.Align) print.Paragraph {
	p := print.P(text, size, a)
	p.Style = styleCell
	return p
}

// row makes a row out of what each column shows.
func (b *builder) row(f *form.Field, size float64, show func(column string) (string, print.Align)) print.Row {
	row := print.Row{}
	for _, c := range f.Columns {
		text, align := show(c.Value)
		row.Cells = append(row.Cells, print.Cell{Middle: true, Paragraphs: []print.Paragraph{b.cellText(text, size, align)}})
	}
	return row
}

// components marks each paper in the column of the form in which it came; one of which that
// was not said is in none.
func (b *builder) components(f *form.Field, size float64) []print.Row {
	papers := b.facts.Components
	if len(papers) == 0 {
		papers = make([]Paper, max(f.Blank, 3))
	}
	var out []print.Row
	for i, p := range papers {
		out = append(out, b.row(f, size, func(column string) (string, print.Align) {
			switch column {
			case "no":
				return itoa(i + 1), print.Center
			case "name":
				return p.inTable(), print.Left
			case p.Kind:
				return itoa(max(p.Copies, 1)), print.Center
			}
			return "", print.Center
		}))
	}
	return out
}

// inTable is a paper's name, with how it came where no column says it.
func (p Paper) inTable() string {
	if p.Kind == "database" || p.Kind == "electronic" || p.Kind == "shown" {
		return p.Name + " (" + ways[p.Kind] + ")"
	}
	return p.Name
}

// hops are two lines for each hand-over. The result is what the receiving side entered.
func (b *builder) hops(f *form.Field, size float64) []print.Row {
	hops := b.facts.Hops
	if len(hops) == 0 {
		hops = make([]Hop, max(f.Blank, 3))
	}
	var out []print.Row
	for _, h := range hops {
		given, taken := print.Row{}, print.Row{}
		for _, c := range f.Columns {
			up, down := "", ""
			switch c.Value {
			case "unit":
				up, down = "Giao: "+orDots(h.From), "Nhận: "+orDots(h.To)
			case "time":
				up, down = handed(h.Given, "Người giao", h.Giver), handed(h.Taken, "Người nhận", h.Taker)
			case "result", "note":
				text := h.Result
				if c.Value == "note" {
					text = h.Remark
				}
				given.Cells = append(given.Cells, print.Cell{Down: 2, Middle: true, Paragraphs: []print.Paragraph{b.cellText(text, size, print.Center)}})
				continue
			}
			given.Cells = append(given.Cells, print.Cell{Paragraphs: []print.Paragraph{b.cellText(up, size, print.Left)}})
			taken.Cells = append(taken.Cells, print.Cell{Paragraphs: []print.Paragraph{b.cellText(down, size, print.Left)}})
		}
		out = append(out, given, taken)
	}
	return out
}

// handed is one line of a hand-over: when, and by whom.
func handed(at time.Time, who, name string) string {
	when := "...... giờ ...... phút, ngày ...../...../........"
	if !at.IsZero() {
		when = at.In(calendar.Zone).Format("15 giờ 04 phút, ngày 02/01/2006")
	}
	return when + "\n" + who + ": " + orDots(name)
}

func orDots(s string) string {
	if s == "" {
		return "..................."
	}
	return s
}

// register is a line for each dossier.
func (b *builder) register(f *form.Field, size float64) []print.Row {
	var out []print.Row
	for i, r := range b.facts.Rows {
		out = append(out, b.row(f, size, func(column string) (string, print.Align) { return r.show(i, column) }))
	}
	if len(out) == 0 {
		out = append(out, b.row(f, size, func(string) (string, print.Align) { return "", print.Left }))
	}
	return out
}

// show is what a column of the register says of a dossier.
func (r *Row) show(i int, column string) (string, print.Align) {
	switch column {
	case "no":
		return itoa(i + 1), print.Center
	case "code":
		return r.Code, print.Left
	case "procedure":
		return r.Procedure, print.Left
	case "person":
		return r.Person, print.Left
	case "contact":
		return r.Contact, print.Left
	case "lead":
		return r.Lead, print.Left
	case "received":
		return short(r.Received), print.Center
	case "appointment":
		return short(r.Appointment), print.Center
	case "returned":
		return short(r.Returned), print.Center
	case "way":
		return r.Way, print.Center
	case "sets":
		if r.Sets > 0 {
			return itoa(r.Sets), print.Center
		}
	case "note":
		return r.Note, print.Left
	}
	return "", print.Center
}

// short is an instant in a narrow column: the hour above the day.
func short(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Zone).Format("15:04") + "\n" + calendar.DateOf(t).Print()
}
