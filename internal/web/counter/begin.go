package counter

import (
	"context"
	"net/http"
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// beginView is the page on which a procedure is chosen.
type beginView struct {
	Key     string
	Scan    string // id of a scanned person, on the way into the intake
	Who     string // the scanned person by initials
	Asked   string
	Rows    []offerRow
	Near    []*procedure.Procedure
	Numbers []numbered
	Recent  []numbered // taken in last, and under no number
	Bad     []page.Mistake
}

// offerRow is a procedure that the words may mean.
type offerRow struct {
	Code, Name, Field string
	Here              bool // the unit receives it today
	Number            string
	Due, Cost         string // if it were received now
}

// mostFound is how many procedures a question shows.
const mostFound = 30

// begin offers the choice.
func (o *room) begin(w http.ResponseWriter, r *http.Request) error {
	return o.offer(w, r, &beginView{Asked: page.Line(r.URL.Query().Get("tt"))}, http.StatusOK)
}

func (o *room) offer(w http.ResponseWriter, r *http.Request, v *beginView, status int) error {
	ctx := r.Context()
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	v.Key = page.NewKey()
	if v.Numbers, err = o.numbers(ctx, in); err != nil {
		return err
	}
	if v.Scan != "" {
		c, err := o.scan(ctx, v.Scan)
		if err != nil {
			return err
		}
		v.Who = masked(c.Name)
	}
	if v.Asked != "" {
		o.answer(ctx, v)
	}
	if v.Recent, err = o.recent(ctx, v.Numbers); err != nil {
		return err
	}
	frame := page.Frame{Title: page.T(ctx, "counter.begin.title"), Active: "intake", Scan: true, Failed: len(v.Bad) > 0,
		Crumbs: []page.Crumb{{Text: page.T(ctx, "counter.home.title"), URL: page.CounterHome}, {Text: page.T(ctx, "counter.begin.title")}}}
	return page.Write(w, r, status, frame, beginPage(v))
}

func (o *room) answer(ctx context.Context, v *beginView) {
	all := o.meant(v.Asked)
	for _, p := range all[:min(len(all), mostFound)] {
		row := offerRow{Code: p.Code, Name: p.Name, Field: p.Field, Here: o.offered(p.Code)}
		if i := slices.IndexFunc(v.Numbers, func(n numbered) bool { return n.Code == p.Code }); i >= 0 {
			row.Number = v.Numbers[i].Key
		}
		if row.Here {
			row.Due, row.Cost = o.now(ctx, p)
		}
		v.Rows = append(v.Rows, row)
	}
	if len(v.Rows) == 0 {
		v.Near = o.Catalog.Procedures.Nearest(v.Asked, 3)
	}
}

// now is when a dossier of the procedure would be due and what it would cost, received now; the
// date is empty where none can be promised.
func (o *room) now(ctx context.Context, p *procedure.Procedure) (due, cost string) {
	if v := p.VersionOn(o.today()); v != nil {
		cost = costShort(ctx, v)
	}
	promise, err := o.Catalog.Promise(o.Unit.Code, p.Code, o.today())
	if err != nil {
		return "", cost
	}
	if d, err := o.Catalog.Calendar.Deadline(o.Now(), promise.Limit); err == nil {
		due = calendar.PrintInstant(d.Legal())
	}
	return due, cost
}

// choose begins a draft of what was named: a number of the clerk's, a code, or words that mean
// one procedure only. Otherwise it shows what they may mean.
func (o *room) choose(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := o.writes(); err != nil {
		return err
	}
	v := &beginView{Asked: page.Line(r.PostFormValue("thu-tuc")), Scan: r.PostFormValue("tu")}
	if v.Asked == "" {
		if v.Scan == "" {
			v.Bad = []page.Mistake{{Field: "thu-tuc", Text: page.T(ctx, "counter.bad.procedure")}}
		}
		return o.offer(w, r, v, statusOf(v.Bad))
	}
	code, err := o.one(ctx, v.Asked)
	if err != nil {
		return err
	}
	if code == "" {
		return o.offer(w, r, v, http.StatusOK)
	}
	d, err := o.beginDraft(ctx, code, v.Scan, r)
	if err != nil {
		return err
	}
	http.Redirect(w, r, draftURL(d.id), http.StatusSeeOther)
	return nil
}

// beginDraft keeps a new draft, filled from a scan when there is one. The form's key is the
// draft's id: the same form twice is one draft.
func (o *room) beginDraft(ctx context.Context, code, scan string, r *http.Request) (*draft, error) {
	key, err := page.Key(r)
	if err != nil {
		return nil, err
	}
	d := o.new(code)
	d.id = draftID(page.Person(ctx).ID, key+" "+code+" "+scan)
	if p, ok := o.Catalog.Procedures.Get(code); ok {
		if v := p.VersionOn(o.today()); v != nil {
			d.Version = v.ID
		}
		h, err := o.habits(ctx)
		if err != nil {
			return nil, err
		}
		if to := h.To[p.Field]; to != "" {
			d.Fields = map[string]string{"chuyen": to}
		}
	}
	if scan != "" {
		c, err := o.scan(ctx, scan)
		if err != nil {
			return nil, err
		}
		d.fill("", c)
	}
	if err = o.keep(ctx, d); fault.Is(err, fault.Conflict) {
		return o.open(ctx, d.id) // the same form once more
	}
	return d, err
}

// one is the procedure that a text names, "" when it may be several or none.
func (o *room) one(ctx context.Context, text string) (string, error) {
	if slices.Contains(numberKeys, text) {
		in, err := o.Open(ctx)
		if err != nil {
			return "", err
		}
		defer in.Close()
		all, err := o.numbers(ctx, in)
		if err != nil {
			return "", err
		}
		if i := slices.IndexFunc(all, func(n numbered) bool { return n.Key == text }); i >= 0 {
			return all[i].Code, nil
		}
		return "", nil
	}
	if p, ok := o.Catalog.Procedures.Get(text); ok {
		return p.Code, nil
	}
	here := slices.DeleteFunc(o.meant(text), func(p *procedure.Procedure) bool { return !o.offered(p.Code) })
	if len(here) == 1 {
		return here[0].Code, nil
	}
	return "", nil
}

// number gives a procedure one of the clerk's numbers, or takes it back.
func (o *room) number(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := o.writes(); err != nil {
		return err
	}
	code, key := r.PostFormValue("thu-tuc"), r.PostFormValue("so")
	if _, err := o.Catalog.Procedures.Find(code); err != nil {
		return err
	}
	if key != "" && !slices.Contains(numberKeys, key) {
		return fault.New(fault.Invalid, "counter.number")
	}
	err := o.change(ctx, func(h *habits) {
		for k, c := range h.Numbers {
			if c == code {
				delete(h.Numbers, k)
			}
		}
		if key != "" {
			h.Numbers[key] = code
		}
	})
	if err != nil {
		return err
	}
	http.Redirect(w, r, page.Intake+"?tt="+code, http.StatusSeeOther)
	return nil
}
