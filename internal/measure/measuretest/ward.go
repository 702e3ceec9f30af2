// Package measuretest is a ward in memory for the tests of whatever reads counts: a
// measure.Reader over a handful of states and items.
//
// It counts with the definitions of rollup themselves, dossier by dossier, so that a test of a
// figure does not need a database; that both databases count alike is storetest's to show.
package measuretest

import (
	"context"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Ward is one unit's dossiers and book items. The unit asked for is not looked at, and lists
// are in the order of the slices.
type Ward struct {
	States []*dossier.State
	Books  []register.Item
}

// Flows implements measure.Reader.
func (w *Ward) Flows(_ context.Context, _ string, from, to calendar.Date) (rollup.Table, error) {
	var t rollup.Table
	for _, s := range w.States {
		for _, c := range rollup.Contributions(s) {
			if from <= c.Day && c.Day <= to {
				t = append(t, rollup.Row{Count: c.Count, Cell: c.Cell, N: c.N})
			}
		}
	}
	return t, nil
}

// Dossiers implements measure.Reader; it leaves the sort out.
func (w *Ward) Dossiers(_ context.Context, q rollup.Query, p measure.Page) ([]*dossier.State, int64, error) {
	var out []*dossier.State
	for _, s := range w.States {
		for _, t := range q.Terms {
			c, err := rollup.ConditionOf(t)
			if err != nil {
				return nil, 0, err
			}
			if c.Holds(s, q.From, q.To) {
				out = append(out, s)
				break
			}
		}
	}
	total := int64(len(out))
	out = out[min(p.Offset, len(out)):]
	if p.Limit > 0 {
		out = out[:min(p.Limit, len(out))]
	}
	return out, total, nil
}

// Items implements measure.Reader.
func (w *Ward) Items(_ context.Context, _, kind, facet string, from, to calendar.Date) ([]register.Item, error) {
	var out []register.Item
	for _, i := range w.Books {
		if i.Kind == kind && (facet == "" || i.Facet == facet) && i.From <= to && from <= i.To {
			out = append(out, i)
		}
	}
	return out, nil
}

// Head implements measure.Reader: a chain of two entries.
func (w *Ward) Head(context.Context, string) (ledger.Head, error) {
	return ledger.Head{}.Append(ledger.Hash{1}).Append(ledger.Hash{2}), nil
}

var _ measure.Reader = (*Ward)(nil)
