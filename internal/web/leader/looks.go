package leader

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// looksAsked are the filters of the page, as the address has them.
type looksAsked struct {
	Who, Code string
	From, To  calendar.Date
	Page      int
}

// looksView is the page: who looked at whose data, who looked at too much, what was recorded
// late.
type looksView struct {
	looksAsked
	People []person
	Rows   []lookRow
	Total  int
	Bulk   []bulkRow
	Limit  bulkLimit
	Late   []lateRow
	LateN  int64

	LateMinutes int // over which an act counts as recorded late
}

type person struct {
	Value, Text string
	Chosen      bool
}

type lookRow struct{ When, Who, Role, What, Code, URL string }

// usualDays is how far back the page looks when nobody asks.
const usualDays = 7

func (l *room) looks(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	a, err := l.askLooks(r.URL.Query())
	if err != nil {
		return err
	}
	in, err := l.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	v, err := l.looksView(ctx, in, a)
	if err != nil {
		return err
	}
	f := page.Frame{Title: page.T(ctx, "leader.looks.title"), Active: "looks", Wide: true, Period: a.From.Print() + "–" + a.To.Print()}
	return page.Write(w, r, http.StatusOK, f, looksBody(v))
}

func (l *room) askLooks(q url.Values) (looksAsked, error) {
	today := calendar.DateOf(l.Now())
	a := looksAsked{Who: strings.TrimSpace(q.Get("nguoi")), Code: strings.ToUpper(strings.TrimSpace(q.Get("ho-so"))), From: today - usualDays + 1, To: today}
	var err error
	if t := q.Get("tu"); t != "" {
		if a.From, err = page.ReadDay(t, today); err != nil {
			return a, err
		}
	}
	if t := q.Get("den"); t != "" {
		if a.To, err = page.ReadDay(t, today); err != nil {
			return a, err
		}
	}
	if a.From > a.To {
		return a, fault.New(fault.Invalid, "web.days_reversed", "from", a.From.Print(), "to", a.To.Print())
	}
	a.Page, err = page.ReadPage(q)
	return a, err
}

// url is the address of the same question on another page.
func (a looksAsked) url(n int) string {
	q := url.Values{"tu": {a.From.String()}, "den": {a.To.String()}}
	if a.Who != "" {
		q.Set("nguoi", a.Who)
	}
	if a.Code != "" {
		q.Set("ho-so", a.Code)
	}
	if n > 1 {
		q.Set("trang", strconv.Itoa(n))
	}
	return page.Looks + "?" + q.Encode()
}

func (l *room) looksView(ctx context.Context, in page.Reading, a looksAsked) (*looksView, error) {
	names, err := l.people(ctx)
	if err != nil {
		return nil, err
	}
	v := &looksView{looksAsked: a, Limit: l.bulkLimit(), LateMinutes: l.Catalog.Workflow.Late.Minutes}
	v.People = append(v.People, person{"", page.T(ctx, "leader.looks.anyone"), a.Who == ""})
	for _, id := range names.order {
		v.People = append(v.People, person{id, names.of(ctx, id), a.Who == id})
	}
	from, to := a.From.At(0, 0), (a.To+1).At(0, 0)
	q := access.ViewQuery{Unit: l.Unit.Code, Actor: a.Who, From: from, To: to, Offset: (a.Page - 1) * page.PageRows, Limit: page.PageRows}
	if a.Code != "" {
		s, err := page.FindDossier(ctx, in, l.Unit.Code, a.Code)
		if err != nil {
			return nil, err
		}
		q.Dossier = s.ID
	}
	views, total, err := in.Views(ctx, q)
	if err != nil {
		return nil, err
	}
	if v.Total = total; total > 0 && len(views) == 0 {
		return nil, fault.New(fault.Invalid, "web.page_unknown", "page", a.Page)
	}
	codes := map[dossier.ID]string{}
	for _, x := range views {
		if v.Rows = append(v.Rows, l.lookRow(ctx, in, x, names, codes)); err != nil {
			return nil, err
		}
	}
	found, err := l.bulk(ctx, in, from, to)
	if err != nil {
		return nil, err
	}
	for _, b := range found {
		if a.Who == "" || a.Who == b.Actor {
			v.Bulk = append(v.Bulk, bulkRow{Who: names.of(ctx, b.Actor), N: b.N, From: calendar.PrintInstant(b.From), To: calendar.PrintInstant(b.To),
				URL: looksAsked{Who: b.Actor, From: calendar.DateOf(b.From), To: calendar.DateOf(b.To)}.url(1)})
		}
	}
	v.Late, v.LateN, err = l.late(ctx, in, a, names)
	return v, err
}

func (l *room) lookRow(ctx context.Context, in page.Reading, x access.View, names *people, codes map[dossier.ID]string) lookRow {
	row := lookRow{When: printSecond(x.At), Who: names.of(ctx, x.Actor), Role: page.RoleNames(ctx, x.Role), What: page.T(ctx, "leader.looks.what."+x.What)}
	if row.What == "leader.looks.what."+x.What {
		row.What = x.What
	}
	code, ok := codes[x.Dossier]
	if !ok {
		code = x.Dossier.String()
		if s, err := in.Dossier(ctx, l.Unit.Code, x.Dossier); err == nil {
			code = page.Known(s)
		}
		codes[x.Dossier] = code
	}
	row.Code, row.URL = code, page.DossierURL(code, nil)
	return row
}

// printSecond is an instant as the log of looks shows it: to the second.
func printSecond(t time.Time) string {
	return t.In(calendar.Zone).Format("15:04:05 02/01/2006")
}
