package desk_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
)

const (
	unit    = "H50.31.02"
	birth   = "1.001193"
	recheck = 3 // how often the memory journal runs each act: Run must be re-runnable
)

var shipped = sync.OnceValues(func() (*catalog.Catalog, error) {
	cat, problems := catalog.Open(data.FS)
	if len(problems) > 0 {
		return nil, errors.New(problems[0].String())
	}
	return cat, nil
})

func open(t *testing.T) (*desk.Desk, *memory) {
	t.Helper()
	cat, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	m := &memory{now: at("2024-06-03 12:00"), states: map[ledger.ID]dossier.State{}, series: map[string]int{}, items: map[ledger.ID]register.Item{}, known: map[string][]byte{}}
	d := desk.New(cat, m)
	d.Kinds = books()
	return d, m
}

func mustCatalog() *catalog.Catalog {
	cat, err := shipped()
	if err != nil {
		panic(err)
	}
	return cat
}

var books = sync.OnceValue(func() *register.Kinds {
	kinds, problems := register.LoadKinds(data.FS)
	if len(problems) > 0 {
		panic(problems[0].String())
	}
	return kinds
})

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Zone)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func order(key string, id ledger.ID, when string, role access.Role, c dossier.Command) desk.Order {
	return desk.Order{Unit: unit, Dossier: id, Key: key, Actor: access.Actor{ID: "cb-01", Role: role}, Happened: at(when), Procedure: birth, Command: c, Why: "Mất mạng"}
}

func receive() dossier.Receive {
	return dossier.Receive{Channel: dossier.Counter, Applicant: dossier.Applicant{Name: "Nguyễn Thị Thử"},
		Components: []dossier.Component{{Name: "Tờ khai", Copies: 1}}}
}

func do(t *testing.T, d *desk.Desk, o desk.Order) desk.Answer {
	t.Helper()
	a, err := d.Do(context.Background(), o)
	if err != nil {
		t.Fatalf("%s: %v", o.Key, err)
	}
	return a
}

// TestReceive: the desk promises by the catalogue and allots codes without gaps, starting
// again every day (TT 03/2025 Đ13).
func TestReceive(t *testing.T) {
	d, m := open(t)
	want := map[string]string{"a": "H50.31.02-240603-0001", "b": "H50.31.02-240603-0002", "d": "H50.31.02-240604-0001"}
	a := do(t, d, order("a", 1, "2024-06-03 08:00", access.Clerk, receive()))
	refused := order("c", 9, "2024-06-03 08:05", access.Citizen, receive())
	if _, err := d.Do(context.Background(), refused); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a citizen receives: %v", err)
	}
	b := do(t, d, order("b", 2, "2024-06-03 08:10", access.Clerk, receive()))
	m.now = at("2024-06-04 09:00")
	c := do(t, d, order("d", 3, "2024-06-04 08:10", access.Clerk, receive()))
	for key, got := range map[string]desk.Answer{"a": a, "b": b, "d": c} {
		if got.Code != want[key] || got.Status != dossier.Received || got.Appointment.IsZero() {
			t.Errorf("%s: %+v, want code %s", key, got, want[key])
		}
	}
	cat, _ := shipped()
	p, err := cat.Promise(unit, birth, calendar.DateOf(at("2024-06-03 08:00")))
	if err != nil {
		t.Fatal(err)
	}
	s := m.states[1]
	if s.Limit != p.Limit || s.Version != p.Version || s.Field != p.Field || s.Level != dossier.LevelPartial || s.ID != 1 {
		t.Errorf("promise %+v, kept %+v", p, s)
	}
	if again := do(t, d, order("a", 1, "2024-06-03 08:00", access.Clerk, receive())); again != a || len(m.entries) != 3 {
		t.Errorf("a repeat got %+v and left %d entries", again, len(m.entries))
	}
}

// TestOnlineBecomesReceived: code and promise are the desk's on the day of receipt, through
// a supplement too; a code that came with the dossier is kept.
func TestOnlineBecomesReceived(t *testing.T) {
	d, m := open(t)
	submit := dossier.Submit{Channel: dossier.Online, Applicant: dossier.Applicant{Name: "Nguyễn Thị Thử"}, EID: true, Typist: dossier.TypedByCitizen}
	ask := dossier.AskSupplement{Missing: []string{"Tờ khai"}, Reason: "Thiếu"}
	do(t, d, order("1", 1, "2024-06-03 07:30", access.System, submit))
	do(t, d, order("2", 1, "2024-06-03 08:00", access.Clerk, ask))
	if a := do(t, d, order("3", 1, "2024-06-03 09:00", access.Clerk, dossier.Supply{})); a.Code != "H50.31.02-240603-0001" || a.Status != dossier.Received {
		t.Errorf("%+v", a)
	}
	do(t, d, order("4", 2, "2024-06-03 07:30", access.System, submit))
	r := dossier.Receive{Code: "000.00.06.H56-240603-0361"}
	if a := do(t, d, order("5", 2, "2024-06-03 09:00", access.Clerk, r)); a.Code != r.Code {
		t.Errorf("%+v", a)
	}
	if s := m.states[1]; s.Channel != dossier.Online || !s.EID || s.Limit.Unit == "" {
		t.Errorf("%+v", s)
	}
}

