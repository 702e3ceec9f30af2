package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/measure/indicator"
)

// TestIndicatorWords: kinds and levels of all indicators have words, and a definition shows
// none of the keys of its file.
func TestIndicatorWords(t *testing.T) {
	h, _ := loadHouse("")
	words, _ := locale.Load(data.FS)
	for _, lang := range locale.Languages {
		for _, i := range h.indicators.All() {
			for _, key := range []string{"cli.kind." + string(i.Kind), "cli.filled." + string(i.Level)} {
				if words.T(lang, key) == key {
					t.Fatalf("%s: no words for %q", lang, key)
				}
			}
		}
	}
	for _, id := range []string{"III.4.3", "IX.5"} {
		i, ok := h.indicators.Get(id)
		if !ok {
			t.Fatal("no indicator", id)
		}
		var out bytes.Buffer
		(&call{out: &out, words: words, lang: "vi"}).definition(h.indicators, i)
		if got := out.String(); strings.Contains(got, "map[") || strings.Contains(got, "settled_") || i.Kind != indicator.Target && !strings.Contains(got, "Tử số") {
			t.Error(got)
		}
	}
}
