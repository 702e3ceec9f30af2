package store

import (
	"cmp"
	"database/sql"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// Counts are kept at three grains, so that the sum over any two dates reads a bounded number
// of rows however many dossiers there are: whole years, then whole months, then days. One
// row holds all flows of a cell in a bucket.

// Statements about counts.
const (
	qTallies  = `SELECT bucket, procedure, channel, level, counts FROM tally WHERE unit = ? AND (bucket, procedure, channel, level) IN (VALUES %s)`
	tTallyKey = `(CAST(? AS INTEGER), CAST(? AS INTEGER), CAST(? AS INTEGER), CAST(? AS INTEGER))`
	qTallyPut = `INSERT INTO tally (unit, bucket, procedure, channel, level, counts) VALUES %s ` +
		`ON CONFLICT (unit, bucket, procedure, channel, level) DO UPDATE SET counts = excluded.counts`
	tTally = `(?,?,?,?,?,?)`
)

// bucket is a year (2024), a month (202405) or a day (20240531).
type bucket int32

// bucketsOf are the year, the month and the day in which a flow of that day is counted.
func bucketsOf(d calendar.Date) [3]bucket {
	y, m, day := d.Civil()
	return [3]bucket{bucket(y), bucket(y*100 + int(m)), bucket(y*10000 + int(m)*100 + day)}
}

type tallyKey struct {
	bucket         bucket
	procedure      int64
	channel, level uint8
}

func (k tallyKey) compare(o tallyKey) int {
	return cmp.Or(cmp.Compare(k.bucket, o.bucket), cmp.Compare(k.procedure, o.procedure),
		cmp.Compare(k.channel, o.channel), cmp.Compare(k.level, o.level))
}

// counts are the flows of a cell in a bucket: few, so a plain list.
type counts []struct {
	word int64 // of the count's name
	n    int64
}

func (c *counts) add(word, n int64) {
	for i := range *c {
		if (*c)[i].word == word {
			(*c)[i].n += n
			return
		}
	}
	*c = append(*c, struct{ word, n int64 }{word, n})
}

// encode writes the counts that are not zero, by word: for each the word as an unsigned
// varint, then the number as a signed one (encoding/binary).
func (c counts) encode() []byte {
	slices.SortFunc(c, func(a, b struct{ word, n int64 }) int { return cmp.Compare(a.word, b.word) })
	out := make([]byte, 0, 2*len(c))
	for _, e := range c {
		if e.n != 0 {
			out = binary.AppendUvarint(out, uint64(e.word))
			out = binary.AppendVarint(out, e.n)
		}
	}
	return out
}

var errCounts = fmt.Errorf("%w counts", errDamaged)

// maxWord bounds the number of a count's word: words are few, and sums are kept in a list by it.
const maxWord = 1 << 20

// decodeCounts calls f for every count in what encode wrote.
func decodeCounts(b []byte, f func(word, n int64)) error {
	for len(b) > 0 {
		word, k := binary.Uvarint(b)
		if k <= 0 || word > maxWord {
			return errCounts
		}
		n, l := binary.Varint(b[k:])
		if l <= 0 {
			return errCounts
		}
		f(int64(word), n)
		b = b[k+l:]
	}
	return nil
}

// tallies are counts by cell and bucket.
type tallies map[tallyKey]*counts

// add counts contributions, at the three grains.
func (t tallies) add(cs []rollup.Contribution, word func(string) (int64, error)) error {
	for _, c := range cs {
		name, err := word(string(c.Count))
		if err != nil {
			return err
		}
		procedure, err := word(c.Cell.Procedure)
		if err != nil {
			return err
		}
		for _, b := range bucketsOf(c.Day) {
			k := tallyKey{b, procedure, uint8(c.Cell.Channel), uint8(c.Cell.Level)}
			if t[k] == nil {
				t[k] = new(counts)
			}
			t[k].add(name, c.N)
		}
	}
	return nil
}

func (t tallies) sorted() []tallyKey {
	return slices.SortedFunc(maps.Keys(t), tallyKey.compare)
}

func (k tallyKey) args() []any {
	return []any{int64(k.bucket), k.procedure, int64(k.channel), int64(k.level)}
}

// flushTallies adds to the counts what the group has changed in the states: the difference
// between what the database holds and what the acts have left, whatever lay between.
func (ch *chain) flushTallies() error {
	t := tallies{}
	for _, id := range ch.dossiers.changed {
		h := ch.dossiers.held[id]
		if err := t.add(rollup.Diff(h.stored, h.now), ch.g.word); err != nil {
			return err
		}
	}
	ch.tallies = t
	keys := t.sorted()
	var asked []any
	for _, k := range keys {
		if c, ok := ch.recent.tallies.get(k); ok {
			for _, e := range c {
				t[k].add(e.word, e.n)
			}
			continue
		}
		asked = append(asked, k.args()...)
	}
	err := ch.g.c.list(qTallies, tTallyKey, ch.id, asked, func(r *sql.Rows) error {
		k, body, err := scanTally(r)
		if err != nil {
			return err
		}
		return decodeCounts(body, t[k].add)
	})
	if err != nil {
		return err
	}
	return ch.g.putTallies(ch.id, t, keys)
}

func (g *group) putTallies(unit int64, t tallies, keys []tallyKey) error {
	args := make([]any, 0, 6*len(keys))
	for _, k := range keys {
		args = append(append(append(args, unit), k.args()...), t[k].encode())
	}
	return g.c.rows(qTallyPut, tTally, args)
}

func scanTally(r scanner) (k tallyKey, body []byte, err error) {
	err = r.Scan(&k.bucket, &k.procedure, &k.channel, &k.level, &body)
	return k, body, err
}

// span is a run of buckets of one grain, both ends included.
type span struct{ from, to bucket }

// spansOf cuts from..to into whole years, whole months and days: at most five runs. from 0
// is the beginning.
func spansOf(from, to calendar.Date) []span {
	if from == 0 {
		from = calendar.MakeDate(1, 1, 1)
	}
	if to < from {
		return nil
	}
	var out []span
	// Days up to the end of the first month, unless it is whole.
	y, m, d := from.Civil()
	if d > 1 {
		end := min(to, calendar.MakeDate(y, m+1, 1)-1)
		out = append(out, span{bucketsOf(from)[2], bucketsOf(end)[2]})
		from = end + 1
	}
	// Days of the last month, unless it is whole.
	var tail []span
	if ty, tm, _ := to.Civil(); to != calendar.MakeDate(ty, tm+1, 1)-1 && from <= to {
		first := calendar.MakeDate(ty, tm, 1)
		tail = append(tail, span{bucketsOf(first)[2], bucketsOf(to)[2]})
		to = first - 1
	}
	if from > to {
		return append(out, tail...)
	}
	// Whole months from..to: months to the end of the first year, years, months of the last.
	y, m, _ = from.Civil()
	ty, tm, _ := to.Civil()
	if m > 1 {
		end := bucket(y*100 + 12)
		if y == ty {
			end = bucket(ty*100 + int(tm))
		}
		out = append(out, span{bucket(y*100 + int(m)), end})
		if y == ty {
			return append(out, tail...)
		}
		y++
	}
	if tm < 12 {
		tail = append(tail, span{bucket(ty*100 + 1), bucket(ty*100 + int(tm))})
		ty--
	}
	if y <= ty {
		out = append(out, span{bucket(y), bucket(ty)})
	}
	return append(out, tail...)
}
