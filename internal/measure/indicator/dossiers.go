package indicator

import (
	"context"

	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Dossiers lists the dossiers of the source's unit that a query counts, in the columns of every
// list of dossiers; forms whose cells are no indicators ask it themselves. A query without
// terms has none.
func (s *Source) Dossiers(ctx context.Context, q rollup.Query, page measure.Page) (List, error) {
	out := List{Columns: dossierColumns}
	if len(q.Terms) == 0 {
		return out, nil
	}
	q.Unit, out.Sorted = s.unit, page.Sort
	if out.Sorted == "" {
		out.Sorted = q.Usual()
	}
	found, total, err := s.reader.Dossiers(ctx, q, page)
	if err != nil {
		return out, err
	}
	out.Total, out.Count = total, total
	for _, d := range found {
		out.Rows = append(out.Rows, s.dossierRow(d))
	}
	return out, nil
}
