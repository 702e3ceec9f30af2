package citizen

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// question is what is asked of the catalogue. Its address holds only what differs from the
// defaults.
type question struct {
	Words string // q
	Field string // linh-vuc
	Group string // nhom
	Level string // muc
	Here  bool   // phuong: only what the unit offers on the day
	Gone  bool   // het: also what is known not to be in force
	Day   calendar.Date
	Page  int
	today calendar.Date
}

func ask(q url.Values, today calendar.Date) (question, error) {
	a := question{Words: strings.TrimSpace(q.Get("q")), Field: q.Get("linh-vuc"), Group: q.Get("nhom"), Level: q.Get("muc"),
		Here: q.Get("phuong") != "", Gone: q.Get("het") != "", Day: today, today: today}
	var err error
	if d := q.Get("ngay"); d != "" {
		if a.Day, err = page.ReadDay(d, today); err != nil {
			return a, err
		}
	}
	a.Page, err = page.ReadPage(q)
	return a, err
}

// url is the address of the question on a page of its answer.
func (a question) url(n int) string {
	q := url.Values{}
	put := func(name, value string, given bool) {
		if given && value != "" {
			q.Set(name, value)
		}
	}
	put("q", a.Words, true)
	put("linh-vuc", a.Field, true)
	put("nhom", a.Group, true)
	put("muc", a.Level, true)
	put("phuong", "1", a.Here)
	put("het", "1", a.Gone)
	put("ngay", a.Day.String(), a.Day != a.today)
	put("trang", strconv.Itoa(n), n > 1)
	if len(q) == 0 {
		return page.Procedures
	}
	return page.Procedures + "?" + q.Encode()
}

// narrowed reports whether any of the lesser conditions is set, so that they are open.
func (a question) narrowed() bool {
	return a.Group != "" || a.Level != "" || a.Gone || a.Day != a.today
}

// plain reports whether nothing was asked.
func (a question) plain() bool { return a.url(1) == page.Procedures }

// detail is the address of a procedure as it stood on the day asked about.
func (a question) detail(code string) string {
	u := page.ProcedureURL(code)
	if a.Day != a.today {
		u += "?ngay=" + a.Day.String()
	}
	return u
}

// row is a procedure in the list.
type row struct {
	catalog.ForceRow
	Here  bool   // the unit offers it on the day
	Level string // online level: the unit's, else the catalogue's; empty: not known
}

// found is the answer to a question.
type found struct {
	question
	Rows   []row // of the page
	Total  int
	Near   []*procedure.Procedure // when nothing was found
	Fields []string
	Groups []string
}

func (p *pages) catalogue(w http.ResponseWriter, r *http.Request) error {
	a, err := ask(r.URL.Query(), calendar.DateOf(p.site.Now()))
	if err != nil {
		return err
	}
	f := p.find(a)
	if first := (a.Page - 1) * page.PageRows; f.Total > 0 && first >= f.Total {
		return fault.New(fault.Invalid, "web.page_unknown", "page", a.Page)
	}
	ctx := r.Context()
	frame := page.Frame{Title: page.T(ctx, "citizen.catalogue.title"), Active: "procedures",
		Basis: p.basis(ctx)}
	return page.Write(w, r, http.StatusOK, frame, catalogue(f))
}

// basis says how fresh the catalogue is.
func (p *pages) basis(ctx context.Context) string {
	asOf := p.site.Catalog.Procedures.Sources.AsOf
	if d, err := calendar.ParseDate(asOf); err == nil {
		asOf = d.Print()
	}
	return page.T(ctx, "citizen.basis", "asof", asOf)
}

func (p *pages) find(a question) found {
	on := p.on(a.Day)
	f := found{question: a, Fields: on.fields, Groups: on.groups}
	var order map[string]int // nil: all, by code
	if a.Words != "" {
		order = map[string]int{}
		for i, hit := range p.site.Catalog.Procedures.Search(a.Words) {
			order[hit.Code] = i
		}
	}
	var rows []row
	for _, r := range on.rows {
		if _, hit := order[r.Procedure.Code]; (hit || order == nil) && a.wants(r) {
			rows = append(rows, r)
		}
	}
	if order != nil {
		slices.SortStableFunc(rows, func(x, y row) int { return order[x.Procedure.Code] - order[y.Procedure.Code] })
	}
	f.Total = len(rows)
	if f.Total == 0 && a.Words != "" {
		f.Near = p.site.Catalog.Procedures.Nearest(a.Words, 3)
	}
	first := min((a.Page-1)*page.PageRows, len(rows))
	f.Rows = rows[first:min(first+page.PageRows, len(rows))]
	return f
}

func (p *pages) row(in catalog.ForceRow, day calendar.Date) row {
	r := row{ForceRow: in}
	if in.Version != nil {
		r.Level = in.Version.OnlineLevel
	}
	if o := p.site.Unit.OfferOn(in.Procedure.Code, day); o != nil {
		r.Here = true
		if o.Level != "" {
			r.Level = o.Level
		}
	}
	return r
}

// wants reports whether a row passes the filters.
func (a question) wants(r row) bool {
	return (a.Field == "" || r.Procedure.Field == a.Field) &&
		(a.Group == "" || r.Procedure.Group == a.Group) &&
		(a.Level == "" || r.Level == a.Level || a.Level == "unknown" && r.Level == "") &&
		(!a.Here || r.Here) &&
		(a.Gone || r.Force != procedure.NotInForce)
}
