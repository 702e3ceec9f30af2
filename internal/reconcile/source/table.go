package source

import (
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// finish understands a table that was read: which line is a part of which, which is one of
// the ward's own forms, what each measures. The figures of its lines are taken into the
// document in the order of print.
func (b *build) finish(t *statement.Table) {
	above := map[string]int{} // the last line of every number so far
	for i := range t.Lines {
		l := &t.Lines[i]
		if l.Parent = -1; l.Number != "" {
			l.Parent = parentOf(above, l.Number)
			above[l.Number] = i
		}
		l.Indicator = b.words.line(t.Section, l.Number, l.Label)
		if l.Number == "" && l.Indicator != "" { // the form prints no number, but it has its place
			l.Parent = parentOf(above, strings.TrimPrefix(l.Indicator, t.Section+"."))
		}
		if l.Kind == statement.Unknown {
			l.Kind = kindOf(l.Label)
		}
		if l.Formula == "" {
			l.Formula = formulaIn(l.Label)
		}
	}
}

// lineMeasure is what a line measures: by its number in the ward's forms, else by its words.
func (b *build) lineMeasure(t *statement.Table, i int) string {
	l := &t.Lines[i]
	if l.Heading {
		return ""
	}
	if l.Indicator != "" {
		if m := b.words.byLine[l.Indicator]; m != nil {
			return m.Key
		}
		return ""
	}
	topic := ""
	for p := l.Parent; p >= 0 && topic == ""; p = t.Lines[p].Parent {
		topic = b.measure(t.Lines[p].Label, "", anything)
	}
	x := counts
	if l.Kind == statement.Percent {
		x = rates
	}
	return b.measure(l.Label, topic, x)
}

// line recognizes a line of the ward's forms: number and appendix agree and most words too,
// or the words are those of one line alone.
func (w *Words) line(section, number, label string) string {
	folded := Fold(label)
	if folded == "" {
		return ""
	}
	if id := section + "." + number; number != "" && alike(w.lines[id], folded) >= 0.6 {
		return id
	}
	if id := w.byLabel[folded]; strings.HasPrefix(id, section+".") {
		return id
	}
	return ""
}

// alike is the share of words that two texts have in common.
func alike(a, b string) float64 {
	if a == "" || b == "" {
		return 0
	}
	if a == b {
		return 1
	}
	seen := map[string]bool{}
	for w := range strings.FieldsSeq(a) {
		seen[w] = true
	}
	both, all, there := 0, len(seen), map[string]bool{}
	for w := range strings.FieldsSeq(b) {
		switch {
		case there[w]:
			continue
		case seen[w]:
			both++
		default:
			all++
		}
		there[w] = true
	}
	return float64(both) / float64(all)
}

// parentOf is the nearest line above whose number the number continues: "4.1" of "4.1.2",
// "1" of "1.a"; -1 when there is none.
func parentOf(above map[string]int, number string) int {
	for cut := strings.LastIndexByte(number, '.'); cut > 0; cut = strings.LastIndexByte(number[:cut], '.') {
		if i, ok := above[number[:cut]]; ok {
			return i
		}
	}
	return -1
}

// lineNumber is a printed number of a line, without blanks and the dot at its end.
func lineNumber(s string) string {
	return strings.Trim(strings.ReplaceAll(strings.TrimSpace(s), " ", ""), ".)")
}

// kindOf tells the kind of a line's figures by its words, where they leave no doubt.
func kindOf(label string) statement.Kind {
	words := Fold(label) + " "
	switch {
	case strings.Contains(words, " 1 khong ") && strings.HasSuffix(words, " 0 "):
		return statement.Flag
	case strings.HasPrefix(words, "ty le "), strings.HasPrefix(words, "ti le "), strings.HasPrefix(label, "%"):
		return statement.Percent
	case strings.HasPrefix(words, "so luong "), strings.HasPrefix(words, "tong so "), strings.HasPrefix(words, "so "):
		return statement.Count
	}
	return statement.Unknown
}

// formulaIn is a formula printed in words of a line or a column: "(7)=(8)+(9)+(10)",
// "3 = 4 + 5".
func formulaIn(label string) string {
	at := strings.IndexByte(label, '=')
	if at < 0 {
		return ""
	}
	left, right := at, at+1
	for left > 0 && strings.IndexByte("0123456789.() ", label[left-1]) >= 0 {
		left--
	}
	for right < len(label) && strings.IndexByte("0123456789.()+-*/: \n", label[right]) >= 0 {
		right++
	}
	formula := strings.Join(strings.Fields(label[left:right]), " ")
	before, after, _ := strings.Cut(formula, "=")
	if !strings.ContainsAny(before, "0123456789") || !strings.ContainsAny(after, "+-/:*") || !strings.ContainsAny(after, "0123456789") {
		return ""
	}
	return strings.TrimSpace(formula)
}
