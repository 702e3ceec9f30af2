package entrance

import (
	"net/http"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// switchView is the page on which a shared machine changes hands.
type switchView struct {
	Mistakes []page.Mistake
	People   []*access.Account // who signed in at this browser today
	Chosen   string            // login
	Now      string            // id of who is signed in; empty: the machine is locked
	NowName  string
	Passkeys bool // the server was called by a name
}

func (o *room) switchForm(w http.ResponseWriter, r *http.Request) error {
	if err := o.ready(); err != nil {
		return err
	}
	return o.showSwitch(w, r, http.StatusOK, switchView{Chosen: r.URL.Query().Get("ai")})
}

func (o *room) showSwitch(w http.ResponseWriter, r *http.Request, status int, v switchView) error {
	var err error
	if v.People, err = o.Office.Colleagues(r.Context(), cookie(r, browserCookie)); err != nil {
		return err
	}
	v.Passkeys = nameForKeys(r)
	if p := page.Person(r.Context()); p != nil {
		v.Now, v.NowName = p.ID, p.Name
	}
	return o.show(w, r, status, "switch", v.Mistakes, switchPage(v))
}

// switchTo signs the next person in by password; who gave a second factor here today is not
// asked for it again, but for administrators and leaders. The session before it ends, drafts
// stay with whose they are.
func (o *room) switchTo(w http.ResponseWriter, r *http.Request) error {
	if err := o.ready(); err != nil {
		return err
	}
	p, err := o.place(w, r)
	if err != nil {
		return err
	}
	v := switchView{Chosen: typed(r, "ten")}
	e, err := o.Office.SignIn(r.Context(), v.Chosen, secret(r, "mat_khau"), p, true)
	if err != nil {
		if v.Mistakes, err = o.mistake(r, err, "mat_khau"); err != nil {
			return err
		}
		return o.showSwitch(w, r, http.StatusForbidden, v)
	}
	return o.arrive(w, r, e, onward{})
}

// lock ends the session and leaves the machine at the page of switching.
func (o *room) lock(w http.ResponseWriter, r *http.Request) error {
	return o.leave(w, r, page.SwitchUser)
}

func (o *room) signOut(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Clear-Site-Data", `"cache"`) // nothing of what was read stays in the browser (ASVS 14.3.1)
	return o.leave(w, r, page.SignIn)
}

func (o *room) leave(w http.ResponseWriter, r *http.Request, to string) error {
	if err := o.ready(); err != nil {
		return err
	}
	if token := cookie(r, page.SessionCookie); token != "" {
		if err := o.Office.SignOut(r.Context(), token); err != nil {
			return err
		}
		setCookie(w, page.SessionCookie, "", 0)
	}
	return seeOther(w, to)
}

// proveView is the proof of presence.
type proveView struct {
	onward
	Mistakes []page.Mistake
	access.Asks
	Known   bool // has a password or a second factor at all
	App     bool // the code comes from an authenticator; else it is a recovery code
	Passkey bool
	Minutes int
	Kept    *kept
}

func (o *room) proveForm(w http.ResponseWriter, r *http.Request) error {
	return o.showProve(w, r, http.StatusOK, proveView{onward: onwardOf(r)})
}

func (o *room) showProve(w http.ResponseWriter, r *http.Request, status int, v proveView) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	v.Asks, v.Known, v.App, v.Passkey = o.Office.Asks(a), a.Hash != "" || a.HasSecond(), a.TOTP != nil, hasPasskey(a, r)
	v.Minutes = o.Office.Policy.StepUp.Minutes
	if v.Keep != "" {
		if v.Kept, err = readKept(v.Keep); err != nil {
			return err
		}
	}
	return o.show(w, r, status, "prove", v.Mistakes, provePage(v))
}

// own is the account of who asks.
func (o *room) own(r *http.Request) (*access.Account, error) {
	if err := o.ready(); err != nil {
		return nil, err
	}
	return o.Office.Account(r.Context(), page.Person(r.Context()).ID)
}

