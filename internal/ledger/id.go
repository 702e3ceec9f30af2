package ledger

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/motcua/motcua/internal/fault"
)

// IDs count milliseconds from this instant; the 41 bits last until 2089.
var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

const (
	idRandomBits = 22
	idLength     = 13 // base32 digits that hold 63 bits
	crockford    = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
)

// NewID makes an ID of the instant and of 22 bits read from rand. IDs of later milliseconds
// are greater; within one millisecond the order is random. An instant before 2020 or after
// 2089 is refused, because its ID would not keep the order.
func NewID(now time.Time, rand io.Reader) (ID, error) {
	ms := now.Sub(epoch).Milliseconds()
	if ms < 0 || ms >= 1<<(63-idRandomBits) {
		return 0, fmt.Errorf("ledger: no id for the instant %s", now.UTC().Format(time.RFC3339))
	}
	var b [3]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return 0, fmt.Errorf("ledger: reading randomness for an id: %w", err)
	}
	low := (int64(b[0])<<16 | int64(b[1])<<8 | int64(b[2])) & (1<<idRandomBits - 1)
	id := ID(ms<<idRandomBits | low)
	if id == 0 {
		id = 1
	}
	return id, nil
}

// Time is the instant, to the millisecond, at which the ID was made.
func (id ID) Time() time.Time {
	return epoch.Add(time.Duration(id>>idRandomBits) * time.Millisecond)
}

// String is the ID in 13 digits of Crockford's base 32. Texts sort as the IDs do.
func (id ID) String() string {
	var b [idLength]byte
	n := uint64(id)
	for i := idLength - 1; i >= 0; i-- {
		b[i] = crockford[n&31]
		n >>= 5
	}
	return string(b[:])
}

// ParseID reads what String writes, in either case, with O for 0 and I or L for 1 as people
// misread them.
func ParseID(s string) (ID, error) {
	bad := func() (ID, error) { return 0, fault.New(fault.Invalid, "ledger.id_malformed", "text", s) }
	if len(s) != idLength {
		return bad()
	}
	var n uint64
	for i := range len(s) {
		d := digit(s[i])
		if d < 0 || n > math.MaxInt64>>5 {
			return bad()
		}
		n = n<<5 | uint64(d)
	}
	if n == 0 {
		return bad()
	}
	return ID(n), nil
}

func digit(c byte) int {
	switch c {
	case 'o', 'O':
		return 0
	case 'i', 'I', 'l', 'L':
		return 1
	}
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	return strings.IndexByte(crockford, c)
}

// MarshalText writes String.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what ParseID reads.
func (id *ID) UnmarshalText(b []byte) (err error) {
	*id, err = ParseID(string(b))
	return err
}
