package dossier

import (
	"regexp"
	"slices"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/money"
)

// Kinds of the entries about money.
const (
	EventAssessed  = "dossier.assessed"
	EventCollected = "dossier.collected"
	EventRefunded  = "dossier.refunded"
)

// ChargeLine is one fee (phí) or charge (lệ phí) of a dossier, by the rule in force on the day.
type ChargeLine struct {
	Rule   string    `json:"u"`           // id of the rule in data/charges: "certification/copies"
	Kind   string    `json:"k"`           // "fee" (phí), "charge" (lệ phí)
	Name   string    `json:"n"`           // as the receipt prints it
	Count  int       `json:"c,omitempty"` // of what is counted: pages, copies, cases; 0: one
	Amount money.VND `json:"a"`           // by the rule, before an exemption
	Exempt string    `json:"x,omitempty"` // id of the ground of an exemption or a reduction; empty: none
	Less   money.VND `json:"l,omitempty"` // taken off on that ground
	Basis  string    `json:"b"`           // the law
}

// Payment is money taken in or given back.
type Payment struct {
	Seq       int32     `json:"q"` // entry that says so
	Way       string    `json:"w"` // as Collect.Way
	Amount    money.VND `json:"a"` // below 0: given back
	Receipt   string    `json:"n,omitempty"`
	Reference string    `json:"r,omitempty"` // of the bank or provider
	At        time.Time `json:"t"`
}

// Money is what a dossier owes and paid, in whole đồng.
type Money struct {
	Lines    []ChargeLine `json:"ln,omitempty"`
	Payments []Payment    `json:"py,omitempty"` // oldest first
}

// Due is what the lines come to.
func (m *Money) Due() (sum money.VND) {
	if m != nil {
		for _, l := range m.Lines {
			sum += l.Amount - l.Less
		}
	}
	return sum
}

// Paid is what was taken in, less what was given back.
func (m *Money) Paid() (sum money.VND) {
	if m != nil {
		for _, p := range m.Payments {
			sum += p.Amount
		}
	}
	return sum
}

// Open is what is still to be paid; below 0: paid too much, to be given back.
func (m *Money) Open() money.VND { return m.Due() - m.Paid() }

// Ways in which money comes and goes.
const (
	PayCash     = "cash"     // at the counter
	PayTransfer = "transfer" // to the account of the unit, by QR or by hand
	PayCard     = "card"     // terminal at the counter
	PayPortal   = "portal"   // payment platform of the national portal, or a provider
)

var ways = []string{PayCash, PayTransfer, PayCard, PayPortal}

// PaidOnline says whether a way counts as paid online (§8.2, 6: confirmed through an online channel).
func PaidOnline(way string) bool { return way == PayPortal || way == PayTransfer }

type (
	// Assess fixes what is to be paid. It replaces what was fixed before, with the reason.
	Assess struct {
		Lines  []ChargeLine
		Reason string // needed when something was fixed before
	}
	// Collect records money that came. Receipt is allotted by the desk from the gap-free series
	// of the year when it is empty (NĐ 254/2026 Đ23 k2, Đ24 k1). Money that the bank says has
	// come is recorded even when it is more than was due; what is too much is given back.
	Collect struct {
		Way       string
		Amount    money.VND
		Receipt   string
		Reference string // of the bank or provider; needed but for cash
	}
	// Refund records money given back.
	Refund struct {
		Way       string
		Amount    money.VND
		Reason    string
		Reference string
	}
)

func (Assess) command()  {}
func (Collect) command() {}
func (Refund) command()  {}

type (
	assessedBody struct {
		mark
		Lines  []ChargeLine `json:"ln"`
		Reason string       `json:"r,omitempty"`
	}
	collectedBody struct {
		mark
		Way       string    `json:"w"`
		Amount    money.VND `json:"a"`
		Receipt   string    `json:"n"`
		Reference string    `json:"rf,omitempty"`
	}
	refundedBody struct {
		mark
		Way       string    `json:"w"`
		Amount    money.VND `json:"a"`
		Reason    string    `json:"r"`
		Reference string    `json:"rf,omitempty"`
	}
)

const (
	maxAmount   = money.VND(1_000_000_000_000) // of one line or payment: sums stay far from the end of int64
	maxLines    = 50
	maxPayments = 200
)

var referenceForm = regexp.MustCompile(`^[\p{L}\d][\p{L}\d ./:_-]{0,63}$`)

func (l ChargeLine) sound() bool {
	return l.Rule != "" && l.Name != "" && l.Basis != "" && (l.Kind == "fee" || l.Kind == "charge") &&
		l.Count >= 0 && l.Amount >= 0 && l.Amount <= maxAmount && l.Less >= 0 && l.Less <= l.Amount && (l.Less == 0 || l.Exempt != "")
}

// assess: each line by a rule with its law; an exemption names its ground (§8.1).
func (d *decider) assess(c Assess) (Event, error) {
	if len(c.Lines) > maxLines || len(c.Lines) == 0 && d.s.Money == nil {
		return Event{}, fault.New(fault.Invalid, "dossier.charge_lines", "most", maxLines)
	}
	for i, l := range c.Lines {
		if !l.sound() {
			return Event{}, fault.New(fault.Invalid, "dossier.charge_line", "number", i+1)
		}
		if err := checkTexts(l.Name, l.Basis, l.Exempt, l.Rule); err != nil {
			return Event{}, err
		}
	}
	if d.s.Money != nil && len(d.s.Money.Lines) > 0 && c.Reason == "" {
		return Event{}, fault.New(fault.Invalid, "dossier.no_reason")
	}
	if err := checkTexts(c.Reason); err != nil {
		return Event{}, err
	}
	return event(EventAssessed, assessedBody{d.mark(), c.Lines, c.Reason})
}

