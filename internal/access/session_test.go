package access_test

import (
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
)

// enter signs in where no second factor is asked for.
func (h *house) enter(login string, p access.Place) string {
	h.t.Helper()
	e, err := h.SignIn(ctx, login, goodPassword, p, false)
	h.must(err)
	if e.Stage != access.Done {
		h.t.Fatalf("%s needs %s", login, e.Stage)
	}
	return e.Token
}

// TestSession: ASVS 7.2: a session is what its token says, its token is new at every sign-in
// and is nowhere in the notes.
func TestSession(t *testing.T) {
	h := newHouse(t, "asvs")
	a := h.hire("an", access.Clerk, access.Specialist)
	p := h.place("1")
	one, two := h.enter("an", p), h.enter(" An ", p)
	if one == two || len(one) != 26 {
		t.Fatalf("tokens %q and %q", one, two)
	}
	s, err := h.Session(ctx, one)
	h.must(err)
	if s.Person.ID != a.ID || !s.Person.Has(access.Clerk) || !s.Person.Has(access.Specialist) || s.Person.Has(access.Leader) || !s.Fresh(h.now()) {
		t.Fatalf("%+v", s)
	}
	for _, bad := range []string{"", "x", s.ID, one[:25] + "!", "AAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		if _, err := h.Session(ctx, bad); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	h.must(h.SignOut(ctx, one))
	_, err = h.Session(ctx, one)
	h.refuses(err, "access.session_ended")
	if _, err := h.Session(ctx, two); err != nil {
		t.Error("the other session ended too")
	}
}

// TestSessionTimes: ASVS 7.3.1, 7.3.2: 15 minutes of rest (5 for an administrator), 12 hours in
// all; use is written at most once a minute, so the rest may be counted a minute early and
// never late.
func TestSessionTimes(t *testing.T) {
	h := newHouse(t, "asvs")
	h.hire("an", access.Clerk)
	p := h.place("1")
	token := h.enter("an", p)
	h.wait(14*time.Minute + 59*time.Second)
	if _, err := h.Session(ctx, token); err != nil {
		t.Fatal("ended early", err)
	}
	h.wait(15 * time.Minute)
	_, err := h.Session(ctx, token)
	h.refuses(err, "access.session_ended")
	token = h.enter("an", p)
	for range 12*6 - 1 {
		h.wait(10 * time.Minute)
		if _, err := h.Session(ctx, token); err != nil {
			t.Fatal("ended though used", err)
		}
	}
	h.wait(10 * time.Minute)
	_, err = h.Session(ctx, token)
	h.refuses(err, "access.session_ended")

	admin := h.admin("quản")
	token, _ = h.enterWithCode(admin, h.place("2"))
	h.wait(3*time.Minute + 59*time.Second) // a minute has passed since
	if _, err := h.Session(ctx, token); err != nil {
		t.Fatal("administrator ended early", err)
	}
	h.wait(5 * time.Minute)
	_, err = h.Session(ctx, token)
	h.refuses(err, "access.session_ended")
}

// TestEnding: ASVS 7.4: sign-out, disabling and a change of roles act at once at the server
// where they happen, and within a second at every other one.
func TestEnding(t *testing.T) {
	h := newHouse(t, "asvs")
	h.admin("quản")
	other := h.server(h.Notes, h.Policy)
	a := h.hire("an", access.Clerk)
	var tokens []string
	for i := range 100 {
		tokens = append(tokens, h.enter("an", h.place(string(rune('A'+i)))))
		h.wait(time.Second)
	}
	if _, err := other.Session(ctx, tokens[7]); err != nil {
		t.Fatal(err)
	}
	g, err := h.Grant(ctx, h.order(root), access.Grant{Account: a.ID, Role: access.Specialist})
	h.must(err)
	if s, err := h.Session(ctx, tokens[99]); err != nil || !s.Person.Has(access.Specialist) {
		t.Fatal("a new role does not act", err)
	}
	h.must(h.End(ctx, h.order(root), g, "chuyển công tác"))
	if s, err := h.Session(ctx, tokens[99]); err != nil || s.Person.Has(access.Specialist) {
		t.Fatal("a role that was taken away still acts", err)
	}
	h.must(h.Disable(ctx, h.order(root), a.ID, "nghỉ việc"))
	for i, token := range tokens {
		for _, office := range []*access.Office{h.Office, other} {
			if _, err := office.Session(ctx, token); key(err) != "access.session_ended" {
				t.Fatalf("session %d lives after its account was closed: %v", i, err)
			}
		}
	}
	_, err = h.SignIn(ctx, "an", goodPassword, h.place("1"), false)
	h.refuses(err, "access.refused")
	h.must(h.Enable(ctx, h.order(root), a.ID, "đi làm lại"))
	h.enter("an", h.place("1"))
}

// TestSessionList: a person sees the own sessions, which of them are used at two places at the
// same time, and ends one or all; nobody ends another's.
func TestSessionList(t *testing.T) {
	h := newHouse(t, "asvs")
	a, b := h.hire("an", access.Clerk), h.hire("binh", access.Clerk)
	here, there := h.enter("an", h.place("1")), h.enter("an", h.place("2"))
	_ = h.enter("binh", h.place("3"))
	list, err := h.Sessions(ctx, a.ID)
	h.must(err)
	elsewhere := 0
	for _, s := range list {
		if s.Elsewhere {
			elsewhere++
		}
	}
	if len(list) < 2 || elsewhere < 2 {
		t.Fatalf("%d sessions, %d marked", len(list), elsewhere)
	}
	mine, err := h.Session(ctx, here)
	h.must(err)
	h.refuses(h.EndSession(ctx, b.ID, mine.ID), "access.session_ended")
	h.must(h.EndAll(ctx, a.ID, mine.ID))
	if _, err := h.Session(ctx, here); err != nil {
		t.Error("ended the one that was to stay")
	}
	if _, err := h.Session(ctx, there); !fault.Is(err, fault.NotFound) {
		t.Error("the other one lives")
	}
	h.must(h.EndSession(ctx, a.ID, mine.ID))
	if _, err := h.Session(ctx, here); !fault.Is(err, fault.NotFound) {
		t.Error("lives")
	}
}

// TestTokens: ASVS 7.2.3: 20,000 tokens are all different and use every character about as
// often as chance would.
func TestTokens(t *testing.T) {
	h := newHouse(t, "asvs")
	seen, count := map[string]bool{}, map[byte]int{}
	const n = 20_000
	for range n {
		token, err := h.NewBrowser()
		h.must(err)
		if seen[token] || len(token) != 26 {
			t.Fatalf("%q", token)
		}
		seen[token] = true
		for _, c := range []byte(token[:25]) { // the last one has three bits
			count[c]++
		}
	}
	if len(count) != 32 {
		t.Fatalf("%d different characters", len(count))
	}
	for c, k := range count { // mean 15,625, deviation 123: eight of them
		if k < 14_640 || k > 16_610 {
			t.Errorf("%c stands %d times", c, k)
		}
	}
}
