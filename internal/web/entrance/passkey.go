package entrance

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/access/passkey"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// Purposes of a challenge: an answer to one is no answer to another.
const (
	toEnter    = "enter"
	toProve    = "prove"
	toRegister = "register"
)

// nameForKeys reports whether passkeys work under the name by which the browser called this
// server: a name, not an address (WebAuthn binds a key to a name).
func nameForKeys(r *http.Request) bool {
	_, err := netip.ParseAddr(strings.Trim(hostName(r), "[]"))
	return err != nil && hostName(r) != ""
}

// keyDoor is the name of this server as the browser says it. The Origin header was compared
// with the host before any handler saw the request.
func keyDoor(r *http.Request) (passkey.Door, error) {
	u, err := url.Parse(r.Header.Get("Origin"))
	if err != nil || !strings.EqualFold(u.Host, r.Host) || !nameForKeys(r) {
		return passkey.Door{}, fault.New(fault.Invalid, "access.passkey_host")
	}
	return passkey.Door{Host: hostName(r), Origin: u.Scheme + "://" + strings.ToLower(u.Host)}, nil
}

// answerJSON answers the page's script; a refusal is a sentence that it shows.
func (o *room) answerJSON(w http.ResponseWriter, r *http.Request, options []byte, token string, err error) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err != nil {
		w.WriteHeader(page.Status(err))
		return json.NewEncoder(w).Encode(map[string]string{"error": o.Words.Error(page.Lang(r.Context()), err)})
	}
	return json.NewEncoder(w).Encode(map[string]any{"options": json.RawMessage(options), "token": token})
}

// challenge asks for a passkey and answers the script with it.
func (o *room) challenge(w http.ResponseWriter, r *http.Request, what string, ask func(passkey.Door) (passkey.Asked, error)) error {
	if err := o.ready(); err != nil {
		return err
	}
	d, err := keyDoor(r)
	if err != nil {
		return o.answerJSON(w, r, nil, "", err)
	}
	p, err := o.place(w, r)
	if err != nil {
		return err
	}
	q, err := ask(d)
	if err != nil {
		return o.answerJSON(w, r, nil, "", err)
	}
	token, err := o.Office.Challenge(r.Context(), what, q.State, p)
	return o.answerJSON(w, r, q.Options, token, err)
}

// verified is the account that an answer proves. The passkey's counter is kept before it counts.
func (o *room) verified(r *http.Request, what, answer string, p access.Place) (*access.Account, error) {
	d, err := keyDoor(r)
	if err != nil {
		return nil, err
	}
	state, err := o.Office.Answer(r.Context(), what, typed(r, "luot"), p)
	if err != nil {
		return nil, err
	}
	a, key, err := d.Answered(r.Context(), o.Office.Account, state, []byte(answer))
	if err != nil {
		return nil, err
	}
	return a, o.Office.UsedPasskey(r.Context(), a.ID, key)
}

func (o *room) keyOptions(w http.ResponseWriter, r *http.Request) error {
	return o.challenge(w, r, toEnter, func(d passkey.Door) (passkey.Asked, error) {
		p, err := o.place(nil, r)
		if err != nil {
			return passkey.Asked{}, err
		}
		if stage, a, err := o.Office.Under(r.Context(), cookie(r, entryCookie), p); err == nil && stage == access.NeedsCode {
			return d.Ask(a)
		}
		return d.Ask(nil)
	})
}

