package admin

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// proposalView is the page of what waits for a second person.
type proposalView struct {
	Waiting []proposalLine
	More    int         // that wait besides those shown
	Given   []givenLine // roles that two persons gave, the newest first
	Roles   string      // which roles they are
	Days    int         // how long a proposal waits
	Wrong   []page.Mistake
	Failed  string // id of the proposal whose answer was refused
	Reason  string // as it was typed there
	Done    string // what was just done
}

// proposalLine is one proposal, and what who looks may do with it.
type proposalLine struct {
	ID, What      string
	Facts         []page.Fact
	Confirms, Own bool
	Why           string // why who looks cannot confirm; empty: can
}

// givenLine is a role as two persons gave it.
type givenLine struct {
	Person, Role, From, By, Second, Basis string
	Machine                               bool // the second was who sat at the server
}

// shownWaiting is how many proposals the page shows, the oldest first: a ward has a handful, and
// who makes hundreds does not make the page unreadable.
const shownWaiting = 25

// shownGiven is how many of the roles given the page shows.
const shownGiven = 20

// proposals lists what waits for a second person.
func (a *room) proposals(w http.ResponseWriter, r *http.Request) error {
	v := proposalView{}
	if done := r.URL.Query().Get("xong"); done == "confirm" || done == "decline" {
		v.Done = t(r.Context(), "proposal.done."+done)
	}
	return a.showProposals(w, r, http.StatusOK, v)
}

func (a *room) showProposals(w http.ResponseWriter, r *http.Request, status int, v proposalView) error {
	ctx := r.Context()
	if a.Office == nil {
		return fault.New(fault.Unavailable, "admin.no_office")
	}
	names, err := a.names(ctx)
	if err != nil {
		return err
	}
	waiting, err := a.Office.Proposals(ctx)
	if err != nil {
		return err
	}
	v.More = max(0, len(waiting)-shownWaiting)
	for _, p := range waiting[:len(waiting)-v.More] {
		line, err := a.proposalLine(ctx, p, names)
		if err != nil {
			return err
		}
		v.Waiting = append(v.Waiting, line)
	}
	if v.Given, err = a.given(ctx, names); err != nil {
		return err
	}
	v.Days, v.Roles = a.Office.Policy.Grant.Days, graveRoles(ctx, a.Office.Policy)
	f := page.Frame{Title: t(ctx, "proposals"), Active: "admin", Failed: len(v.Wrong) > 0, Crumbs: []page.Crumb{{Text: t(ctx, "proposals")}}}
	if page.Allowed(ctx, page.Administer) {
		f.Crumbs = append([]page.Crumb{{Text: page.T(ctx, "admin.title"), URL: page.Admin}}, f.Crumbs...)
	}
	return page.Write(w, r, status, f, proposalsPage(v))
}

// graveRoles are the names of the roles that two persons give.
func graveRoles(ctx context.Context, p *access.Policy) string {
	var out []string
	for _, r := range p.Grant.Two {
		out = append(out, t(ctx, "role."+string(r)))
	}
	return strings.Join(out, ", ")
}

// names are the people of the office by id, with their logins.
func (a *room) names(ctx context.Context) (map[string]string, error) {
	all, err := a.Office.Accounts(ctx)
	out := map[string]string{}
	for _, x := range all {
		out[x.ID] = x.Name + " (" + x.Login + ")"
	}
	return out, err
}

// named is somebody of the office; who sits at the server is nobody of it.
func named(ctx context.Context, names map[string]string, id string) string {
	if name := names[id]; name != "" {
		return name
	}
	if id == "" {
		return ""
	}
	return t(ctx, "proposal.machine", "id", id)
}

