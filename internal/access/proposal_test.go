package access_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
)

func as(a *access.Account, r access.Role) access.Actor { return access.Actor{ID: a.ID, Role: r} }

func (h *house) holds(a *access.Account, r access.Role) bool {
	h.t.Helper()
	grants, err := h.Rights.On(ctx, calendar.DateOf(h.now()))
	h.must(err)
	for _, g := range grants {
		if g.Account == a.ID && g.Role == r {
			return true
		}
	}
	return false
}

// TestTwoPersons: T21, ASVS 2.3.5: the roles that the policy names are given by two persons. One
// administrator alone gives none of them; neither who proposed, nor who is to receive it, nor
// somebody without office, nor the machine while others can, confirms it.
func TestTwoPersons(t *testing.T) {
	h := newHouse(t, "asvs")
	one, two := h.hire("quan1", access.Admin), h.hire("quan2", access.Admin)
	lead, clerk, fresh := h.hire("lanhdao", access.Leader), h.hire("an", access.Clerk), h.hire("binh")
	for _, role := range access.Staff {
		if !h.Policy.NeedsTwo(role) {
			_, err := h.ProposeGrant(ctx, h.order(as(one, access.Admin)), access.Grant{Account: fresh.ID, Role: role})
			h.refuses(err, "access.one_suffices")
			continue
		}
		_, err := h.Grant(ctx, h.order(as(one, access.Admin)), access.Grant{Account: fresh.ID, Role: role})
		h.refuses(err, "access.two_needed")
		p, err := h.ProposeGrant(ctx, h.order(as(one, access.Admin)), access.Grant{Account: fresh.ID, Role: role, Basis: "12/QĐ-UBND"})
		h.must(err)
		if h.holds(fresh, role) {
			t.Fatalf("%s is held before it was confirmed", role)
		}
		for want, by := range map[string]access.Actor{"access.confirm_own": as(one, access.Admin), "access.not_oneself": as(fresh, access.Leader),
			"access.not_second_person": as(clerk, access.Leader), "access.others_confirm": root} {
			_, err := h.Confirm(ctx, h.order(by), p.ID)
			h.refuses(err, want)
		}
		by := as(lead, access.Leader)
		if role == access.Inspector {
			by = as(two, access.Admin)
		}
		_, err = h.Confirm(ctx, h.order(by), p.ID)
		h.must(err)
		_, err = h.Confirm(ctx, h.order(as(two, access.Admin)), p.ID)
		h.refuses(err, "access.proposal_over")
		if !h.holds(fresh, role) {
			t.Errorf("%s is not held", role)
		}
		grants, err := h.Rights.All(ctx)
		h.must(err)
		g := grants[slices.IndexFunc(grants, func(g access.Grant) bool { return g.Account == fresh.ID && g.Role == role })]
		if g.By != one.ID || g.Second != by.ID || g.Basis != "12/QĐ-UBND" {
			t.Errorf("%s by %s and %s", role, g.By, g.Second)
		}
	}
	_, err := h.ProposeGrant(ctx, h.order(as(one, access.Admin)), access.Grant{Account: one.ID, Role: access.Leader, Basis: "1/QĐ"})
	h.refuses(err, "access.not_oneself")
	_, err = h.ProposeGrant(ctx, h.order(as(lead, access.Leader)), access.Grant{Account: clerk.ID, Role: access.Leader, Basis: "1/QĐ"})
	h.refuses(err, "access.not_admin")
}

