package seal_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/seal"
)

func ring(t *testing.T) (*seal.Ring, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), seal.FileName)
	r, err := seal.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	return r, path
}

func refuses(t *testing.T, err error, want string) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Key != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// TestSeal: what is sealed does not tell the secret, opens for what it was sealed for, and never
// looks the same twice.
func TestSeal(t *testing.T) {
	r, _ := ring(t)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.SliceOfN(rapid.Byte(), 4, 64).Draw(t, "plain")
		about := rapid.String().Draw(t, "about")
		one, err := r.Seal(about, plain)
		if err != nil {
			t.Fatal(err)
		}
		two, _ := r.Seal(about, plain)
		if bytes.Equal(one, two) || bytes.Contains(one, plain) || !seal.Sealed(one) || seal.Sealed(plain) && !bytes.HasPrefix(plain, []byte("mk1:")) {
			t.Fatalf("%q of %q", one, plain)
		}
		got, current, err := r.Open(about, one)
		if err != nil || !current || !bytes.Equal(got, plain) {
			t.Fatalf("%q %v %v", got, current, err)
		}
		if _, _, err := r.Open(about+"x", one); err == nil {
			t.Fatal("opens for something else")
		}
	})
}

// TestChanged: a sealed secret with any byte changed, cut or added does not open.
func TestChanged(t *testing.T) {
	r, _ := ring(t)
	sealed, err := r.Seal("totp/nv-1", []byte("bí mật của ứng dụng"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range sealed {
		for _, bit := range []byte{1, 4, 64} {
			bad := bytes.Clone(sealed)
			bad[i] ^= bit
			if plain, _, err := r.Open("totp/nv-1", bad); err == nil {
				t.Fatalf("byte %d: opens as %q", i, plain)
			}
		}
		if _, _, err := r.Open("totp/nv-1", sealed[:i]); err == nil {
			t.Fatalf("cut at %d: opens", i)
		}
	}
	if _, _, err := r.Open("totp/nv-1", append(bytes.Clone(sealed), 'A')); err == nil {
		t.Error("opens with more behind it")
	}
	other, _ := ring(t)
	_, _, err = other.Open("totp/nv-1", sealed)
	refuses(t, err, "seal.key_lost")
	_, _, err = r.Open("totp/nv-1", []byte("JBSWY3DPEHPK3PXP"))
	refuses(t, err, "seal.broken")
}

// TestRotate: a fresh key seals, the earlier ones go on opening until they are forgotten; a
// server that read the file before finds the fresh key by itself.
func TestRotate(t *testing.T) {
	r, path := ring(t)
	before, err := seal.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	old, _ := r.Seal("a", []byte("cũ"))
	if err := r.Rotate(); err != nil {
		t.Fatal(err)
	}
	fresh, _ := r.Seal("a", []byte("mới"))
	if plain, current, err := r.Open("a", old); err != nil || current || string(plain) != "cũ" {
		t.Errorf("%q %v %v", plain, current, err)
	}
	if plain, current, err := before.Open("a", fresh); err != nil || !current || string(plain) != "mới" {
		t.Errorf("the server that was running: %q %v %v", plain, current, err)
	}
	if err := r.Forget(); err != nil {
		t.Fatal(err)
	}
	again, err := seal.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = again.Open("a", old)
	refuses(t, err, "seal.key_lost")
	if plain, _, err := again.Open("a", fresh); err != nil || string(plain) != "mới" {
		t.Errorf("%q %v", plain, err)
	}
}

// TestFile: the file is its owner's alone, is never overwritten by a new one, and is refused
// when others can read it or when it is no key file.
func TestFile(t *testing.T) {
	_, path := ring(t)
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info.Mode(), err)
	}
	_, err = seal.Create(path)
	refuses(t, err, "seal.file_there")
	_, err = seal.Open(path + "x")
	refuses(t, err, "seal.no_file")
	_, err = seal.Create(filepath.Join(path, "x"))
	refuses(t, err, "seal.file_unwritable")
	whole, _ := os.ReadFile(path)
	lines := strings.SplitAfter(string(whole), "\n")
	for name, body := range map[string]string{"empty": "", "another head": "keys\n", "no key": lines[0], "short key": lines[0] + "abcdefghij AAAA\n",
		"name": lines[0] + "ABC" + lines[2][3:], "twice": string(whole) + lines[2], "no base 64": lines[0] + "abcdefghij " + strings.Repeat("*", 43) + "\n"} {
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err = seal.Open(path); err == nil {
			t.Errorf("%s: taken", name)
		} else {
			refuses(t, err, "seal.file_malformed")
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	_, err = seal.Open(path)
	refuses(t, err, "seal.file_open")
}

// FuzzOpen: no text that was kept opens unless the ring sealed it.
func FuzzOpen(f *testing.F) {
	r, err := seal.Create(filepath.Join(f.TempDir(), seal.FileName))
	if err != nil {
		f.Fatal(err)
	}
	good, _ := r.Seal("a", []byte("bí mật"))
	f.Add(good)
	f.Add([]byte("mk1:"))
	f.Add([]byte("mk1:abcdefghij:"))
	f.Fuzz(func(t *testing.T, kept []byte) {
		if plain, _, err := r.Open("a", kept); err == nil && string(plain) != "bí mật" {
			t.Errorf("%q opens as %q", kept, plain)
		}
	})
}
