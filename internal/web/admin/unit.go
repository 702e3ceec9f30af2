package admin

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
)

// unit shows what the data files say of the unit, and which file says it.
func (a *room) unit(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := page.Frame{Title: t(ctx, "unit"), Active: "admin",
		Crumbs: []page.Crumb{{Text: page.T(ctx, "admin.title"), URL: page.Admin}, {Text: t(ctx, "unit")}}}
	return page.Write(w, r, http.StatusOK, f, unitPage(a.unitView(ctx)))
}

type unitView struct {
	Facts []page.Fact
	Names []nameView
	Posts []postView
	File  string
}

type nameView struct{ From, To, Title, Parent, Signed string }

type postView struct{ ID, Role, Post, From, To string }

func (a *room) unitView(ctx context.Context) unitView {
	u := a.Unit
	v := unitView{File: u.File, Facts: []page.Fact{
		{Name: t(ctx, "unit.code"), Text: u.Code},
		{Name: t(ctx, "unit.province"), Text: u.Province},
		{Name: t(ctx, "unit.offers"), Text: locale.Int(int64(len(u.Offers)))},
		{Name: t(ctx, "unit.note"), Text: u.Note},
	}}
	for _, n := range u.Names {
		v.Names = append(v.Names, nameView{From: n.From.Print(), To: until(n.To), Title: n.Title, Parent: n.Parent, Signed: strings.Join(n.SignedAs, " / ")})
	}
	for _, o := range u.Officers {
		v.Posts = append(v.Posts, postView{ID: o.ID, Role: t(ctx, "role."+o.Role), Post: o.Post, From: o.From.Print(), To: until(o.To)})
	}
	return v
}

func until(d calendar.Date) string {
	if d == 0 {
		return ""
	}
	return d.Print()
}

// yearView is a year of the working calendar.
type yearView struct {
	Year     int
	Working  string
	Verified bool
	Office   string
	Swaps    int
	Notes    []string
	URL      string
}

// calendar shows which years the office can promise in, and which of them rest on a notice.
func (a *room) calendar(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var years []yearView
	cal := a.Catalog.Calendar
	for _, n := range cal.Years() {
		y, _ := cal.Year(n)
		years = append(years, yearView{Year: n, Working: locale.Int(int64(cal.WorkingDays(n))), Verified: cal.Verified(n), Office: strings.Join(y.Office.Open, ", "),
			Swaps: len(y.Swap), Notes: y.Notes, URL: page.Calendar + "?nam=" + strconv.Itoa(n)})
	}
	f := page.Frame{Title: t(ctx, "calendar"), Active: "admin",
		Crumbs: []page.Crumb{{Text: page.T(ctx, "admin.title"), URL: page.Admin}, {Text: t(ctx, "calendar")}}}
	return page.Write(w, r, http.StatusOK, f, calendarPage(years))
}
