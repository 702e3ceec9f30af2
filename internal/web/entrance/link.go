package entrance

import (
	"net/http"
	"slices"
	"strings"

	"rsc.io/qr"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// linkView is the page of a one-time link: the first administrator, or a new password.
type linkView struct {
	Mistakes          []page.Mistake
	Token             string
	First             bool
	Login, Name, Post string
	Least             int
	Secret            string
	Square            square
}

func (o *room) linkForm(w http.ResponseWriter, r *http.Request) error {
	if err := o.ready(); err != nil {
		return err
	}
	return o.showLink(w, r, http.StatusOK, linkView{})
}

func (o *room) showLink(w http.ResponseWriter, r *http.Request, status int, v linkView) error {
	v.Token = r.PathValue("token")
	l, a, err := o.Office.OpenLink(r.Context(), v.Token)
	if err != nil {
		return err
	}
	if v.First = l.What == "first"; !v.First {
		v.Name, v.Login = a.Name, a.Login
		if v.Least, err = o.Office.LeastPassword(r.Context(), a); err != nil {
			return err
		}
		return o.show(w, r, status, "new_password", v.Mistakes, linkPage(v))
	}
	v.Least = o.Office.Policy.Password.Least
	if v.Secret == "" {
		if v.Secret, err = o.Office.NewSecret(); err != nil {
			return err
		}
	}
	login := v.Login
	if login == "" {
		login = "quan-tri"
	}
	if v.Square, err = draw(access.KeyURL(v.Secret, login, o.issuer())); err != nil {
		return err
	}
	return o.show(w, r, status, "first_run", v.Mistakes, firstPage(v))
}

func (o *room) link(w http.ResponseWriter, r *http.Request) error {
	if err := o.ready(); err != nil {
		return err
	}
	p, err := o.place(w, r)
	if err != nil {
		return err
	}
	token := r.PathValue("token")
	v := linkView{Login: typed(r, "ten"), Name: typed(r, "ho_ten"), Post: typed(r, "chuc_danh"), Secret: r.PostFormValue("khoa_bi_mat")}
	l, _, err := o.Office.OpenLink(r.Context(), token)
	if err != nil {
		return err
	}
	if l.What != "first" {
		e, err := o.Office.UseLink(r.Context(), token, secret(r, "mat_khau"), p)
		if err != nil {
			return o.linkRefused(w, r, v, err)
		}
		return o.arrive(w, r, e, onward{})
	}
	e, codes, err := o.Office.UseFirst(r.Context(), token, access.First{Login: v.Login, Name: v.Name, Post: v.Post,
		Password: secret(r, "mat_khau"), Secret: v.Secret, Code: r.PostFormValue("ma")}, p)
	if err != nil {
		return o.linkRefused(w, r, v, err)
	}
	return o.showCodes(w, r, e, codes)
}

func (o *room) linkRefused(w http.ResponseWriter, r *http.Request, v linkView, err error) error {
	if v.Mistakes, err = o.mistake(r, err, fieldOf(err)); err != nil {
		return err
	}
	return o.showLink(w, r, http.StatusForbidden, v)
}

// fieldOf is the field that a refusal speaks of.
func fieldOf(err error) string {
	e, ok := fault.Of(err)
	switch {
	case !ok:
		return ""
	case strings.HasPrefix(e.Key, "access.login"):
		return "ten"
	case e.Key == "access.name_missing":
		return "ho_ten"
	case strings.HasPrefix(e.Key, "access.code"), e.Key == "access.secret_malformed":
		return "ma"
	case e.Key == "access.password_wrong", e.Key == "access.locked":
		return "mat_khau_cu"
	}
	return "mat_khau"
}

// square is a picture of squares as an SVG path: side modules on a side, with the quiet zone.
type square struct {
	Side int
	Path string
}

// quiet is the white border that readers want around the code, in modules.
const quiet = 4

func draw(text string) (square, error) {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return square{}, err
	}
	var b strings.Builder
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			run := 0
			for x+run < c.Size && c.Black(x+run, y) {
				run++
			}
			if run > 0 {
				b.WriteString("M" + itoa(x+quiet) + " " + itoa(y+quiet) + "h" + itoa(run) + "v1h-" + itoa(run) + "z")
				x += run
			}
		}
	}
	return square{c.Size + 2*quiet, b.String()}, nil
}

// hasPasskey reports whether an account has a passkey for the host of a request.
func hasPasskey(a *access.Account, r *http.Request) bool {
	return slices.ContainsFunc(a.Passkeys, func(p access.Passkey) bool { return p.Host == hostName(r) })
}

// hostName is the name by which a browser called this server, without port.
func hostName(r *http.Request) string { return strings.ToLower(host(r.Host)) }
