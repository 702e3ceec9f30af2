package passkey_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/access/passkey"
	"github.com/motcua/motcua/internal/fault"
)

// machine is an authenticator in software: one key, a counter, a person who is verified or not.
type machine struct {
	key      *ecdsa.PrivateKey
	id       []byte
	handle   []byte
	count    uint32
	verified bool
	host     string
	origin   string
}

var b64 = base64.RawURLEncoding

func newMachine(t *testing.T) *machine {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &machine{key: k, id: []byte("a credential id of 32 bytes, yes"), verified: true, host: door.Host, origin: door.Origin}
}

var door = passkey.Door{Host: "motcua.phuong2.vn", Origin: "https://motcua.phuong2.vn"}

func (m *machine) data(attested []byte) []byte {
	flags := byte(1)
	if m.verified {
		flags |= 4
	}
	if attested != nil {
		flags |= 64
	}
	h := sha256.Sum256([]byte(m.host))
	out := append(h[:], flags)
	out = binary.BigEndian.AppendUint32(out, m.count)
	return append(out, attested...)
}

func (m *machine) client(kind, challenge string) []byte {
	b, _ := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": m.origin, "crossOrigin": false})
	return b
}

func challengeOf(t *testing.T, options []byte) string {
	t.Helper()
	var o struct {
		PublicKey struct {
			Challenge        string `json:"challenge"`
			UserVerification string `json:"userVerification"`
		} `json:"publicKey"`
	}
	if err := json.Unmarshal(options, &o); err != nil || o.PublicKey.Challenge == "" {
		t.Fatal(err, string(options))
	}
	return o.PublicKey.Challenge
}

