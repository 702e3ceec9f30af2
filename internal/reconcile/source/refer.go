package source

import "strconv"

// refer is where a piece of text stands in the file, from which the references of its runes
// are made.
type refer struct {
	kind byte   // 't' a line of text, 'd' a paragraph, 'n' a note, 'x' a cell of a sheet
	name string // of the sheet, or the note with its kind
	a, b int    // line and shift; paragraph and shift; row and column from 1
}

// of is the reference of runes start..end.
func (r refer) of(start, end int) string {
	span := func() string { return strconv.Itoa(max(start+r.b, 0)) + "-" + strconv.Itoa(max(end+r.b, 0)) }
	switch r.kind {
	case 't':
		return "text:" + strconv.Itoa(r.a) + ":" + span()
	case 'd':
		return "doc:" + strconv.Itoa(r.a) + ":" + span()
	case 'n':
		return r.name + ":" + span()
	case 'x':
		return "xlsx:" + r.name + "!" + columnName(r.b) + strconv.Itoa(r.a)
	}
	return ""
}

// columnName is A, B, … Z, AA.
func columnName(n int) string {
	out := ""
	for ; n > 0; n = (n - 1) / 26 {
		out = string(rune('A'+(n-1)%26)) + out
	}
	return out
}
