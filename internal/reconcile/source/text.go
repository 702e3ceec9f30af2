package source

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// maxLine is as long as a line of a text can be; a longer one is no text of a report.
const maxLine = 1 << 20

// readText reads plain text: paragraphs, tables of bars or tabs, footnotes in brackets.
func readText(w *Words, name string, b []byte) (*statement.Document, error) {
	text, ok := decodeText(b)
	if !ok {
		return nil, fault.New(fault.Invalid, "source.encoding", "file", name)
	}
	r := &textReader{prose: newBuild(w, name, "text").prose()}
	r.lines = strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for _, l := range r.lines {
		if len(l) > maxLine {
			return nil, fault.New(fault.Invalid, "source.too_deep", "file", name)
		}
	}
	r.read()
	r.doc.Pages = len(r.lines)/45 + 1
	return r.settle(), nil
}

// decodeText makes UTF-8 of what a text file holds: UTF-8, or UTF-16 with or without its mark.
func decodeText(b []byte) (string, bool) {
	big := len(b) > 1 && b[0] == 0xfe && b[1] == 0xff
	little := len(b) > 1 && b[0] == 0xff && b[1] == 0xfe
	switch {
	case big || little:
		b = b[2:]
	case looksWide(b, 1):
		little = true
	case looksWide(b, 0):
		big = true
	default:
		text := strings.TrimPrefix(string(b), "\ufeff")
		return text, utf8.Valid(b) && !strings.ContainsRune(text, 0)
	}
	if len(b)%2 != 0 {
		return "", false
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		lo, hi := b[2*i], b[2*i+1]
		if big {
			lo, hi = hi, lo
		}
		units[i] = uint16(lo) | uint16(hi)<<8
	}
	text := string(utf16.Decode(units))
	return text, !strings.ContainsRune(text, 0) && !strings.ContainsRune(text, utf8.RuneError)
}

// looksWide: every other byte is zero, as Latin letters in UTF-16 have it.
func looksWide(b []byte, at int) bool {
	n, zero := 0, 0
	for i := at; i < len(b) && n < 512; i += 2 {
		if n++; b[i] == 0 {
			zero++
		}
	}
	return n > 8 && zero*10 > n*4
}

type textReader struct {
	*prose
	lines []string
}

func (r *textReader) read() {
	for i := 0; i < len(r.lines); {
		switch {
		case strings.TrimSpace(r.lines[i]) == "":
			i++
		case r.tableAt(i) > 0:
			i = r.table(i)
		default:
			i = r.lineGroup(i)
		}
	}
}

var noteMark = regexp.MustCompile(`^\s*\[(\d{1,3})\][:.]?\s+`)

// lineGroup reads a paragraph: a line, and those after it that continue its sentence.
func (r *textReader) lineGroup(i int) int {
	end := i + 1
	for end < len(r.lines) && continues(r.lines[end-1], r.lines[end]) && end-i < 40 {
		end++
	}
	text, ref := r.join(i, end)
	r.notes = ""
	if m := noteMark.FindStringSubmatch(text); m != nil {
		r.notes = "chú thích " + m[1]
		runes := utf8.RuneCountInString(m[0])
		shifted := ref
		text, ref = text[len(m[0]):], func(start, end int) string { return shifted(start+runes, end+runes) }
	}
	text, ref = unmarked(text, ref)
	r.paragraph(text, ref)
	return end
}

// unmarked takes off what Markdown puts before a heading.
func unmarked(text string, ref func(int, int) string) (string, func(int, int) string) {
	bare := strings.TrimLeft(text, "# ")
	if bare == text || !strings.HasPrefix(strings.TrimSpace(text), "#") {
		return text, ref
	}
	cut := utf8.RuneCountInString(text) - utf8.RuneCountInString(bare)
	return bare, func(start, end int) string { return ref(start+cut, end+cut) }
}

// continues: a line that ends inside a sentence goes on in the next when that begins small.
func continues(line, next string) bool {
	line, next = strings.TrimRight(line, " \t"), strings.TrimSpace(next)
	if line == "" || next == "" || strings.ContainsAny(line[len(line)-1:], ".;:!?|") || strings.ContainsRune(next, '\t') {
		return false
	}
	first, _ := utf8.DecodeRuneInString(next)
	last, _ := utf8.DecodeLastRuneInString(line)
	if utf8.RuneCountInString(line) < 50 {
		return false
	}
	return unicode.IsLower(first) || last == ',' && !strings.HasPrefix(next, "-") || unicode.IsDigit(first) && !headingStart.MatchString(next)
}

var headingStart = regexp.MustCompile(`^\d{1,2}(\.\d{1,2})*[.)]\s`)

// join makes one text of lines i..end-1 and finds the line of a rune again.
func (r *textReader) join(i, end int) (string, func(int, int) string) {
	var b strings.Builder
	starts, lengths := make([]int, 0, end-i), make([]int, 0, end-i)
	n := 0
	for k := i; k < end; k++ {
		if k > i {
			b.WriteByte(' ')
			n++
		}
		starts = append(starts, n)
		b.WriteString(r.lines[k])
		lengths = append(lengths, utf8.RuneCountInString(r.lines[k]))
		n += lengths[k-i]
	}
	return b.String(), func(start, stop int) string {
		k := len(starts) - 1
		for k > 0 && starts[k] > start {
			k--
		}
		length := lengths[k]
		return fmt.Sprintf("text:%d:%d-%d", i+k+1, min(start-starts[k], length), min(stop-starts[k], length))
	}
}

// setTitle keeps the title with the period it names.
func (b *build) setTitle(title string) {
	b.doc.Title = title
	b.doc.Period = b.periodOf(title)
}

// tableAt is how many lines from i on are rows of a table: bars, or tabs.
func (r *textReader) tableAt(i int) int {
	n := 0
	for ; i < len(r.lines) && (strings.Count(r.lines[i], "|") >= 2 || strings.Count(r.lines[i], "\t") >= 2); i++ {
		n++
	}
	if n < 2 {
		return 0
	}
	return n
}

var ruleRow = regexp.MustCompile(`^[\s|:+=-]+$`)

func (r *textReader) table(i int) int {
	end := i + r.tableAt(i)
	g := &grid{}
	for k := i; k < end; k++ {
		if ruleRow.MatchString(r.lines[k]) {
			continue
		}
		mark := "\t"
		if strings.Contains(r.lines[k], "|") {
			mark = "|"
		}
		g.rows = append(g.rows, textCells(r.lines[k], mark, k+1))
	}
	r.grid(g)
	return end
}

// textCells are the cells of one line.
func textCells(line, mark string, number int) []*gridCell {
	var out []*gridCell
	at := 0
	parts := strings.Split(line, mark)
	for i, part := range parts {
		runes := utf8.RuneCountInString(part)
		edge := mark == "|" && (i == 0 || i == len(parts)-1) && strings.TrimSpace(part) == ""
		if !edge {
			lead := runes - utf8.RuneCountInString(strings.TrimLeft(part, " "))
			text := strings.TrimSpace(part)
			start := at + lead
			c := &gridCell{paras: []gridPara{{text, refer{kind: 't', a: number, b: start}}}}
			out = append(out, c)
		}
		at += runes + 1
	}
	return out
}
