package officer

import (
	"context"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/money"
	"github.com/motcua/motcua/internal/web/page"
)

// moneyView is what a dossier owes and what was paid of it: each amount with the entry of the
// ledger that says so.
type moneyView struct {
	Lines    []chargeView
	Assessed wayTo // the entry that fixed the lines; no address: there is none
	Payments []paymentView
	Sums     []page.Fact
}

// chargeView is one fee or charge with the law it stands on.
type chargeView struct {
	Name, Kind, Count     string
	Amount, Less, Payable string
	Basis                 string
}

// paymentView is money that came, or was given back.
type paymentView struct {
	At, What, Way, Receipt, Reference string
	Amount                            string
	Entry                             wayTo
}

// money is nil when nothing was ever to be paid.
func (at timelineAt) money(ctx context.Context, s *dossier.State, lines []dossier.Line) *moneyView {
	m := s.Money
	if m == nil {
		return nil
	}
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.money."+key, kv...) }
	v := &moneyView{}
	for _, l := range m.Lines {
		c := chargeView{Name: l.Name, Kind: t("kind." + l.Kind), Amount: l.Amount.String(), Payable: (l.Amount - l.Less).String(), Basis: l.Basis}
		if l.Count > 0 {
			c.Count = page.N(l.Count)
		}
		if l.Less > 0 {
			c.Less = t("less", "amount", l.Less, "ground", l.Exempt)
		}
		v.Lines = append(v.Lines, c)
	}
	for _, l := range lines {
		if l.Kind == dossier.EventAssessed {
			v.Assessed = at.entry(ctx, l.Seq)
		}
	}
	var taken, back money.VND
	for _, p := range m.Payments {
		x := paymentView{At: calendar.PrintInstant(p.At), What: t("collected"), Way: page.T(ctx, "dossier.pay_way."+p.Way), Receipt: p.Receipt, Reference: p.Reference,
			Amount: p.Amount.String(), Entry: at.entry(ctx, p.Seq)}
		if taken += max(p.Amount, 0); p.Amount < 0 {
			back -= p.Amount
			x.What, x.Amount = t("refunded"), (-p.Amount).String()
		}
		v.Payments = append(v.Payments, x)
	}
	v.Sums = []page.Fact{{Name: t("due"), Text: m.Due().String()}, {Name: t("taken"), Text: taken.String()}}
	if back > 0 {
		v.Sums = append(v.Sums, page.Fact{Name: t("back"), Text: back.String()})
	}
	if open := m.Open(); open < 0 {
		v.Sums = append(v.Sums, page.Fact{Name: t("too_much"), Text: (-open).String()})
	} else {
		v.Sums = append(v.Sums, page.Fact{Name: t("open"), Text: open.String()})
	}
	return v
}

// moneyTile is the second of the four states: what is still to be paid, or whether the
// obligation that stopped the clock has been met.
func (o *room) moneyTile(ctx context.Context, s *dossier.State, lines []dossier.Line) page.Tile {
	t := func(key string, kv ...any) string { return page.T(ctx, "officer.dossier.money"+key, kv...) }
	tile := page.Tile{Name: t(""), Value: t(".none"), Note: t(".none_note")}
	for _, l := range lines {
		switch l.Kind {
		case dossier.EventObligationRaised:
			tile.Value, tile.Note = t(".raised"), calendar.PrintInstant(l.Happened)
		case dossier.EventObligationMet:
			tile.Value, tile.Note = t(".met"), calendar.PrintInstant(l.Happened)
		}
	}
	if s.Money != nil && s.Status != dossier.Obligation {
		tile.Value, tile.Note = moneyState(ctx, s.Money), page.T(ctx, "officer.money.of", "paid", s.Money.Paid(), "due", s.Money.Due())
	}
	return tile
}

// moneyState is how the money stands in two or three words.
func moneyState(ctx context.Context, m *dossier.Money) string {
	t := func(key string) string { return page.T(ctx, "officer.money.state."+key) }
	switch open := m.Open(); {
	case open < 0:
		return t("too_much")
	case open > 0 && m.Paid() > 0:
		return t("part")
	case open > 0:
		return t("open")
	case m.Due() == 0:
		return t("free")
	}
	return t("paid")
}

// feeOf is the money among the facts of a dossier.
func feeOf(ctx context.Context, s *dossier.State) string {
	if s.Money == nil {
		return page.T(ctx, "officer.dossier.fee.absent")
	}
	return page.T(ctx, "officer.money.fact", "due", s.Money.Due(), "state", moneyState(ctx, s.Money))
}
