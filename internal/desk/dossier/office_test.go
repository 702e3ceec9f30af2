package dossier_test

import (
	"errors"
	"sync"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/workflow"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/locale"
)

// reporter is what *testing.T and *rapid.T share.
type reporter interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
	Error(...any)
	Fatal(...any)
}

// office is a dossier under test with the shipped calendar and workflow.
type office struct {
	t        reporter
	env      dossier.Env
	s        dossier.State
	entries  []ledger.Entry
	sentence *locale.Sentences
}

var shipped = sync.OnceValues(func() (office, error) {
	var o office
	var bad [3][]datafile.Problem
	o.env.Calendar, bad[0] = calendar.Load(data.FS)
	o.env.Workflow, bad[1] = workflow.Load(data.FS)
	o.sentence, bad[2] = locale.Load(data.FS)
	for _, p := range bad[:2] { // other areas' sentences are their tests' business
		if len(p) > 0 {
			return o, errors.New(p[0].String())
		}
	}
	return o, nil
})

func newOffice(t reporter) *office {
	o, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	o.t = t
	return &o
}

const unit = "H50.31.02"

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, calendar.Zone)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func promise() dossier.Promise {
	return dossier.Promise{Procedure: "1.001193", Version: "1.001193-2024", Field: "Hộ tịch", Level: dossier.LevelFull,
		Limit:           calendar.Limit{Value: 3, Unit: calendar.WorkingDay},
		SupplementLimit: calendar.Limit{Value: 7, Unit: calendar.WorkingDay}}
}

func papers() []dossier.Component {
	return []dossier.Component{
		{Name: "Tờ khai đăng ký khai sinh", Copies: 1},
		{Name: "Giấy chứng sinh", Copies: 1, Reusable: true},
		{Name: "Thẻ căn cước", ShownOnly: true},
	}
}

func submit() dossier.Submit {
	return dossier.Submit{Promise: promise(), Channel: dossier.Online, Applicant: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử"},
		Components: papers(), Typist: dossier.TypedByCitizen, EID: true}
}

func receive() dossier.Receive {
	return dossier.Receive{Code: "H50.31.02-240311-0001", Promise: promise(), Channel: dossier.Counter,
		Applicant: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử"}, Components: papers(), Typist: dossier.TypedByOfficerInternal}
}

// receiveFiled takes in what was submitted online.
func receiveFiled() dossier.Receive {
	return dossier.Receive{Code: "H50.31.02-240311-0001", Promise: promise()}
}

var (
	askSupplement = dossier.AskSupplement{Missing: []string{"Giấy chứng sinh"}, Reason: "Thiếu bản chính"}
	settle        = dossier.Settle{Result: dossier.Result{Number: "15/KS", Paper: true, Electronic: true}}
	stop          = dossier.Stop{Reason: "Người nộp yêu cầu rút", Document: "03/TB-UBND"}
	reject        = dossier.Reject{Reason: "Không thuộc thẩm quyền"}
	proposes      = dossier.Propose{Proposal: dossier.Proposal{To: "ld-01", What: "settle", Paper: true}}
	issues        = dossier.Issue{Form: "tt-03-2025/01", Number: "12/TTPVHCC", About: 1, Signer: "cb-01"}
	continues     = dossier.Continue{Reply: "04/UBND"}
)

// role that may do a command in the ordinary course.
func roleOf(c dossier.Command) access.Role {
	switch c.(type) {
	case dossier.Submit:
		return access.System
	case dossier.Accept, dossier.RaiseObligation, dossier.MeetObligation, dossier.Propose:
		return access.Specialist
	case dossier.Extend, dossier.Apologise, dossier.Settle, dossier.Continue, dossier.Decline:
		return access.Leader
	case dossier.AskWithdraw, dossier.Rate:
		return access.Citizen
	}
	return access.Clerk
}

// try asks for a command without recording anything.
func (o *office) try(when string, c dossier.Command) ([]dossier.Event, error) {
	role := roleOf(c)
	_, asks := c.(dossier.AskSupplement)
	_, stops := c.(dossier.Stop)
	if asks && o.s.IntakeAsks+o.s.Supplements > 0 {
		return o.as(access.Leader, at(when), c)
	}
	if o.s.Status == dossier.Processing && (asks || stops) {
		role = access.Specialist
	}
	return o.as(role, at(when), c)
}

func (o *office) as(role access.Role, now time.Time, c dossier.Command) ([]dossier.Event, error) {
	env := o.env
	env.Now, env.Actor = now, access.Actor{ID: "cb-01", Role: role}
	if env.Recorded.IsZero() {
		env.Recorded = now
	}
	return dossier.Decide(env, &o.s, c)
}

// do records a command that must be lawful.
func (o *office) do(when string, c dossier.Command) *office {
	o.t.Helper()
	events, err := o.try(when, c)
	if err != nil {
		o.t.Fatalf("%s %s: %v", when, dossier.Name(c), err)
	}
	o.record(at(when), events)
	return o
}

func (o *office) record(now time.Time, events []dossier.Event) {
	o.t.Helper()
	for _, ev := range events {
		e := ledger.Entry{Unit: unit, Pos: int64(len(o.entries)), Subject: ledger.Subject{Kind: dossier.SubjectKind, ID: 7},
			Seq: o.s.Seq + 1, Kind: ev.Kind, Happened: now, Recorded: now, Actor: "cb-01",
			Corrects: ev.Corrects, Version: ev.Version, Body: ev.Body}
		if err := dossier.Apply(&o.s, &e); err != nil {
			o.t.Fatalf("apply %s: %v", ev.Kind, err)
		}
		o.entries = append(o.entries, e)
	}
}

// refused checks that a command is refused for the given reason, with a Vietnamese sentence.
func (o *office) refused(when string, c dossier.Command, key string) *office {
	o.t.Helper()
	_, err := o.try(when, c)
	o.reason(err, key)
	return o
}

func (o *office) reason(err error, key string) {
	o.t.Helper()
	f, ok := fault.Of(err)
	if !ok || key != "" && f.Key != key {
		o.t.Errorf("refusal is %v, want %s", err, key)
		return
	}
	said := o.sentence.Error("vi", err)
	if f.Kind == fault.Internal || said == f.Key || len(locale.Places(said)) > 0 {
		o.t.Errorf("refusal %v reads %q", err, said)
	}
}

// due checks the legal due date.
func (o *office) due(want string) *office {
	o.t.Helper()
	if got := o.s.LegalDue.In(calendar.Zone).Format("2006-01-02 15:04"); got != want {
		o.t.Errorf("legal due %s, want %s", got, want)
	}
	return o
}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}
