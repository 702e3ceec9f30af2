package procedure_test

import (
	"strings"
	"testing"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"pgregory.net/rapid"
)

func day(t *testing.T, s string) calendar.Date {
	t.Helper()
	if s == "" {
		return 0
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestForceBySightings(t *testing.T) {
	const april, november = "2025-04-30", "2026-11-22"
	type seen struct {
		on    string
		state procedure.State
	}
	both := func(a, b procedure.State) []seen { return []seen{{april, a}, {november, b}} }
	cases := []struct {
		name string
		seen []seen
		on   string
		want procedure.Force
		says string
	}{
		{"in both lists, between them", both("in_force", "in_force"), "2025-12-01", procedure.InForce, "30/04/2025"},
		{"in both lists, on the day of the first", both("in_force", "in_force"), april, procedure.InForce, "30/04/2025"},
		{"in both lists, on the day of the second", both("in_force", "in_force"), november, procedure.InForce, "22/11/2026"},
		{"before the first sighting nothing is known", both("in_force", "in_force"), "2025-04-29", procedure.Unknown, "trước đó chưa có nguồn"},
		{"after the last sighting", both("in_force", "in_force"), "2027-01-01", procedure.Likely, "chưa thấy văn bản bãi bỏ"},
		{"repealed on the day", both("in_force", "repealed"), november, procedure.NotInForce, "bãi bỏ"},
		{"repealed before", both("in_force", "repealed"), "2027-01-01", procedure.NotInForce, "bãi bỏ"},
		{"repealed some day between", both("in_force", "repealed"), "2025-12-01", procedure.Unknown, "chưa rõ hết hiệu lực"},
		{"in force, then repealed: on the day of the list", both("in_force", "repealed"), april, procedure.InForce, "30/04/2025"},
		{"inferred, later in force", both("likely", "in_force"), "2025-12-01", procedure.Likely, "suy luận"},
		{"inferred on the day", both("likely", "in_force"), april, procedure.Likely, "suy luận"},
		{"inferred, on the day of the later list", both("likely", "in_force"), november, procedure.InForce, "22/11/2026"},
		{"not listed, on the day", both("not_listed", "in_force"), april, procedure.NotInForce, "Không có trong danh mục"},
		{"not listed, added some day between", both("not_listed", "in_force"), "2025-12-01", procedure.Unknown, "chưa rõ thêm vào"},
		{"a sighting that settled nothing is passed over", both("in_force", "unknown"), "2025-12-01", procedure.Likely, "sau đó chưa thấy"},
		{"nothing settled", both("unknown", "unknown"), november, procedure.Unknown, "Chưa có nguồn"},
		{"no sighting", nil, november, procedure.Unknown, "Chưa có nguồn"},
		{"out of order in the file", []seen{{november, "in_force"}, {april, "in_force"}}, "2025-12-01", procedure.InForce, "30/04/2025"},
		{"in force, later inferred", both("in_force", "likely"), "2025-12-01", procedure.Likely, "có lẽ"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := procedure.Procedure{Versions: []procedure.Version{{ID: "a"}}}
			for _, s := range c.seen {
				p.Sightings = append(p.Sightings, procedure.Sighting{On: day(t, s.on), State: s.state})
			}
			got, why := p.Force(day(t, c.on))
			if got != c.want || !strings.Contains(why, c.says) {
				t.Errorf("got %s (%s), want %s saying %q", got, why, c.want, c.says)
			}
		})
	}
}

func TestForceByDates(t *testing.T) {
	cases := []struct {
		name     string
		versions [][2]string
		on       string
		want     procedure.Force
	}{
		{"on the first day", [][2]string{{"2025-07-01", ""}}, "2025-07-01", procedure.InForce},
		{"the day before", [][2]string{{"2025-07-01", ""}}, "2025-06-30", procedure.NotInForce},
		{"on the last day", [][2]string{{"2025-07-01", "2026-01-31"}}, "2026-01-31", procedure.InForce},
		{"the day after the last", [][2]string{{"2025-07-01", "2026-01-31"}}, "2026-02-01", procedure.NotInForce},
		{"in a gap", [][2]string{{"2024-01-01", "2024-06-30"}, {"2025-01-01", ""}}, "2024-09-01", procedure.NotInForce},
		{"second version", [][2]string{{"2024-01-01", "2024-06-30"}, {"2024-07-01", ""}}, "2024-07-01", procedure.InForce},
		{"only the end is known, after it", [][2]string{{"", "2024-06-30"}}, "2024-07-01", procedure.NotInForce},
		{"only the end is known, before it: the sightings decide", [][2]string{{"", "2024-06-30"}}, "2024-05-01", procedure.Unknown},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var p procedure.Procedure
			for _, v := range c.versions {
				p.Versions = append(p.Versions, procedure.Version{ID: v[0], ValidFrom: day(t, v[0]), ValidTo: day(t, v[1])})
			}
			if got, why := p.Force(day(t, c.on)); got != c.want || why == "" {
				t.Errorf("got %s (%s), want %s", got, why, c.want)
			}
		})
	}
}

// Once a procedure is surely repealed or surely listed on a day, no later knowledge of other
// days changes what is said of that day.
func TestForceOnTheDayOfASightingIsFinal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		states := rapid.SampledFrom([]procedure.State{"in_force", "likely", "not_listed", "repealed", "unknown"})
		days := rapid.SliceOfNDistinct(rapid.Int32Range(20000, 20020), 1, 5, rapid.ID).Draw(t, "days")
		var p procedure.Procedure
		for _, d := range days {
			p.Sightings = append(p.Sightings, procedure.Sighting{On: calendar.Date(d), State: states.Draw(t, "state")})
		}
		want := map[procedure.State]procedure.Force{"in_force": procedure.InForce, "likely": procedure.Likely,
			"not_listed": procedure.NotInForce, "repealed": procedure.NotInForce}
		for _, s := range p.Sightings {
			if w, ok := want[s.State]; ok {
				if got, why := p.Force(s.On); got != w {
					t.Fatalf("seen %s on %s, answered %s: %s", s.State, s.On, got, why)
				}
			}
		}
	})
}

func TestVersionOn(t *testing.T) {
	p := procedure.Procedure{Versions: []procedure.Version{
		{ID: "a", ValidTo: day(t, "2024-06-30")}, {ID: "b", ValidFrom: day(t, "2024-07-01")}}}
	for on, want := range map[string]string{"2020-01-01": "a", "2024-06-30": "a", "2024-07-01": "b", "2030-01-01": "b"} {
		if v := p.VersionOn(day(t, on)); v == nil || v.ID != want {
			t.Errorf("on %s: %+v, want %s", on, v, want)
		}
	}
	if v := (&procedure.Procedure{Versions: p.Versions[1:]}).VersionOn(day(t, "2024-01-01")); v != nil {
		t.Errorf("a version before its first day: %+v", v)
	}
}
