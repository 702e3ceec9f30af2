package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
)

// The three writers below give the same rows of a list in the same order.

// WriteListJSON writes a list as one object, a row a line, keys in the order of the columns.
func WriteListJSON(w io.Writer, list indicator.List) error {
	out := &lineWriter{w: bufio.NewWriter(w)}
	out.text(`{"indicator":`).value(list.Indicator)
	out.text(`,"title":`).value(list.Title)
	out.text(`,"part":`).value(list.Part)
	out.text(`,"from":`).value(list.Period.From.String())
	out.text(`,"to":`).value(list.Period.To.String())
	out.text(`,"total":`).value(list.Total)
	out.text(`,"count":`).value(list.Count)
	out.text(`,"rows":[`)
	for i, row := range list.Rows {
		if i > 0 {
			out.text(",")
		}
		out.text("\n{")
		for j, v := range row {
			if j > 0 {
				out.text(",")
			}
			out.value(list.Columns[j].Key).text(":").value(plainValue(v))
		}
		out.text("}")
	}
	return out.text("]}\n").close()
}

// WriteListCSV writes a list for spreadsheet programs: UTF-8 with a byte order mark, so that
// Vietnamese letters open right, and no cell that a program would run as a formula.
func WriteListCSV(w io.Writer, list indicator.List) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	record := make([]string, len(list.Columns))
	for i, c := range list.Columns {
		record[i] = c.Title
	}
	if len(record) > 0 {
		if err := out.Write(record); err != nil {
			return err
		}
	}
	for _, row := range list.Rows {
		for i, v := range row {
			record[i] = harmless(v)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless is a cell's text, with an apostrophe before what a spreadsheet program would take
// for a formula. A number is not a text and stays itself.
func harmless(v any) string {
	s := fmt.Sprint(plainValue(v))
	if v == nil || plainValue(v) == nil {
		return ""
	}
	if _, text := v.(string); text && s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

// plainValue is a cell for a text format: a day as YYYY-MM-DD, an unknown day as nothing.
func plainValue(v any) any {
	if d, ok := v.(calendar.Date); ok {
		if d == 0 {
			return nil
		}
		return d.String()
	}
	return v
}

// WriteListXLSX writes a list as a workbook of one sheet, typed: days are days, numbers are
// numbers, and text is never a formula.
func WriteListXLSX(w io.Writer, list indicator.List) error {
	widths := listWidths(list)
	b := newBook(list.Title, list.Period.To)
	b.page("Danh sách", "landscape", widths...)
	sheet, err := b.f.NewStreamWriter(b.sheet)
	if err != nil {
		return err
	}
	for i, mm := range widths {
		b.do(sheet.SetColWidth(i+1, i+1, columnWidth(mm)))
	}
	const head = 4
	b.do(sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: head, TopLeftCell: at(1, head+1), ActivePane: "bottomLeft"}))
	title, plain := b.style(look{size: sizeHead, bold: true}), b.style(look{size: sizeSmall})
	b.do(sheet.SetRow("A1", []any{excelize.Cell{StyleID: title, Value: strings.TrimSpace(list.Indicator + " " + list.Title)}}))
	b.do(sheet.SetRow("A2", []any{excelize.Cell{StyleID: plain, Value: fmt.Sprintf("Kỳ %s. Số liệu: %s. Số dòng: %s.", list.Period.Print(), locale.Int(list.Total), locale.Int(list.Count))}}))
	names := make([]any, len(list.Columns))
	for i, c := range list.Columns {
		names[i] = excelize.Cell{StyleID: b.style(flowHeadCell), Value: c.Title}
	}
	b.do(sheet.SetRow(at(1, head), names))
	day := b.style(look{size: sizeSmall, border: true, across: "center", format: "dd/mm/yyyy"})
	number := b.style(look{size: sizeSmall, border: true, format: formatCount})
	text := b.style(look{size: sizeSmall, border: true, wrap: true})
	cells := make([]any, len(list.Columns))
	for n, row := range list.Rows {
		for i, v := range row {
			c := excelize.Cell{StyleID: text, Value: v}
			switch v := v.(type) {
			case calendar.Date:
				c.StyleID, c.Value = day, nil
				if v != 0 {
					c.Value = excelDay(v)
				}
			case int64:
				c.StyleID = number
			}
			cells[i] = c
		}
		b.do(sheet.SetRow(at(1, head+1+n), cells[:len(row)]))
	}
	b.do(sheet.Flush())
	b.do(b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: b.sheet, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", b.sheet, head, head)}))
	return b.write(w)
}

// excelDay is the serial number of a day in a workbook: days since 30 December 1899.
func excelDay(d calendar.Date) int64 { return int64(d) + 25569 }

// listWidths shares a landscape page among the columns: days and numbers need little, names
// take the rest.
func listWidths(list indicator.List) []float64 {
	const page = 252.0
	out := make([]float64, len(list.Columns))
	rest, texts := page, 0.0
	for i, c := range list.Columns {
		switch {
		case c.Type != "text":
			out[i] = 21
		case c.Key == "name" || c.Key == "remark" || c.Key == "evidence":
			texts += 2
			continue
		default:
			texts++
			continue
		}
		rest -= out[i]
	}
	for i, c := range list.Columns {
		if out[i] == 0 {
			out[i] = max(rest/texts, 18)
			if c.Key == "name" || c.Key == "remark" || c.Key == "evidence" {
				out[i] *= 2
			}
		}
	}
	return out
}
