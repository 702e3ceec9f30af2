package main

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"os"
	"os/user"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
)

// people is an office opened from the command line.
type people struct {
	*access.Office
	call  *call
	store *store.Store
}

// people opens the office of a unit that is there already.
func (c *call) people() (*people, error) {
	h, err := c.house()
	if err != nil {
		return nil, err
	}
	u, err := c.unit(h)
	if err != nil {
		return nil, err
	}
	s, err := c.openThere()
	if err != nil {
		return nil, err
	}
	p := &people{h.office(u, s, duty.NewBooks(h.kinds, s, rand.Reader), time.Now, nil), c, s}
	if err := c.unseal(p.Office, s); err != nil {
		s.Close()
		return nil, err
	}
	return p, nil
}

// shell is whoever sits at the server's own machine. It acts as the system, which the ledger
// says for ever, and only where nobody else could: the first administrator, a lost password.
func shell() access.Actor {
	name := "?"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return access.Actor{ID: "shell:" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, strings.ToLower(name)), Role: access.System}
}

func order(by access.Actor) access.Order {
	return access.Order{Key: "cli:" + rand.Text(), By: by, At: time.Now()}
}

// as is who gives the command, in the first of the roles that they hold: they prove themselves as
// on the pages. The
// password is read from MOTCUA_PASSWORD or from the first line of the input, never from the
// command line, where others could see it.
func (p *people) as(roles ...access.Role) (access.Actor, error) {
	c := p.call
	if c.text("by") == "" {
		return access.Actor{}, misused("cli.missing_option", "command", c.command.path(), "option", "by")
	}
	password := c.env("MOTCUA_PASSWORD")
	if password == "" {
		fmt.Fprint(c.err, c.say("cli.account.password", "login", c.text("by")))
		line, err := bufio.NewReader(os.Stdin).ReadString('\n')
		if err != nil && line == "" {
			return access.Actor{}, fault.Wrap(err, fault.Invalid, "cli.account.no_password")
		}
		password = strings.TrimRight(line, "\r\n")
	}
	browser, err := p.NewBrowser()
	if err != nil {
		return access.Actor{}, err
	}
	place := access.Place{Source: "cli", Device: "motcua account", Browser: browser}
	e, err := p.SignIn(c.ctx, c.text("by"), password, place, false)
	if err == nil && e.Stage == access.NeedsCode {
		e, err = p.Code(c.ctx, e.Token, c.text("code"), place)
	}
	if err != nil {
		return access.Actor{}, err
	}
	i := slices.IndexFunc(roles, func(r access.Role) bool { return e.Person.Has(r) })
	switch {
	case e.Stage == access.Done && i >= 0:
	case len(roles) > 1:
		return access.Actor{}, fault.New(fault.Forbidden, "access.not_second_person")
	default:
		return access.Actor{}, fault.New(fault.Forbidden, "access.not_admin")
	}
	return e.Person.As(roles[i]), p.SignOut(c.ctx, e.Token)
}

// account finds the account that a command speaks of, by login or id.
func (p *people) account(name string) (*access.Account, error) {
	a, err := p.ByLogin(p.call.ctx, name)
	if err != nil || a != nil {
		return a, err
	}
	return p.Account(p.call.ctx, name)
}

// link prints a one-time link; whoever has it may use it once.
func (p *people) link(token string, minutes int) {
	c := p.call
	fmt.Fprintln(c.out, c.say("cli.account.link", "url", p.address(token), "minutes", minutes))
}

func (p *people) address(token string) string {
	return strings.TrimRight(p.call.text("url"), "/") + page.FirstRun + token
}

// runAccountFirst makes the link by which the first administrator makes their account.
func runAccountFirst(c *call) error {
	p, err := c.people()
	if err != nil {
		return err
	}
	defer p.store.Close()
	token, err := p.FirstLink(c.ctx, order(shell()))
	if err == nil {
		p.link(token, p.Policy.Link.FirstMinutes)
	}
	return err
}

