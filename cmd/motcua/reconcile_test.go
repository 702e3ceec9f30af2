package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The ward's printed report, one that contradicts itself nowhere, and a DOCX.
var (
	printedReport   = inTree("data", "demo", "phuong-2", "seed-report.json")
	correctedReport = inTree("internal", "reconcile", "testdata", "corrected.json")
	wrongDocument   = inTree("internal", "reconcile", "testdata", "libreoffice.docx")
)

// inTree is a file of the source tree from wherever the program runs.
func inTree(path ...string) string {
	abs, _ := filepath.Abs(filepath.Join(append([]string{"..", ".."}, path...)...))
	return abs
}

// TestReconcile: a report that must not be signed ends with 1 and says why; one without
// contradictions ends with 0 and says which rules kept silent.
func TestReconcile(t *testing.T) {
	r := motcua(t, "reconcile", printedReport)
	if r.code != exitRefused || r.err != "" || !strings.Contains(r.out, "PHẢI SỬA (") || !strings.Contains(r.out, "Đã chạy ") {
		t.Errorf("exit %d: %s%.400s", r.code, r.err, r.out)
	}
	brief := motcua(t, "reconcile", printedReport, "--brief")
	if brief.code != exitRefused || strings.Contains(brief.out, "   • ") || strings.Count(brief.out, "\n") >= strings.Count(r.out, "\n")/3 || !strings.Contains(brief.out, "phải sửa trước khi ký") {
		t.Errorf("--brief: exit %d: %.600s", brief.code, brief.out)
	}
	if out := works(t, "reconcile", correctedReport); !strings.Contains(out, "Không thấy mâu thuẫn nào.") {
		t.Errorf("%.600s", out)
	}
	if out := works(t, "reconcile", correctedReport, "--lang", "en"); !strings.Contains(out, "No contradiction found.") {
		t.Errorf("%.600s", out)
	}
}

// TestReconcileJSON: --json is one value and nothing else, from a file and from a pipe alike.
func TestReconcileJSON(t *testing.T) {
	file := motcua(t, "reconcile", printedReport, "--json")
	pipe := motcuaWith(t, func(c *exec.Cmd) {
		f, err := os.Open(printedReport)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		c.Stdin = f
	}, "reconcile", "--json", "-")
	for _, r := range []result{file, pipe} {
		var got struct {
			Findings []struct {
				Rule, Severity, Text string
				Places               []struct{ Text, Ref string }
				Printed              []string
			}
		}
		if err := json.Unmarshal([]byte(r.out), &got); err != nil || r.code != exitRefused || len(got.Findings) < 20 {
			t.Fatalf("exit %d, %v, %d findings", r.code, err, len(got.Findings))
		}
		for _, f := range got.Findings {
			if f.Rule == "" || f.Severity == "" || f.Text == "" || len(f.Places) == 0 || len(f.Places) != len(f.Printed) {
				t.Errorf("not whole: %+v", f)
			}
		}
	}
}

// TestReconcileFiles: the folder gets workbook, JSON and marked copy; the document itself
// stays as it was.
func TestReconcileFiles(t *testing.T) {
	before, err := os.ReadFile(wrongDocument)
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	one := filepath.Join(out, "one.docx")
	r := motcua(t, "reconcile", wrongDocument, "--out", out, "--annotate", one, "--xlsx", filepath.Join(out, "one.xlsx"))
	if r.code != exitRefused || r.err != "" {
		t.Fatalf("exit %d: %s", r.code, r.err)
	}
	for _, name := range []string{"one.docx", "one.xlsx", "doi-chieu.xlsx", "doi-chieu.json", "libreoffice.doi-chieu.docx"} {
		b, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Error(err)
		} else if z, err := zip.NewReader(bytes.NewReader(b), int64(len(b))); !strings.HasSuffix(name, ".json") && (err != nil || len(z.File) < 5) {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(r.out, "Đã ghi "+filepath.Join(out, name)) {
			t.Errorf("%s is not named", name)
		}
	}
	if after, _ := os.ReadFile(wrongDocument); !bytes.Equal(before, after) {
		t.Error("the document itself was changed")
	}
}

// TestReconcileRefuses: what cannot be read or written is refused in one sentence, and
// nothing is left half written.
func TestReconcileRefuses(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	mine := write("mine.txt", "BÁO CÁO\nNăm 2024: 395/575 hồ sơ, đạt 69,21%.\n")
	out := filepath.Join(dir, "out")
	for _, c := range []struct {
		name string
		args []string
		code int
		word string
	}{
		{"no file named", nil, exitUsage, "FILE"},
		{"two files", []string{mine, mine}, exitUsage, mine},
		{"a file that is not there", []string{filepath.Join(dir, "absent.docx")}, exitRefused, "absent.docx"},
		{"a folder", []string{dir}, exitRefused, dir},
		{"a file without end", []string{"/dev/zero"}, exitRefused, "/dev/zero"},
		{"an empty file", []string{write("empty.docx", "")}, exitRefused, "empty.docx"},
		{"a broken document", []string{write("broken.docx", "PK\x03\x04 no zip")}, exitRefused, "broken.docx"},
		{"a picture", []string{write("scan.png", "\x89PNG\r\n\x1a\n")}, exitRefused, "scan.png"},
		{"comments in JSON", []string{printedReport, "--out", out, "--annotate", filepath.Join(out, "x")}, exitRefused, "JSON"},
		{"over the report itself", []string{mine, "--annotate", mine}, exitUsage, mine},
		{"a workbook over the report itself", []string{mine, "--xlsx", mine}, exitUsage, mine},
		{"a folder that is a file", []string{mine, "--out", mine}, exitUnavailable, mine},
	} {
		t.Run(c.name, func(t *testing.T) {
			refused(t, motcua(t, append([]string{"reconcile"}, c.args...)...), c.code, c.word)
		})
	}
	empty(t, out)
}
