package store

import (
	"database/sql"
	"fmt"
	"time"

	"github.com/motcua/motcua/internal/ledger"
)

// entryColumns are the columns of an entry in the order of entryReader.
const entryColumns = `pos, subject_kind, subject, seq, kind, happened, recorded, corrects, version, actor, behalf, body, salt`

// entryReader reads entries one by one. It keeps its places between rows and gives texts
// that come again as one: a proof of the ledger reads every entry there is.
type entryReader struct {
	entry ledger.Entry // of the last row; its Body is its own
	words *words
	texts map[string]string
	dest  []any

	subjectKind, kind, subject, seq, happened, recorded, corrects, version int64
	actor, behalf, salt                                                    sql.RawBytes
}

// newEntryReader reads entries of a unit. All words must have been read.
func newEntryReader(w *words, unit string) *entryReader {
	r := &entryReader{words: w, texts: map[string]string{}}
	r.entry.Unit = unit
	r.dest = []any{integer{&r.entry.Pos}, integer{&r.subjectKind}, integer{&r.subject}, integer{&r.seq}, integer{&r.kind}, integer{&r.happened},
		integer{&r.recorded}, integer{&r.corrects}, integer{&r.version}, &r.actor, &r.behalf, content{&r.entry.Body}, &r.salt}
	return r
}

// scan reads a row. What was tampered with is read as it stands, and then does not meet its
// seal.
func (r *entryReader) scan(row scanner) error {
	if err := row.Scan(r.dest...); err != nil {
		return err
	}
	e := &r.entry
	e.Subject.ID, e.Seq, e.Corrects, e.Version = ledger.ID(r.subject), int32(within(r.seq, 32)), int32(within(r.corrects, 32)), int16(within(r.version, 16))
	e.Kind, _ = r.words.word(r.kind)
	e.Subject.Kind, _ = r.words.word(r.subjectKind)
	e.Happened, e.Recorded = time.UnixMilli(r.happened).UTC(), time.UnixMilli(r.recorded).UTC()
	e.Actor, e.Behalf = r.text(r.actor), r.text(r.behalf)
	e.Salt = [16]byte{}
	if len(r.salt) == len(e.Salt) {
		copy(e.Salt[:], r.salt)
	}
	return nil
}

// within is −1, which no entry has, for a number that does not fit its bits: cut short it
// could be the number that was sealed.
func within(n int64, bits int) int64 {
	if n < 0 || n >= 1<<(bits-1) {
		return -1
	}
	return n
}

func (r *entryReader) text(b []byte) string {
	if t, ok := r.texts[string(b)]; ok {
		return t
	}
	if len(r.texts) > 4096 { // citizens act too: remember the many who come often, not all
		clear(r.texts)
	}
	t := string(b)
	r.texts[t] = t
	return t
}

// integer scans a number without going by way of its text.
type integer struct{ into *int64 }

// Scan implements sql.Scanner.
func (i integer) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("store: %T where a number should be", src)
	}
	*i.into = n
	return nil
}
