package report

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
)

var flowHeadCell = look{size: sizeSmall, bold: true, across: "center", border: true, wrap: true}

// flowSheet lays out form II.06a over one period, signed by itself: it is a report of its own.
func (r *Report) flowSheet(b *book, f Flow) {
	form := r.Definition.Form
	widths := []float64{form.NumberWidth, form.FieldWidth}
	for _, c := range form.Columns {
		widths = append(widths, c.Width)
	}
	last := len(widths)
	b.page(r.flowSheetName(f.Period), "landscape", widths...)
	r.flowHead(b, f, last)
	top := b.row
	b.flowColumns(form)
	b.repeat(top, b.row-1)
	for i, row := range f.Rows {
		total := i == len(f.Rows)-1
		number, words := numberCell, look{size: sizeTable, border: true, wrap: true}
		number.bold, words.bold = total, total
		number.format = formatCount
		if total {
			b.put(1, 1, nil, number)
		} else {
			b.put(1, 1, i+1, number)
		}
		b.put(2, 2, row.Field, words)
		for j, c := range form.Columns {
			b.put(j+3, j+3, *flowColumn(c.Key).place(&row), number)
		}
		b.down(rowHeight(b.lines(2, 2, row.Field, words), sizeTable))
	}
	b.down(9)
	b.put(8, last, r.Document.DateLine, look{size: sizeHead, italic: true, across: "center"})
	b.down(rowHeight(1, sizeHead))
	b.put(1, 4, "NGƯỜI LẬP BIỂU", centredB)
	for i, s := range r.Document.SignedAs {
		b.put(8, last, s, centredB)
		if i < len(r.Document.SignedAs)-1 {
			b.down(rowHeight(1, sizeHead))
		}
	}
	b.down(rowHeight(1, sizeHead))
	b.fit()
}

// flowHead is the head of the form: its number, its title, who reports to whom.
func (r *Report) flowHead(b *book, f Flow, last int) {
	form := r.Definition.Form
	small := look{size: sizeSmall, wrap: true, down: "top"}
	bold := look{size: sizeTable, bold: true}
	right := last - 7
	b.put(1, 2, form.Code, bold)
	b.put(right, last, "Đơn vị báo cáo: "+r.Document.Issuer, small)
	b.down(rowHeight(1, sizeTable))
	b.put(1, 2, form.Issued, look{size: sizeSmall, italic: true})
	b.put(right, last, "Đơn vị nhận báo cáo: "+r.Document.Parent, small)
	b.down(rowHeight(b.lines(right, last, "Đơn vị nhận báo cáo: "+r.Document.Parent, small), sizeTable))
	b.block(1, last, form.Title, centredB)
	b.block(1, last, "Kỳ báo cáo: "+periodWords(f.Period), look{size: sizeHead, italic: true, across: "center"})
	b.put(right, last, form.UnitLine, look{size: sizeSmall, italic: true, across: "right"})
	b.down(rowHeight(1, sizeTable))
}

// flowColumns writes the three rows of column heads and the row of column numbers.
func (b *book) flowColumns(form *Form) {
	top := b.row
	small := flowHeadCell
	for range 3 {
		for i := range len(form.Columns) + 2 {
			b.put(i+1, i+1, nil, small)
		}
		b.row++
	}
	text := func(column, row int, s string) { b.do(b.f.SetCellValue(b.sheet, at(column, row), s)) }
	merge := func(c1, r1, c2, r2 int) { b.do(b.f.MergeCell(b.sheet, at(c1, r1), at(c2, r2))) }
	text(1, top, "STT")
	merge(1, top, 1, top+2)
	text(2, top, "Lĩnh vực, công việc giải quyết theo cấp")
	merge(2, top, 2, top+2)
	deepest := 1
	for i := 0; i < len(form.Columns); {
		c, end := form.Columns[i], i
		for end+1 < len(form.Columns) && form.Columns[end+1].Group == c.Group {
			end++
		}
		text(i+3, top, c.Group)
		merge(i+3, top, end+3, top)
		for j := i; j <= end; j++ {
			deepest = max(deepest, b.flowBand(form, j, end, top, text, merge))
		}
		i = end + 1
	}
	b.row = top
	b.down(rowHeight(1, sizeSmall) + 3)
	b.down(rowHeight(1, sizeSmall))
	b.down(rowHeight(deepest, sizeSmall) - rowHeight(1, sizeSmall))
	number := numberCell
	number.size, number.italic = 9, true
	b.put(1, 1, "(1)", number)
	b.put(2, 2, "(2)", number)
	lines := 1
	for i, c := range form.Columns {
		s := "(" + itoa(c.Number) + ")"
		if c.Formula != "" {
			s = strings.Replace(c.Formula, "=", " =\n", 1)
		}
		b.put(i+3, i+3, s, number)
		lines = max(lines, b.lines(i+3, i+3, s, number))
	}
	b.down(rowHeight(lines, number.size))
}

// flowBand writes the head of one column under its group: beside its neighbours of the same
// band, or over both rows when it has none.
func (b *book) flowBand(form *Form, j, end, top int, text func(int, int, string), merge func(int, int, int, int)) int {
	c := form.Columns[j]
	if c.Band == "" {
		text(j+3, top+1, c.Label)
		merge(j+3, top+1, j+3, top+2)
		return b.lines(j+3, j+3, c.Label, flowHeadCell)
	}
	if j == 0 || form.Columns[j-1].Band != c.Band || form.Columns[j-1].Group != c.Group {
		stop := j
		for stop < end && form.Columns[stop+1].Band == c.Band {
			stop++
		}
		text(j+3, top+1, c.Band)
		merge(j+3, top+1, stop+3, top+1)
	}
	text(j+3, top+2, c.Label)
	return b.lines(j+3, j+3, c.Label, flowHeadCell) + 1
}

// flowSheetName names the sheet of a period: inside a report "II.06a 2025", "II.06a 2021-2025";
// by itself the name of the period, "II.06a 2024-Q1".
func (r *Report) flowSheetName(p calendar.Period) string {
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
