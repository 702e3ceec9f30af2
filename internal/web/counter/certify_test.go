package counter

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// certifier receives and examines in one person, as at a counter of one judicial officer.
var certifier = access.Person{ID: "mc-02", Name: "Phan Văn Thử", Roles: []access.Role{access.Clerk, access.Specialist}}

const cardOf = "045090000321|191234567|Nguyễn Văn Thẻ|05031990|Nam|Tổ 1, Phường 2, Thị xã Quảng Trị, Quảng Trị|10052021"

// certifyFields are the fields of the express form as a browser would send them.
func certifyFields(body string) url.Values {
	i := strings.Index(body, `id="chung-thuc"`)
	return fields(`id="nhan"` + body[i:])
}

// TestCertify: from the scan of a card to the number in the book: eight keys, one act, all
// recorded (NĐ 23/2015 Đ13, Đ20), and the form ready for the next person.
func TestCertify(t *testing.T) {
	keys := 0 // Enter is the scanner's own
	press := func(form url.Values, name, text string) { form.Set(name, text); keys += len(text) + 1 }
	to := post(t, certifier, page.Certify, http.StatusSeeOther, url.Values{"viec": {"quet"}, "q": {cardOf}}).Header().Get("Location")
	body := get(t, certifier, to)
	if !strings.Contains(body, `name="bs-0-giay"`) || !regexp.MustCompile(`id="bs-0-giay"[^>]*autofocus`).MatchString(body) {
		t.Error("the cursor does not stand at the first paper")
	}
	hasWords(t, body, "điền từ QR – chưa xác thực", "Phí mỗi bản: 2 trang đầu 2.000 đ/trang, từ trang sau 1.000 đ/trang, tối đa 200.000 đ/bản")
	form := certifyFields(body)
	if form.Get("ten") != "Nguyễn Văn Thẻ" || form.Get("so") != "045090000321" {
		t.Fatalf("the scan fills %v", form)
	}
	press(form, "bs-0-giay", "3")
	press(form, "bs-0-trang", "3")
	press(form, "bs-0-ban", "4")
	form.Set("viec", "chung-thuc")
	keys++ // F9
	if keys > 20 {
		t.Errorf("%d keys", keys)
	}
	to = post(t, certifier, page.Certify, http.StatusSeeOther, form).Header().Get("Location")
	body = get(t, certifier, to)
	hasWords(t, body, "Số chứng thực 1, quyển 01/2026-SCT/BS", "phí 20.000 đ", "Bằng tốt nghiệp", "N. V. Thẻ")
	if strings.Contains(body, "Nguyễn Văn Thẻ") {
		t.Error("the page shows a name in full beside the next person")
	}
	code := strings.TrimPrefix(to, page.Certify+"?xong=")
	s := state(t, code)
	if s.Status != dossier.Returned || s.Applicant.Name != "Nguyễn Văn Thẻ" || s.Assurance != dossier.Filled || s.Procedure != "2.000815" {
		t.Errorf("the dossier is %d %q %d %s", s.Status, s.Applicant.Name, s.Assurance, s.Procedure)
	}
	// The same form once more is the same certification.
	if again := post(t, certifier, page.Certify, http.StatusSeeOther, form).Header().Get("Location"); again != to {
		t.Errorf("the second press leads to %s, the first to %s", again, to)
	}
	before := looks(t, s.ID)
	book := get(t, certifier, bookURL)
	hasWords(t, book, "Nguyễn Văn Thẻ", "Bằng tốt nghiệp", "4 bản sao")
	if looks(t, s.ID) != before+1 {
		t.Error("the look at the book is not recorded")
	}
	w := as(certifier, http.MethodGet, bookURL+".csv?nam=2026", nil)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Nguyễn Văn Thẻ") || strings.Count(w.Body.String(), "\n") != strings.Count(book, `<th scope="row"`)+1 {
		t.Errorf("the file of the book: %d %q", w.Code, w.Body)
	}
	hasWords(t, get(t, certifier, bookURL+"?nam=2025"), "chưa có số nào")
}

