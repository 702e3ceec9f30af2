package print

import (
	"fmt"
	"strings"
	"testing"
)

// TestBreaks: where lines may end, as LibreOffice has it. A bar marks each place.
func TestBreaks(t *testing.T) {
	for _, want := range []string{
		"hồ |sơ |đã |giải |quyết",
		"Thông |tư |số |01/2023/|TT-|VPCP", // behind a slash only as pathStart allows
		"12.790/12.842 |hồ |sơ |(đạt |75,77%), |quá |hạn",
		"2022 |- |2025, |2022-|2025, |2022–|2025",
		"bảo |đảm |“5 |tại |chỗ” |– |tiếp |nhận",
		"a ; |b", "1.234.567 |đồng", "việc |(nhất |là)", "từ |(5)% |đến |+(5)", "hết.|…|và", "A!|B",
	} {
		text := strings.ReplaceAll(want, "|", "")
		p := P(text, 12, Left)
		ls := letters(&p)
		var b strings.Builder
		for i, may := range breaks(ls) {
			b.WriteRune(ls[i].r)
			if may {
				b.WriteByte('|')
			}
		}
		if got := b.String(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func linesOf(t *testing.T, text string, size float64, width int) []string {
	t.Helper()
	p := P(text, size, Left)
	ls := letters(&p)
	var out []string
	for _, l := range breakLines(ls, &p, width) {
		var b strings.Builder
		for _, c := range ls[l.from:l.to] {
			b.WriteRune(c.r)
		}
		out = append(out, b.String())
	}
	return out
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      int
		want       string
	}{
		{"words joined by a slash stay together", "tiếp nhận trực tuyến/tổng số", 2300, "tiếp nhận trực|tuyến/tổng số"},
		{"a word longer than the line is cut", "oooooooooooooo", 1000, "oooooooo|oooooo"},
		{"a line feed breaks", "một\nhai\n", 2000, "một|hai|"},
		{"spaces hang over the edge", "oooo    oooo", 500, "oooo|oooo"},
		{"nothing is one empty line", "", 500, ""},
		{"no room at all still goes on", "ab", 0, "a|b"},
	} {
		if got := strings.Join(linesOf(t, c.text, 12, c.width), "|"); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func textOf(p Page) string {
	var b strings.Builder
	for _, x := range p.Texts {
		b.WriteString(x.Text)
	}
	return b.String()
}

// TestPages: no line of a paragraph stands alone on a page; a heading stays with its text;
// numbers begin again with a section and are hidden on its first page.
func TestPages(t *testing.T) {
	line := strings.Repeat("o ", 10)
	s := Report30(false)
	for i := range 44 {
		p := P(fmt.Sprintf("<%d> %s", i, line), 14, Left)
		s.Blocks = append(s.Blocks, &p)
	}
	long := P(strings.Repeat(line, 9), 14, Left)
	s.Blocks = append(s.Blocks, &long)
	pages := Layout(&Document{Sections: []Section{s, s}})
	numbers := ""
	for _, p := range pages {
		numbers += p.Number + ","
	}
	if numbers != ",2,,2," {
		t.Errorf("page numbers %q", numbers)
	}
	if n := strings.Count(textOf(pages[0]), "<"); n != 44 {
		t.Errorf("%d paragraphs on page 1, want 44", n)
	}
	if pages[0].Texts[len(pages[0].Texts)-1].Text == line {
		t.Error("one line of the last paragraph stands alone on page 1")
	}
	head := P("MỤC", 14, Left)
	head.KeepNext = true
	s.Blocks = append(s.Blocks[:44:44], &head, &long)
	if pages = Layout(&Document{Sections: []Section{s}}); strings.Contains(textOf(pages[0]), "MỤC") {
		t.Error("the heading stands at the foot of page 1")
	}
}

// TestTallRow: what no page can hold goes on over the next ones, and nothing is lost.
func TestTallRow(t *testing.T) {
	text := make([]string, 400)
	for i := range text {
		text[i] = fmt.Sprintf("w%d.", i)
	}
	tall := P(strings.Join(text, "\n"), 12, Left)
	short := P("ngắn", 12, Left)
	for _, down := range []int{1, 3} {
		table := &Table{Widths: []float64{50, 50}, Head: []Row{{Cells: []Cell{{Paragraphs: []Paragraph{short}}, {}}}},
			Rows: []Row{{Cells: []Cell{{Down: down, Paragraphs: []Paragraph{tall}}, {Paragraphs: []Paragraph{short}}}},
				{Cells: []Cell{{Paragraphs: []Paragraph{short}}}}, {Cells: []Cell{{Paragraphs: []Paragraph{short}}}}}}
		s := Report30(false)
		s.Blocks = []Block{table}
		pages := Layout(&Document{Sections: []Section{s}})
		all := ""
		for _, p := range pages {
			all += textOf(p)
			for _, x := range p.Texts {
				if x.Y > p.Height-50 {
					t.Errorf("down %d: %q is drawn below the type area", down, x.Text)
				}
			}
		}
		for _, w := range text {
			if strings.Count(all, w) != 1 {
				t.Errorf("down %d: %q stands %d times", down, w, strings.Count(all, w))
			}
		}
	}
}

// TestMissingLetter: a letter that the face lacks is seen to be lacking, takes its room, and
// keeps nothing else from being printed; who types is told which it is.
func TestMissingLetter(t *testing.T) {
	p := P("tên 漢 và 𝐕", 12, Left)
	s := Report30(false)
	s.Blocks = []Block{&p}
	if got := textOf(Layout(&Document{Sections: []Section{s}})[0]); !strings.Contains(got, "tên \uFFFD và \uFFFD") {
		t.Errorf("printed %q", got)
	}
	for text, want := range map[string]string{"Nguyễn Thị Ẵng\nTổ 1": "", "tên 漢 và 𝐕": "漢", "😀": "😀", "a\u200b": ""} {
		if got := Lacks(text); got != want {
			t.Errorf("%q lacks %q, want %q", text, got, want)
		}
	}
}

// TestClean: text is composed, and what is no text is dropped.
func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"Ủy ban": "Ủy ban", "U\u0309y ban": "Ủy ban", "a\tb\u2003c": "a b c", "a\x00\u200b\u00adb": "ab", "a\r\nb\u2028c": "a\nb\nc",
		"số\u00a05": "số\u00a05", "\xff": "",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) is %q, want %q", in, got, want)
		}
	}
}

