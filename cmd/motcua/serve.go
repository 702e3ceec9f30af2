package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/web"
	"github.com/motcua/motcua/internal/web/page"
)

// runServe answers pages over one unit's ledger and takes the acts of its officers until it is
// interrupted; then it finishes what it has begun.
func runServe(c *call) error {
	h, err := c.house()
	if err != nil {
		return err
	}
	u, err := c.unit(h)
	if err != nil {
		return err
	}
	way, err := c.doorway()
	if err != nil {
		return err
	}
	l, err := way.Listen()
	if err != nil {
		return err
	}
	defer l.Close()
	s, release, err := c.openToServe(u)
	if err != nil {
		return err
	}
	defer release()
	fingerprint, err := c.ownTLS(way)
	if err != nil {
		return err
	}
	site, err := c.site(h, u, s, certified(way))
	if err != nil {
		return err
	}
	server, err := web.New(*site, slog.New(slog.NewTextHandler(c.err, nil)), *way)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, c.say("cli.serve.address", "url", way.URL(l)))
	if fingerprint != "" {
		fmt.Fprintln(c.out, c.say("cli.serve.fingerprint", "fingerprint", fingerprint, "path", filepath.Join(c.text("data"), web.OwnCertificate)))
	}
	if c.on("read-only") {
		fmt.Fprintln(c.out, c.say("cli.serve.only_reads"))
	} else if err := c.first(site, way.URL(l)); err != nil {
		return err
	}
	if out, ok := c.out.(interface{ Flush() error }); ok { // who waits for the address must see it now
		if err := out.Flush(); err != nil {
			return fault.Wrap(err, fault.Unavailable, "cli.stdout")
		}
	}
	go debug.FreeOSMemory() // what decoding the data files has left behind; the server idles for hours
	return server.Serve(c.ctx, l)
}

// first prints the one-time link of the first administrator when the unit has none.
func (c *call) first(site *page.Site, url string) error {
	there, err := site.Office.HasAdministrator(c.ctx)
	if err != nil || there {
		return err
	}
	token, err := site.Office.FirstLink(c.ctx, access.Order{Key: "first-" + rand.Text(), By: access.Actor{ID: "serve", Role: access.System}, At: time.Now()})
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, c.say("cli.serve.first", "url", strings.TrimSuffix(url, "/")+page.FirstRun+token, "minutes", site.Office.Policy.Link.FirstMinutes))
	return nil
}

// certified is the end of the certificate that a doorway shows; zero: it shows none.
func certified(d *web.Doorway) (until time.Time) {
	if d.TLS == nil || d.TLS.GetCertificate == nil {
		return until
	}
	if pair, err := d.TLS.GetCertificate(nil); err == nil && pair.Leaf != nil {
		until = pair.Leaf.NotAfter
	}
	return until
}

// openToServe opens the store and returns what lets go of it. A place without data becomes an
// empty office only when the unit is named: a misspelt folder is not made into one. One folder
// has one server: a second one would keep its own idea of what was counted.
func (c *call) openToServe(u *unit.Unit) (s *store.Store, release func(), err error) {
	if c.on("read-only") {
		s, err = c.open(store.Options{ReadOnly: true})
		return s, func() { s.Close() }, err
	}
	if c.text("db") != "" {
		s, err = c.open(store.Options{})
		return s, func() { s.Close() }, err
	}
	dir := c.text("data")
	if _, err := os.Stat(filepath.Join(dir, store.FileName)); errors.Is(err, os.ErrNotExist) {
		if c.text("unit") == "" {
			return nil, nil, fault.Wrap(err, fault.NotFound, "cli.serve.empty", "place", c.place(), "unit", u.ID)
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, nil, cannotWrite(dir, err)
		}
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, nil, err
	}
	if s, err = c.open(store.Options{}); err != nil {
		lock.Close()
		return nil, nil, err
	}
	return s, func() { s.Close(); lock.Close() }, nil
}

// lockName is the file that the server of a folder holds.
const lockName = "serve.lock"

// lockFolder takes the folder for this server; the system lets go of it when the process
// ends, however it ends.
func lockFolder(dir string) (*os.File, error) {
	f, err := lockFile(filepath.Join(dir, lockName))
	if errors.Is(err, errHeld) {
		return nil, fault.Wrap(err, fault.Conflict, "cli.serve.held", "place", dir)
	}
	if err != nil {
		return nil, cannotWrite(filepath.Join(dir, lockName), err)
	}
	return f, nil
}

// errHeld: another process holds the file.
var errHeld = errors.New("file is held")
