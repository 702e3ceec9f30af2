package indicator

import (
	"math/big"

	"github.com/motcua/motcua/internal/locale"
)

// States of a figure.
const (
	StateValue         = "value"
	StateBlank         = "blank"
	StateNotApplicable = "not_applicable"
	StateNoData        = "no_data"
)

// Sources of a figure.
const (
	FromDossiers  = "dossiers"
	FromCatalogue = "catalogue"
	FromRegister  = "register"
	Computed      = "computed" // of other lines, or of several sources
	FromNothing   = "none"
)

// Verdicts of a target.
const (
	Met     = "Đạt"
	NotMet  = "Không đạt"
	Unknown = "Chưa đủ số liệu"
)

// Figure is the answer of an indicator over a period. The value is Text, or the exact decimal
// Scaled ÷ 10^Decimals; both mean something only in state "value", but for the words of a
// blank cell and the verdict of a target without data.
type Figure struct {
	ID       string
	Label    string // of a part
	Num, Den *int64
	Scaled   int64
	Decimals int
	Percent  bool
	Text     string
	State    string
	Source   string
	Printed  bool     // some of it was typed in from a printed report
	Remark   string   // what contradicts another line, in Vietnamese
	Result   string   // of a target: the figures found
	Drill    []string // arguments of `motcua drill` that list the numerator
	DrillDen []string // and the denominator
	Parts    []Figure
}

// Part returns the part of that label; of a target also "result" and "assessment". A part
// that a figure without answer does not have is in the figure's own state.
func (f Figure) Part(label string) Figure {
	for _, p := range f.Parts {
		if p.Label == label {
			return p
		}
	}
	switch label {
	case "assessment":
		return f
	case "result":
		r := f
		r.Num, r.Den, r.Text = nil, nil, f.Result
		switch {
		case f.Result != "":
			r.State = StateValue
		case f.State == StateValue:
			r.State = StateBlank
		}
		return r
	}
	return Figure{ID: f.ID, Label: label, State: f.State, Source: f.Source}
}

// String is the value as documents print it: "99,16%", "4.481", "Đạt"; nothing when there is
// none.
func (f Figure) String() string {
	switch {
	case f.State != StateValue:
		return ""
	case f.Text != "":
		return f.Text
	case f.Percent:
		return locale.Decimal(f.Scaled, f.Decimals) + "%"
	}
	return locale.Decimal(f.Scaled, f.Decimals)
}

// ratio is num × scale ÷ den with decimals, rounded half up; den > 0. It is not ok when it
// does not fit an int64.
func ratio(num, den, scale int64, decimals int) (r int64, ok bool) {
	n := new(big.Int).Mul(big.NewInt(num), big.NewInt(2*scale))
	for range decimals {
		n.Mul(n, big.NewInt(10))
	}
	d := big.NewInt(den)
	n.Add(n, d).Quo(n, d.Lsh(d, 1))
	return n.Int64(), n.IsInt64()
}

// atLeast compares num ÷ den with a percentage, exactly.
func atLeast(num, den, percent int64) bool {
	left := new(big.Int).Mul(big.NewInt(num), big.NewInt(100))
	return left.Cmp(new(big.Int).Mul(big.NewInt(den), big.NewInt(percent))) >= 0
}
