package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
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
