// Package datafile reads the TOML files under data/ and says in which line a thing stands.
//
// It refuses unknown keys, so that a misspelt key is found and not ignored. Every loader
// reports what is wrong as Problems; `motcua check` prints them, the program refuses to
// start on them.
package datafile

import "fmt"

// Problem is one thing wrong in a data file.
type Problem struct {
	File string
	Line int    // 1-based; 0 when it concerns the whole file
	Text string // Vietnamese, says what is wrong and what is expected
}

func (p Problem) String() string {
	if p.Line == 0 {
		return fmt.Sprintf("%s: %s", p.File, p.Text)
	}
	return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
}
