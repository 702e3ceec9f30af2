package source

import (
	"strings"

	"github.com/motcua/motcua/internal/reconcile/statement"
)

// statistics reads what the body says of dossiers: every year, and whole spans.
func (r *reform) statistics() {
	all := r.root.get("case_statistics")
	if !all.object() {
		return
	}
	years := all.get("years")
	for i, key := range keysOf(years) {
		r.span(years.items[i], key, place(all.get("place").str()))
	}
	for i, key := range all.keys {
		if v := all.items[i]; key != "years" && v.object() {
			r.span(v, key, place(v.get("place").str()))
		}
	}
}

func keysOf(n *node) []string {
	if !n.object() {
		return nil
	}
	return n.keys
}

// span reads the figures of one year, or of the whole.
func (r *reform) span(n *node, key string, at statement.Place) {
	if !n.object() {
		return
	}
	period := r.keyPeriod(key)
	group := r.together(at, period)
	said := map[string]*statement.Figure{}
	if period.Printed != "" {
		at.Text += ", " + lowerFirst(period.Printed)
	}
	if n.get("numerator") != nil {
		r.ratioOf(n, key, at, period, group)
		return
	}
	for i, k := range n.keys {
		v := n.items[i]
		switch k {
		case "by_field":
			r.fields(v, at, period, group)
		case "percentages", "place":
		default:
			r.counted(v, k, at, period, group, said)
		}
	}
	percentages := n.get("percentages")
	for i, k := range keysOf(percentages) {
		r.share(percentages.items[i], k, r.words.byName[k], at, period, group, said)
	}
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToLower(string(r[:1])) + string(r[1:])
}

// counted reads one figure of a span, with the share that may stand beside it.
func (r *reform) counted(v *node, key string, at statement.Place, p statement.Period, group int, said map[string]*statement.Figure) {
	m := r.words.byName[key]
	label, measure := strings.ReplaceAll(key, "_", " "), ""
	if m != nil {
		label, measure = m.Title, m.Key
	}
	at.Text += ", " + label
	if v.get("numerator") != nil {
		num, den := r.figure(v.get("numerator"), at, label, measure, p, group), r.figure(v.get("denominator"), at, label, "", p, group)
		if num != nil && den != nil {
			said[measure+"/"] = den
		}
		said[measure] = num
		return
	}
	f := r.figure(v, at, label, measure, p, group)
	if f == nil {
		return
	}
	said[measure] = f
	if share := v.get("share"); share.object() {
		r.share(share, "", r.rateOf(measure), at, p, group, said)
	}
}

// rateOf is the rate whose numerator a measure is.
func (r *reform) rateOf(measure string) *Measure {
	for _, m := range r.words.measures {
		if m.Num == measure && measure != "" {
			return m
		}
	}
	return nil
}

// share is a percentage of figures printed in the same place.
func (r *reform) share(v *node, key string, m *Measure, at statement.Place, p statement.Period, group int, said map[string]*statement.Figure) {
	label, measure := strings.ReplaceAll(key, "_", " "), ""
	ratio := statement.Ratio{Period: p}
	if m != nil {
		label, measure = m.Title, m.Key
		ratio.Num, ratio.Den = said[m.Num], said[m.Den]
		if den := said[m.Num+"/"]; den != nil {
			ratio.Den = den
		}
		if !strings.HasSuffix(at.Text, label) {
			at.Text += ", " + label
		}
	}
	ratio.Percent = r.figure(v, at, label, measure, p, group)
	if ratio.Percent == nil {
		return
	}
	ratio.Label, ratio.Place = label, ratio.Percent.Place
	r.doc.Ratios = append(r.doc.Ratios, ratio)
}

// fields are the dossiers received, by field.
func (r *reform) fields(v *node, at statement.Place, p statement.Period, group int) {
	for i, name := range keysOf(v) {
		here := at
		here.Text += ", lĩnh vực " + name
		f := r.figure(v.items[i], here, "hồ sơ lĩnh vực "+name, "received", p, group)
		if f != nil {
			f.Of = map[string]string{"field": name}
		}
	}
}

