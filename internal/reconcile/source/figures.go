package source

import (
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// How many words beside a number may belong to it.
const (
	maxBefore = 80
	maxAfter  = 14
)

// rightEnd is where the words that belong to the number of item i end.
func (q *sentence) rightEnd(i int) int {
	at := q.items[i].to
	stop := q.to
	if i+1 < len(q.items) {
		stop = q.items[i+1].from
		for i+1 < len(q.items) && q.items[i+1].kind == itemPeriod && q.plainPeriod(i+1) {
			i++
			if stop = q.to; i+1 < len(q.items) {
				stop = q.items[i+1].from
			}
		}
	}
	for end := at; ; end++ {
		if end >= stop || end-at > maxAfter || q.t[end].kind == sign && !q.is(end, "\"", "“", "”") {
			return end
		}
		switch {
		case q.is(end, "trong") && q.is(end+1, "do"), q.is(end, "gom", "chiem", "dat", "tang", "giam"), q.is(end, "bao") && q.is(end+1, "gom"),
			q.is(end, "so") && q.is(end+1, "voi"), q.is(end, "tuong") && q.is(end+1, "ung"), q.is(end, "voi") && q.is(end+1, "ty", "so", "tong"):
			return end
		case q.is(end, "va", "con") && i+1 < len(q.items) && q.items[i+1].from-end <= 5 && !q.signsBetween(end, q.items[i+1].from):
			return end
		}
	}
}

// plainPeriod: a period inside the words of a number, «03 hồ sơ từ năm 2021 chuyển sang».
func (q *sentence) plainPeriod(i int) bool { return q.fromBefore(i) }

func (q *sentence) signsBetween(from, to int) bool {
	for i := from; i < to; i++ {
		if q.t[i].kind == sign {
			return true
		}
	}
	return false
}

// piece is some words, folded and as they are spelt.
type piece struct{ folded, text string }

func (a piece) and(b piece) piece {
	return piece{strings.TrimSpace(a.folded + " " + b.folded), strings.TrimSpace(a.text + " " + b.text)}
}

func all(pieces []piece) piece {
	var out piece
	for _, p := range pieces {
		out = out.and(p)
	}
	return out
}

// segments are the words before the number of item i, parted by commas and colons, the
// nearest last. They reach back to the number before, or to a bracket or semicolon.
func (q *sentence) segments(i int) []piece {
	floor := q.from
	for k := i - 1; k >= 0; k-- {
		if it := q.items[k]; it.kind == itemNumber || it.kind == itemNone {
			floor = q.rightEnd(k)
			if it.kind == itemNone {
				floor = it.to
			}
			break
		}
	}
	at := q.items[i].from
	floor = max(floor, at-maxBefore)
	from := at
	depth := 0
	for from > floor {
		t := q.t[from-1].text
		switch {
		case t == ")" && q.plainBracket(from-1):
			depth++
		case t == "(" && depth > 0:
			depth--
		case t == "(" || t == ")" || t == ";":
			floor = from
			continue
		}
		from--
	}
	var out []piece
	var words piece
	for k := from; k < at; k++ {
		if q.inPeriod(k) {
			continue
		}
		switch {
		case q.is(k, ",", ":") && words.folded != "":
			out, words = append(out, words), piece{}
		case q.t[k].kind != sign:
			words = words.and(q.word(k))
		}
	}
	if words.folded != "" || len(out) == 0 {
		out = append(out, words)
	}
	return out
}

func (q *sentence) word(k int) piece {
	return piece{q.t[k].text, string(q.text[q.t[k].start:q.t[k].end])}
}

// plainBracket: the bracket that closes at token i holds no number: «(BCCI)».
func (q *sentence) plainBracket(i int) bool {
	for k := i - 1; k >= q.from && i-k < 12; k-- {
		if q.is(k, "(") {
			return true
		}
		if q.t[k].kind != word {
			return false
		}
	}
	return false
}

// inPeriod: the token says when, and is no word of what is counted.
func (q *sentence) inPeriod(k int) bool {
	i := q.itemAt(k)
	if i < 0 {
		return false
	}
	return q.items[i].kind == itemPeriod && !q.fromBefore(i) || q.items[i].kind == itemAct
}

func (q *sentence) wordsOf(from, to int) piece {
	var out piece
	for k := from; k < to; k++ {
		if q.t[k].kind != sign && !q.inPeriod(k) {
			out = out.and(q.word(k))
		}
	}
	return out
}

// understand finds the measure of a number by the words beside it: first the nearest, then
// with what stands before the comma where that makes a longer phrase («trực tiếp, bưu chính»).
func (q *sentence) understand(before []piece, after piece, unit string, x want) (string, piece) {
	label := before[len(before)-1].and(after)
	if q.forbidden(label) {
		return "", label
	}
	best := q.said(label.folded, q.topic, x)
	for k := len(before) - 2; k >= 0 && k >= len(before)-3; k-- {
		wider := all(before[k:]).and(after)
		ext := q.said(wider.folded, q.topic, x)
		if ext.key == "" || best.key != "" && (ext.words <= best.words || q.said(before[k].folded, q.topic, x).words >= ext.words) {
			continue
		}
		if best.key == "" && unit == "" && x != rates {
			continue // a bare number takes its meaning from what stands beside it only
		}
		best, label = ext, wider
		break
	}
	if m := q.words.byKey[best.key]; m != nil && !unitFits(m, unit) {
		return "", label
	}
	return best.key, label
}

// unitFits: a number of văn bản is no number of hồ sơ.
func unitFits(m *Measure, unit string) bool {
	switch {
	case unit == "" || m.Unit == "" || unit == m.Unit:
		return true
	case m.Unit == "dịch vụ":
		return unit == "thủ tục"
	case m.Unit == "đợt":
		return unit == "cuộc"
	}
	return false
}

func (q *sentence) forbidden(near piece) bool {
	return longest(q.words.never, " "+near.folded+" ") > 0
}

// newFigure makes the figure of item i and takes it into the document.
func (q *sentence) newFigure(i int, label piece, measure string) *statement.Figure {
	it := &q.items[i]
	if q.plan {
		measure = ""
	}
	f := &statement.Figure{Place: q.at, Number: it.number, Label: label.text, Measure: measure, Period: q.period, Within: q.together()}
	f.Ref = q.ref(q.t[it.from].start, q.t[it.to-1].end)
	if q.field != "" && measure != "" {
		f.Of = map[string]string{"field": q.field}
	}
	it.figure = q.add(f)
	q.figures = append(q.figures, f)
	return f
}

// together is the group of what the sentence says of one period.
func (q *sentence) together() int {
	key := statement.Period{From: q.period.From, To: q.period.To}
	if q.groups[key] == 0 {
		q.groups[key] = q.prose.group()
	}
	return q.groups[key]
}

// number understands one number, or the two of a ratio.
func (q *sentence) number(i int) {
	it := &q.items[i]
	if it.figure != nil {
		return
	}
	if it.slash && i+1 < len(q.items) && q.items[i+1].kind == itemNumber {
		q.fraction(i)
		return
	}
	end := q.rightEnd(i)
	before, after := q.segments(i), q.wordsOf(it.to, end)
	unit := q.words.unitAt(q.scan, it.to)
	if it.number.Money {
		unit = "đồng"
	}
	x := counts
	if it.number.Percent {
		x, unit = rates, ""
	}
	q.findField(before, after)
	measure, label := q.understand(before, after, unit, x)
	if measure == "" && x == counts {
		measure = q.byContext(i, end, label, unit)
	}
	q.newFigure(i, label, measure)
	if x == counts && measure != "" {
		q.topic = measure
		if head, _, _ := strings.Cut(measure, "."); q.main == "" && (head == "received" || head == "settled") {
			q.main = head
		}
	}
}
