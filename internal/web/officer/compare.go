package officer

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// compareView is two as-of days of one report, beside each other.
type compareView struct {
	Report     string
	Reports    []way // other reports; empty when there is one
	From, To   calendar.Date
	First      calendar.Date
	Latest     calendar.Date
	All        bool
	Part       string
	Parts      []side
	Changed    int
	Same       int
	Begun      int // figures of periods that had not begun on the earlier day: new, not changed
	Rows       []change
	Page       int
	Count      int
	Toggle     string
	OldURL     string
	NewURL     string
	OldEntries string
	NewEntries string
}

// change is one figure on the two days.
type change struct {
	Part, Line, Label, Column string
	Place                     string // the figure in the newer report
	Old, New                  figureSide
	Difference                string
	Between                   *way // what came in between, for figures that add over days
	differs, begun            bool
	between                   *page.List // may be that list; proved before it is shown
	came                      int64
}

// figureSide is a figure on one of the days.
type figureSide struct {
	Text, State, URL string
	number           bool
	drill            []string
	of               *edition
}

// link finds the list behind the figure; only those that are shown are asked.
func (s *figureSide) link() {
	if s.of != nil {
		s.URL = listURL(s.drill, s.of.Definition.ID, s.of.AsOf)
	}
}

// address is the same comparison otherwise.
func (v *compareView) address(part string, all bool, n int) string {
	q := url.Values{"bc": {v.Report}, "tu": {v.From.String()}, "den": {v.To.String()}}
	if part != "" {
		q.Set("pl", part)
	}
	if all {
		q.Set("tat-ca", "1")
	}
	if n > 1 {
		q.Set("trang", strconv.Itoa(n))
	}
	return page.Compare + "?" + q.Encode()
}

// compare is the page of what changed between two as-of days.
func (o *room) compare(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	q := r.URL.Query()
	v := &compareView{Report: q.Get("bc"), All: q.Get("tat-ca") == "1", Part: q.Get("pl")}
	if v.Report == "" && len(o.Reports) > 0 {
		v.Report = o.definitions()[0].ID
	}
	d, err := o.definition(v.Report)
	if err != nil {
		return err
	}
	if v.Page, err = page.ReadPage(q); err != nil {
		return err
	}
	if err := o.compareDays(ctx, in, v, d, q); err != nil {
		return err
	}
	before, err := o.edition(ctx, in, d, v.From)
	if err != nil {
		return err
	}
	after, err := o.edition(ctx, in, d, v.To)
	if err != nil {
		return err
	}
	v.fill(ctx, before, after)
	if v.Page > max((v.Count+page.PageRows-1)/page.PageRows, 1) {
		return fault.New(fault.NotFound, "officer.no_page", "page", v.Page, "pages", max((v.Count+page.PageRows-1)/page.PageRows, 1))
	}
	if err := o.between(ctx, in, v); err != nil {
		return err
	}
	f := page.Frame{Title: page.T(ctx, "officer.compare.title", "from", v.From.Print(), "to", v.To.Print()), Active: "compare", Wide: true,
		Basis: basis(ctx, v.To, in.head)}
	return page.Write(w, r, http.StatusOK, f, comparePage(v))
}

// compareDays reads the two days, the earlier first. Without them it is the usual day against
// the end of the month before.
func (o *room) compareDays(ctx context.Context, in *look, v *compareView, d *report.Definition, q url.Values) (err error) {
	v.First, v.Latest = d.From, min(d.To, o.today())
	for _, other := range o.definitions() {
		v.Reports = append(v.Reports, way{other.Title, other.ID})
	}
	if q.Get("den") == "" {
		v.To, err = o.usual(ctx, in, d)
	} else {
		v.To, err = o.asOf(q.Get("den"))
	}
	if err != nil {
		return err
	}
	if q.Get("tu") == "" {
		year, month, _ := v.To.Civil()
		v.From = max(calendar.MakeDate(year, month, 0), d.From)
	} else if v.From, err = o.asOf(q.Get("tu")); err != nil {
		return err
	}
	if v.From > v.To {
		v.From, v.To = v.To, v.From
	}
	return nil
}

// fill compares figure by figure and keeps the page asked for.
func (v *compareView) fill(ctx context.Context, before, after *edition) {
	v.OldURL, v.NewURL = page.ReportURL(v.Report, "", v.From), page.ReportURL(v.Report, "", v.To)
	v.OldEntries, v.NewEntries = locale.Int(before.Ledger.Size), locale.Int(after.Ledger.Size)
	counts := map[string]int{}
	var rows []change
	for _, c := range append(changedCells(ctx, before, after), changedFlows(ctx, before, after)...) {
		switch {
		case c.begun:
			v.Begun++
		case c.differs:
			v.Changed++
			counts[c.Part]++
		default:
			v.Same++
		}
		if (c.differs && !c.begun || v.All) && (v.Part == "" || v.Part == c.Part) {
			rows = append(rows, c)
		}
	}
	v.Count = len(rows)
	from := min((v.Page-1)*page.PageRows, len(rows))
	v.Rows = rows[from:min(from+page.PageRows, len(rows))]
	for i := range v.Rows {
		v.Rows[i].Old.link()
		v.Rows[i].New.link()
	}
	v.Parts = append(v.Parts, side{Name: page.T(ctx, "officer.compare.all_parts"), Count: locale.Int(int64(v.Changed)), URL: v.address("", v.All, 1), Here: v.Part == ""})
	for _, p := range after.outline(ctx) {
		name := p.Name
		if n := len(v.Parts); p.ID == report.FrontSection || p.ID == report.NotesSection || v.Parts[n-1].Name == name {
			continue
		}
		v.Parts = append(v.Parts, side{Name: name, Count: locale.Int(int64(counts[name])), URL: v.address(name, v.All, 1), Here: v.Part == name})
	}
	v.Toggle = v.address(v.Part, !v.All, 1)
}
