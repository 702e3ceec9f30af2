package catalog

import (
	"fmt"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/fault"
)

// Promise is what a unit promises for a procedure on a day.
type Promise struct {
	Procedure  string
	Version    string // id of the version in force
	Field      string
	Level      string // toan_trinh, mot_phan, none; empty: not published
	Limit      calendar.Limit
	Supplement calendar.Limit // time to supplement; zero: the procedure sets none
	Basis      string         // where the period comes from, in Vietnamese
}

// Promise works out what a unit, by e-identifier or short name, promises for a procedure on a
// day. The unit's own period comes before the catalogue's: it is what the citizen was told.
func (c *Catalog) Promise(unitCode, code string, day calendar.Date) (Promise, error) {
	u, ok := c.Units.Unit(unitCode)
	if !ok {
		return Promise{}, fault.New(fault.NotFound, "catalog.unknown_unit", "unit", unitCode)
	}
	p, err := c.Procedures.Find(code)
	if err != nil {
		return Promise{}, err
	}
	offer := u.OfferOn(code, day)
	if offer == nil && len(u.Offers) > 0 {
		return Promise{}, fault.New(fault.Conflict, "catalog.not_offered", "code", code, "unit", u.ID, "day", day.Print())
	}
	if force, why := p.Force(day); force == procedure.NotInForce {
		return Promise{}, fault.New(fault.Conflict, "catalog.not_in_force", "code", code, "day", day.Print(), "why", why)
	}
	v := p.VersionOn(day)
	if v == nil {
		return Promise{}, fault.New(fault.Conflict, "catalog.no_version", "code", code, "day", day.Print())
	}
	return promise(p, v, offer)
}

func promise(p *procedure.Procedure, v *procedure.Version, offer *unit.Offer) (Promise, error) {
	out := Promise{Procedure: p.Code, Version: v.ID, Field: p.Field, Level: v.OnlineLevel, Supplement: v.Supplement()}
	if offer != nil {
		out.Level = offer.Level
	}
	limit, published := v.TimeLimit.Limit()
	switch {
	case offer != nil && offer.Promise != nil:
		out.Limit, out.Basis = *offer.Promise, "Đơn vị niêm yết: "+offer.Basis
	case published:
		out.Limit, out.Basis = limit, publishedBy(v)
	default:
		return Promise{}, fault.New(fault.Conflict, "catalog.no_period", "code", p.Code, "name", p.Name)
	}
	return out, nil
}

func publishedBy(v *procedure.Version) string {
	switch {
	case v.PublishedBy != "":
		return "Thời hạn công bố tại " + v.PublishedBy
	case v.Seen != "":
		return fmt.Sprintf("Thời hạn công bố, theo nguồn tháng %s/%s", v.Seen[5:], v.Seen[:4])
	}
	return "Thời hạn theo nguồn chưa rõ ngày"
}
