package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/fault"
)

// ListedRow is one line of a list that a unit posted. Procedure is nil for a line of which
// only the existence is known: the list printed a total, not the codes.
type ListedRow struct {
	Procedure *procedure.Procedure
	Level     string // online level of the unit's offer on that day; empty: not known
	Likely    bool   // membership is inferred
	Basis     string // how the line is known, in Vietnamese
	List      string // id of the list
}

// Unidentified is how a line without a known code is called.
const Unidentified = "chưa xác định mã"

// Code is the procedure's code, or the words that say there is none known.
func (r ListedRow) Code() string {
	if r.Procedure == nil {
		return Unidentified
	}
	return r.Procedure.Code
}

// Listed returns the lines of the list of a group that a unit had posted on a day, as many as
// the list's total: first the procedures identified, by code, then one line for each of the
// rest. Identified are those that the unit offered that day and those that were seen in the
// list. Where more are inferred than the total has room for, it is not known which of them
// are meant, and none of the inferred is named. It refuses a day of which no list was published.
func (c *Catalog) Listed(unitCode, group string, day calendar.Date) ([]ListedRow, error) {
	u, ok := c.Units.Unit(unitCode)
	if !ok {
		return nil, fault.New(fault.NotFound, "catalog.unknown_unit", "unit", unitCode)
	}
	l := u.ListOn(group, day)
	if l == nil {
		return nil, fault.New(fault.NotFound, "catalog.no_list", "unit", u.ID, "group", group, "day", day.Print())
	}
	var sure, likely []ListedRow
	for _, p := range c.Procedures.All() {
		if p.Group != group {
			continue
		}
		switch r, ok := c.listed(u, l, p, day); {
		case ok && r.Likely:
			likely = append(likely, r)
		case ok:
			sure = append(sure, r)
		}
	}
	if len(sure)+len(likely) <= l.Total {
		sure = append(sure, likely...)
	}
	slices.SortFunc(sure, func(a, b ListedRow) int { return strings.Compare(a.Code(), b.Code()) })
	out := sure[:min(len(sure), l.Total)]
	for len(out) < l.Total {
		out = append(out, ListedRow{Basis: l.Source, List: l.ID})
	}
	return out, nil
}

// listed tells whether and how a procedure is known to be in a list.
func (c *Catalog) listed(u *unit.Unit, l *unit.List, p *procedure.Procedure, day calendar.Date) (ListedRow, bool) {
	r := ListedRow{Procedure: p, List: l.ID}
	offer := u.OfferOn(p.Code, day)
	if offer != nil {
		r.Level, r.Basis = offer.Level, offer.Basis
	}
	for _, s := range p.Sightings {
		if c.Procedures.Sources.Lists[s.List].Unit != u.ID || !l.Holds(s.On) || !s.Listed() {
			continue
		}
		r.Likely = offer == nil && s.State == procedure.SeenLikely
		if offer == nil {
			r.Basis = seenIn(s)
		}
		return r, true
	}
	return r, offer != nil
}

func seenIn(s procedure.Sighting) string {
	if s.State == procedure.SeenLikely {
		return fmt.Sprintf("suy luận là có trong danh mục ngày %s", s.On.Print())
	}
	return fmt.Sprintf("có trong danh mục ngày %s", s.On.Print())
}
