package spoil

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/print/docx"
)

// Name is a file name for the report.
func (r *Report) Name() string {
	ext := map[Format]string{Text: ".txt"}[r.Format]
	if ext == "" {
		ext = "." + string(r.Format)
	}
	return fmt.Sprintf("bao-cao-%d%s", r.Seed, ext)
}

// Bytes writes the report in its format.
func (r *Report) Bytes() ([]byte, error) {
	switch r.Format {
	case JSON:
		return r.json()
	case DOCX:
		return r.docx()
	case XLSX:
		return r.xlsx()
	}
	return r.text(), nil
}

func (f *facts) title() string {
	return fmt.Sprintf("Kết quả thực hiện cải cách hành chính giai đoạn %s của UBND %s %s", f.span(), strings.ToLower(f.kind), f.ward)
}

// dated is when the report is signed: in the spring after its last year, or in April of it.
func (f *facts) dated() (day, month, year int) {
	if f.partial {
		return 20, 4, f.last()
	}
	return 15, f.month, f.last() + 1
}

func (f *facts) dateLine() string {
	day, month, year := f.dated()
	return fmt.Sprintf("%s, ngày %02d tháng %d năm %d", f.ward, day, month, year)
}

// appendixTitle is the head of an appendix.
func (o *form) appendixTitle() string { return "Phụ lục " + o.id }

// grid is a form as rows of cells, its head first.
func (f *facts) grid(o *form) [][]string {
	rows := [][]string{append([]string{"STT", "Chỉ tiêu"}, o.columns...)}
	for i := range o.lines {
		l := &o.lines[i]
		row := []string{l.stt, l.label}
		for _, k := range o.keys {
			row = append(row, f.cell(o, l, k))
		}
		rows = append(rows, row)
	}
	return rows
}

func (r *Report) text() []byte {
	f := r.facts
	var b strings.Builder
	fmt.Fprintf(&b, "ỦY BAN NHÂN DÂN\n%s %s\n\n%s\n\nBÁO CÁO\n%s\n\n", strings.ToUpper(f.kind), strings.ToUpper(f.ward), f.dateLine(), f.title())
	for _, x := range r.blocks {
		switch {
		case x.level > 0:
			fmt.Fprintf(&b, "%s. %s\n\n", x.number, x.text)
		case x.rows != nil:
			r.bars(&b, f.filled(x.rows))
		default:
			fmt.Fprintf(&b, "%s\n\n", f.fill(x.text, "body"))
		}
	}
	for _, o := range r.forms {
		fmt.Fprintf(&b, "%s\n%s\n\n", o.appendixTitle(), o.title)
		r.bars(&b, f.grid(o))
	}
	return []byte(b.String())
}

func (r *Report) bars(b *strings.Builder, rows [][]string) {
	for _, row := range rows {
		fmt.Fprintf(b, "| %s |\n", strings.Join(row, " | "))
	}
	b.WriteByte('\n')
}

func (f *facts) filled(rows [][]string) [][]string {
	out := make([][]string, len(rows))
	for i, row := range rows {
		for _, c := range row {
			out[i] = append(out[i], f.fill(c, "body"))
		}
	}
	return out
}

func (r *Report) docx() ([]byte, error) {
	f := r.facts
	body := print.Report30(false)
	body.ID, body.Name = "than", "Báo cáo"
	add := func(p print.Paragraph) { body.Blocks = append(body.Blocks, &p) }
	add(print.P("ỦY BAN NHÂN DÂN "+strings.ToUpper(f.kind+" "+f.ward), 13, print.Center))
	add(print.P(f.dateLine(), 13, print.Right))
	add(print.P("BÁO CÁO", 14, print.Center))
	add(print.P(f.title(), 14, print.Center))
	for _, x := range r.blocks {
		switch {
		case x.level > 0:
			p := print.P(x.number+". "+x.text, 14, print.Left)
			p.Heading, p.Style = x.level, fmt.Sprintf("Heading %d", x.level)
			add(p)
		case x.rows != nil:
			body.Blocks = append(body.Blocks, table(f.filled(x.rows), body.Text()))
		default:
			add(print.P(f.fill(x.text, "body"), 14, print.Justify))
		}
	}
	d := &print.Document{Title: f.title(), Author: "UBND " + f.ward, Language: "vi-VN", Sections: []print.Section{body}}
	for _, o := range r.forms {
		s := print.Report30(true)
		s.ID, s.Name = "phu-luc-"+o.id, o.appendixTitle()
		head, title := print.P(o.appendixTitle(), 14, print.Center), print.P(o.title, 13, print.Center)
		s.Blocks = []print.Block{&head, &title, table(f.grid(o), s.Text())}
		d.Sections = append(d.Sections, s)
	}
	var b bytes.Buffer
	err := docx.Write(&b, d)
	return b.Bytes(), err
}

func table(rows [][]string, width float64) *print.Table {
	t := &print.Table{Size: 11}
	n := len(rows[0])
	for i := range n {
		switch i {
		case 0:
			t.Widths = append(t.Widths, 14)
		case 1:
			t.Widths = append(t.Widths, (width-14)*0.35)
		default:
			t.Widths = append(t.Widths, (width-14)*0.65/float64(n-2))
		}
	}
	for i, row := range rows {
		var out print.Row
		for _, c := range row {
			out.Cells = append(out.Cells, print.Cell{Header: i == 0, Paragraphs: []print.Paragraph{print.P(c, 11, print.Left)}})
		}
		if i == 0 {
			t.Head = append(t.Head, out)
		} else {
			t.Rows = append(t.Rows, out)
		}
	}
	return t
}

func (r *Report) xlsx() ([]byte, error) {
	x := excelize.NewFile()
	defer x.Close()
	f := r.facts
	for i, o := range r.forms {
		sheet := o.appendixTitle()
		for x.GetSheetList()[0] != sheet && i > 0 {
			if n, _ := x.GetSheetIndex(sheet); n < 0 {
				break
			}
			sheet += " (2)"
		}
		if i == 0 {
			if err := x.SetSheetName("Sheet1", sheet); err != nil {
				return nil, err
			}
		} else if _, err := x.NewSheet(sheet); err != nil {
			return nil, err
		}
		rows := append([][]string{{o.appendixTitle()}, {o.title}, {f.title()}}, f.grid(o)...)
		for j, row := range rows {
			cells := make([]any, len(row))
			for k, c := range row {
				cells[k] = c
			}
			if err := x.SetSheetRow(sheet, fmt.Sprintf("A%d", j+1), &cells); err != nil {
				return nil, err
			}
		}
	}
	b, err := x.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
