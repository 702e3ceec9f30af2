package reconcile

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// acts questions the acts a report cites: numbers of a register that go back in time, one act
// with two numbers or two dates, effect before issue, a date after the report's own.
func (s *sheet) acts() {
	type book struct {
		issuer, series string
		year           int
	}
	books := map[book][]*statement.Citation{}
	var order []book
	for i := range s.doc.Cited {
		c := &s.doc.Cited[i]
		s.effect(c)
		if c.Ordinal == 0 || c.Dated == 0 || c.Series == "" {
			continue
		}
		b := book{c.Issuer, strings.ToLower(c.Series), c.Dated.Year()}
		if books[b] == nil {
			order = append(order, b)
		}
		books[b] = append(books[b], c)
	}
	for _, b := range order {
		if len(books[b]) > 1 {
			s.register(s.sameNumber(books[b]), b.issuer != "")
		}
	}
	s.sameAct()
}

// effect: nobody carries out an act that is not issued yet, and a report cites none of later
// than itself.
func (s *sheet) effect(c *statement.Citation) {
	if c.Applied != 0 && c.Dated != 0 {
		s.compared("effect")
		if c.Applied < c.Dated && !sameMonth(c.Applied, c.Dated) {
			d := draft{rule: "effect", words: "effect", kv: []any{"place", c.Place.Text, "act", c.Number, "dated", c.Dated.Print(), "applied", c.Applied.Print()}}
			d.place(c.Place, c.Number)
			s.add(&d)
		}
	}
	if c.Dated != 0 && s.doc.Dated != 0 {
		s.compared("future")
		if c.Dated > s.doc.Dated {
			d := draft{rule: "future", words: "future", kv: []any{"place", c.Place.Text, "act", c.Number, "dated", c.Dated.Print(), "report", s.doc.Dated.Print()}}
			d.place(c.Place, c.Number)
			s.add(&d)
		}
	}
}

// sameMonth: «từ tháng 6/2023» is read as the first of June, and means some day of it.
func sameMonth(applied, dated calendar.Date) bool {
	y1, m1, day := applied.Civil()
	y2, m2, _ := dated.Civil()
	return day == 1 && y1 == y2 && m1 == m2
}

// sameNumber reports one number of one book with two dates, and returns each act once, by
// number.
func (s *sheet) sameNumber(book []*statement.Citation) []*statement.Citation {
	book = slices.Clone(book)
	slices.SortStableFunc(book, func(a, b *statement.Citation) int { return cmp.Compare(a.Ordinal, b.Ordinal) })
	out := book[:0:0]
	for i, c := range book {
		if i == 0 || book[i-1].Ordinal != c.Ordinal {
			out = append(out, c)
			continue
		}
		s.compared("act")
		first := out[len(out)-1]
		if first.Dated != c.Dated && (c.Issuer != "" || alike(first.About, c.About)) {
			s.two("act_dates", first, c, first.Number, first.Dated.Print(), c.Dated.Print())
		}
	}
	return out
}

func (s *sheet) two(words string, a, b *statement.Citation, what, one, other string) {
	d := draft{rule: "act", words: words, kv: []any{"place", a.Place.Text, "other", b.Place.Text, "act", what, "one", one, "two", other}}
	d.place(a.Place, a.Number)
	d.place(b.Place, b.Number)
	s.add(&d)
}

// register: in one book of one year a larger number is never dated before a smaller one (NĐ
// 30/2020 Đ15). The acts that must move for the rest to stand in order are reported, each
// with the one it contradicts.
func (s *sheet) register(book []*statement.Citation, sure bool) {
	if len(book) < 2 {
		return
	}
	s.compared("register")
	kept := ordered(book)
	for i, c := range book {
		if kept[i] {
			continue
		}
		var with *statement.Citation
		for j, o := range book {
			if kept[j] && (j < i && o.Dated > c.Dated || j > i && o.Dated < c.Dated) {
				with = o
				break
			}
		}
		if with == nil {
			continue
		}
		small, large := c, with
		if small.Ordinal > large.Ordinal {
			small, large = large, small
		}
		d := draft{rule: "register", words: "register", kv: []any{"small", small.Number, "small_dated", small.Dated.Print(), "large", large.Number, "large_dated", large.Dated.Print(), "place", c.Place.Text}}
		if !sure {
			d.severity = Asks // whose acts they are is not said
		}
		d.place(c.Place, c.Number)
		d.place(with.Place, with.Number)
		s.add(&d)
	}
}

// ordered marks a longest run of acts whose dates do not go back.
func ordered(book []*statement.Citation) []bool {
	var tails []int // index of the last act of the best run of each length
	before := make([]int, len(book))
	for i, c := range book {
		n := sort.Search(len(tails), func(k int) bool { return book[tails[k]].Dated > c.Dated })
		before[i] = -1
		if n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	kept := make([]bool, len(book))
	for i := tails[len(tails)-1]; i >= 0; i = before[i] {
		kept[i] = true
	}
	return kept
}

// sameAct finds one act under two numbers: the same kind, day and words, or the same kind and
// day with two digits of the number changed about.
func (s *sheet) sameAct() {
	type id struct {
		series, issuer string
		dated          int32
	}
	acts := map[id][]*statement.Citation{}
	var order []id
	for i := range s.doc.Cited {
		c := &s.doc.Cited[i]
		if c.Dated == 0 || c.Ordinal == 0 {
			continue
		}
		k := id{strings.ToLower(c.Series), c.Issuer, int32(c.Dated)}
		if acts[k] == nil {
			order = append(order, k)
		}
		acts[k] = append(acts[k], c)
	}
	for _, k := range order {
		seen := map[int]*statement.Citation{}
		for _, c := range acts[k] {
			if seen[c.Ordinal] != nil || len(seen) > 40 {
				continue
			}
			for _, o := range slices.SortedFunc(mapValues(seen), func(a, b *statement.Citation) int { return cmp.Compare(a.Ordinal, b.Ordinal) }) {
				s.compared("act")
				if swapped(o.Ordinal, c.Ordinal) && (alike(o.About, c.About) || o.About == "" || c.About == "") || exactly(o.About, c.About) {
					s.two("act_numbers", o, c, o.Dated.Print(), o.Number, c.Number)
				}
			}
			seen[c.Ordinal] = c
		}
	}
}

func mapValues(m map[int]*statement.Citation) func(func(*statement.Citation) bool) {
	return func(yield func(*statement.Citation) bool) {
		for _, c := range m {
			if !yield(c) {
				return
			}
		}
	}
}

// swapped: two numbers with the same digits in another order, 468 and 486.
func swapped(a, b int) bool {
	x, y := []byte(fmt.Sprint(a)), []byte(fmt.Sprint(b))
	slices.Sort(x)
	slices.Sort(y)
	return len(x) > 1 && slices.Equal(x, y) && a != b
}

// exactly: the same words, enough of them to mean the same act.
func exactly(a, b string) bool {
	x, y := folded(a), folded(b)
	return x == y && strings.Count(x, " ") >= 3
}

// alike: what two citations say the act is about shares most of its words.
func alike(a, b string) bool {
	x, y := strings.Fields(folded(a)), strings.Fields(folded(b))
	if len(x) < 3 || len(y) < 3 {
		return false
	}
	common := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			common++
		}
	}
	return common*10 >= 7*min(len(x), len(y))
}
