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
	if looksJSON(b) {
		return readJSON(w, name, b)
	}
	return readText(w, name, b)
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
	return nil, fault.New(fault.Invalid, "source.json_unknown", "file", name)
}
