package source

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// sound checks what rules rely on: places, indexes and pointers of whatever was read.
func sound(t *testing.T, d *statement.Document) {
	for i, f := range d.Figures {
		if f == nil || f.Table < 0 || f.Table > len(d.Tables) || f.Period.From > f.Period.To || f.Decimals < 0 {
			t.Fatalf("figure %d: %+v", i, f)
		}
	}
	for _, table := range d.Tables {
		for i, l := range table.Lines {
			if l.Parent >= i || l.Parent < -1 || len(l.Figures) > len(table.Columns) {
				t.Fatalf("line %d of %q: parent %d, %d figures in %d columns", i, table.Title, l.Parent, len(l.Figures), len(table.Columns))
			}
		}
	}
	for _, r := range d.Ratios {
		if r.Num == nil && r.Den == nil && r.Percent == nil {
			t.Fatal("a ratio of nothing")
		}
	}
}

func fuzz(t *testing.T, name string, b []byte) {
	d, err := Read(words(t), name, b)
	if err == nil {
		sound(t, d)
	}
}

func FuzzJSON(f *testing.F) {
	f.Add(string(printedReport(f))[:20_000])
	f.Add(`{"schema":"reform-report/1","appendices":[{"id":"III","columns":[{"key":"2024","printed":"Năm 2024"}],"lines":[{"stt":"1","label":"a","values":{"2024":{"printed":"TPHS: 1%; KQ 2%"}}}]}]}`)
	f.Add(`{"case_statistics":{"years":{"2021":{"received_total":{"printed":"5"},"percentages":{"early":{"number":99.4,"unit":"percent"}}}}},"facts":[{"id":"a","number":1,"numerator":1,"denominator":2}]}`)
	f.Add(`{"cells":[{"appendix":"I","line":"1","column":"2021","from":"2021-01-01","to":"2021-12-31","value":33,"den":1}],"ii06a":[{"from":"2021-01-01","to":"2021-12-31","rows":[{"field":"a","received":{"total":1}}]}]}`)
	f.Fuzz(func(t *testing.T, s string) {
		if looksJSON([]byte(s)) {
			fuzz(t, "a.json", []byte(s))
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("Năm 2022: tiếp nhận 4.389 hồ sơ (trong đó trực tiếp 452, trực tuyến 3.934, năm 2021 chuyển sang 03); 4.348 hồ sơ trước hạn (chiếm 99,16%), không có hồ sơ trễ hạn.")
	f.Add("Phần I\nI. A\n1.1. B\na) C\nPhụ lục III\n| STT | Chỉ tiêu | Năm 2021 |\n|---|---|---|\n| 1 | Số (1)=(2)+(3) | >99% |")
	f.Add("395 hồ sơ trực tuyến/575 hồ sơ, đạt 69,21%; đạt 98% (1.775/1.806 hồ sơ) từ 6/2023 đến nay, Quyết định 1069/QĐ-UBND ngày 31/12/2021 của UBND từ tháng 6/2023")
	f.Add("a\tb\tc\n1\t2\t3\n(1)\t(2)\t(3)=(1)+(2)\n")
	f.Add("tính đến 31/3 giai đoạn 2021-2025 quý IV/ 6 tháng đầu năm 9 nghìn 1,5 tỷ đồng [11] trên dưới 5")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 1<<16 && foreign([]byte(s)) == "" && !strings.HasPrefix(s, "PK") {
			fuzz(t, "a.txt", []byte(s))
		}
	})
}

// FuzzDOCX feeds the parts of a document; FuzzXLSX those of a sheet. Whole files are fed too,
// but a fuzzer rarely gets past the sums of a zip.
func FuzzDOCX(f *testing.F) {
	f.Add(p("Năm 2024 tiếp nhận 5 hồ sơ"), p("[1] một"), `<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>`)
	f.Add(`<w:tbl><w:tr>`+tc(`<w:gridSpan w:val="2"/>`, p("STT"))+tc(`<w:vMerge w:val="restart"/>`, p("Năm 2021"))+`</w:tr><w:tr>`+tc("", p("1"))+tc("", p("2"))+tc(`<w:vMerge/>`, p("3"))+`</w:tr></w:tbl>`, "", "")
	f.Add(`<w:p><w:del><w:r><w:t>1</w:t></w:r></w:del><w:pPr><w:numPr><w:ilvl w:val="9"/><w:numId w:val="3"/></w:numPr></w:pPr></w:p>`, "", `<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:lvlText w:val="%1.%9"/></w:lvl></w:abstractNum>`)
	f.Fuzz(func(t *testing.T, body, notes, numbering string) {
		if len(body)+len(notes)+len(numbering) > 1<<16 {
			return
		}
		fuzz(t, "a.docx", wordFile(t, body, map[string]string{
			"word/footnotes.xml": `<w:footnotes ` + wordRoot + `><w:footnote w:id="1">` + notes + `</w:footnote></w:footnotes>`,
			"word/numbering.xml": `<w:numbering ` + wordRoot + `>` + numbering + `</w:numbering>`}))
	})
}

func FuzzXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>STT</t></is></c><c r="B1" t="inlineStr"><is><t>Năm 2021</t></is></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>0.5</v></c></row>`, `"TPHS: "0.00%`, `A1:B1`)
	f.Add(`<row r="9"><c r="ZZZ9"><v>1e308</v></c></row>`, `dd/mm/yyyy;[Red]\`, `B2:A1`)
	f.Fuzz(func(t *testing.T, cells, format, merge string) {
		if len(cells)+len(format)+len(merge) > 1<<16 || strings.ContainsAny(format+merge, `<&"`) && !strings.HasPrefix(format, `"`) {
			return
		}
		format = strings.NewReplacer(`&`, "&amp;", `<`, "&lt;", `"`, "&quot;").Replace(format)
		fuzz(t, "a.xlsx", packed(t, map[string]string{"xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>`,
			"_rels/.rels":                `<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="` + format + `"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
			"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + cells + `</sheetData><mergeCells><mergeCell ref="` + merge + `"/></mergeCells></worksheet>`}))
	})
}
