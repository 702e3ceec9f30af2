package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
)

// ref is the number of an object in the file.
type ref int

func (r ref) String() string { return strconv.Itoa(int(r)) + " 0 R" }

func refs(rs []ref) string {
	var b strings.Builder
	b.WriteByte('[')
	for i, r := range rs {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(r.String())
	}
	b.WriteByte(']')
	return b.String()
}

// file is the objects of a PDF. Those without a stream are packed into object streams, since
// the structure of a long table is thousands of small objects.
type file struct {
	plain   []string // text of object i+1; "" for one that is a stream
	streams map[ref]streamed
	packer  *zlib.Writer // one for all streams: its tables are larger than most of them
}

type streamed struct {
	dict string
	data []byte
}

func newFile() *file { return &file{streams: map[ref]streamed{}, packer: zlib.NewWriter(io.Discard)} }

func (f *file) reserve() ref {
	f.plain = append(f.plain, "")
	return ref(len(f.plain))
}

func (f *file) set(r ref, format string, args ...any) { f.plain[r-1] = fmt.Sprintf(format, args...) }

func (f *file) add(format string, args ...any) ref {
	r := f.reserve()
	f.set(r, format, args...)
	return r
}

// stream adds a compressed stream; dict is what its dictionary says besides.
func (f *file) stream(dict string, data []byte) ref {
	r := f.reserve()
	f.streams[r] = streamed{dict + "/Filter/FlateDecode", f.compress(data)}
	return r
}

// open adds a stream that tools read without unpacking.
func (f *file) open(dict string, data []byte) ref {
	r := f.reserve()
	f.streams[r] = streamed{dict, data}
	return r
}

func (f *file) compress(data []byte) []byte {
	var b bytes.Buffer
	f.packer.Reset(&b)
	f.packer.Write(data) // a bytes.Buffer does not fail
	f.packer.Close()
	return b.Bytes()
}

// perPack is how many objects share one object stream.
const perPack = 200

// place says where an object stands: in the file, or as a number in a pack.
type place struct {
	kind byte // 1: at an offset, 2: in a pack
	at   int
	in   int
}

// write writes header, streams, packs and the table of places.
func (f *file) write(w io.Writer, catalog, info ref) error {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	places := make([]place, len(f.plain)+1)
	for r := ref(1); int(r) <= len(f.plain); r++ {
		if s, ok := f.streams[r]; ok {
			places[r] = place{1, b.Len(), 0}
			writeStream(&b, r, s)
		}
	}
	var pack []ref
	flush := func() {
		if len(pack) > 0 {
			places = append(places, place{1, b.Len(), 0})
			f.pack(&b, pack, ref(len(places)-1), places)
			pack = pack[:0]
		}
	}
	for r := ref(1); int(r) <= len(f.plain); r++ {
		if _, ok := f.streams[r]; ok {
			continue
		}
		if pack = append(pack, r); len(pack) == perPack {
			flush()
		}
	}
	flush()
	at := b.Len()
	places = append(places, place{1, at, 0})
	var table bytes.Buffer
	for i, p := range places {
		if i == 0 {
			table.Write([]byte{0, 0, 0, 0, 0, 0xFF, 0xFF})
			continue
		}
		table.WriteByte(p.kind)
		table.Write(binary.BigEndian.AppendUint32(nil, uint32(p.at)))
		table.Write(binary.BigEndian.AppendUint16(nil, uint16(p.in)))
	}
	id := fmt.Sprintf("%X", sha256.Sum256(b.Bytes()))[:32]
	writeStream(&b, ref(len(places)-1), streamed{fmt.Sprintf("/Type/XRef/W[1 4 2]/Size %d/Root %s/Info %s/ID[<%s><%s>]/Filter/FlateDecode",
		len(places), catalog, info, id, id), f.compress(table.Bytes())})
	fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", at)
	_, err := w.Write(b.Bytes())
	return err
}

func writeStream(b *bytes.Buffer, r ref, s streamed) {
	fmt.Fprintf(b, "%d 0 obj\n<<%s/Length %d>>\nstream\n", r, s.dict, len(s.data))
	b.Write(s.data)
	b.WriteString("\nendstream\nendobj\n")
}

// pack writes an object stream with the given objects as object own.
func (f *file) pack(b *bytes.Buffer, objects []ref, own ref, places []place) {
	var index, body strings.Builder
	for i, r := range objects {
		fmt.Fprintf(&index, "%d %d ", r, body.Len())
		text := f.plain[r-1]
		if text == "" {
			text = "null"
		}
		body.WriteString(text)
		body.WriteByte('\n')
		places[r] = place{2, int(own), i}
	}
	writeStream(b, own, streamed{fmt.Sprintf("/Type/ObjStm/N %d/First %d/Filter/FlateDecode", len(objects), index.Len()),
		f.compress([]byte(index.String() + body.String()))})
}

// number writes a length to a hundredth of a point.
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimRight(s, "0")
	s = strings.TrimSuffix(s, ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// fine writes a scale, of which a hundredth adds up over many modules.
func fine(v float64) string { return strconv.FormatFloat(v, 'f', 5, 64) }

// literal is a text string: ASCII in parentheses, all else as UTF-16.
func literal(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] >= ' ' && s[i] <= '~'
	}
	if ascii {
		return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s) + ")"
	}
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}
