package work

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

func undoURL(code string) string { return "/ho-so/" + url.PathEscape(code) + "/hoan-tac" }

// undo is the counter-act of the last act on a dossier: nothing is taken back in the ledger, a
// further entry leads back. Only what nobody has built on can be undone; an act of the law
// cannot, and the refusal says why.
func (o *room) undo(s *dossier.State, entries []ledger.Entry, who *access.Person) (dossier.Command, error) {
	if len(entries) == 0 {
		return nil, fault.New(fault.Conflict, "work.undo.nothing")
	}
	l := &entries[len(entries)-1]
	switch {
	case l.Actor != who.ID:
		return nil, fault.New(fault.Conflict, "work.undo.others")
	case l.Kind != dossier.EventTransferred:
		return nil, fault.New(fault.Conflict, "work.undo.legal")
	case o.Now().Sub(l.Recorded) > undoable:
		return nil, fault.New(fault.Conflict, "work.undo.late")
	}
	before, err := at(entries, l.Seq-1)
	if err != nil {
		return nil, fault.New(fault.Conflict, "work.undo.nothing")
	}
	back := before.Holder
	if back == "" {
		back = who.ID
	}
	if !slices.ContainsFunc(o.Desk.Possible(s, who, o.Now()), func(p desk.Possible) bool { return p.Command == "transfer" }) {
		return nil, fault.New(fault.Conflict, "work.undo.held")
	}
	return dossier.Transfer{To: back}, nil
}

// undone gives the counter-act of the reader's last act.
func (o *room) undone(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	key, err := page.Key(r)
	if err != nil {
		return err
	}
	seen, err := strconv.ParseInt(r.PostForm.Get("seq"), 10, 32)
	if err != nil || seen < 1 {
		return fault.New(fault.Invalid, "work.no_seq")
	}
	if o.Desk == nil {
		return fault.New(fault.Forbidden, "work.read_only")
	}
	in, err := o.Open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	s, err := page.FindDossier(ctx, in, o.Unit.Code, r.PathValue("code"))
	if err != nil {
		return err
	}
	entries, err := in.Entries(ctx, o.Unit.Code, ledger.Subject{Kind: dossier.SubjectKind, ID: s.ID})
	if err != nil {
		return err
	}
	who := person(ctx)
	if int(seen) < len(entries) { // sent before, or somebody was faster: desk says which
		entries = entries[:seen]
	}
	c, err := o.undo(s, entries, who)
	if err != nil {
		return err
	}
	in.Close() // nobody waits for the writer with a reading in hand
	_, err = o.Desk.Do(ctx, desk.Order{Unit: o.Unit.Code, Dossier: s.ID, Key: who.ID + ":" + key, Actor: who.As(o.roleOf(s, who, "transfer")), Who: who,
		Happened: o.Now(), Seen: int32(seen), Command: c})
	if err != nil {
		return err
	}
	http.Redirect(w, r, page.DossierURL(page.Known(s), nil), http.StatusSeeOther)
	return nil
}

// roleOf is the role in which a person may give a command, or the first to whom the table ever
// gives it.
func (o *room) roleOf(s *dossier.State, who *access.Person, command string) access.Role {
	for _, p := range o.Desk.Possible(s, who, o.Now()) {
		if p.Command == command {
			return p.Role
		}
	}
	for _, row := range o.Catalog.Workflow.Rows {
		for _, r := range row.Roles {
			if row.Command == command && who.Has(r) {
				return r
			}
		}
	}
	return access.Clerk
}

// UndoURL is where a person undoes the last act on a dossier; empty when it cannot be undone.
func UndoURL(site *page.Site, s *dossier.State, entries []ledger.Entry, who *access.Person) string {
	o := &room{Site: site}
	if site.Desk == nil || who == nil {
		return ""
	}
	if _, err := o.undo(s, entries, who); err != nil {
		return ""
	}
	return undoURL(page.Known(s))
}
