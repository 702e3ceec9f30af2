package process_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/process"
)

var day = calendar.MakeDate(2026, 11, 23)

func shipped(t testing.TB) (*process.Set, *calendar.Calendar) {
	t.Helper()
	s, problems := process.Load(data.FS)
	cal, more := calendar.Load(data.FS)
	for _, p := range append(problems, more...) {
		t.Fatal(p)
	}
	return s, cal
}

// §2.10: hours of the steps add up to the legal period with 8 h a working day, whatever the
// period; the example of 21 days keeps its published hours.
func TestPlan(t *testing.T) {
	s, _ := shipped(t)
	p := s.For("1.001193", calendar.Limit{Value: 21, Unit: calendar.WorkingDay}, day)
	want := []int{4 * 60, 4 * 60, 112 * 60, 24 * 60, 24 * 60, 0}
	for i, m := range p.Minutes {
		if m != want[i] {
			t.Errorf("step %s: %d minutes, want %d", p.Process.Steps[i].ID, m, want[i])
		}
	}
	if own := s.For("2.000815", calendar.Limit{Value: 1, Unit: calendar.SameDay}, day); own.Process.ID != "chung-thuc" || own.Minutes[0] != 120 {
		t.Errorf("chứng thực follows %s with %v", own.Process.ID, own.Minutes)
	}
	if none := s.For("1.001193", calendar.Limit{Value: 3, Unit: calendar.WorkingDay}, calendar.MakeDate(2020, 12, 31)); none.Process != nil {
		t.Error("a process before it was in force")
	}
	units := []calendar.Unit{calendar.WorkingHour, calendar.Hour, calendar.WorkingDay, calendar.CalendarDay, calendar.Month}
	rapid.Check(t, func(t *rapid.T) {
		l := calendar.Limit{Value: rapid.IntRange(1, 400).Draw(t, "value"), Unit: rapid.SampledFrom(units).Draw(t, "unit")}
		p := s.For("x", l, day)
		sum := 0
		for i, m := range p.Minutes {
			if sum += m; (m > 0) != (p.Process.Steps[i].Hours > 0) {
				t.Fatalf("step %d has %d minutes of %d hours", i, m, p.Process.Steps[i].Hours)
			}
		}
		if sum != p.Total || p.Total != process.Minutes(l) {
			t.Fatalf("%s: steps have %d of %d minutes", l.Print(), sum, p.Total)
		}
	})
}

func at(hour, minute int) time.Time { return day.At(hour, minute) }

// A dossier stays in the steps that its entries begin; waiting for the applicant is charged to
// nobody, a step that comes back goes on counting, and an overrun is told.
func TestFollow(t *testing.T) {
	s, cal := shipped(t)
	p := s.For("1.001193", calendar.Limit{Value: 1, Unit: calendar.WorkingDay}, day) // 11, 11, 322, 68, 68 minutes
	stays := p.Follow(cal, []process.Move{
		{Kind: "dossier.received", At: at(8, 0)},
		{Kind: "dossier.transferred", At: at(8, 10), Role: access.Leader},
		{Kind: "dossier.digitized", At: at(8, 12)},
		{Kind: "dossier.transferred", At: at(8, 15), Role: access.Specialist},
		{Kind: "dossier.accepted", At: at(8, 20)},
		{Kind: "dossier.supplement_asked", At: at(8, 50)},
		{Kind: "dossier.supplied", At: at(10, 0)},
		{Kind: "dossier.transferred", At: at(10, 5), Role: access.Leader},
		{Kind: "dossier.proposed", At: at(10, 20)},
		{Kind: "dossier.declined", At: at(10, 30)},
		{Kind: "dossier.proposed", At: at(10, 40)},
	}, at(11, 25))
	type stay struct {
		step          string
		minutes, over int
		open          bool
	}
	want := []stay{{"reception", 10, 0, false}, {"assignment", 10, 0, false}, {"examination", 30, 0, false}, {"examination", 5, 0, false}, {"review", 15, 0, false},
		{"signature", 10, 0, false}, {"examination", 10, 0, false}, {"signature", 45, 0, true}}
	if len(stays) != len(want) {
		t.Fatalf("%d stays: %+v", len(stays), stays)
	}
	for i, w := range want {
		got := stay{p.Process.Steps[stays[i].Step].ID, stays[i].Minutes, stays[i].Over, stays[i].To.IsZero()}
		if got != w {
			t.Errorf("stay %d: %+v, want %+v", i, got, w)
		}
	}
	late := p.Follow(cal, []process.Move{{Kind: "dossier.received", At: at(8, 0)}}, at(9, 0))
	if len(late) != 1 || late[0].Over != 60-p.Minutes[0] {
		t.Errorf("an hour at reception: %+v of %d", late, p.Minutes[0])
	}
	paused := p.Follow(cal, []process.Move{{Kind: "dossier.received", At: at(8, 0)}, {Kind: "dossier.accepted", At: at(8, 1)}, {Kind: "dossier.obligation_raised", At: at(8, 2)}}, at(16, 0))
	if n := len(paused); n != 2 || !paused[1].Paused || paused[1].Minutes != 1 {
		t.Errorf("waiting for a payment: %+v", paused)
	}
	done := p.Follow(cal, []process.Move{{Kind: "dossier.received", At: at(8, 0)}, {Kind: "dossier.settled", At: at(9, 0)}, {Kind: "dossier.returned", At: at(14, 0)}}, at(16, 0))
	if n := len(done); n != 2 || done[1].Over != 0 || done[1].To != at(14, 0) {
		t.Errorf("handing over has no time: %+v", done)
	}
	if (process.Plan{}).Follow(cal, nil, at(9, 0)) != nil {
		t.Error("no process has stays")
	}
}

