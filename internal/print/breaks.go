package print

import "unicode"

// class is what a letter does to line breaks: the classes of Unicode annex 14 that Vietnamese
// official prose meets.
type class uint8

const (
	al class = iota // letters and all that behave like them
	nu              // digits
	sp              // space
	gl              // no-break space: glues
	op              // opening brackets
	cl              // closing brackets, comma and full stop of other scripts
	qu              // quotation marks
	hy              // hyphen
	ba              // dashes: break after
	sy              // slash
	is              // , . : ;
	ex              // ! ?
	pr              // before numbers: $ + ±
	po              // after numbers: % °
	in              // …
	id              // ideographs: break anywhere
	cm              // combining marks: stay with what they follow
)

func classOf(r rune) class {
	switch r {
	case ' ':
		return sp
	case nbsp, '\u2011', '\u202F':
		return gl
	case '(', '[', '{', '¡', '¿', '‚', '„':
		return op
	case ')', ']', '}':
		return cl
	case '"', '\'', '“', '”', '‘', '’', '«', '»', '‹', '›':
		return qu
	case '-':
		return hy
	case '–', '‐', '|', '—':
		return ba
	case '/':
		return sy
	case ',', '.', ':', ';':
		return is
	case '!', '?':
		return ex
	case '$', '+', '±', '\\', '£', '€', '₫', '№', '−':
		return pr
	case '%', '°', '‰', '′', '″', '¢':
		return po
	case '…':
		return in
	}
	switch {
	case unicode.IsDigit(r):
		return nu
	case unicode.Is(unicode.Mn, r):
		return cm
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
		return id
	}
	return al
}

// breakBetween says whether a line may end between two letters that no space parts.
func breakBetween(a, b class) bool {
	switch {
	case b == sp || b == cm || b == gl || a == gl:
		return false
	case b == cl || b == ex || b == is || b == sy || b == qu || b == ba || b == hy || b == in:
		return false
	case a == op || a == qu:
		return false
	case a == ba || a == id || b == id:
		return true
	case a == hy:
		return b != nu
	case a == sy:
		return b != nu
	}
	return false
}

// breakAfterSpace says whether a line may end at a run of spaces between two letters.
func breakAfterSpace(a, b class) bool {
	switch b {
	case cl, ex, is, sy:
		return false
	}
	return a != op
}

// breaks marks the letters after which a line may end.
func breaks(ls []letter) []bool {
	out := make([]bool, len(ls))
	before := sp // class of the last letter that is no space
	for i := range ls {
		if ls[i].r == '\n' {
			out[i], before = true, sp
			continue
		}
		a := classOf(ls[i].r)
		if a == cm && i > 0 {
			a = before
		}
		if a != sp {
			before = a
		}
		if i+1 == len(ls) || ls[i+1].r == '\n' {
			continue
		}
		switch b := classOf(ls[i+1].r); {
		case b == sp:
		case a == sp:
			out[i] = breakAfterSpace(before, b)
		default:
			out[i] = breakBetween(a, b)
		}
	}
	return out
}
