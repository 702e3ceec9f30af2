package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// reached makes a server that is reached through a doorway.
func reached(t testing.TB, way Doorway) *Server {
	t.Helper()
	if way.Limits == (Limits{}) {
		way.Limits = free
	}
	s, err := New(ward, slog.New(slog.DiscardHandler), way)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestHost: only the server's own names are answered, so that a page elsewhere that points its
// own name at this machine reads nothing (DNS rebinding).
func TestHost(t *testing.T) {
	lan := Doorway{Address: "192.168.1.10:443", Hosts: []string{"Motcua.Phuong2.local", "10.0.0.5", "fd00::5"}, TLS: &tls.Config{}}
	for _, c := range []struct {
		way  Doorway
		host string
		want int
	}{
		{Doorway{}, "127.0.0.1:8140", 200}, {Doorway{}, "127.0.0.1", 200}, {Doorway{}, "localhost:8140", 200}, {Doorway{}, "LOCALHOST", 200}, {Doorway{}, "[::1]:8140", 200}, {Doorway{}, "127.9.9.9:1", 200},
		{Doorway{}, "", 421}, {Doorway{}, "evil.example:8140", 421}, {Doorway{}, "127.0.0.1.evil.example", 421}, {Doorway{}, "localhost.evil.example", 421}, {Doorway{}, "10.0.0.5:8140", 421},
		{Doorway{}, "0.0.0.0:8140", 421}, {Doorway{}, "evil\x00.example", 421}, {Doorway{}, "127.0.0.1@evil.example", 421}, {Doorway{}, "motcua.phuong2.local", 421},
		{lan, "motcua.phuong2.local", 200}, {lan, "MOTCUA.phuong2.local:443", 200}, {lan, "192.168.1.10", 200}, {lan, "10.0.0.5:443", 200}, {lan, "[fd00::5]:443", 200},
		{lan, "phuong2.local", 421}, {lan, "a.motcua.phuong2.local", 421}, {lan, "motcua.phuong2.local.", 421}, {lan, "192.168.1.11", 421}, {lan, "0.0.0.0", 421}, {lan, "", 421},
	} {
		r := request(http.MethodGet, "/thu-tuc")
		r.Host = c.host
		if w := do(reached(t, c.way), r); w.Code != c.want || c.want == 421 && strings.Contains(w.Body.String(), "<") {
			t.Errorf("host %q: %d %s", c.host, w.Code, first(w.Body.String()))
		}
	}
}

// TestListen: beyond the machine itself an address needs encryption and names.
func TestListen(t *testing.T) {
	secure, proxied := &tls.Config{}, []netip.Prefix{netip.MustParsePrefix("10.0.0.2/32")}
	for _, d := range []Doorway{
		{Address: ":8140"}, {Address: "0.0.0.0:0"}, {Address: "[::]:0"}, {Address: "192.168.1.2:0"}, {Address: "example.org:0"}, {Address: "1.2.3.4:80"},
		{Address: "8140"}, {Address: ""}, {Address: "127.0.0.1"}, {Address: "127.0.0.1:99999"}, {Address: "127.0.0.1:-1"}, {Address: "127.0.0.1:x"},
		{Address: "0.0.0.0:0", TLS: secure}, {Address: ":0", Proxies: proxied}, {Address: "example.org:0", TLS: secure},
		{Address: "127.0.0.1:0", Hosts: []string{"https://a"}}, {Address: "127.0.0.1:0", Hosts: []string{"a:1"}}, {Address: "127.0.0.1:0", Hosts: []string{"*.a"}}, {Address: "127.0.0.1:0", Hosts: []string{".a"}}, {Address: "127.0.0.1:0", Hosts: []string{""}}, {Address: "127.0.0.1:0", Hosts: []string{"mộtcửa"}},
	} {
		if l, err := d.Listen(); err == nil {
			l.Close()
			t.Errorf("%+v is listened on", d)
		} else if !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", d, err)
		}
	}
	for url, d := range map[string]Doorway{
		"http://127.0.0.1:":             {Address: "127.0.0.1:0"},
		"http://[::1]:":                 {Address: "[::1]:0"},
		"https://motcua.phuong2.local:": {Address: "0.0.0.0:0", TLS: secure, Hosts: []string{"motcua.phuong2.local"}},
		"https://[fd00::1]:":            {Address: "127.0.0.1:0", TLS: secure, Hosts: []string{"fd00::1"}},
		"https://mc.example/":           {Address: "0.0.0.0:0", Proxies: proxied, Hosts: []string{"mc.example"}},
	} {
		l, err := d.Listen()
		if err != nil {
			t.Error(err)
			continue
		}
		if got := d.URL(l); !strings.HasPrefix(got, url) || !strings.HasSuffix(got, "/") {
			t.Errorf("%s, want %s", got, url)
		}
		if _, err := (&Doorway{Address: "127.0.0.1:" + port(l)}).Listen(); !fault.Is(err, fault.Unavailable) && strings.HasPrefix(url, "http://127") {
			t.Errorf("a port that is taken: %v", err)
		}
		l.Close()
	}
}

