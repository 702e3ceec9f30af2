package mark_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/reconcile/mark"
)

const wordNS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// fataler is a test or a property's draw.
type fataler interface {
	Helper()
	Fatal(...any)
}

func at(ref string) mark.Note { return mark.Note{Ref: ref, Lines: []string{"a & b", "dòng hai"}} }

// word packs a DOCX around the paragraphs of a body.
func word(t fataler, body string, more map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"[Content_Types].xml":          `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":                  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>`,
		"word/document.xml":            `<w:document xmlns:w="` + wordNS + `"><w:body>` + body + `<w:sectPr/></w:body></w:document>`,
		"word/media/image1.png":        "\x89PNG not really",
	}
	for name, text := range more {
		parts[name] = text
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/comments.xml", "word/media/image1.png"} {
		if text, ok := parts[name]; ok && text != "" {
			w, err := z.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(w, text)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func unpacked(t fataler, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// seen is what a second reader makes of an annotated body: its text, and by comment the text
// that it spans and how it ends.
type seen struct {
	text    string
	spans   map[string]string
	refs    map[string]int
	nesting error
}

func look(main string) seen {
	s := seen{spans: map[string]string{}, refs: map[string]int{}}
	d := xml.NewDecoder(strings.NewReader(main))
	open := map[string]bool{}
	var stack []string
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			s.nesting = err
			return s
		}
		switch t := tok.(type) {
		case xml.StartElement:
			id := ""
			for _, a := range t.Attr {
				if a.Name.Local == "id" && a.Name.Space == wordNS {
					id = a.Value
				}
			}
			switch t.Name.Local {
			case "commentRangeStart":
				if slices.Contains(stack, "r") && !slices.Contains(stack, "txbxContent") {
					s.nesting = errors.New("a mark inside a run")
				}
				open[id] = true
				s.spans[id] += ""
			case "commentRangeEnd":
				delete(open, id)
			case "commentReference":
				s.refs[id]++
			}
			stack = append(stack, t.Name.Local)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if len(stack) > 0 && stack[len(stack)-1] == "t" {
				s.text += string(t)
				for id := range open {
					s.spans[id] += string(t)
				}
			}
		}
	}
	if len(open) > 0 {
		s.nesting = fmt.Errorf("never closed: %v", open)
	}
	return s
}

func annotated(t testing.TB, original []byte, notes ...mark.Note) map[string]string {
	t.Helper()
	var one, two bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &two} {
		if err := mark.Write(b, original, notes); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same findings gave other bytes")
	}
	return unpacked(t, one.Bytes())
}

// TestMarkSpans: a comment spans exactly the figure, however the text is cut into runs,
// and the text stays the text.
func TestMarkSpans(t *testing.T) {
	for _, c := range []struct{ name, body, ref, want string }{
		{"a run of its own", `<w:p><w:r><w:t>là </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>9.074</w:t></w:r></w:p>`, "doc:0:3-8", "9.074"},
		{"the middle of a run", `<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t>là 9.074 hồ sơ</w:t></w:r></w:p>`, "doc:0:3-8", "9.074"},
		{"the beginning of a run", `<w:p><w:r><w:t>9.074 hồ sơ</w:t></w:r></w:p>`, "doc:0:0-5", "9.074"},
		{"the end of a run", `<w:p><w:r><w:t xml:space="preserve">là 9.074</w:t></w:r></w:p>`, "doc:0:3-8", "9.074"},
		{"over three runs", `<w:p><w:r><w:t>là 9</w:t></w:r><w:proofErr w:type="x"/><w:r><w:t>.</w:t></w:r><w:r><w:t>074 hồ sơ</w:t></w:r></w:p>`, "doc:0:3-8", "9.074"},
		{"after a tab", `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>9.074</w:t><w:br/><w:t>b</w:t></w:r></w:p>`, "doc:0:2-7", "9.074"},
		{"entities", `<w:p><w:r><w:t>&lt;&#7891;&amp; 9.074&gt;</w:t></w:r></w:p>`, "doc:0:4-9", "9.074"},
		{"in a link", `<w:p><w:hyperlink w:anchor="a"><w:r><w:t>xem 9.074.</w:t></w:r></w:hyperlink></w:p>`, "doc:0:4-9", "9.074"},
		{"out of bounds", `<w:p><w:r><w:t>ngắn</w:t></w:r></w:p>`, "doc:0:3-88", "ngắn"},
		{"a tracked run is not split", `<w:p><w:r><w:rPr><w:rPrChange w:id="1" w:author="a"><w:rPr/></w:rPrChange></w:rPr><w:t>là 9.074</w:t></w:r></w:p>`, "doc:0:3-8", "là 9.074"},
		{"a quoted text is not split", `<w:p><w:r><w:t><![CDATA[là 9.074]]></w:t></w:r></w:p>`, "doc:0:3-8", "là 9.074"},
		{"an empty cell", `<w:p/><w:p><w:r><w:t>sau</w:t></w:r></w:p>`, "doc:0:0-0", ""},
		{"the second paragraph", `<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>9.074</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`, "doc:1:0-5", "9.074"},
		{"a footnote's place", `<w:p><w:r><w:t>đạt</w:t></w:r><w:r><w:footnoteReference w:id="11"/></w:r></w:p>`, "note:11:5-9", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			original := word(t, c.body, nil)
			before := look(unpacked(t, original)["word/document.xml"])
			got := look(annotated(t, original, at(c.ref))["word/document.xml"])
			if got.nesting != nil || got.text != before.text {
				t.Fatalf("%v: %q, was %q", got.nesting, got.text, before.text)
			}
			if span, ok := got.spans["0"]; !ok || span != c.want || got.refs["0"] != 1 {
				t.Errorf("spans %q (%v), want %q; %d references", span, ok, c.want, got.refs["0"])
			}
		})
	}
}

