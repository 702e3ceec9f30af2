package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/store"
)

// TestNotesAreReadUnderSnapshots: whoever holds a snapshot reads a note, also when every
// snapshot that there may be is held; one that is closed, also twice, gives one turn back.
func TestNotesAreReadUnderSnapshots(t *testing.T) {
	s, err := store.Open(t.Context(), store.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Put(t.Context(), note.Note{Unit: "H50.31.02", Kind: "draft", ID: "a", Body: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	var held []*store.Snapshot
	for range store.SnapshotConns() {
		sn, err := s.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, sn)
	}
	more := func() error { // waits in vain
		ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer stop()
		sn, err := s.Snapshot(ctx)
		if err == nil {
			sn.Close()
		}
		return err
	}
	if more() == nil {
		t.Error("one more snapshot than there may be")
	}
	if n, err := s.Get(t.Context(), "H50.31.02", "draft", "a"); err != nil || string(n.Body) != "x" {
		t.Errorf("%q %v", n.Body, err)
	}
	held[0].Close()
	held[0].Close()
	sn, err := s.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if more() == nil {
		t.Error("a snapshot closed twice gave two turns")
	}
	for _, sn := range append(held[1:], sn) {
		sn.Close()
	}
}
