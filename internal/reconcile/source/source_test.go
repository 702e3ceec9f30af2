package source

import (
	"sync"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/datafile"
)

// words are the ones that ship.
func words(t testing.TB) *Words {
	t.Helper()
	loaded := shipped()
	for _, p := range loaded.problems {
		t.Error(p)
	}
	return loaded.words
}

var shipped = sync.OnceValue(func() (out struct {
	words    *Words
	problems []datafile.Problem
}) {
	out.words, out.problems = Load(data.FS)
	return out
})
