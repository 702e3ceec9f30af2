package entrance

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// keepField carries a kept form through a sign-in.
const keepField = "giu"

// kept is a form that was posted when its session had ended, or its proof of presence was too
// old. It stays in the browser's own pages and is never written down here.
type kept struct {
	Path   string     `json:"p"`
	Fields url.Values `json:"f"`
	At     time.Time  `json:"t"`
}

// Resumes reports whether a refused request is a form that can be kept: a post of plain fields
// to a page that is not the entrance itself. Files are never kept.
func Resumes(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return r.Method == http.MethodPost && err == nil && kind == "application/x-www-form-urlencoded" && !ours(r.URL.Path)
}

// ours are the addresses of the room: their forms hold passwords and codes.
func ours(path string) bool {
	return slices.ContainsFunc([]string{page.SignIn, page.SignOut, page.SwitchUser, page.Prove, page.Account, strings.TrimSuffix(page.FirstRun, "/")},
		func(p string) bool { return path == p || strings.HasPrefix(path, p+"/") })
}

// Resume shows the sign-in (or, to who is signed in, the proof of presence) in place of a form
// that may not pass now, keeps what was typed, and offers to send it again afterwards. The
// caller has proved that the request comes from this server's own pages.
func Resume(s *page.Site, w http.ResponseWriter, r *http.Request) error {
	o := &room{Site: s, outside: newOutside(s)}
	if err := o.ready(); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, keepMost)
	if err := r.ParseForm(); err != nil {
		return err
	}
	k := kept{Path: r.URL.RequestURI(), Fields: r.PostForm, At: o.Now()}
	text, err := k.write()
	if err != nil {
		return err
	}
	if page.Person(r.Context()) != nil {
		return o.showProve(w, r, http.StatusForbidden, proveView{onward: onward{Keep: text}})
	}
	return o.showDoor(w, r, http.StatusForbidden, door{onward: onward{Keep: text}})
}

func (k kept) write() (string, error) {
	b, err := json.Marshal(k)
	return base64.RawURLEncoding.EncodeToString(b), err
}

func readKept(text string) (*kept, error) {
	bad := func(err error) error { return fault.Wrap(err, fault.Invalid, "entrance.kept_malformed") }
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(b) > 2*keepMost {
		return nil, bad(err)
	}
	k := &kept{}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(k); err != nil {
		return nil, bad(err)
	}
	u, err := url.ParseRequestURI(k.Path)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(k.Path, "/") || strings.HasPrefix(k.Path, "//") || strings.Contains(k.Path, "\\") || ours(u.Path) {
		return nil, bad(err)
	}
	return k, nil
}

// field is one field of a kept form.
type field struct{ Name, Value string }

// list are the fields, in an order that does not change.
func (k *kept) list() []field {
	var out []field
	for name, values := range k.Fields {
		for _, v := range values {
			out = append(out, field{name, v})
		}
	}
	slices.SortStableFunc(out, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// replay offers to send the kept form again. It is not sent by itself: another person may have
// signed in than had filled it in, and an act is of who presses the button.
func (o *room) replay(w http.ResponseWriter, r *http.Request, e access.Entry, text string) error {
	k, err := readKept(text)
	if err != nil {
		return err
	}
	return o.show(w, r, http.StatusOK, "replay", nil, replayPage(k, e.Person.Name, home(&e.Person)))
}
