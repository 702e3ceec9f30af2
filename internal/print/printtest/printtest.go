// Package printtest reads written documents back as other programs see them: the DOCX through
// LibreOffice, the PDF through pdftotext. Only tests import it; build/packages.sh installs the
// programs.
package printtest

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/print"
	"github.com/motcua/motcua/internal/print/docx"
	"github.com/motcua/motcua/internal/print/pdf"
)

// forLibreOffice is the DOCX with Times New Roman replaced by its twin, which LibreOffice finds
// on the machine: of itself it would take Liberation Serif, which lacks Vietnamese letters.
func forLibreOffice(t *testing.T, b []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(bytes.ReplaceAll(text, []byte("Times New Roman"), []byte("Tinos")))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// convert lets LibreOffice make PDFs of all DOCX files of a folder, in one run.
func convert(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.docx"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files to convert", err)
	}
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "pdf:writer_pdf_Export", "--outdir", filepath.Join(dir, "lo")}, files...)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "soffice", args...)
	cmd.WaitDelay = time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v (build/packages.sh installs it)\n%s", err, out)
	}
}

// Lines are the lines of every page of a PDF, in the order in which they are drawn: cell
// after cell, so that lines of neighbouring cells do not run together.
func Lines(t *testing.T, file string) [][]string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-raw", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext %s: %v", file, err)
	}
	var pages [][]string
	for _, page := range strings.Split(strings.TrimSuffix(string(out), "\f"), "\f") {
		var lines []string
		for _, line := range strings.Split(page, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, line)
			}
		}
		pages = append(pages, lines)
	}
	return pages
}

// Sample is a document with a name for its files.
type Sample struct {
	Name string
	Doc  *print.Document
}

// Write writes the samples as <name>.docx and <name>.pdf into a folder: a temporary one, or
// that of MOTCUA_KEEP for who wants to look at them.
func Write(t *testing.T, samples []Sample) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if keep := os.Getenv("MOTCUA_KEEP"); keep != "" {
		dir = keep
	}
	for _, s := range samples {
		var d, p bytes.Buffer
		if err := docx.Write(&d, s.Doc); err != nil {
			t.Fatal(s.Name, err)
		}
		if err := pdf.Write(&p, s.Doc); err != nil {
			t.Fatal(s.Name, err)
		}
		must(t, os.WriteFile(filepath.Join(dir, s.Name+".docx"), forLibreOffice(t, d.Bytes()), 0o600))
		must(t, os.WriteFile(filepath.Join(dir, s.Name+".pdf"), p.Bytes(), 0o600))
	}
	return dir
}

// Agree fails unless the DOCX of every sample, through LibreOffice, and its PDF have the same
// pages, and on them the same lines.
func Agree(t *testing.T, samples []Sample) (dir string) {
	t.Helper()
	dir = Write(t, samples)
	convert(t, dir)
	for _, s := range samples {
		ours := Lines(t, filepath.Join(dir, s.Name+".pdf"))
		theirs := Lines(t, filepath.Join(dir, "lo", s.Name+".pdf"))
		lines, differ := compare(t, s.Name, ours, theirs)
		onlyTinos(t, filepath.Join(dir, s.Name+".pdf"))
		onlyTinos(t, filepath.Join(dir, "lo", s.Name+".pdf"))
		t.Logf("%s: %d pages, %d lines, %d differ", s.Name, len(ours), lines, differ)
	}
	return dir
}

// onlyTinos: a face other than Tinos means that letters were taken from somewhere else, and
// then breaks that agree are chance.
func onlyTinos(t *testing.T, file string) {
	t.Helper()
	out, err := exec.Command("pdffonts", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n")[2:] {
		if !strings.Contains(strings.Fields(line)[0], "+Tinos") {
			t.Errorf("%s: %s", filepath.Base(file), line)
		}
	}
}

func compare(t *testing.T, name string, ours, theirs [][]string) (lines, differ int) {
	t.Helper()
	if len(ours) != len(theirs) {
		t.Errorf("%s: %d pages, through LibreOffice %d", name, len(ours), len(theirs))
	}
	for i := range min(len(ours), len(theirs)) {
		for j := range max(len(ours[i]), len(theirs[i])) {
			lines++
			a, b := at(ours[i], j), at(theirs[i], j)
			if a != b {
				differ++
				if differ <= 3 {
					t.Errorf("%s page %d line %d:\n ours %s\ntheirs %s", name, i+1, j+1, a, b)
				}
			}
		}
	}
	return lines, differ
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return fmt.Sprintf("(no line %d)", i+1)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