// runAccountList lists who has an account, and their roles of today.
func runAccountList(c *call) error {
	p, err := c.people()
	if err != nil {
		return err
	}
	defer p.store.Close()
	all, err := p.Accounts(c.ctx)
	if err != nil {
		return err
	}
	grants, err := p.Rights.On(c.ctx, calendar.DateOf(time.Now()))
	if err != nil {
		return err
	}
	type row struct {
		ID       string          `json:"id"`
		Login    string          `json:"login"`
		Name     string          `json:"name"`
		Post     string          `json:"post"`
		Standing access.Standing `json:"standing"`
		Roles    []string        `json:"roles"`
		Second   bool            `json:"second_factor"`
	}
	rows := []row{}
	for _, a := range all {
		r := row{ID: a.ID, Login: a.Login, Name: a.Name, Post: a.Post, Standing: a.Standing, Second: a.HasSecond(), Roles: []string{}}
		for _, g := range grants {
			if g.Account == a.ID {
				r.Roles = append(r.Roles, string(g.Role))
			}
		}
		rows = append(rows, r)
	}
	if c.on("json") {
		return printJSON(c.out, rows)
	}
	g := grid{head: strings.Split(c.say("cli.account.head"), "|")}
	for _, r := range rows {
		g.add(r.ID, r.Login, r.Name, strings.Join(r.Roles, ", "), c.say("cli.account."+string(r.Standing)))
	}
	g.print(c.out)
	return nil
}

// runAccountCreate makes an account, with a role when one is named, and prints the link by
// which its person sets a password.
func runAccountCreate(c *call) error {
	p, err := c.people()
	if err != nil {
		return err
	}
	defer p.store.Close()
	by, err := p.as(access.Admin)
	if err != nil {
		return err
	}
	role := access.Role(c.text("role"))
	if p.Policy.NeedsTwo(role) && strings.TrimSpace(c.text("basis")) == "" { // before the account is made
		return fault.New(fault.Invalid, "access.basis_missing")
	}
	a, err := p.Create(c.ctx, order(by), access.New{Login: c.args[0], Name: c.text("name"), Post: c.text("post")})
	if err != nil {
		return err
	}
	var waits *waiting
	if role != "" {
		if waits, err = p.give(by, access.Grant{Account: a.ID, Role: role, Basis: c.text("basis")}); err != nil {
			return err
		}
	}
	token, err := p.ResetLink(c.ctx, order(by), a.ID, c.text("reason"))
	if err != nil {
		return err
	}
	if c.on("json") {
		return printJSON(c.out, given{ID: a.ID, Login: a.Login, URL: p.address(token), Waiting: waits})
	}
	p.link(token, p.Policy.Link.FirstMinutes)
	if waits != nil {
		fmt.Fprintln(c.out, c.say("cli.account.proposed", "id", waits.ID, "role", string(role), "login", a.Login, "days", p.Policy.Grant.Days))
	}
	return nil
}

// runAccountReset prints a link by which somebody sets a new password. The second factor stays.
func runAccountReset(c *call) error {
	return c.onAccount(false, func(p *people, _ access.Actor, a *access.Account) error {
		token, err := p.ResetLink(c.ctx, order(shell()), a.ID, c.text("reason"))
		if err == nil {
			p.link(token, p.Policy.Link.ResetMinutes)
		}
		return err
	})
}

func runAccountDisable(c *call) error {
	return c.onAccount(true, func(p *people, by access.Actor, a *access.Account) error {
		return p.Disable(c.ctx, order(by), a.ID, c.text("reason"))
	})
}

func runAccountEnd(c *call) error {
	return c.onAccount(true, func(p *people, by access.Actor, a *access.Account) error {
		grants, err := p.Rights.On(c.ctx, calendar.DateOf(time.Now()))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(grants, func(g access.Grant) bool { return g.Account == a.ID && string(g.Role) == c.args[1] })
		if i < 0 {
			return fault.New(fault.NotFound, "cli.account.no_grant", "login", a.Login, "role", c.args[1])
		}
		return p.End(c.ctx, order(by), grants[i], c.text("reason"))
	})
}

// onAccount opens the office, proves who gives the command where that is asked, finds the
// account, and says that it is done.
func (c *call) onAccount(proved bool, do func(*people, access.Actor, *access.Account) error) error {
	p, err := c.people()
	if err != nil {
		return err
	}
	defer p.store.Close()
	var by access.Actor
	if proved {
		if by, err = p.as(access.Admin); err != nil {
			return err
		}
	}
	a, err := p.account(c.args[0])
	if err != nil {
		return err
	}
	if err := do(p, by, a); err != nil {
		return err
	}
	fmt.Fprintln(c.out, c.say("cli.account.done", "login", a.Login, "id", a.ID))
	return nil
}
