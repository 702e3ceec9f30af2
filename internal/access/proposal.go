package access

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
)

const kindProposal = "proposal"

// Proposal is what one administrator asks for and a second person confirms (T21): a role that two
// persons give, or the removal of a second factor from who holds one.
type Proposal struct {
	ID      string        `json:"id"`
	What    string        `json:"what"` // "grant", "factor"
	Account string        `json:"account"`
	Role    Role          `json:"role,omitempty"` // of "grant", as what follows
	To      calendar.Date `json:"to,omitempty"`
	Basis   string        `json:"basis,omitempty"`
	Fields  []string      `json:"fields,omitempty"`
	Reason  string        `json:"reason,omitempty"` // of "factor"
	By      string        `json:"by"`
	At      time.Time     `json:"at"`
	Until   time.Time     `json:"until"`
	Answer  *answered     `json:"answer,omitempty"` // what a second person said, while it is carried out

	rev int64
}

// answered is what was said to a proposal and by whom. It is kept before it is carried out, so that
// a yes and a no at the same time cannot both be, and one that the machine stopped on is finished.
type answered struct {
	Yes bool   `json:"yes"`
	By  string `json:"by"`
	As  Role   `json:"as"`
}

// ProposeGrant asks for a role that two persons give.
func (o *Office) ProposeGrant(ctx context.Context, order Order, g Grant) (Proposal, error) {
	today := calendar.DateOf(o.Now())
	switch {
	case !o.Policy.NeedsTwo(g.Role):
		return Proposal{}, fault.New(fault.Invalid, "access.one_suffices")
	case g.To != 0 && g.To < today:
		return Proposal{}, fault.New(fault.Invalid, "duty.grant_days")
	case strings.TrimSpace(g.Basis) == "": // who confirms must be able to look up why
		return Proposal{}, fault.New(fault.Invalid, "access.basis_missing")
	}
	return o.propose(ctx, order, Proposal{What: "grant", Account: g.Account, Role: g.Role, To: g.To, Basis: g.Basis, Fields: g.Fields})
}

// ProposeClear asks for the removal of the second factor of who holds a role that two persons give.
func (o *Office) ProposeClear(ctx context.Context, order Order, account, reason string) (Proposal, error) {
	if strings.TrimSpace(reason) == "" {
		return Proposal{}, fault.New(fault.Invalid, "register.reason_missing")
	}
	return o.propose(ctx, order, Proposal{What: "factor", Account: account, Reason: reason})
}

// propose keeps a proposal. The same order is the same proposal.
func (o *Office) propose(ctx context.Context, order Order, p Proposal) (Proposal, error) {
	if order.By.ID == "" || order.By.Role != Admin {
		return p, fault.New(fault.Forbidden, "access.not_admin")
	}
	if order.By.ID == p.Account {
		return p, fault.New(fault.Forbidden, "access.not_oneself")
	}
	a, err := o.Account(ctx, p.Account)
	if err != nil {
		return p, err
	}
	if a.Standing == Disabled {
		return p, fault.New(fault.Conflict, "access.account_disabled")
	}
	waiting, err := o.Proposals(ctx)
	if err != nil {
		return p, err
	}
	p.ID = sum("proposal:" + order.Key)[:26]
	for _, q := range waiting {
		switch {
		case q.ID == p.ID:
			return q, nil
		case q.What == p.What && q.Account == p.Account && q.Role == p.Role:
			return p, fault.New(fault.Conflict, "access.proposed_already")
		}
	}
	p.By, p.At = order.By.ID, o.Now()
	p.Until = p.At.AddDate(0, 0, o.Policy.Grant.Days)
	if err := o.Rights.Tell(ctx, order, Act{What: "proposed", Account: p.Account, Role: p.Role, Reason: cmp.Or(p.Reason, p.Basis)}); err != nil {
		return p, err
	}
	_, err = o.put(ctx, kindProposal, p.ID, p.Account, 0, p.Until, p)
	if fault.Is(err, fault.Conflict) { // the same form, sent twice at once
		err = nil
	}
	return p, err
}

// Proposals are those that wait for a second person, oldest first.
func (o *Office) Proposals(ctx context.Context) ([]Proposal, error) {
	notes, err := o.Notes.List(ctx, o.Unit, kindProposal, "", 0)
	if err != nil {
		return nil, err
	}
	var out []Proposal
	for _, n := range notes {
		p, err := readProposal(n)
		if err != nil {
			return nil, err
		}
		if o.Now().Before(p.Until) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b Proposal) int { return a.At.Compare(b.At) })
	return out, nil
}

func readProposal(n note.Note) (Proposal, error) {
	p := Proposal{rev: n.Rev}
	return p, decode(n, &p)
}

// Confirm carries a proposal out by a second person: another administrator, or a leader. Where
// the office has nobody else the machine itself may (who sits at the server, as the ledger says
// for ever). It is refused when the one who proposed administers no more.
func (o *Office) Confirm(ctx context.Context, order Order, id string) (Proposal, error) {
	p, err := o.second(ctx, order, id)
	if err != nil {
		return p, err
	}
	if err := o.answer(ctx, &order, &p, true); err != nil {
		return p, err
	}
	order.Key = "confirm:" + p.ID
	if p.What == "factor" {
		err = o.clearSecond(ctx, order, Act{What: "factor", Account: p.Account, Reason: p.Reason, By: p.By})
	} else {
		_, err = o.Rights.Grant(ctx, order, Grant{Account: p.Account, Role: p.Role, To: p.To, Basis: p.Basis, Fields: p.Fields, By: p.By, Second: order.By.ID})
	}
	if err != nil {
		p.Answer = nil // it waits on
		_, _ = o.put(ctx, kindProposal, p.ID, p.Account, p.rev, p.Until, p)
		return p, err
	}
	return p, o.Notes.Drop(ctx, o.Unit, kindProposal, p.ID)
}

