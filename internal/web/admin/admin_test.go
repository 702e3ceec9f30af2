package admin

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/store"
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

// office is a site over a real, empty store, and the room's handlers.
func office(t *testing.T, k *keeper) (*page.Site, http.Handler, *room) {
	t.Helper()
	s, err := webtest.Site()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{Dir: t.TempDir(), Now: s.Now, Recorded: func(time.Time) time.Time { return s.Now() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	_, policy, problems := access.Load(data.FS)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	s.Care, s.Notes = k, db
	s.Office = &access.Office{Notes: db, Policy: policy, Unit: s.Unit.Code, Now: s.Now,
		Rights: duty.NewRights(duty.NewBooks(s.Kinds, db, rand.Reader), s.Unit.Code, duty.Reader(s.Unit.Code, db.Snapshot))}
	return &s, webtest.Handler(&s, Routes(&s)), &room{Site: &s}
}

// post sends a form with a fresh key.
func post(h http.Handler, u string, form url.Values) *httptest.ResponseRecorder {
	form.Set(page.KeyField, page.NewKey())
	return send(h, u, form)
}

func send(h http.Handler, u string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, u, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestPeople: an account from its invitation to its end, by the forms: made, given a role for
// a time, led in by a link shown once, closed. A refused form keeps what was typed.
func TestPeople(t *testing.T) {
	s, h, _ := office(t, &keeper{})
	wantAll(t, get(t, h, peopleURL), "Chưa có tài khoản nào", "Tạo tài khoản")
	if w := post(h, peopleURL, url.Values{"ten": {"có dấu"}, "ho-ten": {"Trần Thị Thử"}}); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "Trần Thị Thử") {
		t.Errorf("a malformed login: %d", w.Code)
	}
	w := post(h, peopleURL, url.Values{"ten": {"tran.thu"}, "ho-ten": {"Trần Thị Thử"}, "chuc-danh": {"Công chức Tư pháp"}, "vai": {"clerk"}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	u := w.Header().Get("Location")
	if w := post(h, peopleURL, url.Values{"ten": {"tran.thu"}, "ho-ten": {"Người Khác"}}); w.Code != http.StatusConflict {
		t.Errorf("a login twice: %d", w.Code)
	}
	wantAll(t, get(t, h, u), "Trần Thị Thử", "Một cửa", "Đang giữ", "Chưa đặt mật khẩu")
	for name, form := range map[string]url.Values{"no such role": {"vai": {"king"}}, "no day": {"vai": {"leader"}, "den": {"31/02/2026"}}} {
		if w := post(h, u+"/vai", form); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if w := post(h, u+"/vai", url.Values{"vai": {"specialist"}, "den": {"31/12/2026"}, "linh-vuc": {"Chứng thực, Hộ tịch"}, "can-cu": {"12/QĐ-UBND"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	body := get(t, h, u)
	wantAll(t, body, "Chuyên môn", "Chứng thực, Hộ tịch", "12/QĐ-UBND", "31/12/2026")
	grant := regexp.MustCompile(`name="quyen" value="([^"]+)"`).FindStringSubmatch(body)
	if grant == nil {
		t.Fatal("no grant can be ended")
	}
	if w := post(h, u+"/thoi-vai", url.Values{"quyen": {grant[1]}, "ly-do": {""}}); w.Code != http.StatusBadRequest {
		t.Errorf("an end without a reason: %d", w.Code)
	}
	if w := post(h, u+"/thoi-vai", url.Values{"quyen": {grant[1]}, "ly-do": {"đổi việc"}}); w.Code != http.StatusSeeOther {
		t.Errorf("end: %d %s", w.Code, w.Body)
	}
	wantAll(t, get(t, h, u), "Thôi từ 23/11/2026")
	link := post(h, u+"/lien-ket", url.Values{"ly-do": {"người mới"}})
	token := regexp.MustCompile(page.FirstRun + `([A-Z2-7]+)`).FindStringSubmatch(link.Body.String())
	if link.Code != http.StatusOK || token == nil {
		t.Fatalf("%d: no link", link.Code)
	}
	if strings.Contains(get(t, h, u), token[1]) {
		t.Error("the link is shown a second time")
	}
	if _, x, err := s.Office.OpenLink(t.Context(), token[1]); err != nil || x.Login != "tran.thu" {
		t.Errorf("the link leads nowhere: %v", err)
	}
	if w := post(h, u+"/khoa", url.Values{"ly-do": {"nghỉ việc"}}); w.Code != http.StatusSeeOther {
		t.Errorf("close: %d", w.Code)
	}
	wantAll(t, get(t, h, u), "Đã khóa", "Mở khóa")
	for path, form := range map[string]url.Values{"/mo": {"ly-do": {"trở lại"}}, "/yeu-to": {"ly-do": {"mất điện thoại"}}, "/phien": {}} {
		if w := post(h, u+path, form); w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	r := httptest.NewRecorder()
	h.ServeHTTP(r, httptest.NewRequest(http.MethodGet, peopleURL+"/nv-khong", nil))
	if r.Code != http.StatusNotFound {
		t.Errorf("an account that is not there: %d", r.Code)
	}
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
	if w := send(h, checkURL, url.Values{}); w.Code != http.StatusBadRequest {
		t.Errorf("a form without a key: %d", w.Code)
	}
	for range 2 {
		if w := post(h, checkURL, url.Values{}); w.Code != http.StatusSeeOther {
			t.Fatalf("begin: %d", w.Code)
		}
	}
	waitFor(t, func() bool { return strings.Contains(get(t, h, healthURL), "Đang kiểm tra: 50 %") })
	close(k.wait)
	waitFor(t, func() bool {
		return strings.Contains(get(t, h, healthURL), "Nguyên vẹn: 82.677 bản ghi, 13.235 hồ sơ.")
	})
	wantAll(t, get(t, h, page.Admin), "phần mềm chưa tự sao lưu", "Bảng quyền")
	body, _ := json.Marshal(proof{Version: 1, At: webtest.Today.At(8, 0), Found: 2, Faults: []string{"Bản ghi 7 đã bị sửa."}})
	if _, err := s.Notes.Put(t.Context(), note.Note{Unit: s.Unit.Code, Kind: proofKind, ID: proofID, Rev: note.Any, Body: body}); err != nil {
		t.Fatal(err)
	}
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
