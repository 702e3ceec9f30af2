package counter

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// An applicant who was here before is found by his number. Until the clerk asks, the page says
// only that there are dossiers; asking is a look and is recorded. What comes from an earlier
// dossier fills empty fields and is marked; where it differs, both are shown and nothing changes
// until the clerk says so (ux 3.3). It proves nothing of who stands at the counter.

// knownView is the applicant's number as earlier dossiers have it.
type knownView struct {
	Text string // how many, and the last one's day
	Here []change
	Tag  bool // the fields are those of an earlier dossier
}

// earlierOf are the dossiers of an applicant's number, the newest first.
func (o *room) earlierOf(ctx context.Context, in page.Reading, number string) ([]*dossier.State, error) {
	if len(number) < 8 {
		return nil, nil
	}
	rows, _, err := in.Find(ctx, o.Unit.Code, number, mostRows)
	return slices.DeleteFunc(rows, func(s *dossier.State) bool { return s.Applicant.Number != number }), err
}

// known says whether the number of the form is one of earlier dossiers; nil when it is not.
func (o *room) known(ctx context.Context, in page.Reading, d *draft, f *filing) (*knownView, error) {
	if d.Earlier != nil && d.Earlier["so"] == f.Applicant.Number {
		v := &knownView{Tag: page.Line(d.Fields["ten"]) == d.Earlier["ten"]}
		if d.Undecided {
			v.Here = d.differs(ctx)
		}
		return v, nil
	}
	rows, err := o.earlierOf(ctx, in, f.Applicant.Number)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	n := page.N(len(rows))
	if len(rows) == mostRows {
		n = page.T(ctx, "counter.known.many", "n", mostRows)
	}
	return &knownView{Text: page.T(ctx, "counter.known", "n", n, "day", calendar.DateOf(rows[0].Last).Print())}, nil
}

// differs are the fields in which an earlier dossier says something else than the form.
func (d *draft) differs(ctx context.Context) []change {
	var out []change
	for _, name := range slices.Sorted(maps.Keys(d.Earlier)) {
		if have := page.Line(d.Fields[name]); name != "so" && name != "loai" && d.Earlier[name] != "" && have != d.Earlier[name] {
			out = append(out, change{fieldLabel(ctx, name), have, d.Earlier[name]})
		}
	}
	return out
}

// recall fills the applicant from the newest dossier of his number.
func (o *room) recall(ctx context.Context, d *draft) error {
	kind, _ := strconv.Atoi(d.Fields["loai"])
	number, ok := readNumber(d.Fields["so"], kind > 1)
	if !ok || number == "" {
		return nil
	}
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := o.earlierOf(ctx, in, number)
	if err != nil || len(rows) == 0 {
		return err
	}
	if err := o.Watch(ctx, "search", rows[0].ID); err != nil {
		return err
	}
	a := rows[0].Applicant
	d.Earlier = map[string]string{"ten": a.Name, "so": a.Number, "sinh": a.Born, "dt": a.Phone, "dia-chi": a.Address, "email": a.Email}
	if a.Kind > 1 {
		d.Earlier["loai"] = strconv.Itoa(int(a.Kind))
	}
	maps.DeleteFunc(d.Earlier, func(_, v string) bool { return v == "" })
	for name, v := range d.Earlier {
		if page.Line(d.Fields[name]) == "" || name == "loai" {
			d.Fields[name] = v
		}
	}
	d.Undecided = len(d.differs(ctx)) > 0
	return nil
}

// settleEarlier does what the clerk decided about an earlier dossier, and keeps the draft.
func (o *room) settleEarlier(w http.ResponseWriter, r *http.Request, d *draft, what string) error {
	ctx := r.Context()
	switch what {
	case "nguoi-cu":
		if err := o.recall(ctx, d); err != nil {
			return err
		}
	case "dung-cu":
		maps.Copy(d.Fields, d.Earlier)
		d.Undecided = false
	case "giu-moi":
		d.Undecided = false
	}
	there, err := o.held(ctx, d)
	if err != nil {
		return err
	}
	if there != nil {
		return o.clash(w, r, there, d)
	}
	http.Redirect(w, r, draftURL(d.id)+"#nguoi-nop", http.StatusSeeOther)
	return nil
}

// placeOf says what an address of three tiers is today, as far as the data knows; empty when the
// address is of two, or cannot be told (one-stop-rules §1.2).
func (o *room) placeOf(ctx context.Context, text string) string {
	a := o.Catalog.Addresses
	r := a.Read(text, o.today())
	if !r.Old() {
		return ""
	}
	if r.Ward != "" {
		return page.T(ctx, "counter.address.known", "ward", r.Ward, "province", r.Province, "law", a.Law)
	}
	return page.T(ctx, "counter.address.old", "province", r.Province, "law", a.Law)
}
