package ledger

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/motcua/motcua/internal/fault"
)

func sample() Entry {
	return Entry{
		Unit: "H50.31.02", Pos: 7, Subject: Subject{"dossier", 42}, Seq: 3, Kind: "dossier.received",
		Happened: time.UnixMilli(1_700_000_000_123).UTC(), Recorded: time.UnixMilli(1_700_000_001_456).UTC(),
		Actor: "cb-01", Behalf: "c-9", Corrects: 2, Version: 1, Body: []byte(`{"a":"ấ"}`),
		Salt: [16]byte{1, 2, 3},
	}
}

// The form is a promise to whoever holds a head: these values may never change.
func TestFormIsFixed(t *testing.T) {
	e := sample()
	leaf := e.Leaf()
	if got := hex.EncodeToString(leaf[:]); got != "0ff17c6dcf45db3c6993df05eac5b15648f9e174e836df50336bb20562462ff6" {
		t.Errorf("leaf of the sample = %s", got)
	}
	h := Head{}.Append(leaf).Append(leaf)
	if got := hex.EncodeToString(h.Hash[:]); got != "e8dc60d9a5c2ab18b4a050211598200819cb9f1d95dcb7e4fa220c3ae24eaad2" || h.Size != 2 {
		t.Errorf("head after two leaves = %d %s", h.Size, got)
	}
}

func TestLeafBindsEveryField(t *testing.T) {
	base := sample()
	want := base.Leaf()
	changes := map[string]func(*Entry){
		"unit":     func(e *Entry) { e.Unit += "x" },
		"kind":     func(e *Entry) { e.Kind += "x" },
		"subject":  func(e *Entry) { e.Subject.ID++ },
		"type":     func(e *Entry) { e.Subject.Kind = "register" },
		"seq":      func(e *Entry) { e.Seq++ },
		"happened": func(e *Entry) { e.Happened = e.Happened.Add(time.Millisecond) },
		"recorded": func(e *Entry) { e.Recorded = e.Recorded.Add(time.Millisecond) },
		"actor":    func(e *Entry) { e.Actor = "cb-02" },
		"behalf":   func(e *Entry) { e.Behalf = "" },
		"corrects": func(e *Entry) { e.Corrects = 1 },
		"version":  func(e *Entry) { e.Version = 2 },
		"body":     func(e *Entry) { e.Body = append(slices.Clone(e.Body), ' ') },
		"salt":     func(e *Entry) { e.Salt[15] = 1 },
	}
	for name, change := range changes {
		e := sample()
		change(&e)
		if e.Leaf() == want {
			t.Errorf("changing %s leaves the leaf as it is", name)
		}
	}
	moved := sample()
	moved.Pos = 99
	if moved.Leaf() != want {
		t.Error("the position belongs to the chain, not to the leaf")
	}
}

// Two entries with different fields never have the same bytes: no text can run into the next.
func TestCanonicalIsInjective(t *testing.T) {
	text := rapid.StringMatching(`[ab]{0,3}`)
	rapid.Check(t, func(t *rapid.T) {
		draw := func() Entry {
			return Entry{Unit: text.Draw(t, "u"), Kind: text.Draw(t, "k"), Actor: text.Draw(t, "a"),
				Behalf: text.Draw(t, "b"), Body: []byte(text.Draw(t, "body")), Subject: Subject{Kind: text.Draw(t, "s")}}
		}
		a, b := draw(), draw()
		same := a.Unit == b.Unit && a.Kind == b.Kind && a.Actor == b.Actor && a.Behalf == b.Behalf &&
			a.Subject.Kind == b.Subject.Kind && bytes.Equal(a.Body, b.Body)
		if bytes.Equal(a.Canonical(), b.Canonical()) != same {
			t.Fatalf("%+v and %+v", a, b)
		}
	})
}

func TestHeadBindsOrderAndLength(t *testing.T) {
	a, b := Hash{1}, Hash{2}
	heads := []Head{{}, Head{}.Append(a), Head{}.Append(b), Head{}.Append(a).Append(b), Head{}.Append(b).Append(a), Head{}.Append(a).Append(a)}
	for i := range heads {
		for j := range heads[:i] {
			if heads[i].Hash == heads[j].Hash {
				t.Errorf("chains %d and %d have one hash", i, j)
			}
		}
	}
}

func TestIDRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMilli(rapid.Int64Range(epoch.UnixMilli(), epoch.UnixMilli()+1<<41-1).Draw(t, "ms"))
		id, err := NewID(at, rand.Reader)
		if err != nil || id <= 0 || !id.Time().Equal(at) {
			t.Fatalf("NewID(%v) = %d, %v, made at %v", at, id, err, id.Time())
		}
		back, err := ParseID(id.String())
		if err != nil || back != id {
			t.Fatalf("ParseID(%s) = %d, %v; want %d", id, back, err, id)
		}
		if back, err := ParseID(strings.ToLower(id.String())); err != nil || back != id {
			t.Fatalf("lower case: %d, %v", back, err)
		}
		other := ID(rapid.Int64Min(1).Draw(t, "other"))
		if (id < other) != (id.String() < other.String()) {
			t.Fatalf("%d and %d sort otherwise as texts", id, other)
		}
	})
}

func TestIDRefused(t *testing.T) {
	for _, s := range []string{"", "0000000000000", "000000000000", "00000000000001", "U000000000001", "ZZZZZZZZZZZZZ", "8000000000000", "00000000000Ấ"} {
		if id, err := ParseID(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("ParseID(%q) = %d, %v", s, id, err)
		}
	}
	if id, err := ParseID("OOOOOOOOOOOIL"); err != nil || id != 1<<5|1 {
		t.Errorf("misread letters: %d, %v", id, err)
	}
	for _, year := range []int{2019, 2090} {
		if _, err := NewID(time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC), rand.Reader); err == nil {
			t.Errorf("an id of %d cannot keep the order", year)
		}
	}
	if _, err := NewID(epoch, bytes.NewReader(nil)); err == nil {
		t.Error("no randomness, and yet an id")
	}
}
