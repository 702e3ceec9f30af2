package store

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"sync"
)

// Bodies, answers and states are short JSON texts that say much the same, so they are stored
// packed: half of the database would otherwise be repetition. The form is a standard one
// that any tool can read for ever: one byte that says how, then the content:
//
//	0  the content as it is
//	1  raw DEFLATE (RFC 1951) with dictionary1.txt as the preset dictionary
//
// What the ledger's leaf commits to is the content, not its packed form. A dictionary is
// never edited after a release; a better one is a new number.

//go:embed dictionary1.txt
var dictionary1 []byte

const (
	packedPlain = 0
	packed1     = 1
)

var errPacked = fmt.Errorf("%w content", errDamaged)

// pack returns the packed form. It writes fixed Huffman codes and looks for matches in the
// dictionary and in the content itself: compress/flate would index the dictionary anew for
// every content. What it wrote it reads back, so that no error of its own can lose a fact.
func pack(content []byte) []byte {
	plain := func() []byte { return append([]byte{packedPlain}, content...) }
	if len(content) < 8 || len(content) > 16384 {
		return plain()
	}
	w := bitWriter{out: append(make([]byte, 0, len(content)/2+8), packed1)}
	w.deflate(content)
	if len(w.out) > len(content) {
		return plain()
	}
	if back, err := unpack(w.out); err != nil || !bytes.Equal(back, content) {
		return plain()
	}
	return w.out
}

// inflater is a DEFLATE reader that is used again.
type inflater struct {
	src bytes.Reader
	r   io.ReadCloser
	out []byte
}

var inflaters = sync.Pool{New: func() any {
	f := &inflater{out: make([]byte, 0, 4096)}
	f.r = flate.NewReaderDict(&f.src, dictionary1)
	return f
}}

// maxContent bounds what damaged bytes can unpack to.
const maxContent = 1 << 20

func (f *inflater) read(b []byte) ([]byte, error) {
	f.src.Reset(b)
	if err := f.r.(flate.Resetter).Reset(&f.src, dictionary1); err != nil {
		return nil, err
	}
	f.out = f.out[:0]
	for len(f.out) < maxContent {
		if len(f.out) == cap(f.out) {
			f.out = append(f.out, 0)[:len(f.out)]
		}
		n, err := f.r.Read(f.out[len(f.out):cap(f.out)])
		f.out = f.out[:len(f.out)+n]
		if err == io.EOF {
			return append([]byte{}, f.out...), nil
		}
		if err != nil {
			return nil, err
		}
	}
	return nil, errPacked
}

// unpack returns the content in bytes of its own.
func unpack(b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, errPacked
	}
	switch b[0] {
	case packedPlain:
		return append([]byte{}, b[1:]...), nil
	case packed1:
		f := inflaters.Get().(*inflater)
		defer inflaters.Put(f)
		out, err := f.read(b[1:])
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errPacked, err)
		}
		return out, nil
	}
	return nil, errPacked
}

// content scans a packed column into the bytes it points to. Damaged bytes are given as they
// stand: they meet no seal and fold into nothing, so that Verify names them and goes on.
type content struct{ into *[]byte }

// Scan implements sql.Scanner.
func (c content) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok {
		return errPacked
	}
	out, err := unpack(b)
	if err != nil {
		out = append([]byte{}, b...)
	}
	*c.into = out
	return nil
}

// The dictionary is indexed once: for every hash of four bytes the last place, and for every
// place the one before it with the same hash.
const (
	hashBits  = 12
	minMatch  = 4
	maxMatch  = 258
	maxTries  = 8
	maxWindow = 32768
)

func hash4(b []byte) uint32 { return binary.LittleEndian.Uint32(b) * 2654435761 >> (32 - hashBits) }

type index struct {
	head [1 << hashBits]int32
	prev []int32
}

var dictionaryIndex = sync.OnceValue(func() *index {
	ix := &index{}
	for i := range ix.head {
		ix.head[i] = -1
	}
	ix.prev = make([]int32, len(dictionary1))
	for i := 0; i+minMatch <= len(dictionary1); i++ {
		h := hash4(dictionary1[i:])
		ix.prev[i], ix.head[h] = ix.head[h], int32(i)
	}
	return ix
})

// bitWriter writes DEFLATE bits, low ones first.
type bitWriter struct {
	out  []byte
	acc  uint64
	used uint
}

func (w *bitWriter) bits(v uint32, n uint) {
	w.acc |= uint64(v) << w.used
	for w.used += n; w.used >= 8; w.used -= 8 {
		w.out = append(w.out, byte(w.acc))
		w.acc >>= 8
	}
}

// code writes a Huffman code, which goes high bit first.
func (w *bitWriter) code(v uint32, n uint) { w.bits(bits.Reverse32(v)>>(32-n), n) }

// symbol writes a literal or length symbol in the fixed code (RFC 1951 §3.2.6).
func (w *bitWriter) symbol(s uint32) {
	switch {
	case s < 144:
		w.code(0x30+s, 8)
	case s < 256:
		w.code(0x190+s-144, 9)
	case s < 280:
		w.code(s-256, 7)
	default:
		w.code(0xc0+s-280, 8)
	}
}

// match writes a length and a distance (§3.2.5).
func (w *bitWriter) match(length, distance int) {
	if length == maxMatch {
		w.symbol(285)
	} else {
		s, extra, rest := bucketed(uint32(length-3), 2)
		w.symbol(257 + s)
		w.bits(rest, extra)
	}
	s, extra, rest := bucketed(uint32(distance-1), 1)
	w.code(s, 5)
	w.bits(rest, extra)
}

// bucketed finds the symbol of a value in DEFLATE's growing buckets: 2^k of them for every
// number of extra bits.
func bucketed(v uint32, k uint) (symbol uint32, extra uint, rest uint32) {
	if v < 1<<(k+1) {
		return v, 0, 0
	}
	extra = uint(bits.Len32(v)) - k - 1
	return uint32(extra)<<k + v>>extra, extra, v & (1<<extra - 1)
}

// deflate writes the content as one final block.
func (w *bitWriter) deflate(in []byte) {
	w.bits(1|1<<1, 3)
	index := dictionaryIndex()
	var local [1 << 9]int16 // last place in the content, plus one
	for i := 0; i < len(in); {
		length, distance := 0, 0
		if i+minMatch <= len(in) {
			h := hash4(in[i:])
			if j := int(local[h>>3]) - 1; j >= 0 {
				length, distance = matching(in[j:], in[i:]), i-j
			}
			tries := 0
			for p := index.head[h]; p >= 0 && tries < maxTries && i+len(dictionary1)-int(p) <= maxWindow; p = index.prev[p] {
				if n := matching(dictionary1[p:], in[i:]); n > length {
					length, distance = n, i+len(dictionary1)-int(p)
				}
				tries++
			}
			local[h>>3] = int16(i + 1)
		}
		if length < minMatch {
			w.symbol(uint32(in[i]))
			i++
			continue
		}
		w.match(length, distance)
		for end := i + length; i < end; i++ {
			if i+minMatch <= len(in) {
				local[hash4(in[i:])>>3] = int16(i + 1)
			}
		}
	}
	w.symbol(256)
	w.bits(0, (8-w.used%8)%8)
}

// matching is the length of the common beginning.
func matching(a, b []byte) int {
	n := min(len(a), len(b), maxMatch)
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
