package access

import (
	"context"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

// Browser is a browser at which somebody signs in. Proof is when a second factor was last
// given there.
type Browser struct {
	ID    string    `json:"id"` // hash of its token
	Last  time.Time `json:"last"`
	Proof time.Time `json:"proof,omitzero"`
}

// Notice is a sign-in at a browser where the person had not been, until they have looked at it.
type Notice struct {
	Session string    `json:"session"`
	Device  string    `json:"device"`
	Source  string    `json:"source"`
	At      time.Time `json:"at"`
}

// Strangers are the sign-ins at strange browsers that the person has not looked at, but the one
// of the session that asks: who sits there knows of it.
func (a *Account) Strangers(session string) []Notice {
	return slices.DeleteFunc(slices.Clone(a.Notices), func(n Notice) bool { return n.Session == session })
}

const (
	mostBrowsers = 20
	mostNotices  = 10
	browserKept  = 400 * 24 * time.Hour
	browserMost  = 30 // people of one browser
)

// visitor is somebody who signed in at a browser.
type visitor struct {
	Account string    `json:"account"`
	At      time.Time `json:"at"`
}

// NewBrowser is a token for a browser that has none.
func (o *Office) NewBrowser() (string, error) {
	t, _, err := o.token()
	return t, err
}

// Colleagues are who signed in at a browser today, the last one first: those between whom a
// shared machine is switched. Closed accounts are not among them.
func (o *Office) Colleagues(ctx context.Context, browser string) ([]*Account, error) {
	list, _, err := o.visitors(ctx, browser)
	if err != nil {
		return nil, err
	}
	var out []*Account
	today := calendar.DateOf(o.Now())
	for _, v := range list {
		if calendar.DateOf(v.At) != today {
			continue
		}
		a, err := o.Account(ctx, v.Account)
		if fault.Is(err, fault.NotFound) || err == nil && a.Standing != Active {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

func (o *Office) visitors(ctx context.Context, browser string) ([]visitor, int64, error) {
	if len(browser) != tokenLength {
		return nil, 0, nil
	}
	n, err := o.Notes.Get(ctx, o.Unit, kindBrowser, sum(browser))
	if fault.Is(err, fault.NotFound) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	var list []visitor
	return list, n.Rev, decode(n, &list)
}

// visited remembers that somebody signed in at a browser.
func (o *Office) visited(ctx context.Context, browser, account string) error {
	if len(browser) != tokenLength {
		return nil
	}
	for n := 1; ; n++ {
		list, rev, err := o.visitors(ctx, browser)
		if err != nil {
			return err
		}
		now := o.Now()
		list = slices.DeleteFunc(list, func(v visitor) bool {
			return v.Account == account || calendar.DateOf(v.At) != calendar.DateOf(now)
		})
		list = append([]visitor{{account, now}}, list...)
		_, err = o.put(ctx, kindBrowser, sum(browser), "", rev, now.Add(browserKept), list[:min(len(list), browserMost)])
		if !fault.Is(err, fault.Conflict) || n == tries {
			return err
		}
	}
}

// at notes in the account that it was used at a browser, and reports whether for the first
// time though others were used before.
func (a *Account) at(browser string, now time.Time, second bool) (strange bool) {
	id := sum(browser)
	i := slices.IndexFunc(a.Browsers, func(b Browser) bool { return b.ID == id })
	b := Browser{ID: id, Last: now}
	if i >= 0 {
		b.Proof = a.Browsers[i].Proof
		a.Browsers = slices.Delete(a.Browsers, i, i+1)
	} else {
		strange = len(a.Browsers) > 0
	}
	if second {
		b.Proof = now
	}
	a.Browsers = append([]Browser{b}, a.Browsers...)
	a.Browsers = a.Browsers[:min(len(a.Browsers), mostBrowsers)]
	return strange
}

// proved reports whether the account gave a second factor at a browser within a working day.
func (a *Account) proved(browser string, now time.Time, most time.Duration) bool {
	id := sum(browser)
	return len(browser) == tokenLength && slices.ContainsFunc(a.Browsers, func(b Browser) bool {
		return b.ID == id && !b.Proof.IsZero() && now.Sub(b.Proof) < most && calendar.DateOf(b.Proof) == calendar.DateOf(now)
	})
}
