package importtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCitedRules: every § that the code cites stands in docs/rules.md, so that nobody meets a
// number that leads nowhere.
func TestCitedRules(t *testing.T) {
	const root = "../.."
	page, err := os.ReadFile(filepath.Join(root, "docs", "rules.md"))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\d+(?:\.\d+)?)[ ,]`).FindAllStringSubmatch(string(page), -1) {
		there[m[1]] = true
	}
	cited := regexp.MustCompile(`§(\d+(?:\.\d+)?)`)
	found := 0
	for _, dir := range []string{"cmd", "internal", "data"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".toml") {
				return err
			}
			text, err := os.ReadFile(path)
			for n, line := range strings.Split(string(text), "\n") {
				for _, m := range cited.FindAllStringSubmatch(line, -1) {
					found++
					if !there[m[1]] {
						t.Errorf("%s:%d: §%s is not in docs/rules.md", path, n+1, m[1])
					}
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 50 {
		t.Errorf("only %d citations found; the search is broken", found)
	}
}
