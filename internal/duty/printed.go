package duty

import (
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// printedReport is the form "reform-report/1": a printed report typed in cell by cell, each
// with the string as printed and its parsed number. What is not imported stays unread.
type printedReport struct {
	Schema   string `json:"schema"`
	Note     string `json:"note"`
	Document struct {
		Kind, Title, Issuer, Parent, Province string
		Number                                *string
		Symbol                                string
		Date                                  json.RawMessage
		Period                                string
		CutOffs                               []string `json:"cut_offs_printed"`
		SignedAs                              string   `json:"signed_as"`
		Recipients                            []string
	} `json:"document"`
	Appendices        []printedAppendix `json:"appendices"`
	AppendixNotes     json.RawMessage   `json:"appendix_notes"`
	CaseStatistics    json.RawMessage   `json:"case_statistics"`
	OnlineServices    json.RawMessage   `json:"online_services"`
	Digitization      json.RawMessage   `json:"digitization"`
	Facts             []printedFact     `json:"facts"`
	DocumentsCited    json.RawMessage   `json:"documents_cited"`
	columnsByAppendix map[string]map[string]span
}

type printedAppendix struct {
	ID      string          `json:"id"`
	Title   string          `json:"title"`
	Note    string          `json:"note"`
	Columns []printedColumn `json:"columns"`
	Lines   []printedLine   `json:"lines"`
}

type printedColumn struct {
	Key     string `json:"key"`
	Printed string `json:"printed"`
}

type printedLine struct {
	STT     string                  `json:"stt"`
	Label   string                  `json:"label"`
	Type    string                  `json:"type"`
	Formula *string                 `json:"formula"`
	Level   string                  `json:"level"`
	Values  map[string]*printedCell `json:"values"`
}

type printedCell struct {
	Printed  string          `json:"printed"`
	Number   json.Number     `json:"number"`
	Unit     string          `json:"unit"`
	Operator string          `json:"operator"`
	Bound    json.Number     `json:"bound"`
	Parts    json.RawMessage `json:"parts"`
}

type printedFact struct {
	printedCell
	ID           string          `json:"id"`
	Place        string          `json:"place"`
	Label        string          `json:"label"`
	Period       string          `json:"period"`
	Value        json.Number     `json:"value"`
	Breakdown    json.RawMessage `json:"breakdown"`
	Numerator    json.Number     `json:"numerator"`
	Denominator  json.Number     `json:"denominator"`
	FromDays     json.Number     `json:"from_days"`
	ToDays       json.Number     `json:"to_days"`
	DispatchDate string          `json:"dispatch_date"`
}

// span is the period of a column.
type span struct{ from, to calendar.Date }

const (
	printedSchema  = "reform-report/1"
	maxReportBytes = 8 << 20
)

func malformed(why string, kv ...any) error {
	return fault.New(fault.Invalid, "duty.printed_"+why, kv...)
}

// parsePrinted reads a printed report strictly: unknown keys, a line given twice, a value in
// a column that is not declared, or anything after the end refuse the whole.
func parsePrinted(src []byte) (*printedReport, error) {
	switch {
	case len(src) > maxReportBytes:
		return nil, malformed("big", "max", maxReportBytes>>20)
	case !utf8.Valid(src):
		return nil, malformed("encoding")
	}
	var r printedReport
	d := json.NewDecoder(bytes.NewReader(src))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "duty.printed_json", "at", d.InputOffset())
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, malformed("trailing", "at", d.InputOffset())
	}
	if r.Schema != printedSchema {
		return nil, malformed("schema", "schema", r.Schema, "want", printedSchema)
	}
	if r.Document.Issuer == "" || r.Document.Title == "" {
		return nil, malformed("document")
	}
	return &r, r.check()
}

func (r *printedReport) check() error {
	r.columnsByAppendix = map[string]map[string]span{}
	for _, a := range r.Appendices {
		if a.ID == "" || r.columnsByAppendix[a.ID] != nil {
			return malformed("appendix", "appendix", a.ID)
		}
		columns := map[string]span{}
		r.columnsByAppendix[a.ID] = columns
		for _, c := range a.Columns {
			if _, twice := columns[c.Key]; twice {
				return malformed("column", "appendix", a.ID, "column", c.Key)
			}
			s, ok := c.span()
			if !ok && c.Key != "result" && c.Key != "assessment" {
				return malformed("column", "appendix", a.ID, "column", c.Key)
			}
			columns[c.Key] = s
		}
		if err := a.check(columns); err != nil {
			return err
		}
	}
	return nil
}

func (a *printedAppendix) check(columns map[string]span) error {
	seen := map[string]bool{}
	for _, l := range a.Lines {
		id := a.line(l)
		if l.STT == "" || seen[id] {
			return malformed("line", "line", id)
		}
		seen[id] = true
		for key := range l.Values {
			if _, ok := columns[key]; !ok {
				return malformed("column", "appendix", id, "column", key)
			}
		}
	}
	return nil
}

// line is the number of a line, without the dot that the form prints after some of them.
func (a *printedAppendix) line(l printedLine) string {
	return a.ID + "." + strings.TrimSuffix(strings.TrimSpace(l.STT), ".")
}

var (
	yearKey = regexp.MustCompile(`^(20\d\d)(?:_to_(\d\d)_(\d\d))?$`)
	cutOff  = regexp.MustCompile(`(?i)tính đến (\d{1,2})/(\d{1,2})`)
)

// span is the period of a year column: the calendar year, or up to the cut-off that its key
// or its printed heading names.
func (c printedColumn) span() (span, bool) {
	m := yearKey.FindStringSubmatch(c.Key)
	if m == nil {
		return span{}, false
	}
	day, month := "31", "12"
	if cut := cutOff.FindStringSubmatch(c.Printed); cut != nil {
		day, month = cut[1], cut[2]
	}
	if m[2] != "" {
		day, month = m[2], m[3]
	}
	return yearTo(m[1], month, day)
}

func yearTo(year, month, day string) (span, bool) {
	if len(month) == 1 {
		month = "0" + month
	}
	if len(day) == 1 {
		day = "0" + day
	}
	from, err1 := calendar.ParseDate(year + "-01-01")
	to, err2 := calendar.ParseDate(year + "-" + month + "-" + day)
	return span{from, to}, err1 == nil && err2 == nil
}

// whole is the period of the report as one: from the first day of its columns to the last
// cut-off that a heading prints, else the last day.
func (r *printedReport) whole() (s span) {
	var cut calendar.Date
	for _, a := range r.Appendices {
		for _, c := range a.Columns {
			x := r.columnsByAppendix[a.ID][c.Key]
			if x.from == 0 {
				continue
			}
			if s.from == 0 || x.from < s.from {
				s.from = x.from
			}
			s.to = max(s.to, x.to)
			if cutOff.MatchString(c.Printed) {
				cut = max(cut, x.to)
			}
		}
	}
	if cut != 0 {
		s.to = cut
	}
	return s
}

// decimal reads a plain decimal of at most two places as hundredths.
func decimal(n json.Number) (hundredths int64, ok bool) {
	whole, frac, _ := strings.Cut(n.String(), ".")
	if len(frac) > 2 || whole == "" || len(whole) > 15 {
		return 0, false
	}
	for len(frac) < 2 {
		frac += "0"
	}
	v, err := strconv.ParseInt(whole+frac, 10, 64)
	return v, err == nil && v >= 0
}
