package fault_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/motcua/motcua/internal/fault"
)

func TestKindSurvivesWrapping(t *testing.T) {
	cause := fs.ErrNotExist
	err := fmt.Errorf("open unit: %w", fault.Wrap(cause, fault.Unavailable, "store.folder", "dir", "x"))
	if !fault.Is(err, fault.Unavailable) || fault.Is(err, fault.NotFound) {
		t.Errorf("kind of %v", err)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error("the cause cannot be reached")
	}
	if e, ok := fault.Of(err); !ok || e.Key != "store.folder" {
		t.Errorf("Of = %v, %v", e, ok)
	}
}

func TestOtherErrorsAreNoFault(t *testing.T) {
	for _, err := range []error{nil, errors.New("x"), fs.ErrNotExist} {
		for k := fault.Internal; k <= fault.Unavailable; k++ {
			if fault.Is(err, k) {
				t.Errorf("%v is %v", err, k)
			}
		}
	}
}

func TestErrorIsForLogs(t *testing.T) {
	for want, err := range map[string]error{
		"not_found: dossier.unknown code=H50-1": fault.New(fault.NotFound, "dossier.unknown", "code", "H50-1"),
		"invalid: x a=1 b=2: boom":              fault.Wrap(errors.New("boom"), fault.Invalid, "x", "a", 1, "b", 2),
		"conflict: y":                           fault.New(fault.Conflict, "y", "a name without value"),
	} {
		if err.Error() != want {
			t.Errorf("got %q, want %q", err.Error(), want)
		}
	}
}

func TestKindNames(t *testing.T) {
	want := []string{"internal", "not_found", "invalid", "conflict", "forbidden", "unavailable"}
	for k, name := range want {
		if got := fault.Kind(k).String(); got != name {
			t.Errorf("kind %d is %q, want %q", k, got, name)
		}
	}
	if got := fault.Kind(200).String(); got != "kind(200)" {
		t.Errorf("an unknown kind prints %q", got)
	}
}
