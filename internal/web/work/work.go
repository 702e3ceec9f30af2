// Package work is where officers find and do their work: the queues of each role, the acts on
// a dossier with their forms, saved views, and jobs over many dossiers.
//
// It decides nothing about a dossier: what may be done and by whom is desk's, and a refusal
// comes back on the form with everything that was typed. It promises that a form sent twice is
// one act, that an act on a dossier which moved on meanwhile is shown as a conflict and never
// overwrites what others did, that lists show no person in full, and that what is shown in full
// was recorded as a look before.
//
// It refuses success in advance: a page says that something was done only after the desk's
// durable answer.
package work

import (
	"context"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/web/page"
)

// room is what the handlers share.
type room struct {
	*page.Site
}

// Routes are the doors of the room.
func Routes(s *page.Site) []page.Route {
	o := &room{Site: s}
	return []page.Route{
		page.Get(page.Queues, page.Handle, o.queues),
		page.Get(page.Queues+"/{id}", page.Handle, o.queue),
		page.Get("/ho-so/{code}/viec/{command}", page.Handle, o.actForm),
		page.Post("/ho-so/{code}/viec/{command}", page.Handle, o.act),
		page.Post("/ho-so/{code}/hoan-tac", page.Handle, o.undone),
		page.Post(page.Queues+"/luu", page.Handle, o.saveView),
		page.Post(page.Queues+"/xem", page.Handle, o.dropView),
		page.Get(page.Jobs, page.Handle, o.jobs),
		page.Post(page.Jobs, page.Handle, o.askJob),
		page.Get(page.Jobs+"/{id}", page.Handle, o.jobPage),
		page.Post(page.Jobs+"/{id}", page.Handle, o.jobPost),
		page.Get(page.Jobs+"/{id}/loi.csv", page.Handle, o.jobErrors),
	}
}

// person is who asks. Behind the rules of this room there always is one.
func person(ctx context.Context) *access.Person { return page.Person(ctx) }

// today is the day in Vietnam.
func (o *room) today() calendar.Date { return calendar.DateOf(o.Now()) }
