package source

import (
	"bytes"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// readBook makes a workbook with excelize and reads it.
func readBook(t testing.TB, fill func(f *excelize.File)) *statement.Document {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	d, err := Read(words(t), "số liệu.xlsx", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// rows writes rows from A1 on.
func rows(t testing.TB, f *excelize.File, all ...[]any) {
	for i, row := range all {
		must(t, f.SetSheetRow("Sheet1", "A"+strconv.Itoa(i+1), &row))
	}
}

func style(t testing.TB, f *excelize.File, cell, format string) {
	t.Helper()
	id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	must(t, err)
	must(t, f.SetCellStyle("Sheet1", cell, cell, id))
}

// TestNumbersAsShown: a number is what its format prints, a text that is a number is one, a
// day of a workbook is a day.
func TestNumbersAsShown(t *testing.T) {
	d := readBook(t, func(f *excelize.File) {
		rows(t, f, []any{"STT", "Chỉ tiêu", "Năm 2023", "Năm 2024"},
			[]any{"1", "Số hồ sơ đã tiếp nhận", 4481, "4.389"},
			[]any{"2", "Tỷ lệ hồ sơ đúng hạn", 0.99416, 71.34},
			[]any{"3", "Ngày báo cáo", 45747, "x"},
			[]any{"4", "Kinh phí", 1700000, 0.1 + 0.2})
		style(t, f, "C2", "#,##0")
		style(t, f, "C3", "0.00%")
		style(t, f, "D3", `[$-42A]"TPHS: "#,##0.00"%"`)
		style(t, f, "C4", "dd/mm/yyyy")
		style(t, f, "C5", `#,##0" đ"`)
	})
	var got []string
	for _, f := range d.Figures {
		kind := ""
		if f.IsText {
			kind = " text"
		}
		if f.Percent {
			kind += " %"
		}
		if f.Money {
			kind += " money"
		}
		got = append(got, f.Ref+" "+f.Printed+kind)
	}
	want := []string{"xlsx:Sheet1!C2 4.481", "xlsx:Sheet1!D2 4.389", "xlsx:Sheet1!C3 99,42% %", "xlsx:Sheet1!D3 TPHS: 71,34% %", "xlsx:Sheet1!C4 31/03/2025 text", "xlsx:Sheet1!D4 x text",
		"xlsx:Sheet1!C5 1.700.000 đ money", "xlsx:Sheet1!D5 0,3"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestHiddenIsNotPrinted: hidden rows, columns and sheets are not there.
func TestHiddenIsNotPrinted(t *testing.T) {
	d := readBook(t, func(f *excelize.File) {
		rows(t, f, []any{"STT", "Chỉ tiêu", "Năm 2022", "Năm 2023", "Năm 2024"}, []any{"1", "Số hồ sơ đã tiếp nhận", 1, 2, 3}, []any{"2", "Số hồ sơ đã giải quyết", 4, 5, 6})
		must(t, f.SetColVisible("Sheet1", "D", false))
		must(t, f.SetRowVisible("Sheet1", 3, false))
		_, err := f.NewSheet("Nháp")
		must(t, err)
		must(t, f.SetCellValue("Nháp", "A1", "Năm 2020 tiếp nhận 9 hồ sơ"))
		must(t, f.SetSheetVisible("Nháp", false))
	})
	if got, want := told(d), []string{"received=1 @2022", "received=3 @2024"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestSheetOfBlocks: a title above the head, merged heads, an empty row inside the table, a
// second table under it, words after it.
func TestSheetOfBlocks(t *testing.T) {
	d := readBook(t, func(f *excelize.File) {
		rows(t, f, []any{"TÌNH HÌNH TIẾP NHẬN HỒ SƠ NĂM 2024"},
			[]any{"Lĩnh vực", "Hồ sơ tiếp nhận", nil, "Hồ sơ đã giải quyết"}, []any{nil, "Trực tuyến", "Trực tiếp"},
			[]any{"Hộ tịch", 60, 40, 99}, []any{}, []any{"Chứng thực", 1000, 200, 1200}, []any{"Tổng cộng", 1060, 240, 1299},
			[]any{}, []any{"Năm", "Số hồ sơ tiếp nhận", "Số hồ sơ đã giải quyết"}, []any{"2023", 10, 9}, []any{"2024", 20, 19}, []any{},
			[]any{"Năm 2021 tiếp nhận 4.481 hồ sơ."})
		must(t, f.MergeCell("Sheet1", "A2", "A3"))
		must(t, f.MergeCell("Sheet1", "B2", "C2"))
		must(t, f.MergeCell("Sheet1", "D2", "D3"))
	})
	want := []string{"received.online=60 @2024 map[field:Hộ tịch]", "received.direct=40 @2024 map[field:Hộ tịch]", "settled=99 @2024 map[field:Hộ tịch]",
		"received.online=1000 @2024 map[field:Chứng thực]", "received.direct=200 @2024 map[field:Chứng thực]", "settled=1200 @2024 map[field:Chứng thực]",
		"received.online=1060 @2024", "received.direct=240 @2024", "settled=1299 @2024",
		"received=10 @2023", "settled=9 @2023", "received=20 @2024", "settled=19 @2024", "received=4.481 @2021"}
	if got := told(d); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if d.Tables[0].Title != "TÌNH HÌNH TIẾP NHẬN HỒ SƠ NĂM 2024" {
		t.Errorf("title %q", d.Tables[0].Title)
	}
}

// TestYearsInNumbers: heads that are numbers of years are years.
func TestYearsInNumbers(t *testing.T) {
	d := readBook(t, func(f *excelize.File) {
		rows(t, f, []any{"TT", "Nội dung", 2021, 2022, "Giai đoạn 2021-2022"}, []any{1, "Tổng số hồ sơ tiếp nhận", 4481, 4389, 8870}, []any{"1.1", "Trực tuyến", 1442, 3934, 5376})
	})
	want := []string{"received=4481 @2021", "received=4389 @2022", "received=8870 @2021-01-01..2022-12-31", "received.online=1442 @2021", "received.online=3934 @2022", "received.online=5376 @2021-01-01..2022-12-31"}
	if got := told(d); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if l := d.Tables[0].Lines[1]; l.Parent != 0 || l.Number != "1.1" {
		t.Errorf("line %+v", l)
	}
}
