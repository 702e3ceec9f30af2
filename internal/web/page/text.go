package page

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Line is a typed text as it is kept on one line: composed (NFC), without blanks around it,
// blanks in a row one, and without characters that cannot be seen. Nothing else of it changes:
// names stay as they were typed.
func Line(s string) string { return strings.Join(strings.Fields(composed(s)), " ") }

// Paragraphs is Line for a text of several lines; blanks inside it stay.
func Paragraphs(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(composed(s), "\r\n", "\n"))
}

func composed(s string) string { return norm.NFC.String(strings.Map(seen, s)) }

// seen drops what a reader cannot see: pasted from a page or a chat it would make two spellings
// of one name, turn the order of what stands behind it, or make a name of nothing. What is
// damaged (control characters, broken UTF-8) stays, so that it is refused and not guessed.
func seen(r rune) rune {
	if unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) {
		return -1
	}
	return r
}
