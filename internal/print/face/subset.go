package face

import (
	"encoding/binary"
	"slices"
)

// Flags of a part of a composite glyph.
const (
	wordArguments = 1 << 0
	oneScale      = 1 << 3
	moreParts     = 1 << 5
	twoScales     = 1 << 6
	fourScales    = 1 << 7
)

// Subset is a TrueType file with the outlines of the given glyphs and of the parts they are
// composed of. Glyphs keep their numbers, so that text written by number needs no second map;
// the places of the others are empty.
func (f *Face) Subset(glyphs []uint16) []byte {
	keep := make([]bool, len(f.offsets)-1)
	for _, g := range append([]uint16{0}, glyphs...) {
		f.mark(keep, int(g), 0)
	}
	last := len(keep) - 1
	for last > 0 && !keep[last] {
		last--
	}
	var glyf []byte
	loca := make([]byte, 0, 4*(last+2))
	for g := range last + 1 {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		if keep[g] {
			glyf = pad(append(glyf, f.outline(g)...))
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	tables := map[string][]byte{"glyf": glyf, "loca": loca}
	for _, name := range []string{"cvt ", "fpgm", "prep"} {
		if t, ok := f.tables[name]; ok {
			tables[name] = t
		}
	}
	long := min(last+1, len(f.advances))
	tables["hmtx"] = f.tables["hmtx"][:min(4*long+2*(last+1-long), len(f.tables["hmtx"]))]
	tables["head"] = put16(put32(f.tables["head"], 8, 0), 50, 1)
	tables["hhea"] = put16(f.tables["hhea"], 34, long)
	tables["maxp"] = put16(f.tables["maxp"], 4, last+1)
	return assemble(tables)
}

func (f *Face) outline(g int) []byte {
	glyf := f.tables["glyf"]
	from, to := f.offsets[g], f.offsets[g+1]
	if from >= to || int(to) > len(glyf) {
		return nil
	}
	return glyf[from:to]
}

// mark keeps a glyph and the parts of it. Parts of parts go a few levels deep at most.
func (f *Face) mark(keep []bool, g, depth int) {
	if g >= len(keep) || keep[g] || depth > 8 {
		return
	}
	keep[g] = true
	b := f.outline(g)
	if len(b) < 10 || i16(b, 0) >= 0 {
		return
	}
	for at, more := 10, true; more && at+4 <= len(b); {
		flags := u16(b, at)
		f.mark(keep, u16(b, at+2), depth+1)
		more = flags&moreParts != 0
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&fourScales != 0:
			at += 8
		}
	}
}

func put16(table []byte, at, value int) []byte {
	t := slices.Clone(table)
	binary.BigEndian.PutUint16(t[at:], uint16(value))
	return t
}

func put32(table []byte, at int, value uint32) []byte {
	t := slices.Clone(table)
	binary.BigEndian.PutUint32(t[at:], value)
	return t
}

func pad(b []byte) []byte {
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

func sum(b []byte) uint32 {
	var s uint32
	for i := 0; i+4 <= len(b); i += 4 {
		s += binary.BigEndian.Uint32(b[i:])
	}
	return s
}

// assemble writes the tables in the order of their names, with the sums the format asks for.
func assemble(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	power, log := 1, 0
	for power*2 <= len(names) {
		power, log = power*2, log+1
	}
	out := []byte{0, 1, 0, 0}
	for _, n := range []int{len(names), 16 * power, log, 16 * (len(names) - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(n))
	}
	body, head := []byte(nil), 0
	start := 12 + 16*len(names)
	for _, name := range names {
		if name == "head" {
			head = start + len(body)
		}
		t := pad(slices.Clone(tables[name]))
		out = append(out, name...)
		out = binary.BigEndian.AppendUint32(out, sum(t))
		out = binary.BigEndian.AppendUint32(out, uint32(start+len(body)))
		out = binary.BigEndian.AppendUint32(out, uint32(len(tables[name])))
		body = append(body, t...)
	}
	out = append(out, body...)
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-sum(out))
	return out
}
