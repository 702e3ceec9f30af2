package reconcile

import (
	"cmp"
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// headings finds appendices and sections that are missing or stand twice.
func (s *sheet) headings() {
	var appendices []*statement.Heading
	type list struct {
		parent string
		style  string
	}
	last := map[list]*statement.Heading{}
	for i := range s.doc.Headings {
		h := &s.doc.Headings[i]
		if h.Appendix {
			appendices = append(appendices, h)
			clear(last) // sections inside an appendix are its own
			continue
		}
		n, style := ordinal(h.Number)
		if n == 0 {
			continue
		}
		l := list{parent(h), style}
		before := last[l]
		last[l] = h
		for k := range last {
			// Lists inside the section before are over.
			if before != nil && strings.HasPrefix(k.parent, before.Path) && before.Path != "" && k.parent != parent(h) {
				delete(last, k)
			}
		}
		if before == nil || n == 1 {
			continue // a list begins anew
		}
		m, _ := ordinal(before.Number)
		s.compared("heading")
		s.step("heading", before, h, m, n, style)
	}
	for i, h := range appendices {
		n, style := ordinal(h.Number)
		if n == 0 {
			continue
		}
		s.compared("appendix")
		if i == 0 {
			if n == 2 {
				s.missing("appendix", h, h, n, style)
			}
			continue
		}
		if m, was := ordinal(appendices[i-1].Number); m > 0 && was == style {
			s.step("appendix", appendices[i-1], h, m, n, style)
		}
	}
}

// parent is the path of a heading without its own number.
func parent(h *statement.Heading) string {
	return strings.TrimSuffix(h.Path, h.Number)
}

// step compares a heading with the one before it in its list.
func (s *sheet) step(rule string, before, h *statement.Heading, m, n int, style string) {
	switch {
	case n == m:
		d := draft{rule: rule, words: rule + "_twice", kv: []any{"number", h.Number, "place", h.Place.Text, "title", shorten(h.Title), "other", before.Place.Text, "title_other", shorten(before.Title)}}
		d.place(h.Place, h.Number)
		d.place(before.Place, before.Number)
		s.add(&d)
	case n == m+2 && style == "letter" && skipped(m, n):
	case n == m+2:
		s.missing(rule, before, h, n, style)
	}
}

// skipped letters: lists go a, b, c, d, đ, e, g; many leave out đ, some print f.
func skipped(m, n int) bool {
	const d, dd, f = 4, 5, 7
	return m == d && n == dd+1 || m == f-1 && n == f+1
}

// missing says that one number is left out between two.
func (s *sheet) missing(rule string, before, h *statement.Heading, n int, style string) {
	d := draft{rule: rule, words: rule + "_missing", kv: []any{"missing", numeral(h.Number, n-1, style), "before", before.Number, "number", h.Number, "place", h.Place.Text, "title", shorten(h.Title)}}
	d.place(h.Place, h.Number)
	if before != h {
		d.place(before.Place, before.Number)
	}
	s.add(&d)
}

// ordinal is the place of a number in its list, and how the list is numbered: "III", "3.2"
// counts 2, "b".
func ordinal(number string) (int, string) {
	number = strings.TrimSuffix(strings.TrimSpace(number), ".")
	lastDot := strings.LastIndexByte(number, '.')
	tail := number[lastDot+1:]
	if tail == "" || len(tail) > 8 {
		return 0, ""
	}
	prefix := number[:lastDot+1]
	if n := digits(tail); n > 0 {
		return n, cmp.Or(prefix, "arabic")
	}
	if n := roman(tail); n > 0 {
		return n, prefix + "roman"
	}
	if r := []rune(tail); len(r) == 1 {
		for i, l := range []rune("abcdđefghiklmnopqrstuvxy") {
			if r[0] == l {
				return i + 1, "letter"
			}
		}
	}
	return 0, ""
}

func digits(s string) int {
	n := 0
	for _, r := range s {
		if r < '0' || r > '9' || n > 9999 {
			return 0
		}
		n = n*10 + int(r-'0')
	}
	return n
}

var romans = []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"}

func roman(s string) int {
	for i, r := range romans {
		if s == r {
			return i + 1
		}
	}
	return 0
}

// numeral writes n the way another number of the list is written.
func numeral(like string, n int, style string) string {
	prefix := ""
	if i := strings.LastIndexByte(like, '.'); i >= 0 {
		prefix = like[:i+1]
	}
	switch {
	case strings.HasSuffix(style, "roman") && n <= len(romans):
		return prefix + romans[n-1]
	case style == "letter":
		return string([]rune("abcdđefghiklmnopqrstuvxy")[n-1])
	}
	return prefix + amount(int64(n)*int64(unit)).String()
}
