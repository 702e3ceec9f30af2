package counter

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/idcard"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// lookupView is what was found for a scan or a text. The page is the answer of a POST: what
// was asked stands in no address.
type lookupView struct {
	Key   string
	Asked string // shown in the field again, never a card
	Raw   string // of a scan that could not be read
	Bad   []page.Mistake
	Card  *idcard.Card
	Scan  string // id of the note that carries the card
	Count int    // dossiers of the person; their list is opened by another press
	More  bool
	Open  int
	Rows  []foundRow
	Done  bool // something was looked for
	Clerk bool
}

// foundRow is a dossier found. It names nobody in full.
type foundRow struct{ Code, URL, Who, Procedure, Status, Tag, Due string }

// mostRows is how many dossiers a search shows.
const mostRows = 20

// seek is the empty page of the search.
func (o *room) seek(w http.ResponseWriter, r *http.Request) error {
	return o.found(w, r, &lookupView{}, http.StatusOK)
}

func (o *room) found(w http.ResponseWriter, r *http.Request, v *lookupView, status int) error {
	ctx := r.Context()
	v.Key, v.Clerk = page.NewKey(), page.Person(ctx).Has(access.Clerk)
	frame := page.Frame{Title: page.T(ctx, "counter.lookup.title"), Active: "counter", Scan: true, Failed: len(v.Bad) > 0}
	return page.Write(w, r, status, frame, lookupPage(v))
}

// lookup leads to what was scanned or typed: a card to its holder's dossiers, a receipt or a
// code to the dossier, everything else to what Find finds.
func (o *room) lookup(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if id := r.PostFormValue("tu"); id != "" {
		return o.person(w, r, id)
	}
	raw := strings.TrimSpace(r.PostFormValue("q"))
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	if done, err := o.receipt(w, r, in, raw); done {
		return err
	}
	if s, err := o.named(ctx, in, raw); err != nil || s != nil {
		if err == nil {
			http.Redirect(w, r, o.way(ctx, s), http.StatusSeeOther)
		}
		return err
	}
	v := &lookupView{Done: true}
	switch {
	case raw == "":
		v.Done = false
		v.Bad = []page.Mistake{{Field: "quet", Text: page.T(ctx, "counter.bad.empty")}}
	case idcard.Looks(raw):
		if err := o.card(ctx, in, raw, v); err != nil {
			return err
		}
	default:
		v.Asked = page.Line(raw)
		if err := o.find(ctx, in, v.Asked, v); err != nil {
			return err
		}
	}
	return o.found(w, r, v, statusOf(v.Bad))
}

// named is the dossier that a text names by its code: as typed, or among other things. It
// proves nothing. nil when it names none.
func (o *room) named(ctx context.Context, in page.Reading, raw string) (*dossier.State, error) {
	words := strings.FieldsFunc(strings.ToUpper(raw), func(r rune) bool {
		return !(r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-')
	})
	for _, word := range words {
		if _, err := dossier.ParseCode(word); err != nil {
			continue
		}
		s, err := in.DossierByCode(ctx, o.Unit.Code, word)
		if err == nil || !fault.Is(err, fault.NotFound) {
			return s, err
		}
	}
	return nil, nil
}

// way is where the counter goes on with a dossier: a result that waits is handed over.
func (o *room) way(ctx context.Context, s *dossier.State) string {
	if s.Status == dossier.Settled && page.Person(ctx).Has(access.Clerk) {
		return page.ReturnURL(page.Known(s))
	}
	return page.DossierURL(page.Known(s), nil)
}

// card reads a scanned card and counts its holder's dossiers. The list is not shown: opening
// it is an act of its own.
func (o *room) card(ctx context.Context, in page.Reading, raw string, v *lookupView) error {
	c, err := o.cards.Parse(raw)
	if err != nil {
		m, ok := o.mistakeOf(ctx, "quet", err)
		if !ok {
			return err
		}
		v.Bad, v.Raw, v.Done = []page.Mistake{m}, raw, false
		return nil
	}
	if err := o.writes(); err != nil {
		return err
	}
	v.Card = &c
	if v.Scan, err = o.scanned(ctx, c); err != nil {
		return err
	}
	rows, more, err := o.of(ctx, in, c.Number)
	v.Count, v.More = len(rows), more
	for _, s := range rows {
		if slices.Contains(openStatuses, s.Status) {
			v.Open++
		}
	}
	return err
}

// of are the dossiers of a personal number.
func (o *room) of(ctx context.Context, in page.Reading, number string) ([]*dossier.State, bool, error) {
	rows, more, err := in.Find(ctx, o.Unit.Code, number, mostRows)
	return slices.DeleteFunc(rows, func(s *dossier.State) bool {
		return s.Applicant.Number != number && (s.Representative == nil || s.Representative.Number != number)
	}), more, err
}

// person lists the dossiers of a person whose card was scanned.
func (o *room) person(w http.ResponseWriter, r *http.Request, id string) error {
	ctx := r.Context()
	c, err := o.scan(ctx, id)
	if err != nil {
		return err
	}
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, more, err := o.of(ctx, in, c.Number)
	if err != nil {
		return err
	}
	v := &lookupView{Done: true, Card: &c, Scan: id, Count: len(rows), More: more}
	if v.Rows, err = o.rows(ctx, rows); err != nil {
		return err
	}
	return o.found(w, r, v, http.StatusOK)
}

// find looks for a text. A number or phone has its blanks and dots taken out first.
func (o *room) find(ctx context.Context, in page.Reading, text string, v *lookupView) error {
	if bare := blanks.Replace(text); digits.MatchString(bare) && len(bare) >= 8 {
		text = bare
	}
	rows, more, err := in.Find(ctx, o.Unit.Code, text, mostRows)
	if err != nil {
		return err
	}
	v.Count, v.More = len(rows), more
	v.Rows, err = o.rows(ctx, rows)
	return err
}

// rows shows dossiers that were looked for by what is a person's: the look is recorded.
func (o *room) rows(ctx context.Context, found []*dossier.State) ([]foundRow, error) {
	var ids []dossier.ID
	for _, s := range found {
		ids = append(ids, s.ID)
	}
	if err := o.Watch(ctx, "search", ids...); err != nil {
		return nil, err
	}
	var out []foundRow
	for _, s := range found {
		row := foundRow{Code: page.Known(s), URL: o.way(ctx, s), Who: page.Masked(s.Applicant), Procedure: o.ProcedureName(s.Procedure),
			Status: page.StatusName(ctx, s.Status), Tag: page.StatusTag(s.Status)}
		if !s.LegalDue.IsZero() && slices.Contains(openStatuses, s.Status) {
			row.Due = calendar.PrintInstant(s.LegalDue)
		}
		out = append(out, row)
	}
	return out, nil
}
