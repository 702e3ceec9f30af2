package procedure_test

import (
	"path"
	"strings"
	"testing"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog/procedure"
	"github.com/motcua/motcua/internal/datafile"
)

// Every shipped file is its own case.
func TestDataFiles(t *testing.T) {
	set, problems := procedure.Load(data.FS)
	byFile := map[string][]datafile.Problem{}
	for _, p := range problems {
		byFile[p.File] = append(byFile[p.File], p)
	}
	paths, err := datafile.List(data.FS, procedure.Dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range paths {
		t.Run(path.Base(name), func(t *testing.T) {
			for _, p := range byFile[name] {
				t.Error(p)
			}
			delete(byFile, name)
			code := strings.TrimSuffix(path.Base(name), ".toml")
			if p, ok := set.Get(code); procedure.ValidCode(code) && (!ok || p.File != name) {
				t.Errorf("%s is not in the set as %s", name, code)
			}
		})
	}
	for name, rest := range byFile {
		t.Errorf("%s: %v", name, rest)
	}
}

func listed(p *procedure.Procedure) bool {
	s, ok := p.Sighted("phuong-2-2025-04")
	return ok && s.Listed()
}

func TestCountsByField(t *testing.T) {
	type key struct{ group, field string }
	got := map[key]*fieldCount{}
	set, _ := procedure.Load(data.FS)
	for _, p := range set.All() {
		k := key{p.Group, p.Field}
		c := got[k]
		if c == nil {
			c = &fieldCount{group: p.Group, field: p.Field}
			got[k] = c
		}
		c.all++
		for n, yes := range map[*int]bool{&c.posted: listed(p), &c.verified: p.Confidence == "verified",
			&c.limit: hasLimit(p), &c.papers: hasPapers(p)} {
			if yes {
				*n++
			}
		}
	}
	for _, want := range fieldCounts {
		k := key{want.group, want.field}
		if c := got[k]; c == nil || *c != want {
			t.Errorf("%s, %s: got %+v, want %+v", want.group, want.field, c, want)
		}
		delete(got, k)
	}
	for k := range got {
		t.Errorf("%v is in no row of the source", k)
	}
}

func hasLimit(p *procedure.Procedure) bool {
	_, ok := p.Versions[0].TimeLimit.Limit()
	return ok
}

func hasPapers(p *procedure.Procedure) bool { return len(p.Versions[0].Components) > 0 }

func TestCounts(t *testing.T) {
	set, _ := procedure.Load(data.FS)
	n := map[string]int{}
	fields := map[string]bool{}
	for _, p := range set.All() {
		v := &p.Versions[0]
		add := func(what string, yes bool) {
			if yes {
				n[what]++
			}
		}
		posted := p.Group == "commune" && listed(p)
		if posted {
			fields[p.Field] = true
		}
		limit, _ := v.TimeLimit.Limit()
		add("codes", true)
		add("commune procedures of April 2025", posted)
		add("with a period", hasLimit(p))
		add("with papers", hasPapers(p))
		add("with papers believed complete", hasPapers(p) && v.ComponentsComplete)
		add("with a data substitution", len(v.Substitutions) > 0)
		add("verified", p.Confidence == "verified")
		add("partly", p.Confidence == "partly")
		add("in the day", limit.Unit == "same_day")
		add("in the day, counted from the next after 15:00", limit.Unit == "same_day" && limit.Cutoff == "15:00")
		add("hours", limit.Unit == "hour")
		add("online level known", v.OnlineLevel != "")
		add("fully online", v.OnlineLevel == procedure.LevelFull)
		add("partly online", v.OnlineLevel == procedure.LevelPartial)
		add("with a supplement period", v.SupplementDays > 0)
		add("with dates of validity", v.ValidFrom != 0 || v.ValidTo != 0)
	}
	n["fields of April 2025"] = len(fields)
	n["pending"] = len(set.Pending)
	n["sources"] = len(set.Sources.Sources)
	want := map[string]int{
		"codes": 415, "commune procedures of April 2025": 139, "fields of April 2025": 31, "with a period": 283,
		"with papers": 267, "with papers believed complete": 124, "with a data substitution": 89,
		"verified": 304, "partly": 111, "in the day": 18, "in the day, counted from the next after 15:00": 18,
		"hours": 6, "online level known": 110, "fully online": 41, "partly online": 16, "with a supplement period": 1,
		"with dates of validity": 0, "pending": 18, "sources": 21,
	}
	for what, w := range want {
		if n[what] != w {
			t.Errorf("%s: %d, want %d", what, n[what], w)
		}
	}
}

// Facts taken over one by one, of every kind that a record can hold.
func TestFacts(t *testing.T) {
	set, _ := procedure.Load(data.FS)
	get := func(code string) *procedure.Procedure {
		t.Helper()
		p, err := set.Find(code)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	copyOf := get("2.000815").Versions[0]
	if l, _ := copyOf.TimeLimit.Limit(); l.Unit != "same_day" || l.Cutoff != "15:00" || copyOf.TimeLimit.Variants[0].Value != 2 {
		t.Errorf("NĐ 23/2015 Đ7: %+v", copyOf.TimeLimit)
	}
	if copyOf.Charge.Amount == nil || *copyOf.Charge.Amount != 2000 || copyOf.Charge.Unit != "trang" || copyOf.Fee != nil {
		t.Errorf("charge %+v, fee %+v", copyOf.Charge, copyOf.Fee)
	}
	if c := copyOf.Components[0]; c.Mode != "xuat_trinh" || c.Original != 1 || c.Required == nil || !*c.Required {
		t.Errorf("component %+v", c)
	}
	birth := get("3.000722")
	if birth.Versions[0].Supplement().Value != 7 || len(birth.Members) != 2 || len(birth.OtherMembers) != 2 || birth.Versions[0].Fee.Kind != "by_member" {
		t.Errorf("interlinked birth group: %+v", birth)
	}
	if s := get("1.001193").Versions[0].Substitutions; len(s) != 1 || s[0].Owner != "Bộ Công an" {
		t.Errorf("substitution %+v", s)
	}
	if f := get("1.004222").Versions[0].Fee; f.Kind != "range" || len(f.Amounts) != 2 {
		t.Errorf("range %+v", f)
	}
	for _, c := range get("1.003956").Versions[0].Components {
		if c.Original > 2 {
			t.Errorf("an impossible number of originals is taken over: %+v", c)
		}
	}
	if p := get("1.011606").Versions[0].TimeLimit; p.Value != 0 || p.Condition == "" {
		t.Errorf("no single figure: %+v", p)
	}
}
