package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/seal"
	"github.com/motcua/motcua/internal/store"
)

// keyPath is where the key of secrets lies: beside the data unless somebody says otherwise.
func (c *call) keyPath() string {
	if path := c.text("key-file"); path != "" {
		return path
	}
	return filepath.Join(c.text("data"), seal.FileName)
}

// unseal gives an office and its store the key of their secrets where there is one: commands
// beside the server and servers that only read make none. office nil: there is none.
func (c *call) unseal(office *access.Office, s *store.Store) error {
	ring, err := seal.Open(c.keyPath())
	if fault.Is(err, fault.NotFound) { // what needs it says so
		return nil
	}
	if err != nil {
		return err
	}
	s.SealBy(ring)
	if office != nil {
		office.Seals = ring
	}
	return nil
}

// sealAll gives a server that writes the key, made at its first start, and seals what an earlier
// version left in clear. A key file that is missing though secrets are sealed is never made
// anew: nothing would open again.
func (c *call) sealAll(office *access.Office, s *store.Store, unit string) error {
	ring, err := seal.Open(c.keyPath())
	if fault.Is(err, fault.NotFound) {
		ring, err = c.firstKey(office, s, unit, err)
	}
	if err != nil {
		return err
	}
	_, err = c.reseal(office, s, unit, ring)
	return err
}

// keys gives a server its key. office nil: it only reads.
func (c *call) keys(office *access.Office, s *store.Store, unit string) error {
	if office == nil {
		return c.unseal(nil, s)
	}
	return c.sealAll(office, s, unit)
}

// firstKey makes the key file unless something is sealed already; absent is why there is none.
func (c *call) firstKey(office *access.Office, s *store.Store, unit string, absent error) (*seal.Ring, error) {
	people, err := office.HasSealed(c.ctx)
	if err != nil {
		return nil, err
	}
	secrets, err := s.HasSealed(c.ctx, unit)
	if err != nil {
		return nil, err
	}
	if people || secrets {
		return nil, absent
	}
	return c.makeKey()
}

func (c *call) makeKey() (*seal.Ring, error) {
	if err := os.MkdirAll(filepath.Dir(c.keyPath()), 0o700); err != nil { // with PostgreSQL there may be no folder yet
		return nil, cannotWrite(filepath.Dir(c.keyPath()), err)
	}
	ring, err := seal.Create(c.keyPath())
	if fault.Is(err, fault.Conflict) { // another command was faster: it is hers
		return seal.Open(c.keyPath())
	}
	return ring, err
}

// reseal seals all secrets under the ring's last key and reports how many were not.
func (c *call) reseal(office *access.Office, s *store.Store, unit string, ring *seal.Ring) (int, error) {
	office.Seals = ring
	s.SealBy(ring)
	n, err := office.Reseal(c.ctx)
	if err != nil {
		return n, err
	}
	more, err := s.Reseal(c.ctx, unit)
	return n + more, err
}

// runAccountRekey replaces the key of secrets: everything is sealed under a fresh one. The
// earlier keys stay in the file for earlier copies of the data, unless --forget. --lost gives up
// what no key opens any more. Whoever may do it sits at the server; the ledger says so.
func runAccountRekey(c *call) error {
	h, err := c.house()
	if err != nil {
		return err
	}
	u, err := c.unit(h)
	if err != nil {
		return err
	}
	if c.text("db") == "" {
		lock, err := lockFolder(c.text("data"))
		if err != nil {
			return err
		}
		defer lock.Close()
	}
	s, err := c.openThere()
	if err != nil {
		return err
	}
	defer s.Close()
	office := h.office(u, s, duty.NewBooks(h.kinds, s, rand.Reader), time.Now, nil)
	ring, err := seal.Open(c.keyPath())
	switch {
	case fault.Is(err, fault.NotFound) && c.on("lost"):
		ring, err = c.makeKey()
	case fault.Is(err, fault.NotFound):
		if ring, err = c.firstKey(office, s, u.Code, err); err == nil {
			err = ring.Rotate()
		}
	case err == nil:
		err = ring.Rotate()
	}
	if err != nil {
		return err
	}
	if err := office.Rights.Tell(c.ctx, order(shell()), access.Act{What: "rekeyed"}); err != nil {
		return err
	}
	if c.on("lost") {
		if err := c.giveUp(office, s, u.Code, ring); err != nil {
			return err
		}
	}
	n, err := c.reseal(office, s, u.Code, ring)
	if err != nil {
		return err
	}
	if c.on("forget") {
		if err := ring.Forget(); err != nil {
			return err
		}
	}
	fmt.Fprintln(c.out, c.say("cli.account.rekeyed", "n", n, "file", c.keyPath()))
	return nil
}

// giveUp removes what no key opens any more and says whose it was.
func (c *call) giveUp(office *access.Office, s *store.Store, unit string, ring *seal.Ring) error {
	office.Seals = ring
	s.SealBy(ring)
	people, err := office.DropLost(c.ctx, order(shell()), c.say("cli.account.lost_reason"))
	for _, a := range people {
		fmt.Fprintln(c.out, c.say("cli.account.lost_second", "login", a.Login))
	}
	if err != nil {
		return err
	}
	secrets, err := s.DropLost(c.ctx, unit)
	if len(secrets) > 0 {
		fmt.Fprintln(c.out, c.say("cli.account.lost_receipts"))
	}
	return err
}
