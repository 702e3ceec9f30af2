package report

import (
	"bytes"
	"context"
	"io/fs"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/catalog/unit"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/measure/measuretest"
)

const wardCode = "H99.01"

// ward is a ward in memory that a report is built from.
type ward struct{ measuretest.Ward }

// shipped is the shipped data, with the small report of testdata beside it.
var shipped = sync.OnceValue(func() (out struct {
	fsys  fs.FS
	cat   *catalog.Catalog
	kinds *register.Kinds
	set   *indicator.Set
	defs  map[string]*Definition
	bad   []datafile.Problem
}) {
	out.fsys = datafile.Overlay(data.FS, "testdata/tiny")
	var a, b, c, d []datafile.Problem
	out.cat, a = catalog.Load(out.fsys)
	out.kinds, b = register.LoadKinds(out.fsys)
	out.set, c = indicator.Load(out.fsys, out.cat, out.kinds)
	out.defs, d = Load(out.fsys, out.set)
	out.bad = slices.Concat(a, b, c, d)
	return out
})

func (w *ward) source() *indicator.Source {
	return indicator.NewSource(w, shipped().cat, shipped().kinds, wardCode)
}

func (w *ward) build(t testing.TB, id string, asOf calendar.Date) *Report {
	t.Helper()
	u := &unit.Unit{ID: "phuong-thu", Code: wardCode}
	r, err := Build(context.Background(), Input{Definition: shipped().defs[id], Set: shipped().set, Source: w.source(), Unit: u, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func reportJSON(t testing.TB, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// came is a dossier received on a day; ended "" leaves it open; due decides its class.
func came(code, procedure string, ch dossier.Channel, received, due, ended string) *dossier.State {
	s := &dossier.State{Code: code, Status: dossier.Processing, Procedure: procedure, Channel: ch, Level: dossier.LevelFull,
		ReceivedAt: date(received).At(8, 0), LegalDue: date(due).At(17, 0)}
	if ended != "" {
		s.Status, s.EndedAt = dossier.Settled, date(ended).At(10, 0)
		s.Result = dossier.Result{Paper: true, Electronic: ch == dossier.Online}
	}
	last := s.EndedAt
	if last.IsZero() || last.After(s.LegalDue.Add(24*time.Hour)) {
		s.Late = []dossier.Span{{From: date(due) + 1}}
		if ended != "" {
			s.Late[0].To = date(ended)
		}
	}
	return s
}

// small is a ward of six dossiers over two years: one of each class, one carried over, one
// dropped, one by post, and one of a field the printed form does not name.
func small() *ward {
	const certify, birth, linked, land = "2.000815", "1.001193", "2.002621", "1.012817"
	dropped := came("P-6", certify, dossier.Counter, "2024-02-05", "2024-02-06", "2024-02-06")
	dropped.Status, dropped.Result = dossier.Stopped, dossier.Result{}
	digitized := came("P-2", birth, dossier.Online, "2023-03-02", "2023-03-09", "2023-03-09")
	digitized.Components = []dossier.Component{{Name: "Tờ khai", Digitized: true}}
	digitized.Transfers = 1
	return &ward{measuretest.Ward{States: []*dossier.State{
		came("P-1", certify, dossier.Counter, "2023-03-01", "2023-03-02", "2023-03-01"),
		digitized,
		came("P-3", linked, dossier.Online, "2023-12-28", "2024-01-10", "2024-01-08"),
		came("P-4", certify, dossier.Post, "2024-01-04", "2024-01-05", "2024-01-09"),
		came("P-5", land, dossier.Counter, "2024-02-01", "2024-03-01", ""),
		dropped,
	}}}
}
