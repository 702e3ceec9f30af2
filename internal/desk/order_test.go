package desk_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// TestThen: the commands of an order are one act: each is decided on what the one before it
// left, in its own role, and all happen or none does.
func TestThen(t *testing.T) {
	d, m := open(t)
	o := order("1", 1, "2024-06-03 08:00", access.Clerk, receive())
	o.Then = []desk.Next{{Role: access.Specialist, Command: dossier.Accept{}}, {Role: access.Clerk, Command: dossier.Settle{Result: dossier.Result{Number: "1"}}},
		{Role: access.Clerk, Command: dossier.Return{Way: "counter", Proof: "receipt"}}}
	a := do(t, d, o)
	if a.Status != dossier.Returned || len(m.entries) != 4 || m.states[1].Seq != 4 {
		t.Errorf("%+v, %d entries", a, len(m.entries))
	}
	if again := do(t, d, o); again != a || len(m.entries) != 4 {
		t.Errorf("a repeat left %d entries and %+v", len(m.entries), again)
	}
	o.Key, o.Dossier = "2", 2
	o.Then[1].Command = dossier.Settle{Result: dossier.Result{Number: "2", Paper: true}}
	o.Then[2].Command = dossier.Return{Way: "counter"} // nobody was identified
	if _, err := d.Do(context.Background(), o); !fault.Is(err, fault.Invalid) {
		t.Errorf("%v", err)
	}
	if _, ok := m.states[2]; ok || len(m.entries) != 4 || m.series["code"+"2024-06-03"] > 1 {
		t.Errorf("half an act left a trace: %+v, series %v", m.states[2], m.series)
	}
	o.Then[0].Role = "" // every command is given in a role that exists
	if _, err := d.Do(context.Background(), o); !fault.Is(err, fault.Invalid) {
		t.Errorf("%v", err)
	}
}

// TestSeen: who has seen an older state than there is now is told so, and nothing is lost.
func TestSeen(t *testing.T) {
	d, m := open(t)
	do(t, d, order("1", 1, "2024-06-03 08:00", access.Clerk, receive()))
	first := order("2", 1, "2024-06-03 08:10", access.Clerk, dossier.Transfer{To: "cb-01"})
	second := order("3", 1, "2024-06-03 08:11", access.Clerk, dossier.Transfer{To: "cb-03"})
	first.Seen, second.Seen = 1, 1
	do(t, d, first)
	_, err := d.Do(context.Background(), second)
	if f, ok := fault.Of(err); !ok || f.Key != "desk.moved_on" || f.Kind != fault.Conflict {
		t.Fatalf("%v", err)
	}
	if m.states[1].Holder != "cb-01" {
		t.Errorf("the second wrote over the first: %q", m.states[1].Holder)
	}
	do(t, d, first) // a repeat of an act is not a stale act
	second.Seen = 2
	do(t, d, second)
	if m.states[1].Holder != "cb-03" {
		t.Errorf("%q", m.states[1].Holder)
	}
	fresh := order("4", 4, "2024-06-03 08:12", access.Clerk, receive())
	fresh.Seen = 1
	if _, err := d.Do(context.Background(), fresh); !fault.Is(err, fault.Conflict) {
		t.Errorf("a dossier that does not exist was seen: %v", err)
	}
}

// TestNotHolder: a specialist acts on what is his; what lies at the counter anybody may take.
func TestNotHolder(t *testing.T) {
	d, m := open(t)
	as := func(key string, who string, role access.Role, c dossier.Command) error {
		o := order(key, 1, "2024-06-03 09:00", role, c)
		o.Actor.ID = who
		_, err := d.Do(context.Background(), o)
		return err
	}
	refused := func(err error) {
		t.Helper()
		if f, ok := fault.Of(err); !ok || f.Key != "desk.not_holder" || f.Kind != fault.Forbidden {
			t.Errorf("%v", err)
		}
	}
	allowed := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	allowed(as("1", "cb-01", access.Clerk, receive()))
	allowed(as("2", "cb-01", access.Clerk, dossier.Transfer{To: "cm-02"}))
	refused(as("3", "cm-03", access.Specialist, dossier.Accept{}))
	allowed(as("4", "cm-02", access.Specialist, dossier.Accept{}))
	refused(as("5", "cm-03", access.Specialist, dossier.Transfer{To: "cm-03"}))
	allowed(as("6", "cb-01", access.Clerk, dossier.Transfer{To: "cm-03"})) // a clerk as the workflow says
	allowed(as("7", "cm-03", access.Specialist, dossier.Transfer{To: "cm-02"}))
	allowed(as("8", "ld-01", access.Leader, dossier.Settle{Result: dossier.Result{Number: "1"}}))
	if m.states[1].Holder != "" {
		t.Errorf("after the result with %q", m.states[1].Holder)
	}
	o := order("9", 2, "2024-06-03 09:00", access.Clerk, receive())
	do(t, d, o)
	o = order("10", 2, "2024-06-03 09:00", access.Specialist, dossier.Accept{})
	o.Actor.ID = "cm-09" // from the counter, untransferred
	do(t, d, o)
}

// TestIDFor: the same form names the same dossier; other forms and days others.
func TestIDFor(t *testing.T) {
	id := func(when, key string) dossier.ID {
		id, err := desk.IDFor(at(when), key)
		if err != nil || id <= 0 {
			t.Fatal(id, err)
		}
		return id
	}
	a := id("2024-06-03 08:00", "mc-01:A")
	if a != id("2024-06-03 23:59", "mc-01:A") || a == id("2024-06-04 08:00", "mc-01:A") || a == id("2024-06-03 08:00", "mc-01:B") {
		t.Error("ids do not follow day and key")
	}
	if a > id("2024-06-04 00:00", "mc-01:Z") || a < id("2024-06-02 23:00", "mc-01:Z") {
		t.Error("ids do not sort by day")
	}
	if _, err := desk.IDFor(at("2024-06-03 08:00"), ""); !fault.Is(err, fault.Invalid) {
		t.Error("no key, and an id")
	}
	seen := map[dossier.ID]bool{}
	for i := range 20000 {
		seen[id("2024-06-03 08:00", strconv.Itoa(i))] = true
	}
	if len(seen) != 20000 {
		t.Errorf("%d ids of 20,000 keys", len(seen))
	}
}
