package access_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/note"
)

// TestPasswords: ASVS 6.2.1–6.2.12 in profile asvs, and what vn-cap3 adds.
func TestPasswords(t *testing.T) {
	for _, c := range []struct{ rule, profile, password, want string }{
		{"6.2.1 alone: 14 characters", "asvs", "muoi ba chu x", "access.password_short"},
		{"6.2.1 alone: 14 characters are enough", "asvs", "mười bốn chữ x", ""},
		{"6.2.9: 64 and more", "asvs", strings.Repeat("trâu cầu mưa ", 12), ""},
		{"6.2.9: never cut, refused", "asvs", strings.Repeat("trâu cầu ", 40), "access.password_long"},
		{"6.2.5: no classes", "asvs", "contrauquacaugo", ""},
		{"6.2.4: common", "asvs", "matkhau123456", "access.password_short"},
		{"6.2.4: a run", "asvs", "abcdefghijklmnop", "access.password_common"},
		{"6.2.4: one character", "asvs", strings.Repeat("7", 20), "access.password_common"},
		{"6.2.11: unit", "asvs", "UBND Phường 2 - 2026!!", "access.password_context"},
		{"6.2.11: own name", "asvs", "Trần Thị an 12/12/1990", "access.password_context"},
		{"not text", "asvs", "con trâu qua cầu \x01", "access.password_unreadable"},
		{"vn-cap3: four classes when alone", "vn-cap3", "contrauquacaugo", "access.password_classes"},
		{"vn-cap3", "vn-cap3", "Con trau qua cau 7!", ""},
	} {
		h := newHouse(t, c.profile)
		a, err := h.Create(ctx, h.order(root), access.New{Login: "an", Name: "Trần Thị An"})
		h.must(err)
		link, err := h.ResetLink(ctx, h.order(root), a.ID, "")
		h.must(err)
		_, err = h.UseLink(ctx, link, c.password, h.place("1"))
		if key(err) != c.want {
			t.Errorf("%s: %v, want %q", c.rule, err, c.want)
		}
		if c.want != "" {
			continue
		}
		if _, err := h.SignIn(ctx, "an", norm.NFD.String(c.password), h.place("1"), false); err != nil {
			t.Errorf("%s: typed otherwise: %v", c.rule, err)
		}
		if _, err := h.SignIn(ctx, "an", c.password[:len(c.password)-1], h.place("2"), false); key(err) != "access.refused" {
			t.Errorf("%s: cut by one: %v", c.rule, err)
		}
	}
}

// TestLinks: ASVS 6.4.1–6.4.4: a link works once and for a short time, and never bypasses the
// second factor; there is one first administrator, made by the machine.
func TestLinks(t *testing.T) {
	h := newHouse(t, "asvs")
	p := h.place("1")
	first, err := h.FirstLink(ctx, h.order(root))
	h.must(err)
	f := &factor{}
	f.secret, err = h.NewSecret()
	h.must(err)
	who := access.First{Login: "quan", Name: "Ngô Anh Quân", Password: goodPassword, Secret: f.secret, Code: "000000"}
	_, _, err = h.UseFirst(ctx, first, who, p)
	h.refuses(err, "access.code_wrong")
	who.Code = h.code(f)
	e, codes, err := h.UseFirst(ctx, first, who, p)
	h.must(err)
	if e.Stage != access.Done || len(codes) != 8 || !e.Person.Has(access.Admin) {
		t.Fatalf("%+v", e)
	}
	_, _, err = h.UseFirst(ctx, first, who, p)
	h.refuses(err, "access.link_over")
	_, err = h.FirstLink(ctx, h.order(root))
	h.refuses(err, "access.admin_there")
	h.refuses(h.Disable(ctx, h.order(root), e.Person.ID, "x"), "access.last_admin")

	f = h.enrol(h.hire("an", access.Clerk))
	link, err := h.ResetLink(ctx, h.order(root), f.account.ID, "quên")
	h.must(err)
	e, err = h.UseLink(ctx, link, "một mật khẩu hoàn toàn khác", p)
	h.must(err)
	if e.Stage != access.NeedsCode {
		t.Errorf("a reset leads to %s", e.Stage)
	}
	_, err = h.UseLink(ctx, link, goodPassword, p)
	h.refuses(err, "access.link_over")
	link, err = h.ResetLink(ctx, h.order(root), f.account.ID, "quên")
	h.must(err)
	h.wait(10 * time.Minute)
	_, err = h.UseLink(ctx, link, goodPassword, p)
	h.refuses(err, "access.link_over")
}

// TestSwitch: who gave a second factor at this browser today comes back by password alone; a
// leader does not, nor anybody elsewhere or tomorrow.
func TestSwitch(t *testing.T) {
	h := newHouse(t, "asvs")
	clerk, leader := h.enrol(h.hire("an", access.Clerk)), h.enrol(h.hire("son", access.Leader))
	p := h.place("1")
	for _, f := range []*factor{clerk, leader} {
		h.enterWithCode(f, p)
	}
	list, err := h.Colleagues(ctx, p.Browser)
	h.must(err)
	if len(list) != 2 || list[0].Login != "son" {
		t.Fatalf("%d at this browser", len(list))
	}
	for _, c := range []struct {
		login string
		place access.Place
		want  access.Stage
	}{{"an", p, access.Done}, {"son", p, access.NeedsCode}, {"an", h.place("2"), access.NeedsCode}} {
		e, err := h.SignIn(ctx, c.login, goodPassword, c.place, true)
		if h.must(err); e.Stage != c.want {
			t.Errorf("%s at %s: %s", c.login, c.place.Source, e.Stage)
		}
	}
	h.wait(24 * time.Hour)
	e, err := h.SignIn(ctx, "an", goodPassword, p, true)
	if h.must(err); e.Stage != access.NeedsCode {
		t.Errorf("tomorrow: %s", e.Stage)
	}
}

// overtaken are notes on which somebody else acts just before an account is written.
type overtaken struct {
	note.Keeper
	once sync.Once
	by   func()
}

func (o *overtaken) Put(ctx context.Context, n note.Note) (int64, error) {
	if n.Kind == "account" {
		o.once.Do(o.by)
	}
	return o.Keeper.Put(ctx, n)
}

// TestRehashKeepsChange: a password that is changed while the old one is hashed anew at a
// sign-in stays changed.
func TestRehashKeepsChange(t *testing.T) {
	h := newHouse(t, "asvs")
	a := h.hire("mot-cua", access.Clerk)
	const next = "đò ngang chờ khách bến cũ"
	stronger := *h.Policy
	stronger.Argon2.Passes++
	other := h.server(&overtaken{Keeper: h.store, by: func() {
		h.must(h.ChangePassword(ctx, a.ID, goodPassword, next, "", h.place("máy nhà")))
	}}, &stronger)
	if _, err := other.SignIn(ctx, a.Login, goodPassword, h.place("máy của mot-cua"), false); err != nil {
		t.Logf("the sign-in by the old password: %v", err)
	}
	if _, err := h.SignIn(ctx, a.Login, next, h.place("máy nhà"), false); err != nil {
		t.Errorf("the new password: %v", err)
	}
	_, err := h.SignIn(ctx, a.Login, goodPassword, h.place("máy nhà"), false)
	h.refuses(err, "access.refused")
}
