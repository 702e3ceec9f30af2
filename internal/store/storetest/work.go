package storetest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/ledger"
	"github.com/motcua/motcua/internal/store"
)

// lived is a database after many acts, with the states of all dossiers of its units.
func lived(t *testing.T, b Backend, seed uint64, acts int, units ...string) (*store.Snapshot, *Office, map[string][]*dossier.State) {
	t.Helper()
	o := NewOffice(t, seed)
	s, _ := Open(t, b, o)
	ids := map[string]map[ledger.ID]bool{}
	var answers []<-chan desk.Result
	for _, a := range o.Live(acts, units...) {
		if ids[a.Unit] == nil {
			ids[a.Unit] = map[ledger.ID]bool{}
		}
		ids[a.Unit][a.Subjects[0]] = true
		answers = append(answers, s.Submit(t.Context(), a))
	}
	for _, a := range answers {
		<-a // refusals belong to it
	}
	sound(t, s)
	sn := Snap(t, s)
	all := map[string][]*dossier.State{}
	for unit, some := range ids {
		for _, id := range slices.Sorted(maps.Keys(some)) {
			state, err := sn.Dossier(t.Context(), unit, id)
			if err == nil {
				all[unit] = append(all[unit], state)
			} else if !fault.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
		}
	}
	return sn, o, all
}

// queues: queues, their counts and loads are what the states say, in every order and page.
func queues(t *testing.T, b Backend) {
	units := []string{Unit, "H50.31.03"}
	sn, o, all := lived(t, b, 50, 1500, units...)
	now := calendar.DateOf(o.Now)
	seen := map[desk.Bucket]int{}
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom(units).Draw(t, "unit")
		q := desk.Queue{Unit: unit, Sort: rapid.SampledFrom([]string{"", "due", "-due", "since", "-since", "received", "-received", "code", "-code"}).Draw(t, "sort")}
		q.Days.Today = now - calendar.Date(rapid.Int32Range(0, 400).Draw(t, "ago"))
		if due := rapid.SampledFrom(all[unit]).Draw(t, "due").LegalDue; !due.IsZero() && rapid.Bool().Draw(t, "a due day") {
			q.Days.Today = calendar.DateOf(due)
		}
		q.Days.Soon = q.Days.Today + calendar.Date(rapid.Int32Range(0, 9).Draw(t, "soon"))
		q.Bucket = desk.Bucket(rapid.IntRange(0, 6).Draw(t, "bucket"))
		q.Holder = rapid.SampledFrom([]string{"", "", "cb-01", "cb-02", "cb-03", "ld-01", "cb-99"}).Draw(t, "holder")
		q.Proposed = rapid.IntRange(0, 4).Draw(t, "proposed") == 0
		q.Procedure = rapid.SampledFrom([]string{"", "", "1.001001", "1.001003", "9.999999"}).Draw(t, "procedure")
		if rapid.Bool().Draw(t, "some statuses") {
			q.Statuses = rapid.SliceOfNDistinct(rapid.SampledFrom([]dossier.Status{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}), 1, 4, rapid.ID[dossier.Status]).Draw(t, "statuses")
		}
		q.Offset, q.Limit = rapid.IntRange(0, 12).Draw(t, "offset"), rapid.IntRange(0, 30).Draw(t, "limit")
		queued(t, sn, all[unit], q, seen)
	})
	for _, s := range all[Unit] { // what rapid drew need not have met the due day of anybody, nor the days about it
		if s.LegalDue.IsZero() || (desk.Days{}).Bucket(s) == 0 {
			continue
		}
		due := calendar.DateOf(s.LegalDue)
		for _, today := range []calendar.Date{due - 30, due - 1, due, due + 1} {
			queued(t, sn, all[Unit], desk.Queue{Unit: Unit, Days: desk.Days{Today: today, Soon: today + 2}}, seen)
		}
		if seen[desk.Overdue]*seen[desk.Today]*seen[desk.Soon]*seen[desk.Later] > 0 {
			break
		}
	}
	for _, b := range desk.Buckets {
		if seen[b] == 0 {
			t.Errorf("no dossier was ever in bucket %d", b)
		}
	}
	for what, holds := range map[string]func(*dossier.State) bool{
		"a proposal":       func(s *dossier.State) bool { return s.Proposal != nil },
		"a representative": func(s *dossier.State) bool { return s.Representative != nil },
		"another's code":   func(s *dossier.State) bool { return len(s.Outside) > 0 },
	} {
		if !slices.ContainsFunc(all[Unit], holds) {
			t.Errorf("no dossier has %s", what)
		}
	}
	for _, sort := range []string{"name", "due; DROP TABLE work", "--due"} {
		if _, _, err := sn.Queue(t.Context(), desk.Queue{Unit: Unit, Sort: sort}); !fault.Is(err, fault.Invalid) {
			t.Errorf("sorted by %q: %v", sort, err)
		}
	}
	if rows, n, err := sn.Queue(t.Context(), desk.Queue{Unit: "H50.31.09"}); err != nil || n != 0 || rows != nil {
		t.Errorf("of a unit that has nothing: %d, %v", n, err)
	}
}

