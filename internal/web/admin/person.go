package admin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// personView is the page of one account.
type personView struct {
	personLine
	Facts    []page.Fact
	Grants   []grantLine
	Sessions []sessionLine
	Self     bool // one's own: roles are another administrator's to give
	Disabled bool
	Second   bool
	Wrong    []page.Mistake
	Typed    url.Values // of a form that was refused
	Link     string     // shown once, on the answer to the form that made it
	Waiting  []string   // what waits for a second person to confirm
	Grave    string     // the roles that need one
}

type grantLine struct {
	ID, Role       string
	From, To, By   string
	Second         string
	Basis, Fields  string
	Holds, Ended   bool
	State, Tag, On string
}

type sessionLine struct {
	ID, Device, Started, Seen string
	Elsewhere                 bool
}

// person is the page of one account: its roles over time, what it proves itself with, where
// it is signed in.
func (a *room) person(w http.ResponseWriter, r *http.Request) error {
	return a.showPerson(w, r, http.StatusOK, personView{})
}

func (a *room) showPerson(w http.ResponseWriter, r *http.Request, status int, v personView) error {
	ctx := r.Context()
	if a.Office == nil {
		return fault.New(fault.Unavailable, "admin.no_office")
	}
	x, err := a.Office.Account(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := a.fill(ctx, &v, x); err != nil {
		return err
	}
	f := page.Frame{Title: x.Name, Active: "admin", Failed: len(v.Wrong) > 0, Crumbs: []page.Crumb{{Text: page.T(ctx, "admin.title"), URL: page.Admin},
		{Text: t(ctx, "people"), URL: peopleURL}, {Text: x.Name}}}
	return page.Write(w, r, status, f, personPage(v))
}

func (a *room) fill(ctx context.Context, v *personView, x *access.Account) error {
	today := calendar.DateOf(a.Now())
	grants, err := a.Office.Rights.All(ctx)
	if err != nil {
		return err
	}
	own := slices.DeleteFunc(grants, func(g access.Grant) bool { return g.Account != x.ID })
	sessions, err := a.Office.Sessions(ctx, x.ID)
	if err != nil {
		return err
	}
	v.personLine = lineOf(ctx, x, slices.DeleteFunc(slices.Clone(own), func(g access.Grant) bool { return !g.Covers(today) }))
	v.Self, v.Disabled, v.Second = page.Person(ctx).ID == x.ID, x.Standing == access.Disabled, x.HasSecond()
	v.Facts = []page.Fact{
		{Name: t(ctx, "person.login"), Text: x.Login}, {Name: t(ctx, "person.post"), Text: x.Post},
		{Name: t(ctx, "person.id"), Text: x.ID},
		{Name: t(ctx, "person.standing"), Body: page.Tag(v.Tag, v.Standing)},
		{Name: t(ctx, "person.second"), Text: secondOf(ctx, x)},
		{Name: t(ctx, "person.seen"), Text: calendar.PrintInstant(x.LastSeen)},
		{Name: t(ctx, "person.created"), Text: t(ctx, "person.created_by", "at", calendar.PrintInstant(x.Created), "by", a.nameOf(ctx, x.By))},
	}
	waiting, err := a.Office.Proposals(ctx)
	if err != nil {
		return err
	}
	for _, p := range waiting {
		if p.Account == x.ID {
			v.Waiting = append(v.Waiting, t(ctx, "proposal.what."+p.What, "role", roleName(ctx, p.Role), "name", x.Name))
		}
	}
	v.Grave = graveRoles(ctx, a.Office.Policy)
	for _, g := range own {
		l := grantOf(ctx, g, today)
		l.By = a.nameOf(ctx, g.By)
		l.Second = a.nameOf(ctx, g.Second)
		v.Grants = append(v.Grants, l)
	}
	for _, s := range sessions {
		v.Sessions = append(v.Sessions, sessionLine{ID: s.ID, Device: s.Device, Started: calendar.PrintInstant(s.Started), Seen: calendar.PrintInstant(s.Seen), Elsewhere: s.Elsewhere})
	}
	return nil
}

// nameOf is who did something to an account: the name of the person, or the id of a program.
func (a *room) nameOf(ctx context.Context, id string) string {
	if x, err := a.Office.Account(ctx, id); err == nil && x.Name != "" {
		return x.Name
	}
	return id
}

func grantOf(ctx context.Context, g access.Grant, today calendar.Date) grantLine {
	l := grantLine{ID: g.ID.String(), Role: t(ctx, "role."+string(g.Role)), From: g.From.Print(), To: until(g.To), Second: g.Second, Basis: g.Basis,
		Fields: strings.Join(g.Fields, ", "), Holds: g.Covers(today), Ended: g.Ended != 0}
	switch {
	case l.Ended && g.Ended <= today:
		l.State, l.Tag = t(ctx, "grant.ended", "day", g.Ended.Print()), "quiet"
	case l.Holds:
		l.State, l.Tag = t(ctx, "grant.holds"), "good"
	default:
		l.State, l.Tag = t(ctx, "grant.over"), "quiet"
	}
	return l
}

// govern wraps an act on one account: a refusal comes back on its page, success leads there.
func (a *room) govern(what string, do func(*http.Request, access.Order, *personView) error) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		order, err := a.order(r, what)
		if err != nil {
			return err
		}
		var v personView
		err = do(r, order, &v)
		if refused(err) {
			v.Wrong, v.Typed = a.wrong(r.Context(), err), r.PostForm
			return a.showPerson(w, r, page.Status(err), v)
		}
		if err != nil {
			return err
		}
		if v.Link != "" {
			return a.showPerson(w, r, http.StatusOK, v)
		}
		http.Redirect(w, r, personURL(r.PathValue("id")), http.StatusSeeOther)
		return nil
	}
}

