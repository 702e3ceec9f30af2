// Package admin is the pages of who keeps the system: the people and their rights, the unit,
// its calendar, and how the machine is.
//
// It gives no right over dossiers: an administrator reads none. It promises that every state
// is said in words that a clerk without training in computers can act on, that what is
// unknown is called unknown, and that every change of a person's rights stands in the ledger
// with who made it.
package admin

import (
	"net/http"

	"github.com/motcua/motcua/internal/web/page"
)

// room is what the handlers share.
type room struct {
	*page.Site
	check checking
}

// Addresses below page.Admin.
const (
	healthURL   = page.Admin + "/suc-khoe"
	checkURL    = page.Admin + "/kiem-tra"
	rightsURL   = page.Admin + "/quyen"
	unitURL     = page.Admin + "/don-vi"
	calendarURL = page.Admin + "/lich"
	peopleURL   = page.Admin + "/nguoi"
)

// Routes are the doors of the room.
func Routes(s *page.Site) []page.Route {
	a := &room{Site: s}
	return []page.Route{
		page.Get(page.Admin, page.Administer, a.home),
		page.Get(healthURL, page.Administer, a.health),
		page.Post(checkURL, page.Administer, a.startCheck),
		page.Get(rightsURL, page.Administer, a.rights),
		page.Get(unitURL, page.Administer, a.unit),
		page.Get(calendarURL, page.Administer, a.calendar),
		page.Get(peopleURL, page.Administer, a.people),
		page.Post(peopleURL, page.Govern, a.invite),
		page.Get(peopleURL+"/{id}", page.Administer, a.person),
		page.Post(peopleURL+"/{id}/vai", page.Govern, a.govern("grant", a.grant)),
		page.Post(peopleURL+"/{id}/thoi-vai", page.Govern, a.govern("end", a.endGrant)),
		page.Post(peopleURL+"/{id}/lien-ket", page.Govern, a.govern("link", a.newLink)),
		page.Post(peopleURL+"/{id}/yeu-to", page.Govern, a.govern("factor", a.clearSecond)),
		page.Post(peopleURL+"/{id}/khoa", page.Govern, a.govern("disable", a.disable)),
		page.Post(peopleURL+"/{id}/mo", page.Govern, a.govern("enable", a.enable)),
		page.Post(peopleURL+"/{id}/phien", page.Govern, a.govern("session", a.endSession)),
		page.Get(page.Proposals, page.Second, a.proposals),
		page.Post(page.Proposals+"/{id}/xac-nhan", page.Confirm, a.answer("confirm", a.confirm)),
		page.Post(page.Proposals+"/{id}/bo", page.Confirm, a.answer("decline", a.decline)),
	}
}

// home leads on: what needs attention first.
func (a *room) home(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	signs, err := a.signs(ctx)
	if err != nil {
		return err
	}
	f := page.Frame{Title: page.T(ctx, "admin.title"), Active: "admin"}
	return page.Write(w, r, http.StatusOK, f, homePage(signs, doors(ctx)))
}
