package dossier_test

import (
	"testing"

	"github.com/motcua/motcua/internal/desk/dossier"
)

// §5.2, TT 03/2025 Đ13.
func TestCodes(t *testing.T) {
	for n, want := range map[int]string{1: "H50.31.12-250401-0001", 9999: "H50.31.12-250401-9999", 10000: "H50.31.12-250401-10000"} {
		got := dossier.OrdinaryCode("H50.31.12", day("2025-04-01"), n)
		if got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
		if c, err := dossier.ParseCode(got); err != nil || c.Agency != "H50.31.12" {
			t.Errorf("%s: %v %v", got, c, err)
		}
	}
	for text, good := range map[string]bool{
		"000.00.06.H56-231027-0361": true, // old order of agency parts
		"G09.20-20260609-0092637":   true, // eight-digit date
		"H50.31.02-240311-0001":     true,
		"H50.31.02-240311-001":      false,
		"H50.31.02-2403110001":      false,
		"h50.31.02-240311-0001":     false,
		"H50.31.02-240311-0001\n":   false,
		" H50-240311-0001":          false,
		"":                          false,
	} {
		if _, err := dossier.ParseCode(text); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
}
