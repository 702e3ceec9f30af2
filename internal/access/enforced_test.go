package access_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"

	"github.com/motcua/motcua/internal/access"
)

// enforced has, for every key of a profile, a test that fails when the key is read by nobody: the
// house is changed by the key alone and must behave otherwise.
var enforced = map[string]func(*keyed){
	"id": func(k *keyed) { k.want(k.house().Policy.ID == k.profile) }, "title": func(k *keyed) { k.want(k.house().Policy.Title != "") },
	"deviation": func(k *keyed) { k.want(strings.Contains(k.house().Policy.Deviation, "6.2.10")) },

	"password.least": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Password.Least = 40 })
		f := h.enrol(h.hire("an", access.Clerk))
		h.refuses(h.ChangePassword(ctx, f.account.ID, goodPassword, strings.Repeat("Cây đa bến nước 1 ", 2), "", h.place("1")), "access.password_short")
	},
	"password.least_alone": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Password.LeastAlone = 40 })
		h.refuses(k.changed(h, "Cây đa bến nước 1 sân đình"), "access.password_short")
	},
	"password.most": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Password.Most = 64 })
		h.refuses(k.changed(h, strings.Repeat("Cây đa bến nước 1 ", 4)), "access.password_long")
	},
	"password.classes": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Password.Classes = 4 })
		h.refuses(k.changed(h, "cây đa bến nước sân đình"), "access.password_classes")
		h = k.with(func(p *access.Policy) { p.Password.Classes = 0 })
		h.must(k.changed(h, "cây đa bến nước sân đình"))
	},
	"password.remembered": func(k *keyed) {
		for remembered, want := range map[int]string{2: "access.password_again", 0: ""} {
			h := k.with(func(p *access.Policy) { p.Password.Remembered = remembered })
			a := h.hire("an", access.Clerk)
			h.must(h.ChangePassword(ctx, a.ID, goodPassword, "Cây đa bến nước 1 sân đình", "", h.place("1")))
			h.refuses(h.ChangePassword(ctx, a.ID, "Cây đa bến nước 1 sân đình", goodPassword, "", h.place("1")), want)
		}
	},
	"password.rotate_days": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Password.RotateDays = 20 })
		h.hire("an", access.Clerk)
		k.want(k.stage(h, "an") == access.Done)
		h.wait(21 * 24 * time.Hour)
		k.want(k.stage(h, "an") == access.NeedsRenew)
	},
	"password.rotate_admin_days": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Password.RotateDays, p.Password.RotateAdmin = 0, 20 })
		h.hire("an", access.Clerk)
		f := h.admin("quan")
		h.wait(21 * 24 * time.Hour)
		k.want(k.stage(h, "an") == access.Done)
		e, err := h.SignIn(ctx, "quan", goodPassword, h.place("1"), false)
		h.must(err)
		e, err = h.Code(ctx, e.Token, h.code(f), h.place("1"))
		h.must(err)
		k.want(e.Stage == access.NeedsRenew)
	},
	"second.roles": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Second.Roles = []access.Role{access.Specialist} })
		h.hire("an", access.Clerk)
		h.hire("binh", access.Specialist)
		k.want(k.stage(h, "an") == access.Done && k.stage(h, "binh") == access.NeedsEnrol)
	},
	"second.all": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Second.All = true })
		h.hire("an", access.Clerk)
		k.want(k.stage(h, "an") == access.NeedsEnrol)
	},
	"step_up.minutes": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.StepUp.Minutes = 3 })
		h.hire("an", access.Clerk)
		s, err := h.Session(ctx, h.enter("an", h.place("1")))
		h.must(err)
		k.want(s.Fresh(h.now().Add(2*time.Minute)) && !s.Fresh(h.now().Add(3*time.Minute)))
	},
	"step_up.needs": func(k *keyed) {
		for needs, want := range map[access.Needs]bool{access.NeedsSecond: false, access.NeedsBoth: true} {
			h := k.with(func(p *access.Policy) { p.StepUp.Needs = needs })
			f := h.enrol(h.hire("an", access.Clerk))
			a, err := h.Account(ctx, f.account.ID)
			h.must(err)
			k.want(h.Asks(a).Password == want && h.Asks(a).Code)
		}
	},
	"grant.two": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Grant.Two = []access.Role{access.Reporter} })
		admin, a := h.hire("quan", access.Admin), h.hire("an")
		_, err := h.Grant(ctx, h.order(as(admin, access.Admin)), access.Grant{Account: a.ID, Role: access.Reporter})
		h.refuses(err, "access.two_needed")
		_, err = h.Grant(ctx, h.order(as(admin, access.Admin)), access.Grant{Account: a.ID, Role: access.Inspector})
		h.must(err)
	},
	"grant.days": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Grant.Days = 2 })
		admin, a := h.hire("quan", access.Admin), h.hire("an")
		p, err := h.ProposeGrant(ctx, h.order(as(admin, access.Admin)), access.Grant{Account: a.ID, Role: access.Leader, Basis: "1/QĐ"})
		h.must(err)
		h.wait(2 * 24 * time.Hour)
		_, err = h.Confirm(ctx, h.order(root), p.ID)
		h.refuses(err, "access.proposal_over")
	},
	"account.dormant_days": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Account.DormantDays = 10 })
		h.hire("an", access.Clerk)
		h.wait(9 * 24 * time.Hour)
		closed, err := h.CloseDormant(ctx, root)
		k.want(err == nil && len(closed) == 0)
		h.wait(24 * time.Hour)
		closed, err = h.CloseDormant(ctx, root)
		k.want(err == nil && len(closed) == 1)
	},
	"lock.after": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Lock.After = 3 })
		k.want(k.tries(h, 3) == 3)
	},
	"lock.first_minutes": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Lock.FirstMinutes, p.Lock.MostMinutes = 7, 60 })
		k.tries(h, h.Policy.Lock.After)
		k.locked(h, 7*time.Minute)
	},
	"lock.most_minutes": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Lock.FirstMinutes, p.Lock.MostMinutes = 7, 9 })
		k.tries(h, h.Policy.Lock.After)
		h.wait(7 * time.Minute)
		k.tries(h, 1) // doubled, but for the most
		k.locked(h, 9*time.Minute)
	},
	"lock.source_per_minute": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Lock.SourcePerMinute = 10 })
		var err error
		for i := range 11 {
			_, err = h.SignIn(ctx, fmt.Sprint("ai", i), "x", h.place("1"), false)
		}
		h.refuses(err, "access.too_many")
	},
	"session.idle_minutes": func(k *keyed) {
		k.rests(access.Clerk, func(p *access.Policy) { p.Session.IdleMinutes = 4 }, 4*time.Minute)
	},
	"session.idle_admin_minutes": func(k *keyed) {
		k.rests(access.Admin, func(p *access.Policy) { p.Session.IdleAdminMinutes = 3 }, 3*time.Minute)
	},
	"session.most_hours": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Session.MostHours = 1 })
		h.hire("an", access.Clerk)
		token := h.enter("an", h.place("1"))
		for range 6 {
			_, err := h.Session(ctx, token)
			h.must(err)
			h.wait(10 * time.Minute)
		}
		_, err := h.Session(ctx, token)
		h.refuses(err, "access.session_ended")
	},
	"link.first_minutes": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Link.FirstMinutes = 20 })
		token, err := h.FirstLink(ctx, h.order(root))
		h.must(err)
		k.opens(h, token, 20*time.Minute)
	},
	"link.reset_minutes": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Link.ResetMinutes = 4 })
		a := h.hire("an", access.Clerk)
		token, err := h.ResetLink(ctx, h.order(root), a.ID, "quên")
		h.must(err)
		k.opens(h, token, 4*time.Minute)
	},
	"argon2.memory_kib": func(k *keyed) { k.hashed(func(a *access.Argon) { a.Memory = 128 }, "m=128,") },
	"argon2.passes":     func(k *keyed) { k.hashed(func(a *access.Argon) { a.Passes = 3 }, "t=3,") },
	"argon2.lanes":      func(k *keyed) { k.hashed(func(a *access.Argon) { a.Lanes = 2 }, "p=2$") },
	"argon2.at_once": func(k *keyed) {
		h := k.with(func(p *access.Policy) { p.Argon2.AtOnce = 3 })
		h.hire("an", access.Clerk)
		k.want(h.HashesAtOnce() == 3)
	},
}

