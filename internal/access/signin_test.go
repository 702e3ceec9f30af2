package access_test

import (
	"encoding/base32"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/motcua/motcua/internal/access"
)

// factor is an authenticator in a test's hand.
type factor struct {
	account  *access.Account
	secret   string
	recovery []string
}

// code is what the app shows now, by an implementation that is not ours.
func (h *house) code(f *factor) string {
	h.t.Helper()
	c, err := totp.GenerateCode(f.secret, h.now())
	h.must(err)
	return c
}

// enrol gives an account an authenticator.
func (h *house) enrol(a *access.Account) *factor {
	h.t.Helper()
	f := &factor{account: a}
	var err error
	f.secret, err = h.NewSecret()
	h.must(err)
	f.recovery, err = h.AddTOTP(ctx, a.ID, f.secret, h.code(f))
	h.must(err)
	h.wait(time.Minute)
	return f
}

// admin is an administrator with an authenticator.
func (h *house) admin(login string) *factor {
	h.t.Helper()
	return h.enrol(h.hire(plain(login), access.Admin))
}

func plain(s string) string {
	if s == "quản" {
		return "quan"
	}
	return s
}

func (h *house) enterWithCode(f *factor, p access.Place) (string, access.Entry) {
	h.t.Helper()
	e, err := h.SignIn(ctx, f.account.Login, goodPassword, p, false)
	h.must(err)
	if e.Stage != access.NeedsCode {
		h.t.Fatalf("needs %s", e.Stage)
	}
	e, err = h.Code(ctx, e.Token, h.code(f), p)
	h.must(err)
	h.wait(time.Minute)
	return e.Token, e
}

// TestSecondFactor: ASVS 6.3.3: administrators and leaders give a second factor whatever the
// policy; who has none sets one up before the first page. The step is bound to its browser.
func TestSecondFactor(t *testing.T) {
	h := newHouse(t, "asvs")
	p := h.place("1")
	for _, role := range []access.Role{access.Admin, access.Leader} {
		a := h.hire("nv-"+string(role), role)
		e, err := h.SignIn(ctx, a.Login, goodPassword, p, true)
		h.must(err)
		if e.Stage != access.NeedsEnrol {
			t.Fatalf("%s: %s", role, e.Stage)
		}
		if _, err := h.Session(ctx, e.Token); key(err) != "access.session_ended" {
			t.Fatal("half a sign-in is a session")
		}
		_, _, err = h.Under(ctx, e.Token, h.place("2"))
		h.refuses(err, "access.entry_over")
		f := &factor{account: a}
		f.secret, err = h.NewSecret()
		h.must(err)
		_, _, err = h.Enrol(ctx, e.Token, f.secret, "000000", p)
		h.refuses(err, "access.code_wrong")
		done, codes, err := h.Enrol(ctx, e.Token, f.secret, h.code(f), p)
		h.must(err)
		if done.Stage != access.Done || len(codes) != 8 {
			t.Fatalf("%s, %d codes", done.Stage, len(codes))
		}
		if s, err := h.Session(ctx, done.Token); err != nil || !s.Person.Has(role) {
			t.Fatal(err)
		}
		_, _, err = h.Enrol(ctx, e.Token, f.secret, h.code(f), p)
		h.refuses(err, "access.entry_over")
	}
	h.hire("an", access.Clerk)
	h.enter("an", p)
	h.Policy.Second.All = true
	e, err := h.SignIn(ctx, "an", goodPassword, p, false)
	if h.must(err); e.Stage != access.NeedsEnrol {
		t.Errorf("policy for all: %s", e.Stage)
	}
}

