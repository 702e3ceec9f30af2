package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
)

// look opens the example ward for one test.
func look(t testing.TB) *reading {
	t.Helper()
	r, err := lookAt(ward, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.close)
	return r
}

func lookAt(dir, db string) (*reading, error) {
	c := &call{ctx: context.Background(), env: os.Getenv, given: map[string]string{"data": dir, "db": db}}
	return c.read()
}

func flow(t *testing.T, r *reading, period string) report.Flow {
	t.Helper()
	p, err := calendar.ParsePeriod(period)
	if err != nil {
		t.Fatal(err)
	}
	f, err := report.FlowForm(context.Background(), r.source, r.withForm().Form.Rows, p)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// columns are columns 3–13 of a row of form II.06a.
func columns(r report.FlowRow) [11]int64 {
	return [11]int64{r.Received.Total, r.Received.Online, r.Received.Direct, r.Received.Carried,
		r.Settled.Total, r.Settled.Early, r.Settled.OnTime, r.Settled.Late, r.Open.Total, r.Open.InTime, r.Open.Overdue}
}

// TestPrintedYears: form II.06a of every year equals the figures that the ward printed
// (footnotes 10 to 12 of its report). Where the print contradicts itself, data/demo says
// which figure was kept: open at the end of 2023 is 4 and not 08.
func TestPrintedYears(t *testing.T) {
	r := look(t)
	for _, c := range []struct {
		period string
		total  [11]int64
		fields map[string]int64 // received with those carried over, as printed
	}{
		{"2021-01-01..2021-12-31", [11]int64{4481, 1442, 3039, 0, 4478, 4452, 26, 0, 3, 3, 0}, nil},
		{"2022-01-01..2022-12-31", [11]int64{4389, 3934, 452, 3, 4385, 4348, 37, 0, 4, 4, 0},
			map[string]int64{"Bảo trợ xã hội": 58, "Chứng thực": 3801, "Hộ tịch": 527, "Người có công": 3}},
		{"2023-01-01..2023-12-31", [11]int64{2155, 1498, 653, 4, 2151, 2145, 6, 0, 4, 4, 0},
			map[string]int64{"Bảo trợ xã hội": 78, "Chứng thực": 1516, "Hộ tịch": 538, "Người có công": 22, "Giáo dục đào tạo": 1}},
		{"2024-01-01..2024-12-31", [11]int64{1957, 1926, 27, 4, 1957, -1, -1, 0, 0, 0, 0},
			map[string]int64{"Bảo trợ xã hội": 71, "Chứng thực": 1368, "Hộ tịch": 475, "Người có công": 24, "Thi đua khen thưởng": 2,
				"Hộ tịch - Đăng ký thường trú - Quản lý thu, Sổ - thẻ": 17}},
		{"2025-01-01..2025-03-31", [11]int64{264, 263, 1, 0, 263, -1, -1, 0, 1, 1, 0},
			map[string]int64{"Bảo trợ xã hội": 12, "Chứng thực": 118, "Hộ tịch": 99, "Người có công": 11, "Thi đua khen thưởng": 2,
				"Hộ tịch - Đăng ký thường trú - Quản lý thu, Sổ - thẻ": 16, "Hộ tịch – Đăng ký thường trú – BTXH – NCC": 6}},
	} {
		t.Run(c.period, func(t *testing.T) {
			f := flow(t, r, c.period)
			got := columns(f.Rows[len(f.Rows)-1])
			for i, want := range c.total {
				if want >= 0 && got[i] != want { // -1: the print gives only the sum of the two
					t.Errorf("column %d: %d, printed %d", i+3, got[i], want)
				}
			}
			if got[4] != got[5]+got[6] {
				t.Errorf("settled %d is not early %d and on time %d", got[4], got[5], got[6])
			}
			if c.fields == nil {
				return
			}
			fields := map[string]int64{}
			for _, row := range f.Rows[:len(f.Rows)-1] {
				fields[row.Field] = row.Received.Total
			}
			for name, want := range c.fields {
				if fields[name] != want {
					t.Errorf("%s: %d, printed %d", name, fields[name], want)
				}
				delete(fields, name)
			}
			if len(fields) > 0 {
				t.Errorf("rows that the print does not have: %v", fields)
			}
		})
	}
}

// TestDistinctDossiers: the five years hold 13.235 different dossiers; adding the printed
// totals counts the eleven carried over twice.
func TestDistinctDossiers(t *testing.T) {
	r := look(t)
	f := flow(t, r, "2021-01-01..2025-03-31")
	total := f.Rows[len(f.Rows)-1]
	if total.Received.Total != 13235 || total.Received.Carried != 0 || total.Received.Online != 9063 || total.Received.Direct != 4172 {
		t.Errorf("%+v", total)
	}
	st, err := r.snapshot.Stats(context.Background())
	if err != nil || st.Dossiers != 13235 {
		t.Errorf("%d dossiers stored (%v)", st.Dossiers, err)
	}
}

// reportJSON is report.json as a reader of it sees it.
type reportJSON struct {
	Report, Unit string
	AsOf         string `json:"as_of"`
	Ledger       struct {
		Entries int64
		Head    string
	}
	Cells []struct {
		Appendix, Line, Column, Part, From, To, Indicator, State, Source string
		Num, Den                                                         *int64
		Value                                                            any
		Drill                                                            []string
		DrillDen                                                         []string `json:"drill_den"`
	}
	II06a []struct {
		From, To string
		Rows     []struct {
			Field                   string
			Received, Settled, Open map[string]int64
		}
	}
}

// makeReport runs the report command and reads what it wrote.
func makeReport(t testing.TB, where ...string) (reportJSON, []byte, string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	works(t, append([]string{"report", "cchc-2021-2025", "--as-of", "2025-03-31", "--out", out}, where...)...)
	text, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r reportJSON
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r, text, filepath.Join(out, "cchc-2021-2025.xlsx")
}

// drillOf runs the drill command in this process, on a reading that stays open.
func drillOf(r *reading, args []string) (indicator.List, error) {
	var l indicator.List
	c := &call{ctx: context.Background(), env: func(string) string { return "" }, out: &bytes.Buffer{}}
	root := commands()
	take := func(list func(*reading, calendar.Period, measure.Page) (indicator.List, error)) error {
		p, err := c.span()
		if err == nil {
			l, err = list(r, p, measure.Page{})
		}
		return err
	}
	root.sub("drill").sub("indicator").run = func(*call) error { return take(c.listIndicator) }
	root.sub("drill").sub("ii06a").run = func(*call) error { return take(c.listFlow) }
	err := c.dispatch(root, append([]string{"drill"}, args...))
	return l, err
}

// TestEveryCellOpens: the drill arguments of every cell of report.json, numerator and
// denominator, list as many as the figure says; so does every cell of form II.06a.
func TestEveryCellOpens(t *testing.T) {
	t.Parallel()
	r := look(t)
	made, _, _ := makeReport(t, "--data", ward)
	if len(made.Cells) < 186 {
		t.Fatalf("only %d cells", len(made.Cells))
	}
	lines := map[string]bool{}
	opened := 0
	for _, cell := range made.Cells {
		lines[cell.Appendix+"."+cell.Line] = true
		for _, side := range []struct {
			args []string
			n    *int64
		}{{cell.Drill, cell.Num}, {cell.DrillDen, cell.Den}} {
			if len(side.args) == 0 {
				if side.n != nil && cell.State == indicator.StateValue && *side.n > 0 && len(cell.Drill) == 0 {
					t.Errorf("%s.%s %s: %d and nothing to open", cell.Appendix, cell.Line, cell.Column, *side.n)
				}
				continue
			}
			l, err := drillOf(r, side.args)
			if err != nil {
				t.Fatalf("%v: %v", side.args, err)
			}
			opened++
			if side.n != nil && l.Total != *side.n {
				t.Errorf("%s.%s %s: figure %d, drill %v lists %d", cell.Appendix, cell.Line, cell.Column, *side.n, side.args, l.Total)
			}
			if int64(len(l.Rows)) != l.Count {
				t.Errorf("%v: %d rows of %d", side.args, len(l.Rows), l.Count)
			}
			if ofDossiers(l) && l.Total != l.Count {
				t.Errorf("%v: %d rows stand for %d", side.args, l.Count, l.Total)
			}
		}
	}
	if len(lines) != 186 || opened < 300 {
		t.Errorf("%d lines, %d lists opened", len(lines), opened)
	}
	for _, f := range made.II06a {
		for _, row := range f.Rows {
			for group, cells := range map[string]map[string]int64{"received": row.Received, "settled": row.Settled, "open": row.Open} {
				for column, n := range cells {
					l, err := drillOf(r, []string{"ii06a", group + "." + column, "--field", row.Field, "--from", f.From, "--to", f.To})
					if err != nil || l.Total != n || int64(len(l.Rows)) != n {
						t.Errorf("%s %s.%s of %q: %d, list %d (%v)", f.From, group, column, row.Field, n, len(l.Rows), err)
					}
				}
			}
		}
	}
}

func ofDossiers(l indicator.List) bool { return len(l.Columns) > 0 && l.Columns[0].Key == "code" }

// TestExportsAgree: the terminal, CSV, JSON and XLSX of one drill hold the same rows.
func TestExportsAgree(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"ii06a", "received.online", "--period", "2024"},
		{"ii06a", "open.total", "--period", "2023"},
		{"ii06a", "settled.total", "--field", "Hộ tịch", "--period", "2022-Q3"},
		{"indicator", "III.4.3", "--part", "den", "--period", "2024"},
		{"indicator", "I.1.2", "--period", "2023"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			args := append([]string{"drill"}, append(args, "--data", ward)...)
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(works(t, append(args, "--csv")...), "\ufeff"))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			var list struct {
				Total int64
				Rows  []any
			}
			if err := json.Unmarshal([]byte(works(t, append(args, "--json")...)), &list); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "list.xlsx")
			works(t, append(args, "--xlsx", path)...)
			book, err := excelize.OpenFile(path)
			if err != nil {
				t.Fatal(err)
			}
			defer book.Close()
			sheet, err := book.GetRows(book.GetSheetName(0))
			if err != nil {
				t.Fatal(err)
			}
			first := slices.IndexFunc(sheet, func(row []string) bool { return len(row) > 0 && row[0] == rows[0][0] })
			n := len(rows) - 1
			if n == 0 || len(list.Rows) != n || first < 0 || len(sheet)-first-1 != n {
				t.Errorf("csv %d, json %d, xlsx %d rows after its head", n, len(list.Rows), len(sheet)-first-1)
			}
			if text := works(t, args...); strings.Count(text, "\n") != n+4 { // title, head, rule, closing line
				t.Errorf("terminal: %d lines for %d rows", strings.Count(text, "\n"), n)
			}
			for i, row := range rows[1:] {
				if first >= 0 && first+1+i < len(sheet) && sheet[first+1+i][0] != row[0] {
					t.Errorf("row %d: csv %q, xlsx %q", i, row[0], sheet[first+1+i][0])
				}
			}
		})
	}
}

