package idcard

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// sound looks for what input methods leave behind; "" when nothing is found. One sure sign is
// enough; of the signs that a rare name may show too, two are needed, or as many as half the
// words.
func (p *Provinces) sound(c Card) string {
	if bare(c.Name + c.Address + c.Sex) {
		return "marks"
	}
	if strings.ContainsFunc(c.Name, func(r rune) bool { return r == '?' || !nameLetter(r) }) ||
		strings.ContainsFunc(c.Address, func(r rune) bool { return !nameLetter(r) && !addressSign(r) }) {
		return "mangled"
	}
	if why := cased(c.Name); why != "" {
		return why
	}
	name, address := words(c.Name), words(c.Address)
	if len(name) == 0 || p.misspelt(c.Address) {
		return "mangled"
	}
	signs, odd, spelt := 0, 0, 0
	for i, w := range append(name, address...) {
		inName := i < len(name)
		if broken(w) {
			return "mangled"
		}
		switch {
		case len([]rune(w)) < 2 || !inName && abbreviation(w):
			continue
		case residue(w) || mixed(w) || stripped(w) || joined(w):
			signs++
		}
		if !inName && humped(w) {
			signs++
		}
		if strings.ContainsAny(w, "0123456789") {
			continue
		}
		if spelt++; !syllable(w) {
			odd++
		}
	}
	if signs >= 2 || odd*2 > spelt {
		return "mangled"
	}
	return ""
}

// bare reports whether a text has no letter of the Vietnamese alphabet beyond ASCII. No
// address of a card is without one but for a handful of places; those are typed by hand.
func bare(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 && unicode.IsLetter(r) })
}

// letters beyond ASCII that names and addresses of Vietnam are written with: Vietnamese, and
// what Ê Đê, Ba Na, Gia Rai and their neighbours add.
const further = "ăâđêôơưĕŏŭĭčñƀ"

// nameLetter reports whether a name may hold a rune.
func nameLetter(r rune) bool {
	if r < 0x80 {
		return unicode.IsLetter(r) || strings.ContainsRune(" '-.`", r)
	}
	if r == '’' || r == '‘' || r == 0x306 { // the breve that has no letter of its own with ơ, ô, ư, ê
		return true
	}
	l := unicode.ToLower(r)
	if strings.ContainsRune(further, l) {
		return true
	}
	b, marks := split(l)
	return strings.ContainsRune("aăâeêioôơuưy", b) && len(marks) == 1
}

func addressSign(r rune) bool {
	return unicode.IsDigit(r) && r < 0x80 || strings.ContainsRune(",./()&;:#\"+_*–“”", r)
}

// tones are the combining forms of the five tone marks.
const tones = "\u0300\u0301\u0303\u0309\u0323"

// split parts a lower-case letter into its letter of the alphabet and its tone marks.
func split(r rune) (letter rune, tone []rune) {
	d := []rune(norm.NFD.String(string(r)))
	keep := []rune{d[0]}
	for _, m := range d[1:] {
		if strings.ContainsRune(tones, m) {
			tone = append(tone, m)
		} else {
			keep = append(keep, m)
		}
	}
	out := []rune(norm.NFC.String(string(keep)))
	return out[0], tone
}

// base is a letter without any mark.
func base(r rune) rune {
	r = unicode.ToLower(r)
	if r == 'đ' {
		return 'd'
	}
	return []rune(norm.NFD.String(string(r)))[0]
}

// words are the runs of letters and digits of a text.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
}

// cased refuses a name that is neither in capitals nor with a capital at the head of each
// word: an input method that loses its state changes case inside a word, Caps Lock turns all.
func cased(name string) string {
	upper, title, turned := true, true, true
	for _, w := range words(name) {
		for i, r := range []rune(w) {
			if unicode.Is(unicode.Mn, r) {
				continue
			}
			up := unicode.IsUpper(r)
			upper = upper && up
			title = title && up == (i == 0)
			turned = turned && up != (i == 0)
		}
	}
	switch {
	case upper || title:
		return ""
	case turned || upperTurned(name):
		return "layout"
	}
	return "mangled"
}

