package source

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// facts reads the single figures of the body.
func (r *reform) facts() {
	for _, n := range r.root.get("facts").list() {
		r.fact(n)
	}
}

func (r *reform) fact(n *node) {
	id, label := n.get("id").str(), n.get("label").str()
	at := place(n.get("place").str())
	p := r.periodOf(n.get("period").str())
	group := r.together(at, p)
	if p.Printed != "" {
		at.Text += ", " + lowerFirst(p.Printed)
	}
	at.Text += ", " + label
	if n.get("dispatch_date") != nil {
		r.applied(n, label, at)
		return
	}
	m := r.words.byName[name(id)]
	if m == nil {
		m = r.words.byKey[r.measure(label, "", r.wanted(n))]
	}
	measure := ""
	if m != nil {
		measure = m.Key
	}
	f := r.figure(n, at, label, measure, p, group)
	if f == nil {
		return
	}
	f.Same = same(name(id) + " " + label)
	if strings.HasSuffix(measure, ".post") || strings.HasSuffix(measure, ".political") {
		f.Of = map[string]string{"part": label}
	}
	r.factParts(n, f, at, p, group)
}

func (r *reform) wanted(n *node) want {
	if n.get("unit").str() == "percent" {
		return rates
	}
	return counts
}

// factParts reads what stands beside a figure: the two terms of a percentage, days before and
// after, the parts of a list of prizes.
func (r *reform) factParts(n *node, f *statement.Figure, at statement.Place, p statement.Period, group int) {
	num := r.figure(n.get("numerator"), at, f.Label, "", p, group)
	den := r.figure(n.get("denominator"), at, f.Label, "", p, group)
	if num != nil && den != nil {
		ratio := statement.Ratio{Place: at, Label: f.Label, Num: num, Den: den, Percent: f, Period: p}
		ratio.Ref = f.Ref
		r.doc.Ratios = append(r.doc.Ratios, ratio)
	}
	if n.get("from_days") != nil && n.get("to_days") != nil {
		own := r.group() // two cuts in one note are two stories
		f.Within, f.Measure = own, "rate.days_cut"
		r.figure(n.get("from_days"), at, "thời hạn trước khi cắt giảm", "days.before", p, own)
		r.figure(n.get("to_days"), at, "thời hạn sau khi cắt giảm", "days.after", p, own)
	}
	parts := n.get("breakdown")
	for i, key := range keysOf(parts) {
		if part := r.figure(parts.items[i], at, f.Label, "", p, group); part != nil {
			part.Of = map[string]string{"part": strings.ReplaceAll(key, "_", " ")}
		}
	}
}

// applied is an act that the text says was carried out from a day on.
func (r *reform) applied(n *node, label string, at statement.Place) {
	at.Ref = "json:" + n.at
	c := statement.Citation{Place: at, Dated: r.date(n.get("dispatch_date").str()), About: label}
	c.Applied = r.periodOf(n.get("printed").str()).From
	s := newScan(&r.folder, label)
	for i := range s.t {
		if number, _, ok := s.actNumber(i); ok {
			c.Number, c.Ordinal, c.Series = number.printed, number.ordinal, number.series
			break
		}
	}
	r.doc.Cited = append(r.doc.Cited, c)
}

// date reads "03/6/2024" or "2024-06-03".
func (r *reform) date(s string) calendar.Date {
	if d, err := calendar.ParseDate(s); err == nil {
		return d
	}
	return r.periodOf(s).From
}

// citations reads the acts the report cites. An act is the report's own issuer's unless its
// name says «(by …)».
func (r *reform) citations() {
	own := strings.ToLower(r.root.get("document").get("issuer").str())
	for _, n := range r.root.get("documents_cited").list() {
		about := n.get("id").str()
		c := statement.Citation{Place: place(n.get("place").str()), Number: n.get("number_symbol").str(), Issuer: own, Dated: r.date(n.get("date").str())}
		c.Ref = "json:" + n.at
		c.Place.Text += ", " + c.Number
		if _, by, ok := strings.Cut(strings.TrimSuffix(about, ")"), "by "); ok {
			c.Issuer = strings.ToLower(by)
			about, _, _ = strings.Cut(about, " (")
		}
		if i := n.get("issuer").str(); i != "" {
			c.Issuer = strings.ToLower(i)
		}
		c.About = strings.NewReplacer(".", " ", "_", " ").Replace(about)
		if a := n.get("about").str(); a != "" {
			c.About = a
		}
		c.Applied = r.date(n.get("applied").str())
		s := newScan(&r.folder, c.Number)
		if number, _, ok := s.actNumber(0); ok {
			c.Ordinal, c.Series = number.ordinal, number.series
		}
		r.doc.Cited = append(r.doc.Cited, c)
	}
}