// reason is the field in which an administrator says why.
func reason(r *http.Request) string { return page.Paragraphs(r.PostFormValue("ly-do")) }

func (a *room) grant(r *http.Request, o access.Order, _ *personView) error {
	today := calendar.DateOf(a.Now())
	g := access.Grant{Account: r.PathValue("id"), Role: access.Role(r.PostFormValue("vai")), Basis: page.Line(r.PostFormValue("can-cu")), By: o.By.ID, From: today}
	if !slices.Contains(access.Staff, g.Role) {
		return fault.New(fault.Invalid, "admin.role_unknown")
	}
	var err error
	if s := r.PostFormValue("den"); strings.TrimSpace(s) != "" {
		if g.To, err = page.ReadDay(s, today); err != nil {
			return err
		}
	}
	for _, s := range strings.Split(r.PostFormValue("linh-vuc"), ",") {
		if s = strings.TrimSpace(s); s != "" {
			g.Fields = append(g.Fields, s)
		}
	}
	return a.give(r.Context(), o, g)
}

// give gives a role, or proposes it where a second person must confirm.
func (a *room) give(ctx context.Context, o access.Order, g access.Grant) (err error) {
	if a.Office.Policy.NeedsTwo(g.Role) {
		_, err = a.Office.ProposeGrant(ctx, o, g)
	} else {
		_, err = a.Office.Grant(ctx, o, g)
	}
	return err
}

func (a *room) endGrant(r *http.Request, o access.Order, _ *personView) error {
	id, err := ledger.ParseID(r.PostFormValue("quyen"))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "admin.grant_unknown")
	}
	all, err := a.Office.Rights.All(r.Context())
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(g access.Grant) bool { return g.ID == id && g.Account == r.PathValue("id") })
	if i < 0 {
		return fault.New(fault.Invalid, "admin.grant_unknown")
	}
	return a.Office.End(r.Context(), o, all[i], reason(r))
}

func (a *room) disable(r *http.Request, o access.Order, _ *personView) error {
	return a.Office.Disable(r.Context(), o, r.PathValue("id"), reason(r))
}

func (a *room) enable(r *http.Request, o access.Order, _ *personView) error {
	return a.Office.Enable(r.Context(), o, r.PathValue("id"), reason(r))
}

func (a *room) clearSecond(r *http.Request, o access.Order, _ *personView) error {
	err := a.Office.ClearSecond(r.Context(), o, r.PathValue("id"), reason(r))
	if e, ok := fault.Of(err); ok && e.Key == "access.two_needed" {
		_, err = a.Office.ProposeClear(r.Context(), o, r.PathValue("id"), reason(r))
	}
	return err
}

// newLink makes a one-time link for a password; it is shown on this answer and nowhere else.
func (a *room) newLink(r *http.Request, o access.Order, v *personView) error {
	token, err := a.Office.ResetLink(r.Context(), o, r.PathValue("id"), reason(r))
	if err != nil {
		return err
	}
	v.Link = origin(r) + page.FirstRun + token
	return nil
}

// origin is the address by which this request reached the server.
func origin(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

func (a *room) endSession(r *http.Request, _ access.Order, _ *personView) error {
	if s := r.PostFormValue("phien"); s != "" {
		err := a.Office.EndSession(r.Context(), r.PathValue("id"), s)
		if fault.Is(err, fault.NotFound) { // it has ended already
			return nil
		}
		return err
	}
	return a.Office.EndAll(r.Context(), r.PathValue("id"), "")
}
