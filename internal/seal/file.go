package seal

import (
	"bufio"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/motcua/motcua/internal/fault"
)

// FileName is the key file's name where nobody chose another.
const FileName = "motcua.key"

// head is the first line of a key file; then comments (#) and one key a line: its id and its
// 32 bytes in base 64. The last key seals.
const head = "motcua-keys 1"

const advice = "# Khóa mở các bí mật trong cơ sở dữ liệu. Giữ riêng, chỉ tài khoản chạy máy chủ được đọc; không để chung với bản sao lưu dữ liệu.\n"

var idForm = regexp.MustCompile(`^[a-z2-7]{10}$`)

// Open reads a key file; fault.NotFound "seal.no_file" when there is none.
func Open(path string) (*Ring, error) {
	keys, err := read(path)
	if err != nil {
		return nil, err
	}
	return &Ring{path: path, keys: keys}, nil
}

// Create makes a key file with one fresh key, readable by its owner alone. One that is there
// already stays: the error is fault.Conflict "seal.file_there".
func Create(path string) (*Ring, error) {
	keys := []key{fresh()}
	if err := write(path, keys, true); err != nil {
		return nil, err
	}
	return &Ring{path: path, keys: keys}, nil
}

// Rotate adds a fresh key, which seals from now on. The earlier ones stay, because earlier
// copies of the database need them.
func (r *Ring) Rotate() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	keys, err := read(r.path)
	if err != nil {
		return err
	}
	keys = append(keys, fresh())
	if err := write(r.path, keys, false); err != nil {
		return err
	}
	r.keys = keys
	return nil
}

// Forget leaves only the key that seals: copies of the database made before cannot be opened
// with this file any more.
func (r *Ring) Forget() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	keys := r.keys[len(r.keys)-1:]
	if err := write(r.path, keys, false); err != nil {
		return err
	}
	r.keys = keys
	return nil
}

func read(path string) ([]key, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Wrap(err, fault.NotFound, "seal.no_file", "file", path)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "seal.file_unreadable", "file", path)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Forbidden, "seal.file_open", "file", path)
	}
	keys, err := parse(bufio.NewScanner(f))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "seal.file_malformed", "file", path)
	}
	return keys, nil
}

var errMalformed = errors.New("not a key file")

func parse(lines *bufio.Scanner) (keys []key, err error) {
	if !lines.Scan() || strings.TrimSpace(lines.Text()) != head {
		return nil, errors.Join(errMalformed, lines.Err())
	}
	known := map[string]bool{}
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		id, body, _ := strings.Cut(line, " ")
		raw, err := text.DecodeString(body)
		if err != nil || len(raw) != keyBytes || !idForm.MatchString(id) || known[id] {
			return nil, errMalformed
		}
		known[id] = true
		keys = append(keys, key{id, raw})
	}
	if len(keys) == 0 {
		return nil, errors.Join(errMalformed, lines.Err())
	}
	return keys, lines.Err()
}

// write puts a whole key file in its place: it is the old one or the new one, and on disk
// before anything is sealed with it. anew: one that is there is not replaced.
func write(path string, keys []key, anew bool) error {
	failed := func(err error) error { return fault.Wrap(err, fault.Unavailable, "seal.file_unwritable", "file", path) }
	var b bytes.Buffer
	b.WriteString(head + "\n" + advice)
	for _, k := range keys {
		b.WriteString(k.id + " " + text.EncodeToString(k.raw) + "\n")
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".motcua-key-*") // 0600
	if err != nil {
		return failed(err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b.Bytes())
	err = errors.Join(err, f.Sync(), f.Close())
	switch {
	case err != nil:
	case anew:
		if err = os.Link(f.Name(), path); errors.Is(err, fs.ErrExist) {
			return fault.Wrap(err, fault.Conflict, "seal.file_there", "file", path)
		} else if err != nil { // a file system without links: not before we looked
			err = exclusive(path, b.Bytes())
		}
	default:
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return failed(err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

func exclusive(path string, body []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncFolder makes the name last too; where folders cannot be synced (Windows) there is nothing to do.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		d.Close()
	}
}
