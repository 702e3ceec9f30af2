package reconcile_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/reconcile"
)

// TestLimitsAreData: a rule whose limit the data does not state is refused, not given one.
func TestLimitsAreData(t *testing.T) {
	text, err := fs.ReadFile(data.FS, "reconcile/rules.toml")
	if err != nil {
		t.Fatal(err)
	}
	for limit, rule := range map[string]string{"limits = { complete = 3 }\n": "fields", "limits = { times = 100 }\n": "magnitude"} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "reconcile"), 0o755); err != nil {
			t.Fatal(err)
		}
		busted := strings.Replace(string(text), limit, "", 1)
		if busted == string(text) {
			t.Fatalf("%q is not in rules.toml", limit)
		}
		if err := os.WriteFile(filepath.Join(dir, "reconcile", "rules.toml"), []byte(busted), 0o644); err != nil {
			t.Fatal(err)
		}
		_, problems := reconcile.Load(datafile.Overlay(data.FS, dir))
		if len(problems) != 1 || !strings.Contains(problems[0].String(), "«"+rule+"» chưa có giới hạn") {
			t.Errorf("%s without its limit: %v", rule, problems)
		}
	}
}
