// Package note is what an office keeps beside the ledger: accounts, sessions, drafts, saved
// views, jobs. A note may be changed and dropped, proves nothing, and no figure reads one.
//
// It promises that an acknowledged note is on disk, that two writers of one note do not
// overwrite each other unseen (Rev), and that an expired note is not found. It knows nothing
// of what a note says: the package whose kind it is writes and reads the body.
package note

import (
	"context"
	"time"
)

// Note is one thing kept. Unit, Kind and ID name it; ID is opaque and holds no personal data.
type Note struct {
	Unit, Kind, ID string
	Owner          string    // id of the person it belongs to; empty: the unit's
	Rev            int64     // counts the changes, from 1
	Changed        time.Time // by the server
	Expires        time.Time // zero: never
	Body           []byte
}

// Any as the Rev of a note to put means: whatever there is.
const Any int64 = -1

// Keeper keeps notes; store does, in both databases.
type Keeper interface {
	// Put keeps a note and returns its new Rev once it is on disk. n.Rev is the one that the
	// caller has read: 0 for a note that must not exist yet, Any for whatever there is. When
	// another was faster nothing is kept and the error is a fault.Conflict "note.changed".
	Put(ctx context.Context, n Note) (rev int64, err error)
	// Get reads a note; fault.NotFound "note.absent" when there is none or it has expired.
	Get(ctx context.Context, unit, kind, id string) (Note, error)
	// List reads the notes of a kind, of one owner or (owner "") of all, last changed first.
	// limit 0: all.
	List(ctx context.Context, unit, kind, owner string, limit int) ([]Note, error)
	// Drop forgets a note; one that is not there is forgotten already.
	Drop(ctx context.Context, unit, kind, id string) error
}
