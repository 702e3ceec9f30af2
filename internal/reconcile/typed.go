package reconcile

import (
	"regexp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/reconcile/source"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

func folded(s string) string { return source.Fold(s) }

// fold is folded, remembered: forms print the same words again and again.
func (s *sheet) fold(text string) string {
	f, ok := s.folds[text]
	if !ok {
		f = folded(text)
		s.folds[text] = f
	}
	return f
}

func joined(all []string) string { return strings.Join(all, "; ") }

// typedCells: a count cell refuses 100%, a yes/no cell takes 1, 0 or x (reform-reporting rule
// 9). All cells of a line that are wrong alike are one finding.
func (s *sheet) typedCells() {
	for t := range s.doc.Tables {
		table := &s.doc.Tables[t]
		for i := range table.Lines {
			l := &table.Lines[i]
			if kind := s.lineKind(l); kind != "" && !l.Heading {
				s.typedLine(t, l, kind)
			}
		}
	}
}

// lineKind is what a line holds: as its file says, else as its label begins.
func (s *sheet) lineKind(l *statement.Line) statement.Kind {
	if l.Kind != statement.Unknown {
		return l.Kind
	}
	label := s.fold(l.Label)
	if strings.Contains(label, "ty le") || strings.Contains(label, "muc do") || strings.Contains(l.Label, "%") {
		return ""
	}
	for _, begin := range []string{"so luong ", "tong so ", "so ho so ", "so nhiem vu ", "so tthc ", "so thu tuc ", "so van ban "} {
		if strings.HasPrefix(label, begin) {
			return statement.Count
		}
	}
	return ""
}

func (s *sheet) typedLine(t int, l *statement.Line, kind statement.Kind) {
	d := draft{rule: "cell", words: "cell_" + string(kind)}
	for _, f := range l.Figures {
		if f == nil || f.Empty {
			continue
		}
		s.compared("cell")
		if f.Period.From == 0 && l.Kind == statement.Unknown {
			continue // a column of something else: unit, note
		}
		if mistyped(f, kind) {
			d.at(f)
		}
	}
	if len(d.figures) == 0 {
		return
	}
	var printed []string
	for _, f := range d.figures {
		if p := print(f); !slices.Contains(printed, p) {
			printed = append(printed, p)
		}
	}
	d.kv = []any{"place", l.Place.Text, "label", shorten(l.Label), "printed", joined(printed), "count", len(d.figures)}
	if len(d.figures) > 1 {
		d.kv[1] = l.Place.Text + " (" + amount(int64(len(d.figures))*int64(unit)).String() + " ô)"
	}
	s.add(&d)
}

var wordsOnly = regexp.MustCompile(`^[\pL\s.,/()-]*$`)

// mistyped: a percentage or a sentence where a count belongs. Words alone («không có») say
// zero in many reports and are let stand.
func mistyped(f *figure, kind statement.Kind) bool {
	switch kind {
	case statement.Count:
		return f.Percent || f.IsText && !wordsOnly.MatchString(f.Text)
	case statement.Flag:
		if f.IsText {
			return !slices.Contains([]string{"x", "co", "khong", "da", "chua"}, folded(f.Text)) && !wordsOnly.MatchString(f.Text)
		}
		n, ok := amountOf(f.Number)
		return f.Percent || ok && n != 0 && n != unit
	case statement.Money:
		return f.Percent
	}
	return false
}

// targets: a target marked met against its own figure, or met without any (reform-reporting
// rule 7: a target without data is not met by default). Thresholds are read from the
// target's own words.
func (s *sheet) targets() {
	var bare draft
	var lines []string
	for t := range s.doc.Tables {
		table := &s.doc.Tables[t]
		for i := range table.Lines {
			l := &table.Lines[i]
			mark, result := s.marked(table, l)
			if mark == nil {
				continue
			}
			met, known := s.met(mark)
			floors := thresholds(l.Label)
			if !known || len(floors) == 0 {
				continue
			}
			got := percentsOf(s.doc, table, l, mark, result)
			if len(got) > 0 {
				s.target(l, mark, met, floors, got)
				continue
			}
			s.compared("claim")
			if met && result != nil && !result.IsText && (result.Empty || result.Printed == "") {
				bare.at(mark)
				lines = append(lines, l.Number)
			}
		}
	}
	if len(lines) > 0 {
		bare.rule, bare.words = "claim", "claim"
		bare.kv = []any{"place", s.doc.Tables[bare.figures[0].Table-1].Place.Text, "lines", strings.Join(lines, ", "), "count", len(lines)}
		s.add(&bare)
	}
}

// marked finds the cell that judges a line and the cell with its figure.
func (s *sheet) marked(table *statement.Table, l *statement.Line) (mark, result *figure) {
	for col, f := range l.Figures {
		if f == nil {
			continue
		}
		if _, known := s.met(f); known && f.IsText {
			if mark != nil {
				return nil, nil
			}
			mark = f
			continue
		}
		if label := s.fold(table.Columns[col].Label); strings.Contains(label, "ket qua") || f.Percent || table.Columns[col].Kind == statement.Percent {
			result = f
		}
	}
	return mark, result
}

// met reads «Đạt», «Không đạt».
func (s *sheet) met(f *figure) (met, known bool) {
	if f.Text == "" || len(f.Text) > 60 {
		return false, false
	}
	text := s.fold(f.Text)
	switch {
	case slices.Contains(s.rules.relations.Met, text):
		return true, true
	case slices.Contains(s.rules.relations.Unmet, text):
		return false, true
	}
	return false, false
}

var printedPercent = regexp.MustCompile(`(\d+(?:,\d+)?)\s*%`)

// thresholds are the percentages that a target's words demand at least. Words that lower or
// that set different ones for different levels or years are not understood.
func thresholds(label string) []amount {
	text := folded(label)
	for _, w := range []string{"giam", "tuong ung", "khong qua", "toi da", "moi nam tang", "so voi"} {
		if strings.Contains(text, w) {
			return nil
		}
	}
	return percentsIn(label)
}

func percentsIn(text string) []amount {
	var out []amount
	for _, m := range printedPercent.FindAllStringSubmatch(text, -1) {
		whole, frac, _ := strings.Cut(m[1], ",")
		if len(whole) > 4 || len(frac) > 4 {
			continue
		}
		var n int64
		for _, r := range whole + (frac + "0000")[:4] {
			n = n*10 + int64(r-'0')
		}
		out = append(out, amount(n))
	}
	return out
}

// percentsOf are the percentages that a target's own line states as reached.
func percentsOf(doc *statement.Document, table *statement.Table, l *statement.Line, mark, result *figure) []amount {
	if result == nil || result.Empty {
		return nil
	}
	if result.Percent && numeric(result) {
		return []amount{valueOf(result)}
	}
	if result.IsText {
		return percentsIn(result.Text)
	}
	return nil
}

// target compares what was reached with what was demanded: one by one when there are as many
// of both, else a mark is contradicted only when it is wrong whichever is meant.
func (s *sheet) target(l *statement.Line, mark *figure, met bool, floors, got []amount) {
	s.compared("target")
	reached := true
	var worst, floor amount
	if len(floors) == len(got) {
		for i := range floors {
			if got[i] < floors[i] {
				if reached {
					worst, floor = got[i], floors[i]
				}
				reached = false
			}
		}
		if reached {
			worst, floor = got[0], floors[0]
		}
	} else {
		lowest, highest := slices.Min(floors), slices.Max(floors)
		switch {
		case met && slices.Min(got) < lowest:
			reached, worst, floor = false, slices.Min(got), lowest
		case !met && slices.Min(got) >= highest:
			worst, floor = slices.Min(got), highest
		default:
			return
		}
	}
	if met == reached {
		return
	}
	d := draft{rule: "target", words: "target_unmet"}
	if reached {
		d.words = "target_met"
	}
	d.at(mark)
	for _, f := range l.Figures {
		if f != mark && f != nil && !f.Empty {
			d.at(f)
		}
	}
	d.kv = []any{"place", s.spot(mark), "mark", print(mark), "reached", worst.String() + "%", "floor", floor.String() + "%"}
	s.add(&d)
}