// keyed is one key of one profile under test.
type keyed struct {
	t            *testing.T
	profile, key string
}

func (k *keyed) house() *house { return newHouse(k.t, k.profile) }

// with is a house whose policy is changed in one thing.
func (k *keyed) with(change func(*access.Policy)) *house {
	h := k.house()
	h.Policy.Password.Classes = 0 // so that one password fits in both profiles
	change(h.Policy)
	return h
}

func (k *keyed) want(ok bool) {
	k.t.Helper()
	if !ok {
		k.t.Fatalf("%s: %s is not enforced", k.profile, k.key)
	}
}

// changed changes a clerk's password.
func (k *keyed) changed(h *house, password string) error {
	id := "an"
	a, err := h.ByLogin(ctx, id)
	h.must(err)
	if a == nil {
		a = k.hired(h)
	}
	return h.ChangePassword(ctx, a.ID, goodPassword, password, "", h.place("1"))
}

// hired is a clerk with a password under the shipped lengths, whatever the changed policy says.
func (k *keyed) hired(h *house) *access.Account {
	changed := h.Policy.Password
	h.Policy.Password = policyOf(k.t, "asvs").Password
	a := h.hire("an", access.Clerk)
	h.Policy.Password = changed
	return a
}

func (k *keyed) stage(h *house, login string) access.Stage {
	e, err := h.SignIn(ctx, login, goodPassword, h.place(login), false)
	h.must(err)
	return e.Stage
}

