package desk

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

// IDFor is the id of the dossier that the form of a key begins on a day: the same form, sent
// again that day, names the same dossier. It is as long and sorts by day as ids of
// ledger.NewID do; 48 bits of the key's hash keep two forms of a day apart.
func IDFor(now time.Time, key string) (dossier.ID, error) {
	if key == "" {
		return 0, fault.New(fault.Invalid, "desk.no_key")
	}
	sum := sha256.Sum256([]byte("motcua dossier " + key))
	const day = 24 * 60 * 60 * 1000
	into := binary.BigEndian.Uint64(sum[:8]) % day
	at := calendar.DateOf(now).At(0, 0).Add(time.Duration(into) * time.Millisecond)
	return ledger.NewID(at, &bytesOf{sum[8:]})
}

// bytesOf reads bytes once.
type bytesOf struct{ rest []byte }

func (b *bytesOf) Read(p []byte) (int, error) {
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}
