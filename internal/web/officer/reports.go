package officer

import (
	"context"
	"net/http"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// reportsView is the list of reports.
type reportsView struct{ Reports []reportCard }

// reportCard is one report with the days it is asked for.
type reportCard struct {
	ID, Title, Kind string
	From, To        calendar.Date
	Usual           calendar.Date
	Latest          calendar.Date
	Presets         []way
	Parts           int
	Lines           int
}

// reports lists what can be reported, each with a choice of as-of days.
func (o *room) reports(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	last, err := o.last.of(ctx, in)
	if err != nil {
		return err
	}
	var v reportsView
	for _, d := range o.definitions() {
		c := reportCard{ID: d.ID, Title: d.Title, Kind: d.Kind, From: d.From, To: d.To, Parts: len(d.Appendices), Latest: min(d.To, o.today())}
		if c.Usual, err = o.usual(ctx, in, d); err != nil {
			return err
		}
		for _, a := range d.Appendices {
			c.Lines += len(a.Lines)
		}
		for _, p := range o.presets(ctx, d, last) {
			c.Presets = append(c.Presets, way{p.Name, page.ReportURL(d.ID, "", p.Day)})
		}
		v.Reports = append(v.Reports, c)
	}
	f := page.Frame{Title: page.T(ctx, "officer.reports"), Active: "report"}
	return page.Write(w, r, http.StatusOK, f, reportsPage(v))
}

// needReport reads report and as-of day of an address. Without a day it is the usual one.
func (o *room) needReport(ctx context.Context, in *look, id, day string) (*edition, error) {
	d, err := o.definition(id)
	if err != nil {
		return nil, err
	}
	var asOf calendar.Date
	if day == "" {
		asOf, err = o.usual(ctx, in, d)
	} else {
		asOf, err = o.asOf(day)
	}
	if err != nil {
		return nil, err
	}
	return o.edition(ctx, in, d, asOf)
}

// frontView is the front of a report: what is in it and where it can be had.
type frontView struct {
	Edition  *edition
	ID       string
	Title    string
	AsOf     calendar.Date
	Latest   calendar.Date
	States   []state
	Parts    []part
	Files    []way
	Findings []finding
	Checked  bool // the report was checked: to find nothing means something
	Presets  []way
	Compare  string
	Late     string
	LateNote int64
}

// state is how many cells are in one of the four states.
type state struct {
	Key, Words, Count string
}

// part is a part of the report in its outline.
type part struct {
	ID, Name, Title, Size, URL string
	Full                       string // the name where it stands alone: "Phụ lục III"
	Short                      string // where many stand beside each other
	Gaps                       string // cells without data
}

// finding is a contradiction in the report.
type finding struct{ Tag, Severity, Text string }

// mostFindings is how many stand on the front; the page of findings has all.
const mostFindings = 8

// front is the outline of a report, or one of its files.
func (o *room) front(w http.ResponseWriter, r *http.Request) error {
	id, kind := fileOf(r.PathValue("id"))
	if kind != nil {
		return o.download(w, r, id, kind)
	}
	ctx := r.Context()
	in, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	e, err := o.needReport(ctx, in, id, r.URL.Query().Get("den"))
	if err != nil {
		return err
	}
	last, err := o.last.of(ctx, in)
	if err != nil {
		return err
	}
	v := o.frontOf(ctx, e)
	for _, p := range o.presets(ctx, e.Definition, last) {
		v.Presets = append(v.Presets, way{p.Name, page.ReportURL(v.ID, "", p.Day)})
	}
	f := page.Frame{Title: v.Title, Active: "report", Basis: basis(ctx, e.AsOf, e.Ledger),
		Crumbs: []page.Crumb{{Text: page.T(ctx, "officer.reports"), URL: page.Reports}, {Text: page.T(ctx, "officer.report.as_of", "day", e.AsOf.Print())}}}
	return page.Write(w, r, http.StatusOK, f, frontPage(v))
}

func (o *room) frontOf(ctx context.Context, e *edition) frontView {
	d := e.Definition
	v := frontView{Edition: e, ID: d.ID, Title: d.Kind + " " + d.Title, AsOf: e.AsOf, Latest: min(d.To, o.today()), LateNote: e.LateNoted,
		Late: locale.Int(e.LateNoted), Compare: page.Compare + "?bc=" + d.ID + "&den=" + e.AsOf.String()}
	counts := map[string]int64{}
	gaps := map[string]int64{}
	for _, t := range e.Tables {
		for _, row := range t.Rows {
			for i := range row.Cells {
				c := &row.Cells[i]
				counts[c.State]++
				if c.State == report.StateNoData {
					gaps[c.Appendix]++
				}
			}
		}
	}
	for _, s := range []string{report.StateValue, report.StateBlank, report.StateNotApplicable, report.StateNoData} {
		v.States = append(v.States, state{s, page.T(ctx, "officer.state."+s), locale.Int(counts[s])})
	}
	found, checked := e.findings(o.Rules)
	v.Checked = checked
	for _, f := range found {
		v.Findings = append(v.Findings, finding{page.SeverityTag(f.Severity), page.T(ctx, "findings.severity."+string(f.Severity)), f.Text})
	}
	for _, k := range reportFiles {
		v.Files = append(v.Files, way{k.name, page.Reports + "/" + d.ID + "." + k.ending + "?den=" + e.AsOf.String()})
	}
	v.Parts = e.outline(ctx)
	for i := range v.Parts {
		if n := gaps[v.Parts[i].Name]; n > 0 {
			v.Parts[i].Gaps = page.T(ctx, "officer.report.gaps", "n", locale.Int(n))
		}
	}
	return v
}

// outline names the parts of a report, in the order of the print.
func (e *edition) outline(ctx context.Context) []part {
	id := e.Definition.ID
	to := func(section string) string { return page.ReportURL(id, section, e.AsOf) }
	front, notes := page.T(ctx, "officer.report.front_short"), page.T(ctx, "officer.report.notes_short")
	out := []part{{ID: report.FrontSection, Name: front, Full: front, Short: front, Title: page.T(ctx, "officer.report.front"), URL: to(report.FrontSection)}}
	for _, t := range e.Tables {
		out = append(out, part{ID: report.AppendixSection(t.Appendix.ID), Name: t.Appendix.ID, Full: page.T(ctx, "officer.appendix", "id", t.Appendix.ID), Short: t.Appendix.ID, Title: t.Appendix.Title,
			Size: page.T(ctx, "officer.report.lines", "n", len(t.Rows)), URL: to(report.AppendixSection(t.Appendix.ID))})
	}
	for _, f := range e.Flows {
		s := report.FlowSection(f.Period)
		out = append(out, part{ID: s, Name: "II.06a", Full: "II.06a", Short: "II.06a " + years(f.Period), Title: page.T(ctx, "officer.report.flow", "period", f.Period.Print()),
			Size: page.T(ctx, "officer.report.lines", "n", len(f.Rows)), URL: to(s)})
	}
	return append(out, part{ID: report.NotesSection, Name: notes, Full: notes, Short: notes, Title: page.T(ctx, "officer.report.notes"), URL: to(report.NotesSection)})
}

// years are the years of a period of the flow form: "2024", "2021–2025".
func years(p calendar.Period) string {
	if p.From.Year() == p.To.Year() {
		return itoa(p.From.Year())
	}
	return itoa(p.From.Year()) + "–" + itoa(p.To.Year())
}

// noPart refuses a part that the report does not have.
func noPart(section string) error {
	return fault.New(fault.NotFound, "officer.no_part", "part", section)
}
