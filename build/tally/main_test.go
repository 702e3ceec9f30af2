package main

import (
	"strings"
	"testing"
)

func TestTally(t *testing.T) {
	const good = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"noise\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Elapsed":1.25}
`
	for _, c := range []struct {
		name, in string
		want     []string
		not      string
	}{
		{"all good", good, []string{"ok    p", "\n1 passed, 0 failed\n"}, "noise"},
		{"a test fails", good + `{"Action":"output","Package":"q","Test":"TestB","Output":"want 4, got 08\n"}
{"Action":"fail","Package":"q","Test":"TestB"}
{"Action":"fail","Package":"q","Elapsed":0.1}`, []string{"want 4, got 08", "FAIL  q", "\n1 passed, 1 failed\n"}, "noise"},
		{"does not build", good + `{"ImportPath":"q [q.test]","Action":"build-output","Output":"x.go:1: bad\n"}
{"ImportPath":"q [q.test]","Action":"build-fail"}
{"Action":"fail","Package":"q","Elapsed":0}`, []string{"x.go:1: bad", "\n1 passed, 1 failed\n"}, "noise"},
		{"dies outside a test", `{"Action":"output","Package":"q","Output":"panic: x\n"}
{"Action":"fail","Package":"q","Elapsed":0}`, []string{"panic: x", "\n0 passed, 1 failed\n"}, "ok"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := read(strings.NewReader(c.in))
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			r.print(&out)
			for _, w := range c.want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("missing %q in:\n%s", w, out.String())
				}
			}
			if strings.Contains(out.String(), c.not) {
				t.Errorf("unwanted %q in:\n%s", c.not, out.String())
			}
		})
	}
}
