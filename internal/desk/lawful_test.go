package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/desktest"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
)

// commands that officers give.
var commands = []string{"receive", "reject", "accept", "transfer", "ask_supplement", "supply", "raise_obligation", "meet_obligation", "ask_withdraw",
	"stop", "continue", "extend", "apologise", "settle", "return", "digitize", "correct", "propose", "decline", "amend", "issue", "deliver",
	"attach", "detach", "file_result", "assess", "collect", "refund", "notify"}

// TestPossibleIsLawful: in random states and for people with random roles, what Possible
// lists is accepted with good fields, what it does not list is refused whatever role the
// person takes, exactly one is primary when there is any, and none is listed twice.
func TestPossibleIsLawful(t *testing.T) {
	cat := mustCatalog()
	rapid.Check(t, func(t *rapid.T) {
		m := desktest.NewMemory()
		l := &lives{t: t, d: desk.New(cat, m), m: m, now: at("2024-06-03 08:00"), id: 1}
		if rapid.Bool().Draw(t, "online") {
			l.file()
		}
		for range rapid.IntRange(1, 14).Draw(t, "acts") {
			who := l.person()
			s := l.state()
			list := l.d.Possible(s, who, l.now)
			l.check(who, s, list)
			if len(list) > 0 {
				l.take(who, s, rapid.SampledFrom(list).Draw(t, "act"))
			}
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 36*60).Draw(t, "minutes")) * time.Minute)
		}
	})
}

// lives is one dossier on its way.
type lives struct {
	t    *rapid.T
	d    *desk.Desk
	m    *desktest.Memory
	now  time.Time
	id   dossier.ID
	keys int
}

func (l *lives) state() *dossier.State {
	if s, _ := l.m.State(l.id); s != nil {
		return s
	}
	return &dossier.State{}
}

func (l *lives) person() *access.Person {
	p := &access.Person{ID: rapid.SampledFrom([]string{"cb-01", "cb-02", "cm-09", "ld-of-cb-01"}).Draw(l.t, "who"), Unit: unit}
	for _, r := range []access.Role{access.Clerk, access.Specialist, access.Leader, access.Reporter} {
		if rapid.Bool().Draw(l.t, string(r)) {
			p.Roles = append(p.Roles, r)
		}
	}
	if l.state().Seq == 0 {
		return p // the field comes with the receipt
	}
	for _, r := range p.Roles {
		if fields := rapid.SampledFrom([][]string{nil, nil, {"Hộ tịch"}, {"Chứng thực", "Đất đai"}}).Draw(l.t, string(r)+" of"); fields != nil {
			if p.Scope == nil {
				p.Scope = map[access.Role][]string{}
			}
			p.Scope[r] = fields
		}
	}
	return p
}

func (l *lives) order(who *access.Person, role access.Role, c dossier.Command) desk.Order {
	l.keys++
	o := desk.Order{Unit: unit, Dossier: l.id, Key: fmt.Sprint(l.keys), Actor: who.As(role), Happened: l.now, Procedure: birth, Command: c}
	if role != access.System {
		o.Who = who
	}
	return o
}

// file is a dossier from the portal, sometimes with a paper that is not there.
func (l *lives) file() {
	o := l.order(&access.Person{ID: "cong-dvc"}, access.System, dossier.Submit{Channel: dossier.Online, Applicant: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử"}, Typist: dossier.TypedByCitizen,
		Components: []dossier.Component{{Name: "Tờ khai", Copies: 1, Born: true}, {Name: "Giấy chứng sinh", Copies: 1, Missing: rapid.Bool().Draw(l.t, "missing")}}})
	if _, err := l.d.Do(context.Background(), o); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lives) take(who *access.Person, s *dossier.State, p desk.Possible) {
	if _, err := l.d.Do(context.Background(), l.order(who, p.Role, l.good(who, s, p.Command))); err != nil {
		l.t.Fatalf("%s by %s is possible in %+v and refused: %v", p.Command, p.Role, s, err)
	}
}

func (l *lives) good(who *access.Person, s *dossier.State, name string) dossier.Command {
	return desktest.Good(mustCatalog().Calendar, s, name, who.ID, l.now)
}

func (l *lives) check(who *access.Person, s *dossier.State, list []desk.Possible) {
	primary, seen := 0, map[string]bool{}
	for _, p := range list {
		if p.Primary {
			primary++
		}
		if seen[p.Command] || !who.Has(p.Role) {
			l.t.Fatalf("%v for %v", list, who.Roles)
		}
		seen[p.Command] = true
		if err := l.dry(who, s, p.Command, p.Role); err != nil {
			l.t.Fatalf("%s by %s is possible in %+v and refused: %v", p.Command, p.Role, s, err)
		}
	}
	moves := slices.ContainsFunc(list, func(p desk.Possible) bool {
		row, err := mustCatalog().Workflow.FindWhen(uint8(s.Status), p.Command, p.Role, !s.ReceivedAt.IsZero())
		return err == nil && row.To != row.From && p.Command != "ask_withdraw" && p.Command != "reject"
	})
	if primary > 1 || moves && primary == 0 {
		l.t.Fatalf("%d primary of %v", primary, list)
	}
	for _, name := range commands {
		for _, role := range who.Roles {
			if seen[name] {
				continue
			}
			if err := l.dry(who, s, name, role); err == nil {
				l.t.Fatalf("%s by %s is not possible for %s and accepted in %+v", name, role, who.ID, s)
			} else if fault.Is(err, fault.Internal) {
				l.t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

var errDry = fault.New(fault.Unavailable, "desk.no_books")

// dry gives a command and takes everything back: the journal refuses to commit it.
func (l *lives) dry(who *access.Person, s *dossier.State, name string, role access.Role) error {
	d := desk.New(mustCatalog(), dry{l.m})
	_, err := d.Do(context.Background(), l.order(who, role, l.good(who, s, name)))
	if err == errDry {
		return nil
	}
	return err
}

// dry is a journal that runs acts and commits none.
type dry struct{ *desktest.Memory }

func (j dry) Do(ctx context.Context, a desk.Act) (desk.Receipt, error) {
	run := a.Run
	a.Run = func(tx desk.Tx) ([]byte, error) {
		if _, err := run(tx); err != nil {
			return nil, err
		}
		return nil, errDry
	}
	return j.Memory.Do(ctx, a)
}

// TestGoodKnowsAll: every command of the table that an officer may give is tried above.
func TestGoodKnowsAll(t *testing.T) {
	for _, row := range mustCatalog().Workflow.Rows {
		officers := slices.ContainsFunc(row.Roles, func(r access.Role) bool { return slices.Contains(access.Staff, r) })
		if officers && !slices.Contains(commands, row.Command) {
			t.Errorf("%s is not tried", row.Command)
		}
	}
}
