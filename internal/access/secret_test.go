package access_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/note"
)

// kept is the account's note as the database has it.
func (h *house) kept(a *access.Account) note.Note {
	h.t.Helper()
	n, err := h.store.Get(ctx, unitCode, "account", a.ID)
	h.must(err)
	return n
}

// TestSecretAtRest: T16: the database does not tell the shared secret of an authenticator, in
// any of the forms in which it is written; a server without the key can neither set one up nor
// take a code, while recovery codes and passwords need no key.
func TestSecretAtRest(t *testing.T) {
	h := newHouse(t, "asvs")
	f := h.admin("quan")
	body := h.kept(f.account).Body
	for _, form := range []string{f.secret, strings.ToLower(f.secret), access.KeyText(f.secret)} {
		if bytes.Contains(body, []byte(form)) {
			t.Errorf("the note tells %s", form)
		}
	}
	if !bytes.Contains(body, []byte(`"sealed":"mk1:`)) {
		t.Errorf("%s", body)
	}
	blind := h.server(h.store, h.Policy)
	blind.Seals = nil
	p := h.place("1")
	e, err := blind.SignIn(ctx, "quan", goodPassword, p, false)
	h.must(err)
	_, err = blind.Code(ctx, e.Token, h.code(f), p)
	h.refuses(err, "access.no_key")
	_, err = blind.AddTOTP(ctx, f.account.ID, f.secret, h.code(f))
	h.refuses(err, "access.no_key")
	if e, err = blind.Code(ctx, e.Token, f.recovery[0], p); err != nil || e.Stage != access.Done {
		t.Errorf("a recovery code needs no key: %v", err)
	}
}

// TestReseal: what an earlier version left in clear is sealed once, what an earlier key sealed
// is sealed again, and the authenticator goes on working. A sealed secret put into another
// account opens nothing.
func TestReseal(t *testing.T) {
	h := newHouse(t, "asvs")
	f, g := h.admin("quan"), h.admin("quan2")
	n := h.kept(f.account)
	var body map[string]any
	h.must(json.Unmarshal(n.Body, &body))
	totp := body["b"].(map[string]any)["totp"].(map[string]any)
	sealed := totp["sealed"]
	delete(totp, "sealed")
	totp["secret"] = f.secret
	n.Body, _ = json.Marshal(body)
	_, err := h.store.Put(ctx, n)
	h.must(err)
	h.enterWithCode(f, h.place("1")) // in clear it still works

	did, err := h.Reseal(ctx)
	if h.must(err); did != 1 || bytes.Contains(h.kept(f.account).Body, []byte(f.secret)) {
		t.Errorf("%d sealed: %s", did, h.kept(f.account).Body)
	}
	if did, err = h.Reseal(ctx); did != 0 || err != nil {
		t.Errorf("sealed again without need: %d %v", did, err)
	}
	h.must(h.ring.Rotate())
	if did, err = h.Reseal(ctx); did != 2 || err != nil {
		t.Errorf("under the fresh key: %d %v", did, err)
	}
	h.must(h.ring.Forget())
	h.enterWithCode(f, h.place("1"))
	h.enterWithCode(g, h.place("2"))

	n = h.kept(g.account)
	h.must(json.Unmarshal(n.Body, &body))
	body["b"].(map[string]any)["totp"].(map[string]any)["sealed"] = sealed
	n.Body, _ = json.Marshal(body)
	_, err = h.store.Put(ctx, n)
	h.must(err)
	e, err := h.SignIn(ctx, g.account.Login, goodPassword, h.place("2"), false)
	h.must(err)
	if e, err = h.Code(ctx, e.Token, h.code(f), h.place("2")); err == nil {
		t.Fatalf("the secret of another account opens: %+v", e)
	}
}

// TestDropLost: when the key is gone the authenticators are, each told in the ledger, and the people
// set one up anew.
func TestDropLost(t *testing.T) {
	h := newHouse(t, "asvs")
	f, g := h.admin("quan"), h.enrol(h.hire("an", access.Clerk))
	h.must(h.ring.Rotate())
	h.must(h.ring.Forget()) // the earlier key is lost
	_, err := h.Reseal(ctx)
	h.refuses(err, "seal.key_lost")
	_, err = h.DropLost(ctx, h.order(access.Actor{ID: f.account.ID, Role: access.Admin}), "mất khóa")
	h.refuses(err, "access.not_admin")
	lost, err := h.DropLost(ctx, h.order(root), "mất khóa")
	if h.must(err); len(lost) != 2 {
		t.Fatalf("%d lost", len(lost))
	}
	for _, one := range []*factor{f, g} {
		a, err := h.Account(ctx, one.account.ID)
		if h.must(err); a.TOTP != nil || len(a.Recovery) != 8 || a.Hash == "" {
			t.Errorf("%+v", a)
		}
	}
	e, err := h.SignIn(ctx, "quan", goodPassword, h.place("1"), false)
	if h.must(err); e.Stage != access.NeedsEnrol {
		t.Errorf("an administrator without a second factor: %s", e.Stage)
	}
	if n, err := h.Reseal(ctx); n != 0 || err != nil {
		t.Errorf("%d %v", n, err)
	}
}
