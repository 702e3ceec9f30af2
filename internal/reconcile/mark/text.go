package mark

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// byteOrder marks a text as UTF-8.
var byteOrder = []byte("\xef\xbb\xbf")

// utf8Of is a text in UTF-8: one in UTF-16, which begins with its own mark, is written anew
// with the mark of UTF-8; any other stays as it is.
func utf8Of(b []byte) []byte {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		order = binary.LittleEndian
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		order = binary.BigEndian
	default:
		return b
	}
	units := make([]uint16, 0, len(b)/2)
	for b = b[2:]; len(b) > 1; b = b[2:] {
		units = append(units, order.Uint16(b))
	}
	return append(bytes.Clone(byteOrder), string(utf16.Decode(units))...)
}

// writeText puts what is said of a line under it, with the line ends of the text.
func writeText(w io.Writer, original []byte, notes []Note) error {
	under := map[int][]Note{}
	for _, n := range notes {
		parts := strings.Split(n.Ref, ":")
		if len(parts) >= 2 && parts[0] == "text" {
			if at, err := strconv.Atoi(parts[1]); err == nil {
				under[at] = append(under[at], n)
			}
		}
	}
	var out bytes.Buffer
	for i, l := range bytes.SplitAfter(utf8Of(original), []byte("\n")) {
		out.Write(l)
		said := under[i+1]
		if len(said) == 0 {
			continue
		}
		end := []byte("\n")
		if bytes.HasSuffix(l, []byte("\r\n")) {
			end = []byte("\r\n")
		}
		if !bytes.HasSuffix(l, []byte("\n")) {
			out.Write(end)
		}
		slices.SortStableFunc(said, func(a, b Note) int { return startOf(a) - startOf(b) })
		for _, n := range said {
			out.WriteString("    >>> ")
			out.WriteString(strings.Join(n.Lines, " | "))
			out.Write(end)
		}
	}
	_, err := w.Write(out.Bytes())
	return err
}

func startOf(n Note) int {
	start, _, _ := span(n.Ref[strings.LastIndexByte(n.Ref, ':')+1:])
	return start
}
