package reconcile_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/reconcile/spoil"
)

// pages is a text of so many pages, made of reports one after another. A report so long speaks
// of many wards: nothing much can be said of it, but that must not take long.
func pages(t testing.TB, n int, alike bool) []byte {
	t.Helper()
	var b bytes.Buffer
	for seed, lines := uint64(0), 0; lines < n*45; seed++ {
		at := seed
		if alike {
			at = 7
		}
		one, err := spoil.Clean(at, spoil.Text).Bytes()
		if err != nil {
			t.Fatal(err)
		}
		b.Write(one)
		lines += bytes.Count(one, []byte("\n"))
	}
	return b.Bytes()
}

// TestThousandPages: a report ten times as long takes ten times as long, not a hundred, and
// 1,000 pages take seconds.
func TestThousandPages(t *testing.T) {
	r := load(t)
	for alike, lengths := range map[bool][2]int{true: {30, 300}, false: {100, 1000}} {
		var took [2]time.Duration
		for i, n := range lengths {
			text := pages(t, n, alike)
			doc, err := r.Read("dai.txt", text)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			rep := r.Check(doc)
			took[i] = time.Since(start)
			t.Logf("alike %v: %d pages, %d figures, %d findings: checked in %v", alike, n, len(doc.Figures), len(rep.Findings), took[i])
		}
		if took[1] > 40*took[0]+5*time.Second {
			t.Errorf("%d pages in %v, %d in %v", lengths[0], took[0], lengths[1], took[1])
		}
	}
}

func BenchmarkThousandPages(b *testing.B) {
	r := load(b)
	text := pages(b, 1000, false)
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Read("dai.txt", text); err != nil {
				b.Fatal(err)
			}
		}
	})
	doc, err := r.Read("dai.txt", text)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			r.Check(doc)
		}
	})
}
