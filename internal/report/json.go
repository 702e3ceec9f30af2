package report

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

// The shapes below are the published form of report.json: keys in this order, always.
type (
	cellJSON struct {
		Appendix  string    `json:"appendix"`
		Line      string    `json:"line"`
		Column    string    `json:"column"`
		Part      string    `json:"part,omitempty"`
		From      string    `json:"from"`
		To        string    `json:"to"`
		Indicator string    `json:"indicator"`
		Num       *int64    `json:"num"`
		Den       *int64    `json:"den"`
		Value     valueJSON `json:"value"`
		State     string    `json:"state"`
		Source    string    `json:"source"`
		Drill     []string  `json:"drill"`
		DrillDen  []string  `json:"drill_den,omitempty"`
	}
	flowJSON struct {
		From string        `json:"from"`
		To   string        `json:"to"`
		Rows []flowRowJSON `json:"rows"`
	}
	flowRowJSON struct {
		Field    string       `json:"field"`
		Received receivedJSON `json:"received"`
		Settled  settledJSON  `json:"settled"`
		Open     openJSON     `json:"open"`
	}
	receivedJSON struct {
		Total   int64 `json:"total"`
		Online  int64 `json:"online"`
		Direct  int64 `json:"direct"`
		Carried int64 `json:"carried"`
	}
	settledJSON struct {
		Total  int64 `json:"total"`
		Early  int64 `json:"early"`
		OnTime int64 `json:"on_time"`
		Late   int64 `json:"late"`
	}
	openJSON struct {
		Total   int64 `json:"total"`
		InTime  int64 `json:"in_time"`
		Overdue int64 `json:"overdue"`
	}
)

// valueJSON writes a number with its own decimals (71.34, 100.00), a text, or null.
type valueJSON Value

func (v valueJSON) MarshalJSON() ([]byte, error) {
	switch v.Kind {
	case Number:
		return []byte(Value(v).plain()), nil
	case Text:
		var b strings.Builder
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		err := e.Encode(v.Text)
		return []byte(strings.TrimSuffix(b.String(), "\n")), err
	}
	return []byte("null"), nil
}

// plain is the number with a decimal point and all of its decimals.
func (v Value) plain() string {
	s := strconv.FormatInt(v.Scaled, 10)
	if v.Decimals <= 0 {
		return s
	}
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for len(s) <= v.Decimals {
		s = "0" + s
	}
	return sign + s[:len(s)-v.Decimals] + "." + s[len(s)-v.Decimals:]
}

// WriteJSON writes the report as report.json: one cell a line, the same bytes for the same
// figures.
func (r *Report) WriteJSON(w io.Writer) error {
	out := &lineWriter{w: bufio.NewWriter(w)}
	out.text(`{"report":`).value(r.Definition.ID)
	out.text(`,"unit":`).value(r.Unit)
	out.text(`,"as_of":`).value(r.AsOf.String())
	out.text(`,"ledger":{"entries":`).value(r.Ledger.Size)
	out.text(`,"head":`).value(hex.EncodeToString(r.Ledger.Hash[:]))
	out.text("},\n\"cells\":[")
	for i, c := range r.Cells() {
		out.row(i, c.json())
	}
	out.text("],\n\"ii06a\":[")
	for i, f := range r.Flows {
		out.row(i, f.json())
	}
	out.text("]}\n")
	return out.close()
}

func (c Cell) json() cellJSON {
	drill := c.Drill
	if drill == nil {
		drill = []string{}
	}
	return cellJSON{c.Appendix, c.Line, c.Column, c.Part, c.Period.From.String(), c.Period.To.String(), c.Indicator,
		c.Num, c.Den, valueJSON(c.Value), c.State, c.Source, drill, c.DrillDen}
}

func (f Flow) json() flowJSON {
	out := flowJSON{From: f.Period.From.String(), To: f.Period.To.String(), Rows: make([]flowRowJSON, len(f.Rows))}
	for i, r := range f.Rows {
		out.Rows[i] = flowRowJSON{r.Field, receivedJSON(r.Received), settledJSON(r.Settled), openJSON(r.Open)}
	}
	return out
}

// WriteJSON writes one flow form by itself, as an element of "ii06a".
func (f Flow) WriteJSON(w io.Writer) error {
	out := &lineWriter{w: bufio.NewWriter(w)}
	return out.value(f.json()).text("\n").close()
}

// lineWriter writes JSON by hand where the order and the line breaks matter, and keeps the
// first error.
type lineWriter struct {
	w   *bufio.Writer
	err error
}

func (l *lineWriter) text(s string) *lineWriter {
	if l.err == nil {
		_, l.err = l.w.WriteString(s)
	}
	return l
}

func (l *lineWriter) value(v any) *lineWriter {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil && l.err == nil {
		l.err = err
	}
	return l.text(strings.TrimSuffix(b.String(), "\n"))
}

func (l *lineWriter) row(i int, v any) {
	if i > 0 {
		l.text(",")
	}
	l.text("\n").value(v)
}

func (l *lineWriter) close() error {
	if l.err != nil {
		return l.err
	}
	return l.w.Flush()
}
