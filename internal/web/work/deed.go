package work

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// deed is one act of one person on one dossier, while its form is shown or sent.
type deed struct {
	*room
	ctx     context.Context
	in      page.Reading
	who     *access.Person
	name    string      // command
	role    access.Role // in which it is given; "" when it is not possible
	s       *dossier.State
	entries []ledger.Entry
	names   officers

	sent  bool       // the form came back
	typed url.Values // what was typed
	seen  int32      // up to which entry the person had seen the dossier
	back  string     // place in a queue, as it came

	earlier page.Earlier // when it happened, if it was not now

	problems []problem
}

// problem is what is wrong with one field; Field "" is the whole form.
type problem struct{ Field, Text string }

// deed reads what a form is about. The caller closes it.
func (o *room) deed(r *http.Request) (*deed, error) {
	ctx, name := r.Context(), r.PathValue("command")
	if _, ok := acts[name]; !ok {
		return nil, fault.New(fault.NotFound, "work.no_act", "act", name)
	}
	if o.Desk == nil {
		return nil, fault.New(fault.Forbidden, "work.read_only")
	}
	// What needs a connection of its own is read before the reading begins: who holds one and
	// asks for another may wait for somebody who does the same.
	names, err := o.officers(ctx)
	if err != nil {
		return nil, err
	}
	d := &deed{room: o, ctx: ctx, who: person(ctx), name: name, names: names, typed: url.Values{}, back: r.FormValue("hd")}
	if d.in, err = o.Open(ctx); err != nil {
		return nil, err
	}
	if err := d.read(r); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// close ends the reading of a deed; it may be called again.
func (d *deed) close() {
	if d.in != nil {
		d.in.Close()
		d.in = nil
	}
}

// reread reads the dossier as it is now, when the reading was ended.
func (d *deed) reread(r *http.Request) (err error) {
	if d.in != nil {
		return nil
	}
	if d.in, err = d.Open(d.ctx); err != nil {
		return err
	}
	return d.read(r)
}

func (d *deed) read(r *http.Request) error {
	s, err := page.FindDossier(d.ctx, d.in, d.Unit.Code, r.PathValue("code"))
	if err != nil {
		return err
	}
	d.s, d.seen = s, s.Seq
	if d.entries, err = d.in.Entries(d.ctx, d.Unit.Code, ledger.Subject{Kind: dossier.SubjectKind, ID: s.ID}); err != nil {
		return err
	}
	d.role = d.roleFor()
	if r.Method == http.MethodPost {
		d.sent, d.typed = true, r.PostForm
		seen, err := strconv.ParseInt(d.typed.Get("seq"), 10, 32)
		if err != nil || seen < 1 {
			return fault.New(fault.Invalid, "work.no_seq")
		}
		d.seen = int32(seen)
	} else {
		d.typed = r.URL.Query()
	}
	d.earlier = page.ReadEarlier(d.ctx, d.typed.Get, d.Now(), d.Desk.MaxLag)
	return nil
}

// roleFor is the role in which the person may give the command now: desk's word.
func (d *deed) roleFor() access.Role {
	for _, p := range d.Desk.Possible(d.s, d.who, d.Now()) {
		if p.Command == d.name {
			return p.Role
		}
	}
	return ""
}

// anyRole is a role of the person to whom the table gives the command at all, for an order that
// desk will refuse or has answered before.
func (d *deed) anyRole() access.Role {
	if d.role != "" {
		return d.role
	}
	for _, row := range d.Catalog.Workflow.Rows {
		for _, r := range row.Roles {
			if row.Command == d.name && d.who.Has(r) {
				return r
			}
		}
	}
	if len(d.who.Roles) == 0 {
		return access.Clerk
	}
	return d.who.Roles[0]
}

// row is the line of the transition table that the act stands on.
func (d *deed) row() workflow.Row {
	row, _ := d.Catalog.Workflow.FindWhen(uint8(d.s.Status), d.name, d.anyRole(), !d.s.ReceivedAt.IsZero())
	return row
}

// refusal is why the command cannot be given now; nil when it can.
func (d *deed) refusal() error {
	if d.role != "" {
		return nil
	}
	err := d.Desk.Refusal(d.s, d.who, d.anyRole(), d.name, d.Now())
	if f, ok := fault.Of(err); ok && f.Key == "desk.not_holder" {
		return fault.New(f.Kind, "desk.not_holder", "holder", d.names.of(d.s.Holder))
	}
	return err
}

// get is one field as it is kept.
func (d *deed) get(name string) string { return page.Paragraphs(d.typed.Get(name)) }

// or is a field as it was typed, or what a fresh form begins with.
func (d *deed) or(name, fresh string) string {
	if d.sent || d.typed.Has(name) {
		return d.typed.Get(name)
	}
	return fresh
}

// ticked reports whether a box of a group is ticked; fresh says how it begins.
func (d *deed) ticked(name, value string, fresh bool) bool {
	if d.sent {
		return slices.Contains(d.typed[name], value)
	}
	return fresh
}

// need is a field that must not be empty.
func (d *deed) need(name, key string) string {
	v := d.get(name)
	if v == "" {
		d.wrong(name, key)
	}
	return v
}

// wrong notes what is wrong with a field.
func (d *deed) wrong(field, key string, kv ...any) {
	d.problems = append(d.problems, problem{field, page.T(d.ctx, key, kv...)})
}

func (d *deed) t(key string, kv ...any) string { return page.T(d.ctx, "work."+key, kv...) }

// order is the deed as an order to the desk.
func (d *deed) order(key string, c dossier.Command, then []desk.Next) desk.Order {
	return desk.Order{Unit: d.Unit.Code, Dossier: d.s.ID, Key: d.who.ID + ":" + key, Actor: d.who.As(d.anyRole()), Who: d.who,
		Happened: d.earlier.At, Why: d.earlier.Why, Seen: d.seen, Command: c, Then: then}
}

// at is the dossier as it stood after an entry.
func at(entries []ledger.Entry, seq int32) (*dossier.State, error) {
	s := &dossier.State{}
	for i := range entries {
		if entries[i].Seq > seq {
			break
		}
		if err := dossier.Apply(s, &entries[i]); err != nil {
			return nil, err
		}
	}
	return s, nil
}
