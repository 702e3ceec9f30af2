package leader

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/reconcile/statement"
	"github.com/motcua/motcua/internal/web/page"
)

// perPage and placesShown keep a page short: a report may contradict itself on every sheet.
const (
	perPage     = 12
	placesShown = 6
)

// findingsView is the page in words, ready for its template.
type findingsView struct {
	Known, Sent       bool // there is a report; it was sent in
	Name, Title       string
	Base              string
	Refused           string
	Basis             string
	Tiles             []page.Tile
	Asked             asked
	Choices           []choice
	Groups            []findingGroup
	All, Count        int
	Compared          int // 0: nothing in the report was understood
	Rules             int
	Silent, Idle, Hit []reconcile.Ran
	Copied            bool
}

// asked are the filters and the page of an address.
type asked struct {
	Severity, Rule, Part string
	Page                 int
	base                 string
}

// choice is one filter with what it can be.
type choice struct {
	Name, Label string
	Options     []option
}

type option struct {
	Value, Text string
	On          bool
}

type findingGroup struct {
	Severity reconcile.Severity
	Count    int // on all pages
	Findings []findingView
}

type findingView struct {
	N                  int
	ID                 string
	Rule, Text         string
	Recomputed, Likely string
	Places             []placeView
	More               int
	Bridge             *bridge
}

type placeView struct {
	Text, Printed string
	Own           *ownFigure
}

// URL is the same page asked otherwise.
func (a asked) URL() string {
	q := url.Values{}
	for name, v := range map[string]string{"muc": a.Severity, "quy-tac": a.Rule, "phan": a.Part} {
		if v != "" {
			q.Set(name, v)
		}
	}
	if a.Page > 1 {
		q.Set("trang", strconv.Itoa(a.Page))
	}
	if len(q) == 0 {
		return a.base
	}
	return a.base + "?" + q.Encode()
}

func (a asked) onPage(n int) string { a.Page = n; return a.URL() }

// Filtered reports whether any filter is set.
func (a asked) Filtered() bool { return a.Severity+a.Rule+a.Part != "" }

func readAsked(q url.Values, base string) (asked, error) {
	a := asked{Severity: q.Get("muc"), Rule: q.Get("quy-tac"), Part: q.Get("phan"), base: base}
	var err error
	a.Page, err = page.ReadPage(q)
	return a, err
}

// takes reports whether a finding passes the filters but for one, which is how many there
// would be if only that one were changed.
func (a asked) takes(f *reconcile.Finding, doc *statement.Document, but string) bool {
	return (but == "muc" || a.Severity == "" || string(f.Severity) == a.Severity) &&
		(but == "quy-tac" || a.Rule == "" || f.Rule == a.Rule) &&
		(but == "phan" || a.Part == "" || slices.Contains(partsOf(f, doc), a.Part))
}

