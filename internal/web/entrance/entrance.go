// Package entrance is the doors of the house: signing in, proving to be there again, switching
// the person at a shared machine, the own account.
//
// It promises that a refused form comes back with what was typed (never a password), that a
// form posted after the session had ended is not lost, that it leads on only to addresses of
// this server, and that the doors of the example stand open at the example's own machine only.
// Who may enter, access decides.
package entrance

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/web/page"
)

// Addresses inside the room.
const (
	codeURL     = page.SignIn + "/ma"
	enrolURL    = page.SignIn + "/cai-dat"
	renewURL    = page.SignIn + "/mat-khau"
	tryURL      = page.SignIn + "/thu"
	keyURL      = page.SignIn + "/khoa" // passkey: options, then the answer
	outsideURL  = page.SignIn + "/ngoai"
	lockURL     = page.SwitchUser + "/khoa-may"
	passwordURL = page.Account + "/mat-khau"
	appURL      = page.Account + "/ung-dung"
	recoveryURL = page.Account + "/du-phong"
	passkeyURL  = page.Account + "/khoa"
	sessionURL  = page.Account + "/phien"
	noticeURL   = page.Account + "/thong-bao"
	bindURL     = page.Account + "/ngoai"
)

// Cookies beside the session's.
const (
	entryCookie   = "__Host-motcua-vao" // a sign-in under way
	browserCookie = "__Host-motcua-may" // names the browser, so that a strange one is noticed
	outsideCookie = "__Host-motcua-ngoai"
)

// keepMost bounds a form that is kept over a sign-in.
const keepMost = 1 << 20

// room answers the doors.
type room struct {
	*page.Site
	outside *outside
}

// Routes are the doors of the room.
func Routes(s *page.Site) []page.Route {
	o := &room{Site: s, outside: newOutside(s)}
	return []page.Route{
		page.Get(page.SignIn, page.Entrance, o.signInForm),
		page.Upload(page.SignIn, page.Entrance, 2*keepMost, o.signIn),
		page.Get(codeURL, page.Entrance, o.stageForm(access.NeedsCode)),
		page.Upload(codeURL, page.Entrance, 2*keepMost, o.code),
		page.Get(enrolURL, page.Entrance, o.stageForm(access.NeedsEnrol)),
		page.Upload(enrolURL, page.Entrance, 2*keepMost, o.enrol),
		page.Get(renewURL, page.Entrance, o.stageForm(access.NeedsRenew)),
		page.Upload(renewURL, page.Entrance, 2*keepMost, o.renew),
		page.Post(tryURL, page.Entrance, o.try),
		page.Post(keyURL, page.Entrance, o.keyOptions),
		page.Upload(keyURL+"/xong", page.Entrance, 2*keepMost, o.keyAnswer),
		page.Get(outsideURL, page.Entrance, o.outsideBegin),
		page.Get(outsideURL+"/ve", page.Entrance, o.outsideBack),
		page.Get(page.FirstRun+"{token}", page.Entrance, o.linkForm),
		page.Post(page.FirstRun+"{token}", page.Entrance, o.link),
		page.Post(page.SignOut, page.Entrance, o.signOut),
		page.Get(page.SwitchUser, page.Entrance, o.switchForm),
		page.Post(page.SwitchUser, page.Entrance, o.switchTo),
		page.Post(lockURL, page.Entrance, o.lock),

		page.Get(page.Prove, page.Anyone, o.proveForm),
		page.Upload(page.Prove, page.Anyone, 2*keepMost, o.prove),
		page.Post(page.Prove+"/khoa", page.Anyone, o.proveKeyOptions),
		page.Get(page.Account, page.Anyone, o.account),
		page.Get(passwordURL, page.Own, o.passwordForm),
		page.Post(passwordURL, page.Own, o.password),
		page.Get(appURL, page.Own, o.appForm),
		page.Post(appURL, page.Own, o.app),
		page.Post(appURL+"/bo", page.Own, o.dropApp),
		page.Get(recoveryURL, page.Own, o.recoveryForm),
		page.Post(recoveryURL, page.Own, o.recovery),
		page.Get(passkeyURL, page.Own, o.passkeyForm),
		page.Post(passkeyURL, page.Own, o.passkeyOptions),
		page.Post(passkeyURL+"/them", page.Own, o.passkeyAdd),
		page.Post(passkeyURL+"/bo", page.Own, o.passkeyDrop),
		page.Get(bindURL, page.Own, o.bindForm),
		page.Post(bindURL, page.Own, o.bindBegin),
		page.Post(bindURL+"/bo", page.Own, o.unbind),
		page.Post(sessionURL, page.Anyone, o.endSession),
		page.Post(noticeURL, page.Anyone, o.looked),
	}
}