// TestNumberIsList: over every indicator and 60 random periods, the number, the rows behind
// it and the export are one. Three periods of four are of at most a quarter, so that every
// row can be listed.
func TestNumberIsList(t *testing.T) {
	t.Parallel()
	r := look(t)
	ctx := context.Background()
	random := rand.New(rand.NewPCG(2, 766))
	first, last := calendar.MakeDate(2021, 1, 1), calendar.MakeDate(2025, 3, 31)
	checked := 0
	for n := range 60 {
		p := calendar.Period{From: first + calendar.Date(random.IntN(int(last-first)))}
		longest := int(last - p.From)
		if n%4 > 0 {
			longest = min(longest, 92)
		}
		p.To = p.From + calendar.Date(random.IntN(longest+1))
		for _, i := range r.indicators.All() {
			f, err := r.indicators.Compute(ctx, r.source, i.ID, p)
			if err != nil {
				t.Fatalf("%s over %s: %v", i.ID, p, err)
			}
			for _, part := range append(f.Parts, f) {
				for _, side := range []struct {
					args []string
					n    *int64
				}{{part.Drill, part.Num}, {part.DrillDen, part.Den}} {
					if len(side.args) == 0 || side.n == nil {
						continue
					}
					l, err := drillOf(r, side.args)
					if err != nil || l.Total != *side.n || int64(len(l.Rows)) != l.Count {
						t.Errorf("%s over %s: number %d, list %d, rows %d of %d (%v)", i.ID, p, *side.n, l.Total, len(l.Rows), l.Count, err)
					}
					var out bytes.Buffer
					if err := report.WriteListCSV(&out, l); err != nil {
						t.Fatal(err)
					}
					if rows, err := csv.NewReader(&out).ReadAll(); err != nil || (len(l.Columns) > 0 && len(rows) != len(l.Rows)+1) {
						t.Errorf("%s over %s: %d rows, export %d (%v)", i.ID, p, len(l.Rows), len(rows)-1, err)
					}
					checked++
				}
			}
		}
	}
	if checked < 60*40 {
		t.Errorf("only %d figures had a list", checked)
	}
}

