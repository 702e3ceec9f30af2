// Package measure turns recorded facts into numbers: rollup keeps the counts, indicator
// makes figures of them, index makes scores. It reads through the Reader that store
// implements, and never counts by hand.
package measure

import (
	"context"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Page bounds a list. Limit 0: all rows. Sort names a stored column ("received", "due",
// "ended", "code"), with "-" before it for descending; empty: by the day on
// which the dossiers count (receipt or end), then code.
type Page struct {
	Sort   string
	Offset int
	Limit  int
}

// Reader is what counting needs of the store. All answers of one Reader are of one
// consistent reading of the database (one snapshot), so that figures agree with each other.
type Reader interface {
	// Flows returns, for every flow and cell with something in it, the sum over days from..to
	// (both included). from 0: from the beginning. Its cost does not grow with dossiers.
	Flows(ctx context.Context, unit string, from, to calendar.Date) (rollup.Table, error)
	// Dossiers lists the dossiers that a query counts: as many as the number says.
	Dossiers(ctx context.Context, q rollup.Query, p Page) (rows []*dossier.State, total int64, err error)
	// Items lists register items of a kind and facet (facet "" for all) that are not voided and
	// whose period touches from..to, by From, To, ID.
	Items(ctx context.Context, unit, kind, facet string, from, to calendar.Date) ([]register.Item, error)
	// Head is the head of the unit's chain in this reading.
	Head(ctx context.Context, unit string) (ledger.Head, error)
}
