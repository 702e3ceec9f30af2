package locale_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/locale"
)

// use is a place in the code that names a sentence.
type use struct {
	at    token.Position
	key   string          // "" when it is not a literal
	names map[string]bool // of the values given; nil when they are passed on
}

// TestVietnameseIsComplete reads every fault.New and fault.Wrap of the program and wants a
// Vietnamese sentence for its key, none of whose places goes without a value.
func TestVietnameseIsComplete(t *testing.T) {
	s, _ := locale.Load(data.FS)
	known := map[string]bool{}
	for _, key := range s.Keys("vi") {
		known[key] = true
	}
	uses := usesIn(t, filepath.Join("..", ".."))
	if len(uses) < 10 {
		t.Fatalf("found only %d uses; the search is broken", len(uses))
	}
	for _, u := range uses {
		switch {
		case u.key == "":
			t.Errorf("%v: the key must be a literal, so that it can be found", u.at)
		case !known[u.key]:
			t.Errorf("%v: %q has no Vietnamese sentence in data/locales", u.at, u.key)
		case u.names != nil:
			for _, place := range locale.Places(s.T("vi", u.key)) {
				if !u.names[place] {
					t.Errorf("%v: the sentence of %q wants {%s}, which is not given", u.at, u.key, place)
				}
			}
		}
	}
}

// TestUsesAreFound proves the search itself on a piece of code.
func TestUsesAreFound(t *testing.T) {
	src := `package p
func f() { fault.New(fault.Invalid, "a.b", "x", 1, "y", 2); fault.Wrap(err, k, "c", kv...); fault.New(k, key); other.New(k, "no") }
func refuse(at int, key string, kv ...any) error { return fault.New(fault.Invalid, key, kv...) }
func g() { refuse(1, "d", "z", 1); s.refuse(1, "e") }`
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, u := range usesOf(set, []*ast.File{file}) {
		got += fmt.Sprintf("%q %v; ", u.key, u.names)
	}
	want := `"a.b" map[x:true y:true]; "c" map[]; "" map[]; "d" map[z:true]; "e" map[]; `
	if got != want {
		t.Errorf("found %s, want %s", got, want)
	}
}

// usesIn collects the uses in all Go files under a folder that are not tests.
func usesIn(t *testing.T, root string) []use {
	t.Helper()
	set := token.NewFileSet()
	packages := map[string][]*ast.File{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != root && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, p, nil, parser.SkipObjectResolution)
		packages[filepath.Dir(p)] = append(packages[filepath.Dir(p)], file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var uses []use
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		uses = append(uses, usesOf(set, packages[dir])...)
	}
	return uses
}

// usesOf finds the uses in a package: calls of fault.New and fault.Wrap, and calls of the
// package's own functions that pass their parameter "key" on to one of these.
func usesOf(set *token.FileSet, files []*ast.File) []use {
	skip := map[string]int{"fault.New": 1, "fault.Wrap": 2} // arguments before the key
	passed := map[ast.Expr]bool{}
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				passOn(fn, skip, passed)
			}
		}
	}
	var uses []use
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			before, ok := skip[callee(call)]
			if !ok || len(call.Args) <= before || passed[call.Args[before]] {
				return true
			}
			uses = append(uses, newUse(set, call, before))
			return true
		})
	}
	return uses
}

// passOn notes a function that hands its parameter "key" to fault.New or fault.Wrap.
func passOn(fn *ast.FuncDecl, skip map[string]int, passed map[ast.Expr]bool) {
	at, index := -1, 0
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			if name.Name == "key" {
				at = index
			}
			index++
		}
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && at >= 0 && strings.HasPrefix(callee(call), "fault.") {
			before := skip[callee(call)]
			if id, ok := call.Args[before].(*ast.Ident); ok && id.Name == "key" {
				skip[fn.Name.Name] = at
				passed[id] = true
			}
		}
		return true
	})
}

// callee is "fault.New", or the bare name of a function or method.
func callee(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if pkg, ok := f.X.(*ast.Ident); ok && pkg.Name == "fault" {
			return "fault." + f.Sel.Name
		}
		if f.Sel.Name != "New" && f.Sel.Name != "Wrap" {
			return f.Sel.Name
		}
	}
	return ""
}

func newUse(set *token.FileSet, call *ast.CallExpr, before int) use {
	u := use{at: set.Position(call.Pos()), key: literal(call.Args[before])}
	if !call.Ellipsis.IsValid() {
		u.names = map[string]bool{}
		for i := before + 1; i < len(call.Args); i += 2 {
			u.names[literal(call.Args[i])] = true
		}
	}
	return u
}

func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, _ := strconv.Unquote(lit.Value)
	return s
}
