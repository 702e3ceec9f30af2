package counter

import (
	"context"
	"maps"
	"net/http"

	"github.com/motcua/motcua/internal/desk/idcard"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// read takes a scan into an intake. A card fills empty fields at once; where something else
// stands there, old and new are shown and nothing changes until the clerk says so.
func (o *room) read(w http.ResponseWriter, r *http.Request, d *draft, raw string) error {
	ctx := r.Context()
	// The scan target is a form of its own: what was typed has been saved by the script, or is
	// in the same request.
	if r.PostForm.Has("rev") {
		var err error
		if d, err = o.edited(r); err != nil {
			return err
		}
	}
	if !idcard.Looks(raw) {
		return o.show(w, r, d, showing{Bad: []page.Mistake{{Field: "quet", Text: page.T(ctx, "counter.bad.scan_here")}}, Raw: raw})
	}
	c, err := o.cards.Parse(raw)
	if err != nil {
		m, ok := o.mistakeOf(ctx, "quet", err)
		if !ok {
			return err
		}
		return o.show(w, r, d, showing{Bad: []page.Mistake{m}, Raw: raw})
	}
	switch {
	case !d.clashes("", c):
		d.fill("", c)
	case d.Fields["uq"] != "" && !d.clashes("uq-", c):
		d.fill("uq-", c)
	default:
		d.Scan = &c
	}
	there, err := o.held(ctx, d)
	if err != nil {
		return err
	}
	if there != nil {
		return o.clash(w, r, there, d)
	}
	to := draftURL(d.id)
	if d.Scan == nil { // else the button that takes the card has the focus: Enter accepts
		to += "#nguoi-nop"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// settleScan takes a scanned card for the applicant or for who comes for him, or discards it.
func (o *room) settleScan(w http.ResponseWriter, r *http.Request, d *draft, what string) error {
	if c := d.Scan; c != nil {
		switch what {
		case "dung-the":
			d.fill("", *c)
		case "dung-the-uq":
			d.fill("uq-", *c)
		}
		d.Scan = nil
		if there, err := o.held(r.Context(), d); err != nil {
			return err
		} else if there != nil {
			return o.clash(w, r, there, d)
		}
	}
	http.Redirect(w, r, draftURL(d.id)+"#nguoi-nop", http.StatusSeeOther)
	return nil
}

// held keeps a draft. When another window was faster with something else, nothing is kept and
// there is what stands there now; the same form sent twice goes on as one.
func (o *room) held(ctx context.Context, d *draft) (there *draft, err error) {
	if err = o.keep(ctx, d); !fault.Is(err, fault.Conflict) {
		return nil, err
	}
	if there, err = o.open(ctx, d.id); err != nil {
		return nil, err
	}
	if there.Code == "" && maps.Equal(there.Fields, d.Fields) {
		d.rev = there.rev
		return nil, nil
	}
	return there, nil
}

// clash shows a draft that another window has changed meanwhile: what was typed here stays in
// the form, what stands there is shown beside it, and saving again keeps what the form holds.
func (o *room) clash(w http.ResponseWriter, r *http.Request, there, here *draft) error {
	if there.Code != "" {
		http.Redirect(w, r, made(there), http.StatusSeeOther)
		return nil
	}
	here.rev = there.rev
	return o.show(w, r, here, showing{Other: there})
}
