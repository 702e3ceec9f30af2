package officer

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// rows lists what an address asks for: the same rows for the page, for its files, and for
// the neighbours of a dossier.
func (o *room) rows(ctx context.Context, in *look, l *page.List, p measure.Page) (indicator.List, error) {
	p.Sort = l.Sort
	out, err := o.ask(ctx, in, l, p)
	if err != nil || ofDossiers(out) || l.Sort == "" || len(out.Columns) == 0 {
		return out, err
	}
	// What is not dossiers is short and not kept in an order by the store.
	out, err = o.ask(ctx, in, l, measure.Page{})
	if err != nil {
		return out, err
	}
	return out, sorted(&out, p)
}

func (o *room) ask(ctx context.Context, in *look, l *page.List, p measure.Page) (indicator.List, error) {
	period := calendar.Period{From: l.From, To: l.To}
	if l.Column == "" {
		return o.Set.List(ctx, in.source, l.Indicator, l.Part, period, p)
	}
	d := o.withForm(l.Report)
	if d == nil {
		return indicator.List{}, fault.New(fault.NotFound, "officer.no_report", "id", "ii06a")
	}
	return report.ListII06a(ctx, in.source, d.Form.Rows, period, rowOf(l, d), l.Column, p)
}

func rowOf(l *page.List, d *report.Definition) string {
	if l.Row == "" {
		return d.Form.Total
	}
	return l.Row
}

func ofDossiers(l indicator.List) bool { return len(l.Columns) > 0 && l.Columns[0].Key == "code" }

// sorted puts rows that were all read into an order and cuts the page out of them.
func sorted(l *indicator.List, p measure.Page) error {
	key, down := strings.CutPrefix(p.Sort, "-")
	at := slices.IndexFunc(l.Columns, func(c indicator.Column) bool { return c.Key == key })
	if at < 0 {
		return fault.New(fault.Invalid, "officer.sort_unknown", "sort", p.Sort)
	}
	l.Sorted = p.Sort
	words := collate.New(language.Vietnamese)
	slices.SortStableFunc(l.Rows, func(a, b []any) int {
		n := compareCells(words, a[at], b[at])
		if down {
			return -n
		}
		return n
	})
	from := min(max(p.Offset, 0), len(l.Rows))
	l.Rows = l.Rows[from:]
	if p.Limit > 0 {
		l.Rows = l.Rows[:min(p.Limit, len(l.Rows))]
	}
	return nil
}

func compareCells(words *collate.Collator, a, b any) int {
	switch a := a.(type) {
	case int64:
		if b, ok := b.(int64); ok {
			return cmp.Compare(a, b)
		}
	case calendar.Date:
		if b, ok := b.(calendar.Date); ok {
			return cmp.Compare(a, b)
		}
	case string:
		if b, ok := b.(string); ok {
			return words.CompareString(a, b)
		}
	}
	return 0
}

// pageOf is the stretch of rows that a page shows.
func pageOf(l *page.List) measure.Page {
	return measure.Page{Offset: (max(l.Page, 1) - 1) * page.PageRows, Limit: page.PageRows}
}

// askedList reads the address of a list. Days nobody records and a report nobody defined are
// refused like any other damaged address.
func (o *room) askedList(r *http.Request) (*page.List, error) {
	l, err := page.ParseList(r.URL.Query())
	if err != nil {
		return nil, err
	}
	if l.From.Year() < 1945 || l.To.Year() > 2199 {
		return nil, fault.New(fault.Invalid, "officer.days_outside", "from", l.From.Print(), "to", l.To.Print())
	}
	if l.Report != "" {
		if _, err := o.definition(l.Report); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// list is the page of the rows behind a figure.
func (o *room) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	l, err := o.askedList(r)
	if err != nil {
		return err
	}
	in, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := o.rows(ctx, in, l, pageOf(l))
	if err != nil {
		return err
	}
	pages := int((rows.Count + page.PageRows - 1) / page.PageRows)
	if l.Page > max(pages, 1) {
		return fault.New(fault.NotFound, "officer.no_page", "page", l.Page, "pages", locale.Int(int64(max(pages, 1))))
	}
	v := listView{List: l, Rows: rows, Pages: pages, Page: max(l.Page, 1)}
	if err := o.describe(ctx, in, &v); err != nil {
		return err
	}
	v.table()
	return page.Write(w, r, http.StatusOK, v.frame(ctx, o, in), listPage(v))
}
