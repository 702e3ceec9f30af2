// Package fault holds the closed set of errors that callers act on.
//
// It keeps a kind and a key with arguments, never a sentence: the sentence stands in
// data/locales under the key, so that a clerk reads Vietnamese and a log reads the key.
// Every error that is not a *fault.Error is internal: full text to the log, one plain
// sentence to the person.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what a caller can do about an error.
type Kind uint8

const (
	Internal    Kind = iota // a fault of the program or the machine
	NotFound                // the thing asked for does not exist
	Invalid                 // what was given breaks a rule; give something else
	Conflict                // the state has moved on, or the act is not lawful from here
	Forbidden               // the actor may not do it
	Unavailable             // the database, disk or folder cannot be used now
)

var kinds = [...]string{"internal", "not_found", "invalid", "conflict", "forbidden", "unavailable"}

func (k Kind) String() string {
	if int(k) >= len(kinds) {
		return fmt.Sprintf("kind(%d)", uint8(k))
	}
	return kinds[k]
}

// Error is a refusal that a person is told about. Args are alternating names and values
// that fill the {name} places of the locale sentence; they never hold personal data.
type Error struct {
	Kind Kind
	Key  string
	Args []any
	Err  error // the cause, may be nil
}

// New makes an error of a kind; key names the sentence in data/locales, kv are
// alternating names and values.
func New(k Kind, key string, kv ...any) *Error { return &Error{Kind: k, Key: key, Args: kv} }

// Wrap is New with a cause that errors.Is and errors.As can reach.
func Wrap(err error, k Kind, key string, kv ...any) *Error {
	return &Error{Kind: k, Key: key, Args: kv, Err: err}
}

func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Kind, e.Key)
	for i := 0; i+1 < len(e.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%v", e.Args[i], e.Args[i+1])
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Of returns the first *Error in err's chain.
func Of(err error) (*Error, bool) {
	var e *Error
	ok := errors.As(err, &e)
	return e, ok
}

// Is reports whether err is a fault of kind k.
func Is(err error, k Kind) bool {
	e, ok := Of(err)
	return ok && e.Kind == k
}
