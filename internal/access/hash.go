package access

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/motcua/motcua/internal/fault"
)

// Argon are the parameters of Argon2id (RFC 9106). When they rise, a password is hashed again
// the next time it is given.
type Argon struct {
	Memory uint32 `toml:"memory_kib"` // KiB of each hash
	Passes uint32 `toml:"passes"`
	Lanes  uint8  `toml:"lanes"`
	AtOnce int    `toml:"at_once"` // hashes at the same time
}

// Bounds of what a stored hash may ask for: a damaged note must not eat the machine.
const (
	leastMemory = 8 << 10
	mostMemory  = 256 << 10
	mostPasses  = 16
	mostLanes   = 8
	saltBytes   = 16
	keyBytes    = 32
)

// phc is a password hash in the string form of the password hashing competition:
// $argon2id$v=19$m=19456,t=2,p=1$salt$hash, both in base64 without padding.
type phc struct {
	Argon
	salt, key []byte
}

func (h phc) String() string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.Memory, h.Passes, h.Lanes,
		b.EncodeToString(h.salt), b.EncodeToString(h.key))
}

// parsePHC reads exactly what String writes, within the bounds.
func parsePHC(s string) (h phc, ok bool) {
	part := strings.Split(s, "$")
	if len(part) != 6 || part[0] != "" || part[1] != "argon2id" || part[2] != "v="+strconv.Itoa(argon2.Version) {
		return h, false
	}
	numbers := strings.Split(part[3], ",")
	if len(numbers) != 3 {
		return h, false
	}
	for i, name := range []string{"m=", "t=", "p="} {
		text, has := strings.CutPrefix(numbers[i], name)
		n, err := strconv.ParseUint(text, 10, 32)
		if !has || err != nil || n == 0 || strconv.FormatUint(n, 10) != text || n > []uint64{mostMemory, mostPasses, mostLanes}[i] {
			return h, false
		}
		switch i {
		case 0:
			h.Memory = uint32(n)
		case 1:
			h.Passes = uint32(n)
		case 2:
			h.Lanes = uint8(n)
		}
	}
	var err1, err2 error
	h.salt, err1 = base64.RawStdEncoding.Strict().DecodeString(part[4])
	h.key, err2 = base64.RawStdEncoding.Strict().DecodeString(part[5])
	ok = err1 == nil && err2 == nil && len(h.salt) >= 8 && len(h.salt) <= 64 && len(h.key) >= 16 && len(h.key) <= 64
	return h, ok && h.Memory >= 8*uint32(h.Lanes)
}

// hasher computes hashes, a few at a time: a storm of sign-ins waits in line and does not eat
// the memory.
type hasher struct {
	once  sync.Once
	turns chan struct{}
	done  atomic.Int64 // hashes computed
}

// patience is how long a sign-in waits for its turn to be hashed.
const patience = 10 * time.Second

func (h *hasher) key(ctx context.Context, p Argon, salt []byte, size int, password string, atOnce int) ([]byte, error) {
	h.once.Do(func() { h.turns = make(chan struct{}, max(1, atOnce)) })
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case h.turns <- struct{}{}:
	case <-late.C:
		return nil, fault.New(fault.Unavailable, "access.busy")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h.turns }()
	h.done.Add(1)
	return argon2.IDKey([]byte(password), salt, p.Passes, p.Memory, p.Lanes, uint32(size)), nil
}

// Hashes is how many password hashes were computed: the work that guessing has cost.
func (o *Office) Hashes() int64 { return o.hasher.done.Load() }

// hash is a new hash of a password.
func (o *Office) hash(ctx context.Context, password string) (string, error) {
	h := phc{Argon: o.Policy.Argon2, salt: make([]byte, saltBytes)}
	if _, err := io.ReadFull(o.random(), h.salt); err != nil {
		return "", fmt.Errorf("access: salt: %w", err)
	}
	var err error
	h.key, err = o.hasher.key(ctx, h.Argon, h.salt, keyBytes, composed(password), o.Policy.Argon2.AtOnce)
	return h.String(), err
}

// nobody is the hash that a password is compared with when there is none: the same work is
// done for an unknown login as for a known one, and it never fits.
var nobody = phc{salt: make([]byte, saltBytes), key: make([]byte, keyBytes)}

// fits reports whether a password is that of a stored hash, and whether the hash is weaker
// than the policy now asks.
func (o *Office) fits(ctx context.Context, stored, password string) (ok, weak bool, err error) {
	h, known := parsePHC(stored)
	if !known {
		h = nobody
		h.Argon = o.Policy.Argon2
	}
	key, err := o.hasher.key(ctx, h.Argon, h.salt, len(h.key), composed(password), o.Policy.Argon2.AtOnce)
	if err != nil {
		return false, false, err
	}
	now := o.Policy.Argon2
	ok = subtle.ConstantTimeCompare(key, h.key) == 1 && known
	return ok, h.Memory < now.Memory || h.Passes < now.Passes || h.Lanes < now.Lanes, nil
}
