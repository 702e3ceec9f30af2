package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/store"
)

func refused(t *testing.T, b Backend) {
	o := NewOffice(t, 1)
	s, _ := Open(t, b, o)
	first := must(t, s, o.Act(Unit, o.ID(), o.Receive()))
	before, _ := Snap(t, s).Stats(t.Context())

	own := errors.New("own error")
	half := o.Act(Unit, o.ID(), o.Receive())
	whole := half.Run
	half.Run = func(tx desk.Tx) ([]byte, error) {
		if _, err := whole(tx); err != nil {
			t.Errorf("the first half: %v", err)
		}
		return nil, own
	}
	if _, err := s.Do(t.Context(), half); !errors.Is(err, own) {
		t.Errorf("refusal = %v, want the act's own", err)
	}
	panics := o.Act(Unit, o.ID(), o.Receive())
	panicked := panics.Run
	panics.Run = func(tx desk.Tx) ([]byte, error) {
		panicked(tx)
		panic("boom")
	}
	if _, err := s.Do(t.Context(), panics); err == nil || fault.Is(err, fault.Conflict) {
		t.Errorf("a panic gives %v", err)
	}
	if _, err := s.Do(t.Context(), o.Act(Unit, o.ID(), dossier.Accept{})); !fault.Is(err, fault.Conflict) {
		t.Errorf("an unlawful act gives %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Do(ctx, o.Act(Unit, o.ID(), o.Receive())); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled act gives %v", err)
	}
	empty := o.Act(Unit, o.ID(), o.Receive())
	empty.Run = func(desk.Tx) ([]byte, error) { return []byte("looked"), nil }
	if r, err := s.Do(t.Context(), empty); err != nil || r.Count != 0 || string(r.Answer) != "looked" {
		t.Errorf("an act that records nothing: %+v, %v", r, err)
	}
	for _, a := range []desk.Act{{Unit: Unit, Run: whole}, {Key: "x", Run: whole}, {Unit: Unit, Key: "x"}} {
		if _, err := s.Do(t.Context(), a); err == nil {
			t.Error("an incomplete act was taken")
		}
	}
	after, _ := Snap(t, s).Stats(t.Context())
	if before.Entries != after.Entries || before.Dossiers != after.Dossiers || before.Acts != after.Acts || before.Tallies != after.Tallies {
		t.Errorf("before %+v, after %+v", before, after)
	}
	next := must(t, s, o.Act(Unit, o.ID(), o.Receive()))
	if next.First != first.First+1 || string(next.Answer[:35]) == string(first.Answer[:35]) {
		t.Errorf("after %s comes %s at %d", first.Answer, next.Answer, next.First)
	}
	sound(t, s)
}

func repeated(t *testing.T, b Backend) {
	o := NewOffice(t, 2)
	s, opt := Open(t, b, o)
	id := o.ID()
	first := must(t, s, o.ActKey(Unit, id, "same", o.Receive()))
	if first.Repeat || first.Count != 1 {
		t.Fatalf("first receipt: %+v", first)
	}
	must(t, s, o.Act(Unit, o.ID(), o.Receive()))
	again := func(s *store.Store) {
		t.Helper()
		r := must(t, s, o.ActKey(Unit, o.ID(), "same", dossier.Settle{}))
		if !r.Repeat || string(r.Answer) != string(first.Answer) || r.First != first.First || r.Count != first.Count || r.Head != first.Head {
			t.Errorf("repeat: %+v, want %+v", r, first)
		}
	}
	again(s)
	s.Close()
	again(reopen(t, opt))
	if r := must(t, reopen(t, opt), o.ActKey("H50.31.03", o.ID(), "same", o.Receive())); r.Repeat {
		t.Error("a key is the unit's own: another unit may use it")
	}
}

func repeatedAtOnce(t *testing.T, b Backend) {
	o := NewOffice(t, 3)
	s, _ := Open(t, b, o)
	var wg sync.WaitGroup
	var firsts sync.Map
	var acts [24]desk.Act
	for i := range acts {
		acts[i] = o.ActKey(Unit, o.ID(), fmt.Sprintf("key-%d", i%3), o.Receive())
	}
	for _, a := range acts {
		wg.Go(func() {
			r, err := s.Do(context.Background(), a)
			if err != nil {
				t.Errorf("%v", err)
			}
			if !r.Repeat {
				if _, twice := firsts.LoadOrStore(a.Key, string(r.Answer)); twice {
					t.Errorf("%s was done twice", a.Key)
				}
			}
		})
	}
	wg.Wait()
	if r := sound(t, s); r.Entries != 3 || r.Dossiers != 3 {
		t.Errorf("three keys made %d entries", r.Entries)
	}
}

func series(t *testing.T, b Backend) {
	o := NewOffice(t, 4)
	s, _ := Open(t, b, o)
	const n = 120
	acts := make([]desk.Act, n)
	for i := range acts {
		if i%3 == 0 {
			acts[i] = o.Act(Unit, o.ID(), dossier.Receive{}) // refused after it has taken a number
		} else {
			acts[i] = o.Act(Unit, o.ID(), o.Receive())
		}
	}
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := w; i < n; i += 8 {
				if _, err := s.Do(context.Background(), acts[i]); (err != nil) != (i%3 == 0) {
					t.Errorf("act %d: %v", i, err)
				}
			}
		})
	}
	wg.Wait()
	sn := Snap(t, s)
	for i := 1; i <= n*2/3; i++ {
		code := fmt.Sprintf("%s-221101-%04d", Unit, i)
		if d, err := sn.DossierByCode(t.Context(), Unit, code); err != nil || d.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
	if _, err := sn.DossierByCode(t.Context(), Unit, fmt.Sprintf("%s-221101-%04d", Unit, n*2/3+1)); !fault.Is(err, fault.NotFound) {
		t.Errorf("one number too many: %v", err)
	}
}

func order(t *testing.T, b Backend) {
	o := NewOffice(t, 5)
	s, _ := Open(t, b, o)
	type waiting struct {
		what   string
		answer <-chan desk.Result
	}
	var all []waiting
	for i := range 40 { // whole lives, given without waiting for any answer
		id := o.ID()
		for _, c := range o.Life() {
			o.Now = o.Now.Add(time.Minute)
			all = append(all, waiting{fmt.Sprintf("life %d, %T", i, c), s.Submit(context.Background(), o.Act(Unit, id, c))})
		}
	}
	at := int64(0)
	for _, w := range all {
		r := <-w.answer
		if r.Err != nil || r.Receipt.First != at || r.Receipt.Head.Size != at+1 {
			t.Fatalf("%s: %+v", w.what, r)
		}
		at++
	}
	if r := sound(t, s); r.Entries != 400 || r.Dossiers != 40 {
		t.Errorf("verified %+v", r)
	}
}