// TestCertifyRefused: what is missing is said beside its field, and nothing is typed twice.
func TestCertifyRefused(t *testing.T) {
	form := certifyFields(get(t, certifier, page.Certify))
	form.Set("viec", "chung-thuc")
	body := post(t, certifier, page.Certify, http.StatusUnprocessableEntity, form).Body.String()
	for _, id := range []string{"ten"} {
		if !strings.Contains(body, `id="`+id+`-loi"`) {
			t.Errorf("no mistake beside %s", id)
		}
	}
	form.Set("ten", "Người Không Giấy")
	form.Set("bs-0-giay", "Văn bản lạ")
	form.Set("bs-0-trang", "một")
	form.Set("bs-1-ban", "2")
	body = post(t, certifier, page.Certify, http.StatusUnprocessableEntity, form).Body.String()
	for _, id := range []string{"bs-0-trang", "bs-1-giay"} {
		if !strings.Contains(body, `id="`+id+`-loi"`) {
			t.Errorf("no mistake beside %s", id)
		}
	}
	if back := certifyFields(body); back.Get("ten") != "Người Không Giấy" || back.Get("bs-0-giay") != "Văn bản lạ" || back.Get("bs-1-ban") != "2" {
		t.Errorf("what was typed is lost: %v", back)
	}
	form.Set("bs-0-trang", "3")
	form.Set("bs-1-giay", "7")
	form.Set("viec", "tinh")
	hasWords(t, post(t, certifier, page.Certify, http.StatusOK, form).Body.String(), "Phí: 17.000 đ") // 5.000 + 2 × 6.000
	form.Set("viec", "chung-thuc")
	body = post(t, clerk, page.Certify, http.StatusUnprocessableEntity, form).Body.String()
	hasWords(t, body, "công chức chuyên môn") // who may not examine
	if back := certifyFields(body); back.Get("khoa") != form.Get("khoa") {
		t.Error("the form comes back under another key: sent again it could be a second act")
	}
}

// TestCertifiedEarlier: a certification written down after it was done says when and why; the
// question stands behind the button, so that it costs the express path no key (security T1).
func TestCertifiedEarlier(t *testing.T) {
	body := get(t, certifier, page.Certify)
	button, asked := strings.Index(body, `value="chung-thuc" data-key="F9"`), strings.Index(body, `<details class="earlier">`)
	if button < 0 || asked < button {
		t.Fatalf("the button stands at %d, the folded question at %d", button, asked)
	}
	form := certifyFields(body)
	for name, text := range map[string]string{"ten": "Người Ghi Muộn", "bs-0-giay": "3", "bs-0-ban": "2", "viec": "chung-thuc", page.EarlierWhen: "8:00 20/11"} {
		form.Set(name, text)
	}
	body = post(t, certifier, page.Certify, http.StatusUnprocessableEntity, form).Body.String()
	if !strings.Contains(body, `id="`+page.EarlierWhy+`-loi"`) || !strings.Contains(body, `<details class="earlier" open`) || certifyFields(body).Get(page.EarlierWhen) != "8:00 20/11" {
		t.Error("a late certification without a reason is not asked for it, or what was typed is lost")
	}
	form.Set(page.EarlierWhy, "Mất điện cả buổi sáng")
	to := post(t, certifier, page.Certify, http.StatusSeeOther, form).Header().Get("Location")
	hasWords(t, get(t, certifier, to), "quyển 01/2026-SCT/BS", "phí 4.000 đ")
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	s := state(t, u.Query().Get("xong"))
	if got := calendar.PrintInstant(s.ReceivedAt); got != "08:00 20/11/2026" || s.LateEntries != int(s.Seq) {
		t.Errorf("received %s, %d of %d entries late", got, s.LateEntries, s.Seq)
	}
	if day := u.Query().Get("ngay"); day != "2026-11-20" || !strings.Contains(get(t, certifier, bookURL+"?ngay="+day), "Người Ghi Muộn") {
		t.Errorf("the book of %q does not have it", day)
	}
}

