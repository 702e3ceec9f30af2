package catalog

import (
	"cmp"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
)

// ForceRow is one procedure's answer to "in force on that day".
type ForceRow struct {
	Procedure *procedure.Procedure
	Version   *procedure.Version // nil: none on that day
	Force     procedure.Force
	Why       string // one Vietnamese sentence
}

// InForce answers for every procedure, by code: also those not in force, so that the four
// answers add up to the catalogue.
func (c *Catalog) InForce(day calendar.Date) []ForceRow {
	all := c.Procedures.All()
	out := make([]ForceRow, len(all))
	for i, p := range all {
		force, why := p.Force(day)
		out[i] = ForceRow{Procedure: p, Version: p.VersionOn(day), Force: force, Why: why}
	}
	return out
}

// FieldCount is a field of a group and how many of its procedures have which answer.
type FieldCount struct {
	Group, Field                         string
	InForce, Likely, NotInForce, Unknown int
}

// Total is all procedures of the field.
func (f FieldCount) Total() int { return f.InForce + f.Likely + f.NotInForce + f.Unknown }

// ByField counts rows by group and field.
func ByField(rows []ForceRow) []FieldCount {
	at := map[[2]string]int{}
	var out []FieldCount
	for _, r := range rows {
		k := [2]string{r.Procedure.Group, r.Procedure.Field}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, FieldCount{Group: k[0], Field: k[1]})
		}
		switch r.Force {
		case procedure.InForce:
			out[i].InForce++
		case procedure.Likely:
			out[i].Likely++
		case procedure.NotInForce:
			out[i].NotInForce++
		default:
			out[i].Unknown++
		}
	}
	slices.SortFunc(out, func(a, b FieldCount) int {
		return cmp.Or(strings.Compare(a.Group, b.Group), strings.Compare(a.Field, b.Field))
	})
	return out
}
