package datafile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// List returns the paths of the .toml files under dir, sorted. A folder that is not there
// has none.
func List(fsys fs.FS, dir string) ([]string, error) {
	var out []string
	err := fs.WalkDir(fsys, dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if p == dir && errors.Is(err, fs.ErrNotExist) {
				return fs.SkipAll
			}
			return err
		}
		if !d.IsDir() && path.Ext(p) == ".toml" {
			out = append(out, p)
		}
		return nil
	})
	slices.Sort(out)
	return out, err
}

// Overlay lays a ward's own folder over base: a file there wins over the file of the same
// path, a new file is added, nothing is removed. dir "" is base alone. When dir cannot be
// read every reading fails, so that a misspelt folder is not taken for an empty one.
func Overlay(base fs.FS, dir string) fs.FS {
	if dir == "" {
		return base
	}
	o := &overlay{base: base, top: os.DirFS(dir)}
	switch info, err := os.Stat(dir); {
	case err != nil: // not wrapped: a missing overlay must not look like a missing file
		o.err = fmt.Errorf("ward folder: %v", err)
	case !info.IsDir():
		o.err = fmt.Errorf("ward folder: %s is not a folder", dir)
	}
	return o
}

// Strays are the .toml files of a ward's folder that stand where nothing of base stands: a
// misspelt folder would be passed over in silence.
func Strays(base fs.FS, dir string) []Problem {
	if dir == "" {
		return nil
	}
	var known []string
	at, err := fs.ReadDir(base, ".")
	for _, d := range at {
		if d.IsDir() {
			known = append(known, d.Name())
		}
	}
	var files []string
	if err == nil {
		files, err = List(os.DirFS(dir), ".")
	}
	if err != nil {
		return []Problem{{File: dir, Text: readText(err)}}
	}
	var out []Problem
	for _, f := range files {
		if top, _, _ := strings.Cut(f, "/"); !slices.Contains(known, top) {
			out = append(out, Problem{File: f, Text: "không ai đọc tệp ở chỗ này; hãy đặt nó vào một trong các thư mục " + strings.Join(known, ", ")})
		}
	}
	return out
}

type overlay struct {
	base, top fs.FS
	err       error
}

func (o *overlay) Open(name string) (fs.File, error) {
	if o.err != nil {
		return nil, o.err
	}
	f, err := o.top.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = o.base.Open(name)
	}
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		entries, err := o.ReadDir(name)
		return &folder{File: f, entries: entries}, err
	}
	return f, nil
}

// folder is an open directory whose entries are those of both sides.
type folder struct {
	fs.File
	entries []fs.DirEntry
}

// ReadDir implements fs.ReadDirFile.
func (d *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(d.entries)
	} else if len(d.entries) == 0 {
		return nil, io.EOF
	}
	out := d.entries[:min(n, len(d.entries))]
	d.entries = d.entries[len(out):]
	return out, nil
}

// ReadDir merges the two folders by name.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	if o.err != nil {
		return nil, o.err
	}
	top, errTop := fs.ReadDir(o.top, name)
	if errTop != nil && !errors.Is(errTop, fs.ErrNotExist) {
		return nil, errTop
	}
	base, err := fs.ReadDir(o.base, name)
	if err != nil && (errTop != nil || !errors.Is(err, fs.ErrNotExist)) {
		return nil, err
	}
	all := slices.Concat(top, base)
	slices.SortStableFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(all, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}