// TestReplay: ASVS 6.5.1: a code works once: 10,000 replays of it, many at once, and codes of
// earlier steps are all refused.
func TestReplay(t *testing.T) {
	h := newHouse(t, "asvs")
	f := h.enrol(h.hire("an", access.Clerk))
	p := h.place("1")
	code := h.code(f)
	before, err := totp.GenerateCode(f.secret, h.now().Add(-30*time.Second))
	h.must(err)
	e, err := h.SignIn(ctx, "an", goodPassword, p, false)
	h.must(err)
	if _, err = h.Code(ctx, e.Token, code, p); err != nil {
		t.Fatal(err)
	}
	e, err = h.SignIn(ctx, "an", goodPassword, p, false)
	h.must(err)
	h.Policy.Lock.After = 1 << 30 // the replay itself must be refused, not the many tries
	h.Policy.Lock.SourcePerMinute = 1 << 30
	replays := 250 // of each of 40
	if testing.Short() {
		replays = 25
	}
	var wg sync.WaitGroup
	for w := range 40 {
		wg.Go(func() {
			for i := range replays {
				c := code
				if (i+w)%2 == 1 {
					c = before
				}
				from := p
				from.Source = fmt.Sprint(w, i%50)
				if got, err := h.Code(ctx, e.Token, c, from); err == nil {
					t.Errorf("replay %d of %s leads to %s", i, c, got.Stage)
					return
				}
			}
		})
	}
	wg.Wait()
	h.wait(30 * time.Second)
	if _, err := h.Code(ctx, e.Token, h.code(f), p); err != nil {
		t.Error("the next code is refused", err)
	}
}

// TestCodeWindow: RFC 6238 with one step either way, and our codes are those of another
// implementation.
func TestCodeWindow(t *testing.T) {
	h := newHouse(t, "asvs")
	f := h.enrol(h.hire("an", access.Clerk))
	for _, c := range []struct {
		off  time.Duration
		want string
	}{
		{-61 * time.Second, "access.code_wrong"}, {-30 * time.Second, ""}, {0, ""}, {30 * time.Second, ""}, {61 * time.Second, "access.code_wrong"},
		{time.Hour, "access.code_wrong"},
	} {
		h.wait(10 * time.Minute)
		h.at = h.at.Truncate(30 * time.Second)
		e, err := h.SignIn(ctx, "an", goodPassword, h.place("1"), false)
		h.must(err)
		code, err := totp.GenerateCode(f.secret, h.now().Add(c.off))
		h.must(err)
		_, err = h.Code(ctx, e.Token, code[:3]+" "+code[3:], h.place("1"))
		if key(err) != c.want {
			t.Errorf("%v: %v, want %q", c.off, err, c.want)
		}
	}
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(f.secret); err != nil || len(f.secret) != 32 {
		t.Errorf("secret %q (ASVS 6.5: 160 bits)", f.secret)
	}
}

// TestRecovery: ASVS 6.5.1, 6.5.2: a recovery code works once and has more than 112 bits.
func TestRecovery(t *testing.T) {
	h := newHouse(t, "asvs")
	f := h.enrol(h.hire("an", access.Clerk))
	p := h.place("1")
	for i, want := range []string{"", "access.code_wrong"} {
		e, err := h.SignIn(ctx, "an", goodPassword, p, false)
		h.must(err)
		_, err = h.Code(ctx, e.Token, f.recovery[0], p)
		if key(err) != want {
			t.Errorf("%d: %v", i, err)
		}
	}
	if n := len(f.recovery[1]) - 5; n*5 < 112 {
		t.Errorf("%d characters", n)
	}
	fresh, err := h.NewRecovery(ctx, f.account.ID)
	h.must(err)
	e, err := h.SignIn(ctx, "an", goodPassword, p, false)
	h.must(err)
	_, err = h.Code(ctx, e.Token, f.recovery[1], p)
	h.refuses(err, "access.code_wrong")
	if _, err = h.Code(ctx, e.Token, fresh[3], p); err != nil {
		t.Error(err)
	}
}

