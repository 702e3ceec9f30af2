package report

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The report of a tiny ward, figure by figure; the file is read in review.
func TestGoldenJSON(t *testing.T) {
	const name = "testdata/tiny.json"
	got := reportJSON(t, small().build(t, "tiny", date("2024-06-30")))
	if *update {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("report differs from %s (-want +got):\n%s", name, d)
	}
	if again := reportJSON(t, small().build(t, "tiny", date("2024-06-30"))); !bytes.Equal(got, again) {
		t.Error("the same ward gives other bytes")
	}
}

// document is report.json as a reader sees it.
type document struct {
	Report, Unit string
	AsOf         string `json:"as_of"`
	Cells        []struct {
		Appendix, Line, Column, Part, From, To, Indicator, State, Source string
		Num, Den                                                         *int64
		Value                                                            any
		Drill                                                            []string
		DrillDen                                                         []string `json:"drill_den"`
	}
	II06a []struct {
		From, To string
		Rows     []map[string]any
	}
}

func decode(t *testing.T, b []byte) document {
	t.Helper()
	var d document
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// Every line and column of the real report has its cell, whatever the as-of date, and a cell
// is a value exactly when it says so.
func TestCellsOfAnyAsOfDate(t *testing.T) {
	for _, asOf := range []string{"2021-01-01", "2024-06-30", "2025-03-31", "2025-12-31", "2026-11-22"} {
		t.Run(asOf, func(t *testing.T) {
			d := decode(t, reportJSON(t, small().build(t, "cchc-2021-2025", date(asOf))))
			if want := 33*6 + (20+28+18+18+13+33)*5 + 5 /* III.6.1 has two parts */ + 23*2; len(d.Cells) != want {
				t.Errorf("%d cells, want %d", len(d.Cells), want)
			}
			for _, c := range d.Cells {
				where := c.Appendix + "." + c.Line + " " + c.Column + " " + c.Part
				if (c.State == "value") != (c.Value != nil) {
					t.Errorf("%s: state %s, value %v", where, c.State, c.Value)
				}
				if c.Drill == nil {
					t.Errorf("%s: drill is not an array", where)
				}
				if c.Den != nil && *c.Den == 1 && c.State == "value" && c.Num != nil && c.Value != "x" && c.Value != float64(*c.Num) {
					t.Errorf("%s: plain count %v with numerator %d", where, c.Value, *c.Num)
				}
				if c.From > asOf && c.State != "not_applicable" {
					t.Errorf("%s begins %s after the as-of date, state %s", where, c.From, c.State)
				}
				whole := c.Appendix == "I" && c.Column == "2025"
				if c.To > asOf && c.From <= asOf && !whole {
					t.Errorf("%s ends %s, after the as-of date", where, c.To)
				}
			}
		})
	}
}

// The running column says «tính đến», an ended one does not, and the key of the part-year
// column follows the date.
func TestRunningColumns(t *testing.T) {
	d := shipped().defs["cchc-2021-2025"]
	for _, c := range []struct {
		appendix, column int
		asOf, key, label string
		to               string
		begun            bool
	}{
		{0, 5, "2025-03-31", "2025_to_31_03", "Năm 2025 (tính đến 31/3)", "2025-03-31", true},
		{0, 5, "2025-06-30", "2025_to_30_06", "Năm 2025 (tính đến 30/6)", "2025-06-30", true},
		{0, 4, "2025-03-31", "2025", "Năm 2025", "2025-12-31", true},
		{0, 3, "2024-06-30", "2024", "Năm 2024 (tính đến 30/6)", "2024-06-30", true},
		{0, 5, "2024-06-30", "2025_to_31_12", "Năm 2025 (tính đến 31/12)", "2025-12-31", false},
		{1, 4, "2025-03-31", "2025", "Năm 2025 (Tính đến 31/3)", "2025-03-31", true},
		{1, 4, "2025-12-31", "2025", "Năm 2025", "2025-12-31", true},
		{1, 3, "2025-03-31", "2024", "Năm 2024", "2024-12-31", true},
		{7, 1, "2026-11-22", "assessment", "Đánh giá kết quả đạt được (Đạt/Không đạt)", "2025-12-31", true},
	} {
		got := d.Appendices[c.appendix].Columns[c.column].on(date(c.asOf))
		if got.Key != c.key || got.Label != c.label || got.Period.To.String() != c.to || got.Begun != c.begun {
			t.Errorf("%s at %s: %q %q to %s begun %v", d.Appendices[c.appendix].ID, c.asOf, got.Key, got.Label, got.Period.To, got.Begun)
		}
	}
}

func TestAsOfBeforeTheReportIsRefused(t *testing.T) {
	s := shipped()
	_, err := Build(context.Background(), Input{Definition: s.defs["cchc-2021-2025"], Set: s.set, Source: small().source(), Unit: &unit.Unit{}, AsOf: date("2020-12-31")})
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("got %v", err)
	}
}

