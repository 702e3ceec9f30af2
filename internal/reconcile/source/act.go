package source

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// actNumber is the number of an act as it is printed: "1069/QĐ-UBND", "61/2018/NĐ-CP",
// "766/QĐ-TTg", "1003/VP-NC".
type actNumber struct {
	printed, series string
	ordinal         int
}

// actNumber reads an act's number at token i.
func (s *scan) actNumber(i int) (actNumber, int, bool) {
	ordinal := s.value(i, 1, 9999)
	if ordinal == 0 || i > 0 && s.joined(i-1) && s.is(i-1, "/", ".", ",", "-") {
		return actNumber{}, i, false
	}
	next := i + 1
	slash := func(at int) bool { return s.is(at, "/") }
	if !slash(next) {
		return actNumber{}, i, false
	}
	next++
	if s.value(next, 1945, 2199) > 0 && slash(next+1) {
		next += 2
	}
	series := next
	if !s.isKind(next, word) || !s.capital(next) {
		return actNumber{}, i, false
	}
	next++
	for s.is(next, "-", "&", "/") && s.joined(next-1) && s.joined(next) && s.isKind(next+1, word) && s.capital(next+1) {
		next += 2
	}
	n := actNumber{printed: s.printed(i, next), series: s.printed(series, next), ordinal: ordinal}
	if next == series+1 && len([]rune(n.series)) < 2 {
		return actNumber{}, i, false
	}
	return n, next, true
}

// capital: a word of an act's symbol begins with a capital letter.
func (s *scan) capital(i int) bool {
	r := s.text[s.t[i].start]
	return strings.ToLower(string(r)) != string(r)
}

// aboutRunes is how much of what follows an act is kept as what it is about.
const aboutRunes = 120

// act reads a cited act at token i: its number, its date, whose it is.
func (s *scan) act(i int) (statement.Citation, int, bool) {
	number, next, ok := s.actNumber(i)
	if !ok {
		return statement.Citation{}, i, false
	}
	c := statement.Citation{Number: number.printed, Series: number.series, Ordinal: number.ordinal}
	if s.is(next, ",") {
		next++
	}
	if s.is(next, "ngay") {
		if p, after, ok := s.day(next); ok && !p.noYear {
			c.Dated, next = p.from, after
		}
	}
	return c, next, true
}

// issuer is who issued an act, as far as the words after it or its symbol tell.
func (s *scan) issuer(next int, series string) string {
	if s.is(next, "cua") {
		end := next + 1
		for end < len(s.t) && end < next+9 && s.t[end].kind != sign && !s.is(end, "ban", "ve", "phe", "quy", "sua", "thay", "trien", "huong", "thuc") {
			end++
		}
		if end > next+1 {
			return strings.ToLower(s.printed(next+1, end))
		}
	}
	switch _, body, _ := strings.Cut(series, "-"); body {
	case "CP":
		return "chính phủ"
	case "TTg":
		return "thủ tướng chính phủ"
	case "QH13", "QH14", "QH15", "QH16":
		return "quốc hội"
	}
	return ""
}

// cite takes every act that a text cites into the document.
func (b *build) cite(text string, at statement.Place) {
	s := newScan(&b.folder, text)
	for i := 0; i < len(s.t); i++ {
		if c, next, ok := s.act(i); ok {
			b.cited(s, c, i, next, at)
			i = next - 1
		}
	}
}

func (b *build) cited(s *scan, c statement.Citation, from, next int, at statement.Place) {
	c.Place = at
	c.Issuer = s.issuer(next, c.Series)
	end := next
	for end < len(s.t) && !s.is(end, ";", ".") && s.t[end].end-s.t[from].start < aboutRunes {
		end++
	}
	if end > next {
		c.About = s.printed(next, end)
	}
	c.Applied = s.appliedFrom(next)
	b.doc.Cited = append(b.doc.Cited, c)
}

// appliedFrom is the first day from which the sentence says the act was carried out: «từ
// tháng 6/2023», «bắt đầu từ ngày 01/7/2023».
func (s *scan) appliedFrom(i int) calendar.Date {
	for ; i < len(s.t) && !s.is(i, ";"); i++ {
		if _, _, ok := s.actNumber(i); ok || s.is(i, ".") && (i+1 >= len(s.t) || s.capital(i+1)) {
			return 0
		}
		if s.spelt(i, "từ") && s.is(i+1, "thang", "ngay", "nam") {
			if p, _, ok := s.point(i + 1); ok && !p.noYear {
				return p.from
			}
		}
	}
	return 0
}