// answer keeps what a second person says. One who comes when the same has been said carries it
// out in the name of who said it first; after the contrary there is nothing left to answer.
func (o *Office) answer(ctx context.Context, order *Order, p *Proposal, yes bool) error {
	if p.Answer == nil {
		p.Answer = &answered{Yes: yes, By: order.By.ID, As: order.By.Role}
		rev, err := o.put(ctx, kindProposal, p.ID, p.Account, p.rev, p.Until, p)
		if err == nil {
			p.rev = rev
			return nil
		}
		if !fault.Is(err, fault.Conflict) {
			return err
		}
		if *p, err = o.proposal(ctx, p.ID); err != nil {
			return err
		}
	}
	if p.Answer == nil || p.Answer.Yes != yes {
		return fault.New(fault.NotFound, "access.proposal_over")
	}
	order.By = Actor{ID: p.Answer.By, Role: p.Answer.As}
	return nil
}

// second reads a proposal for whoever wants to confirm it, and refuses who may not.
func (o *Office) second(ctx context.Context, order Order, id string) (Proposal, error) {
	p, err := o.proposal(ctx, id)
	if err != nil {
		return p, err
	}
	able, err := o.Seconds(ctx, p)
	if err != nil {
		return p, err
	}
	switch {
	case order.By.ID == p.By:
		return p, fault.New(fault.Forbidden, "access.confirm_own")
	case order.By.ID == p.Account:
		return p, fault.New(fault.Forbidden, "access.not_oneself")
	case order.By.Role == System && len(able) > 0:
		return p, fault.New(fault.Forbidden, "access.others_confirm")
	case order.By.Role != System && !slices.Contains(able, order.By.ID):
		return p, fault.New(fault.Forbidden, "access.not_second_person")
	}
	others, err := o.holders(ctx, Admin)
	if err != nil {
		return p, err
	}
	if !slices.Contains(others, p.By) {
		return p, fault.New(fault.Conflict, "access.proposer_gone")
	}
	if a, err := o.Account(ctx, p.Account); err != nil {
		return p, err
	} else if a.Standing == Disabled {
		return p, fault.New(fault.Conflict, "access.account_disabled")
	}
	return p, nil
}

func (o *Office) proposal(ctx context.Context, id string) (Proposal, error) {
	n, err := o.Notes.Get(ctx, o.Unit, kindProposal, id)
	if fault.Is(err, fault.NotFound) {
		return Proposal{}, fault.Wrap(err, fault.NotFound, "access.proposal_over")
	}
	if err != nil {
		return Proposal{}, err
	}
	p, err := readProposal(n)
	if err == nil && !o.Now().Before(p.Until) {
		err = fault.New(fault.NotFound, "access.proposal_over")
	}
	return p, err
}

// Seconds are who may confirm a proposal today: active administrators and leaders, but neither
// who proposed it nor whom it is about.
func (o *Office) Seconds(ctx context.Context, p Proposal) ([]string, error) {
	all, err := o.holders(ctx, Admin, Leader)
	return slices.DeleteFunc(all, func(id string) bool { return id == p.By || id == p.Account }), err
}

// holders are the active accounts that hold one of the roles today, by id: grants of one moment have no order.
func (o *Office) holders(ctx context.Context, roles ...Role) (out []string, err error) {
	grants, err := o.Rights.On(ctx, calendar.DateOf(o.Now()))
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		if !slices.Contains(roles, g.Role) || slices.Contains(out, g.Account) {
			continue
		}
		a, err := o.Account(ctx, g.Account)
		if fault.Is(err, fault.NotFound) || err == nil && a.Standing != Active {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, g.Account)
	}
	slices.Sort(out)
	return out, nil
}

// Decline drops a proposal: whoever could confirm it says no, or who made it takes it back. The
// ledger says who and why.
func (o *Office) Decline(ctx context.Context, order Order, id, reason string) error {
	p, err := o.proposal(ctx, id)
	if err != nil {
		return err
	}
	able, err := o.Seconds(ctx, p)
	if err != nil {
		return err
	}
	switch {
	case order.By.ID != p.By && order.By.Role != System && !slices.Contains(able, order.By.ID):
		return fault.New(fault.Forbidden, "access.not_second_person")
	case strings.TrimSpace(reason) == "":
		return fault.New(fault.Invalid, "register.reason_missing")
	}
	if err := o.answer(ctx, &order, &p, false); err != nil {
		return err
	}
	order.Key = "decline:" + p.ID
	if err := o.Rights.Tell(ctx, order, Act{What: "declined", Account: p.Account, Role: p.Role, By: p.By, Reason: reason}); err != nil {
		return err
	}
	return o.Notes.Drop(ctx, o.Unit, kindProposal, p.ID)
}
