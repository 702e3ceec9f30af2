package storetest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/store"
)

func wantKey(t testing.TB, err error, key string) {
	t.Helper()
	if f, ok := fault.Of(err); !ok || f.Key != key {
		t.Errorf("error %v, want %s", err, key)
	}
}

// opened is a database whose clock for notes is the test's.
func opened(t *testing.T, b Backend, now *time.Time) (*store.Store, store.Options) {
	t.Helper()
	opt := b.New(t)
	opt.Recorded, opt.Rand, opt.Now = Recorded, NewChance(1), func() time.Time { return *now }
	return reopen(t, opt), opt
}

func put(t testing.TB, s *store.Store, n note.Note) int64 {
	t.Helper()
	rev, err := s.Put(t.Context(), n)
	if err != nil {
		t.Fatalf("put %s: %v", n.ID, err)
	}
	return rev
}

// notes: what a Rev means, in the words of note.Keeper, and that a note is there as it was
// put, in the unit and under the kind it was put.
func notes(t *testing.T, b Backend) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 5e6, time.UTC)
	s, opt := opened(t, b, &now)
	n := note.Note{Unit: Unit, Kind: "draft", ID: "a", Owner: "cb-01", Body: []byte(`{"v":1,"họ tên":"Nguyễn Thị Ánh"}`)}
	if _, err := s.Get(t.Context(), Unit, "draft", "a"); !fault.Is(err, fault.NotFound) {
		t.Fatalf("a note of a unit that has nothing: %v", err)
	}
	for i, c := range []struct {
		rev  int64
		body string
		want int64  // the new Rev
		key  string // or the refusal
	}{
		{rev: 1, key: "note.changed"}, // there is none that could have been read
		{rev: 0, body: "one", want: 1},
		{rev: 0, body: "again", key: "note.changed"},
		{rev: 1, body: "two", want: 2},
		{rev: 1, body: "late", key: "note.changed"},
		{rev: 3, body: "guessed", key: "note.changed"},
		{rev: note.Any, body: "three", want: 3},
		{rev: 3, body: "", want: 4},
	} {
		n.Rev, n.Body = c.rev, []byte(c.body)
		now = now.Add(time.Second)
		rev, err := s.Put(t.Context(), n)
		if c.key != "" {
			wantKey(t, err, c.key)
		} else if err != nil || rev != c.want {
			t.Errorf("step %d: rev %d, %v; want %d", i, rev, err, c.want)
		} else if got, err := s.Get(t.Context(), Unit, "draft", "a"); err != nil || got.Rev != rev || string(got.Body) != c.body ||
			!got.Changed.Equal(now) || got.Owner != "cb-01" || !got.Expires.IsZero() || got.Unit != Unit || got.Kind != "draft" || got.ID != "a" {
			t.Errorf("step %d: %+v, %v", i, got, err)
		}
	}
	for _, other := range [][3]string{{"H50.31.03", "draft", "a"}, {Unit, "view", "a"}, {Unit, "draft", "b"}, {Unit, "draft", "A"}} {
		if _, err := s.Get(t.Context(), other[0], other[1], other[2]); !fault.Is(err, fault.NotFound) {
			t.Errorf("%v is found: %v", other, err)
		}
	}
	s.Close()
	s = reopen(t, opt)
	for range 2 { // what is forgotten already is no error
		if err := s.Drop(t.Context(), Unit, "draft", "a"); err != nil {
			t.Errorf("drop: %v", err)
		}
	}
	_, err := s.Get(t.Context(), Unit, "draft", "a")
	wantKey(t, err, "note.absent")
	_, err = s.Put(t.Context(), note.Note{Unit: Unit, Kind: "draft", ID: "long", Body: make([]byte, 1<<20+1)})
	wantKey(t, err, "store.note_long")
	s.Close()
	opt.ReadOnly = true
	s = reopen(t, opt)
	_, err = s.Put(t.Context(), n)
	wantKey(t, err, "store.opened_read_only")
	wantKey(t, s.Drop(t.Context(), Unit, "draft", "a"), "store.opened_read_only")
	wantKey(t, s.Watch(t.Context(), access.View{Unit: Unit, Actor: "cb-01"}), "store.opened_read_only")
}