// upperTurned: capitals under Caps Lock come out small.
func upperTurned(name string) bool { return name == strings.ToLower(name) }

// broken are signs that no word of any of the country's languages shows: a letter beside
// itself with other marks («EÊ», where a backspace was lost), two tones, a tone without its
// letter.
func broken(w string) bool {
	rs := []rune(strings.ToLower(w))
	found := 0
	for i, r := range rs {
		if strings.ContainsRune(tones, r) {
			return true
		}
		_, t := split(r)
		found += len(t)
		if i == 0 {
			continue
		}
		before := rs[i-1]
		if b := base(r); before != r && b == base(before) && strings.ContainsRune("aeioudy", b) && !allowedPair(before, r) {
			return true
		}
	}
	return found > 1 || strings.Contains(strings.ToLower(w), "đđ")
}

// allowedPair are neighbours of one base that words have: «ưu» (lưu), «oò» (voòng).
func allowedPair(a, b rune) bool {
	la, _ := split(a)
	lb, tb := split(b)
	return la == 'ư' && lb == 'u' && len(tb) == 0 || a == 'o' && lb == 'o'
}

// residue reports whether a word looks as if a key for a mark stood in it: no syllable, but
// with a tone key behind its vowel, or doubled letters, or w.
func residue(w string) bool {
	if syllable(w) {
		return false
	}
	l := strings.ToLower(w)
	if strings.ContainsAny(l, "w[]{}") || strings.Contains(l, "dd") || strings.Contains(l, "aa") || strings.Contains(l, "ee") {
		return true
	}
	if strings.Contains(l, "oo") {
		return true
	}
	rs := []rune(l)
	vowel := false
	for i, r := range rs {
		if vowel && strings.ContainsRune("sfrxj", r) && (i == len(rs)-1 || strings.ContainsRune("nmtpcgh", rs[i+1])) {
			return true
		}
		vowel = vowel || strings.ContainsRune("aeiouy", base(r))
	}
	return !vowel && len(rs) > 1 && !strings.ContainsAny(l, "0123456789")
}

// stripped reports whether a word is a syllable but for its marks: «Quoc», «Nguyen».
func stripped(w string) bool {
	return !syllable(w) && bare(w) && splits(strings.ToLower(w), bareOnsets, bareRhymes)
}

// joined reports whether a word has a tone and is no syllable: two words, or two halves.
func joined(w string) bool {
	_, tone := toneless(w)
	return tone != 0 && !syllable(w)
}

// humped reports whether a capital stands behind a small letter: «QuảngTrị».
func humped(w string) bool {
	rs := []rune(w)
	for i := 1; i < len(rs); i++ {
		if unicode.IsLower(rs[i-1]) && unicode.IsUpper(rs[i]) {
			return true
		}
	}
	return false
}

// mixed reports whether digits stand inside a word, as VNI would leave them: «Phu7o7ng2». A
// house number is «12A» or «K3».
func mixed(w string) bool {
	rs := []rune(w)
	letters, changes := 0, 0
	for i, r := range rs {
		if unicode.IsLetter(r) {
			letters++
		}
		if i > 0 && unicode.IsDigit(r) != unicode.IsDigit(rs[i-1]) {
			changes++
		}
	}
	if letters == len(rs) || letters == 0 {
		return false
	}
	if strings.ContainsFunc(w, func(r rune) bool { return r >= 0x80 && r != 'Đ' && unicode.IsLetter(r) }) && changes > 0 {
		return true
	}
	return letters >= 3 || changes > 2
}

// abbreviation: capitals in an address («TDP», «KP», «QL») are no words.
func abbreviation(w string) bool { return len([]rune(w)) <= 5 && w == strings.ToUpper(w) && bare(w) }

func itoa(n int) string { return strconv.Itoa(n) }
