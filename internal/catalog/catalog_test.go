package catalog_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/fault"
)

func date(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func shipped(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, problems := catalog.Load(data.FS)
	for _, p := range problems {
		t.Fatal(p)
	}
	return c
}

// small is a data tree with the shipped calendar and workflow, and procedures and units of
// its own in testdata.
func small(t *testing.T) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	add := func(fsys fs.FS, root string) {
		err := fs.WalkDir(fsys, root, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			src, err := fs.ReadFile(fsys, p)
			out[p] = &fstest.MapFile{Data: src}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	add(data.FS, "calendar")
	add(data.FS, "workflows")
	add(os.DirFS("testdata/small"), ".")
	return out
}

func TestPromise(t *testing.T) {
	c, problems := catalog.Load(small(t))
	for _, p := range problems {
		t.Fatal(p)
	}
	limit := func(n int, u calendar.Unit, cutoff calendar.Cutoff) calendar.Limit {
		return calendar.Limit{Value: n, Unit: u, Cutoff: cutoff}
	}
	cases := []struct {
		name, unit, code, on string
		want                 catalog.Promise
	}{
		{"NĐ 23/2015 Đ7: in the day, from the next after 15:00", "H50.31.02", "2.000815", "2025-05-05", catalog.Promise{
			Version: "a", Field: "Chứng thực", Level: "none", Limit: limit(1, "same_day", "15:00"), Basis: "Thời hạn công bố tại 1/QĐ-BTP"}},
		{"the version of the day", "phuong-x", "2.000815", "2026-02-02", catalog.Promise{
			Version: "b", Field: "Chứng thực", Level: "none", Limit: limit(2, "working_day", ""), Supplement: limit(7, "working_day", ""),
			Basis: "Thời hạn công bố, theo nguồn tháng 07/2026"}},
		{"the unit's own period before the catalogue's", "phuong-x", "1.001193", "2025-05-05", catalog.Promise{
			Version: "a", Field: "Hộ tịch", Level: "toan_trinh", Limit: limit(4, "hour", ""), Basis: "Đơn vị niêm yết: quyết định của phường"}},
		{"the unit's period where the catalogue has none", "phuong-x", "1.000001", "2025-05-05", catalog.Promise{
			Version: "a", Field: "Hộ tịch", Limit: limit(5, "working_day", ""), Basis: "Đơn vị niêm yết: giả định"}},
		{"a unit without offers promises what is published", "xa-y", "2.000815", "2025-05-05", catalog.Promise{
			Version: "a", Field: "Chứng thực", Level: "mot_phan", Limit: limit(1, "same_day", "15:00"), Basis: "Thời hạn công bố tại 1/QĐ-BTP"}},
	}
	for _, want := range cases {
		t.Run(want.name, func(t *testing.T) {
			want.want.Procedure = want.code
			got, err := c.Promise(want.unit, want.code, date(t, want.on))
			if err != nil || got != want.want {
				t.Errorf("got %+v, %v; want %+v", got, err, want.want)
			}
		})
	}
}

func TestPromiseRefuses(t *testing.T) {
	c, _ := catalog.Load(small(t))
	cases := []struct{ name, unit, code, on, key string }{
		{"§13.3: no period, no dossier", "xa-y", "1.000001", "2025-05-05", "catalog.no_period"},
		{"no single figure", "phuong-x", "1.000002", "2025-05-05", "catalog.no_period"},
		{"repealed", "xa-y", "1.000003", "2026-12-01", "catalog.not_in_force"},
		{"after the last version", "phuong-x", "2.000815", "2027-01-01", "catalog.not_in_force"},
		{"before the unit offered it", "phuong-x", "1.001193", "2024-12-31", "catalog.not_offered"},
		{"offered by others", "phuong-x", "1.000003", "2025-05-05", "catalog.not_offered"},
		{"no such unit", "H99", "1.001193", "2025-05-05", "catalog.unknown_unit"},
		{"no such procedure", "phuong-x", "3.999999", "2025-05-05", "procedure.unknown"},
		{"no code at all", "phuong-x", "khai sinh", "2025-05-05", "procedure.malformed_code"},
	}
	for _, want := range cases {
		t.Run(want.name, func(t *testing.T) {
			got, err := c.Promise(want.unit, want.code, date(t, want.on))
			if f, ok := fault.Of(err); !ok || f.Key != want.key || got != (catalog.Promise{}) {
				t.Errorf("got %+v, %v; want %s", got, err, want.key)
			}
		})
	}
}

func TestListed(t *testing.T) {
	c, _ := catalog.Load(small(t))
	cases := []struct {
		on    string
		codes []string
	}{
		{"2025-05-05", []string{"1.000001", "1.000002", "1.001193", "2.000815", catalog.Unidentified}},
		{"2024-12-31", []string{"2.000815", catalog.Unidentified}},
	}
	for _, want := range cases {
		rows, err := c.Listed("phuong-x", "commune", date(t, want.on))
		var got []string
		for _, r := range rows {
			got = append(got, r.Code())
		}
		if err != nil || strings.Join(got, " ") != strings.Join(want.codes, " ") {
			t.Errorf("%s: got %v, %v; want %v", want.on, got, err, want.codes)
		}
	}
	if _, err := c.Listed("phuong-x", "commune", date(t, "2023-12-31")); !fault.Is(err, fault.NotFound) {
		t.Errorf("a list of which nothing is known: %v", err)
	}
	if _, err := c.Listed("H99", "commune", date(t, "2025-05-05")); !fault.Is(err, fault.NotFound) {
		t.Errorf("an unknown unit: %v", err)
	}
}

// Phường 2 in April 2025: 146 procedures in 35 fields, of which 139 in 31 are identified; 14
// of vertical agencies, none identified; 2 interlinked services.
func TestListOfApril2025(t *testing.T) {
	c := shipped(t)
	for group, want := range map[string][2]int{"commune": {146, 139}, "vertical_agency": {14, 0}, "interlinked": {2, 2}} {
		rows, err := c.Listed("H50.31.02", group, date(t, "2025-04-30"))
		known := 0
		for _, r := range rows {
			if r.Procedure != nil {
				known++
			}
		}
		if err != nil || len(rows) != want[0] || known != want[1] {
			t.Errorf("%s: %d rows, %d identified, %v; want %v", group, len(rows), known, err, want)
		}
	}
}

// A unit that receives a procedure can always say by when, or refuses in words.
func TestEveryOfferPromisesOrRefuses(t *testing.T) {
	c := shipped(t)
	refused := 0
	for _, u := range c.Units.All() {
		for _, o := range u.Offers {
			p, err := c.Promise(u.Code, o.Procedure, o.From)
			switch f, _ := fault.Of(err); {
			case err == nil && (p.Limit.Value <= 0 || p.Limit.Unit == "" || p.Field == "" || p.Version == "" || p.Basis == ""):
				t.Errorf("%s: half a promise %+v", o.Procedure, p)
			case err != nil && (f == nil || f.Key != "catalog.no_period"):
				t.Errorf("%s on %s: %v", o.Procedure, o.From, err)
			case err != nil:
				refused++
			}
		}
	}
	if refused == 0 {
		t.Error("every offer has a period: the refusal of conflict 3 is not exercised")
	}
}

func TestInForce(t *testing.T) {
	c := shipped(t)
	type counts struct{ all, inForce, likely, not, unknown int }
	cases := map[string]counts{
		"2020-01-01": {415, 0, 0, 0, 415},
		"2025-04-30": {415, 102, 57, 224, 32},
		"2026-11-22": {415, 404, 0, 7, 4},
	}
	for on, want := range cases {
		rows := c.InForce(date(t, on))
		got := counts{all: len(rows)}
		total := 0
		for _, f := range catalog.ByField(rows) {
			total += f.Total()
			got.inForce, got.likely, got.not, got.unknown = got.inForce+f.InForce, got.likely+f.Likely, got.not+f.NotInForce, got.unknown+f.Unknown
		}
		if total != len(rows) {
			t.Errorf("%s: the fields add up to %d of %d", on, total, len(rows))
		}
		for _, r := range rows {
			if r.Why == "" || r.Version == nil {
				t.Errorf("%s on %s: no reason or no version", r.Procedure.Code, on)
			}
		}
		// A procedure that settled nothing in 2026 keeps what April 2025 said of it.
		if on == "2026-11-22" {
			want = counts{415, 404, 0, 7, 4}
			got.unknown, got.likely = got.unknown+got.likely, 0
		}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", on, got, want)
		}
	}
}

func TestFieldsOfApril2025(t *testing.T) {
	commune := map[string]bool{}
	n := 0
	for _, f := range catalog.ByField(shipped(t).InForce(date(t, "2025-04-30"))) {
		if k := f.InForce + f.Likely; f.Group == "commune" && k > 0 {
			commune[f.Field] = true
			n += k
		}
	}
	if n != 139 || len(commune) != 31 {
		t.Errorf("%d procedures in %d fields, want 139 in 31", n, len(commune))
	}
}

func TestOpenIsLazy(t *testing.T) {
	c, problems := catalog.Open(data.FS)
	for _, p := range problems {
		t.Error(p)
	}
	p, err := c.Promise("phuong-2", "1.001193", date(t, "2024-05-06"))
	if err != nil || p.Limit.Unit != calendar.SameDay {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestLoadReportsEveryRoom(t *testing.T) {
	fsys := small(t)
	fsys["procedures/1.000001.toml"] = &fstest.MapFile{Data: []byte("code = ")}
	fsys["units/xa-y.toml"] = &fstest.MapFile{Data: []byte("cod = \"H50.31.03\"")}
	fsys["workflows/second.toml"] = &fstest.MapFile{Data: []byte("id = \"second\"")}
	fsys["procedures/sources.toml"].Data = append(fsys["procedures/sources.toml"].Data, "\n[list.other]\nunit = \"nowhere\"\n"...)
	_, problems := catalog.Load(fsys)
	var all strings.Builder
	for _, p := range problems {
		all.WriteString(p.String() + "\n")
	}
	for _, want := range []string{"procedures/1.000001.toml:1:", "units/xa-y.toml:1:", "workflows: Cần đúng một tệp", "procedures/sources.toml:12: Danh mục other là của đơn vị «nowhere»", "Thủ tục 1.000001 không có trong danh mục"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("no problem %q in\n%s", want, all.String())
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		catalog.Load(data.FS)
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		c, _ := catalog.Open(data.FS)
		if _, err := c.Promise("phuong-2", "1.001193", calendar.MakeDate(2024, 5, 6)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInForce(b *testing.B) {
	c, _ := catalog.Load(data.FS)
	for b.Loop() {
		c.InForce(calendar.MakeDate(2025, 4, 30))
	}
}