// TestScans: whatever is scanned on the counter opens what it is, and no address holds a
// person.
func TestScans(t *testing.T) {
	code := received(t, clerk)
	number := state(t, code).Applicant.Number
	ready := settled(t)
	for _, c := range []struct{ scan, to string }{
		{code, page.DossierURL(code, nil)}, {strings.ToLower(code) + "\r", page.DossierURL(code, nil)}, {"https://motcua.example/x/" + code + "/SECRET234", page.DossierURL(code, nil)},
		{ready, page.ReturnURL(ready)},
	} {
		if got := post(t, clerk, page.Lookup, http.StatusSeeOther, url.Values{"q": {c.scan}}).Header().Get("Location"); got != c.to {
			t.Errorf("%q leads to %s, want %s", c.scan, got, c.to)
		}
	}
	before := looks(t, state(t, code).ID)
	card := strings.Replace(cardOf, "045090000321", number, 1)
	body := post(t, clerk, page.Lookup, http.StatusOK, url.Values{"q": {card}}).Body.String()
	hasWords(t, body, "Hồ sơ của người này: 1", "Nhận hồ sơ mới cho người này")
	if strings.Contains(words(body), code) || looks(t, state(t, code).ID) != before {
		t.Error("the dossiers of a scanned person are shown before they are opened")
	}
	scan := value(body, "tu")
	body = post(t, clerk, page.Lookup, http.StatusOK, url.Values{"tu": {scan}}).Body.String()
	hasWords(t, body, code)
	if looks(t, state(t, code).ID) != before+1 {
		t.Error("opening the list is not recorded")
	}
	if w := as(clerk2, http.MethodPost, page.Lookup, url.Values{"tu": {scan}}); w.Code != http.StatusNotFound {
		t.Errorf("another clerk opens the scan: %d", w.Code)
	}
	// A new dossier for the person: by number of the procedure, filled in.
	at := post(t, clerk, page.Intake, http.StatusSeeOther, url.Values{"khoa": {page.NewKey()}, "tu": {scan}, "thu-tuc": {marriage}}).Header().Get("Location")
	body = get(t, clerk, at)
	if value(body, "ten") != "Nguyễn Văn Thẻ" || value(body, "so") != number {
		t.Error("the scan does not fill the intake")
	}
	hasWords(t, body, "điền từ QR – chưa xác thực")
	for _, c := range []struct{ scan, says string }{
		{strings.Replace(cardOf, "Nguyễn Văn Thẻ", "Nguyeenx Vawn Ther", 1), "Mã quét bị bộ gõ làm hỏng. Tắt Unikey (Ctrl+Shift) rồi quét lại."},
		{cardOf[:50], "Mã quét bị thiếu"}, {"xyzzy không có ai", "Không tìm thấy gì"},
	} {
		w := as(clerk, http.MethodPost, page.Lookup, url.Values{"q": {c.scan}})
		hasWords(t, w.Body.String(), c.says)
	}
	found := post(t, clerk, page.Lookup, http.StatusOK, url.Values{"q": {"nguyen thi kiem tra"}}).Body.String()
	hasWords(t, found, "N. T. K. Tra")
	if strings.Contains(words(found), "Nguyễn Thị Kiểm Tra") {
		t.Error("a list shows a name in full")
	}
}

// TestScanInIntake: a card fills empty fields at once; where something else stands, old and new
// are shown and nothing changes until the clerk says so.
func TestScanInIntake(t *testing.T) {
	at := begun(t, clerk, marriage)
	post(t, clerk, at, http.StatusSeeOther, url.Values{"viec": {"quet"}, "q": {cardOf}})
	body := get(t, clerk, at)
	if value(body, "ten") != "Nguyễn Văn Thẻ" || value(body, "sinh") != "05/03/1990" || !strings.Contains(value(body, "dia-chi"), "Phường 2") {
		t.Error("the card does not fill the applicant")
	}
	other := strings.Replace(strings.Replace(cardOf, "Nguyễn Văn Thẻ", "Trần Thị Khác", 1), "|Nam|", "|Nữ|", 1)
	post(t, clerk, at, http.StatusSeeOther, url.Values{"viec": {"quet"}, "q": {other}})
	body = get(t, clerk, at)
	hasWords(t, body, "Thẻ vừa quét khác với nội dung đang có", "Nguyễn Văn Thẻ", "Trần Thị Khác", "Giới tính trong số căn cước không khớp")
	if value(body, "ten") != "Nguyễn Văn Thẻ" {
		t.Error("the second card changed what stood there")
	}
	form := fields(body)
	form.Set("viec", "dung-the-uq")
	post(t, clerk, at, http.StatusSeeOther, form)
	body = get(t, clerk, at)
	if value(body, "ten") != "Nguyễn Văn Thẻ" || value(body, "uq-ten") != "Trần Thị Khác" {
		t.Error("the card did not go to the representative")
	}
	w := as(clerk, http.MethodPost, at, url.Values{"viec": {"quet"}, "q": {cardOf[:40]}})
	hasWords(t, w.Body.String(), "Mã quét bị thiếu")
	if value(w.Body.String(), "ten") != "Nguyễn Văn Thẻ" {
		t.Error("a damaged scan changed the form")
	}
}