// A number in report.json is as long as the list its drill arguments name.
func TestDrillListsTheNumber(t *testing.T) {
	w := small()
	d := decode(t, reportJSON(t, w.build(t, "tiny", date("2024-12-31"))))
	drilled := 0
	for _, c := range d.Cells {
		for n, args := range map[*int64][]string{c.Num: c.Drill, c.Den: c.DrillDen} {
			if n == nil || len(args) == 0 || args[0] != "indicator" {
				continue
			}
			opt := map[string]string{}
			for i := 2; i+1 < len(args); i += 2 {
				opt[args[i]] = args[i+1]
			}
			p := calendar.Period{From: date(opt["--from"]), To: date(opt["--to"])}
			list, err := shipped().set.List(context.Background(), w.source(), args[1], opt["--part"], p, measure.Page{})
			if err != nil || list.Total != *n || opt["--unit"] != wardCode {
				t.Errorf("%s %s: number %d, list %d, %v", c.Indicator, c.Column, *n, list.Total, err)
			}
			drilled++
		}
	}
	if drilled < 8 {
		t.Errorf("only %d lists were compared", drilled)
	}
}

// A number prints with its own decimals and no float error.
func TestValues(t *testing.T) {
	for _, c := range []struct {
		v    Value
		want string
	}{
		{Value{Kind: Number, Scaled: 7134, Decimals: 2}, "71.34"},
		{Value{Kind: Number, Scaled: 10000, Decimals: 2}, "100.00"},
		{Value{Kind: Number, Scaled: 5, Decimals: 2}, "0.05"},
		{Value{Kind: Number, Scaled: -5, Decimals: 2}, "-0.05"},
		{Value{Kind: Number, Scaled: 4481}, "4481"},
		{Value{Kind: Text, Text: `Đạt & "<x>"`}, `"Đạt & \"<x>\""`},
		{Value{}, "null"},
	} {
		got, err := valueJSON(c.v).MarshalJSON()
		if err != nil || string(got) != c.want {
			t.Errorf("%+v: %s, %v; want %s", c.v, got, err, c.want)
		}
		if c.v.Kind == Number {
			if _, err := strconv.ParseFloat(string(got), 64); err != nil {
				t.Error(err)
			}
		}
	}
}

// The keys of report.json are those agreed on, in that order.
func TestJSONKeys(t *testing.T) {
	got := string(reportJSON(t, small().build(t, "tiny", date("2024-06-30"))))
	at := -1
	for _, key := range []string{"report", "unit", "as_of", "ledger", "entries", "head", "cells", "appendix", "line", "column", "from", "to",
		"indicator", "num", "den", "value", "state", "source", "drill", "ii06a", "from", "to", "rows", "field", "received", "total", "online", "direct", "carried",
		"settled", "total", "early", "on_time", "late", "open", "total", "in_time", "overdue"} {
		i := strings.Index(got[at+1:], `"`+key+`":`)
		if i < 0 {
			t.Fatalf("key %q is missing after byte %d", key, at)
		}
		at += i + 1
	}
	if slices.Contains([]byte(got), '\r') || strings.Contains(got, `\u003c`) {
		t.Error("not plain UTF-8 text")
	}
}
