package procedure_test

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/fault"
)

func TestFind(t *testing.T) {
	fsys := tree(t, "working_least.toml")
	fsys["procedures/1.000002.toml"] = &fstest.MapFile{Data: []byte("code = 1")}
	fsys["procedures/1.000003.toml"] = fsys["procedures/2.000815.toml"]
	loaded, _ := procedure.Load(fsys)
	for name, set := range map[string]*procedure.Set{"opened": procedure.Open(fsys), "loaded": loaded} {
		t.Run(name, func(t *testing.T) {
			if p, err := set.Find("2.000815"); err != nil || p.Code != "2.000815" || p.File != "procedures/2.000815.toml" {
				t.Errorf("got %+v, %v", p, err)
			}
			for code, key := range map[string]string{"1.999999": "procedure.unknown", "2.000815.H50": "procedure.malformed_code",
				"../../go": "procedure.malformed_code", "": "procedure.malformed_code", "1.000002": "procedure.broken_file"} {
				p, err := set.Find(code)
				if f, ok := fault.Of(err); p != nil || !ok || f.Key != key {
					t.Errorf("Find(%q) = %v, %v; want %s", code, p, err, key)
				}
			}
		})
	}
	if _, err := procedure.Open(fsys).Find("1.000003"); err == nil {
		t.Error("a file that holds another code is taken for the code it is named after")
	}
}

// An opened set answers as a loaded one, whoever asks first.
func TestOpenedEqualsLoaded(t *testing.T) {
	loaded, _ := procedure.Load(data.FS)
	opened := procedure.Open(data.FS)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for _, p := range loaded.All()[:40] {
				if q, ok := opened.Get(p.Code); !ok || q.Name != p.Name {
					t.Errorf("%s: %v", p.Code, q)
				}
			}
			if n := len(opened.All()); n != len(loaded.All()) {
				t.Errorf("%d procedures, want %d", n, len(loaded.All()))
			}
		})
	}
	wait.Wait()
}

func TestSearch(t *testing.T) {
	set := procedure.Open(data.FS)
	has := func(query, code string) {
		t.Helper()
		for _, p := range set.Search(query) {
			if p.Code == code {
				return
			}
		}
		t.Errorf("search %q does not find %s", query, code)
	}
	has("dang ky khai sinh", "1.001193")
	has("CHỨNG THỰC bản sao", "2.000815")
	has("2.000815", "2.000815")
	if hits := set.Search("đăng ký khai tử"); len(hits) == 0 || !strings.Contains(hits[0].Name, "khai tử") {
		t.Error("the words as they stand do not come first")
	}
	if n := len(set.Search("không có thủ tục nào như vậy")); n != 0 {
		t.Errorf("%d hits for nonsense", n)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, problems := procedure.Load(data.FS); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkOpenOne(b *testing.B) {
	for b.Loop() {
		if _, err := procedure.Open(data.FS).Find("1.001193"); err != nil {
			b.Fatal(err)
		}
	}
}
