// Package leader is the pages of those who answer for the unit: the state of the ward on one
// page, and what contradicts itself in a report.
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
	"github.com/motcua/motcua/internal/web/page"
)

// room is what the handlers share.
type room struct {
	*page.Site
	shelf *shelf
}

// Routes are the doors of the room.
func Routes(s *page.Site) []page.Route {
	l := &room{Site: s, shelf: &shelf{}}
	return append([]page.Route{
		page.Get(page.Overview+"{$}", page.Figures, l.overview),
	}, findingsRoutes(s)...)
}
