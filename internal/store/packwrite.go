package store

import (
	"encoding/binary"
	"math/bits"
	"sync"
)

// The dictionary is indexed once: for every hash of four bytes the last place, and for every
// place the one before it with the same hash.
const (
	hashBits = 12
	minMatch = 4
	maxTries = 12
	// With a match of so many bytes no other is looked for.
	longMatch = 24
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
	ix.prev = make([]int32, len(dictionary2))
	for i := 0; i+minMatch <= len(dictionary2); i++ {
		h := hash4(dictionary2[i:])
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

func (w *bitWriter) code(c code) { w.bits(uint32(c.bits), uint(c.n)) }

// match writes a length and a distance.
func (w *bitWriter) match(m match) {
	s, extra, rest := lengthSymbol(m.length)
	w.code(literalCodes[s])
	w.bits(rest, extra)
	s, extra, rest = distanceSymbol(m.distance)
	w.code(distanceCodes[s])
	w.bits(rest, extra)
}

// match is a copy of what came before; gain is what it saves against the bytes themselves,
// in bits.
type match struct {
	length, distance int
	gain             int32
}

// matcher looks for matches in the dictionary and in the content itself. It is used again.
type matcher struct {
	in    []byte
	index *index
	local [1 << 9]int16 // last place in the content, plus one
	cost  []int32       // bits of all bytes before
}

var matchers = sync.Pool{New: func() any { return &matcher{index: dictionaryIndex()} }}

func (m *matcher) begin(in []byte) {
	m.in, m.local = in, [1 << 9]int16{}
	m.cost = append(m.cost[:0], 0)
	for i, b := range in {
		m.cost = append(m.cost, m.cost[i]+int32(literalCodes[b].n))
	}
}

// lengthBits is what a length costs, with its extra bits.
var lengthBits = func() (out [maxCopy + 1]int32) {
	for n := 3; n <= maxCopy; n++ {
		s, extra, _ := lengthSymbol(n)
		out[n] = int32(literalCodes[s].n) + int32(extra)
	}
	return out
}()

func (m *matcher) put(i int) {
	if i+minMatch <= len(m.in) {
		m.local[hash4(m.in[i:])>>3] = int16(i + 1)
	}
}

// better is the match of which more is saved. A shorter one further away never is.
func (m *matcher) better(a match, i int, from []byte, distance int) match {
	if n := a.length; len(from) <= n || i+n >= len(m.in) || from[n] != m.in[i+n] {
		return a
	}
	n := matching(from, m.in[i:])
	if n < minMatch {
		return a
	}
	s, extra, _ := distanceSymbol(distance)
	gain := m.cost[i+n] - m.cost[i] - lengthBits[n] - int32(distanceCodes[s].n) - int32(extra)
	if gain > a.gain {
		return match{n, distance, gain}
	}
	return a
}

func (m *matcher) best(i int) (found match) {
	if i+minMatch > len(m.in) {
		return match{}
	}
	h := hash4(m.in[i:])
	if j := int(m.local[h>>3]) - 1; j >= 0 {
		found = m.better(found, i, m.in[j:], i-j)
	}
	tries := 0
	for p := m.index.head[h]; p >= 0 && tries < maxTries && found.length < longMatch; p = m.index.prev[p] {
		found = m.better(found, i, dictionary2[p:], i+len(dictionary2)-int(p))
		tries++
	}
	return found
}

// deflate writes a block without its beginning, of the content from a place on; what is
// before that place is known to the reader.
func (w *bitWriter) deflate(in []byte, from int) {
	m := matchers.Get().(*matcher)
	defer matchers.Put(m)
	m.begin(in)
	for i := range from {
		m.put(i)
	}
	next, known := match{}, false // what best says of the place at hand
	for i := from; i < len(in); {
		at := next
		if !known {
			at = m.best(i)
		}
		m.put(i)
		if known = at.length > 0 && at.length < longMatch; known {
			next = m.best(i + 1)
			known = next.gain > at.gain // then one byte by itself is the better beginning
		}
		if at.length == 0 || known {
			w.code(literalCodes[in[i]])
			i++
			continue
		}
		w.match(at)
		for end := i + at.length; i < end; i++ {
			m.put(i)
		}
	}
	w.code(literalCodes[endBlock])
	w.bits(0, (8-w.used%8)%8)
}

// matching is the length of the common beginning.
func matching(a, b []byte) int {
	n := min(len(a), len(b), maxCopy)
	i := 0
	for i+8 <= n {
		if x := binary.LittleEndian.Uint64(a[i:]) ^ binary.LittleEndian.Uint64(b[i:]); x != 0 {
			return i + bits.TrailingZeros64(x)/8
		}
		i += 8
	}
	for ; i < n; i++ {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
