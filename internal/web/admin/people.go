package admin

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

func personURL(id string) string { return peopleURL + "/" + id }

// personLine is an account in the list.
type personLine struct {
	ID, Login, Name, Post string
	URL                   string
	Roles                 []string
	Standing, Tag         string
	Second                string
	Seen                  string
}

// peopleView is the list, and the form of a new account as it was typed.
type peopleView struct {
	People            []personLine
	Login, Name, Post string
	Role, Basis       string
	Grave             string // the roles that a second person must confirm
	Wrong             []page.Mistake
	Open              bool // the form stands open
}

// people lists the accounts of the unit.
func (a *room) people(w http.ResponseWriter, r *http.Request) error {
	v := peopleView{Open: r.URL.Query().Has("moi")}
	return a.showPeople(w, r, http.StatusOK, v)
}

func (a *room) showPeople(w http.ResponseWriter, r *http.Request, status int, v peopleView) error {
	ctx := r.Context()
	if a.Office == nil {
		return fault.New(fault.Unavailable, "admin.no_office")
	}
	accounts, err := a.Office.Accounts(ctx)
	if err != nil {
		return err
	}
	grants, err := a.Office.Rights.On(ctx, calendar.DateOf(a.Now()))
	if err != nil {
		return err
	}
	v.Grave = graveRoles(ctx, a.Office.Policy)
	for _, x := range accounts {
		v.People = append(v.People, lineOf(ctx, x, grants))
	}
	f := page.Frame{Title: t(ctx, "people"), Active: "admin", Wide: true, Failed: len(v.Wrong) > 0,
		Crumbs: []page.Crumb{{Text: page.T(ctx, "admin.title"), URL: page.Admin}, {Text: t(ctx, "people")}}}
	return page.Write(w, r, status, f, peoplePage(v))
}

func lineOf(ctx context.Context, x *access.Account, grants []access.Grant) personLine {
	l := personLine{ID: x.ID, Login: x.Login, Name: x.Name, Post: x.Post, URL: personURL(x.ID), Standing: t(ctx, "standing."+string(x.Standing)),
		Second: secondOf(ctx, x), Seen: calendar.PrintInstant(x.LastSeen)}
	l.Tag = map[access.Standing]string{access.Active: "good", access.Invited: "warn", access.Disabled: "quiet"}[x.Standing]
	for _, role := range access.Staff {
		if slices.ContainsFunc(grants, func(g access.Grant) bool { return g.Account == x.ID && g.Role == role }) {
			l.Roles = append(l.Roles, t(ctx, "role."+string(role)))
		}
	}
	return l
}

func secondOf(ctx context.Context, x *access.Account) string {
	var out []string
	if x.TOTP != nil {
		out = append(out, t(ctx, "second.totp"))
	}
	if len(x.Passkeys) > 0 {
		out = append(out, t(ctx, "second.passkey"))
	}
	if len(out) == 0 {
		return t(ctx, "second.none")
	}
	return strings.Join(out, ", ")
}

// order is an act on people by who asks, under the form's key.
func (a *room) order(r *http.Request, what string) (access.Order, error) {
	key, err := page.Key(r)
	if err != nil {
		return access.Order{}, err
	}
	if a.Office == nil {
		return access.Order{}, fault.New(fault.Unavailable, "admin.no_office")
	}
	who := page.Person(r.Context())
	return access.Order{Key: who.ID + ":" + what + ":" + key, By: who.As(access.Admin), At: a.Now()}, nil
}

// invite makes an account, gives it its first role, and leads to its page.
func (a *room) invite(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	order, err := a.order(r, "create")
	if err != nil {
		return err
	}
	v := peopleView{Login: r.PostFormValue("ten"), Name: page.Line(r.PostFormValue("ho-ten")), Post: page.Line(r.PostFormValue("chuc-danh")), Role: r.PostFormValue("vai"), Basis: page.Line(r.PostFormValue("can-cu")), Open: true}
	if v.Role != "" && !slices.Contains(access.Staff, access.Role(v.Role)) {
		return fault.New(fault.Invalid, "admin.role_unknown")
	}
	if a.Office.Policy.NeedsTwo(access.Role(v.Role)) && v.Basis == "" { // before the account is made
		v.Wrong = a.wrong(ctx, fault.New(fault.Invalid, "access.basis_missing"))
		return a.showPeople(w, r, http.StatusBadRequest, v)
	}
	x, err := a.Office.Create(ctx, order, access.New{Login: v.Login, Name: v.Name, Post: v.Post})
	if err == nil && v.Role != "" {
		order.Key += ":grant"
		err = a.give(ctx, order, access.Grant{Account: x.ID, Role: access.Role(v.Role), From: calendar.DateOf(a.Now()), Basis: v.Basis})
	}
	if refused(err) {
		v.Wrong = a.wrong(ctx, err)
		return a.showPeople(w, r, page.Status(err), v)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, personURL(x.ID), http.StatusSeeOther)
	return nil
}

// wrong is a refusal as the page of its form shows it, with the field that it speaks of.
func (a *room) wrong(ctx context.Context, err error) []page.Mistake {
	m := page.Mistake{Text: a.Words.Error(page.Lang(ctx), err)}
	if e, ok := fault.Of(err); ok {
		switch {
		case strings.HasPrefix(e.Key, "access.login"):
			m.Field = "ten"
		case e.Key == "access.name_missing":
			m.Field = "ho-ten"
		case e.Key == "web.day_malformed":
			m.Field = "den"
		case e.Key == "access.basis_missing":
			m.Field = "can-cu"
		case e.Key == "admin.role_unknown":
			m.Field = "vai"
		}
	}
	return []page.Mistake{m}
}

// refused reports whether an error is one that the form's writer can mend.
func refused(err error) bool {
	return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Forbidden)
}
