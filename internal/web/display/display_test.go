package display

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

var ward page.Site

func TestMain(m *testing.M) { os.Exit(run(m)) }

// run keeps settings in a store of its own; these pages read no dossier.
func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "motcua-display-")
	if err == nil {
		defer os.RemoveAll(dir)
		ward, err = webtest.Site()
	}
	if err == nil {
		var s *store.Store
		if s, err = store.Open(context.Background(), store.Options{Dir: dir}); err == nil {
			defer s.Close()
			ward.Notes = s
			return m.Run()
		}
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

func do(method, address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	webtest.Handler(&ward, Routes(&ward)).ServeHTTP(w, r)
	return w
}

// TestOwnSettings: a person's size of text and keys are kept and are on the next page, at
// whatever machine; what is refused comes back as it was typed.
func TestOwnSettings(t *testing.T) {
	keep := url.Values{"khoa": {page.NewKey()}, "chu": {"150"}, "tuong-phan": {"1"}, "phim-primary": {"ctrl+m"}, "phim-forward": {"-"}, "phim-find": {"F4"}}
	if w := do(http.MethodPost, page.Display, keep); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body.String())
	}
	body := do(http.MethodGet, page.Keys, nil).Body.String()
	for _, want := range []string{`class="text-150 contrast"`, `data-keys="F9=Ctrl+M F10="`, "Ctrl+M</kbd>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the next page has no %s", want)
		}
	}
	bad := url.Values{"khoa": {page.NewKey()}, "chu": {"200"}, "phim-primary": {"F5"}, "phim-save": {"Ctrl+B"}}
	w := do(http.MethodPost, page.Display, bad)
	body = w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `value="F5"`) || !strings.Contains(body, `value="Ctrl+B"`) || !strings.Contains(body, `href="#phim-primary"`) || !strings.Contains(body, "<title>Lỗi: ") {
		t.Errorf("%d: a refused form loses what was typed", w.Code)
	}
	twice := url.Values{"khoa": {page.NewKey()}, "chu": {"100"}, "phim-primary": {"F8"}}
	if w := do(http.MethodPost, page.Display, twice); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("one key for two commands: %d", w.Code)
	}
	if w := do(http.MethodPost, page.Display, url.Values{"chu": {"100"}}); w.Code != http.StatusBadRequest {
		t.Errorf("without a key: %d", w.Code)
	}
	if body := do(http.MethodGet, page.Display, nil).Body.String(); !strings.Contains(body, "text-150") {
		t.Error("a refused form changed the settings")
	}
	if _, err := ward.Notes.Get(context.Background(), ward.Unit.Code, page.SettingsKind, "mc-01"); err != nil {
		t.Error(err)
	}
}

// TestPublicLooks: without sign-in the looks are a cookie of three letters, and nothing else.
func TestPublicLooks(t *testing.T) {
	w := do(http.MethodPost, page.PublicDisplay, url.Values{"chu": {"200"}, "tuong-phan": {"1"}})
	if c := w.Result().Cookies(); w.Code != http.StatusSeeOther || len(c) != 1 || c[0].Value != "200-c" || !c[0].HttpOnly {
		t.Errorf("%d %v", w.Code, c)
	}
	if w := do(http.MethodPost, page.PublicDisplay, url.Values{"chu": {"9"}}); w.Code != http.StatusBadRequest {
		t.Errorf("a size that is not offered: %d", w.Code)
	}
}

// TestPalette: procedures come by number and by words without accents; a text that is nothing
// gives an empty list and no error; the address holds no text.
func TestPalette(t *testing.T) {
	find := func(q string) (out []place) {
		w := do(http.MethodPost, page.Palette, url.Values{"q": {q}})
		if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%q: %d %v", q, w.Code, err)
		}
		return out
	}
	if got := find("khai sinh"); len(got) == 0 || len(got) > mostFound || !strings.HasPrefix(got[0].URL, page.Procedures+"/") {
		t.Errorf("khai sinh: %v", got)
	}
	if got := find("1.001193"); len(got) == 0 || got[0].URL != page.ProcedureURL("1.001193") {
		t.Errorf("by number: %v", got)
	}
	for _, q := range []string{"", "   ", "xyzzyq", strings.Repeat("a", 300)} {
		if got := find(q); len(got) != 0 {
			t.Errorf("%q: %v", q, got)
		}
	}
}

// TestAlive: the script learns whose session the browser's is.
func TestAlive(t *testing.T) {
	if w := do(http.MethodGet, page.Alive, nil); w.Body.String() != `{"who":"mc-01"}` {
		t.Error(w.Body.String())
	}
}

// TestCard: every command of the map stands on the card, with a page for each where there is no script.
func TestCard(t *testing.T) {
	body := do(http.MethodGet, page.Keys, nil).Body.String()
	for _, b := range page.Bindings {
		if !strings.Contains(body, ward.Words.T("vi", "frame.key."+b.ID)) {
			t.Errorf("no %s", b.ID)
		}
	}
	if !strings.Contains(body, `href="`+page.Reports+`"`) {
		t.Error("no list of pages")
	}
}