// collect: cash is counted at the counter and never more than is due; what a bank reports is
// recorded as it is, once for each reference.
func (d *decider) collect(c Collect) (Event, error) {
	m := d.s.Money
	switch {
	case !slices.Contains(ways, c.Way):
		return Event{}, fault.New(fault.Invalid, "dossier.payment_way", "way", c.Way)
	case c.Amount <= 0 || c.Amount > maxAmount || len(m.Payments) >= maxPayments:
		return Event{}, fault.New(fault.Invalid, "dossier.payment_amount")
	case c.Way == PayCash && c.Amount > m.Open():
		return Event{}, fault.New(fault.Conflict, "dossier.more_than_due", "amount", c.Amount, "due", m.Open())
	case c.Way != PayCash && !referenceForm.MatchString(c.Reference):
		return Event{}, fault.New(fault.Invalid, "dossier.payment_reference")
	case c.Reference != "" && slices.ContainsFunc(m.Payments, func(p Payment) bool { return p.Amount > 0 && p.Reference == c.Reference }):
		return Event{}, fault.New(fault.Conflict, "dossier.payment_twice")
	case c.Receipt == "":
		return Event{}, fault.New(fault.Invalid, "dossier.no_receipt_number")
	}
	if err := checkTexts(c.Receipt, c.Reference); err != nil {
		return Event{}, err
	}
	return event(EventCollected, collectedBody{d.mark(), c.Way, c.Amount, c.Receipt, c.Reference})
}

// mayCollect: what is to be paid was fixed.
func (d *decider) mayCollect() error {
	if d.s.Money == nil {
		return fault.New(fault.Conflict, "dossier.nothing_due")
	}
	return nil
}

// refund: never more than was paid.
func (d *decider) refund(c Refund) (Event, error) {
	switch {
	case !slices.Contains(ways, c.Way):
		return Event{}, fault.New(fault.Invalid, "dossier.payment_way", "way", c.Way)
	case c.Amount <= 0 || len(d.s.Money.Payments) >= maxPayments:
		return Event{}, fault.New(fault.Invalid, "dossier.payment_amount")
	case c.Amount > d.s.Money.Paid():
		return Event{}, fault.New(fault.Conflict, "dossier.more_than_paid", "paid", d.s.Money.Paid())
	case c.Reason == "":
		return Event{}, fault.New(fault.Invalid, "dossier.no_reason")
	case c.Reference != "" && !referenceForm.MatchString(c.Reference):
		return Event{}, fault.New(fault.Invalid, "dossier.payment_reference")
	}
	if err := checkTexts(c.Reason); err != nil {
		return Event{}, err
	}
	return event(EventRefunded, refundedBody{d.mark(), c.Way, c.Amount, c.Reason, c.Reference})
}

// mayRefund: something was paid.
func (d *decider) mayRefund() error {
	if d.s.Money.Paid() <= 0 {
		return fault.New(fault.Conflict, "dossier.nothing_paid")
	}
	return nil
}

func applyAssessed(n *State, _ *ledger.Entry, _ time.Time, b assessedBody) error {
	if len(b.Lines) > maxLines || slices.ContainsFunc(b.Lines, func(l ChargeLine) bool { return !l.sound() }) {
		return errValue
	}
	m := n.purse()
	m.Lines = b.Lines
	n.Money = &m
	return nil
}

func applyCollected(n *State, e *ledger.Entry, at time.Time, b collectedBody) error {
	return n.pay(Payment{Seq: e.Seq, Way: b.Way, Amount: b.Amount, Receipt: b.Receipt, Reference: b.Reference, At: at}, b.Amount)
}

func applyRefunded(n *State, e *ledger.Entry, at time.Time, b refundedBody) error {
	return n.pay(Payment{Seq: e.Seq, Way: b.Way, Amount: -b.Amount, Reference: b.Reference, At: at}, b.Amount)
}

func (s *State) pay(p Payment, amount money.VND) error {
	m := s.purse()
	if amount <= 0 || amount > maxAmount || len(m.Payments) >= maxPayments || m.Paid()+p.Amount < 0 {
		return errValue
	}
	m.Payments = append(slices.Clip(m.Payments), p)
	s.Money = &m
	return nil
}

// purse is a copy of Money to write into.
func (s *State) purse() Money {
	if s.Money == nil {
		return Money{}
	}
	return *s.Money
}

func tellAssessed(b assessedBody) (string, []any) {
	m := Money{Lines: b.Lines}
	if b.Reason != "" {
		return "assessed_again", []any{"amount", m.Due(), "reason", b.Reason}
	}
	return "assessed", []any{"amount", m.Due()}
}

func tellCollected(b collectedBody) (string, []any) {
	return "collected", []any{"amount", b.Amount, "way", Word("dossier.pay_way." + b.Way), "receipt", b.Receipt}
}

func tellRefunded(b refundedBody) (string, []any) {
	return "refunded", []any{"amount", b.Amount, "way", Word("dossier.pay_way." + b.Way), "reason", b.Reason}
}
