package main

import (
	"crypto/tls"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/web"
)

// doorway is where serve listens and as whom. With --tls self its certificate comes later
// (ownTLS), when the data folder is there.
func (c *call) doorway() (*web.Doorway, error) {
	d := &web.Doorway{Address: c.text("listen"), Hosts: commaParts(c.text("host"))}
	for _, text := range commaParts(c.text("behind-proxy")) {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			ip, e := netip.ParseAddr(text)
			if e != nil {
				return nil, misused("cli.serve.proxy", "text", text)
			}
			p = netip.PrefixFrom(ip, ip.BitLen())
		}
		d.Proxies = append(d.Proxies, p)
	}
	own, cert, key := c.text("tls"), c.text("tls-cert"), c.text("tls-key")
	if own != "" && (own != "self" || cert != "" || key != "") || (cert == "") != (key == "") {
		return nil, misused("cli.serve.tls")
	}
	d.Public = own == ""
	var err error
	switch {
	case cert != "":
		d.TLS, err = web.FileTLS(cert, key)
	case own != "":
		d.TLS = &tls.Config{}
	}
	if err == nil {
		err = d.Check()
	}
	return d, err
}

// ownTLS makes or reads the certificate of --tls self and returns its fingerprint.
func (c *call) ownTLS(d *web.Doorway) (fingerprint string, err error) {
	if c.text("tls") == "" {
		return "", nil
	}
	dir := c.text("data")
	if err := os.MkdirAll(dir, 0o700); err != nil { // with PostgreSQL there may be no folder yet
		return "", cannotWrite(dir, err)
	}
	d.TLS, fingerprint, err = web.OwnTLS(dir, d.Names(), time.Now())
	return fingerprint, err
}

// commaParts are the parts of "a,b".
func commaParts(text string) (out []string) {
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
