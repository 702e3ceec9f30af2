package paper

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/motcua/motcua/internal/catalog/form"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// The sheet that a person chose for a kind of paper is remembered in a note of his own: the
// printer beside him has the trays that it has.
const (
	sheetKind  = "paper"
	sheetField = "kho"
)

// choices are a person's sheets by purpose of the form.
type choices struct {
	Version int                           `json:"v"`
	Sheets  map[form.Purpose]letter.Sheet `json:"s"`
}

// sheet is the one that the address names, the one that the person chose last, or the one that
// the form was made for.
func (o *room) sheet(r *http.Request, f *form.Form) (letter.Sheet, error) {
	if named := letter.Sheet(r.URL.Query().Get(sheetField)); named != "" {
		return named, known(named, f)
	}
	c, _, err := o.choices(r.Context())
	if err != nil {
		return "", err
	}
	if s := c.Sheets[f.Purpose]; s != "" && letter.Fits(f, s) {
		return s, nil
	}
	return letter.SheetOf(f), nil
}

func known(s letter.Sheet, f *form.Form) error {
	if !slices.Contains(letter.Sheets, s) || !letter.Fits(f, s) {
		return fault.New(fault.Invalid, "paper.sheet_unknown", "sheet", string(s))
	}
	return nil
}

// choices reads what the person chose. A note that cannot be read is as good as none.
func (o *room) choices(ctx context.Context) (choices, int64, error) {
	c := choices{Version: 1, Sheets: map[form.Purpose]letter.Sheet{}}
	who := page.Person(ctx)
	if o.Notes == nil || who == nil {
		return c, 0, nil
	}
	n, err := o.Notes.Get(ctx, o.Unit.Code, sheetKind, who.ID)
	if fault.Is(err, fault.NotFound) {
		return c, 0, nil
	}
	if err != nil {
		return c, 0, err
	}
	var kept choices
	if json.Unmarshal(n.Body, &kept) == nil && kept.Version == 1 && kept.Sheets != nil {
		c = kept
	}
	return c, n.Rev, nil
}

// choose remembers a sheet for a kind of paper and leads back to the paper.
func (o *room) choose(w http.ResponseWriter, r *http.Request) error {
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
	f, ok := o.Catalog.Forms.Form(a.letter.Form)
	if !ok {
		return fault.New(fault.NotFound, "letter.unknown_form", "form", a.letter.Form)
	}
	s := letter.Sheet(r.PostFormValue(sheetField))
	if err := known(s, f); err != nil {
		return err
	}
	to := page.PaperURL(page.Known(a.state), a.name, "")
	if err := o.remember(ctx, f.Purpose, s); fault.Is(err, fault.Conflict) || o.Notes == nil {
		to += "?" + sheetField + "=" + string(s) // somebody else at the same sign-in was faster
	} else if err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (o *room) remember(ctx context.Context, p form.Purpose, s letter.Sheet) error {
	who := page.Person(ctx)
	if o.Notes == nil || who == nil {
		return nil
	}
	c, rev, err := o.choices(ctx)
	if err != nil {
		return err
	}
	c.Sheets[p] = s
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = o.Notes.Put(ctx, note.Note{Unit: o.Unit.Code, Kind: sheetKind, ID: who.ID, Owner: who.ID, Rev: rev, Body: body})
	return err
}
