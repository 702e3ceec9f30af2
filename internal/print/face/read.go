package face

import "encoding/binary"

func u16(b []byte, at int) int {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return int(binary.BigEndian.Uint16(b[at:]))
}

func i16(b []byte, at int) int { return int(int16(u16(b, at))) }

func u32(b []byte, at int) int {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return int(binary.BigEndian.Uint32(b[at:]))
}

// read takes what layout and embedding need from a TrueType file.
func read(b []byte) *Face {
	f := &Face{tables: map[string][]byte{}}
	for i := range u16(b, 4) {
		at := 12 + 16*i
		from, size := u32(b, at+8), u32(b, at+12)
		if at+4 > len(b) || from+size > len(b) {
			continue
		}
		f.tables[string(b[at:at+4])] = b[from : from+size]
	}
	head, hhea, os2 := f.tables["head"], f.tables["hhea"], f.tables["OS/2"]
	f.Em = u16(head, 18)
	f.XMin, f.YMin, f.XMax, f.YMax = i16(head, 36), i16(head, 38), i16(head, 40), i16(head, 42)
	f.Ascent, f.Descent, f.CapHeight = i16(hhea, 4), i16(hhea, 6), i16(os2, 88)
	count := u16(f.tables["maxp"], 4)
	f.readAdvances(u16(hhea, 34))
	f.readOffsets(count, u16(head, 50) == 1)
	f.readLetters()
	return f
}

// readAdvances: table hmtx, of which the last advance serves all glyphs after it.
func (f *Face) readAdvances(n int) {
	hmtx := f.tables["hmtx"]
	f.advances = make([]uint16, n)
	for i := range n {
		f.advances[i] = uint16(u16(hmtx, 4*i))
	}
}

// readOffsets: table loca, in words or, when long, in bytes.
func (f *Face) readOffsets(glyphs int, long bool) {
	loca := f.tables["loca"]
	f.offsets = make([]uint32, glyphs+1)
	for i := range f.offsets {
		if long {
			f.offsets[i] = uint32(u32(loca, 4*i))
		} else {
			f.offsets[i] = uint32(2 * u16(loca, 2*i))
		}
	}
}

// readLetters: the Unicode subtable of cmap (platform 0 or 3), format 4.
func (f *Face) readLetters() {
	cmap := f.tables["cmap"]
	for i := range u16(cmap, 2) {
		at := u32(cmap, 4+8*i+4)
		if at < len(cmap) && u16(cmap, at) == 4 {
			f.readSegments(cmap[at:])
			return
		}
	}
}

func (f *Face) readSegments(t []byte) {
	n := u16(t, 6) / 2
	ends, starts := 14, 16+2*n
	deltas, ranges := starts+2*n, starts+4*n
	for i := range n {
		first, last, delta, from := u16(t, starts+2*i), u16(t, ends+2*i), u16(t, deltas+2*i), u16(t, ranges+2*i)
		for r := first; r <= last && r < 0xFFFF; r++ {
			g := r
			if from != 0 {
				if g = u16(t, ranges+2*i+from+2*(r-first)); g == 0 {
					continue
				}
			}
			f.set(r, uint16(g+delta))
		}
	}
}

func (f *Face) set(r int, glyph uint16) {
	page := f.glyphs[r>>8]
	if page == nil {
		page = new([256]uint16)
		f.glyphs[r>>8] = page
	}
	page[r&0xFF] = glyph
}
