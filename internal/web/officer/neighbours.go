package officer

import (
	"context"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/web/page"
)

// neighbours are the way back to the list that a dossier was opened from, and the dossiers
// before and after it there.
type neighbours struct {
	Back           string
	Title          string
	Previous, Next *way
	Place          string // "dòng 3 trên 1.775"
}

// neighbours reads one page of the list and a row on either side: its cost is that of the
// page the reader came from. A list that no longer holds the dossier still has a way back; an
// address that is no list has none.
func (o *room) neighbours(ctx context.Context, in *look, l *page.List, code string) (*neighbours, error) {
	p := pageOf(l)
	before := min(p.Offset, 1)
	rows, err := o.rows(ctx, in, l, measure.Page{Offset: p.Offset - before, Limit: p.Limit + before + 1})
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v := listView{List: l, Rows: rows}
	if err := o.describe(ctx, in, &v); err != nil {
		return nil, err
	}
	out := &neighbours{Back: l.URL(), Title: v.Title}
	if !ofDossiers(rows) {
		return out, nil
	}
	for i, row := range rows.Rows {
		if row[0] != any(code) {
			continue
		}
		at := p.Offset - before + i
		out.Place = page.T(ctx, "officer.dossier.place", "n", locale.Int(int64(at+1)), "of", locale.Int(rows.Count))
		out.Previous, out.Next = beside(l, rows.Rows, i-1, at-1), beside(l, rows.Rows, i+1, at+1)
		return out, nil
	}
	return out, nil
}

// beside is the dossier of a row, opened from the page of the list on which that row stands;
// at is its place in the whole list.
func beside(l *page.List, rows [][]any, i, at int) *way {
	if i < 0 || i >= len(rows) {
		return nil
	}
	code, ok := rows[i][0].(string)
	if !ok || code == "" {
		return nil
	}
	return &way{code, page.DossierURL(code, l.WithPage(at/page.PageRows+1))}
}
