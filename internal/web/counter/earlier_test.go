package counter

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/web/page"
)

// saved is what the script gets that saves a draft by itself.
func saved(t *testing.T, at string, form url.Values) map[string]string {
	t.Helper()
	w := as(clerk, http.MethodPost, at+"/luu", form)
	var a struct {
		Rev   json.Number
		Error string
		Parts map[string]string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || a.Error != "" {
		t.Fatalf("saving: %v %s", err, w.Body)
	}
	form.Set("rev", a.Rev.String())
	return a.Parts
}

// TestFoundByNumber: who was here before is told by a count alone; asking is recorded as a look,
// fills what is empty and changes nothing that was typed until the clerk says so.
func TestFoundByNumber(t *testing.T) {
	code := received(t, clerk)
	s := state(t, code)
	at := begun(t, clerk, marriage)
	form := fields(get(t, clerk, at))
	form.Set("so", s.Applicant.Number)
	form.Set("ten", "Nguyễn Thị Viết Khác")
	seen := looks(t, s.ID)
	body := saved(t, at, form)["nguoi"]
	if !strings.Contains(body, "Số này đã có 1 hồ sơ ở đây") || strings.Contains(body, s.Applicant.Name) || strings.Contains(body, s.Applicant.Phone) {
		t.Errorf("of who was here before the page says %s", words(body))
	}
	if n := looks(t, s.ID); n != seen {
		t.Errorf("%d looks before anybody asked", n-seen)
	}
	form.Set("viec", "nguoi-cu")
	post(t, clerk, at, http.StatusSeeOther, form)
	body = get(t, clerk, at)
	if n := looks(t, s.ID); n != seen+1 {
		t.Errorf("%d looks were recorded, want 1", n-seen)
	}
	hasWords(t, body, "Hồ sơ trước ghi khác", s.Applicant.Name)
	form = fields(body)
	if form.Get("ten") != "Nguyễn Thị Viết Khác" || form.Get("dt") != s.Applicant.Phone || form.Get("dia-chi") != s.Applicant.Address {
		t.Errorf("filled: %q, %q, %q", form.Get("ten"), form.Get("dt"), form.Get("dia-chi"))
	}
	form.Set("viec", "dung-cu")
	post(t, clerk, at, http.StatusSeeOther, form)
	body = get(t, clerk, at)
	hasWords(t, body, "điền từ hồ sơ trước, chưa xác thực", "Theo lời khai, chưa đối chiếu")
	if got := fields(body).Get("ten"); got != s.Applicant.Name {
		t.Errorf("the earlier name was taken, and %q stands there", got)
	}
	// Another number: nothing of the earlier person is said of it.
	form = fields(body)
	form.Set("so", "045190999999")
	if body = saved(t, at, form)["nguoi"]; strings.Contains(body, "hồ sơ trước") {
		t.Errorf("of another number the page says %s", words(body))
	}
}

// TestDateFollowsWhatIsTyped: the pieces that the script puts into the page are those that the
// page itself would show.
func TestDateFollowsWhatIsTyped(t *testing.T) {
	at := begun(t, clerk, "2.000884")
	form := fields(get(t, clerk, at))
	somebody(form)
	form.Set("dia-chi", "Khu phố 2, Phường 2, Thị xã Quảng Trị, Quảng Trị")
	form.Set("kenh", "3")
	form.Set("dau-bd", "20/11/2026")
	parts := saved(t, at, form)
	hasWords(t, "<main>"+parts["hen"]+"</main>", "Nhận thứ Sáu 20/11/2026")
	hasWords(t, "<main>"+parts["nguoi"]+"</main>", "Địa chỉ ba cấp", "Nay là phường Quảng Trị, tỉnh Quảng Trị")
	body := get(t, clerk, at)
	for name, html := range parts {
		if !strings.Contains(words(body), words("<main>"+html+"</main>")) {
			t.Errorf("the page does not say what the piece %s says: %s", name, words(html))
		}
	}
}

// TestChargeWhileTyping: the charge of certified copies is said before anything is pressed, and
// asking for it certifies nothing.
func TestChargeWhileTyping(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, page.Certify, strings.NewReader(url.Values{"viec": {"tinh"}, "bs-0-giay": {"3"}, "bs-0-trang": {"4"}, "bs-0-ban": {"2"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	p := clerk
	p.Unit = site.Unit.Code
	r = r.WithContext(page.WithSession(r.Context(), &access.Session{ID: p.ID, Person: p}))
	w := httptest.NewRecorder()
	routes.ServeHTTP(w, r)
	var a struct{ Parts map[string]string }
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || !strings.Contains(a.Parts["phi"], "12.000 đ") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
