package source

import (
	"unicode"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
)

// token is a word, a run of digits or a sign, with its place in runes of the text.
type token struct {
	text       string // folded
	start, end int
	kind       tokenKind
}

type tokenKind uint8

const (
	word tokenKind = iota
	digits
	sign
)

// folder folds words and remembers them: a report says the same words over and over.
type folder struct {
	seen  map[string]string
	year  int           // of the document: days printed without a year belong to it
	today calendar.Date // of the document
}

const foldMemory = 1 << 15

func (f *folder) fold(w string) string {
	if out, ok := f.seen[w]; ok {
		return out
	}
	out := procedure.Fold(w)
	if f.seen == nil || len(f.seen) >= foldMemory {
		f.seen = map[string]string{}
	}
	f.seen[w] = out
	return out
}

// tokens splits runes into words, digits and signs; blanks only part them. A word that holds
// digits («QĐ766», «H50») is one word.
func (f *folder) tokens(text []rune) []token {
	out := make([]token, 0, len(text)/4+1)
	for i := 0; i < len(text); {
		r := text[i]
		start := i
		switch {
		case digit(r):
			for i < len(text) && digit(text[i]) {
				i++
			}
			if i >= len(text) || !letter(text[i]) || moneyLetter(text, i) {
				out = append(out, token{string(text[start:i]), start, i, digits})
				continue
			}
			fallthrough
		case letter(r) || unicode.Is(unicode.Mn, r):
			for i < len(text) && (letter(text[i]) || digit(text[i]) || unicode.Is(unicode.Mn, text[i])) {
				i++
			}
			out = append(out, token{f.fold(string(text[start:i])), start, i, word})
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			i++
		default:
			i++
			out = append(out, token{string(plainSign(r)), start, i, sign})
		}
	}
	return out
}

// moneyLetter: «1.700.000đ» is a number and a unit, not a word.
func moneyLetter(text []rune, i int) bool {
	n := 0
	for i+n < len(text) && (letter(text[i+n]) || digit(text[i+n])) {
		n++
	}
	switch string(text[i : i+n]) {
	case "đ", "Đ", "đồng", "vnđ", "VNĐ", "VND", "tr", "tỷ", "triệu":
		return true
	}
	return false
}

// plainSign makes one of signs that look alike.
func plainSign(r rune) rune {
	switch r {
	case '–', '—', '−', '‐', '‑', '‒':
		return '-'
	case '⁄', '∕':
		return '/'
	case '％':
		return '%'
	case '；':
		return ';'
	}
	return r
}
