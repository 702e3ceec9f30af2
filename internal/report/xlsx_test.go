package report

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
)

func workbook(t testing.TB, r *Report) ([]byte, *excelize.File) {
	t.Helper()
	var b bytes.Buffer
	if err := r.WriteXLSX(&b); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return b.Bytes(), f
}

// sheetReader reads a sheet cell by cell as stored, with its type.
type sheetReader struct {
	t    *testing.T
	f    *excelize.File
	name string
}

func (s sheetReader) raw(column, row int) (string, excelize.CellType) {
	s.t.Helper()
	v, err := s.f.GetCellValue(s.name, at(column, row), excelize.Options{RawCellValue: true})
	if err != nil {
		s.t.Fatal(err)
	}
	typ, err := s.f.GetCellType(s.name, at(column, row))
	if err != nil {
		s.t.Fatal(err)
	}
	return v, typ
}

// below finds the row under the one whose first cell says what.
func (s sheetReader) below(what string) int {
	s.t.Helper()
	for row := 1; row < 60; row++ {
		if v, _ := s.raw(1, row); v == what {
			return row + 1
		}
	}
	s.t.Fatalf("%s: no row %q", s.name, what)
	return 0
}

func (s sheetReader) grey(column, row int) bool {
	id, err := s.f.GetCellStyle(s.name, at(column, row))
	if err != nil {
		s.t.Fatal(err)
	}
	style, err := s.f.GetStyle(id)
	if err != nil {
		s.t.Fatal(err)
	}
	return len(style.Fill.Color) > 0 && strings.HasSuffix(style.Fill.Color[0], grey)
}

// Every cell of the workbook, read back, is the cell of report.json: its value, its type and
// its state.
func TestWorkbookIsTheJSON(t *testing.T) {
	for _, id := range []string{"tiny", "cchc-2021-2025"} {
		t.Run(id, func(t *testing.T) {
			r := small().build(t, id, date("2024-06-30"))
			d := decode(t, reportJSON(t, r))
			_, f := workbook(t, r)
			next := 0
			for _, table := range r.Tables {
				s := sheetReader{t, f, "Phụ lục " + table.Appendix.ID}
				row := s.below("STT")
				for _, line := range table.Rows {
					depth := max(1, len(line.Line.Parts))
					if v, _ := s.raw(1, row); v != line.Line.Printed {
						t.Errorf("%s row %d: number %q, want %q", s.name, row, v, line.Line.Printed)
					}
					if v, _ := s.raw(2, row); v != line.Line.Label {
						t.Errorf("%s row %d: label %q", s.name, row, v)
					}
					for i := range line.Cells {
						c := d.Cells[next]
						next++
						column, down := i/depth+3, row+i%depth
						v, typ := s.raw(column, down)
						want, wantType := "", excelize.CellTypeUnset
						switch {
						case c.State == "no_data":
							want, wantType = noData, excelize.CellTypeSharedString
							if line.Cells[i].Words != "" {
								want = line.Cells[i].Words
							}
						case c.State != "value":
						default:
							want = fmt.Sprint(c.Value)
							if n, ok := c.Value.(float64); ok {
								want = strconv.FormatFloat(n, 'f', -1, 64)
							} else {
								wantType = excelize.CellTypeSharedString
							}
						}
						if v != want || typ != wantType {
							t.Errorf("%s %s (%s %s): %q type %d, want %q type %d", s.name, at(column, down), c.Indicator, c.Column, v, typ, want, wantType)
						}
						if s.grey(column, down) != (c.State == "not_applicable") {
							t.Errorf("%s %s: state %s, grey %v", s.name, at(column, down), c.State, s.grey(column, down))
						}
					}
					row += depth
				}
			}
			if next != len(d.Cells) {
				t.Errorf("%d of %d cells compared", next, len(d.Cells))
			}
			for _, flow := range r.Flows {
				s := sheetReader{t, f, r.flowName(flow.Period)}
				row := s.below("(1)")
				for _, want := range flow.Rows {
					if v, _ := s.raw(2, row); v != want.Field {
						t.Errorf("%s row %d: %q, want %q", s.name, row, v, want.Field)
					}
					for i, c := range flowColumns {
						if v, typ := s.raw(i+3, row); v != itoa(int(*c.place(&want))) || typ != excelize.CellTypeUnset {
							t.Errorf("%s %s %s: %q type %d", s.name, want.Field, c.key, v, typ)
						}
					}
					row++
				}
			}
		})
	}
}

