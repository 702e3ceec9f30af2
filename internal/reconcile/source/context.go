package source

import (
	"strings"
)

// byContext: «tổng số 13.246 hồ sơ, trong đó trực tuyến …» is what was received; a number
// beside a field, or beside a year of its own, is of what the sentence speaks of.
func (q *sentence) byContext(i, end int, label piece, unit string) string {
	if q.forbidden(label) {
		return ""
	}
	if unit == "hồ sơ" {
		for end < q.to && q.t[end].kind == sign && !q.is(end, ".", ";") {
			end++
		}
		if q.is(end, "trong") && q.is(end+1, "do") || q.is(end, "gom") || q.is(end, "bao") {
			wider := label.and(q.wordsOf(end, min(end+5, q.to)))
			if s := q.said(wider.folded, q.topic, counts); s.key == "received" {
				return s.key
			}
		}
	}
	if m := q.words.byKey[q.topic]; m != nil && m.Kind != "rate" && q.newPeriod(i) && unitFits(m, unit) && q.bare(label, "") {
		return q.topic // the years of a sum: «năm 2021: 33 văn bản; năm 2022: 21 văn bản»
	}
	head, _, _ := strings.Cut(q.topic, ".")
	if head != "received" && head != "settled" {
		head = q.main
	}
	if q.field != "" && head != "" && (unit == "hồ sơ" || unit == "") && q.bare(label, q.field) {
		return head
	}
	return ""
}

// newPeriod: a period is named between the number before and item i.
func (q *sentence) newPeriod(i int) bool {
	for k := i - 1; k >= 0 && q.items[k].kind != itemNumber && q.items[k].kind != itemNone; k-- {
		if q.items[k].kind == itemPeriod && q.items[k].period == q.period {
			return true
		}
	}
	return false
}

// findField notes the field a number is of: the one beside it, which holds until the clause
// ends.
func (q *sentence) findField(before []piece, after piece) {
	near := before[len(before)-1].and(after)
	if name := q.words.fieldIn(near.folded); name != "" {
		q.field = name
		return
	}
	for _, s := range before[:len(before)-1] {
		if name := q.words.fieldIn(s.folded); name != "" && strings.Contains(" "+s.folded+" ", " linh vuc ") {
			q.field = name
		}
	}
}

// fieldIn is the one field that words name. Several names are no field of a figure.
func (w *Words) fieldIn(words string) string {
	if words == "" {
		return ""
	}
	text := " " + words + " "
	best := ""
	for folded := range w.fields {
		if len(folded) > len(best) && strings.Contains(text, " "+folded+" ") {
			best = folded
		}
	}
	if best == "" {
		return ""
	}
	rest := strings.Replace(text, " "+best+" ", " , ", 1)
	for folded := range w.fields {
		if strings.Contains(rest, " "+folded+" ") {
			return ""
		}
	}
	return w.fields[best]
}

// bare: but for filling words and what is counted, a label is the name of a field or nothing.
func (q *sentence) bare(label piece, field string) bool {
	text := " " + label.folded + " "
	if field != "" {
		text = strings.Replace(text, " "+Fold(field)+" ", " ", 1)
	}
	for _, w := range strings.Fields(text) {
		switch w {
		case "linh", "vuc", "ho", "so", "co", "thuoc", "trong", "do", "gom", "va", "tthc", "cac", "ve", "nhu", "voi", "van", "ban", "nhiem", "vu", "cu", "the",
			"dat", "diem", "truong", "hop", "la":
		default:
			return false
		}
	}
	return true
}