// create is what a browser answers to Register.
func (m *machine) create(t *testing.T, options []byte) []byte {
	t.Helper()
	pub, err := m.key.PublicKey.ECDH()
	if err != nil {
		t.Fatal(err)
	}
	raw := pub.Bytes()
	cose, err := cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: raw[1:33], -3: raw[33:]})
	if err != nil {
		t.Fatal(err)
	}
	attested := append(make([]byte, 16), 0, byte(len(m.id)))
	attested = append(append(attested, m.id...), cose...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": m.data(attested)})
	if err != nil {
		t.Fatal(err)
	}
	out, _ := json.Marshal(map[string]any{"id": b64.EncodeToString(m.id), "rawId": b64.EncodeToString(m.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": b64.EncodeToString(m.client("webauthn.create", challengeOf(t, options))), "attestationObject": b64.EncodeToString(object)}})
	return out
}

// get is what a browser answers to Ask.
func (m *machine) get(t *testing.T, options []byte) []byte {
	t.Helper()
	m.count++
	data, client := m.data(nil), m.client("webauthn.get", challengeOf(t, options))
	h := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte{}, data...), h[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, m.key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	out, _ := json.Marshal(map[string]any{"id": b64.EncodeToString(m.id), "rawId": b64.EncodeToString(m.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(data), "signature": b64.EncodeToString(sig), "userHandle": b64.EncodeToString(m.handle)}})
	return out
}

// registered is an account with the machine's passkey.
func registered(t *testing.T) (*machine, *access.Account) {
	t.Helper()
	m, a := newMachine(t), &access.Account{ID: "nv-1", Login: "an", Name: "Nguyễn Văn An"}
	m.handle = []byte(a.ID)
	q, err := door.Register(a)
	if err != nil {
		t.Fatal(err)
	}
	p, err := door.Registered(a, q.State, m.create(t, q.Options), "máy 1", time.Now())
	if err != nil {
		t.Fatalf("%v: %+v", err, cause(err))
	}
	if p.Host != door.Host || p.ID != b64.EncodeToString(m.id) {
		t.Fatalf("%+v", p)
	}
	a.Passkeys = append(a.Passkeys, p)
	return m, a
}

func cause(err error) any {
	f, _ := fault.Of(err)
	if f == nil || f.Err == nil {
		return nil
	}
	if d, ok := f.Err.(interface{ Error() string }); ok {
		return d.Error()
	}
	return f.Err
}

// answered asks, lets the machine answer, and verifies.
func answered(t *testing.T, d passkey.Door, m *machine, a *access.Account) (*access.Account, error) {
	t.Helper()
	q, err := d.Ask(nil)
	if err != nil {
		t.Fatal(err)
	}
	who, p, err := d.Answered(context.Background(), find(a), q.State, m.get(t, q.Options))
	if err == nil && p.Count != m.count {
		t.Errorf("counter %d, want %d", p.Count, m.count)
	}
	return who, err
}

func find(a *access.Account) func(context.Context, string) (*access.Account, error) {
	return func(_ context.Context, id string) (*access.Account, error) {
		if id != a.ID {
			return nil, fault.New(fault.NotFound, "access.no_account")
		}
		return a, nil
	}
}

// TestPasskey: a passkey enters where it was made, with the person verified, and nowhere else:
// a page of another name, a challenge of another sign-in, another key, no person, a copied
// counter are all refused (ASVS 6.3.3, T6: a relayed sign-in fails).
func TestPasskey(t *testing.T) {
	m, a := registered(t)
	if who, err := answered(t, door, m, a); err != nil || who.ID != a.ID {
		t.Fatal(err, cause(err))
	}
	q, err := door.Ask(a)
	if err != nil {
		t.Fatal(err)
	}
	if who, _, err := door.Answered(context.Background(), find(a), q.State, m.get(t, q.Options)); err != nil || who.ID != a.ID {
		t.Fatal("asked by account", err, cause(err))
	}
	for name, change := range map[string]func(*machine){
		"page of another name": func(m *machine) { m.host, m.origin = "motcua-phuong2.vn", "https://motcua-phuong2.vn" },
		"relayed by a proxy":   func(m *machine) { m.origin = "https://motcua-phuong2.vn" },
		"not verified":         func(m *machine) { m.verified = false },
		"another key":          func(m *machine) { m.key = newMachine(t).key },
		"another person":       func(m *machine) { m.handle = []byte("nv-2") },
		"unknown credential":   func(m *machine) { m.id = []byte("another credential id") },
	} {
		n := *m
		change(&n)
		if who, err := answered(t, door, &n, a); err == nil {
			t.Errorf("%s: enters as %s", name, who.ID)
		}
	}
	old, err1 := door.Ask(nil)
	fresh, err2 := door.Ask(nil)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	if _, _, err := door.Answered(context.Background(), find(a), fresh.State, m.get(t, old.Options)); err == nil {
		t.Error("an answer to another challenge enters")
	}
	if _, err := (passkey.Door{Host: "127.0.0.1", Origin: "http://127.0.0.1:8140"}).Ask(nil); err != nil && !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

// TestLocalhost: passkeys work over plain HTTP on the machine itself.
func TestLocalhost(t *testing.T) {
	was := door
	defer func() { door = was }()
	door = passkey.Door{Host: "localhost", Origin: "http://localhost:8140"}
	m, a := registered(t)
	if who, err := answered(t, door, m, a); err != nil || who.ID != a.ID {
		t.Fatal(err, cause(err))
	}
}

// FuzzAnswer: whatever a browser sends is refused without harm.
func FuzzAnswer(f *testing.F) {
	a := &access.Account{ID: "nv-1", Login: "an", Name: "An"}
	reg, err1 := door.Register(a)
	ask, err2 := door.Ask(nil)
	if err1 != nil || err2 != nil {
		f.Fatal(err1, err2)
	}
	f.Add([]byte(`{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA","authenticatorData":"AA","signature":"AA","userHandle":"bnYtMQ"}}`))
	f.Add([]byte(`{}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		if _, err := door.Registered(a, reg.State, answer, "x", time.Now()); err == nil {
			t.Error("taken")
		}
		if _, _, err := door.Answered(context.Background(), find(a), ask.State, answer); err == nil {
			t.Error("entered")
		}
	})
}
