package counter

import (
	"context"
	"net/http"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// intake shows a draft. One that became a dossier leads to what it became: who presses "back"
// after the receipt gets the receipt, not another form.
func (o *room) intake(w http.ResponseWriter, r *http.Request) error {
	d, err := o.open(r.Context(), r.PathValue("draft"))
	if err != nil {
		return err
	}
	if d.Code != "" {
		http.Redirect(w, r, made(d), http.StatusSeeOther)
		return nil
	}
	return o.show(w, r, d, showing{})
}

// made is the page of what a draft became.
func made(d *draft) string {
	if _, err := dossier.ParseCode(d.Code); err != nil {
		return page.DossierURL(d.Code, nil) // refused: it has no code, and its page has the letter
	}
	return page.PaperURL(d.Code, receiptPaper, "")
}

// receiptPaper is the receipt in the address of a paper.
const receiptPaper = "giay-tiep-nhan"

// save is what the script does by itself a second after the last key.
func (o *room) save(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := o.edited(r)
	if err == nil && d.Code != "" {
		err = fault.New(fault.Conflict, "counter.done_already")
	}
	if err == nil {
		err = o.keep(ctx, d)
	}
	if err != nil {
		m, ok := o.mistakeOf(ctx, "", err)
		if !ok && !fault.Is(err, fault.NotFound) {
			return err
		}
		if !ok {
			m.Text = o.Words.Error(page.Lang(ctx), err)
		}
		return answerJSON(w, page.Status(err), map[string]string{"error": m.Text})
	}
	answer := map[string]any{"rev": d.rev, "at": o.Now().In(calendar.Zone).Format("15:04:05")}
	if parts, err := o.pieces(ctx, d); err == nil { // it is saved, whatever else can be said of it
		answer["parts"] = parts
	}
	return answerJSON(w, http.StatusOK, answer)
}

// edited is the draft of the address with what the form holds, at the revision that the form
// was made from.
func (o *room) edited(r *http.Request) (*draft, error) {
	if err := r.ParseForm(); err != nil {
		return nil, err
	}
	d, err := o.open(r.Context(), r.PathValue("draft"))
	if err != nil {
		return nil, err
	}
	if d.rev, err = strconv.ParseInt(r.PostForm.Get("rev"), 10, 64); err != nil || d.rev < 1 {
		return nil, fault.New(fault.Invalid, "counter.no_rev")
	}
	return d, d.take(r.PostForm)
}

// act does what a button of the intake says. Everything that was typed is kept first.
func (o *room) act(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := r.ParseForm(); err != nil {
		return err
	}
	if err := o.writes(); err != nil {
		return err
	}
	before, err := o.open(ctx, r.PathValue("draft"))
	if err != nil {
		return err
	}
	if before.Code != "" {
		http.Redirect(w, r, made(before), http.StatusSeeOther)
		return nil
	}
	what := r.PostForm.Get("viec")
	if what == "quet" || what == "" && r.PostForm.Has("q") {
		return o.read(w, r, before, r.PostForm.Get("q"))
	}
	if what == "bo-han" || what == "lam-moi" { // from the counter's home, where nothing was typed
		return o.away(w, r, before, what == "lam-moi")
	}
	d, err := o.edited(r)
	if err != nil {
		return err
	}
	there, err := o.held(ctx, d)
	if err != nil {
		return err
	}
	if there != nil {
		return o.clash(w, r, there, d)
	}
	switch what {
	case "bo":
		return o.away(w, r, d, false)
	case "dung-the", "dung-the-uq", "bo-the":
		return o.settleScan(w, r, d, what)
	case "nguoi-cu", "dung-cu", "giu-moi":
		return o.settleEarlier(w, r, d, what)
	case "bo-sung":
		return o.guide(w, r, d)
	case "tu-choi":
		return o.reject(w, r, d)
	case "luu", "tinh":
		http.Redirect(w, r, draftURL(d.id), http.StatusSeeOther)
		return nil
	}
	return o.take(w, r, d)
}

// away drops a draft, and begins its procedure anew when asked to.
func (o *room) away(w http.ResponseWriter, r *http.Request, d *draft, anew bool) error {
	ctx := r.Context()
	to := page.CounterHome
	if anew {
		next := o.new(d.Procedure)
		next.Version = d.Version
		if err := o.keep(ctx, next); err != nil {
			return err
		}
		to = draftURL(next.id)
	}
	if err := o.Notes.Drop(ctx, o.Unit.Code, draftKind, d.id); err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// take receives the dossier, or brings the form back with what is wrong.
func (o *room) take(w http.ResponseWriter, r *http.Request, d *draft) error {
	ctx := r.Context()
	f, err := o.file(ctx, d)
	if err != nil {
		return err
	}
	if len(f.Bad) > 0 {
		return o.show(w, r, d, showing{Bad: f.Bad})
	}
	order, err := o.receive(page.Person(ctx), d, f)
	if err != nil {
		return err
	}
	a, err := o.commit(w, r, d, order)
	if err != nil || a.ID == 0 {
		return err
	}
	o.remember(ctx, d.Procedure, f.Transfer)
	http.Redirect(w, r, made(d), http.StatusSeeOther)
	return nil
}

// commit hands an act in and notes in the draft what it became. A refusal brings the form back
// and the answer is zero.
func (o *room) commit(w http.ResponseWriter, r *http.Request, d *draft, order desk.Order) (desk.Answer, error) {
	a, err := o.Desk.Do(r.Context(), order)
	if err != nil {
		if m, ok := o.mistakeOf(r.Context(), "", err); ok {
			return desk.Answer{}, o.show(w, r, d, showing{Bad: []page.Mistake{m}})
		}
		return desk.Answer{}, err
	}
	// The act is done whatever becomes of the note: its key answers again.
	d.Code = a.Code
	if d.Code == "" {
		d.Code = a.ID.String()
	}
	d.Fields, d.Filled, d.Scan, d.Earlier = nil, nil, nil, nil // the dossier has it now
	if err := o.keep(r.Context(), d); err != nil && !fault.Is(err, fault.Conflict) {
		return a, err
	}
	return a, nil
}

// guide is the way of a paper dossier that is not complete: nothing is registered, the applicant
// is told once what to bring (§2.3), and the draft waits for him.
func (o *room) guide(w http.ResponseWriter, r *http.Request, d *draft) error {
	ctx := r.Context()
	f, err := o.file(ctx, d)
	if err != nil {
		return err
	}
	if len(f.Missing) == 0 && page.Line(d.Fields["ly-do"]) == "" {
		return o.show(w, r, d, showing{Bad: []page.Mistake{{Field: "ly-do", Text: page.T(ctx, "counter.bad.nothing_missing")}}})
	}
	d.Guided = o.Now()
	if err := o.keep(ctx, d); err != nil {
		return err
	}
	http.Redirect(w, r, draftURL(d.id)+"/bo-sung", http.StatusSeeOther)
	return nil
}

// reject records that the dossier was not taken in, and issues the letter that says why.
func (o *room) reject(w http.ResponseWriter, r *http.Request, d *draft) error {
	ctx := r.Context()
	f, err := o.file(ctx, d)
	if err != nil {
		return err
	}
	var bad []page.Mistake
	reason := page.Paragraphs(d.Fields["ly-do"])
	if reason == "" {
		bad = append(bad, page.Mistake{Field: "ly-do", Text: page.T(ctx, "counter.bad.reason")})
	}
	if f.Applicant.Name == "" {
		bad = append(bad, page.Mistake{Field: "ten", Text: page.T(ctx, "counter.bad.name")})
	}
	if bad = append(bad, f.Earlier.Bad...); len(bad) > 0 {
		return o.show(w, r, d, showing{Bad: bad})
	}
	who := page.Person(ctx)
	order, err := o.order(who, d, "tu-choi", f.Earlier.At, dossier.Reject{Reason: reason, Procedure: d.Procedure, Channel: f.Receive.Channel, Applicant: f.Applicant})
	if err != nil {
		return err
	}
	order.Why = f.Earlier.Why
	if p := o.FormFor(form.Refusal, calendar.DateOf(f.Earlier.At)); p != nil {
		order.Then = []desk.Next{{Role: order.Actor.Role, Command: issue(p)}}
	}
	a, err := o.commit(w, r, d, order)
	if err != nil || a.ID == 0 {
		return err
	}
	http.Redirect(w, r, made(d), http.StatusSeeOther)
	return nil
}

// remember keeps what was taken in, and to whom this clerk hands dossiers of the field, as the
// next one's proposal. A habit that cannot be kept stands in nobody's way.
func (o *room) remember(ctx context.Context, procedure, to string) {
	_ = o.change(ctx, func(h *habits) {
		h.took(procedure)
		if to != "" {
			h.To[o.fieldOf(procedure)] = to
		}
	})
}

// fieldOf is the field of work of a procedure; "" when the catalogue does not have it.
func (o *room) fieldOf(code string) string {
	if p, ok := o.Catalog.Procedures.Get(code); ok {
		return p.Field
	}
	return ""
}
