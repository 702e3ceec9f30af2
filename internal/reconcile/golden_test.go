package reconcile_test

import (
	"os"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/reconcile"
)

func load(t testing.TB) *reconcile.Rules {
	t.Helper()
	r, problems := reconcile.Load(data.FS)
	for _, p := range problems {
		t.Error(p)
	}
	return r
}

func check(t testing.TB, r *reconcile.Rules, file string) *reconcile.Report {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := r.Read(file, b)
	if err != nil {
		t.Fatal(err)
	}
	return r.Check(doc)
}

func TestGolden(t *testing.T) {
	r := load(t)
	rep := check(t, r, "../../data/demo/phuong-2/seed-report.json")
	for _, f := range rep.Findings {
		t.Log(f.Rule, f.Severity, "|", f.Text, "|", f.Recomputed, "|", f.Likely, "|", len(f.Places))
	}
}