// TestProved: verify finds nothing, a recount changes nothing, and a second demo reuses.
func TestProved(t *testing.T) {
	t.Parallel()
	dir := copyWard(t)
	if out := works(t, "verify", "--data", dir); !strings.Contains(out, "Khớp") {
		t.Errorf("verify: %s", out)
	}
	_, before, _ := makeReport(t, "--data", dir)
	if out := works(t, "rebuild", "--data", dir); !strings.Contains(out, "không có gì lệch") {
		t.Errorf("rebuild: %s", out)
	}
	if _, after, _ := makeReport(t, "--data", dir); !bytes.Equal(before, after) {
		t.Error("the report changed by a recount")
	}
	if out := works(t, "demo", "--data", dir, "--seed", "1"); !strings.Contains(out, "Dùng lại") {
		t.Errorf("demo: %s", out)
	}
}

// TestSameSeedSameBytes: another folder, the same seed, byte-equal report.json and workbook.
func TestSameSeedSameBytes(t *testing.T) {
	t.Parallel()
	_, want, book := makeReport(t, "--data", ward)
	wantBook, err := os.ReadFile(book)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "ward")
	works(t, "demo", "--data", other, "--seed", "1")
	_, got, book := makeReport(t, "--data", other)
	if !bytes.Equal(got, want) {
		t.Error("the same seed made another report.json")
	}
	if gotBook, err := os.ReadFile(book); err != nil || !bytes.Equal(gotBook, wantBook) {
		t.Errorf("the same seed made another workbook (%v)", err)
	}
}

