package paper

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/web/page"
)

// registerAsk is what a register is asked for: dossiers received in a period, of one field or
// of all.
type registerAsk struct {
	From, To calendar.Date
	Field    string
	Page     int
}

func (q registerAsk) values() url.Values {
	v := url.Values{"tu": {q.From.String()}, "den": {q.To.String()}}
	if q.Field != "" {
		v.Set("linh-vuc", q.Field)
	}
	return v
}

// registerView is what the page of the register shows.
type registerView struct {
	Set      string
	From, To string
	Typed    map[string]string
	Wrong    map[string]string
	Failed   bool
	Fields   []choice
	Files    []choice
	Columns  []string
	Rows     []registerRow
	Count    int64
	Page     int
	URL      func(n int) string
}

type registerRow struct {
	Number, Code, URL, Procedure, Person, Contact, Lead string
	Received, Appointment, Returned, Way                string
}

// read reads the question. Without one it is the current month.
func (o *room) read(r *http.Request) (q registerAsk, typed, wrong map[string]string) {
	values, today := r.URL.Query(), o.today()
	y, m, _ := today.Civil()
	q = registerAsk{From: calendar.MakeDate(y, m, 1), To: today, Field: values.Get("linh-vuc"), Page: 1}
	typed, wrong = map[string]string{}, map[string]string{}
	for name, day := range map[string]*calendar.Date{"tu": &q.From, "den": &q.To} {
		typed[name] = day.Print()
		text := values.Get(name)
		if text == "" {
			continue
		}
		typed[name] = text
		d, err := page.ReadDay(text, today)
		if err != nil {
			wrong[name] = page.T(r.Context(), "paper.register_day")
			continue
		}
		*day, typed[name] = d, d.Print()
	}
	if len(wrong) == 0 && q.From > q.To {
		wrong["den"] = page.T(r.Context(), "paper.register_order")
	}
	return q, typed, wrong
}

// register is the page of form 07: a page of lines at a time, no person in full.
func (o *room) register(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	q, typed, wrong := o.read(r)
	v := registerView{Typed: typed, Wrong: wrong, Failed: len(wrong) > 0, From: q.From.Print(), To: q.To.Print(), Fields: o.fields(q.Field)}
	f := o.FormFor(form.Register, o.today())
	if f == nil {
		return fault.New(fault.NotFound, "letter.no_set", "day", o.today().Print())
	}
	v.Set = f.Name()
	status := http.StatusOK
	if v.Failed {
		status = http.StatusUnprocessableEntity
	} else if err := o.registerRows(r, &v, q, f); err != nil {
		return err
	}
	frame := page.Frame{Title: page.T(ctx, "paper.register"), Active: "registers", Wide: true, Failed: v.Failed}
	return page.Write(w, r, status, frame, registerPage(v))
}

func (o *room) registerRows(r *http.Request, v *registerView, q registerAsk, f *form.Form) error {
	ctx := r.Context()
	var err error
	if q.Page, err = page.ReadPage(r.URL.Query()); err != nil {
		return err
	}
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, count, err := o.received(ctx, in, q, measure.Page{Sort: "received", Offset: (q.Page - 1) * page.PageRows, Limit: page.PageRows})
	if err != nil {
		return err
	}
	_, facts, err := desk.RegisterFacts(o.Catalog, o.Unit, rows, q.From, q.To, o.today(), q.Field, desk.Extras{})
	if err != nil {
		return err
	}
	for i, row := range facts.Rows {
		v.Rows = append(v.Rows, registerRow{Number: strconv.Itoa((q.Page-1)*page.PageRows + i + 1), Code: row.Code, URL: page.DossierURL(row.Code, nil),
			Procedure: row.Procedure, Person: page.Masked(rows[i].Applicant), Contact: hiddenMark(row.Contact), Lead: row.Lead,
			Received: shown(row.Received), Appointment: shown(row.Appointment), Returned: shown(row.Returned), Way: row.Way})
	}
	for _, field := range f.Fields {
		for _, c := range field.Columns {
			v.Columns = append(v.Columns, c.Title)
		}
	}
	v.Count, v.Page = count, q.Page
	v.URL = func(n int) string {
		values := q.values()
		if n > 1 {
			values.Set("trang", strconv.Itoa(n))
		}
		return page.Registers + "?" + values.Encode()
	}
	if page.Person(ctx).Has(page.Export.Roles()...) {
		for _, kind := range []string{"pdf", "docx", "xlsx"} {
			v.Files = append(v.Files, choice{Text: page.T(ctx, "paper.file."+kind), URL: page.Registers + "." + kind + "?" + q.values().Encode()})
		}
	}
	return nil
}

// hiddenMark stands for an address and a number that a list does not show.
func hiddenMark(s string) string {
	if s == "" {
		return ""
	}
	return "•••"
}

func shown(t time.Time) string {
	return calendar.PrintInstant(t)
}

// received are dossiers received in the period, and how many there are in all.
func (o *room) received(ctx context.Context, in page.Reading, q registerAsk, p measure.Page) ([]*dossier.State, int64, error) {
	term := rollup.Term{Count: rollup.Received}
	if q.Field != "" {
		for _, x := range o.Catalog.Procedures.All() {
			if x.Field == q.Field {
				term.Procedures = append(term.Procedures, x.Code)
			}
		}
		if len(term.Procedures) == 0 {
			return nil, 0, nil
		}
	}
	return in.Dossiers(ctx, rollup.Query{Unit: o.Unit.Code, Terms: []rollup.Term{term}, From: q.From, To: q.To}, p)
}

// fields are those of the procedures that the unit offers or has offered.
func (o *room) fields(chosen string) []choice {
	var names []string
	for _, offer := range o.Unit.Offers {
		if p, ok := o.Catalog.Procedures.Get(offer.Procedure); ok && !slices.Contains(names, p.Field) {
			names = append(names, p.Field)
		}
	}
	slices.Sort(names)
	var out []choice
	for _, n := range names {
		out = append(out, choice{Text: n, Value: n, Here: n == chosen})
	}
	return out
}
