package counter

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
)

// What follows from what was typed is said again while it is typed: the date with its
// arithmetic, what is missing, who has been here before, the charge. The script puts it into the
// page (data-live); without script the buttons «Tính lại» and «Tính phí» do the same.

// rendered are pieces of a page by their names.
func rendered(ctx context.Context, pieces map[string]templ.Component) (map[string]string, error) {
	out := make(map[string]string, len(pieces))
	for name, c := range pieces {
		var b bytes.Buffer
		if err := c.Render(ctx, &b); err != nil {
			return nil, err
		}
		out[name] = b.String()
	}
	return out, nil
}

// pieces are what follows from a draft as it stands now.
func (o *room) pieces(ctx context.Context, d *draft) (map[string]string, error) {
	in, err := o.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	f, err := o.file(ctx, d)
	if err != nil {
		return nil, err
	}
	v := &intakeView{draft: d, filing: f, ID: d.id, Rev: d.rev, Code: f.Procedure.Code}
	if err := o.fillView(ctx, in, v); err != nil {
		return nil, err
	}
	return rendered(ctx, map[string]templ.Component{"hen": dueOf(v), "kiem-tra": checkOf(v), "nguoi": applicantNotes(v)})
}

// wantsPieces reports whether the script asks, and not a person who leaves the page.
func wantsPieces(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "application/json")
}

// chargeNow answers the script with the charge of what stands in the form.
func (o *room) chargeNow(w http.ResponseWriter, r *http.Request, v *certifyView, c desk.Certification) error {
	v.Charge = o.chargeOf(c)
	parts, err := rendered(r.Context(), map[string]templ.Component{"phi": chargePiece(v)})
	if err != nil {
		return err
	}
	return answerJSON(w, http.StatusOK, map[string]any{"parts": parts})
}

// chargeOf is what the papers of a form cost; empty when there are none.
func (o *room) chargeOf(c desk.Certification) string {
	if len(c.Papers) == 0 {
		return ""
	}
	return o.Desk.Charge(desk.Copies, c.Procedure, c.Papers, calendar.DateOf(c.Happened)).String()
}