// ratios reads the list of numerators, denominators and percentages, and figures beside it.
func (r *reform) ratios(part *node) {
	for _, n := range part.get("ratios").list() {
		r.ratio(n)
	}
	for i, key := range keysOf(part) {
		v := part.items[i]
		if m := r.words.byName[key]; m != nil && v.object() {
			at := place(v.get("place").str())
			at.Text += ", " + m.Title
			r.figure(v, at, m.Title, m.Key, r.periodOf(v.get("period").str()), r.group())
		}
	}
}

func (r *reform) ratio(n *node) {
	id, label := n.get("id").str(), n.get("label").str()
	at := place(n.get("place").str())
	p := r.keyPeriod(id)
	if p.From == 0 {
		p = r.periodOf(label)
	}
	if p.From == 0 && strings.HasPrefix(id, "total") {
		p = r.doc.Period
	}
	if p.Printed != "" {
		at.Text += ", " + lowerFirst(p.Printed)
	}
	at.Text += ", " + label
	r.ratioNamed(n, name(id), label, at, p, r.together(at, p))
}

func (r *reform) ratioOf(n *node, key string, at statement.Place, p statement.Period, group int) {
	label := strings.TrimRight(strings.TrimRight(key, "0123456789_to"), "_")
	if m := r.words.byName[label]; m != nil {
		at.Text += ", " + m.Title
		num := r.figure(n.get("numerator"), at, m.Title, m.Key, p, group)
		den := r.figure(n.get("denominator"), at, "hồ sơ tiếp nhận", "received", p, group)
		r.percent(n, m.Title, r.rateOf(m.Key), num, den, at, p, group)
		return
	}
	r.ratioNamed(n, label, label, at, p, group)
}

// ratioNamed understands a ratio by its words, each side by its own where a slash parts them;
// by its name in the schema where the words say nothing. Where the two differ, Of["alias"] of
// the numerator and the denominator keeps what the name says.
func (r *reform) ratioNamed(n *node, key, label string, at statement.Place, p statement.Period, group int) {
	var rate, named *Measure
	if k := r.measure(label, "", rates); k != "" {
		rate = r.words.byKey[k]
	}
	if m := r.words.byName[key]; m != nil && m.Kind == "rate" {
		named = m
	}
	if rate == nil {
		rate = named
	}
	numLabel, denLabel, two := strings.Cut(label, " / ")
	numKey, denKey := "", ""
	if rate != nil {
		numKey, denKey = rate.Num, rate.Den
	}
	if two {
		if k := r.measure(numLabel, "", counts); k != "" {
			numKey = k
		}
		denKey = r.measure(denLabel, "", counts)
		if rate != nil && (numKey != rate.Num || denKey != rate.Den) {
			rate = nil
		}
	} else {
		denLabel = label
	}
	num := r.figure(n.get("numerator"), at, strings.TrimSpace(numLabel), numKey, p, group)
	den := r.figure(n.get("denominator"), at, strings.TrimSpace(denLabel), denKey, p, group)
	if named != nil && named != rate && !two && num != nil && den != nil {
		num.Of = with(num.Of, "alias", named.Num)
		den.Of = with(den.Of, "alias", named.Den)
	}
	r.percent(n, label, rate, num, den, at, p, group)
}

func (r *reform) percent(n *node, label string, rate *Measure, num, den *statement.Figure, at statement.Place, p statement.Period, group int) {
	v := n.get("percent")
	if v == nil {
		v = n.get("share")
	}
	key := ""
	if rate != nil {
		key = rate.Key
	}
	ratio := statement.Ratio{Place: at, Label: label, Num: num, Den: den, Period: p}
	ratio.Percent = r.figure(v, at, label, key, p, group)
	ratio.Ref = "json:" + n.at
	r.doc.Ratios = append(r.doc.Ratios, ratio)
}

// name is the part of an id that is no year and no "total": "2021.level3_online" is
// level3_online, "penalty.cases.2021" is penalty.cases.
func name(id string) string {
	var out []string
	for part := range strings.SplitSeq(id, ".") {
		if part == "" || part == "total" && !strings.HasPrefix(id, "staff") || len(part) == 4 && strings.Trim(part, "0123456789") == "" {
			continue
		}
		out = append(out, part)
	}
	return strings.Join(out, ".")
}
