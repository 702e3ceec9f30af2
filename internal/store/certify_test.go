package store_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/data"
	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/datafile"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/measure"
	"github.com/motcua/motcua/internal/measure/indicator"
	"github.com/motcua/motcua/internal/report"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// ward is the shipped data with all that a report is made from.
type ward struct {
	cat   *catalog.Catalog
	kinds *register.Kinds
	set   *indicator.Set
	forms map[string]*report.Definition
}

var shipped = sync.OnceValue(func() ward {
	var w ward
	var all []datafile.Problem
	note := func(some []datafile.Problem) { all = append(all, some...) }
	var some []datafile.Problem
	w.cat, some = catalog.Load(data.FS)
	note(some)
	w.kinds, some = register.LoadKinds(data.FS)
	note(some)
	w.set, some = indicator.Load(data.FS, w.cat, w.kinds)
	note(some)
	w.forms, some = report.Load(data.FS, w.set)
	if note(some); len(all) > 0 {
		panic(all[0].String())
	}
	return w
})

// counter is a desk over a fresh database whose clock is that of the acts.
func counter(t *testing.T, b storetest.Backend) (*desk.Desk, *store.Store) {
	t.Helper()
	w, o := shipped(), storetest.NewOffice(t, 1)
	s, _ := storetest.Open(t, b, o)
	d := desk.New(w.cat, s)
	d.Kinds = w.kinds
	return d, s
}

func certification(i int, at time.Time) desk.Certification {
	return desk.Certification{Unit: storetest.Unit, Key: fmt.Sprintf("cb-01:%d", i), Book: desk.Copies, Happened: at,
		Papers:    []desk.Certificate{{Paper: "Bằng tốt nghiệp", Copies: 1 + i%3, Pages: 1 + i%5}},
		Person:    access.Person{ID: "cb-01", Unit: storetest.Unit, Roles: []access.Role{access.Clerk, access.Specialist}},
		Signer:    access.Person{ID: "ld-01", Unit: storetest.Unit, Name: "Lãnh Đạo Mẫu", Roles: []access.Role{access.Leader}},
		Requester: dossier.Applicant{Kind: 1, Name: "Nguyễn Thị Thử"}}
}

// TestCertifications: on both databases, many counters certify at once and every form is sent
// several times. Each form is one dossier and one number, numbers have no gap, and form
// II.06a, its list, the appendices and the book count them at once (NĐ 23/2015 Đ20; TT
// 01/2020/TT-VPCP).
func TestCertifications(t *testing.T) {
	for name, b := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		t.Run(name, func(t *testing.T) { certifications(t, b) })
	}
}

func certifications(t *testing.T, b storetest.Backend) {
	const forms, times = 60, 5
	d, s := counter(t, b)
	day := calendar.MakeDate(2024, 6, 3)
	got := make([]desk.Certified, forms*times)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			var err error
			if got[i], err = d.Certify(context.Background(), certification(i%forms, day.At(9, 0))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if t.Failed() {
		return
	}
	numbers, codes := map[int]bool{}, map[string]bool{}
	for i, c := range got {
		if first := got[i%forms]; c.Numbers[0] != first.Numbers[0] || c.Code != first.Code {
			t.Fatalf("form %d got %v and %v", i%forms, first, c)
		}
		numbers[c.Numbers[0]], codes[c.Code] = true, true
	}
	for n := 1; n <= forms; n++ {
		if !numbers[n] {
			t.Errorf("number %d was not given", n)
		}
	}
	if len(numbers) != forms || len(codes) != forms {
		t.Errorf("%d numbers and %d dossiers of %d forms", len(numbers), len(codes), forms)
	}
	counted(t, s, day, codes)
	if r, err := s.Verify(context.Background(), nil); err != nil || r.Err() != nil {
		t.Errorf("verify: %v %v", err, r.Faults)
	}
}

// counted looks at form, list, appendix and book in one reading.
func counted(t *testing.T, s *store.Store, day calendar.Date, codes map[string]bool) {
	t.Helper()
	w, ctx, sn := shipped(), context.Background(), storetest.Snap(t, s)
	src := indicator.NewSource(sn, w.cat, w.kinds, storetest.Unit)
	rows := w.forms["cchc-2021-2025"].Form.Rows
	p := calendar.Period{From: day, To: day}
	f, err := report.FlowForm(ctx, src, rows, p)
	if err != nil {
		t.Fatal(err)
	}
	n := int64(len(codes))
	i := slices.IndexFunc(f.Rows, func(r report.FlowRow) bool { return r.Field == "Chứng thực" })
	if i < 0 || f.Rows[i].Received.Direct != n || f.Rows[i].Settled.OnTime != n || f.Rows[i].Open.Total != 0 {
		t.Errorf("II.06a: %+v", f.Rows)
	}
	list, err := report.ListII06a(ctx, src, rows, p, "Chứng thực", "settled.on_time", measure.Page{})
	if err != nil || list.Count != n {
		t.Fatalf("list %d rows: %v", list.Count, err)
	}
	for _, row := range list.Rows {
		if !codes[fmt.Sprint(row[0])] && !slices.ContainsFunc(row, func(v any) bool { return codes[fmt.Sprint(v)] }) {
			t.Errorf("a row that is no certification: %v", row)
		}
	}
	made, err := report.Build(ctx, report.Input{Definition: w.forms["cchc-2021-2025"], Set: w.set, Source: src, Unit: w.cat.Units.All()[0], AsOf: calendar.MakeDate(2025, 3, 31)})
	if err != nil {
		t.Fatal(err)
	}
	on := false
	for _, c := range made.Cells() {
		if c.Indicator == "III.4.3" && c.Period.From <= day && day <= c.Period.To && c.Num != nil {
			on = on || *c.Num == n && *c.Den == n
		}
	}
	if !on {
		t.Error("line III.4.3 of the appendices does not count them")
	}
	items, err := sn.Items(ctx, storetest.Unit, "certification", string(desk.Copies), day, day)
	if err != nil || int64(len(items)) != n {
		t.Fatalf("%d lines in the book: %v", len(items), err)
	}
	for _, it := range items {
		if k, err := strconv.Atoi(it.Fields["number"]); err != nil || k < 1 || !codes[it.Evidence[0].Ref] || it.Fields["book"] != "01/2024-SCT/BS" {
			t.Errorf("line %+v", it)
		}
	}
}
