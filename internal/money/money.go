// Package money keeps amounts in whole đồng. There are no floats and no fractions: fees,
// charges and payments of the state are in whole đồng. It refuses to round or to guess.
package money

import (
	"strconv"
	"strings"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/locale"
)

// VND is an amount in đồng.
type VND int64

// String is the amount as documents print it: «1.198.020.000 đ».
func (v VND) String() string { return locale.Int(int64(v)) + " đ" }

// Parse reads an amount with or without points between thousands and with or without "đ" or
// "đồng" behind it. Points must stand between groups of three digits, so that a decimal
// point is refused and not taken for one.
func Parse(s string) (VND, error) {
	digits, neg := strings.CutPrefix(trimUnit(s), "-")
	if strings.Contains(digits, ".") {
		groups := strings.Split(digits, ".")
		for i, g := range groups {
			if len(g) != 3 && (i > 0 || len(g) == 0 || len(g) > 3) {
				return 0, malformed(s)
			}
		}
		digits = strings.Join(groups, "")
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, malformed(s)
		}
	}
	if neg {
		digits = "-" + digits
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, malformed(s)
	}
	return VND(n), nil
}

func trimUnit(s string) string {
	s = strings.TrimSpace(s)
	for _, unit := range []string{"đồng", "đ"} {
		if rest, ok := strings.CutSuffix(s, unit); ok {
			return strings.TrimSpace(rest)
		}
	}
	return s
}

func malformed(s string) error { return fault.New(fault.Invalid, "money.malformed", "text", s) }
