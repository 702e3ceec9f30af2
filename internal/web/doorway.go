package web

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/fault"
)

// Doorway is where the server is reached and under which names. The zero Doorway is reached
// from the machine itself only.
//
// Passwords and personal data pass it: an address that other machines reach needs TLS here, or
// a proxy in front that has it.
type Doorway struct {
	Address string         // "127.0.0.1:8140"; port 0 for any free one
	Hosts   []string       // names and addresses it answers to, beside those of the machine itself
	TLS     *tls.Config    // nil: plain HTTP
	Public  bool           // browsers trust the certificate by themselves: they are told to insist on TLS
	Proxies []netip.Prefix // peers whose word about the caller is believed
	Limits  Limits
}

// Check refuses a doorway through which others could listen in, or that answers to no name.
func (d *Doorway) Check() error {
	host, port, err := net.SplitHostPort(d.Address)
	if err == nil {
		_, err = net.LookupPort("tcp", port) // a number above 65535 is not a port in use
	}
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "web.listen_malformed", "address", d.Address)
	}
	for _, h := range d.Hosts {
		if !hostName(h) {
			return fault.New(fault.Invalid, "web.host_malformed", "host", printable(h))
		}
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case host == "localhost" || err == nil && ip.IsLoopback():
		return nil
	case host != "" && err != nil:
		return fault.Wrap(err, fault.Invalid, "web.listen_malformed", "address", d.Address)
	case d.TLS == nil && len(d.Proxies) == 0:
		return fault.New(fault.Invalid, "web.not_loopback", "address", d.Address)
	case len(d.Hosts) == 0 && (host == "" || ip.IsUnspecified()):
		return fault.New(fault.Invalid, "web.no_host", "address", d.Address)
	}
	return nil
}

// Listen opens the address.
func (d *Doorway) Listen() (net.Listener, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", d.Address)
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "web.cannot_listen", "address", d.Address)
	}
	at, ok := l.Addr().(*net.TCPAddr)
	if strings.HasPrefix(d.Address, "localhost:") && (!ok || !at.IP.IsLoopback()) { // what "localhost" means here
		l.Close()
		return nil, fault.New(fault.Invalid, "web.not_loopback", "address", d.Address)
	}
	return l, nil
}

// Names are what a certificate must name: the hosts, and the address listened on.
func (d *Doorway) Names() []string {
	host, _, _ := net.SplitHostPort(d.Address)
	if ip, err := netip.ParseAddr(host); err == nil && !ip.IsUnspecified() {
		return append(slices.Clone(d.Hosts), host)
	}
	return d.Hosts
}

// URL is the address to type into a browser at the other side of a listener.
func (d *Doorway) URL(l net.Listener) string {
	scheme, at := "http", l.Addr().String()
	if d.TLS != nil {
		scheme = "https"
	}
	if len(d.Hosts) > 0 {
		_, port, _ := net.SplitHostPort(at)
		if len(d.Proxies) > 0 {
			return "https://" + bracketed(d.Hosts[0]) + "/" // the proxy's own port
		}
		at = net.JoinHostPort(d.Hosts[0], port)
	}
	return scheme + "://" + at + "/"
}

func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// hostName reports whether a text is a host: an address or a name of letters, digits, hyphens
// and dots. What a browser sends is compared with it letter by letter.
func hostName(h string) bool {
	if _, err := netip.ParseAddr(h); err == nil {
		return true
	}
	ok := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.'
	}
	return h != "" && len(h) <= 253 && strings.IndexFunc(h, func(r rune) bool { return !ok(r) }) < 0 && !strings.HasPrefix(h, ".") && !strings.HasSuffix(h, ".")
}

// answers reports whether a Host header names this server. A name of somebody's own that leads
// here is not ours, whatever it resolves to (DNS rebinding).
func (d *Doorway) answers(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"))
	if name == "localhost" {
		return true
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.IsLoopback() || d.listensOn(ip) || slices.ContainsFunc(d.Hosts, func(h string) bool { a, err := netip.ParseAddr(h); return err == nil && a == ip })
	}
	return name != "" && slices.ContainsFunc(d.Hosts, func(h string) bool { return strings.EqualFold(h, name) })
}

// listensOn reports whether an address is the one listened on.
func (d *Doorway) listensOn(ip netip.Addr) bool {
	host, _, _ := net.SplitHostPort(d.Address)
	own, err := netip.ParseAddr(host)
	return err == nil && !own.IsUnspecified() && own == ip
}

// forwardHeaders are what proxies say about a caller. Nothing behind the doorway sees them.
var forwardHeaders = []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Real-Ip", "Forwarded", "X-Client-Ip", "True-Client-Ip"}

// settle makes of a request what its caller sent: its address, the host it asked for, and
// whether it came by TLS. A proxy's word about it counts only when the peer is one of ours.
func (d *Doorway) settle(r *http.Request) error {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	word, said := map[string][]string{}, false
	for _, name := range forwardHeaders {
		word[name] = r.Header.Values(name)
		said = said || len(word[name]) > 0
		r.Header.Del(name)
	}
	if len(d.Proxies) == 0 {
		return nil
	}
	itself := err == nil && peer.Addr().Unmap().IsLoopback()
	if err != nil || !d.trusts(peer.Addr()) {
		if itself || d.TLS != nil {
			return nil // the machine itself; or the caller came by our own TLS
		}
		return fault.New(fault.Forbidden, "web.not_proxy")
	}
	if itself && !said {
		return nil // whoever watches the server from the machine that the proxy stands on
	}
	if from, ok := d.caller(strings.Join(word["X-Forwarded-For"], ",")); ok {
		r.RemoteAddr = netip.AddrPortFrom(from, 0).String()
	}
	if h := word["X-Forwarded-Host"]; len(h) == 1 {
		r.Host = h[0]
	}
	if p := word["X-Forwarded-Proto"]; len(p) != 1 || p[0] != "https" {
		return fault.New(fault.Forbidden, "web.proxy_plain")
	}
	r.TLS = &tls.ConnectionState{HandshakeComplete: true, Version: tls.VersionTLS12}
	return nil
}

// trusts reports whether a peer is one of our proxies.
func (d *Doorway) trusts(peer netip.Addr) bool {
	return slices.ContainsFunc(d.Proxies, func(p netip.Prefix) bool { return p.Contains(peer.Unmap()) })
}

// caller is the last address of a chain that is not one of our proxies: what stands before it
// the caller may have written himself.
func (d *Doorway) caller(chain string) (netip.Addr, bool) {
	steps := strings.Split(chain, ",")
	for _, step := range slices.Backward(steps) {
		ip, err := netip.ParseAddr(strings.TrimSpace(step))
		if err != nil {
			return ip, false
		}
		if ip = ip.Unmap(); !d.trusts(ip) {
			return ip, true
		}
	}
	return netip.Addr{}, false
}
