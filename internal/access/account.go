package access

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
)

// Kinds of notes that this package keeps.
const (
	kindAccount = "account"
	kindLogin   = "login"   // who has a login: makes it unique
	kindSession = "session" // id: hash of the token
	kindEntry   = "entry"   // a sign-in under way
	kindTries   = "tries"   // wrong tries of an account from a source
	kindLink    = "link"    // one-time links
	kindBrowser = "browser" // who signed in at a browser
)

// Standing is whether an account may be used.
type Standing string

// Standings.
const (
	Invited  Standing = "invited" // has no password yet
	Active   Standing = "active"
	Disabled Standing = "disabled"
)

// Account is a person of the office as the program knows them. ID is opaque and stands in
// ledger entries; the rest stays beside the ledger.
type Account struct {
	ID       string     `json:"id"`
	Login    string     `json:"login"`
	Name     string     `json:"name"`
	Post     string     `json:"post,omitempty"` // chức danh
	Standing Standing   `json:"standing"`
	Hash     string     `json:"hash,omitempty"` // PHC; empty: has no password
	HashedAt time.Time  `json:"hashed_at,omitzero"`
	Epoch    int        `json:"epoch,omitempty"` // counts what ends every sign-in: a new password, a factor taken away, a closing
	Past     []string   `json:"past,omitempty"`  // earlier hashes, where the profile keeps them
	TOTP     *TOTP      `json:"totp,omitempty"`
	Recovery []string   `json:"recovery,omitempty"` // hashes of codes not used yet
	Passkeys []Passkey  `json:"passkeys,omitempty"`
	Outside  []Identity `json:"outside,omitempty"`
	Browsers []Browser  `json:"browsers,omitempty"`
	Notices  []Notice   `json:"notices,omitempty"`
	Created  time.Time  `json:"created"`
	By       string     `json:"by"`
	LastSeen time.Time  `json:"last_seen,omitzero"` // last sign-in
	Opened   time.Time  `json:"opened,omitzero"`    // when it was last opened again after it had been closed
	Example  bool       `json:"example,omitempty"`  // made up, of an example ward

	rev int64
}

// Passkey is a WebAuthn credential; Data is the library's own record of it.
type Passkey struct {
	ID    string          `json:"id"` // base64url of the credential id
	Name  string          `json:"name"`
	At    time.Time       `json:"at"`
	Host  string          `json:"host"` // the name of the server it was made for
	Data  json.RawMessage `json:"data"`
	Count uint32          `json:"count"`
}

// Identity is who somebody is at a sign-in service outside.
type Identity struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
}

// HasSecond reports whether the account has a second factor of its own.
func (a *Account) HasSecond() bool { return a.TOTP != nil || len(a.Passkeys) > 0 }

// decode reads a note whose body is versioned JSON.
func decode(n note.Note, into any) error {
	body := struct {
		V int `json:"v"`
		B any `json:"b"`
	}{B: into}
	if err := json.Unmarshal(n.Body, &body); err != nil {
		return fmt.Errorf("access: %s %s: %w", n.Kind, n.ID, err)
	}
	if body.V != 1 {
		return fmt.Errorf("access: %s %s: body version %d is not known", n.Kind, n.ID, body.V)
	}
	return nil
}

func encode(b any) ([]byte, error) {
	return json.Marshal(struct {
		V int `json:"v"`
		B any `json:"b"`
	}{1, b})
}

// put keeps a body as a note.
func (o *Office) put(ctx context.Context, kind, id, owner string, rev int64, expires time.Time, b any) (int64, error) {
	body, err := encode(b)
	if err != nil {
		return 0, fmt.Errorf("access: %s: %w", kind, err)
	}
	return o.Notes.Put(ctx, note.Note{Unit: o.Unit, Kind: kind, ID: id, Owner: owner, Rev: rev, Expires: expires, Body: body})
}

// Account reads an account; fault.NotFound "access.no_account" when there is none.
func (o *Office) Account(ctx context.Context, id string) (*Account, error) {
	n, err := o.Notes.Get(ctx, o.Unit, kindAccount, id)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Wrap(err, fault.NotFound, "access.no_account")
	}
	if err != nil {
		return nil, err
	}
	a := &Account{}
	err = decode(n, a)
	a.rev = n.Rev
	return a, err
}

