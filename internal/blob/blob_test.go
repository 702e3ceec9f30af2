package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/blob"
	"github.com/motcua/motcua/internal/fault"
)

func open(t testing.TB) (*blob.Folder, string) {
	t.Helper()
	dir := t.TempDir()
	f, err := blob.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f, dir
}

func read(s blob.Store, d blob.Digest) ([]byte, error) {
	r, _, err := s.Open(context.Background(), d)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// TestPutIsOpen: what was put comes back, whatever it is; the same content is kept once.
func TestPutIsOpen(t *testing.T) {
	f, _ := open(t)
	kept := map[blob.Digest][]byte{}
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		d, n, err := f.Put(context.Background(), iotest.OneByteReader(bytes.NewReader(b)), 1<<20)
		if err != nil || n != int64(len(b)) || d.Check() != nil {
			t.Fatal(d, n, err)
		}
		kept[d] = b
		if got, err := read(f, d); err != nil || !bytes.Equal(got, b) {
			t.Fatalf("%q, %v", got, err)
		}
	})
	files := 0
	err := f.Each(context.Background(), func(d blob.Digest, n int64) error {
		if b, ok := kept[d]; !ok || int64(len(b)) != n {
			t.Errorf("%s of %d bytes was never put", d, n)
		}
		files++
		return nil
	})
	if err != nil || files != len(kept) {
		t.Errorf("%d files, want %d: %v", files, len(kept), err)
	}
}

// TestRefusedLeavesNothing: too large, broken off, cancelled.
func TestRefusedLeavesNothing(t *testing.T) {
	f, dir := open(t)
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	broken := errors.New("line broke")
	for name, c := range map[string]struct {
		ctx context.Context
		r   io.Reader
	}{
		"too large":  {context.Background(), strings.NewReader("12345678901")},
		"broken off": {context.Background(), io.MultiReader(strings.NewReader("123"), iotest.ErrReader(broken))},
		"cancelled":  {cancelled, strings.NewReader("123")},
	} {
		if d, _, err := f.Put(c.ctx, c.r, 10); err == nil {
			t.Errorf("%s: kept as %s", name, d)
		}
	}
	if _, _, err := f.Put(context.Background(), strings.NewReader("1234567890"), 10); err != nil {
		t.Errorf("exactly as much as allowed: %v", err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "incoming", "*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestDigestIsNoPath: nothing but a digest reaches the file system.
func TestDigestIsNoPath(t *testing.T) {
	f, _ := open(t)
	for _, d := range []blob.Digest{"", "sha256-", "sha256-../../../../etc/passwd", "md5-" + blob.Digest(strings.Repeat("a", 32)),
		"sha256-" + blob.Digest(strings.Repeat("A", 64)), "sha256-" + blob.Digest(strings.Repeat("a", 63)) + "/"} {
		if _, _, err := f.Open(context.Background(), d); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", d, err)
		}
		if err := f.Quarantine(context.Background(), d); !fault.Is(err, fault.Invalid) {
			t.Errorf("quarantine of %q: %v", d, err)
		}
	}
	if _, _, err := f.Open(context.Background(), "sha256-"+blob.Digest(strings.Repeat("a", 64))); !fault.Is(err, fault.NotFound) {
		t.Error("what is not there is not found")
	}
}

// TestScrub: a changed byte, a cut file and a file gone to zeros are found, set aside and
// mended by the same content; sound files are left alone.
func TestScrub(t *testing.T) {
	f, dir := open(t)
	put := func(s string) blob.Digest {
		d, _, err := f.Put(context.Background(), strings.NewReader(s), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	spoil := map[blob.Digest]string{put("a paper of somebody"): "a paper of somebodY", put("cut here or there"): "cut here", put("gone to zeros"): strings.Repeat("\x00", 13)}
	sound := put("sound")
	for d, b := range spoil {
		h := strings.TrimPrefix(string(d), "sha256-")
		path := filepath.Join(dir, "sha256", h[:2], h[2:4], h)
		if os.WriteFile(path, []byte(b), 0o600) == nil && os.Geteuid() != 0 {
			t.Error("a kept file can be written")
		}
		os.Remove(path)
		if err := os.WriteFile(path, []byte(b), 0o400); err != nil {
			t.Fatal(err)
		}
		if _, err := read(f, d); !errors.Is(err, blob.ErrDamaged) {
			t.Errorf("damaged bytes were given out: %v", err)
		}
	}
	var files int
	bad, err := blob.Scrub(context.Background(), f, func(n int, _ int64) { files = n })
	if err != nil || len(bad) != len(spoil) || files != len(spoil)+1 {
		t.Fatalf("%v of %d files, %v", bad, files, err)
	}
	if again, err := blob.Scrub(context.Background(), f, nil); err != nil || len(again) != 0 {
		t.Errorf("second scrub: %v, %v", again, err)
	}
	if d := put("a paper of somebody"); spoil[d] == "" {
		t.Error("another digest")
	} else if _, err := read(f, d); err != nil {
		t.Error("the same content does not mend it:", err)
	}
	if _, err := read(f, sound); err != nil {
		t.Error(err)
	}
}

// TestManyPutOne: many who put the same content at once all get it, whole.
func TestManyPutOne(t *testing.T) {
	f, _ := open(t)
	content := strings.Repeat("0123456789", 100_000)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			d, _, err := f.Put(context.Background(), strings.NewReader(content), 1<<20)
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := read(f, d); err != nil || string(got) != content {
				t.Error("not whole", err)
			}
		})
	}
	all.Wait()
}

// TestHalfWrittenIsGone: what a killed program left is taken out at the next start.
func TestHalfWrittenIsGone(t *testing.T) {
	_, dir := open(t)
	half := filepath.Join(dir, "incoming", "put-1")
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	writing := filepath.Join(dir, "incoming", "put-2")
	if err := os.WriteFile(writing, []byte("another server is at it"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(half, old, old); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.OpenFolder(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Error("still there")
	}
	if _, err := os.Stat(writing); err != nil {
		t.Error("taken from under another server")
	}
}
