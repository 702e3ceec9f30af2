// Package paper is the printed papers of a dossier: receipts, letters, control slips, and the
// register of dossiers (form 07).
//
// It promises that every printing of personal data is recorded as a look before it is shown,
// that a page, its PDF and its DOCX are the same paper, in the set of forms of its own day,
// and that the register shows on the screen no person in full. It issues no letter and gives
// no number: the acts of the other rooms do.
package paper

import (
	"context"
	"net/http"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// room is what the handlers share.
type room struct{ *page.Site }

// Routes are the doors of the room.
func Routes(s *page.Site) []page.Route {
	o := &room{Site: s}
	return []page.Route{
		page.Get("/ho-so/{code}/giay/{paper}", page.Read, o.paper),
		page.Post("/ho-so/{code}/giay/{paper}", page.Read, o.choose),
		page.Get(page.Registers, page.Read, o.register),
		page.Get(page.Registers+".pdf", page.Export, o.registerFile("pdf")),
		page.Get(page.Registers+".docx", page.Export, o.registerFile("docx")),
		page.Get(page.Registers+".xlsx", page.Export, o.registerFile("xlsx")),
	}
}

// asked is one paper of one dossier.
type asked struct {
	state   *dossier.State
	entries []ledger.Entry
	letter  dossier.Letter
	name    string // of the paper, as its address has it
	format  string // "pdf", "docx"; empty: a page
	form    *form.Form
	facts   letter.Facts
	sheet   letter.Sheet
	prints  int // looks at papers of this dossier before this one
}

// find reads what an address asks for.
func (o *room) find(ctx context.Context, in page.Reading, code, name string) (*asked, error) {
	a := &asked{name: name}
	for _, format := range []string{"pdf", "docx"} {
		if cut, ok := strings.CutSuffix(name, "."+format); ok {
			a.name, a.format = cut, format
		}
	}
	var err error
	if a.state, err = page.FindDossier(ctx, in, o.Unit.Code, code); err != nil {
		return nil, err
	}
	if a.entries, err = in.Entries(ctx, o.Unit.Code, ledger.Subject{Kind: dossier.SubjectKind, ID: a.state.ID}); err != nil {
		return nil, err
	}
	a.letter, err = desk.Letter(o.Catalog, a.state, a.entries, a.name)
	return a, err
}

// paper shows a paper as a page or gives it as a file. It is a look at the dossier's personal
// data, recorded first.
func (o *room) paper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	a, err := o.find(ctx, in, r.PathValue("code"), r.PathValue("paper"))
	if err != nil {
		return err
	}
	extras, err := o.extras(ctx)
	if err != nil {
		return err
	}
	if a.form, a.facts, err = desk.LetterFacts(o.Catalog, o.Unit, a.entries, a.letter, extras); err != nil {
		return err
	}
	if a.sheet, err = o.sheet(r, a.form); err != nil {
		return err
	}
	if a.prints, err = o.prints(ctx, in, a.state.ID); err != nil {
		return err
	}
	d, err := letter.Document(a.form, a.facts, a.sheet)
	if err != nil {
		return err
	}
	if err := o.Watch(ctx, "print", a.state.ID); err != nil {
		return err
	}
	if a.format != "" {
		return give(w, d, fileName(a), a.format)
	}
	return o.show(w, r, a, d)
}

// fileName names a file after form and case code, and no person.
func fileName(a *asked) string {
	return "mau-" + a.form.Number + "-" + page.Known(a.state)
}

// printsCounted bounds how many looks are read to count printings.
const printsCounted = 500

// prints counts the looks at the dossier's papers so far.
func (o *room) prints(ctx context.Context, in page.Reading, id dossier.ID) (int, error) {
	looks, _, err := in.Views(ctx, access.ViewQuery{Unit: o.Unit.Code, Dossier: id, Limit: printsCounted})
	n := 0
	for _, l := range looks {
		if l.What == "print" {
			n++
		}
	}
	return n, err
}

// extras are what papers print and the ledger does not hold: names of officers, and the
// secret of receipts. A server that only reads prints no code when there is no secret yet.
func (o *room) extras(ctx context.Context) (desk.Extras, error) {
	x := desk.Extras{}
	var err error
	if x.People, err = o.people(ctx); err != nil {
		return x, err
	}
	if o.Secret == nil {
		return x, nil
	}
	x.Key, err = o.Secret(ctx, "receipt")
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return x, nil
	}
	return x, err
}

// people names officers: by their accounts, and by the posts of the unit for those that have
// none.
func (o *room) people(ctx context.Context) (func(id string) (name, post string), error) {
	names := map[string][2]string{}
	for _, p := range o.Unit.Officers {
		names[p.ID] = [2]string{"", p.Post}
	}
	if o.Office != nil {
		all, err := o.Office.Accounts(ctx)
		if err != nil {
			return nil, err
		}
		for _, a := range all {
			names[a.ID] = [2]string{a.Name, a.Post}
		}
	}
	return func(id string) (string, string) { return names[id][0], names[id][1] }, nil
}

// today is the day in Vietnam.
func (o *room) today() calendar.Date { return calendar.DateOf(o.Now()) }
