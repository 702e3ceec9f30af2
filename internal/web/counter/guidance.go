package counter

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/print/html"
	"github.com/motcua/motcua/internal/web/page"
)

// guidance is the request for supplements of a paper dossier that is not complete, in the form
// of the day. Nothing is registered (§2.3), so that it has neither number nor case code.
func (o *room) guidance(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := o.open(ctx, r.PathValue("draft"))
	if err != nil {
		return err
	}
	if d.Code != "" {
		http.Redirect(w, r, made(d), http.StatusSeeOther)
		return nil
	}
	f, err := o.file(ctx, d)
	if err != nil {
		return err
	}
	paper := o.FormFor(form.Supplement, o.today())
	if paper == nil {
		return fault.New(fault.NotFound, "counter.no_form")
	}
	doc, err := letter.Document(paper, o.guidanceFacts(ctx, d, f), letter.SheetOf(paper))
	if err != nil {
		return err
	}
	body := templ.ComponentFunc(func(_ context.Context, w io.Writer) error { return html.Write(w, &doc.Sections[0], nil) })
	frame := page.Frame{Title: page.T(ctx, "counter.guidance.title"), Active: "intake",
		Crumbs: []page.Crumb{{Text: page.T(ctx, "counter.home.title"), URL: page.CounterHome}, {Text: page.T(ctx, "counter.intake.title"), URL: draftURL(d.id)}, {Text: page.T(ctx, "counter.guidance.title")}}}
	return page.Write(w, r, http.StatusOK, frame, guidancePage(draftURL(d.id), body))
}

// guidanceFacts are what the paper is filled with. A text of the clerk stands for the list.
func (o *room) guidanceFacts(ctx context.Context, d *draft, f *filing) letter.Facts {
	who, a := page.Person(ctx), f.Applicant
	facts := letter.Facts{Day: o.today(), Signer: who.Name, Procedure: f.Procedure.Name, Request: f.Receive.Request, Missing: f.Missing,
		Applicant: letter.Party{Name: a.Name, Number: a.Number, Address: a.Address, Phone: a.Phone, Email: a.Email}, Contact: who.Name}
	if facts.Request == "" {
		facts.Request = f.Procedure.Name
	}
	if n := o.Unit.NameOn(o.today()); n != nil {
		facts.Agency, facts.Superior, facts.Place = n.Long, n.Parent, n.Place
	}
	if set := o.Catalog.Forms.On(o.today()); set != nil {
		facts.Office = set.Office
	}
	reason := page.Paragraphs(d.Fields["ly-do"])
	if len(facts.Missing) == 0 {
		facts.Missing = nonEmpty(strings.Split(reason, "\n")...)
	} else if reason != page.T(ctx, "counter.reason_missing", "names", strings.Join(f.Missing, "; ")) {
		facts.Reason = reason
	}
	return facts
}
