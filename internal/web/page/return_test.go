package page

import (
	"net/http/httptest"
	"net/url"
	"testing"
)

// TestReturn: only an address of this server is gone on to.
func TestReturn(t *testing.T) {
	for to, ok := range map[string]bool{
		"/": true, "/ho-so/H50.31.02-230105-0001?ds=ct%3DIII.4.3": true, "/a?u=https://b/": true, "/a//b": true, "/%2F%2Fevil.example": true, "/a:b": true,
		"": false, "//evil.example": false, "/\\evil.example": false, "\\/evil.example": false, "https://evil.example": false, "http:/evil": false,
		"javascript:alert(1)": false, "evil.example": false, "/\t/evil.example": false, "/\n/evil.example": false, "\t//evil.example": false,
		"///evil.example": false, "/a\\b": false, "/\x00": false, " /a": false, "data:text/html,x": false, "/%zz": false,
	} {
		r := httptest.NewRequest("GET", Onward(SignIn, to), nil)
		want := "/lai"
		if ok {
			want = to
		}
		if got := Return(r, "/lai"); got != want {
			t.Errorf("%q: goes on to %q", to, got)
		}
	}
}

// FuzzReturn: whatever is accepted, a browser that resolves it stays on the server.
func FuzzReturn(f *testing.F) {
	for _, s := range []string{"/", "//a", "/\\a", "/a?b#c", "/\t/a", "http://a", "/.//a", "/;@a"} {
		f.Add(s)
	}
	base := &url.URL{Scheme: "https", Host: "motcua.example"}
	f.Fuzz(func(t *testing.T, to string) {
		if !own(to) {
			return
		}
		u, err := base.Parse(to)
		if err != nil || u.Host != base.Host || u.Scheme != base.Scheme || u.User != nil {
			t.Errorf("%q leads to %v (%v)", to, u, err)
		}
	})
}
