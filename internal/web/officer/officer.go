// Package officer is the pages of those who answer for the figures: the report as it will
// print, the list of dossiers behind each of its figures, the life of one dossier, the items
// of the books, what changed between two days, and what each indicator means.
//
// It computes nothing: figures are report's and indicator's, lists come of the same
// definitions as the figures (architecture 9), and a page says when the two do not agree. It
// promises that a list, its files and the figure they were opened from are of one reading of
// the ledger, and that no address and no title holds personal data. An applicant is shown
// masked (Luật Bảo vệ dữ liệu cá nhân).
//
// It refuses what is not an address it made itself, with a sentence that says where to go.
package officer

import (
	"context"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// room is what the handlers share.
type room struct {
	*page.Site
	shelf *shelf
	last  lastDay
}

// Routes are the doors of the room.
func Routes(s *page.Site) []page.Route {
	o := &room{Site: s, shelf: newShelf()}
	return []page.Route{
		page.Get(page.Reports, page.Figures, o.reports),
		page.Get(page.Reports+"/{id}", page.Figures, o.front),
		page.Get(page.Reports+"/{id}/{part}", page.Figures, o.part),
		page.Get("/danh-sach", page.Figures, o.list),
		page.Get("/danh-sach.csv", page.Export, o.export(csvFile)),
		page.Get("/danh-sach.xlsx", page.Export, o.export(xlsxFile)),
		page.Get("/danh-sach.json", page.Export, o.export(jsonFile)),
		page.Get("/ho-so/{code}", page.Figures, o.dossier),
		page.Post("/ho-so/{code}/hien", page.Figures, o.reveal),
		page.Get("/muc/{id}", page.Figures, o.item),
		page.Get(page.Indicators, page.Figures, o.indicators),
		page.Get(page.Indicators+"/{id}", page.Figures, o.indicator),
		page.Get(page.Compare, page.Figures, o.compare),
	}
}

// look is one reading of the ledger with the figures over it. It serves one request.
type look struct {
	page.Reading
	source *indicator.Source
	head   ledger.Head
}

// open begins a look; the head is read at once, so that what was acknowledged before the
// request is in it.
func (o *room) open(ctx context.Context) (*look, error) {
	r, err := o.Open(ctx)
	if err != nil {
		return nil, err
	}
	in := &look{Reading: r, source: o.Source(r)}
	if in.head, err = in.source.Head(ctx); err != nil {
		r.Close()
		return nil, err
	}
	return in, nil
}

// definition finds a report, and refuses an id that is not one.
func (o *room) definition(id string) (*report.Definition, error) {
	if d, ok := o.Reports[id]; ok {
		return d, nil
	}
	return nil, fault.New(fault.NotFound, "officer.no_report", "id", id)
}

// definitions are the reports by id.
func (o *room) definitions() []*report.Definition {
	var out []*report.Definition
	for _, d := range o.Reports {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b *report.Definition) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// withForm is the report whose flow form a list is of: the one it was opened from, or the
// first that carries the form.
func (o *room) withForm(id string) *report.Definition {
	if d, ok := o.Reports[id]; ok && d.Form != nil {
		return d
	}
	for _, d := range o.definitions() {
		if d.Form != nil {
			return d
		}
	}
	return nil
}

// today is the day in Vietnam.
func (o *room) today() calendar.Date { return calendar.DateOf(o.Now()) }

// asOf reads the as-of date of an address. Nobody can report on days to come.
func (o *room) asOf(text string) (calendar.Date, error) {
	d, err := page.ReadDay(text, o.today())
	switch {
	case err != nil || d.Year() < 1971:
		return 0, fault.New(fault.Invalid, "web.day_malformed", "day", text)
	case d > o.today():
		return 0, fault.New(fault.Invalid, "officer.as_of_future", "day", d.Print(), "today", o.today().Print())
	}
	return d, nil
}

// basis says what the figures of a page rest on.
func basis(ctx context.Context, asOf calendar.Date, head ledger.Head) string {
	return page.T(ctx, "officer.basis", "day", asOf.Print(), "entry", locale.Int(head.Size))
}

// basisNow says what a page rests on that has no as-of day.
func (o *room) basisNow(ctx context.Context, in *look) string {
	return page.T(ctx, "officer.basis_now", "at", calendar.PrintInstant(o.Now()), "entry", locale.Int(in.head.Size))
}

// unitName is what the unit was called on a day.
func (o *room) unitName(day calendar.Date) string {
	if n := o.Unit.NameOn(day); n != nil {
		return n.Title
	}
	return o.Unit.Code
}