// listed: the notes of a kind, of one owner or of all, last changed first.
func listed(t *testing.T, b Backend) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	s, _ := opened(t, b, &now)
	for i := range 9 {
		now = now.Add(time.Minute)
		put(t, s, note.Note{Unit: Unit, Kind: "view", ID: fmt.Sprintf("v%d", i), Owner: fmt.Sprintf("cb-0%d", i%2)})
	}
	put(t, s, note.Note{Unit: Unit, Kind: "draft", ID: "v1", Owner: "cb-00"})
	put(t, s, note.Note{Unit: "H50.31.03", Kind: "view", ID: "v1", Owner: "cb-00"})
	now = now.Add(time.Minute)
	put(t, s, note.Note{Unit: Unit, Kind: "view", ID: "v3", Owner: "cb-01", Rev: note.Any})
	for _, c := range []struct {
		owner string
		limit int
		want  []string
	}{
		{"", 0, []string{"v3", "v8", "v7", "v6", "v5", "v4", "v2", "v1", "v0"}},
		{"", 2, []string{"v3", "v8"}},
		{"cb-01", 0, []string{"v3", "v7", "v5", "v1"}},
		{"cb-01", 3, []string{"v3", "v7", "v5"}},
		{"cb-02", 0, nil},
	} {
		found, err := s.List(t.Context(), Unit, "view", c.owner, c.limit)
		var ids []string
		for _, n := range found {
			ids = append(ids, n.ID)
		}
		if err != nil || !slices.Equal(ids, c.want) {
			t.Errorf("of %q, %d at most: %v, %v; want %v", c.owner, c.limit, ids, err, c.want)
		}
	}
}

// expiring: an expired note is not found, can be made anew, and is taken out in time.
func expiring(t *testing.T, b Backend) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	s, opt := opened(t, b, &now)
	n := note.Note{Unit: Unit, Kind: "session", ID: "s", Expires: now.Add(time.Hour)}
	put(t, s, n)
	n.Rev = put(t, s, note.Note{Unit: Unit, Kind: "session", ID: "s", Rev: 1, Expires: n.Expires})
	now = n.Expires.Add(-time.Millisecond)
	if got, err := s.Get(t.Context(), Unit, "session", "s"); err != nil || !got.Expires.Equal(n.Expires) {
		t.Errorf("before its end: %+v, %v", got, err)
	}
	now = n.Expires
	_, err := s.Get(t.Context(), Unit, "session", "s")
	wantKey(t, err, "note.absent")
	if all, err := s.List(t.Context(), Unit, "session", "", 0); err != nil || len(all) > 0 {
		t.Errorf("listed after its end: %v, %v", all, err)
	}
	_, err = s.Put(t.Context(), n)
	wantKey(t, err, "note.changed")
	n.Rev, n.Expires = 0, now.Add(time.Hour)
	if rev := put(t, s, n); rev != 1 {
		t.Errorf("made anew with rev %d", rev)
	}
	put(t, s, note.Note{Unit: Unit, Kind: "session", ID: "long", Expires: now.AddDate(1, 0, 0)})
	now = now.AddDate(0, 0, 3)
	put(t, s, note.Note{Unit: Unit, Kind: "session", ID: "other"})
	var left int
	if err := b.Raw(t, opt).QueryRow("SELECT count(*) FROM note").Scan(&left); err != nil || left != 2 {
		t.Errorf("%d notes are left, %v", left, err)
	}
}

// contended: of many who change one note at once exactly one wins each round, whichever
// program they work with.
func contended(t *testing.T, b Backend) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	one, opt := opened(t, b, &now)
	two := reopen(t, opt)
	const rounds, writers = 12, 64
	for round := range int64(rounds) {
		var won atomic.Int64
		var by atomic.Int64
		var wg sync.WaitGroup
		for w := range int64(writers) {
			wg.Go(func() {
				s := one
				if w%2 == 1 {
					s = two
				}
				rev, err := s.Put(context.Background(), note.Note{Unit: Unit, Kind: "job", ID: "j", Rev: round, Body: []byte{byte(w)}})
				switch {
				case err == nil && rev == round+1:
					won.Add(1)
					by.Store(w)
				case err == nil:
					t.Errorf("round %d: rev %d", round, rev)
				default:
					wantKey(t, err, "note.changed")
				}
			})
		}
		wg.Wait()
		got, err := two.Get(t.Context(), Unit, "job", "j")
		if won.Load() != 1 || err != nil || got.Rev != round+1 || int64(got.Body[0]) != by.Load() {
			t.Fatalf("round %d: %d won, last %d; there is %+v, %v", round, won.Load(), by.Load(), got, err)
		}
	}
}

