package storetest

import (
	"testing"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/measure/rollup"
	"github.com/motcua/motcua/internal/store"
)

func term(c rollup.Count) rollup.Term { return rollup.Term{Count: c} }

// filled is a database with some lives in it, and the hand that tampers with it.
func filled(t *testing.T, b Backend, seed uint64) (*store.Store, func(q string, args ...any)) {
	t.Helper()
	o := NewOffice(t, seed)
	s, opt := Open(t, b, o)
	var answers []<-chan desk.Result
	for _, a := range o.Live(160, Unit) {
		answers = append(answers, s.Submit(t.Context(), a))
	}
	for _, a := range answers {
		<-a // refusals belong to it
	}
	raw := b.Raw(t, opt)
	run := func(q string, args ...any) {
		t.Helper()
		if _, err := raw.Exec(b.Bind(q), args...); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	for _, q := range b.Thaw {
		run(q)
	}
	return s, run
}

// tampered: whatever somebody with a database tool changes, Verify names it.
func tampered(t *testing.T, b Backend) {
	const last = `(SELECT MAX(pos) FROM entry)`
	for _, c := range []struct {
		name string
		do   []string
		key  string
		pos  int64 // −1: it has none
	}{
		{"a byte of a body", []string{`UPDATE entry SET body = (SELECT body FROM entry e WHERE e.pos = 3) WHERE pos = 5`}, "store.verify_act", 5},
		{"a salt", []string{`UPDATE entry SET salt = (SELECT salt FROM entry e WHERE e.pos = 3) WHERE pos = 4`}, "store.verify_act", 4},
		{"a body that cannot be read", []string{`UPDATE entry SET body = salt WHERE pos = 5`}, "store.verify_act", 5},
		{"a salt cut short", []string{`UPDATE entry SET salt = (SELECT body FROM entry e WHERE e.pos = 3) WHERE pos = 2`}, "store.verify_act", 2},
		{"a kind that does not exist", []string{`UPDATE entry SET kind = 99999 WHERE pos = 3`}, "store.verify_act", 3},
		{"two bytes", []string{`UPDATE entry SET body = salt WHERE pos IN (6, 9)`}, "store.verify_act", 6},
		{"a head of an act", []string{`UPDATE act SET head = (SELECT head FROM act a WHERE a.first = 3) WHERE first = 6`}, "store.verify_act", 6},
		{"an instant", []string{`UPDATE entry SET happened = happened - 86400000 WHERE pos = 7`}, "store.verify_act", 7},
		{"an actor", []string{`UPDATE entry SET actor = 'cb-99' WHERE pos = 8`}, "store.verify_act", 8},
		{"an entry taken out", []string{`DELETE FROM entry WHERE pos = 9`}, "store.verify_gap", 9},
		{"an entry taken out and the rest moved up", []string{`DELETE FROM entry WHERE pos = 9`,
			`UPDATE entry SET pos = -pos WHERE pos > 9`, `UPDATE entry SET pos = -pos - 1 WHERE pos < 0`}, "store.verify_act", 9},
		{"two entries that changed places", []string{`UPDATE entry SET pos = -1 WHERE pos = 10`, `UPDATE entry SET pos = 10 WHERE pos = 11`,
			`UPDATE entry SET pos = 11 WHERE pos = -1`}, "store.verify_act", 10},
		{"the tail cut off", []string{`DELETE FROM entry WHERE pos = ` + last}, "store.verify_act_gap", -1},
		{"the tail cut off with its act", []string{`DELETE FROM act WHERE first = (SELECT MAX(first) FROM act)`, `DELETE FROM entry WHERE pos = ` + last}, "store.verify_head", -1},
		{"an act taken out", []string{`DELETE FROM act WHERE first = 12`}, "store.verify_act_gap", 12},
		{"the head", []string{`UPDATE unit SET size = size + 1`}, "store.verify_head", -1},
		{"the instant that no entry may go behind", []string{`UPDATE unit SET recorded = recorded + 60000`}, "store.verify_recorded", -1},
		{"a unit taken out with all it recorded", []string{`DELETE FROM unit`}, "store.verify_stray", -1},
		{"a state", []string{`UPDATE dossier SET state = (SELECT state FROM dossier d ORDER BY d.id DESC LIMIT 1) WHERE id = (SELECT MIN(id) FROM dossier)`}, "store.verify_state", -1},
		{"a column of a state", []string{`UPDATE dossier SET ended_day = ended_day - 1 WHERE id = (SELECT MAX(id) FROM dossier)`}, "store.verify_state", -1},
		{"a state taken out", []string{`DELETE FROM dossier WHERE id = (SELECT MIN(id) FROM dossier)`}, "store.verify_state_absent", -1},
		{"a state that nothing tells of", []string{`UPDATE dossier SET id = 5 WHERE id = (SELECT MIN(id) FROM dossier)`}, "store.verify_state_absent", -1},
		{"a row of work", []string{`UPDATE work SET holder = 'cb-99' WHERE id = (SELECT MIN(id) FROM work)`}, "store.verify_work", -1},
		{"a due day in work", []string{`UPDATE work SET due_day = due_day + 1 WHERE id = (SELECT MAX(id) FROM work)`}, "store.verify_work", -1},
		{"a row of work taken out", []string{`DELETE FROM work WHERE id = (SELECT MAX(id) FROM work)`}, "store.verify_work", -1},
		{"work that nothing tells of", []string{`UPDATE work SET id = 5 WHERE id = (SELECT MAX(id) FROM work)`}, "store.verify_state_extra", -1},
		{"work that is done", []string{`INSERT INTO work SELECT * FROM work WHERE 1 = 0`, `UPDATE work SET id = (SELECT MIN(id) FROM dossier WHERE status IN (8, 10)) WHERE id = (SELECT MAX(id) FROM work)`}, "store.verify_work", -1},
		{"a word that finds", []string{`UPDATE search SET term = 'nguyen van' WHERE id = (SELECT MIN(id) FROM search) AND term LIKE '09%'`}, "store.verify_search", -1},
		{"a word taken out", []string{`DELETE FROM search WHERE id = (SELECT MAX(id) FROM search) AND term LIKE '-%'`}, "store.verify_search", -1},
		{"a word that nothing tells of", []string{`UPDATE search SET id = 5 WHERE id = (SELECT MAX(id) FROM search) AND term LIKE '-%'`}, "store.verify_search", -1},
		{"all words", []string{`DELETE FROM search`}, "store.verify_search", -1},
		{"a count", []string{`UPDATE tally SET counts = (SELECT counts FROM tally WHERE bucket < 9999 ORDER BY bucket LIMIT 1) WHERE bucket > 9999999`}, "store.verify_counts", -1},
		{"a count taken out", []string{`DELETE FROM tally WHERE bucket BETWEEN 100000 AND 999999`}, "store.verify_counts", -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, run := filled(t, b, 20)
			sound(t, s)
			for _, q := range c.do {
				run(q)
			}
			r, err := s.Verify(t.Context(), nil)
			if err != nil || len(r.Faults) == 0 {
				t.Fatalf("not found: %+v, %v", r, err)
			}
			first := r.Faults[0]
			if first.Key != c.key || c.pos >= 0 && arg(first.Args, "pos") != c.pos {
				t.Errorf("found %v, want %s at %d", r.Faults, c.key, c.pos)
			}
		})
	}
}

