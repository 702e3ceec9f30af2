package print_test

import (
	"testing"

	"github.com/motcua/motcua/internal/print/printtest"
)

// TestBreaksAgree: the DOCX through LibreOffice and the PDF have the same pages, and on them
// the same lines.
func TestBreaksAgree(t *testing.T) {
	var all []printtest.Sample
	for _, s := range samples() {
		all = append(all, printtest.Sample{Name: s.name, Doc: s.doc})
	}
	printtest.Agree(t, all)
}
