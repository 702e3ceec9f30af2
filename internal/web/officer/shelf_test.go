package officer

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/duty"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/locale"
	"github.com/motcua/motcua/internal/web/webtest"
)

// TestShelf: an edition is made once, however many ask at once; one that failed is made
// again; who waited for one that was given up makes it himself; the shelf does not grow.
func TestShelf(t *testing.T) {
	s := newShelf()
	var made atomic.Int32
	build := func() (*edition, error) { made.Add(1); return &edition{}, nil }
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if e, err := s.get(t.Context(), bookmark{id: "a"}, build); e == nil || err != nil {
				t.Error(e, err)
			}
		})
	}
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
	broken := errors.New("broken")
	for range 2 {
		if _, err := s.get(t.Context(), bookmark{id: "b"}, func() (*edition, error) { return nil, broken }); !errors.Is(err, broken) {
			t.Error(err)
		}
	}
	begun, release := make(chan bool), make(chan bool)
	go s.get(t.Context(), bookmark{id: "c"}, func() (*edition, error) { close(begun); <-release; return nil, context.Canceled })
	<-begun
	go close(release)
	if e, err := s.get(t.Context(), bookmark{id: "c"}, build); e == nil || err != nil {
		t.Error("who waited got", e, err)
	}
	func() {
		defer func() { recover() }()
		s.get(t.Context(), bookmark{id: "d"}, func() (*edition, error) { panic("broken") })
	}()
	if e, err := s.get(t.Context(), bookmark{id: "d"}, build); e == nil || err != nil {
		t.Error("after one that broke down", e, err)
	}
	for i := range 3 * shelfSize {
		s.get(t.Context(), bookmark{asOf: calendar.Date(i)}, build)
	}
	if s.order.Len() != shelfSize || len(s.by) != shelfSize {
		t.Errorf("%d editions kept", s.order.Len())
	}
}

// TestFresh: an act that was acknowledged is in the next page, though the report was kept.
func TestFresh(t *testing.T) {
	url := "/bao-cao/cchc-2021-2025/phu-luc-I?den=2025-03-31"
	entries := func() int64 {
		sn, err := ward.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer sn.Close()
		h, err := sn.Head(t.Context(), site.Unit.Code)
		if err != nil {
			t.Fatal(err)
		}
		return h.Size
	}
	before := entries()
	if !bytes.Contains(pageOK(t, url), []byte("tại bản ghi "+locale.Int(before))) {
		t.Fatalf("the page does not say entry %d", before)
	}
	books := duty.NewBooks(site.Kinds, ward, rand.NewChaCha8([32]byte{3}))
	late := calendar.MakeDate(2026, 6, 1) // after everything that the other tests look at
	_, err := books.Record(t.Context(), duty.Order{Unit: site.Unit.Code, Key: "fresh", Actor: access.Actor{ID: "cc-01", Role: access.Reporter}, Happened: webtest.Today.At(8, 0)},
		register.Item{Kind: "directive", Facet: "administration", From: late, To: late, Quantity: 1, Fields: map[string]string{"number": "1/CV"},
			Evidence: []register.Evidence{{Kind: "document", Ref: "1/CV-UBND"}}})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(pageOK(t, url), []byte("tại bản ghi "+locale.Int(before+1))) {
		t.Error("the page is of before the act")
	}
}

// TestItemHistory: the page of an item tells every entry with its reason and the value that
// held then.
func TestItemHistory(t *testing.T) {
	books := duty.NewBooks(site.Kinds, ward, rand.NewChaCha8([32]byte{4}))
	late := calendar.MakeDate(2026, 7, 1)
	item := register.Item{Kind: "directive", Facet: "administration", From: late, To: late, Quantity: 1, Fields: map[string]string{"number": "7/CV"},
		Evidence: []register.Evidence{{Kind: "document", Ref: "7/CV-UBND"}}}
	order := duty.Order{Unit: site.Unit.Code, Key: "history-1", Actor: access.Actor{ID: "cc-01", Role: access.Reporter}, Happened: webtest.Today.At(8, 0)}
	made, err := books.Record(t.Context(), order, item)
	if err != nil {
		t.Fatal(err)
	}
	item.Quantity, item.Text, order.Key, order.Item = 2, "hai văn bản", "history-2", made.ID
	if _, err := books.Correct(t.Context(), order, 1, "ghi nhầm ngày", item); err != nil {
		t.Fatal(err)
	}
	body := pageOK(t, "/muc/"+made.ID.String())
	for _, want := range []string{"ghi vào sổ", "đính chính", "ghi nhầm ngày", "7/CV-UBND", "Lịch sử ghi sổ (2 lần)"} {
		if !bytes.Contains(body, []byte(want)) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
