// Package desk composes the rooms of the one-stop office into acts. One act is one
// transaction: its entries, the states they lead to, the counts and the answer commit
// together or not at all.
//
// desk decides nothing about storage: it hands an Act to a Journal, which store implements
// for SQLite and PostgreSQL.
package desk

import (
	"context"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
)

// Act is one thing done at the desk or in a book. Run is called by the journal inside the
// transaction, in the order in which acts were submitted; it must be pure but for Tx, and
// may be called again when a transaction is tried again. Refused acts leave no trace.
type Act struct {
	Unit     string
	Key      string // idempotency key, unique in the unit; a repeat gets the first answer
	Actor    access.Actor
	Happened time.Time   // the instant claimed for the act
	Subjects []ledger.ID // dossiers Run will ask for, when known: read ahead in one query
	Run      func(Tx) (answer []byte, err error)
}

// Tx is what an act may do. It is valid only inside Run.
type Tx interface {
	// Recorded is the server's instant of this act.
	Recorded() time.Time
	// Dossier returns the state of a dossier of the act's unit, with the acts before it in
	// the same transaction and what this act has appended so far applied; fault.NotFound when
	// there is none. The caller may change the State it gets, but writes into none of its slices.
	Dossier(dossier.ID) (*dossier.State, error)
	// Item returns a register item of the act's unit.
	Item(register.ID) (*register.Item, error)
	// Next returns the next number, from 1, of a gap-free series ("code" for case codes,
	// "result/QĐ/2024" …) on a day (0 for a series without day). A refused act uses none up.
	Next(series string, day calendar.Date) (int, error)
	// Bearer returns the dossier of the act's unit that bears a number given by a person, by its
	// key (dossier.ResultKey, dossier.CodeKey), with the acts before it in the same transaction
	// and what this act has appended; 0: none.
	Bearer(key string) (dossier.ID, error)
	// Append records a fact about a subject. The journal fills in position, sequence number,
	// recorded instant and salt, folds the entry into the subject's state, and keeps the counts.
	Append(Fact) error
}

// Fact is what an act says of an entry; the rest is the journal's.
type Fact struct {
	Subject  ledger.Subject
	Kind     string
	Happened time.Time
	Corrects int32
	Version  int16
	Body     []byte
}

// Receipt acknowledges an act: it is given only after the sync.
type Receipt struct {
	Answer []byte
	First  int64       // position of the act's first entry in the unit's chain
	Count  int         // entries written
	Head   ledger.Head // of the unit's chain after the act
	Repeat bool        // the key had been used: this is the first answer again
}

// Result is what Submit delivers.
type Result struct {
	Receipt Receipt
	Err     error
}

// Journal commits acts. Do waits; Submit returns at once with a channel of capacity one, so
// that many acts can share a sync. Acts of one caller run in the order submitted.
type Journal interface {
	Do(context.Context, Act) (Receipt, error)
	Submit(context.Context, Act) <-chan Result
}
