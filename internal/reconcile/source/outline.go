package source

import (
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// outline knows which numbered heading a paragraph stands under: Phần I, I., 1., 1.1., a),
// Phụ lục III.
type outline struct {
	part     string // "I" of Phần I
	roman    string
	number   string // "2.1"
	letter   string
	appendix string
	form     string // "II.06a" of Biểu số II.06a/VPCP/KSTT
}

// Levels of headings.
const (
	levelAppendix = 0
	levelPart     = 1
	levelRoman    = 2
	levelNumber   = 3 // and one more for every further number
	levelLetter   = 9
)

const maxHeading = 240 // runes of a heading's title; a longer text is a paragraph with a number

// heading reads the heading at the start of a paragraph and returns the token after its number,
// or the end where the whole paragraph is the heading.
func (o *outline) heading(s *scan) (statement.Heading, int, bool) {
	for _, read := range [...]func(*scan) (statement.Heading, int, bool){o.readAppendix, o.readPart, o.readRoman, o.readNumber, o.readLetter} {
		h, next, ok := read(s)
		if !ok {
			continue
		}
		h.Title = strings.TrimSpace(string(s.text[s.end(next):]))
		if len([]rune(h.Title)) > maxHeading {
			h.Title = string([]rune(h.Title)[:maxHeading])
		}
		h.Path = o.path()
		return h, next, true
	}
	return statement.Heading{}, 0, false
}

// end is the rune after the token before i.
func (s *scan) end(i int) int {
	if i == 0 {
		return 0
	}
	return s.t[i-1].end
}

// form reads the head of a form, «Biểu số II.06a/VPCP/KSTT», which ends the appendix before it,
// and of what explains the figures.
func (o *outline) readForm(s *scan) bool {
	if s.is(0, "thuyet") && s.is(1, "minh") && len(s.t) == 2 {
		*o = outline{}
		return true
	}
	if !s.is(0, "bieu") || !s.is(1, "so", "mau") || len(s.t) > 16 || len(s.t) < 3 {
		return false
	}
	end := 3
	for end < len(s.t) && s.joined(end-1) && !s.is(end, "/", ":") {
		end++
	}
	*o = outline{form: strings.TrimRight(s.printed(2, end), ".")}
	return true
}

func (o *outline) readAppendix(s *scan) (statement.Heading, int, bool) {
	if !s.is(0, "phu") || !s.is(1, "luc") || len(s.t) < 3 {
		return statement.Heading{}, 0, false
	}
	id, next, ok := s.roman(2)
	if !ok && s.value(2, 1, 60) > 0 {
		id, next, ok = s.t[2].text, 3, true
	}
	if !ok || len(s.t)-next > 60 || next < len(s.t) && s.t[next].kind == word && !s.capital(next) {
		return statement.Heading{}, 0, false
	}
	if s.is(next, ":", ".", "-") {
		next++
	}
	*o = outline{appendix: id}
	return statement.Heading{Appendix: true, Number: id, Level: levelAppendix}, next, true
}

func (o *outline) readPart(s *scan) (statement.Heading, int, bool) {
	if !s.is(0, "phan") || len(s.t) < 2 {
		return statement.Heading{}, 0, false
	}
	id, next, ok := s.roman(1)
	if s.is(1, "thu") {
		if n, known := ordinals[s.text2(2)]; known {
			id, next, ok = n, 3, true
		}
	}
	if !ok || next < len(s.t) && s.t[next].kind == word && !s.capital(next) {
		return statement.Heading{}, 0, false
	}
	if s.is(next, ":", ".", "-") {
		next++
	}
	*o = outline{part: id}
	return statement.Heading{Number: id, Level: levelPart}, next, true
}

var ordinals = map[string]string{"nhat": "I", "hai": "II", "ba": "III", "tu": "IV", "nam": "V", "sau": "VI"}

func (s *scan) text2(i int) string {
	if i < len(s.t) {
		return s.t[i].text
	}
	return ""
}

func (o *outline) readRoman(s *scan) (statement.Heading, int, bool) {
	id, next, ok := s.roman(0)
	if !ok || !s.is(next, ".", ")", "-") || !s.startsTitle(next+1) {
		return statement.Heading{}, 0, false
	}
	o.roman, o.number, o.letter, o.appendix, o.form = id, "", "", "", ""
	return statement.Heading{Number: id, Level: levelRoman}, next + 1, true
}

// readNumber reads "2.", "2.1.", "2.1.1", "2)". Numbers of headings have at most two digits.
func (o *outline) readNumber(s *scan) (statement.Heading, int, bool) {
	if s.value(0, 1, 99) == 0 || len(s.t[0].text) > 2 || s.t[0].text[0] == '0' {
		return statement.Heading{}, 0, false
	}
	id, next, deep := s.t[0].text, 1, 1
	for s.joined(next-1) && s.is(next, ".") && s.joined(next) && s.value(next+1, 1, 99) > 0 && len(s.t[next+1].text) <= 2 {
		id += "." + s.t[next+1].text
		next, deep = next+2, deep+1
	}
	dot := s.is(next, ".", ")") && s.joined(next-1)
	if dot {
		next++
	}
	if !dot && deep == 1 || deep > 5 || !s.startsTitle(next) {
		return statement.Heading{}, 0, false
	}
	o.number, o.letter = id, ""
	return statement.Heading{Number: id, Level: levelNumber + deep - 1}, next, true
}

// readLetter reads "a)", "đ)", "a.".
func (o *outline) readLetter(s *scan) (statement.Heading, int, bool) {
	if len(s.t) < 3 || s.t[0].kind != word || s.t[0].end-s.t[0].start != 1 || s.capital(0) || !s.is(1, ")", ".") || !s.joined(0) || !s.startsTitle(2) {
		return statement.Heading{}, 0, false
	}
	id := strings.ToLower(string(s.text[s.t[0].start]))
	o.letter = id
	return statement.Heading{Number: id, Level: levelLetter}, 2, true
}

// startsTitle: words of a heading begin with a capital letter.
func (s *scan) startsTitle(i int) bool {
	for s.is(i, "“", "\"", "'") {
		i++
	}
	return i < len(s.t) && s.t[i].kind == word && s.capital(i)
}

// roman is a Roman number up to XXXIX, in capitals.
func (s *scan) roman(i int) (string, int, bool) {
	if !s.isKind(i, word) || s.t[i].end-s.t[i].start > 6 || strings.Trim(s.t[i].text, "ivx") != "" {
		return "", i, false
	}
	id := string(s.text[s.t[i].start:s.t[i].end])
	if id != strings.ToUpper(id) {
		return "", i, false
	}
	return id, i + 1, true
}

// path is the heading with those above it: "I.II.2.1.d".
func (o *outline) path() string { return joinDots(o.part, o.section0()) }

// section is the same as a place names it: without the first part, which most reports quote
// from.
func (o *outline) section() string {
	switch {
	case o.appendix != "":
		return joinDots(o.appendix, o.number, o.letter)
	case o.form != "":
		return joinDots(o.form, o.number, o.letter)
	case o.part == "" || o.part == "I":
		return o.section0()
	}
	return joinDots("Phần "+o.part, o.section0())
}

func (o *outline) section0() string {
	if o.appendix != "" {
		return o.appendix
	}
	return joinDots(o.roman, o.number, o.letter)
}

// words name the section for a person.
func (o *outline) words() string {
	s := o.section()
	switch {
	case s == "" && o.part != "":
		return "Phần " + o.part
	case s == "":
		return ""
	case o.appendix != "":
		return "Phụ lục " + s
	case o.form != "":
		return "Biểu " + s
	case strings.HasPrefix(s, "Phần"):
		return s
	}
	return "Mục " + s
}

func joinDots(parts ...string) string {
	out := ""
	for _, p := range parts {
		if p != "" && out != "" {
			out += "."
		}
		out += p
	}
	return out
}
