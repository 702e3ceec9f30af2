package dossier

import (
	"regexp"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// EventNotified: a message to the applicant was handed to a channel, or could not be.
const EventNotified = "dossier.notified"

// Notice is how a message to the applicant stands. What it says follows from template and
// entry; the address it went to is the applicant's and is not repeated.
type Notice struct {
	Template string    `json:"m"`           // id and version in data/messages: "received.1"
	About    int32     `json:"b"`           // entry that it tells of
	Channel  string    `json:"c"`           // "email", "sms", "zalo", "letter", "phone"
	Outcome  string    `json:"o"`           // "sent", "failed", "printed", "told"
	Why      string    `json:"w,omitempty"` // of a failure: a key, no text of the other side
	At       time.Time `json:"t"`
}

// Notify records how a message stands. A later one about the same entry by the same channel
// replaces it in the state; the ledger keeps both.
type Notify struct{ Notice Notice }

func (Notify) command() {}

type notifiedBody struct {
	mark
	Template string `json:"m"`
	About    int32  `json:"b"`
	Channel  string `json:"c"`
	Outcome  string `json:"o"`
	Why      string `json:"w,omitempty"`
}

const maxNotices = 100

var (
	templateForm = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}\.[0-9]{1,3}$`)
	whyForm      = regexp.MustCompile(`^[a-z0-9_.-]{0,60}$`)
	channels     = []string{"email", "sms", "zalo", "letter", "phone"}
	outcomes     = []string{"sent", "failed", "printed", "told"}
)

func (d *decider) notify(c Notify) (Event, error) {
	n := c.Notice
	switch {
	case !templateForm.MatchString(n.Template) || !slices.Contains(channels, n.Channel) || !slices.Contains(outcomes, n.Outcome) || !whyForm.MatchString(n.Why):
		return Event{}, fault.New(fault.Invalid, "dossier.notice")
	case n.About < 1 || n.About > d.s.Seq:
		return Event{}, fault.New(fault.Invalid, "dossier.no_such_entry", "seq", n.About, "last", d.s.Seq)
	case len(d.s.Notices) >= maxNotices:
		return Event{}, fault.New(fault.Conflict, "dossier.too_many_notices", "most", maxNotices)
	}
	return event(EventNotified, notifiedBody{d.mark(), n.Template, n.About, n.Channel, n.Outcome, n.Why})
}

func applyNotified(n *State, e *ledger.Entry, at time.Time, b notifiedBody) error {
	if b.About < 1 || b.About >= e.Seq || len(n.Notices) > maxNotices {
		return errValue
	}
	same := func(o Notice) bool { return o.About == b.About && o.Channel == b.Channel }
	kept := slices.DeleteFunc(slices.Clone(n.Notices), same)
	n.Notices = append(kept, Notice{b.Template, b.About, b.Channel, b.Outcome, b.Why, at})
	return nil
}

func tellNotified(b notifiedBody) (string, []any) {
	return "notified_" + b.Outcome, []any{"channel", Word("dossier.notice_by." + b.Channel), "about", b.About}
}
