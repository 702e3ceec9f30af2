package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/motcua/motcua/internal/seal"
	"github.com/motcua/motcua/internal/store"
)

// firstAdministrator makes one through the pages of a server that has just begun, and returns
// the secret of the authenticator.
func firstAdministrator(t *testing.T, s *served) (secret string) {
	t.Helper()
	secret, _ = firstCodes(t, s)
	return secret
}

// firstCodes is firstAdministrator with the recovery codes, each good for one command.
func firstCodes(t *testing.T, s *served) (secret string, codes []string) {
	t.Helper()
	<-s.lines
	link := strings.TrimSpace(<-s.lines)
	resp, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	m := regexp.MustCompile(`name="khoa_bi_mat" value="([A-Z2-7]{32})"`).FindSubmatch(body)
	if m == nil {
		t.Fatalf("%d: no secret on the page", resp.StatusCode)
	}
	secret = string(m[1])
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	resp, err = http.PostForm(link, url.Values{"khoa_bi_mat": {secret}, "ma": {code}, "ten": {"quan"}, "ho_ten": {"Lê Thị Quản"}, "chuc_danh": {"Văn thư"},
		"mat_khau": {"con trâu qua cầu gỗ lúc mưa"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ = io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		t.Fatalf("%v %s", resp.Status, body)
	}
	codes = regexp.MustCompile(`[A-Z2-7]{4}(-[A-Z2-7]{4}){5}`).FindAllString(string(body), -1)
	if len(codes) != 8 {
		t.Fatalf("%d recovery codes", len(codes))
	}
	return secret, codes
}

// kept are the accounts of a place, as its database has them.
func kept(t *testing.T, dir string) (all []byte) {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Dir: dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	notes, err := s.List(t.Context(), "H50.31.02", "account", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range notes {
		all = append(all, n.Body...)
	}
	return all
}

// TestKeyFile: T16: the first start makes a key file of its owner alone; the data does not
// tell the secret of an authenticator; a server without the key refuses to begin and makes no
// other; the key is replaced beside a stopped server only; a lost one is given up by name.
func TestKeyFile(t *testing.T) {
	place := filepath.Join(t.TempDir(), "moi")
	key := filepath.Join(place, seal.FileName)
	s := serve(t, "--data", place, "--unit", "phuong-2")
	secret := firstAdministrator(t, s)
	if st, err := os.Stat(key); err != nil || st.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", st, err)
	}
	refused(t, motcua(t, "account", "rekey", "--data", place, "--unit", "phuong-2"), exitRefused, place)
	s.stop(t)
	if body := kept(t, place); bytes.Contains(body, []byte(secret)) || !bytes.Contains(body, []byte(`"sealed":"mk1:`)) {
		t.Errorf("the secret of the authenticator is not sealed: %s", body)
	}

	before, _ := os.ReadFile(key)
	if out := works(t, "account", "rekey", "--data", place, "--unit", "phuong-2", "--forget"); !strings.Contains(out, key) {
		t.Errorf("%s", out)
	}
	after, _ := os.ReadFile(key)
	if bytes.Equal(before, after) || strings.Count(string(after), "\n") != strings.Count(string(before), "\n") {
		t.Errorf("the key is %q", after)
	}
	code, _ := totp.GenerateCode(secret, time.Now().Add(30*time.Second)) // the code of now was used
	if r := motcua(t, "account", "create", "an", "--name", "Lê An", "--by", "quan", "--code", code, "--data", place, "--unit", "phuong-2"); r.code == exitDone {
		t.Error("no password was asked for")
	}

	elsewhere := filepath.Join(t.TempDir(), "khoa")
	if err := os.Rename(key, elsewhere); err != nil {
		t.Fatal(err)
	}
	refused(t, motcua(t, "serve", "--data", place, "--unit", "phuong-2", "--listen", "127.0.0.1:0"), exitRefused, key, "--key-file")
	if _, err := os.Stat(key); err == nil {
		t.Error("another key was made")
	}
	serve(t, "--data", place, "--unit", "phuong-2", "--key-file", elsewhere).stop(t)
	if err := os.WriteFile(elsewhere, before, 0o600); err != nil { // a key that is not the data's
		t.Fatal(err)
	}
	refused(t, motcua(t, "serve", "--data", place, "--unit", "phuong-2", "--key-file", elsewhere, "--listen", "127.0.0.1:0"), exitUnavailable, elsewhere)
	if out := works(t, "account", "rekey", "--data", place, "--unit", "phuong-2", "--key-file", elsewhere, "--lost"); !strings.Contains(out, "quan") {
		t.Errorf("%s", out)
	}
	serve(t, "--data", place, "--unit", "phuong-2", "--key-file", elsewhere).stop(t)
}

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
	serve(t, "--data", data).stop(t)
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
	refused(t, motcua(t, "serve", "--data", data, "--listen", "127.0.0.1:0"), exitRefused, "account rekey --lost")
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
