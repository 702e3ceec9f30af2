package officer

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// revealKind is the kind of the notes that hold why somebody asked to see a person in full.
const revealKind = "reveal"

// revealed is how long a person stays shown after a reason was given.
const revealed = 10 * time.Minute

// revealNote is the body of such a note.
type revealNote struct {
	Dossier string    `json:"d"`
	Reason  string    `json:"r"`
	At      time.Time `json:"at"`
}

// mayKnow reports whether who asks is shown the person in full, and records the look first.
func (o *room) mayKnow(ctx context.Context, s *dossier.State) (bool, error) {
	who := page.Person(ctx)
	what := "page"
	if !page.Allowed(ctx, page.Read) {
		if o.Notes == nil || who == nil {
			return false, nil
		}
		what = "reveal"
		last, err := o.lastReveal(ctx, s, who.ID, o.Now())
		if err != nil || last == nil || o.Now().Sub(last.At) > revealed {
			return false, err
		}
	}
	return true, o.Watch(ctx, what, s.ID)
}

// lastReveal is the last reason for which somebody asked to see the person of a dossier, at an
// instant; nil: none. Every reason is a note of its own, so that each look keeps its reason.
func (o *room) lastReveal(ctx context.Context, s *dossier.State, who string, at time.Time) (last *revealNote, err error) {
	all, err := o.Notes.List(ctx, o.Unit.Code, revealKind, who, 0)
	for _, n := range all {
		var b revealNote
		if json.Unmarshal(n.Body, &b) != nil || b.Dossier != s.ID.String() || b.At.After(at) {
			continue
		}
		if last == nil || b.At.After(last.At) {
			last = &b
		}
	}
	return last, err
}

// reveal keeps the reason for which somebody without the daily work on dossiers looks at a
// person; for ten minutes the page then shows the person in full.
func (o *room) reveal(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := o.open(ctx)
	if err != nil {
		return err
	}
	s, err := page.FindDossier(ctx, in, o.Unit.Code, r.PathValue("code"))
	in.Close()      // nobody waits for the writer with a reading in hand
	if err != nil { // before anything of the form: what is not there answers the same to every form
		return err
	}
	key, err := page.Key(r)
	if err != nil {
		return err
	}
	reason := page.Paragraphs(r.PostFormValue("ly-do"))
	switch n := utf8.RuneCountInString(reason); {
	case n < 10 || n > 500:
		return fault.New(fault.Invalid, "officer.reveal.no_reason")
	case o.Notes == nil:
		return fault.New(fault.Forbidden, "work.read_only")
	}
	who := page.Person(ctx)
	body, err := json.Marshal(revealNote{s.ID.String(), reason, o.Now().UTC()})
	if err != nil {
		return err
	}
	_, err = o.Notes.Put(ctx, note.Note{Unit: o.Unit.Code, Kind: revealKind, ID: s.ID.String() + ":" + who.ID + ":" + key, Owner: who.ID, Body: body})
	if err != nil && !fault.Is(err, fault.Conflict) { // the same form again is the same reason
		return err
	}
	http.Redirect(w, r, page.DossierURL(page.Known(s), nil), http.StatusSeeOther)
	return nil
}

// people are who the dossier is of: in full, or masked.
func (o *room) people(ctx context.Context, s *dossier.State, open bool) []page.Fact {
	t := func(key string) string { return page.T(ctx, "officer.person."+key) }
	if !open {
		return []page.Fact{{Name: t("masked"), Text: joined(page.Masked(s.Applicant), page.MaskedNumber(s.Applicant.Number), page.MaskedNumber(s.Applicant.Phone))}}
	}
	a := s.Applicant
	out := []page.Fact{{Name: t("applicant"), Text: a.Name}, {Name: t("number"), Text: a.Number}, {Name: t("born"), Text: a.Born},
		{Name: t("phone"), Text: a.Phone}, {Name: t("mail"), Text: a.Email}, {Name: t("address"), Text: a.Address},
		{Name: t("assurance"), Text: page.T(ctx, "officer.assurance."+digit(uint8(s.Assurance)))}, {Name: t("request"), Text: s.Request}}
	if p := s.Representative; p != nil {
		out = append(out, page.Fact{Name: t("representative"), Text: joined(p.Name, p.Number, p.Phone, p.Address)}, page.Fact{Name: t("authorisation"), Text: p.Paper})
	}
	if s.ReturnAt != "" {
		out = append(out, page.Fact{Name: t("return_at"), Text: joined(page.T(ctx, "work.return_at."+string(s.ReturnAt)), s.ReturnTo)})
	}
	return out
}

func joined(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " · ")
}

// lookView is a look at this dossier's person.
type lookView struct{ When, Who, What, Reason string }

// looks are the latest looks, for who may read them.
func (o *room) looks(ctx context.Context, in *look, s *dossier.State) ([]lookView, error) {
	if !page.Allowed(ctx, page.Watch) {
		return nil, nil
	}
	rows, _, err := in.Views(ctx, viewsOf(o.Unit.Code, s))
	if err != nil {
		return nil, err
	}
	var out []lookView
	for _, x := range rows {
		v := lookView{When: calendar.PrintInstant(x.At), Who: o.who(ctx, x.Actor, ""), What: page.T(ctx, "officer.look."+x.What)}
		if x.What == "reveal" && o.Notes != nil {
			why, err := o.lastReveal(ctx, s, x.Actor, x.At)
			if err != nil {
				return nil, err
			}
			if why != nil {
				v.Reason = why.Reason
			}
		}
		out = append(out, v)
	}
	return out, nil
}

func viewsOf(unit string, s *dossier.State) access.ViewQuery {
	return access.ViewQuery{Unit: unit, Dossier: s.ID, Limit: 20}
}
