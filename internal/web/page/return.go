package page

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/motcua/motcua/internal/access"
)

// ReturnField names the address to go on to, in the query or the form of a page that stands
// in between (sign-in, proof of presence).
const ReturnField = "ve"

// Onward is the address of a page that stands in between, with where to go on to from there.
func Onward(between, to string) string {
	return between + "?" + url.Values{ReturnField: {to}}.Encode()
}

// Return is where a request wants to go on to: an address of this server, or instead when it
// names none. An address that leads anywhere else is none (no open redirect).
func Return(r *http.Request, instead string) string {
	if to := r.FormValue(ReturnField); own(to) {
		return to
	}
	return instead
}

// own reports whether a text is an address of this server: a path from its root. Browsers
// read a backslash as a slash, drop tabs and line ends, and take two slashes for a host.
func own(to string) bool {
	if len(to) == 0 || len(to) > 2<<10 || to[0] != '/' || strings.ContainsFunc(to, unicode.IsControl) || strings.ContainsAny(to, "\\") {
		return false
	}
	u, err := url.Parse(to)
	return err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && u.Opaque == "" && !strings.HasPrefix(to, "//")
}

// RoleNames names roles in the reader's language: "lãnh đạo, kiểm tra".
func RoleNames(ctx context.Context, roles ...access.Role) string {
	names := make([]string, 0, len(roles))
	for _, r := range roles {
		names = append(names, T(ctx, "web.role."+string(r)))
	}
	return strings.Join(names, ", ")
}