func port(l net.Listener) string { _, p, _ := net.SplitHostPort(l.Addr().String()); return p }

// TestForwarded: what a proxy says about a caller counts when it is ours, and is nowhere when
// it is not: no room can be told a wrong address, host or scheme.
func TestForwarded(t *testing.T) {
	ours := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/29"), netip.MustParsePrefix("127.0.0.1/32")}
	said := func(kv ...string) http.Header {
		h := http.Header{}
		for i := 0; i < len(kv); i += 2 {
			h.Add(kv[i], kv[i+1])
		}
		return h
	}
	const f, host, proto = "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"
	for name, c := range map[string]struct {
		way         Doorway
		peer        string
		head        http.Header
		source, to  string
		tls, refuse bool
	}{
		"no proxy, spoofed":      {Doorway{}, "127.0.0.1:5", said(f, "1.1.1.1", host, "evil", proto, "https", "X-Real-Ip", "2.2.2.2", "Forwarded", "for=3.3.3.3"), "127.0.0.1:5", "a", false, false},
		"ours":                   {Doorway{Proxies: ours}, "10.0.0.2:5", said(f, "192.168.1.7", host, "mc.example", proto, "https"), "192.168.1.7:0", "mc.example", true, false},
		"ours, chain with a lie": {Doorway{Proxies: ours}, "10.0.0.2:5", said(f, "1.1.1.1, 192.168.1.7, 10.0.0.3", proto, "https"), "192.168.1.7:0", "a", true, false},
		"ours, two header lines": {Doorway{Proxies: ours}, "10.0.0.2:5", said(f, "1.1.1.1", f, "192.168.1.7", proto, "https"), "192.168.1.7:0", "a", true, false},
		"ours, nonsense for":     {Doorway{Proxies: ours}, "10.0.0.2:5", said(f, "1.1.1.1, <x>", proto, "https"), "10.0.0.2:5", "a", true, false},
		"ours, two hosts":        {Doorway{Proxies: ours}, "10.0.0.2:5", said(host, "evil", host, "mc.example", proto, "https"), "10.0.0.2:5", "a", true, false},
		"ours, plain outside":    {Doorway{Proxies: ours}, "10.0.0.2:5", said(f, "192.168.1.7", proto, "http"), "", "", false, true},
		"ours, scheme not said":  {Doorway{Proxies: ours}, "10.0.0.2:5", said(f, "192.168.1.7"), "", "", false, true},
		"ours, said twice":       {Doorway{Proxies: ours}, "10.0.0.2:5", said(proto, "https", proto, "http"), "", "", false, true},
		"round the proxy":        {Doorway{Proxies: ours}, "192.168.1.66:5", said(f, "10.0.0.2", proto, "https"), "", "", false, true},
		"round it, by our TLS":   {Doorway{Proxies: ours, TLS: &tls.Config{}}, "192.168.1.66:5", said(f, "10.0.0.2", host, "evil", proto, "https"), "192.168.1.66:5", "a", false, false},
		"the machine watches":    {Doorway{Proxies: ours}, "127.0.0.1:5", said(), "127.0.0.1:5", "a", false, false},
		"a proxy on the machine": {Doorway{Proxies: ours}, "127.0.0.1:5", said(f, "192.168.1.7", proto, "https"), "192.168.1.7:0", "a", true, false},
		"mapped address of ours": {Doorway{Proxies: ours}, "[::ffff:10.0.0.2]:5", said(f, "192.168.1.7", proto, "https"), "192.168.1.7:0", "a", true, false},
		"not an address":         {Doorway{Proxies: ours}, "@", said(f, "192.168.1.7", proto, "https"), "", "", false, true},
	} {
		r := httptest.NewRequest("GET", "http://a/", nil)
		r.Host, r.RemoteAddr, r.Header = "a", c.peer, c.head
		err := c.way.settle(r)
		if (err != nil) != c.refuse || err == nil && (r.RemoteAddr != c.source || r.Host != c.to || (r.TLS != nil) != c.tls) {
			t.Errorf("%s: %v from %s to %s tls %v", name, err, r.RemoteAddr, r.Host, r.TLS != nil)
		}
		for _, h := range forwardHeaders {
			if r.Header.Get(h) != "" {
				t.Errorf("%s: a room sees %s", name, h)
			}
		}
	}
}

// TestInsists: browsers are told to insist on TLS when they came by one that they trust by
// themselves, and never else; cookies are then for TLS only.
func TestInsists(t *testing.T) {
	for _, c := range []struct {
		way  Doorway
		tls  bool
		want string
	}{{Doorway{Public: true}, true, insist}, {Doorway{Public: true}, false, ""}, {Doorway{}, true, ""}} {
		r := request(http.MethodGet, "/thu-tuc?lang=en")
		if c.tls {
			r.TLS = &tls.ConnectionState{}
		}
		w := do(reached(t, c.way), r)
		if got := w.Header().Get("Strict-Transport-Security"); got != c.want || strings.Contains(w.Header().Get("Set-Cookie"), "Secure") != c.tls {
			t.Errorf("%+v: %q, %q", c, got, w.Header().Get("Set-Cookie"))
		}
	}
}

