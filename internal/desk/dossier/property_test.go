package dossier_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// TestRandomLives: whatever lawful acts follow one another, at whatever instants and with
// whatever period, the invariants of a dossier hold after each of them.
func TestRandomLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := newOffice(t)
		now := at("2023-12-20 07:00").Add(time.Duration(rapid.IntRange(0, 60*24*60).Draw(t, "start")) * time.Minute)
		p := promise()
		p.Limit = drawLimit(t)
		if rapid.Bool().Draw(t, "no supplement limit") {
			p.SupplementLimit = calendar.Limit{}
		}
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			step(t, o, now, p)
			now = now.Add(time.Duration(rapid.IntRange(0, 4*24*60).Draw(t, "pause")) * time.Minute)
		}
		var again dossier.State
		for i := range o.entries {
			if err := dossier.Apply(&again, &o.entries[i]); err != nil {
				t.Fatal(err)
			}
		}
		if d := cmp.Diff(o.s, again); d != "" {
			t.Fatalf("fold differs from the state step by step: %s", d)
		}
	})
}

func drawLimit(t *rapid.T) calendar.Limit {
	u := rapid.SampledFrom([]calendar.Unit{calendar.WorkingHour, calendar.Hour, calendar.SameDay, calendar.WorkingDay, calendar.CalendarDay, calendar.Month}).Draw(t, "unit")
	l := calendar.Limit{Value: rapid.IntRange(1, 20).Draw(t, "value"), Unit: u}
	if u == calendar.SameDay {
		l.Value = 0
	}
	if u == calendar.Month {
		l.Value = 1 + l.Value%3
	}
	l.Cutoff = rapid.SampledFrom([]calendar.Cutoff{calendar.NoCutoff, calendar.LastHour, "15:00"}).Draw(t, "cutoff")
	return l
}

// step tries a random command that the table knows from here; refusals are fine, what is
// allowed is recorded and checked.
func step(t *rapid.T, o *office, now time.Time, p dossier.Promise) {
	rows := o.env.Workflow.Next(uint8(o.s.Status), "")
	if len(rows) == 0 {
		return
	}
	row := rapid.SampledFrom(rows).Draw(t, "row")
	c := commandFor(row.Command, o)
	switch k := c.(type) {
	case dossier.Submit:
		k.Promise = p
		c = k
	case dossier.Receive:
		k.Promise = p
		c = k
	case dossier.Supply:
		k.Promise = p
		c = k
	case dossier.AskSupplement:
		k.LeaderReason = rapid.SampledFrom([]string{"", "Tờ trình 12"}).Draw(t, "leader")
		c = k
	case dossier.Extend:
		k.NewDue = now.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "later")) * 24 * time.Hour)
		c = k
	case dossier.Apologise:
		k.NewDue = now.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "later")) * 24 * time.Hour)
		c = k
	case dossier.Digitize:
		k.Components = []int{rapid.IntRange(0, 3).Draw(t, "paper")}
		c = k
	}
	events, err := o.as(rapid.SampledFrom(row.Roles).Draw(t, "role"), now, c)
	if err != nil {
		return
	}
	before := o.s
	o.record(now, events)
	invariants(t, o, before, now)
}

