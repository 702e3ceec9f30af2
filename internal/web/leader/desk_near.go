package leader

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// nearView is what is in work by field and by how near its day is: a table whose darker cells
// hold more. The number stands in every cell, so that the shade only helps.
type nearView struct {
	Columns []string
	Rows    []nearRow
	Sums    []nearCell
}

type nearRow struct {
	Field string
	Cells []nearCell
	Total nearCell
}

// nearCell is a number with the queue of the very dossiers behind it. Shade is 0 (none) to 4.
type nearCell struct {
	N     int
	URL   string
	Shade string
	Label string
}

// near lays what is in work out, the field with most overdue first.
func (l *room) near(ctx context.Context, rows []*dossier.State, days desk.Days) nearView {
	counts, sums := map[string]map[desk.Bucket]int{}, map[desk.Bucket]int{}
	most := 1
	for _, s := range rows {
		field, b := l.FieldOf(s), days.Bucket(s)
		if b == 0 {
			continue
		}
		if counts[field] == nil {
			counts[field] = map[desk.Bucket]int{}
		}
		counts[field][b]++
		sums[b]++
		most = max(most, counts[field][b])
	}
	var v nearView
	for _, b := range desk.Buckets {
		name := page.T(ctx, "leader.desk.bucket."+strconv.Itoa(int(b)))
		v.Columns = append(v.Columns, name)
		v.Sums = append(v.Sums, nearCell{N: sums[b], URL: page.QueueURL(everything, int(b)), Label: name})
	}
	for field, of := range counts {
		r := nearRow{Field: field}
		if field == "" {
			r.Field = page.T(ctx, "leader.heat.no_field")
		}
		for i, b := range desk.Buckets {
			c := nearCell{N: of[b], Shade: strconv.Itoa((4*of[b] + most - 1) / most), Label: r.Field + ", " + v.Columns[i]}
			if field != "" {
				c.URL = page.InQueue{ID: everything, Field: field, Bucket: int(b)}.URL()
			}
			r.Cells = append(r.Cells, c)
			r.Total.N += c.N
		}
		if field != "" {
			r.Total.URL = page.InQueue{ID: everything, Field: field}.URL()
		}
		v.Rows = append(v.Rows, r)
	}
	slices.SortFunc(v.Rows, func(a, b nearRow) int {
		return cmp.Or(b.Cells[0].N-a.Cells[0].N, b.Cells[1].N-a.Cells[1].N, b.Total.N-a.Total.N, cmp.Compare(a.Field, b.Field))
	})
	return v
}