// tries gives n wrong passwords and says after how many the login is locked; 0: it is not.
func (k *keyed) tries(h *house, n int) int {
	for range n {
		_, err := h.SignIn(ctx, "an", "sai", h.place("1"), false)
		h.refuses(err, "access.refused")
	}
	_, err := h.SignIn(ctx, "an", "sai", h.place("1"), false)
	if key(err) != "access.locked" {
		return 0
	}
	return n
}

func (k *keyed) locked(h *house, d time.Duration) {
	h.wait(d - time.Second)
	_, err := h.SignIn(ctx, "an", "sai", h.place("1"), false)
	h.refuses(err, "access.locked")
	h.wait(time.Second)
	_, err = h.SignIn(ctx, "an", "sai", h.place("1"), false)
	h.refuses(err, "access.refused")
}

func (k *keyed) rests(role access.Role, change func(*access.Policy), d time.Duration) {
	h := k.with(change)
	a, err := h.Create(ctx, h.order(root), access.New{Login: "an", Name: "Lê An", Example: true})
	h.must(err)
	_, err = h.Grant(ctx, h.order(root), access.Grant{Account: a.ID, Role: role})
	h.must(err)
	token, err := h.Start(ctx, a.ID, h.place("1"))
	h.must(err)
	h.wait(d - time.Second)
	_, err = h.Session(ctx, token)
	h.must(err)
	h.wait(d)
	_, err = h.Session(ctx, token)
	h.refuses(err, "access.session_ended")
}

func (k *keyed) opens(h *house, token string, d time.Duration) {
	h.wait(d - time.Second)
	_, _, err := h.OpenLink(ctx, token)
	h.must(err)
	h.wait(time.Second)
	_, _, err = h.OpenLink(ctx, token)
	h.refuses(err, "access.link_over")
}

func (k *keyed) hashed(change func(*access.Argon), want string) {
	h := k.with(func(p *access.Policy) { change(&p.Argon2) })
	a, err := h.Account(ctx, h.hire("an", access.Clerk).ID)
	h.must(err)
	k.want(strings.Contains(a.Hash, want))
}

// TestEveryKeyIsEnforced: no key of a profile is only text: for each, in both profiles, a house
// that is changed in it behaves otherwise. A key without such a test fails.
func TestEveryKeyIsEnforced(t *testing.T) {
	for _, profile := range []string{"asvs", "vn-cap3"} {
		text, err := fs.ReadFile(overlaid(profile), "access/"+profile+".toml")
		if err != nil {
			t.Fatal(err)
		}
		tree := map[string]any{}
		if err := toml.Unmarshal(text, &tree); err != nil {
			t.Fatal(err)
		}
		keys := leaves("", tree)
		slices.Sort(keys)
		for _, key := range keys {
			test, ok := enforced[key]
			if !ok {
				t.Errorf("%s: nothing shows that %s is enforced", profile, key)
			} else {
				t.Run(profile+"/"+key, func(t *testing.T) { test(&keyed{t, profile, key}) })
			}
		}
		for key := range enforced {
			if !slices.Contains(keys, key) {
				t.Errorf("%s has no %s", profile, key)
			}
		}
	}
}

func leaves(at string, tree map[string]any) (out []string) {
	for name, v := range tree {
		if sub, ok := v.(map[string]any); ok {
			out = append(out, leaves(at+name+".", sub)...)
		} else {
			out = append(out, at+name)
		}
	}
	return out
}