// TestOwnTLS: a certificate of our own is kept, names every host, vouches for no other, and is
// made anew when a name is new or its time runs out; only TLS 1.2 and 1.3 shake hands.
func TestOwnTLS(t *testing.T) {
	dir, now := t.TempDir(), time.Now()
	hosts := []string{"motcua.phuong2.local", "192.168.1.10", "fd00::5"}
	conf, print1, err := OwnTLS(dir, hosts, now)
	if err != nil || len(print1) != 95 {
		t.Fatal(err, print1)
	}
	if st, err := os.Stat(filepath.Join(dir, ownKey)); err != nil || st.Mode().Perm() != 0o600 {
		t.Error("others may read the key", err)
	}
	if _, again, err := OwnTLS(dir, hosts[:1], now.Add(100*24*time.Hour)); err != nil || again != print1 {
		t.Errorf("another one: %v", err)
	}
	for _, late := range []func() ([]string, time.Time){
		func() ([]string, time.Time) { return append(hosts, "khac.local"), now },
		func() ([]string, time.Time) { return hosts, now.Add(ownLife - ownRest + time.Hour) },
	} {
		h, at := late()
		if _, other, err := OwnTLS(dir, h, at); err != nil || other == print1 {
			t.Errorf("still the old one: %v", err)
		}
	}
	handshakes(t, reached(t, Doorway{Address: "127.0.0.1:0", TLS: conf, Hosts: hosts}), conf, hosts)
	if err := os.WriteFile(filepath.Join(dir, ownKey), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := OwnTLS(dir, hosts, now); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a damaged key: %v", err)
	}
}

// handshakes tries every version of TLS and every name at the real server.
func handshakes(t *testing.T, s *Server, conf *tls.Config, hosts []string) {
	t.Helper()
	l, err := s.way.Listen()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	defer func() {
		stop()
		<-ended
	}()
	pair, _ := conf.GetCertificate(nil)
	trust := x509.NewCertPool()
	trust.AddCert(pair.Leaf)
	shake := func(name string, version uint16) error {
		c, err := tls.Dial("tcp", l.Addr().String(), &tls.Config{RootCAs: trust, ServerName: name, MinVersion: version, MaxVersion: version})
		if err == nil {
			c.Close()
		}
		return err
	}
	for version, ok := range map[uint16]bool{tls.VersionTLS10: false, tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		if err := shake("localhost", version); (err == nil) != ok {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
	}
	for name, ok := range map[string]bool{hosts[0]: true, hosts[1]: true, hosts[2]: true, "127.0.0.1": true, "evil.example": false, "a." + hosts[0]: false} {
		if err := shake(name, tls.VersionTLS13); (err == nil) != ok {
			t.Errorf("for %s: %v", name, err)
		}
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust}, ForceAttemptHTTP2: true}}
	resp, err := client.Get("https://" + l.Addr().String() + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	if resp.StatusCode != 200 || string(body) != "ok\n" || resp.ProtoMajor != 2 {
		t.Errorf("%d %q by HTTP/%d", resp.StatusCode, body, resp.ProtoMajor)
	}
	if resp, err := http.Get("http://" + l.Addr().String() + "/readyz"); err == nil {
		resp.Body.Close()
		if resp.StatusCode == 200 {
			t.Error("answers without TLS")
		}
	}
	client.CloseIdleConnections()
}

// TestFileTLS: a certificate of files is taken anew when it changes; a broken one leaves the
// old one, and none to begin with is refused.
func TestFileTLS(t *testing.T) {
	one, two, at := t.TempDir(), t.TempDir(), t.TempDir()
	for _, d := range []string{one, two} {
		if _, _, err := OwnTLS(d, nil, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	cert, key := filepath.Join(at, OwnCertificate), filepath.Join(at, ownKey)
	if _, err := FileTLS(cert, key); !fault.Is(err, fault.Invalid) {
		t.Errorf("no files: %v", err)
	}
	put := func(from string, age time.Duration) {
		for _, name := range []string{ownKey, OwnCertificate} {
			b, err := os.ReadFile(filepath.Join(from, name))
			if err == nil {
				err = os.WriteFile(filepath.Join(at, name), b, 0o600)
			}
			if err == nil {
				err = os.Chtimes(filepath.Join(at, name), time.Time{}, time.Now().Add(-age))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	put(one, 2*time.Hour)
	conf, err := FileTLS(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	now := func() string {
		c, err := conf.GetCertificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		return fingerprintOf(c.Leaf)
	}
	first := now()
	os.WriteFile(key, []byte("half written"), 0o600)
	if now() != first {
		t.Error("half a renewal is taken")
	}
	put(two, time.Hour)
	if now() == first {
		t.Error("the renewed certificate is not taken")
	}
	os.Remove(cert)
	if now() == first {
		t.Error("the old one came back")
	}
}