// Accounts are all accounts, by name as Vietnamese lists them: the given name first.
func (o *Office) Accounts(ctx context.Context) ([]*Account, error) {
	notes, err := o.Notes.List(ctx, o.Unit, kindAccount, "", 0)
	if err != nil {
		return nil, err
	}
	out := make([]*Account, 0, len(notes))
	for _, n := range notes {
		a := &Account{rev: n.Rev}
		if err := decode(n, a); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	slices.SortFunc(out, func(a, b *Account) int { return strings.Compare(a.order(), b.order()) })
	return out, nil
}

// People are who works here today: active accounts with their roles of today, by name.
func (o *Office) People(ctx context.Context) ([]Person, error) {
	all, err := o.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	var out []Person
	for _, a := range all {
		if a.Standing == Disabled {
			continue
		}
		p, err := o.person(ctx, a)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (a *Account) order() string {
	words := strings.Fields(a.Name)
	slices.Reverse(words)
	return folded(strings.Join(words, "")) + " " + a.ID
}

// ByLogin finds the account of a login; nil when nobody has it.
func (o *Office) ByLogin(ctx context.Context, login string) (*Account, error) {
	n, err := o.Notes.Get(ctx, o.Unit, kindLogin, sum(plainLogin(login)))
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var id string
	if err := decode(n, &id); err != nil {
		return nil, err
	}
	a, err := o.Account(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return nil, nil // the login was taken and the account never written
	}
	return a, err
}

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}$`)

// plainLogin is a login as it is compared: logins have no case and no spaces around them.
func plainLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// New is an account to be made. ID empty: an opaque one is made up.
type New struct {
	ID, Login, Name, Post string
	Example               bool
}

// Create makes an account without a password; a link (Invite) lets its person set one. The
// ledger says by whom before the account is there.
func (o *Office) Create(ctx context.Context, order Order, n New) (*Account, error) {
	n.Login, n.Name, n.Post = plainLogin(n.Login), composed(strings.TrimSpace(n.Name)), composed(strings.TrimSpace(n.Post))
	switch {
	case !loginForm.MatchString(n.Login):
		return nil, fault.New(fault.Invalid, "access.login_malformed")
	case n.Name == "" || len(n.Name) > 200 || len(n.Post) > 300:
		return nil, fault.New(fault.Invalid, "access.name_missing")
	}
	if err := mayGovern(order.By); err != nil {
		return nil, err
	}
	a := &Account{ID: n.ID, Login: n.Login, Name: n.Name, Post: n.Post, Standing: Invited, Created: order.At, By: order.By.ID, Example: n.Example}
	if a.ID == "" {
		a.ID = "nv-" + strings.ToLower(rand.Text()[:10])
	}
	if n.Example {
		a.Standing = Active // entered without a password, at the machine of the example only
	}
	if err := o.takeLogin(ctx, n.Login, a.ID); err != nil {
		return nil, err
	}
	if err := o.Rights.Tell(ctx, order, Act{What: "created", Account: a.ID}); err != nil {
		return nil, err
	}
	var err error
	a.rev, err = o.put(ctx, kindAccount, a.ID, a.ID, 0, time.Time{}, a)
	if fault.Is(err, fault.Conflict) {
		return nil, fault.Wrap(err, fault.Conflict, "access.account_there")
	}
	return a, err
}

// takeLogin makes a login this account's. One that was taken for an account never written (the
// machine stopped in between) is free again.
func (o *Office) takeLogin(ctx context.Context, login, id string) error {
	key := sum(login)
	_, err := o.put(ctx, kindLogin, key, id, 0, time.Time{}, id)
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	n, err := o.Notes.Get(ctx, o.Unit, kindLogin, key)
	if err != nil {
		return err
	}
	var owner string
	if err := decode(n, &owner); err != nil {
		return err
	}
	if _, err := o.Account(ctx, owner); err == nil {
		return fault.New(fault.Conflict, "access.login_taken", "login", login)
	} else if !fault.Is(err, fault.NotFound) {
		return err
	}
	_, err = o.put(ctx, kindLogin, key, id, n.Rev, time.Time{}, id)
	return err
}

// tries is how often a change is made again when another was faster.
const tries = 20

// change reads an account, lets do change it, and keeps it; when another was faster it reads
// again. do may be called more than once.
func (o *Office) change(ctx context.Context, id string, do func(*Account) error) (*Account, error) {
	for n := 1; ; n++ {
		a, err := o.Account(ctx, id)
		if err != nil {
			return nil, err
		}
		if err := do(a); err != nil {
			return nil, err
		}
		rev, err := o.put(ctx, kindAccount, a.ID, a.ID, a.rev, time.Time{}, a)
		if fault.Is(err, fault.Conflict) && n < tries {
			continue
		}
		a.rev = rev
		return a, err
	}
}
