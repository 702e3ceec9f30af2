package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/fault"
	"github.com/motcua/motcua/internal/note"
	"github.com/motcua/motcua/internal/seal"
)

// secretKind is the kind of notes that hold what only the program knows.
const secretKind = "secret"

const secretBytes = 32

// SealBy gives the store the key by which it keeps its secrets. It is called before the store
// is used.
func (s *Store) SealBy(k access.Seals) { s.seals = k }

// HasSealed reports whether a secret of the unit is sealed: then a key must be there already.
func (s *Store) HasSealed(ctx context.Context, unit string) (bool, error) {
	notes, err := s.List(ctx, unit, secretKind, "", 0)
	return slices.ContainsFunc(notes, func(n note.Note) bool { return seal.Sealed(n.Body) }), err
}

// Secret is the unit's secret of a name: 32 random bytes, made when it is first asked for and
// the same ever after, in every program that serves the database. It is kept sealed where the
// store was given a key (SealBy).
func (s *Store) Secret(ctx context.Context, unit, name string) ([]byte, error) {
	n, err := s.Get(ctx, unit, secretKind, name)
	if fault.Is(err, fault.NotFound) {
		raw := make([]byte, secretBytes)
		rand.Read(raw)
		n = note.Note{Unit: unit, Kind: secretKind, ID: name}
		if n.Body, err = s.sealed(n, raw); err != nil {
			return nil, err
		}
		if _, err = s.Put(ctx, n); fault.Is(err, fault.Conflict) { // another was faster: it is hers
			n, err = s.Get(ctx, unit, secretKind, name)
		}
	}
	if err != nil {
		return nil, err
	}
	raw, _, err := s.unsealed(n)
	return raw, err
}

func secretAbout(n note.Note) string { return "secret/" + n.Unit + "/" + n.ID }

func (s *Store) sealed(n note.Note, raw []byte) ([]byte, error) {
	if s.seals == nil {
		return raw, nil
	}
	return s.seals.Seal(secretAbout(n), raw)
}

// unsealed is the secret of a note. fresh is false for one in clear (of an earlier version) or
// sealed by an earlier key.
func (s *Store) unsealed(n note.Note) (raw []byte, fresh bool, err error) {
	raw = n.Body
	if len(raw) != secretBytes { // what is sealed is longer
		if s.seals == nil && seal.Sealed(raw) {
			return nil, false, fault.New(fault.Unavailable, "store.no_key")
		}
		if s.seals != nil {
			if raw, fresh, err = s.seals.Open(secretAbout(n), raw); err != nil {
				return nil, false, err
			}
		}
	}
	if len(raw) != secretBytes {
		return nil, false, s.explain("secret", fmt.Errorf("%w secret", errDamaged))
	}
	return raw, fresh, nil
}

// Reseal seals the unit's secrets that are in clear or were sealed by an earlier key, and
// reports how many. It stops at one that does not open: its key is missing.
func (s *Store) Reseal(ctx context.Context, unit string) (n int, err error) {
	notes, err := s.List(ctx, unit, secretKind, "", 0)
	if err != nil {
		return 0, err
	}
	for _, one := range notes {
		raw, fresh, err := s.unsealed(one)
		if err != nil {
			return n, err
		}
		if fresh {
			continue
		}
		if one.Body, err = s.sealed(one, raw); err != nil {
			return n, err
		}
		if _, err := s.Put(ctx, one); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// DropLost forgets the unit's secrets that do not open any more and reports their names: fresh
// ones are made when they are asked for, and what the lost ones had made (receipts) is not
// known again.
func (s *Store) DropLost(ctx context.Context, unit string) (lost []string, err error) {
	notes, err := s.List(ctx, unit, secretKind, "", 0)
	if err != nil {
		return nil, err
	}
	for _, one := range notes {
		if _, _, err := s.unsealed(one); err == nil {
			continue
		}
		if err := s.Drop(ctx, unit, secretKind, one.ID); err != nil {
			return lost, err
		}
		lost = append(lost, one.ID)
	}
	return lost, nil
}
