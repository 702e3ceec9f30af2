package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/motcua/motcua/internal/seal"
	"github.com/motcua/motcua/internal/store"
)

const keyUnit = "H50.31.02"

// secretOf is the receipts' secret as the program with that ring reads it; nil ring: as an
// earlier version kept it.
func secretOf(t *testing.T, data string, ring *seal.Ring) []byte {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Dir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if ring != nil {
		s.SealBy(ring)
	}
	b, err := s.Secret(context.Background(), keyUnit, "receipt")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestSecretsAreSealed (T16): what an earlier version left in clear is sealed at the first start
// with a key that only its owner reads; without the key the program refuses and makes no other;
// a replaced key keeps the secrets; what no key opens is given up when asked for.
func TestSecretsAreSealed(t *testing.T) {
	data := copyWard(t)
	plain := secretOf(t, data, nil)
	works(t, "account", "list", "--data", data)
	path := filepath.Join(data, seal.FileName)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	ring, err := seal.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(secretOf(t, data, ring), plain) {
		t.Error("another secret after sealing")
	}
	away := path + ".away"
	if err := os.Rename(path, away); err != nil {
		t.Fatal(err)
	}
	refused(t, motcua(t, "account", "list", "--data", data), exitRefused, "account rekey --lost")
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("a key was made though secrets are sealed")
	}
	if err := os.Rename(away, path); err != nil {
		t.Fatal(err)
	}
	works(t, "account", "rekey", "--data", data, "--forget")
	if ring, err = seal.Open(path); err != nil || !bytes.Equal(secretOf(t, data, ring), plain) {
		t.Error("another secret after the key was replaced", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	works(t, "account", "rekey", "--data", data, "--lost")
	if ring, err = seal.Open(path); err != nil || bytes.Equal(secretOf(t, data, ring), plain) {
		t.Error("the lost secret came back", err)
	}
}