// FuzzLayout: any text in any measure is laid out or refused; it never hangs.
func FuzzLayout(f *testing.F) {
	f.Add("Ủy ban nhân dân/phường\n2", 14.0, 40.0, 3.0, uint8(3))
	f.Add("", 0.0, 0.0, -5.0, uint8(0))
	f.Add("a / b - c … “d” 5%", 1e9, -1.0, 1e9, uint8(255))
	f.Fuzz(func(t *testing.T, text string, size, width, indent float64, look uint8) {
		p := P(text, size, Align(look&3))
		p.First, p.Indent, p.Rule, p.After = indent, indent/2, width/2, size
		p.KeepNext, p.NewPage = look&4 > 0, look&8 > 0
		p.Runs = append(p.Runs, Run{Text: text, Bold: look&16 > 0, Italic: look&32 > 0, Size: size / 2})
		cell := Cell{Paragraphs: []Paragraph{p, p}, Span: int(look & 3), Down: int(look >> 6), Middle: look&4 > 0}
		row := Row{Cells: []Cell{cell, cell}}
		table := &Table{Widths: []float64{width, 30, width}, Rows: []Row{row, row, row}, Plain: look&8 > 0}
		if look&64 > 0 {
			table.Head = []Row{row}
		}
		s := Report30(look&128 > 0)
		s.Blocks = []Block{&p, table, &Columns{Widths: []float64{width, 50}, Sides: [][]Paragraph{{p}, {p, p}}}, &p, &p}
		if len(Layout(&Document{Sections: []Section{s}})) == 0 {
			t.Error("no page")
		}
	})
}