// Nghị định 30/2020, phụ lục I: A4, margins 20-20-30-15 mm, Times New Roman, page number in
// the top margin but not on the first page, heading rows on every page, one page wide.
func TestPagesAreSetUpForPrint(t *testing.T) {
	r := small().build(t, "cchc-2021-2025", date("2025-03-31"))
	_, f := workbook(t, r)
	want := []string{"Báo cáo", "Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV", "Phụ lục VI", "Phụ lục VII", "Phụ lục VIII", "Phụ lục IX",
		"II.06a 2021", "II.06a 2022", "II.06a 2023", "II.06a 2024", "II.06a 2025", "II.06a 2021-2025", "Thuyết minh"}
	if got := f.GetSheetList(); strings.Join(got, "|") != strings.Join(want, "|") {
		t.Fatalf("sheets %q", got)
	}
	if font, _ := f.GetDefaultFont(); font != fontName {
		t.Errorf("default font %s", font)
	}
	titles := map[string]bool{}
	for _, n := range f.GetDefinedName() {
		titles[n.Scope] = n.Name == "_xlnm.Print_Titles"
	}
	for _, sheet := range want {
		page, err := f.GetPageLayout(sheet)
		if err != nil || *page.Size != 9 || *page.FitToWidth != 1 || *page.FirstPageNumber != 1 {
			t.Errorf("%s: %+v, %v", sheet, page, err)
		}
		m, err := f.GetPageMargins(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, pair := range [][2]float64{{*m.Top, 20}, {*m.Bottom, 20}, {*m.Left, 30}, {*m.Right, 15}} {
			if d := pair[0]*25.4 - pair[1]; d > 0.01 || d < -0.01 {
				t.Errorf("%s: margin %d is %.2f mm, want %.0f", sheet, i, pair[0]*25.4, pair[1])
			}
		}
		if h, err := f.GetHeaderFooter(sheet); err != nil || !h.DifferentFirst || !strings.Contains(h.OddHeader, "&P") || h.FirstHeader != "" {
			t.Errorf("%s: header %+v, %v", sheet, h, err)
		}
		if repeats := strings.HasPrefix(sheet, "Phụ lục") || strings.HasPrefix(sheet, "II.06a"); repeats != titles[sheet] {
			t.Errorf("%s: repeated rows %v", sheet, titles[sheet])
		}
	}
}

// The front page carries agency, motto, blanks for number and day, recipients and signature.
func TestFrontPage(t *testing.T) {
	_, f := workbook(t, small().build(t, "cchc-2021-2025", date("2025-03-31")))
	rows, err := f.GetRows("Báo cáo")
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, r := range rows {
		for _, c := range r {
			if c != "" {
				text = append(text, c)
			}
		}
	}
	all := strings.Join(text, "\n")
	for _, want := range []string{"UBND THỊ XÃ QUẢNG TRỊ", "UBND PHƯỜNG 2", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "/BC-UBND", "năm 2025",
		"BÁO CÁO", "Sơ kết 05 năm (2021-2025)", "31/03/2025", "Nơi nhận:", "- UBND thị xã;", "- Lưu: VT, VP.", "TM. UỶ BAN NHÂN DÂN", "CHỦ TỊCH"} {
		if !strings.Contains(all, want) {
			t.Errorf("the front page lacks %q", want)
		}
	}
}

// The flow form by itself: any period, its own name, nothing of the long report.
func TestFlowFormByItself(t *testing.T) {
	s := shipped()
	for _, name := range []string{"2023", "2024-Q1", "2024-05", "2024-H1", "cchc-2024", "2023-12-05..2024-01-31"} {
		p, err := calendar.ParsePeriod(name)
		if err != nil {
			t.Fatal(err)
		}
		r, err := BuildFlow(context.Background(), Input{Definition: s.defs["tiny"], Set: s.set, Source: small().source(), Unit: &unit.Unit{Code: wardCode}}, p)
		if err != nil {
			t.Fatal(err)
		}
		_, f := workbook(t, r)
		if got := strings.Join(f.GetSheetList(), "|"); got != "II.06a "+name+"|Thuyết minh" {
			t.Errorf("sheets %q", got)
		}
		if v, _ := f.GetCellValue("Thuyết minh", "A2"); v != r.Definition.Form.Title {
			t.Errorf("title %q", v)
		}
	}
}

// The same figures give the same file, byte for byte.
func TestWorkbookBytes(t *testing.T) {
	a, _ := workbook(t, small().build(t, "cchc-2021-2025", date("2025-03-31")))
	b, _ := workbook(t, small().build(t, "cchc-2021-2025", date("2025-03-31")))
	if !bytes.Equal(a, b) {
		t.Error("two writings differ")
	}
}

// Wrapped labels fit their rows: a row is at least as high as its lines.
func TestRowsHoldTheirWords(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		lines int
	}{
		{"", 20, 1}, {"Đạt", 20, 1}, {"chưa có số liệu", 17, 2}, {"Năm 2025 (Tính đến 31/3)", 17, 4}, {"một\nhai", 80, 2},
		{"không_có_dấu_cách_nào_trong_cả_dòng_rất_dài", 20, 5}, {strings.Repeat("x", 500), 1, 500},
	} {
		if got := len(wrap(c.text, 12, false, c.width)); got < c.lines || got > c.lines+1 {
			t.Errorf("%.30q in %.0f mm: %d lines, about %d expected", c.text, c.width, got, c.lines)
		}
	}
	if got := strings.Join(wrap("giữ  đủ   chữ và dấu cách", 12, false, 12), " "); got != "giữ  đủ   chữ và dấu cách" {
		t.Errorf("wrapping changed the words: %q", got)
	}
}

func BenchmarkWriteXLSX(b *testing.B) {
	r := small().build(b, "cchc-2021-2025", date("2025-03-31"))
	for b.Loop() {
		var out bytes.Buffer
		if err := r.WriteXLSX(&out); err != nil {
			b.Fatal(err)
		}
	}
}
