// Package mark writes a document again with comments at given places: Word comments in a
// DOCX, notes on the cells of a workbook, lines between the lines of a text.
//
// It knows nothing of findings: a note is a place and what is said there. It promises that
// whatever is not a comment stays as it was, in a DOCX byte for byte and packed as it was
// packed, and that the same document and notes give the same bytes, because a comment bears
// no day. It refuses a file that is broken or bears no comments.
package mark

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/fault"
)

// Author is who signs the comments.
const Author = "motcua"

// Note is what is said at one place. Ref names the place as statement.Place does.
type Note struct {
	Ref   string
	Lines []string
}

// Write writes the marked copy of a document.
func Write(w io.Writer, original []byte, notes []Note) error {
	switch kindOf(original) {
	case "docx":
		return writeWord(w, original, notes)
	case "xlsx":
		return writeSheets(w, original, notes)
	case "json":
		return fault.New(fault.Invalid, "findings.annotate_json")
	case "text":
		return writeText(w, original, notes)
	}
	return fault.New(fault.Invalid, "findings.annotate_unknown")
}

// Name is the name of the marked copy of a file, without folders; empty when its
// format bears no comments.
func Name(name string, original []byte) string {
	kind := kindOf(original)
	stem := name
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		stem = name[:i]
	}
	switch kind {
	case "docx", "xlsx":
		return stem + ".doi-chieu." + kind
	case "text":
		return stem + ".doi-chieu.txt"
	}
	return ""
}

// kindOf tells the format by content, as the reader does; the name may lie.
func kindOf(b []byte) string {
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return ""
		}
		if _, err := openWord(z); err == nil {
			return "docx"
		}
		for _, f := range z.File {
			if strings.HasPrefix(f.Name, "xl/") {
				return "xlsx"
			}
		}
		return ""
	}
	text := utf8Of(b)
	t := bytes.TrimLeft(bytes.TrimPrefix(text, byteOrder), " \t\r\n")
	switch {
	case len(t) > 0 && (t[0] == '{' || t[0] == '[' && json.Valid(t)):
		return "json"
	case len(t) > 0 && utf8.Valid(text) && !bytes.ContainsRune(t, 0):
		return "text"
	}
	return ""
}

// span reads "<start>-<end>".
func span(s string) (start, end int, ok bool) {
	a, b, ok := strings.Cut(s, "-")
	start, err1 := strconv.Atoi(a)
	end, err2 := strconv.Atoi(b)
	return start, end, ok && err1 == nil && err2 == nil && start >= 0
}
