package main

import (
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/store"
)

// place says where the data is, without any password.
func (c *call) place() string {
	if db := c.text("db"); db != "" {
		u, err := url.Parse(db)
		if err != nil {
			return "PostgreSQL"
		}
		return u.Redacted()
	}
	return c.text("data")
}

// open opens the store. Reading only, it never makes a folder: an empty place is said to be
// empty.
func (c *call) open(o store.Options) (*store.Store, error) {
	o.DB = c.text("db")
	if o.DB == "" && o.Dir == "" {
		o.Dir = c.text("data")
	}
	s, err := store.Open(c.ctx, o)
	if fault.Is(err, fault.NotFound) {
		return nil, fault.Wrap(err, fault.NotFound, "cli.no_data", "place", c.place())
	}
	return s, err
}

// openThere opens a store that must be there already, for writing.
func (c *call) openThere() (*store.Store, error) {
	if c.text("db") == "" {
		if _, err := os.Stat(filepath.Join(c.text("data"), store.FileName)); errors.Is(err, os.ErrNotExist) {
			return nil, fault.Wrap(err, fault.NotFound, "cli.no_data", "place", c.place())
		}
	}
	return c.open(store.Options{})
}

// reading is one consistent look at a unit: data files, snapshot and source of figures.
type reading struct {
	*house
	unit     *unit.Unit
	store    *store.Store
	snapshot *store.Snapshot
	source   *indicator.Source
}

// read opens the store for reading and takes one snapshot of it.
func (c *call) read() (*reading, error) {
	h, err := c.house()
	if err != nil {
		return nil, err
	}
	u, err := c.unit(h)
	if err != nil {
		return nil, err
	}
	s, err := c.open(store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	snap, err := s.Snapshot(c.ctx)
	if err != nil {
		s.Close()
		return nil, err
	}
	return &reading{h, u, s, snap, indicator.NewSource(snap, h.catalog, h.kinds, u.Code)}, nil
}

func (r *reading) close() {
	r.snapshot.Close()
	r.store.Close()
}

// writeFile writes a file beside its place and renames it, so that it is whole or not there.
func writeFile(path string, write func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return cannotWrite(path, err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return cannotWrite(path, err)
	}
	defer os.Remove(tmp.Name()) // after the rename there is nothing under this name
	err = write(tmp)
	if err == nil {
		err = errors.Join(tmp.Chmod(0o644), tmp.Sync())
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	return cannotWrite(path, err)
}

// cannotWrite names the file in an error of the disk; a refusal of the writer stays what it is.
func cannotWrite(path string, err error) error {
	if _, ok := fault.Of(err); err == nil || ok {
		return err
	}
	return fault.Wrap(err, fault.Unavailable, "cli.write", "path", path)
}