// TestBustedProcesses: what is wrong is named with file and line.
func TestBustedProcesses(t *testing.T) {
	good := "id = \"a\"\ntitle = \"A\"\nvalid_from = \"2021-01-01\"\nlaw = \"L\"\nmark = \"design\"\nscaled = true\n[[step]]\nid = \"s\"\ntitle = \"S\"\nrole = \"clerk\"\nhours = 8\nbegins = [\"dossier.received\"]\n"
	for name, src := range map[string]string{
		"no law":            strings.Replace(good, `law = "L"`, `law = ""`, 1),
		"no day":            strings.Replace(good, `valid_from = "2021-01-01"`, "", 1),
		"days reversed":     strings.Replace(good, `law = "L"`, "law = \"L\"\nvalid_to = \"2020-01-01\"", 1),
		"mark unknown":      strings.Replace(good, `mark = "design"`, `mark = "x"`, 1),
		"neither share":     strings.Replace(good, "scaled = true", "", 1),
		"hours off":         strings.Replace(good, "scaled = true", `limit = { value = 2, unit = "working_day" }`, 1),
		"limit malformed":   strings.Replace(good, "scaled = true", `limit = { value = 2, unit = "year" }`, 1),
		"no hours":          strings.Replace(good, "hours = 8", "hours = 0", 1),
		"role of a citizen": strings.Replace(good, `role = "clerk"`, `role = "citizen"`, 1),
		"begins with none":  strings.Replace(good, `begins = ["dossier.received"]`, "", 1),
		"key unknown":       good + "colour = 1\n",
	} {
		_, problems := process.Load(fstest.MapFS{"processes/a.toml": {Data: []byte(src)}})
		if len(problems) == 0 || problems[0].File != "processes/a.toml" {
			t.Errorf("%s: %v", name, problems)
		}
	}
	_, problems := process.Load(fstest.MapFS{"processes/a.toml": {Data: []byte(good)}, "processes/b.toml": {Data: []byte(strings.Replace(good, `id = "a"`, `id = "b"`, 1))}})
	if len(problems) != 1 {
		t.Errorf("two general processes at once: %v", problems)
	}
	s, problems := process.Load(fstest.MapFS{"processes/a.toml": {Data: []byte(strings.Replace(good, `law = "L"`, "law = \"L\"\nprocedures = [\"9\"]", 1))}})
	if len(problems) != 0 || len(s.CheckProcedures(func(string) bool { return false })) != 1 {
		t.Errorf("a procedure that nobody knows: %v", problems)
	}
}