// TestChoose: a procedure by number, first letters, everyday words without marks; a number of
// one's own.
func TestChoose(t *testing.T) {
	body := get(t, clerk, page.CounterHome)
	hasWords(t, body, "Quét hoặc tìm", "Hồ sơ mới")
	if n := strings.Count(body, `class="counter-number"`); n != len(numberKeys) {
		t.Errorf("%d procedures have a number", n)
	}
	number := regexp.MustCompile(`(\d) Chứng thực bản sao từ bản chính`).FindStringSubmatch(words(body))
	if number == nil {
		t.Fatal("the commonest procedure has no number")
	}
	choose := func(text string) (string, string) {
		w := as(clerk, http.MethodPost, page.Intake, url.Values{"khoa": {page.NewKey()}, "thu-tuc": {text}})
		if w.Code == http.StatusSeeOther {
			return words(get(t, clerk, w.Header().Get("Location"))), ""
		}
		return "", words(w.Body.String())
	}
	if form, _ := choose(number[1]); !strings.Contains(form, "Chứng thực bản sao từ bản chính") {
		t.Errorf("its number begins %.80q", form)
	}
	for text, want := range map[string]string{"ks": "khai sinh", "lay vo": "kết hôn", "sao y": "bản sao từ bản chính", "2.000815": "bản sao từ bản chính"} {
		form, list := choose(text)
		if !strings.Contains(form+list, want) {
			t.Errorf("%q begins %.80q and lists %.200q", text, form, list)
		}
	}
	if _, list := choose("xyzzyq"); !strings.Contains(list, "Không có thủ tục nào khớp") {
		t.Errorf("nonsense lists %.100q", list)
	}
	post(t, clerk2, numbersURL, http.StatusSeeOther, url.Values{"khoa": {page.NewKey()}, "thu-tuc": {"1.000593"}, "so": {"7"}})
	hasWords(t, get(t, clerk2, page.CounterHome), "7 Thủ tục đăng ký kết hôn lưu động")
	if strings.Contains(words(get(t, clerk, page.CounterHome)), "7 Thủ tục đăng ký kết hôn lưu động") {
		t.Error("one clerk's number is another's")
	}
}

// TestHand: who may receive, how he was identified, and what it says when there is nothing to
// hand over or it was handed over already (NĐ 118/2025 Đ6).
func TestHand(t *testing.T) {
	hasWords(t, get(t, clerk, page.ReturnURL(received(t, clerk))), "Chưa có kết quả để trả")
	code := settled(t)
	before := looks(t, state(t, code).ID)
	body := get(t, clerk, page.ReturnURL(code))
	hasWords(t, body, "Nguyễn Thị Kiểm Tra", "Giấy hẹn", "mất giấy hẹn", "Xác nhận đã trả")
	if looks(t, state(t, code).ID) != before+1 {
		t.Error("the look is not recorded")
	}
	key := value(body, "khoa")
	post(t, clerk, page.ReturnURL(code), http.StatusUnprocessableEntity, url.Values{"khoa": {key}, "cach": {"post"}})
	post(t, clerk, page.ReturnURL(code), http.StatusSeeOther, url.Values{"khoa": {key}, "cach": {"counter"}, "doi-chieu": {"id_card"}, "nguoi-nhan": {"applicant"}})
	body = get(t, clerk, page.ReturnURL(code))
	hasWords(t, body, "Kết quả này đã được trả.", "Thẻ căn cước (mất giấy hẹn)", "09:00 23/11/2026")
	s := state(t, code)
	if s.Status != dossier.Returned || s.CollectedBy != "id_card" {
		t.Errorf("handed over as %d by %q", s.Status, s.CollectedBy)
	}
	hasWords(t, get(t, clerk, handOver+"?ngay=hom-nay"), code)
	if strings.Contains(words(get(t, clerk, handOver)), code) {
		t.Error("what was handed over still waits")
	}
	for _, c := range []struct {
		form url.Values
		by   string
	}{{url.Values{"cach": {"post"}, "so-hieu": {"EB123456789VN"}}, "post_docket"}, {url.Values{"cach": {"electronic"}}, "account"},
		{url.Values{"cach": {"counter"}, "doi-chieu": {"authorisation"}}, "authorisation"}} {
		code := settled(t)
		c.form.Set("khoa", page.NewKey())
		post(t, clerk, page.ReturnURL(code), http.StatusSeeOther, c.form)
		if s := state(t, code); s.Status != dossier.Returned || s.CollectedBy != c.by {
			t.Errorf("%v: %d by %q", c.form, s.Status, s.CollectedBy)
		}
	}
	if w := as(clerk, http.MethodGet, page.ReturnURL("H50.31.02-990101-9999"), nil); w.Code != http.StatusNotFound {
		t.Errorf("an unknown code: %d", w.Code)
	}
}

// TestPapers: the shipped data of the express path is sound, and what is wrong is named.
func TestPapers(t *testing.T) {
	if all, problems := LoadPapers(data.FS); len(problems) > 0 || len(all) != 9 {
		t.Errorf("%d papers, %v", len(all), problems)
	}
}