// partsOf are the parts of the report that a finding speaks of, each once.
func partsOf(f *reconcile.Finding, doc *statement.Document) []string {
	var out []string
	for _, p := range f.Places {
		if part := partOf(p, doc); !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

// partOf is the appendix, the chapter or the notes that a place stands in.
func partOf(p statement.Place, doc *statement.Document) string {
	section := strings.TrimSpace(p.Section)
	if p.Table > 0 && p.Table <= len(doc.Tables) {
		if s := doc.Tables[p.Table-1].Section; s != "" {
			section = s
		}
	}
	if note := "chú thích"; strings.HasPrefix(strings.ToLower(section), note) {
		return note
	}
	first, _, _ := strings.Cut(section, ".")
	if p.Table > 0 && first != "" {
		return "phụ lục " + strings.TrimPrefix(strings.ToLower(first), "phụ lục ")
	}
	return cmp.Or(strings.ToLower(first), "-")
}

func (f *findingsRoom) viewOf(ctx context.Context, c *checked, base string, q url.Values) (*findingsView, error) {
	v := &findingsView{Base: base, Sent: base != page.Findings}
	var err error
	if v.Asked, err = readAsked(q, base); err != nil || c == nil {
		return v, err
	}
	doc := c.found.Document
	v.Known, v.Name, v.Title, v.Copied = true, c.name, doc.Title, c.copied != ""
	v.Compared = c.found.Compared()
	v.All, v.Rules = len(c.found.Findings), len(c.found.Rules)
	v.Silent, v.Idle = c.found.Silent()
	for _, x := range c.found.Rules {
		if x.Found > 0 {
			v.Hit = append(v.Hit, x)
		}
	}
	v.tiles(ctx, c.found)
	v.choices(ctx, c.found)
	return v, f.fill(ctx, v, c.found)
}

func (v *findingsView) tiles(ctx context.Context, r *reconcile.Report) {
	n := r.Counts()
	for _, s := range reconcile.Severities {
		t := page.Tile{Name: page.T(ctx, "findings.severity."+string(s)), Value: page.N(n[s]), Note: page.T(ctx, "findings.severity_means."+string(s))}
		if n[s] > 0 {
			t.URL = asked{Severity: string(s), base: v.Base}.URL()
		}
		v.Tiles = append(v.Tiles, t)
	}
}

// choices are the filters; each option says how many findings it would leave.
func (v *findingsView) choices(ctx context.Context, r *reconcile.Report) {
	add := func(name, now string, keys func(*reconcile.Finding) []string, text func(string) string, sorted bool) {
		n, order, all := map[string]int{}, []string{}, 0
		for i := range r.Findings {
			f := &r.Findings[i]
			if !v.Asked.takes(f, r.Document, name) {
				continue
			}
			all++
			for _, k := range keys(f) {
				if n[k] == 0 {
					order = append(order, k)
				}
				n[k]++
			}
		}
		if sorted {
			slices.SortFunc(order, func(a, b string) int { return cmp.Compare(partOrder(a), partOrder(b)) })
		}
		if now != "" && n[now] == 0 {
			order = append(order, now)
		}
		c := choice{Name: name, Label: page.T(ctx, "findings.filter."+name),
			Options: []option{{Text: page.T(ctx, "findings.filter.all", "n", page.N(all)), On: now == ""}}}
		for _, k := range order {
			c.Options = append(c.Options, option{k, text(k) + " (" + page.N(n[k]) + ")", k == now})
		}
		v.Choices = append(v.Choices, c)
	}
	add("muc", v.Asked.Severity, func(f *reconcile.Finding) []string { return []string{string(f.Severity)} },
		func(k string) string { return page.T(ctx, "findings.severity."+k) }, false)
	add("quy-tac", v.Asked.Rule, func(f *reconcile.Finding) []string { return []string{f.Rule} }, r.Title, false)
	add("phan", v.Asked.Part, func(f *reconcile.Finding) []string { return partsOf(f, r.Document) },
		func(k string) string { return partWords(ctx, k) }, true)
}

// partOrder puts chapters first, then appendices, then notes, each by its number.
func partOrder(part string) string {
	number, appendix := strings.CutPrefix(part, "phụ lục ")
	at := slices.Index([]string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}, number)
	key := "0"
	switch {
	case part == "-":
		key = "3"
	case appendix:
		key = "1"
	case at < 0:
		key = "2"
	}
	return key + string(rune('a'+at+1)) + part
}

func partWords(ctx context.Context, part string) string {
	if number, ok := strings.CutPrefix(part, "phụ lục "); ok {
		return page.T(ctx, "findings.part.appendix", "number", strings.ToUpper(number))
	}
	switch part {
	case "-":
		return page.T(ctx, "findings.part.other")
	case "chú thích":
		return page.T(ctx, "findings.part.notes")
	}
	return page.T(ctx, "findings.part.chapter", "number", strings.ToUpper(part))
}

// fill makes the findings of the page that is asked for, with our own figures beside theirs.
func (f *findingsRoom) fill(ctx context.Context, v *findingsView, r *reconcile.Report) error {
	reading, err := f.Open(ctx)
	if err != nil {
		return err
	}
	defer reading.Close()
	own := newOwnReader(f.Site, f.ours, reading, r.Document)
	head, err := own.source.Head(ctx)
	if err != nil {
		return err
	}
	v.Basis = page.T(ctx, "findings.page.basis", "entries", page.N(head.Size))
	from, to := (v.Asked.Page-1)*perPage, v.Asked.Page*perPage
	number := 0
	for _, s := range reconcile.Severities {
		g := findingGroup{Severity: s}
		for _, x := range r.Of(s) {
			number++
			if !v.Asked.takes(x, r.Document, "") {
				continue
			}
			g.Count++
			if v.Count++; v.Count > from && v.Count <= to {
				one, err := own.finding(ctx, number, x, r)
				if err != nil {
					return err
				}
				g.Findings = append(g.Findings, one)
			}
		}
		if len(g.Findings) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	if v.Asked.Page > 1 && v.Count <= from {
		return fault.New(fault.Invalid, "web.page_unknown", "page", v.Asked.Page)
	}
	return nil
}

func (o *ownReader) finding(ctx context.Context, n int, f *reconcile.Finding, r *reconcile.Report) (findingView, error) {
	v := findingView{N: n, ID: "ph-" + strconv.Itoa(n), Rule: r.Title(f.Rule), Text: f.Sentence(), Recomputed: f.Recomputed, Likely: f.Likely,
		Bridge: bridgeOf(ctx, n, f), More: max(0, len(f.Places)-placesShown)}
	for i, p := range f.Places[:min(len(f.Places), placesShown)] {
		pv := placeView{Text: reconcile.PlaceText(p), Printed: f.PrintedAt(i)}
		var err error
		if i < len(f.Figures) {
			pv.Own, err = o.of(ctx, f.Figures[i])
		}
		if err != nil {
			return v, err
		}
		v.Places = append(v.Places, pv)
	}
	return v, nil
}

// pagerRows are the pages in the rows of a list, which the pager counts.
func (v *findingsView) pagerRows() int64 {
	return int64((v.Count+perPage-1)/perPage) * page.PageRows
}

// Owned reports whether any place of a finding has a figure of ours.
func (f findingView) Owned() bool {
	return slices.ContainsFunc(f.Places, func(p placeView) bool { return p.Own != nil })
}

// fileURL is the address of the findings as a file.
func (v *findingsView) fileURL(name string) string {
	if v.Sent {
		return v.Base + "/" + name
	}
	return v.Base + "/tep/" + name
}

// uploadState ties the field to what is said of it.
func uploadState(v *findingsView) templ.Attributes {
	if v.Refused == "" {
		return templ.Attributes{"aria-describedby": "tep-goi-y"}
	}
	return templ.Attributes{"aria-describedby": "tep-goi-y loi", "aria-invalid": "true"}
}
