package store_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/store"
	"github.com/motcua/motcua/internal/store/storetest"
)

// BenchmarkNotes prints how many notes and looks are kept in a second beside the same
// machine's fdatasync, in turn, and how many notes are read.
func BenchmarkNotes(b *testing.B) {
	for name, backend := range map[string]storetest.Backend{"sqlite": sqliteBackend, "postgres": postgresBackend} {
		b.Run(name, func(b *testing.B) {
			s, err := store.Open(b.Context(), backend.New(b))
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			ctx, body := context.Background(), []byte(`{"v":1,"procedure":"2.000815","applicant":{"n":"Nguyễn Thị Ánh"},"components":[{"n":"Giấy tờ cần chứng thực","c":2}]}`)
			fail := func(err error) {
				if err != nil {
					b.Error(err)
				}
			}
			put := func(w int) {
				_, err := s.Put(ctx, note.Note{Unit: storetest.Unit, Kind: "draft", ID: fmt.Sprint(w), Owner: "cb-01", Rev: note.Any, Body: body})
				fail(err)
			}
			for w := range clients {
				put(w)
			}
			sides := []*side{
				{name: "fdatasync of 4 KB", run: fdatasync(b)},
				{name: "notes put, 1 client", run: workers(1, put)},
				{name: "notes put, 64 clients", run: workers(clients, put)},
				{name: "looks, 64 clients", run: workers(clients, func(int) {
					fail(s.Watch(ctx, access.View{Unit: storetest.Unit, Actor: "cb-01", Role: access.Clerk, Dossier: 7, What: "page"}))
				})},
				{name: "notes read, 1 client", run: workers(1, func(w int) {
					_, err := s.Get(ctx, storetest.Unit, "draft", fmt.Sprint(w))
					fail(err)
				})},
				{name: "notes read, 64 clients", run: workers(clients, func(w int) {
					_, err := s.Get(ctx, storetest.Unit, "draft", fmt.Sprint(w))
					fail(err)
				})},
			}
			for range rounds {
				for _, x := range sides {
					start := time.Now()
					n := x.run(turn)
					x.rates = append(x.rates, float64(n)/time.Since(start).Seconds())
				}
			}
			fmt.Println()
			for _, x := range sides {
				fmt.Printf("  %-28s %9.0f/s  (%.0f..%.0f)\n", x.name, x.median(), slices.Min(x.rates), slices.Max(x.rates))
			}
			for b.Loop() { // the measuring is above
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkCounter prints what queues and searches cost when 3,000 dossiers are in work.
// MOTCUA_BENCH_DIR names a folder with a large ward, to which the receipts are added.
func BenchmarkCounter(b *testing.B) {
	opt := sqliteBackend.New(b)
	if dir := os.Getenv("MOTCUA_BENCH_DIR"); dir != "" {
		opt = store.Options{Dir: dir}
	}
	s, err := store.Open(b.Context(), opt)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	o := storetest.NewOffice(b, 1)
	o.Now = calendar.MakeDate(2025, 3, 3).At(7, 30)
	var waiting []<-chan desk.Result
	for range 3000 {
		o.Now = o.Now.Add(3 * time.Minute)
		waiting = append(waiting, s.Submit(b.Context(), o.Act(storetest.Unit, o.ID(), o.Receive())))
	}
	for _, w := range waiting {
		<-w
	}
	sn := storetest.Snap(b, s)
	st, err := sn.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	fmt.Printf("\n  %d dossiers, of which 3,000 in work\n", st.Dossiers)
	today := calendar.DateOf(o.Now)
	q := desk.Queue{Unit: storetest.Unit, Days: desk.Days{Today: today, Soon: today + 2}, Limit: 50}
	hers := q
	hers.Holder, hers.Bucket = "cb-01", desk.Overdue
	queue := func(q desk.Queue) func() error {
		return func() error { _, _, err := sn.Queue(b.Context(), q); return err }
	}
	find := func(text string) func() error {
		return func() error { _, _, err := sn.Find(b.Context(), storetest.Unit, text, 20); return err }
	}
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"queue, a page of 50 of all", queue(q)},
		{"queue, a page of one holder's overdue", queue(hers)},
		{"queue counts", func() error { _, err := sn.QueueCounts(b.Context(), q); return err }},
		{"loads", func() error { _, err := sn.Loads(b.Context(), storetest.Unit, q.Days); return err }},
		{"find, a whole code", find("H50.31.02-240412-0003")},
		{"find, 0412-0003", find("0412-0003")},
		{"find, 0003", find("0003")},
		{"find, a number that is not there", find("045199999999")},
		{"find, a phone number", find("0912345612")},
		{"find, nguyen", find("nguyen")},
		{"find, n", find("n")},
		{"find, given name anh", find("Ánh")},
		{"find, a rare beginning", find("dang duc dat")},
		{"find, nobody", find("zzz khong co")},
	} {
		var took []time.Duration
		for range 25 {
			start := time.Now()
			if err := c.do(); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		fmt.Printf("  %-40s %9.2f ms  (%.2f..%.2f)\n", c.name, ms(took[12]), ms(took[0]), ms(took[24]))
	}
	for b.Loop() { // the measuring is above
	}
	b.ReportMetric(0, "ns/op")
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
