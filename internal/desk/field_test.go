package desk_test

import (
	"context"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// TestRolesHoldForTheirFields: an order is refused to who was given the role for other fields
// of work, or was not given it, whatever the order claims; who was given it for this field, for
// all fields, or is no officer, is not kept.
func TestRolesHoldForTheirFields(t *testing.T) {
	of := func(r access.Role, fields ...string) *access.Person {
		p := &access.Person{ID: "cb-01", Unit: unit, Roles: []access.Role{r}}
		if fields != nil {
			p.Scope = map[access.Role][]string{r: fields}
		}
		return p
	}
	taken := func(t *testing.T, d *desk.Desk) { do(t, d, order("1", 1, "2024-06-03 08:00", access.Clerk, receive())) }
	accepted := func(t *testing.T, d *desk.Desk) {
		taken(t, d)
		do(t, d, order("2", 1, "2024-06-03 08:10", access.Specialist, dossier.Accept{}))
	}
	none := func(*testing.T, *desk.Desk) {}
	settle := dossier.Settle{Result: dossier.Result{Number: "1"}}
	away := dossier.Reject{Reason: "Không thuộc thẩm quyền"}
	for _, c := range []struct {
		name    string
		before  func(*testing.T, *desk.Desk)
		who     desk.Worker
		role    access.Role
		command dossier.Command
		refused string
	}{
		{"nobody's officer", taken, nil, access.Specialist, dossier.Accept{}, ""},
		{"all fields", taken, of(access.Specialist), access.Specialist, dossier.Accept{}, ""},
		{"this field", taken, of(access.Specialist, "Đất đai", "Hộ tịch"), access.Specialist, dossier.Accept{}, ""},
		{"another field", taken, of(access.Specialist, "Chứng thực"), access.Specialist, dossier.Accept{}, "desk.other_field"},
		{"the role of somebody else", taken, of(access.Clerk), access.Specialist, dossier.Accept{}, "desk.not_role"},
		{"nobody", taken, (*access.Person)(nil), access.Specialist, dossier.Accept{}, "desk.not_role"},
		{"no field at all", taken, of(access.Specialist, ""), access.Specialist, dossier.Accept{}, "desk.other_field"},
		{"leader of another field", accepted, of(access.Leader, "Chứng thực"), access.Leader, settle, "desk.other_field"},
		{"leader of this field", accepted, of(access.Leader, "Hộ tịch"), access.Leader, settle, ""},
		{"clerk takes in another field", none, of(access.Clerk, "Chứng thực"), access.Clerk, receive(), "desk.other_field"},
		{"clerk takes in this field", none, of(access.Clerk, "Hộ tịch"), access.Clerk, receive(), ""},
		{"clerk turns away in another field", none, of(access.Clerk, "Chứng thực"), access.Clerk, away, "desk.other_field"},
		{"clerk turns away in this field", none, of(access.Clerk, "Hộ tịch"), access.Clerk, away, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, m := open(t)
			c.before(t, d)
			had := len(m.entries)
			o := order("last", 1, "2024-06-03 09:00", c.role, c.command)
			o.Who = c.who
			_, err := d.Do(context.Background(), o)
			f, _ := fault.Of(err)
			switch {
			case c.refused == "" && err != nil:
				t.Fatal(err)
			case c.refused != "" && (f == nil || f.Key != c.refused || f.Kind != fault.Forbidden || len(m.entries) != had):
				t.Fatalf("%v with %d entries more, want %s", err, len(m.entries)-had, c.refused)
			}
		})
	}
}

// TestEveryStepIsAsked: a further command of an order is held to the person's roles as the first
// is, and nothing of a refused order is left.
func TestEveryStepIsAsked(t *testing.T) {
	d, m := open(t)
	o := order("1", 1, "2024-06-03 08:00", access.Clerk, receive())
	o.Who = &access.Person{ID: "cb-01", Unit: unit, Roles: []access.Role{access.Clerk, access.Specialist}, Scope: map[access.Role][]string{access.Specialist: {"Chứng thực"}}}
	o.Then = []desk.Next{{Role: access.Specialist, Command: dossier.Accept{}}}
	_, err := d.Do(context.Background(), o)
	if f, _ := fault.Of(err); f == nil || f.Key != "desk.other_field" || len(m.entries) > 0 {
		t.Fatalf("%v, %d entries", err, len(m.entries))
	}
	o.Then[0].Role = access.Leader
	if _, err := d.Do(context.Background(), o); err == nil {
		t.Fatal("a step in a role that nobody gave was done")
	}
	o.Then = []desk.Next{{Role: access.Clerk, Command: dossier.Transfer{To: "cm-02"}}}
	if _, err := d.Do(context.Background(), o); err != nil {
		t.Fatal(err)
	}
}

// TestTurnedAwayKeepsItsField: a dossier that was promised nothing is of its procedure's field.
func TestTurnedAwayKeepsItsField(t *testing.T) {
	d, m := open(t)
	do(t, d, order("1", 1, "2024-06-03 08:00", access.Clerk, dossier.Reject{Reason: "Không thuộc thẩm quyền"}))
	s := m.states[1]
	if s.Field != "" || d.Field(&s) != "Hộ tịch" {
		t.Fatalf("kept %q, of %q", s.Field, d.Field(&s))
	}
	if p := d.Possible(&s, &access.Person{ID: "x", Unit: unit, Roles: []access.Role{access.Clerk}, Scope: map[access.Role][]string{access.Clerk: {"Chứng thực"}}}, at("2024-06-03 10:00")); len(p) > 0 {
		t.Errorf("who works on other fields may %v", p)
	}
}

// TestCertifyByField: who certifies at the counter, and who signed, have certification among
// their fields of work.
func TestCertifyByField(t *testing.T) {
	for _, c := range []struct {
		name           string
		clerk, special []string
		signs          []string
		refused        string
	}{
		{"no limits", nil, nil, nil, ""},
		{"for certification", []string{"Chứng thực"}, []string{"Chứng thực"}, []string{"Hộ tịch", "Chứng thực"}, ""},
		{"takes in other fields", []string{"Hộ tịch"}, nil, nil, "desk.other_field"},
		{"examines other fields", nil, []string{"Hộ tịch"}, nil, "desk.other_field"},
		{"signs in other fields", nil, nil, []string{"Hộ tịch"}, "desk.certify_signer_field"},
	} {
		d, m := open(t)
		o := certification("a", "2024-06-03 08:00")
		o.Person.Scope, o.Signer.Scope = map[access.Role][]string{}, map[access.Role][]string{}
		for role, fields := range map[access.Role][]string{access.Clerk: c.clerk, access.Specialist: c.special} {
			if fields != nil {
				o.Person.Scope[role] = fields
			}
		}
		if c.signs != nil {
			o.Signer.Scope[access.Leader] = c.signs
		}
		_, err := d.Certify(context.Background(), o)
		f, _ := fault.Of(err)
		if c.refused == "" && err != nil || c.refused != "" && (f == nil || f.Key != c.refused || len(m.entries) > 0) {
			t.Errorf("%s: %v, want %q", c.name, err, c.refused)
		}
	}
}