// TestPostgres: the same ward in PostgreSQL makes the same report.json, is sound, and loses
// nothing when its server is killed.
func TestPostgres(t *testing.T) {
	t.Parallel()
	db := freshDatabase(t)
	works(t, "demo", "--db", db, "--seed", "1")
	_, want, _ := makeReport(t, "--data", ward)
	if _, got, _ := makeReport(t, "--db", db); !bytes.Equal(got, want) {
		t.Error("PostgreSQL and SQLite make different report.json")
	}
	if out := works(t, "verify", "--db", db); !strings.Contains(out, "Khớp") {
		t.Errorf("verify: %s", out)
	}
	t.Run("killed", func(t *testing.T) { killed(t, kills(t, 4), "--db", db) })
}

// TestAnotherSeed: other people and other days, the same printed figures.
func TestAnotherSeed(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "ward")
	works(t, "demo", "--data", dir, "--seed", "2")
	one, _, _ := makeReport(t, "--data", ward)
	two, _, _ := makeReport(t, "--data", dir)
	if one.Ledger.Head == two.Ledger.Head {
		t.Error("another seed made the same ledger")
	}
	for i, f := range one.II06a {
		last := len(f.Rows) - 1
		for j, row := range f.Rows {
			other := two.II06a[i].Rows[j]
			if row.Field != other.Field || !maps.Equal(row.Received, other.Received) || row.Settled["total"] != other.Settled["total"] || !maps.Equal(row.Open, other.Open) {
				t.Errorf("another seed moved a printed figure of %s: %v and %v", f.From, row, other)
			}
			if j == last && !maps.Equal(row.Settled, other.Settled) { // early and on time are printed for the total only
				t.Errorf("another seed moved a printed total of %s: %v and %v", f.From, row, other)
			}
		}
	}
}

