package access

import (
	"context"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// Link is a one-time link: it lets its holder become the first administrator, or set the
// password of an account. Only the hash of its token is kept.
type Link struct {
	What    string    `json:"what"` // "first", "reset"
	Account string    `json:"account,omitempty"`
	Until   time.Time `json:"until"`
	Used    bool      `json:"used,omitempty"`

	id  string
	rev int64
}

func (o *Office) newLink(ctx context.Context, what, account string, minutes int) (token string, err error) {
	token, id, err := o.token()
	if err != nil {
		return "", err
	}
	until := o.Now().Add(time.Duration(minutes) * time.Minute)
	_, err = o.put(ctx, kindLink, id, account, 0, until, Link{What: what, Account: account, Until: until})
	return token, err
}

// dropLinks makes earlier links of an account worthless.
func (o *Office) dropLinks(ctx context.Context, what, account string) error {
	notes, err := o.Notes.List(ctx, o.Unit, kindLink, account, 0)
	if err != nil {
		return err
	}
	for _, n := range notes {
		var l Link
		if err := decode(n, &l); err != nil {
			return err
		}
		if l.What == what && l.Account == account {
			if err := o.Notes.Drop(ctx, o.Unit, kindLink, n.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// HasAdministrator reports whether somebody administers the office.
func (o *Office) HasAdministrator(ctx context.Context) (bool, error) {
	all, err := o.administrators(ctx, "")
	return len(all) > 0, err
}

// FirstLink is a link by which the first administrator makes their account. It is refused
// once there is one. Earlier ones become worthless.
func (o *Office) FirstLink(ctx context.Context, order Order) (token string, err error) {
	if order.By.Role != System {
		return "", fault.New(fault.Forbidden, "access.not_admin")
	}
	if there, err := o.HasAdministrator(ctx); err != nil {
		return "", err
	} else if there {
		return "", fault.New(fault.Conflict, "access.admin_there")
	}
	if err := o.Rights.Tell(ctx, order, Act{What: "first"}); err != nil {
		return "", err
	}
	if err := o.dropLinks(ctx, "first", ""); err != nil {
		return "", err
	}
	return o.newLink(ctx, "first", "", o.Policy.Link.FirstMinutes)
}

// ResetLink is a link by which the person of an account sets a password, the first one or a
// new one. A second factor that the account has is asked for all the same.
func (o *Office) ResetLink(ctx context.Context, order Order, account, reason string) (token string, err error) {
	if err := mayGovern(order.By); err != nil {
		return "", err
	}
	a, err := o.Account(ctx, account)
	if err != nil {
		return "", err
	}
	if a.Standing == Disabled {
		return "", fault.New(fault.Conflict, "access.account_disabled")
	}
	if err := o.Rights.Tell(ctx, order, Act{What: "reset", Account: account, Reason: reason}); err != nil {
		return "", err
	}
	if err := o.dropLinks(ctx, "reset", account); err != nil {
		return "", err
	}
	minutes := o.Policy.Link.ResetMinutes
	if a.Standing == Invited {
		minutes = o.Policy.Link.FirstMinutes
	}
	return o.newLink(ctx, "reset", account, minutes)
}

// ClearSecond removes the second factors of an account whose person has lost them; the ledger
// says who did it. The sessions end, and who must have a second factor sets one up at the next
// sign-in. Of who holds a role that two persons give, two persons remove it (Propose): with a
// link for a password it would open the account to whoever did it alone.
func (o *Office) ClearSecond(ctx context.Context, order Order, account, reason string) error {
	if err := mayGovern(order.By); err != nil {
		return err
	}
	if order.By.ID == account {
		return fault.New(fault.Forbidden, "access.not_oneself")
	}
	roles, _, err := o.roles(ctx, account)
	if err != nil {
		return err
	}
	if order.By.Role != System && o.Policy.NeedsTwo(roles...) {
		return fault.New(fault.Forbidden, "access.two_needed")
	}
	return o.clearSecond(ctx, order, Act{What: "factor", Account: account, Reason: reason})
}

func (o *Office) clearSecond(ctx context.Context, order Order, act Act) error {
	if _, err := o.Account(ctx, act.Account); err != nil {
		return err
	}
	if err := o.Rights.Tell(ctx, order, act); err != nil {
		return err
	}
	_, err := o.change(ctx, act.Account, func(a *Account) error {
		a.TOTP, a.Passkeys, a.Recovery = nil, nil, nil
		a.Epoch++
		for i := range a.Browsers {
			a.Browsers[i].Proof = time.Time{}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return o.EndAll(ctx, act.Account, "")
}

// OpenLink reads a link that may still be used; fault.NotFound "access.link_over" otherwise.
// The account is nil for a link of the first administrator.
func (o *Office) OpenLink(ctx context.Context, token string) (*Link, *Account, error) {
	over := func(err error) error { return fault.Wrap(err, fault.NotFound, "access.link_over") }
	if len(token) != tokenLength {
		return nil, nil, over(nil)
	}
	n, err := o.Notes.Get(ctx, o.Unit, kindLink, sum(token))
	if fault.Is(err, fault.NotFound) {
		return nil, nil, over(err)
	}
	if err != nil {
		return nil, nil, err
	}
	l := &Link{id: n.ID, rev: n.Rev}
	if err := decode(n, l); err != nil {
		return nil, nil, err
	}
	if l.Used || !o.Now().Before(l.Until) {
		return nil, nil, over(nil)
	}
	if l.What == "first" {
		return l, nil, nil
	}
	a, err := o.Account(ctx, l.Account)
	if fault.Is(err, fault.NotFound) || err == nil && a.Standing == Disabled {
		return nil, nil, over(err)
	}
	return l, a, err
}

// spend uses a link up; of many at once one succeeds.
func (o *Office) spend(ctx context.Context, l *Link) error {
	l.Used = true
	_, err := o.put(ctx, kindLink, l.id, l.Account, l.rev, l.Until, l)
	if fault.Is(err, fault.Conflict) {
		return fault.Wrap(err, fault.NotFound, "access.link_over")
	}
	return err
}

// UseLink sets the password of the link's account, ends its sessions, and begins a sign-in.
func (o *Office) UseLink(ctx context.Context, token, password string, place Place) (Entry, error) {
	l, a, err := o.OpenLink(ctx, token)
	if err != nil {
		return Entry{}, err
	}
	if a == nil {
		return Entry{}, fault.New(fault.NotFound, "access.link_over")
	}
	alone, err := o.alone(ctx, a)
	if err != nil {
		return Entry{}, err
	}
	if err := o.checkPassword(ctx, a, password, alone); err != nil {
		return Entry{}, err
	}
	if err := o.spend(ctx, l); err != nil {
		return Entry{}, err
	}
	if a, err = o.Account(ctx, a.ID); err != nil { // as it is now: the hash took its time
		return Entry{}, err
	}
	if err := o.givePassword(ctx, a, password); err != nil {
		return Entry{}, err
	}
	if err := o.EndAll(ctx, a.ID, ""); err != nil {
		return Entry{}, err
	}
	return o.Admit(ctx, a.ID, false, place)
}

// First is the first administrator as they describe themselves.
type First struct{ Login, Name, Post, Password, Secret, Code string }

// UseFirst makes the first administrator by a link, with an authenticator, and signs them in.
// The system gives the role: nobody gives it to oneself.
func (o *Office) UseFirst(ctx context.Context, token string, f First, place Place) (Entry, []string, error) {
	l, a, err := o.OpenLink(ctx, token)
	if err != nil {
		return Entry{}, nil, err
	}
	there, err := o.HasAdministrator(ctx)
	if err != nil {
		return Entry{}, nil, err
	}
	if a != nil || there {
		return Entry{}, nil, fault.New(fault.NotFound, "access.link_over")
	}
	if !loginForm.MatchString(plainLogin(f.Login)) {
		return Entry{}, nil, fault.New(fault.Invalid, "access.login_malformed")
	}
	if strings.TrimSpace(f.Name) == "" {
		return Entry{}, nil, fault.New(fault.Invalid, "access.name_missing")
	}
	if other, err := o.ByLogin(ctx, f.Login); err != nil {
		return Entry{}, nil, err
	} else if other != nil {
		return Entry{}, nil, fault.New(fault.Conflict, "access.login_taken", "login", plainLogin(f.Login))
	}
	if err := o.checkPassword(ctx, &Account{Login: f.Login, Name: f.Name}, f.Password, false); err != nil {
		return Entry{}, nil, err
	}
	if _, _, err := o.newTOTP(f.Secret, f.Code); err != nil {
		return Entry{}, nil, err
	}
	if err := o.spend(ctx, l); err != nil {
		return Entry{}, nil, err
	}
	return o.first(ctx, l, f, place)
}

// firstRun is who gives the first administrator the role.
var firstRun = Actor{ID: "first-run", Role: System}

func (o *Office) first(ctx context.Context, l *Link, f First, place Place) (Entry, []string, error) {
	order := func(what string) Order { return Order{Key: "first:" + what + ":" + l.id, By: firstRun, At: o.Now()} }
	a, err := o.Create(ctx, order("create"), New{Login: f.Login, Name: f.Name, Post: f.Post})
	if err != nil {
		return Entry{}, nil, err
	}
	if err := o.givePassword(ctx, a, f.Password); err != nil {
		return Entry{}, nil, err
	}
	codes, err := o.AddTOTP(ctx, a.ID, f.Secret, f.Code)
	if err != nil {
		return Entry{}, nil, err
	}
	if _, err := o.Rights.Grant(ctx, order("grant"), Grant{Account: a.ID, Role: Admin}); err != nil {
		return Entry{}, nil, err
	}
	e, err := o.Admit(ctx, a.ID, true, place)
	return e, codes, err
}
