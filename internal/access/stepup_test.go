package access_test

import (
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
)

// TestProve: ASVS 7.5.1, 7.5.3: a proof of presence asks for the second factor of who has one;
// the password alone proves an account that has nothing else. The profile says whether the
// password is asked for beside it. The token is another afterwards, and a code works once.
func TestProve(t *testing.T) {
	for profile, needs := range map[string]access.Needs{"asvs": access.NeedsSecond, "vn-cap3": access.NeedsBoth} {
		if got := policyOf(t, profile).StepUp.Needs; got != needs {
			t.Errorf("%s needs %s", profile, got)
		}
		h := newHouse(t, "asvs")
		h.Policy.StepUp.Needs = needs
		both := needs == access.NeedsBoth
		bare := h.hire("an", access.Clerk)
		p := h.place("1")
		token := h.enter("an", p)
		h.wait(access.StepUp)
		if s, err := h.Session(ctx, token); err != nil || s.Fresh(h.now()) {
			t.Fatal("the proof holds for ever", err)
		}
		if asks := h.Asks(bare); asks != (access.Asks{Password: true}) {
			t.Errorf("%s: an account without a second factor is asked for %+v", profile, asks)
		}
		_, err := h.Prove(ctx, token, "không phải", "", p)
		h.refuses(err, "access.password_wrong")
		fresh, err := h.Prove(ctx, token, goodPassword, "", p)
		h.must(err)
		h.fresh(fresh, true)
		_, err = h.Session(ctx, token)
		h.refuses(err, "access.session_ended")

		f := h.enrol(bare)
		token, _ = h.enterWithCode(f, p)
		h.wait(access.StepUp)
		asks, _ := h.Account(ctx, bare.ID)
		if got := h.Asks(asks); got != (access.Asks{Password: both, Code: true}) {
			t.Errorf("%s: asks %+v", profile, got)
		}
		_, err = h.Prove(ctx, token, goodPassword, "", p)
		h.refuses(err, "access.code_needed")
		_, err = h.Prove(ctx, token, goodPassword, " ", p)
		h.refuses(err, "access.code_needed")
		_, err = h.Prove(ctx, token, goodPassword, "000000", p)
		h.refuses(err, "access.code_wrong")
		h.fresh(token, false)
		_, err = h.Prove(ctx, token, "", h.code(f), p)
		if both {
			h.refuses(err, "access.password_wrong")
			token, err = h.Prove(ctx, token, goodPassword, h.code(f), p)
			h.must(err)
			h.fresh(token, true)
		} else {
			h.must(err)
		}
	}
}

// TestProveByRecovery: who has a passkey alone proves presence by it (see passkey) or by a
// recovery code, never by the password alone.
func TestProveByRecovery(t *testing.T) {
	h := newHouse(t, "asvs")
	a := h.hire("an", access.Clerk)
	p := h.place("1")
	token := h.enter("an", p)
	h.must(h.AddPasskey(ctx, a.ID, access.Passkey{ID: "k", Name: "khóa", Host: "motcua.lan"}))
	codes, err := h.NewRecovery(ctx, a.ID)
	h.must(err)
	h.wait(access.StepUp)
	_, err = h.Prove(ctx, token, goodPassword, "", p)
	h.refuses(err, "access.code_needed")
	token, err = h.Prove(ctx, token, "", codes[0], p)
	h.must(err)
	h.fresh(token, true)
	_, err = h.Prove(ctx, token, "", codes[0], p)
	h.refuses(err, "access.code_wrong")
}

// TestFastIsNoProof: who comes back to a shared machine by the password alone may work, and is
// asked for the second factor before a grave act.
func TestFastIsNoProof(t *testing.T) {
	h := newHouse(t, "asvs")
	f := h.enrol(h.hire("an", access.Clerk))
	p := h.place("1")
	_, _ = h.enterWithCode(f, p)
	e, err := h.SignIn(ctx, "an", goodPassword, p, true)
	h.must(err)
	if e.Stage != access.Done {
		t.Fatal(e.Stage)
	}
	h.fresh(e.Token, false)
	fresh, err := h.Prove(ctx, e.Token, "", h.code(f), p)
	h.must(err)
	h.fresh(fresh, true)

	h.Policy.StepUp.Minutes = 3
	h.wait(3*time.Minute - time.Second)
	h.fresh(fresh, true)
	h.wait(time.Second)
	h.fresh(fresh, false)
}

// TestStrangers: T6: a sign-in at a browser never used before is told at every other session of
// the person until they have answered, and not to the one that it was.
func TestStrangers(t *testing.T) {
	h := newHouse(t, "asvs")
	h.hire("an", access.Clerk)
	own := h.enter("an", h.place("máy của an"))
	h.told(own, 0)
	strange := h.enter("an", h.place("2"))
	h.told(strange, 0)
	h.told(own, 1)
	again := h.enter("an", h.place("máy của an"))
	h.told(again, 1)
	s, err := h.Session(ctx, own)
	h.must(err)
	h.must(h.Looked(ctx, s.Person.ID))
	h.told(again, 0)
}

func (h *house) told(token string, want int) {
	h.t.Helper()
	s, err := h.Session(ctx, token)
	h.must(err)
	if s.Notices != want {
		h.t.Fatalf("%d notices, want %d", s.Notices, want)
	}
}

func (h *house) fresh(token string, want bool) {
	h.t.Helper()
	s, err := h.Session(ctx, token)
	h.must(err)
	if s.Fresh(h.now()) != want {
		h.t.Fatalf("proof of presence: %v, want %v", !want, want)
	}
}
