package entrance

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// outside is a sign-in service of somebody else (OpenID Connect, code flow with PKCE). It is
// asked who somebody is; which account that is, an administrator has said before. A second
// factor of ours is asked for all the same where the role needs one.
type outside struct {
	settings access.Outside
	secret   string
	client   *http.Client

	mu       sync.Mutex
	provider *oidc.Provider
}

// outsideTime bounds every call to the service.
const outsideTime = 10 * time.Second

// algorithms by which a token may be signed. Never "none", never a shared secret.
var algorithms = []string{oidc.RS256, oidc.ES256, oidc.PS256}

func newOutside(s *page.Site) *outside {
	return &outside{settings: s.Outside, secret: s.OutsideSecret, client: &http.Client{Timeout: outsideTime,
		// The service's own description says where everything is; a redirect would lead elsewhere.
		CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("redirected") }}}
}

// title is how the service is called on the sign-in page; empty: there is none.
func (x *outside) title() string {
	if x.settings.Issuer == "" {
		return ""
	}
	return x.settings.Title
}

func (x *outside) context(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, x.client)
}

// service reads the description of the service, once.
func (x *outside) service(ctx context.Context) (*oidc.Provider, error) {
	if x.settings.Issuer == "" {
		return nil, fault.New(fault.NotFound, "web.no_page")
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.provider == nil {
		p, err := oidc.NewProvider(x.context(context.WithoutCancel(ctx)), x.settings.Issuer)
		if err != nil {
			return nil, fault.Wrap(err, fault.Unavailable, "entrance.outside_away")
		}
		x.provider = p
	}
	return x.provider, nil
}

func (x *outside) config(p *oidc.Provider, r *http.Request) *oauth2.Config {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return &oauth2.Config{ClientID: x.settings.Client, ClientSecret: x.secret, Endpoint: p.Endpoint(),
		RedirectURL: scheme + "://" + r.Host + outsideURL + "/ve", Scopes: []string{oidc.ScopeOpenID}}
}

// asked is what a sign-in outside began with. The browser holds it and nobody else: an answer
// in another browser finds nothing.
type asked struct {
	State, Nonce, Verifier, Return string
	At                             time.Time
	Bind                           string // id of the account that its person binds; empty: a sign-in
}

const askedMost = 10 * time.Minute

func (o *room) outsideBegin(w http.ResponseWriter, r *http.Request) error {
	to, err := o.outsideAsk(w, r, asked{Return: page.Return(r, "")})
	if err != nil {
		return err
	}
	return seeOther(w, to)
}

// outsideAsk gives the browser what a sign-in outside, or the binding of an account, begins with,
// and returns the address of the service.
func (o *room) outsideAsk(w http.ResponseWriter, r *http.Request, q asked) (string, error) {
	p, err := o.outside.service(r.Context())
	if err != nil {
		return "", err
	}
	q.State, q.Nonce, q.Verifier, q.At = rand.Text(), rand.Text(), oauth2.GenerateVerifier(), o.Now()
	b, err := json.Marshal(q)
	if err != nil {
		return "", err
	}
	setCookie(w, outsideCookie, base64.RawURLEncoding.EncodeToString(b), askedMost)
	return o.outside.config(p, r).AuthCodeURL(q.State, oidc.Nonce(q.Nonce), oauth2.S256ChallengeOption(q.Verifier)), nil
}

func readAsked(text string, now time.Time) (q asked, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || json.Unmarshal(b, &q) != nil {
		return q, false
	}
	age := now.Sub(q.At)
	return q, q.State != "" && q.Nonce != "" && q.Verifier != "" && age >= 0 && age < askedMost
}

func (o *room) outsideBack(w http.ResponseWriter, r *http.Request) error {
	if err := o.ready(); err != nil {
		return err
	}
	q, ok := readAsked(cookie(r, outsideCookie), o.Now())
	setCookie(w, outsideCookie, "", 0)
	id, err := access.Identity{}, error(fault.New(fault.Forbidden, "entrance.outside_refused"))
	if ok && subtle.ConstantTimeCompare([]byte(q.State), []byte(r.URL.Query().Get("state"))) == 1 {
		id, err = o.outsideID(r, q)
	}
	if q.Bind != "" {
		return o.bound(w, r, q, id, err)
	}
	var e access.Entry
	if err == nil {
		e, err = o.admitOutside(w, r, id)
	}
	if err != nil {
		d := door{onward: onward{Return: q.Return}}
		if d.Mistakes, err = o.mistake(r, err, "ten"); err != nil {
			return err
		}
		return o.showDoor(w, r, http.StatusForbidden, d)
	}
	return o.arrive(w, r, e, onward{Return: q.Return})
}

// outsideID turns the code into a token, and the token into who the service says it is.
func (o *room) outsideID(r *http.Request, q asked) (access.Identity, error) {
	refused := func(err error) error { return fault.Wrap(err, fault.Forbidden, "entrance.outside_refused") }
	ctx := o.outside.context(r.Context())
	p, err := o.outside.service(ctx)
	if err != nil {
		return access.Identity{}, err
	}
	t, err := o.outside.config(p, r).Exchange(ctx, r.URL.Query().Get("code"), oauth2.VerifierOption(q.Verifier))
	if err != nil {
		return access.Identity{}, refused(err)
	}
	raw, _ := t.Extra("id_token").(string)
	id, err := o.outside.verify(ctx, p, raw, q.Nonce, o.Now())
	if err != nil {
		return access.Identity{}, refused(err)
	}
	return id, nil
}

// admitOutside lets in whose account the identity was tied to.
func (o *room) admitOutside(w http.ResponseWriter, r *http.Request, id access.Identity) (access.Entry, error) {
	a, err := o.Office.ByIdentity(r.Context(), id)
	if err != nil {
		return access.Entry{}, err
	}
	if a == nil {
		return access.Entry{}, fault.New(fault.Forbidden, "entrance.outside_unknown")
	}
	place, err := o.place(w, r)
	if err != nil {
		return access.Entry{}, err
	}
	return o.Office.Admit(r.Context(), a.ID, false, place)
}

// verify reads who a token speaks of: signed by the service's key with a fixed algorithm, for
// us alone, for this very sign-in, now (ASVS 6.8, 10.5).
func (x *outside) verify(ctx context.Context, p *oidc.Provider, raw, nonce string, now time.Time) (access.Identity, error) {
	v := p.VerifierContext(x.context(context.WithoutCancel(ctx)), &oidc.Config{ClientID: x.settings.Client, SupportedSigningAlgs: algorithms, Now: func() time.Time { return now }})
	t, err := v.Verify(ctx, raw)
	if err != nil {
		return access.Identity{}, err
	}
	var claims struct {
		Party string `json:"azp"`
	}
	if err := t.Claims(&claims); err != nil {
		return access.Identity{}, err
	}
	switch {
	case nonce == "" || subtle.ConstantTimeCompare([]byte(t.Nonce), []byte(nonce)) != 1:
		return access.Identity{}, errors.New("nonce")
	case t.Subject == "" || len(t.Subject) > 255:
		return access.Identity{}, errors.New("subject")
	case len(t.Audience) > 1 && claims.Party == "", claims.Party != "" && claims.Party != x.settings.Client:
		return access.Identity{}, errors.New("authorised party")
	case !slices.Contains(t.Audience, x.settings.Client):
		return access.Identity{}, errors.New("audience")
	case t.IssuedAt.After(now.Add(time.Minute)), now.Sub(t.IssuedAt) > askedMost+time.Minute:
		return access.Identity{}, errors.New("issued at")
	}
	return access.Identity{Issuer: t.Issuer, Subject: t.Subject}, nil
}
