package entrance

import (
	"net/http"
	"strconv"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/web/page"
)

func itoa(n int) string { return strconv.Itoa(n) }

// appView sets up an authenticator app.
type appView struct {
	Mistakes []page.Mistake
	Has      bool
	Secret   string
	Square   square
}

func (o *room) appForm(w http.ResponseWriter, r *http.Request) error {
	return o.showApp(w, r, http.StatusOK, appView{})
}

func (o *room) showApp(w http.ResponseWriter, r *http.Request, status int, v appView) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	if v.Has = a.TOTP != nil; v.Secret == "" {
		if v.Secret, err = o.Office.NewSecret(); err != nil {
			return err
		}
	}
	if v.Square, err = draw(access.KeyURL(v.Secret, a.Login, o.issuer())); err != nil {
		return err
	}
	return o.show(w, r, status, "app", v.Mistakes, appPage(v))
}

// app sets the authenticator up and shows the recovery codes: this once, so the answer is the
// page itself.
func (o *room) app(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	v := appView{Secret: r.PostFormValue("khoa_bi_mat")}
	codes, err := o.Office.AddTOTP(r.Context(), a.ID, v.Secret, r.PostFormValue("ma"))
	if err != nil {
		if v.Mistakes, err = o.mistake(r, err, "ma"); err != nil {
			return err
		}
		return o.showApp(w, r, http.StatusForbidden, v)
	}
	return o.showCodes(w, r, access.Entry{}, codes)
}

func (o *room) dropApp(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	if err := o.Office.DropSecond(r.Context(), a.ID, ""); err != nil {
		return err
	}
	return done(w, "bo")
}

func (o *room) recoveryForm(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	return o.show(w, r, http.StatusOK, "recovery", nil, recoveryPage(len(a.Recovery), a.HasSecond()))
}

func (o *room) recovery(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	codes, err := o.Office.NewRecovery(r.Context(), a.ID)
	if err != nil {
		return err
	}
	return o.showCodes(w, r, access.Entry{}, codes)
}

// endSession ends one of the own sessions, or all but this one.
func (o *room) endSession(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	if id := typed(r, "phien"); id != "" {
		err = o.Office.EndSession(r.Context(), a.ID, id)
	} else {
		err = o.Office.EndAll(r.Context(), a.ID, page.Session(r.Context()).ID)
	}
	if err != nil {
		return err
	}
	return done(w, "phien")
}

// looked says that the person knows the sign-ins at strange browsers; "khong" that one was not
// theirs: every other session ends and the password is changed.
func (o *room) looked(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	if err := o.Office.Looked(r.Context(), a.ID); err != nil {
		return err
	}
	if typed(r, "toi") != "khong" {
		return seeOther(w, page.Account)
	}
	if err := o.Office.EndAll(r.Context(), a.ID, page.Session(r.Context()).ID); err != nil {
		return err
	}
	return seeOther(w, passwordURL)
}
