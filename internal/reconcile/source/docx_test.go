package source

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// packed makes a packed file of parts.
func packed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const wordRoot = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`

// wordFile makes a DOCX of a body, with further parts.
func wordFile(t testing.TB, body string, more map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml": `<Types/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<w:document ` + wordRoot + `><w:body>` + body + `</w:body></w:document>`,
	}
	for name, text := range more {
		parts[name] = text
	}
	return packed(t, parts)
}

// p is a paragraph of one run.
func p(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func tc(properties string, paras ...string) string {
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + strings.Join(paras, "") + `</w:tc>`
}

func readWord(t testing.TB, b []byte) *statement.Document {
	t.Helper()
	d, err := Read(words(t), "báo cáo.docx", b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestFinalText: insertions are read; deletions, moves away, hidden text, field codes and
// doubled text boxes are not, and the places of what follows stay true to the file.
func TestFinalText(t *testing.T) {
	body := `<w:p><w:r><w:t xml:space="preserve">Năm 2024 tiếp nhận </w:t></w:r>` +
		`<w:del><w:r><w:delText>1.900</w:delText></w:r></w:del>` +
		`<w:ins><w:r><w:t>1.957</w:t></w:r></w:ins>` +
		`<w:moveFrom><w:r><w:t>99 </w:t></w:r></w:moveFrom>` +
		`<w:r><w:rPr><w:vanish/></w:rPr><w:t>88</w:t></w:r>` +
		`<w:r><w:instrText>PAGE 7 hồ sơ</w:instrText></w:r>` +
		`<w:r><w:tab/><w:t xml:space="preserve"> hồ sơ, giải quyết </w:t></w:r><w:r><w:t>1.9</w:t></w:r><w:r><w:t xml:space="preserve">50 hồ sơ</w:t></w:r></w:p>` +
		`<w:p><mc:AlternateContent><mc:Choice><w:r><w:txbxContent>` + p("Năm 2023 tiếp nhận 12 hồ sơ") + `</w:txbxContent></w:r></mc:Choice>` +
		`<mc:Fallback><w:r><w:txbxContent>` + p("Năm 2023 tiếp nhận 12 hồ sơ") + `</w:txbxContent></w:r></mc:Fallback></mc:AlternateContent></w:p>` +
		p("Năm 2022 tiếp nhận 4.389 hồ sơ.")
	d := readWord(t, wordFile(t, body, nil))
	want := []string{"received=1.957 @2024", "settled=1.950 @2024", "received=12 @2023", "received=4.389 @2022"}
	if got := told(d); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	refs := []string{}
	for _, f := range d.Figures {
		refs = append(refs, f.Ref)
	}
	// 19 runes before 1.957; after it 3 + 2 + 1 that are not shown, a tab, " hồ sơ, giải quyết "
	if want := []string{"doc:0:19-24", "doc:0:49-54", "doc:2:19-21", "doc:4:19-24"}; !slices.Equal(refs, want) {
		t.Errorf("references %q, want %q", refs, want)
	}
}

// TestAutomaticNumbers: numbers that Word prints and does not store make sections.
func TestAutomaticNumbers(t *testing.T) {
	item := func(level int, text string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, text)
	}
	numbering := `<w:numbering ` + wordRoot + `><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>` +
		`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl></w:abstractNum>` +
		`<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num></w:numbering>`
	d := readWord(t, wordFile(t, item(0, "Chỉ đạo")+item(0, "Kết quả")+item(1, "Thể chế")+item(1, "Thủ tục")+item(2, "Kết quả")+item(2, "Hạn chế")+p("Năm 2024 tiếp nhận 5 hồ sơ."),
		map[string]string{"word/numbering.xml": numbering}))
	var got []string
	for _, h := range d.Headings {
		got = append(got, h.Path+" "+h.Title)
	}
	if want := []string{"I Chỉ đạo", "II Kết quả", "II.1 Thể chế", "II.2 Thủ tục", "II.2.1 Kết quả", "II.2.2 Hạn chế"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if f := d.Figures[0]; f.Place.Text != "Mục II.2.2, đoạn 1" || f.Ref != "doc:6:19-20" {
		t.Errorf("place %+v", f.Place)
	}
}

// TestFootnotes: a note is named by the number it prints, which is its place in the text.
func TestFootnotes(t *testing.T) {
	notes := `<w:footnotes ` + wordRoot + `><w:footnote w:type="separator" w:id="-1">` + p("") + `</w:footnote>` +
		`<w:footnote w:id="7">` + p("Năm 2021: tiếp nhận 4.481 hồ sơ.") + p("Năm 2022: tiếp nhận 4.389 hồ sơ.") + `</w:footnote>` +
		`<w:footnote w:id="9">` + p("Quyết định số 92/KH-UBND ngày 26/01/2024") + `</w:footnote></w:footnotes>`
	body := `<w:p><w:r><w:t>Một</w:t><w:footnoteReference w:id="9"/></w:r><w:r><w:t>hai</w:t><w:footnoteReference w:id="7"/></w:r></w:p>`
	d := readWord(t, wordFile(t, body, map[string]string{"word/footnotes.xml": notes}))
	if got, want := told(d), []string{"received=4.481 @2021", "received=4.389 @2022"}; !slices.Equal(got, want) {
		t.Fatalf("got %q", got)
	}
	if f := d.Figures[1]; f.Section != "chú thích 2" || f.Place.Text != "Chú thích 2" || f.Ref != "note:7:53-58" {
		t.Errorf("%+v", f.Place)
	}
	if c := d.Cited[0]; c.Section != "chú thích 1" || !strings.HasPrefix(c.Ref, "note:9:") {
		t.Errorf("%+v", c.Place)
	}
}

// TestMergedHeads: three rows of heads with spans and a row of column numbers; the total row
// has no field; the head again on the next page is no line; a deleted row is gone.
func TestMergedHeads(t *testing.T) {
	row := func(properties string, cells ...string) string {
		return `<w:tr><w:trPr>` + properties + `</w:trPr>` + strings.Join(cells, "") + `</w:tr>`
	}
	head := row("", tc(`<w:vMerge w:val="restart"/>`, p("STT")), tc(`<w:vMerge w:val="restart"/>`, p("Lĩnh vực")), tc(`<w:gridSpan w:val="3"/>`, p("Số hồ sơ nhận giải quyết")), tc(`<w:vMerge w:val="restart"/>`, p("Số hồ sơ đã giải quyết"))) +
		row("", tc(`<w:vMerge/>`, p("")), tc(`<w:vMerge/>`, p("")), tc("", p("Tổng số")), tc("", p("Trực tuyến")), tc("", p("Trực tiếp, dịch vụ bưu chính")), tc(`<w:vMerge/>`, p("")))
	numbers := row("", tc("", p("(1)")), tc("", p("(2)")), tc("", p("(3)=(4)+(5)")), tc("", p("(4)")), tc("", p("(5)")), tc("", p("(6)")))
	line := func(cells ...string) string {
		out := ""
		for _, c := range cells {
			out += tc("", p(c))
		}
		return row("", out)
	}
	body := p("Biểu số II.06a/VPCP/KSTT") + p("Kỳ báo cáo: Quý I năm 2025") + `<w:tbl>` + head + numbers + line("1", "Hộ tịch", "100", "60", "40", "99") +
		row(`<w:del/>`, tc("", p("2")), tc("", p("Đất đai")), tc("", p("9")), tc("", p("9")), tc("", p("9")), tc("", p("9"))) + head + numbers +
		line("2", "Chứng thực", "1.200", "1.000", "200", "1.200") + line("", "Tổng số", "1.300", "1.060", "240", "1.299") + `</w:tbl>`
	d := readWord(t, wordFile(t, body, nil))
	at := " @2025-01-01..2025-03-31"
	want := []string{"received=100" + at + " map[field:Hộ tịch]", "received.online=60" + at + " map[field:Hộ tịch]", "received.direct=40" + at + " map[field:Hộ tịch]", "settled=99" + at + " map[field:Hộ tịch]",
		"received=1.200" + at + " map[field:Chứng thực]", "received.online=1.000" + at + " map[field:Chứng thực]", "received.direct=200" + at + " map[field:Chứng thực]", "settled=1.200" + at + " map[field:Chứng thực]",
		"received=1.300" + at, "received.online=1.060" + at, "received.direct=240" + at, "settled=1.299" + at}
	if got := told(d); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if c := d.Tables[0].Columns[0]; c.Formula != "(3)=(4)+(5)" || c.Number != "(3)" || c.Label != "Số hồ sơ nhận giải quyết – Tổng số" {
		t.Errorf("column %+v", c)
	}
}

// TestAppendixTable: an appendix takes its title from the next paragraph and its table from
// what follows; two paragraphs of one cell are two figures with places of their own.
func TestAppendixTable(t *testing.T) {
	body := p("Phụ lục III") + p("THỐNG KÊ CÁC CHỈ TIÊU CỦA LĨNH VỰC CẢI CÁCH THỦ TỤC HÀNH CHÍNH") + `<w:tbl><w:tr>` + tc("", p("STT")) + tc("", p("Chỉ tiêu")) + tc("", p("Năm 2023")) + tc("", p("Năm 2024")) + `</w:tr>` +
		`<w:tr>` + tc("", p("6.1")) + tc("", p("Tỷ lệ hồ sơ TTHC số hóa hồ sơ, kết quả giải quyết TTHC")) + tc("", p("TPHS: 87,12%"), p("KQ: 99,58%")) + tc("", p("")) + `</w:tr></w:tbl>`
	d := readWord(t, wordFile(t, body, nil))
	if got, want := told(d), []string{"rate.components=TPHS: 87,12% @2023 map[part:TPHS]", "rate.results=KQ: 99,58% @2023 map[part:KQ]"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if h := d.Headings[0]; !h.Appendix || h.Number != "III" || !strings.HasPrefix(h.Title, "THỐNG KÊ") {
		t.Errorf("%+v", h)
	}
	f := d.Figures[2]
	if f.Ref != "doc:9:0-10" || f.Place.Text != "Phụ lục III, dòng 6.1, cột Năm 2023" || d.Tables[0].Lines[0].Indicator != "III.6.1" {
		t.Errorf("%+v", f.Place)
	}
}