// TestLock: ASVS 6.3.1: five wrong tries lock a login for the source they came from, longer
// each time; the person goes on signing in from elsewhere, and so does everybody else there.
func TestLock(t *testing.T) {
	h := newHouse(t, "asvs")
	h.hire("an", access.Clerk)
	h.hire("binh", access.Clerk)
	outside, own := h.place("66"), h.place("1")
	for _, login := range []string{"an", "khong-co"} { // whether there is such an account does not show
		for i := range 5 {
			_, err := h.SignIn(ctx, login, "sai", outside, false)
			if key(err) != "access.refused" {
				t.Fatalf("%s %d: %v", login, i, err)
			}
		}
		_, err := h.SignIn(ctx, login, goodPassword, outside, false)
		h.refuses(err, "access.locked")
	}
	h.enter("an", own)
	h.enter("binh", outside)
	for _, minutes := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		h.wait(minutes*time.Minute - time.Second)
		_, err := h.SignIn(ctx, "an", goodPassword, outside, false)
		h.refuses(err, "access.locked")
		h.wait(time.Second)
		_, err = h.SignIn(ctx, "an", "sai", outside, false)
		h.refuses(err, "access.refused")
	}
	h.wait(time.Hour)
	h.enter("an", outside)
	_, err := h.SignIn(ctx, "an", "sai", outside, false)
	h.refuses(err, "access.refused")
	h.enter("an", outside) // forgiven: one wrong try does not lock again
}

// TestOutsider: ASVS 6.3.1: an outsider who tries 100,000 times from 400 sources guesses at
// most as often as the lock allows, and the person signs in all the same.
func TestOutsider(t *testing.T) {
	h := newHouse(t, "asvs")
	h.hire("an", access.Clerk)
	before := h.Hashes()
	all := 100_000
	if testing.Short() {
		all = 10_000
	}
	var refused atomic.Int64
	var wg sync.WaitGroup
	for w := range 50 {
		wg.Go(func() {
			for i := range all / 50 {
				p := access.Place{Source: fmt.Sprint("203.0.113.", (w+50*i)%400)}
				switch _, err := h.SignIn(ctx, "an", "sai", p, false); key(err) {
				case "access.locked", "access.too_many":
					refused.Add(1)
				case "access.refused":
				default:
					t.Error(err)
					return
				}
			}
		})
	}
	h.enter("an", h.place("1")) // in the middle of it
	wg.Wait()
	if tried := h.Hashes() - before; tried > 5*400+1 {
		t.Errorf("%d passwords were tried", tried)
	}
	if n := int(refused.Load()); n < all-5*400 {
		t.Errorf("%d of %d refused", n, all)
	}
	h.enter("an", h.place("1"))
}

// TestManyAtOnce: tries that are made at the same moment do not slip under the lock together.
func TestManyAtOnce(t *testing.T) {
	h := newHouse(t, "asvs")
	h.hire("an", access.Clerk)
	before := h.Hashes()
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() { h.SignIn(ctx, "an", "sai", h.place("66"), false) })
	}
	wg.Wait()
	if tried := h.Hashes() - before; tried > 5 {
		t.Errorf("%d passwords tried at once", tried)
	}
}

// TestSameAnswer: ASVS 6.3.8: unknown login, wrong password, closed account and account without
// a password get one answer, after the same work: one hash of the same cost.
func TestSameAnswer(t *testing.T) {
	h := newHouse(t, "asvs")
	h.hire("an", access.Clerk)
	gone := h.hire("gone", access.Clerk)
	h.must(h.Disable(ctx, h.order(root), gone.ID, "nghỉ"))
	_, err := h.Create(ctx, h.order(root), access.New{Login: "invited", Name: "Lê Mới"})
	h.must(err)
	for i, login := range []string{"an", "khong-co", "gone", "invited", "", "a\x00b", "'; --"} {
		before := h.Hashes()
		_, err := h.SignIn(ctx, login, "sai hoàn toàn", h.place(fmt.Sprint(i)), false)
		h.refuses(err, "access.refused")
		if n := h.Hashes() - before; n != 1 {
			t.Errorf("%q: %d hashes", login, n)
		}
	}
}
