// Package blob keeps files: papers that were handed in, results that were issued.
//
// It keeps bytes under the digest of their content, once, for ever: what is there is never
// overwritten and never changed. It promises that a digest it has returned is on disk (the
// bytes and the folder's entry synced), so that a ledger may name it; that what it gives
// back is what the digest says, or an error; and that nothing a person typed becomes part of
// a path. It refuses what is larger than allowed before it fills the disk, and a digest of a
// form it does not know. Who may read a file is not its business.
package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"strings"

	"github.com/motcua/motcua/internal/fault"
)

// Digest names a file by its content: the algorithm, a dash, the hash in hex. The algorithm
// stands with the hash, so that a checker never compares two different ones.
type Digest string

// algorithm of new files. Older ones keep theirs.
const algorithm = "sha256"

// MakeDigest is the digest of a SHA-256 sum.
func MakeDigest(sum [32]byte) Digest { return Digest(algorithm + "-" + hex.EncodeToString(sum[:])) }

// Check refuses a digest of a form that this store does not keep.
func (d Digest) Check() error {
	rest, ok := strings.CutPrefix(string(d), algorithm+"-")
	if ok && len(rest) == 64 && strings.Trim(rest, "0123456789abcdef") == "" {
		return nil
	}
	return fault.New(fault.Invalid, "blob.digest")
}

// hash is the hex part.
func (d Digest) hash() string { return string(d)[len(algorithm)+1:] }

// Store keeps files. Every method may be called by many at once.
type Store interface {
	// Put reads r to its end and keeps it. It returns once the bytes are durable. More than
	// most bytes are refused with fault.Invalid "blob.too_large" and leave nothing behind; a
	// full disk is fault.Unavailable. What is there already is read all the same, and kept once.
	Put(ctx context.Context, r io.Reader, most int64) (Digest, int64, error)
	// Open gives the bytes; fault.NotFound "blob.missing" when there are none. What is read to
	// its end was checked against the digest: a damaged file ends in ErrDamaged, not in EOF.
	Open(ctx context.Context, d Digest) (io.ReadCloser, int64, error)
	// Each calls f for every file, in no order, until f or the context says stop.
	Each(ctx context.Context, f func(Digest, int64) error) error
	// Quarantine sets a damaged file aside, so that Put of the same content mends it.
	Quarantine(ctx context.Context, d Digest) error
}

// ErrDamaged: the bytes on disk are not the ones that the digest names.
var ErrDamaged = errors.New("blob: content does not match its digest")

// Damage is what a scrub found wrong.
type Damage struct {
	Digest Digest
	Err    error // ErrDamaged, or what reading said
}

// Scrub reads every file to its end. progress is called now and then with files and bytes
// read so far. Damaged files are listed and set aside; the scrub goes on with the next.
func Scrub(ctx context.Context, s Store, progress func(files int, bytes int64)) (bad []Damage, err error) {
	var files int
	var bytes int64
	err = s.Each(ctx, func(d Digest, size int64) error {
		if err := verify(ctx, s, d); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			bad = append(bad, Damage{d, err})
			if errors.Is(err, ErrDamaged) {
				if err := s.Quarantine(ctx, d); err != nil {
					return err
				}
			}
		}
		files, bytes = files+1, bytes+size
		if progress != nil {
			progress(files, bytes)
		}
		return nil
	})
	return bad, err
}

func verify(ctx context.Context, s Store, d Digest) error {
	r, _, err := s.Open(ctx, d)
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}
