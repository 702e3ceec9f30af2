package officer

import (
	"context"
	"io"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/print/html"
	"github.com/motcua/motcua/internal/web/page"
)

// partView is one part of a report as it will print.
type partView struct {
	Name, Title    string
	Paper          templ.Component
	Previous, Next *part
	Front          string
	Outline        []part
	Here           string
	Files          []way
}

// part is the page of one part of a report: the very section that goes to paper, each of its
// figures a link to what it counts.
func (o *room) part(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	e, err := o.needReport(ctx, in, r.PathValue("id"), r.URL.Query().Get("den"))
	if err != nil {
		return err
	}
	doc := e.Document()
	at := slices.IndexFunc(doc.Sections, func(s print.Section) bool { return s.ID == r.PathValue("part") })
	if at < 0 {
		return noPart(r.PathValue("part"))
	}
	v := e.partView(ctx, &doc.Sections[at])
	f := page.Frame{Title: page.T(ctx, "officer.part.title", "part", v.Name, "day", e.AsOf.Print()), Active: "report", Basis: basis(ctx, e.AsOf, e.Ledger),
		Crumbs: []page.Crumb{{Text: page.T(ctx, "officer.reports"), URL: page.Reports},
			{Text: page.T(ctx, "officer.report.as_of", "day", e.AsOf.Print()), URL: v.Front}, {Text: v.Name}}}
	return page.Write(w, r, http.StatusOK, f, partPage(v))
}

func (e *edition) partView(ctx context.Context, s *print.Section) partView {
	id := e.Definition.ID
	v := partView{Name: s.Name, Title: s.Name, Here: s.ID, Outline: e.outline(ctx), Front: page.ReportURL(id, "", e.AsOf)}
	for i := range v.Outline {
		if v.Outline[i].ID != s.ID {
			continue
		}
		v.Title = v.Outline[i].Title
		if i > 0 {
			v.Previous = &v.Outline[i-1]
		}
		if i+1 < len(v.Outline) {
			v.Next = &v.Outline[i+1]
		}
	}
	for _, k := range reportFiles {
		v.Files = append(v.Files, way{k.name, page.Reports + "/" + id + "." + k.ending + "?den=" + e.AsOf.String()})
	}
	v.Paper = templ.ComponentFunc(func(_ context.Context, w io.Writer) error { return html.Write(w, s, e.link) })
	return v
}

// link is the address of the list behind a figure.
func (e *edition) link(mark string) string {
	l := page.ListOf(e.Drill(mark), e.Definition.ID, e.AsOf)
	if l == nil {
		return ""
	}
	return l.URL()
}

// link is a fact's body that leads somewhere.
func link(url, text string) templ.Component { return anchorTag(url, text) }
