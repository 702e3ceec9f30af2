package spoil_test

import (
	"bytes"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/reconcile"
	"github.com/motcua/motcua/internal/reconcile/spoil"
)

var rules = sync.OnceValues(func() (*reconcile.Rules, error) {
	r, problems := reconcile.Load(data.FS)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%v", problems[0])
	}
	return r, nil
})

// question writes a report, reads it back and checks it.
func question(t testing.TB, r *spoil.Report) *reconcile.Report {
	t.Helper()
	all, err := rules()
	if err != nil {
		t.Error(err)
		return &reconcile.Report{}
	}
	b, err := r.Bytes()
	if err != nil {
		t.Error(err)
		return &reconcile.Report{}
	}
	doc, err := all.Read(r.Name(), b)
	if err != nil {
		t.Errorf("%s: %v", r.Name(), err)
		return &reconcile.Report{}
	}
	return all.Check(doc)
}

const reports = 1000

// each calls f for every report, several at a time. Most are JSON and text: archives take
// long to write.
func each(f func(i uint64, format spoil.Format)) {
	mix := []spoil.Format{spoil.JSON, spoil.Text, spoil.JSON, spoil.Text, spoil.DOCX, spoil.JSON, spoil.Text, spoil.JSON, spoil.Text, spoil.XLSX}
	var wg sync.WaitGroup
	next := make(chan uint64)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				f(i, mix[i%uint64(len(mix))])
			}
		})
	}
	for i := range uint64(reports) {
		next <- i
	}
	close(next)
	wg.Wait()
}

// TestClean: on 1,000 reports in which everything agrees at most 10 findings are made, of any
// severity.
func TestClean(t *testing.T) {
	var mu sync.Mutex
	found := map[string]int{}
	total := 0
	each(func(i uint64, format spoil.Format) {
		r := spoil.Clean(i, format)
		rep := question(t, r)
		mu.Lock()
		defer mu.Unlock()
		for _, f := range rep.Findings {
			total++
			found[string(r.Format)+" "+f.Rule]++
			if total <= 20 {
				t.Logf("%s: %s: %s", r.Name(), f.Rule, f.Text)
			}
		}
	})
	for _, k := range slices.Sorted(maps.Keys(found)) {
		t.Logf("%s: %d", k, found[k])
	}
	if t.Logf("%d findings in %d clean reports", total, reports); total > 10 {
		t.Errorf("%d false findings", total)
	}
}

// TestSpoilt: of 1,000 planted contradictions at least 95 % are found where they are.
func TestSpoilt(t *testing.T) {
	var mu sync.Mutex
	all, missed := map[string]int{}, map[string]int{}
	misses, shown := 0, map[string]int{}
	each(func(i uint64, format spoil.Format) {
		r, p := spoil.Spoilt(i, format)
		if p.Class == "" {
			t.Errorf("%s: nothing could be planted", r.Name())
		}
		rep := question(t, r)
		mu.Lock()
		defer mu.Unlock()
		for _, k := range []string{"class " + p.Class, "format " + string(format), p.Class + " in " + string(format)} {
			all[k]++
			if !points(rep, p) {
				missed[k]++
			}
		}
		if !points(rep, p) {
			misses++
			if k := p.Class + string(format); shown[k] < 1 {
				shown[k]++
				t.Logf("missed %s: %s at %s, printed %q; found %v", r.Name(), p.Class, p.At, p.Printed, said(rep))
			}
		}
	})
	for _, k := range slices.Sorted(maps.Keys(all)) {
		if missed[k] > 0 || !strings.Contains(k, " in ") {
			t.Logf("%-50s %4d of %4d", k, all[k]-missed[k], all[k])
		}
	}
	if misses*20 > reports {
		t.Errorf("%d of %d planted contradictions were not found", misses, reports)
	}
}

func said(r *reconcile.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, f.Rule+" "+strings.Join(f.Printed, "|"))
	}
	return out
}

// points reports whether a finding of a fitting rule shows what was planted.
func points(r *reconcile.Report, p spoil.Plant) bool {
	for _, f := range r.Findings {
		if !slices.Contains(p.Rules, f.Rule) {
			continue
		}
		for _, printed := range f.Printed {
			if printed != "" && slices.Contains(strings.Fields(p.Printed), printed) || printed == p.Printed {
				return true
			}
		}
	}
	return false
}

// TestSameSeed: a seed is a report.
func TestSameSeed(t *testing.T) {
	for i := range uint64(40) {
		format := spoil.Formats[i%4]
		a, p := spoil.Spoilt(i, format)
		b, q := spoil.Spoilt(i, format)
		x, _ := a.Bytes()
		y, _ := b.Bytes()
		if p.Class != q.Class || p.Printed != q.Printed || format != spoil.DOCX && format != spoil.XLSX && !bytes.Equal(x, y) {
			t.Fatalf("seed %d differs: %+v %+v", i, p, q)
		}
	}
}

// TestEveryClass: every class is planted somewhere among the reports of the tests.
func TestEveryClass(t *testing.T) {
	seen := map[string]bool{}
	for i := range uint64(600) {
		_, p := spoil.Spoilt(i, spoil.Formats[i%2])
		seen[p.Class] = true
	}
	for _, c := range spoil.Classes() {
		if !seen[c] {
			t.Errorf("class %q is never planted", c)
		}
	}
}
