package print

import "unicode"

// class is what a letter does to line breaks. The classes are those of Unicode annex 14; what
// they do is what LibreOffice does, found by letting it break every pair of them.
type class uint8

const (
	al class = iota // letters and all that behave like them
	nu              // digits
	sp              // space
	gl              // no-break space: glues both sides
	op              // opening brackets
	cl              // closing brackets
	qu              // quotation marks
	hy              // hyphen
	ba              // en dash: break after
	b2              // em dash: break before and after
	sy              // slash
	is              // , . : ;
	ex              // ! ? \
	in              // …
	pr              // before numbers: $ + ±
	po              // after numbers: % ‰
	id              // ideographs: break on both sides
	cm              // combining marks: stay with what they follow
)

var classes = map[rune]class{}

func init() {
	for c, letters := range map[class]string{
		sp: " ", gl: "\u00A0\u2011\u202F", op: "([{¡¿‚„", cl: ")]}", qu: "\"'“”‘’«»‹›", hy: "-", ba: "–‐|", b2: "—",
		sy: "/", is: ",.:;", ex: "!?\\", in: "…", pr: "$+±£€₫№−", po: "%‰¢′″",
	} {
		for _, r := range letters {
			classes[r] = c
		}
	}
}

func classOf(r rune) class {
	if c, ok := classes[r]; ok {
		return c
	}
	switch {
	case r < 0x300 && (r < '0' || r > '9'):
		return al
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
	switch b {
	case sp, cm, gl, cl, ex, is, sy, qu, ba, hy:
		return false
	case b2:
		return a != op && a != qu && a != gl && a != b2
	case in:
		return a >= cl && a != qu && a != in && a != id
	}
	switch a {
	case hy, ba, b2, ex, in, id, sy: // of a slash, see pathStart
		return true
	case cl, is, pr, po:
		return b == op || b == pr || b == po
	case al:
		return b == po || b == id
	}
	return b == id && a == nu
}

// breakAfterSpace says whether a line may end at spaces between two letters.
func breakAfterSpace(a, b class) bool {
	return a != op && b != cl && b != ex && b != is && b != sy
}

// amount says whether a break between letters a at i and b would part a number from what
// belongs to it: "5)%", "+(5", "5/5".
func amount(ls []letter, i int, a, b class) bool {
	if (a == cl || a == is) && (b == po || b == pr) || a == sy && b == nu {
		for i > 0 && (classOf(ls[i].r) == cl || classOf(ls[i].r) == is || classOf(ls[i].r) == sy) {
			i--
		}
		return classOf(ls[i].r) == nu
	}
	return (a == po || a == pr) && b == op && i+2 < len(ls) && classOf(ls[i+2].r) == nu
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
			out[i] = breakBetween(a, b) && !amount(ls, i, a, b)
		}
	}
	return out
}
