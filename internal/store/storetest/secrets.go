package storetest

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/seal"
	"github.com/motcua/motcua/internal/store"
)

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
