package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/web/page"
)

// TestTooMany: a source that asks too much without being signed in is told to wait; another
// source, and who is signed in at the same one, are not; nor are files of the program and the
// signs of life. Sign-in has a limit of its own.
func TestTooMany(t *testing.T) {
	s := reached(t, Doorway{Limits: Limits{Open: 1e-9, OpenAt: 5, Sign: 1e-9, SignAt: 2}})
	from := func(r *http.Request, at string) *http.Request { r.RemoteAddr = at; return r }
	ask := func(at string) int { return do(s, from(as("", http.MethodGet, "/thu-tuc"), at)).Code }
	for i := range 5 {
		if code := ask("192.168.1.7:1"); code != 200 {
			t.Fatalf("page %d: %d", i, code)
		}
	}
	w := do(s, from(as("", http.MethodGet, "/khong-co"), "192.168.1.7:2"))
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("the sixth: %d", w.Code)
	}
	if code := ask("192.168.1.8:1"); code != 200 {
		t.Errorf("another source: %d", code)
	}
	if w := do(s, from(request(http.MethodGet, "/thu-tuc"), "192.168.1.7:3")); w.Code != 200 {
		t.Errorf("signed in at the same source: %d", w.Code)
	}
	for _, u := range []string{s.site.Assets.Style, "/livez", "/readyz"} {
		if w := do(s, from(as("", http.MethodGet, u), "192.168.1.7:4")); w.Code != 200 {
			t.Errorf("%s: %d", u, w.Code)
		}
	}
	rule := func(r *http.Request) error {
		leave, err := s.bounds(r, page.Entrance)
		if err == nil {
			leave()
		}
		return err
	}
	for i := range 3 {
		if err := rule(from(as("", http.MethodPost, page.SignIn), "192.168.1.9:1")); (err == nil) != (i < 2) || i == 2 && page.Status(err) != 429 {
			t.Errorf("sign-in %d: %v", i, err)
		}
	}
	if err := rule(from(as("", http.MethodGet, page.SignIn), "192.168.1.9:1")); err != nil {
		t.Errorf("the form of sign-in: %v", err)
	}
}

// TestSource: the addresses of one subscriber of IPv6 are one source.
func TestSource(t *testing.T) {
	for remote, want := range map[string]string{
		"192.168.1.7:80": "192.168.1.7/32", "[2001:db8:1:2:3::4]:80": "2001:db8:1:2::/64", "[2001:db8:1:2:ffff::4]:80": "2001:db8:1:2::/64",
		"[::ffff:192.168.1.7]:80": "192.168.1.7/32", "[fe80::1%eth0]:80": "fe80::/64",
	} {
		if got := source(remote); got.String() != want {
			t.Errorf("%s: %s", remote, got)
		}
	}
	if source("@").IsValid() {
		t.Error("no address is a source")
	}
}

// TestBuckets: what is remembered of sources is bounded; who has been quiet is forgotten, who
// is busy is not, and too many busy ones share one bucket.
func TestBuckets(t *testing.T) {
	b, now := newBuckets(1, 2), time.Now()
	at := func(i int) netip.Prefix {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32)
	}
	for i := range mostSources {
		b.allow(at(i), now)
	}
	if len(b.by) != mostSources {
		t.Fatal(len(b.by))
	}
	if !b.allow(at(mostSources), now) || !b.allow(at(mostSources+1), now) || b.allow(at(mostSources+2), now) || len(b.by) != mostSources {
		t.Errorf("busy sources are forgotten or the newest are not held together: %d", len(b.by))
	}
	later := now.Add(time.Hour)
	if !b.allow(at(mostSources+3), later) || len(b.by) > 1 {
		t.Errorf("quiet sources are remembered: %d", len(b.by))
	}
}

