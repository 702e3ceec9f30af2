package desk_test

import (
	"slices"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// TestPossibleFirst: what each person is offered first through an ordinary life.
func TestPossibleFirst(t *testing.T) {
	d, m := open(t)
	clerk := &access.Person{ID: "cb-01", Unit: unit, Roles: []access.Role{access.Clerk}}
	special := &access.Person{ID: "cm-02", Unit: unit, Roles: []access.Role{access.Specialist}}
	leader := &access.Person{ID: "ld-01", Unit: unit, Roles: []access.Role{access.Leader}}
	both := &access.Person{ID: "cb-01", Unit: unit, Roles: []access.Role{access.Clerk, access.Specialist}}
	primary := func(p *access.Person, want string) {
		t.Helper()
		s := m.states[1]
		all := d.Possible(&s, p, at("2024-06-03 10:00"))
		n, got := 0, ""
		for _, o := range all {
			if o.Primary {
				n, got = n+1, o.Command
			}
		}
		if got != want || n > 1 {
			t.Errorf("%s %v: first %q of %v, want %q", p.ID, p.Roles, got, all, want)
		}
	}
	primary(clerk, "receive")
	primary(special, "")
	do(t, d, order("1", 1, "2024-06-03 08:00", access.Clerk, receive()))
	primary(clerk, "transfer")
	primary(special, "accept")
	primary(both, "accept")
	do(t, d, order("2", 1, "2024-06-03 08:10", access.Clerk, dossier.Transfer{To: "cm-09"}))
	primary(special, "")
	primary(clerk, "") // he has handed it on
	do(t, d, order("3", 1, "2024-06-03 08:20", access.Clerk, dossier.Transfer{To: "cm-02"}))
	o := order("4", 1, "2024-06-03 08:30", access.Specialist, dossier.Accept{})
	o.Actor.ID = "cm-02"
	do(t, d, o)
	primary(leader, "settle")
	do(t, d, order("5", 1, "2024-06-03 08:40", access.Leader, dossier.Settle{Result: dossier.Result{Number: "1"}}))
	primary(clerk, "return")
	do(t, d, order("6", 1, "2024-06-03 08:50", access.Clerk, dossier.Return{Way: "counter", To: "applicant", Proof: "receipt"}))
	primary(clerk, "") // it is over: putting an entry right is no next step
	s := m.states[1]
	if got := d.Possible(&s, &access.Person{ID: "x", Unit: "H99", Roles: access.Roles}, at("2024-06-03 10:00")); got != nil {
		t.Errorf("somebody of another unit may %v", got)
	}
	if got := d.Possible(&s, clerk, at("2024-06-03 08:00")); len(got) > 0 {
		t.Errorf("before the last act %v is possible", got)
	}
	if slices.ContainsFunc(d.Possible(&s, clerk, at("2024-06-03 10:00")), func(o desk.Possible) bool {
		return o.Command == "ask_withdraw"
	}) {
		t.Error("a dossier with a result can be withdrawn")
	}
}

// TestPossibleWithdrawn: who asks for the dossier back gets it (TT 03/2025 Đ7); that a decision
// was there before the request (7 → 4) is the exception, for whoever knows of one.
func TestPossibleWithdrawn(t *testing.T) {
	d, m := open(t)
	do(t, d, order("1", 1, "2024-06-03 08:00", access.Clerk, receive()))
	do(t, d, order("2", 1, "2024-06-03 08:10", access.Clerk, dossier.AskWithdraw{}))
	s := m.states[1]
	all := d.Possible(&s, &access.Person{ID: "cb-01", Unit: unit, Roles: []access.Role{access.Clerk}}, at("2024-06-03 09:00"))
	if len(all) < 2 || all[0].Command != "stop" || !all[0].Primary || all[1].Command != "continue" {
		t.Errorf("%v", all)
	}
}
