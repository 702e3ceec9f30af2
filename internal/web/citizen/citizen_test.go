package citizen

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/web/page"
	"github.com/motcua/motcua/internal/web/webtest"
)

var site *page.Site

func TestMain(m *testing.M) {
	s, err := webtest.Site() // the room opens no ledger
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	site = &s
	os.Exit(m.Run())
}

// answer is what the room answers to an address.
func answer(t testing.TB, address string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	webtest.Handler(site, Routes(site)).ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w.Code, w.Body.String()
}

// TestCatalogue: what is asked is what is shown, and asked again by every link.
func TestCatalogue(t *testing.T) {
	for _, c := range []struct {
		address string
		code    int
		has     []string
	}{
		{"/thu-tuc?q=dang+ky+khai+sinh", 200, []string{"Thủ tục đăng ký khai sinh", "1.001193"}},
		{"/thu-tuc?q=sao+y", 200, []string{"2.000815"}},
		{"/thu-tuc?q=khia+sinh", 200, []string{"Không thấy thủ tục nào", "Có thể là một trong các thủ tục này", "1.001193"}},
		{"/thu-tuc?q=%3Cscript%3Ealert(1)%3C/script%3E", 200, []string{"&lt;script&gt;alert(1)"}},
		{"/thu-tuc?trang=2&linh-vuc=H%E1%BB%99+t%E1%BB%8Bch", 400, []string{"Không có trang «2»"}},
		{"/thu-tuc?trang=9223372036854775807", 400, []string{"Không có trang «9223372036854775807»"}},
		{"/thu-tuc?ngay=31/12/2023", 200, []string{"Chủ nhật 31/12/2023", `value="31/12/2023"`, "ngay=2023-12-31"}},
		{"/thu-tuc?ngay=31/02/2023", 400, []string{"không phải là một ngày"}},
		{"/thu-tuc/9.999999", 400, []string{"Chưa mở được"}},
		{"/thu-tuc/1.999999", 404, []string{"Chưa mở được"}},
		{"/thu-tuc/1.001193?ngay=31/12/2019", 200, []string{"Đang xem thủ tục như vào thứ Ba 31/12/2019"}},
	} {
		code, body := answer(t, c.address)
		if code != c.code {
			t.Errorf("%s: %d", c.address, code)
		}
		for _, want := range c.has {
			if !strings.Contains(body, want) {
				t.Errorf("%s: lacks %q", c.address, want)
			}
		}
		if strings.Contains(body, "<script>alert") {
			t.Errorf("%s: not escaped", c.address)
		}
	}
}

// TestQuestionsReturn: the address of a question asks the same question.
func TestQuestionsReturn(t *testing.T) {
	today := calendar.MakeDate(2026, 11, 23)
	rapid.Check(t, func(t *rapid.T) {
		a := question{Words: strings.TrimSpace(rapid.StringMatching(`[a-zđ .,&=%?#+]{0,20}`).Draw(t, "q")), Field: rapid.SampledFrom([]string{"", "Hộ tịch", "Đất đai"}).Draw(t, "field"),
			Group: rapid.SampledFrom([]string{"", "commune"}).Draw(t, "group"), Level: rapid.SampledFrom(append([]string{""}, levels...)).Draw(t, "level"),
			Here: rapid.Bool().Draw(t, "here"), Gone: rapid.Bool().Draw(t, "gone"), Day: today + calendar.Date(rapid.IntRange(-2000, 10).Draw(t, "day")), today: today}
		n := rapid.IntRange(1, 30).Draw(t, "page")
		u, err := url.Parse(a.url(n))
		if err != nil {
			t.Fatal(err)
		}
		got, err := ask(u.Query(), today)
		if a.Page = n; err != nil || got != a {
			t.Fatalf("%s: %+v, want %+v (%v)", u, got, a, err)
		}
	})
}

// TestFiltersAddUp: the levels share out the catalogue, and so do the fields.
func TestFiltersAddUp(t *testing.T) {
	p := &pages{site: site}
	base := question{Gone: true, Page: 1, Day: calendar.MakeDate(2025, 3, 31)}
	all := p.find(base)
	byLevel, byField := 0, 0
	for _, l := range levels {
		q := base
		q.Level = l
		byLevel += p.find(q).Total
	}
	for _, f := range all.Fields {
		q := base
		q.Field = f
		byField += p.find(q).Total
	}
	if n := len(site.Catalog.Procedures.All()); all.Total != n || byLevel != n || byField != n {
		t.Errorf("%d procedures, %d found, %d by level, %d by field", n, all.Total, byLevel, byField)
	}
}

// TestCourses: every procedure has a course from the applicant to the applicant; who decides
// elsewhere has a lane of his own and our leader none.
func TestCourses(t *testing.T) {
	p, ctx := &pages{site: site}, page.With(context.Background(), site, "vi")
	for _, pr := range site.Catalog.Procedures.All() {
		c := p.chart(ctx, pr, pr.VersionOn(calendar.MakeDate(2026, 11, 23)))
		first, last := c.Steps[0], c.Steps[len(c.Steps)-1]
		if first.Lane != 0 || last.Lane != 0 || len(c.Steps) < 6 || c.From >= c.To {
			t.Errorf("%s: %+v", pr.Code, c)
		}
		leads := slices.Contains(c.Lanes, "Lãnh đạo ký kết quả")
		if leads == (elsewhere(pr) != "") {
			t.Errorf("%s (%s %s): lanes %q", pr.Code, pr.Group, pr.Flow, c.Lanes)
		}
		drawnWell(t, pr, draw(c))
	}
}

// drawnWell: every box lies on the sheet, no two cover each other, and text is in its box.
func drawnWell(t *testing.T, pr *procedure.Procedure, d drawing) {
	t.Helper()
	for i, b := range d.Boxes {
		if b.X < 0 || b.Y < headRoom || b.X+boxWidth > d.Width || b.Y+b.H > d.Height {
			t.Errorf("%s: box %d is off the sheet", pr.Code, i)
		}
		for _, l := range b.Lines {
			if l.Y < b.Y || l.Y > b.Y+b.H {
				t.Errorf("%s: %q is outside its box", pr.Code, l.Text)
			}
		}
		for _, o := range d.Boxes[:i] {
			if o.X == b.X && o.Y < b.Y+b.H && b.Y < o.Y+o.H {
				t.Errorf("%s: boxes cover each other", pr.Code)
			}
		}
	}
	if len(d.Rail.Lines) > 0 && (d.Rail.Top >= d.Rail.Bottom || d.Rail.Bottom > d.Height) {
		t.Errorf("%s: period from %d to %d", pr.Code, d.Rail.Top, d.Rail.Bottom)
	}
}

// TestWrap: no word is lost, and no line is longer than asked but for a single word.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[a-zăâđêôơư ]{0,80}`).Draw(t, "text")
		n := rapid.IntRange(1, 30).Draw(t, "n")
		lines := wrap(text, n)
		if got := strings.Join(lines, " "); got != strings.Join(strings.Fields(text), " ") {
			t.Fatalf("%q became %q", text, got)
		}
		for _, l := range lines {
			if len([]rune(l)) > n && strings.Contains(l, " ") {
				t.Fatalf("%q is longer than %d", l, n)
			}
		}
	})
}
