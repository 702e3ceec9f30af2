package officer

import (
	"bytes"
	"context"
	"crypto/rand"
	stdhtml "html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/web/page"
)

// by sends a request as an officer with some roles.
func by(method, address string, form url.Values, id string, roles ...access.Role) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	p := access.Person{ID: id, Unit: site.Unit.Code, Name: "Người Thử", Roles: roles}
	r = r.WithContext(page.WithSession(r.Context(), &access.Session{ID: id, Person: p, Strong: site.Now()}))
	w := httptest.NewRecorder()
	routes.ServeHTTP(w, r)
	return w
}

func pageAs(t testing.TB, address string, roles ...access.Role) []byte {
	t.Helper()
	w := by(http.MethodGet, address, nil, "cc-01", roles...)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", address, w.Code, texts(w.Body.Bytes()))
	}
	return w.Body.Bytes()
}

// looksAt counts the looks at a dossier.
func looksAt(t testing.TB, s known) int {
	t.Helper()
	in, err := site.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	_, n, err := in.Views(context.Background(), access.ViewQuery{Unit: site.Unit.Code, Dossier: s.ID})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestLooksAreRecorded: who reads dossiers sees the person in full, and every such look is on
// record; a masked page is no look.
func TestLooksAreRecorded(t *testing.T) {
	rows, _, _ := allDossiers(t)
	s := rows[17]
	address, before := page.DossierURL(s.Code, nil), looksAt(t, s)
	for i, role := range []access.Role{access.Clerk, access.Specialist, access.Leader, access.Inspector} {
		if body := pageAs(t, address, role); !bytes.Contains(body, []byte(stdhtml.EscapeString(s.Applicant.Name))) {
			t.Errorf("%s does not see the applicant", role)
		}
		if n := looksAt(t, s); n != before+i+1 {
			t.Errorf("%s: %d looks, want %d", role, n, before+i+1)
		}
	}
	pageAs(t, address, access.Reporter)
	if n := looksAt(t, s); n != before+4 {
		t.Errorf("a masked page is a look: %d", n)
	}
	if body := pageAs(t, address, access.Inspector); !bytes.Contains(body, []byte("Ai đã xem hồ sơ này")) {
		t.Error("the inspector does not see who looked")
	}
	if body := pageAs(t, address, access.Clerk); bytes.Contains(body, []byte("Ai đã xem hồ sơ này")) {
		t.Error("the clerk sees who looked")
	}
}

// TestAmendedIsMasked: what an amendment told about a person stands again in its line; who is
// shown the person masked does not read it there.
func TestAmendedIsMasked(t *testing.T) {
	id, err := desk.IDFor(site.Now(), t.Name())
	if err != nil {
		t.Fatal(err)
	}
	who := dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Kiểm Tra", Address: "Ngõ Dấuvết 11"}
	moved := who
	moved.Address = "Ngõ Dấuvết 12"
	a, err := site.Desk.Do(context.Background(), desk.Order{Unit: site.Unit.Code, Dossier: id, Key: t.Name(), Actor: access.Actor{ID: "mc-01", Role: access.Clerk}, Happened: site.Now(),
		Procedure: "1.000894", Command: dossier.Receive{Channel: dossier.Counter, Applicant: who, Components: []dossier.Component{{Name: "Tờ khai đăng ký kết hôn", Copies: 1}}},
		Then: []desk.Next{{Role: access.Clerk, Command: dossier.Amend{Reason: "Bà Dấuvết báo đổi", Applicant: &moved}}}})
	if err != nil {
		t.Fatal(err)
	}
	address := page.DossierURL(a.Code, nil)
	if body := pageAs(t, address, access.Clerk); !bytes.Contains(body, []byte("Ngõ Dấuvết 12")) {
		t.Error("the clerk does not read the change")
	}
	if body := pageAs(t, address, access.Reporter); bytes.Contains(body, []byte("Dấuvết")) || !bytes.Contains(body, []byte("Sửa thông tin: địa chỉ")) {
		t.Error("who writes reports reads what was told about the person")
	}
}

// TestReveal: a masked person is shown after a reason, which is kept with the look; without a
// reason nothing is shown and nothing recorded.
func TestReveal(t *testing.T) {
	rows, _, _ := allDossiers(t)
	s := rows[23]
	address, before := page.DossierURL(s.Code, nil), looksAt(t, s)
	for _, reason := range []string{"", "ngắn", strings.Repeat("dài ", 200)} {
		if w := by(http.MethodPost, address+"/hien", url.Values{page.KeyField: {page.NewKey()}, "ly-do": {reason}}, "cc-01", access.Reporter); w.Code != http.StatusBadRequest {
			t.Errorf("reason %q: %d", reason[:min(len(reason), 20)], w.Code)
		}
	}
	if looksAt(t, s) != before {
		t.Error("a refused reason is a look")
	}
	reason := "Đối chiếu phiếu khảo sát hài lòng quý IV"
	if w := by(http.MethodPost, address+"/hien", url.Values{page.KeyField: {page.NewKey()}, "ly-do": {reason}}, "cc-01", access.Reporter); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, texts(w.Body.Bytes()))
	}
	if !bytes.Contains(pageAs(t, address, access.Reporter), []byte(stdhtml.EscapeString(s.Applicant.Number))) || looksAt(t, s) != before+1 {
		t.Error("the reason does not open the page, or the look is not on record")
	}
	if !bytes.Contains(pageAs(t, address, access.Leader), []byte(reason)) {
		t.Error("the leader does not read the reason")
	}
	second := "Kiểm tra lại theo phản ánh của người dân"
	if w := by(http.MethodPost, address+"/hien", url.Values{page.KeyField: {page.NewKey()}, "ly-do": {second}}, "cc-03", access.Reporter); w.Code != http.StatusSeeOther {
		t.Fatalf("%d", w.Code)
	}
	if w := by(http.MethodGet, address, nil, "cc-03", access.Reporter); !strings.Contains(w.Body.String(), s.Applicant.Number) {
		t.Error("a second person's reason does not open the page")
	}
	if body := pageAs(t, address, access.Leader); !bytes.Contains(body, []byte(reason)) || !bytes.Contains(body, []byte(second)) {
		t.Error("the leader does not read both reasons")
	}
	if w := by(http.MethodGet, address, nil, "cc-02", access.Reporter); strings.Contains(w.Body.String(), s.Applicant.Number) {
		t.Error("somebody else's reason opens the page")
	}
}