// actsOf: what an actor did last is what the chain's entries say, newest first, of this unit
// alone.
func actsOf(t *testing.T, b Backend) {
	sn, _, all := lived(t, b, 51, 600, Unit, "H50.31.03")
	did := map[string][]ledger.Entry{}
	for _, s := range all[Unit] {
		entries, err := sn.Entries(t.Context(), Unit, ledger.Subject{Kind: dossier.SubjectKind, ID: s.ID})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			did[e.Actor] = append(did[e.Actor], e)
		}
	}
	if len(did) == 0 {
		t.Fatal("nobody did anything")
	}
	for actor, want := range did {
		slices.SortFunc(want, func(a, b ledger.Entry) int { return cmp.Compare(b.Pos, a.Pos) })
		want = want[:min(len(want), 10)]
		got, err := sn.ActsOf(t.Context(), Unit, actor, 10)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%s: %d entries, want %d (%v)", actor, len(got), len(want), err)
		}
		for i := range want {
			if got[i].Pos != want[i].Pos || got[i].Kind != want[i].Kind || got[i].Subject != want[i].Subject {
				t.Errorf("%s: entry %d is %d %s, want %d %s", actor, i, got[i].Pos, got[i].Kind, want[i].Pos, want[i].Kind)
			}
		}
	}
	if got, err := sn.ActsOf(t.Context(), "H50.31.09", "cb-01", 10); err != nil || got != nil {
		t.Errorf("of a unit that has nothing: %v, %v", got, err)
	}
}

// queued compares one queue with the definition asked of every state.
func queued(t rapid.TB, sn *store.Snapshot, all []*dossier.State, q desk.Queue, seen map[desk.Bucket]int) {
	ctx := context.Background()
	var want []*dossier.State
	counts := map[desk.Bucket]int{}
	for _, s := range all {
		b := q.Days.Bucket(s)
		if b == 0 || len(q.Statuses) > 0 && !slices.Contains(q.Statuses, s.Status) || q.Holder != "" && s.Holder != q.Holder ||
			q.Proposed && s.Proposal == nil || q.Procedure != "" && s.Procedure != q.Procedure {
			continue
		}
		counts[b]++
		seen[b]++
		if q.Bucket == 0 || q.Bucket == b {
			want = append(want, s)
		}
	}
	slices.SortFunc(want, func(a, b *dossier.State) int { return inOrder(q.Sort, a, b) })
	total := len(want)
	want = want[min(q.Offset, total):]
	if q.Limit > 0 {
		want = want[:min(q.Limit, len(want))]
	}
	rows, n, err := sn.Queue(ctx, q)
	if err != nil || n != total || !slices.Equal(idsOf(rows), idsOf(want)) {
		t.Fatalf("%+v: %d, want %d, %v\n got %v\nwant %v", q, n, total, err, idsOf(rows), idsOf(want))
	}
	got, err := sn.QueueCounts(ctx, q)
	if err != nil || !maps.Equal(got, counts) {
		t.Fatalf("counts of %+v: %v, want %v, %v", q, got, counts, err)
	}
	loads := map[string]*desk.Load{}
	for _, s := range all {
		b := q.Days.Bucket(s)
		if b == 0 {
			continue
		}
		l := loads[s.Holder]
		if l == nil {
			l = &desk.Load{Holder: s.Holder, Counts: map[desk.Bucket]int{}, Since: since(s)}
			loads[s.Holder] = l
		}
		if l.Counts[b]++; since(s).Before(l.Since) {
			l.Since = since(s)
		}
	}
	found, err := sn.Loads(ctx, q.Unit, q.Days)
	if err != nil || len(found) != len(loads) {
		t.Fatalf("loads: %v, want %d, %v", found, len(loads), err)
	}
	for i, l := range found {
		want := loads[l.Holder]
		if want == nil || !l.Since.Equal(want.Since) || !maps.Equal(l.Counts, want.Counts) || i > 0 && found[i-1].Holder >= l.Holder {
			t.Fatalf("load %+v, want %+v", l, want)
		}
	}
}

func since(s *dossier.State) time.Time {
	if s.Since.IsZero() {
		return s.Last
	}
	return s.Since
}

func inOrder(sort string, a, b *dossier.State) int {
	name, back := strings.CutPrefix(sort, "-")
	came := func(s *dossier.State) time.Time {
		if s.ReceivedAt.IsZero() {
			return s.SubmittedAt
		}
		return s.ReceivedAt
	}
	c := 0
	switch name {
	case "", "due":
		if a.LegalDue.IsZero() != b.LegalDue.IsZero() {
			c = map[bool]int{true: 1, false: -1}[a.LegalDue.IsZero()]
		} else {
			c = a.LegalDue.Compare(b.LegalDue)
		}
	case "since":
		c = since(a).Compare(since(b))
	case "received":
		c = came(a).Compare(came(b))
	}
	c = cmp.Or(c, strings.Compare(a.Code, b.Code), cmp.Compare(a.ID, b.ID))
	if back {
		return -c
	}
	return c
}
