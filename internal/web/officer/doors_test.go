package officer

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// known is a dossier of the ward with what no page may show.
type known struct{ *dossier.State }

func (k known) day() calendar.Date { return calendar.DateOf(k.ReceivedAt) }

func allDossiers(t testing.TB) ([]known, int64, error) {
	t.Helper()
	sn, err := ward.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer sn.Close()
	rows, n, err := sn.Dossiers(context.Background(), rollup.Query{Unit: site.Unit.Code, Terms: []rollup.Term{{Count: rollup.Received}}, To: webtest.Today}, measure.Page{})
	out := make([]known, len(rows))
	for i, s := range rows {
		out[i] = known{s}
	}
	return out, n, err
}

// TestHostile: what is not an address of these pages gets a sentence, never a fault of the
// program.
func TestHostile(t *testing.T) {
	list := func(q string) string { return "/danh-sach?" + q }
	good := "ct=III.4.3&tu=2024-01-01&den=2024-12-31"
	for _, c := range []struct {
		url  string
		want int
	}{
		{"/bao-cao/khong-co", 404},
		{"/bao-cao/khong-co.pdf", 404},
		{"/bao-cao/..%2f..%2fetc%2fpasswd.docx", 404},
		{"/bao-cao/cchc-2021-2025?den=2020-12-31", 400},
		{"/bao-cao/cchc-2021-2025?den=2026-12-31", 400},
		{"/bao-cao/cchc-2021-2025?den=0000-00-00", 400},
		{"/bao-cao/cchc-2021-2025?den=' OR 1=1", 400},
		{"/bao-cao/cchc-2021-2025/phu-luc-V?den=2025-03-31", 404},
		{"/bao-cao/cchc-2021-2025/ii06a-2025?den=2025-03-31", 404},
		{list(""), 400},
		{list("ct=III.4.3"), 400},
		{list("ct=III.4.3&cot=received.online&tu=2024-01-01&den=2024-12-31"), 400},
		{list("ct=KHONG&tu=2024-01-01&den=2024-12-31"), 404},
		{list("ct=III.4.3&tu=2024-12-31&den=2024-01-01"), 400},
		{list("ct=III.4.3&tu=0001-01-01&den=9999-12-31"), 400},
		{list(good + "&phan=99.num"), 404},
		{list(good + "&phan=-1.den"), 404},
		{list(good + "&phan=%00"), 404},
		{list(good + "&sap=applicant"), 400},
		{list(good + "&sap=code,DROP TABLE dossier"), 400},
		{list(good + "&trang=0"), 400},
		{list(good + "&trang=-3"), 400},
		{list(good + "&trang=99999"), 404},
		{list(good + "&trang=9223372036854775807"), 400},
		{list(good + "&trang=99999999999999999999"), 400},
		{list(good + "&bc=khong-co"), 404},
		{list(good + "&bc=cchc-2021-2025&chot=x"), 400},
		{list("cot=received.secret&tu=2024-01-01&den=2024-12-31"), 400},
		{list("cot=received.online&dong=" + url.QueryEscape("Không có dòng này") + "&tu=2024-01-01&den=2024-12-31"), 404},
		{list("ct=I.1.2&tu=2024-01-01&den=2024-12-31&sap=khong-co"), 400},
		{"/danh-sach.csv?ct=KHONG&tu=2024-01-01&den=2024-12-31", 404},
		{"/danh-sach.xlsx?" + good + "&sap=applicant", 400},
		{"/danh-sach.json?", 400},
		{"/ho-so/khong-phai-ma", 404},
		{"/ho-so/H50.31.02-240101-9999", 404},
		{"/ho-so/%00%ff", 404},
		{"/ho-so/" + strings.Repeat("A", 5000), 404},
		{"/muc/0000000000000", 404},
		{"/muc/../../x", 404},
		{"/muc/ZZZZZZZZZZZZZZZZ", 404},
		{"/chi-tieu/KHONG", 404},
		{"/chi-tieu?tim=" + strings.Repeat("a", 500), 400},
		{"/so-sanh?bc=khong-co", 404},
		{"/so-sanh?tu=x", 400},
		{"/so-sanh?tu=2030-01-01", 400},
		{"/so-sanh?trang=0", 400},
		{"/so-sanh?trang=99999", 404},
	} {
		u := strings.NewReplacer(" ", "%20", "'", "%27").Replace(c.url)
		code, _, body := answerOf(t, u)
		if code == http.StatusMovedPermanently || code == http.StatusTemporaryRedirect { // of ServeMux, to a cleaned path
			continue
		}
		if code != c.want {
			t.Errorf("%s: %d, want %d", c.url[:min(len(c.url), 90)], code, c.want)
		}
		if bytes.Contains(body, []byte("officer.")) || bytes.Contains(body, []byte("web.list")) {
			t.Errorf("%s: a sentence is missing", c.url)
		}
	}
}

