package counter

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/web/page"
)

// TestIntake: from the number of a procedure to the receipt: the act is recorded whole, with
// what was typed, and form II.06a counts it at once.
func TestIntake(t *testing.T) {
	before := direct(t)
	at := begun(t, clerk, marriage)
	body := get(t, clerk, at)
	hasWords(t, body, "đăng ký kết hôn", "Ngày hẹn trả", "Nhận thứ Hai 23/11/2026 lúc 09:00", "Tiếp nhận và in giấy hẹn")
	form := fields(body)
	name, number := somebody(form)
	form.Set("so", " 045 190."+number[6:]) // as people write numbers
	form.Set("sinh", "5-3-90")
	form.Set("doi-chieu", "1")
	form.Set("yeu-cau", "Đăng ký kết hôn với anh Trần Văn Ví Dụ")
	form.Set("ma-ngoai", "000.00.01.G15-261123-0001")
	form.Set("chuyen", "cm-02")
	form.Set("so-bo", "2")
	form.Set("viec", "nhan")
	to := post(t, clerk, at, http.StatusSeeOther, form).Header().Get("Location")
	if !strings.HasSuffix(to, "/giay/giay-tiep-nhan") {
		t.Fatalf("after receiving: %s", to)
	}
	s := state(t, codeIn(t, to))
	want := dossier.Applicant{Kind: 1, Name: name, Number: number, Born: "05/03/1990", Phone: "0905000017", Address: "Khu phố 2, Phường 2"}
	if s.Applicant != want {
		t.Errorf("the applicant is %+v, want %+v", s.Applicant, want)
	}
	if s.Status != dossier.Received || s.Holder != "cm-02" || s.ReceivedBy != "mc-01" || s.Sets != 2 || s.Assurance != dossier.Seen ||
		s.Request != form.Get("yeu-cau") || len(s.Outside) != 1 || len(s.Components) == 0 || s.Channel != dossier.Counter {
		t.Errorf("the dossier: status %d, holder %s, received by %s, %d sets, assurance %d, %q, outside %v, %d papers, channel %d", s.Status, s.Holder, s.ReceivedBy, s.Sets, s.Assurance, s.Request, s.Outside, len(s.Components), s.Channel)
	}
	if len(s.Letters) != 1 || s.Letters[0].Form != "tt-03-2025/01" {
		t.Errorf("no receipt was issued: %+v", s.Letters)
	}
	if after := direct(t); after != before+1 {
		t.Errorf("form II.06a counts %d received in person today, want %d", after, before+1)
	}
	// Back: the receipt, not another form.
	if w := as(clerk, http.MethodGet, at, nil); w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
		t.Errorf("back leads to %d %s", w.Code, w.Header().Get("Location"))
	}
}

// direct is what form II.06a has today in column 5.
func direct(t *testing.T) (n int64) {
	t.Helper()
	in, err := site.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	today := calendar.DateOf(site.Now())
	flows, err := in.Flows(context.Background(), site.Unit.Code, today, today)
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range report.FlowTerms("received.direct") {
		n += flows.Value(term)
	}
	return n
}

// TestOnce: the same form sent by many at once is one dossier.
func TestOnce(t *testing.T) {
	before := direct(t)
	at := begun(t, clerk, marriage)
	form := fields(get(t, clerk, at))
	somebody(form)
	form.Set("viec", "nhan")
	var wait sync.WaitGroup
	codes := make([]string, 20)
	for i := range codes {
		wait.Go(func() {
			w := as(clerk, http.MethodPost, at, form)
			if w.Code == http.StatusSeeOther {
				codes[i] = w.Header().Get("Location")
			}
		})
	}
	wait.Wait()
	made := map[string]bool{}
	for _, c := range codes {
		if c != "" {
			made[c] = true
		}
	}
	if after := direct(t); len(made) != 1 || slices.Contains(codes, "") || after != before+1 {
		t.Errorf("%d receipts %v and %d dossiers of one form", len(made), made, after-before)
	}
}

