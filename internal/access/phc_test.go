package access

import (
	"strings"
	"testing"
)

// FuzzPHC: what is read as a hash is written as it was read, and stays within its bounds.
func FuzzPHC(f *testing.F) {
	good := phc{Argon: Argon{Memory: 19456, Passes: 2, Lanes: 1}, salt: make([]byte, 16), key: make([]byte, 32)}.String()
	f.Add(good)
	f.Add(strings.Replace(good, "m=19456", "m=4294967295", 1))
	f.Add(strings.Replace(good, "argon2id", "argon2i", 1))
	f.Add("$argon2id$v=19$m=,t=,p=$$")
	f.Fuzz(func(t *testing.T, s string) {
		h, ok := parsePHC(s)
		if !ok {
			return
		}
		if h.String() != s {
			t.Errorf("%q is read and written %q", s, h.String())
		}
		if h.Memory > mostMemory || h.Passes > mostPasses || h.Lanes > mostLanes || h.Passes == 0 || h.Lanes == 0 {
			t.Errorf("out of bounds: %q", s)
		}
	})
}
