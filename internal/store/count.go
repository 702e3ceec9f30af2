package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/motcua/motcua/internal/catalog/calendar"
	"github.com/motcua/motcua/internal/desk/dossier"
	"github.com/motcua/motcua/internal/measure/rollup"
)

// qFlows reads one run of buckets; several are put together with UNION ALL.
const qFlows = `SELECT procedure, channel, level, counts FROM tally WHERE unit = ? AND bucket BETWEEN ? AND ?`

// Flows sums every flow in every cell over days from..to. It reads at most five runs of
// buckets in one statement, so its cost grows with cells and not with dossiers.
func (sn *Snapshot) Flows(ctx context.Context, unit string, from, to calendar.Date) (rollup.Table, error) {
	u, ok := sn.s.words.unit(unit)
	spans := spansOf(from, to)
	if !ok || len(spans) == 0 {
		return nil, nil
	}
	var q []string
	var args []any
	for _, p := range spans {
		q = append(q, qFlows)
		args = append(args, u, int64(p.from), int64(p.to))
	}
	sums := cellSums{at: map[cellKey]int{}}
	err := sn.query(ctx, strings.Join(q, " UNION ALL "), sums.scan, args...)
	if err != nil {
		return nil, sn.s.explain("flows", err)
	}
	table, err := sums.table(func(id int64) (string, error) { return sn.s.textOf(ctx, sn.tx, id) })
	return table, sn.s.explain("flows", err)
}

type cellKey struct {
	procedure      int64
	channel, level uint8
}

// cellSums adds rows up: cells in the order of their first row, flows by the number of their
// word, which is small.
type cellSums struct {
	at   map[cellKey]int
	keys []cellKey
	sums [][]int64
}

func (c *cellSums) scan(r *sql.Rows) error {
	var k cellKey
	var body sql.RawBytes
	if err := r.Scan(&k.procedure, &k.channel, &k.level, &body); err != nil {
		return err
	}
	i, ok := c.at[k]
	if !ok {
		i = len(c.keys)
		c.at[k] = i
		c.keys = append(c.keys, k)
		c.sums = append(c.sums, nil)
	}
	sum := c.sums[i]
	err := decodeCounts(body, func(word, n int64) {
		for int64(len(sum)) <= word {
			sum = append(sum, make([]int64, word+1)...)
		}
		sum[word] += n
	})
	c.sums[i] = sum
	return err
}

// table gives the sums their names, in a fixed order: two databases answer alike.
func (c *cellSums) table(text func(int64) (string, error)) (rollup.Table, error) {
	var out rollup.Table
	for i, k := range c.keys {
		procedure, err := text(k.procedure)
		if err != nil {
			return nil, err
		}
		cell := rollup.Cell{Procedure: procedure, Channel: dossier.Channel(k.channel), Level: dossier.Level(k.level)}
		for word, n := range c.sums[i] {
			if n == 0 {
				continue
			}
			name, err := text(int64(word))
			if err != nil {
				return nil, err
			}
			out = append(out, rollup.Row{Count: rollup.Count(name), Cell: cell, N: n})
		}
	}
	slices.SortFunc(out, func(a, b rollup.Row) int {
		return cmp.Or(strings.Compare(a.Cell.Procedure, b.Cell.Procedure), cmp.Compare(a.Cell.Channel, b.Cell.Channel),
			cmp.Compare(a.Cell.Level, b.Cell.Level), strings.Compare(string(a.Count), string(b.Count)))
	})
	return out, nil
}