// TestMoments: two moments of a dossier are told apart, in either order; what is no entry is
// refused. The timeline narrows and its parts are never more than the whole.
func TestMoments(t *testing.T) {
	rows, _, _ := allDossiers(t)
	var long known
	for _, s := range rows {
		if s.Seq > 4 {
			long = s
			break
		}
	}
	address := page.DossierURL(long.Code, nil)
	a, b := pageOK(t, address+"?a=1&b=4"), pageOK(t, address+"?a=4&b=1")
	if !bytes.Contains(a, []byte("Sau việc thứ 4")) || !bytes.Contains(b, []byte("Sau việc thứ 1")) {
		t.Error("the moments are not compared")
	}
	if !bytes.Contains(pageOK(t, address+"?a=2&b=2"), []byte("không có gì khác")) {
		t.Error("a moment differs from itself")
	}
	for _, q := range []string{"?a=0&b=1", "?a=1&b=99", "?a=x&b=1", "?a=-1&b=2"} {
		if code, _, _ := answerOf(t, address+q); code != http.StatusBadRequest {
			t.Errorf("%s: %d", q, code)
		}
	}
	lines := func(body []byte) int { return bytes.Count(body, []byte(`<th scope="row" class="nowrap">`)) }
	whole := lines(pageOK(t, address))
	for _, g := range groupOrder[1:] {
		if n := lines(pageOK(t, address+"?loc="+g)); n >= whole {
			t.Errorf("%s: %d of %d lines", g, n, whole)
		}
	}
}

// TestSide: an open dossier shows who may act what is possible, and an ended one why not.
func TestSide(t *testing.T) {
	rows, _, _ := allDossiers(t)
	for _, s := range rows {
		if s.Status == 10 {
			if body := pageAs(t, page.DossierURL(s.Code, nil), access.Leader); !bytes.Contains(body, []byte("Đính chính bản ghi")) {
				t.Error("an ended dossier cannot be corrected")
			} else if bytes.Contains(body, []byte(`data-key="F9"`)) {
				t.Error("an ended dossier is said to wait for something")
			}
			if body := pageAs(t, page.DossierURL(s.Code, nil), access.Inspector); !bytes.Contains(body, []byte("Anh/chị không có việc gì")) {
				t.Error("the inspector is not told that there is nothing to do")
			}
			return
		}
	}
}

