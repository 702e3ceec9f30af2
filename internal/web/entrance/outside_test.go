package entrance

import (
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/web/page"
)

// provider is a small OpenID Connect service with a key of its own.
type provider struct {
	*httptest.Server
	key *rsa.PrivateKey
}

var b64 = base64.RawURLEncoding

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{}
	var err error
	if p.key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"issuer": p.URL, "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token",
			"jwks_uri": p.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"keys": []any{map[string]string{"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "k1",
			"n": b64.EncodeToString(p.key.N.Bytes()), "e": b64.EncodeToString(big.NewInt(int64(p.key.E)).Bytes())}}})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

type claims = map[string]any

func segment(v any) string { b, _ := json.Marshal(v); return b64.EncodeToString(b) }

func (p *provider) sign(key *rsa.PrivateKey, head, body claims) string {
	text := segment(head) + "." + segment(body)
	h := sha256.Sum256([]byte(text))
	s, _ := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, h[:])
	return text + "." + b64.EncodeToString(s)
}

// TestForgedTokens: ASVS 6.8, 10.5: one good token of the service is taken, 60 forged ones are
// refused: signed otherwise or not at all, for somebody else, of somebody else, old, early,
// of another sign-in, changed in any part.
func TestForgedTokens(t *testing.T) {
	p := newProvider(t)
	now := time.Now()
	x := newOutside(&page.Site{Outside: access.Outside{Issuer: p.URL, Client: "motcua"}})
	service, err := x.service(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	const nonce = "this very sign-in"
	head := claims{"alg": "RS256", "kid": "k1", "typ": "JWT"}
	good := claims{"iss": p.URL, "sub": "248289761001", "aud": "motcua", "exp": now.Add(time.Hour).Unix(), "iat": now.Unix(), "nonce": nonce}
	token := p.sign(p.key, head, good)
	id, err := x.verify(context.Background(), service, token, nonce, now)
	if err != nil || id != (access.Identity{Issuer: p.URL, Subject: "248289761001"}) {
		t.Fatalf("the good token: %+v %v", id, err)
	}
	with := func(name string, v any) string {
		c := maps.Clone(good)
		if c[name] = v; v == nil {
			delete(c, name)
		}
		return p.sign(p.key, head, c)
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	part := strings.Split(token, ".")
	public, _ := x509.MarshalPKIXPublicKey(&p.key.PublicKey)
	confused := func(alg string, key []byte) string {
		text := segment(claims{"alg": alg, "kid": "k1"}) + "." + part[1]
		m := hmac.New(sha256.New, key)
		m.Write([]byte(text))
		return text + "." + b64.EncodeToString(m.Sum(nil))
	}
	forged := map[string]string{
		"nothing": "", "dots": "..", "two parts": part[0] + "." + part[1], "four parts": token + ".x", "no signature": part[0] + "." + part[1] + ".",
		"none": segment(claims{"alg": "none"}) + "." + part[1] + ".", "None": segment(claims{"alg": "None"}) + "." + part[1] + ".", "no alg": segment(claims{}) + "." + part[1] + "." + part[2],
		"none with a signature": segment(claims{"alg": "none", "kid": "k1"}) + "." + part[1] + "." + part[2],
		"HS256 by public key":   confused("HS256", public), "HS256 by modulus": confused("HS256", p.key.N.Bytes()), "HS256 by nothing": confused("HS256", nil), "HS512": confused("HS512", public),
		"another key": p.sign(other, head, good), "another key, own id": p.sign(other, claims{"alg": "RS256", "kid": "k2"}, good),
		"key brought along": p.sign(other, claims{"alg": "RS256", "jwk": claims{"kty": "RSA", "n": b64.EncodeToString(other.N.Bytes()), "e": "AQAB"}}, good),
		"key by address":    p.sign(other, claims{"alg": "RS256", "jku": "http://127.0.0.1:1/keys", "kid": "k9"}, good),
		"issuer":            with("iss", "https://evil.example"), "issuer with a slash": with("iss", p.URL+"/"), "no issuer": with("iss", nil),
		"audience": with("aud", "another"), "no audience": with("aud", nil), "empty audience": with("aud", []string{}), "audience in other case": with("aud", "Motcua"),
		"two audiences, no party": with("aud", []string{"motcua", "another"}), "another party": with("azp", "another"),
		"no subject": with("sub", nil), "empty subject": with("sub", ""), "long subject": with("sub", strings.Repeat("1", 300)), "number as subject": with("sub", 5),
		"expired": with("exp", now.Add(-time.Hour).Unix()), "no expiry": with("exp", nil), "expiry as text": with("exp", "tomorrow"),
		"old": with("iat", now.Add(-time.Hour).Unix()), "of tomorrow": with("iat", now.Add(24*time.Hour).Unix()), "no issue": with("iat", nil),
		"not yet": with("nbf", now.Add(time.Hour).Unix()), "nonce": with("nonce", "another"), "no nonce": with("nonce", nil), "empty nonce": with("nonce", ""),
		"nonce in other case": with("nonce", strings.ToUpper(nonce)), "nonce as list": with("nonce", []string{nonce}),
	}
	for i := range 18 { // a byte changed anywhere
		b := []byte(token)
		at := i * (len(token) - 1) / 18
		if b[at] == '.' {
			at++
		}
		if b[at] = 'A'; token[at] == 'A' {
			b[at] = 'Q'
		}
		forged[fmt.Sprint("byte ", at)] = string(b)
	}
	if len(forged) < 60 {
		t.Fatalf("only %d forged tokens", len(forged))
	}
	for name, raw := range forged {
		if id, err := x.verify(context.Background(), service, raw, nonce, now); err == nil {
			t.Errorf("%s: taken as %+v", name, id)
		}
	}
	if _, err := x.verify(context.Background(), service, with("nonce", nil), "", now); err == nil {
		t.Error("no nonce asked, none given: taken")
	}
}

// FuzzAsked: whatever a cookie holds, only what is whole and young is a sign-in begun here.
func FuzzAsked(f *testing.F) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	b, _ := json.Marshal(asked{State: "s", Nonce: "n", Verifier: "v", At: now})
	f.Add(b64.EncodeToString(b))
	f.Add("e30")
	f.Add("%%%")
	f.Fuzz(func(t *testing.T, text string) {
		if q, ok := readAsked(text, now); ok && (q.State == "" || q.Nonce == "" || q.Verifier == "" || now.Sub(q.At) < 0 || now.Sub(q.At) >= askedMost) {
			t.Errorf("%+v", q)
		}
	})
}

// FuzzKept: what is read as a kept form leads to an address of this server outside the entrance.
func FuzzKept(f *testing.F) {
	good, _ := kept{Path: "/tiep-nhan?a=1", Fields: map[string][]string{"q": {"x"}}}.write()
	f.Add(good)
	for _, path := range []string{"//evil.example/", "/\\evil.example", "https://evil.example/", "/dang-nhap", "/tai-khoan/mat-khau", "x"} {
		bad, _ := kept{Path: path}.write()
		if _, err := readKept(bad); err == nil {
			f.Errorf("%s is taken", path)
		}
		f.Add(bad)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, err := readKept(text)
		if err == nil && (!strings.HasPrefix(k.Path, "/") || strings.HasPrefix(k.Path, "//") || strings.Contains(k.Path, "\\")) {
			t.Errorf("leads to %q", k.Path)
		}
	})
}
