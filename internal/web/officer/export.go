package officer

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// fileKind is a form in which a list leaves the house.
type fileKind struct {
	ending string
	write  func(io.Writer, indicator.List) error
}

var (
	csvFile  = fileKind{"csv", report.WriteListCSV}
	xlsxFile = fileKind{"xlsx", report.WriteListXLSX}
	jsonFile = fileKind{"json", report.WriteListJSON}
)

// export gives all rows of a list as a file, in the order of the page.
func (o *room) export(k fileKind) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		l, err := o.askedList(r)
		if err != nil {
			return err
		}
		in, err := o.open(r.Context())
		if err != nil {
			return err
		}
		defer in.Close()
		all, err := o.whole(r.Context(), in, l)
		if err != nil {
			return err
		}
		page.Attach(w, listName(l)+"."+k.ending)
		return k.write(w, all)
	}
}

// stretch is how many dossiers are read at once: a state is many times as large as its row,
// and a province asks for a million.
const stretch = 100_000

// whole is a list with all of its rows, of one reading.
func (o *room) whole(ctx context.Context, in *look, l *page.List) (indicator.List, error) {
	out, err := o.rows(ctx, in, l, measure.Page{Limit: stretch})
	for err == nil && ofDossiers(out) && int64(len(out.Rows)) < out.Count {
		var more indicator.List
		more, err = o.rows(ctx, in, l, measure.Page{Offset: len(out.Rows), Limit: stretch})
		if len(more.Rows) == 0 {
			break
		}
		out.Rows = append(out.Rows, more.Rows...)
	}
	return out, err
}

// listName names the file after the figure, in letters that every system keeps.
func listName(l *page.List) string {
	name := l.Indicator + "-" + l.Part
	if l.Column != "" {
		name = "II.06a-" + l.Column
	}
	return fmt.Sprintf("danh-sach-%s-%s-%s", name, l.From, l.To)
}
