package procedure

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes text comparable without tone marks and case: NFD, marks dropped, đ to d, lower
// case, runs of blanks to one. Stored text and query pass through the same function, so that
// both databases and every search answer alike (đ has no decomposition: databases miss it).
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := true
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsSpace(r):
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		case r == 'đ' || r == 'Đ':
			r = 'd'
		default:
			r = unicode.ToLower(r)
		}
		blank = false
		b.WriteRune(r)
	}
	return strings.TrimSuffix(b.String(), " ")
}

// Matches reports whether every word of a query begins some word of folded text.
func Matches(folded, query string) bool { return hasAll(folded, Fold(query)) }

// hasAll is Matches for a query that is folded already.
func hasAll(folded, query string) bool {
	for word := range strings.FieldsSeq(query) {
		if !beginsWord(folded, word) {
			return false
		}
	}
	return true
}

func beginsWord(text, word string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		at += i
		if r, _ := utf8.DecodeLastRuneInString(text[:at]); at == 0 || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return true
		}
		at++
	}
}
