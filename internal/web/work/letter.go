package work

import (
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// paper is the form of a purpose in the set in force on the day of the act; nil when it has none.
func (d *deed) paper(purpose form.Purpose) *form.Form {
	return d.FormFor(purpose, calendar.DateOf(d.earlier.At))
}

// letter is the document that an act issues with itself: the form in force on its day, signed by who
// acts.
func (d *deed) letter(purpose form.Purpose) []desk.Next {
	f := d.paper(purpose)
	if f == nil {
		return nil
	}
	return []desk.Next{{Role: d.anyRole(), Command: dossier.Issue{Form: f.ID, Symbol: f.Symbol, Signer: d.who.ID}}}
}

// unnumbered is how an act names a letter for which no form is in force; "" where there is one,
// whose number the desk gives.
func (d *deed) unnumbered(purpose form.Purpose) string {
	if d.paper(purpose) != nil {
		return ""
	}
	return calendar.DateOf(d.Now()).Print()
}

// formTitle is the title of a form of any set.
func (o *room) formTitle(id string) string {
	if o.Catalog.Forms != nil {
		if f, ok := o.Catalog.Forms.Form(id); ok {
			return f.Title
		}
	}
	return id
}
