package store

// bitReader reads DEFLATE bits, low ones first. Behind the end there are zeros.
type bitReader struct {
	in   []byte
	at   int
	acc  uint64
	have uint
}

func (r *bitReader) fill() {
	for ; r.have <= 48; r.have += 8 {
		if r.at < len(r.in) {
			r.acc |= uint64(r.in[r.at]) << r.have
		}
		r.at++
	}
}

func (r *bitReader) bits(n uint) uint32 {
	v := uint32(r.acc & (1<<n - 1))
	r.acc >>= n
	r.have -= n
	return v
}

func (r *bitReader) symbol(t *table) uint32 {
	e := t[r.acc&(1<<maxBits-1)]
	r.acc >>= e & 15
	r.have -= uint(e & 15)
	return uint32(e >> 4)
}

// past reports that more was read than there is.
func (r *bitReader) past() bool { return r.at-int(r.have/8) > len(r.in) }

// inflate reads a block of form 2 or 3, which ends with the bytes.
func inflate(in []byte, beside string) ([]byte, error) {
	r := bitReader{in: in}
	out := append(make([]byte, 0, len(beside)+4*len(in)+32), beside...)
	for len(out) <= maxContent {
		if r.past() {
			return nil, errPacked
		}
		r.fill() // more than the 12 + 5 + 12 + 13 bits of one match
		s := r.symbol(literalTable)
		switch {
		case s < endBlock:
			out = append(out, byte(s))
			continue
		case s == endBlock:
			if r.at-int(r.have/8) != len(in) {
				return nil, errPacked
			}
			return out[len(beside):], nil
		}
		length := maxCopy
		if s < 285 {
			least, extra := spread(s-257, 2)
			length = 3 + int(least+r.bits(extra))
		}
		least, extra := spread(r.symbol(distanceTable), 1)
		from := len(out) - 1 - int(least+r.bits(extra))
		if r.past() || from < -len(dictionary2) {
			return nil, errPacked
		}
		if from < 0 {
			n := min(length, -from)
			from += len(dictionary2)
			out = append(out, dictionary2[from:from+n]...)
			from, length = 0, length-n
		}
		for ; length > 0; length-- {
			out = append(out, out[from])
			from++
		}
	}
	return nil, errPacked
}
