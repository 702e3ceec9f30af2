package locale

import "strings"

// Int prints a whole number the Vietnamese way: a point between thousands, 4.481.
func Int(n int64) string {
	if n < 0 {
		return "-" + group(digits(-uint64(n), 1))
	}
	return group(digits(uint64(n), 1))
}

// Decimal prints a scaled number, n ÷ 10^decimals, with a decimal comma and all of its
// decimals: Decimal(9916, 2) = 99,16.
func Decimal(n int64, decimals int) string {
	if decimals <= 0 {
		return Int(n)
	}
	neg := n < 0
	u := uint64(n)
	if neg {
		u = -u
	}
	s := digits(u, decimals+1)
	out := group(s[:len(s)-decimals]) + "," + s[len(s)-decimals:]
	if neg {
		return "-" + out
	}
	return out
}

// group puts a point between thousands.
func group(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// digits writes u with at least width digits.
func digits(u uint64, width int) string {
	var b []byte
	for u > 0 || len(b) < width {
		b = append(b, byte('0'+u%10))
		u /= 10
	}
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}
