// Package duty composes the rooms of what a unit does by itself into acts. Today its one room
// is the register: the books whose kinds are data.
//
// Books writes through the same journal as the desk: one act is one transaction, every act
// has an idempotency key, and a repeat gets the first answer. It refuses what register.Decide
// refuses, and writes nothing then.
package duty

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/motcua/motcua/internal/access"
	"github.com/motcua/motcua/internal/desk"
	"github.com/motcua/motcua/internal/duty/register"
	"github.com/motcua/motcua/internal/ledger"
)

// Books records, corrects and voids register items.
type Books struct {
	kinds   *register.Kinds
	journal desk.Journal
	rand    io.Reader
}

// NewBooks makes Books; rand gives the ids their random part.
func NewBooks(kinds *register.Kinds, journal desk.Journal, rand io.Reader) *Books {
	return &Books{kinds: kinds, journal: journal, rand: rand}
}

// Order is one act on an item. Item is zero for a new one.
type Order struct {
	Unit     string
	Item     register.ID
	Key      string // idempotency key
	Actor    access.Actor
	Happened time.Time
}

// Answer acknowledges an act on a book.
type Answer struct {
	ID  register.ID `json:"id"`
	Seq int32       `json:"seq"`
}

// Record writes a new item.
func (b *Books) Record(ctx context.Context, o Order, item register.Item) (Answer, error) {
	id, err := ledger.NewID(o.Happened, b.rand)
	if err != nil {
		return Answer{}, fmt.Errorf("duty: record %s: %w", item.Kind, err)
	}
	o.Item = id
	return b.do(ctx, o, register.Record{Item: item})
}

// Correct replaces the content of an item and names the entry it corrects.
func (b *Books) Correct(ctx context.Context, o Order, seq int32, reason string, item register.Item) (Answer, error) {
	return b.do(ctx, o, register.Correct{Seq: seq, Reason: reason, Item: item})
}

// Void says that an item should not have been written.
func (b *Books) Void(ctx context.Context, o Order, reason string) (Answer, error) {
	return b.do(ctx, o, register.Void{Reason: reason})
}

func (b *Books) do(ctx context.Context, o Order, c register.Command) (Answer, error) {
	_, fresh := c.(register.Record)
	return b.act(ctx, o, func(tx desk.Tx) ([]byte, error) {
		item := &register.Item{}
		if !fresh {
			var err error
			if item, err = tx.Item(o.Item); err != nil {
				return nil, err
			}
		}
		return b.write(tx, o, item, c)
	})
}

// act commits what run writes on one item.
func (b *Books) act(ctx context.Context, o Order, run func(desk.Tx) ([]byte, error)) (Answer, error) {
	receipt, err := b.journal.Do(ctx, desk.Act{Unit: o.Unit, Key: o.Key, Actor: o.Actor, Happened: o.Happened, Run: run})
	if err != nil {
		return Answer{}, err
	}
	var a Answer
	if err := json.Unmarshal(receipt.Answer, &a); err != nil {
		return Answer{}, fmt.Errorf("duty: answer of %q: %w", o.Key, err)
	}
	return a, nil
}

// write decides and appends inside the act's transaction.
func (b *Books) write(tx desk.Tx, o Order, item *register.Item, c register.Command) ([]byte, error) {
	events, err := register.Decide(register.Env{Kinds: b.kinds, Now: o.Happened, Actor: o.Actor}, item, c)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if err := tx.Append(fact(o, e)); err != nil {
			return nil, err
		}
	}
	return json.Marshal(Answer{ID: o.Item, Seq: item.Seq + int32(len(events))})
}

func fact(o Order, e register.Event) desk.Fact {
	return desk.Fact{
		Subject:  ledger.Subject{Kind: register.SubjectKind, ID: o.Item},
		Kind:     e.Kind,
		Happened: o.Happened,
		Corrects: e.Corrects,
		Version:  e.Version,
		Body:     e.Body,
	}
}
