package main

import (
	"io"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/store"
)

// outsideSecret is where the secret of a sign-in service outside is given: it stands in no file
// of the data.
const outsideSecret = "MOTCUA_OIDC_SECRET"

// office is the people and rights of a unit over an open store. books nil: it only reads.
func (h *house) office(u *unit.Unit, s *store.Store, books *duty.Books, now func() time.Time, rand io.Reader) *access.Office {
	o := &access.Office{Notes: s, Rights: duty.NewRights(books, u.Code, duty.Reader(u.Code, s.Snapshot)), Policy: h.policy, Unit: u.Code, Now: now, Rand: rand}
	if n := u.NameOn(calendar.DateOf(now())); n != nil {
		o.UnitNames = []string{n.Title, n.Parent}
	}
	return o
}
