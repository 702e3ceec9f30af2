package importtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHouse reads the whole tree: no package imports what stands to its right, neighbours
// do not know each other, and the domain knows neither network, database nor pages.
func TestHouse(t *testing.T) {
	imports, err := Read(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if len(imports) < 100 {
		t.Fatalf("only %d imports found: the tree was not read", len(imports))
	}
	for _, b := range Breaches(imports) {
		t.Error(b)
	}
}

// TestEveryPlaceExists keeps the order free of names that no longer stand in the tree.
func TestEveryPlaceExists(t *testing.T) {
	for _, row := range Order {
		for _, p := range row {
			if _, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(p))); err != nil {
				t.Errorf("%s is in Order and not in the tree", p)
			}
		}
	}
}

func TestBreach(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"left is free", "internal/report", Module + "/internal/measure", ""},
		{"own folder is free", "internal/store/storetest", Module + "/internal/store", ""},
		{"group composes rooms", "internal/desk", Module + "/internal/desk/dossier", ""},
		{"duty records through desk", "internal/duty", Module + "/internal/desk", ""},
		{"right is refused", "internal/measure/rollup", Module + "/internal/report", "must not import it"},
		{"room does not know its group", "internal/desk/dossier", Module + "/internal/desk", "must not import it"},
		{"rooms are neighbours", "internal/desk/dossier", Module + "/internal/duty/register", "neighbours"},
		{"edges are neighbours", "internal/demo", Module + "/internal/store", "neighbours"},
		{"domain knows no database", "internal/desk", "database/sql/driver", "must not import database/sql"},
		{"domain knows no network", "internal/catalog", "net/http", "must not import net/http"},
		{"domain knows no pages", "internal/report", "html/template", "must not import html/template"},
		{"store may know the database", "internal/store", "database/sql", ""},
		{"data embeds only", "internal/catalog", Module + "/data", "must not import it"},
		{"a new folder needs a place", "internal/utils", "fmt", "no place"},
		{"an unknown folder is refused", "internal/report", Module + "/internal/utils", "no place"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Breaches([]Import{{From: c.from, To: c.to, File: "x.go", Line: 3}})
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("refused: %s", got[0])
			case c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want) || !strings.HasPrefix(got[0], "x.go:3: ")):
				t.Errorf("got %q, want a sentence with %q", got, c.want)
			}
		})
	}
}