func (o *room) prove(w http.ResponseWriter, r *http.Request) error {
	v := proveView{onward: onwardOf(r)}
	p, err := o.place(nil, r)
	if err != nil {
		return err
	}
	var token string
	if answer := r.PostFormValue("tra_loi"); answer != "" {
		token, err = o.proveByKey(r, answer)
	} else {
		token, err = o.Office.Prove(r.Context(), cookie(r, page.SessionCookie), secret(r, "mat_khau"), r.PostFormValue("ma"), p)
	}
	if err != nil {
		field := "mat_khau"
		if e, ok := fault.Of(err); ok && strings.HasPrefix(e.Key, "access.code_") {
			field = "ma"
		}
		if v.Mistakes, err = o.mistake(r, err, field); err != nil {
			return err
		}
		return o.showProve(w, r, http.StatusForbidden, v)
	}
	setCookie(w, page.SessionCookie, token, 0)
	if v.Keep != "" {
		who := page.Person(r.Context())
		return o.replay(w, r, access.Entry{Person: *who}, v.Keep)
	}
	if v.Return == "" {
		v.Return = home(page.Person(r.Context()))
	}
	return seeOther(w, v.Return)
}

// accountView is the own account.
type accountView struct {
	Account  *access.Account
	Person   *access.Person
	Sessions []*access.Session
	This     string // id of the session that asks
	Second   bool   // must have a second factor
	Host     bool   // passkeys work under this name of the server
	Service  string // title of the sign-in service outside; empty: the unit uses none
	Said     string // what was just done
}

func (o *room) account(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	v := accountView{Account: a, Person: page.Person(r.Context()), This: page.Session(r.Context()).ID, Host: nameForKeys(r), Service: o.outside.title(), Said: said(r.URL.Query().Get("xong"))}
	v.Second = o.Office.Policy.NeedsSecond(v.Person.Roles)
	if v.Sessions, err = o.Office.Sessions(r.Context(), a.ID); err != nil {
		return err
	}
	return o.show(w, r, http.StatusOK, "account", nil, accountPage(v))
}

// said is what the own account says was done; only these words.
func said(what string) string {
	switch what {
	case "mat-khau", "ung-dung", "bo", "khoa", "phien", "gan", "bo-gan":
		return "entrance.done." + map[string]string{"mat-khau": "password", "ung-dung": "app", "bo": "dropped", "khoa": "passkey", "phien": "sessions",
			"gan": "bound", "bo-gan": "unbound"}[what]
	}
	return ""
}

func done(w http.ResponseWriter, what string) error { return seeOther(w, page.Account+"?xong="+what) }

// passwordView is the change of the own password.
type passwordView struct {
	Mistakes []page.Mistake
	Login    string
	Has      bool
	Least    int
}

func (o *room) passwordForm(w http.ResponseWriter, r *http.Request) error {
	return o.showPassword(w, r, http.StatusOK, passwordView{})
}

func (o *room) showPassword(w http.ResponseWriter, r *http.Request, status int, v passwordView) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	v.Login, v.Has = a.Login, a.Hash != ""
	if v.Least, err = o.Office.LeastPassword(r.Context(), a); err != nil {
		return err
	}
	return o.show(w, r, status, "password", v.Mistakes, passwordPage(v))
}

func (o *room) password(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	s := page.Session(r.Context())
	p, err := o.place(nil, r)
	if err != nil {
		return err
	}
	if err := o.Office.ChangePassword(r.Context(), a.ID, secret(r, "mat_khau_cu"), secret(r, "mat_khau"), s.ID, p); err != nil {
		v := passwordView{}
		if v.Mistakes, err = o.mistake(r, err, fieldOf(err)); err != nil {
			return err
		}
		return o.showPassword(w, r, http.StatusForbidden, v)
	}
	return done(w, "mat-khau")
}
