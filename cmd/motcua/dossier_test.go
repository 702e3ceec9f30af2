package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/locale"
)

// TestCodeAsTyped: small letters and the blanks of a copied cell do not hide a dossier.
func TestCodeAsTyped(t *testing.T) {
	if out := works(t, "dossier", "show", " h50.31.02-240228-0001 ", "--data", ward); !strings.Contains(out, "H50.31.02-240228-0001") {
		t.Error(out)
	}
}

// TestStanding: an open dossier shows the time that runs now, one over its due date how far
// over, an ended one no time left.
func TestStanding(t *testing.T) {
	h, problems := loadHouse("")
	words, more := locale.Load(data.FS)
	if len(problems)+len(more) > 0 {
		t.Fatal(problems, more)
	}
	for _, x := range []struct {
		name      string
		s         dossier.State
		k         dossier.Reading
		want, not string
	}{
		{"open", dossier.State{}, dossier.Reading{Elapsed: 61, Remaining: 125, Running: true, Due: true}, "Còn lại đến hạn: 2 giờ 5 phút", "quá hạn"},
		{"over", dossier.State{}, dossier.Reading{Elapsed: 61, Remaining: -60, Running: true, Due: true}, "Đã quá hạn: 1 giờ 0 phút", "Còn lại"},
		{"waiting", dossier.State{}, dossier.Reading{Elapsed: 61}, "1 giờ 1 phút", "Còn lại"},
		{"ended", dossier.State{EndedAt: time.Unix(1_700_000_000, 0)}, dossier.Reading{Elapsed: 61, Remaining: 60, Due: true}, "1 giờ 1 phút", "Còn lại"},
	} {
		var out bytes.Buffer
		c := &call{out: &out, words: words, lang: "vi"}
		c.standing(&reading{house: h}, &x.s, x.k, "")
		if got := out.String(); !strings.Contains(got, x.want) || strings.Contains(got, x.not) || !strings.Contains(got, "1 giờ 1 phút") {
			t.Errorf("%s: %s", x.name, got)
		}
	}
}
