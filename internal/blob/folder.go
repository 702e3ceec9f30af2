package blob

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// Folder keeps files in a folder: sha256/ab/cd/<hash>, read-only, under names that nobody
// typed. incoming/ holds what is being written, damaged/ what a scrub set aside.
type Folder struct{ root string }

// halfWritten is how old a file in incoming/ is when nobody can be writing it any more:
// another server on the same folder may be at it meanwhile.
const halfWritten = 24 * time.Hour

// OpenFolder makes the folder when it is not there and takes out what a killed program left
// half written.
func OpenFolder(root string) (*Folder, error) {
	f := &Folder{root}
	for _, dir := range []string{"incoming", "damaged", algorithm} {
		if err := os.MkdirAll(f.path(dir), 0o700); err != nil {
			return nil, unusable(err)
		}
	}
	return f, f.sweep()
}

func (f *Folder) sweep() error {
	entries, err := os.ReadDir(f.path("incoming"))
	if err != nil {
		return unusable(err)
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > halfWritten {
			err = os.Remove(f.path("incoming", e.Name()))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return unusable(err)
			}
		}
	}
	return nil
}

func (f *Folder) path(parts ...string) string {
	return filepath.Join(append([]string{f.root}, parts...)...)
}

// place is where a digest lies; the digest was checked.
func (f *Folder) place(d Digest) string {
	h := d.hash()
	return f.path(algorithm, h[:2], h[2:4], h)
}

// Put implements Store.
func (f *Folder) Put(ctx context.Context, r io.Reader, most int64) (Digest, int64, error) {
	tmp, err := os.CreateTemp(f.path("incoming"), "put-*")
	if err != nil {
		return "", 0, unusable(err)
	}
	defer os.Remove(tmp.Name()) // a no-op once it was renamed
	defer tmp.Close()
	sum := sha256.New()
	n, err := copyMost(ctx, io.MultiWriter(tmp, sum), r, most)
	if err != nil {
		return "", 0, err
	}
	d := MakeDigest([32]byte(sum.Sum(nil)))
	if verify(ctx, f, d) == nil {
		return d, n, nil // a damaged one is replaced
	}
	if err := errors.Join(tmp.Chmod(0o400), tmp.Sync(), tmp.Close()); err != nil {
		return "", 0, unusable(err)
	}
	return d, n, f.settle(tmp.Name(), f.place(d))
}

// settle names a synced file and syncs the folders that lead to it.
func (f *Folder) settle(from, to string) error {
	dir := filepath.Dir(to)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unusable(err)
	}
	if err := os.Rename(from, to); err != nil {
		return unusable(err)
	}
	for up := 0; up < 3; up++ {
		if err := syncDir(dir); err != nil {
			return unusable(err)
		}
		dir = filepath.Dir(dir)
	}
	return nil
}

// copyMost copies at most most bytes and says so when there are more.
func copyMost(ctx context.Context, w io.Writer, r io.Reader, most int64) (int64, error) {
	n, err := io.Copy(w, &reader{ctx: ctx, r: io.LimitReader(r, most+1)})
	switch {
	case err == nil && n > most:
		return 0, fault.New(fault.Invalid, "blob.too_large", "most", most)
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EIO), errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EDQUOT):
		return 0, unusable(err)
	}
	return n, err
}

type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r *reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// Open implements Store.
func (f *Folder) Open(_ context.Context, d Digest) (io.ReadCloser, int64, error) {
	if err := d.Check(); err != nil {
		return nil, 0, err
	}
	file, err := os.Open(f.place(d))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, fault.New(fault.NotFound, "blob.missing")
	case err != nil:
		return nil, 0, unusable(err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(unusable(err), file.Close())
	}
	return &checked{File: file, want: d, sum: sha256.New()}, info.Size(), nil
}

// checked compares what was read with the digest when the end is reached.
type checked struct {
	*os.File
	want Digest
	sum  hash.Hash
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.File.Read(p)
	c.sum.Write(p[:n])
	if err == io.EOF && MakeDigest([32]byte(c.sum.Sum(nil))) != c.want {
		return n, ErrDamaged
	}
	return n, err
}

// WriteTo hides the file's own, which would go past the check.
func (c *checked) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{c})
}

// Each implements Store.
func (f *Folder) Each(ctx context.Context, visit func(Digest, int64) error) error {
	return filepath.WalkDir(f.path(algorithm), func(_ string, e fs.DirEntry, err error) error {
		if err != nil {
			return unusable(err)
		}
		if err := ctx.Err(); err != nil || e.IsDir() {
			return err
		}
		d := Digest(algorithm + "-" + e.Name())
		if d.Check() != nil {
			return nil // nothing of ours
		}
		info, err := e.Info()
		if err != nil {
			return unusable(err)
		}
		return visit(d, info.Size())
	})
}

// Quarantine implements Store.
func (f *Folder) Quarantine(_ context.Context, d Digest) error {
	if err := d.Check(); err != nil {
		return err
	}
	if err := os.Rename(f.place(d), f.path("damaged", d.hash())); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unusable(err)
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func unusable(err error) error { return fault.Wrap(err, fault.Unavailable, "blob.unusable") }
