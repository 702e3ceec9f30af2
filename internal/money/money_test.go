package money_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/money"
)

func TestString(t *testing.T) {
	for v, want := range map[money.VND]string{
		0: "0 đ", 5: "5 đ", 999: "999 đ", 1000: "1.000 đ", 1198020000: "1.198.020.000 đ",
		-50000: "-50.000 đ", math.MaxInt64: "9.223.372.036.854.775.807 đ", math.MinInt64: "-9.223.372.036.854.775.808 đ",
	} {
		if got := v.String(); got != want {
			t.Errorf("%d: got %q, want %q", int64(v), got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for s, want := range map[string]money.VND{
		"1.198.020.000 đ": 1198020000, "8000": 8000, "8.000": 8000, " 8.000đ ": 8000, "8.000 đồng": 8000, "-1.000 đ": -1000,
	} {
		if got, err := money.Parse(s); err != nil || got != want {
			t.Errorf("Parse(%q) = %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "đ", "-", "1.5", "1.50", "1234.567", ".000", "1..000", "1,000", "+5", "1e3", "--1", "5 USD",
		"9.223.372.036.854.775.808", "1.000.00", "1 000", "٣"} {
		if got, err := money.Parse(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("Parse(%q) = %v, %v; want a refusal", s, got, err)
		}
	}
}

func TestParseReadsWhatStringWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := money.VND(rapid.Int64().Draw(t, "v"))
		if got, err := money.Parse(v.String()); err != nil || got != v {
			t.Fatalf("Parse(%q) = %v, %v", v.String(), got, err)
		}
	})
}
