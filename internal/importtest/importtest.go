// Package importtest holds the import rule of the house, so that it cannot erode: who may
// know whom, and what the domain must not know at all.
//
// The house is read from left to right. A package imports only what stands to its left;
// packages of one place do not know each other. Only the program's own sources count: a
// test may look at whatever it needs.
package importtest

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// Module is the module path of the house.
const Module = "github.com/motcua/motcua"

// Order is the house from left to right. A name covers the package and everything below it,
// unless a longer name stands elsewhere. desk stands left of duty: duty records its items
// through the journal that desk defines, and desk's transaction can read an item; so the
// room duty/register stands left of both.
var Order = [][]string{
	{"internal/fault"},
	{"internal/datafile"},
	{"internal/locale", "internal/ledger", "internal/note", "internal/blob", "internal/seal"},
	{"internal/money", "internal/catalog/calendar", "internal/print"},
	{"internal/access"},
	{"internal/catalog/procedure", "internal/catalog/unit", "internal/catalog/workflow", "internal/catalog/form", "internal/catalog/process", "internal/catalog/charge", "internal/catalog/book"},
	{"internal/catalog/address"}, // folds names as procedures do
	{"internal/catalog"},
	{"internal/desk/dossier", "internal/desk/idcard", "internal/desk/letter", "internal/duty/register"},
	{"internal/desk"},
	{"internal/duty"},
	{"internal/measure/rollup"},
	{"internal/measure"},
	{"internal/measure/indicator"},
	{"internal/measure/index"},
	{"internal/report"},
	{"internal/reconcile"},
	{"internal/store", "internal/demo", "internal/web"},
	{"data", "internal/importtest"},
	{"internal/desk/desktest", "internal/store/storetest", "internal/measure/measuretest", "internal/web/webtest"}, // for tests; they set up a whole office from the real data
	{"cmd", "build"},
}

// Edges are the places that may know the network, the database and pages.
var Edges = []string{"internal/store", "internal/store/storetest", "internal/web", "internal/web/webtest", "cmd", "build"}

// Outside are the standard packages that only edges may import.
var Outside = []string{"net/http", "database/sql", "html/template"}

// Import is one import line of a package, both as paths inside or outside the module.
type Import struct {
	From, To string
	File     string
	Line     int
}

// place returns the position of a package in the order, and the name that covers it.
func place(pkg string) (int, string) {
	at, name := -1, ""
	for i, row := range Order {
		for _, p := range row {
			if (pkg == p || strings.HasPrefix(pkg, p+"/")) && len(p) > len(name) {
				at, name = i, p
			}
		}
	}
	return at, name
}

// Breaches lists the imports that break the rule, one sentence each.
func Breaches(imports []Import) []string {
	var out []string
	for _, im := range imports {
		if why := breach(im); why != "" {
			out = append(out, fmt.Sprintf("%s:%d: %s", im.File, im.Line, why))
		}
	}
	sort.Strings(out)
	return out
}

func breach(im Import) string {
	from, fromName := place(im.From)
	if from < 0 {
		return fmt.Sprintf("%s has no place in the house: add it to Order", im.From)
	}
	inside, ok := strings.CutPrefix(im.To, Module+"/")
	if !ok {
		return outside(im, fromName)
	}
	to, toName := place(inside)
	switch {
	case to < 0:
		return fmt.Sprintf("%s has no place in the house: add it to Order", inside)
	case fromName == toName, to < from:
		return ""
	case to == from:
		return fmt.Sprintf("%s and %s are neighbours and must not know each other", fromName, toName)
	}
	return fmt.Sprintf("%s stands left of %s and must not import it", fromName, toName)
}

func outside(im Import, fromName string) string {
	for _, e := range Edges {
		if fromName == e {
			return ""
		}
	}
	for _, p := range Outside {
		if im.To == p || strings.HasPrefix(im.To, p+"/") {
			return fmt.Sprintf("%s is domain and must not import %s", im.From, p)
		}
	}
	return ""
}

// Read returns the imports of the module's own sources under root; tests, testdata and
// hidden folders are left out.
func Read(root string) ([]Import, error) {
	var out []Import
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || name == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		ims, err := readFile(root, path)
		out = append(out, ims...)
		return err
	})
	return out, err
}

func readFile(root, path string) ([]Import, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, path, src, parser.ImportsOnly)
	if err != nil {
		return nil, fmt.Errorf("read imports of %s: %w", path, err)
	}
	rel, err := filepath.Rel(root, path)
	if err != nil {
		return nil, err
	}
	rel = filepath.ToSlash(rel)
	var out []Import
	for _, im := range f.Imports {
		to, err := strconv.Unquote(im.Path.Value)
		if err != nil {
			return nil, err
		}
		out = append(out, Import{From: strings.TrimSuffix(rel, "/"+filepath.Base(path)), To: to,
			File: rel, Line: fset.Position(im.Pos()).Line})
	}
	return out, nil
}
