package access

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// Stage is what a sign-in still needs.
type Stage string

// Stages, in the order in which they come.
const (
	NeedsCode  Stage = "code"  // a second factor that the account has
	NeedsEnrol Stage = "enrol" // a second factor that it must have and has not
	NeedsRenew Stage = "renew" // a new password: the old one is older than the profile allows
	Done       Stage = "done"
)

// Entry is a sign-in as it stands: Token is the session's when it is done, else that of the
// sign-in under way.
type Entry struct {
	Stage   Stage
	Token   string
	Account *Account
	Person  Person
}

// entry is a sign-in under way, as its note has it.
type entry struct {
	Account string    `json:"account"`
	Stage   Stage     `json:"stage"`
	Second  bool      `json:"second,omitempty"`
	Fast    bool      `json:"fast,omitempty"`
	Epoch   int       `json:"epoch,omitempty"` // of the account when it proved itself
	Browser string    `json:"browser"`
	At      time.Time `json:"at"`
}

// entryMost is how long a sign-in under way waits for its next step.
const entryMost = 10 * time.Minute

// refused is the one answer to a wrong password, an unknown login, a closed account and one
// without a password.
func refused() error { return fault.New(fault.Forbidden, "access.refused") }

// SignIn begins a sign-in by password. fast is a switch of the person at a shared machine: who
// gave a second factor at this browser today is not asked for it again, unless their role
// always must. It does the same work whether or not the login exists.
func (o *Office) SignIn(ctx context.Context, login, password string, place Place, fast bool) (Entry, error) {
	if err := o.take(ctx, login, place); err != nil {
		return Entry{}, err
	}
	a, err := o.ByLogin(ctx, login)
	if err != nil {
		return Entry{}, err
	}
	hash := ""
	if a != nil && a.Standing == Active {
		sleeps, err := o.asleep(ctx, a)
		if err != nil {
			return Entry{}, err
		}
		if !sleeps {
			hash = a.Hash
		}
	}
	ok, weak, err := o.fits(ctx, hash, password)
	if err != nil {
		return Entry{}, err
	}
	if !ok {
		return Entry{}, refused()
	}
	if weak {
		if err := o.rehash(ctx, a.ID, hash, password); err != nil {
			return Entry{}, err
		}
	}
	if err := o.forgive(ctx, login, place); err != nil {
		return Entry{}, err
	}
	return o.further(ctx, a, entry{Account: a.ID, Fast: fast, Epoch: a.Epoch, Browser: sum(place.Browser)}, place)
}

// Admit begins a sign-in of an account that has proved itself otherwise: by a passkey (second:
// it counts as both factors), a service outside, or a one-time link.
func (o *Office) Admit(ctx context.Context, account string, second bool, place Place) (Entry, error) {
	a, err := o.Account(ctx, account)
	if fault.Is(err, fault.NotFound) || err == nil && a.Standing == Disabled {
		return Entry{}, refused()
	}
	if err != nil {
		return Entry{}, err
	}
	if sleeps, err := o.asleep(ctx, a); err != nil {
		return Entry{}, err
	} else if sleeps {
		return Entry{}, refused()
	}
	return o.further(ctx, a, entry{Account: a.ID, Second: second, Epoch: a.Epoch, Browser: sum(place.Browser)}, place)
}

// further leads a sign-in on: to its next stage, or to a session.
func (o *Office) further(ctx context.Context, a *Account, e entry, place Place) (Entry, error) {
	p, err := o.person(ctx, a)
	if err != nil {
		return Entry{}, err
	}
	e.Stage = o.stage(a, &e, p.Roles, place)
	out := Entry{Stage: e.Stage, Account: a, Person: p}
	if e.Stage == Done {
		out.Token, err = o.finish(ctx, a, e, place)
		return out, err
	}
	token, id, err := o.token()
	if err != nil {
		return Entry{}, err
	}
	e.At = o.Now()
	out.Token = token
	_, err = o.put(ctx, kindEntry, id, a.ID, 0, e.At.Add(entryMost), e)
	return out, err
}

func (o *Office) stage(a *Account, e *entry, roles []Role, place Place) Stage {
	always := slices.ContainsFunc(roles, func(r Role) bool { return slices.Contains(o.Policy.Second.Roles, r) })
	fast := e.Fast && !always && a.proved(place.Browser, o.Now(), o.Policy.most())
	rotation := o.Policy.rotation(roles)
	switch {
	case a.HasSecond() && !e.Second && !fast:
		return NeedsCode
	case !a.HasSecond() && !e.Second && o.Policy.NeedsSecond(roles):
		return NeedsEnrol
	case rotation > 0 && a.Hash != "" && o.Now().Sub(a.HashedAt) > rotation:
		return NeedsRenew
	}
	return Done
}