// ready refuses where nobody can sign in.
func (o *room) ready() error {
	if o.Office == nil {
		return fault.New(fault.Unavailable, "entrance.closed")
	}
	return nil
}

// place is where a request comes from. A browser without a name gets one.
func (o *room) place(w http.ResponseWriter, r *http.Request) (access.Place, error) {
	p := access.Place{Source: host(r.RemoteAddr), Device: device(r.UserAgent()), Browser: cookie(r, browserCookie)}
	if p.Browser == "" && w != nil {
		var err error
		if p.Browser, err = o.Office.NewBrowser(); err != nil {
			return p, err
		}
		setCookie(w, browserCookie, p.Browser, 400*24*time.Hour)
	}
	return p, nil
}

func host(address string) string {
	if h, _, err := net.SplitHostPort(address); err == nil {
		return h
	}
	return address
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// setCookie sets a cookie that no script reads and no other site sends; life 0: until the
// browser is closed, less: gone.
func setCookie(w http.ResponseWriter, name, value string, life time.Duration) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: int(life / time.Second)}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// device is what a browser calls itself, in words a person knows; nothing of it is believed.
func device(agent string) string {
	browser, system := "Trình duyệt", ""
	for _, b := range []struct{ mark, name string }{{"coc_coc", "Cốc Cốc"}, {"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}} {
		if strings.Contains(agent, b.mark) {
			browser = b.name
			break
		}
	}
	for _, s := range []struct{ mark, name string }{{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, s.mark) {
			system = " trên " + s.name
			break
		}
	}
	return browser + system
}

// isExample reports whether the doors of the example stand open: the unit is an example, and
// the request came to a loopback address of this machine from this machine.
func (o *room) isExample(r *http.Request) bool {
	at, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !o.Example || at == nil || o.Office == nil {
		return false
	}
	return loopback(host(at.String())) && loopback(host(r.RemoteAddr))
}

func loopback(s string) bool {
	ip, err := netip.ParseAddr(s)
	return err == nil && ip.Unmap().IsLoopback()
}

// home is where somebody's day begins.
func home(p *access.Person) string {
	for _, h := range []struct {
		role access.Role
		url  string
	}{{access.Leader, page.LeaderDesk}, {access.Clerk, page.CounterHome}, {access.Specialist, page.Queues}, {access.Reporter, page.Overview},
		{access.Admin, page.Admin}} {
		if p.Has(h.role) {
			return h.url
		}
	}
	return page.Overview
}

func seeOther(w http.ResponseWriter, to string) error {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// mistake is a refusal as the form shows it: at a field, in the reader's language. What is no
// refusal of what was typed goes on as it is.
func (o *room) mistake(r *http.Request, err error, field string) ([]page.Mistake, error) {
	e, ok := fault.Of(err)
	if !ok || e.Kind == fault.Internal || e.Kind == fault.NotFound || e.Kind == fault.Unavailable && e.Key != "access.busy" && e.Key != "access.too_many" {
		return nil, err
	}
	return []page.Mistake{{Field: field, Text: o.Words.Error(page.Lang(r.Context()), err)}}, nil
}

// secret is a field that is never shown again: it is taken as it was typed, all of it.
func secret(r *http.Request, name string) string { return r.PostFormValue(name) }

// typed is a field without spaces around it.
func typed(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