// TestRejectedIsNoReceipt: a rejection leaves a record and uses up no code.
func TestRejectedIsNoReceipt(t *testing.T) {
	d, m := open(t)
	a := do(t, d, order("1", 1, "2024-06-03 08:00", access.Clerk, dossier.Reject{Reason: "Không thuộc thẩm quyền"}))
	s := m.states[1]
	if a.Status != dossier.Rejected || a.Code != "" || !s.ReceivedAt.IsZero() || s.Procedure != birth {
		t.Errorf("%+v %+v", a, s)
	}
	if b := do(t, d, order("2", 2, "2024-06-03 08:01", access.Clerk, receive())); !strings.HasSuffix(b.Code, "-0001") {
		t.Errorf("a rejection used a code up: %s", b.Code)
	}
}

func TestRefusals(t *testing.T) {
	d, m := open(t)
	good := order("k", 1, "2024-06-03 08:00", access.Clerk, receive())
	for key, spoil := range map[string]func(*desk.Order){
		"desk.no_unit":             func(o *desk.Order) { o.Unit = "" },
		"desk.no_dossier":          func(o *desk.Order) { o.Dossier = 0 },
		"desk.no_key":              func(o *desk.Order) { o.Key = "" },
		"desk.no_instant":          func(o *desk.Order) { o.Happened = time.Time{} },
		"desk.future":              func(o *desk.Order) { o.Happened = at("2024-06-03 12:03") },
		"desk.not_found":           func(o *desk.Order) { o.Command = dossier.Settle{} },
		"access.no_actor":          func(o *desk.Order) { o.Actor.ID = "" },
		"dossier.no_procedure":     func(o *desk.Order) { o.Procedure = "" },
		"catalog.unknown_unit":     func(o *desk.Order) { o.Unit = "H99" },
		"procedure.unknown":        func(o *desk.Order) { o.Procedure = "1.999999" },
		"dossier.no_applicant":     func(o *desk.Order) { o.Command = dossier.Receive{Channel: dossier.Counter} },
		"dossier.code_malformed":   func(o *desk.Order) { o.Command = dossier.Receive{Channel: dossier.Counter, Code: "1"} },
		"workflow.role":            func(o *desk.Order) { o.Actor.Role = access.Leader },
		"workflow.unknown_command": func(o *desk.Order) { o.Command = nil; o.Dossier = 5 },
	} {
		o := good
		spoil(&o)
		if key == "workflow.unknown_command" {
			m.states[5] = dossier.State{ID: 5, Status: dossier.Received, Seq: 1}
		}
		for _, err := range []error{second(d.Do(context.Background(), o)), (<-d.Submit(context.Background(), o)).Err} {
			if f, ok := fault.Of(err); !ok || f.Key != key {
				t.Errorf("%v, want %s", err, key)
			}
		}
	}
	if len(m.entries) > 0 || len(m.series) > 0 {
		t.Error("a refused order left a trace")
	}
}

func second(_ desk.Answer, err error) error { return err }

// TestSubmit: the next order of a dossier may be given before the first is acknowledged.
func TestSubmit(t *testing.T) {
	d, m := open(t)
	m.now = at("2024-06-03 08:20")
	first := d.Submit(context.Background(), order("1", 1, "2024-06-03 08:00", access.Clerk, receive()))
	then := d.Submit(context.Background(), order("2", 1, "2024-06-03 08:10", access.Specialist, dossier.Accept{Holder: "cb-02"}))
	for i, ch := range []<-chan desk.Result{first, then} {
		r := <-ch
		a, err := r.Receipt.Dossier()
		if r.Err != nil || err != nil || a.ID != 1 || a.Status != dossier.Status(2+2*i) {
			t.Errorf("order %d: %+v %+v %v", i+1, a, r, err)
		}
	}
	if s := m.states[1]; s.LateEntries != 1 {
		t.Errorf("20 minutes of lag marked %d times, 10 minutes must not be", s.LateEntries)
	}
}

func limit(days int) calendar.Limit {
	return calendar.Limit{Value: days, Unit: calendar.WorkingDay}
}