// TestMarkKeeps: what is not a comment stays byte for byte; comments that were there stay,
// and new ones take other numbers.
func TestMarkKeeps(t *testing.T) {
	body := `<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>là 9.074 hồ sơ</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p><w:p><w:r><w:t>9.063</w:t></w:r></w:p>`
	old := map[string]string{
		"word/comments.xml":            `<w:comments xmlns:w="` + wordNS + `"><w:comment w:id="0" w:author="Lê"><w:p/></w:comment></w:comments>`,
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>`,
	}
	original := word(t, body, old)
	notes := []mark.Note{at("doc:0:3-8"), at("doc:1:0-5")}
	before, after := unpacked(t, original), annotated(t, original, notes...)
	for name, text := range before {
		if name != "word/document.xml" && name != "word/comments.xml" && after[name] != text {
			t.Errorf("%s changed", name)
		}
	}
	got := look(after["word/document.xml"])
	if got.nesting != nil || got.spans["0"] != "là 9.074 hồ sơ" || got.spans["1"] != "9.074" || got.spans["2"] != "9.063" {
		t.Errorf("%v %v", got.nesting, got.spans)
	}
	comments := after["word/comments.xml"]
	for _, want := range []string{`w:author="Lê"`, `w:id="1" w:author="motcua"`, "a &amp; b", "dòng hai"} {
		if !strings.Contains(comments, want) {
			t.Errorf("%q is missing in %s", want, comments)
		}
	}
	if strings.Contains(comments, "w:date") || strings.Count(comments, "<w:comment ") != 3 {
		t.Errorf("%s", comments)
	}
	fresh := annotated(t, word(t, body, nil), notes...)
	if !strings.Contains(fresh["[Content_Types].xml"], `PartName="/word/comments.xml"`) ||
		!strings.Contains(fresh["word/_rels/document.xml.rels"], `Target="comments.xml"`) {
		t.Errorf("the new part is not named: %s", fresh["word/_rels/document.xml.rels"])
	}
}

// TestMarkAnyText: for any text cut into any runs and any ranges, each comment spans its
// range and nothing else changes.
func TestMarkAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("a đ<&\"9. ")), 0, 6, -1), 1, 6).Draw(t, "pieces")
		var body, text strings.Builder
		body.WriteString("<w:p>")
		for _, p := range pieces {
			body.WriteString(`<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">`)
			xml.EscapeText(&body, []byte(p))
			body.WriteString(`</w:t></w:r>`)
			text.WriteString(p)
		}
		body.WriteString("</w:p>")
		runes := []rune(text.String())
		if len(runes) == 0 {
			return
		}
		var notes []mark.Note
		var want []string
		for range rapid.IntRange(1, 5).Draw(t, "ranges") {
			a := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
			b := rapid.IntRange(a+1, len(runes)).Draw(t, "to")
			ref := fmt.Sprintf("doc:0:%d-%d", a, b)
			if !slices.ContainsFunc(notes, func(n mark.Note) bool { return n.Ref == ref }) {
				notes, want = append(notes, at(ref)), append(want, string(runes[a:b]))
			}
		}
		var out bytes.Buffer
		if err := mark.Write(&out, word(t, body.String(), nil), notes); err != nil {
			t.Fatal(err)
		}
		got := look(unpacked(t, out.Bytes())["word/document.xml"])
		if got.nesting != nil || got.text != text.String() {
			t.Fatalf("%v %q, want %q", got.nesting, got.text, text.String())
		}
		for i, w := range want {
			if got.spans[fmt.Sprint(i)] != w {
				t.Fatalf("comment %d spans %q, want %q", i, got.spans[fmt.Sprint(i)], w)
			}
		}
	})
}

