package access_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/motcua/motcua/internal/access"
)

// TestRolesOf: one grant without fields is for all fields; several with fields add up; those of
// others count for nobody else.
func TestRolesOf(t *testing.T) {
	grants := []access.Grant{
		{Account: "a", Role: access.Specialist, Fields: []string{"Chứng thực"}},
		{Account: "a", Role: access.Specialist, Fields: []string{"Hộ tịch"}},
		{Account: "a", Role: access.Leader, Fields: []string{"Hộ tịch"}},
		{Account: "a", Role: access.Leader},
		{Account: "a", Role: access.Clerk},
		{Account: "b", Role: access.Admin},
	}
	roles, scope := access.RolesOf(grants, "a")
	if !slices.Equal(roles, []access.Role{access.Clerk, access.Specialist, access.Leader}) {
		t.Errorf("roles %v", roles)
	}
	if len(scope) != 1 || !slices.Equal(scope[access.Specialist], []string{"Chứng thực", "Hộ tịch"}) {
		t.Errorf("scope %v", maps.Clone(scope))
	}
	p := &access.Person{Roles: roles, Scope: scope}
	for _, c := range []struct {
		role  access.Role
		field string
		want  bool
	}{
		{access.Specialist, "Hộ tịch", true}, {access.Specialist, "Đất đai", false}, {access.Specialist, "", false},
		{access.Leader, "Đất đai", true}, {access.Clerk, "", true}, {access.Admin, "Hộ tịch", false},
	} {
		if got := p.Works(c.role, c.field); got != c.want {
			t.Errorf("%s in %q: %v", c.role, c.field, got)
		}
	}
	if (*access.Person)(nil).Works(access.Clerk, "Hộ tịch") {
		t.Error("nobody works")
	}
	if roles, _ := access.RolesOf(grants, "c"); roles != nil {
		t.Errorf("somebody without grants has %v", roles)
	}
}
