package procedure_test

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/datafile"
)

// tree is a data folder with one sample in it as procedure 2.000815.
func tree(t *testing.T, sample string) fstest.MapFS {
	t.Helper()
	file := func(name string) *fstest.MapFile {
		src, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return &fstest.MapFile{Data: src}
	}
	return fstest.MapFS{
		"procedures/sources.toml":  file("sources.toml"),
		"procedures/pending.toml":  {},
		"procedures/1.001193.toml": {Data: []byte(strings.Replace(string(file("working_least.toml").Data), "2.000815", "1.001193", 1))},
		"procedures/2.000815.toml": file(sample),
	}
}

func samples(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := fs.Glob(os.DirFS("testdata"), pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no samples %s: %v", pattern, err)
	}
	return names
}

func TestWorkingFiles(t *testing.T) {
	for _, name := range samples(t, "working_*.toml") {
		t.Run(name, func(t *testing.T) {
			set, problems := procedure.Load(tree(t, name))
			for _, p := range problems {
				t.Error(p)
			}
			if _, ok := set.Get("2.000815"); !ok {
				t.Error("the procedure is not in the set")
			}
		})
	}
}

// A line of a busted sample that is wrong carries "# ←" and words of the problem; every
// problem must stand at such a line.
func TestBustedFiles(t *testing.T) {
	for _, name := range samples(t, "busted_*.toml") {
		t.Run(name, func(t *testing.T) {
			fsys := tree(t, name)
			_, problems := procedure.Load(fsys)
			compare(t, string(fsys["procedures/2.000815.toml"].Data), problems)
		})
	}
}

func compare(t *testing.T, src string, problems []datafile.Problem) {
	t.Helper()
	got := map[int]string{}
	for _, p := range problems {
		got[p.Line] += p.Text + "\n"
	}
	for i, line := range strings.Split(src, "\n") {
		_, want, marked := strings.Cut(line, "# ← ")
		if marked && !strings.Contains(got[i+1], want) {
			t.Errorf("line %d: want %q, got %q", i+1, want, got[i+1])
		}
		if !marked && got[i+1] != "" {
			t.Errorf("line %d: unexpected %q", i+1, got[i+1])
		}
		delete(got, i+1)
	}
	for line, text := range got {
		t.Errorf("line %d: unexpected %q", line, text)
	}
}

func TestBustedFolder(t *testing.T) {
	least, _ := os.ReadFile("testdata/working_least.toml")
	pending := `
[[pending]]
code = "1.000001"
code_candidate = "2.000815"
name = "Một thủ tục"
field = "Chứng thực"
group = "commune"
levels = ["Cấp xã"]
confidence = "general_knowledge"
detail_confidence = "none"
sources = ["sample"]

[[pending.version]]
id = "unseen"

[[pending.version.component]]
name = "Đơn"
mode = "fax"
`
	cases := []struct {
		name string
		add  fstest.MapFS
		want []string // file:line: words
	}{
		{"two files of one code", fstest.MapFS{"procedures/1.000002.toml": {Data: least}},
			[]string{"1.000002.toml:2: Mã 2.000815 khác tên tệp", "2.000815.toml:2: Mã 2.000815 đã có trong tệp procedures/1.000002.toml"}},
		{"a name that is no code", fstest.MapFS{"procedures/khai-sinh.toml": {Data: least}},
			[]string{"procedures/khai-sinh.toml: Tên tệp phải là mã"}},
		{"a file in a folder below", fstest.MapFS{"procedures/old/2.000908.toml": {Data: least}},
			[]string{"procedures/old/2.000908.toml: Tên tệp phải là mã"}},
		{"a pending one that has a code, or a file", fstest.MapFS{"procedures/pending.toml": {Data: []byte(pending)}},
			[]string{"pending.toml:3: Thủ tục chưa rõ mã không được có code", "pending.toml:4: Mã 2.000815 đã có tệp riêng", "pending.toml:18: Giá trị «fax»"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			fsys := tree(t, "working_least.toml")
			maps.Copy(fsys, c.add)
			_, problems := procedure.Load(fsys)
			for _, want := range c.want {
				if !slices.ContainsFunc(problems, func(p datafile.Problem) bool { return strings.Contains(p.String(), want) }) {
					t.Errorf("want a problem %q, got %v", want, problems)
				}
			}
			if len(problems) < len(c.want) {
				t.Errorf("got %d problems, want at least %d", len(problems), len(c.want))
			}
		})
	}
}
