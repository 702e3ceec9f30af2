package source

import (
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// firstPeriod is what a sentence speaks of before it names a period: the only one it names,
// where that follows («tiếp nhận 4.481 hồ sơ trong năm 2021»), else that of the sentence
// before, else that over the list.
func (q *sentence) firstPeriod() statement.Period {
	var only statement.Period
	n, first := 0, -1
	for i, it := range q.items {
		if it.kind == itemPeriod && !q.fromBefore(i) && !q.compared(i) {
			only = it.period
			n++
		}
		if it.kind == itemNumber && first < 0 && n == 0 {
			first = i
		}
	}
	switch {
	case first < 0:
		return q.inherited()
	case n == 1 && !q.bracketed(only):
		return only
	}
	return q.inherited()
}

// bracketed: the only period stands inside a bracket and says nothing of what is outside.
func (q *sentence) bracketed(p statement.Period) bool {
	depth := 0
	for k := q.from; k < q.to; k++ {
		switch i := q.itemAt(k); {
		case i >= 0 && q.items[i].kind == itemPeriod && q.items[i].period == p:
			return depth > 0
		case q.is(k, "("):
			depth++
		case q.is(k, ")"):
			depth--
		}
	}
	return false
}

func (q *sentence) inherited() statement.Period {
	switch {
	case q.last.From != 0:
		return q.last
	case q.list.From != 0:
		return q.list
	}
	return q.lead
}

// setPeriod takes up a period that is named.
func (q *sentence) setPeriod(i int) {
	if q.fromBefore(i) || q.compared(i) || q.ofPlan(i) {
		return
	}
	q.period = q.items[i].period
	q.field = ""
	if len(q.outer) == 0 {
		if head, _, _ := strings.Cut(q.topic, "."); q.words.byKey[head] != nil {
			q.topic = head
		}
	}
}

// fromBefore: «từ năm 2021 chuyển sang»: the year is where dossiers came from.
func (q *sentence) fromBefore(i int) bool {
	it := q.items[i]
	return q.is(it.to, "chuyen", "con", "ton") && !q.is(it.to+1, "doi", "giao") || q.is(it.from-1, "sang", "qua") && q.is(it.from-2, "chuyen")
}

// compared: «so với năm 2023», «cùng kỳ năm 2023».
func (q *sentence) compared(i int) bool {
	from := q.items[i].from
	return q.is(from-1, "voi", "ky", "hon") && !q.is(from-2, "doi", "trong") || q.is(from-1, "voi") && q.is(from-2, "so")
}

// ofPlan: «kế hoạch năm 2024», «Nghị quyết giai đoạn 2021-2030» name a paper.
func (q *sentence) ofPlan(i int) bool {
	it := q.items[i]
	for k := it.from - 1; k >= q.from && k >= it.from-8; k-- {
		if q.t[k].kind == sign {
			return false
		}
		if q.is(k, "chuong", "nghi", "quyet") || q.is(k, "ke") && q.is(k+1, "hoach") {
			return true
		}
	}
	return false
}

// brackets follows what opens and closes between two items: what is said inside a bracket
// does not hold after it.
func (q *sentence) brackets(from, to int) {
	for k := from; k < to && k < len(q.t); k++ {
		switch {
		case q.is(k, "("):
			q.outer = append(q.outer, frame{q.period, q.topic, q.field})
		case q.is(k, ")") && len(q.outer) > 0:
			f := q.outer[len(q.outer)-1]
			q.outer = q.outer[:len(q.outer)-1]
			q.period, q.topic, q.field = f.period, f.topic, f.field
		case q.is(k, ";"):
			q.field = ""
		}
	}
}

// none makes a nought of «không có hồ sơ trễ hạn», where the words are plain.
func (q *sentence) none(i int) {
	it := &q.items[i]
	label := q.wordsOf(it.from, it.to)
	key := q.said(label.folded, q.topic, counts).key
	m := q.words.byKey[key]
	if m == nil || q.plan || m.Kind == "points" || m.Kind == "distinct" || q.forbidden(label) || key == "received" || key == "settled" || key == "staff.total" {
		return
	}
	it.number = statement.Number{Printed: q.printed(it.from, it.to)}
	q.newFigure(i, label, key)
}

// fraction understands numerator and denominator together: «395 hồ sơ trực tuyến toàn trình/575
// hồ sơ, đạt 69,21%», «đạt 98,28% (1.775/1.806 hồ sơ)».
func (q *sentence) fraction(i int) {
	num, den := &q.items[i], &q.items[i+1]
	before := q.segments(i)
	between, after := q.wordsOf(num.to, den.from), q.wordsOf(den.to, q.rightEnd(i+1))
	q.findField(before, between)
	percent := q.percentOf(i)
	if percent >= 0 && percent < i {
		before = q.segments(percent)
	}
	both := between.and(after)
	key, label := q.understand(before, both, "", rates)
	numKey, denKey := "", ""
	if rate := q.words.byKey[key]; rate != nil && rate.Num != "" {
		numKey, denKey = rate.Num, rate.Den
	} else {
		key = ""
		numKey, label = q.understand(before, both, q.words.unitAt(q.scan, den.to), counts)
		if q.said(label.folded, q.topic, counts).words < 3 {
			numKey = "" // «18/18 cán bộ …»: too little to go by
		}
		if over := q.said(after.folded, "", counts); strings.Contains(after.folded, " ") && over.key != numKey {
			denKey = over.key
		}
		for _, m := range q.words.measures {
			if m.Num == numKey && m.Den == denKey && numKey != "" {
				key = m.Key
			}
		}
	}
	n := q.newFigure(i, label, numKey)
	d := q.newFigure(i+1, label.and(after), denKey)
	if numKey != "" {
		q.topic = numKey
	}
	if percent < 0 {
		return
	}
	p := q.items[percent].figure
	if p == nil {
		p = q.newFigure(percent, label, key)
	} else if p.Measure == "" && !q.plan {
		p.Measure = key
	}
	q.doc.Ratios = append(q.doc.Ratios, statement.Ratio{Place: p.Place, Label: label.text, Num: n, Den: d, Percent: p, Period: n.Period})
}

// percentOf is the item with the percentage that a ratio makes: right behind it, or before the
// bracket that holds it; -1 when there is none.
func (q *sentence) percentOf(i int) int {
	if j := i + 2; j < len(q.items) && q.items[j].kind == itemNumber && q.items[j].number.Percent && q.linked(q.items[i+1].to, q.items[j].from) {
		return j
	}
	if j := i - 1; j >= 0 && q.items[j].kind == itemNumber && q.items[j].number.Percent && q.items[i].from-q.items[j].to <= 6 && q.is(q.items[j].to, "(") {
		return j
	}
	return -1
}

// linked: nothing but words of reaching stands between a count and its percentage.
func (q *sentence) linked(from, to int) bool {
	if to-from > 16 {
		return false
	}
	said := false
	for k := from; k < to; k++ {
		switch {
		case q.is(k, ";", ":", "/") || q.is(k, ")") && k < to-1 && !q.is(k+1, ",", "dat", "chiem"):
			return false
		case q.is(k, "dat", "chiem", "bang", "=", "(", "le", "ung", "tren"):
			said = true
		}
	}
	return said || to-from <= 2
}

// ratios pairs a count with the share printed behind it: «4.452 hồ sơ trước hạn (chiếm
// 99,4%)». The whole is the figure of the same sentence that the rate is taken of.
func (q *sentence) ratios() {
	for i := 0; i+1 < len(q.items); i++ {
		num, percent := q.items[i], q.items[i+1]
		if num.kind != itemNumber || num.figure == nil || num.number.Percent || percent.kind != itemNumber || !percent.number.Percent || percent.figure == nil {
			continue
		}
		if num.figure.Measure == "days.after" || i > 0 && q.items[i-1].slash || !q.linked(num.to, percent.from) || !q.shareWord(num.to, percent.from) {
			continue
		}
		r := statement.Ratio{Place: percent.figure.Place, Label: num.figure.Label, Num: num.figure, Percent: percent.figure, Period: num.figure.Period}
		for _, m := range q.words.measures {
			if m.Num != num.figure.Measure || m.Num == "" {
				continue
			}
			r.Den = q.denominator(m.Den, num.figure)
			if !q.plan {
				percent.figure.Measure = m.Key
				percent.figure.Of = num.figure.Of
			}
			break
		}
		percent.figure.Label = r.Label
		q.doc.Ratios = append(q.doc.Ratios, r)
	}
}

// shareWord: a share is said to be one.
func (q *sentence) shareWord(from, to int) bool {
	for k := from; k < to; k++ {
		if q.is(k, "giam", "tang", "cat") {
			return false
		}
	}
	for k := from; k < to; k++ {
		if q.is(k, "chiem", "dat", "le", "(", "=", "bang", "ung") {
			return true
		}
	}
	return false
}

// cuts understands «từ 5 ngày xuống 3 ngày (giảm 40%)»: a group of its own.
func (q *sentence) cuts() {
	for i := 0; i+2 < len(q.items); i++ {
		a, b, c := q.items[i], q.items[i+1], q.items[i+2]
		if a.figure == nil || b.figure == nil || c.figure == nil || q.plan || !c.number.Percent || a.number.Percent || b.number.Percent ||
			q.words.unitAt(q.scan, a.to) != "ngày" || q.words.unitAt(q.scan, b.to) != "ngày" || c.from-b.to > 8 {
			continue
		}
		down := false
		for k := a.to; k < b.from; k++ {
			down = down || q.is(k, "xuong", "con")
		}
		if !down || b.from-a.to > 6 {
			continue
		}
		group := q.prose.group()
		a.figure.Measure, b.figure.Measure, c.figure.Measure = "days.before", "days.after", "rate.days_cut"
		a.figure.Within, b.figure.Within, c.figure.Within = group, group, group
	}
}

// denominator is the last figure of a measure before a figure, of the same period.
func (q *sentence) denominator(measure string, f *statement.Figure) *statement.Figure {
	var out *statement.Figure
	for _, x := range q.figures {
		if x == f {
			break
		}
		if x.Measure == measure && x.Period == f.Period && len(x.Of) == len(f.Of) {
			out = x
		}
	}
	return out
}
