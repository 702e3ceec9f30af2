package store

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"fmt"
	"io"
	"sync"
)

// Bodies, answers and states are short JSON texts that say much the same, so they are stored
// packed: half of the database would otherwise be repetition. The first byte says how:
//
//	0  the content as it is
//	1  raw DEFLATE (RFC 1951) with dictionary1.txt as the preset dictionary
//	2  the same with both dictionaries, one behind the other, and the codes of header2: the
//	   block's own beginning, which is not stored because it is always header2
//	3  as 2, with what stands beside the content behind the dictionaries
//
// Any tool reads them for ever: header2 and what follows the first byte are raw DEFLATE. What
// the ledger's leaf commits to is the content, not its packed form. A dictionary, a code, a
// beside is never edited after a release; a better one is a new number. Written is form 2 or 3.

//go:embed dictionary1.txt
var dictionary1 []byte

//go:embed dictionary2.txt
var addition2 []byte

const (
	packedPlain  = 0
	packed1      = 1
	packed2      = 2
	packedBeside = 3
)

// dictionary2 is what form 2 begins from: the first dictionary, and behind it what entries of
// version 2 say.
var dictionary2 = append(bytes.Clone(dictionary1), addition2...)

var errPacked = fmt.Errorf("%w content", errDamaged)

// pack returns the packed form. What it wrote it reads back, so that no error of its own can
// lose a fact.
func pack(content []byte) []byte { return packBeside(content, "") }

// packBeside packs a content that repeats what stands beside it. It can be read only with
// the same text beside it.
func packBeside(content []byte, beside string) []byte {
	plain := func() []byte { return append([]byte{packedPlain}, content...) }
	if len(content) < 2 || len(content) > maxPacked || len(beside) > maxBeside {
		return plain()
	}
	form := byte(packed2)
	if beside != "" {
		form = packedBeside
	}
	w := bitWriter{out: append(make([]byte, 0, len(content)/2+8), form)}
	w.deflate(append(append(make([]byte, 0, len(beside)+len(content)), beside...), content...), len(beside))
	if len(w.out) > len(content) {
		return plain()
	}
	if back, err := unpackBeside(w.out, beside); err != nil || !bytes.Equal(back, content) {
		return plain()
	}
	return w.out
}

const (
	maxPacked = 16384 // bytes; what is longer is stored plain
	maxBeside = 256
)

// inflater reads form 1; it is used again.
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
func unpack(b []byte) ([]byte, error) { return unpackBeside(b, "") }

func unpackBeside(b []byte, beside string) ([]byte, error) {
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
	case packed2:
		return inflate(b[1:], "")
	case packedBeside:
		return inflate(b[1:], beside)
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