func arg(kv []any, name string) any {
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i] == name {
			return kv[i+1]
		}
	}
	return nil
}

// rebuilt: what can be rebuilt is, what was said stays, and what is right is left alone.
func rebuilt(t *testing.T, b Backend) {
	s, run := filled(t, b, 21)
	before := sound(t, s)
	r, err := s.Rebuild(t.Context(), nil)
	if err != nil || !r.Equal() || r.Entries != before.Entries || r.Dossiers != before.Dossiers {
		t.Fatalf("a sound database: %+v, %v", r, err)
	}
	for _, q := range []string{
		`UPDATE dossier SET state = (SELECT state FROM dossier d ORDER BY d.id DESC LIMIT 1), ended_day = 3 WHERE id = (SELECT MIN(id) FROM dossier)`,
		`DELETE FROM dossier WHERE id = (SELECT MAX(id) FROM dossier)`,
		`UPDATE dossier SET id = 5 WHERE id = (SELECT MAX(id) FROM dossier)`,
		`DELETE FROM tally WHERE bucket < 9999`,
		`DELETE FROM work WHERE id > (SELECT MIN(id) FROM work)`,
		`UPDATE work SET id = 5`,
		`DELETE FROM search WHERE term LIKE '-%'`,
		`UPDATE search SET term = 'khac' WHERE id = (SELECT MIN(id) FROM search) AND term LIKE '09%'`,
		`UPDATE tally SET bucket = bucket + 1 WHERE bucket BETWEEN 100000 AND 999999 AND bucket = (SELECT MAX(bucket) FROM tally WHERE bucket < 1000000)`,
	} {
		run(q)
	}
	if r, err := s.Verify(t.Context(), nil); err != nil || r.Found == 0 {
		t.Fatalf("verify before: %+v, %v", r, err)
	}
	if r, err = s.Rebuild(t.Context(), nil); err != nil || r.States < 4 || r.Counts == 0 || r.Terms != 1 || r.Broken != 0 {
		t.Fatalf("rebuild: %+v, %v", r, err)
	}
	after := sound(t, s)
	if after.Units[0].Head != before.Units[0].Head {
		t.Error("a rebuild changed the ledger")
	}
	if r, err = s.Rebuild(t.Context(), nil); err != nil || !r.Equal() {
		t.Fatalf("a second rebuild: %+v, %v", r, err)
	}
	// A ledger that has lost entries is not folded: what it told of would be lost too.
	run(`UPDATE unit SET size = size + 1`)
	_, err = s.Rebuild(t.Context(), nil)
	if f, ok := fault.Of(err); !ok || f.Key != "store.ledger_incomplete" {
		t.Fatalf("an incomplete ledger: %v", err)
	}
	run(`UPDATE unit SET size = size - 1`)
	sound(t, s)
	// An entry that does not fold is left to Verify; the rest is still put right.
	run(`UPDATE entry SET body = salt WHERE pos = 0`)
	run(`DELETE FROM tally`)
	if r, err = s.Rebuild(t.Context(), nil); err != nil || r.Broken != 1 || r.Counts == 0 {
		t.Fatalf("with a damaged entry: %+v, %v", r, err)
	}
	if r, _ := s.Verify(t.Context(), nil); r.Faults[0].Key != "store.verify_act" || arg(r.Faults[0].Args, "pos") != int64(0) {
		t.Errorf("verify after: %v", r.Faults)
	}
}

// healed: what a writer remembers of its last acts does not outlive a rebuild by another
// program.
func healed(t *testing.T, b Backend) {
	o := NewOffice(t, 22)
	one, opt := Open(t, b, o)
	raw := b.Raw(t, opt)
	opt.Rand = NewChance(23)
	two := reopen(t, opt)
	r := o.Receive()
	must(t, one, o.Act(Unit, o.ID(), r))
	if _, err := raw.Exec(`DELETE FROM tally`); err != nil {
		t.Fatal(err)
	}
	must(t, two, o.Act(Unit, o.ID(), r)) // now two remembers counts that lack the first dossier
	if rep, err := one.Rebuild(t.Context(), nil); err != nil || rep.Counts == 0 {
		t.Fatalf("rebuild: %+v, %v", rep, err)
	}
	must(t, two, o.Act(Unit, o.ID(), r))
	must(t, one, o.Act(Unit, o.ID(), r))
	sound(t, one)
}
