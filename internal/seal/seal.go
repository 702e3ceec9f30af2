// Package seal keeps secrets that a database must hold and must not tell: the shared secret of
// an authenticator, the key of receipts. Each is encrypted with a key that lies in a file of
// its own, so that a copy of the database alone opens none of them (T16).
//
// It promises that a sealed secret opens only under the key that it names and for what it was
// sealed for (a secret put into another account's place does not open), that a changed one does
// not open, and that a key which is replaced goes on opening what it sealed. It never writes a
// key anywhere but into its file. Who reads both the file and the database reads everything:
// against that helps only where the file lies.
package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"

	"github.com/motcua/motcua/internal/fault"
)

// keyBytes is AES-256.
const keyBytes = 32

// key is one line of a key file.
type key struct {
	id  string
	raw []byte
}

// Ring is the keys of a key file. The last one seals, each opens what it has sealed. It is safe
// for use by many goroutines.
type Ring struct {
	path string

	mu   sync.Mutex
	keys []key
}

// mark begins every sealed secret; the id of its key and the rest follow, between colons.
const mark = "mk1:"

var text = base64.RawURLEncoding.Strict()

// Sealed reports whether what was kept is sealed; else it is in clear, of an earlier version.
func Sealed(kept []byte) bool { return bytes.HasPrefix(kept, []byte(mark)) }

// Seal encrypts a secret. about says what it is and whose: it must be said again to open it.
func (r *Ring) Seal(about string, plain []byte) ([]byte, error) {
	k, err := r.last()
	if err != nil {
		return nil, err
	}
	box, err := k.box()
	if err != nil {
		return nil, err
	}
	return []byte(mark + k.id + ":" + text.EncodeToString(box.Seal(nil, nil, plain, []byte(about)))), nil
}

// Open decrypts a secret. current reports that the key is the one that seals now; one of an
// earlier key should be sealed again. A key that is not in the file is fault.Unavailable
// "seal.key_lost"; a secret that was changed, or is about something else, "seal.broken".
func (r *Ring) Open(about string, sealed []byte) (plain []byte, current bool, err error) {
	id, body, ok := strings.Cut(strings.TrimPrefix(string(sealed), mark), ":")
	if !ok || !Sealed(sealed) {
		return nil, false, fault.New(fault.Unavailable, "seal.broken")
	}
	k, current, err := r.find(id)
	if err != nil {
		return nil, false, err
	}
	raw, err := text.DecodeString(body)
	if err != nil {
		return nil, false, fault.Wrap(err, fault.Unavailable, "seal.broken")
	}
	box, err := k.box()
	if err != nil {
		return nil, false, err
	}
	if plain, err = box.Open(nil, nil, raw, []byte(about)); err != nil {
		return nil, false, fault.Wrap(err, fault.Unavailable, "seal.broken")
	}
	return plain, current, nil
}

// last is the key that seals. The file is read anew: nothing is sealed with a key that was
// replaced, and perhaps forgotten, beside this server.
func (r *Ring) last() (key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	keys, err := read(r.path)
	if err != nil {
		return key{}, err
	}
	r.keys = keys
	return keys[len(keys)-1], nil
}

// find is the key of an id. One that is not known may be newer than what was read: then the
// file is read again, so that a server goes on when the key is replaced beside it.
func (r *Ring) find(id string) (key, bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for range 2 {
		for i, k := range r.keys {
			if k.id == id {
				return k, i == len(r.keys)-1, nil
			}
		}
		keys, err := read(r.path)
		if err != nil {
			return key{}, false, err
		}
		r.keys = keys
	}
	return key{}, false, fault.New(fault.Unavailable, "seal.key_lost", "key", id, "file", r.path)
}

// box is AES-256-GCM with a random nonce before each secret.
func (k key) box() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.raw)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// fresh is a new key; its name tells nothing of it.
func fresh() key {
	k := key{id: strings.ToLower(rand.Text()[:10]), raw: make([]byte, keyBytes)}
	rand.Read(k.raw)
	return k
}
