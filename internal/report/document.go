package report

import (
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
)

// of fills the document for a unit on a day. What the unit is called and whom it answers to
// are dated facts of the unit and win over the words of the definition, which are those of
// the ward whose report was the model.
func (d Document) of(u *unit.Unit, day calendar.Date) Document {
	if name := u.NameOn(day); name != nil {
		take := func(to *string, from string) {
			if from != "" {
				*to = from
			}
		}
		take(&d.Issuer, name.Title)
		take(&d.Parent, name.Parent)
		take(&d.Place, name.Place)
		printed := d.PrintedFor == u.ID && day <= d.PrintedUntil
		if len(name.SignedAs) > 0 && !printed {
			d.SignedAs = name.SignedAs
		}
		if len(name.Recipients) > 0 && !printed {
			d.Recipients = name.Recipients
		}
		if name.Long != "" {
			d.issuerLong = name.Long
		}
	}
	fill := strings.NewReplacer("{parent}", d.Parent, "{issuer}", d.Issuer, "{place}", d.Place, "{symbol}", d.Symbol, "{year}", itoa((day + 1).Year())) // signed on the day after at the earliest
	d.NumberLine, d.DateLine, d.Attached = fill.Replace(d.NumberLine), fill.Replace(d.DateLine), fill.Replace(d.Attached)
	return d
}
