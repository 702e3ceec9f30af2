package reconcile

import (
	"math/big"
	"strings"

	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

// amount is an exact number: its value × 10,000. Reports print at most two or three decimals,
// and a thousand million million đồng still fits; what does not fit is not compared.
type amount int64

const unit amount = 10_000

// most is the largest amount that is compared: ninety of them still add without overflow.
const most = 100_000_000_000_000_000

var powers = [...]int64{1, 10, 100, 1_000, 10_000}

// amountOf is the exact value of a printed number; false when it is no plain number.
func amountOf(n statement.Number) (amount, bool) {
	if n.Printed == "" || n.Decimals < 0 || n.Decimals > 4 {
		return 0, false
	}
	factor := powers[4-n.Decimals]
	if n.Scaled > most/factor || n.Scaled < -most/factor {
		return 0, false
	}
	return amount(n.Scaled * factor), true
}

func abs(a amount) amount {
	if a < 0 {
		return -a
	}
	return a
}

// String prints an amount in the Vietnamese way without needless zeros: 13.238, 92,48.
func (a amount) String() string {
	s := locale.Decimal(int64(a), 4)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ",")
}

// percentOf is num ÷ den × 100 rounded half up at a number of decimals, and the same cut off
// after them; false when there is no denominator.
func percentOf(num, den amount, decimals int) (rounded, cut int64, ok bool) {
	if den <= 0 || num < 0 || decimals < 0 || decimals > 4 {
		return 0, 0, false
	}
	top := new(big.Int).Mul(big.NewInt(int64(num)), big.NewInt(100*powers[decimals]))
	bottom := big.NewInt(int64(den))
	down := new(big.Int).Quo(top, bottom)
	half := new(big.Int).Add(top.Mul(top, big.NewInt(2)), bottom)
	up := half.Quo(half, new(big.Int).Mul(bottom, big.NewInt(2)))
	if !down.IsInt64() || !up.IsInt64() {
		return 0, 0, false
	}
	return up.Int64(), down.Int64(), true
}

// percent prints a scaled percentage: 6870 with two decimals is "68,70%".
func percent(scaled int64, decimals int) string { return locale.Decimal(scaled, decimals) + "%" }

// numeric reports whether a figure prints one plain number: not words, not blank, not "gần 100".
func numeric(f *statement.Figure) bool {
	if f == nil || f.Empty || f.IsText || f.Bound != "" {
		return false
	}
	_, ok := amountOf(f.Number)
	return ok
}

func valueOf(f *statement.Figure) amount {
	a, _ := amountOf(f.Number)
	return a
}