// TestProposals: one form is one proposal, two alike do not wait beside each other; one that is
// declined, taken back, too old, or of who administers no more gives nothing; of many who
// confirm at once the role is given once.
func TestProposals(t *testing.T) {
	h := newHouse(t, "asvs")
	one, two, lead := h.hire("quan1", access.Admin), h.hire("quan2", access.Admin), h.hire("lanhdao", access.Leader)
	a := h.hire("an")
	g := access.Grant{Account: a.ID, Role: access.Leader, Basis: "1/QĐ"}
	order := h.order(as(one, access.Admin))
	_, err := h.ProposeGrant(ctx, order, access.Grant{Account: a.ID, Role: access.Leader, Basis: " "})
	h.refuses(err, "access.basis_missing")
	p, err := h.ProposeGrant(ctx, order, g)
	h.must(err)
	q, err := h.ProposeGrant(ctx, order, g)
	if h.must(err); q.ID != p.ID {
		t.Error("the same form is another proposal")
	}
	_, err = h.ProposeGrant(ctx, h.order(as(two, access.Admin)), g)
	h.refuses(err, "access.proposed_already")
	h.refuses(h.Decline(ctx, h.order(as(lead, access.Leader)), p.ID, " "), "register.reason_missing")
	h.refuses(h.Decline(ctx, h.order(as(a, access.Admin)), p.ID, "không"), "access.not_second_person")
	h.must(h.Decline(ctx, h.order(as(lead, access.Leader)), p.ID, "chưa có quyết định"))
	_, err = h.Confirm(ctx, h.order(as(two, access.Admin)), p.ID)
	h.refuses(err, "access.proposal_over")

	p, err = h.ProposeGrant(ctx, h.order(as(one, access.Admin)), g)
	h.must(err)
	h.must(h.Decline(ctx, h.order(as(one, access.Admin)), p.ID, "nhầm người"))
	p, err = h.ProposeGrant(ctx, h.order(as(one, access.Admin)), g)
	h.must(err)
	h.wait(time.Duration(h.Policy.Grant.Days) * 24 * time.Hour)
	_, err = h.Confirm(ctx, h.order(as(two, access.Admin)), p.ID)
	h.refuses(err, "access.proposal_over")
	if all, err := h.Proposals(ctx); err != nil || len(all) != 0 {
		t.Errorf("%d wait, %v", len(all), err)
	}

	p, err = h.ProposeGrant(ctx, h.order(as(one, access.Admin)), g)
	h.must(err)
	h.must(h.Disable(ctx, h.order(as(two, access.Admin)), one.ID, "nghỉ việc"))
	_, err = h.Confirm(ctx, h.order(as(two, access.Admin)), p.ID)
	h.refuses(err, "access.proposer_gone")
	h.must(h.Decline(ctx, h.order(as(two, access.Admin)), p.ID, "người đề nghị đã nghỉ"))

	p, err = h.ProposeGrant(ctx, h.order(as(two, access.Admin)), g)
	h.must(err)
	var all sync.WaitGroup
	for range 8 {
		order := h.order(as(lead, access.Leader))
		all.Go(func() { _, _ = h.Confirm(ctx, order, p.ID) })
	}
	all.Wait()
	grants, err := h.Rights.All(ctx)
	h.must(err)
	n := 0
	for _, x := range grants {
		if x.Account == a.ID {
			n++
		}
	}
	if n != 1 || !h.holds(a, access.Leader) {
		t.Errorf("%d grants", n)
	}
}

// TestSingleAdministrator: an office with one administrator gives its first leader at the
// server's own machine, and from then on the leader confirms.
func TestSingleAdministrator(t *testing.T) {
	h := newHouse(t, "asvs")
	only, lead, second := h.hire("quan", access.Admin), h.hire("lanhdao"), h.hire("quan2")
	p, err := h.ProposeGrant(ctx, h.order(as(only, access.Admin)), access.Grant{Account: lead.ID, Role: access.Leader, Basis: "1/QĐ"})
	h.must(err)
	_, err = h.Confirm(ctx, h.order(as(only, access.Admin)), p.ID)
	h.refuses(err, "access.confirm_own")
	_, err = h.Confirm(ctx, h.order(root), p.ID)
	h.must(err)
	p, err = h.ProposeGrant(ctx, h.order(as(only, access.Admin)), access.Grant{Account: second.ID, Role: access.Admin, Basis: "1/QĐ"})
	h.must(err)
	_, err = h.Confirm(ctx, h.order(root), p.ID)
	h.refuses(err, "access.others_confirm")
	_, err = h.Confirm(ctx, h.order(as(lead, access.Leader)), p.ID)
	h.must(err)
	if !h.holds(lead, access.Leader) || !h.holds(second, access.Admin) {
		t.Error("not held")
	}
}

// TestClearingTakesTwo: one administrator cannot make an account of a leader theirs by a link
// for its password and the removal of its second factor.
func TestClearingTakesTwo(t *testing.T) {
	h := newHouse(t, "asvs")
	one, two := h.hire("quan1", access.Admin), h.hire("quan2", access.Admin)
	f := h.enrol(h.hire("lanhdao", access.Leader))
	g := h.enrol(h.hire("an", access.Clerk))
	h.must(h.ClearSecond(ctx, h.order(as(one, access.Admin)), g.account.ID, "mất điện thoại"))
	h.refuses(h.ClearSecond(ctx, h.order(as(one, access.Admin)), f.account.ID, "mất điện thoại"), "access.two_needed")
	p, err := h.ProposeClear(ctx, h.order(as(one, access.Admin)), f.account.ID, "mất điện thoại")
	h.must(err)
	_, err = h.Confirm(ctx, h.order(as(f.account, access.Leader)), p.ID)
	h.refuses(err, "access.not_oneself")
	if a, _ := h.Account(ctx, f.account.ID); !a.HasSecond() {
		t.Fatal("removed before it was confirmed")
	}
	_, err = h.Confirm(ctx, h.order(as(two, access.Admin)), p.ID)
	h.must(err)
	if a, _ := h.Account(ctx, f.account.ID); a.HasSecond() {
		t.Error("not removed")
	}
}

