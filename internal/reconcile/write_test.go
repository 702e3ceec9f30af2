package reconcile_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

func say(t testing.TB) reconcile.Say {
	t.Helper()
	words, problems := locale.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return func(key string, kv ...any) string { return words.T("vi", key, kv...) }
}

// made is a report by hand: two findings, one silent rule and one that met nothing.
func made(places ...statement.Place) *reconcile.Report {
	if len(places) == 0 {
		places = []statement.Place{
			{Text: "Mục II.2.1.d, đoạn 3", Section: "II.2.1.d", Ref: "doc:0:0-3"},
			{Text: "Phụ lục III, dòng 4.3, cột Năm 2024", Section: "III", Line: "4.3", Column: "Năm 2024", Ref: "doc:1:0-3"},
		}
	}
	printed := make([]string, len(places))
	for i := range printed {
		printed[i] = "9.074"
	}
	return &reconcile.Report{
		Document: &statement.Document{Name: "bao-cao.docx", Format: "docx", Title: "Sơ kết"},
		Findings: []reconcile.Finding{
			{Rule: "sum.years", Severity: reconcile.Blocks, Places: places, Printed: printed, Recomputed: "9.063", Likely: "9.063",
				Text: "Tổng in 9.074 nhưng các năm cộng lại là 9.063."},
			{Rule: "sum.years", Severity: reconcile.Asks, Places: places[:1], Printed: []string{"=cmd|'/c calc'!A0"}, Text: "Dòng một\r\nDòng hai \x1b[2J\u202eđảo"},
		},
		Rules: []reconcile.Ran{
			{Rule: "sum.years", Title: "Tổng các năm", Compared: 12, Found: 2},
			{Rule: "ratio", Title: "Tỷ lệ tính lại", Compared: 30},
			{Rule: "cited", Title: "Văn bản dẫn chiếu"},
		},
	}
}

// TestWriteJSON: the form is the one that was promised, findings first, every key there.
func TestWriteJSON(t *testing.T) {
	var b bytes.Buffer
	if err := made().WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var got map[string]json.RawMessage
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "{\n  \"findings\": [") || len(got) != 3 {
		t.Errorf("findings are not first, or other keys: %.60s", b.String())
	}
	var findings []map[string]any
	if err := json.Unmarshal(got["findings"], &findings); err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if len(f) != 7 {
			t.Errorf("%d keys: %v", len(f), f)
		}
		for _, key := range []string{"rule", "severity", "places", "printed", "recomputed", "likely", "text"} {
			if _, ok := f[key]; !ok {
				t.Errorf("%q is missing", key)
			}
		}
		for _, p := range f["places"].([]any) {
			for _, key := range []string{"text", "section", "line", "column", "ref"} {
				if _, ok := p.(map[string]any)[key]; !ok {
					t.Errorf("place without %q", key)
				}
			}
		}
	}
	if findings[0]["likely"] != "9.063" || findings[0]["severity"] != "blocks" {
		t.Errorf("%v", findings[0])
	}
	b.Reset()
	if err := (&reconcile.Report{}).WriteJSON(&b); err != nil || strings.Contains(b.String(), "null") {
		t.Errorf("an empty report: %v %s", err, b.String())
	}
}

// TestWriteText: severities in order with what they mean, and the last lines say which rules
// kept silent; words of a file steer no terminal and begin no line.
func TestWriteText(t *testing.T) {
	var b bytes.Buffer
	if err := made().WriteText(&b, say(t)); err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, want := range []string{"PHẢI SỬA (1)", "1. Tổng in 9.074", "• Mục II.2.1.d, đoạn 3: «9.074»", "Tính lại: 9.063", "Có lẽ đúng: 9.063", "Quy tắc: Tổng các năm",
		"CẦN HỎI (1)", "2. Dòng một Dòng hai [2Jđảo", "2 phát hiện: 1 phải sửa", "   2  Tổng các năm", "Đã chạy 3 quy tắc, 1 quy tắc không thấy gì.", "Tỷ lệ tính lại (đã so 30 lần)", "1 quy tắc không gặp gì", "Văn bản dẫn chiếu"} {
		i := strings.Index(b.String()[at:], want)
		if i < 0 {
			t.Fatalf("%q is not there, or not in its order:\n%s", want, b.String())
		}
		at += i
	}
	if strings.ContainsAny(b.String(), "\x1b\u202e\r") {
		t.Error("control characters came through")
	}
}

// TestWriteXLSX: the workbook holds the same findings, typed, filtered, with a head that
// stays; a printed text that begins with = is a text.
func TestWriteXLSX(t *testing.T) {
	r := made()
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := r.WriteXLSX(b, say(t)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same findings gave other bytes")
	}
	f, err := excelize.OpenReader(&one)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) != 2 {
		t.Fatalf("sheets: %v", sheets)
	}
	rows, err := f.GetRows(sheets[0])
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows (%v)", len(rows), err)
	}
	if rows[4][1] != "Phải sửa" || rows[4][6] != "9.063" || !strings.Contains(rows[4][4], "Phụ lục III, dòng 4.3, cột Năm 2024: 9.074") {
		t.Errorf("%q", rows[4])
	}
	if formula, _ := f.GetCellFormula(sheets[0], "F6"); formula != "" || rows[5][5] != "=cmd|'/c calc'!A0" {
		t.Errorf("formula %q, value %q", formula, rows[5][5])
	}
	if kind, _ := f.GetCellType(sheets[1], "C5"); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
		t.Errorf("a count is of type %v", kind)
	}
	for _, sheet := range sheets {
		p, err := f.GetPanes(sheet)
		if err != nil || !p.Freeze || p.YSplit != 4 {
			t.Errorf("%s: panes %+v (%v)", sheet, p, err)
		}
		l, err := f.GetPageLayout(sheet)
		if err != nil || *l.Orientation != "landscape" || *l.Size != 9 {
			t.Errorf("%s: page %+v (%v)", sheet, l, err)
		}
	}
	names := f.GetDefinedName()
	if len(names) < 2 {
		t.Errorf("no print titles: %v", names)
	}
}
