package desk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/process"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
)

// TestProcessesByArticle: the steps, roles and hours of the shipped processes are those of their
// articles; they add up to the period at eight hours a working day, and handing over has no time
// (one-stop-rules §2.10).
func TestProcessesByArticle(t *testing.T) {
	day := calendar.MakeDate(2026, 11, 23)
	type step struct {
		id    string
		role  access.Role
		hours int
	}
	for _, c := range []struct {
		law, procedure string
		limit          calendar.Limit
		id             string
		steps          []step
	}{
		{"QĐ 3857/QĐ-UBND Nghệ An: 21 ngày = 168 giờ", birth, calendar.Limit{Value: 21, Unit: calendar.WorkingDay}, "chung", []step{
			{"reception", access.Clerk, 4}, {"assignment", access.Leader, 4}, {"examination", access.Specialist, 112}, {"review", access.Leader, 24},
			{"signature", access.Leader, 24}, {"return", access.Clerk, 0}}},
		{"NĐ 23/2015 Đ7: trong ngày = 8 giờ", "2.000815", calendar.Limit{Value: 1, Unit: calendar.SameDay}, "chung-thuc", []step{
			{"reception", access.Clerk, 2}, {"examination", access.Specialist, 3}, {"signature", access.Leader, 3}, {"return", access.Clerk, 0}}},
	} {
		t.Run(c.law, func(t *testing.T) {
			plan := mustCatalog().Processes.For(c.procedure, c.limit, day)
			if plan.Process == nil || plan.Process.ID != c.id || plan.Process.Law == "" || plan.Total != process.Minutes(c.limit) {
				t.Fatalf("%+v", plan)
			}
			var got []step
			for i, s := range plan.Process.Steps {
				if plan.Minutes[i] != s.Hours*60 {
					t.Errorf("%s: %d minutes", s.ID, plan.Minutes[i])
				}
				got = append(got, step{s.ID, s.Role, s.Hours})
			}
			if !slices.Equal(got, c.steps) {
				t.Errorf("got %v, want %v", got, c.steps)
			}
		})
	}
}

// TestOverrunMovesNoDate: §2.10: a step that takes too long is told inside the office; neither
// the legal due date nor the appointment moves, however long each step took.
func TestOverrunMovesNoDate(t *testing.T) {
	cat := mustCatalog()
	d, m := open(t)
	m.now = at("2024-06-30 12:00")
	first := do(t, d, order("1", 1, "2024-06-03 08:00", access.Clerk, receive()))
	at3 := func(key, when string, role access.Role, who string, c dossier.Command) desk.Answer {
		o := order(key, 1, when, role, c)
		o.Actor.ID = who
		return do(t, d, o)
	}
	for _, a := range []desk.Answer{
		at3("2", "2024-06-04 16:00", access.Clerk, "cb-01", dossier.Transfer{To: "cm-01"}),
		at3("3", "2024-06-06 16:00", access.Specialist, "cm-01", dossier.Accept{}),
		at3("4", "2024-06-12 10:00", access.Specialist, "cm-01", dossier.Propose{Proposal: dossier.Proposal{To: "ld-01", What: "settle", Paper: true}}),
		at3("5", "2024-06-14 10:00", access.Leader, "ld-01", dossier.Decline{Reason: "Nêu rõ căn cứ"}),
		at3("6", "2024-06-18 10:00", access.Specialist, "cm-01", dossier.Propose{Proposal: dossier.Proposal{To: "ld-01", What: "settle", Paper: true}}),
	} {
		if !a.LegalDue.Equal(first.LegalDue) || !a.Appointment.Equal(first.Appointment) {
			t.Errorf("the date moved from %v to %v, %v", first.LegalDue, a.LegalDue, a.Appointment)
		}
	}
	s := m.states[1]
	plan := cat.Processes.For(birth, s.Limit, calendar.DateOf(s.ReceivedAt))
	var moves []process.Move
	for _, e := range m.entries {
		moves = append(moves, process.Move{Kind: e.Kind, At: e.Happened})
	}
	over := map[string]bool{}
	for _, stay := range plan.Follow(cat.Calendar, moves, at("2024-06-20 10:00")) {
		if stay.Over > 0 {
			over[plan.Process.Steps[stay.Step].ID] = true
		}
	}
	for _, step := range []string{"reception", "examination", "signature"} {
		if !over[step] {
			t.Errorf("the overrun of %s is not told: %v", step, over)
		}
	}
	if s.LegalDue.After(m.now.Add(-5*24*time.Hour)) || s.Class(calendar.DateOf(m.now)) != dossier.OpenOverdue {
		t.Errorf("due %v is %q", s.LegalDue, s.Class(calendar.DateOf(m.now)))
	}
}