// TestFiled: a dossier that nobody has received was promised nothing and has no control slip;
// its page says neither, and leads to no paper that is not there.
func TestFiled(t *testing.T) {
	id, err := ledger.NewID(site.Now(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, err = site.Desk.Do(t.Context(), desk.Order{Unit: site.Unit.Code, Dossier: id, Key: "filed", Actor: access.Actor{ID: "cong-dvc", Role: access.System}, Happened: site.Now(),
		Procedure: "1.000894", Command: dossier.Submit{Channel: dossier.Online, Typist: dossier.TypedByCitizen, Applicant: dossier.Applicant{Kind: 1, Name: "Đỗ Thị Qua Mạng"}}})
	if err != nil {
		t.Fatal(err)
	}
	body := pageAs(t, page.DossierURL(id.String(), nil), access.Clerk)
	for _, not := range []string{"/giay/", "Thời hạn giải quyết"} {
		if bytes.Contains(body, []byte(not)) {
			t.Errorf("the page has %q: %s", not, around(body, not))
		}
	}
}

// TestMoneyFilesMessages: what is to be paid, was paid and was given back, the files and the
// messages of a dossier stand on its page, each with a link to the entry that says so; the name
// of a file, in which a person may stand, is for who sees the person.
func TestMoneyFilesMessages(t *testing.T) {
	id, err := desk.IDFor(site.Now(), t.Name())
	if err != nil {
		t.Fatal(err)
	}
	clerk := access.Actor{ID: "mc-01", Role: access.Clerk}
	step := 0
	do := func(c dossier.Command) desk.Answer {
		t.Helper()
		step++
		a, err := site.Desk.Do(context.Background(), desk.Order{Unit: site.Unit.Code, Dossier: id, Key: t.Name() + strconv.Itoa(step), Actor: clerk, Happened: site.Now(), Procedure: "1.000894", Command: c})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	line := dossier.ChargeLine{Rule: "certification/copies", Kind: "fee", Name: "Phí chứng thực bản sao", Count: 4, Amount: 40_000, Exempt: "ho-ngheo", Less: 15_000, Basis: "TT 226/2016/TT-BTC"}
	a := do(dossier.Receive{Channel: dossier.Counter, Applicant: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Kiểm Tra"}, Components: []dossier.Component{{Name: "Tờ khai đăng ký kết hôn", Copies: 1}}})
	address := page.DossierURL(a.Code, nil)
	if body := pageAs(t, address, access.Clerk); bytes.Contains(body, []byte(`id="tai-chinh"`)) || !bytes.Contains(body, []byte("chưa xác định khoản nào phải nộp")) {
		t.Error("money is shown where there is none")
	}
	do(dossier.Assess{Lines: []dossier.ChargeLine{line}})
	if body := pageAs(t, address, access.Clerk); !bytes.Contains(body, []byte("chưa nộp")) {
		t.Error("not said to be unpaid")
	}
	do(dossier.Collect{Way: dossier.PayTransfer, Amount: 30_000, Reference: "VCB-778"})
	if body := pageAs(t, address, access.Clerk); !bytes.Contains(body, []byte("nộp thừa, phải hoàn")) {
		t.Error("not said to be overpaid")
	}
	do(dossier.Refund{Way: dossier.PayCash, Amount: 5_000, Reason: "Nộp thừa"})
	do(dossier.Attach{Paper: 0, Files: []dossier.File{{Digest: "sha256-" + strings.Repeat("a", 64), Type: "application/pdf", Size: 2500, Pages: 3, Name: "to khai nguyen thi kiem tra.pdf"}}, Scan: true})
	do(dossier.Notify{Notice: dossier.Notice{Template: "received.1", About: 1, Channel: "sms", Outcome: "failed", Why: "no_route"}})
	body := string(pageAs(t, address, access.Clerk))
	for _, want := range []string{"25.000 đ", "30.000 đ", "5.000 đ", "đã nộp đủ", "đã giảm 15.000 đ", "TT 226/2016/TT-BTC", "bằng chuyển khoản", "VCB-778", "3 trang, 3 KB", "bản chụp từ giấy",
		"to khai nguyen thi kiem tra.pdf", "chưa gửi được (no_route)", "qua tin nhắn SMS"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, seq := range []int32{1, 2, 3, 4, 5} { // received, assessed, collected, refunded, attached
		if n := strings.Count(body, `id="`+rowID(seq)+`"`); n != 1 {
			t.Errorf("%d rows of entry %d", n, seq)
		}
		if !strings.Contains(body, `href="#`+rowID(seq)+`"`) {
			t.Errorf("nothing leads to entry %d", seq)
		}
	}
	if body := string(pageAs(t, address+"?loc=van-ban", access.Clerk)); !strings.Contains(body, `href="`+address+"?#"+rowID(2)+`"`) {
		t.Error("from a narrowed timeline nothing leads to the entry")
	}
	if body := string(pageAs(t, address, access.Reporter)); strings.Contains(body, "to khai nguyen") || !strings.Contains(body, "25.000 đ") {
		t.Error("who does not see the person reads the name of a file, or does not see the money")
	}
}
