package datafile

import (
	"bytes"
	"sort"
	"strconv"

	"github.com/pelletier/go-toml/v2/unstable"
)

// maxDepth bounds the paths kept, so that a hostile file cannot make the index grow faster
// than itself. Deeper things are reported at the line of their ancestor.
const maxDepth = 24

// File knows the lines of one decoded data file.
type File struct {
	Path  string
	lines map[string]int
}

// Line is the line of a path such as "version[0].component[2].name", or of its nearest
// ancestor in the file; 0 when not even the first step is there.
func (f *File) Line(path string) int {
	for path != "" {
		if n, ok := f.lines[path]; ok {
			return n
		}
		i := len(path) - 1
		for i > 0 && path[i] != '.' && path[i] != '[' {
			i--
		}
		path = path[:i]
	}
	return 0
}

// Problem is a problem at a path of the file.
func (f *File) Problem(path, text string) Problem {
	return Problem{File: f.Path, Line: f.Line(path), Text: text}
}

func (f *File) whole(text string) Problem { return Problem{File: f.Path, Text: text} }

// indexer walks the expressions of a file and notes where each path stands first.
type indexer struct {
	p      unstable.Parser
	breaks []int // offsets of line feeds
	lines  map[string]int
	arrays map[string]int // arrays of tables by path, number of elements so far
}

// index maps paths to lines. A syntax error ends it early: the decoder reports the error.
func index(src []byte) map[string]int {
	x := &indexer{lines: map[string]int{}, arrays: map[string]int{}}
	for i, c := range src {
		if c == '\n' {
			x.breaks = append(x.breaks, i)
		}
	}
	x.p.Reset(src)
	table := ""
	for x.p.NextExpression() {
		switch e := x.p.Expression(); e.Kind {
		case unstable.Table:
			table = x.keys("", e.Key(), false)
		case unstable.ArrayTable:
			table = x.keys("", e.Key(), true)
		case unstable.KeyValue:
			x.pair(table, e, 0)
		}
	}
	return x.lines
}

// keys walks a dotted key under a path and returns the path reached; push opens one more
// element of the array of tables named by the last key.
func (x *indexer) keys(path string, key unstable.Iterator, push bool) string {
	depth := 0
	for key.Next() && depth < maxDepth {
		depth++
		k := key.Node()
		path = join(path, string(k.Data))
		line := x.line(int(k.Raw.Offset))
		x.note(path, line)
		if push && k.Next() == nil {
			x.arrays[path]++
		}
		if n := x.arrays[path]; n > 0 {
			path += "[" + strconv.Itoa(n-1) + "]"
			x.note(path, line)
		}
	}
	return path
}

func (x *indexer) pair(table string, e *unstable.Node, depth int) {
	path := x.keys(table, e.Key(), false)
	x.value(path, e.Value(), depth)
}

func (x *indexer) value(path string, v *unstable.Node, depth int) {
	if depth >= maxDepth {
		return
	}
	it := v.Children()
	switch v.Kind {
	case unstable.Array:
		for i := 0; it.Next(); {
			c := it.Node()
			if c.Kind == unstable.Comment {
				continue
			}
			at := path + "[" + strconv.Itoa(i) + "]"
			if off, ok := offset(c); ok {
				x.note(at, x.line(off))
			}
			x.value(at, c, depth+1)
			i++
		}
	case unstable.InlineTable:
		for it.Next() {
			if c := it.Node(); c.Kind == unstable.KeyValue {
				x.pair(path, c, depth+1)
			}
		}
	}
}

// offset is where a value begins, where the parser tells it.
func offset(n *unstable.Node) (int, bool) {
	if n.Raw.Length > 0 {
		return int(n.Raw.Offset), true
	}
	for it := n.Children(); it.Next(); {
		return offset(it.Node())
	}
	return 0, false
}

func (x *indexer) note(path string, line int) {
	if _, ok := x.lines[path]; !ok {
		x.lines[path] = line
	}
}

func (x *indexer) line(off int) int { return sort.SearchInts(x.breaks, off) + 1 }

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func lineAt(src []byte, off int) int { return bytes.Count(src[:min(off, len(src))], []byte("\n")) + 1 }
