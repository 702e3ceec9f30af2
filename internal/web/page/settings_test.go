package page

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/access"
)

// TestBindings: the map of ux §2.5 holds no letter alone, nothing of Unikey (Ctrl+Shift, Alt+Z)
// or the browser, and no key twice (WCAG 2.1.4).
func TestBindings(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range Bindings {
		if seen[b.Key] {
			t.Errorf("%s stands twice", b.Key)
		}
		seen[b.Key] = true
		if b.Fixed {
			continue
		}
		if got, err := ParseChord(b.Key); err != nil || got != b.Key {
			t.Errorf("%s: %q %v", b.Key, got, err)
		}
		if got, err := ParseChord(KeyWord(b.Key)); err != nil || got != b.Key {
			t.Errorf("as printed, %s: %q %v", KeyWord(b.Key), got, err)
		}
	}
	if err := (Settings{}).Check(); err != nil {
		t.Error(err)
	}
}

// TestParseChord: what a hand may not press is refused.
func TestParseChord(t *testing.T) {
	for text, want := range map[string]string{
		"ctrl + m": "Ctrl+M", "F9": "F9", "f10": "F10", "Alt+→": "Alt+ArrowRight", "alt+q": "Alt+Q", "Ctrl+Space": "Ctrl+Space", "Ctrl+/": "Ctrl+/", "CTRL+ENTER": "Ctrl+Enter",
		"": "", "m": "", "F": "", "F1": "", "F13": "", "Ctrl+Shift+M": "", "Shift+M": "", "Alt+Z": "", "Ctrl+C": "", "Ctrl+T": "", "Alt+3": "", "Ctrl+5": "", "Ctrl": "", "Ctrl+": "", "Enter": "", "Space": "", "Ctrl+ă": "", "+": "",
	} {
		if got, err := ParseChord(text); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v, want %q", text, got, err, want)
		}
	}
}

// FuzzParseChord: whatever is typed gives a chord that reads back as itself, or a refusal.
func FuzzParseChord(f *testing.F) {
	for _, s := range []string{"Ctrl+M", "F9", "alt + ←", "ctrl+shift+x", "đ", "Ctrl+İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseChord(s)
		if err != nil {
			return
		}
		if again, err := ParseChord(c); err != nil || again != c || owned[c] || len(c) == 1 || strings.Contains(c, "Shift") {
			t.Fatalf("%q gives %q, which gives %q %v", s, c, again, err)
		}
	})
}

// TestSettings: one key for two commands, a moved key of the browser's, an unknown size are
// refused; moving a key away frees it.
func TestSettings(t *testing.T) {
	for name, c := range map[string]struct {
		s  Settings
		ok bool
	}{
		"moved":       {Settings{Keys: map[string]string{"primary": "Ctrl+M"}}, true},
		"swapped":     {Settings{Keys: map[string]string{"primary": "F10", "forward": "F9"}}, true},
		"none":        {Settings{Keys: map[string]string{"primary": ""}}, true},
		"twice":       {Settings{Keys: map[string]string{"primary": "F8"}}, false},
		"owned":       {Settings{Keys: map[string]string{"primary": "F5"}}, false},
		"fixed":       {Settings{Keys: map[string]string{"close": "Ctrl+M"}}, false},
		"letter":      {Settings{Keys: map[string]string{"primary": "m"}}, false},
		"large":       {Settings{Text: 150, Contrast: true, KeysOff: true}, true},
		"no such way": {Settings{Text: 133}, false},
	} {
		if err := c.s.Check(); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := Settings{Keys: map[string]string{"primary": "Ctrl+M", "forward": ""}}
	if got := s.changes(); got != "F9=Ctrl+M F10=" {
		t.Errorf("the script is told %q", got)
	}
	ctx := withSettings(t.Context(), s)
	if keyShown(ctx, "F9") != "Ctrl+M" || keyShown(ctx, "F10") != "" || keyShown(ctx, "F8") != "F8" || keyShown(withSettings(t.Context(), Settings{KeysOff: true}), "F8") != "" {
		t.Error("a key is shown that presses nothing, or none that does")
	}
}

// TestLooksCookie: the looks of a browser come back from its cookie; a cookie that somebody made
// up is the usual looks.
func TestLooksCookie(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Settings{Contrast: rapid.Bool().Draw(t, "contrast")}
		if n := rapid.SampledFrom(TextSizes).Draw(t, "size"); n != 100 {
			s.Text = n
		}
		if got := cookieSettings(s.Cookie()); got.Text != s.Text || got.Contrast != s.Contrast {
			t.Fatalf("%q: %+v", s.Cookie(), got)
		}
		if got := cookieSettings(rapid.String().Draw(t, "made up")); got.Check() != nil {
			t.Fatalf("%+v", got)
		}
	})
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(&http.Cookie{Name: SettingsCookie, Value: "200-c"})
	if s := SettingsOf(r); s.looks() != "text-200 contrast" {
		t.Errorf("%+v", s)
	}
}

// TestNavigation: nobody is offered a page that the rule of their roles does not open, nor an
// officer's page without sign-in; each role has its own desk.
func TestNavigation(t *testing.T) {
	urls := func(roles ...access.Role) map[string]bool {
		ctx := t.Context()
		if len(roles) > 0 {
			ctx = WithSession(ctx, &access.Session{Person: access.Person{ID: "x", Roles: roles}})
		}
		out := map[string]bool{}
		for _, e := range visible(ctx) {
			out[e.url] = true
			if !Allowed(ctx, e.rule) {
				t.Errorf("%v is offered %s", roles, e.url)
			}
		}
		return out
	}
	if got := urls(); len(got) != 2 || !got[Procedures] || !got[Calendar] {
		t.Errorf("without sign-in: %v", got)
	}
	for role, want := range map[access.Role]string{access.Clerk: CounterHome, access.Specialist: Queues, access.Leader: LeaderDesk, access.Reporter: Overview, access.Inspector: Looks, access.Admin: Admin} {
		if !urls(role)[want] {
			t.Errorf("%s is not offered %s", role, want)
		}
	}
	if urls(access.Admin)[Overview] || urls(access.Clerk)[Admin] {
		t.Error("a role sees another's desk")
	}
	for _, r := range access.Staff {
		ctx := WithSession(t.Context(), &access.Session{Person: access.Person{Roles: []access.Role{r}}})
		if !urls(r)[home(ctx)] {
			t.Errorf("the home of %s is a page that they cannot open", r)
		}
	}
}