// keyAnswer enters by a passkey, or gives the second factor of a sign-in under way.
func (o *room) keyAnswer(w http.ResponseWriter, r *http.Request) error {
	if err := o.ready(); err != nil {
		return err
	}
	ctx, on := r.Context(), onwardOf(r)
	p, err := o.place(w, r)
	if err != nil {
		return err
	}
	var e access.Entry
	a, err := o.verified(r, toEnter, r.PostFormValue("tra_loi"), p)
	if err == nil {
		token := cookie(r, entryCookie)
		if stage, under, no := o.Office.Under(ctx, token, p); no == nil && stage == access.NeedsCode && under.ID == a.ID {
			e, err = o.Office.Passed(ctx, token, a.ID, p)
		} else {
			e, err = o.Office.Admit(ctx, a.ID, true, p)
		}
	}
	if err != nil {
		d := door{onward: on}
		if d.Mistakes, err = o.mistake(r, err, "ten"); err != nil {
			return err
		}
		return o.showDoor(w, r, http.StatusForbidden, d)
	}
	return o.arrive(w, r, e, on)
}

func (o *room) proveKeyOptions(w http.ResponseWriter, r *http.Request) error {
	return o.challenge(w, r, toProve, func(d passkey.Door) (passkey.Asked, error) {
		a, err := o.own(r)
		if err != nil {
			return passkey.Asked{}, err
		}
		return d.Ask(a)
	})
}

// proveByKey renews the proof of presence by a passkey of who is signed in.
func (o *room) proveByKey(r *http.Request, answer string) (string, error) {
	p, err := o.place(nil, r)
	if err != nil {
		return "", err
	}
	a, err := o.verified(r, toProve, answer, p)
	if err != nil {
		return "", err
	}
	if a.ID != page.Person(r.Context()).ID {
		return "", fault.New(fault.Forbidden, "access.passkey_refused")
	}
	return o.Office.Proved(r.Context(), cookie(r, page.SessionCookie), true)
}

// keysView are the own passkeys.
type keysView struct {
	Mistakes []page.Mistake
	Keys     []access.Passkey
	Host     bool
	HostName string
}

func (o *room) passkeyForm(w http.ResponseWriter, r *http.Request) error {
	return o.showPasskeys(w, r, http.StatusOK, keysView{})
}

func (o *room) showPasskeys(w http.ResponseWriter, r *http.Request, status int, v keysView) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	v.Keys, v.Host, v.HostName = a.Passkeys, nameForKeys(r), hostName(r)
	return o.show(w, r, status, "passkeys", v.Mistakes, passkeysPage(v))
}

func (o *room) passkeyOptions(w http.ResponseWriter, r *http.Request) error {
	return o.challenge(w, r, toRegister, func(d passkey.Door) (passkey.Asked, error) {
		a, err := o.own(r)
		if err != nil {
			return passkey.Asked{}, err
		}
		return d.Register(a)
	})
}

func (o *room) passkeyAdd(w http.ResponseWriter, r *http.Request) error {
	if err := o.addPasskey(w, r); err != nil {
		v := keysView{}
		if v.Mistakes, err = o.mistake(r, err, "ten_khoa"); err != nil {
			return err
		}
		return o.showPasskeys(w, r, http.StatusForbidden, v)
	}
	return done(w, "khoa")
}

func (o *room) addPasskey(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	p, err := o.place(w, r)
	if err != nil {
		return err
	}
	d, err := keyDoor(r)
	if err != nil {
		return err
	}
	state, err := o.Office.Answer(r.Context(), toRegister, typed(r, "luot"), p)
	if err != nil {
		return err
	}
	name := typed(r, "ten_khoa")
	if name == "" || utf8.RuneCountInString(name) > 60 {
		name = p.Device
	}
	key, err := d.Registered(a, state, []byte(r.PostFormValue("tra_loi")), name, o.Now())
	if err != nil {
		return err
	}
	return o.Office.AddPasskey(r.Context(), a.ID, key)
}

func (o *room) passkeyDrop(w http.ResponseWriter, r *http.Request) error {
	a, err := o.own(r)
	if err != nil {
		return err
	}
	id := typed(r, "ma_khoa")
	if id == "" {
		return fault.New(fault.Invalid, "access.passkey_refused")
	}
	if err := o.Office.DropSecond(r.Context(), a.ID, id); err != nil {
		return err
	}
	return done(w, "bo")
}
