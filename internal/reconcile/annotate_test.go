package reconcile_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/print/docx"
	"github.com/motcua/motcua/internal/reconcile"
)

// marked reads an annotated DOCX with another reader: the text that each comment spans, and
// what it says.
func marked(t *testing.T, b []byte) (spans, said map[string]string) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string, each func(xml.Token, string)) {
		f, err := z.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		d, inText := xml.NewDecoder(f), ""
		for {
			tok, err := d.Token()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch x := tok.(type) {
			case xml.StartElement:
				inText = x.Name.Local
				id := ""
				for _, a := range x.Attr {
					if a.Name.Local == "id" {
						id = a.Value
					}
				}
				each(xml.StartElement{Name: x.Name}, id)
			case xml.EndElement:
				inText = ""
			case xml.CharData:
				if inText == "t" {
					each(x, "")
				}
			}
		}
	}
	spans, said = map[string]string{}, map[string]string{}
	open := map[string]bool{}
	read("word/document.xml", func(tok xml.Token, id string) {
		switch x := tok.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "commentRangeStart":
				open[id] = true
				spans[id] = ""
			case "commentRangeEnd":
				delete(open, id)
			}
		case xml.CharData:
			for id := range open {
				spans[id] += string(x)
			}
		}
	})
	now := ""
	read("word/comments.xml", func(tok xml.Token, id string) {
		switch x := tok.(type) {
		case xml.StartElement:
			if x.Name.Local == "comment" {
				now = id
			}
		case xml.CharData:
			said[now] += string(x) + "\n"
		}
	})
	return spans, said
}

// ours is a document as motcua prints one: a sentence with a wrong ratio, and a table whose
// parts are more than their whole.
func ours(t *testing.T) []byte {
	t.Helper()
	line := func(s string) print.Paragraph { return print.P(s, 13, print.Left) }
	row := func(cells ...string) (r print.Row) {
		for _, s := range cells {
			r.Cells = append(r.Cells, print.Cell{Paragraphs: []print.Paragraph{line(s)}})
		}
		return r
	}
	title, ratio := line("BÁO CÁO cải cách hành chính năm 2023"), line("Hồ sơ dịch vụ công trực tuyến toàn trình: 395 hồ sơ nộp trực tuyến/575 hồ sơ phát sinh, đạt 69,21%.")
	table := &print.Table{Widths: []float64{20, 80, 30}, Size: 12, Head: []print.Row{row("STT", "Nội dung", "Năm 2023")}, Rows: []print.Row{
		row("9", "Tổng số nhiệm vụ được giao", "4"), row("9.1", "Số nhiệm vụ đã hoàn thành đúng hạn", "3"), row("9.2", "Số nhiệm vụ đã hoàn thành nhưng quá hạn", "3")}}
	section := print.Report30(false)
	section.Blocks = []print.Block{&title, &ratio, table}
	d := &print.Document{Title: "BÁO CÁO năm 2023", Language: "vi-VN", Sections: []print.Section{section}}
	var b bytes.Buffer
	if err := docx.Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestAnnotateAtTheFigure: read, checked and written again, a document has its comments at the
// very figures that are questioned, whoever made it; what a footnote says wrong is said where
// the footnote is called.
func TestAnnotateAtTheFigure(t *testing.T) {
	rules, problems := reconcile.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	writer, err := os.ReadFile("testdata/libreoffice.docx")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		b     []byte
		spans []string
	}{
		"LibreOffice": {writer, []string{"69,21%", "395", "575", "4", "3", "3", "", "", ""}},
		"motcua":      {ours(t), []string{"69,21%", "395", "575", "4", "3", "3"}},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := rules.Read("a.docx", c.b)
			if err != nil {
				t.Fatal(err)
			}
			r := rules.Check(doc)
			var out bytes.Buffer
			if err := r.Annotate(&out, c.b, say(t)); err != nil {
				t.Fatal(err)
			}
			spans, said := marked(t, out.Bytes())
			want := map[string]int{}
			for _, s := range c.spans {
				want[s]++
			}
			for id, s := range spans {
				want[s]--
				if !strings.Contains(said[id], "[Phải sửa]") {
					t.Errorf("comment %s at %q says %q", id, s, said[id])
				}
				if s == "" && !strings.Contains(said[id], "Chú thích 1") {
					t.Errorf("a footnote's comment does not say where: %q", said[id])
				}
			}
			for s, n := range want {
				if n != 0 {
					t.Errorf("%+d comments at %q", -n, s)
				}
			}
			again, err := rules.Read("a.docx", out.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if n := len(rules.Check(again).Findings); n != len(r.Findings) {
				t.Errorf("%d findings in the marked copy, %d in the document", n, len(r.Findings))
			}
		})
	}
}
