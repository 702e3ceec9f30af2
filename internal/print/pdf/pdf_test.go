package pdf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/print"
)

func sampleDocument() *print.Document {
	s := print.Report30(false)
	s.ID, s.Name = "phu-luc-I", "Phụ lục I"
	head := print.P("MỤC TIÊU", 14, print.Center)
	head.Heading, head.Runs[0].Bold = 1, true
	body := print.P(strings.Repeat("Trong kỳ đã tiếp nhận 12.842 hồ sơ, trong đó trực tuyến 9.731 hồ sơ (đạt 75,77%). ", 6), 14, print.Justify)
	cell := func(text string, header bool) print.Cell {
		return print.Cell{Header: header, Paragraphs: []print.Paragraph{print.P(text, 11, print.Left)}}
	}
	table := &print.Table{Caption: "Kết quả theo năm", Widths: []float64{80, 40},
		Head: []print.Row{{Cells: []print.Cell{cell("Tiêu chí", true), cell("2024", true)}}}}
	for range 60 {
		table.Rows = append(table.Rows, print.Row{Cells: []print.Cell{cell("Hộ tịch", true), cell("1.234", false)}})
	}
	s.Blocks = []print.Block{&head, &body, table}
	return &print.Document{Title: "Báo cáo (1)", Author: "Ủy ban nhân dân", Sections: []print.Section{s, s}}
}

func write(t testing.TB, d *print.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tool runs one of poppler's programs over a file; build/packages.sh installs them.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v (build/packages.sh installs it)", name, args, err)
	}
	return string(out)
}

// TestReaders: what other programs find in the file: words with their spaces, also in
// justified lines; embedded subsets of one family; title, language, outline, tags.
func TestReaders(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(file, write(t, sampleDocument()), 0o600); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(tool(t, "pdftotext", "-raw", file, "-")), " ")
	want := strings.TrimSpace(strings.Repeat("Trong kỳ đã tiếp nhận 12.842 hồ sơ, trong đó trực tuyến 9.731 hồ sơ (đạt 75,77%). ", 6))
	if !strings.Contains(text, "MỤC TIÊU "+want+" Tiêu chí 2024 Hộ tịch 1.234") {
		t.Errorf("pdftotext finds %.400q", text)
	}
	for _, line := range strings.Split(strings.TrimSpace(tool(t, "pdffonts", file)), "\n")[2:] {
		if f := strings.Fields(line); !strings.Contains(f[0], "+Tinos-") || !strings.Contains(line, "yes yes yes") {
			t.Errorf("a face that is not an embedded subset of Tinos: %s", line)
		}
	}
	info := tool(t, "pdfinfo", file)
	for _, want := range []string{"Báo cáo (1)", "Ủy ban nhân dân", "Tagged:          yes", "PDF version:     1.7"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo has no %q:\n%s", want, info)
		}
	}
	tree := tool(t, "pdfinfo", "-struct", file)
	for kind, want := range map[string]int{"Sect": 2, "H1": 2, "Table": 2, "TR": 122, "TH": 4 + 120, "TD": 120} {
		got := 0
		for _, line := range strings.Split(tree, "\n") {
			if f := strings.Fields(line); len(f) > 0 && strings.TrimSuffix(f[0], ":") == kind {
				got++
			}
		}
		if got != want {
			t.Errorf("%d parts %s in the structure, want %d", got, kind, want)
		}
	}
}

// TestSame: the same document gives the same bytes.
func TestSame(t *testing.T) {
	first := write(t, sampleDocument())
	for range 5 {
		if !bytes.Equal(first, write(t, sampleDocument())) {
			t.Fatal("bytes differ from one writing to the next")
		}
	}
}

// TestMissingLetter: a letter that the face lacks does not keep the document from being
// written.
func TestMissingLetter(t *testing.T) {
	d := sampleDocument()
	p := print.P("漢", 12, print.Left)
	d.Sections[0].Blocks = append(d.Sections[0].Blocks, &p)
	if b := write(t, d); !bytes.HasPrefix(b, []byte("%PDF-1.7")) {
		t.Errorf("wrote %.20q", b)
	}
}

// TestEmpty: a document of nothing is a file that opens.
func TestEmpty(t *testing.T) {
	for _, d := range []*print.Document{{}, {Sections: []print.Section{print.Report30(true)}}} {
		file := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(file, write(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		tool(t, "pdfinfo", file)
	}
}
