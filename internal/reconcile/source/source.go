// Package source reads reports of any kind into statements: the schema reform-report/1, what
// motcua itself writes, and any workbook, document or plain text.
//
// It keeps what was printed beside what was understood, and the exact place, so that a finding
// can be shown in the file. It recognizes by words (data/reconcile/measures.toml) and only
// what is plain: a figure it is not sure of has no measure. It knows no particular report.
//
// Files come from outside. A reader never runs or follows anything in them, refuses macros,
// encryption and whatever grows beyond its limits, and ends every refusal in one sentence
// that says what to do.
package source

import (
	"bytes"
	"errors"
	"unicode/utf8"

	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/reconcile/statement"
)

var (
	errTooMuch  = errors.New("source: more than a report holds")
	errTrailing = errors.New("source: text after the end")
)

// MaxFile is the size of a file that is still read.
const MaxFile = 64 << 20

// Read reads a report. The format is told by the content, the name is only said again in
// messages and places.
func Read(w *Words, name string, b []byte) (*statement.Document, error) {
	switch {
	case len(bytes.TrimSpace(b)) == 0:
		return nil, fault.New(fault.Invalid, "source.empty", "file", name)
	case len(b) > MaxFile:
		return nil, fault.New(fault.Invalid, "source.too_big", "file", name, "limit", MaxFile>>20)
	}
	if key := foreign(b); key != "" {
		return nil, refused(key, name)
	}
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")):
		return openOffice(w, name, b)
	case looksJSON(b):
		return readJSON(w, name, b)
	}
	return readText(w, name, b)
}

// foreign tells files that are no report in a form that is read.
func foreign(b []byte) string {
	head := func(s string) bool { return bytes.HasPrefix(b, []byte(s)) }
	lower := bytes.ToLower(bytes.TrimSpace(b[:min(len(b), 512)]))
	switch {
	case head("\xd0\xcf\x11\xe0"):
		if bytes.Contains(b, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
			return "locked"
		}
		return "old"
	case head("%PDF"):
		return "pdf"
	case head("{\\rtf"), bytes.HasPrefix(lower, []byte("<html")), bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("mime-version")):
		return "old"
	case head("\x89PNG"), head("\xff\xd8\xff"), head("GIF8"), head("BM") && bytes.IndexByte(b[:min(len(b), 64)], 0) >= 0, head("II*\x00"), head("MM\x00*"), head("RIFF"):
		return "image"
	case head("PK\x05\x06"), head("PK\x07\x08"), head("Rar!"), head("7z\xbc\xaf"), head("\x1f\x8b"), head("SQLite format 3"):
		return "unknown"
	}
	return ""
}

func refused(key, name string) error {
	switch key {
	case "locked":
		return fault.New(fault.Invalid, "source.locked", "file", name)
	case "old":
		return fault.New(fault.Invalid, "source.old", "file", name)
	case "pdf":
		return fault.New(fault.Invalid, "source.pdf", "file", name)
	case "image":
		return fault.New(fault.Invalid, "source.image", "file", name)
	}
	return fault.New(fault.Invalid, "source.unknown", "file", name)
}

func looksJSON(b []byte) bool {
	t := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")
	return len(t) > 0 && (t[0] == '{' || t[0] == '[' && !noteMark.Match(t))
}

func readJSON(w *Words, name string, b []byte) (*statement.Document, error) {
	if !utf8.Valid(b) {
		return nil, fault.New(fault.Invalid, "source.encoding", "file", name)
	}
	root, err := parseTree(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
	switch {
	case errors.Is(err, errTooMuch):
		return nil, fault.Wrap(err, fault.Invalid, "source.too_deep", "file", name)
	case err != nil:
		return nil, fault.Wrap(err, fault.Invalid, "source.json", "file", name)
	}
	if root.get("appendices") != nil || root.get("facts") != nil || root.get("schema").str() == "reform-report/1" {
		return newBuild(w, name, "reform-report/1").reform(root), nil
	}
	if root.get("cells") != nil || root.get("ii06a") != nil {
		return newBuild(w, name, "motcua-report").ours(root), nil
	}
	return nil, fault.New(fault.Invalid, "source.json_unknown", "file", name)
}