// TestTurns: only so many readings of a pool run at once; who waits too long is told so, the
// other pools go on, and a reading closed twice gives one turn back.
func TestTurns(t *testing.T) {
	s, _ := start(t, nil)
	var held []page.Reading
	for {
		ctx, stop := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer stop()
		r, err := s.site.Open(ctx) // from outside
		if err != nil {
			break
		}
		held = append(held, r)
		if len(held) > 100 {
			t.Fatal("no bound")
		}
	}
	if len(held) != shares()[poolOpen] {
		t.Errorf("%d readings at once", len(held))
	}
	for _, u := range []string{"/readyz", "/", "/danh-sach?cot=received.total&den=2024-12-31&tu=2024-01-01"} {
		if w := get(s, u); w.Code != http.StatusOK {
			t.Errorf("%s waits for a crowd outside: %d", u, w.Code)
		}
	}
	for _, r := range held {
		r.Close()
		r.Close()
	}
	for p, n := range shares() {
		ctx, stop := context.WithTimeout(context.WithValue(context.Background(), poolKey{}, pool(p)), 50*time.Millisecond)
		var all []page.Reading
		for {
			r, err := s.site.Open(ctx)
			if err != nil {
				break
			}
			all = append(all, r)
		}
		stop()
		if len(all) != n {
			t.Errorf("pool %d: %d readings, want %d", p, len(all), n)
		}
		for _, r := range all {
			r.Close()
		}
	}
}

// TestJobsPassTheCrowd: a job over many dossiers is work of officers, and goes on while whoever
// is outside holds every turn of theirs.
func TestJobsPassTheCrowd(t *testing.T) {
	s, _ := start(t, nil)
	code := received(t, ward.Unit.Code, "")
	send := func(address string, form url.Values) string {
		form.Set(page.KeyField, page.NewKey())
		r := as("clerk", http.MethodPost, address)
		sent := httptest.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
		r.Body, r.ContentLength = sent.Body, sent.ContentLength
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := do(s, r)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", address, w.Code, first(w.Body.String()))
		}
		return w.Header().Get("Location")
	}
	job := send(page.Jobs, url.Values{"viec": {"transfer"}, "hs": {code}})
	send(job, url.Values{"buoc": {"chay"}, "cho": {"mc-02"}})
	for range shares()[poolOpen] {
		r, err := s.site.Open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
	}
	l, err := (&Doorway{Address: "localhost:0"}).Listen()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	for deadline := time.Now().Add(time.Minute); len(entriesOf(t, code)) < 2; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Error("the job waits for the crowd")
			break
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestPools: the counter never reads from the share of the reports, nor either from that of
// who is outside.
func TestPools(t *testing.T) {
	for _, rule := range page.Rules {
		p := poolOf(rule, true)
		figures := rule.ID() == "figures" || rule.ID() == "export" || rule.ID() == "reform" || rule.ID() == "watch"
		if figures != (p == poolFigures) || !figures && p != poolWork {
			t.Errorf("%s reads from pool %d", rule.ID(), p)
		}
	}
	if poolOf(page.Public, false) != poolOpen || poolOf(page.Entrance, false) != poolOpen {
		t.Error("who is outside reads from the counter's share")
	}
}

// TestCrowd: a flood of requests without a session is answered by few at once and refused when
// too many wait; who is signed in goes past it.
func TestCrowd(t *testing.T) {
	s := reached(t, Doorway{})
	var leaves []func()
	for range cap(s.readers.turns) {
		leave := s.readers.enter(t.Context())
		if leave == nil {
			t.Fatal("no turn")
		}
		leaves = append(leaves, leave)
	}
	ctx, stop := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	for range queueOpen {
		waiting.Go(func() { s.readers.enter(ctx) })
	}
	for len(s.readers.wait) < queueOpen {
		time.Sleep(time.Millisecond)
	}
	if w := do(s, as("", http.MethodGet, "/thu-tuc")); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("one more: %d", w.Code)
	}
	if w := get(s, "/thu-tuc"); w.Code != http.StatusOK {
		t.Errorf("signed in: %d", w.Code)
	}
	if leave := s.comers.enter(t.Context()); leave == nil {
		t.Error("a flood of readers closes the entrance")
	} else {
		leave()
	}
	stop()
	waiting.Wait()
	for _, leave := range leaves {
		leave()
	}
	if w := do(s, as("", http.MethodGet, "/thu-tuc")); w.Code != http.StatusOK {
		t.Errorf("afterwards: %d %s", w.Code, fmt.Sprint(len(s.readers.turns)))
	}
}
