package dossier

import (
	"slices"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// Kinds of entries around a proposal.
const (
	EventProposed = "dossier.proposed"
	EventDeclined = "dossier.declined"
)

// proposable are the decisions that an officer drafts and a leader takes.
var proposable = []string{"settle", "ask_supplement", "extend", "apologise", "stop"}

type proposedBody struct {
	mark
	To      string   `json:"o"`
	What    string   `json:"k"`
	Refusal bool     `json:"x,omitempty"`
	Reason  string   `json:"r,omitempty"`
	Missing []string `json:"mi,omitempty"`
	NewDue  stamp    `json:"nd,omitempty"`
	Text    string   `json:"t,omitempty"`
	Paper   bool     `json:"p,omitempty"`
	Electro bool     `json:"e,omitempty"`
}

type declinedBody struct {
	mark
	Reason string `json:"r"`
}

// mayPropose: one proposal waits at a time. Who was handed a waiting one may put his own in
// its place.
func (d *decider) mayPropose() error {
	if p := d.s.Proposal; p != nil && p.To != d.env.Actor.ID {
		return fault.New(fault.Conflict, "dossier.proposal_waits", "to", p.To)
	}
	return nil
}

func (d *decider) mayDecline() error {
	if d.s.Proposal == nil {
		return fault.New(fault.Conflict, "dossier.no_proposal")
	}
	return nil
}

// propose drafts a decision for a leader. What a leader could not lawfully decide now is not
// proposed either, so that nobody is sent what must be sent back.
func (d *decider) propose(c Propose) (Event, error) {
	p := c.Proposal
	switch {
	case !slices.Contains(proposable, p.What):
		return Event{}, fault.New(fault.Invalid, "dossier.proposal_what", "what", p.What)
	case p.To == "" || p.To == d.env.Actor.ID:
		return Event{}, fault.New(fault.Invalid, "dossier.proposal_to")
	}
	leader := d.env
	leader.Actor = access.Actor{ID: p.To, Role: access.Leader}
	if err := Lawful(leader, d.s, p.What); err != nil {
		return Event{}, err
	}
	if err := d.drafted(p); err != nil {
		return Event{}, err
	}
	if err := checkTexts(append([]string{p.To, p.Reason, p.Text}, p.Missing...)...); err != nil {
		return Event{}, err
	}
	return event(EventProposed, proposedBody{d.mark(), p.To, p.What, p.Refusal, p.Reason, p.Missing, stampOf(p.NewDue), p.Text, p.Paper, p.Electro})
}

// drafted checks what the decision itself will ask for.
func (d *decider) drafted(p Proposal) error {
	switch p.What {
	case "settle":
		if p.Refusal && p.Reason == "" {
			return fault.New(fault.Invalid, "dossier.refusal_without_reason")
		}
	case "ask_supplement":
		return checkAsked(p.Missing, p.Reason)
	case "extend", "apologise":
		if p.Reason == "" {
			return fault.New(fault.Invalid, "dossier.no_reason")
		}
		return d.checkNewDue(p.NewDue)
	case "stop":
		if p.Reason == "" {
			return fault.New(fault.Invalid, "dossier.no_reason")
		}
	}
	return nil
}

// checkAsked: a request for supplements is made in full, with the reason (NĐ 118/2025 Đ11).
func checkAsked(missing []string, reason string) error {
	switch {
	case len(missing) == 0 || reason == "":
		return fault.New(fault.Invalid, "dossier.supplement_not_in_full")
	case len(missing) > maxPapers:
		return fault.New(fault.Invalid, "dossier.too_many_papers", "most", maxPapers)
	}
	return nil
}

// decline gives a proposal back.
func (d *decider) decline(c Decline) (Event, error) {
	if c.Reason == "" {
		return Event{}, fault.New(fault.Invalid, "dossier.no_reason")
	}
	if err := checkTexts(c.Reason); err != nil {
		return Event{}, err
	}
	return event(EventDeclined, declinedBody{d.mark(), c.Reason})
}

func applyProposed(n *State, e *ledger.Entry, at time.Time, b proposedBody) error {
	if b.To == "" || !slices.Contains(proposable, b.What) || b.NewDue != 0 && !plausible(b.NewDue.time()) {
		return errValue
	}
	n.Holder = b.To
	n.Proposal = &Proposal{Seq: e.Seq, By: e.Actor, To: b.To, What: b.What, Refusal: b.Refusal, Reason: b.Reason, Missing: b.Missing,
		NewDue: b.NewDue.time(), Text: b.Text, Paper: b.Paper, Electro: b.Electro, At: at}
	return nil
}

func applyDeclined(n *State, _ *ledger.Entry, _ time.Time, _ declinedBody) error {
	n.Holder, n.Proposal = n.Proposal.By, nil
	return nil
}

// handOn: a proposal goes where the dossier goes; back at its proposer it is withdrawn.
func (s *State) handOn(to string) {
	if s.Proposal == nil {
		return
	}
	if to == s.Proposal.By {
		s.Proposal = nil
		return
	}
	p := *s.Proposal
	p.To = to
	s.Proposal = &p
}

// lapse ends a proposal that was waiting before an entry, when the entry decided it or the
// dossier has left the status in which it could be decided. The proposer goes on, unless the
// entry itself gave the dossier to somebody.
func (s *State) lapse(e *ledger.Entry, holder string, status Status) {
	if s.Proposal == nil || s.Status == status && e.Kind != EventExtended && e.Kind != EventApologised {
		return
	}
	if s.Holder == holder {
		s.Holder = s.Proposal.By
	}
	s.Proposal = nil
}

func tellProposed(b proposedBody) (string, []any) {
	args := []any{"to", Officer(b.To), "what", Word("dossier.proposed." + b.What), "reason", b.Reason}
	switch {
	case b.What == "settle" && b.Refusal:
		args[3] = Word("dossier.proposed.refusal")
		return "proposed_why", args
	case b.NewDue != 0:
		return "proposed_until", append(args, "due", calendar.PrintInstant(b.NewDue.time()))
	case b.Reason != "":
		return "proposed_why", args
	}
	return "proposed", args
}

func tellDeclined(b declinedBody) (string, []any) {
	return "declined", []any{"reason", b.Reason}
}
