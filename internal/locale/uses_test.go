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
)

// use is a place in the code that names a sentence.
type use struct {
	at    token.Position
	key   string          // "" when it cannot be read from the code
	names map[string]bool // of the values given; nil when they are passed on unseen
}

// maker is a function that makes a fault: fault.New and fault.Wrap, and functions that hand
// a parameter on to them as the key, or as the end of it.
type maker struct {
	key    int             // the argument that is the key
	prefix string          // what the function puts before it
	values int             // the argument from which names and values are given; -1: none are
	names  map[string]bool // names the function itself gives
}

// TestUsesAreFound proves the search itself on a piece of code.
func TestUsesAreFound(t *testing.T) {
	src := `package p
func f() { fault.New(fault.Invalid, "a", "x", 1, "y", 2); fault.Wrap(err, k, "b", kv...); fault.New(k, z); other.New(k, "no") }
func refuse(at int, key string, kv ...any) error { return fault.New(fault.Invalid, key, kv...) }
func g() { refuse(1, "c", "z", 1); s.refuse(1, "d", kv...) }
func h() { no := func(why string) error { return fault.New(k, "p."+why, "n", 1) }; no("q") }
func i() { key := "e"; if x { key = "f" }; fault.New(k, key, "n", 1); no("not mine") }`
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range usesOf(set, []*ast.File{file}) {
		got = append(got, fmt.Sprint(u.key, u.names, u.names == nil))
	}
	want := []string{"amap[x:true y:true] false", "bmap[] true", "map[] false", "cmap[z:true] false", "dmap[] true",
		"p.qmap[n:true] false", "emap[n:true] false", "fmap[n:true] false"}
	if !slices.Equal(got, want) {
		t.Errorf("found\n%q, want\n%q", got, want)
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

// usesOf finds the uses in a package.
func usesOf(set *token.FileSet, files []*ast.File) []use {
	makers := map[string]maker{"fault.New": {key: 1, values: 2}, "fault.Wrap": {key: 2, values: 3}}
	var functions []*ast.FuncDecl
	inner := map[*ast.CallExpr]bool{} // calls whose key comes from a parameter
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				functions = append(functions, fn)
				learn(fn.Name.Name, fn.Type, fn.Body, makers, makers, inner)
			}
		}
	}
	var uses []use
	for _, fn := range functions {
		own := maps.Clone(makers)
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == 1 && len(a.Rhs) == 1 {
				if lit, ok := a.Rhs[0].(*ast.FuncLit); ok {
					learn(fmt.Sprint(a.Lhs[0]), lit.Type, lit.Body, makers, own, inner)
				}
			}
			return true
		})
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && !inner[call] {
				if m, ok := own[callee(call)]; ok && m.key < len(call.Args) {
					uses = append(uses, m.uses(set, call, fn.Body)...)
				}
			}
			return true
		})
	}
	return uses
}

// learn adds a function to the makers when it hands a parameter on as a key.
func learn(name string, typ *ast.FuncType, body ast.Node, known, into map[string]maker, inner map[*ast.CallExpr]bool) {
	var params []string
	for _, field := range typ.Params.List {
		for _, id := range field.Names {
			params = append(params, id.Name)
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !strings.HasPrefix(callee(call), "fault.") {
			return true
		}
		m, ok := known[callee(call)]
		if !ok || m.key >= len(call.Args) {
			return true
		}
		key, prefix := call.Args[m.key], ""
		if sum, ok := key.(*ast.BinaryExpr); ok {
			key, prefix = sum.Y, literal(sum.X)
		}
		id, ok := key.(*ast.Ident)
		if !ok || !slices.Contains(params, id.Name) {
			return true
		}
		inner[call] = true
		values := -1
		if call.Ellipsis.IsValid() {
			values = len(params) - 1
		}
		into[name] = maker{slices.Index(params, id.Name), prefix, values, pairs(call, m.values)}
		return true
	})
}

// uses are the keys a call names: one, or those that a local variable may hold.
func (m maker) uses(set *token.FileSet, call *ast.CallExpr, within ast.Node) []use {
	u := use{at: set.Position(call.Pos())}
	if m.values < 0 || !call.Ellipsis.IsValid() {
		u.names = maps.Clone(m.names)
		if u.names == nil {
			u.names = map[string]bool{}
		}
		if m.values >= 0 {
			maps.Copy(u.names, pairs(call, m.values))
		}
	}
	keys := []string{literal(call.Args[m.key])}
	if id, ok := call.Args[m.key].(*ast.Ident); ok {
		if found := assigned(id.Name, within); len(found) > 0 {
			keys = found
		}
	}
	var out []use
	for _, k := range keys {
		if u.key = k; k != "" {
			u.key = m.prefix + k
		}
		out = append(out, u)
	}
	return out
}

// assigned are the literals that a function gives to a local variable.
func assigned(name string, within ast.Node) []string {
	var out []string
	ast.Inspect(within, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok {
			for i, l := range a.Lhs {
				if id, ok := l.(*ast.Ident); ok && id.Name == name && i < len(a.Rhs) && literal(a.Rhs[i]) != "" {
					out = append(out, literal(a.Rhs[i]))
				}
			}
		}
		return true
	})
	return out
}

// pairs are the names among the alternating names and values of a call.
func pairs(call *ast.CallExpr, from int) map[string]bool {
	names := map[string]bool{}
	for i := from; i >= 0 && i < len(call.Args) && !call.Ellipsis.IsValid(); i += 2 {
		names[literal(call.Args[i])] = true
	}
	return names
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
		return f.Sel.Name
	}
	return ""
}

func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, _ := strconv.Unquote(lit.Value)
	return s
}
