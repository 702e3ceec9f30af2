package page_test

import (
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/page"
)

// TestStatusNames: every status of the national list has its name on the pages, in Vietnamese the
// very words of the list, in English other ones.
func TestStatusNames(t *testing.T) {
	words, bad := locale.Load(data.FS)
	cat, more := catalog.Load(data.FS)
	if len(bad)+len(more) > 0 {
		t.Fatal(bad, more)
	}
	s := &page.Site{Words: words, Catalog: cat}
	for n := dossier.Status(1); n <= 10; n++ {
		want := cat.Workflow.StatusName(uint8(n))
		if got := page.StatusName(page.With(t.Context(), s, "vi"), n); got != want || got == "" {
			t.Errorf("status %d is called %q, the national list says %q", n, got, want)
		}
		if got := page.StatusName(page.With(t.Context(), s, "en"), n); got == want || got == "" {
			t.Errorf("status %d has no English name: %q", n, got)
		}
	}
}

// TestCell: nothing that is typed is a formula for a spreadsheet.
func TestCell(t *testing.T) {
	for text, want := range map[string]string{"": "", "Nguyễn Văn A": "Nguyễn Văn A", "=1+1": "'=1+1", "+84": "'+84", "-1": "'-1", "@a": "'@a", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "a=1": "a=1"} {
		if got := page.Cell(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestMaskedNumber: three signs are left of a number, none of a shorter one.
func TestMaskedNumber(t *testing.T) {
	for text, want := range map[string]string{"": "", "12": "**", "123": "***", "045090000321": "*********321"} {
		if got := page.MaskedNumber(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
