package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
)

// waiting is a proposal as it is printed: what, about whom, by whom, since and until when, why,
// and who can confirm it; nobody means that who sits at the server does.
type waiting struct {
	ID      string      `json:"id"`
	What    string      `json:"what"` // "grant", "factor"
	Account string      `json:"account"`
	Login   string      `json:"login"`
	Role    access.Role `json:"role,omitempty"`
	By      string      `json:"by"`
	At      time.Time   `json:"at"`
	Until   time.Time   `json:"until"`
	Why     string      `json:"why"`
	Seconds []string    `json:"seconds"` // logins
}

// given is what became of a role that was to be given, or of a new account.
type given struct {
	ID      string   `json:"id"`
	Login   string   `json:"login"`
	URL     string   `json:"url,omitempty"`     // the one-time link of a new account
	Waiting *waiting `json:"waiting,omitempty"` // absent: the role holds
}

// give gives a role, or proposes it where a second person must confirm; nil: it holds.
func (p *people) give(by access.Actor, g access.Grant) (*waiting, error) {
	if !p.Policy.NeedsTwo(g.Role) {
		_, err := p.Grant(p.call.ctx, order(by), g)
		return nil, err
	}
	made, err := p.ProposeGrant(p.call.ctx, order(by), g)
	if err != nil {
		return nil, err
	}
	w, err := p.waits(made)
	return &w, err
}

// waits is a proposal as it is printed.
func (p *people) waits(x access.Proposal) (waiting, error) {
	w := waiting{ID: x.ID, What: x.What, Account: x.Account, Role: x.Role, By: x.By, At: x.At, Until: x.Until, Why: x.Reason + x.Basis, Seconds: []string{}}
	able, err := p.Seconds(p.call.ctx, x)
	if err != nil {
		return w, err
	}
	for _, id := range able {
		a, err := p.Account(p.call.ctx, id)
		if err != nil {
			return w, err
		}
		w.Seconds = append(w.Seconds, a.Login)
	}
	a, err := p.Account(p.call.ctx, x.Account)
	if err == nil {
		w.Login = a.Login
	}
	return w, err
}

// runAccountGrant gives a role, or proposes it.
func runAccountGrant(c *call) error {
	p, err := c.people()
	if err != nil {
		return err
	}
	defer p.store.Close()
	by, err := p.as(access.Admin)
	if err != nil {
		return err
	}
	a, err := p.account(c.args[0])
	if err != nil {
		return err
	}
	to, err := c.day("to")
	if err != nil {
		return err
	}
	g := access.Grant{Account: a.ID, Role: access.Role(c.args[1]), To: to, Basis: c.text("basis")}
	for _, f := range strings.Split(c.text("fields"), ";") {
		if f = strings.TrimSpace(f); f != "" {
			g.Fields = append(g.Fields, f)
		}
	}
	waits, err := p.give(by, g)
	switch {
	case err != nil:
		return err
	case c.on("json"):
		return printJSON(c.out, given{ID: a.ID, Login: a.Login, Waiting: waits})
	case waits != nil:
		fmt.Fprintln(c.out, c.say("cli.account.proposed", "id", waits.ID, "role", string(g.Role), "login", a.Login, "days", p.Policy.Grant.Days))
	default:
		fmt.Fprintln(c.out, c.say("cli.account.done", "login", a.Login, "id", a.ID))
	}
	return nil
}

// runAccountWaiting lists what waits for a second person.
func runAccountWaiting(c *call) error {
	p, err := c.people()
	if err != nil {
		return err
	}
	defer p.store.Close()
	all, err := p.Proposals(c.ctx)
	if err != nil {
		return err
	}
	rows := []waiting{}
	for _, x := range all {
		w, err := p.waits(x)
		if err != nil {
			return err
		}
		rows = append(rows, w)
	}
	if c.on("json") {
		return printJSON(c.out, rows)
	}
	if len(rows) == 0 {
		fmt.Fprintln(c.out, c.say("cli.account.nothing_waits"))
		return nil
	}
	g := grid{head: strings.Split(c.say("cli.account.waiting_head"), "|")}
	for _, w := range rows {
		g.add(w.ID, c.say("cli.account.what."+w.What, "role", string(w.Role), "login", w.Login), w.By, calendar.PrintInstant(w.Until), w.Why, strings.Join(w.Seconds, ", "))
	}
	g.print(c.out)
	return nil
}

// runAccountConfirm carries a proposal out by a second person; without --by by who sits at the
// server, which is refused while somebody of the office can.
func runAccountConfirm(c *call) error {
	return c.onProposal(func(p *people, by access.Actor) error {
		x, err := p.Confirm(c.ctx, order(by), c.args[0])
		if err != nil {
			return err
		}
		return p.answered(x, "confirmed", by)
	})
}

// runAccountDecline drops a proposal, with a reason.
func runAccountDecline(c *call) error {
	return c.onProposal(func(p *people, by access.Actor) error {
		all, err := p.Proposals(c.ctx)
		if err != nil {
			return err
		}
		if err := p.Decline(c.ctx, order(by), c.args[0], c.text("reason")); err != nil {
			return err
		}
		for _, x := range all {
			if x.ID == c.args[0] {
				return p.answered(x, "declined", by)
			}
		}
		return nil
	})
}

func (p *people) answered(x access.Proposal, what string, by access.Actor) error {
	c := p.call
	if c.on("json") {
		return printJSON(c.out, struct {
			ID      string      `json:"id"`
			Answer  string      `json:"answer"` // "confirmed", "declined"
			Account string      `json:"account"`
			Role    access.Role `json:"role,omitempty"`
			By      string      `json:"by"`
			Second  string      `json:"second"`
		}{x.ID, what, x.Account, x.Role, x.By, by.ID})
	}
	a, err := p.Account(c.ctx, x.Account)
	if err == nil {
		fmt.Fprintln(c.out, c.say("cli.account."+what, "what", c.say("cli.account.what."+x.What, "role", string(x.Role), "login", a.Login)))
	}
	return err
}

// onProposal opens the office and proves who answers.
func (c *call) onProposal(do func(*people, access.Actor) error) error {
	p, err := c.people()
	if err != nil {
		return err
	}
	defer p.store.Close()
	by := shell()
	if c.text("by") != "" {
		if by, err = p.as(access.Admin, access.Leader); err != nil {
			return err
		}
	}
	return do(p, by)
}
