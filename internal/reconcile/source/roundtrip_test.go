package source

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/measuretest"
	"github.com/motcua/motcua/internal/reconcile/statement"
	"github.com/motcua/motcua/internal/report"
)

// ownReport is the shipped report of a ward in memory with a few hundred dossiers of every
// channel and class.
var ownReport = sync.OnceValue(func() *report.Report {
	cat, _ := catalog.Load(data.FS)
	kinds, _ := register.LoadKinds(data.FS)
	set, _ := indicator.Load(data.FS, cat, kinds)
	reports, _ := report.Load(data.FS, set)
	ward := &measuretest.Ward{}
	procedures := []string{"2.000815", "1.001193", "2.002621", "1.012817"}
	channels := []dossier.Channel{dossier.Online, dossier.Counter, dossier.Post}
	for i := range 1300 {
		received := calendar.MakeDate(2021, 1, 4+i)
		s := &dossier.State{Code: fmt.Sprint("H-", i), Status: dossier.Processing, Procedure: procedures[i%4], Channel: channels[i%3],
			Level: dossier.LevelFull, ReceivedAt: received.At(8, 0), LegalDue: (received + 6).At(17, 0)}
		if i%3 == 0 {
			s.Components = []dossier.Component{{Name: "Tờ khai", Digitized: i%2 == 0}}
		}
		if i%97 != 0 {
			ended := received + calendar.Date(i%9)
			s.Status, s.EndedAt = dossier.Settled, ended.At(10, 0)
			s.Result = dossier.Result{Paper: true, Electronic: i%5 < 3}
			if s.EndedAt.After(s.LegalDue.Add(24 * time.Hour)) {
				s.Late = []dossier.Span{{From: received + 7, To: ended}}
			}
		}
		ward.States = append(ward.States, s)
	}
	u := &unit.Unit{ID: "phuong-thu", Code: "H99.01"}
	asOf := calendar.MakeDate(2025, 3, 31)
	r, err := report.Build(context.Background(), report.Input{Definition: reports["cchc-2021-2025"], Set: set, Source: indicator.NewSource(ward, cat, kinds, u.Code), Unit: u, AsOf: asOf})
	if err != nil {
		panic(err)
	}
	return r
})

// written is the report in one of its forms, read back.
func written(t testing.TB, name string, write func(*report.Report, *bytes.Buffer) error) *statement.Document {
	t.Helper()
	var b bytes.Buffer
	if err := write(ownReport(), &b); err != nil {
		t.Fatal(err)
	}
	d, err := Read(words(t), name, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// values is every figure of the appendices and forms by its place, as it is printed.
func values(d *statement.Document) map[string]string {
	out := map[string]string{}
	forms := 0
	for _, table := range d.Tables {
		if table.Section == "" {
			continue
		}
		name := table.Section
		if name == "II.06a" {
			forms++
			name += fmt.Sprint(forms)
		}
		for _, l := range table.Lines {
			for _, f := range l.Figures {
				if f == nil || f.Empty || f.Text == "chưa có số liệu" || f.Text == "Chưa đủ số liệu" {
					continue
				}
				line := l.Number
				if table.Section == "II.06a" {
					line = l.Label
				}
				key := fmt.Sprint(name, "/", line, "/", f.Col)
				if part := f.Of["part"]; part != "" {
					key += "/" + part
				}
				out[key] = strings.TrimPrefix(f.Printed, f.Of["part"]+": ")
			}
		}
	}
	for _, f := range d.Figures { // the parts of a cell do not stand in its line
		if part := f.Of["part"]; part != "" && f.Table > 0 && !f.Empty {
			out[fmt.Sprint(d.Tables[f.Table-1].Section, "/", f.Line, "/", f.Col, "/", part)] = strings.TrimPrefix(f.Printed, part+": ")
			delete(out, fmt.Sprint(d.Tables[f.Table-1].Section, "/", f.Line, "/", f.Col))
		}
	}
	return out
}

// TestOwnFilesAgree: the workbook and the document that motcua writes, read back, hold every
// figure of report.json with the same digits and the same meaning.
func TestOwnFilesAgree(t *testing.T) {
	asJSON := written(t, "report.json", func(r *report.Report, b *bytes.Buffer) error { return r.WriteJSON(b) })
	want := values(asJSON)
	if len(want) < 300 || asJSON.Format != "motcua-report" {
		t.Fatalf("only %d figures in JSON", len(want))
	}
	measures := meanings(asJSON)
	for name, write := range map[string]func(*report.Report, *bytes.Buffer) error{
		"b.xlsx": func(r *report.Report, b *bytes.Buffer) error { return r.WriteXLSX(b) },
		"b.docx": func(r *report.Report, b *bytes.Buffer) error { return r.WriteDOCX(b) },
	} {
		t.Run(name, func(t *testing.T) {
			d := written(t, name, write)
			if diff := cmp.Diff(want, values(d)); diff != "" {
				t.Errorf("figures differ (-json +%s):\n%.4000s", name, diff)
			}
			if diff := cmp.Diff(measures, meanings(d)); diff != "" {
				t.Errorf("meanings differ (-json +%s):\n%.4000s", name, diff)
			}
			if !strings.Contains(d.Title, "Nghị quyết số 76/NQ-CP") {
				t.Errorf("title %q", d.Title)
			}
		})
	}
}

// meanings counts the figures of tables by measure, days and field.
func meanings(d *statement.Document) map[string]int {
	out := map[string]int{}
	for _, f := range d.Figures {
		if f.Table == 0 || f.Measure == "" || f.Empty || f.IsText {
			continue
		}
		keys := slices.Sorted(maps.Keys(f.Of))
		of := ""
		for _, k := range keys {
			of += " " + k + "=" + f.Of[k]
		}
		out[fmt.Sprintf("%s %s..%s %v%s", f.Measure, f.Period.From, f.Period.To, f.Period.Partial, of)]++
	}
	return out
}
