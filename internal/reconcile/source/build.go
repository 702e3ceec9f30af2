package source

import (
	"maps"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// build gathers a document. Every reader puts through it what it finds, so that figures are
// numbered into groups and understood in one way.
type build struct {
	folder
	words  *Words
	doc    *statement.Document
	groups int
	found  map[string]saying // measure by question: the same words come again and again
}

func newBuild(w *Words, name, format string) *build {
	return &build{words: w, found: map[string]saying{}, doc: &statement.Document{Name: name, Format: format}}
}

// group begins a new group of things said together and returns its number.
func (b *build) group() int {
	b.groups++
	return b.groups
}

const foundMemory = 1 << 16

// measure is Words.find, remembered.
func (b *build) measure(label, topic string, x want) string {
	return b.said(Fold(label), topic, x).key
}

// saying is a measure, and how many words said it.
type saying struct {
	key   string
	words int
}

func (b *build) said(folded, topic string, x want) saying {
	id := topic + "\x00" + string('0'+rune(x)) + folded
	s, ok := b.found[id]
	if !ok {
		if len(b.found) >= foundMemory {
			clear(b.found)
		}
		s.key, s.words = b.words.find(folded, topic, x)
		b.found[id] = s
	}
	return s
}

// dated keeps the day of the document.
func (b *build) dated(d calendar.Date) {
	b.doc.Dated, b.year, b.today = d, 0, d
	if d != 0 {
		b.year = d.Year()
	}
}

// add takes a figure into the document, with the kind its number shows when nothing said it.
func (b *build) add(f *statement.Figure) *statement.Figure {
	if f.Kind == statement.Unknown && !f.IsText && !f.Empty {
		switch {
		case f.Percent:
			f.Kind = statement.Percent
		case f.Money:
			f.Kind = statement.Money
		default:
			f.Kind = statement.Count
		}
	}
	if f.Same == "" {
		f.Same = same(f.Label)
	}
	b.doc.Figures = append(b.doc.Figures, f)
	return f
}

// cell is a figure out of the words of a cell: a number, several numbers with their names
// ("TPHS: 71,34%; KQ 12,17%"), or a text. What a cell prints is kept as it is.
func (b *build) cell(f *statement.Figure, text string) *statement.Figure {
	text = strings.TrimSpace(text)
	f.Printed = text
	if text == "" {
		f.Empty = true
		return b.add(f)
	}
	if n, ok := b.cellNumber(text); ok {
		f.Number = n
		return b.add(f)
	}
	f.Text, f.IsText = text, true
	if f.Kind == statement.Unknown {
		f.Kind = statement.Words
	}
	b.add(f)
	b.parts(f, text)
	return f
}

// parts adds the figures inside a cell that holds several. They stand at the cell's place.
func (b *build) parts(f *statement.Figure, text string) {
	var parts []*statement.Figure
	s := newScan(&b.folder, text)
	from := 0
	for i := 0; i < len(s.t); i++ {
		if !s.isKind(i, digits) {
			continue
		}
		bound, first := s.boundBefore(i)
		n, next, ok := s.number(i)
		if !ok || first <= from && len(parts) == 0 && first == 0 || !n.Percent && f.Kind != statement.Percent {
			return
		}
		n.Bound = bound
		n.Printed = s.printed(first, next)
		name := strings.Trim(string(s.text[s.t[from].start:s.t[first].start]), " :-–")
		part := *f
		part.Number, part.Text, part.IsText, part.Label = n, "", false, name
		part.Kind, part.Same = statement.Percent, f.Same+" "+same(name)
		part.Of = with(f.Of, "part", name)
		part.Measure = b.measure(name, "", rates)
		parts = append(parts, &part)
		for s.is(next, ";", ",", ".") {
			next++
		}
		from, i = next, next-1
		if from >= len(s.t) {
			break
		}
	}
	if len(parts) < 2 {
		return
	}
	for _, p := range parts {
		b.add(p)
	}
}

// with is a copy of of with one more key.
func with(of map[string]string, key, value string) map[string]string {
	out := maps.Clone(of)
	if out == nil {
		out = map[string]string{}
	}
	out[key] = value
	return out
}

// settle finishes the document: what only the whole can tell.
func (b *build) settle() *statement.Document {
	b.runningYear()
	b.counterAndPost()
	b.onTimeAlone()
	return b.doc
}

// runningYear marks the year of the document itself: when it is dated before the year's end,
// a figure of that year may still grow. Columns say it themselves where it holds.
func (b *build) runningYear() {
	for _, f := range b.doc.Figures {
		if f.Place.Table == 0 {
			f.Period.Partial = f.Period.Partial || b.unfinished(f.Period)
		}
	}
	for i := range b.doc.Ratios {
		if r := &b.doc.Ratios[i]; r.Place.Table == 0 {
			r.Period.Partial = r.Period.Partial || b.unfinished(r.Period)
		}
	}
}

func (b *build) unfinished(p statement.Period) bool {
	d := b.doc.Dated
	return d != 0 && p.From <= d && d < p.To
}

// counterAndPost: «trực tiếp» is counter and post together, as form II.06a joins them, except
// where post stands beside it as a part of its own.
func (b *build) counterAndPost() {
	post := map[int]bool{}
	for _, f := range b.doc.Figures {
		if f.Measure == "received.post" && f.Within > 0 {
			post[f.Within] = true
		}
	}
	for _, f := range b.doc.Figures {
		if f.Measure == "received.direct" && post[f.Within] && !strings.Contains(Fold(f.Label), "buu chinh") {
			f.Measure = "received.counter"
		}
	}
}

// onTimeAlone: «giải quyết đúng hạn» in a sentence means early and on time together where
// nothing is said of early ones near by, and the day itself where it is. The words cannot
// tell: alone it stays without a measure.
func (b *build) onTimeAlone() {
	type near struct {
		section string
		period  statement.Period
	}
	early := map[near]bool{}
	for _, f := range b.doc.Figures {
		if f.Measure == "settled.early" || f.Measure == "rate.early" {
			early[near{f.Section, f.Period}] = true
		}
	}
	for _, f := range b.doc.Figures {
		if f.Table == 0 && !strings.HasPrefix(f.Ref, "json:") && (f.Measure == "settled.on_time" || f.Measure == "rate.on_day") && !early[near{f.Section, f.Period}] {
			f.Measure = ""
		}
	}
}