// TestDormant: an account that nobody used for 45 days is closed, told in the ledger, and does
// not open even before the sweep has come by; used, opened again, made up, or the last
// administrator's it stays open.
func TestDormant(t *testing.T) {
	h := newHouse(t, "asvs")
	admin := h.admin("quan")
	used, idle := h.hire("dung", access.Clerk), h.hire("quen", access.Clerk)
	_, err := h.Create(ctx, h.order(root), access.New{ID: "mc-01", Login: "hoa", Name: "Nguyễn Hoa", Example: true})
	h.must(err)
	days := time.Duration(h.Policy.Account.DormantDays) * 24 * time.Hour
	h.wait(days / 2)
	h.enter("dung", h.place("1"))
	h.wait(days/2 - 2*time.Minute)
	if closed, err := h.CloseDormant(ctx, root); err != nil || len(closed) != 0 {
		t.Fatalf("closed early: %v %v", closed, err)
	}
	h.wait(2 * time.Minute)
	_, err = h.SignIn(ctx, "quen", goodPassword, h.place("2"), false)
	h.refuses(err, "access.refused")
	h.enter("dung", h.place("1"))
	h.wait(days)
	_, err = h.Admit(ctx, idle.ID, true, h.place("2"))
	h.refuses(err, "access.refused")
	_, err = h.CloseDormant(ctx, as(admin.account, access.Admin))
	h.refuses(err, "access.not_admin")
	closed, err := h.CloseDormant(ctx, root)
	if h.must(err); len(closed) != 2 {
		t.Fatalf("closed %v", closed)
	}
	for id, want := range map[string]access.Standing{used.ID: access.Disabled, idle.ID: access.Disabled, admin.account.ID: access.Active, "mc-01": access.Active} {
		if a, err := h.Account(ctx, id); err != nil || a.Standing != want {
			t.Errorf("%s is %s, want %s", id, a.Standing, want)
		}
	}
	h.enterWithCode(admin, h.place("3"))
	h.must(h.Enable(ctx, h.order(as(admin.account, access.Admin)), used.ID, "đi làm lại"))
	h.enter("dung", h.place("1"))
	if closed, err = h.CloseDormant(ctx, root); err != nil || len(closed) != 0 {
		t.Errorf("closed again: %v %v", closed, err)
	}
}

// TestYesAndNo: of a yes and a no at the same time one holds; the other finds nothing left to
// answer, and the ledger does not say both.
func TestYesAndNo(t *testing.T) {
	h := newHouse(t, "asvs")
	one, two, lead := h.hire("quan1", access.Admin), h.hire("quan2", access.Admin), h.hire("lanhdao", access.Leader)
	a := h.hire("an")
	for n := range 12 {
		p, err := h.ProposeGrant(ctx, h.order(as(one, access.Admin)), access.Grant{Account: a.ID, Role: access.Inspector, Basis: "1/QĐ"})
		h.must(err)
		yes, no := h.order(as(two, access.Admin)), h.order(as(lead, access.Leader))
		var all sync.WaitGroup
		var confirmed, declined error
		all.Go(func() { _, confirmed = h.Confirm(ctx, yes, p.ID) })
		all.Go(func() { declined = h.Decline(ctx, no, p.ID, "chưa có quyết định") })
		all.Wait()
		if (confirmed == nil) == (declined == nil) || h.holds(a, access.Inspector) != (confirmed == nil) {
			t.Fatalf("%d: confirmed %v, declined %v, held %v", n, confirmed, declined, h.holds(a, access.Inspector))
		}
		if confirmed == nil {
			h.refuses(declined, "access.proposal_over")
			grants, err := h.Rights.All(ctx)
			h.must(err)
			i := slices.IndexFunc(grants, func(g access.Grant) bool { return g.Account == a.ID && g.Ended == 0 })
			h.wait(24 * time.Hour)
			h.must(h.End(ctx, h.order(as(one, access.Admin)), grants[i], "thử"))
		} else {
			h.refuses(confirmed, "access.proposal_over")
		}
	}
}
