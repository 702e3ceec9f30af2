package admin

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/web/page"
)

// seat is the room as one person sees it.
type seat struct {
	t   *testing.T
	h   http.Handler
	who access.Person
}

func (s seat) send(method, u string, form url.Values) *httptest.ResponseRecorder {
	s.t.Helper()
	form.Set(page.KeyField, page.NewKey())
	r := httptest.NewRequest(method, u, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r = r.WithContext(page.WithSession(r.Context(), &access.Session{Person: s.who}))
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, r)
	return w
}

func (s seat) body(u string) string {
	s.t.Helper()
	w := s.send(http.MethodGet, u, url.Values{})
	if w.Code != http.StatusOK {
		s.t.Fatalf("%s: %d", u, w.Code)
	}
	return w.Body.String()
}

func (s seat) posts(u string, form url.Values, want int) string {
	s.t.Helper()
	w := s.send(http.MethodPost, u, form)
	if w.Code != want {
		s.t.Fatalf("%s: %d %s", u, w.Code, w.Body)
	}
	return w.Body.String() + w.Header().Get("Location")
}

// TestSecondPerson: a grave role from the form of one administrator to the confirmation by a
// leader: until then it is not held; who, when and why stand on the page; the one who proposed
// sees no button and is refused; a refusal needs a reason and keeps what was typed.
func TestSecondPerson(t *testing.T) {
	s, h, a := office(t, &keeper{})
	machine := access.Actor{ID: "thu", Role: access.System}
	seats := map[string]seat{}
	for _, x := range []struct {
		login, name string
		role        access.Role
	}{{"mot", "Lê Thị Một", access.Admin}, {"hai", "Trần Văn Hai", access.Admin}, {"sep", "Phạm Thị Sếp", access.Leader}, {"an", "Ngô Văn An", access.Clerk}} {
		order := access.Order{Key: "thu-" + x.login, By: machine, At: s.Now()}
		n, err := s.Office.Create(t.Context(), order, access.New{ID: "id-" + x.login, Login: x.login, Name: x.name, Example: true})
		if err == nil {
			order.Key += "-vai"
			_, err = s.Office.Grant(t.Context(), order, access.Grant{Account: n.ID, Role: x.role})
		}
		if err != nil {
			t.Fatal(err)
		}
		seats[x.login] = seat{t, h, access.Person{ID: n.ID, Name: x.name, Roles: []access.Role{x.role}}}
	}
	one, two, lead := seats["mot"], seats["hai"], seats["sep"]
	u := personURL("id-an")
	wantAll(t, one.body(page.Proposals), "Không có đề nghị nào đang chờ.", "Quản trị, Lãnh đạo, Kiểm tra", "không có: máy chủ giao khi lập đơn vị")

	wantAll(t, one.posts(u+"/vai", url.Values{"vai": {"leader"}, "den": {"31/12/2027"}}, http.StatusBadRequest), "số quyết định làm căn cứ", "31/12/2027", `id="can-cu-loi"`)
	one.posts(u+"/vai", url.Values{"vai": {"leader"}, "can-cu": {"12/QĐ-UBND"}}, http.StatusSeeOther)
	wantAll(t, one.posts(u+"/vai", url.Values{"vai": {"leader"}, "can-cu": {"12/QĐ-UBND"}}, http.StatusConflict), "đang chờ người thứ hai")
	body := one.body(u)
	wantAll(t, body, "chưa có hiệu lực", "Giao vai Lãnh đạo cho Ngô Văn An")
	if n := strings.Count(body, "Đang giữ"); n != 1 { // the clerk's
		t.Errorf("%d roles are held before the second was confirmed", n)
	}
	body = one.body(page.Proposals)
	wantAll(t, body, "Giao vai Lãnh đạo cho Ngô Văn An (an)", "Lê Thị Một (mot)", "12/QĐ-UBND", "Trần Văn Hai (hai), Phạm Thị Sếp (sep)", "Rút đề nghị", "Anh/chị đề nghị nên người khác xác nhận.")
	if strings.Contains(body, "/xac-nhan") {
		t.Error("who proposed has a button to confirm")
	}
	id := regexp.MustCompile(page.Proposals + `/([0-9a-f]{26})/bo`).FindStringSubmatch(body)[1]
	confirm, decline := page.Proposals+"/"+id+"/xac-nhan", page.Proposals+"/"+id+"/bo"
	wantAll(t, one.posts(confirm, url.Values{}, http.StatusForbidden), "không tự xác nhận được")
	wantAll(t, seats["an"].posts(confirm, url.Values{}, http.StatusForbidden), "Không tự")
	wantAll(t, lead.posts(decline, url.Values{"ly-do": {"  "}}, http.StatusBadRequest), `id="ly-do-`+id+`-loi"`)
	signs, err := a.signs(page.With(t.Context(), s, "vi"))
	if err != nil || signs[0].Tag != "warn" {
		t.Errorf("%v %+v", err, signs)
	}
	wantAll(t, get(t, h, healthURL), "1 đề nghị đang chờ", "Mở «Đề nghị chờ người thứ hai»")

	wantAll(t, lead.posts(confirm, url.Values{}, http.StatusSeeOther), page.Proposals+"?xong=confirm")
	wantAll(t, lead.body(page.Proposals+"?xong=confirm"), "Đã xác nhận.", "Ngô Văn An (an)", "Phạm Thị Sếp (sep)", "12/QĐ-UBND")
	wantAll(t, two.posts(confirm, url.Values{}, http.StatusNotFound), "Đề nghị này không còn")
	wantAll(t, get(t, h, healthURL), "không có đề nghị nào chờ")
	grants, err := s.Office.Rights.On(t.Context(), calendar.DateOf(s.Now()))
	if err != nil {
		t.Fatal(err)
	}
	held := false
	for _, g := range grants {
		held = held || g.Account == "id-an" && g.Role == access.Leader && g.By == "id-mot" && g.Second == "id-sep"
	}
	if !held {
		t.Errorf("not held by two: %+v", grants)
	}

	// A new account with a grave first role: made at once, the role proposed.
	wantAll(t, one.posts(peopleURL, url.Values{"ten": {"binh"}, "ho-ten": {"Lý Thị Bình"}, "vai": {"inspector"}}, http.StatusBadRequest), "căn cứ", "Lý Thị Bình")
	to := one.posts(peopleURL, url.Values{"ten": {"binh"}, "ho-ten": {"Lý Thị Bình"}, "vai": {"inspector"}, "can-cu": {"15/QĐ-UBND"}}, http.StatusSeeOther)
	wantAll(t, one.body(to), "Giao vai Kiểm tra cho Lý Thị Bình", "Chưa được giao vai nào.")
	id = regexp.MustCompile(page.Proposals + `/([0-9a-f]{26})/xac-nhan`).FindStringSubmatch(two.body(page.Proposals))[1]
	two.posts(page.Proposals+"/"+id+"/bo", url.Values{"ly-do": {"chưa có quyết định"}}, http.StatusSeeOther)
	wantAll(t, two.body(page.Proposals+"?xong=decline"), "Đã bỏ đề nghị.", "Không có đề nghị nào đang chờ.")
}
