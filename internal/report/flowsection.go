package report

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/print"
)

// flow lays out form II.06a over one period, signed by itself: it is a report of its own. The
// last tail rows stand on a new page.
func (r *Report) flow(f *Flow, tail int) print.Section {
	form := r.Definition.Form
	s := section(FlowSection(f.Period), r.flowName(f.Period), true)
	s.Blocks = r.flowHead(f.Period, s.Text())
	if cut := len(f.Rows) - tail; tail > 0 && cut > 0 {
		page := gap(1)
		page.NewPage = true
		s.Blocks = append(s.Blocks, form.table(f, 0, cut), page, form.table(f, cut, len(f.Rows)))
	} else {
		s.Blocks = append(s.Blocks, form.table(f, 0, len(f.Rows)))
	}
	s.Blocks = append(s.Blocks, gap(6), r.flowFoot(s.Text()))
	return s
}

const formHead = "Form Head"

// flowHead is the head of the form: its number, its title, who reports to whom.
func (r *Report) flowHead(p calendar.Period, width float64) []print.Block {
	form := r.Definition.Form
	small := func(text string) print.Paragraph { return print.P(text, sizeSmall, print.Left) }
	return []print.Block{
		&print.Columns{Widths: []float64{width / 2, width / 2}, Sides: [][]print.Paragraph{
			styled(formHead, bold(words(form.Code)), italic(small(form.Issued))),
			styled(formHead, small("Đơn vị báo cáo: "+r.Words.Issuer), small("Đơn vị nhận báo cáo: "+r.Words.Parent)),
		}},
		heading(before(bold(centred(form.Title, sizeHead)), 6), "Appendix Title", 1),
		kept(italic(centred("Kỳ báo cáo: "+periodWords(p), sizeHead)), "Appendix Reference", 0),
		kept(italic(print.P(form.UnitLine, sizeSmall, print.Right)), "Form Unit", 3),
	}
}

// flowFoot is the date and who signs.
func (r *Report) flowFoot(width float64) *print.Columns {
	return &print.Columns{Widths: []float64{width / 2, width / 2}, Sides: [][]print.Paragraph{
		styled(signature, centred("", sizeHead), bold(centred("NGƯỜI LẬP BIỂU", sizeHead))),
		r.Words.signed([]print.Paragraph{italic(centred(r.Words.DateLine, sizeHead))}),
	}}
}

// table is the form's grid with rows from..to-1 of a period.
func (form *Form) table(f *Flow, from, to int) *print.Table {
	t := &print.Table{Caption: form.Code + ": " + periodWords(f.Period), Widths: []float64{form.NumberWidth, form.FieldWidth},
		Head: form.head(), Size: sizeTable}
	for _, c := range form.Columns {
		t.Widths = append(t.Widths, c.Width)
	}
	for i := from; i < to; i++ {
		t.Rows = append(t.Rows, form.row(f, i))
	}
	return t
}

func (form *Form) row(f *Flow, i int) print.Row {
	row, total := &f.Rows[i], i == len(f.Rows)-1
	look := func(p print.Paragraph) print.Paragraph { return p }
	stt := itoa(i + 1)
	if total {
		look, stt = bold, ""
	}
	name := cell(look(words(row.Field)))
	name.Header = true
	out := print.Row{Total: total, Cells: []print.Cell{cell(look(number(stt))), name}}
	for _, c := range form.Columns {
		p := narrow(look(number(locale.Int(*flowColumn(c.Key).place(row)))), c.Width)
		p.Runs[0].Mark = FlowMark(f.Period, row.Field, c.Key)
		out.Cells = append(out.Cells, cell(p))
	}
	return out
}

// head is the form's head: groups, bands, columns, and the row of column numbers.
func (form *Form) head() []print.Row {
	rows := make([]print.Row, 3)
	put := func(row int, text string, span, down int) {
		c := headCell(text, sizeSmall)
		c.Span, c.Down = span, down
		rows[row].Cells = append(rows[row].Cells, c)
	}
	put(0, "STT", 1, 3)
	put(0, "Lĩnh vực, công việc giải quyết theo cấp", 1, 3)
	for i, c := range form.Columns {
		if i == 0 || c.Group != form.Columns[i-1].Group {
			put(0, c.Group, form.run(i, func(a, b FormColumn) bool { return a.Group == b.Group }), 1)
		}
		switch {
		case c.Band == "":
			put(1, c.Label, 1, 2)
			continue
		case i == 0 || !sameBand(c, form.Columns[i-1]):
			put(1, c.Band, form.run(i, sameBand), 1)
		}
		put(2, c.Label, 1, 1)
	}
	return append(rows, form.numbers())
}

func sameBand(a, b FormColumn) bool { return a.Band == b.Band && a.Group == b.Group }

// run is how many columns from the i-th on are of one kind.
func (form *Form) run(i int, same func(a, b FormColumn) bool) int {
	n := 1
	for i+n < len(form.Columns) && same(form.Columns[i], form.Columns[i+n]) {
		n++
	}
	return n
}

// numbers is the row that numbers the columns, with what a sum is of.
func (form *Form) numbers() print.Row {
	var row print.Row
	put := func(s string) {
		row.Cells = append(row.Cells, cell(italic(centred(s, sizeColumn))))
	}
	put("(1)")
	put("(2)")
	for _, c := range form.Columns {
		if c.Formula == "" {
			put("(" + itoa(c.Number) + ")")
			continue
		}
		put(strings.Replace(c.Formula, "=", " =\n", 1))
	}
	return row
}

// flowName names the section of a period: inside a report "II.06a 2025", "II.06a 2021-2025";
// by itself the name of the period, "II.06a 2024-Q1".
func (r *Report) flowName(p calendar.Period) string {
	name := p.String()
	if len(r.Tables) > 0 {
		name = itoa(p.From.Year())
		if p.To.Year() != p.From.Year() {
			name += "-" + itoa(p.To.Year())
		}
	}
	return "II.06a " + name
}

func periodWords(p calendar.Period) string {
	words := p.Print()
	if !strings.Contains(words, "từ ngày") {
		words += " (từ ngày " + p.From.Print() + " đến ngày " + p.To.Print() + ")"
	}
	return upper(words[:1]) + words[1:]
}
