package admin

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

// keeper says how a machine is; the machine itself is what the tests are about.
type keeper struct {
	health page.Health
	proof  page.Proof
	err    error
	wait   chan struct{}
}

func (k *keeper) Health(context.Context) (page.Health, error) { return k.health, nil }

func (k *keeper) Verify(_ context.Context, _ string, progress func(done, total int64)) (page.Proof, error) {
	progress(5, 10)
	if k.wait != nil {
		<-k.wait
	}
	return k.proof, k.err
}

// shelf keeps notes in memory; store's own tests prove the real one.
type shelf struct{ kept map[string]note.Note }

func (s *shelf) Put(_ context.Context, n note.Note) (int64, error) {
	n.Rev = s.kept[n.Kind+n.ID].Rev + 1
	s.kept[n.Kind+n.ID] = n
	return n.Rev, nil
}

func (s *shelf) Get(_ context.Context, _, kind, id string) (note.Note, error) {
	if n, ok := s.kept[kind+id]; ok {
		return n, nil
	}
	return note.Note{}, fault.New(fault.NotFound, "note.absent")
}

func (s *shelf) List(context.Context, string, string, string, int) ([]note.Note, error) {
	return nil, nil
}
func (s *shelf) Drop(_ context.Context, _, kind, id string) error {
	delete(s.kept, kind+id)
	return nil
}

func office(t *testing.T, k *keeper) (*page.Site, http.Handler, *room) {
	t.Helper()
	s, err := webtest.Site()
	if err != nil {
		t.Fatal(err)
	}
	s.Care, s.Notes = k, &shelf{map[string]note.Note{}}
	a := &room{Site: &s}
	routes := Routes(&s)
	return &s, webtest.Handler(&s, routes), a
}

func get(t *testing.T, h http.Handler, u string) string {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, u, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", u, w.Code, w.Body)
	}
	return w.Body.String()
}

func wantAll(t *testing.T, body string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(body, w) {
			t.Errorf("the page lacks %q", w)
		}
	}
}

// TestSigns: each thing that may go wrong on a ward's machine is told with what to do.
func TestSigns(t *testing.T) {
	now := webtest.Today.At(9, 0)
	for name, c := range map[string]struct {
		health page.Health
		tag    string
		words  string
	}{
		"disk full":         {page.Health{Disk: 100e9, Free: 9e9}, "bad", "Dọn ổ đĩa ngay hôm nay"},
		"disk fills":        {page.Health{Disk: 100e9, Free: 15e9}, "warn", "Sắp xếp lại ổ đĩa"},
		"disk well":         {page.Health{Disk: 100e9, Free: 50e9}, "good", "còn trống 50,0 GB (50 %)"},
		"disk unknown":      {page.Health{}, "quiet", "Chưa biết"},
		"clock set back":    {page.Health{Recorded: now.Add(2 * time.Minute)}, "bad", "Chỉnh lại giờ của máy"},
		"certificate ended": {page.Health{CertUntil: now.Add(24 * time.Hour)}, "bad", "Thay chứng thư"},
		"certificate soon":  {page.Health{CertUntil: now.Add(20 * 24 * time.Hour)}, "warn", "Thay chứng thư"},
		"certificate well":  {page.Health{CertUntil: now.Add(90 * 24 * time.Hour)}, "good", "dùng được đến"},
	} {
		s, h, a := office(t, &keeper{health: c.health})
		signs, err := a.signs(page.With(t.Context(), s, "vi"))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for i, x := range signs {
			found = found || x.Tag == c.tag && strings.Contains(x.Value+x.Do, c.words)
			if i > 0 && x.Tag == "bad" && signs[i-1].Tag != "bad" {
				t.Errorf("%s: what is bad does not come first", name)
			}
		}
		if !found {
			t.Errorf("%s: no %s sign says %q", name, c.tag, c.words)
		}
		wantAll(t, get(t, h, healthURL), c.words)
	}
}

// TestCheck: a look through the ledger runs once at a time, shows how far it is, and what it
// found stays to be read.
func TestCheck(t *testing.T) {
	k := &keeper{wait: make(chan struct{}), proof: page.Proof{Entries: 82677, Dossiers: 13235, Took: 2200 * time.Millisecond}}
	s, h, _ := office(t, k)
	post := func(form url.Values) int {
		r := httptest.NewRequest(http.MethodPost, checkURL, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	if code := post(url.Values{}); code != http.StatusBadRequest {
		t.Errorf("a form without a key: %d", code)
	}
	for range 2 {
		if code := post(url.Values{page.KeyField: {page.NewKey()}}); code != http.StatusSeeOther {
			t.Fatalf("begin: %d", code)
		}
	}
	waitFor(t, func() bool { return strings.Contains(get(t, h, healthURL), "Đang kiểm tra: 50 %") })
	close(k.wait)
	waitFor(t, func() bool {
		return strings.Contains(get(t, h, healthURL), "Nguyên vẹn: 82.677 bản ghi, 13.235 hồ sơ.")
	})
	wantAll(t, get(t, h, page.Admin), "phần mềm chưa tự sao lưu", "Bảng quyền")
	body, _ := json.Marshal(proof{Version: 1, At: webtest.Today.At(8, 0), Found: 2, Faults: []string{"Bản ghi 7 đã bị sửa."}})
	s.Notes.Put(t.Context(), note.Note{Unit: s.Unit.Code, Kind: proofKind, ID: proofID, Body: body})
	wantAll(t, get(t, h, healthURL), "Có 2 chỗ sai:", "Bản ghi 7 đã bị sửa.", "giữ nguyên máy")
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for range 500 {
		if ok() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it does not come about")
}

// TestRights: the matrix says what rules and transitions say, cell by cell.
func TestRights(t *testing.T) {
	s, h, a := office(t, &keeper{})
	ctx := page.With(t.Context(), s, "vi")
	g := pagesGrid(ctx)
	if len(g.Rows) != len(page.Rules) {
		t.Fatalf("%d rows of %d rules", len(g.Rows), len(page.Rules))
	}
	for i, rule := range page.Rules {
		for j, role := range access.Staff {
			p := access.Person{Roles: []access.Role{role}}
			if g.Rows[i].May[j] != (rule.Open() || p.Has(rule.Roles()...)) {
				t.Errorf("%s × %s", rule.ID(), role)
			}
		}
	}
	admin := -1
	for j, role := range access.Staff {
		if role == access.Admin {
			admin = j
		}
	}
	for _, row := range a.actsGrid(ctx).Rows {
		if row.May[admin] {
			t.Errorf("an administrator may %s", row.Name)
		}
	}
	body := get(t, h, rightsURL)
	wantAll(t, body, "Một cửa", "trả kết quả", "Phải xác nhận lại người đang ở máy.")
	if strings.Contains(body, "admin.rule.") || strings.Contains(body, "admin.role.") {
		t.Error("a word is missing")
	}
}

// TestUnitAndCalendar: what the data files say, and which file.
func TestUnitAndCalendar(t *testing.T) {
	_, h, _ := office(t, &keeper{})
	wantAll(t, get(t, h, unitURL), "H50.31.02", "units/phuong-2.toml", "UBND Phường 2", "mc-01")
	wantAll(t, get(t, h, calendarURL), "2027", "Chưa có thông báo", "Đã có thông báo")
}
