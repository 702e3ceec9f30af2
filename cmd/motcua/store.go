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
	if c.text("db") != "" {
		return c.address()
	}
	return c.text("data")
}

// address is the address of the PostgreSQL database without any password, in whichever of
// its places one stands.
func (c *call) address() string {
	u, err := url.Parse(c.text("db"))
	if err != nil {
		return "PostgreSQL"
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	q.Del("password")
	q.Del("sslpassword")
	u.RawQuery = q.Encode()
	return u.String()
}

// open opens the store. Reading only, it never makes a folder: an empty place is said to be
// empty.
func (c *call) open(o store.Options) (*store.Store, error) {
	o.DB = c.text("db")
	if o.DB == "" && o.Dir == "" {
		o.Dir = c.text("data")
	}
	var bar *progress // of an older database that is brought up to this program
	o.Progress = func(done, total int64) {
		if bar == nil {
			bar = c.progress(c.say("cli.migrate.progress"))
		}
		bar.set(done, total)
	}
	s, err := store.Open(c.ctx, o)
	if bar != nil {
		bar.end()
	}
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

// file is a file to write.
type file struct {
	path  string
	write func(io.Writer) error
	tmp   string
}

// writeFile writes a file beside its place and renames it, so that it is whole or not there.
func writeFile(path string, write func(io.Writer) error) error {
	return writeFiles(file{path: path, write: write})
}

// writeFiles writes files that belong together: none takes its place before all are on disk,
// so that the workbook and the figures in a folder are of one run.
func writeFiles(files ...file) error {
	defer func() {
		for _, f := range files {
			os.Remove(f.tmp) // after the rename there is nothing under this name
		}
	}()
	for i := range files {
		if err := files[i].stage(); err != nil {
			return cannotWrite(files[i].path, err)
		}
	}
	for _, f := range files {
		if err := os.Rename(f.tmp, f.path); err != nil {
			return cannotWrite(f.path, err)
		}
	}
	return nil
}

func (f *file) stage() error {
	if st, err := os.Stat(f.path); err == nil && !st.Mode().IsRegular() {
		return errors.New("not a regular file")
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(f.path), "."+filepath.Base(f.path)+".*")
	if err != nil {
		return err
	}
	f.tmp = tmp.Name()
	if err = f.write(tmp); err == nil {
		err = errors.Join(tmp.Chmod(0o644), tmp.Sync())
	}
	return errors.Join(err, tmp.Close())
}

// cannotWrite names the file in an error of the disk; a refusal of the writer stays what it is.
func cannotWrite(path string, err error) error {
	if _, ok := fault.Of(err); err == nil || ok {
		return err
	}
	return fault.Wrap(err, fault.Unavailable, "cli.write", "path", path)
}
