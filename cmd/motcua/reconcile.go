package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/reconcile"
)

// runReconcile questions a report and ends with 1 when it must not be signed as it is.
func runReconcile(c *call) error {
	rules, err := c.rules()
	if err != nil {
		return err
	}
	name, text, err := c.questioned()
	if err != nil {
		return err
	}
	doc, err := rules.Read(name, text)
	if err != nil {
		return err
	}
	found := rules.Check(doc)
	files, err := c.findingFiles(found, name, text)
	if err != nil {
		return err
	}
	if err := writeFiles(files...); err != nil {
		return err
	}
	if err := c.tell(found); err != nil {
		return err
	}
	for _, f := range files {
		if !c.on("json") {
			fmt.Fprintln(c.out, c.say("cli.reconcile.written", "path", f.path))
		}
	}
	if found.Blocking() {
		return errFindings
	}
	return nil
}

// tell writes the findings in the form asked for.
func (c *call) tell(found *reconcile.Report) error {
	switch {
	case c.on("json"):
		return found.WriteJSON(c.out)
	case c.on("brief"):
		return found.WriteBrief(c.out, c.say)
	}
	return found.WriteText(c.out, c.say)
}

// rules reads the data of the check alone: it needs no catalogue and no ledger.
func (c *call) rules() (*reconcile.Rules, error) {
	files := datafile.Overlay(data.FS, c.text("overlay"))
	rules, problems := reconcile.Load(files)
	if len(problems) > 0 {
		return nil, fault.New(fault.Invalid, "cli.data_broken", "count", len(problems), "problem", problems[0])
	}
	return rules, nil
}

// questioned is the file, or what comes in by a pipe when it is called "-".
func (c *call) questioned() (name string, text []byte, err error) {
	path := c.args[0]
	if path != "-" {
		text, err = readFile(path)
		return filepath.Base(path), text, err
	}
	name = c.say("cli.reconcile.stdin")
	text, err = io.ReadAll(io.LimitReader(os.Stdin, maxImport+1))
	switch {
	case err != nil:
		return "", nil, fault.Wrap(err, fault.Unavailable, "cli.no_file", "path", name)
	case len(text) > maxImport:
		return "", nil, fault.New(fault.Invalid, "cli.file_big", "path", name, "most", maxImport>>20)
	}
	return name, text, nil
}

// findingFiles are the files asked for one by one, and those of a folder: workbook, JSON, and
// the marked copy where the format bears one. The copy is made at once, so that a document
// that cannot be marked leaves no other file behind.
func (c *call) findingFiles(found *reconcile.Report, name string, text []byte) (files []file, err error) {
	add := func(path string, write func(io.Writer) error) { files = append(files, file{path: path, write: write}) }
	sheet := func(w io.Writer) error { return found.WriteXLSX(w, c.say) }
	var marked bytes.Buffer
	copied := reconcile.AnnotatedName(name, text)
	if c.text("annotate") != "" || c.text("out") != "" && copied != "" {
		if err := found.Annotate(&marked, text, c.say); err != nil {
			return nil, err
		}
	}
	mine := func(w io.Writer) error { _, err := w.Write(marked.Bytes()); return err }
	if path := c.text("xlsx"); path != "" {
		add(path, sheet)
	}
	if path := c.text("annotate"); path != "" {
		add(path, mine)
	}
	if dir := c.text("out"); dir != "" {
		add(filepath.Join(dir, "doi-chieu.xlsx"), sheet)
		add(filepath.Join(dir, "doi-chieu.json"), found.WriteJSON)
		if copied != "" {
			add(filepath.Join(dir, copied), mine)
		}
	}
	for _, f := range files {
		if c.args[0] != "-" && samePlace(f.path, c.args[0]) {
			return nil, misused("cli.reconcile.same_file", "path", f.path)
		}
	}
	return files, nil
}

// samePlace reports whether two paths are one file: the document itself is never written over.
func samePlace(a, b string) bool {
	one, err1 := os.Stat(a)
	two, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(one, two)
}
