// Package ledger is the one append-only log of everything that happens in a unit.
//
// It keeps kind, subject, instants, actor and bytes, and knows no domain type. It promises
// that entries of a unit have contiguous positions from 0, that a subject's entries have
// contiguous sequence numbers from 1, and that every entry is bound into the unit's hash
// chain, so that a changed byte, a removed row, a reordering or a truncation is found by
// anyone who holds a head. It refuses nothing and stores nothing: store does.
//
// The leaf of an entry is a salted commitment: it reveals nothing of a person, it stays
// valid after the salt and body are erased, and it is what a tlog-tiles transparency log
// takes as its record later on. See docs/decisions for the form and what was rejected.
package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// ID is a subject's identity inside its unit: time-ordered, opaque, positive.
// 41 bits of milliseconds since 2020-01-01Z, 22 random bits.
type ID int64

// Subject is what an entry is about.
type Subject struct {
	Kind string // "dossier", "register"
	ID   ID
}

// Entry is one fact. Instants have millisecond precision and are UTC.
type Entry struct {
	Unit     string // e-identifier of the unit that owns the fact
	Pos      int64  // position in the unit's chain, from 0
	Subject  Subject
	Seq      int32  // the subject's own sequence number, from 1
	Kind     string // "dossier.received"
	Happened time.Time
	Recorded time.Time
	Actor    string
	Behalf   string
	Corrects int32 // Seq of the entry of the same subject that this one corrects; 0: none
	Version  int16 // version of the body's form
	Body     []byte
	Salt     [16]byte
}

// Hash is a SHA-256 value.
type Hash [32]byte

// Canonical is the byte form that Leaf commits to: every field but Pos and Salt,
// lengths before texts, big-endian numbers, instants in Unix milliseconds.
// Pos is bound by the chain, not by the leaf, so that a leaf is the same in any log.
func (e *Entry) Canonical() []byte {
	b := make([]byte, 0, 128+len(e.Body))
	text := func(s string) {
		b = binary.BigEndian.AppendUint32(b, uint32(len(s)))
		b = append(b, s...)
	}
	text("motcua/entry/1")
	text(e.Unit)
	text(e.Subject.Kind)
	b = binary.BigEndian.AppendUint64(b, uint64(e.Subject.ID))
	b = binary.BigEndian.AppendUint32(b, uint32(e.Seq))
	text(e.Kind)
	b = binary.BigEndian.AppendUint64(b, uint64(e.Happened.UnixMilli()))
	b = binary.BigEndian.AppendUint64(b, uint64(e.Recorded.UnixMilli()))
	text(e.Actor)
	text(e.Behalf)
	b = binary.BigEndian.AppendUint32(b, uint32(e.Corrects))
	b = binary.BigEndian.AppendUint16(b, uint16(e.Version))
	b = binary.BigEndian.AppendUint32(b, uint32(len(e.Body)))
	return append(b, e.Body...)
}

// Leaf is SHA-256(0x00 ‖ salt ‖ canonical).
func (e *Entry) Leaf() Hash {
	h := sha256.New()
	h.Write([]byte{0})
	h.Write(e.Salt[:])
	h.Write(e.Canonical())
	var out Hash
	h.Sum(out[:0])
	return out
}

// Head is the state of a unit's chain: how many entries, and the hash over all of them.
type Head struct {
	Size int64
	Hash Hash
}

// Append returns the head after one more leaf: SHA-256(0x01 ‖ previous ‖ size ‖ leaf).
func (h Head) Append(leaf Hash) Head {
	var b [1 + 32 + 8 + 32]byte
	b[0] = 1
	copy(b[1:], h.Hash[:])
	binary.BigEndian.PutUint64(b[33:], uint64(h.Size))
	copy(b[41:], leaf[:])
	return Head{Size: h.Size + 1, Hash: sha256.Sum256(b[:])}
}
