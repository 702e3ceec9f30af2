package source

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// scan reads numbers, days and acts from the tokens of one piece of text.
type scan struct {
	text  []rune
	t     []token
	year  int           // that days without a year belong to; 0: not known
	today calendar.Date // of the document
	short bool          // a day may stand without its year
}

func newScan(f *folder, text string) *scan {
	runes := []rune(text)
	return &scan{text: runes, t: f.tokens(runes), year: f.year, today: f.today}
}

func (s *scan) is(i int, texts ...string) bool {
	if i < 0 || i >= len(s.t) {
		return false
	}
	for _, x := range texts {
		if s.t[i].text == x {
			return true
		}
	}
	return false
}

func (s *scan) isKind(i int, k tokenKind) bool { return i >= 0 && i < len(s.t) && s.t[i].kind == k }

// joined: no blank between token i and the one after it.
func (s *scan) joined(i int) bool { return i >= 0 && i+1 < len(s.t) && s.t[i].end == s.t[i+1].start }

// gap is the single blank between token i and the next, 0 when there is none or more.
func (s *scan) gap(i int) rune {
	if i+1 < len(s.t) && s.t[i+1].start == s.t[i].end+1 {
		return s.text[s.t[i].end]
	}
	return 0
}

func (s *scan) printed(from, to int) string { return string(s.text[s.t[from].start:s.t[to-1].end]) }

// number reads a number at token i: 4.481, 4481, 4 481, 98,28 %, 1.700.000đ, 9 nghìn,
// 1,5 triệu đồng. It returns the token after it. A code such as 1.001653.000 is none.
func (s *scan) number(i int) (statement.Number, int, bool) {
	n, next, ok := s.numeral(i)
	if !ok {
		return n, i, false
	}
	if times := s.times(next); times > 0 {
		for ; times > 1 && n.Decimals > 0; times /= 10 {
			n.Decimals--
		}
		if n.Scaled > math.MaxInt64/times {
			return n, i, false
		}
		n.Scaled *= times
		next++
	}
	switch {
	case s.is(next, "%"):
		n.Percent = true
		next++
	case s.is(next, "phan") && s.is(next+1, "tram"):
		n.Percent = true
		next += 2
	case s.spelt(next, "đồng") && !s.is(next+1, "chi", "bao", "thoi", "y", "loat", "vi") || s.is(next, "vnd", "₫") || s.spelt(next, "đ"):
		n.Money = true
		next++
	}
	n.Printed = s.printed(i, next)
	return n, next, true
}

func (s *scan) times(i int) int64 {
	if i >= len(s.t) {
		return 0
	}
	switch s.t[i].text {
	case "nghin", "ngan":
		return 1_000
	case "trieu":
		return 1_000_000
	case "ty", "ti":
		if s.is(i+1, "dong", "vnd") || i+1 == len(s.t) {
			return 1_000_000_000
		}
	}
	return 0
}

// numeral reads the digits: groups of three set apart by dots, blanks or (two and more)
// commas; decimals after a comma, or after a dot that does not begin a group.
func (s *scan) numeral(i int) (n statement.Number, next int, ok bool) {
	if !s.isKind(i, digits) {
		return n, i, false
	}
	whole := s.t[i].text
	next = i + 1
	if len(whole) <= 3 && (whole[0] != '0' || len(whole) == 1 && whole != "0") {
		var groups string
		groups, next = s.groups(i)
		whole += groups
	}
	fraction := ""
	if s.joined(next-1) && s.is(next, ",") && s.joined(next) && s.isKind(next+1, digits) {
		fraction = s.t[next+1].text
		next += 2
	} else if s.joined(next-1) && s.is(next, ".") && s.joined(next) && s.isKind(next+1, digits) {
		if next > i+1 {
			return n, i, false
		}
		fraction = s.t[next+1].text
		next += 2
	}
	if s.joined(next-1) && s.is(next, ".", ",") && s.joined(next) && (s.isKind(next+1, digits) || s.coded(next+1)) {
		return n, i, false // a code, a list without blanks
	}
	if len(whole)+len(fraction) > 18 {
		return n, i, false
	}
	v, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		return n, i, false
	}
	return statement.Number{Scaled: v, Decimals: len(fraction)}, next, true
}

