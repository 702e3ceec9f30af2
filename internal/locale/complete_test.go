package locale_test

import (
	"path/filepath"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/locale"
)

// TestVietnameseIsComplete reads every fault.New and fault.Wrap of the program and wants a
// Vietnamese sentence for its key, none of whose places goes without a value.
func TestVietnameseIsComplete(t *testing.T) {
	s, _ := locale.Load(data.FS)
	known := map[string]bool{}
	for _, key := range s.Keys("vi") {
		known[key] = true
	}
	uses := usesIn(t, filepath.Join("..", ".."))
	if len(uses) < 10 {
		t.Fatalf("found only %d uses; the search is broken", len(uses))
	}
	for _, u := range uses {
		switch {
		case u.key == "":
			t.Errorf("%v: the key must be a literal, so that it can be found", u.at)
		case !known[u.key]:
			t.Errorf("%v: %q has no Vietnamese sentence in data/locales", u.at, u.key)
		case u.names != nil:
			for _, place := range locale.Places(s.T("vi", u.key)) {
				if !u.names[place] {
					t.Errorf("%v: the sentence of %q wants {%s}, which is not given", u.at, u.key, place)
				}
			}
		}
	}
}
