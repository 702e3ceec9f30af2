package counter

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// A receipt that was scanned proves that who stands there holds it: its code of squares bears a
// secret that follows from the dossier and the unit's key. A code that was typed, or read from
// somewhere else, leads to the dossier and proves nothing.

// receiptKind is the kind of the note that says which receipt was scanned at whose counter: so
// that no address can say it of itself. It holds the dossier's id.
const receiptKind = "receipt_scan"

// receiptLife is how long a scan speaks for who stands there.
const receiptLife = 30 * time.Minute

// receiptField names that note, in the address of the return page and in its form.
const receiptField = "giay"

// receipt goes on with a scanned receipt. done is false for what was not meant to be one. A
// receipt whose secret is another's, and one of a dossier that is not there, are refused in the
// same words, and the words repeat nothing of the scan.
func (o *room) receipt(w http.ResponseWriter, r *http.Request, in page.Reading, raw string) (done bool, err error) {
	ctx := r.Context()
	scan, ours, err := letter.ParseReceipt(raw)
	if !ours {
		return false, nil
	}
	var s *dossier.State
	if err == nil {
		s, err = o.ofReceipt(ctx, in, scan)
	}
	if err != nil {
		m, ok := o.mistakeOf(ctx, "quet", err)
		if !ok {
			return true, err
		}
		return true, o.found(w, r, &lookupView{Bad: []page.Mistake{m}}, http.StatusUnprocessableEntity)
	}
	in.Close() // nobody waits for the writer with a reading in hand
	to, err := o.wayOfReceipt(ctx, s)
	if err == nil {
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
	return true, err
}

// ofReceipt is the dossier of a receipt with the right secret.
func (o *room) ofReceipt(ctx context.Context, in page.Reading, scan letter.Receipt) (*dossier.State, error) {
	if o.Secret == nil {
		return nil, fault.New(fault.Unavailable, "counter.receipt_unread")
	}
	key, err := o.Secret(ctx, "receipt")
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return nil, fault.Wrap(err, fault.Unavailable, "counter.receipt_unread")
	}
	if err != nil {
		return nil, err
	}
	s := &dossier.State{}
	found, err := in.DossierByCode(ctx, o.Unit.Code, scan.Code)
	switch {
	case err == nil:
		s = found
	case !fault.Is(err, fault.NotFound):
		return nil, err
	}
	if !scan.Knows(key, s.ID) || found == nil { // asked for both, so that neither is told by its time
		return nil, fault.New(fault.Invalid, "counter.receipt_wrong")
	}
	return s, nil
}

// wayOfReceipt is where the counter goes on with who holds a receipt. To a clerk, for a result
// that waits, the page says that the receipt was scanned.
func (o *room) wayOfReceipt(ctx context.Context, s *dossier.State) (string, error) {
	to := o.way(ctx, s)
	if s.Status != dossier.Settled || !page.Person(ctx).Has(access.Clerk) || o.Notes == nil || o.Desk == nil {
		return to, nil
	}
	id := strings.ToLower(page.NewKey())
	_, err := o.Notes.Put(ctx, note.Note{Unit: o.Unit.Code, Kind: receiptKind, ID: id, Owner: page.Person(ctx).ID, Expires: o.Now().Add(receiptLife),
		Body: []byte(strconv.FormatInt(int64(s.ID), 10))})
	return to + "?" + url.Values{receiptField: {id}}.Encode(), err
}

// proved reports whether who asks scanned the receipt of a dossier a short while ago.
func (o *room) proved(ctx context.Context, s *dossier.State, id string) bool {
	if id == "" || o.Notes == nil {
		return false
	}
	n, err := o.Notes.Get(ctx, o.Unit.Code, receiptKind, id)
	return err == nil && n.Owner == page.Person(ctx).ID && string(n.Body) == strconv.FormatInt(int64(s.ID), 10)
}
