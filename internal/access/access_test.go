package access_test

import (
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
)

func TestRoles(t *testing.T) {
	for _, r := range access.Roles {
		if !r.Known() {
			t.Errorf("%s is listed and not known", r)
		}
	}
	for _, r := range []access.Role{"", "landlord", "Clerk"} {
		if r.Known() {
			t.Errorf("%q is known", r)
		}
	}
}

// TestActor: an actor without an opaque id or with an unknown role acts on nothing.
func TestActor(t *testing.T) {
	for _, c := range []struct {
		actor access.Actor
		key   string
	}{
		{access.Actor{ID: "cb-01", Role: access.Clerk}, ""},
		{access.Actor{ID: "cb-01", Role: access.Clerk, Behalf: "cb-02"}, ""},
		{access.Actor{Role: access.Clerk}, "access.no_actor"},
		{access.Actor{ID: "cb-01", Role: "boss"}, "access.unknown_role"},
		{access.Actor{ID: "cb-01", Role: access.Clerk, Behalf: "cb-01"}, "access.behalf_of_self"},
	} {
		err := c.actor.Check()
		if got := key(err); got != c.key {
			t.Errorf("%+v: %v, want %q", c.actor, err, c.key)
		}
	}
}

func key(err error) string {
	f, ok := fault.Of(err)
	if !ok {
		return ""
	}
	return f.Key
}
