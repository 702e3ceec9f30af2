package html

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/print"
)

func written(t testing.TB, s *print.Section, link func(string) string) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, s, link); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func figure(text, mark string) print.Cell {
	p := print.P(text, 12, print.Center)
	p.Runs[0].Mark = mark
	return print.Cell{Middle: true, Paragraphs: []print.Paragraph{p}}
}

func plain(text string) print.Cell {
	return print.Cell{Middle: true, Paragraphs: []print.Paragraph{print.P(text, 12, print.Left)}}
}

func header(text string) print.Cell {
	c := plain(text)
	c.Header = true
	return c
}

func sample() *print.Section {
	s := print.Report30(true)
	title := print.Paragraph{Heading: 1, Align: print.Center, Size: 14, Rule: 45, Runs: []print.Run{{Text: "Phụ lục <I> & \"II\"", Bold: true}}}
	mixed := print.Paragraph{Size: 14, First: 12.7, Align: print.Justify, Runs: []print.Run{{Text: "Số "}, {Text: "đậm", Bold: true}, {Text: " và ", Italic: true}}}
	wide, tall := header("Nhóm"), header("STT")
	wide.Span, tall.Down = 2, 2
	parts := print.Cell{Paragraphs: []print.Paragraph{figure("TPHS: 71,34%", "a/1").Paragraphs[0], figure("KQ: 12,00%", "a/2").Paragraphs[0]}}
	s.Blocks = []print.Block{&title, &mixed,
		&print.Table{Caption: "Bảng \"thử\"", Widths: []float64{10, 20, 30}, Size: 12,
			Head: []print.Row{{Cells: []print.Cell{tall, wide}}, {Cells: []print.Cell{header("Một"), header("Hai")}}},
			Rows: []print.Row{
				{Cells: []print.Cell{header("Dòng"), figure("4.481", "x & y"), {Shade: true, Middle: true}}},
				{Total: true, Cells: []print.Cell{header("Tổng"), figure("7", "none"), parts}},
			}},
		&print.Columns{Widths: []float64{68, 97}, Sides: [][]print.Paragraph{{print.P("trái\nhai", 12, print.Left)}, {print.P("", 12, print.Left), print.P("phải", 12, print.Right)}}},
	}
	return &s
}

func linkAll(mark string) string {
	if mark == "none" {
		return ""
	}
	return "/ds?ct=" + mark + "&z=\"<"
}

func TestWrite(t *testing.T) {
	got := written(t, sample(), linkAll)
	for what, want := range map[string]string{
		"a heading a level below the page's":       `<h2 class="doc-c doc-s14 doc-b">Phụ lục &lt;I&gt; &amp; &#34;II&#34;</h2>`,
		"a rule of its length":                     `width="45mm"`,
		"the look of one run only":                 `Số <b>đậm</b><i> và </i>`,
		"a caption":                                `<caption class="doc-hidden">Bảng &#34;thử&#34;</caption>`,
		"a region to scroll with the keys":         `role="region" tabindex="0" aria-label="Bảng &#34;thử&#34;"`,
		"a head over two rows":                     `<th scope="col" rowspan="2">STT</th>`,
		"a head over two columns":                  `<th scope="colgroup" colspan="2">Nhóm</th>`,
		"a head of a row":                          `<th scope="row">Dòng</th>`,
		"a figure that opens, its address escaped": `<td class="doc-c"><a id="x_&amp;_y" href="/ds?ct=x &amp; y&amp;z=&#34;&lt;">4.481</a></td>`,
		"a figure that opens nothing":              `<td class="doc-c">7</td>`,
		"a shaded cell said in words":              `<td class="doc-na"><span class="doc-hidden">không thuộc phạm vi</span></td>`,
		"figures under each other":                 `>TPHS: 71,34%</a></div><div class="doc-c"><a id="a/2" href=`,
		"a line feed":                              `trái<br>hai`,
		"a total that stands out":                  `<tr class="doc-total">`,
		"an empty line":                            `<p class="doc-gap"></p>`,
		"landscape":                                `<div class="doc doc-land">`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s: no %s in\n%s", what, want, got)
		}
	}
	if strings.Contains(got, "style=") {
		t.Error("a style attribute, which the pages' policy refuses")
	}
	if unlinked := written(t, sample(), nil); strings.Contains(unlinked, "<a ") {
		t.Error("nil links nothing")
	}
}

// Every element is closed in its order, whatever the text.
func TestWellFormed(t *testing.T) {
	void := regexp.MustCompile(`<(br|col)( [^>]*)?>`) // elements that HTML never closes
	d := xml.NewDecoder(strings.NewReader(void.ReplaceAllString(written(t, sample(), linkAll), "<$1$2/>")))
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	if depth != 0 {
		t.Errorf("%d elements left open", depth)
	}
}

// Every class that is written has a look.
func TestEveryClassIsInTheSheet(t *testing.T) {
	rest := written(t, sample(), linkAll)
	n := 0
	for {
		_, after, ok := strings.Cut(rest, `class="`)
		if !ok {
			break
		}
		names, tail, _ := strings.Cut(after, `"`)
		for _, name := range strings.Fields(names) {
			n++
			if !strings.Contains(CSS, "."+name) {
				t.Errorf("no look for %s", name)
			}
		}
		rest = tail
	}
	if n == 0 {
		t.Error("no class at all")
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteError(t *testing.T) {
	if Write(broken{}, sample(), nil) == nil {
		t.Error("a failed writing is not said")
	}
}
