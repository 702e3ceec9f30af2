package letter_test

import (
	"testing"

	"github.com/motcua/motcua/internal/desk/letter"
	"github.com/motcua/motcua/internal/print/printtest"
)

func samples(t *testing.T) []printtest.Sample {
	t.Helper()
	s := sets(t)
	var out []printtest.Sample
	for _, p := range papers() {
		f, ok := s.Form(p.form)
		if !ok {
			t.Fatalf("no form %s", p.form)
		}
		d, err := letter.Document(f, p.facts, p.sheet)
		if err != nil {
			t.Fatal(p.name, err)
		}
		out = append(out, printtest.Sample{Name: p.name, Doc: d})
	}
	return out
}

// TestBreaksAgree: what a person opens in Word has the lines and pages of what was printed
// (decision 0011).
func TestBreaksAgree(t *testing.T) { printtest.Agree(t, samples(t)) }
