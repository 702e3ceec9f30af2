package officer

import (
	"context"
	"net/http"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// indicatorsView is the list of all indicators, by appendix.
type indicatorsView struct {
	Query  string
	Found  int
	Groups []indicatorGroup
}

type indicatorGroup struct {
	ID, Title string
	Rows      []indicatorRow
}

type indicatorRow struct {
	ID, Title, URL, Kind, Level string
	Heading, Elsewhere          bool // names a group of lines; is no line of a ward
}

// indicators lists what is counted, with a search that accents do not matter to.
func (o *room) indicators(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := indicatorsView{Query: strings.TrimSpace(r.URL.Query().Get("tim"))}
	if len(v.Query) > 200 {
		return fault.New(fault.Invalid, "officer.query_long", "most", 200)
	}
	titles := o.appendixTitles()
	for _, i := range o.Set.All() {
		if !procedure.Matches(procedure.Fold(i.ID+" "+i.Title+" "+i.Law+" "+i.Note), v.Query) && !strings.HasPrefix(strings.ToUpper(i.ID), strings.ToUpper(v.Query)) {
			continue
		}
		group, _, _ := strings.Cut(i.ID, ".")
		if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != group {
			v.Groups = append(v.Groups, indicatorGroup{ID: group, Title: titles[group]})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Rows = append(g.Rows, indicatorRow{i.ID, i.Title, page.IndicatorURL(i.ID), page.T(ctx, "officer.kind."+string(i.Kind)),
			page.T(ctx, "officer.at."+string(i.Level)), i.Kind == indicator.Heading, !i.AtWard()})
		v.Found++
	}
	f := page.Frame{Title: page.T(ctx, "officer.indicators"), Active: "indicators"}
	return page.Write(w, r, http.StatusOK, f, indicatorsPage(v))
}

func (o *room) appendixTitles() map[string]string {
	out := map[string]string{}
	for _, d := range o.definitions() {
		for _, a := range d.Appendices {
			if out[a.ID] == "" {
				out[a.ID] = a.Title
			}
		}
	}
	return out
}

// indicatorView is the definition of an indicator and its figures by year.
type indicatorView struct {
	ID, Title string
	Facts     []page.Fact
	Formula   []formulaView
	Series    []yearView
	Chart     chartView
	Cells     []way // where it is printed
	Elsewhere bool
}

// formulaView is a numerator and a denominator in words.
type formulaView struct {
	Label    string
	Num, Den []way
	Tests    []string // thresholds of a target
}

// yearView is a figure over a year of the report, with the lists behind it.
type yearView struct {
	Period, Short  string
	Value, State   string
	Num, Den       string
	NumURL, DenURL string
	Source, Remark string
	scaled         int64
}

// indicator is the page of one indicator.
func (o *room) indicator(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	i, ok := o.Set.Get(r.PathValue("id"))
	if !ok {
		return fault.New(fault.NotFound, "officer.no_indicator", "id", r.PathValue("id"))
	}
	in, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	v := &indicatorView{ID: i.ID, Title: i.Title, Elsewhere: !i.AtWard()}
	o.define(ctx, v, i)
	d := o.printing(i.ID)
	asOf := o.today()
	if d != nil {
		if asOf, err = o.usual(ctx, in, d); err != nil {
			return err
		}
		if i.Kind != indicator.Heading && i.AtWard() {
			if err := o.series(ctx, in, v, i, d, asOf); err != nil {
				return err
			}
		}
		v.Cells = cellsOf(ctx, d, i.ID, asOf)
	}
	v.chart(ctx)
	f := page.Frame{Title: i.ID + ". " + i.Title, Active: "indicators", Basis: basis(ctx, asOf, in.head),
		Crumbs: []page.Crumb{{Text: page.T(ctx, "officer.indicators"), URL: page.Indicators}, {Text: i.ID}}}
	return page.Write(w, r, http.StatusOK, f, indicatorPage(v))
}

// printing is the first report with a line of the indicator.
func (o *room) printing(id string) *report.Definition {
	for _, d := range o.definitions() {
		for _, a := range d.Appendices {
			for _, l := range a.Lines {
				if l.Indicator == id {
					return d
				}
			}
		}
	}
	return nil
}

func cellsOf(ctx context.Context, d *report.Definition, id string, asOf calendar.Date) []way {
	var out []way
	for _, a := range d.Appendices {
		for _, l := range a.Lines {
			if l.Indicator == id {
				out = append(out, way{page.T(ctx, "officer.indicator.printed", "appendix", a.ID, "line", l.ID, "report", d.ID),
					page.ReportURL(d.ID, report.AppendixSection(a.ID), asOf)})
			}
		}
	}
	return out
}

// series computes the figure over each year of the report, and over the whole span. A running
// year ends on the as-of day and says so.
func (o *room) series(ctx context.Context, in *look, v *indicatorView, i *indicator.Indicator, d *report.Definition, asOf calendar.Date) error {
	for y := d.From.Year(); y <= asOf.Year(); y++ {
		p := calendar.Period{From: max(d.From, calendar.MakeDate(y, 1, 1)), To: min(asOf, calendar.MakeDate(y, 12, 31))}
		f, err := o.Set.Compute(ctx, in.source, i.ID, p)
		if err != nil {
			return err
		}
		row := yearView{Period: page.T(ctx, "officer.year", "year", y), Value: f.String(), State: f.State,
			Source: page.T(ctx, "officer.source."+f.Source), Remark: f.Remark, scaled: f.Scaled, Short: itoa(y)}
		if asOf < calendar.MakeDate(y, 12, 31) {
			row.Period = page.T(ctx, "officer.year_until", "year", y, "day", asOf.Print())
		}
		row.Num, row.NumURL = numberOf(f.Num), listURL(f.Drill, d.ID, asOf)
		row.Den, row.DenURL = numberOf(f.Den), listURL(f.DrillDen, d.ID, asOf)
		v.Series = append(v.Series, row)
	}
	return nil
}

func numberOf(n *int64) string {
	if n == nil {
		return ""
	}
	return locale.Int(*n)
}

func listURL(drill []string, id string, asOf calendar.Date) string {
	if l := page.ListOf(drill, id, asOf); l != nil {
		return l.URL()
	}
	return ""
}