// TestRefusedKeeps: what a refusal brings back holds everything that was typed, in the form
// and in the draft, with each mistake at the top and beside its field.
func TestRefusedKeeps(t *testing.T) {
	at := begun(t, clerk, marriage)
	form := fields(get(t, clerk, at))
	for name, v := range map[string]string{"ten": "  Hồ  Thị Kăn Nhàng", "so": "12345", "sinh": "31/02/1990", "dt": "09x", "email": "ai do", "uq": "1", "uq-ten": "Trần Văn Giả",
		"yeu-cau": "Dòng một\nDòng hai", "so-bo": "0", "dia-chi": "Thôn <b>Một</b>", "kenh": "3", "nhan-tai": "post", "nhan-noi": "Số 1 \"Lê Lợi\""} {
		form.Set(name, v)
	}
	form.Set("viec", "nhan")
	w := post(t, clerk, at, http.StatusUnprocessableEntity, form)
	body := w.Body.String()
	for _, field := range []string{"so", "sinh", "dt", "email", "uq-giay", "so-bo", "dau-bd"} {
		if !strings.Contains(body, `href="#`+field+`"`) || !strings.Contains(body, `id="`+field+`-loi"`) {
			t.Errorf("the mistake of %s is not both at the top and beside the field", field)
		}
	}
	again := get(t, clerk, at)
	for _, page := range []string{body, again} {
		back := fields(page)
		for name := range form {
			if name == "viec" || name == "rev" || name == "khoa" {
				continue
			}
			got := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`).Replace(back.Get(name))
			if got != form.Get(name) {
				t.Errorf("%s was %q and comes back as %q", name, form.Get(name), got)
			}
		}
	}
	if !strings.Contains(body, "Lỗi") && !strings.Contains(body, "mistakes") {
		t.Error("no summary of mistakes")
	}
}

// TestUnseen: a name pasted with characters that cannot be seen is kept as it reads, so that it
// is found and compared; what is damaged comes back to be typed again.
func TestUnseen(t *testing.T) {
	at := begun(t, clerk, marriage)
	form := fields(get(t, clerk, at))
	somebody(form)
	form.Set("viec", "nhan")
	form.Set("ten", "\ufeffHồ\u200b Thị \u202eKăn\u202c Nh\u0061\u0300ng")
	form.Set("dia-chi", "Thôn\x1b[31m Một")
	body := post(t, clerk, at, http.StatusUnprocessableEntity, form).Body.String()
	hasWords(t, body, "ký tự hỏng")
	form.Set("dia-chi", "Thôn 😀 Một")
	form.Set("rev", fields(body).Get("rev"))
	body = post(t, clerk, at, http.StatusUnprocessableEntity, form).Body.String()
	hasWords(t, body, "không có ký tự «😀»")
	if !strings.Contains(body, `id="dia-chi-loi"`) {
		t.Error("no mistake beside the address that cannot be printed")
	}
	form = fields(body)
	form.Set("dia-chi", "Thôn Một")
	form.Set("viec", "nhan")
	code := codeIn(t, post(t, clerk, at, http.StatusSeeOther, form).Header().Get("Location"))
	if name := state(t, code).Applicant.Name; name != "Hồ Thị Kăn Nhàng" {
		t.Errorf("kept as %+q", name)
	}
}

// TestMissing: a dossier that lacks a required paper is not received (NĐ 118/2025 Đ17). The
// letter is worded from the checklist: nothing is registered when the applicant is guided at
// the counter (§2.3), and a refusal is recorded with its form.
func TestMissing(t *testing.T) {
	at := begun(t, clerk, marriage)
	body := get(t, clerk, at)
	form := fields(body)
	somebody(form)
	form.Set("tp-0-dang", "missing")
	form.Set("viec", "nhan")
	body = post(t, clerk, at, http.StatusUnprocessableEntity, form).Body.String()
	p, _ := site.Catalog.Procedures.Get(marriage)
	lacking := p.VersionOn(calendar.DateOf(site.Now())).Components[0].Name
	hasWords(t, body, "Còn thiếu", "Phiếu yêu cầu bổ sung")
	form = fields(body)
	if !strings.Contains(form.Get("ly-do"), lacking) {
		t.Errorf("the letter is not worded from the checklist: %q", form.Get("ly-do"))
	}
	before := direct(t)
	form.Set("viec", "bo-sung")
	to := post(t, clerk, at, http.StatusSeeOther, form).Header().Get("Location")
	if to != at+"/bo-sung" {
		t.Fatalf("the guidance leads to %s", to)
	}
	hasWords(t, get(t, clerk, to), lacking)
	if direct(t) != before {
		t.Error("guidance at the counter was counted as a receipt")
	}
	form = fields(get(t, clerk, at)) // he is back with nothing: refused
	form.Set("ly-do", "Không thuộc thẩm quyền của phường.")
	form.Set("viec", "tu-choi")
	to = post(t, clerk, at, http.StatusSeeOther, form).Header().Get("Location")
	s := byKnown(t, codeIn(t, to))
	if s.Status != dossier.Rejected || len(s.Letters) != 1 || s.Letters[0].Form != "tt-03-2025/03" {
		t.Errorf("refused as %+v", s)
	}
	if direct(t) != before {
		t.Error("a refusal was counted as a receipt")
	}
}

func byKnown(t *testing.T, known string) *dossier.State {
	t.Helper()
	if _, err := dossier.ParseCode(known); err == nil {
		return state(t, known)
	}
	in, err := site.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	id, err := ledger.ParseID(known)
	if err != nil {
		t.Fatal(err)
	}
	s, err := in.Dossier(context.Background(), site.Unit.Code, id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestDraft: a draft is kept by the script as typed, is found again by its owner only, and two
// windows on one draft lose nothing.
func TestDraft(t *testing.T) {
	at := begun(t, clerk, marriage)
	form := fields(get(t, clerk, at))
	form.Set("ten", "Nguyễn Văn Dở")
	w := post(t, clerk, at+"/luu", http.StatusOK, form)
	var kept struct {
		Rev int64
		At  string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &kept); err != nil || kept.Rev != 2 || kept.At != "09:00:00" {
		t.Fatalf("saved as %s %v", w.Body, err)
	}
	if got := value(get(t, clerk, at), "ten"); got != "Nguyễn Văn Dở" {
		t.Errorf("the draft holds %q", got)
	}
	home := get(t, clerk, page.CounterHome)
	hasWords(t, home, "N. V. Dở", "đang làm dở từ 09:00")
	if strings.Contains(home, "Nguyễn Văn Dở") {
		t.Error("the counter's home shows a name in full")
	}
	for _, address := range []string{at, at + "/bo-sung"} {
		if w := as(clerk2, http.MethodGet, address, nil); w.Code != http.StatusNotFound {
			t.Errorf("another clerk's draft: %d", w.Code)
		}
	}
	if w := as(clerk2, http.MethodPost, at+"/luu", form); w.Code != http.StatusNotFound {
		t.Errorf("another clerk writes: %d", w.Code)
	}
	// The second window still has revision 1.
	form.Set("ten", "Nguyễn Văn Cửa Sổ")
	form.Set("dt", "0905000018")
	w = post(t, clerk, at+"/luu", http.StatusConflict, form)
	var refused struct{ Error string }
	if err := json.Unmarshal(w.Body.Bytes(), &refused); err != nil || refused.Error == "" {
		t.Errorf("the script is told %s", w.Body)
	}
	form.Set("viec", "nhan")
	body := post(t, clerk, at, http.StatusConflict, form).Body.String()
	hasWords(t, body, "vừa được sửa ở một cửa sổ khác", "Nguyễn Văn Dở", "Nguyễn Văn Cửa Sổ")
	if value(body, "ten") != "Nguyễn Văn Cửa Sổ" || value(get(t, clerk, at), "ten") != "Nguyễn Văn Dở" {
		t.Error("one window's text is lost")
	}
	form = fields(body)
	form.Set("viec", "luu")
	post(t, clerk, at, http.StatusSeeOther, form)
	if value(get(t, clerk, at), "ten") != "Nguyễn Văn Cửa Sổ" {
		t.Error("saving again does not keep what the form holds")
	}
	post(t, clerk, at, http.StatusSeeOther, url.Values{"khoa": {page.NewKey()}, "viec": {"bo-han"}})
	if w := as(clerk, http.MethodGet, at, nil); w.Code != http.StatusNotFound {
		t.Errorf("a dropped draft: %d", w.Code)
	}
}

// TestTwins: an open dossier of the same person and procedure is named and stands in no way.
func TestTwins(t *testing.T) {
	first := received(t, clerk)
	number := state(t, first).Applicant.Number
	at := begun(t, clerk, marriage)
	form := fields(get(t, clerk, at))
	somebody(form)
	form.Set("so", number)
	form.Set("viec", "tinh")
	post(t, clerk, at, http.StatusSeeOther, form)
	body := get(t, clerk, at)
	hasWords(t, body, first)
	if !strings.Contains(body, `href="`+page.DossierURL(first, nil)+`"`) {
		t.Error("the open dossier is no link")
	}
	form = fields(body)
	form.Set("viec", "nhan")
	if second := codeIn(t, post(t, clerk, at, http.StatusSeeOther, form).Header().Get("Location")); second == first {
		t.Error("the second dossier is the first")
	}
}

// TestPost: of a procedure that is done within the day a postal dossier is received on the day
// of the stamp, of others when the letter is opened (§2.3).
func TestPost(t *testing.T) {
	for _, c := range []struct{ procedure, typed, stamp, day string }{{"2.000908", "20.11.2026", "20/11/2026", "20/11/2026"}, {marriage, "20112026", "20/11/2026", "23/11/2026"},
		{marriage, "hôm nay", "23/11/2026", "23/11/2026"}} {
		at := begun(t, clerk, c.procedure)
		form := fields(get(t, clerk, at))
		somebody(form)
		form.Set("kenh", "3")
		form.Set("dau-bd", c.typed)
		form.Set("viec", "nhan")
		s := state(t, codeIn(t, post(t, clerk, at, http.StatusSeeOther, form).Header().Get("Location")))
		if got := calendar.DateOf(s.ReceivedAt).Print(); got != c.day || s.Channel != dossier.Post || !strings.Contains(s.Request, "Dấu bưu điện đến: "+c.stamp) {
			t.Errorf("%s: received %s, channel %d, %q", c.procedure, got, s.Channel, s.Request)
		}
	}
}
