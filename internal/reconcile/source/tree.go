package source

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// node is a piece of JSON of any shape: the keys stay in their order, a number stays as it
// was written. Asking a node for what it is not gives nothing, so that a file which is not
// quite in the schema is read as far as it is.
type node struct {
	kind  byte // '{', '[', 's', 'n', 'b', 0
	text  string
	keys  []string
	items []*node
	at    string // pointer
}

// Limits of a JSON file: reports are hundreds of times smaller.
const (
	maxDepth = 64
	maxNodes = 4_000_000
)

func parseTree(b []byte) (*node, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	left := maxNodes
	n, err := readNode(d, "", 0, &left)
	if err != nil {
		return nil, err
	}
	if d.More() {
		return nil, errTrailing
	}
	return n, nil
}

func readNode(d *json.Decoder, at string, depth int, left *int) (*node, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	if *left--; *left < 0 || depth > maxDepth {
		return nil, errTooMuch
	}
	n := &node{at: at}
	switch t := t.(type) {
	case json.Delim:
		n.kind = byte(t)
		for d.More() {
			key := strconv.Itoa(len(n.items))
			if n.kind == '{' {
				k, err := d.Token()
				if err != nil {
					return nil, err
				}
				key, _ = k.(string)
				n.keys = append(n.keys, key)
			}
			item, err := readNode(d, at+"/"+escape(key), depth+1, left)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
		_, err := d.Token()
		return n, err
	case string:
		n.kind, n.text = 's', t
	case json.Number:
		n.kind, n.text = 'n', t.String()
	case bool:
		n.kind, n.text = 'b', strconv.FormatBool(t)
	}
	return n, nil
}

// escape is a key as a JSON pointer writes it (RFC 6901).
func escape(key string) string {
	if !strings.ContainsAny(key, "~/") {
		return key
	}
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

// get is the value of a key, nil when there is none.
func (n *node) get(key string) *node {
	if n == nil || n.kind != '{' {
		return nil
	}
	for i, k := range n.keys {
		if k == key {
			return n.items[i]
		}
	}
	return nil
}

// list is the items of an array.
func (n *node) list() []*node {
	if n == nil || n.kind != '[' {
		return nil
	}
	return n.items
}

// objects are the items of an array that are objects.
func (n *node) objects() []*node {
	var out []*node
	for _, item := range n.list() {
		if item.object() {
			out = append(out, item)
		}
	}
	return out
}

// str is a text, or a number as written; empty for anything else.
func (n *node) str() string {
	if n == nil || n.kind != 's' && n.kind != 'n' {
		return ""
	}
	return n.text
}

func (n *node) empty() bool  { return n == nil || n.kind == 0 }
func (n *node) object() bool { return n != nil && n.kind == '{' }
