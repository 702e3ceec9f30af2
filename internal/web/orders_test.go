package web_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryOrderSaysWho: no page gives the desk an order without the officer behind it, by
// whose roles and fields of work the desk decides whether it may be given.
func TestEveryOrderSaysWho(t *testing.T) {
	found := 0
	err := filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		source, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(source, func(n ast.Node) bool {
			order, ok := n.(*ast.CompositeLit)
			if !ok || !isOrder(order.Type) || len(order.Elts) == 0 { // an empty one goes with an error
				return true
			}
			found++
			for _, e := range order.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && kv.Key.(*ast.Ident).Name == "Who" {
					return true
				}
			}
			t.Errorf("%s: an order to the desk without Who", files.Position(order.Pos()))
			return true
		})
		return nil
	})
	if err != nil || found < 7 {
		t.Errorf("%d orders found, %v", found, err)
	}
}

func isOrder(e ast.Expr) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, ok := s.X.(*ast.Ident)
	return ok && of.Name == "desk" && s.Sel.Name == "Order"
}
