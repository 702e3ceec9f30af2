package source

import (
	"testing"

	"github.com/motcua/motcua/data"
)

// words are the ones that ship.
func words(t testing.TB) *Words {
	t.Helper()
	w, problems := Load(data.FS)
	for _, p := range problems {
		t.Error(p)
	}
	return w
}