func (a *room) proposalLine(ctx context.Context, p access.Proposal, names map[string]string) (proposalLine, error) {
	l := proposalLine{ID: p.ID, Own: page.Person(ctx).ID == p.By, What: t(ctx, "proposal.what."+p.What, "role", roleName(ctx, p.Role), "name", named(ctx, names, p.Account))}
	able, err := a.Office.Seconds(ctx, p)
	if err != nil {
		return l, err
	}
	var who []string
	for _, id := range able {
		who = append(who, named(ctx, names, id))
	}
	l.Facts = []page.Fact{
		{Name: t(ctx, "proposal.by"), Text: named(ctx, names, p.By)},
		{Name: t(ctx, "proposal.at"), Text: calendar.PrintInstant(p.At)},
		{Name: t(ctx, "proposal.why"), Text: cmp.Or(p.Reason, p.Basis)},
		{Name: t(ctx, "grant.fields"), Text: strings.Join(p.Fields, ", ")},
		{Name: t(ctx, "proposal.to"), Text: until(p.To)},
		{Name: t(ctx, "proposal.until"), Text: calendar.PrintInstant(p.Until)},
		{Name: t(ctx, "proposal.seconds"), Text: cmp.Or(strings.Join(who, ", "), t(ctx, "proposal.nobody", "id", p.ID))},
	}
	switch me := page.Person(ctx).ID; {
	case l.Own:
		l.Why = t(ctx, "proposal.own")
	case me == p.Account:
		l.Why = t(ctx, "proposal.about_you")
	default:
		l.Confirms = slices.Contains(able, me)
	}
	return l, nil
}

func roleName(ctx context.Context, r access.Role) string {
	if r == "" {
		return ""
	}
	return t(ctx, "role."+string(r))
}

// given are the roles that the policy lets nobody give alone, as they were given, newest first.
func (a *room) given(ctx context.Context, names map[string]string) ([]givenLine, error) {
	grants, err := a.Office.Rights.All(ctx)
	if err != nil {
		return nil, err
	}
	slices.Reverse(grants)
	var out []givenLine
	for _, g := range grants {
		if !a.Office.Policy.NeedsTwo(g.Role) || len(out) == shownGiven {
			continue
		}
		out = append(out, givenLine{Person: named(ctx, names, g.Account), Role: roleName(ctx, g.Role), From: g.From.Print(), By: named(ctx, names, g.By),
			Second: named(ctx, names, g.Second), Basis: g.Basis, Machine: g.Second != "" && names[g.Second] == ""})
	}
	return out, nil
}

// answer wraps what a second person says to a proposal: a refusal comes back on the page.
func (a *room) answer(what string, do func(*http.Request, access.Order) error) page.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		order, err := a.order(r, what)
		if err != nil {
			return err
		}
		if who := page.Person(r.Context()); !who.Has(access.Admin) {
			order.By = who.As(access.Leader)
		}
		err = do(r, order)
		if refused(err) || fault.Is(err, fault.NotFound) {
			m := page.Mistake{Text: a.Words.Error(page.Lang(r.Context()), err)}
			v := proposalView{Failed: r.PathValue("id"), Reason: r.PostFormValue("ly-do")}
			if e, ok := fault.Of(err); ok && e.Key == "register.reason_missing" {
				m.Field = "ly-do-" + v.Failed
			}
			v.Wrong = []page.Mistake{m}
			return a.showProposals(w, r, page.Status(err), v)
		}
		if err != nil {
			return err
		}
		http.Redirect(w, r, page.Proposals+"?xong="+what, http.StatusSeeOther)
		return nil
	}
}

func (a *room) confirm(r *http.Request, o access.Order) error {
	_, err := a.Office.Confirm(r.Context(), o, r.PathValue("id"))
	return err
}

func (a *room) decline(r *http.Request, o access.Order) error {
	return a.Office.Decline(r.Context(), o, r.PathValue("id"), reason(r))
}

// proposalSign says what waits for a second person, and whether there is one at all.
func (a *room) proposalSign(ctx context.Context) (sign, error) {
	s := sign{Name: t(ctx, "proposals"), Tag: "quiet", Value: t(ctx, "unknown")}
	if a.Office == nil {
		return s, nil
	}
	waiting, err := a.Office.Proposals(ctx)
	if err != nil {
		return s, err
	}
	who, err := a.Office.Seconds(ctx, access.Proposal{})
	if err != nil {
		return s, err
	}
	switch {
	case len(waiting) > 0:
		s.Tag, s.Value, s.Do = "warn", t(ctx, "proposal.sign.waiting", "n", len(waiting), "since", calendar.PrintInstant(waiting[0].At)), t(ctx, "proposal.sign.do")
	case len(who) < 2:
		s.Tag, s.Value, s.Do = "warn", t(ctx, "proposal.sign.alone"), t(ctx, "proposal.sign.alone_do")
	default:
		s.Tag, s.Value = "good", t(ctx, "proposal.sign.none")
	}
	return s, nil
}
