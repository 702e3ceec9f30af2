package source

import (
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// sentence is one sentence being read: tokens from..to of a paragraph.
type sentence struct {
	*prose
	*scan
	from, to int
	at       statement.Place
	ref      func(start, end int) string

	items   []item
	period  statement.Period
	outer   []frame // what held before each open bracket
	topic   string
	field   string
	figures []*statement.Figure
	groups  map[statement.Period]int
	plan    bool
}

// frame is what holds outside a bracket.
type frame struct {
	period statement.Period
	topic  string
	field  string
}

// item is something in a sentence that is no plain word.
type item struct {
	kind     itemKind
	from, to int
	number   statement.Number
	period   statement.Period
	figure   *statement.Figure
	slash    bool // the number is over the next one
}

type itemKind uint8

const (
	itemNumber itemKind = iota
	itemPeriod
	itemAct
	itemOther // a number that counts nothing: of an article, a ward, a level
	itemNone  // «không có hồ sơ trễ hạn»
	itemNote  // «[3]»: a footnote says more of what stands before
)

// read finds what the sentence holds, then goes through it from left to right.
func (q *sentence) read() {
	q.collect()
	if len(q.items) == 0 {
		return
	}
	q.groups = map[statement.Period]int{}
	q.plan = q.plans && q.notes == "" || q.speaksOfPlans()
	q.period = q.firstPeriod()
	if q.notes != "" {
		q.topic = q.noted[q.notes]
	}
	at := q.from
	for i := range q.items {
		it := &q.items[i]
		q.brackets(at, it.from)
		at = it.to
		switch it.kind {
		case itemPeriod:
			q.setPeriod(i)
		case itemNumber:
			q.number(i)
		case itemNone:
			q.none(i)
		case itemNote:
			q.noted["chú thích "+strconv.Itoa(q.value(it.from+1, 1, 999))] = q.topic
		}
	}
	q.calls()
	q.cuts()
	if q.period.From < q.period.To && !q.plan { // what holds on one day is said of one sentence
		q.last = q.period
	}
	q.ratios()
}

// calls keeps, for every footnote that is called inside the sentence, what the figure before
// the call measures: the footnote goes on about it.
func (q *sentence) calls() {
	for _, c := range q.called {
		if len(q.t) == 0 || c.at < q.t[q.from].start || c.at > q.t[q.to-1].end {
			continue
		}
		for _, it := range q.items {
			if it.figure != nil && it.to <= q.to && q.t[it.to-1].end <= c.at && it.figure.Measure != "" && !it.number.Percent {
				q.noted[c.note] = it.figure.Measure
			}
		}
	}
}

// collect finds the items in order.
func (q *sentence) collect() {
	for i := q.from; i < q.to; i++ {
		if c, next, ok := q.act(i); ok {
			at := q.at
			at.Ref = q.ref(q.t[i].start, q.t[next-1].end)
			q.cited(q.scan, c, i, next, at)
			q.items = append(q.items, item{kind: itemAct, from: i, to: next})
			i = next - 1
			continue
		}
		if p, next, ok := q.scan.period(i, q.bareYear(i)); ok && next <= q.to {
			q.items = append(q.items, item{kind: itemPeriod, from: i, to: next, period: p})
			i = next - 1
			continue
		}
		if next, ok := q.nothing(i); ok {
			q.items = append(q.items, item{kind: itemNone, from: i, to: next})
			i = next - 1
			continue
		}
		if q.is(i, "[") && q.value(i+1, 1, 999) > 0 && q.is(i+2, "]") && i+2 < q.to {
			q.items = append(q.items, item{kind: itemNote, from: i, to: i + 3})
			i += 2
			continue
		}
		if !q.isKind(i, digits) {
			continue
		}
		it := q.plainNumber(i)
		q.items = append(q.items, it)
		i = it.to - 1
	}
}

// bareYear: a year by itself is a period where it stands like a heading: «2021: 33 văn bản»,
// «(2022)», or at either end of a span.
func (q *sentence) bareYear(i int) bool {
	if q.value(i, 1990, 2099) == 0 || len(q.t[i].text) != 4 {
		return true // what follows says itself what it is
	}
	return q.is(i+1, ":") || q.is(i-1, "(") && q.is(i+1, ")") || q.is(i+1, "-") && q.value(i+2, 1990, 2099) > 0 ||
		q.is(i+1, "-") && q.value(i+2, 1, 12) > 0 && q.is(i+3, "/")
}

// plainNumber reads a number with the limit before it; a number that belongs to a name, a code
// or a year is an item of no meaning.
func (q *sentence) plainNumber(i int) item {
	n, next, ok := q.scan.number(i)
	if !ok {
		next = i + 1
		for next < q.to && q.joined(next-1) && q.t[next-1].kind != word && !q.is(next, ";", ")", ":") {
			next++
		}
		return item{kind: itemOther, from: i, to: next}
	}
	bound, from := q.boundBefore(i)
	if from < q.from || len(q.items) > 0 && from < q.items[len(q.items)-1].to {
		bound, from = "", i
	}
	year := len(q.t[i].text) == 4 && next == i+1 && q.value(i, 1990, 2099) > 0 && !q.countable(next) && !q.numerator(next)
	if year || q.nameBefore(from) || q.isKind(next, word) && q.joined(next-1) && !n.Percent && !n.Money {
		return item{kind: itemOther, from: from, to: next}
	}
	if bound == ">" && q.spelt(from, "trên") && q.fractionBefore(from) {
		q.items[len(q.items)-1].slash = true // «1.775 hồ sơ trên 1.806 hồ sơ»
		bound, from = "", i
	}
	n.Bound, n.Printed = bound, q.printed(from, next)
	it := item{kind: itemNumber, from: from, to: next, number: n}
	if k := len(q.items); k > 0 && q.items[k-1].kind == itemNumber {
		q.items[k-1].slash = q.items[k-1].slash || q.slashBetween(q.items[k-1].to, from)
	}
	return it
}

// numerator: a slash and a number that is no year follow: «2028/2547 hồ sơ».
func (q *sentence) numerator(next int) bool {
	return q.is(next, "/") && q.isKind(next+1, digits) && q.value(next+1, 1990, 2099) == 0 && q.value(next+1, 1, 12) == 0
}

// countable: a word of something that is counted comes next.
func (q *sentence) countable(i int) bool { return q.words.unitAt(q.scan, i) != "" }

// names are words whose number is a name and no count: «Phường 2», «Điều 5», «mức độ 3, 4».
var names = map[string]bool{"phường": true, "quận": true, "điều": true, "khoản": true, "mục": true, "lục": true, "chương": true, "biểu": true, "mẫu": true,
	"bảng": true, "hạng": true, "quý": true, "tháng": true, "lớp": true, "trang": true, "cột": true, "dòng": true, "khóa": true, "thứ": true, "độ": true,
	"số": true, "phần": true, "tập": true, "nhóm": true, "loại": true, "ngày": true, "năm": true, "cấp": true}

// nameBefore: the number belongs to a name, or continues a list of such («mức độ 3, 4»).
func (q *sentence) nameBefore(i int) bool {
	if i <= q.from {
		return false
	}
	if q.is(i-1, ",", "va") {
		k := len(q.items)
		return k > 0 && q.items[k-1].kind == itemOther && q.items[k-1].to == i-1 && !q.countable(i+1)
	}
	w := q.lower(i - 1)
	switch {
	case !names[w]:
		return false
	case w == "số": // «số 76», but «tổng số 13.246»
		return !q.is(i-2, "tong", "trong", "mot", "da", "tri")
	case w == "phần": // «phần 2», but «một phần 12.155 hồ sơ»
		return !q.is(i-2, "mot", "thanh")
	case w == "năm", w == "ngày", w == "cấp", w == "loại", w == "nhóm", w == "mục":
		return !q.countable(i + 1)
	}
	return true
}

func (q *sentence) slashBetween(from, to int) bool {
	if to-from > 12 {
		return false
	}
	slashes := 0
	for i := from; i < to; i++ {
		switch {
		case q.is(i, "/"):
			slashes++
		case q.is(i, "tren") && q.spelt(i, "trên") && q.is(i+1, "tong"):
			slashes++
		case q.t[i].kind == sign && !q.is(i, "(", ")"):
			return false
		}
	}
	return slashes == 1 && !q.items[len(q.items)-1].number.Percent
}

// fractionBefore: «trên» directly after a number and its unit.
func (q *sentence) fractionBefore(from int) bool {
	k := len(q.items)
	if k == 0 || q.items[k-1].kind != itemNumber || q.items[k-1].number.Percent || from-q.items[k-1].to > 8 {
		return false
	}
	for i := q.items[k-1].to; i < from; i++ {
		if q.t[i].kind == sign {
			return false
		}
	}
	return true
}

// nothing reads «không có hồ sơ trễ hạn»: words that say nought. It ends before a sign.
func (q *sentence) nothing(i int) (int, bool) {
	if !q.spelt(i, "không") && !(q.spelt(i, "chưa") && q.is(i+1, "phat")) {
		return i, false
	}
	switch {
	case q.is(i+1, "co", "con", "tiep", "ban", "de") || q.is(i+1, "phat") && q.is(i+2, "sinh"):
	default:
		return i, false
	}
	end := i + 1
	for end < q.to && q.t[end].kind == word && end-i < 14 {
		end++
	}
	return end, end-i >= 3
}

// speaksOfPlans: aims and duties are no figures of what was done.
func (q *sentence) speaksOfPlans() bool {
	var b strings.Builder
	b.WriteByte(' ')
	for _, t := range q.t[q.from:q.to] {
		b.WriteString(t.text)
		b.WriteByte(' ')
	}
	text := b.String()
	for _, w := range q.words.plans {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// itemAt is the index of the item that token k belongs to, -1 for none.
func (q *sentence) itemAt(k int) int {
	i, found := slices.BinarySearchFunc(q.items, k, func(it item, k int) int {
		switch {
		case it.to <= k:
			return -1
		case it.from > k:
			return 1
		}
		return 0
	})
	if !found {
		return -1
	}
	return i
}
