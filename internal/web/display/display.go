// Package display is how a reader sees and works the pages: large text, contrast, the keys of
// commands, the printed card of keys, and what the command palette asks for.
//
// It promises that whatever has a key can be had without it, that a person's settings follow
// them to every machine, and that those of a browser without sign-in stay in that browser. It
// decides no right and shows nothing of a person.
package display

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/web/page"
)

type room struct{ *page.Site }

// Routes are the doors of the room.
func Routes(s *page.Site) []page.Route {
	d := &room{s}
	return []page.Route{
		page.Get(page.Keys, page.Anyone, d.keys),
		page.Get(page.Display, page.Anyone, d.own),
		page.Post(page.Display, page.Anyone, d.keepOwn),
		page.Get(page.PublicDisplay, page.Entrance, d.public),
		page.Post(page.PublicDisplay, page.Entrance, d.keepPublic),
		page.Post(page.Palette, page.Anyone, d.palette),
		page.Get(page.Alive, page.Anyone, d.alive),
	}
}

// alive says whose session the browser's is now, so that a page left open does not send what
// one person typed under another's name. Where no session is, the rule leads to sign-in.
func (d *room) alive(w http.ResponseWriter, r *http.Request) error {
	return writeJSON(w, map[string]string{"who": page.Person(r.Context()).ID})
}

// mostFound is how many procedures the palette names.
const mostFound = 8

type place struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

// palette finds procedures of the unit by number or words. The text comes in a form and not in
// the address: somebody may type a name into it.
func (d *room) palette(w http.ResponseWriter, r *http.Request) error {
	found := []place{}
	text := r.PostFormValue("q")
	if len(text) > 200 || strings.TrimSpace(text) == "" {
		return writeJSON(w, found)
	}
	today := calendar.DateOf(d.Now())
	for _, p := range d.Catalog.Procedures.Search(text) {
		if p.VersionOn(today) == nil {
			continue
		}
		if found = append(found, place{p.Code + " " + p.Name, page.ProcedureURL(p.Code)}); len(found) == mostFound {
			break
		}
	}
	return writeJSON(w, found)
}

func writeJSON(w http.ResponseWriter, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(b)
	return err
}
