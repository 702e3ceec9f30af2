package work

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
)

// viewKind is the kind of the notes of saved views.
const viewKind = "view"

// mostViews bounds how many views one person keeps.
const mostViews = 30

// saved is a queue with its filters under a name: one person's, or shared by a role.
type saved struct {
	V         int         `json:"v"`
	ID        string      `json:"-"`
	Rev       int64       `json:"-"`
	Name      string      `json:"name"`
	By        string      `json:"by"`
	Role      access.Role `json:"role,omitempty"` // that shares it; empty: nobody
	Queue     string      `json:"queue"`
	Bucket    int         `json:"bucket,omitempty"`
	Procedure string      `json:"procedure,omitempty"`
	Field     string      `json:"field,omitempty"`
	Holder    string      `json:"holder,omitempty"`
	Sort      string      `json:"sort,omitempty"`
	Dropped   time.Time   `json:"dropped,omitzero"` // taken away; can be fetched back for ten minutes
}

// at is the view as a place in its queue.
func (v *saved) at() page.InQueue {
	return page.InQueue{ID: v.Queue, View: v.ID, Bucket: v.Bucket, Procedure: v.Procedure, Field: v.Field, Holder: v.Holder, Sort: v.Sort}
}

// views are those of a person: own ones and those that a role of theirs shares.
func (o *room) views(ctx context.Context, p *access.Person) ([]*saved, error) {
	if o.Notes == nil {
		return nil, nil
	}
	notes, err := o.Notes.List(ctx, o.Unit.Code, viewKind, "", 0)
	if err != nil {
		return nil, err
	}
	var out []*saved
	for _, n := range notes {
		v, err := readView(n)
		if err != nil {
			return nil, err
		}
		if v.Dropped.IsZero() && (v.By == p.ID || v.Role != "" && p.Has(v.Role)) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b *saved) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return out, nil
}

func readView(n note.Note) (*saved, error) {
	v := &saved{}
	if err := json.Unmarshal(n.Body, v); err != nil || v.V != 1 {
		return nil, fault.Wrap(err, fault.Internal, "work.view.unreadable", "id", n.ID)
	}
	v.ID, v.Rev = n.ID, n.Rev
	return v, nil
}

func (o *room) putView(ctx context.Context, v *saved) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	n := note.Note{Unit: o.Unit.Code, Kind: viewKind, ID: v.ID, Owner: v.By, Rev: v.Rev, Body: body}
	if !v.Dropped.IsZero() {
		n.Expires = o.Now().Add(undoable)
	}
	v.Rev, err = o.Notes.Put(ctx, n)
	return err
}

// saveView keeps the queue and filters of a page under a name.
func (o *room) saveView(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	key, err := page.Key(r)
	if err != nil {
		return err
	}
	if o.Notes == nil {
		return fault.New(fault.Forbidden, "work.read_only")
	}
	who, q := person(ctx), page.ParseInQueue(r.PostForm.Get("hd"))
	name := strings.Join(strings.Fields(r.PostForm.Get("ten")), " ")
	if q == nil {
		return fault.New(fault.Invalid, "work.no_filter")
	}
	if _, err := o.lot(*q, who); err != nil {
		return err
	}
	if n := utf8.RuneCountInString(name); n < 1 || n > 40 {
		return o.backTo(w, r, "ten-bo-loc", fault.New(fault.Invalid, "work.view.name"))
	}
	v := &saved{V: 1, ID: key, Name: name, By: who.ID, Queue: q.ID, Bucket: q.Bucket, Procedure: q.Procedure, Field: q.Field, Holder: q.Holder, Sort: q.Sort}
	if share := access.Role(r.PostForm.Get("vai")); share != "" {
		if !who.Has(share) {
			return fault.New(fault.Forbidden, "work.view.share")
		}
		v.Role = share
	}
	mine, err := o.Notes.List(ctx, o.Unit.Code, viewKind, who.ID, mostViews)
	if err != nil {
		return err
	}
	if len(mine) >= mostViews {
		return o.backTo(w, r, "ten-bo-loc", fault.New(fault.Conflict, "work.view.many", "most", mostViews))
	}
	if err := o.putView(ctx, v); err != nil && !fault.Is(err, fault.Conflict) { // the same form again is the same view
		return err
	}
	http.Redirect(w, r, v.at().URL(), http.StatusSeeOther)
	return nil
}

// dropView takes a view away, or fetches it back within ten minutes.
func (o *room) dropView(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if _, err := page.Key(r); err != nil {
		return err
	}
	if o.Notes == nil {
		return fault.New(fault.Forbidden, "work.read_only")
	}
	n, err := o.Notes.Get(ctx, o.Unit.Code, viewKind, r.PostForm.Get("xem"))
	if err != nil {
		return err
	}
	v, err := readView(n)
	if err != nil {
		return err
	}
	if v.By != person(ctx).ID {
		return fault.New(fault.Forbidden, "work.view.others")
	}
	to := page.InQueue{ID: v.Queue}.URL()
	if r.PostForm.Get("buoc") == "lay-lai" {
		v.Dropped, to = time.Time{}, v.at().URL()
	} else {
		v.Dropped = o.Now().UTC()
		to += "?vua-bo=" + v.ID
	}
	if err := o.putView(ctx, v); err != nil {
		return err
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// droppedView is the view that was just taken away by who asks; nil when none was.
func (o *room) droppedView(ctx context.Context, id string) *saved {
	if id == "" || o.Notes == nil {
		return nil
	}
	n, err := o.Notes.Get(ctx, o.Unit.Code, viewKind, id)
	if err != nil {
		return nil
	}
	if v, err := readView(n); err == nil && !v.Dropped.IsZero() && v.By == person(ctx).ID {
		return v
	}
	return nil
}
