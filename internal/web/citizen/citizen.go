// Package citizen shows what anyone may know: the procedures with their papers, fees and
// periods, how each of them goes, and the working calendar.
//
// It opens no ledger and shows nothing of a person, so its routes are public. It promises
// what the catalogue promises: what is not known is said to be unknown (NĐ 63/2010 Đ24: a
// procedure is published with all its parts), and whether a procedure was in force on a day
// is answered in words with the reason.
package citizen

import (
	"slices"
	"sync/atomic"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/web/page"
)

// Routes are the pages of this room.
func Routes(s *page.Site) []page.Route {
	p := &pages{site: s}
	route := func(pattern string, serve page.Handler) page.Route {
		return page.Get(pattern, page.Public, serve)
	}
	return []page.Route{
		route(page.Procedures, p.catalogue),
		route(page.Procedures+"/{code}", p.procedure),
		route(page.Calendar, p.calendar),
	}
}

// pages are the handlers, with what they read from.
type pages struct {
	site *page.Site
	last atomic.Pointer[dayRows]
}

// dayRows is the catalogue as it stood on a day. The last day asked about is kept: nearly
// everyone asks about today.
type dayRows struct {
	day    calendar.Date
	rows   []row
	fields []string
	groups []string
}

func (p *pages) on(day calendar.Date) *dayRows {
	if d := p.last.Load(); d != nil && d.day == day {
		return d
	}
	d := &dayRows{day: day}
	for _, in := range p.site.Catalog.InForce(day) {
		d.rows = append(d.rows, p.row(in, day))
		d.fields, d.groups = append(d.fields, in.Procedure.Field), append(d.groups, in.Procedure.Group)
	}
	slices.Sort(d.fields)
	slices.Sort(d.groups)
	d.fields, d.groups = slices.Compact(d.fields), slices.Compact(d.groups)
	p.last.Store(d)
	return d
}
