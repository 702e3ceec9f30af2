package access_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
)

// TestPasswordChangedMeanwhile: whoever knows the old password and signs in while it is changed
// has no session afterwards, whichever came first.
func TestPasswordChangedMeanwhile(t *testing.T) {
	h := newHouse(t, "asvs")
	a := h.hire("an", access.Clerk)
	old := goodPassword
	for n := range 25 {
		fresh := fmt.Sprintf("con trâu số %d qua cầu gỗ lúc mưa", n)
		var all sync.WaitGroup
		tokens := make([]string, 3)
		for i := range tokens {
			place := h.place(fmt.Sprint(n, "-", i))
			all.Go(func() {
				if e, err := h.SignIn(ctx, "an", old, place, false); err == nil {
					tokens[i] = e.Token
				}
			})
		}
		var changed error
		own := h.place("own")
		all.Go(func() { changed = h.ChangePassword(ctx, a.ID, old, fresh, "", own) })
		all.Wait()
		h.must(changed)
		for _, token := range tokens {
			if token == "" {
				continue
			}
			if _, err := h.Session(ctx, token); err == nil {
				t.Fatalf("round %d: a sign-in by the old password is still there", n)
			}
		}
		old = fresh
		h.wait(time.Hour)
	}
	if _, err := h.SignIn(ctx, "an", old, h.place("own"), false); err != nil {
		t.Errorf("the new password does not open: %v", err)
	}
}

// TestSignInUnderWay: a sign-in that waits for its second step is over when the password is
// changed, the second factor removed, or the account closed and opened again.
func TestSignInUnderWay(t *testing.T) {
	h := newHouse(t, "asvs")
	f := h.enrol(h.hire("an", access.Clerk))
	id, p := f.account.ID, h.place("1")
	password := goodPassword
	for name, act := range map[string]func(){
		"password changed": func() {
			h.must(h.ChangePassword(ctx, id, password, "cây đa bến nước sân đình xưa", "", h.place("2")))
			password = "cây đa bến nước sân đình xưa"
		},
		"closed and opened": func() {
			h.must(h.Disable(ctx, h.order(root), id, "nghỉ"))
			h.must(h.Enable(ctx, h.order(root), id, "đi làm lại"))
		},
	} {
		e, err := h.SignIn(ctx, "an", password, p, false)
		h.must(err)
		act()
		_, err = h.Code(ctx, e.Token, h.code(f), p)
		if key(err) != "access.entry_over" {
			t.Errorf("%s: %v", name, err)
		}
		h.wait(time.Minute)
	}
	e, err := h.SignIn(ctx, "an", password, p, false)
	h.must(err)
	h.must(h.ClearSecond(ctx, h.order(root), id, "mất máy"))
	_, err = h.Code(ctx, e.Token, f.recovery[0], p)
	h.refuses(err, "access.entry_over")
}

// TestTwoChanges: of two who change a password from the same old one the second is told, and the
// first one's holds.
func TestTwoChanges(t *testing.T) {
	h := newHouse(t, "asvs")
	a := h.hire("an", access.Clerk)
	passwords := []string{"cây đa bến nước sân đình xưa", "thuyền về bến cũ chiều mưa rơi"}
	errs := make([]error, 2)
	var all sync.WaitGroup
	for i, p := range passwords {
		place := h.place(fmt.Sprint(i))
		all.Go(func() { errs[i] = h.ChangePassword(ctx, a.ID, goodPassword, p, "", place) })
	}
	all.Wait()
	won := 0
	for i, p := range passwords {
		_, err := h.SignIn(ctx, "an", p, h.place("x"+fmt.Sprint(i)), false)
		if (err == nil) != (errs[i] == nil) {
			t.Errorf("change %d: %v, sign-in %v", i, errs[i], err)
		}
		if err == nil {
			won++
		}
	}
	if won != 1 {
		t.Errorf("%d passwords open", won)
	}
}

// TestLastAdministratorStays: administrators who close each other, or end each other's role, at
// the same moment never leave the office without one.
func TestLastAdministratorStays(t *testing.T) {
	h := newHouse(t, "asvs")
	one, two := h.hire("quan1", access.Admin), h.hire("quan2", access.Admin)
	all := []*access.Account{one, two}
	for n := range 10 {
		var acts sync.WaitGroup
		orders := []access.Order{h.order(as(two, access.Admin)), h.order(as(one, access.Admin))}
		for i, a := range all {
			grants, err := h.Rights.All(ctx)
			h.must(err)
			var g access.Grant
			for _, x := range grants {
				if x.Account == a.ID && x.Role == access.Admin && x.Ended == 0 {
					g = x
				}
			}
			acts.Go(func() {
				if (n+i)%3 == 0 && n > 5 {
					_ = h.End(ctx, orders[i], g, "thử")
				} else {
					_ = h.Disable(ctx, orders[i], a.ID, "thử")
				}
			})
		}
		acts.Wait()
		if there, err := h.HasAdministrator(ctx); err != nil || !there {
			t.Fatalf("round %d: nobody administers (%v)", n, err)
		}
		h.wait(24 * time.Hour)
		for _, a := range all {
			if x, err := h.Account(ctx, a.ID); err != nil || x.Standing == access.Disabled {
				h.must(h.Enable(ctx, h.order(root), a.ID, "thử"))
			}
			if !h.holds(a, access.Admin) {
				_, err := h.Grant(ctx, h.order(root), access.Grant{Account: a.ID, Role: access.Admin})
				h.must(err)
			}
		}
	}
}

// TestSessionOfTomorrow: a session begun at a server whose clock is ahead is refused until this
// clock has come so far, and not lost; a proof of presence from tomorrow is none.
func TestSessionOfTomorrow(t *testing.T) {
	h := newHouse(t, "asvs")
	h.hire("an", access.Clerk)
	token := h.enter("an", h.place("1"))
	h.wait(-2 * time.Second)
	_, err := h.Session(ctx, token)
	h.refuses(err, "access.session_ended")
	h.wait(2 * time.Second)
	s, err := h.Session(ctx, token)
	h.must(err)
	if !s.Fresh(h.now()) || !s.Fresh(h.now().Add(-30*time.Second)) || s.Fresh(h.now().Add(-2*time.Minute)) {
		t.Error("a proof of presence given tomorrow counts")
	}
}

// TestProofMeanwhile: a session that renews its proof of presence, and its token, while all
// sessions are ended has no other one afterwards.
func TestProofMeanwhile(t *testing.T) {
	h := newHouse(t, "asvs")
	a := h.hire("an", access.Clerk)
	for n := range 30 {
		place := h.place(fmt.Sprint(n))
		token := h.enter("an", place)
		var all sync.WaitGroup
		fresh := ""
		all.Go(func() {
			if renewed, err := h.Proved(ctx, token, false); err == nil {
				fresh = renewed
			}
		})
		all.Go(func() {
			if err := h.EndAll(ctx, a.ID, ""); err != nil {
				t.Error(err)
			}
		})
		all.Wait()
		for _, x := range []string{token, fresh} {
			if x == "" {
				continue
			}
			if _, err := h.Session(ctx, x); err == nil {
				t.Fatalf("round %d: a session outlives the end of all", n)
			}
		}
		h.wait(time.Hour)
	}
}
