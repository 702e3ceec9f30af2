package web

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// TestUnknown: an address without a route is a page in Vietnamese; a method that an address
// does not take is told which it does.
func TestUnknown(t *testing.T) {
	s, _ := start(t, nil)
	for _, u := range []string{"/khong-co", "/thu-tuc/", "/thu-tuc/1.001193/x", "/bao-cao/khong-co", "/static/motcua.css", "/favicon.ico", "/.git/config", "/thu-tuc/../../etc/passwd"} {
		w := get(s, u)
		if w.Code != http.StatusNotFound && w.Code != http.StatusTemporaryRedirect {
			t.Errorf("%s: %d", u, w.Code)
		}
		guarded404(t, u, w.Header(), w.Code)
	}
	w := get(s, "/khong-co")
	for _, want := range []string{"Chưa mở được trang này", "Không có trang ở địa chỉ này", "Không có gì trong sổ bị thay đổi", `lang="vi"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page of a missing address lacks %q", want)
		}
	}
	goodPage(t, "404", w.Body.String())
	for _, m := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, "BREW"} {
		r := request(m, "/thu-tuc")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if w := do(s, r); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d, allowed %q", m, w.Code, w.Header().Get("Allow"))
		}
	}
}

func guarded404(t *testing.T, u string, h http.Header, code int) {
	t.Helper()
	if code == http.StatusNotFound {
		guarded(t, u, h)
	}
}

// TestHostile: an address that no link of ours makes is refused and never an error of the
// program.
func TestHostile(t *testing.T) {
	s, log := start(t, nil)
	bad := []string{"%00", "%ff%fe", "%c0%af", strings.Repeat("a", 5000), "%zz", "-1", "0", "99999999999999999999", "<script>alert(1)</script>", "' OR 1=1 --", "../../../etc/passwd", "%e2%80%ae", "%0d%0aSet-Cookie:%20a=b"}
	places := []string{"/thu-tuc?q=", "/thu-tuc?trang=", "/thu-tuc?ngay=", "/thu-tuc?linh-vuc=", "/thu-tuc/", "/thu-tuc/1.001193?ngay=", "/lich?nam=", "/lich?nhan=", "/lich?nhan=20/11/2026&luc=10:00&so=", "/lich?nhan=20/11/2026&luc=10:00&so=1&don-vi=", "/lich?nhan=20/11/2026&luc=10:00&so=1&moc=", "/lich?nhan=20/11/2026&so=1&luc=",
		"/danh-sach?ct=", "/danh-sach?ct=III.4.3&tu=2021-01-01&den=2025-03-31&sap=", "/danh-sach?ct=III.4.3&tu=2021-01-01&den=2025-03-31&trang=", "/danh-sach.csv?ct=", "/ho-so/", "/muc/", "/chi-tieu/", "/bao-cao/", "/bao-cao/cchc-2021-2025?den=", "/bao-cao/cchc-2021-2025/", "/so-sanh?tu=", "/?den="}
	for _, place := range places {
		for _, b := range bad {
			r := request(http.MethodGet, "/")
			path, query, _ := strings.Cut(place+strings.ReplaceAll(b, " ", "+"), "?")
			if err := r.URL.UnmarshalBinary([]byte("http://127.0.0.1:8140" + path)); err != nil {
				continue // no such request reaches a handler
			}
			r.URL.RawQuery = query
			w := do(s, r)
			if w.Code >= 500 {
				t.Errorf("%s: %d", first(place+b), w.Code)
			}
			if strings.Contains(w.Body.String(), "<script>alert") || w.Header().Get("Set-Cookie") != "" {
				t.Errorf("%s: let through", place+b)
			}
		}
	}
	if strings.Contains(log.String(), "level=ERROR") || strings.Contains(log.String(), "passwd") {
		t.Error("the log has an error or an address")
	}
}

// TestCrossOrigin: a write that another site makes a browser send is refused.
func TestCrossOrigin(t *testing.T) {
	s, _ := start(t, nil)
	r := request(http.MethodPost, "/doi-chieu")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.Header.Set("Origin", "https://evil.example")
	if w := do(s, r); w.Code != http.StatusForbidden {
		t.Errorf("%d", w.Code)
	}
}

// TestLanguage: the choice is kept in a cookie, the address is freed of it, and it leads
// nowhere else.
func TestLanguage(t *testing.T) {
	s, _ := start(t, nil)
	w := get(s, "/thu-tuc?lang=en&q=khai+sinh")
	cookie := w.Header().Get("Set-Cookie")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/thu-tuc?q=khai+sinh" || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Errorf("%d %q %q", w.Code, w.Header().Get("Location"), cookie)
	}
	r := request(http.MethodGet, "/thu-tuc")
	r.Header.Set("Cookie", strings.Split(cookie, ";")[0])
	if body := do(s, r).Body.String(); !strings.Contains(body, `lang="en"`) || !strings.Contains(body, "Administrative procedures") {
		t.Error("not in English")
	}
	for _, path := range []string{"//evil.example/", "/\\evil.example/", "///evil.example"} {
		r := request(http.MethodGet, "/?lang=en")
		r.URL.Path = path
		if to := do(s, r).Header().Get("Location"); strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") || strings.Contains(to, "://") {
			t.Errorf("%s leads to %q", path, to)
		}
	}
}

// TestFailures: a panic, a fault inside and a ledger that cannot be read are pages that tell
// nothing of the inside and give a code; the log has the code and the cause.
func TestFailures(t *testing.T) {
	for name, c := range map[string]struct {
		open func(context.Context) (page.Reading, error)
		want int
		says string
	}{
		"panic":    {func(context.Context) (page.Reading, error) { panic("secret of the inside") }, 500, "Hãy tải lại trang"},
		"internal": {func(context.Context) (page.Reading, error) { return nil, errors.New("secret of the inside") }, 500, "Hãy tải lại trang"},
		"busy":     {func(context.Context) (page.Reading, error) { return nil, fault.New(fault.Unavailable, "web.busy") }, 503, "quá nhiều yêu cầu"},
	} {
		s, log := start(t, func(p *page.Site) { p.Open = c.open })
		w := get(s, "/")
		body := w.Body.String()
		if w.Code != c.want || !strings.Contains(body, c.says) || strings.Contains(body, "secret") {
			t.Errorf("%s: %d %s", name, w.Code, first(body))
		}
		_, rest, _ := strings.Cut(body, `class="code">`)
		code, _, _ := strings.Cut(rest, "<")
		if len(code) != 9 || !strings.Contains(log.String(), "id="+code) {
			t.Errorf("%s: code %q is not in the log", name, code)
		}
		if c.want == 503 && w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: does not say when to come back", name)
		}
		if ready := get(s, "/readyz"); name != "panic" && ready.Code != 503 {
			t.Errorf("%s: ready %d", name, ready.Code)
		}
		if live := get(s, "/livez"); live.Code != 200 || live.Body.String() != "ok\n" {
			t.Errorf("%s: alive %d", name, live.Code)
		}
	}
}

// TestLog: one line a request, with the route and never the address.
func TestLog(t *testing.T) {
	s, log := start(t, nil)
	get(s, "/thu-tuc/1.001193?ngay=31/12/2023&q=Nguyen+Van+A")
	get(s, "/ho-so/H50.31.02-230105-0001")
	text := log.String()
	if n := strings.Count(text, "msg=request"); n != 2 || !strings.Contains(text, `route="GET /thu-tuc/{code}"`) {
		t.Errorf("%d lines: %s", n, text)
	}
	for _, leak := range []string{"Nguyen", "1.001193", "2023", "230105"} {
		if strings.Contains(text, leak) {
			t.Errorf("the log has %q: %s", leak, text)
		}
	}
}

// TestStatic: a file under its hash may be kept for ever, and is sent compressed to who can
// read that; what a browser gets is the same.
func TestStatic(t *testing.T) {
	s, _ := start(t, nil)
	plain := get(s, s.site.Assets.Style)
	if !strings.Contains(plain.Header().Get("Cache-Control"), "immutable") || !strings.Contains(plain.Body.String(), "--accent") {
		t.Fatalf("%v", plain.Header())
	}
	r := request(http.MethodGet, s.site.Assets.Style)
	r.Header.Set("Accept-Encoding", "gzip, br")
	small := do(s, r)
	z, err := gzip.NewReader(small.Body)
	if err != nil || small.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal(err, small.Header())
	}
	if b, err := io.ReadAll(z); err != nil || string(b) != plain.Body.String() {
		t.Errorf("compressed and plain differ (%v)", err)
	}
	for _, word := range []string{"color-mix", "subgrid", "@import", "url(http", "popover", "@font-face"} {
		if strings.Contains(plain.Body.String(), word) {
			t.Errorf("the stylesheet has %q", word)
		}
	}
	main, scan := get(s, s.site.Assets.Script).Body, get(s, s.site.Assets.Scripts["scan.js"]).Body
	if n := main.Len() + scan.Len(); n > 24<<10 || main.Len() == 0 || scan.Len() == 0 {
		t.Errorf("the script has %d bytes", n)
	}
	if !strings.Contains(main.String(), strconv.Quote(s.site.Assets.Scripts["scan.js"])) {
		t.Error("the script does not name what it loads")
	}
}

// TestCompressed: pages are compressed for who can read that, and their length is not that of
// the plain page.
func TestCompressed(t *testing.T) {
	s, _ := start(t, nil)
	r := request(http.MethodGet, "/thu-tuc")
	r.Header.Set("Accept-Encoding", "gzip")
	w := do(s, r)
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if plain := get(s, "/thu-tuc").Body.String(); err != nil || formKey.ReplaceAllString(string(b), "") != formKey.ReplaceAllString(plain, "") {
		t.Errorf("compressed and plain differ (%v)", err)
	}
}

// formKey is the key of a form, another one each time a page is written.
var formKey = regexp.MustCompile(`value="[A-Z2-7]{26}"`)

// TestServe: the real server answers, refuses a slow or swollen header, and stops when told
// to, finishing what it has begun.
func TestServe(t *testing.T) {
	s, _ := start(t, nil)
	l, err := (&Doorway{Address: "localhost:0"}).Listen()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	resp, err := http.Get("http://" + l.Addr().String() + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Errorf("ready: %d", resp.StatusCode)
	}
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	io.WriteString(conn, "GET / HTTP/1.1\r\nHost: localhost\r\nX: "+strings.Repeat("a", 40<<10)+"\r\n\r\n")
	answer := make([]byte, 64)
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	if n, _ := conn.Read(answer); !strings.Contains(string(answer[:n]), "431") {
		t.Errorf("a swollen header: %q", answer[:n])
	}
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("does not stop")
	}
}
