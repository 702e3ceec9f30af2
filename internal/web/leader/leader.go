// Package leader is the pages of those who answer for the unit: their desk of the day, the
// decisions that wait for them, who looked at whose data, the state of the ward on one page, and
// what contradicts itself in a report.
//
// The desk promises that every number leads to its list and that a decision is taken by who has
// opened it as it stands: what changed since is refused and shown anew. It decides nothing
// itself: desk does, one dossier after the other, and what fails is listed with its reason.
//
// The overview shows form II.06a/VPCP/KSTT (Thông tư 01/2020/TT-VPCP) over months and years
// as pictures. It promises that every number is a column of the form or an indicator, with
// the same definition and the list behind it one press away; that no dossier is read to draw
// it; that nothing known is «chưa có số» and not zero; and that a picture says the same
// printed in black and white, read aloud, or as the table beside it. It ranks no person.
//
// It refuses a day to come: what has not ended cannot be counted.
package leader

import (
	"sync"

	"github.com/motcua/motcua/internal/web/page"
)

// room is what the handlers share.
type room struct {
	*page.Site
	shelf *shelf

	deciding sync.Mutex // one approval at a time, so that a form sent twice finds its own outcome
}

// Routes are the doors of the room.
func Routes(s *page.Site) []page.Route {
	l := &room{Site: s, shelf: &shelf{}}
	return append([]page.Route{
		page.Get(page.Overview+"{$}", page.Figures, l.overview),
		page.Get(page.LeaderDesk, page.Lead, l.desk),
		page.Get(page.Decisions, page.Lead, l.decisions),
		page.Post(page.Decisions, page.Decide, l.approve),
		page.Get(page.Decisions+"/ket-qua/{id}", page.Lead, l.outcome),
		page.Get(page.Decisions+"/{code}", page.Lead, l.proposal),
		page.Post(page.Decisions+"/{code}", page.Decide, l.decideOne),
		page.Get(page.Looks, page.Watch, l.looks),
	}, findingsRoutes(s)...)
}
