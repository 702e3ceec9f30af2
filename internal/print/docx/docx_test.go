package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/print"
)

// written is a document as a second reader finds it in the file.
type written struct {
	parts map[string]string
}

func write(t *testing.T, d *print.Document) written {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	w := written{map[string]string{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w.parts[f.Name] = string(text)
		checkXML(t, f.Name, text)
	}
	return w
}

// checkXML reads a part to its end: tags are closed, characters allowed.
func checkXML(t *testing.T, name string, text []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

// paragraphs are the texts of the body's paragraphs, cells included.
func (w written) paragraphs(t *testing.T) []string {
	t.Helper()
	var out []string
	d := xml.NewDecoder(strings.NewReader(w.parts["word/document.xml"]))
	var b strings.Builder
	in := false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			in = e.Name.Local == "t"
			if e.Name.Local == "br" {
				b.WriteByte('\n')
			}
		case xml.CharData:
			if in {
				b.Write(e)
			}
		case xml.EndElement:
			in = false
			if e.Name.Local == "p" && b.Len() > 0 {
				out = append(out, b.String())
				b.Reset()
			}
		}
	}
}

func sampleDocument() *print.Document {
	s := print.Report30(false)
	s.ID, s.Name = "phu-luc-III", "Phụ lục III"
	head := print.P("TIÊU ĐỀ <1> & \"2\"", 14, print.Center)
	head.Style, head.Heading, head.Rule, head.KeepNext = "Appendix", 1, 40, true
	head.Runs[0].Bold = true
	body := print.Paragraph{Style: "Normal", Size: 14, Align: print.Justify, First: 12.7, After: 6,
		Runs: []print.Run{{Text: "Tiếp nhận "}, {Text: "12.842", Mark: "III/1/2024/tu-so"}, {Text: " hồ sơ\x00\x1b;\ndòng hai"}}}
	cell := func(text string, span, down int) print.Cell {
		p := print.P(text, 11, print.Left)
		p.Style = "Table Text"
		return print.Cell{Span: span, Down: down, Paragraphs: []print.Paragraph{p}}
	}
	table := &print.Table{Caption: "Bảng", Widths: []float64{40, 40, 40}, Size: 11,
		Head: []print.Row{{Cells: []print.Cell{cell("Nội dung", 1, 1), cell("Năm", 2, 1)}}},
		Rows: []print.Row{{Cells: []print.Cell{cell("Chung", 1, 2), cell("1", 1, 1), cell("2", 1, 1)}}, {Cells: []print.Cell{cell("3", 2, 1)}}}}
	s.Blocks = []print.Block{&head, &body, table}
	wide := print.Report30(true)
	wide.ID, wide.Blocks = "ii06a-2024", []print.Block{&body}
	return &print.Document{Title: "Báo cáo", Author: "Ủy ban", Language: "vi-VN", Sections: []print.Section{s, wide}}
}

// TestText: a second reader finds every text, in order, without what is no text.
func TestText(t *testing.T) {
	got := strings.Join(write(t, sampleDocument()).paragraphs(t), "|")
	want := `TIÊU ĐỀ <1> & "2"|Tiếp nhận 12.842 hồ sơ;` + "\ndòng hai|Nội dung|Năm|Chung|1|2|3|Tiếp nhận 12.842 hồ sơ;\ndòng hai"
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestMarkup: the qualities that a word processor acts on.
func TestMarkup(t *testing.T) {
	w := write(t, sampleDocument())
	for part, wants := range map[string][]string{
		"word/document.xml": {`<w:pStyle w:val="Appendix"/>`, `<w:tblHeader/>`, `<w:cantSplit/>`, `<w:gridSpan w:val="2"/>`, `<w:vMerge w:val="restart"/>`,
			`<w:vMerge/>`, `<w:tblLayout w:type="fixed"/>`, `w:orient="landscape"`, `<w:pgNumType w:start="1"/>`, `<w:titlePg/>`,
			`w:name="phu_luc_III"`, `w:name="_m_III__1__2024__tu_so"`, `<w:tblDescription w:val="Bảng"/>`, `w:top="1134" w:right="850" w:bottom="1134" w:left="1701"`},
		"word/styles.xml":   {`w:ascii="Times New Roman"`, `w:cs="Times New Roman"`, `w:eastAsia="Times New Roman"`, `<w:lang w:val="vi-VN"`, `w:styleId="Heading1"><w:name w:val="heading 1"/>`, `w:styleId="TableText"`},
		"word/header1.xml":  {` PAGE `, `<w:sz w:val="28"/>`},
		"docProps/core.xml": {`<dc:title>Báo cáo</dc:title>`, `<dc:creator>Ủy ban</dc:creator>`, `<dc:language>vi-VN</dc:language>`},
	} {
		for _, want := range wants {
			if !strings.Contains(w.parts[part], want) {
				t.Errorf("%s has no %s", part, want)
			}
		}
	}
	if strings.Contains(w.parts["docProps/core.xml"], "created") {
		t.Error("the properties have a date: equal documents would differ")
	}
}

// TestNames: bookmark names are what Word accepts, and different for different marks.
func TestNames(t *testing.T) {
	seen := map[string]string{}
	for _, mark := range []string{"I/1/2024", "I/12/024", "I/1-2024", "a" + strings.Repeat("/rất dài", 20), "a" + strings.Repeat("/rất dài", 21), "ii06a/2021-12-15..2022-12-14/IV/total"} {
		name := markName(mark)
		if len(name) > longest || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" {
			t.Errorf("%q is no name for a bookmark", name)
		}
		if other, ok := seen[name]; ok {
			t.Errorf("%q and %q are both %s", mark, other, name)
		}
		seen[name] = mark
	}
}

// TestSame: the same document gives the same bytes.
func TestSame(t *testing.T) {
	var first []byte
	for range 20 {
		var b bytes.Buffer
		if err := Write(&b, sampleDocument()); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		}
		if !bytes.Equal(first, b.Bytes()) {
			t.Fatal("bytes differ from one writing to the next")
		}
	}
}