// TestShown: what the other commands print of the example ward names what was asked.
func TestShown(t *testing.T) {
	var list struct{ Rows []map[string]any }
	if err := json.Unmarshal([]byte(works(t, "drill", "ii06a", "received.total", "--field", "Hộ tịch", "--period", "2022-05", "--json", "--data", ward)), &list); err != nil || len(list.Rows) == 0 {
		t.Fatal(err, len(list.Rows))
	}
	code := fmt.Sprint(list.Rows[0]["code"])
	shown := works(t, "dossier", "show", code, "--data", ward)
	for _, w := range []string{code, "***", "Hạn theo luật", "Vị trí"} {
		if !strings.Contains(shown, w) {
			t.Errorf("%q missing in:\n%s", w, shown)
		}
	}
	if revealed := works(t, "dossier", "show", code, "--data", ward, "--reveal"); strings.Contains(revealed, "***") {
		t.Errorf("still masked:\n%s", revealed)
	}
	var published dossierShape
	if err := json.Unmarshal([]byte(works(t, "dossier", "show", code, "--json", "--data", ward)), &published); err != nil {
		t.Fatal(err)
	}
	if p := published; p.Code != code || p.StatusName == "" || p.Received.IsZero() || len(p.Timeline) < 3 || !strings.Contains(p.Applicant.Name, "***") {
		t.Errorf("published as %+v", p)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"deadline", "--limit", "2 working_day", "--at", "2025-04-25T14:00"}, "28/04"},
		{[]string{"deadline", "--procedure", "2.000815", "--at", "2025-04-25T14:00"}, "25/04"},
		{[]string{"procedure", "show", "2.000815"}, "Chứng thực"},
		{[]string{"procedure", "list", "--on", "2025-04-15", "--search", "chung thuc"}, "2.000815"},
		{[]string{"indicator", "list"}, "III.4.3"},
		{[]string{"indicator", "show", "III.4.3", "--period", "2024", "--data", ward}, "1957/1957"},
		{[]string{"index", "qd-766", "--period", "2024", "--data", ward}, "Quyết định 766"},
		{[]string{"register", "list"}, "directive"},
		{[]string{"register", "list", "--kind", "directive", "--data", ward}, "nhập từ báo cáo in"},
		{[]string{"register", "list", "--kind", exampleKind, "--data", ward}, "seed=1 scale=1"},
		{[]string{"report", "list"}, "cchc-2021-2025"},
		{[]string{"report", "ii06a", "--period", "cchc-2024", "--data", ward}, "Tổng"},
		{[]string{"check"}, "không có lỗi"},
		{[]string{"dossier", "show", "H50.31.02-240509-0009", "--data", ward}, "2.000815"}, // docs/life-of-a-dossier.md tells its life
		{[]string{"migrate", "--data", ward}, "bản"},
		{[]string{"version"}, "motcua"},
	} {
		if out := works(t, c.args...); !strings.Contains(out, c.want) {
			t.Errorf("motcua %v: %q missing in:\n%s", c.args, c.want, out)
		}
	}
}
