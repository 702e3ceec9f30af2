package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
)

func sample() indicator.List {
	return indicator.List{
		Indicator: "I.1.2", Title: "Danh sách <thử>", Part: "num", Period: calendar.Period{From: date("2024-01-01"), To: date("2024-12-31")},
		Columns: []indicator.Column{{Key: "code", Title: "Mã", Type: "text"}, {Key: "name", Title: "Tên", Type: "text"}, {Key: "received", Title: "Ngày", Type: "date"}, {Key: "quantity", Title: "Số", Type: "number"}},
		Rows: [][]any{
			{"A-1", "=HYPERLINK(\"http://x\")", date("2024-02-29"), int64(4481)},
			{"A-2", "+84, \"dấu\"\nhai dòng", calendar.Date(0), int64(-3)},
			{"A-3", "@SUM(1)", date("2024-12-31"), int64(0)},
			{"A-4", "-cmd|x", date("2024-01-01"), int64(1)},
			{"A-5", "\t=1+1", date("2024-01-01"), int64(1)},
		},
		Total: 5, Count: 5,
	}
}

// A cell that a spreadsheet program would run is given as text (one-stop desks open these
// files with names that citizens typed).
func TestCSVIsHarmless(t *testing.T) {
	var b bytes.Buffer
	if err := WriteListCSV(&b, sample()); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\ufeff")
	if !marked {
		t.Error("no byte order mark: Vietnamese letters open wrong")
	}
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Mã", "Tên", "Ngày", "Số"},
		{"A-1", "'=HYPERLINK(\"http://x\")", "2024-02-29", "4481"},
		{"A-2", "'+84, \"dấu\"\nhai dòng", "", "-3"},
		{"A-3", "'@SUM(1)", "2024-12-31", "0"},
		{"A-4", "'-cmd|x", "2024-01-01", "1"},
		{"A-5", "'\t=1+1", "2024-01-01", "1"}}
	for i := range want {
		if strings.Join(got[i], "|") != strings.Join(want[i], "|") {
			t.Errorf("row %d: %q, want %q", i, got[i], want[i])
		}
	}
}

func TestListJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteListJSON(&b, sample()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Total, Count int64
		From, To     string
		Rows         []map[string]any
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, b.Bytes())
	}
	if len(got.Rows) != 5 || got.Rows[0]["received"] != "2024-02-29" || got.Rows[1]["received"] != nil || got.Rows[1]["quantity"] != -3.0 {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(b.String(), `{"code":"A-1","name":"=HYPERLINK(`) {
		t.Error("keys are not in the order of the columns, or texts are altered")
	}
}

func TestListXLSX(t *testing.T) {
	var a, b bytes.Buffer
	if err := WriteListXLSX(&a, sample()); err != nil {
		t.Fatal(err)
	}
	if err := WriteListXLSX(&b, sample()); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("two writings differ, %v", err)
	}
	f, err := excelize.OpenReader(&a)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := sheetReader{t, f, "Danh sách"}
	row := s.below("Mã")
	for i, want := range sample().Rows {
		for j, v := range want {
			got, _ := s.raw(j+1, row+i)
			if formula, _ := f.GetCellFormula(s.name, at(j+1, row+i)); formula != "" {
				t.Errorf("%s is a formula", at(j+1, row+i))
			}
			switch v := v.(type) {
			case string:
				if got != v {
					t.Errorf("%q, want %q", got, v)
				}
			case int64:
				if got != itoa(int(v)) {
					t.Errorf("%q, want %d", got, v)
				}
			case calendar.Date:
				shown, _ := f.GetCellValue(s.name, at(j+1, row+i))
				if v == 0 && got != "" || v != 0 && shown != v.Print() {
					t.Errorf("day %q, want %s", shown, v.Print())
				}
			}
		}
	}
}

// A text of the most letters that a field takes does not spoil the workbook, and neither does
// what a workbook may not hold.
func TestListXLSXOfLongTexts(t *testing.T) {
	l := sample()
	l.Rows = l.Rows[:1]
	for i, c := range l.Columns {
		if c.Type == "text" {
			l.Rows[0][i] = strings.Repeat("Nguyễn \x07\ufffeThị ", 2000/12)
		}
	}
	var b bytes.Buffer
	if err := WriteListXLSX(&b, l); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := sheetReader{t, f, "Danh sách"}
	if got, _ := s.raw(1, s.below("Mã")); strings.Count(got, "Nguyễn") != 2000/12 {
		t.Errorf("read back %.60q", got)
	}
}

// The three forms of one list have the same rows, and none of them fails on an empty list.
func TestListsAgree(t *testing.T) {
	whole := period("2023-01-01", "2024-12-31")
	list, err := ListII06a(context.Background(), small().source(), rows(), whole, "Tổng số", "received.total", measure.Page{})
	if err != nil || len(list.Rows) != 6 {
		t.Fatalf("%d rows, %v", len(list.Rows), err)
	}
	for _, l := range []indicator.List{list, {Period: whole}} {
		var c, j, x bytes.Buffer
		for _, err := range []error{WriteListCSV(&c, l), WriteListJSON(&j, l), WriteListXLSX(&x, l)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if n := strings.Count(c.String(), "P-"); n != len(l.Rows) {
			t.Errorf("csv: %d rows of %d", n, len(l.Rows))
		}
		if n := strings.Count(j.String(), `{"code":"P-`); n != len(l.Rows) {
			t.Errorf("json: %d rows of %d", n, len(l.Rows))
		}
		f, err := excelize.OpenReader(&x)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.GetRows("Danh sách")
		if err != nil || len(l.Rows) > 0 && len(got) != 4+len(l.Rows) {
			t.Errorf("xlsx: %d rows of %d, %v", len(got), len(l.Rows), err)
		}
		f.Close()
	}
}