// coded: a word with digits in it, as codes of procedures end: «1.012379.H50».
func (s *scan) coded(i int) bool {
	return s.isKind(i, word) && strings.ContainsAny(s.t[i].text, "0123456789")
}

// groups reads what follows the first group of up to three digits.
func (s *scan) groups(i int) (string, int) {
	group := func(at int) bool { return s.isKind(at, digits) && len(s.t[at].text) == 3 }
	for _, mark := range [...]string{".", ","} {
		var b strings.Builder
		n, next := 0, i+1
		for s.joined(next-1) && s.is(next, mark) && s.joined(next) && group(next+1) {
			b.WriteString(s.t[next+1].text)
			n, next = n+1, next+2
		}
		if n > 1 || n == 1 && mark == "." {
			return b.String(), next
		}
	}
	var b strings.Builder
	next := i + 1
	for group(next) && blankInNumber(s.gap(next-1)) {
		b.WriteString(s.t[next].text)
		next++
	}
	return b.String(), next
}

func blankInNumber(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\u2009' }

// bounds are the words and signs that make a number a limit, as they are spelt: «kết hôn 45
// trường hợp» is no limit.
var bounds = []struct {
	words []string
	mark  string
}{
	{[]string{"không", "quá"}, "<="}, {[]string{"ít", "nhất"}, ">="}, {[]string{"tối", "thiểu"}, ">="}, {[]string{"tối", "đa"}, "<="},
	{[]string{"trên", "dưới"}, "~"}, {[]string{">", "="}, ">="}, {[]string{"<", "="}, "<="},
	{[]string{"trên"}, ">"}, {[]string{"hơn"}, ">"}, {[]string{"dưới"}, "<"}, {[]string{"gần"}, "~"}, {[]string{"khoảng"}, "~"},
	{[]string{">"}, ">"}, {[]string{"<"}, "<"}, {[]string{"≥"}, ">="}, {[]string{"≤"}, "<="}, {[]string{"~"}, "~"}, {[]string{"≈"}, "~"},
}

// spelt reports whether token i is a word with these very letters, capital or not.
func (s *scan) spelt(i int, w string) bool {
	if i < 0 || i >= len(s.t) || w[0] < 0x80 && w[0] != s.t[i].text[0] {
		return false
	}
	return s.lower(i) == w
}

// lower is a word as it is spelt, in small letters.
func (s *scan) lower(i int) string {
	t := s.t[i]
	if t.kind == sign {
		return t.text
	}
	return strings.ToLower(norm.NFC.String(string(s.text[t.start:t.end])))
}

// boundBefore is the limit said directly before token i, and where it begins.
func (s *scan) boundBefore(i int) (string, int) {
	if i == 0 || !boundEnd[s.t[i-1].text] {
		return "", i
	}
	for _, b := range bounds {
		from := i - len(b.words)
		match := from >= 0
		for k, w := range b.words {
			match = match && s.spelt(from+k, w)
		}
		if match {
			return b.mark, from
		}
	}
	return "", i
}

var boundEnd = func() map[string]bool {
	out := map[string]bool{}
	for _, b := range bounds {
		out[procedure.Fold(b.words[len(b.words)-1])] = true
	}
	return out
}()

// cellNumber reads a whole cell as one number, perhaps with a limit before and a few words of
// unit behind it.
func (f *folder) cellNumber(text string) (statement.Number, bool) {
	if len(text) > 80 {
		return statement.Number{}, false
	}
	s := newScan(f, text)
	for i := range s.t {
		if !s.isKind(i, digits) {
			continue
		}
		bound, from := s.boundBefore(i)
		negative := from > 0 && s.is(from-1, "-") && bound == "" && s.joined(from-1)
		if negative {
			from--
		}
		n, next, ok := s.number(i)
		if !ok || from != 0 || !s.onlyUnit(next) {
			return statement.Number{}, false
		}
		if negative {
			n.Scaled = -n.Scaled
		}
		n.Bound, n.Printed = bound, strings.TrimSpace(text)
		return n, true
	}
	return statement.Number{}, false
}

// onlyUnit: what follows a number in a cell is at most three words.
func (s *scan) onlyUnit(i int) bool {
	if s.is(i, "(", ".", "*") && i == len(s.t)-1 {
		return true
	}
	if len(s.t)-i > 3 {
		return false
	}
	for ; i < len(s.t); i++ {
		if s.t[i].kind != word {
			return false
		}
	}
	return true
}
