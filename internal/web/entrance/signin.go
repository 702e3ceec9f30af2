package entrance

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// onward is what a sign-in carries from step to step: where to go on to, and a form that was
// posted when the session had ended.
type onward struct{ Return, Keep string }

func onwardOf(r *http.Request) onward {
	return onward{Return: page.Return(r, ""), Keep: r.PostFormValue(keepField)}
}

// door is the sign-in page.
type door struct {
	onward
	Login    string
	Mistakes []page.Mistake
	Others   bool   // somebody signed in at this browser today
	Outside  string // title of the service outside; empty: none
	Try      []guest
	Passkeys bool // the server was called by a name
	Kept     *kept
}

// guest is somebody of the example ward whose part one may play.
type guest struct {
	ID, Name, Post, Roles string
	Rank                  int // of the first role
}

func (o *room) signInForm(w http.ResponseWriter, r *http.Request) error {
	if err := o.ready(); err != nil {
		return err
	}
	return o.showDoor(w, r, http.StatusOK, door{onward: onwardOf(r)})
}

func (o *room) showDoor(w http.ResponseWriter, r *http.Request, status int, d door) error {
	ctx := r.Context()
	others, err := o.Office.Colleagues(ctx, cookie(r, browserCookie))
	if err != nil {
		return err
	}
	d.Others, d.Outside, d.Passkeys = len(others) > 0, o.outside.title(), nameForKeys(r)
	if d.Keep != "" {
		if d.Kept, err = readKept(d.Keep); err != nil {
			return err
		}
	}
	if o.isExample(r) {
		if d.Try, err = o.guests(r); err != nil {
			return err
		}
	}
	return o.show(w, r, status, "sign_in", d.Mistakes, doorPage(d))
}

// show answers with a page of the room.
func (o *room) show(w http.ResponseWriter, r *http.Request, status int, name string, mistakes []page.Mistake, body templ.Component) error {
	f := page.Frame{Title: page.T(r.Context(), "entrance."+name), Failed: len(mistakes) > 0, Scripts: []string{"passkey.js"}}
	return page.Write(w, r, status, f, body)
}

func (o *room) guests(r *http.Request) ([]guest, error) {
	ctx := r.Context()
	accounts, err := o.Office.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	made := map[string]bool{} // made up: who was invited comes in by what they prove
	for _, a := range accounts {
		made[a.ID] = a.Example
	}
	all, err := o.Office.People(ctx)
	var out []guest
	for _, p := range all {
		if len(p.Roles) > 0 && made[p.ID] {
			out = append(out, guest{p.ID, p.Name, p.Post, page.RoleNames(ctx, p.Roles...), slices.Index(access.Staff, p.Roles[0])})
		}
	}
	slices.SortStableFunc(out, func(a, b guest) int { return cmp.Compare(a.Rank, b.Rank) })
	return out, err
}

func (o *room) signIn(w http.ResponseWriter, r *http.Request) error {
	if err := o.ready(); err != nil {
		return err
	}
	p, err := o.place(w, r)
	if err != nil {
		return err
	}
	d := door{onward: onwardOf(r), Login: typed(r, "ten")}
	e, err := o.Office.SignIn(r.Context(), d.Login, secret(r, "mat_khau"), p, false)
	if err != nil {
		if d.Mistakes, err = o.mistake(r, err, "ten"); err != nil {
			return err
		}
		return o.showDoor(w, r, http.StatusForbidden, d)
	}
	return o.arrive(w, r, e, d.onward)
}

// try enters as somebody of the example ward.
func (o *room) try(w http.ResponseWriter, r *http.Request) error {
	if !o.isExample(r) {
		return fault.New(fault.NotFound, "web.no_page")
	}
	ctx := r.Context()
	p, err := o.place(w, r)
	if err != nil {
		return err
	}
	token, err := o.Office.Start(ctx, typed(r, "ai"), p)
	if err != nil {
		return err
	}
	s, err := o.Office.Session(ctx, token)
	if err != nil {
		return err
	}
	return o.arrive(w, r, access.Entry{Stage: access.Done, Token: token, Person: s.Person}, onwardOf(r))
}

// arrive leads on after a step of a sign-in: into the house, or to the next step. A session
// that this browser had before is ended: one browser is one person.
func (o *room) arrive(w http.ResponseWriter, r *http.Request, e access.Entry, on onward) error {
	if e.Stage != access.Done {
		setCookie(w, entryCookie, e.Token, 0)
		if on.Keep != "" {
			return o.showStage(w, r, http.StatusOK, e.Stage, e.Account, stageView{onward: on})
		}
		to := stageURL(e.Stage)
		if on.Return != "" {
			to = page.Onward(to, on.Return)
		}
		return seeOther(w, to)
	}
	if err := o.enter(w, r, e.Token); err != nil {
		return err
	}
	if on.Keep != "" {
		return o.replay(w, r, e, on.Keep)
	}
	if on.Return == "" {
		on.Return = home(&e.Person)
	}
	return seeOther(w, on.Return)
}

// enter gives the browser its session.
func (o *room) enter(w http.ResponseWriter, r *http.Request, token string) error {
	if old := cookie(r, page.SessionCookie); old != "" {
		if err := o.Office.SignOut(r.Context(), old); err != nil {
			return err
		}
	}
	setCookie(w, page.SessionCookie, token, 0)
	if cookie(r, entryCookie) != "" {
		setCookie(w, entryCookie, "", 0)
	}
	return nil
}

func stageURL(s access.Stage) string {
	return map[access.Stage]string{access.NeedsCode: codeURL, access.NeedsEnrol: enrolURL, access.NeedsRenew: renewURL}[s]
}

