package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestSentences: every sentence that a page asks for stands in Vietnamese and in English.
func TestSentences(t *testing.T) {
	vi, en := ward.Words.Keys("vi"), ward.Words.Keys("en")
	asked := regexp.MustCompile(`(?:\bT\((?:ctx|r\.Context\(\)), |\bsay\()"([a-z][a-z0-9_.]*)"(\s*\+)?`)
	count := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") {
			return err
		}
		if ext := filepath.Ext(path); ext != ".go" && ext != ".templ" {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, m := range asked.FindAllStringSubmatch(string(text), -1) {
			key, begins := m[1], m[2] != ""
			if !strings.Contains(key, ".") || strings.Contains(m[0], "say(") && !slices.Contains(vi, key) {
				continue // a shortcut that puts its area before the key
			}
			count++
			for lang, keys := range map[string][]string{"vi": vi, "en": en} {
				if !slices.ContainsFunc(keys, func(k string) bool { return k == key || begins && strings.HasPrefix(k, key) }) {
					t.Errorf("%s: no %s sentence for %q", path, lang, key)
				}
			}
		}
		return err
	})
	if err != nil || count < 200 {
		t.Errorf("%d sentences looked at (%v); the search is broken", count, err)
	}
	for _, k := range vi {
		area, _, _ := strings.Cut(k, ".")
		if slices.Contains([]string{"web", "frame", "display", "citizen", "officer", "leader", "findings"}, area) && !slices.Contains(en, k) {
			t.Errorf("%s has no English", k)
		}
	}
}