// besides: notes and looks of a group neither fail its acts nor are lost with a refused one,
// and a note that is refused is only its own sender's error.
func besides(t *testing.T, b Backend) {
	o := NewOffice(t, 40)
	s, _ := Open(t, b, o)
	put(t, s, note.Note{Unit: Unit, Kind: "draft", ID: "taken"})
	acts := make([]desk.Act, 60)
	for i := range acts {
		acts[i] = o.Act(Unit, o.ID(), o.Receive())
	}
	var wg sync.WaitGroup
	for i, a := range acts {
		wg.Go(func() {
			if r, err := s.Do(context.Background(), a); err != nil || r.Count != 1 {
				t.Errorf("an act beside notes: %+v, %v", r, err)
			}
		})
		wg.Go(func() {
			_, err := s.Put(context.Background(), note.Note{Unit: Unit, Kind: "draft", ID: "taken"})
			wantKey(t, err, "note.changed")
		})
		wg.Go(func() {
			if _, err := s.Put(context.Background(), note.Note{Unit: Unit, Kind: "draft", ID: fmt.Sprint(i)}); err != nil {
				t.Errorf("a note beside acts: %v", err)
			}
		})
		wg.Go(func() {
			if err := s.Watch(context.Background(), access.View{Unit: Unit, Actor: "cb-01", Dossier: 7, What: "page"}); err != nil {
				t.Errorf("a look beside acts: %v", err)
			}
		})
	}
	wg.Wait()
	if r := sound(t, s); r.Entries != int64(len(acts)) {
		t.Errorf("verified %+v", r)
	}
	if all, err := s.List(t.Context(), Unit, "draft", "", 0); err != nil || len(all) != len(acts)+1 {
		t.Errorf("%d notes, %v", len(all), err)
	}
	if _, n, err := Snap(t, s).Views(t.Context(), access.ViewQuery{Unit: Unit}); err != nil || n != len(acts) {
		t.Errorf("%d looks, %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, note.Note{Unit: Unit, Kind: "draft", ID: "gone"}); err == nil {
		t.Error("a cancelled note was acknowledged")
	}
}

// beginning: a unit that has recorded nothing keeps notes and looks, and has no chain.
func beginning(t *testing.T, b Backend) {
	o := NewOffice(t, 41)
	s, opt := Open(t, b, o)
	put(t, s, note.Note{Unit: Unit, Kind: "account", ID: "qt-01"})
	if err := s.Watch(t.Context(), access.View{Unit: Unit, At: o.Now, Actor: "qt-01", Role: access.Admin, Dossier: o.ID(), What: "page"}); err != nil {
		t.Fatal(err)
	}
	sn := Snap(t, s)
	units, err := sn.Units(t.Context())
	st, _ := sn.Stats(t.Context())
	if err != nil || len(units) != 0 || st.Units != 0 {
		t.Errorf("units %v, %+v, %v", units, st, err)
	}
	if r := sound(t, s); len(r.Units) != 0 {
		t.Errorf("verified %+v", r)
	}
	if r, err := s.Rebuild(t.Context(), nil); err != nil || !r.Equal() {
		t.Errorf("rebuilt %+v, %v", r, err)
	}
	s.Close()
	s = reopen(t, opt)
	if r := must(t, s, o.Act(Unit, o.ID(), o.Receive())); r.First != 0 {
		t.Errorf("the first entry is at %d", r.First)
	}
	if _, err := s.Get(t.Context(), Unit, "account", "qt-01"); err != nil {
		t.Errorf("the note: %v", err)
	}
	sound(t, s)
}
