package web

import (
	"net/http"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// longestAddress bounds the path and query of a request; no link of ours is a quarter of it.
const longestAddress = 4 << 10

// policy is what a page may load and where it may send: this server and nothing else. It may
// not stand inside another page.
const policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// insist tells a browser to come by TLS only, for two years: a line in between cannot make it
// come without.
const insist = "max-age=63072000"

// guardHeaders are on every answer, errors and files too.
func guardHeaders(h http.Header, insists bool) {
	if insists {
		h.Set("Strict-Transport-Security", insist)
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Cookie")
}

// admit refuses what no page should have to think about: who goes round the proxy, a foreign
// host name, an unreadable address, a write from another site. It answers a change of language
// itself.
func (s *Server) admit(w *answer, r *http.Request) error {
	why := s.way.settle(r)
	guardHeaders(w.Header(), r.TLS != nil && s.way.Public)
	switch {
	case why != nil:
		return plainText(w, http.StatusForbidden, s.site.Words.Error(page.Lang(r.Context()), why))
	case !s.way.answers(r.Host):
		return plainText(w, http.StatusMisdirectedRequest, page.T(r.Context(), "web.host_unknown", "host", printable(r.Host)))
	}
	if !readable(r.URL) {
		return fault.New(fault.Invalid, "web.address_malformed")
	}
	if err := s.origin.Check(r); err != nil {
		return fault.New(fault.Forbidden, "web.cross_origin")
	}
	if r.Method == http.MethodGet && r.URL.Query().Has("lang") {
		return changeLanguage(w, r)
	}
	return nil
}

// readable reports whether an address is text: no control characters, no broken UTF-8 or
// escapes, not longer than any link.
func readable(u *url.URL) bool {
	if len(u.Path)+len(u.RawQuery) > longestAddress || !text(u.Path) {
		return false
	}
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return false
	}
	for name, values := range q {
		if !text(name) {
			return false
		}
		for _, v := range values {
			if !text(v) {
				return false
			}
		}
	}
	return true
}

func text(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// printable is a foreign text cut to what may stand in an answer.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) && r != utf8.RuneError {
			return r
		}
		return '·'
	}, s)
	if len(s) > 100 {
		return "…"
	}
	return s
}

// languageCookie keeps the reader's language, and nothing else is kept.
const languageCookie = "lang"

// language is the one that the reader chose; Vietnamese when none.
func language(r *http.Request) string {
	if c, err := r.Cookie(languageCookie); err == nil && c.Value == "en" {
		return "en"
	}
	return "vi"
}

// changeLanguage keeps the choice and leads to the same page without it, so that a copied
// address does not change another reader's language.
func changeLanguage(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	lang := q.Get("lang")
	if lang != "en" {
		lang = "vi"
	}
	q.Del("lang")
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: r.TLS != nil, SameSite: http.SameSiteLaxMode})
	same := *r.URL
	same.RawQuery = q.Encode()
	return redirect(w, here(&same))
}
