package access_test

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/seal"
	"github.com/motcua/motcua/internal/store"
)

// house is an office over a real ledger, with a clock that stands until it is moved.
type house struct {
	*access.Office
	t     *testing.T
	store *store.Store
	kinds *register.Kinds
	ring  *seal.Ring
	mu    sync.Mutex
	at    time.Time
	key   int
}

const unitCode = "H50.31.02"

var ctx = context.Background()

func newHouse(t *testing.T, profile string) *house {
	t.Helper()
	h := &house{t: t, at: calendar.MakeDate(2026, 11, 23).At(9, 0)}
	var err error
	h.store, err = store.Open(ctx, store.Options{Dir: t.TempDir(), Now: h.now, Recorded: func(time.Time) time.Time { return h.now() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.store.Close() })
	var problems []any
	kinds, some := register.LoadKinds(data.FS)
	for _, p := range some {
		problems = append(problems, p)
	}
	h.kinds = kinds
	h.ring, err = seal.Create(filepath.Join(t.TempDir(), seal.FileName))
	if err != nil {
		t.Fatal(err)
	}
	policy := policyOf(t, profile)
	policy.Argon2 = access.Argon{Memory: 64, Passes: 1, Lanes: 1, AtOnce: 4} // the tests are about rules, not about how slow a hash is
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	h.Office = h.server(h.store, policy)
	return h
}

// server is one server over the house's ledger and notes.
func (h *house) server(notes note.Keeper, policy *access.Policy) *access.Office {
	rights := duty.NewRights(duty.NewBooks(h.kinds, h.store, rand.Reader), unitCode, duty.Reader(unitCode, h.store.Snapshot))
	return &access.Office{Notes: notes, Rights: rights, Policy: policy, Seals: h.ring, Unit: unitCode, UnitNames: []string{"UBND Phường 2, thị xã Quảng Trị"}, Now: h.now}
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	h.at = h.at.Add(d)
	h.mu.Unlock()
}

// root is who sets the house up: the machine itself.
var root = access.Actor{ID: "root", Role: access.System}

func (h *house) order(by access.Actor) access.Order {
	h.key++
	return access.Order{Key: string(rune('a'+h.key%26)) + time.Duration(h.key).String(), By: by, At: h.now()}
}

const goodPassword = "con trâu qua cầu gỗ lúc mưa"

// hire makes an account with a password and roles.
func (h *house) hire(login string, roles ...access.Role) *access.Account {
	h.t.Helper()
	a, err := h.Create(ctx, h.order(root), access.New{Login: login, Name: "Trần Thị " + login, Post: "Công chức"})
	h.must(err)
	for _, r := range roles {
		_, err := h.Grant(ctx, h.order(root), access.Grant{Account: a.ID, Role: r})
		h.must(err)
	}
	link, err := h.ResetLink(ctx, h.order(root), a.ID, "tài khoản mới")
	h.must(err)
	_, err = h.UseLink(ctx, link, goodPassword, h.place("máy của "+login))
	h.must(err)
	return a
}

// place is a browser of its own at an address of its own.
func (h *house) place(name string) access.Place {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	token := []byte("AAAAAAAAAAAAAAAAAAAAAAAAAA")
	for i, b := range []byte(name) {
		token[i%len(token)] = letters[(int(token[i%len(token)]-'A')+int(b))%len(letters)]
	}
	return access.Place{Source: "10.0.0." + name, Device: "Chrome trên Windows", Browser: string(token)}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// refuses wants a fault.
func (h *house) refuses(err error, want string) {
	h.t.Helper()
	if key(err) != want {
		h.t.Fatalf("%v, want %s", err, want)
	}
}

func policyOf(t *testing.T, profile string) *access.Policy {
	t.Helper()
	_, p, problems := access.Load(overlaid(profile))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	copied := *p
	return &copied
}