func invariants(t *rapid.T, o *office, before dossier.State, now time.Time) {
	s := &o.s
	received := !s.ReceivedAt.IsZero()
	ended := received && (s.Status == dossier.Stopped || s.Status == dossier.Settled || s.Status == dossier.Returned)
	if ended == s.EndedAt.IsZero() {
		t.Fatalf("status %d, received %v, ended at %v", s.Status, received, s.EndedAt)
	}
	if !before.EndedAt.IsZero() && !before.EndedAt.Equal(s.EndedAt) {
		t.Fatal("the end moved")
	}
	if !before.ReceivedAt.IsZero() && (!before.ReceivedAt.Equal(s.ReceivedAt) || before.Code != s.Code || !before.FirstDue.Equal(s.FirstDue)) {
		t.Fatal("receipt, code or first date changed")
	}
	runs := received && (s.Status == dossier.Received || s.Status == dossier.Processing)
	if runs == s.RunningFrom.IsZero() {
		t.Fatalf("status %d, clock runs from %v", s.Status, s.RunningFrom)
	}
	if runs && (s.LegalDue.IsZero() || s.Appointment.IsZero() || !s.PausedAt.IsZero()) {
		t.Fatalf("a running clock without a due date: %+v", s)
	}
	waiting := received && s.Status == dossier.Supplement
	if waiting && !s.LegalDue.IsZero() {
		t.Fatal("a due date while a supplement is waited for")
	}
	if most := o.env.Calendar.WorkingMinutes(s.ReceivedAt, now); received && s.ElapsedNet > most || s.ElapsedNet < before.ElapsedNet {
		t.Fatalf("charged %d of %d working minutes, before %d", s.ElapsedNet, most, before.ElapsedNet)
	}
	if r := dossier.Clock(s, now, o.env.Calendar); r.Elapsed < 0 || r.Paused < 0 || received && r.Elapsed+r.Paused > o.env.Calendar.WorkingMinutes(s.ReceivedAt, now) {
		t.Fatalf("clock reads %+v", r)
	}
	if s.IntakeAsks+s.Supplements > 2 || s.Extensions > 1 {
		t.Fatal("asked or extended too often")
	}
	spans(t, s, runs)
	roundTrip(t, s)
	for i := range before.Late {
		if i < len(s.Late)-1 && before.Late[i] != s.Late[i] {
			t.Fatal("a closed late span changed")
		}
	}
}

// spans checks that late spans are in order, never overlap, never are empty, and that one is
// open exactly while the clock runs; and that the classes they give agree with the dates.
func spans(t *rapid.T, s *dossier.State, runs bool) {
	var free calendar.Date
	for i, l := range s.Late {
		open := l.To == 0
		if l.From < free || !open && l.To <= l.From || open && (i != len(s.Late)-1 || !runs) {
			t.Fatalf("late spans %v", s.Late)
		}
		free = l.To
	}
	if runs && (len(s.Late) == 0 || s.Late[len(s.Late)-1].To != 0) {
		t.Fatal("no late span is open while the clock runs")
	}
	if s.EndedAt.IsZero() || s.Status == dossier.Stopped || len(s.Late) > 1 {
		return
	}
	// Of a life with one period, some late day before the end means late, and none means not,
	// unless it ended on the first day after the due date.
	due, end := calendar.DateOf(s.LegalDue), calendar.DateOf(s.EndedAt)
	if late := s.Outcome() == dossier.Late; late != (due < end) || len(s.Late) == 1 && !late && s.Supplements == 0 {
		t.Fatalf("outcome %s, due %s, end %s, late %v", s.Outcome(), due, end, s.Late)
	}
}

func roundTrip(t *rapid.T, s *dossier.State) {
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back dossier.State
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	back.ID, back.Unit, back.Seq = s.ID, s.Unit, s.Seq
	if d := cmp.Diff(*s, back); d != "" {
		t.Fatalf("state does not survive storing: %s", d)
	}
}

// TestSameLifeSameBytes: deciding is a function; the demo's bytes depend on it.
func TestSameLifeSameBytes(t *testing.T) {
	var bodies [2]string
	for i := range bodies {
		o := newOffice(t)
		underway(o)
		yes := true
		o.do("2024-03-12 08:00", dossier.Correct{Seq: 1, Reason: "Ghi nhầm", EID: &yes, Digitized: map[int]bool{1: true, 0: true}})
		for _, e := range o.entries {
			bodies[i] += string(e.Body)
		}
	}
	if bodies[0] != bodies[1] {
		t.Errorf("%s\n%s", bodies[0], bodies[1])
	}
}