// stageView is a step of a sign-in after the password.
type stageView struct {
	onward
	Mistakes []page.Mistake
	Name     string
	Passkey  bool // has a passkey for this host
	App      bool // has an authenticator
	Secret   string
	Square   square
	Least    int
}

func (o *room) stageForm(want access.Stage) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := o.ready(); err != nil {
			return err
		}
		p, err := o.place(nil, r)
		if err != nil {
			return err
		}
		stage, a, err := o.Office.Under(r.Context(), cookie(r, entryCookie), p)
		if fault.Is(err, fault.NotFound) {
			return seeOther(w, page.SignIn)
		}
		if err != nil {
			return err
		}
		if stage != want {
			return seeOther(w, stageURL(stage))
		}
		return o.showStage(w, r, http.StatusOK, stage, a, stageView{onward: onwardOf(r)})
	}
}

func (o *room) showStage(w http.ResponseWriter, r *http.Request, status int, stage access.Stage, a *access.Account, v stageView) error {
	v.Name, v.App = a.Name, a.TOTP != nil
	v.Passkey = hasPasskey(a, r)
	var err error
	switch stage {
	case access.NeedsEnrol:
		if v.Secret == "" {
			if v.Secret, err = o.Office.NewSecret(); err != nil {
				return err
			}
		}
		if v.Square, err = draw(access.KeyURL(v.Secret, a.Login, o.issuer())); err != nil {
			return err
		}
		return o.show(w, r, status, "enrol", v.Mistakes, enrolPage(v))
	case access.NeedsRenew:
		if v.Least, err = o.Office.LeastPassword(r.Context(), a); err != nil {
			return err
		}
		return o.show(w, r, status, "renew", v.Mistakes, renewPage(v))
	}
	return o.show(w, r, status, "code", v.Mistakes, codePage(v))
}

// issuer is how an authenticator app names this office.
func (o *room) issuer() string { return "Một cửa " + o.Unit.Code }

// step is what every later step of a sign-in does: act, and show the step again when refused.
func (o *room) step(w http.ResponseWriter, r *http.Request, field string, v stageView, act func(token string, p access.Place) (access.Entry, error)) error {
	if err := o.ready(); err != nil {
		return err
	}
	p, err := o.place(nil, r)
	if err != nil {
		return err
	}
	token := cookie(r, entryCookie)
	stage, a, err := o.Office.Under(r.Context(), token, p)
	if fault.Is(err, fault.NotFound) {
		return o.over(w, r, err)
	}
	if err != nil {
		return err
	}
	v.onward = onwardOf(r)
	e, err := act(token, p)
	if fault.Is(err, fault.NotFound) {
		return o.over(w, r, err)
	}
	if err != nil {
		if v.Mistakes, err = o.mistake(r, err, field); err != nil {
			return err
		}
		return o.showStage(w, r, http.StatusForbidden, stage, a, v)
	}
	return o.arrive(w, r, e, v.onward)
}

// over begins again: the sign-in took too long.
func (o *room) over(w http.ResponseWriter, r *http.Request, err error) error {
	m := []page.Mistake{{Field: "ten", Text: o.Words.Error(page.Lang(r.Context()), err)}}
	return o.showDoor(w, r, http.StatusForbidden, door{onward: onwardOf(r), Mistakes: m})
}

func (o *room) code(w http.ResponseWriter, r *http.Request) error {
	return o.step(w, r, "ma", stageView{}, func(token string, p access.Place) (access.Entry, error) {
		return o.Office.Code(r.Context(), token, r.PostFormValue("ma"), p)
	})
}

func (o *room) renew(w http.ResponseWriter, r *http.Request) error {
	return o.step(w, r, "mat_khau", stageView{}, func(token string, p access.Place) (access.Entry, error) {
		return o.Office.Renew(r.Context(), token, secret(r, "mat_khau"), p)
	})
}

// enrol sets up the authenticator and shows the recovery codes: this once, and nowhere else,
// so the answer is the page itself.
func (o *room) enrol(w http.ResponseWriter, r *http.Request) error {
	var codes []string
	var done access.Entry
	v := stageView{Secret: r.PostFormValue("khoa_bi_mat")}
	failed := o.step(w, r, "ma", v, func(token string, p access.Place) (access.Entry, error) {
		e, c, err := o.Office.Enrol(r.Context(), token, v.Secret, r.PostFormValue("ma"), p)
		if err != nil {
			return e, err
		}
		codes, done = c, e
		return e, errShown
	})
	if failed != errShown {
		return failed
	}
	return o.showCodes(w, r, done, codes)
}

// errShown stops step where the handler shows a page of its own.
var errShown = errShownType{}

type errShownType struct{}

func (errShownType) Error() string { return "a page of its own" }

// showCodes shows recovery codes. Where a sign-in is done they are the last thing before the
// house; where it goes on, the way on leads to the next step.
func (o *room) showCodes(w http.ResponseWriter, r *http.Request, e access.Entry, codes []string) error {
	on := onwardOf(r)
	v := codesView{onward: on, Codes: codes, Next: page.Account}
	switch {
	case e.Token == "":
	case e.Stage == access.Done:
		if err := o.enter(w, r, e.Token); err != nil {
			return err
		}
		if v.Next = on.Return; v.Next == "" {
			v.Next = home(&e.Person)
		}
		if on.Keep != "" {
			var err error
			if v.Kept, err = readKept(on.Keep); err != nil {
				return err
			}
		}
	default:
		setCookie(w, entryCookie, e.Token, 0)
		v.Next = stageURL(e.Stage)
	}
	return o.show(w, r, http.StatusOK, "codes", nil, codesPage(v))
}

// codesView are recovery codes, and where to go on.
type codesView struct {
	onward
	Codes []string
	Next  string
	Kept  *kept
}