// finish starts the session of a sign-in that is done. The session is written before the account
// is: whoever changes the password meanwhile either is seen here, in the account's own
// compare-and-set, or ends the session with the others.
func (o *Office) finish(ctx context.Context, a *Account, e entry, place Place) (string, error) {
	now, second := o.Now(), e.Second
	k := kept{Account: a.ID, Device: place.Device, Source: place.Source, Browser: sum(place.Browser), Started: now, Seen: now}
	if second {
		k.Second = now
	}
	if second || !a.HasSecond() { // who came back by password alone (fast) has proved less than a grave act asks for
		k.Strong = now
	}
	token, err := o.begin(ctx, &k)
	if err != nil {
		return "", err
	}
	_, err = o.change(ctx, a.ID, func(a *Account) error {
		if a.Standing == Disabled || a.Epoch != e.Epoch {
			return refused()
		}
		if k.Strange = a.at(place.Browser, now, second); k.Strange {
			n := Notice{Session: k.id, Device: k.Device, Source: k.Source, At: now}
			a.Notices = append([]Notice{n}, a.Notices...)
			a.Notices = a.Notices[:min(len(a.Notices), mostNotices)]
		}
		a.LastSeen = now
		return nil
	})
	if err != nil {
		return "", errors.Join(err, o.Notes.Drop(ctx, o.Unit, kindSession, k.id))
	}
	if k.Strange {
		if err := o.keep(ctx, &k); fault.Is(err, fault.Conflict) { // it was ended at once
			return "", refused()
		} else if err != nil {
			return "", err
		}
	}
	return token, o.visited(ctx, place.Browser, a.ID)
}

// Looked says that the person has looked at the notices.
func (o *Office) Looked(ctx context.Context, account string) error {
	_, err := o.change(ctx, account, func(a *Account) error { a.Notices = nil; return nil })
	return err
}

// Under is the sign-in under way of a token; fault.NotFound "access.entry_over" when it took
// too long or is another browser's.
func (o *Office) Under(ctx context.Context, token string, place Place) (Stage, *Account, error) {
	e, a, err := o.under(ctx, token, place)
	return e.Stage, a, err
}

func (o *Office) under(ctx context.Context, token string, place Place) (entry, *Account, error) {
	var e entry
	over := func(err error) error { return fault.Wrap(err, fault.NotFound, "access.entry_over") }
	if len(token) != tokenLength {
		return e, nil, over(nil)
	}
	n, err := o.Notes.Get(ctx, o.Unit, kindEntry, sum(token))
	if fault.Is(err, fault.NotFound) {
		return e, nil, over(err)
	}
	if err != nil {
		return e, nil, err
	}
	if err := decode(n, &e); err != nil {
		return e, nil, err
	}
	if e.Browser != sum(place.Browser) || o.Now().Sub(e.At) >= entryMost {
		return e, nil, over(nil)
	}
	a, err := o.Account(ctx, e.Account)
	if fault.Is(err, fault.NotFound) || err == nil && (a.Standing == Disabled || a.Epoch != e.Epoch) {
		return e, nil, over(err)
	}
	return e, a, err
}

// step leads a sign-in under way on and drops what it was.
func (o *Office) step(ctx context.Context, token string, e entry, place Place) (Entry, error) {
	if err := o.Notes.Drop(ctx, o.Unit, kindEntry, sum(token)); err != nil {
		return Entry{}, err
	}
	a, err := o.Account(ctx, e.Account)
	if err != nil {
		return Entry{}, err
	}
	return o.further(ctx, a, e, place)
}

// Code gives the second factor of a sign-in under way: a code of the authenticator, or a
// recovery code.
func (o *Office) Code(ctx context.Context, token, code string, place Place) (Entry, error) {
	e, a, err := o.under(ctx, token, place)
	if err != nil {
		return Entry{}, err
	}
	if e.Stage != NeedsCode {
		return Entry{}, fault.New(fault.Conflict, "access.entry_over")
	}
	if err := o.useCode(ctx, a, code, place); err != nil {
		return Entry{}, err
	}
	e.Second = true
	return o.step(ctx, token, e, place)
}

// Passed gives the second factor of a sign-in under way by a passkey that has been verified.
func (o *Office) Passed(ctx context.Context, token, account string, place Place) (Entry, error) {
	e, a, err := o.under(ctx, token, place)
	if err != nil {
		return Entry{}, err
	}
	if a.ID != account || e.Stage != NeedsCode {
		return Entry{}, refused()
	}
	e.Second = true
	return o.step(ctx, token, e, place)
}

// Enrol sets up the authenticator of a sign-in under way, and gives the recovery codes.
func (o *Office) Enrol(ctx context.Context, token, secret, code string, place Place) (Entry, []string, error) {
	e, a, err := o.under(ctx, token, place)
	if err != nil {
		return Entry{}, nil, err
	}
	if e.Stage != NeedsEnrol || a.HasSecond() {
		return Entry{}, nil, fault.New(fault.Conflict, "access.entry_over")
	}
	codes, err := o.addTOTP(ctx, a.ID, secret, code, func(a *Account) error {
		if a.HasSecond() || a.Epoch != e.Epoch { // somebody else was quicker with the same password
			return fault.New(fault.Conflict, "access.entry_over")
		}
		return nil
	})
	if err != nil {
		return Entry{}, nil, err
	}
	e.Second = true
	out, err := o.step(ctx, token, e, place)
	return out, codes, err
}

// Renew sets the new password of a sign-in under way.
func (o *Office) Renew(ctx context.Context, token, password string, place Place) (Entry, error) {
	e, a, err := o.under(ctx, token, place)
	if err != nil {
		return Entry{}, err
	}
	if e.Stage != NeedsRenew {
		return Entry{}, fault.New(fault.Conflict, "access.entry_over")
	}
	if same, _, err := o.fits(ctx, a.Hash, password); err != nil {
		return Entry{}, err
	} else if same {
		return Entry{}, fault.New(fault.Invalid, "access.password_same")
	}
	if err := o.setPassword(ctx, a, password); err != nil {
		return Entry{}, err
	}
	e.Epoch = a.Epoch
	return o.step(ctx, token, e, place)
}
