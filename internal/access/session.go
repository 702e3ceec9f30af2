package access

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
)

// Place is where a sign-in comes from.
type Place struct {
	Source  string // network address, without port
	Device  string // what the browser calls itself, shortened
	Browser string // token of the browser's own cookie; empty: a browser not seen before
}

// seenEvery is how often the last use of a session is written down.
const seenEvery = time.Minute

// kept is a session as its note has it. The token is not in it: the note's id is its hash.
type kept struct {
	Account string    `json:"account"`
	Device  string    `json:"device"`
	Source  string    `json:"source"`
	Browser string    `json:"browser"` // hash of the browser's token
	Started time.Time `json:"started"`
	Seen    time.Time `json:"seen"`
	Strong  time.Time `json:"strong"`
	Second  time.Time `json:"second,omitzero"` // when a second factor was given
	Strange bool      `json:"strange,omitempty"`

	id  string
	rev int64
}

// ended is the answer to a token that opens nothing (any more).
func ended(cause error) error {
	return fault.Wrap(cause, fault.NotFound, "access.session_ended")
}

// Session is the session of a token, as of now; fault.NotFound "access.session_ended" when
// there is none, it rested too long, lasted too long, or its account was closed.
func (o *Office) Session(ctx context.Context, token string) (*Session, error) {
	if len(token) != tokenLength {
		return nil, ended(nil)
	}
	k, err := o.keptSession(ctx, sum(token))
	if err != nil {
		return nil, err
	}
	a, err := o.Account(ctx, k.Account)
	if fault.Is(err, fault.NotFound) || err == nil && a.Standing == Disabled {
		return nil, ended(err)
	}
	if err != nil {
		return nil, err
	}
	p, err := o.person(ctx, a)
	if err != nil {
		return nil, err
	}
	now := o.Now()
	if now.Before(k.Started) { // begun at a server whose clock is ahead: refused for now, and kept
		return nil, ended(nil)
	}
	if !o.alive(k, p.Roles, now) {
		return nil, ended(o.Notes.Drop(ctx, o.Unit, kindSession, k.id))
	}
	if now.Sub(k.Seen) >= seenEvery {
		k.Seen = now
		// Another request of the same session may have been quicker, and a full disk must not end the reading: the limit then counts from the last time written.
		_ = o.keep(ctx, k)
	}
	return o.session(k, p, a), nil
}

// alive reports whether a session has neither rested nor lasted too long.
func (o *Office) alive(k *kept, roles []Role, now time.Time) bool {
	return now.Sub(k.Seen) < o.Policy.idle(roles) && now.Sub(k.Started) < o.Policy.most() && !now.Before(k.Started)
}

func (o *Office) session(k *kept, p Person, a *Account) *Session {
	return &Session{ID: k.id, Person: p, Device: k.Device, Source: k.Source, Started: k.Started, Seen: k.Seen, Strong: k.Strong,
		ProofHolds: o.Policy.proofHolds(), Strange: k.Strange, Notices: len(a.Strangers(k.id))}
}

func (o *Office) keptSession(ctx context.Context, id string) (*kept, error) {
	n, err := o.Notes.Get(ctx, o.Unit, kindSession, id)
	if fault.Is(err, fault.NotFound) {
		return nil, ended(err)
	}
	if err != nil {
		return nil, err
	}
	return readSession(n)
}

func readSession(n note.Note) (*kept, error) {
	k := &kept{id: n.ID, rev: n.Rev}
	return k, decode(n, k)
}

func (o *Office) keep(ctx context.Context, k *kept) error {
	rev, err := o.put(ctx, kindSession, k.id, k.Account, k.rev, k.Started.Add(o.Policy.most()), k)
	if err == nil {
		k.rev = rev
	}
	return err
}

// begin starts a session and returns its token, which is nowhere else. Its token is new at
// every sign-in (ASVS 7.2.4).
func (o *Office) begin(ctx context.Context, k *kept) (token string, err error) {
	if token, k.id, err = o.token(); err != nil {
		return "", err
	}
	k.rev = 0
	return token, o.keep(ctx, k)
}

// SignOut ends the session of a token.
func (o *Office) SignOut(ctx context.Context, token string) error {
	return o.Notes.Drop(ctx, o.Unit, kindSession, sum(token))
}

// Sessions are the living sessions of an account, last used first. Those that are used at
// another browser at the same time are marked.
func (o *Office) Sessions(ctx context.Context, account string) ([]*Session, error) {
	a, err := o.Account(ctx, account)
	if err != nil {
		return nil, err
	}
	p, err := o.person(ctx, a)
	if err != nil {
		return nil, err
	}
	living, err := o.living(ctx, account, p.Roles)
	if err != nil {
		return nil, err
	}
	var out []*Session
	for _, k := range living {
		s := o.session(k, p, a)
		s.Elsewhere = slices.ContainsFunc(living, func(other *kept) bool {
			return other.Browser != k.Browser && other.Started.Before(k.Seen.Add(seenEvery)) && k.Started.Before(other.Seen.Add(seenEvery))
		})
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *Session) int { return b.Seen.Compare(a.Seen) })
	return out, nil
}

func (o *Office) living(ctx context.Context, account string, roles []Role) ([]*kept, error) {
	notes, err := o.Notes.List(ctx, o.Unit, kindSession, account, 0)
	if err != nil {
		return nil, err
	}
	var out []*kept
	for _, n := range notes {
		k, err := readSession(n)
		if err != nil {
			return nil, err
		}
		if o.alive(k, roles, o.Now()) {
			out = append(out, k)
		}
	}
	return out, nil
}

// EndSession ends one session of an account, named as Sessions names it.
func (o *Office) EndSession(ctx context.Context, account, id string) error {
	k, err := o.keptSession(ctx, id)
	if err != nil {
		return err
	}
	if k.Account != account {
		return ended(nil)
	}
	return o.Notes.Drop(ctx, o.Unit, kindSession, id)
}

// EndAll ends all sessions of an account but one; except "": all. It looks again until none is
// left: one that renews itself at this moment has another name by then.
func (o *Office) EndAll(ctx context.Context, account, except string) error {
	for {
		notes, err := o.Notes.List(ctx, o.Unit, kindSession, account, 0)
		if err != nil {
			return err
		}
		ended := 0
		for _, n := range notes {
			if n.ID == except {
				continue
			}
			if err := o.Notes.Drop(ctx, o.Unit, kindSession, n.ID); err != nil {
				return err
			}
			ended++
		}
		if ended == 0 {
			return nil
		}
	}
}

// Start begins a session without asking for anything: of the example ward and of tests. It
// refuses an account that was not made up.
func (o *Office) Start(ctx context.Context, account string, place Place) (token string, err error) {
	a, err := o.Account(ctx, account)
	if err != nil {
		return "", err
	}
	if !a.Example || a.Standing == Disabled {
		return "", fault.New(fault.Forbidden, "access.not_example")
	}
	now := o.Now()
	return o.begin(ctx, &kept{Account: a.ID, Device: place.Device, Source: place.Source, Browser: sum(place.Browser), Started: now, Seen: now, Strong: now})
}
