package access

import (
	"context"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// kindCeremony are challenges that wait for their answer: of passkeys.
const kindCeremony = "ceremony"

// ceremonyMost is how long a challenge waits.
const ceremonyMost = 5 * time.Minute

// ceremony is a challenge, bound to the browser and the purpose that it was made for.
type ceremony struct {
	What    string    `json:"what"`
	Browser string    `json:"browser"`
	At      time.Time `json:"at"`
	State   []byte    `json:"state"`
	Spent   bool      `json:"spent,omitempty"`
}

// Challenge keeps what a challenge needs to be answered, and returns a token for it.
func (o *Office) Challenge(ctx context.Context, what string, state []byte, place Place) (token string, err error) {
	token, id, err := o.token()
	if err != nil {
		return "", err
	}
	now := o.Now()
	_, err = o.put(ctx, kindCeremony, id, "", 0, now.Add(ceremonyMost), ceremony{What: what, Browser: sum(place.Browser), At: now, State: state})
	return token, err
}

// Answer takes a challenge back, once; fault.Forbidden when it was answered, is too old, or is
// another browser's.
func (o *Office) Answer(ctx context.Context, what, token string, place Place) ([]byte, error) {
	no := func(err error) error { return fault.Wrap(err, fault.Forbidden, "access.passkey_refused") }
	n, err := o.Notes.Get(ctx, o.Unit, kindCeremony, sum(token))
	if fault.Is(err, fault.NotFound) {
		return nil, no(err)
	}
	if err != nil {
		return nil, err
	}
	var c ceremony
	if err := decode(n, &c); err != nil {
		return nil, err
	}
	if c.Spent || c.What != what || c.Browser != sum(place.Browser) || o.Now().Sub(c.At) >= ceremonyMost {
		return nil, no(nil)
	}
	c.Spent = true
	_, err = o.put(ctx, kindCeremony, n.ID, "", n.Rev, c.At.Add(ceremonyMost), c)
	if fault.Is(err, fault.Conflict) {
		return nil, no(err)
	}
	return c.State, err
}
