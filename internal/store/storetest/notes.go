package storetest

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/seal"
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

// looks: every look is found again by who, what and when, newest first, and none is ever
// changed.
func looks(t *testing.T, b Backend) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	s, opt := opened(t, b, &now)
	start := now
	var all []access.View
	for i := range 30 {
		v := access.View{Unit: Unit, At: start.Add(time.Duration(i/3) * time.Minute), Actor: fmt.Sprintf("cb-0%d", i%2), Role: access.Clerk,
			Dossier: []access.View{{Dossier: 11}, {Dossier: 12}, {}}[i%3].Dossier, What: []string{"page", "print", "search"}[i%3]}
		if i == 29 {
			v.Unit = "H50.31.03"
		}
		all = append(all, v)
	}
	if err := s.Watch(t.Context(), all...); err != nil {
		t.Fatal(err)
	}
	if err := s.Watch(t.Context(), access.View{Unit: Unit, Actor: "cb-09"}); err != nil {
		t.Fatal(err)
	}
	all = append(all, access.View{Unit: Unit, At: now, Actor: "cb-09"})
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b access.View) int { return b.At.Compare(a.At) })
	sn := Snap(t, s)
	for _, q := range []access.ViewQuery{
		{}, {Unit: Unit}, {Unit: "H50.31.03"}, {Unit: "H50.31.09"}, {Unit: Unit, Actor: "cb-01"}, {Unit: Unit, Dossier: 11}, {Actor: "cb-01", Dossier: 12},
		{Unit: Unit, From: start.Add(3 * time.Minute)}, {Unit: Unit, From: start.Add(3 * time.Minute), To: start.Add(5 * time.Minute)},
		{Unit: Unit, Offset: 3, Limit: 7}, {Unit: Unit, Offset: 28, Limit: 7}, {Unit: Unit, Offset: 99}, {Unit: Unit, Actor: "cb-00", Offset: 2},
	} {
		var want []access.View
		for _, v := range all {
			if (q.Unit == "" || v.Unit == q.Unit) && (q.Actor == "" || v.Actor == q.Actor) && (q.Dossier == 0 || v.Dossier == q.Dossier) &&
				!v.At.Before(q.From) && (q.To.IsZero() || v.At.Before(q.To)) {
				want = append(want, v)
			}
		}
		total := len(want)
		want = want[min(q.Offset, total):]
		if q.Limit > 0 {
			want = want[:min(q.Limit, len(want))]
		}
		got, n, err := sn.Views(t.Context(), q)
		if err != nil || n != total || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%+v: %d of %d, %v\n got %v\nwant %v", q, n, total, err, got, want)
		}
	}
	sn.Close() // TRUNCATE would wait for the reading
	raw := b.Raw(t, opt)
	for _, q := range append([]string{"UPDATE look SET actor = 'cb-02'", "DELETE FROM look"}, map[bool][]string{true: {"TRUNCATE look"}}[opt.DB != ""]...) {
		if _, err := raw.Exec(q); err == nil {
			t.Errorf("%s went through", q)
		}
	}
}

// secrets: a secret is made once, whoever asks first and with whichever program.
func secrets(t *testing.T, b Backend) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	one, opt := opened(t, b, &now)
	two := reopen(t, opt)
	var got [24][]byte
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			var err error
			if got[i], err = []*store.Store{one, two}[i%2].Secret(context.Background(), Unit, "receipt"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, k := range got {
		if len(k) != 32 || !bytes.Equal(k, got[0]) || bytes.Equal(k, make([]byte, 32)) {
			t.Fatalf("secrets differ: %x", got)
		}
	}
	other, err := one.Secret(t.Context(), Unit, "cookie")
	if err != nil || bytes.Equal(other, got[0]) {
		t.Errorf("another name: %x, %v", other, err)
	}
	if other, err = two.Secret(t.Context(), "H50.31.03", "receipt"); err != nil || bytes.Equal(other, got[0]) {
		t.Errorf("another unit: %x, %v", other, err)
	}
	opt.ReadOnly = true
	ro := reopen(t, opt)
	if again, err := ro.Secret(t.Context(), Unit, "receipt"); err != nil || !bytes.Equal(again, got[0]) {
		t.Errorf("read only: %x, %v", again, err)
	}
	_, err = ro.Secret(t.Context(), Unit, "new")
	wantKey(t, err, "store.opened_read_only")
}

// sealedSecrets: T16: with a key the database does not tell a unit's secret; one of an earlier
// version is sealed once and stays the same; without the key, or with it in another's place, it
// opens nowhere; given up, a fresh one takes its place.
func sealedSecrets(t *testing.T, b Backend) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	one, opt := opened(t, b, &now)
	clear, err := one.Secret(t.Context(), Unit, "receipt")
	if err != nil {
		t.Fatal(err)
	}
	ring, err := seal.Create(filepath.Join(t.TempDir(), seal.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if there, err := one.HasSealed(t.Context(), Unit); there || err != nil {
		t.Errorf("sealed without a key: %v %v", there, err)
	}
	one.SealBy(ring)
	for i, want := range []int{1, 0} {
		if n, err := one.Reseal(t.Context(), Unit); n != want || err != nil {
			t.Errorf("round %d: %d sealed, %v", i, n, err)
		}
	}
	if there, err := one.HasSealed(t.Context(), Unit); !there || err != nil {
		t.Errorf("not sealed: %v %v", there, err)
	}
	n, err := one.Get(t.Context(), Unit, "secret", "receipt")
	if err != nil || bytes.Contains(n.Body, clear) || !seal.Sealed(n.Body) {
		t.Errorf("kept as %q, %v", n.Body, err)
	}
	if again, err := one.Secret(t.Context(), Unit, "receipt"); err != nil || !bytes.Equal(again, clear) {
		t.Errorf("%x is %x now, %v", clear, again, err)
	}
	two := reopen(t, opt)
	_, err = two.Secret(t.Context(), Unit, "receipt")
	wantKey(t, err, "store.no_key")
	n.ID, n.Rev = "cookie", 0 // a sealed secret in another's place
	if _, err := one.Put(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	_, err = one.Secret(t.Context(), Unit, "cookie")
	wantKey(t, err, "seal.broken")
	if lost, err := one.DropLost(t.Context(), Unit); err != nil || !slices.Equal(lost, []string{"cookie"}) {
		t.Errorf("given up: %v, %v", lost, err)
	}
	if fresh, err := one.Secret(t.Context(), Unit, "cookie"); err != nil || bytes.Equal(fresh, clear) || len(fresh) != 32 {
		t.Errorf("%x, %v", fresh, err)
	}
}
