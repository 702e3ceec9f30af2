package counter

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/web/page"
)

// TestDid: the home shows the last acts of who asks, one line for one act, and nobody's name;
// what lawfully can be undone has its button.
func TestDid(t *testing.T) {
	who := clerk2
	at := begun(t, who, marriage)
	form := fields(get(t, who, at))
	name, _ := somebody(form)
	form.Set("chuyen", "cm-02")
	form.Set("viec", "nhan")
	code := codeIn(t, post(t, who, at, http.StatusSeeOther, form).Header().Get("Location"))
	body := get(t, who, page.CounterHome)
	i := strings.Index(body, `class="table table--stack counter-did"`)
	if i < 0 {
		t.Fatal("the home does not tell what was done")
	}
	told := body[i : i+strings.Index(body[i:], "</table>")]
	first := told[strings.Index(told, "<tbody>"):]
	first = first[:strings.Index(first, "</tr>")]
	if text := words("<main>" + first + "</main>"); !strings.Contains(text, code) || !strings.Contains(text, "Tiếp nhận, phát hành văn bản, chuyển hồ sơ") || strings.Contains(text, name) {
		t.Errorf("the last act is told as %q", text)
	}
	if !strings.Contains(first, `action="/ho-so/`+code+`/hoan-tac"`) {
		t.Errorf("a hand-over just made has no way back: %s", first)
	}
	do(t, state(t, code).ID, specialist, access.Specialist, dossier.Accept{Holder: specialist.ID})
	body = get(t, who, page.CounterHome)
	if strings.Contains(body, `action="/ho-so/`+code+`/hoan-tac"`) {
		t.Error("what another has built on can be undone")
	}
	if n := strings.Count(told, `<th scope="row"`); n > didShown {
		t.Errorf("%d acts", n)
	}
	if strings.Contains(get(t, idle(), page.CounterHome), "counter-did") {
		t.Error("somebody who has done nothing has done something")
	}
}

// idle is a clerk who has done nothing.
func idle() access.Person {
	p := clerk
	p.ID = "mc-99"
	return p
}

var docket = regexp.MustCompile(`name="(sh-[^"]+)"`)

// TestPostRun: results that go by post stand in one list with where they go; those whose docket
// is typed are handed over, the others wait (QĐ 45/2016/QĐ-TTg). The look is recorded.
func TestPostRun(t *testing.T) {
	var codes []string
	for range 2 {
		at := begun(t, clerk, marriage)
		form := fields(get(t, clerk, at))
		somebody(form)
		form.Set("nhan-tai", "post")
		form.Set("nhan-noi", "12 Trần Hưng Đạo, phường Đông Hà, tỉnh Quảng Trị")
		form.Set("viec", "nhan")
		code := codeIn(t, post(t, clerk, at, http.StatusSeeOther, form).Header().Get("Location"))
		do(t, state(t, code).ID, specialist, access.Specialist, dossier.Accept{Holder: specialist.ID})
		do(t, state(t, code).ID, leader, access.Leader, dossier.Settle{Result: dossier.Result{Number: code + "/GCN", Paper: true}})
		codes = append(codes, code)
	}
	seen := looks(t, state(t, codes[0]).ID)
	body := get(t, clerk, postRun)
	hasWords(t, body, codes[0], codes[1], "12 Trần Hưng Đạo, phường Đông Hà, tỉnh Quảng Trị", "Nguyễn Thị Kiểm Tra")
	if n := looks(t, state(t, codes[0]).ID); n != seen+1 {
		t.Errorf("%d looks, want one more than %d", n, seen)
	}
	key := value(body[strings.Index(body, "counter-posted"):], page.KeyField)
	form := url.Values{page.KeyField: {key}}
	post(t, clerk, postRun, http.StatusUnprocessableEntity, form)
	form.Set(docketField(codes[0]), " EB123 456 789VN ")
	post(t, clerk, postRun, http.StatusSeeOther, form)
	post(t, clerk, postRun, http.StatusUnprocessableEntity, form) // the same form again: there is nothing left of it to do
	if s := state(t, codes[0]); s.Status != dossier.Returned {
		t.Fatalf("the posted result is in status %d", s.Status)
	}
	if state(t, codes[1]).Status != dossier.Settled {
		t.Fatal("a result without a docket was handed over")
	}
	body = get(t, clerk, postRun)
	if strings.Contains(body, codes[0]) || !strings.Contains(body, codes[1]) || len(docket.FindAllString(body, -1)) == 0 {
		t.Error("the list still has what has gone, or lost what waits")
	}
	form.Set(docketField(codes[1]), "EB2")
	post(t, clerk, postRun, http.StatusSeeOther, form)
	if state(t, codes[1]).Status != dossier.Returned {
		t.Error("the second result did not go")
	}
}

// certifyOne certifies copies of one paper through the page.
func certifyOne(t *testing.T, name, paper string, n int) {
	t.Helper()
	form := certifyFields(get(t, certifier, page.Certify))
	form.Set("ten", name)
	form.Set("bs-0-giay", paper)
	form.Set("bs-0-trang", "1")
	form.Set("bs-0-ban", strconv.Itoa(n))
	form.Set("viec", "chung-thuc")
	post(t, certifier, page.Certify, http.StatusSeeOther, form)
}

// TestBook: a day, a search and three files of the book say the same lines.
func TestBook(t *testing.T) {
	certifyOne(t, "Trần Thị Sổ Sách", "Bằng tốt nghiệp", 3)
	body := get(t, certifier, bookURL+"?ngay="+site.Now().Format("2006-01-02"))
	hasWords(t, body, "Sổ chứng thực bản sao ngày 23/11/2026", "Trần Thị Sổ Sách")
	rows := strings.Count(body, `<th scope="row"`)
	found := post(t, certifier, bookURL, http.StatusOK, url.Values{"nam": {"2026"}, "tim": {"so sach"}, page.KeyField: {page.NewKey()}}).Body.String()
	hasWords(t, found, "1 dòng có «so sach»", "Trần Thị Sổ Sách")
	hasWords(t, post(t, certifier, bookURL, http.StatusOK, url.Values{"nam": {"2026"}, "tim": {"không ai cả"}}).Body.String(), "Không có dòng nào trong năm này")
	post(t, certifier, bookURL, http.StatusUnprocessableEntity, url.Values{"nam": {"2026"}, "tim": {" "}})
	for format, starts := range map[string]string{"csv": "\ufeff", "xlsx": "PK", "pdf": "%PDF-"} {
		w := as(certifier, http.MethodGet, bookURL+"."+format+"?ngay=2026-11-23", nil)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), starts) || !strings.Contains(w.Header().Get("Content-Disposition"), "so-chung-thuc-ban-sao-2026-11-23."+format) {
			t.Errorf("%s: %d %s %.20q", format, w.Code, w.Header().Get("Content-Disposition"), w.Body)
		}
		if n := strings.Count(w.Body.String(), "\n"); format == "csv" && n != rows+1 {
			t.Errorf("the file has %d lines, the page %d", n-1, rows)
		}
	}
	if w := as(certifier, http.MethodGet, bookURL+"?ngay=32/13/2026", nil); w.Code < 400 || w.Code >= 500 {
		t.Errorf("a day that is none: %d", w.Code)
	}
}
