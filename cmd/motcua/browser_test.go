package main

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// browser is a browser of one officer, as far as the server sees it: cookies, forms, and no
// redirect followed unasked.
type browser struct {
	address string // of the server, with a slash
	client  *http.Client
	cookies map[string]string
}

func newBrowser(address string) *browser {
	return &browser{address: address, cookies: map[string]string{}, client: &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 4},
		Timeout:       time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// answer is what came back.
type reply struct {
	code     int
	location string
	body     string
}

// send sends a form, or asks for a page when there is none.
func (b *browser) send(path string, form url.Values) (reply, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, b.address+strings.TrimPrefix(path, "/"), body)
	if err != nil {
		return reply{}, err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", strings.TrimSuffix(b.address, "/"))
	}
	for name, value := range b.cookies { // they are for TLS only, and a browser takes this machine for as good
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := b.client.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	for _, c := range resp.Cookies() {
		b.cookies[c.Name] = c.Value
	}
	return reply{resp.StatusCode, resp.Header.Get("Location"), string(text)}, err
}

// enter signs in as an officer of the example ward.
func (b *browser) enter(officer string) error {
	got, err := b.send("/dang-nhap/thu", url.Values{"ai": {officer}})
	if err == nil && (got.code != http.StatusSeeOther || b.cookies["__Host-motcua"] == "") {
		err = errors.New("no sign-in: " + got.body)
	}
	return err
}

var (
	inputTag = regexp.MustCompile(`<input[^>]*>`)
	nameOf   = regexp.MustCompile(`\bname="([^"]*)"`)
	valueOf  = regexp.MustCompile(`\bvalue="([^"]*)"`)
	selected = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>`)
	choice   = regexp.MustCompile(`<option value="([^"]*)"( selected)?`)
	area     = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`)
	unescape = strings.NewReplacer("&#39;", "'", "&#34;", `"`, "&amp;", "&", "&lt;", "<", "&gt;", ">")
)

// formOf are the fields of the form with a mark in it, as a browser would send them.
func formOf(body, mark string) (url.Values, bool) {
	at := strings.Index(body, mark)
	if at < 0 {
		return nil, false
	}
	begin, end := strings.LastIndex(body[:at], "<form"), strings.Index(body[at:], "</form>")
	if begin < 0 || end < 0 {
		return nil, false
	}
	body = body[begin : at+end]
	out := url.Values{}
	for _, tag := range inputTag.FindAllString(body, -1) {
		name, value := nameOf.FindStringSubmatch(tag), valueOf.FindStringSubmatch(tag)
		loose := strings.Contains(tag, `type="checkbox"`) || strings.Contains(tag, `type="radio"`)
		if name == nil || loose && !strings.Contains(tag, "checked") {
			continue
		}
		if value == nil {
			value = []string{"", ""}
		}
		out.Add(name[1], unescape.Replace(value[1]))
	}
	for _, m := range area.FindAllStringSubmatch(body, -1) {
		out.Set(m[1], unescape.Replace(m[2]))
	}
	for _, m := range selected.FindAllStringSubmatch(body, -1) {
		all := choice.FindAllStringSubmatch(m[2], -1)
		for i, o := range all {
			if i == 0 || o[2] != "" {
				out.Set(m[1], unescape.Replace(o[1]))
			}
		}
	}
	return out, true
}
