package mark

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"
)

// writeText puts what is said of a line under it. It stays a text in the same encoding
// and with the same line ends.
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
	for i, l := range bytes.SplitAfter(original, []byte("\n")) {
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
