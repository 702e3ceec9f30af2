package entrance

import (
	"net/http"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// bindView is the page on which a person ties the own account to a sign-in service outside.
type bindView struct {
	Mistakes []page.Mistake
	Service  string // title of the service; empty: the unit uses none
	Bound    []access.Identity
	Onward   string // address of the service, once begun
}

func (o *room) bindForm(w http.ResponseWriter, r *http.Request) error {
	return o.showBind(w, r, http.StatusOK, bindView{})
}

func (o *room) showBind(w http.ResponseWriter, r *http.Request, status int, v bindView) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	v.Bound, v.Service = a.Outside, o.outside.title()
	return o.show(w, r, status, "outside", v.Mistakes, bindPage(v))
}

// bindBegin shows the link to the service; the way back ties who signs in there to this account. It
// is begun by a form, which no other site can send, and led on by a link, since forms of our pages
// may not lead away from this server.
func (o *room) bindBegin(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	if _, err := page.Key(r); err != nil {
		return err
	}
	v := bindView{}
	if v.Onward, err = o.outsideAsk(w, r, asked{Bind: a.ID}); err != nil {
		return err
	}
	return o.showBind(w, r, http.StatusOK, v)
}

// bound is the way back: it binds only where the very person who began it is still signed in, with
// a fresh proof of presence, at this browser.
func (o *room) bound(w http.ResponseWriter, r *http.Request, q asked, id access.Identity, err error) error {
	s := page.Session(r.Context())
	if s == nil || s.Person.ID != q.Bind {
		return o.over(w, r, fault.New(fault.Forbidden, "entrance.bind_over"))
	}
	if !s.Fresh(o.Now()) {
		return seeOther(w, page.Onward(page.Prove, bindURL))
	}
	if err == nil {
		order := access.Order{Key: s.Person.ID + ":bind:" + q.State, By: access.Actor{ID: s.Person.ID}, At: o.Now()}
		err = o.Office.Bind(r.Context(), order, s.Person.ID, id)
	}
	if err != nil {
		v := bindView{}
		if v.Mistakes, err = o.mistake(r, err, ""); err != nil {
			return err
		}
		return o.showBind(w, r, http.StatusForbidden, v)
	}
	return done(w, "gan")
}

// unbind ends the tie to one identity.
func (o *room) unbind(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	key, err := page.Key(r)
	if err != nil {
		return err
	}
	order := access.Order{Key: a.ID + ":unbind:" + key, By: access.Actor{ID: a.ID}, At: o.Now()}
	id := access.Identity{Issuer: r.PostFormValue("noi_cap"), Subject: r.PostFormValue("danh_tinh")}
	if err := o.Office.Unbind(r.Context(), order, a.ID, id); err != nil {
		v := bindView{}
		if v.Mistakes, err = o.mistake(r, err, ""); err != nil {
			return err
		}
		return o.showBind(w, r, http.StatusConflict, v)
	}
	return done(w, "bo-gan")
}
