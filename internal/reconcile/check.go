package reconcile

import (
	"cmp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// step is one pass over a document, which may speak for several rules.
type step struct {
	run   func(*sheet)
	rules []string
}

// steps in the order in which they run: a later one does not repeat what an earlier one said.
var steps = []step{
	{(*sheet).equations, []string{"stock", "years", "parts", "fields", "list", "pending", "carry", "formula", "columns"}},
	{(*sheet).partialYears, []string{"partial"}},
	{(*sheet).twice, []string{"twice", "cutoff", "bound"}},
	{(*sheet).ratios, []string{"ratio", "rounding"}},
	{(*sheet).wholes, []string{"exceeds", "base"}},
	{(*sheet).equals, []string{"equal", "population"}},
	{(*sheet).pairs, []string{"copied"}},
	{(*sheet).distinct, []string{"distinct"}},
	{(*sheet).shares, []string{"shares"}},
	{(*sheet).points, []string{"points", "days"}},
	{(*sheet).typedCells, []string{"cell"}},
	{(*sheet).targets, []string{"target", "claim"}},
	{(*sheet).acts, []string{"register", "act", "effect", "future"}},
	{(*sheet).headings, []string{"appendix", "heading"}},
	{(*sheet).magnitudes, []string{"magnitude"}},
	{(*sheet).trends, []string{"trend"}},
}

// Check questions a document. The same document gives the same findings in the same order;
// one contradiction is one finding, however many rules it breaks.
func (r *Rules) Check(doc *statement.Document) *Report {
	s := r.sheet(doc)
	for _, step := range steps {
		step.run(s)
	}
	rank := map[Severity]int{Blocks: 0, Warns: 1, Asks: 2}
	where := map[*figure]int{}
	for i, f := range doc.Figures {
		where[f] = i + 1
	}
	slices.SortStableFunc(s.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(rank[a.Severity], rank[b.Severity]), cmp.Compare(first(a, where), first(b, where)))
	})
	out := &Report{Document: doc, Findings: s.found}
	for _, d := range r.defined {
		out.Rules = append(out.Rules, *s.ran[d.ID])
	}
	return out
}

// first is where a finding stands in the document; findings of no figure stand before all.
func first(f Finding, where map[*figure]int) int {
	if len(f.Figures) == 0 {
		return 0
	}
	return where[f.Figures[0]]
}

// compared counts that a rule had something to compare.
func (s *sheet) compared(rule string) {
	if r := s.ran[rule]; r != nil {
		r.Compared++
	}
}

// draft is a finding in the making.
type draft struct {
	rule, words string
	severity    Severity // that of the rule when empty
	kv          []any
	figures     []*figure
	places      []statement.Place // of things that are no figures
	printed     []string
	recomputed  string
	likely      string
}

// at adds figures to a finding, each once.
func (d *draft) at(all ...*figure) {
	for _, f := range all {
		if len(d.figures) >= 10*shown {
			return
		}
		if f != nil && !slices.Contains(d.figures, f) {
			d.figures = append(d.figures, f)
		}
	}
}

// front puts figures first: those that are at fault.
func (d *draft) front(all []*figure) {
	rest := d.figures
	d.figures = nil
	d.at(all...)
	d.at(rest...)
}

// place adds a place that is no figure, with what is printed there.
func (d *draft) place(p statement.Place, printed string) {
	d.places = append(d.places, p)
	d.printed = append(d.printed, printed)
}

// shown is how many places a finding names; the rest are said by their number.
const shown = 40

// add makes a draft a finding, unless the same was said before.
func (s *sheet) add(d *draft) {
	def := s.rules.byID[d.rule]
	f := Finding{Rule: d.rule, Severity: cmp.Or(d.severity, def.Severity), Recomputed: d.recomputed, Likely: d.likely}
	for _, x := range d.figures[:min(len(d.figures), shown)] {
		f.Places = append(f.Places, x.Place)
		f.Printed = append(f.Printed, print(x))
		f.Figures = append(f.Figures, x)
	}
	f.Places = append(f.Places, d.places...)
	f.Printed = append(f.Printed, d.printed...)
	var id strings.Builder
	id.WriteString(d.rule)
	for i, p := range f.Places {
		id.WriteString("\x00" + p.Ref + "\x00" + p.Text + "\x00" + f.Printed[i])
	}
	if s.seen[id.String()] {
		return
	}
	s.seen[id.String()] = true
	if len(f.Figures) > 0 {
		s.faulty[f.Figures[0]] = true
	}
	f.Text = s.rules.sentences.T("vi", "reconcile."+d.words, d.kv...)
	s.found = append(s.found, f)
	if r := s.ran[d.rule]; r != nil {
		r.Found++
	}
}

// naming is what a figure is called in a sentence: the title of its measure with what it is
// of and when, or its own label.
func (s *sheet) naming(f *figure) string {
	name := s.title(f)
	for _, k := range []string{"field", "post", "name", "level"} {
		if v := f.Of[k]; v != "" {
			name += " «" + v + "»"
		}
	}
	if when := s.when(f); when != "" {
		name += " " + when
	}
	return name
}

func (s *sheet) title(f *figure) string {
	if m, ok := s.rules.words.Measure(f.Measure); ok {
		return m.Title
	}
	return shorten(f.Label)
}

// spot is where a figure stands, as a sentence says it: without the words that name the
// figure itself, which the sentence says anyway.
func (s *sheet) spot(f *figure) string {
	text := f.Place.Text
	if f.Table > 0 {
		return text
	}
	for _, tail := range []string{f.Label, s.title(f), lower(f.Period.Printed)} {
		if cut, ok := strings.CutSuffix(text, ", "+tail); ok && tail != "" {
			text = cut
		}
	}
	return text
}

// when is the period of a figure as a sentence says it.
func (s *sheet) when(f *figure) string {
	p := strings.TrimSpace(f.Period.Printed)
	switch {
	case p == "":
		return ""
	case p[0] >= '0' && p[0] <= '9':
		if strings.ContainsAny(p, "-–") {
			return "giai đoạn " + p
		}
		return "năm " + p
	}
	return lower(p)
}

// lower makes the first letter small, for the middle of a sentence.
func lower(s string) string {
	for i, r := range s {
		return strings.ToLower(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// shorten keeps a label readable inside a sentence.
func shorten(label string) string {
	label = strings.TrimSpace(label)
	if i := strings.IndexAny(label, "(;"); i > 12 {
		label = strings.TrimSpace(label[:i])
	}
	words := strings.Fields(label)
	if len(words) > 16 {
		return strings.Join(words[:16], " ") + "…"
	}
	return strings.Join(words, " ")
}

// like prints a value the way a figure does.
func (s *sheet) like(f *figure, n amount) string {
	if f.Percent {
		return n.String() + "%"
	}
	return n.String()
}