// TestMarkRefuses: what bears no comments is refused in a sentence; broken files do not
// bring the program down.
func TestMarkRefuses(t *testing.T) {
	whole := word(t, `<w:p><w:r><w:t>9.074</w:t></w:r></w:p>`, nil)
	for name, b := range map[string][]byte{
		"JSON":             []byte(`{"schema": "x"}`),
		"empty":            nil,
		"cut short":        whole[:len(whole)/2],
		"no part":          word(t, "", map[string]string{"word/document.xml": ""}),
		"unclosed":         word(t, `<w:p><w:r>`, nil),
		"a binary":         []byte("\xd0\xcf\x11\xe0"),
		"comments of none": word(t, `<w:p><w:r><w:t>9.074</w:t></w:r></w:p>`, map[string]string{"word/_rels/document.xml.rels": `<Relationships xmlns="x"><Relationship Id="a" Type="y/comments" Target="comments.xml"/></Relationships>`}),
	} {
		err := mark.Write(io.Discard, b, []mark.Note{at("doc:0:0-5")})
		if _, ok := fault.Of(err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestMarkText: what is said of a line stands under it, with the line ends of the file.
func TestMarkText(t *testing.T) {
	var b bytes.Buffer
	if err := mark.Write(&b, []byte("Báo cáo\r\nlà 9.074\r\nhết"), []mark.Note{at("text:2:3-8")}); err != nil {
		t.Fatal(err)
	}
	want := "Báo cáo\r\nlà 9.074\r\n    >>> a & b | dòng hai"
	if !strings.HasPrefix(b.String(), want) || !strings.HasSuffix(b.String(), "\r\nhết") {
		t.Errorf("%q", b.String())
	}
	b.Reset()
	if err := mark.Write(&b, []byte("\xff\xfe1\x00\r\x00\n\x00\xd0\x1e"), []mark.Note{at("text:1:0-1")}); err != nil || b.String() != "\ufeff1\r\n    >>> a & b | dòng hai\r\nỐ" {
		t.Errorf("%q %v", b.String(), err)
	}
	if kind := mark.Name("a.txt", []byte("[1] chú thích")); kind != "a.doi-chieu.txt" {
		t.Errorf("a text that begins with a note is %q", kind)
	}
}

// TestMarkSheets: a cell's own note stays above ours, values stay.
func TestMarkSheets(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	f.SetCellValue("Sheet1", "B2", 9074)
	f.AddComment("Sheet1", excelize.Comment{Author: "Lê", Cell: "B2", Text: "đã hỏi"})
	f.AddComment("Sheet1", excelize.Comment{Author: "Lê", Cell: "C3", Text: "khác"})
	var original, out bytes.Buffer
	if _, err := f.WriteTo(&original); err != nil {
		t.Fatal(err)
	}
	if err := mark.Write(&out, original.Bytes(), []mark.Note{at("xlsx:Sheet1!B2"), at("xlsx:Sheet1!D4")}); err != nil {
		t.Fatal(err)
	}
	g, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	all, err := g.GetComments("Sheet1")
	if err != nil || len(all) != 3 {
		t.Fatalf("%d comments (%v)", len(all), err)
	}
	text := map[string]string{}
	for _, c := range all {
		text[c.Cell] = c.Text
	}
	if !strings.Contains(text["B2"], "đã hỏi") || !strings.Contains(text["B2"], "a & b") || text["C3"] == "" || text["D4"] == "" {
		t.Errorf("%q", text)
	}
	if v, _ := g.GetCellValue("Sheet1", "B2"); v != "9074" {
		t.Errorf("the value is %q", v)
	}
}

// FuzzWord: whatever stands in the main part, marking ends with a document that can be opened
// and says the same text, or with a refusal.
func FuzzWord(f *testing.F) {
	for _, body := range []string{
		`<w:p><w:r><w:t>là 9.074 hồ sơ</w:t></w:r></w:p>`, `<w:p/>`, `<w:p><w:r><w:t/></w:r></w:p>`, `<w:p><w:r><w:rPr/><w:tab/><w:t>1</w:t></w:r></w:p>`,
		`<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>12345</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>`,
		`<x:p xmlns:x="` + wordNS + `"><x:r><x:t>12345</x:t></x:r></x:p>`, `<w:p><w:r><w:t>1<!-- c -->2&amp;3</w:t></w:r></w:p>`,
		`<w:p><w:r><w:ruby><w:rt><w:r><w:t>12</w:t></w:r></w:rt></w:ruby><w:t>34</w:t></w:r></w:p>`, `<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`,
	} {
		f.Add(body, 0, 1, 3)
		f.Add("<w:p></w:p>"+body, 0, 0, 0)
	}
	f.Fuzz(func(t *testing.T, body string, at, from, to int) {
		original := word(t, body, nil)
		var out bytes.Buffer
		err := mark.Write(&out, original, []mark.Note{{Ref: fmt.Sprintf("doc:%d:%d-%d", at, from, to), Lines: []string{"x"}}, {Ref: "note:2:0-1", Lines: []string{"y"}}})
		if err != nil {
			if _, known := fault.Of(err); !known {
				t.Fatal(err)
			}
			return
		}
		before, after := look(unpacked(t, original)["word/document.xml"]), look(unpacked(t, out.Bytes())["word/document.xml"])
		if before.nesting == nil && after.nesting != nil && !strings.Contains(after.nesting.Error(), "a mark inside") {
			t.Fatalf("%v\n%s", after.nesting, unpacked(t, out.Bytes())["word/document.xml"])
		}
		if before.nesting == nil && before.text != after.text {
			t.Fatalf("%q became %q", before.text, after.text)
		}
	})
}
