package web

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// OwnCertificate is the file of the certificate that the server makes for itself, ownKey that
// of its key.
const (
	OwnCertificate = "tls-cert.pem"
	ownKey         = "tls-key.pem"
)

// A certificate of our own lives as long as browsers take one that somebody trusted by hand,
// and is made anew a month before.
const (
	ownLife = 825 * 24 * time.Hour
	ownRest = 30 * 24 * time.Hour
)

// OwnTLS is TLS with a certificate that the server makes for itself and keeps in a folder. It
// can vouch for these hosts and the machine itself only, for nothing else: who trusts it
// trusts no more. fingerprint is its SHA-256, for who compares it at the other machine.
func OwnTLS(dir string, hosts []string, now time.Time) (c *tls.Config, fingerprint string, err error) {
	cert, key := filepath.Join(dir, OwnCertificate), filepath.Join(dir, ownKey)
	pair, err := tls.LoadX509KeyPair(cert, key)
	if errors.Is(err, os.ErrNotExist) || err == nil && !fits(pair.Leaf, hosts, now) {
		if err = makeOwn(cert, key, hosts, now); err == nil {
			pair, err = tls.LoadX509KeyPair(cert, key)
		}
	}
	if err != nil {
		return nil, "", fault.Wrap(err, fault.Unavailable, "web.own_certificate", "place", dir)
	}
	return modern(func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return &pair, nil }), fingerprintOf(pair.Leaf), nil
}

// modern is TLS 1.2 and 1.3 with the suites that Go holds to be safe.
func modern(get func(*tls.ClientHelloInfo) (*tls.Certificate, error)) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: get}
}

// fits reports whether a certificate names all hosts and has time left.
func fits(leaf *x509.Certificate, hosts []string, now time.Time) bool {
	return now.After(leaf.NotBefore) && now.Before(leaf.NotAfter.Add(-ownRest)) &&
		!slices.ContainsFunc(hosts, func(h string) bool { return leaf.VerifyHostname(bracketed(h)) != nil })
}

func makeOwn(certPath, keyPath string, hosts []string, now time.Time) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return err
	}
	t := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: "motcua"},
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(ownLife), BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for _, h := range append([]string{"localhost", "127.0.0.1", "::1"}, hosts...) {
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else {
			t.DNSNames = append(t.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.WriteFile(keyPath, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600); err != nil {
		return err
	}
	return os.WriteFile(certPath, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644)
}

// fingerprintOf is a certificate's SHA-256 as browsers show it.
func fingerprintOf(c *x509.Certificate) string {
	sum := sha256.Sum256(c.Raw)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":")
}

// FileTLS is TLS with a certificate and key of files. They are read again when they change, so
// that renewing a certificate needs no stop; one that cannot be read leaves the old one.
func FileTLS(cert, key string) (*tls.Config, error) {
	f := &certificateFiles{cert: cert, key: key}
	if _, err := f.get(nil); err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "web.certificate_files", "cert", cert, "key", key)
	}
	return modern(f.get), nil
}

type certificateFiles struct {
	cert, key string
	mu        sync.Mutex
	stamp     [2]time.Time
	pair      *tls.Certificate
}

func (f *certificateFiles) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var stamp [2]time.Time
	for i, name := range []string{f.cert, f.key} {
		st, err := os.Stat(name)
		if err != nil && f.pair == nil {
			return nil, err
		}
		if err == nil {
			stamp[i] = st.ModTime()
		}
	}
	if f.pair != nil && stamp == f.stamp {
		return f.pair, nil
	}
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err == nil {
		f.pair, f.stamp = &pair, stamp
	} else if f.pair == nil {
		return nil, err
	}
	return f.pair, nil
}