// TestSearch: the search of indicators minds neither accents nor case, and finds by id.
func TestSearch(t *testing.T) {
	for query, want := range map[string]string{"ty le giai quyet dung hen": "III.4.3", "TỶ LỆ HỒ SƠ": "III.4.3", "iii.4.3": "III.4.3", "dieu hanh": "I.1"} {
		body := pageOK(t, "/chi-tieu?tim="+url.QueryEscape(query))
		if !bytes.Contains(body, []byte(page.IndicatorURL(want))) && want != "I.1" {
			t.Errorf("%q does not find %s", query, want)
		}
	}
	if !bytes.Contains(pageOK(t, "/chi-tieu?tim=xyzxyz"), []byte("Không có chỉ tiêu")) {
		t.Error("an empty answer is not said")
	}
}

// TestEveryDefinition: each indicator has its page, with its figures by year where a ward has
// any, and each book item on it opens.
func TestEveryDefinition(t *testing.T) {
	for _, i := range site.Set.All() {
		body := pageOK(t, page.IndicatorURL(i.ID))
		if len(i.Den) > 0 && !bytes.Contains(body, []byte("Mẫu số")) {
			t.Errorf("%s: the denominator is not told", i.ID)
		}
		for _, x := range i.Tests {
			if x.Threshold > 0 && !bytes.Contains(body, []byte("Đạt khi ít nhất")) {
				t.Errorf("%s: the threshold is not told", i.ID)
			}
		}
	}
}

// TestCountedIn: the figures that a dossier's page says it is in have it in their lists.
func TestCountedIn(t *testing.T) {
	rows, _, _ := allDossiers(t)
	for _, back := range []int{1, 150, 700} { // of the years with fewest dossiers: the lists are read whole
		s := rows[len(rows)-back]
		links := linksOf(pageOK(t, page.DossierURL(s.Code, nil)))
		found := 0
		for _, link := range links {
			if strings.HasPrefix(link, "/danh-sach?ct=") {
				found++
				if !bytes.Contains(fileOK(t, strings.Replace(link, "/danh-sach?", "/danh-sach.csv?", 1)), []byte(s.Code)) {
					t.Errorf("%s is not in %s", s.Code, link)
				}
			}
		}
		if found == 0 {
			t.Errorf("%s is in no figure", s.Code)
		}
	}
}

// TestEmpty: a list without rows says which of the states it is: zero, no data and not
// applicable are three things (reform-reporting rule 1).
func TestEmpty(t *testing.T) {
	for query, want := range map[string]string{
		"cot=settled.late&tu=2024-01-01&den=2024-12-31":                                    "con số này là 0",
		"ct=IX.3&phan=2.num&tu=2021-01-01&den=2025-03-31":                                  "Chưa có số liệu",
		"ct=III.1.4.1&tu=2024-01-01&den=2024-12-31":                                        "không thuộc phạm vi",
		"ct=III.4.3&tu=2020-01-01&den=2020-12-31":                                          "không thuộc phạm vi",
		"ct=III.4.3&tu=2025-10-01&den=2025-10-31&phan=den":                                 "con số này là 0",
		"cot=open.overdue&tu=2024-01-01&den=2024-12-31&dong=" + url.QueryEscape("Hộ tịch"): "con số này là 0",
	} {
		if body := pageOK(t, "/danh-sach?"+query); !bytes.Contains(body, []byte(want)) {
			t.Errorf("%s does not say %q", query, want)
		}
	}
}

// keys of forms are fresh on every page.
var keys = regexp.MustCompile(`value="[A-Z2-7]{26}"`)

// TestCompare: a report differs from itself in nothing; between two days the list of what came
// in between is as long as the difference says.
func TestCompare(t *testing.T) {
	if body := pageOK(t, "/so-sanh?tu=2025-03-31&den=2025-03-31"); !bytes.Contains(body, []byte("Không có con số nào khác nhau")) {
		t.Error("a report differs from itself")
	}
	body := pageOK(t, "/so-sanh?pl=II.06a&tu=2024-03-31&den=2024-06-30")
	proved := 0
	for _, link := range linksOf(body) {
		if strings.HasPrefix(link, "/danh-sach?") && strings.Contains(link, "tu=2024-04-01") {
			proved++
			if !bytes.Contains(pageOK(t, link), []byte("= con số trong báo cáo")) {
				t.Errorf("%s does not stand for its number", link)
			}
		}
	}
	if proved < 10 {
		t.Errorf("only %d lists of what came in between", proved)
	}
	if a, b := pageOK(t, "/so-sanh?tu=2024-03-31&den=2024-06-30"), pageOK(t, "/so-sanh?tu=2024-06-30&den=2024-03-31"); !bytes.Equal(keys.ReplaceAll(a, nil), keys.ReplaceAll(b, nil)) {
		t.Error("the order of the days matters")
	}
	pageOK(t, "/so-sanh?tu=2024-03-31&den=2024-06-30&tat-ca=1&trang=3")
}
