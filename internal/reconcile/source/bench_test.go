package source

import (
	"fmt"
	"strings"
	"testing"
)

// thousandPages is the text of a long report: forty-five lines a page, five of them with
// figures.
func thousandPages(pages int) string {
	var b strings.Builder
	for i := range pages {
		fmt.Fprintf(&b, "%d. Kết quả giải quyết thủ tục hành chính\n", i%90+1)
		for j := range 5 {
			fmt.Fprintf(&b, "Năm 202%d: tiếp nhận %d.389 hồ sơ (trong đó trực tiếp và bưu chính 452 hồ sơ, trực tuyến 3.934 hồ sơ); đã giải quyết 4.385 hồ sơ: 4.348 hồ sơ trước hạn (chiếm 99,16%%), 37 hồ sơ đúng hạn, không có hồ sơ trễ hạn.\n", j, i%9+1)
			b.WriteString("Thực hiện Quyết định số 1069/QĐ-UBND ngày 31/12/2021 của UBND phường ban hành Kế hoạch cải cách hành chính, các bộ phận chuyên môn đã chủ động tham mưu, phối hợp chặt chẽ, kịp thời tháo gỡ khó khăn, vướng mắc cho người dân và doanh nghiệp trên địa bàn.\n")
		}
	}
	return b.String()
}

func BenchmarkText(b *testing.B) { benchmark(b, "a.txt", []byte(thousandPages(1000))) }

func BenchmarkDOCX(b *testing.B) {
	var body strings.Builder
	for line := range strings.SplitSeq(thousandPages(1000), "\n") {
		body.WriteString(p(line))
	}
	benchmark(b, "a.docx", wordFile(b, body.String(), nil))
}

func BenchmarkXLSX(b *testing.B) {
	var sheet strings.Builder
	sheet.WriteString(`<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>STT</t></is></c><c t="inlineStr"><is><t>Chỉ tiêu</t></is></c><c t="inlineStr"><is><t>Năm 2023</t></is></c><c t="inlineStr"><is><t>Năm 2024</t></is></c></row>`)
	for i := range 40_000 {
		fmt.Fprintf(&sheet, `<row r="%d"><c><v>%d</v></c><c t="inlineStr"><is><t>Số hồ sơ đã tiếp nhận</t></is></c><c><v>%d</v></c><c><v>4481</v></c></row>`, i+2, i+1, i)
	}
	sheet.WriteString(`</sheetData></worksheet>`)
	benchmark(b, "a.xlsx", sheetOf(b, sheet.String()))
}

// benchmark reports pages a second of a report of a thousand.
func benchmark(b *testing.B, name string, file []byte) {
	w := words(b)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		d, err := Read(w, name, file)
		if err != nil || len(d.Figures) < 1000 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
