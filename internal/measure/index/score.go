package index

import (
	"context"
	"fmt"
	"math/big"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
)

// States of a row.
const (
	Scored        = "value"
	NoData        = "no_data"        // chưa có số liệu
	NotApplicable = "not_applicable" // the table does not score it for a commune
)

// Points are exact; they show as two decimals, rounded half up.
type Points struct{ r *big.Rat }

func points(n int64) Points { return Points{new(big.Rat).SetInt64(n)} }

func (p Points) plus(q Points) Points { return Points{new(big.Rat).Add(p.rat(), q.rat())} }

func (p Points) rat() *big.Rat {
	if p.r == nil {
		return new(big.Rat)
	}
	return p.r
}

// Hundredths is the value × 100, rounded half up.
func (p Points) Hundredths() int64 {
	num, den := p.rat().Num(), p.rat().Denom()
	n := new(big.Int).Mul(num, big.NewInt(200))
	n.Add(n, den)
	return n.Div(n, new(big.Int).Mul(den, big.NewInt(2))).Int64()
}

func (p Points) String() string { return locale.Decimal(p.Hundredths(), 2) }

// MarshalJSON writes the points as a number with two decimals.
func (p Points) MarshalJSON() ([]byte, error) {
	return []byte(p.rat().FloatString(2)), nil
}

// RowScore is one row's result. Points mean something only in state "value".
type RowScore struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Max    *int64  `json:"max"`
	Num    *int64  `json:"num"`
	Den    *int64  `json:"den"`
	Points *Points `json:"points"`
	State  string  `json:"state"`
	Source string  `json:"source"`
	Mark   string  `json:"mark"`
	Note   string  `json:"note,omitempty"`
}

// GroupScore sums the rows that have points. Of is their maximum: 9 of 12 is not 9 of 22.
type GroupScore struct {
	ID     string     `json:"id"`
	Title  string     `json:"title"`
	Max    int64      `json:"max"`
	Of     int64      `json:"of"`
	Points Points     `json:"points"`
	Policy Points     `json:"policy_points"` // with full points for what does not apply
	PolOf  int64      `json:"policy_of"`
	Rows   []RowScore `json:"rows"`
}

// Result is a scored table. Band is the grade of the points over what could be scored; it is
// empty while anything lacks data, because a part of an index has no grade.
type Result struct {
	ID       string       `json:"id"`
	Title    string       `json:"title"`
	From     string       `json:"from"`
	To       string       `json:"to"`
	Max      int64        `json:"max"`
	Of       int64        `json:"of"`
	Points   Points       `json:"points"`
	Policy   Points       `json:"policy_points"`
	PolOf    int64        `json:"policy_of"`
	Headline Points       `json:"headline"` // one of the two, as the table's switch says
	Band     string       `json:"band,omitempty"`
	Groups   []GroupScore `json:"groups"`
}

// Score scores the table over a period, as far as there is data.
func (d *Definition) Score(ctx context.Context, src *indicator.Source, p calendar.Period) (Result, error) {
	out := Result{ID: d.ID, Title: d.Title, From: p.From.String(), To: p.To.String()}
	for _, g := range d.Groups {
		gs := GroupScore{ID: g.ID, Title: g.Title, Max: g.Max}
		for _, r := range g.Rows {
			rs, err := d.row(ctx, src, r, p)
			if err != nil {
				return out, fmt.Errorf("index %s row %s: %w", d.ID, r.ID, err)
			}
			gs.add(r, rs)
		}
		if g.FullByPolicy {
			gs.Policy, gs.PolOf = points(g.Max), g.Max
		}
		out.Groups = append(out.Groups, gs)
		out.Max += g.Max
		out.Of += gs.Of
		out.PolOf += gs.PolOf
		out.Points, out.Policy = out.Points.plus(gs.Points), out.Policy.plus(gs.Policy)
	}
	out.Headline = out.Points
	of := out.Of
	if d.PolicyFullPoints {
		out.Headline, of = out.Policy, out.PolOf
	}
	if of == out.Max {
		out.Band = d.band(out.Headline, of)
	}
	return out, nil
}

func (g *GroupScore) add(r Row, rs RowScore) {
	g.Rows = append(g.Rows, rs)
	switch {
	case rs.State == Scored && rs.Points != nil:
		g.Points, g.Policy = g.Points.plus(*rs.Points), g.Policy.plus(*rs.Points)
		g.Of += *r.Max
		g.PolOf += *r.Max
	case rs.State == NotApplicable && r.Max != nil:
		g.Policy = g.Policy.plus(points(*r.Max))
		g.PolOf += *r.Max
	}
}

// band is the grade of points out of a maximum.
func (d *Definition) band(p Points, of int64) string {
	if of <= 0 {
		return ""
	}
	share := new(big.Rat).Mul(p.rat(), big.NewRat(100, of))
	for _, b := range d.Bands {
		if share.Cmp(new(big.Rat).SetInt64(b.From)) >= 0 {
			return b.Title
		}
	}
	return ""
}

func (d *Definition) row(ctx context.Context, src *indicator.Source, r Row, p calendar.Period) (RowScore, error) {
	out := RowScore{ID: r.ID, Title: r.Title, Max: r.Max, State: NoData, Source: indicator.FromNothing, Mark: r.Mark, Note: r.Note}
	if r.Commune == "no" {
		out.State = NotApplicable
		return out, nil
	}
	if len(r.Num) == 0 {
		return out, nil
	}
	den, err := d.set.Sum(ctx, src, r.Den, p)
	if err != nil || den.State != indicator.StateValue {
		return out, err
	}
	out.Den, out.Source = &den.N, den.Source
	if den.N == 0 {
		out.empty(r)
		return out, nil
	}
	num, ok, err := d.numerator(ctx, src, r, p)
	if err != nil || !ok {
		return out, err
	}
	out.Num, out.State = &num.N, Scored
	if num.Source != den.Source {
		out.Source = indicator.Computed
	}
	if r.Rule != Information {
		out.Points = r.points(num.N, den.N)
	}
	return out, nil
}

// empty scores a row without any case, as the table says; where it says nothing there is no
// data.
func (s *RowScore) empty(r Row) {
	var p Points
	switch r.OnEmpty {
	case "max":
		p = points(*r.Max)
	case "zero":
		p = points(0)
	default:
		return
	}
	s.State, s.Points = Scored, &p
}

func (d *Definition) numerator(ctx context.Context, src *indicator.Source, r Row, p calendar.Period) (indicator.Sum, bool, error) {
	num, err := d.set.Sum(ctx, src, r.Num, p)
	if err != nil || num.State != indicator.StateValue {
		return num, false, err
	}
	if len(r.Minus) == 0 {
		return num, true, nil
	}
	minus, err := d.set.Sum(ctx, src, r.Minus, p)
	if err != nil || minus.State != indicator.StateValue {
		return num, false, err
	}
	num.N = max(0, num.N-minus.N)
	if num.Source != minus.Source {
		num.Source = indicator.Computed
	}
	return num, true, nil
}

// points applies the row's rule.
func (r Row) points(num, den int64) *Points {
	p := new(big.Rat).Mul(new(big.Rat).SetInt64(*r.Max), big.NewRat(num, den))
	if r.Rule == Scaled || r.Rule == Capped {
		p.Mul(p, big.NewRat(100, r.Threshold))
	}
	if top := new(big.Rat).SetInt64(*r.Max); r.Rule == Capped && p.Cmp(top) > 0 {
		p = top
	}
	return &Points{p}
}
